"""The words of a document that belong to no SOP's sheet: covers, chapters, decrees of a book that has SOPs in it."""

from __future__ import annotations

from collections.abc import Iterator

from bukusop.office import marks
from bukusop.office.drafting import steps, wording
from bukusop.office.drafting.sheets import Reader
from bukusop.office.drafting.texts import tidy
from bukusop.office.foreign.raw import RawDocument, RawParagraph, RawTable

MANY = 40
"""More lines than these are no remarks at the end of an SOP's file but a text of their own."""
_BETWEEN = 8
"""Paragraphs that may stand between the parts of one sheet, and are not of it."""


def outside(reader: Reader) -> frozenset[int]:
    """Give the blocks of no sheet that have words: everything before the first sheet, and what no sheet has taken after it."""
    document = reader.document
    start = _start(reader)
    taken = reader.fields | reader.named | reader.steps
    return frozenset(n for n, block in enumerate(document.blocks) if (n < start or n not in taken) and _says(block))


def _start(reader: Reader) -> int:
    """Give the block with which the first sheet begins: what is said of its identity reaches up from its table of steps."""
    start = place = min(reader.steps, default=0)
    between = 0
    while place > 0 and between <= _BETWEEN:
        place -= 1
        if place in reader.fields or (place in reader.named and not between):
            start, between = place, 0
        elif _says(reader.document.blocks[place]):
            between += 1
    return start


def _says(block: RawParagraph | RawTable) -> bool:
    cells = block.cells if isinstance(block, RawTable) else ()
    return bool(wording.words((block,)) if isinstance(block, RawParagraph) else any(wording.words(cell.isi) for cell in cells))


def lines(document: RawDocument, blocks: frozenset[int]) -> list[str]:
    """Write blocks as lines of Markdown: a paragraph or a row of a table each."""
    return [line for n in sorted(blocks) for line in _lines(document.blocks[n]) if line]


def _lines(block: RawParagraph | RawTable) -> Iterator[str]:
    if isinstance(block, RawTable):
        for row in steps.grid(block):
            yield " | ".join(text for cell in steps.line_cells(row) if (text := wording.words(cell.isi)))
        return
    level = block.look.lower().removeprefix("heading ").removeprefix("judul ")
    text = wording.words((block,)) if level.isdigit() else marks.line(tidy(block.runs)).replace("\\\n", " ")
    begin = f"{'#' * min(int(level), 6)} " if level.isdigit() else "- " if block.level >= 0 and block.style == "bullet" else (
        f"{block.item.number if block.item else 1}. " if block.level >= 0 else "")
    yield begin + text if text else ""
