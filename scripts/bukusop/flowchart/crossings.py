"""How two paths get along: pairs of paths go in, the crossings that no order of lanes avoids come out.

A path's segments share zones of lanes with other paths. Whether two of them cross there depends on who takes which lane;
`price` tells what either order costs, `clash` takes the better one. Two paths to the same side of the same symbol run
together from where they meet.
"""

from __future__ import annotations

from collections.abc import Sequence

from bukusop.flowchart.grid import Grid
from bukusop.flowchart.paths import Path, Segment

CROSSING = 5.0
"""Cost of a crossing, in bends."""
BESIDE = 0.1
"""Cost of sharing a zone with another path."""
CONFLICT = 1000.0
"""Cost of two paths on one line, which must not be."""
TOUCH = 0.4
"""Cost of an order in which two paths that only touch in a zone could get across each other."""


def merged(one: Path, other: Path) -> int:
    """Count the last segments two paths have in common."""
    mine, theirs = one.entry, other.entry
    if mine.spot != theirs.spot or mine.side != theirs.side or mine.column != theirs.column:
        return 0
    count = 0
    for a, b in zip(one.tail, other.tail, strict=False):
        if a != b:
            break
        count += 1
    return count


def clash(one: Path, other: Path, grid: Grid) -> float:
    """Cost of two paths together: their crossings, lanes shared, or `CONFLICT` where they lie on one line."""
    a, b = one.box, other.box
    if a[0] > b[2] or b[0] > a[2] or a[1] > b[3] or b[1] > a[3]:
        return 0.0
    if one.exit == other.exit:
        return CONFLICT  # two answers never leave by one corner, not even to one target
    cost = CROSSING * (_count_crossings(one, other) + _count_crossings(other, one))
    common = -1
    for mine, theirs, lanes in (
        (one.verticals, other.verticals, grid.x.lane),
        (one.horizontals, other.horizontals, grid.y.lane),
    ):
        for track, low, high, i in mine:
            for peer, start, end, j in theirs:
                if track != peer or low > end or start > high:
                    continue
                if common < 0:
                    common = merged(one, other)
                if not _is_common(one, i, other, j, common):
                    cost += _share((one, i, other, j)) if lanes[track] else CONFLICT
    return cost


def _count_crossings(one: Path, other: Path) -> int:
    """Count where an upright segment of the first crosses a level one of the second, whatever lanes they have."""
    count = 0
    for x, low, high, _ in one.verticals:
        for y, start, end, _ in other.horizontals:
            if start < x < end and low < y < high:
                count += 1
    return count


def _is_common(one: Path, i: int, other: Path, j: int, common: int) -> bool:
    depth = len(one.segments) - 1 - i
    return depth < common and depth == len(other.segments) - 1 - j


Meeting = tuple[Path, int, Path, int]
"""Segment i of one path and segment j of another, which overlap in one zone."""


def _share(meeting: Meeting) -> float:
    """Cost of sharing a zone; zones the two run through one after the other are priced in the first."""
    if _continues(meeting):
        return BESIDE
    return BESIDE + CROSSING * min(price(meeting, before=True), price(meeting, before=False))


def _continues(meeting: Meeting) -> bool:
    one, i, other, j = meeting
    s, t = one.segments[i], other.segments[j]
    if s[4] < 0:
        return s[3] == t[3] and s[6] == t[6] != 0
    return s[2] == t[2] and s[5] == t[5] != 0


def price(meeting: Meeting, *, before: bool) -> float:
    """Crossings of two segments in one zone if the first has the lane before (left of, above) the second."""
    return _end_price(meeting, high=False, before=before) + _end_price(meeting, high=True, before=before)


def _end_price(meeting: Meeting, *, high: bool, before: bool) -> float:
    """Crossings at the low or high end of two overlapping segments."""
    one, i, other, j = meeting
    s, t = one.segments[i], other.segments[j]
    found = _at_end(s, t, high=high, before=before)
    if found is not None:
        return found
    # Both turn the same way into the same zone: the price is at the far end of that.
    turn = s[6] if high else s[5]
    onward = before if (not high) == (turn > 0) else not before
    following = one, i + 1 if (s[4] > 0) == high else i - 1, other, j + 1 if (t[4] > 0) == high else j - 1
    return _end_price(following, high=turn > 0, before=onward)


def _at_end(s: Segment, t: Segment, *, high: bool, before: bool) -> float | None:
    """Crossings at one end of two overlapping segments; None if both go on the same way."""
    a, b = (s[3], t[3]) if high else (s[2], t[2])
    mine, theirs = (s[6], t[6]) if high else (s[5], t[5])
    if a != b:
        # One ends beside the other: it crosses it if it then turns to the other's side.
        first = (a < b) == high
        turn, limit = (mine, t[2] if high else t[3]) if first else (theirs, s[2] if high else s[3])
        towards = turn != 0 and ((turn > 0) == before) == first
        if (a if first else b) != limit:
            return 1.0 if towards else 0.0
        opposite = (t[5] if high else t[6]) if first else (s[5] if high else s[6])
        return TOUCH if towards and turn != opposite else 0.0
    if mine != theirs:
        return 1.0 if mine and theirs and (mine > theirs) == before else 0.0
    return None if mine else 0.0


def price_run(run: Segment, others: Sequence[Segment]) -> float:
    """Least cost of a segment beside others of its zone, where what follows it is not known yet."""
    cost = 0.0
    for other in others:
        if run[2] <= other[3] and other[2] <= run[3]:
            orders = (
                sum(_at_end(run, other, high=high, before=before) or 0.0 for high in (False, True)) for before in (False, True)
            )
            cost += BESIDE + CROSSING * min(orders)
    return cost
