"""Who sits where in a strip: segilima of one cell go in, their places in it come out (shares of a symbol's width)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bukusop.flowchart.measures import CONNECTORS_PER_CELL, SLOT_REACH
from bukusop.flowchart.places import Section


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair of segilima: from page to page (indices), for all flows between them that end at one node."""

    source_page: int
    target_page: int
    target: int
    column_out: int
    column_in: int
    back: bool
    span: int
    name: str
    letter: str = ""

    @property
    def pages(self) -> tuple[int, int]:
        """Give the pages of the outgoing and of the incoming segilima."""
        return self.source_page, self.target_page

    def column(self, page: int) -> int:
        """Give the actor column on one of its two pages."""
        return self.column_out if self.source_page == page else self.column_in


def seat(pairs: Sequence[Pair], page: int, columns: int) -> list[tuple[int, float, int, Pair]]:
    """Give every segilima of a strip its column, its share, how many share the cell, and the pair it is of.

    A full cell sends the next one to the nearest that is free.
    """
    most = max(CONNECTORS_PER_CELL, -(-len(pairs) // columns))
    cells: list[list[Pair]] = [[] for _ in range(columns)]
    for pair in sorted(pairs, key=_rank):
        wanted = pair.column(page)
        _, column = min((abs(column - wanted), column) for column in range(columns) if len(cells[column]) < most)
        cells[column].append(pair)
    return [
        (column, share, len(cell), pair)
        for column, cell in enumerate(cells)
        for share, pair in _shares(cell, column, page)
    ]


def _rank(pair: Pair) -> tuple[bool, int, int]:
    """The flow that only leads on comes first and gets the middle of its cell."""
    return pair.back, pair.span, pair.target


def slot_gap(slots: int) -> float:
    """Distance of neighbours among `slots` segilima of one cell, in symbol widths; the outer ones stay within a symbol."""
    return SLOT_REACH if slots < 4 else 2 * SLOT_REACH / (slots - 1)


def _shares(cell: Sequence[Pair], column: int, page: int) -> list[tuple[float, Pair]]:
    """Where the segilima of a cell stand: the first in the middle, the others at the side they come from or go to."""
    gap = slot_gap(len(cell))
    if len(cell) < 2:
        return [(0.0, pair) for pair in cell]
    others = [pair.column_out + pair.column_in - pair.column(page) for pair in cell[1:]]
    if len(cell) == 2:
        return [(0.0, cell[0]), (-gap if others[0] < column else gap, cell[1])]
    ordered = sorted(zip(others, cell[1:], strict=True), key=lambda item: item[0])
    row = [pair for _, pair in ordered]
    row.insert(len(row) // 2, cell[0])
    return [(gap * (index - (len(row) - 1) / 2), pair) for index, pair in enumerate(row)]


def reseat(section: Section, turns: Mapping[int, int]) -> Section:
    """Order the segilima of each cell by the way their lines turn (negative: left), straight ones in the middle.

    `turns` has the turns of a first routing; the result is to be routed again.
    """
    cells: dict[tuple[int, int], list[int]] = {}
    for index, spot in enumerate(section.spots):
        if spot.slots > 1:
            cells.setdefault((spot.level, spot.columns[0]), []).append(index)
    spots = list(section.spots)
    for cell in cells.values():
        gap = slot_gap(len(cell))
        ordered = sorted(cell, key=lambda index: (turns.get(index, 0), spots[index].share))
        if len(cell) == 2:
            left, right = ordered
            straight = left if turns.get(left, 0) == 0 or spots[left].share == 0.0 != turns.get(right, 0) else right
            shares = {left: 0.0, right: gap} if straight == left else {left: -gap, right: 0.0}
        else:
            shares = {index: gap * (place - (len(cell) - 1) / 2) for place, index in enumerate(ordered)}
        for index, share in shares.items():
            spots[index] = replace(spots[index], share=share)
    return replace(section, spots=tuple(spots))
