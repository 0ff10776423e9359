"""Work in shifts: a child for so many pieces, another one after it died; what it raised comes back."""

import subprocess
import sys

from tests.conftest import ROOT

SCRIPT = """
import os
from bukusop.processes import SHIFT, Died, Shifts

def own():
    return os.getpid()

def wrong():
    raise ValueError("salah")

def dies():
    os._exit(3)

shifts = Shifts()
first = [shifts.do(own) for _ in range(SHIFT)]
assert len(set(first)) == 1 and os.getpid() not in first
assert shifts.do(own) not in first
for work, error in ((wrong, ValueError), (dies, Died)):
    try:
        shifts.do(work)
    except error as raised:
        print(raised)
    assert shifts.do(own) != os.getpid()
before = shifts.do(own)
alone = shifts.do(own, alone=True)
assert len({before, alone, shifts.do(own)}) == 3
shifts.end()
shifts.end()
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("tidak ada yang tertinggal")
"""


def test_shifts() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, timeout=60, env={"PYTHONPATH": str(ROOT / "scripts")})
    assert done.stdout.splitlines() == ["salah", "prosesnya mati di tengah jalan", "tidak ada yang tertinggal"]
