"""Stage 4a, millimetres: a routed section goes in, the boxes of its symbols and the points of its lines come out.

Lanes are spread over the zone between symbols and the rules of the table: at the wanted distances where there is room, else
squeezed in proportion, so that order (and with it every gate) holds in any width.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bukusop.flowchart.drawing import Box, Point
from bukusop.flowchart.graph import Kind
from bukusop.flowchart.grid import Grid
from bukusop.flowchart.lanes import Lanes
from bukusop.flowchart.measures import (
    BORDER,
    BOX_WIDTH,
    COLUMN_SHARE,
    CONNECTOR_WIDTH,
    LANE,
    LANE_MOST,
    SHOULDER,
    SHOULDER_BELOW,
    SYMBOL_LEAST_WIDTH,
)
from bukusop.flowchart.paths import Path, Port
from bukusop.flowchart.places import HEIGHTS, Section, Spot
from bukusop.flowchart.router import Routes
from bukusop.flowchart.seats import slot_gap


@dataclass(frozen=True, slots=True)
class Routed:
    """A section with its grid, its paths and their lanes."""

    section: Section
    grid: Grid
    routes: Routes
    lanes: Lanes


@dataclass(frozen=True, slots=True)
class Shaped:
    """`boxes` per spot and box; `lines` per link and `joints` per joint line, as points."""

    boxes: tuple[tuple[Box, ...], ...]
    lines: tuple[tuple[Point, ...], ...]
    joints: tuple[tuple[Point, ...], ...]


def symbol_width(parts: Iterable[Routed]) -> float:
    """Give the width all symbols of a procedure can have: as wide as its lanes leave room, mm."""
    width = BOX_WIDTH
    for part in parts:
        for column, (x0, x1) in enumerate(zip(part.section.columns, part.section.columns[1:], strict=False)):
            tracks = (part.grid.left[column], part.grid.right[column])
            most = max(part.lanes.count.get((True, track), 0) for track in tracks)
            beside = SHOULDER + BORDER + LANE * (most - 1) if most else BORDER
            wanted = max(SYMBOL_LEAST_WIDTH, x1 - x0 - 2 * beside)
            width = min(width, wanted, COLUMN_SHARE * (x1 - x0))
    return width


def shape(part: Routed, width: float) -> Shaped:
    """Turn paths into points and spots into boxes; `width` is that of boxes, diamonds and capsules."""
    section = part.section
    boxes = tuple(_boxes(section, spot, width) for spot in section.spots)
    xs = _x_places(part, width)
    ys = _y_places(part)
    lines = tuple(
        _points(path, index, part, boxes, (xs, ys)) for index, path in enumerate(part.routes.paths)
    )
    joints = tuple(_points(path, -1, part, boxes, (xs, ys)) for path in part.routes.joints)
    return Shaped(boxes, lines, joints)


def _boxes(section: Section, spot: Spot, width: float) -> tuple[Box, ...]:
    level = section.levels[spot.level]
    middle = (level.upper + level.lower) / 2
    half = HEIGHTS[spot.kind] * level.scale / 2
    found = []
    for column in spot.columns:
        x0, x1 = section.columns[column], section.columns[column + 1]
        size = width
        if spot.kind is Kind.CONNECTOR:
            size = min(CONNECTOR_WIDTH, 0.9 * slot_gap(spot.slots) * width if spot.slots > 1 else width)
        centre = (x0 + x1) / 2 + spot.share * width
        found.append((centre - size / 2, middle - half, centre + size / 2, middle + half))
    return tuple(found)


Places = dict[int, tuple[float, ...]]
"""Per track the mm of each of its lanes; a line through the middle has one."""


def _x_places(part: Routed, width: float) -> Places:
    grid, section = part.grid, part.section
    places: Places = {}
    for column, (x0, x1) in enumerate(zip(section.columns, section.columns[1:], strict=False)):
        middle = (x0 + x1) / 2
        places[grid.centre[column]] = (middle,)
        left, right = grid.left[column], grid.right[column]
        lanes = _spread(middle - width / 2, x0, part.lanes.count.get((True, left), 0), SHOULDER)
        places[left] = tuple(reversed(lanes))
        places[right] = _spread(middle + width / 2, x1, part.lanes.count.get((True, right), 0), SHOULDER)
    for spot, tracks in zip(section.spots, grid.spot_x, strict=True):
        for column, track in zip(spot.columns, tracks, strict=True):
            middle = (section.columns[column] + section.columns[column + 1]) / 2
            places[track] = (middle + spot.share * width,)
    return places


def _y_places(part: Routed) -> Places:
    grid = part.grid
    places: Places = {}
    for number, level in enumerate(part.section.levels):
        above, below = grid.above[number], grid.below[number]
        places[grid.line[number]] = ((level.upper + level.lower) / 2,)
        if above >= 0:
            lanes = _spread(level.upper, level.top, part.lanes.count.get((False, above), 0), SHOULDER)
            places[above] = tuple(reversed(lanes))
        if below >= 0:
            shoulder = SHOULDER if level.strip == "above" else SHOULDER_BELOW
            places[below] = _spread(level.lower, level.bottom, part.lanes.count.get((False, below), 0), shoulder)
    return places


def _spread(symbol: float, border: float, count: int, shoulder: float) -> tuple[float, ...]:
    """Places of `count` lanes from the symbol's edge towards the border."""
    if not count:
        return ()
    size = abs(border - symbol)
    sign = 1.0 if border > symbol else -1.0
    needed = shoulder + BORDER + LANE * (count - 1)
    if size < needed:
        first, gap = shoulder * size / needed, LANE * size / needed
    else:
        room = size - shoulder - BORDER
        gap = min(LANE_MOST, room / (count - 1)) if count > 1 else 0.0
        first = shoulder + (room - gap * (count - 1)) / 2
    return tuple(symbol + sign * (first + gap * lane) for lane in range(count))


def _points(
    path: Path, index: int, part: Routed, boxes: tuple[tuple[Box, ...], ...], places: tuple[Places, Places]
) -> tuple[Point, ...]:
    xs, ys = places
    at = []
    for number, segment in enumerate(path.segments):
        lane = part.lanes.number.get((index, number), 0)
        at.append((xs if segment[0] else ys)[segment[1]][lane])
    points = [_dock(path.exit, boxes, at[0])]
    for number in range(len(at) - 1):
        vertical = path.segments[number][0]
        points.append((at[number], at[number + 1]) if vertical else (at[number + 1], at[number]))
    points.append(_dock(path.entry, boxes, at[-1]))
    return tuple(points)


def _dock(port: Port, boxes: tuple[tuple[Box, ...], ...], line: float) -> Point:
    """Give the middle of a side; `line` is where the stub lies, so that it is straight to the last digit."""
    x0, y0, x1, y1 = boxes[port.spot][port.column]
    return {"N": (line, y0), "S": (line, y1), "W": (x0, line), "E": (x1, line)}[port.side]
