"""Where a table lies under its drawing: the shift that puts symbols best into columns and lines. All mm."""

from __future__ import annotations

from collections.abc import Sequence


def margin(width: float) -> float:
    """Guess the shift from the paper's edge to a table: it lies in the middle of a usual paper, lying."""
    return -min((paper - width for paper in (279.4, 297.0, 330.0, 355.6) if paper >= width + 12), default=48.0) / 2


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


def fit(middles: Sequence[float], spans: Sequence[tuple[float, float]], short: bool) -> tuple[float, float]:
    """Give the shift that puts symbols near the middle of lines and leaves no line out, and what it costs."""
    best, chosen = float("inf"), 0.0
    ordered = sorted(middles)
    candidates = {round(centre - middle, 1) for middle in [*ordered[:4], ordered[-1]] for centre in
                  (share for top, foot in spans for share in ((top + foot) / 2, top + (foot - top) * 0.3, top + (foot - top) * 0.7))}
    for shift in sorted(candidates):
        used, cost = set(), 0.0
        for middle in middles:
            y = middle + shift
            off, line = min((abs(y - (top + foot) / 2) / (foot - top), n) for n, (top, foot) in enumerate(spans))
            used.add(line)
            cost += min(off, 2.0) ** 2 + (1.5 if off > 0.5 else 0)
        holes = max(used) - min(used) + 1 - len(used)
        cost = cost / len(middles) + 0.3 * holes + (0.25 if short else 0.05) * (len(spans) - len(used)) + 0.02 * min(used)
        if cost < best - 1e-9:
            best, chosen = cost, shift
    return chosen, best
