"""Words typed in the cell of an actor, beside a symbol or a line -> where on the page they stand. All mm."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bukusop.office.drafting.texts import clean
from bukusop.office.foreign.raw import RawCell

Box = tuple[float, float, float, float]
INSIDE = 1.9
"""Left and right inside of a cell."""
LETTER = 0.42
"""Width of a letter, in heights of its line."""
HALF = 2.0
"""Half the width and height that words have of which no more is known."""
_WORDS = re.compile(r"\S+(?: \S+)*")


def typed(cell: RawCell, box: Box) -> Iterator[tuple[str, Box]]:
    """Give the words of a cell that covers a box: as deep in it as the paragraphs above are high, as far aside as they are aligned.

    Words of one line with much space between them stand apart: on either side of a symbol.
    """
    left, top, right, foot = box
    heights = [item.high for item in cell.isi]
    if not all(heights):
        yield from _spread(cell, box)
        return
    shrunk = min((foot - top) / sum(heights), 1.0)
    free = foot - top - sum(heights) * shrunk
    y = top + {"center": free / 2, "bottom": free}.get(cell.valign, 0.0)
    for item in cell.isi:
        lines = clean("".join(run.teks for run in item.runs)).replace("\t", "      ").replace("\u00a0", " ").split("\n")
        high = item.high * shrunk / len(lines)
        for line in lines:
            letter = min(high * LETTER, (right - left) / max(len(line), 1))
            room = right - left - 2 * INSIDE - len(line) * letter
            x = left + INSIDE + {"center": room / 2, "right": room, "end": room}.get(item.jc, 0.0)
            for found in _WORDS.finditer(line):
                yield found[0], (x + found.start() * letter, y, x + found.end() * letter, y + high)
            y += high


def _spread(cell: RawCell, box: Box) -> Iterator[tuple[str, Box]]:
    """Give the words of a cell whose lines have no known height: each as far down as it comes among them."""
    texts = [text for item in cell.isi if (text := " ".join(clean("".join(run.teks for run in item.runs)).split()))]
    x = (box[0] + box[2]) / 2
    for n, text in enumerate(texts):
        y = box[1] + (box[3] - box[1]) * (n + 0.5) / len(texts)
        yield text, (x - HALF, y - HALF, x + HALF, y + HALF)
