"""`kill -9` at random moments of `bukusop book`: the old book stays whole, the next run is right."""

import os
import random
import re
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
FLIPS = 20


def run() -> Outcome:
    rng, failures = random.Random(SEED), []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "kecil"
        shutil.copytree(PROJECTS / "kecil", folder)
        start = time.monotonic()
        _build(folder)
        whole = time.monotonic() - start
        book = folder / "build" / "buku.pdf"
        before = last = book.read_bytes()
        for number in range(COUNT):
            if number % 2:      # every other time into a run that makes everything anew
                shutil.rmtree(folder / "build" / ".simpanan", ignore_errors=True)
            else:
                _change(folder, number)
            moment = rng.uniform(0.02, whole)
            process = subprocess.Popen([*command(), "book"], cwd=folder, env=environment(), stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL, start_new_session=True)
            time.sleep(moment)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            now = book.read_bytes()
            if now != last and not (now.startswith(b"%PDF-") and now.rstrip().endswith(b"%%EOF")):
                failures.append(f"kill {number} after {moment:.2f} s: the old book has changed, and not to a whole new one")
            last = now
        _change(folder, -1)
        _build(folder)
        if book.read_bytes() != before:
            failures.append("the run after the kills made another book")
        failures += _flip(folder, rng) + _fill(folder)
    return Outcome("Killed in the middle", [
        ("kills", str(COUNT)), ("cache entries with a flipped byte", str(FLIPS)), ("tmpfs that is full", "1"),
        ("old book spoilt, or next run wrong", str(len(failures))),
    ], failures)


def _build(folder: Path) -> None:
    subprocess.run([*command(), "book"], cwd=folder, env=environment(), check=True, capture_output=True)


def _change(folder: Path, number: int) -> None:
    """Write a word into one SOP; -1 takes it out again."""
    path = next(folder.glob("sops/*/*surat-masuk.yaml"))
    text = re.sub(r"kegiatan: (Ke-\d+ )?", "kegiatan: ", path.read_text(encoding="utf-8"), count=1)
    if number >= 0:
        text = text.replace("kegiatan: ", f"kegiatan: Ke-{number} ", 1)
    path.write_text(text, encoding="utf-8")


def _flip(folder: Path, rng: random.Random) -> list[str]:
    """Flip a byte in cache entries: the next book is the same."""
    book = folder / "build" / "buku.pdf"
    before = book.read_bytes()
    entries = [path for path in sorted((folder / "build" / ".simpanan").glob("*/*")) if path.is_file()]
    for path in rng.sample(entries, min(FLIPS, len(entries))):
        data = bytearray(path.read_bytes())
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        path.write_bytes(data)
    book.write_bytes(b"bukan buku")     # so that the record does not hold and every entry is read
    _build(folder)
    return [] if book.read_bytes() == before else ["a flipped byte in the cache changed the book"]


def _fill(folder: Path) -> list[str]:
    """Build where `build/` is a tmpfs too small for the new book: a sentence, and the old book stays."""
    book = folder / "build" / "buku.pdf"
    before = book.read_bytes()
    _change(folder, 99)
    shell = (
        'mkdir mnt && mount -t tmpfs -o size="$1" tmpfs mnt && cp -a build/buku.pdf mnt/ && mount --bind mnt build && shift && '
        '"$@"; code=$?; cmp -s build/buku.pdf mnt/buku.pdf; cp build/buku.pdf kept.pdf; exit $code'
    )
    size = str(len(before) + 150_000)
    done = subprocess.run(["unshare", "--mount", "--map-root-user", "sh", "-c", shell, "sh", size, *command(), "book"],
                          cwd=folder, env=environment(), capture_output=True, text=True, check=False)
    failures = []
    if done.returncode != 1 or "ruang penyimpanan penuh" not in done.stderr or "Traceback" in done.stderr:
        failures.append(f"a full tmpfs: exit code {done.returncode}, said {done.stderr[-200:]!r}")
    if (folder / "kept.pdf").read_bytes() != before:
        failures.append("a full tmpfs: the old book has changed")
    return failures
