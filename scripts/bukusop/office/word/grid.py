"""Cells with their measured places -> the rows of a Word table: fixed columns, exact heights, cells joined over columns and rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bukusop.office.word.xml import TWIPS_PER_MM

NEAR = 0.05
"""Edges nearer to each other are one, mm."""
_RULES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: where it is (mm), its paragraphs, and what it keeps free (top, right, bottom, left, mm)."""

    x0: float
    y0: float
    x1: float
    y1: float
    content: str
    margins: tuple[float, float, float, float]
    middle: bool = False
    shaded: bool = False
    upright: bool = False


@dataclass(slots=True)
class Table:
    """A table being written: `left` from the margin and the column edges, in mm."""

    left: float
    edges: tuple[float, ...]
    rows: list[str] = field(default_factory=list)

    def xml(self) -> str:
        """Give the table."""
        places = [_twips(edge) for edge in self.edges]
        widths = [b - a for a, b in pairwise(places)]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{places[-1] - places[0]}" w:type="dxa"/><w:tblInd w:w="{_twips(self.left)}" w:type="dxa"/>'
            f'<w:tblBorders>{_RULES}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
            f'<w:right w:w="0" w:type="dxa"/></w:tblCellMar><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
            f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(self.rows)}</w:tbl>'
        )


def edges(values: Sequence[float]) -> tuple[float, ...]:
    """Give the different ones of some edges, in order."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > NEAR:
            found.append(value)
    return tuple(found)


def near(a: float, b: float) -> bool:
    """Tell whether two edges are one, the first row of a page shortened by the paragraph above it included."""
    return abs(a - b) < 0.5


def _twips(mm: float) -> int:
    return round(mm * TWIPS_PER_MM)


def _at(places: Sequence[float], value: float) -> int:
    return min(range(len(places)), key=lambda number: abs(places[number] - value))


def rows(cells: Sequence[Cell], columns: Sequence[float], *, head: bool = False, loose: Collection[float] = ()) -> list[str]:
    """Make the rows that these cells fill. Rows that begin at a place of `loose` may grow, and run over to the next page."""
    lines = edges([y for cell in cells for y in (cell.y0, cell.y1)])
    spans = [(cell, _at(lines, cell.y0), _at(lines, cell.y1), _at(columns, cell.x0), _at(columns, cell.x1)) for cell in cells]
    made = []
    for number, (top, bottom) in enumerate(pairwise(lines)):
        here = sorted((span for span in spans if span[1] <= number < span[2]), key=lambda span: span[3])
        free = any(near(top, place) for place in loose)
        height = f'<w:trHeight w:val="{_twips(bottom) - _twips(top)}" w:hRule="{"atLeast" if free else "exact"}"/>'
        keep = ("" if free else "<w:cantSplit/>") + height + ("<w:tblHeader/>" if head else "")
        parts, column = [], 0
        for cell, first, last, left, right in here:
            if left > column:
                parts.append(_gap(columns, column, left))
            joined = "" if last - first == 1 else '<w:vMerge w:val="restart"/>' if first == number else "<w:vMerge/>"
            parts.append(_cell(cell, columns, (left, right), joined, first == number))
            column = right
        if column < len(columns) - 1:
            parts.append(_gap(columns, column, len(columns) - 1))
        made.append(f"<w:tr><w:trPr>{keep}</w:trPr>{''.join(parts)}</w:tr>")
    return made


def _gap(columns: Sequence[float], left: int, right: int) -> str:
    return f"<w:tc><w:tcPr>{_width(columns, left, right)}</w:tcPr><w:p/></w:tc>"


def _width(columns: Sequence[float], left: int, right: int) -> str:
    span = f'<w:gridSpan w:val="{right - left}"/>' if right - left > 1 else ""
    return f'<w:tcW w:w="{_twips(columns[right]) - _twips(columns[left])}" w:type="dxa"/>{span}'


def _cell(cell: Cell, columns: Sequence[float], span: tuple[int, int], joined: str, first: bool) -> str:
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="ECECEC"/>' if cell.shaded else ""
    top, right, bottom, left = cell.margins
    free = "".join(
        f'<w:{side} w:w="{_twips(mm)}" w:type="dxa"/>'
        for side, mm in zip(("top", "left", "bottom", "right"), (top, left, bottom, right), strict=True)
    )
    turned = '<w:textDirection w:val="btLr"/>' if cell.upright else ""
    middle = '<w:vAlign w:val="center"/>' if cell.middle else ""
    content = cell.content if first else '<w:p><w:pPr><w:pStyle w:val="LembarSel"/></w:pPr></w:p>'
    return f"<w:tc><w:tcPr>{_width(columns, *span)}{joined}{shade}<w:tcMar>{free}</w:tcMar>{turned}{middle}</w:tcPr>{content}</w:tc>"
