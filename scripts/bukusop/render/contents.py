"""Parts and their page numbers -> the lines of the daftar isi."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bukusop.model import Book
from bukusop.render.parts import Jenis, Mark, PartSpec, Pressed
from bukusop.render.prose import Entry

PageLabel = Callable[[str, int], str]
"""Part id and page (from 0) in the part -> the page number as printed."""


def entries(book: Book, specs: Sequence[PartSpec], parts: Mapping[str, Pressed], label: PageLabel) -> tuple[Entry, ...]:
    """Give the lines in book order: Keputusan and their annexes, chapters and their headings, bidang, SOPs.

    The cover and the daftar isi itself are not named. SOPs bear their running number.
    """
    result: list[Entry] = []
    number = 0
    for spec in specs:
        if spec.jenis in (Jenis.SAMPUL, Jenis.DAFTAR_ISI):
            continue
        marks: tuple[Mark, ...] = parts[spec.id].marks if spec.id in parts else ()
        first = label(spec.id, 0)
        if spec.jenis is Jenis.LEMBAR:
            number += 1
            result.append(Entry("sop", f"{number}.", spec.title, spec.id, first))
            continue
        if spec.jenis is Jenis.PEMBATAS:
            result.append(Entry("bidang", "", spec.title, spec.id, first))
            continue
        chapter = next((item for item in book.chapters if item.id == spec.key and spec.jenis is Jenis.NASKAH), None)
        name = f"BAB {chapter.nomor}" if chapter and chapter.nomor else ""
        title = chapter.judul if chapter else spec.title
        result.append(Entry("bab" if name else "depan", name, title.upper() if chapter else title, spec.id, first))
        for mark in marks[1:]:
            manner = "judul" if mark.label else "lampiran"
            result.append(Entry(manner, mark.label, mark.title, f"{spec.id}#{mark.anchor}", label(spec.id, mark.page)))
    return tuple(result)
