"""Mutations of a small book's sources, by a seed: reading, checking and drawing it must find, never raise, never hang, never swell.

Every mutation goes through the loader, all rules of `check` and, where a mutated SOP loads, its flowchart. Each has a seed of its
own, so that it is the same whoever tries it.

    python -m tests.load.fuzz 5000 7          5,000 of seed 7, on all cores
    python -m tests.load.fuzz 1 7 1234        no. 1234 of seed 7 alone
"""

from __future__ import annotations

import multiprocessing
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bukusop import flowchart
from bukusop.diagnostics import Finding, Findings
from bukusop.load import load_book
from bukusop.model import Sop
from bukusop.paths import Project
from bukusop.pipeline.review import check

ROOT = Path(__file__).resolve().parents[2]
SMALL = ROOT / "tests" / "lint" / "dasar"
DAY = date(2026, 3, 2)
SLOWEST = 5.0
"""Seconds of a processor for a whole book, however bad."""
LARGEST = 500
"""MB that a process may have while it reads one: no address beyond can be had."""
MOST = 5_000_000
"""Bytes that are added; a source may have 4 MB. What has as many is not mutated once more."""
PORTION = 25
"""Mutations that a process takes at a time."""
BROKEN = "tidak dapat dijalankan, karena kesalahan bukusop"
"""What `check` says of a rule that raised."""
WHOLE = frozenset({"berkas-baca", "berkas-tiada", "besar", "di-luar", "nama-berkas", "tabel", "bagian"})
"""Rules that may speak of a file as a whole: it could not be opened, or it should not be there."""
Mutation = Callable[[random.Random, bytes], bytes]


def flip(rng: random.Random, data: bytes) -> bytes:
    out = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


def swap_signs(rng: random.Random, data: bytes) -> bytes:
    out = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        out[rng.randrange(len(out))] = rng.choice(b":-[]{}#&*!|>'\"%@`\t\n ,?~\\<(")
    return bytes(out)


def cut(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randrange(len(data))]


def lines(rng: random.Random, data: bytes) -> bytes:
    """Drop, double, move or reindent lines."""
    rows = data.split(b"\n")
    for _ in range(rng.randint(1, 4)):
        here, kind = rng.randrange(len(rows)), rng.randrange(5)
        row = rows[here]
        if kind == 0:
            rows.insert(rng.randrange(len(rows)), row)
        elif kind == 1 and len(rows) > 1:
            rows.pop(here)
        else:
            rows[here] = [b"  " + row, row[1:], b"\t" + row.lstrip()][kind - 2]
    return b"\n".join(rows)


def words(rng: random.Random, data: bytes) -> bytes:
    """Put an odd value or key where another stood."""
    odd = [
        b"[]", b"{}", b"~", b"null", b"no", b"1e999", b"[[[]]]", b"{a: {b: c}}", b"- x", b"''", b'"\\0"', b'"\\ud800"', b"[key]",
        b"<<: {a: b}", b"*a", b"&a b", b"!!python/object:os.system x", b"? [a]", b"../../etc/passwd", b"/dev/zero", b"\xf0\x9f\x98\x80",
        b"a" * 300, b"\xe2\x80\xae", b"[[simbol]]", b"![](x)", b"[a](sop:)", b"<script>", b"%TAG ! x", b"---", b"...", b"1: 2",
        b"{[key]: x}", b"selesai",
    ]
    rows = data.split(b"\n")
    for _ in range(rng.randint(1, 3)):
        here = rng.randrange(len(rows))
        key, colon, _ = rows[here].partition(b":")
        rows[here] = key + colon + b" " + rng.choice(odd) if colon and rng.random() < 0.8 else rng.choice(odd)
    return b"\n".join(rows)


