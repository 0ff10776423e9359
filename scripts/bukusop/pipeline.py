"""The whole way on one screen: what a command does, pass after pass.

    load      sources -> Book, findings                      (load/)
    plan      Book -> list of parts                          (render/parts.py)
    render    part -> pages, flowchart, PDF; in processes    (render/)
    number    page counts -> page numbers                    (assemble/numbering.py)
    contents  page numbers -> daftar isi, rendered last      (render/contents.py)
    assemble  parts -> one tagged PDF                        (assemble/)
    write     bytes -> file, whole or not at all             (paths.py)

Nothing here prints: progress is told to a callback, findings are values.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bukusop import __version__, assemble, flowchart, render
from bukusop.diagnostics import Findings, SourceError, UsageError, suggest
from bukusop.flowchart import svg
from bukusop.load import load_book, schemas
from bukusop.model import Book, Profil, Sop
from bukusop.paths import Project, write_whole

Progress = Callable[[int, int, str], None]
"""Parts done, parts in all, the title of the part just done."""

CONTENTS_ROUNDS = 4
"""The daftar isi may change its own length, and with it the Roman numbers behind it: tried until it stands still."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made."""

    path: Path
    pages: int
    findings: Findings


def make_book(project: Project, when: datetime, progress: Progress, jobs: int = 0) -> Made:
    """Make `build/buku.pdf`. Raises SourceError with all findings where the sources are wrong; the old book then stays."""
    book, findings = read(project)
    scene = render.Scene(book, render.Templates(project.templates))
    specs = render.plan(book)
    total = len(specs) + 1
    body = [spec for spec in specs if spec.jenis is not render.Jenis.DAFTAR_ISI]
    with render.workers(scene, jobs) as pool:
        parts = render.render_all(pool, body, partial(_tell, progress, total))
    parts = with_contents(scene, specs, parts)
    progress(total - 1, total, "Daftar Isi")
    data = join(scene, specs, parts, when)
    progress(total, total, "Penggabungan")
    path = project.build / "buku.pdf"
    write_whole(path, data)
    return Made(path, sum(part.pages for part in parts.values()), findings)


def _tell(progress: Progress, total: int, done: int, title: str) -> None:
    progress(done, total, title)


def make_sop(project: Project, id_: str, when: datetime) -> Made:
    """Make `build/sop/ID.pdf`, one sheet as its own file. Raises UsageError for an unknown id, SourceError as above."""
    book, findings = read(project)
    sop = _sop(book, id_)
    scene = render.Scene(book, render.Templates(project.templates), links=False)
    spec = next(spec for spec in render.plan(book) if spec.jenis is render.Jenis.LEMBAR and spec.key == id_)
    part = render.render(scene, replace(spec, level=1))
    data = join(scene, [spec], {spec.id: part}, when, title=sop.nama)
    path = project.build / "sop" / f"{id_}.pdf"
    write_whole(path, data)
    return Made(path, part.pages, findings)


def draw_sop(project: Project, id_: str) -> flowchart.Drawing:
    """Give the flowchart of a sheet exactly as the sheet shows it. Raises as `make_sop`."""
    book, _ = read(project)
    return render.sheet(render.Scene(book, render.Templates(project.templates), links=False), _sop(book, id_)).drawing


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
    findings = Findings()
    book = load_book(project, findings)
    if book is None:
        raise SourceError(findings)
    return book, findings


def build_time(environment: Mapping[str, str]) -> datetime:
    """Give the time that a file says it was made at: SOURCE_DATE_EPOCH where set, else now."""
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return datetime.now(UTC).replace(microsecond=0)
    if not epoch.isdigit():
        raise UsageError("SOURCE_DATE_EPOCH harus bilangan detik sejak 1 Januari 1970")
    return datetime.fromtimestamp(int(epoch), UTC)


def numbers(specs: Sequence[render.PartSpec], parts: Mapping[str, render.Rendered], contents: int) -> assemble.PageNumbers:
    """Number the pages, the daftar isi taken to have `contents` pages."""
    return assemble.number_pages([(spec.id, spec.folio, parts[spec.id].pages if spec.id in parts else contents) for spec in specs])


def with_contents(
    scene: render.Scene, specs: Sequence[render.PartSpec], parts: Mapping[str, render.Rendered]
) -> dict[str, render.Rendered]:
    """Add the daftar isi, rendered until its own length no longer changes what it says."""
    spec = next((item for item in specs if item.jenis is render.Jenis.DAFTAR_ISI), None)
    if spec is None:
        return dict(parts)
    length, contents = 1, None
    for _ in range(CONTENTS_ROUNDS):
        labels = numbers(specs, parts, length)
        contents = render.render(scene, spec, render.entries(scene.book, specs, parts, labels.label))
        if contents.pages == length:
            break
        length = contents.pages
    assert contents is not None
    return {item.id: contents if item.id == spec.id else parts[item.id] for item in specs}


def join(
    scene: render.Scene, specs: Sequence[render.PartSpec], parts: Mapping[str, render.Rendered], when: datetime, title: str = ""
) -> bytes:
    """Assemble parts to one PDF; `title` is given for a file that is not the whole book."""
    book, profil = scene.book, scene.book.profil
    pieces = [_piece(spec, parts[spec.id]) for spec in specs]
    face = assemble.Face(profil.huruf.prosa)
    words = "".join(stamp.text for piece in pieces for stamp in piece.stamps) + profil.folio.bentuk
    donor = render.donor(assemble.donor_html([assemble.used_text(piece.pdf) for piece in pieces], face, words))
    instansi = book.instansi
    author = f"{instansi.nama} {instansi.daerah}"
    metadata = assemble.Metadata(
        title=title or f"{book.judul} {author}", author=author, subject=book.subjudul, keywords="SOP, standar operasional prosedur",
        created=when, creator=f"bukusop {__version__}",
        identifier=hashlib.sha256(b"".join(hashlib.sha256(piece.pdf).digest() for piece in pieces)).digest()[:16],
    )
    return assemble.assemble(pieces, donor, folio_style(profil), metadata)


def folio_style(profil: Profil) -> assemble.FolioStyle:
    """Give the page numbers' style as the profile says."""
    folio = profil.folio
    position = "top" if folio.posisi == "atas" else "bottom"
    return assemble.FolioStyle(form=folio.bentuk, position=position, align=folio.perataan, y_from_bottom=17.0)


def _piece(spec: render.PartSpec, part: render.Rendered) -> assemble.Part:
    return assemble.Part(
        id=spec.id, pdf=part.pdf, folio=spec.folio,
        outline=tuple(
            assemble.OutlineEntry(mark.level, f"{mark.label} {mark.title}".strip(), mark.page, mark.y) for mark in part.marks
        ),
        stamps=tuple(assemble.Stamp(word.page, word.x, word.y, word.text, 11.0, "right") for word in part.catchwords),
        continued_tables=part.continued_tables,
    )


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
