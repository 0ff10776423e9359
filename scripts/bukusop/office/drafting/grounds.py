"""A table with steps as the ground of a drawing: where its lines are, and in which of them a symbol lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from bukusop.office.drafting.aligning import aligned, levels
from bukusop.office.drafting.fitting import Mark, fit
from bukusop.office.drafting.steps import Part, edges, tops
from bukusop.office.foreign.raw import RawTable

LONGEST_PAGE = 260.0
"""mm of table that one page holds at most."""


@dataclass(slots=True)
class Ground:
    """A table with steps: its edges, its tops, its parts by line. `known`: the file says how high steps are; `whole`: the head too."""

    block: int
    table: RawTable
    across: list[float]
    down: list[float]
    known: bool
    parts: list[Part]
    whole: bool = False

    @classmethod
    def of(cls, block: int, parts: list[Part]) -> Ground:
        """Take the table of some parts, which is block `block` of its document."""
        table = parts[0].table
        down, whole = tops(table)
        lines = [line for part in parts for line in part.lines]
        known = whole or (bool(lines) and len(table.heights) == table.rows and all(table.heights[min(lines):max(lines) + 1]))
        return cls(block, table, edges(table), down, known, parts, whole)

    @property
    def first(self) -> int:
        """The first line of its head: what hangs above belongs to the identity."""
        return min((min(part.lines, default=0) - part.head.depth for part in self.parts), default=0) - 2

    def part_at(self, line: int) -> Part | None:
        """Give the part that a line belongs to."""
        return next((part for part in self.parts if line in part.lines), None)

    def lanes(self, part: Part) -> list[tuple[float, float]]:
        """Give the left and right edge of each actor's column."""
        result = []
        for actor in range(len(part.head.actors)):
            columns = [column for column in range(min(len(part.head.kinds), self.table.columns)) if part.head.actor_at(column) == actor]
            result.append((self.across[columns[0]], self.across[columns[-1] + 1]))
        return result

    def lines(self, *, empty: bool = False) -> list[int]:
        """Give the lines that show a step, in order; with `empty` those too that say nothing."""
        return sorted(line for part in self.parts for line, row in part.lines.items() if empty or row >= 0)


def over_tables(grounds: Sequence[Ground], marks: Sequence[Mark], page: bool) -> tuple[list[tuple[Ground, int]], float, bool]:
    """Put the symbols of one page into several tables below each other; the gap between two is looked for where it is not known."""
    best: tuple[float, float, list[tuple[Ground, int, float, float]], bool] = (float("inf"), 0.0, [], False)
    known = page and all(ground.table.y >= 0 and ground.whole for ground in grounds)
    for gap in range(2, 32):
        spans, top = [], 0.0
        for ground in grounds:
            top = ground.table.y - grounds[0].table.y if known else top
            lines = ground.lines(empty=known)
            spans += [(ground, line, top + ground.down[line], top + ground.down[line + 1]) for line in lines]
            top += ground.down[-1] + gap
        shift, cost, sure = fit(marks, [span[2:] for span in spans], True, -grounds[0].table.y if known else None)
        if cost < best[0] - 1e-9:
            best = cost, shift, spans, sure
    found = []
    for mark in marks:
        y = mark.middle + best[1]
        found.append(min(((abs(y - (top + foot) / 2) / (foot - top), n) for n, (_, _, top, foot) in enumerate(best[2]))))
    return [best[2][n][:2] for _, n in found], best[1], best[3]


def lines_of(
    ground: Ground, marks: Sequence[Mark], pentagons: Sequence[Mark], around: Sequence[float], anchors: Sequence[int] | None, frame: str,
) -> tuple[list[int], float, bool]:
    """Give each symbol's line, the shift down that puts them there, and whether that is certain."""
    lines = ground.lines()
    if anchors is not None and (frame in ("cell", "inline") or len(set(anchors)) > max(1, len(anchors) // 3)):
        return _by_anchor(ground, marks, anchors, frame)
    if not lines:
        return [0] * len(marks), 0.0, False
    if ground.known:
        told = -ground.table.y if anchors is None and frame == "page" and ground.table.y >= 0 and ground.whole else None
        if anchors is not None and frame != "page":
            return [_line_at(ground, mark.middle) for mark in marks], 0.0, True
        lines = lines if told is None else ground.lines(empty=True)
        spans = [(ground.down[line], ground.down[line + 1]) for line in lines]
        shift, _, sure = fit([*marks, *pentagons], spans, ground.down[-1] < LONGEST_PAGE, told, around)
        if sure:
            return [_line_at(ground, mark.middle + shift) for mark in marks], shift, True
    rows, shift, sure = _by_order([*marks, *pentagons], ground, lines)
    return rows[:len(marks)], shift, sure


def _by_anchor(ground: Ground, marks: Sequence[Mark], anchors: Sequence[int], frame: str) -> tuple[list[int], float, bool]:
    """Take the line a symbol hangs in, or the one it reaches by its offset where heights are known."""
    middles = [mark.middle for mark in marks]
    if frame == "page":
        shift = median((ground.down[row] + ground.down[row + 1]) / 2 - middle for row, middle in zip(anchors, middles, strict=True))
        return list(anchors), shift, True
    if frame == "inline":
        return list(anchors), 0.0, True
    if ground.known:
        rows = []
        for row, middle in zip(anchors, middles, strict=True):
            inside = ground.down[row] - 1 <= middle <= ground.down[row + 1] + 1
            rows.append(row if inside else _line_at(ground, middle))
        return rows, 0.0, True
    near = [middle - ground.down[row] < max(1.6 * (ground.down[row + 1] - ground.down[row]), 14)
            for row, middle in zip(anchors, middles, strict=True)]
    if all(near) or len(set(anchors)) > 1:
        rows = [row if close else _line_at(ground, middle) for row, middle, close in zip(anchors, middles, near, strict=True)]
        return rows, 0.0, all(near)
    return _by_order(marks, ground, ground.lines())


def _line_at(ground: Ground, y: float) -> int:
    """Give the line at a height, else the nearest that shows a step."""
    for line in range(ground.table.rows):
        if ground.down[line] <= y < ground.down[line + 1] and ground.part_at(line) is not None:
            return line
    return min((abs((ground.down[line] + ground.down[line + 1]) / 2 - y), line) for line in ground.lines() or [0])[1]


def _by_order(marks: Sequence[Mark], ground: Ground, lines: Sequence[int]) -> tuple[list[int], float, bool]:
    """Give the lines out in the order of symbols; it is certain where there is one for each line."""
    written = ground.table.heights if len(ground.table.heights) == ground.table.rows else (0.0,) * ground.table.rows
    down, _ = tops(replace(ground.table, heights=()))
    rows = [lines[place] for place in aligned(marks, [down[line + 1] - down[line] for line in lines], [written[line] for line in lines])]
    shift = median((ground.down[row] + ground.down[row + 1]) / 2 - mark.middle for row, mark in zip(rows, marks, strict=True))
    return rows, shift, len(levels(marks)) == len(lines) == len(set(rows))
