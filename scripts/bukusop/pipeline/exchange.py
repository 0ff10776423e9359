"""SOPs to Excel, for people who edit them there; `import` brings them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bukusop.diagnostics import Findings
from bukusop.load import Source
from bukusop.office.excel.workbook import Checks, write_workbook
from bukusop.paths import Project, write_whole
from bukusop.pipeline.sources import known_sop, read_sources


@dataclass(frozen=True, slots=True)
class Exchanged:
    """A workbook that was written: its path, how many SOPs are in it, what was found in the sources."""

    path: Path
    sops: int
    findings: Findings


def make_xlsx(project: Project, ids: Sequence[str], when: datetime) -> Exchanged:
    """Make `build/xlsx/sop.xlsx` with all SOPs, or with those named, in the order given, each once.

    Raises UsageError for an unknown id, SourceError where a source is wrong.
    """
    readings, findings = read_sources(project)
    book = readings.book
    wanted = list(dict.fromkeys(ids))
    sops = [known_sop(book, id_) for id_ in wanted] or list(book.sops)
    checks = {sop.id: _checks(source) for sop, source in readings.sheets}
    path = project.build / "xlsx" / "sop.xlsx"
    write_whole(path, write_workbook(book, sops, when, checks))
    return Exchanged(path, len(sops), findings)


def _checks(source: Source) -> Checks:
    """Give what an SOP's source says in `periksa`: no part of the book, and yet the author's."""
    node = source.tree.get(("periksa",))
    written = node.data() if node is not None else None
    if not isinstance(written, dict):
        return ()
    levels = [(rule, item) for rule, item in written.items() if isinstance(item, dict)]
    return [(rule, str(item.get("tingkat") or ""), str(item.get("alasan") or "")) for rule, item in levels]
