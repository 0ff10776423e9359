"""Stage 3, routes: a section goes in, a path on its grid for every link comes out.

The ladder: every link takes its cheapest candidate beside those already there; rounds of taking one up and laying it anew,
then pairs that still cross are laid anew together; what is left in conflict after all is laid by `plain` ways, which cannot
conflict on any chart. Ties fall to the link declared first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bukusop.flowchart.around import Ends, search
from bukusop.flowchart.crossings import CONFLICT, CROSSING, clash
from bukusop.flowchart.graph import Kind
from bukusop.flowchart.grid import Grid
from bukusop.flowchart.paths import BEND, Path, Port, Way, follow, list_ways, measure, ports, strangeness
from bukusop.flowchart.places import Link, Section

_ROUNDS = 4
_PAIRS = 24
"""Rounds over all links, and pairs laid anew together: enough that more changes little on 10,000 charts."""
_PARTNER_WAYS = 20
_EFFORT = 600
_WORTH = 1.0
"""Corners looked at for ways around, per level of a section; what a way around must save, in bends."""
_WORK = 25_000
"""Candidates weighed in a section after which no more is tried: some 100 ms; fewer than one section in thirty gets there (measured)."""
_MANY = 1 << 20
"""More than any link has candidates."""
_CHAINED = 4
_CHAIN_WAYS = 10
"""Links that cross up to which chains are tried, and ways tried for each."""
_EXITS = "SEW"


@dataclass(frozen=True, slots=True)
class Routes:
    """The paths of a section's links, and the lines that join the boxes of joint steps (source, target name in spot)."""

    paths: tuple[Path, ...]
    joints: tuple[Path, ...]
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Wishes:
    """What labels ask of the routes: `passes` as in `paths.follow`, `room` as in `paths.list_ways`."""

    passes: dict[int, tuple[int, ...]]
    room: dict[Port, float]


