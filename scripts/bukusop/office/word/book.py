"""A book, or one sheet of it -> a Word document as bytes.

Parts come in the order of `render.plan`; the daftar isi is given, because its page numbers are those of the printed book. A sheet needs
the measures of its laid-out pages: its rows are made as high in Word, and its drawing lies where it lies there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from bukusop import render
from bukusop.model import Sop
from bukusop.model.profile import Halaman
from bukusop.office.word import decree, prose, sheet
from bukusop.office.word.document import Document, bookmark_name
from bukusop.office.word.frames import Frames, Head
from bukusop.office.word.xml import Element, name
from bukusop.render import Jenis

Measuring = Callable[[Sop], render.Measured]


def write_book(scene: render.Scene, measure: Measuring, entries: Sequence[render.Entry], when: datetime) -> bytes:
    """Write the whole book; `entries` are the lines of its daftar isi."""
    book = scene.book
    specs = render.plan(book)
    marks = {bookmark_name(spec.id) for spec in specs} | {bookmark_name(entry.bagian.replace("#", "--")) for entry in entries}
    document = Document(book, book.profil, marks)
    frames = Frames(document)
    series = "romawi" if any(spec.folio == "arab" for spec in specs) else "arab"
    for number, spec in enumerate(specs, 1):
        series = spec.folio if spec.folio != "tanpa" else series
        _part(document, frames, scene, spec, Head(series, spec.folio != "tanpa", scene.notes(book.profil)), measure, entries,
              last=number == len(specs))
    author = f"{book.instansi.nama} {book.instansi.daerah}"
    return document.save(f"{book.judul} {author}", author, when)


def write_sheet(scene: render.Scene, sop: Sop, measure: Measuring, when: datetime) -> bytes:
    """Write the sheet of one SOP as a document of its own."""
    document = Document(scene.book, scene.book.profil_of(sop))
    _sheet(document, Frames(document), scene, sop, Head("arab"), measure, last=True)
    return document.save(sop.nama, f"{scene.book.instansi.nama} {scene.book.instansi.daerah}", when)


def _part(
    document: Document, frames: Frames, scene: render.Scene, spec: render.PartSpec, head: Head, measure: Measuring,
    entries: Sequence[render.Entry], *, last: bool,
) -> None:
    book, profil = scene.book, scene.book.profil
    page = profil.prosa
    if spec.jenis is Jenis.LEMBAR:
        sop = book.sop(spec.key)
        assert sop is not None
        _sheet(document, frames, scene, sop, head, measure, last=last)
        return
    if spec.jenis is Jenis.SAMPUL:
        head = replace(head, foot=tuple(prose.cover(document, scene)))
    elif spec.jenis is Jenis.KEPUTUSAN:
        keputusan = next(item for item in book.keputusan if item.id == spec.key)
        head = replace(head, decree=bookmark_name(spec.id), font=profil.huruf.keputusan)

        def end(lying: bool) -> None:
            frames.end(profil, _turned(profil.prosa) if lying else profil.prosa, head)

        page = _turned(page) if decree.decree(document, scene, spec.id, keputusan, end) else page
    elif spec.jenis is Jenis.DAFTAR_ISI:
        prose.contents(document, entries)
    elif spec.jenis is Jenis.NASKAH:
        prose.chapter(document, scene, spec.id, next(item for item in book.chapters if item.id == spec.key))
    else:
        page = profil.lembar_halaman
        prose.divider(document, scene, spec.id, next(item for item in book.bidang if item.kunci == spec.key))
    frames.end(profil, page, head, last=last)


def _turned(page: Halaman) -> Halaman:
    return replace(page, lebar=page.tinggi, tinggi=page.lebar)


def _says_something(paragraph: Element) -> bool:
    """Tell whether a paragraph has words, and is none of a drawing.

    LibreOffice hides a paragraph that has nothing but a hidden entry, with the drawing that hangs on it.
    """
    if next(paragraph.iterancestors(name("w:txbxContent")), None) is not None:
        return False
    return any(next(item.iterancestors(name("w:p"))) is paragraph for item in paragraph.iter(name("w:t")))


def _sheet(document: Document, frames: Frames, scene: render.Scene, sop: Sop, head: Head, measure: Measuring, *, last: bool) -> None:
    profil = scene.book.profil_of(sop)
    notes = scene.sheet_notes(profil, sop)
    running = scene.fill(profil.lembar.kepala_berjalan) if profil.lembar.kepala_berjalan else ""
    before = len(document.body)
    sheet.add_sheet(document, scene, sop, measure(sop))
    first = next(item for child in document.body[before:] for item in child.iter(name("w:p")) if _says_something(item))
    place = 1 if len(first) and first[0].tag == name("w:pPr") else 0
    for offset, element in enumerate(document.entry(f"sop-{sop.id}", sop.nama, 4), place):
        first.insert(offset, element)
    head = replace(head, notes=notes, running=running, font=profil.huruf.lembar)
    frames.end(profil, scene.page(profil, profil.lembar_halaman, notes), head, sheet=True, last=last)
