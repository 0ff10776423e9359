"""Mutated sources through the loader: never an exception, never a hang, always a place."""

from tests.load import fuzz
from tests.proof.outcome import Outcome

COUNT = 5000
SEED = 20260202


def run() -> Outcome:
    failures = fuzz.run(COUNT, SEED)
    figures = [("mutated sources", f"{COUNT:,}"), ("exceptions, hangs, findings without a file", str(len(failures)))]
    return Outcome("Mutated sources", figures, [str(failure) for failure in failures])
