"""Stage 4c, ink: symbols and lines in mm go in, the shapes of the picture come out.

Where two lines cross the level one hops over the upright one. Lines that run together into one target are drawn once.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bukusop.flowchart.drawing import Box, Command, Edge, Point, Shape, Symbol
from bukusop.flowchart.graph import Kind
from bukusop.flowchart.measures import ARROW, ARROW_HALF, HOP, LINE

_ROUND = 0.5523
"""Share of the radius at which the handles of a quarter circle lie."""
_SAME = 1e-6


def draw_symbol(symbol: Symbol) -> Shape:
    """Draw the outline of a symbol; it is empty (PermenPAN-RB 35/2012)."""
    x0, y0, x1, y1 = symbol.box
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    if symbol.kind is Kind.TERMINATOR:
        return Shape(_capsule(symbol.box), LINE, "white")
    corners: tuple[Point, ...] = ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
    if symbol.kind is Kind.DECISION:
        corners = ((x, y0), (x1, y), (x, y1), (x0, y))
    elif symbol.kind is Kind.CONNECTOR:
        shoulder = y0 + 0.55 * (y1 - y0)
        corners = ((x0, y0), (x1, y0), (x1, shoulder), (x, y1), (x0, shoulder))
    return Shape((*_polyline(corners), ("Z",)), LINE, "white")


def _capsule(box: Box) -> tuple[Command, ...]:
    x0, y0, x1, y1 = box
    r = min((y1 - y0) / 2, (x1 - x0) / 2)
    k = _ROUND * r
    return (
        ("M", x0 + r, y0),
        ("L", x1 - r, y0),
        ("C", x1 - r + k, y0, x1, y0 + r - k, x1, y0 + r),
        ("L", x1, y1 - r),
        ("C", x1, y1 - r + k, x1 - r + k, y1, x1 - r, y1),
        ("L", x0 + r, y1),
        ("C", x0 + r - k, y1, x0, y1 - r + k, x0, y1 - r),
        ("L", x0, y0 + r),
        ("C", x0, y0 + r - k, x0 + r - k, y0, x0 + r, y0),
        ("Z",),
    )


def _polyline(points: Sequence[Point]) -> list[Command]:
    return [("M" if index == 0 else "L", x, y) for index, (x, y) in enumerate(points)]


def draw_edges(edges: Sequence[Edge]) -> list[Shape]:
    """Draw all lines of a page with hops, and the arrowheads; joint lines have none."""
    shapes: list[Shape] = []
    heads: list[Shape] = []
    drawn: dict[Point, list[tuple[Point, ...]]] = {}
    stretches: list[tuple[Point, ...]] = []
    for edge in edges:
        points = edge.points
        earlier = drawn.setdefault(points[-1], [])
        for other in [] if edge.joint else earlier:
            points = _cut_common(points, other)
        if not edge.joint and not earlier:
            tip, size = _head_size(points)
            heads.append(_head(tip, points[-2], size))
            points = (*points[:-1], _toward(tip, points[-2], 0.6 * size))
        earlier.append(edge.points)
        if len(points) > 1:
            stretches.append(points)
    uprights = [(a, b) for line in stretches for a, b in pairwise(line) if a[0] == b[0]]
    shapes.extend(Shape(tuple(_with_hops(line, uprights)), LINE) for line in stretches)
    return shapes + heads


def _cut_common(points: tuple[Point, ...], other: tuple[Point, ...]) -> tuple[Point, ...]:
    """Leave away the end of a line that an earlier line into the same target already draws."""
    mine, theirs = list(points), list(other)
    while len(mine) > 1 and len(theirs) > 1 and _near(mine[-1], theirs[-1]):
        a, b, end = mine[-2], theirs[-2], mine[-1]
        if _near(a, b):
            mine.pop()
            theirs.pop()
        elif _within(b, a, end):
            return (*mine[:-1], b)
        elif _within(a, b, end):
            return tuple(mine[:-1])
        else:
            break
    return tuple(mine)


def _near(a: Point, b: Point) -> bool:
    return abs(a[0] - b[0]) < _SAME and abs(a[1] - b[1]) < _SAME


def _within(point: Point, a: Point, b: Point) -> bool:
    """Whether a point lies on the (level or upright) stretch from a to b."""
    inside_x = min(a[0], b[0]) - _SAME <= point[0] <= max(a[0], b[0]) + _SAME
    return inside_x and min(a[1], b[1]) - _SAME <= point[1] <= max(a[1], b[1]) + _SAME


def _head_size(points: Sequence[Point]) -> tuple[Point, float]:
    tip, before = points[-1], points[-2]
    return tip, min(ARROW, 0.85 * (abs(tip[0] - before[0]) + abs(tip[1] - before[1])))


def _toward(start: Point, end: Point, distance: float) -> Point:
    length = abs(end[0] - start[0]) + abs(end[1] - start[1])
    share = distance / length if length else 0.0
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _head(tip: Point, before: Point, size: float) -> Shape:
    x, y = _toward(tip, before, size)
    half = ARROW_HALF * size / ARROW
    dx, dy = (half, 0.0) if x == tip[0] else (0.0, half)
    return Shape((("M", *tip), ("L", x - dx, y - dy), ("L", x + dx, y + dy), ("Z",)), 0.0, "black")


def _with_hops(line: Sequence[Point], uprights: Sequence[tuple[Point, Point]]) -> list[Command]:
    commands: list[Command] = [("M", *line[0])]
    for (x0, y0), (x1, y1) in pairwise(line):
        if y0 == y1:
            crossed = sorted(
                {a[0] for a, b in uprights
                 if min(x0, x1) < a[0] < max(x0, x1) and min(a[1], b[1]) + _SAME < y0 < max(a[1], b[1]) - _SAME},
                reverse=x1 < x0,
            )
            commands.extend(_hops((x0, y0), x1, crossed))
        commands.append(("L", x1, y1))
    return commands


def _hops(start: Point, end: float, crossed: Sequence[float]) -> list[Command]:
    """Half circles over the crossed lines, smaller where there is less room."""
    x, y = start
    sign = 1.0 if end > x else -1.0
    stops = [x, *crossed, end]
    commands: list[Command] = []
    for before, middle, after in zip(stops, crossed, stops[2:], strict=False):
        r = min(HOP, 0.45 * abs(middle - before), 0.45 * abs(after - middle))
        k = _ROUND * r
        a, b = middle - sign * r, middle + sign * r
        commands.append(("L", a, y))
        commands.append(("C", a, y - k, middle - sign * k, y - r, middle, y - r))
        commands.append(("C", middle + sign * k, y - r, b, y - k, b, y))
    return commands