def signs(rng: random.Random, data: bytes) -> bytes:
    """Put in what is not seen, or turns the text round: NUL, marks of direction, joiners, halves of letters."""
    odd = [
        b"\0", b"\0" * 1_000, "\u202e", "\u200f", "\u2066", "\u2069", "\u200b", "\ufeff", "\u2028", "\u0085", "\u00ad", "\u00a0",
        "\u0301" * 200, "\u0645\u0631\u062d\u0628\u0627", "\U0001f468\u200d\U0001f469", "\u0130", "\u00b2", "\u0663", "\ufdfa",
        "\U000e0041", "\uffff", b"\xed\xa0\x80", b"\xc0\xaf", b"\x1b[31m", b"\x7f", b"\x08", b"\r",
    ]
    out = data
    for _ in range(rng.randint(1, 4)):
        here, sign = rng.randrange(len(out) + 1), rng.choice(odd)
        out = out[:here] + (sign.encode() if isinstance(sign, str) else sign) + out[here:]
    return out


def grow(rng: random.Random, data: bytes) -> bytes:
    """Have much of what is right: a line, a block of lines, or the words of a line again and again."""
    rows = data.split(b"\n")
    here = rng.randrange(len(rows))
    count = rng.choice((10, 100, 1_000, 10_000))
    kind = rng.randrange(3)
    if kind == 0:
        value = rows[here].rpartition(b": ")[2]
        rows[here] = b" ".join([rows[here], *[value] * min(count, MOST // (len(value) + 1))])
        return b"\n".join(rows)
    block = rows[here : here + (1 if kind == 1 else rng.randint(2, 12))]
    return b"\n".join([*rows[:here], *block * min(count, MOST // (sum(map(len, block)) + 1)), *rows[here:]])


def trade(rng: random.Random, data: bytes) -> bytes:
    """Give a line the value of another: other targets, other actors, other dates."""
    rows = data.split(b"\n")
    full = [row for row, text in enumerate(rows) if b": " in text]
    for _ in range(rng.randint(1, 5) if full else 0):
        here, there = rng.choice(full), rng.choice(full)
        kind = rng.randrange(2)
        one, other = rows[here], rows[there]
        if kind == 0:
            rows[here] = one.partition(b": ")[0] + b": " + other.partition(b": ")[2]
        else:
            rows[here] = one.rpartition(b": ")[0] + b": " + other.rpartition(b": ")[2]
    return b"\n".join(rows)


def reflow(rng: random.Random, data: bytes) -> bytes:
    """Have other actors do the steps and answers lead elsewhere; most such SOPs load, and their charts are odd."""
    actors = re.findall(rb"^  (\w+): \w", data, re.MULTILINE)
    targets = [b"lanjut", b"selesai", *re.findall(rb"^  - id: (\w+)", data, re.MULTILINE)]
    for names in (actors, targets):
        places = list(re.finditer(rb"(?<=[:\[,] )(?:%s)(?=[\],}\n])" % b"|".join(names), data)) if names else []
        for place in sorted(rng.sample(places, min(len(places), rng.randint(0, 4))), key=lambda found: -found.start()):
            data = data[: place.start()] + rng.choice(names) + data[place.end() :]
    return data


def bomb(rng: random.Random, data: bytes) -> bytes:
    """Depth, width and repetition of all kinds, alone or after half the file."""
    count = rng.choice((1_000, 20_000, 100_000))
    many = [b"&%c [%s]\n" % (98 + n, b",".join([b"*%c" % (97 + n)] * 9)) for n in range(9)]
    aliases = b"a: &a [x,x,x]\n" + b"".join(b"%c: " % (98 + n) + row for n, row in enumerate(many))
    kinds = [
        b"x: " + b"[" * count, b"x: " + b"{a: " * count, b"- " * count, b"? " * count, aliases,
        b"x: " + b"a" * (10_000_000 if count > 50_000 else count), b"".join(b"k%d: v\n" % n for n in range(count)),
        b"langkah:\n" + b"- {kegiatan: A, pelaksana: x, ke: y}\n" * (count // 4), b"dasar_hukum:\n" + b"- uu-1-2\n" * count,
        b">" * count, b"[" * count, b"![" * count, b"*a **b " * count, b"|a" * count + b"\n" + b"|-" * count, b"- a\n" * count,
        b"x: " + b"a" * 3_900_000, b"a" * 10_000_000, b"kata " * 780_000, b"x: [" + b"a, " * count + b"]", b"*a* " * count,
        b"[a\n" * count, b"".join(b" " * n + b"- a\n" for n in range(min(count, 900))), b"a,b\n" * count, b'"' * count, b"#" * count,
        b"<" * count, b"`" * count, b"x: |\n" + b"  y\n" * count, b"x: \"" + b"\\x41" * count + b'"', b"\n" * count, b"&a " * count,
        b"x: !" + b"a" * count, b"\xef\xbb\xbf" * count, b"[a](b" * count, b"x: '" + b"](a" * min(count, 6000) + b"'",
    ]
    head = b"" if rng.random() < 0.5 else data[: rng.randrange(len(data))] + b"\n"
    return head + rng.choice(kinds) + (b"\n" + data if rng.random() < 0.3 else b"")


def recode(rng: random.Random, data: bytes) -> bytes:
    text = data.decode("utf-8", "replace")
    kind = rng.choice(("utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "utf-7", "bom", "crlf", "cr", "twice", "empty"))
    if kind == "bom":
        return b"\xef\xbb\xbf" + data
    if kind in ("crlf", "cr"):
        return data.replace(b"\n", b"\r\n" if kind == "crlf" else b"\r")
    if kind == "twice":
        return data.decode("latin-1").encode()
    return b"" if kind == "empty" else text.replace("e", "é").encode(kind, "replace")


MUTATIONS: tuple[Mutation, ...] = (
    flip, flip, swap_signs, swap_signs, cut, lines, lines, words, words, words, signs, signs, trade, trade, reflow, reflow, reflow,
    grow, bomb, recode,
)


@dataclass(slots=True)
class Tried:
    """What became of mutations: what went wrong, one text per failure, and the most that one took."""

    count: int = 0
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0
    megabytes: int = 0
    drawn: int = 0
    spoken: int = 0

    def add(self, other: Tried) -> None:
        self.count += other.count
        self.failures += other.failures
        self.seconds, self.megabytes = max(self.seconds, other.seconds), max(self.megabytes, other.megabytes)
        self.drawn += other.drawn
        self.spoken += other.spoken


class Slow(BaseException):
    """A mutation took too long; no rule catches it."""


def spread(count: int, seed: int, first: int = 0, processes: int = 0) -> Tried:
    """Try `count` mutated books from number `first`, in processes that can have neither more time nor more memory than they may."""
    portions = [range(start, min(start + PORTION, first + count)) for start in range(first, first + count, PORTION)]
    whole = Tried()
    pool = ProcessPoolExecutor(processes or os.cpu_count() or 1, multiprocessing.get_context("spawn"), initializer=limited)
    with pool:
        waiting = [(portion, pool.submit(run, portion, seed)) for portion in portions]
        for portion, answer in waiting:
            try:
                whole.add(answer.result())
            except BrokenProcessPool:
                whole.failures.append(f"seed {seed}: the process died in or beside no. {portion.start} to {portion.stop - 1}")
    return whole


def limited() -> None:
    """Bound this process."""
    resource.setrlimit(resource.RLIMIT_AS, (LARGEST * 1_000_000,) * 2)
    signal.signal(signal.SIGPROF, _stop)


def _stop(*_: object) -> None:
    raise Slow


def run(numbers: Iterable[int], seed: int) -> Tried:
    """Try the mutated books of these numbers, one after the other."""
    tried = Tried()
    with tempfile.TemporaryDirectory() as name:
        project = Path(name).resolve() / "buku"
        shutil.copytree(SMALL, project)
        shutil.copytree(ROOT / "templates" / "profil", project / "templates" / "profil")
        files = (path for path in project.rglob("*") if path.is_file())
        sources = sorted(path for path in files if path.parent.name != "profil" or path.stem == "permenpan35")
        sources += [path for path in sources if path.suffix != ".svg" and path.parent.name != "profil"]
        for number in numbers:
            rng = random.Random(f"{seed}:{number}")
            path = rng.choice(sources)
            good = path.read_bytes()
            mutations = [rng.choice(MUTATIONS) for _ in range(rng.choice((1, 1, 1, 2)))]
            bad = good
            for mutation in mutations:
                bad = mutation(rng, bad or good) if len(bad) < MOST else bad
            path.write_bytes(bad)
            failure = _fault(project, path, bad, tried)
            path.write_bytes(good)
            if failure:
                kinds = "+".join(mutation.__name__ for mutation in mutations)
                place = path.relative_to(project)
                tried.failures.append(f"seed {seed} no. {number}: {kinds} of {place} ({len(bad)} bytes): {failure}")
    tried.megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1_000
    return tried


def _fault(project: Path, path: Path, bad: bytes, tried: Tried) -> str:
    """Say what is wrong with how a mutated book is taken; "" where all is well."""
    tried.count += 1
    begin = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, 2 * SLOWEST)
    try:
        checked = check(Project(project), DAY)
        if not checked.findings.failed and path.suffix == ".yaml":
            tried.drawn += _drawn(project, path.stem.partition("-")[2] if path.is_relative_to(project / "sops") else "")
    except (Exception, Slow):  # whatever it is, it is a bug of ours
        return traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    seconds = time.process_time() - begin
    tried.seconds = max(tried.seconds, seconds)
    tried.spoken += bool(len(checked.findings))
    if seconds > SLOWEST:
        return f"took {seconds:.1f} s"
    lengths = {project_name(project, path): bad.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1}
    return next((fault for item in checked.findings if (fault := _wrong(item, project, lengths))), "")


def project_name(project: Path, path: Path) -> str:
    return path.relative_to(project).as_posix()


def _wrong(item: Finding, project: Path, lengths: dict[str, int]) -> str:
    """Say what is wrong with a finding; `lengths` are the lines of files."""
    said = f"{str(item)[:300]!r}"
    if BROKEN in item.message:
        return f"a rule raised: {said}"
    if not item.place.file or not item.message or not item.rule or len(str(item)) > 2_000 or "\n" in item.message:
        return f"finding without file, or not one sentence: {said}"
    if not str(item).replace("\n", "").isprintable():
        return f"finding with invisible characters: {said}"
    if item.place.line <= 0 and item.rule not in WHOLE and not (project / item.place.file).is_dir():
        return f"finding without line: {said}"
    if item.rule != "berkas-tiada" and not (project / item.place.file).exists():
        return f"finding in no file: {said}"
    if item.place.line > lengths.get(item.place.file, item.place.line):
        return f"finding behind the end of the file: {said}"
    return ""


def _drawn(project: Path, id_: str) -> int:
    """Draw the flowcharts of an SOP (none: only see that the book is there), rows and columns even; give how many there were."""
    book = load_book(Project(project), Findings())
    assert book is not None, "no book in spite of no error"
    sops = [sop for sop in book.sops if sop.id == id_]
    assert sops or not id_, "no SOP in spite of no error"
    return sum(_charts(sop) for sop in sops)


def _charts(sop: Sop) -> int:
    for prosedur in sop.prosedur:
        chart = flowchart.chart([prosedur], flowchart.Manner("kapsul"))
        edges = tuple(30.0 * column for column in range(len(prosedur.pelaksana) + 1))
        rows, top = [], 0.0
        for row in range(len(prosedur.langkah)):
            bottom = top + max(13.0, chart.row_height(0, row))
            rows.append(flowchart.RowPlace(0, row, top, bottom))
            top = bottom
        page = flowchart.PagePlace(1, (edges,), tuple(rows))
        flowchart.draw(chart, [page], lambda word: 2.0 * len(word))
    return len(sop.prosedur)


if __name__ == "__main__":
    start = time.monotonic()
    found = spread(int(sys.argv[1]), int(sys.argv[2]), *map(int, sys.argv[3:4]))
    print("\n".join(found.failures))
    print(f"{found.count} tried, {len(found.failures)} failures, {found.spoken} spoken of, {found.drawn} charts, "
          f"slowest {found.seconds:.2f} s, {found.megabytes} MB, {found.count / (time.monotonic() - start):.0f} per second")
