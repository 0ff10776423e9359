"""Generated SOPs through a workbook and back: the same SOPs, flow and emphasis included."""

from concurrent.futures import ProcessPoolExecutor

from tests.office.excel import faults
from tests.proof.outcome import Outcome

COUNT = 2000
BATCH = 50


def run() -> Outcome:
    batches = [range(first, first + BATCH) for first in range(0, COUNT, BATCH)]
    with ProcessPoolExecutor(2) as pool:
        failures = [text for result in pool.map(faults, batches) for text in result]
    figures = [("generated SOPs, to .xlsx and back by way of YAML", f"{COUNT:,}"), ("SOPs that differ", str(len(failures)))]
    return Outcome("Workbooks", figures, failures)
