"""Findings and progress -> words for people, on a terminal or in a plain log."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.text import Text

from bukusop.diagnostics import Finding, Findings, Severity
from bukusop.paths import Project

Tell = Callable[[int, int, str], None]
STYLE = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.ADVICE: "cyan"}
WIDEST_EXCERPT = 110
"""Characters of a source line shown under a finding."""


def here() -> Project:
    """Give the project of the current folder."""
    return Project.at(Path.cwd())


def show_findings(findings: Findings) -> None:
    """Print every finding with its source line and a caret, then a count."""
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    items = list(findings)
    for item in items:
        console.print(_line(item))
        lines = excerpt(item)
        if lines:
            console.print(Text(lines, style="dim"))
        if item.hint:
            console.print(Text(f"    {item.hint}"))
    if items:
        console.print(Text(count(items)))


def _line(item: Finding) -> Text:
    return Text.assemble(
        (str(item.place), "bold"), ": ", (str(item.severity), STYLE[item.severity]), f": {item.message} ", (f"[{item.rule}]", "dim"),
    )


def excerpt(item: Finding) -> str:
    """Give the source line of a finding and a caret under it; "" where there is none to show."""
    if not item.place.line or item.rule == "rahasia":      # the line may hold a secret, typed where its place should be named
        return ""
    project = here()
    path = project.inside(Path(item.place.file))
    try:
        line = path.read_text(encoding="utf-8-sig").splitlines()[item.place.line - 1] if path else ""
    except (OSError, UnicodeDecodeError, IndexError):
        return ""
    if "rahasia:" in line:      # whatever else is wrong there
        return ""
    line = "".join(char if char.isprintable() else " " for char in line)
    column = item.place.column
    if not line.strip() or column > WIDEST_EXCERPT:
        return ""
    caret = f"\n    {' ' * (column - 1)}^" if column else ""
    return f"    {line[:WIDEST_EXCERPT]}{caret}"


def count(items: Sequence[Finding]) -> str:
    """Say how many there are of each severity."""
    counts = [(sum(1 for item in items if item.severity is severity), severity) for severity in Severity]
    return ", ".join(f"{count} {severity}" for count, severity in counts if count)


def show_usage(message: str) -> None:
    """Print why what was asked for cannot be done."""
    Console(stderr=True, soft_wrap=True, highlight=False).print(Text(message))


def say(message: str) -> None:
    """Print a line of result."""
    Console(soft_wrap=True, highlight=False).print(Text(message))


def taken(start: float) -> str:
    """Say how long it is since `start`, a moment of the monotonic clock."""
    return f"{time.monotonic() - start:.1f} detik".replace(".", ",")


def show_made(path: Path, pages: int, findings: Findings, note: str) -> None:
    """Print errors and how much else was found, then the last line: the file, its pages, and the time taken or why none was needed."""
    errors = Findings()
    errors.extend(item for item in findings if item.severity is Severity.ERROR)
    show_findings(errors)
    rest = [item for item in findings if item.severity is not Severity.ERROR]
    if rest:
        show_usage(f"Pemeriksaan naskah: {count(rest)}; baca dengan `bukusop check`.")
    shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    say(f"{shown}: {pages} halaman, {note}")


def show_reasons(reasons: Mapping[str, str]) -> None:
    """Print why each part was made anew."""
    for part, reason in reasons.items():
        say(f"{part}: {reason}")
    say(f"{len(reasons)} bagian dibuat lagi")


@contextmanager
def progress() -> Iterator[Tell]:
    """Give a callback that shows parts done of all: a bar on a terminal, plain lines elsewhere."""
    if not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        def plain(done: int, total: int, title: str) -> None:
            if title:
                print(f"[{done}/{total}] {title}", flush=True)  # noqa: T201 - a log, not a terminal

        yield plain
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, transient=True) as bar:
        task = bar.add_task("Bagian", total=None)

        def tell(done: int, total: int, title: str) -> None:
            bar.update(task, completed=done, total=total, description=(title or "Bagian")[:40].ljust(40))

        yield tell
