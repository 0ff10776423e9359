"""Where a table lies under its drawing: the shift that puts symbols best into columns and lines. All mm."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

Point = tuple[float, float]
Box = tuple[float, float, float, float]
FAR = 400.0
"""mm: within so much every shift is tried, of more only those that put a symbol into the middle of a line."""
WELL = 0.3
"""The part of a column's width by which the middle of a symbol may be off the middle of its column and still stand well within."""
OVER, APART = 0.35, 0.06
"""The part of a symbol that may lie outside of its line, and the cost by which a second reading is worse, where the first is certain."""


def margin(width: float) -> float:
    """Guess the shift from the paper's edge to a table: it lies in the middle of a usual paper, lying."""
    return -min((paper - width for paper in (279.4, 297.0, 330.0, 355.6) if paper >= width + 12), default=48.0) / 2


def well_within(middle: float, lanes: Sequence[tuple[float, float]]) -> bool:
    """Whether a symbol stands near the middle of a column."""
    return any(abs(middle - (left + right) / 2) < WELL * (right - left) for left, right in lanes)


def shift_right(pairs: Sequence[tuple[Sequence[float], Sequence[tuple[float, float]]]], prior: float) -> float:
    """Find the shift that puts symbols best into columns; every column wants a symbol, and margins are usual ones."""
    best, chosen = float("inf"), prior
    for step in range(-120, 121):
        shift, cost = prior + step / 2, 0.0
        for middles, lanes in pairs:
            used, own = set(), 0.0
            for middle in middles:
                off, lane = min((abs(middle + shift - (left + right) / 2) / (right - left) * 2, n) for n, (left, right) in enumerate(lanes))
                used.add(lane)
                own += min(off, 2.0) ** 2 + (2.0 if off > 1 else 0.0)
            cost += own / len(middles) + 0.25 * (len(lanes) - len(used))
        cost = cost / len(pairs) + 0.012 * abs(shift - prior)
        if cost < best:
            best, chosen = cost, shift
    return chosen


def shift_ends(ends: Sequence[Point], boxes: Sequence[Box], priors: Sequence[float]) -> Point:
    """Find the shift (right, down) that puts most ends of lines at the edges of symbols, for lines that hang otherwise than these.

    `priors` are the shifts to the right that are looked at first; the least shift down wins where two are alike.
    """
    heights = [y for box in boxes for y in (box[1], (box[1] + box[3]) / 2, box[3])]
    downs = sorted({round((y - end[1]) * 2) / 2 for end in ends[:16] for y in heights if abs(y - end[1]) < FAR / 4}, key=abs)

    def best(shifts: Iterable[Point]) -> Point:
        return max(shifts, key=lambda shift: sum(_reached((x + shift[0], y + shift[1]), boxes) for x, y in ends) - 0.002 * abs(shift[1]),
                   default=(priors[0], 0.0))

    right, down = best((right, down) for right in priors for down in [0.0, *downs])
    steps = [step / 2 for step in range(-16, 17)]
    right, _ = best((right + step, down) for step in steps)
    return right, best((right, down + step / 4) for step in steps)[1]


def _reached(point: Point, boxes: Sequence[Box]) -> float:
    """Give 1 for a point at the edge of a box, less for one that is further off, 0 beyond 3 mm."""
    off = 3.0
    for box in boxes:
        if box[0] - 3 < point[0] < box[2] + 3 and box[1] - 3 < point[1] < box[3] + 3:
            across = max(box[0] - point[0], point[0] - box[2])
            along = max(box[1] - point[1], point[1] - box[3])
            off = min(off, abs(max(across, along)) if across <= 0 or along <= 0 else (across * across + along * along) ** 0.5)
    return 1 - off / 3


class Mark(NamedTuple):
    """A symbol as it lies: its top and foot, its kind and its middle across."""

    top: float
    foot: float
    kind: str
    x: float

    @property
    def middle(self) -> float:
        """Its centre from above."""
        return (self.top + self.foot) / 2


class Fit(NamedTuple):
    """The shift that puts symbols into lines, what it costs, and whether no other line is as likely for any of them."""

    shift: float
    cost: float
    sure: bool


