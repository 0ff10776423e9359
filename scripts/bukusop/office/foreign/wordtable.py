"""The grid of a Word table: which cell stands where, how wide columns and how high rows are (ECMA-376 part 1, 17.4).

In: a `w:tbl`. Out: a `Grid` of cell elements, unread; cells merged downwards count once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bukusop.office.foreign import nodes
from bukusop.office.foreign.hanging import Section
from bukusop.office.foreign.nodes import Element, child, children, get, local, value
from bukusop.office.foreign.wordstyles import Styles

PADDING = 1.905
"""Left and right inside of a cell in mm, where a file says nothing (0.075 inch)."""
WIDEST = 200
"""Columns that a cell may span; Word itself allows 63."""


@dataclass(slots=True)
class Place:
    """A cell element at its place. `covered` is the cell that it continues (its text is not shown), by its index in `Grid.places`."""

    element: Element
    row: int
    column: int
    columns: int
    rows: int = 1
    covered: int = -1


@dataclass(slots=True)
class Grid:
    """The places of a table in reading order; `left` is where its first column begins, from the edge of the paper."""

    places: list[Place] = field(default_factory=list)
    rows: int = 0
    columns: int = 0
    widths: list[float] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)
    head: int = 0
    left: float = 0.0
    padding: tuple[float, float] = (PADDING, 0.0)

    def span(self, place: Place) -> tuple[float, float]:
        """Give the left edge of a cell from the edge of the table, and its width."""
        widths = [*self.widths, *[0.0] * (place.column + place.columns - len(self.widths))]
        return sum(widths[: place.column]), sum(widths[place.column: place.column + place.columns])


def grid_of(table: Element, left: float, room: float, section: Section, styles: Styles, *, outdent: bool) -> Grid:
    """Read a table's grid; it stands in text that begins at `left` and is `room` wide. `outdent`: as Word did until 2010."""
    columns = [get(item, "w") for item in nodes.within(table, "tblGrid") if local(item) == "gridCol"]
    grid = Grid(widths=[max(nodes.twips(width), 0.0) for width in columns[:WIDEST]])
    open_: dict[int, int] = {}
    heads = True
    for row in _rows(table):
        properties = child(row, "trPr")
        heads = heads and _on(properties, "tblHeader")
        grid.head += heads
        height = child(properties, "trHeight") if properties is not None else None
        grid.heights.append(round(max(nodes.twips(get(height, "val")), 0.0), 3))
        _place_row(row, grid, open_, int(nodes.number(value(properties, "gridBefore"))))
        grid.rows += 1
    grid.columns = max([len(grid.widths), *(place.column + place.columns for place in grid.places)])
    if sum(grid.widths) <= 0:
        grid.widths = _own_widths(grid)
    grid.widths = [round(width, 3) for width in grid.widths]
    grid.padding = _padding(table, styles)
    grid.left = round(_left(table, left, room, section, grid, outdent), 3)
    return grid


def _place_row(row: Element, grid: Grid, open_: dict[int, int], column: int) -> None:
    column = min(column, WIDEST)
    for cell in _cells(row):
        properties = child(cell, "tcPr")
        span = min(max(int(nodes.number(value(properties, "gridSpan"), 1.0)), 1), WIDEST)
        merge = child(properties, "vMerge") if properties is not None else None
        if _joined(properties) and grid.places and grid.places[-1].row == grid.rows:
            grid.places.append(Place(cell, grid.rows, column, span, covered=_owner(grid)))
            grid.places[grid.places[-1].covered].columns += span
        elif merge is not None and get(merge, "val", "continue") != "restart" and column in open_:
            owner = open_[column]
            grid.places[owner].rows = grid.rows - grid.places[owner].row + 1
            grid.places.append(Place(cell, grid.rows, column, span, covered=owner))
        else:
            grid.places.append(Place(cell, grid.rows, column, span))
            for place in range(column, column + span):
                open_.pop(place, None)
            if merge is not None:
                open_[column] = len(grid.places) - 1
        column = min(column + span, 20 * WIDEST)


def _owner(grid: Grid) -> int:
    last = grid.places[-1]
    return last.covered if last.covered >= 0 else len(grid.places) - 1


def _joined(properties: Element | None) -> bool:
    """Whether a cell continues the one at its left (hMerge, of old files)."""
    found = child(properties, "hMerge") if properties is not None else None
    return found is not None and get(found, "val", "continue") != "restart"


def _rows(parent: Element) -> Iterator[Element]:
    """Give rows, also those in content controls; rows that were deleted under tracking are gone."""
    for item in children(parent):
        name = local(item)
        if name == "tr":
            if child(item, "trPr", "del") is None:
                yield item
        elif name in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _rows(item)


def _cells(parent: Element) -> Iterator[Element]:
    for item in children(parent):
        if local(item) == "tc":
            yield item
        elif local(item) in ("sdt", "sdtContent", "customXml"):
            yield from _cells(item)


def _on(properties: Element | None, name: str) -> bool:
    found = child(properties, name) if properties is not None else None
    return found is not None and nodes.on(get(found, "val", "1"))


def _own_widths(grid: Grid) -> list[float]:
    """Give widths by what cells of one column say, where the grid says nothing."""
    widths = [0.0] * grid.columns
    for place in grid.places:
        found = child(place.element, "tcPr", "tcW")
        if place.columns == 1 and get(found, "type", "dxa") == "dxa":
            widths[place.column] = max(widths[place.column], nodes.twips(get(found, "w")))
    return widths if all(widths) else []


def _padding(table: Element, styles: Styles) -> tuple[float, float]:
    """Give the left and upper inside of cells: the table's own, or its style's."""
    properties = child(table, "tblPr")
    chain = [properties, *(style.table for style in styles.chain(value(properties, "tblStyle")))]
    result = []
    for names, default in ((("left", "start"), PADDING), (("top",), 0.0)):
        found = (child(place, "tblCellMar", name) for place in chain if place is not None for name in names)
        result.append(next((nodes.twips(get(item, "w")) for item in found if item is not None), default))
    return result[0], result[1]


def padding_of(cell: Element, usual: tuple[float, float]) -> tuple[float, float]:
    """Give the left and upper inside of one cell."""
    own = child(cell, "tcPr", "tcMar")
    if own is None:
        return usual
    left = next((item for name in ("left", "start") if (item := child(own, name)) is not None), None)
    top = child(own, "top")
    return (usual[0] if left is None else nodes.twips(get(left, "w")), usual[1] if top is None else nodes.twips(get(top, "w")))


def _left(table: Element, left: float, room: float, section: Section, grid: Grid, outdent: bool) -> float:
    properties, width = child(table, "tblPr"), sum(grid.widths)
    if properties is None:
        return left
    floating = child(properties, "tblpPr")
    if floating is not None:
        base = {"page": 0.0, "margin": section.left}.get(get(floating, "horzAnchor"), left)
        return base + nodes.twips(get(floating, "tblpX"))
    jc = value(properties, "jc")
    if jc == "center":
        return left + (room - width) / 2
    if jc in ("right", "end"):
        return left + room - width
    indent = child(properties, "tblInd")
    return left + nodes.twips(get(indent, "w")) - (grid.padding[0] if outdent else 0.0)
