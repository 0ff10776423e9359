"""Pages for browsers: the website, and the figures of the book. What they need is imported when they are made."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bukusop import cache, render, stats
from bukusop.diagnostics import Findings
from bukusop.model import Tanggal
from bukusop.paths import Project, write_whole
from bukusop.pipeline.sources import read, read_sources

if TYPE_CHECKING:
    from bukusop.publish import Gate
    from bukusop.sign import Trust


@dataclass(frozen=True, slots=True)
class SiteMade:
    """A website that was made: files in all, those written or taken away, and what the office should know as sentences."""

    folder: Path
    count: int
    written: tuple[str, ...]
    removed: tuple[str, ...]
    warnings: tuple[str, ...]
    findings: Findings


def make_site(project: Project, when: datetime, without: Container[str] = ()) -> SiteMade:
    """Make `build/site/`: pages, signed PDFs (but for `without`, by SHA-256), search.

    Raises SourceError where the sources are wrong, SignError for a damaged register.
    """
    from bukusop import sign, site

    readings, findings = read_sources(project)
    register = sign.read_register(project.signed_register)
    shelf, warnings = site.fill_shelf(project.build, register, without)
    estimates = render.Remembered(cache.store_of(project), cache.identify())
    templates = render.Templates.of_site(project.templates)
    whole = site.Site(readings.book, register, templates, when.date(), shelf, readings.peraturan, estimates)
    folder = project.build / "site"
    done = site.write_files(folder, site.files(whole), keep=frozenset({"pagefind"}))
    site.index(folder)
    return SiteMade(folder, done.count, done.written, done.removed, (*warnings, *site.problems(whole)), findings)


def make_publishable(project: Project, when: datetime, trust: Trust, *, rehearsal: bool) -> tuple[SiteMade, Gate, tuple[str, ...]]:
    """Make the website without old editions that no longer verify; give the gate it has yet to pass, and what was left out as sentences."""
    from bukusop import publish, sign, site

    gate = publish.Gate(sign.read_register(project.signed_register), trust, rehearsal)
    unfit = gate.unfit(site.at_hand(project.build))
    made = make_site(project, when, frozenset(entry.sha256 for entry, _ in unfit))
    return made, gate, tuple(
        f"PDF lama {entry.judul} (disahkan {Tanggal.of(entry.tanggal)}, sudah {entry.status}) "
        f"tidak ikut diterbitkan: {fault}" for entry, fault in unfit
    )


def statistics(project: Project, today: date) -> stats.Figures:
    """Count the book, seen from a day. Raises SourceError where a source is wrong."""
    return stats.count(read(project)[0], today)


def write_statistics(project: Project, today: date) -> Path:
    """Write the figures of the book as one page, `build/statistik.html`. Raises SourceError where a source is wrong."""
    book, _ = read(project)
    path = project.build / "statistik.html"
    write_whole(path, stats.statistics_page(render.Templates.read(project.templates), book, stats.count(book, today)).encode())
    return path
