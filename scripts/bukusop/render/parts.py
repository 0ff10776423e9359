"""The book as a list of parts, and one part -> its PDF with what the assembly must know of it.

A part is a run of pages from one HTML document. Its bytes do not depend on where it stands in the book.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bukusop.model import Book, JenisBab, JenisBagian, Profil
from bukusop.render import pdf, prose
from bukusop.render.measured import Measured
from bukusop.render.scene import Scene
from bukusop.render.sheet import Layout, Sheet

PT_PER_MM = 72 / 25.4


class Jenis(StrEnum):
    """Kinds of parts."""

    SAMPUL = "sampul"
    KEPUTUSAN = "keputusan"
    DAFTAR_ISI = "daftar_isi"
    NASKAH = "naskah"
    PEMBATAS = "pembatas"
    LEMBAR = "lembar"
    MONEV = "monev"    # never part of the book: see `monev.py`


@dataclass(frozen=True, slots=True)
class PartSpec:
    """A part to be made: `key` names the Keputusan, chapter, bidang or SOP; `folio` is its series (tanpa, romawi, arab)."""

    id: str
    jenis: Jenis
    key: str
    folio: str
    level: int
    title: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A place that outline and daftar isi may name: level in the outline, `page` from 0 in the part, `y` pt from its top."""

    level: int
    label: str
    title: str
    anchor: str
    page: int
    y: float


@dataclass(frozen=True, slots=True)
class Catchword:
    """Kata penyambung: the word that opens the next page, to stand at (x, y) pt of `page` (from 0), right-aligned."""

    page: int
    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A part as PDF; of a sheet also its measures, as bytes."""

    id: str
    pdf: bytes
    pages: int
    marks: tuple[Mark, ...]
    catchwords: tuple[Catchword, ...] = ()
    continued_tables: tuple[int, ...] = ()
    measured: bytes = b""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A part after its press: pages and marks for the daftar isi, what the book needs of the part, as bytes; measures as of `Rendered`."""

    id: str
    pages: int
    marks: tuple[Mark, ...]
    data: bytes
    measured: bytes = b""


def plan(book: Book) -> tuple[PartSpec, ...]:
    """Give the parts of the book in order. Everything before the first numbered bab has Roman page numbers."""
    result: list[PartSpec] = []
    folio, under = "romawi", 0
    chapters = {chapter.id: chapter for chapter in book.chapters}
    decrees = {item.id: item for item in book.keputusan}
    for bagian in book.bagian:
        if bagian.jenis is JenisBagian.SAMPUL:
            result.append(PartSpec("sampul", Jenis.SAMPUL, "", "tanpa", 1, "Sampul"))
        elif bagian.jenis is JenisBagian.KEPUTUSAN:
            item = decrees[bagian.id]
            result.append(PartSpec(f"keputusan-{item.id}", Jenis.KEPUTUSAN, item.id, folio, 1, f"Keputusan tentang {item.tentang}"))
        elif bagian.jenis is JenisBagian.DAFTAR_ISI:
            result.append(PartSpec("daftar-isi", Jenis.DAFTAR_ISI, "", folio, 1, "Daftar Isi"))
        elif bagian.jenis is JenisBagian.BAB:
            chapter = chapters[bagian.id]
            if chapter.jenis is JenisBab.BAB:
                folio, under = "arab", 1
            title = f"BAB {chapter.nomor} {chapter.judul}" if chapter.nomor else chapter.judul
            result.append(PartSpec(f"naskah-{chapter.id}", Jenis.NASKAH, chapter.id, folio, 1, title))
        else:
            folio = "arab"
            result.extend(_sheets(book, under))
    return tuple(result)


def _sheets(book: Book, under: int) -> list[PartSpec]:
    result = []
    for bidang in book.bidang:
        mine = [sop for sop in book.sops if sop.bidang == bidang.kunci]
        if mine and book.pembatas_bidang:
            title = f"{bidang.huruf}. {bidang.nama}"
            result.append(PartSpec(f"bidang-{bidang.kunci}", Jenis.PEMBATAS, bidang.kunci, "arab", under + 1, title))
        result.extend(PartSpec(f"sop-{sop.id}", Jenis.LEMBAR, sop.id, "arab", under + 2, sop.nama) for sop in mine)
    return result


@dataclass(frozen=True, slots=True)
class Copy:
    """A part as copy for the press: its HTML and CSS, its profile and font, and all else that its pages depend on, as text.

    For a sheet `html` is that of the first layout, before page breaks are chosen; its graphs are in `beside`.
    """

    html: str
    css: str
    profil: Profil
    font: str
    beside: str = ""


