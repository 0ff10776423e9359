"""Shapes that were drawn over a stranger's sheet: raw shapes and lines, each hung in the cell where it begins."""

from __future__ import annotations

from dataclasses import replace

from bukusop.office.excel.sheetfile import Grid
from bukusop.office.foreign import nodes
from bukusop.office.foreign.drawn import Hang, Harvest, settled, take
from bukusop.office.foreign.nodes import Element, child, children, get, local
from bukusop.office.foreign.package import Package
from bukusop.office.foreign.plane import Map, Point
from bukusop.office.foreign.raw import Anchor, RawDocument

EMU = 36000.0
"""Units of a drawing in a millimetre."""
Places = dict[int, tuple[int, int]]
"""Row of the sheet -> block of the document, and row in that block."""


def with_drawings(document: RawDocument, package: Package, grid: Grid, places: Places) -> RawDocument:
    """Add what is drawn over a sheet to its document."""
    harvest = Harvest()
    for part in package.related(grid.part, "drawing"):
        for scope, element in enumerate(children(package.xml(part)), 1):
            if local(element) in ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor"):
                _anchored(element, grid, places, harvest, scope)
    shapes, lines = settled(harvest)
    notes = tuple(f"lembar `{grid.title}`: {what}" + (f" ({count} kali)" if count > 1 else "") for what, count in harvest.left_out.items())
    return replace(document, shapes=shapes, lines=lines, notes=(*document.notes, *notes))


def _anchored(element: Element, grid: Grid, places: Places, harvest: Harvest, scope: int) -> None:
    row, column, offset, size = _place(element, grid)
    block, line = _block(row, places)
    hang = Hang("cell", Anchor(block, line, column), 1, str(scope))
    for item in children(element):
        if local(item) in ("sp", "cxnSp", "grpSp", "pic", "graphicFrame"):
            take(item, _way(item, offset, size), hang, harvest)


def _way(item: Element, offset: Point, size: Point) -> Map:
    """Give the map from a drawing's units to millimetres of its cell: the cells it is anchored to say more than its own numbers."""
    frame = child(item, "grpSpPr", "xfrm") if local(item) == "grpSp" else child(item, "spPr", "xfrm")
    if frame is None:
        return (1 / EMU, 0.0, 0.0, 1 / EMU, *offset)
    own = (nodes.number(get(child(frame, "ext"), "cx")) / EMU, nodes.number(get(child(frame, "ext"), "cy")) / EMU)
    start = (nodes.number(get(child(frame, "off"), "x")) / EMU, nodes.number(get(child(frame, "off"), "y")) / EMU)
    turned = nodes.number(get(frame, "rot")) != 0
    across = size[0] / own[0] if own[0] > 0 and size[0] > 0 and not turned else 1.0
    down = size[1] / own[1] if own[1] > 0 and size[1] > 0 and not turned else 1.0
    return (across / EMU, 0.0, 0.0, down / EMU, offset[0] - start[0] * across, offset[1] - start[1] * down)


def _place(element: Element, grid: Grid) -> tuple[int, int, Point, Point]:
    """Give the cell where an anchor begins, how far into it, and its size (0 where only the drawing says it)."""
    begin, end = child(element, "from"), child(element, "to")
    if begin is None:
        spot = child(element, "pos")
        point = (nodes.number(get(spot, "x")) / EMU, nodes.number(get(spot, "y")) / EMU) if spot is not None else (0.0, 0.0)
        row, column = _cell_at(point, grid)
        return row, column, (point[0] - grid.left(column), point[1] - grid.top(row)), (0.0, 0.0)
    row, column, offset = _corner(begin)
    if end is None:
        return row, column, offset, (0.0, 0.0)
    last, right, rest = _corner(end)
    size = (grid.left(right) + rest[0] - grid.left(column) - offset[0], grid.top(last) + rest[1] - grid.top(row) - offset[1])
    return row, column, offset, size


def _corner(element: Element) -> tuple[int, int, Point]:
    words = {local(item): (item.text or "").strip() for item in element}
    row, column = int(nodes.number(words.get("row", ""))), int(nodes.number(words.get("col", "")))
    return (max(min(row, 1_048_575), 0), max(min(column, 500), 0),
            (nodes.number(words.get("colOff", "")) / EMU, nodes.number(words.get("rowOff", "")) / EMU))


def _cell_at(point: Point, grid: Grid) -> tuple[int, int]:
    column = next((index for index in range(200) if grid.left(index + 1) > point[0]), 0)
    row = next((index for index in range(2000) if grid.top(index + 1) > point[1]), 0)
    return row, column


def _block(row: int, places: Places) -> tuple[int, int]:
    """Give the block and row of a sheet's row; an empty row belongs to the block above it."""
    if row in places:
        return places[row]
    above = [index for index in places if index < row]
    return places[max(above)] if above else (0, -1)
