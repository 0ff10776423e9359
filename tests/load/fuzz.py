"""Mutations of the small book's sources, by a seed: loading them must find, never raise, never hang.

    python -m tests.load.fuzz 5000 7
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from bukusop.diagnostics import Findings
from bukusop.load import load_book
from bukusop.paths import Project

ROOT = Path(__file__).resolve().parents[2]
SMALL = ROOT / "tests" / "projects" / "kecil"
SLOWEST = 5.0
"""Seconds for a whole book, however bad."""
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


MUTATIONS: tuple[Mutation, ...] = (flip, swap_signs, swap_signs, cut, lines, lines, words, words, words, bomb, recode)


def run(count: int, seed: int) -> list[str]:
    """Load `count` mutated books; give what went wrong with loading, one text per failure."""
    rng = random.Random(seed)
    failures = []
    with tempfile.TemporaryDirectory() as name:
        project = Path(name).resolve() / "buku"
        shutil.copytree(SMALL, project)
        shutil.copytree(ROOT / "templates" / "profil", project / "templates" / "profil")
        files = (path for path in project.rglob("*") if path.is_file())
        sources = sorted(path for path in files if path.parent.name != "profil" or path.stem == "permenpan35")
        for number in range(count):
            path = rng.choice(sources)
            good = path.read_bytes()
            mutations = [rng.choice(MUTATIONS) for _ in range(rng.choice((1, 1, 1, 2)))]
            bad = good
            for mutation in mutations:
                bad = mutation(rng, bad or good)
            path.write_bytes(bad)
            failure = _fault(project)
            path.write_bytes(good)
            if failure:
                kinds = "+".join(mutation.__name__ for mutation in mutations)
                failures.append(f"seed {seed} no. {number}: {kinds} of {path.relative_to(project)} ({len(bad)} bytes): {failure}")
    return failures


def _fault(project: Path) -> str:
    findings = Findings()
    begin = time.perf_counter()
    try:
        book = load_book(Project(project), findings)
    except Exception:  # whatever it is, it is a bug of ours
        return traceback.format_exc()
    seconds = time.perf_counter() - begin
    if seconds > SLOWEST:
        return f"took {seconds:.1f} s"
    if (book is None) != findings.failed:
        return "a book in spite of errors, or none without"
    for item in findings:
        if not item.place.file or not item.message or not item.rule or len(str(item)) > 2_000 or "\n" in item.message:
            return f"finding without file, or not one sentence: {str(item)[:200]}"
        if not str(item).replace("\n", "").isprintable():
            return f"finding with invisible characters: {str(item)[:200]!r}"
    return ""


if __name__ == "__main__":
    found = run(int(sys.argv[1]), int(sys.argv[2]))
    print("\n".join(found))
    print(f"{len(found)} failures")