class _Board:
    """The working state of one section: candidates that were looked at, and what pairs of them cost."""

    def __init__(self, section: Section, grid: Grid, wishes: Wishes) -> None:
        self.section = section
        self.grid = grid
        self.wishes = wishes
        self.joints = tuple(join_boxes(section, grid))
        self.sides = [self._sides(link) for link in section.links]
        self.ways = [list_ways(section, grid, link, self.sides[i], rank=0, room=wishes.room) for i, link in enumerate(section.links)]
        self.short = [len(ways) for ways in self.ways]
        self.listed = [len(ways) for ways in self.ways]
        self.complete = [False] * len(section.links)
        self.made: list[list[Path | None]] = [[] for _ in section.links]
        self.base: list[list[float]] = [[] for _ in section.links]
        self.known: list[list[dict[int, float]]] = [[] for _ in section.links]
        self.work = 0       # candidates weighed so far

    def _sides(self, link: Link) -> tuple[str, str]:
        spots = self.section.spots
        source, target = spots[link.source], spots[link.target]
        exits = "NS" if source.kind is Kind.CONNECTOR else _EXITS
        if target.kind is Kind.CONNECTOR:
            entries = "NS"
        elif target.kind is Kind.DECISION and self.answers(link.target) > 2:
            entries = "N"
        else:
            entries = "NEWS" if link.back else "NEW"
        return exits, entries

    def extend(self, link: int) -> None:
        """Add the ways of four bends to a link's candidates."""
        if not self.complete[link]:
            self.complete[link] = True
            here = self.section.links[link]
            self.ways[link] += list_ways(self.section, self.grid, here, self.sides[link], rank=1, room=self.wishes.room)
            self.listed[link] = len(self.ways[link])

    def look_around(self, link: int, chosen: Sequence[int], effort: int) -> int:
        """Add ways around the others to a link's candidates; gives how many corners were looked at."""
        self.extend(link)
        here = self.section.links[link]
        others = [path for other, choice in enumerate(chosen) if other != link and (path := self.made[other][choice])]
        taken = {path.exit for path in others}
        exits, entries = (ports(self.section, self.grid, *side) for side in zip((here.source, here.target), self.sides[link], strict=True))
        ends = Ends(
            tuple((port, self.wishes.room.get(port, 0.0)) for port in exits if port not in taken),
            tuple((port, strangeness(self.section, here, port)) for port in entries),
            *self._between(here),
        )
        extras = dict(ends.exits) | dict(ends.entries)
        ways, seen = search(self.grid, others, ends, self.cost(link, chosen) - _WORTH, effort)
        known = {way.corners for way in self.ways[link]}
        self.ways[link] += [
            replace(way, cost=measure(self.grid, way.corners) + extras[way.exit] + extras[way.entry])
            for way in ways if way.corners not in known
        ]
        return seen

    def _between(self, link: Link) -> tuple[int, int]:
        """Give the zones above the upper and below the lower end of a link: no detour leads a flow past them."""
        levels = sorted(self.section.spots[spot].level for spot in (link.source, link.target))
        above, below = self.grid.above[levels[0]], self.grid.below[levels[1]]
        return (above if above >= 0 else 0), (below if below >= 0 else len(self.grid.y.at) - 1)

    def answers(self, spot: int) -> int:
        return sum(1 for link in self.section.links if link.source == spot)

    def path(self, link: int, choice: int) -> Path | None:
        """Give candidate `choice` of a link, None if it is blocked; looked at only when asked for."""
        made, base = self.made[link], self.base[link]
        while len(made) <= choice:
            path = follow(self.grid, self.ways[link][len(made)], self.wishes.passes)
            made.append(path)
            joints = 0.0 if path is None else sum(clash(path, joint, self.grid) for joint in self.joints)
            base.append(0.0 if path is None else path.cost + 1.2 * joints)
            self.known[link].append({})
        return made[choice]

    def pair(self, a: int, choice_a: int, b: int, choice_b: int) -> float:
        """Cost of two candidates together; known ones stand with each of the two, under `link * _MANY + choice` of the other."""
        known = self.known[a][choice_a]
        cost = known.get(b * _MANY + choice_b)
        if cost is None:
            first, second = ((a, choice_a), (b, choice_b)) if a < b else ((b, choice_b), (a, choice_a))
            one, other = self.made[first[0]][first[1]], self.made[second[0]][second[1]]
            assert one is not None and other is not None
            cost = known[b * _MANY + choice_b] = self.known[b][choice_b][a * _MANY + choice_a] = clash(one, other, self.grid)
        return cost

    def cost(self, link: int, chosen: Sequence[int]) -> float:
        """Cost of a link's choice, alone and with all the others that are laid."""
        return self.base[link][chosen[link]] + sum(
            self.pair(link, chosen[link], other, taken) for other, taken in enumerate(chosen) if other != link and taken >= 0
        )

    def choose(self, link: int, chosen: Sequence[int]) -> tuple[float, int]:
        """Find the cheapest candidate of a link beside the chosen ones (-1: not laid); gives (cost, choice)."""
        short = self.short[link]
        found = self._search(link, chosen, range(short), (1e9, -1))
        if found[0] > 4 * BEND:
            self.extend(link)
            found = self._search(link, chosen, range(short, len(self.ways[link])), found)
        return found

    def _search(self, link: int, chosen: Sequence[int], numbers: range, found: tuple[float, int]) -> tuple[float, int]:
        best, choice = found
        ways, base, made, known = self.ways[link], self.base[link], self.made[link], self.known[link]
        others = [(other * _MANY + taken, other, taken) for other, taken in enumerate(chosen) if taken >= 0 and other != link]
        for number in numbers:
            if ways[number].cost >= best:
                if number < self.listed[link]:
                    break  # listed ways are sorted, those found around are not
                continue
            if (made[number] if number < len(made) else self.path(link, number)) is None:
                continue
            self.work += 1
            cost, pairs = base[number], known[number]
            for key, other, taken in others:
                if cost >= best:
                    break
                pair = pairs.get(key)
                cost += self.pair(link, number, other, taken) if pair is None else pair
            if cost < best:
                best, choice = cost, number
        return best, choice


