"""What stands in an office file, uninterpreted: the values of the first of two steps of an import (bytes -> RawDocument -> drafts of SOPs).

Lengths are millimetres. A reader puts everything in here that carries words or lines; what it leaves out it says in `notes`, in sentences
for people. `Run` is the model's own: its style is all that survives of a file's character formats.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bukusop.model import Run


@dataclass(frozen=True, slots=True)
class RawItem:
    """What Word says of an item of a list: "bullet", "decimal" or "letter", its level, the number shown, which list it belongs to."""

    style: str
    level: int
    number: int = 0
    sequence: str = ""


@dataclass(frozen=True, slots=True)
class RawParagraph:
    """A paragraph. `level` >= 0 says it is an item of a list; `style` is "bullet", "decimal" or "letter" then, else its style's name.

    `look` is its style's name in any case, `indent` how far its words are set in. An item without words is a paragraph that says its
    number, with `level` -1; its `item` tells what it is. `high` is how high it is supposed to be in a cell, 0 where nobody knows; `jc` is
    how it is aligned.
    """

    runs: tuple[Run, ...]
    level: int = -1
    style: str = ""
    item: RawItem | None = field(default=None, compare=False)
    indent: float = field(default=0.0, compare=False)
    look: str = field(default="", compare=False)
    high: float = field(default=0.0, compare=False)
    jc: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell at its upper left place, spanning `rows` and `columns`; places count from 0. `valign`: "center", "bottom" or at its top."""

    row: int
    column: int
    rows: int
    columns: int
    isi: tuple[RawParagraph, ...]
    valign: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table. `widths` of its grid may be empty; `heights` are 0 where the file leaves them to the layout; `head`: rows that repeat.

    `left` is where its first column begins, from the paper's edge; `top` is the upper margin of its section: for shapes in frame "page".
    `y` is where its first row begins on its page, as far as the file tells how high all above it is, else -1.
    """

    cells: tuple[RawCell, ...]
    rows: int
    columns: int
    widths: tuple[float, ...] = ()
    heights: tuple[float, ...] = ()
    head: int = 0
    left: float = 0.0
    top: float = 0.0
    y: float = field(default=-1.0, compare=False)


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
    "cell": x from the left edge of the anchor's cell, y from its top;
    "text": as "paragraph", but it stands in the text itself, outside of tables: it lies over nothing.
    Text before the anchor within its cell is counted with supposed heights of lines; a shape in a line of text is placed by its alignment.
    `name` is what the file calls it: nobody sees it on paper.
    """

    id: str
    kind: str
    text: str
    box: tuple[float, float, float, float]
    frame: str
    anchor: Anchor
    name: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class RawLine:
    """A drawn line, from first to last point. `start` and `end` are ids of shapes it is glued to, "" where it only lies there.

    `said` is what the file says of it to those who cannot see it.
    """

    id: str
    points: tuple[tuple[float, float], ...]
    frame: str
    anchor: Anchor
    start: str = ""
    end: str = ""
    arrow_start: bool = False
    arrow_end: bool = False
    text: str = ""
    said: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class RawDocument:
    """Everything of one file (or one sheet of a workbook, in the order of its sheets); `notes` are sentences on what was left out.

    `pages` are for each block the pages on which it begins and ends, as far as the file tells of breaks; () where it tells of none.
    """

    name: str
    blocks: tuple[RawParagraph | RawTable, ...] = ()
    shapes: tuple[RawShape, ...] = ()
    lines: tuple[RawLine, ...] = ()
    notes: tuple[str, ...] = ()
    pages: tuple[tuple[int, int], ...] = field(default=(), compare=False)