def copy(scene: Scene, spec: PartSpec, entries: Sequence[prose.Entry] = ()) -> Copy:
    """Write the copy of a part; cheap, nothing is laid out. `entries` are the lines of the daftar isi, for that part only."""
    book, profil = scene.book, scene.book.profil
    uji = scene.tte is not None and scene.tte.uji
    beside = repr((spec, book.status, scene.links, _inner(scene, spec), uji))
    css: tuple[str, ...] = ("dasar", "naskah")
    font = profil.huruf.prosa
    if spec.jenis is Jenis.LEMBAR:
        layout = _layout(scene, spec)
        profil = layout.profil
        return Copy(layout.html({}), layout.css, profil, profil.huruf.lembar, beside + repr(layout.chart.graphs))
    if spec.jenis is Jenis.SAMPUL:
        html = prose.cover(scene, spec.id)
    elif spec.jenis is Jenis.KEPUTUSAN:
        keputusan = next(item for item in book.keputusan if item.id == spec.key)
        html, css, font = prose.decree(scene, spec.id, keputusan), (*css, "keputusan"), profil.huruf.keputusan
    elif spec.jenis is Jenis.DAFTAR_ISI:
        html = prose.contents(scene, spec.id, entries)
    elif spec.jenis is Jenis.NASKAH:
        chapter = next(item for item in book.chapters if item.id == spec.key)
        html, css = prose.chapter(scene, spec.id, chapter), (*css, "keputusan")
    else:
        bidang = next(item for item in book.bidang if item.kunci == spec.key)
        html = prose.divider(scene, spec.id, bidang)
    return Copy(html, scene.templates.css(*css), profil, font, beside)


def render(scene: Scene, spec: PartSpec, entries: Sequence[prose.Entry] = ()) -> Rendered:
    """Render one part. `entries` as in `copy`."""
    if spec.jenis is Jenis.LEMBAR:
        return _sheet_part(scene, spec)
    text = copy(scene, spec, entries)
    pages = pdf.Pages(text.html, text.css, scene.file)
    scene.draft_mark(pages, text.font)
    catchwords = _catchwords(scene, pages) if spec.jenis is Jenis.KEPUTUSAN else ()
    marks = _marks(scene, spec, pages)
    return Rendered(spec.id, pages.write(_seed(spec)), len(pages), marks, catchwords)


def _layout(scene: Scene, spec: PartSpec) -> Layout:
    sop = scene.book.sop(spec.key)
    assert sop is not None
    return Layout.of(scene, sop)


def _sheet_part(scene: Scene, spec: PartSpec) -> Rendered:
    made = _layout(scene, spec).sheet()
    marks = (Mark(spec.level, "", spec.title, "", 0, 0.0),)
    continued, measured = _continued(made), Measured.of(made).written()     # before writing, which forgets what was only for measuring
    return Rendered(spec.id, made.pages.write(_seed(spec)), len(made.pages), marks, continued_tables=continued, measured=measured)


def _continued(made: Sheet) -> tuple[int, ...]:
    """Give the pages (from 0) whose first table goes on from the page before."""
    result, last = [], None
    for number in range(len(made.pages)):
        here = sorted((box.y0, int(name.split("-")[1])) for name, box in made.pages.boxes(number).items() if name.startswith("_r-"))
        if not here:
            continue
        if last is not None and here[0][1] == last:
            result.append(number)
        last = here[-1][1]
    return tuple(result)


def _seed(spec: PartSpec) -> bytes:
    return hashlib.sha256(spec.id.encode()).digest()[:16]


def _marks(scene: Scene, spec: PartSpec, pages: pdf.Pages) -> tuple[Mark, ...]:
    """Give the part's own mark and those of its headings."""
    where: dict[str, tuple[int, float]] = {}
    for number in range(len(pages)):
        for name, box in pages.boxes(number).items():
            where.setdefault(name, (number, box.y0 * PT_PER_MM))
    marks = [Mark(spec.level, "", spec.title, "", 0, 0.0)]
    for label, title, anchor in _inner(scene, spec):
        page, y = where[f"{spec.id}--{anchor}"]
        marks.append(Mark(spec.level + 1, label, title, anchor, page, y))
    return tuple(marks)


def _inner(scene: Scene, spec: PartSpec) -> list[tuple[str, str, str]]:
    """Give label, title and anchor of a part's own headings."""
    if spec.jenis is Jenis.NASKAH:
        return prose.heading_entries(next(item for item in scene.book.chapters if item.id == spec.key))
    if spec.jenis is Jenis.KEPUTUSAN:
        keputusan = next(item for item in scene.book.keputusan if item.id == spec.key)
        return [
            ("", f"Lampiran {annex.nomor}".strip() + f": {annex.judul}", f"lampiran-{index}")
            for index, annex in enumerate(keputusan.lampiran, 1)
        ]
    return []


def _catchwords(scene: Scene, pages: pdf.Pages) -> tuple[Catchword, ...]:
    profil = scene.book.profil
    if not profil.keputusan.kata_penyambung:
        return ()
    result = []
    foot = scene.page(profil, profil.prosa, scene.notes(profil), scene.decree_top(profil)).margin[2]
    for page in range(len(pages) - 1):
        word = pages.first_word(page + 1)
        if word:
            width, height = pages.size(page)
            x, y = width - profil.prosa.margin[1], height - foot + 6.0
            result.append(Catchword(page, x * PT_PER_MM, y * PT_PER_MM, f"{word} ..."))
    return tuple(result)


def donor(html: str) -> bytes:
    """Render the page that lends its fonts to all parts of a book."""
    return pdf.Pages(html, "", _no_file).write(hashlib.sha256(b"donor").digest()[:16])


def _no_file(address: str) -> bytes:
    raise KeyError(address)