def route(section: Section, grid: Grid, wishes: Wishes) -> Routes:
    """Lay every link of a section. Never fails."""
    board = _Board(section, grid, wishes)
    count = len(section.links)
    chosen = [-1] * count
    for link in sorted(range(count), key=lambda i: (_span(section, i), i)):
        chosen[link] = board.choose(link, chosen)[1]
    for _ in range(_ROUNDS):
        if not _lay_again(board, chosen):
            break
    _lay_pairs(board, chosen)
    _lay_around(board, chosen)
    _lay_chains(board, chosen)
    paths = [board.path(link, choice) if choice >= 0 else None for link, choice in enumerate(chosen)]
    if any(path is None for path in paths) or _conflicts(board, chosen):
        return Routes(tuple(lay_plain(section, grid)), board.joints, CONFLICT)
    cost = sum(board.base[a][chosen[a]] + _among(board, chosen, a) for a in range(count))
    return Routes(tuple(path for path in paths if path is not None), board.joints, cost)


def _span(section: Section, link: int) -> int:
    spots = section.spots
    return abs(spots[section.links[link].target].level - spots[section.links[link].source].level)


def _among(board: _Board, chosen: Sequence[int], link: int) -> float:
    """What a link costs with those declared after it."""
    return sum(board.pair(link, chosen[link], other, chosen[other]) for other in range(link + 1, len(chosen)))


def _trouble(board: _Board, chosen: Sequence[int], link: int) -> float:
    """What the path of a link costs beyond the cheapest it could have."""
    return board.cost(link, chosen) - board.ways[link][0].cost


def _lay_again(board: _Board, chosen: list[int], fixed: int = -1) -> bool:
    """Take every link up that is not at its best, and lay it anew; whether anything changed."""
    changed = False
    for link in range(len(chosen)):
        if link == fixed or (chosen[link] >= 0 and _trouble(board, chosen, link) < 0.1):
            continue
        before = chosen[link]
        cost, choice = board.choose(link, chosen)
        if before < 0 or (choice != before and cost < board.cost(link, chosen) - 1e-9):
            chosen[link] = choice
            changed = changed or choice != before
    return changed


def _lay_pairs(board: _Board, chosen: list[int]) -> None:
    """Lay pairs that cross anew together: each candidate of the one with the best of the other."""
    tried: set[tuple[int, int]] = set()
    while len(tried) < _PAIRS and board.work < _WORK:
        pair = next(
            (
                (a, b)
                for a in range(len(chosen))
                for b in range(a + 1, len(chosen))
                if (a, b) not in tried and board.pair(a, chosen[a], b, chosen[b]) >= CROSSING
            ),
            None,
        )
        if pair is None:
            return
        tried.add(pair)
        for one, other in (pair, pair[::-1]):
            _lay_pair(board, chosen, one, other)


def _lay_pair(board: _Board, chosen: list[int], one: int, other: int) -> None:
    joint = board.cost(one, chosen) + board.cost(other, chosen)
    best = joint - board.pair(one, chosen[one], other, chosen[other])
    keep = chosen[one], chosen[other]
    seen = 0
    for number in range(len(board.ways[one])):
        if seen >= _PARTNER_WAYS or board.ways[one][number].cost >= best:
            break
        if board.path(one, number) is None:
            continue
        seen += 1
        chosen[one], chosen[other] = number, -1
        mine = board.cost(one, chosen)
        if mine >= best:
            continue
        cost, choice = board.choose(other, chosen)
        if mine + cost < best - 1e-9:
            best, keep = mine + cost, (number, choice)
    chosen[one], chosen[other] = keep


def _lay_around(board: _Board, chosen: list[int]) -> None:
    """Look for ways around for every link that still crosses something, as long as that helps."""
    effort = _EFFORT * len(board.section.levels)
    helps = -1 not in chosen
    while helps and effort > 0:
        helps = False
        for link in range(len(chosen)):
            if effort <= 0 or board.work >= 2 * _WORK or _trouble(board, chosen, link) < CROSSING:
                continue
            effort -= board.look_around(link, chosen, effort)
            cost, choice = board.choose(link, chosen)
            if cost < board.cost(link, chosen) - 1e-9:
                chosen[link] = choice
                helps = True


