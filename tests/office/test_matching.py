"""Words and lines are paired at the least cost together: compared with all pairings there are."""

from __future__ import annotations

import itertools
import random

from bukusop.office.drafting.matching import matched

WITHOUT = 22.0


def least(costs: dict[tuple[int, int], float]) -> float:
    """Try every pairing."""
    lines, words = sorted({n for n, _ in costs}), sorted({m for _, m in costs})
    best = float("inf")
    for choice in itertools.product([None, *words], repeat=len(lines)):
        used = [m for m in choice if m is not None]
        if len(set(used)) == len(used):
            best = min(best, sum(WITHOUT if m is None else costs.get((n, m), float("inf")) for n, m in zip(lines, choice, strict=True)))
    return best


def test_pairings_cost_least() -> None:
    rng = random.Random(1)
    for _ in range(300):
        lines, words = rng.randint(1, 4), rng.randint(1, 4)
        costs = {(n, m): rng.uniform(0, WITHOUT) for n in range(lines) for m in range(words) if rng.random() < 0.7}
        found = matched(costs, WITHOUT)
        assert len(set(found.values())) == len(found)
        total = sum(costs[pair] for pair in found.items()) + WITHOUT * (len({n for n, _ in costs}) - len(found))
        assert abs(total - least(costs)) < 1e-6 if costs else not found
