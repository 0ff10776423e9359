"""Tables of prose: fixed widths, heads that repeat, rows that never part; without rules where they only hold things side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bukusop.office.word.xml import Element, el, twips, val


@dataclass(frozen=True, slots=True)
class Cell:
    """Paragraphs; `columns` is how many columns they cover, `fill` a colour RRGGBB behind them; `tight` lets a word come near the edges."""

    inside: Sequence[Element]
    columns: int = 1
    fill: str = ""
    middle: bool = False
    tight: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Cells from left to right; `head` repeats on every page, `whole` never parts; `least` is its height in mm, or more."""

    cells: Sequence[Cell]
    head: bool = False
    whole: bool = True
    least: float = 0.0


def table(style: str, widths: Sequence[float], rows: Sequence[Row], *, left: float = 0.0, borders: Element | None = None) -> Element:
    """Make a table; widths and distance from the left margin in mm."""
    made = el("w:tbl", el(
        "w:tblPr", val("w:tblStyle", style), el("w:tblW", {"w:w": twips(sum(widths)), "w:type": "dxa"}),
        el("w:tblInd", {"w:w": twips(left), "w:type": "dxa"}), borders, el("w:tblLayout", {"w:type": "fixed"}),
        el("w:tblLook", {"w:val": "0020", "w:firstRow": "1", "w:lastRow": "0", "w:firstColumn": "0", "w:lastColumn": "0",
                         "w:noHBand": "1", "w:noVBand": "1"}),
    ), el("w:tblGrid", *(el("w:gridCol", {"w:w": twips(width)}) for width in widths)))
    for row in rows:
        place, cells = 0, []
        for cell in row.cells:
            cells.append(_cell(cell, sum(widths[place : place + cell.columns])))
            place += cell.columns
        made.append(el("w:tr", el(
            "w:trPr", el("w:cantSplit") if row.whole else None,
            el("w:trHeight", {"w:val": twips(row.least), "w:hRule": "atLeast"}) if row.least else None,
            el("w:tblHeader") if row.head else None,
        ) if row.whole or row.head or row.least else None, *cells))
    return made


def _cell(cell: Cell, width: float) -> Element:
    return el("w:tc", el(
        "w:tcPr", el("w:tcW", {"w:w": twips(width), "w:type": "dxa"}), val("w:gridSpan", cell.columns) if cell.columns > 1 else None,
        el("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": cell.fill}) if cell.fill else None,
        el("w:tcMar", *(el(f"w:{side}", {"w:w": twips(0.3), "w:type": "dxa"}) for side in ("left", "right"))) if cell.tight else None,
        val("w:vAlign", "center") if cell.middle else None,
    ), *(cell.inside or (el("w:p"),)))
