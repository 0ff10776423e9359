"""Which line each symbol lies in where no single shift fits: rows grew with their text, or the layout makes their heights. All mm.

Symbols are taken from above to below, lines too; that reading is chosen in which they lie as far from each other as the lines do.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from bukusop.office.drafting.fitting import Mark

MOST = 4
"""Levels of symbols that one line holds at most: segilima, capsule, box, diamond."""
SHARES = range(60, 181, 15)
"""Hundredths of a guessed height that are tried."""
LARGEST = 20_000
"""Levels times lines: of more only the order is looked at."""
SKIPPED, STACKED, BOXES = 0.6, 0.12, 0.6
"""Costs of a line without a symbol, of a level more in a line, of two boxes in a line that are not beside each other."""
Span = tuple[float, float]
_State = tuple[float, tuple[int, ...]]
"""What a reading costs so far, and the line of each level."""


def levels(marks: Sequence[Mark]) -> list[list[int]]:
    """Give the symbols, by their numbers, that lie beside each other, from above to below."""
    found: list[list[int]] = []
    for index in sorted(range(len(marks)), key=lambda n: marks[n].middle):
        known = [marks[n].middle for n in found[-1]] if found else []
        if known and marks[index].middle - sum(known) / len(known) < 0.5 * (marks[index].foot - marks[index].top):
            found[-1].append(index)
        else:
            found.append([index])
    return found


def aligned(marks: Sequence[Mark], guessed: Sequence[float], least: Sequence[float]) -> list[int]:
    """Give each symbol's line by its number.

    Lines are as high as their words are guessed to be, all by one share more or less, but at `least` as high as the file says.
    """
    if len(levels(marks)) == len(guessed):
        return _placed(marks, range(len(guessed)))
    best: tuple[float, list[int]] = (float("inf"), [])
    for share in SHARES:
        tops = [0.0, *itertools.accumulate(max(high * share / 100, told) for high, told in zip(guessed, least, strict=True))]
        cost, lines = _aligned(marks, list(itertools.pairwise(tops)))
        best = min(best, (cost + abs(share - 100) / 1000, lines))
    return best[1]


def _placed(marks: Sequence[Mark], lines: Sequence[int]) -> list[int]:
    """Give each symbol the line of its level."""
    place = {index: line for line, group in zip(lines, levels(marks), strict=True) for index in group}
    return [place[index] for index in range(len(marks))]


def _aligned(marks: Sequence[Mark], spans: Sequence[Span]) -> tuple[float, list[int]]:
    groups = levels(marks)
    if len(groups) * len(spans) > LARGEST or len(groups) > MOST * len(spans):
        return 0.0, _placed(marks, [n * len(spans) // len(groups) for n in range(len(groups))])
    states: dict[tuple[int, int, int], _State] = {(0, -1, 0): (0.0, ())}
    for done in range(len(groups)):
        for (count, line, size), (cost, chosen) in [item for item in states.items() if item[0][0] == done]:
            del states[count, line, size]
            last = _hull(marks, groups[count - size:count]) if size else None
            for held, way in _ways(marks, groups[count:count + MOST]):
                for there in range(line + 1, min(line + 4, len(spans)) if size else len(spans)):
                    whole = cost + way + SKIPPED * (there - line - 1) * (1.0 if size else 0.5)
                    whole += _step(spans[line], last, spans[there], _hull(marks, held))
                    key = count + len(held), there, len(held)
                    if key not in states or whole < states[key][0]:
                        states[key] = whole, (*chosen, *[there] * len(held))
    ends = [(cost + SKIPPED / 2 * (len(spans) - 1 - line), chosen) for (count, line, _), (cost, chosen) in states.items()
            if count == len(groups)]
    cost, lines = min(ends, default=(0.0, (0,) * len(groups)))
    return cost, _placed(marks, lines)


def _ways(marks: Sequence[Mark], groups: list[list[int]]) -> Iterator[tuple[list[list[int]], float]]:
    """Give what the next line may hold, one level or more, and what is unlikely in it."""
    for size in range(1, len(groups) + 1):
        boxes = sum(any(marks[n].kind == "process" for n in group) for group in groups[:size])
        yield groups[:size], STACKED * (size - 1) + BOXES * max(boxes - 1, 0)


def _hull(marks: Sequence[Mark], groups: list[list[int]]) -> Span:
    inside = [marks[n] for group in groups for n in group]
    return min(mark.top for mark in inside), max(mark.foot for mark in inside)


def _step(above: Span, last: Span | None, line: Span, here: Span) -> float:
    """Say how far the symbols of a line, and those of the one above, differ from what the heights of the two lines ask for."""
    top, foot = line
    cost = max(here[1] - here[0] - foot + top, 0.0) / (foot - top)
    if last is not None:
        off = (sum(here) - sum(last) - top - foot + sum(above)) / 2
        cost += float(min((2 * off / (foot - top + above[1] - above[0])) ** 2, 4.0))
    return cost
