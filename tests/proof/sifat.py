"""The flowchart's properties under hypothesis, at full count: whatever it makes up, the gates hold."""

import os
import subprocess
import sys

from tests.conftest import ROOT
from tests.proof.outcome import Outcome

EXAMPLES = 2000


def run() -> Outcome:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/flowchart/test_hard_cases.py"]
    environment = {**os.environ, "BUKUSOP_EXAMPLES": str(EXAMPLES)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    failures = [] if done.returncode == 0 else done.stdout.splitlines()[-40:]
    figures = [("examples per property", f"{EXAMPLES:,}"), ("properties broken", "none" if done.returncode == 0 else "see below")]
    return Outcome("Flowcharts, property tests", figures, failures)
