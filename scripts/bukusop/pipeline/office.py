"""Files for Word: the book and its sheets. What they need is imported when they are made."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bukusop import assemble, cache, render
from bukusop.diagnostics import Findings
from bukusop.model import Book
from bukusop.paths import Project, write_whole
from bukusop.pipeline.book import LOCAL, How, Progress, numbers, render_parts, with_contents
from bukusop.pipeline.sources import known_sop, read
from bukusop.processes import Workers


@dataclass(frozen=True, slots=True)
class Written:
    """A document that was written."""

    path: Path
    sheets: int
    findings: Findings


def make_docx(project: Project, id_: str, when: datetime, progress: Progress, how: How = LOCAL) -> Written:
    """Make `build/docx/ID.docx` of one SOP, or `build/docx/buku.docx` of the whole book where `id_` is empty.

    Raises UsageError for an unknown id, SourceError where a source is wrong; the old file then stays.
    """
    from bukusop.office import word

    book, findings = read(project)
    sop = known_sop(book, id_) if id_ else None
    store, identity = cache.store_of(project), cache.identify()
    scene = render.Scene(book, render.Templates.read(project.templates), estimates=render.Remembered(store, identity))
    if sop is not None:
        path = project.build / "docx" / f"{sop.id}.docx"
        measures = render.Measures(scene, store, identity)
        write_whole(path, word.write_sheet(replace(scene, links=False), sop, measures.of, when))
        return Written(path, 1, findings)
    entries = contents(project, scene, progress, how)
    measures = render.Measures(scene, store, identity)      # of the sheets that were made for the page numbers
    path = project.build / "docx" / "buku.docx"
    write_whole(path, word.write_book(scene, measures.of, entries, when))
    return Written(path, len(book.sops), findings)


def contents(project: Project, scene: render.Scene, progress: Progress, how: How = LOCAL) -> Sequence[render.Entry]:
    """Give the lines of the daftar isi with the page numbers of the printed book, whose parts are made where none are kept."""
    specs = render.plan(scene.book)
    kept, bindery = render.Kept(cache.store_of(project), scene, cache.identify()), assemble.Bindery()
    with nullcontext(how.workers) if how.workers else Workers(how.jobs) as workers:
        team = render.team(workers, scene, assemble.press)
        parts = render_parts(kept, team, specs, bindery, progress)
        parts = with_contents(kept, team, scene.book, specs, parts, bindery)
    kept.close()
    pages = next((parts[spec.id].pages for spec in specs if spec.jenis is render.Jenis.DAFTAR_ISI), 1)
    return _entries(scene.book, specs, parts, pages)


def _entries(
    book: Book, specs: Sequence[render.PartSpec], parts: dict[str, render.Pressed], pages: int
) -> Sequence[render.Entry]:
    return render.entries(book, specs, parts, numbers(specs, parts, pages).label)
