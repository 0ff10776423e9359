"""Pages for browsers: the website, and the figures of the book. What they need is imported when they are made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from bukusop import cache, render, stats
from bukusop.diagnostics import Findings
from bukusop.paths import Project, shipped_templates, write_whole
from bukusop.pipeline.sources import read, read_sources


@dataclass(frozen=True, slots=True)
class SiteMade:
    """A website that was made: files in all, those written or taken away, and what the office should know as sentences."""

    folder: Path
    count: int
    written: tuple[str, ...]
    removed: tuple[str, ...]
    warnings: tuple[str, ...]
    findings: Findings


def make_site(project: Project, when: datetime) -> SiteMade:
    """Make `build/site/`: pages, signed PDFs, search. Raises SourceError where the sources are wrong, SignError for a damaged register."""
    from bukusop import sign, site

    readings, findings = read_sources(project)
    register = sign.read_register(project.signed_register)
    shelf, warnings = site.fill_shelf(project.build, register)
    shipped, own = (render.Templates.read(folder, render.SITE) for folder in (shipped_templates(), project.templates))
    templates = render.Templates({**shipped.files, **own.files})       # a book's own templates may be older than a page that was added
    estimates = render.Remembered(cache.store_of(project), cache.identify())
    whole = site.Site(readings.book, register, templates, when.date(), shelf, readings.peraturan, estimates)
    folder = project.build / "site"
    done = site.write_files(folder, site.files(whole), keep=frozenset({"pagefind"}))
    site.index(folder)
    return SiteMade(folder, done.count, done.written, done.removed, (*warnings, *site.problems(whole)), findings)


def statistics(project: Project, today: date) -> stats.Figures:
    """Count the book, seen from a day. Raises SourceError where a source is wrong."""
    return stats.count(read(project)[0], today)


def write_statistics(project: Project, today: date) -> Path:
    """Write the figures of the book as one page, `build/statistik.html`. Raises SourceError where a source is wrong."""
    book, _ = read(project)
    path = project.build / "statistik.html"
    write_whole(path, stats.statistics_page(render.Templates.read(project.templates), book, stats.count(book, today)).encode())
    return path
