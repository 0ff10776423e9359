"""Who takes which lane: the paths of a section go in, a lane number for every segment in a zone comes out.

Segments that run together into one target share a lane. In each zone the lanes are ordered so that as few paths as possible
cross, then packed: segments that do not meet may have the same number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bukusop.flowchart.crossings import price
from bukusop.flowchart.grid import Grid
from bukusop.flowchart.paths import Path

_SWAPS = 6


@dataclass(frozen=True, slots=True)
class Lanes:
    """`number[(path, segment)]` is the lane from left or top, `count[(vertical, track)]` how many a zone has."""

    number: dict[tuple[int, int], int]
    count: dict[tuple[bool, int], int]


@dataclass(frozen=True, slots=True)
class _Trunk:
    """One line in a zone: segments (path, segment) that run together, and how far it reaches along the zone."""

    members: tuple[tuple[int, int], ...]
    low: float
    high: float


def assign_lanes(paths: Sequence[Path], grid: Grid) -> Lanes:
    """Give every segment that lies in a zone its lane."""
    zones: dict[tuple[bool, int], list[_Trunk]] = {}
    for (vertical, track), members in _find_trunks(paths, grid).items():
        zones[(vertical, track)] = members
    number: dict[tuple[int, int], int] = {}
    count: dict[tuple[bool, int], int] = {}
    for zone in sorted(zones):
        trunks = zones[zone]
        order = _order(trunks, paths)
        lanes = _pack(order)
        for trunk, lane in zip(order, lanes, strict=True):
            for member in trunk.members:
                number[member] = lane
        count[zone] = max(lanes) + 1
    return Lanes(number, count)


def _find_trunks(paths: Sequence[Path], grid: Grid) -> dict[tuple[bool, int], list[_Trunk]]:
    groups: dict[tuple[object, ...], list[tuple[int, int]]] = {}
    for p, path in enumerate(paths):
        last = len(path.segments) - 1
        for i, segment in enumerate(path.segments):
            if (grid.x.lane if segment[0] else grid.y.lane)[segment[1]]:
                end = path.entry
                key = (end.spot, end.column, end.side, path.tail[: last - i + 1])
                groups.setdefault(key, []).append((p, i))
    zones: dict[tuple[bool, int], list[_Trunk]] = {}
    for members in groups.values():
        first = paths[members[0][0]].segments[members[0][1]]
        low = min(paths[p].segments[i][2] for p, i in members)
        high = max(paths[p].segments[i][3] for p, i in members)
        zones.setdefault((first[0], first[1]), []).append(_Trunk(tuple(members), low, high))
    return zones


def _meet(one: _Trunk, other: _Trunk) -> bool:
    return one.low <= other.high and other.low <= one.high


def _order(trunks: Sequence[_Trunk], paths: Sequence[Path]) -> list[_Trunk]:
    """Order the lines of a zone: insert each where it costs least, then swap neighbours while that helps."""
    gain: dict[tuple[int, int], float] = {}
    for a, one in enumerate(trunks):
        for b, other in enumerate(trunks):
            if a < b and _meet(one, other):
                gain[(a, b)] = gain_ab = _gain(one, other, paths)
                gain[(b, a)] = -gain_ab
    order: list[int] = []
    for item in range(len(trunks)):
        cost = best = 0.0
        place = len(order)
        for index in range(len(order) - 1, -1, -1):
            cost += gain.get((item, order[index]), 0.0)
            if cost < best:
                best, place = cost, index
        order.insert(place, item)
    for _ in range(_SWAPS):
        swapped = False
        for index in range(len(order) - 1):
            if gain.get((order[index], order[index + 1]), 0.0) > 0:
                order[index], order[index + 1] = order[index + 1], order[index]
                swapped = True
        if not swapped:
            break
    return [trunks[index] for index in order]


def _gain(one: _Trunk, other: _Trunk, paths: Sequence[Path]) -> float:
    """What it costs more to have the first line before (left of, above) the second than after it."""
    total = 0.0
    for p, i in one.members:
        for q, j in other.members:
            s, t = paths[p].segments[i], paths[q].segments[j]
            if s[2] <= t[3] and t[2] <= s[3]:
                meeting = paths[p], i, paths[q], j
                total += price(meeting, before=True) - price(meeting, before=False)
    return total


def _pack(order: Sequence[_Trunk]) -> list[int]:
    """Number the lanes: after every line met before, else from the first."""
    lanes: list[int] = []
    for index, trunk in enumerate(order):
        lanes.append(max((lanes[k] + 1 for k in range(index) if _meet(order[k], trunk)), default=0))
    return lanes
