"""The sources read like a strict reviewer, and what can safely be mended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bukusop import lint
from bukusop.diagnostics import Fault, Finding, Findings, Severity
from bukusop.load import load_readings
from bukusop.paths import Project, write_whole


@dataclass(frozen=True, slots=True)
class Checked:
    """What `check` found: of the loader and of all rules; `edits` are safe changes, `silenced` counts what the author has answered for."""

    findings: Findings
    edits: Mapping[Finding, tuple[lint.Edit, ...]]
    silenced: int


def check(project: Project, today: date) -> Checked:
    """Read the sources like a strict reviewer; nothing is made. Never raises for what the sources say."""
    findings = Findings()
    readings = load_readings(project, findings)
    if readings is None:
        return Checked(findings, {}, 0)
    examined = lint.examine(project, readings, findings, today)
    findings.extend(examined.findings)
    return Checked(findings, examined.edits, examined.silenced)


@dataclass(frozen=True, slots=True)
class Fixed:
    """What `fix` changed: a diff by the name of each file, and what is found after it."""

    diffs: Mapping[str, str]
    checked: Checked


FIX_ROUNDS = 5
"""One edit may make room for another on the same words."""


def fix(project: Project, today: date, wanted: Callable[[Finding], bool]) -> Fixed:
    """Make the safe edits of the findings that are wanted, until there are none left; nothing else in a file changes.

    A file in which an edit made an error is put back as it was, and Fault is raised.
    """
    before: dict[Path, bytes] = {}
    checked = check(project, today)
    for _ in range(FIX_ROUNDS):
        edits: dict[str, list[lint.Edit]] = {}
        for finding, found in checked.edits.items():
            if wanted(finding):
                edits.setdefault(finding.place.file, []).extend(found)
        if not edits:
            break
        errors = _error_files(checked)
        for name, changes in edits.items():
            path = (project.root / name).resolve()
            data = path.read_bytes()
            before.setdefault(path, data)
            write_whole(path, lint.repaired(data, changes))
        checked = check(project, today)
        spoilt = [name for name in edits if name in _error_files(checked) - errors]
        if spoilt:
            for name in spoilt:
                path = (project.root / name).resolve()
                write_whole(path, before[path])
            raise Fault(f"perbaikan otomatis merusak {', '.join(spoilt)}; berkasnya sudah dikembalikan seperti semula")
    diffs = {project.name(path): lint.difference(project.name(path), data, path.read_bytes()) for path, data in before.items()}
    return Fixed({name: text for name, text in diffs.items() if text}, checked)


def _error_files(checked: Checked) -> set[str]:
    return {item.place.file for item in checked.findings if item.severity is Severity.ERROR}
