"""Stage 2, pages: measured row heights go in, the rows of every page come out.

The breaks with the least badness are found by dynamic programming over all rows of all procedures: fewest pages first, then
no lonely rows, then pages filled alike. Heights are mm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bukusop.flowchart.graph import Graph

_EPSILON = 0.01
_PAGE = 1e6
_TAIL_LOST = 1.5e6
"""Badness of a page, and of a tail that does not fit below the last row: it would stand on a page of its own."""
_LONE_LAST = 1e4
_LONE = 5e3
_STRANDED = 1.5e3
"""Badness of a single row on the last page, on another page, and of one row of several beside another procedure."""
_APART = 4e2
"""Badness of a table that does not begin on the identity page though it could."""
_STRIP = 1.0


@dataclass(frozen=True, slots=True)
class Measured:
    """Heights in mm from a first layout.

    `rows` per procedure and row; `heads` the repeated table head and `titles` the sub-heading (printed once) per procedure;
    `first_room` for table material on the identity page (0: the table starts on its own page), `room` on every other page;
    `strip` one segilima strip; `tail` what follows the last row and wants to stay with it.
    """

    rows: tuple[tuple[float, ...], ...]
    heads: tuple[float, ...]
    titles: tuple[float, ...]
    first_room: float
    room: float
    strip: float
    tail: float = 0.0


@dataclass(frozen=True, slots=True)
class PageRows:
    """What one page holds: (procedure, row) in order; `first` if it is the identity page.

    A strip is asked for only where a line really crosses that break. `tall`: the only row is higher than a page.
    """

    first: bool
    rows: tuple[tuple[int, int], ...]
    strip_above: bool
    strip_below: bool
    tall: bool = False


@dataclass(frozen=True, slots=True)
class _Breaks:
    """For every row of the sheet: up to which later row, and from which earlier row, a line crosses the break there."""

    reach_up: tuple[int, ...]
    reach_down: tuple[int, ...]

    def above(self, start: int, end: int) -> bool:
        """Whether a line crosses the break above row `start` and ends or begins within [start, end)."""
        return self.reach_up[start] < end

    def below(self, start: int, end: int) -> bool:
        """Whether a line crosses the break below row `end` - 1 and ends or begins within [start, end)."""
        return self.reach_down[end - 1] >= start


def paginate_rows(graphs: Sequence[Graph], measured: Measured) -> tuple[PageRows, ...]:
    """Choose the page breaks of a sheet; every row is on exactly one page, a row higher than a page alone on its own."""
    items = [(p, r) for p, rows in enumerate(measured.rows) for r in range(len(rows))]
    if not items:
        return ()
    breaks = _find_breaks(graphs, items)
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(items) + 1):
        options = [
            (best[start][0] + badness, -start)
            for start in range(end - 1, -1, -1)
            if (badness := _weigh(measured, items, breaks, start, end, first=False)) is not None
        ]
        if (badness := _weigh(measured, items, breaks, 0, end, first=True)) is not None:
            options.append((badness, 1))
        best.append(min(options))
    spans: list[tuple[int, int]] = []
    end = len(items)
    while end > 0:
        start = -best[end][1]
        spans.append((start, end))
        end = max(start, 0)
    return tuple(_page(measured, items, breaks, start, end) for start, end in reversed(spans))


def _find_breaks(graphs: Sequence[Graph], items: Sequence[tuple[int, int]]) -> _Breaks:
    places = {item: index for index, item in enumerate(items)}
    pairs = set()
    for p, graph in enumerate(graphs):
        for flow in graph.flows:
            ends = [places.get((p, graph.nodes[node].row), -1) for node in (flow.source, flow.target)]
            if min(ends) >= 0 and ends[0] != ends[1]:
                pairs.add((min(ends), max(ends)))
    count = len(items)
    up = [min((b for a, b in pairs if a < i <= b), default=count + 1) for i in range(count)]
    down = [max((a for a, b in pairs if a <= i < b), default=-1) for i in range(count)]
    return _Breaks(tuple(up), tuple(down))


def _height(measured: Measured, items: Sequence[tuple[int, int]], breaks: _Breaks, start: int, end: int) -> float:
    """Height of rows [start, end) on a page of their own: rows, heads, titles of procedures that begin here, strips."""
    rows = items[start:end]
    height = sum(measured.rows[p][r] for p, r in rows)
    height += sum(measured.heads[p] for p in {p for p, _ in rows})
    height += sum(measured.titles[p] for p, r in rows if r == 0)
    return height + measured.strip * (breaks.above(start, end) + breaks.below(start, end))


def _weigh(
    measured: Measured, items: Sequence[tuple[int, int]], breaks: _Breaks, start: int, end: int, *, first: bool
) -> float | None:
    """Badness of rows [start, end) on one page, None where they do not fit."""
    count, last = end - start, end == len(items)
    room = measured.first_room if first else measured.room
    height = _height(measured, items, breaks, start, end)
    badness = 0.0 if first else _PAGE
    if first and (height > room + _EPSILON or (count < 2 and len(items) > 1)):
        return None
    if height > room + _EPSILON:
        if count > 1:
            return None
        badness += _PAGE * max(0, int(height / max(room, 1.0)))
        height = room
    if last and measured.tail:
        if height + measured.tail > room + _EPSILON:
            badness += _TAIL_LOST
        else:
            height += measured.tail
    if count == 1 and len(items) > 1:
        badness += _LONE_LAST if last else _LONE
    if start == 0 and not first and measured.first_room > 0:
        badness += _APART
    badness += _STRANDED * _strands(items, start, end)
    badness += _STRIP * (breaks.above(start, end) + breaks.below(start, end))
    slack = max(0.0, 1.0 - height / max(room, 1.0))
    return badness + 100.0 * slack * slack


def _strands(items: Sequence[tuple[int, int]], start: int, end: int) -> int:
    """How many procedures have a single row of several at the head or the foot of this page."""
    rows = items[start:end]
    sizes = {p: sum(1 for q, _ in items if q == p) for p in {rows[0][0], rows[-1][0]}}
    cut = {p for p in sizes if sizes[p] > 1 and sum(1 for q, _ in rows if q == p) == 1}
    return len(cut) if len({p for p, _ in rows}) > 1 else 0


def _page(measured: Measured, items: Sequence[tuple[int, int]], breaks: _Breaks, start: int, end: int) -> PageRows:
    first, start = start < 0, max(start, 0)
    above, below = breaks.above(start, end), breaks.below(start, end)
    room = measured.first_room if first else measured.room
    tall = end - start == 1 and _height(measured, items, breaks, start, end) > room + _EPSILON
    return PageRows(first, tuple(items[start:end]), above, below, tall)
