"""Sources -> book, or every mistake in them; and the moment that files say they were made at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from bukusop.diagnostics import Findings, SourceError, UsageError, suggest
from bukusop.load import Readings, load_readings, schemas
from bukusop.model import Book, Sop
from bukusop.paths import Project, write_whole


def read(project: Project) -> tuple[Book, Findings]:
    """Load the book. Raises SourceError where a source is wrong."""
    readings, findings = read_sources(project)
    return readings.book, findings


def read_sources(project: Project) -> tuple[Readings, Findings]:
    """Load the book together with its sources, as the rules of `lint` need them. Raises SourceError where a source is wrong."""
    findings = Findings()
    readings = load_readings(project, findings)
    if readings is None or findings.failed:
        raise SourceError(findings)
    return readings, findings


def known_sop(book: Book, id_: str) -> Sop:
    """Give an SOP by its id. Raises UsageError, with a guess at what was meant."""
    sop = book.sop(id_)
    if sop is None:
        raise UsageError(f"SOP `{id_}` tidak ada; {suggest(id_, [item.id for item in book.sops])}".strip("; "))
    return sop


def build_time(environment: Mapping[str, str]) -> datetime:
    """Give the time that a file says it was made at: SOURCE_DATE_EPOCH where set, else now."""
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return datetime.now(UTC).replace(microsecond=0)
    if not epoch.isdigit():
        raise UsageError("SOURCE_DATE_EPOCH harus bilangan detik sejak 1 Januari 1970")
    return datetime.fromtimestamp(int(epoch), UTC)


def write_schemas(project: Project, folder: Path) -> list[str]:
    """Write the JSON Schema files; give their names. Raises UsageError for a folder outside the project."""
    target = project.inside(folder)
    if target is None:
        raise UsageError(f"folder `{folder}` berada di luar folder buku")
    names = []
    for name, text in schemas().items():
        write_whole(target / name, text.encode())
        names.append(project.name(target / name))
    return names