def fit(marks: Sequence[Mark], spans: Sequence[tuple[float, float]], short: bool, told: float | None = None,
        around: Sequence[float] = ()) -> Fit:
    """Find the shift that puts symbols within lines, near their middle, leaves no line out and nothing else outside of all lines.

    `told` is the shift by the document's own lengths: taken where all symbols then lie within lines. `short`: all lines are on one page.
    `around` are heights at which something else is drawn.
    """
    if told is not None and all(any(top <= mark.middle + told <= foot for top, foot in spans) for mark in marks):
        return Fit(told, 0.0, True)
    first, last = min(mark.middle for mark in marks), max(mark.middle for mark in marks)
    low, high = spans[0][0] - first, spans[-1][1] - min(last, first + spans[-1][1] - spans[0][0])
    low, high = min(low, high) - 2, max(low, high) + 2
    shifts: Iterable[float] = (low + step / 2 for step in range(int((high - low) * 2) + 1))
    if high - low > FAR:
        ends = sorted(mark.middle for mark in marks)
        shifts = sorted({round(top + (foot - top) * share - middle, 1) for middle in [*ends[:4], ends[-1]] for top, foot in spans
                         for share in (0.3, 0.5, 0.7)})
    best: dict[tuple[int, ...], tuple[float, float]] = {}
    for shift in shifts:
        lines, cost = _cost(marks, spans, shift, short)
        if around:
            out = sum(not spans[0][0] - 1 <= y + shift <= spans[-1][1] + 1 for y in around)
            cost += 1.5 * out / len(around)
        known = best.get(lines)
        if known is None or cost < known[0] - 1e-9:
            best[lines] = cost, shift
    ranked = sorted((cost, shift) for cost, shift in best.values())
    cost, shift = ranked[0]
    within = all(_over(mark, shift, spans[_line(mark.middle + shift, spans)]) < OVER for mark in marks)
    return Fit(shift, cost, within and (len(ranked) == 1 or ranked[1][0] > cost + APART))


def _cost(marks: Sequence[Mark], spans: Sequence[tuple[float, float]], shift: float, short: bool) -> tuple[tuple[int, ...], float]:
    lines = tuple(_line(mark.middle + shift, spans) for mark in marks)
    rows: dict[int, list[Mark]] = defaultdict(list)
    for line, mark in zip(lines, marks, strict=True):
        rows[line].append(mark)
    cost = 0.0
    for line, members in rows.items():
        top, foot = spans[line]
        middle = (min(mark.top for mark in members) + max(mark.foot for mark in members)) / 2 + shift
        cost += len(members) * min(abs(middle - (top + foot) / 2) / (foot - top), 2.0) ** 2
        cost += sum(2 * min(_over(mark, shift, spans[line]), 1.0) for mark in members)
        boxes = [mark for mark in members if mark.kind == "process"]
        cost += 0.6 * sum(other.top >= one.foot for one in boxes for other in boxes)
    holes = max(rows) - min(rows) + 1 - len(rows)
    cost = cost / len(marks) + 0.3 * holes + (0.25 if short else 0.05) * (len(spans) - len(rows)) + 0.02 * min(rows)
    return lines, cost


def _line(y: float, spans: Sequence[tuple[float, float]]) -> int:
    """Give the line at a height, else the nearest."""
    place = bisect_right(spans, (y, float("inf"))) - 1
    if place >= 0 and y < spans[place][1]:
        return place
    return min((line for line in (place, place + 1) if 0 <= line < len(spans)),
               key=lambda line: max(spans[line][0] - y, y - spans[line][1]))


def _over(mark: Mark, shift: float, span: tuple[float, float]) -> float:
    """Give how much of a symbol lies outside of its line, where it could lie within."""
    high = mark.foot - mark.top
    over = max(span[0] - mark.top - shift, 0.0) + max(mark.foot + shift - span[1], 0.0) - max(high - span[1] + span[0], 0.0)
    return max(over, 0.0) / high if high > 0 else 0.0
