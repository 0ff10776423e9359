"""Everyday commands beside `make book` from nothing, start of the process included.

    python -m tests.bench.daily [--rounds 3] [--many]

Every round runs all commands one after another on a copy of the example book that was signed in rehearsal; what a command makes is taken
away before it runs again. `--many` adds `check` of 4,600 SOPs, once. Writes its part of docs/benchmark.md.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .speed.measure import Sample, run
from .speed.ours import EPOCH, Copy

ROOT = Path(__file__).resolve().parents[2]
HEAD = "## Everyday commands"
BOOK = "`book`, nothing made before"
FILE = 50
"""SOPs in the file that is imported."""


@dataclass(frozen=True, slots=True)
class Command:
    """A row: words of the command, seconds it may take (0: no goal), what is taken away before."""

    name: str
    words: tuple[str, ...]
    goal: float
    prepare: Callable[[], None]
    folder: Path


def main(arguments: list[str]) -> None:
    """Measure, print, and write the page."""
    rounds = int(arguments[arguments.index("--rounds") + 1]) if "--rounds" in arguments else 3
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        commands = _commands(folder)
        samples: dict[str, list[Sample]] = {command.name: [] for command in commands}
        for _ in range(rounds):
            for command in commands:
                command.prepare()
                samples[command.name].append(_timed(command.folder, command.words))
        rows = [_row(command, samples[command.name], samples[BOOK]) for command in commands]
        if "--many" in arguments:
            rows.append(_many(folder / "banyak"))
    lines = [
        HEAD, "",
        f"{date.today().isoformat()}, {len(os.sched_getaffinity(0))} cores, Python {sys.version.split()[0]}; `make bench-daily`. The "
        f"example book, 46 SOPs, signed in rehearsal; medians of {rounds} rounds (smallest and largest), start of the process included. "
        "The ratio is to `book` in the same round, median.", "",
        "| command | goal, s | wall, s | CPU, s | largest, MB | ratio |", "|---|---|---|---|---|---|", *rows,
    ]
    print("\n".join(lines))
    page = ROOT / "docs" / "benchmark.md"
    before, _, after = page.read_text(encoding="utf-8").partition(f"{HEAD}\n")
    rest = after[after.index("\n## ") + 1 :] if "\n## " in after else ""
    page.write_text(before.rstrip() + "\n\n" + "\n".join(lines) + "\n" + ("\n" + rest if rest else ""), encoding="utf-8")


def _commands(folder: Path) -> list[Command]:
    book, target = Copy(ROOT, folder / "buku"), Copy(ROOT, folder / "penerima")
    for words in (("book",), ("sign",), ("xlsx",)):
        _timed(book.folder, words)
    source, own = _large(folder / "asal"), set(target.sources)

    def without(*names: str) -> Callable[[], None]:
        return lambda: [shutil.rmtree(book.folder / "build" / name, ignore_errors=True) for name in names] and None

    def emptied() -> None:
        for path in set(target.sources) - own:
            path.unlink()

    def nothing() -> None:
        pass

    one = book.sources[0].stem.partition("-")[2]
    here = book.folder
    return [
        Command(BOOK, ("book",), 0, without(".simpanan"), here),
        Command("`check`", ("check",), 1, nothing, here),
        Command("`docx`, after `book`", ("docx",), 3, without("docx"), here),
        Command("`docx` of one SOP, after `book`", ("docx", one), 0, without("docx"), here),
        Command("`docx`, nothing made before", ("docx",), 0, without(".simpanan", "docx"), here),
        Command("`xlsx`", ("xlsx",), 0, without("xlsx"), here),
        Command(f"`import` of a .docx with {FILE} SOPs", ("import", str(source)), 10, emptied, target.folder),
        Command("`import` of the .xlsx with 46 SOPs", ("import", str(here / "build" / "xlsx" / "sop.xlsx")), 0, emptied, target.folder),
        Command("`site`, after `book`", ("site",), 3, without("site"), here),
        Command("`site`, nothing changed", ("site",), 0, nothing, here),
        Command("`stats`", ("stats",), 0, nothing, here),
    ]


def _large(folder: Path) -> Path:
    """Make the .docx of a book with as many SOPs as are wanted."""
    copy = Copy(ROOT, folder)
    copy.multiply(2 * FILE)
    more = [path for path in copy.sources if path.stem.endswith("-ke-2")]
    for path in more[FILE - len(copy.sources) :]:
        path.unlink()
    assert len(copy.sources) == FILE, len(copy.sources)
    _timed(folder, ("docx",))
    return folder / "build" / "docx" / "buku.docx"


def _timed(folder: Path, words: Sequence[str]) -> Sample:
    env = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "PYTHONPATH": str(folder / "scripts")}
    sample = run([sys.executable, "-m", "bukusop.cli", *words], folder, env)
    assert sample.code in (0, 1) if words[0] in ("check", "import") else not sample.code, (words, sample.words)
    return sample


def _row(command: Command, samples: Sequence[Sample], book: Sequence[Sample]) -> str:
    wall = sorted(sample.wall for sample in samples)
    ratio = statistics.median(own.wall / other.wall for own, other in zip(samples, book, strict=True))
    figures = f"{statistics.median(wall):.2f} ({wall[0]:.2f} to {wall[-1]:.2f}) | {statistics.median(item.cpu for item in samples):.2f}"
    goal = f"{command.goal:g}" if command.goal else ""
    return f"| {command.name} | {goal} | {figures} | {max(item.largest for item in samples) / 1e6:.0f} | {ratio:.2f} |"


def _many(folder: Path) -> str:
    copy = Copy(ROOT, folder)
    count = copy.multiply(4600)
    sample = _timed(folder, ("check", "--format", "short"))
    return f"| `check`, {count:,} SOPs, once | 40 | {sample.wall:.2f} | {sample.cpu:.2f} | {sample.largest / 1e6:.0f} | |"


if __name__ == "__main__":
    main(sys.argv[1:])
