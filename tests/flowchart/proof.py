"""The proof: `python -m tests.flowchart.proof N` draws N hard cases and reports gates, beauty and time.

A chart that violates a gate, or raises, is named with its seed; the exit code says whether there was one.
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from statistics import median

from bukusop.flowchart import chart, draw
from bukusop.flowchart.gates import admire, describe_gates, judge

from .cases import label_width, lay_out, make_case


@dataclass(frozen=True, slots=True)
class Result:
    """What one chart measured; `fault` is empty if it is without fault. `time` is ms of one core per page."""

    seed: int
    fault: str
    pages: int
    crossings: int
    bends: int
    nearest: float
    unlabelled: int
    time: float


def measure(seed: int) -> Result:
    """Draw one case and judge it."""
    case = make_case(seed)
    sheet = chart(case.procedures, case.manner)
    places = lay_out(sheet, seed)
    start = time.process_time()
    try:
        drawing = draw(sheet, places, label_width)
    except Exception as error:  # whatever it is, it is a fault to be reported beside the others
        return Result(seed, f"{type(error).__name__}: {error}", len(places), 0, 0, 0.0, 0, 0.0)
    spent = 1000 * (time.process_time() - start) / max(1, len(drawing.pages))
    beauty = admire(drawing)
    fault = ", ".join(describe_gates(judge(sheet, drawing)))
    counts = len(drawing.pages), beauty.crossings, beauty.bends, beauty.nearest, beauty.unlabelled
    return Result(seed, fault, *counts, spent)


def prove(count: int, first: int = 0, workers: int = 1) -> list[Result]:
    """Measure `count` cases."""
    seeds = range(first, first + count)
    if workers == 1:
        return [measure(seed) for seed in seeds]
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(measure, seeds, chunksize=20))


def report(results: list[Result]) -> str:
    """Set the results as a table: median, 95th percentile, greatest."""
    rows = [
        ("crossings per chart", [float(r.crossings) for r in results]),
        ("bends per chart", [float(r.bends) for r in results]),
        ("crossings per page", [r.crossings / max(1, r.pages) for r in results]),
        ("bends per page", [r.bends / max(1, r.pages) for r in results]),
        ("pages", [float(r.pages) for r in results]),
        ("ms of a core per page", [r.time for r in results]),
    ]
    lines = [f"{'':22}{'median':>9}{'p95':>9}{'max':>9}"]
    for name, values in rows:
        ordered = sorted(values)
        p95 = ordered[int(0.95 * (len(ordered) - 1))]
        lines.append(f"{name:22}{median(ordered):9.1f}{p95:9.1f}{ordered[-1]:9.1f}")
    faults = [r for r in results if r.fault]
    lines.append(f"charts {len(results)}, with faults {len(faults)}, labels without place {sum(r.unlabelled for r in results)}")
    lines.append(f"nearest parallel lines {min(r.nearest for r in results):.2f} mm")
    ugly = sorted(results, key=lambda r: -r.crossings)[:10]
    lines.append("most crossings: " + ", ".join(f"seed {r.seed} ({r.crossings})" for r in ugly))
    lines.extend(f"seed {r.seed}: {r.fault}" for r in faults)
    return "\n".join(lines)


if __name__ == "__main__":
    found = prove(int(sys.argv[1]) if len(sys.argv) > 1 else 1000, workers=int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    print(report(found))
    sys.exit(any(result.fault for result in found))
