"""Lines as they were drawn, often in pieces: which ends of them meet, and what they are when joined. All mm."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from bukusop.office.drafting.stretching import distance
from bukusop.office.foreign.raw import RawLine

TOUCH = 2.2
"""mm between two ends, or an end and a symbol's edge, that touch."""
Point = tuple[float, float]
Box = tuple[float, float, float, float]
_End = tuple[int, int]
"""A piece by its number, and which of its ends: 0 the first, 1 the last."""


@dataclass(slots=True)
class Piece:
    """A line over its table: `ends` are ids of shapes, "" where an end is free."""

    line: RawLine
    points: tuple[Point, ...]
    ends: list[str]
    heads: list[bool]
    doubts: list[str] = field(default_factory=list)

    def ahead(self, side: int, box: Box) -> bool:
        """Whether an end would run into a box, if the line went on a little as it goes."""
        (x, y), (x0, y0) = self.points[-side], self.points[-2 if side else 1]
        length = math.dist((x, y), (x0, y0)) or 1.0
        reach = distance((x, y), box) + 0.1
        return distance((x + (x - x0) / length * reach, y + (y - y0) / length * reach), box) < 0.1


def joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Join pieces whose free ends meet, the nearest first; two pieces that meet at both ends stay one line."""
    tied = _tied(pieces)
    done: set[int] = set()
    result = []
    for n, first in enumerate(pieces):
        if n in done:
            continue
        done.add(n)
        whole = first
        ends: list[_End] = [(n, 0), (n, 1)]
        for side in (1, 0):
            while ends[side] in tied:
                other, at = tied[ends[side]]
                done.add(other)
                whole = _chain(whole, side, pieces[other], at)
                ends[side] = other, 1 - at
        result.append(whole)
    return result


def _tied(pieces: Sequence[Piece]) -> dict[_End, _End]:
    """Give pairs of free ends that meet."""
    cells: dict[tuple[int, int], list[_End]] = defaultdict(list)
    for n, piece in enumerate(pieces):
        for side in (0, 1):
            if piece.points and not piece.ends[side]:
                cells[_cell(piece.points[-side])].append((n, side))
    pairs = []
    for (x, y), members in cells.items():
        near = [end for a in (-1, 0, 1) for b in (-1, 0, 1) for end in cells.get((x + a, y + b), ())]
        pairs += [(gap, one, other) for one in members for other in near if one < other and one[0] != other[0]
                  and (gap := math.dist(pieces[one[0]].points[-one[1]], pieces[other[0]].points[-other[1]])) <= TOUCH]
    tied: dict[_End, _End] = {}
    chain = list(range(len(pieces)))
    for _, one, other in sorted(pairs):
        if one not in tied and other not in tied and chain[one[0]] != chain[other[0]]:
            tied[one], tied[other] = other, one
            gone, kept = chain[other[0]], chain[one[0]]
            chain = [kept if number == gone else number for number in chain]
    return tied


def _cell(point: Point) -> tuple[int, int]:
    return math.floor(point[0] / TOUCH), math.floor(point[1] / TOUCH)


def _chain(one: Piece, side: int, other: Piece, at: int) -> Piece:
    """Put another piece to an end of one: by its own end `at`."""
    more = other.points if at == 0 else other.points[::-1]
    points = (*one.points, *more) if side == 1 else (*more[::-1], *one.points)
    ends, heads = list(one.ends), list(one.heads)
    ends[side] = other.ends[1 - at]
    heads[side], heads[1 - side] = other.heads[1 - at] or one.heads[side], one.heads[1 - side] or other.heads[at]
    return Piece(one.line, points, ends, heads, [*one.doubts, *other.doubts])


def path_distance(point: Point, path: Sequence[Point]) -> float:
    """Give the mm from a point to a line of several points."""
    return min((_to_segment(point, a, b) for a, b in itertools.pairwise(path)), default=float("inf"))


def _to_segment(p: Point, a: Point, b: Point) -> float:
    length = (b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2
    share = 0.0 if not length else max(0.0, min(1.0, ((p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1])) / length))
    return math.hypot(p[0] - a[0] - share * (b[0] - a[0]), p[1] - a[1] - share * (b[1] - a[1]))
