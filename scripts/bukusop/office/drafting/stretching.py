"""Rows whose heights a file leaves to the layout: the drawing that hangs in them says how high they are.

An arrow that hangs in a cell of one row ends, by its offset, at a symbol that hang in another: so far do the rows lie from each other.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Sequence

from bukusop.office.foreign.raw import RawDocument, RawLine, RawShape, RawTable

Point = tuple[float, float]
Box = tuple[float, float, float, float]
KINDS = ("process", "decision", "terminator")
FAR_OFF = 8.0
"""mm from all symbols at which an arrow says nothing about how high rows are."""
SHARES = range(60, 181, 4)
"""Hundredths of a guessed height that are tried."""


def stretched(document: RawDocument, block: int, first: int, across: Sequence[float], down: Sequence[float]) -> list[float]:
    """Give the tops of a table's rows, the guessed ones of `down` all higher or lower by one share; none is lower than its symbols reach.

    Only what hangs in cells from line `first` on is looked at; `across` are the edges of columns.
    """
    table = document.blocks[block]
    shapes = [item for item in document.shapes if item.kind in KINDS and _hangs(item, block, first)]
    heads = [(line, line.points[-end]) for line in document.lines if line.points and _hangs(line, block, first)
             for end, head in ((0, line.arrow_start), (1, line.arrow_end)) if head]
    if not isinstance(table, RawTable) or not shapes or not heads:
        return list(down)
    reach: dict[int, float] = defaultdict(float)
    for item in shapes:
        reach[item.anchor.row] = max(reach[item.anchor.row], item.box[3])
    told = table.heights or (0.0,) * table.rows
    rows = [(height, foot - top, reach[row]) for row, (height, (top, foot)) in enumerate(zip(told, itertools.pairwise(down), strict=True))]
    best: tuple[float, list[float]] = (float("inf"), list(down))
    for share in SHARES:
        tops = [0.0, *itertools.accumulate(height or max(guess * share / 100, least) for height, guess, least in rows)]

        def at(item: RawShape | RawLine, point: Point, tops: Sequence[float] = tops) -> Point:
            return point[0] + across[item.anchor.column], point[1] + tops[item.anchor.row]

        boxes = [(item.anchor.row, (*at(item, item.box[:2]), *at(item, item.box[2:]))) for item in shapes]
        cost = sum(min([_to_edge(at(line, point), box) for row, box in boxes if row != line.anchor.row] + [FAR_OFF])
                   for line, point in heads)
        best = min(best, (cost + abs(share - 100) / 100, tops))
    return best[1]


def _hangs(item: RawShape | RawLine, block: int, first: int) -> bool:
    return item.anchor.block == block and item.anchor.row >= max(first, 0) and item.frame == "cell"


def distance(point: Point, box: Box) -> float:
    """Give the mm from a point to a box; inside it is 0."""
    dx = max(box[0] - point[0], 0.0, point[0] - box[2])
    dy = max(box[1] - point[1], 0.0, point[1] - box[3])
    return math.hypot(dx, dy)


def _to_edge(point: Point, box: Box) -> float:
    inside = min(point[0] - box[0], box[2] - point[0], point[1] - box[1], box[3] - point[1])
    return max(inside, distance(point, box))
