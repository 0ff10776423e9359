"""`bukusop check [PATH...]`: the sources, read like a strict reviewer."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

import click
from rich.console import Console
from rich.syntax import Syntax

from bukusop.cli.report import here, say
from bukusop.cli.wording import Command
from bukusop.diagnostics import Finding, Severity, UsageError, suggest
from bukusop.paths import Project


@click.command("check", cls=Command, help="Memeriksa naskah seperti penelaah yang teliti; PATH membatasi temuan yang disebut.")
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@click.option("--format", "form", type=click.Choice(["text", "short", "json", "sarif"]), default="text", metavar="BENTUK",
              help="Bentuk keluaran: text, short, json, atau sarif.")
@click.option("--strict", is_flag=True, help="Peringatan juga menggagalkan pemeriksaan.")
@click.option("--explain", "name", metavar="ATURAN", help="Terangkan satu aturan.")
@click.option("--fix", is_flag=True, help="Betulkan yang pasti aman, dan tunjukkan perubahannya.")
@click.help_option("--help", "-h", help="Tampilkan bantuan ini.")
def command(paths: tuple[str, ...], form: str, strict: bool, name: str | None, fix: bool) -> None:
    """Check the book, and say what was found; exit code 1 where an error was."""
    if name is not None:
        _explain(name)
        return
    gc.disable()    # a book is read, looked through and forgotten: looking for circles takes a fifth of the time (measured)
    from bukusop import pipeline
    from bukusop.cli.formats import show

    project, today = here(), pipeline.build_time(os.environ).date()
    chosen = _chosen(project, paths)
    if fix:
        fixed = pipeline.fix(project, today, chosen)
        _show_diffs(list(fixed.diffs.values()), sys.stderr if form != "text" else sys.stdout)
        checked = fixed.checked
    else:
        checked = pipeline.check(project, today)
    findings = [item for item in checked.findings if chosen(item)]
    show(findings, checked.silenced, form)
    bad = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    sys.exit(1 if any(item.severity in bad for item in findings) else 0)


def _chosen(project: Project, paths: tuple[str, ...]) -> Callable[[Finding], bool]:
    """Give the test whether a finding is in one of some files or folders; the whole book is read all the same."""
    wanted: list[str] = []
    for text in paths:
        path = project.inside((Path.cwd() / text).resolve())
        if path is None or not path.exists():
            raise UsageError(f"`{text}` tidak ada dalam folder buku ini")
        wanted.append("" if path == project.root else project.name(path))

    def chosen(item: Finding) -> bool:
        return not wanted or any(not name or item.place.file == name or item.place.file.startswith(f"{name}/") for name in wanted)

    return chosen


def _explain(name: str) -> None:
    from bukusop.cli.formats import explain
    from bukusop.lint import RULES

    if name not in RULES:
        raise UsageError(f"aturan `{name}` tidak dikenal; {suggest(name, RULES)}".strip("; "))
    Console(soft_wrap=True, highlight=False, emoji=False).print(explain(RULES[name]))


def _show_diffs(diffs: list[str], target: TextIO) -> None:
    console = Console(file=target, soft_wrap=True, highlight=False, emoji=False)
    for text in diffs:
        console.print(Syntax(text, "diff", background_color="default") if console.is_terminal else text, markup=False)
    if diffs:
        console.print(f"{len(diffs)} berkas dibetulkan.\n")
    elif target is sys.stdout:
        say("Tidak ada yang dapat dibetulkan dengan aman.")
