"""A record per file made: of which inputs it was made, so that a run in which nothing changed has nothing to do.

Inputs are every file of the project folder (hidden ones and `build/` left out), the templates, the identity of tool and fonts,
and the environment's SOURCE_DATE_EPOCH. The record also holds the findings, which are shown again, and the digest of the file.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bukusop.cache.identity import Identity, identify
from bukusop.cache.store import digest, file_digest
from bukusop.diagnostics import Finding, Findings, Place, Severity
from bukusop.paths import OutputError, Project, write_whole

_LEFT_OUT = {"node_modules", "__pycache__"}


@dataclass(frozen=True, slots=True)
class Record:
    """A file that still holds: its path, its pages, and what was found in the sources."""

    path: Path
    pages: int
    findings: Findings


def inputs(project: Project, identity: Identity) -> str:
    """Give the digest of everything a file of this project can depend on."""
    pieces: list[bytes | str] = [identity.alat, identity.huruf, os.environ.get("SOURCE_DATE_EPOCH", "")]
    for root in [project.root] if project.templates.is_relative_to(project.root) else [project.root, project.templates]:
        for path in _files(root):
            pieces.append(str(path))
            try:
                # A link is known by where it leads: what it leads to is either in the project, or never read.
                pieces.append(str(path.readlink()) if path.is_symlink() else path.read_bytes())
            except OSError:
                pieces.append("cannot be read")
    return digest(*pieces)


def _files(root: Path) -> list[Path]:
    found: list[Path] = []
    folders = [root]
    while folders:
        try:
            entries = list(os.scandir(folders.pop()))
        except OSError:
            continue
        for entry in entries:
            if entry.name.startswith(".") or entry.name in _LEFT_OUT or Path(entry.path) == root / "build":
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(Path(entry.path))
            elif entry.is_symlink() or entry.is_file(follow_symlinks=False):
                found.append(Path(entry.path))
    return sorted(found)


def recall(project: Project, path: Path) -> Record | None:
    """Give the record of a file, None where its inputs or the file itself have changed since, or the record is damaged."""
    try:
        known = json.loads(_place(project, path).read_bytes())
        if known["berkas"] != file_digest(path) or known["masukan"] != inputs(project, identify()):
            return None
        findings = Findings()
        findings.extend(_finding(item) for item in known["temuan"])
        return Record(path, int(known["halaman"]), findings)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(project: Project, record: Record, made_of: str) -> None:
    """Keep the record of a file that was just made; `made_of` is what `inputs` gave before its sources were read."""
    values = {
        "masukan": made_of, "berkas": file_digest(record.path), "halaman": record.pages,
        "temuan": [asdict(item) | {"severity": item.severity.value} for item in record.findings],
    }
    try:
        write_whole(_place(project, record.path), json.dumps(values).encode(), durable=False)
    except OutputError:
        return


def _place(project: Project, path: Path) -> Path:
    return project.build / ".simpanan" / f"{path.name}.json"


def _finding(values: dict[str, Any]) -> Finding:
    return Finding(**(values | {"place": Place(**values["place"]), "severity": Severity(values["severity"])}))
