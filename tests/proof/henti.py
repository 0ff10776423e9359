"""`kill -9` at random moments of `bukusop book`: the old book stays whole, the next run is right."""

import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from tests.conftest import PROJECTS, command, environment
from tests.proof.outcome import Outcome

COUNT = 30
SEED = 7


def run() -> Outcome:
    rng, failures = random.Random(SEED), []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "kecil"
        shutil.copytree(PROJECTS / "kecil", folder)
        start = time.monotonic()
        _build(folder)
        whole = time.monotonic() - start
        book = folder / "build" / "buku.pdf"
        before = book.read_bytes()
        for number in range(COUNT):
            moment = rng.uniform(0.02, whole)
            process = subprocess.Popen([*command(), "book"], cwd=folder, env=environment(), stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL, start_new_session=True)
            time.sleep(moment)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if book.read_bytes() != before:
                failures.append(f"kill {number} after {moment:.2f} s: the old book has changed")
        _build(folder)
        if book.read_bytes() != before:
            failures.append("the run after the kills made another book")
    return Outcome("Killed in the middle", [("kills", str(COUNT)), ("old book spoilt, or next run wrong", str(len(failures)))], failures)


def _build(folder: Path) -> None:
    subprocess.run([*command(), "book"], cwd=folder, env=environment(), check=True, capture_output=True)
