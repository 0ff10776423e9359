"""The whole way on one screen: what a command does, pass after pass.

    load      sources -> Book, findings                      (load/)
    examine   Book and sources -> findings of the rules      (lint/)
    plan      Book -> list of parts                          (render/parts.py)
    render    part -> pages, flowchart, PDF; in processes    (render/)
    press     its PDF -> fragment; in the same processes     (assemble/press.py)
    number    page counts -> page numbers                    (assemble/numbering.py)
    contents  page numbers -> daftar isi, rendered last      (render/contents.py)
    assemble  fragments -> one tagged PDF, as it is written  (assemble/)
    write     a file, whole or not at all                    (paths.py)

Nothing here prints: progress is told to a callback, findings are values.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from bukusop import __version__, assemble, cache, flowchart, lint, render, stats
from bukusop.diagnostics import Fault, Finding, Findings, Severity, SourceError, UsageError, suggest
from bukusop.flowchart import svg
from bukusop.load import Readings, load_readings, schemas
from bukusop.model import Book, Profil, Sop
from bukusop.paths import Project, write_whole, writing
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
        parts[spec.id] = replace(part, data=b"")

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


def make_sop(project: Project, id_: str, when: datetime) -> Made:
    """Make `build/sop/ID.pdf`, one sheet as its own file. Raises UsageError for an unknown id, SourceError as above."""
    book, findings = read(project)
    sop = _sop(book, id_)
    scene = render.Scene(book, render.Templates.read(project.templates), links=False)
    spec = replace(next(spec for spec in render.plan(book) if spec.jenis is render.Jenis.LEMBAR and spec.key == id_), level=1)
    part = render.render(scene, spec)
    path = project.build / "sop" / f"{id_}.pdf"
    write_whole(path, sheet_pdf(scene, assemble.press(spec, part), when, sop.nama, cache.store_of(project)))
    return Made(path, part.pages, findings)


def make_monev(project: Project, id_: str, when: datetime, progress: Progress, month: date | None = None) -> Made:
    """Make the forms of monitoring and evaluation: `build/monev/ID.pdf` of one SOP, `build/monev.pdf` of all.

    With `month` (its first day) only of those that fall due in it: `build/monev-2026-08.pdf`. Raises as `make_sop`.
    """
    book, findings = read(project)
    sops = (_sop(book, id_),) if id_ else book.sops
    chosen = render.Chosen.due_in(sops, month) if month else render.Chosen(sops, sops, when.date())
    if month and not chosen.dipantau:
        raise UsageError(f"tidak ada yang jatuh tempo pada bulan {month:%Y-%m}")
    scene = render.Scene(book, render.Templates.read(project.templates), links=False)
    bindery, pages, total = assemble.Bindery(), 0, 1 + len({sop.bidang for sop in chosen.dievaluasi})
    for rank, (spec, part) in enumerate(render.forms(scene, chosen, single=bool(id_))):
        bindery.take(rank, assemble.press(spec, part))
        pages += part.pages
        progress(rank + 1, total, spec.title)
    title = f"Pemantauan dan Evaluasi SOP {sops[0].nama}" if id_ else "Pemantauan dan Evaluasi SOP"
    name = f"monev/{id_}" if id_ else "monev"
    path = project.build / f"{name}{f'-{month:%Y-%m}' if month else ''}.pdf"
    with writing(path) as file:
        bind(bindery, file, book, when, kept_donor(cache.store_of(project), render.donor), title)
    return Made(path, pages, findings)


def statistics(project: Project, today: date) -> stats.Figures:
    """Count the book, seen from a day. Raises SourceError where a source is wrong."""
    return stats.count(read(project)[0], today)


def write_statistics(project: Project, today: date) -> Path:
    """Write the figures of the book as one page, `build/statistik.html`. Raises SourceError where a source is wrong."""
    book, _ = read(project)
    path = project.build / "statistik.html"
    write_whole(path, stats.statistics_page(render.Templates.read(project.templates), book, stats.count(book, today)).encode())
    return path


def draw_sop(project: Project, id_: str) -> flowchart.Drawing:
    """Give the flowchart of a sheet exactly as the sheet shows it. Raises as `make_sop`."""
    book, _ = read(project)
    return render.sheet(render.Scene(book, render.Templates.read(project.templates), links=False), _sop(book, id_)).drawing


def flow_json(project: Project, id_: str) -> str:
    """Give the geometry of a flowchart as JSON text; see `flowchart.to_json`."""
    return json.dumps(flowchart.to_json(id_, draw_sop(project, id_)), ensure_ascii=False, indent=1) + "\n"


def write_flow(project: Project, id_: str) -> list[str]:
    """Write a free-standing SVG per page of a flowchart; give their names."""
    names = []
    for page in draw_sop(project, id_).pages:
        title = f"Bagan alir {id_}, halaman {page.page}"
        path = project.build / "flow" / f"{id_}-{page.page}.svg"
        write_whole(path, svg.write(page, title).encode())
        names.append(project.name(path))
    return names


def _sop(book: Book, id_: str) -> Sop:
    sop = book.sop(id_)
    if sop is None:
        raise UsageError(f"SOP `{id_}` tidak ada; {suggest(id_, [item.id for item in book.sops])}".strip("; "))
    return sop


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


def build_time(environment: Mapping[str, str]) -> datetime:
    """Give the time that a file says it was made at: SOURCE_DATE_EPOCH where set, else now."""
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return datetime.now(UTC).replace(microsecond=0)
    if not epoch.isdigit():
        raise UsageError("SOURCE_DATE_EPOCH harus bilangan detik sejak 1 Januari 1970")
    return datetime.fromtimestamp(int(epoch), UTC)


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
