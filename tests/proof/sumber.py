"""Mutated sources through the loader, all rules and the flowchart: never an exception, never a hang, always a place."""

import time

from tests.load import fuzz
from tests.proof.outcome import Outcome

COUNT = 20_000
SEED = 20260202
PROCESSES = 2


def run() -> Outcome:
    start = time.monotonic()
    tried = fuzz.spread(COUNT, SEED, processes=PROCESSES)
    failures = [*tried.failures, *([] if tried.count == COUNT else [f"only {tried.count} of {COUNT} were tried"])]
    figures = [
        ("mutated sources, through loader, rules and flowchart", f"{tried.count:,}"),
        ("of these spoken of", f"{tried.spoken:,}"),
        ("charts drawn of mutated SOPs", f"{tried.drawn:,}"),
        ("exceptions, hangs, rules that raise, findings without a place", str(len(failures))),
        (f"slowest, of {fuzz.SLOWEST:.0f} s of a processor allowed", f"{tried.seconds:.1f} s"),
        (f"peak memory of a process, of {fuzz.LARGEST} MB allowed", f"{tried.megabytes} MB"),
        (f"mutations per second, {PROCESSES} processes", f"{tried.count / (time.monotonic() - start):.0f}"),
    ]
    return Outcome("Mutated sources", figures, failures)
