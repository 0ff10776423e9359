"""Ways a link can take: a grid and a link go in, candidate paths come out, the most natural first.

A path leaves a side of its source, turns at most four times and enters a side of its target. Every pattern of turns is
tried with every lane zone that makes sense; the cost counts bends, length and how natural the sides are (a flow forward
enters at the top, a flow back at the side).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bukusop.flowchart.graph import Kind
from bukusop.flowchart.grid import Grid
from bukusop.flowchart.places import Link, Section

BEND = 1.0
LENGTH = 0.004
"""Cost of a bend, and of a millimetre: shortness never outweighs a bend on ordinary sheets."""
SIDE_NEXT = 1.2
SIDE_JUMP = 0.4
TOP_BACK = 0.6
FOOT_BACK = 1.5
"""Extra cost of entering at the side: for the next step, for a jump forward; on a way back, at the top, and at the foot."""
NARROW = 0.3
"""Extra cost of running along a strip: the row beside it has more room."""
LABEL_PASS = 0.6
"""Extra cost of a line that passes where the label of a decision would stand."""

Corner = tuple[float, float]
Segment = tuple[bool, int, float, float, int, int, int]
"""(vertical, track, low, high, direction +1/-1, turn at the low end, turn at the high end); a turn is -1, 0 (a symbol), +1."""


@dataclass(frozen=True, slots=True)
class Port:
    """A side of a symbol: spot, which of its columns, "N", "E", "S" or "W", and the grid place just outside."""

    spot: int
    column: int
    side: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Way:
    """A candidate before it is looked at closely: its own cost, ports and corners (ends included)."""

    cost: float
    exit: Port
    entry: Port
    corners: tuple[Corner, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """A way that no symbol blocks. `tail` names its tracks from the target back; `box` bounds it on the grid."""

    cost: float
    exit: Port
    entry: Port
    segments: tuple[Segment, ...]
    verticals: tuple[tuple[int, float, float, int], ...]
    horizontals: tuple[tuple[int, float, float, int], ...]
    tail: tuple[tuple[bool, int], ...]
    box: tuple[float, float, float, float]


def ports(section: Section, grid: Grid, spot: int, sides: str) -> list[Port]:
    """Give the free sides of a symbol: a joint step has top and bottom of every box, and its two outer sides."""
    here = section.spots[spot]
    line, above, below = grid.line[here.level], grid.above[here.level], grid.below[here.level]
    found = []
    for side in sides:
        for index, column in enumerate(here.columns):
            middle = grid.spot_x[spot][index]
            if side == "N" and above >= 0:
                found.append(Port(spot, index, side, middle, above + 0.5))
            elif side == "S" and below >= 0:
                found.append(Port(spot, index, side, middle, below - 0.5))
            elif side == "E" and index == len(here.columns) - 1:
                found.append(Port(spot, index, side, grid.right[column] - 0.5, line))
            elif side == "W" and index == 0:
                found.append(Port(spot, index, side, grid.left[column] + 0.5, line))
    return found


def list_ways(
    section: Section, grid: Grid, link: Link, sides: tuple[str, str], *, rank: int, room: Mapping[Port, float]
) -> list[Way]:
    """List the ways a link can take from one of its exit sides to one of its entry sides, cheapest first.

    Rank 0 are those of up to three bends, rank 1 those of four. `room` is the extra cost of exits where a label lacks room.
    """
    ways: list[Way] = []
    patterns = _detours if rank else _patterns
    for start in ports(section, grid, link.source, sides[0]):
        for end in ports(section, grid, link.target, sides[1]):
            extra = strangeness(section, link, end) + room.get(start, 0.0)
            for corners in patterns(grid, start, end):
                ways.append(Way(measure(grid, corners) + extra, start, end, corners))
    ways.sort(key=_by_cost)
    return ways


def _by_cost(way: Way) -> float:
    return way.cost


def strangeness(section: Section, link: Link, end: Port) -> float:
    """Cost of entering at a side where nobody expects it."""
    source, target = section.spots[link.source], section.spots[link.target]
    if target.kind is Kind.CONNECTOR:
        return 0.0
    if link.back:
        return {"N": TOP_BACK, "S": FOOT_BACK}.get(end.side, 0.0)
    if end.side == "N" or source.level == target.level:
        return 0.0
    return SIDE_NEXT if abs(target.level - source.level) <= 1 else SIDE_JUMP


def measure(grid: Grid, corners: Sequence[Corner]) -> float:
    """Cost of the bends and the length of a way."""
    x, y, narrow = grid.x.at, grid.y.at, grid.narrow
    length = extra = 0.0
    x0, y0 = corners[0]
    for x1, y1 in corners[1:]:
        if y0 == y1:
            length += abs(x[int(x1)] - x[int(x0)])
            if y0 in narrow:
                extra += NARROW
        else:
            length += abs(y[int(y1)] - y[int(y0)])
        x0, y0 = x1, y1
    return BEND * (len(corners) - 2) + LENGTH * length + extra


TOWARDS = {"N": -1, "S": 1, "W": -1, "E": 1}
"""Direction in which a line leaves a side, along its axis."""


def _patterns(grid: Grid, start: Port, end: Port) -> Iterator[tuple[Corner, ...]]:
    """Corners of every pattern from one port to another; directions are right, places are not yet tested."""
    first, last = (start.x, start.y), (end.x, end.y)
    leave, arrive = TOWARDS[start.side], -TOWARDS[end.side]
    if start.side in "NS" and end.side in "NS":
        yield from _down_down(grid, first, last, leave, arrive)
    elif start.side in "NS":
        if leave * (last[1] - first[1]) > 0 and arrive * (last[0] - first[0]) > 0:
            yield first, (first[0], last[1]), last
        for y in _lanes_near(grid.y.lane, first[1], leave):
            for x in _lanes_before(grid.x.lane, last[0], arrive):
                yield first, (first[0], y), (x, y), (x, last[1]), last
    elif end.side in "NS":
        if leave * (last[0] - first[0]) > 0 and arrive * (last[1] - first[1]) > 0:
            yield first, (last[0], first[1]), last
        for y in _lanes_near(grid.y.lane, last[1], -arrive):
            for x in _lanes_after(grid.x.lane, first[0], leave):
                yield first, (x, first[1]), (x, y), (last[0], y), last
    else:
        yield from _side_side(grid, first, last, leave, arrive)


def _down_down(grid: Grid, first: Corner, last: Corner, leave: int, arrive: int) -> Iterator[tuple[Corner, ...]]:
    if first[0] == last[0] and leave == arrive and leave * (last[1] - first[1]) > 0:
        yield first, last
    elif first[0] != last[0]:
        for y in _lanes_after(grid.y.lane, first[1], leave):
            if arrive * (last[1] - y) > 0:
                yield first, (first[0], y), (last[0], y), last


def _side_side(grid: Grid, first: Corner, last: Corner, leave: int, arrive: int) -> Iterator[tuple[Corner, ...]]:
    if first[1] == last[1]:
        if leave == arrive and leave * (last[0] - first[0]) > 0:
            yield first, last
    else:
        for x in _lanes_after(grid.x.lane, first[0], leave):
            if arrive * (last[0] - x) > 0:
                yield first, (x, first[1]), (x, last[1]), last


def _detours(grid: Grid, start: Port, end: Port) -> Iterator[tuple[Corner, ...]]:
    """Patterns of four bends."""
    first, last = (start.x, start.y), (end.x, end.y)
    leave, arrive = TOWARDS[start.side], -TOWARDS[end.side]
    if start.side in "NS" and end.side in "NS":
        for y in _lanes_near(grid.y.lane, first[1], leave):
            for z in _lanes_near(grid.y.lane, last[1], -arrive):
                if y != z:
                    for x in _lanes_after(grid.x.lane, -1, 1):
                        yield first, (first[0], y), (x, y), (x, z), (last[0], z), last
    elif start.side in "EW" and end.side in "EW":
        for x in _lanes_near(grid.x.lane, first[0], leave):
            for z in _lanes_near(grid.x.lane, last[0], -arrive):
                if x != z:
                    for y in _lanes_near(grid.y.lane, first[1], 1) + _lanes_near(grid.y.lane, first[1], -1):
                        yield first, (x, first[1]), (x, y), (z, y), (z, last[1]), last


def _lanes_after(lane: Sequence[bool], place: float, step: int) -> list[int]:
    """Lane zones beyond a place in the direction of travel, nearest first."""
    tracks = range(int(place + 1), len(lane)) if step > 0 else range(int(place - 0.5 if place > 0 else -1), -1, -1)
    return [track for track in tracks if lane[track] and step * (track - place) > 0]


def _lanes_before(lane: Sequence[bool], place: float, step: int) -> list[int]:
    """Lane zones from which a place is reached in the direction of travel."""
    return _lanes_after(lane, place, -step)


def _lanes_near(lane: Sequence[bool], place: float, step: int) -> list[int]:
    """Give the two nearest lane zones beyond a place."""
    return _lanes_after(lane, place, step)[:2]


def follow(grid: Grid, way: Way, passes: dict[int, tuple[int, ...]]) -> Path | None:
    """Make a path of a way, None if a symbol or a side kept for other arrows is in its way.

    `passes` names, per vertical zone, the level lines where a label would be passed.
    """
    segments: list[Segment] = []
    corners = way.corners
    count = len(corners) - 1
    cost = way.cost
    for index in range(count):
        (x0, y0), (x1, y1) = corners[index], corners[index + 1]
        own = (index == 0) + (index == count - 1)
        vertical = x0 == x1
        track, start, end = (int(x0), y0, y1) if vertical else (int(y0), x0, x1)
        low, high, step = (start, end, 1) if start <= end else (end, start, -1)
        blocked = (grid.blocked_x if vertical else grid.blocked_y).get(track)
        if blocked is not None and blocked[int(high) + 1] - blocked[int(low + 0.5)] != own:
            return None
        if vertical and track in passes:
            cost += LABEL_PASS * sum(low < line < high for line in passes[track])
        before = 0 if index == 0 else _sign(corners[index - 1], corners[index])
        after = 0 if index == count - 1 else _sign(corners[index + 2], corners[index + 1])
        turns = (before, after) if step > 0 else (after, before)
        segments.append((vertical, track, low, high, step, *turns))
    verticals = tuple((s[1], s[2], s[3], i) for i, s in enumerate(segments) if s[0])
    horizontals = tuple((s[1], s[2], s[3], i) for i, s in enumerate(segments) if not s[0])
    tail = tuple((s[0], s[1]) for s in reversed(segments))
    xs, ys = [c[0] for c in corners], [c[1] for c in corners]
    box = (min(xs), min(ys), max(xs), max(ys))
    return Path(cost, way.exit, way.entry, tuple(segments), verticals, horizontals, tail, box)


def _sign(outer: Corner, corner: Corner) -> int:
    """Direction (-1 or +1) in which a path leads away from a corner towards `outer`."""
    difference = outer[0] - corner[0] or outer[1] - corner[1]
    return 1 if difference > 0 else -1