def _lay_chains(board: _Board, chosen: list[int]) -> None:
    """Force a link that crosses onto another way, lay what that disturbs anew, and keep it if all together became cheaper."""
    if -1 in chosen:
        return
    crossing = [link for link in range(len(chosen)) if _trouble(board, chosen, link) >= CROSSING]
    if len(crossing) > _CHAINED:
        return
    total = _total(board, chosen)
    for link in crossing:
        seen = 0
        for number in range(len(board.ways[link])):
            if seen >= _CHAIN_WAYS or board.work >= _WORK:
                break
            if number == chosen[link] or board.path(link, number) is None:
                continue
            seen += 1
            trial = [*chosen[:link], number, *chosen[link + 1 :]]
            for _ in range(2):
                if not _lay_again(board, trial, fixed=link):
                    break
            if (cost := _total(board, trial)) < total - 1e-9:
                total, chosen[:] = cost, trial


def _total(board: _Board, chosen: Sequence[int]) -> float:
    return sum(board.base[link][chosen[link]] + _among(board, chosen, link) for link in range(len(chosen)))


def _conflicts(board: _Board, chosen: Sequence[int]) -> bool:
    return any(
        board.base[a][chosen[a]] >= CONFLICT
        or any(board.pair(a, chosen[a], b, chosen[b]) >= CONFLICT for b in range(a + 1, len(chosen)))
        for a in range(len(chosen))
    )


def join_boxes(section: Section, grid: Grid) -> list[Path]:
    """Give the lines between neighbouring boxes of joint steps; a `Port`'s column is the box it stands at."""
    joints = []
    for index, spot in enumerate(section.spots):
        line = grid.line[spot.level]
        for box, (a, b) in enumerate(zip(spot.columns, spot.columns[1:], strict=False)):
            start = Port(index, box, "E", grid.right[a] - 0.5, line)
            end = Port(index, box + 1, "W", grid.left[b] + 0.5, line)
            path = follow(grid, Way(0.0, start, end, ((start.x, line), (end.x, line))), {})
            if path is not None:
                joints.append(path)
    return joints


def lay_plain(section: Section, grid: Grid) -> list[Path]:
    """Lay every link so that nothing can conflict: answers leave at different sides, all enter at the top, through zones.

    Only stubs that belong to one symbol's side lie on lines through the middle; everything else runs in zones, which hold
    any number of lanes.
    """
    paths = []
    taken: dict[int, int] = {}
    for link in section.links:
        source, target = section.spots[link.source], section.spots[link.target]
        number = taken.get(link.source, 0)
        taken[link.source] = number + 1
        exits = "NS" if source.kind is Kind.CONNECTOR else _EXITS[min(number, 2)]
        entries = "NS" if target.kind is Kind.CONNECTOR else "N"
        ways = [way for rank in (0, 1) for way in list_ways(section, grid, link, (exits, entries), rank=rank, room={})]
        zones = (follow(grid, way, {}) for way in ways if _through_zones(grid, way))
        path = next((path for path in zones if path is not None), None)
        if path is not None:
            paths.append(path)
    return paths


def _through_zones(grid: Grid, way: Way) -> bool:
    """Whether a way uses the lines through symbols for nothing but its two stubs, each into the zone beside the symbol."""
    inner = way.corners[1:-1]
    (x0, y0), (x1, y1) = way.corners[0], way.corners[-1]
    if len(inner) < 2:
        return False
    near = (abs(inner[0][0] - x0) + abs(inner[0][1] - y0), abs(inner[-1][0] - x1) + abs(inner[-1][1] - y1))
    free = all(grid.x.lane[int(a[0])] if a[0] == b[0] else grid.y.lane[int(a[1])]
               for a, b in pairwise(inner))
    return max(near) <= 0.5 and free
