"""The book, pass after pass, and the passes that other files share with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from bukusop import __version__, assemble, cache, lint, render
from bukusop.diagnostics import Findings
from bukusop.model import Book, Profil
from bukusop.paths import Project, writing
from bukusop.pipeline.sources import read_sources
from bukusop.processes import Workers

Progress = Callable[[int, int, str], None]
"""Parts done, parts in all, the title of the part just done."""

CONTENTS_ROUNDS = 4
"""The daftar isi may change its own length, and with it the Roman numbers behind it: tried until it stands still."""
CONTENTS_LINES = 30
"""Lines on a page of the daftar isi, about: a good first guess of its length saves a round."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made; `reasons` says of each part that was made anew why, by its id."""

    path: Path
    pages: int
    findings: Findings
    reasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class How:
    """By whom parts are rendered: `jobs` processes (0: as many as there are cores), or a cluster "HOST:PORT".

    `workers` are processes that were started already; they stay open.
    """

    jobs: int = 0
    cluster: str = ""
    workers: Workers | None = None


LOCAL = How()


def make_book(project: Project, when: datetime, progress: Progress, how: How = LOCAL) -> Made:
    """Make `build/buku.pdf`. Raises SourceError with all findings where the sources are wrong; the old book then stays."""
    with nullcontext(how.workers) if how.workers else Workers(how.jobs) as workers, ThreadPoolExecutor(1) as reviewer:
        identity = cache.identify()
        made_of = cache.inputs(project, identity)
        store = cache.store_of(project)
        readings, findings = read_sources(project)
        examined = reviewer.submit(lint.examine, project, readings, findings, when.date())     # while others render
        book = readings.book
        scene = render.Scene(book, render.Templates.read(project.templates), estimates=render.Remembered(store, identity))
        specs = render.plan(book)
        kept, bindery = render.Kept(store, scene, identity), assemble.Bindery()
        press, path = assemble.press, project.build / "buku.pdf"
        with render.cluster(scene, how.cluster, press) if how.cluster else nullcontext(render.team(workers, scene, press)) as team:
            parts = render_parts(kept, team, specs, bindery, progress)
            parts = with_contents(kept, team, book, specs, parts, bindery)
            progress(len(specs), len(specs) + 1, "Penggabungan")
            with writing(path) as file:
                bind(bindery, file, book, when, kept_donor(store, team.donor))
    kept.close()
    findings.extend(examined.result().findings)
    made = Made(path, sum(part.pages for part in parts.values()), findings, kept.reasons)
    cache.remember(project, cache.Record(path, made.pages, findings), made_of)
    progress(len(specs) + 1, len(specs) + 1, "")
    return made


def render_parts(
    kept: render.Kept, team: render.Team, specs: Sequence[render.PartSpec], bindery: assemble.Bindery, progress: Progress
) -> dict[str, render.Pressed]:
    """Give all parts but the daftar isi: those kept are looked for while the others are made anew, side by side.

    The bindery takes them; what it will read again is not held.
    """
    body = {spec.id: rank for rank, spec in enumerate(specs) if spec.jenis is not render.Jenis.DAFTAR_ISI}
    parts: dict[str, render.Pressed] = {}

    def take(spec: render.PartSpec, part: render.Pressed, whole: bool) -> None:
        bindery.take(body[spec.id], part.data, partial(kept.read, spec) if whole else None)
        parts[spec.id] = replace(part, data=b"", measured=b"")

    def done(spec: render.PartSpec, part: render.Pressed) -> None:
        take(spec, part, kept.keep(spec, part))
        progress(len(parts), len(specs) + 1, spec.title)

    def missing() -> Iterator[render.PartSpec]:
        for rank in body.values():
            part = kept.find(specs[rank])
            if part is None:
                yield specs[rank]
            else:
                take(specs[rank], part, whole=True)
        progress(len(parts), len(specs) + 1, "")

    render.render_all(team, missing(), done)
    return {id_: parts[id_] for id_ in body}


def numbers(specs: Sequence[render.PartSpec], parts: Mapping[str, render.Pressed], contents: int) -> assemble.PageNumbers:
    """Number the pages, the daftar isi taken to have `contents` pages."""
    return assemble.number_pages([(spec.id, spec.folio, parts[spec.id].pages if spec.id in parts else contents) for spec in specs])


def with_contents(
    kept: render.Kept, team: render.Team, book: Book, specs: Sequence[render.PartSpec], parts: Mapping[str, render.Pressed],
    bindery: assemble.Bindery,
) -> dict[str, render.Pressed]:
    """Add the daftar isi, rendered until its own length no longer changes what it says."""
    spec = next((item for item in specs if item.jenis is render.Jenis.DAFTAR_ISI), None)
    if spec is None:
        return dict(parts)
    length, contents = 0, None
    for _ in range(CONTENTS_ROUNDS):
        entries = render.entries(book, specs, parts, numbers(specs, parts, length or 1).label)
        length = length or round(len(entries) / CONTENTS_LINES) or 1
        entries = render.entries(book, specs, parts, numbers(specs, parts, length).label)
        contents = kept.find(spec, entries)
        if contents is None:
            made: list[render.Pressed] = []
            render.render_all(team, [spec], lambda _, part: made.append(part), entries=entries)  # noqa: B023 - called at once
            contents = made[0]
            kept.keep(spec, contents)
        if contents.pages == length:
            break
        length = contents.pages
    assert contents is not None
    bindery.take(specs.index(spec), contents.data)
    return {item.id: contents if item.id == spec.id else parts[item.id] for item in specs}


def sheet_pdf(
    scene: render.Scene, pressed: bytes, when: datetime, title: str, store: cache.Store | None = None
) -> bytes:
    """Give a part (as `assemble.press` makes it) as a PDF of its own; `store` keeps what fonts are lent."""
    bindery, target = assemble.Bindery(), BytesIO()
    bindery.take(0, pressed)
    bind(bindery, target, scene.book, when, kept_donor(store, render.donor) if store else render.donor, title)
    return target.getvalue()


def bind(
    bindery: assemble.Bindery, target: BinaryIO, book: Book, when: datetime, donor: Callable[[str], bytes], title: str = ""
) -> None:
    """Bind the parts that the bindery has taken, with fonts and properties.

    `donor` renders the page that lends its fonts; `title` is given for a file that is not the whole book.
    """
    profil, instansi = book.profil, book.instansi
    author = f"{instansi.nama} {instansi.daerah}"
    metadata = assemble.Metadata(
        title=title or f"{book.judul} {author}", author=author, subject=book.subjudul, keywords="SOP, standar operasional prosedur",
        created=when, creator=f"bukusop {__version__}", identifier=bindery.digest,
    )
    html = bindery.donor_html(assemble.Face(profil.huruf.prosa), profil.folio.bentuk)
    bindery.bind(target, donor(html), folio_style(profil), metadata)


def kept_donor(store: cache.Store, make: Callable[[str], bytes]) -> Callable[[str], bytes]:
    """Give a way to the donor of fonts for some HTML that asks the store first, and keeps what it has to make."""
    identity = cache.identify()

    def donor(html: str) -> bytes:
        key = cache.digest("donor", identity.alat, identity.huruf, html)
        data = store.get(key)
        if data is None:
            data = make(html)
            store.put(key, data)
        return data

    return donor


def folio_style(profil: Profil) -> assemble.FolioStyle:
    """Give the page numbers' style as the profile says."""
    folio = profil.folio
    position = "top" if folio.posisi == "atas" else "bottom"
    return assemble.FolioStyle(form=folio.bentuk, position=position, align=folio.perataan, y_from_bottom=17.0)
