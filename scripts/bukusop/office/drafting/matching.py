"""Words and the lines they may belong to -> the pairing that costs least: the Hungarian method (Kuhn 1955), by potentials."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

_NEVER = 1e6


def matched(costs: Mapping[tuple[int, int], float], without: float) -> dict[int, int]:
    """Give each line (first of a pair) its word (second), so that all costs together are least; a line without a word costs `without`."""
    chosen: dict[int, int] = {}
    for group in _groups(costs):
        lines, words = sorted({n for n, _ in group}), sorted({m for _, m in group})
        table = [[costs.get((n, m), _NEVER) for m in words] + [without] * len(lines) for n in lines]
        chosen.update({n: words[place] for n, place in zip(lines, _least(table), strict=True) if place < len(words)})
    return chosen


def _groups(pairs: Iterable[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Part pairs into groups that share no line and no word: few stand near each other, and a book has thousands."""
    groups: dict[int, list[tuple[int, int]]] = {}
    home: dict[tuple[str, int], int] = {}
    for number, pair in enumerate(pairs):
        ends = (("line", pair[0]), ("word", pair[1]))
        known = sorted({home[end] for end in ends if end in home})
        merged = [item for place in known for item in groups.pop(place)] + [pair]
        groups[number] = merged
        home.update({end: number for line, word in merged for end in (("line", line), ("word", word))})
    return list(groups.values())


def _least(table: Sequence[Sequence[float]]) -> list[int]:
    """Give the column of every row; there are at least as many columns as rows."""
    rows, columns = len(table), len(table[0])
    row_of = [0] * (columns + 1)
    up, down = [0.0] * (rows + 1), [0.0] * (columns + 1)
    for row in range(1, rows + 1):
        row_of[0], at = row, 0
        least: dict[int, float] = defaultdict(lambda: float("inf"))
        before, seen = [0] * (columns + 1), {0}
        while row_of[at]:
            here = row_of[at]
            for column in range(1, columns + 1):
                if column not in seen:
                    cost = table[here - 1][column - 1] - up[here] - down[column]
                    if cost < least[column]:
                        least[column], before[column] = cost, at
            following = min((column for column in range(1, columns + 1) if column not in seen), key=lambda column: (least[column], column))
            step = least[following]
            for column in range(columns + 1):
                if column in seen:
                    up[row_of[column]] += step
                    down[column] -= step
                else:
                    least[column] -= step
            at = following
            seen.add(at)
        while at:
            row_of[at] = row_of[before[at]]
            at = before[at]
    found = [0] * rows
    for column in range(1, columns + 1):
        if row_of[column]:
            found[row_of[column] - 1] = column - 1
    return found
