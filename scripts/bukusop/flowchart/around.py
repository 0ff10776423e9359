"""Ways around: a link and the paths of the others go in, ways with any number of bends that cross less come out.

`paths.list_ways` knows the ways a hand draws first. Where all of them cross something, this looks for a detour over corners in
lane zones, the cheapest first, every run priced against the paths that are there. What it finds are candidates like any other:
the router prices them exactly, for here the order of lanes at the far end of a run is not known yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import NamedTuple

from bukusop.flowchart.crossings import CROSSING, price_run
from bukusop.flowchart.grid import Grid
from bukusop.flowchart.paths import BEND, LENGTH, TOWARDS, Corner, Path, Port, Segment, Way

_FOUND = 3
"""Ways that are enough: the cheapest is seldom beaten by a later one."""

Corners = tuple[Corner, ...]
Priced = tuple[tuple[Port, float], ...]
"""Ports, each with the cost of using it."""


@dataclass(frozen=True, slots=True)
class Ends:
    """Where a way may leave and where it may enter, and the tracks of levels it keeps to: highest and lowest."""

    exits: Priced
    entries: Priced
    highest: int
    lowest: int


class _Run(NamedTuple):
    """A run about to start: upright or level, on which track, from where, which way (+1, -1), and the turn before it."""

    upright: bool
    track: int
    start: float
    step: int
    turn: int


class _Reach(NamedTuple):
    """A corner a run can end at: the cost up to it without its turn, and the run so far as a segment without turns."""

    place: int
    cost: float
    low: float
    high: float


class _Board:
    """The other paths, sorted by what a run asks of them, and the work done so far."""

    def __init__(self, grid: Grid, others: Sequence[Path], ends: Ends, bound: float) -> None:
        self.grid = grid
        self.bound = bound
        self.highest, self.lowest = ends.highest, ends.lowest
        self.along: dict[tuple[bool, int], list[Segment]] = {}
        self.across: dict[bool, list[Segment]] = {True: [], False: []}
        for path in others:
            for segment in path.segments:
                self.along.setdefault((segment[0], segment[1]), []).append(segment)
                self.across[segment[0]].append(segment)
        self.known: dict[tuple[bool, int], dict[int, int]] = {}
        self.goals: dict[tuple[bool, int], list[tuple[Port, float]]] = {}
        for port, extra in ends.entries:
            upright, track, _ = _place(port)
            self.goals.setdefault((upright, track), []).append((port, extra))
        self.seen = 0

    def crossed(self, upright: bool, track: int) -> dict[int, int]:
        """How many paths run right across a track, by place."""
        found = self.known.get((upright, track))
        if found is None:
            found = self.known[(upright, track)] = {}
            for segment in self.across[not upright]:
                if segment[2] < track < segment[3]:
                    found[segment[1]] = found.get(segment[1], 0) + 1
        return found

    def reaches(self, run: _Run, cost: float, own: int) -> Iterator[_Reach]:
        """Corners a run can end at, nearest first, as far as nothing is in its way and it stays cheap enough."""
        axis = self.grid.y if run.upright else self.grid.x
        blocked = (self.grid.blocked_x if run.upright else self.grid.blocked_y).get(run.track)
        crossed = self.crossed(run.upright, run.track)
        origin = axis.at[int(run.start)]
        first = int(run.start) + 1 if run.step > 0 else int(run.start - 0.5) if run.start > 0 else -1
        for place in range(first, len(axis.at) if run.step > 0 else -1, run.step):
            low, high = (run.start, place) if run.step > 0 else (place, run.start)
            if blocked is not None and blocked[int(high) + 1] - blocked[int(low + 0.5)] != own:
                return
            if run.upright and not self.highest <= place <= self.lowest:
                return
            reached = cost + LENGTH * abs(axis.at[place] - origin)
            if reached >= self.bound:
                return
            if axis.lane[place] or (not run.upright, place) in self.goals:
                self.seen += 1
                yield _Reach(place, reached, low, high)
            cost += CROSSING * crossed.get(place, 0)

    def beside(self, run: _Run, reach: _Reach, way: int) -> float:
        """Cost of a run beside the others in its zone, if it turns `way` (+1, -1) at its end."""
        others = self.along.get((run.upright, run.track))
        if not others:
            return 0.0
        turns = (run.turn, way) if run.step > 0 else (way, run.turn)
        return price_run((run.upright, run.track, reach.low, reach.high, run.step, *turns), others)

    def enter(self, run: _Run, end: Port) -> float | None:
        """Cost of the last run, into a side of the target; None if it cannot be reached."""
        _, _, goal = _place(end)
        if (goal - run.start) * run.step <= 0:
            return None
        low, high = (run.start, goal) if run.step > 0 else (goal, run.start)
        blocked = (self.grid.blocked_x if run.upright else self.grid.blocked_y).get(run.track)
        if blocked is not None and blocked[int(high) + 1] - blocked[int(low + 0.5)] != 1:
            return None
        at = self.grid.y.at if run.upright else self.grid.x.at
        over = sum(number for place, number in self.crossed(run.upright, run.track).items() if low < place < high)
        return LENGTH * abs(at[int(goal)] - at[int(run.start)]) + CROSSING * over


def _place(port: Port) -> tuple[bool, int, float]:
    """Give the track on which a port's line runs, and its place along it: (upright, track, place)."""
    return (True, int(port.x), port.y) if port.side in "NS" else (False, int(port.y), port.x)


def search(grid: Grid, others: Sequence[Path], ends: Ends, bound: float, effort: int) -> tuple[list[Way], int]:
    """Look for ways cheaper than `bound`; gives a few, cheapest first, and how many corners were looked at (up to `effort`)."""
    board = _Board(grid, others, ends, bound)
    best: dict[_Run, float] = {}
    heap: list[tuple[float, int, _Run | Port, Corners, Port]] = []
    for port, extra in ends.exits:
        upright, track, start = _place(port)
        heappush(heap, (extra, len(heap), _Run(upright, track, start, TOWARDS[port.side], 0), ((port.x, port.y),), port))
    count = len(heap)
    lanes = {True: grid.y.lane, False: grid.x.lane}
    ways: list[Way] = []
    while heap and board.seen < effort and len(ways) < _FOUND:
        cost, _, run, corners, leaving = heappop(heap)
        if isinstance(run, Port):
            ways.append(Way(cost, leaving, run, corners))
            continue
        if cost > best.get(run, bound):
            continue
        for reach in board.reaches(run, cost, own=len(corners) == 1):
            corner = (run.track, reach.place) if run.upright else (reach.place, run.track)
            goals = board.goals.get((not run.upright, reach.place), ())
            for way in (-1, 1):
                onward = _Run(not run.upright, reach.place, float(run.track), way, -run.step)
                least = best.get(onward, bound)
                if not goals and reach.cost + BEND >= least:
                    continue
                total = reach.cost + BEND + board.beside(run, reach, way)
                for end, extra in goals:
                    last = board.enter(onward, end) if way == -TOWARDS[end.side] else None
                    if last is not None and total + last + extra < bound:
                        count += 1
                        heappush(heap, (total + last + extra, count, end, (*corners, corner, (end.x, end.y)), leaving))
                if total < least and lanes[run.upright][reach.place]:
                    best[onward] = total
                    count += 1
                    heappush(heap, (total, count, onward, (*corners, corner), leaving))
    return ways, board.seen
