"""What stands in an office file, uninterpreted: the values of the first of two steps of an import (bytes -> RawDocument -> drafts of SOPs).

Lengths are millimetres. A reader puts everything in here that carries words or lines; what it leaves out it says in `notes`, in sentences
for people. `Run` is the model's own: its style is all that survives of a file's character formats.
"""

from __future__ import annotations

from dataclasses import dataclass

from bukusop.model import Run


@dataclass(frozen=True, slots=True)
class RawParagraph:
    """A paragraph. `level` >= 0 says it is an item of a list; `style` is "bullet", "decimal" or "letter" then, else its style's name."""

    runs: tuple[Run, ...]
    level: int = -1
    style: str = ""


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell at its upper left place, spanning `rows` and `columns`; places count from 0."""

    row: int
    column: int
    rows: int
    columns: int
    isi: tuple[RawParagraph, ...]


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table. `widths` of its grid may be empty; `heights` are 0 where the file leaves them to the layout; `head`: rows that repeat.

    `left` is where its first column begins, from the paper's edge; `top` is the upper margin of its section: for shapes in frame "page".
    """

    cells: tuple[RawCell, ...]
    rows: int
    columns: int
    widths: tuple[float, ...] = ()
    heights: tuple[float, ...] = ()
    head: int = 0
    left: float = 0.0
    top: float = 0.0


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a shape hangs: `block` counts in `RawDocument.blocks`; `row` and `column` are a cell of that table, -1 for a paragraph."""

    block: int
    row: int = -1
    column: int = -1


@dataclass(frozen=True, slots=True)
class RawShape:
    """A drawn shape. `kind`: "process", "decision", "terminator", "connector" (off-page), "text" (a box of words), "other".

    `box` is x0, y0, x1, y1 in `frame`, which says where zero is:
    "page": the corner of the paper;
    "paragraph": x from the edge of the paper, y from the top of the anchor's paragraph;
    "cell": x from the left edge of the anchor's cell, y from its top.
    Text before the anchor within its cell is counted with supposed heights of lines; a shape in a line of text is placed by its alignment.
    """

    id: str
    kind: str
    text: str
    box: tuple[float, float, float, float]
    frame: str
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class RawLine:
    """A drawn line, from first to last point. `start` and `end` are ids of shapes it is glued to, "" where it only lies there."""

    id: str
    points: tuple[tuple[float, float], ...]
    frame: str
    anchor: Anchor
    start: str = ""
    end: str = ""
    arrow_start: bool = False
    arrow_end: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class RawDocument:
    """Everything of one file (or one sheet of a workbook, in the order of its sheets); `notes` are sentences on what was left out."""

    name: str
    blocks: tuple[RawParagraph | RawTable, ...] = ()
    shapes: tuple[RawShape, ...] = ()
    lines: tuple[RawLine, ...] = ()
    notes: tuple[str, ...] = ()
