"""The flowchart's gates, crossings and bends on generated hard charts."""

from tests.flowchart import proof
from tests.proof.outcome import Outcome

COUNT = 10_000


def run() -> Outcome:
    results = proof.prove(COUNT, workers=2)
    faults = [f"seed {result.seed}: {result.fault}" for result in results if result.fault]
    figures = [("charts", f"{COUNT:,}"), ("charts that break a gate, or raise", str(len(faults)))]
    return Outcome("Flowcharts", figures, faults, more=f"\n```\n{proof.report(results)}\n```\n")
