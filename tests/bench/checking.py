"""A yardstick: `python -m tests.bench.checking [46 4600]` times `bukusop check` on copies of the example book, start included."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from .speed.measure import run
from .speed.ours import EPOCH, Copy

ROOT = Path(__file__).resolve().parents[2]
GOALS = {46: 1.0, 4600: 40.0}
"""Seconds, by SOPs."""
ROUNDS = {46: 3}


def main(sizes: list[int]) -> None:
    """Print a row per size: the median of three runs of the small book, one run of the large one."""
    print("| SOPs | wall, s | CPU, s | largest, MB | goal, s |\n|---|---|---|---|---|")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            copy = Copy(ROOT, Path(folder) / "buku")
            count = copy.multiply(size) if size > len(copy.sources) else len(copy.sources)
            env = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "PYTHONPATH": str(copy.folder / "scripts")}
            command = [sys.executable, "-m", "bukusop.cli", "check", "--format", "short"]
            samples = sorted((run(command, copy.folder, env) for _ in range(ROUNDS.get(size, 1))), key=lambda item: item.wall)
            middle = samples[len(samples) // 2]
            assert middle.code in (0, 1), middle.words
            figures = f"{middle.wall:.2f} | {middle.cpu:.2f} | {middle.largest / 1e6:.0f}"
            print(f"| {count} | {figures} | {GOALS.get(size, 0):g} |", flush=True)


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or list(GOALS))
