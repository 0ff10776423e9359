"""What is drawn in a document but is no symbol of a step: frames, legends, what lies on another page; and whose a drawing is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from bukusop.office.drafting import wording
from bukusop.office.drafting.labels import folded, says_legend
from bukusop.office.foreign.raw import RawDocument, RawTable

Box = tuple[float, float, float, float]
_MEANING = re.compile(r"\s*[:=]\s*\S")
_MEANT = re.compile(r"\b(mulai|berakhir|selesai|akhir|proses|kegiatan|keputusan|konektor|penghubung|arah|alur|arus|halaman|dokumen)\b")


def legend(document: RawDocument) -> frozenset[int]:
    """Give the paragraphs that explain the symbols: from a heading that says so up to the next table, or ": Proses" beside a symbol."""
    found: set[int] = set()
    inside = False
    for n, block in enumerate(document.blocks):
        if isinstance(block, RawTable):
            inside = False
            continue
        text = "".join(run.teks for run in block.runs)
        inside = inside or says_legend(wording.words((block,)))
        if inside or (len(text) < 60 and _MEANING.match(text) and _MEANT.search(folded(text))):
            found.add(n)
    return frozenset(found)


def home(document: RawDocument, block: int, grounds: Sequence[int]) -> int:
    """Give the steps table over which lies what hangs on a paragraph: on its page, else below where nothing speaks for above; or -1."""
    before = max((ground for ground in grounds if ground < block), default=-1)
    after = min((ground for ground in grounds if ground > block), default=-1)
    above = below = True
    if document.pages:
        pages = document.pages
        above = before >= 0 and pages[before][1] >= pages[block][0]
        below = after >= 0 and pages[after][0] <= pages[block][1]
    if not (above and below):
        return before if above else after if below else -1
    if min(before, after) < 0:
        return max(before, after)
    heights = [item.box[1] for item in document.shapes if item.anchor.block == block and item.frame == "paragraph"]
    if heights:
        return before if median(heights) < 0 else after
    between = any(isinstance(item, RawTable) for item in document.blocks[block:after])
    return before if between and not any(isinstance(item, RawTable) for item in document.blocks[before + 1:block]) else after


def frames(boxes: Sequence[Box], sizes: Sequence[tuple[float, float]], tallest: float) -> list[int]:
    """Say which of some boxes are frames around others, by their places: far larger than symbols are, and more than one row holds.

    `sizes` are the widths and heights of all symbols, `tallest` is the height of the tallest row.
    """
    width, height = median(size[0] for size in sizes), median(size[1] for size in sizes)
    found = []
    for n, (x0, y0, x1, y1) in enumerate(boxes):
        wide, high = x1 - x0, y1 - y0
        held = sum(x0 < (box[0] + box[2]) / 2 < x1 and y0 < (box[1] + box[3]) / 2 < y1 for m, box in enumerate(boxes) if m != n)
        around = held > 1 and wide * high >= 4 * width * height and high > 1.3 * height
        if around or (high > max(2.5 * height, 1.2 * tallest, 25) and wide > max(2 * width, 40)):
            found.append(n)
    return found
