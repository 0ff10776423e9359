"""Run a command and measure it, its whole tree of processes included."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

POLL_S = 0.02
"""Seconds between two looks at the processes."""
_TICK = os.sysconf("SC_CLK_TCK")
_LEFTOVER_S = 5.0


@dataclass(frozen=True, slots=True)
class Sample:
    """One run: wall and CPU seconds (start of the process included), peak resident memory in bytes of the largest process
    (`largest`, the kernel's own high-water mark) and of all processes at one moment (`tree`, shared pages counted again), exit code,
    the last words of stderr, and CPU seconds that the rest of the machine used meanwhile (`others`, our watching included)."""

    wall: float
    cpu: float
    largest: int
    tree: int
    code: int
    words: str = ""
    others: float = 0.0

    def as_json(self) -> dict[str, object]:
        """Give plain values; seconds and bytes."""
        return asdict(self)


class _Watch(threading.Thread):
    """Looks at a session's processes until told to stop; new ones are found by parent or session."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.root = root
        self.stop = threading.Event()
        self.tree: set[int] = {root}
        self.known: set[int] = set()
        self.marks: dict[int, int] = {}
        self.seconds: dict[int, float] = {}
        self.most = 0

    def run(self) -> None:
        while not self.stop.is_set():
            self.look()
            self.stop.wait(POLL_S)

    def look(self) -> None:
        """Look once."""
        now = {int(name) for name in os.listdir("/proc") if name.isdigit()}  # noqa: PTH208 - every 20 ms
        self.known &= now
        self.tree &= now
        for pid in sorted(now - self.known):
            stat = _stat(pid)
            if stat and (int(stat[1]) in self.tree or int(stat[3]) == self.root):
                self.tree.add(pid)
            self.known.add(pid)
        total = 0
        for pid in self.tree:
            peak, resident = _memory(pid)
            stat = _stat(pid)
            if stat:
                self.seconds[pid] = (int(stat[11]) + int(stat[12])) / _TICK
            self.marks[pid] = max(self.marks.get(pid, 0), peak)
            total += resident
        self.most = max(self.most, total)


def _stat(pid: int) -> list[str]:
    """Give the fields of /proc/PID/stat from the state on (0 state, 1 parent, 3 session, 11 and 12 ticks), or none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _memory(pid: int) -> tuple[int, int]:
    """Give high-water mark and present resident memory, bytes."""
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0, 0
    found = {line[:6]: int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith(("VmHWM:", "VmRSS:"))}
    return found.get("VmHWM:", 0), found.get("VmRSS:", 0)


def run(command: Sequence[str], cwd: Path, env: Mapping[str, str], limit: float = 7200.0) -> Sample:
    """Run a command to its end in a session of its own, and measure it; what it leaves running is ended.

    After `limit` seconds it is killed, which its exit code (-9) tells. Raises OSError where it cannot be started.
    """
    with tempfile.TemporaryFile() as errors:
        busy = _busy()
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=cwd, env=dict(env), stdin=subprocess.DEVNULL, stdout=errors, stderr=errors, start_new_session=True
        )
        watch = _Watch(process.pid)
        watch.start()
        alarm = threading.Timer(limit, os.killpg, (process.pid, signal.SIGKILL))
        alarm.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            os.wait4(process.pid, 0)
            raise
        finally:
            alarm.cancel()
            watch.stop.set()
        wall = time.perf_counter() - start
        busy = _busy() - busy
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.join()
        _end(watch, process.pid)
        errors.seek(0, os.SEEK_END)
        errors.seek(max(0, errors.tell() - 2000))
        text = errors.read().decode(errors="replace")
    cpu = max(usage.ru_utime + usage.ru_stime, sum(watch.seconds.values()))
    largest = max(watch.marks.values(), default=0)
    return Sample(wall, cpu, largest, max(watch.most, largest), process.returncode, text.strip(), max(0.0, busy - cpu))


def _busy() -> float:
    """Give the CPU seconds that the whole machine has used; what a hypervisor took away counts too."""
    ticks = [int(word) for word in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return (sum(ticks) - ticks[3] - ticks[4]) / _TICK


def _end(watch: _Watch, root: int) -> None:
    """Wait for what the command left running, then end it: the next run must not share the processor with it."""
    deadline = time.monotonic() + _LEFTOVER_S
    left = {pid for pid in watch.tree if pid != root}
    while left:
        left = {pid for pid in left if (stat := _stat(pid)) and stat[0] != "Z" and (int(stat[1]) in watch.tree or int(stat[3]) == root)}
        if left and time.monotonic() > deadline:
            for pid in left:
                os.kill(pid, signal.SIGKILL)
            return
        time.sleep(POLL_S)
