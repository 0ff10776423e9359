"""A Keputusan with its annexes -> paragraphs and tables of a Word document, as `templates/halaman/keputusan.html` has it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bukusop.model import Daftar, Keputusan, Lampiran, Paragraf, Run, Sitasi, Tabel, Teks
from bukusop.office.word import prose
from bukusop.office.word.document import Document, Listing, keep, room_below
from bukusop.office.word.prose import SIGNATURE_MM, signature, width_of
from bukusop.office.word.styles import indent
from bukusop.office.word.tables import Cell, Row, table
from bukusop.office.word.xml import Element, el, twips
from bukusop.render import Scene
from bukusop.render.prose import diktum_label, widths

LABEL_MM, COLON_MM, BELOW_MM = 34.0, 4.0, 2.5
"""Widths of the labels and of the colon behind them; room below each, which in a table stands beside that of what follows."""
BLANK = "................................"
"""Stands where a number or a day is not given yet."""
_GROUNDS, _COPIES = Listing(7.0), Listing(6.2)
_DIKTUM = Listing(6.0, ("a", "1"))
"""Lists in a diktum are lettered, those inside them numbered."""
_CELLS = Listing(6.0)

EndOfSection = Callable[[bool], None]
"""Ends the pages written so far; says whether they lay."""


def decree(document: Document, scene: Scene, part: str, keputusan: Keputusan, end: EndOfSection) -> bool:
    """Write a Keputusan; tells whether its last pages, which are not ended yet, lie."""
    book, gaya = scene.book, scene.book.profil.keputusan
    pejabat = book.pejabat_of(keputusan.pejabat)
    head = f"KEPUTUSAN {pejabat.jabatan.upper()}"
    _letterhead(document, scene)
    document.add(
        document.paragraph("JudulKeputusan", *document.entry(part, f"Keputusan tentang {keputusan.tentang}", 1), head),
        document.paragraph("KeputusanTengah", f"NOMOR {keputusan.nomor or BLANK}"),
        document.paragraph("KeputusanTengah", "TENTANG", properties=[_around(4, 4)]),
        document.paragraph("KeputusanTengah", keputusan.tentang.upper(), properties=[indent(8, right=8)]),
        document.paragraph("KeputusanTengah", f"{pejabat.jabatan.upper()},", properties=[_around(4, 4)]),
    )
    grounds = (
        (gaya.label_menimbang, [_ended(item) for item in keputusan.menimbang], "a"),
        (gaya.label_mengingat, [_ended(_cited(item)) for item in keputusan.mengingat], "1"),
        (gaya.label_memperhatikan, [_ended(_cited(item)) for item in keputusan.memperhatikan], "1"),
    )
    _hanging(document, [(label, _ground(document, items, form)) for label, items, form in grounds if items])
    document.add(document.paragraph("KeputusanTengah", gaya.kata_memutuskan, properties=[el("w:keepNext"), _around(4 - BELOW_MM, 4)]))
    about = keputusan.tentang.upper() if gaya.menetapkan_huruf_besar else keputusan.tentang
    when = (f"Ditetapkan di {keputusan.tempat}", f"pada tanggal {prose.day(keputusan.tanggal)}".rstrip())
    closing = signature(document, "Penutup", pejabat, when, rank=gaya.pangkat, nip=gaya.nip, above=7 - BELOW_MM)
    _hanging(document, [("Menetapkan", [document.paragraph("KeputusanDiktum", f"{head} TENTANG {about}.")]), *(
        (diktum_label(index), _diktum(document, isi)) for index, isi in enumerate(keputusan.diktum)
    )], closing)
    _copies(document, scene, keputusan)
    lying = False
    for index, annex in enumerate(keputusan.lampiran, 1):
        if annex.lanskap != lying:
            end(lying)
        _annex(document, scene, f"{part}--lampiran-{index}", keputusan, annex, fresh=annex.lanskap != lying)
        lying = annex.lanskap
    return lying


def _around(before: float, after: float) -> Element:
    return el("w:spacing", {"w:before": twips(before), "w:after": twips(after)})


def _letterhead(document: Document, scene: Scene) -> None:
    office = scene.book.instansi
    logo = document.paragraph("Normal", document.picture(office.logo, width_mm=21, alt=f"Lambang {office.daerah}"))
    lines = (("KopPemerintah", office.pemerintah.upper()), ("KopDinas", office.nama.upper()), ("KopAlamat", office.alamat),
             ("KopAlamat", scene.contact))
    words = [document.paragraph(style, line) for style, line in lines if line]
    rule = el("w:tblBorders", el("w:bottom", {"w:val": "single", "w:sz": "18", "w:space": "0", "w:color": "000000"}))
    room = width_of(document)
    document.add(table("TabelPolos", [27, room - 27], [Row([Cell([logo]), Cell(words)], least=29.5)], borders=rule))


def _ended(item: Teks) -> Teks:
    """End an item with a semicolon: the rule of Menimbang and Mengingat."""
    if item and isinstance(item[-1], Paragraf):
        return (*item[:-1], Paragraf((*item[-1].isi, Run(";"))))
    return item


def _cited(item: Sitasi) -> Teks:
    return (Paragraf((Run(item.peraturan.sitasi_lengkap),)),) if item.peraturan else item.teks


def _ground(document: Document, items: Sequence[Teks], form: str) -> list[Element]:
    if len(items) == 1:
        return document.blocks(items[0], "KeputusanButir", replace(_GROUNDS, room=_beside(document)))
    return document.items(Daftar(tuple(items), form), "KeputusanButir", replace(_GROUNDS, room=_beside(document)))


def _diktum(document: Document, isi: Teks) -> list[Element]:
    return document.blocks(isi, "KeputusanDiktum", replace(_DIKTUM, room=_beside(document)))


def _beside(document: Document) -> float:
    """Give the width beside the labels, in mm."""
    return width_of(document) - LABEL_MM - COLON_MM


def _hanging(document: Document, rows: Sequence[tuple[str, Sequence[Element]]], closing: Sequence[Element] = ()) -> None:
    """Write labels with what hangs beside them, as a table without rules.

    `closing` is a last row over its whole width, which never stands on a page without the row above it: no signature alone. LibreOffice
    keeps a row to the next, but not to a paragraph behind the table.
    """
    made = []
    for number, (label, inside) in enumerate(rows, 1):
        last = bool(closing) and number == len(rows)
        colon = document.paragraph("KeputusanLabel", ":", properties=[indent(0, right=2), el("w:jc", {"w:val": "right"})])
        cells = ([document.paragraph("KeputusanLabel", label)], [colon], list(inside))
        if inside:
            room_below(cells[2][-1], BELOW_MM)
        for paragraph in [paragraph for cell in cells for paragraph in cell] if last else []:
            keep(paragraph)
        made.append(Row([Cell(cell) for cell in cells], whole=last))
    if closing:
        made.append(Row([Cell(closing, columns=3)]))
    document.add(table("TabelPolos", [LABEL_MM, COLON_MM, _beside(document)], made))


def _copies(document: Document, scene: Scene, keputusan: Keputusan) -> None:
    gaya = scene.book.profil.keputusan
    if keputusan.tembusan:
        document.add(document.paragraph("Tembusan", "Tembusan:", properties=[el("w:keepNext"), el("w:spacing", {"w:before": twips(8)})]))
        copies = document.items(Daftar(keputusan.tembusan, "1"), "Tembusan", _COPIES)
        for paragraph in copies[:-1]:
            keep(paragraph)
        document.add(*copies)
    if keputusan.salinan:
        document.add(*signature(document, "Penutup", scene.book.pejabat_of(keputusan.salinan.pejabat), ("Salinan sesuai dengan aslinya",),
                                rank=gaya.pangkat, nip=gaya.nip, left=0.0, apart=0))


def _annex(document: Document, scene: Scene, place: str, keputusan: Keputusan, annex: Lampiran, *, fresh: bool) -> None:
    pejabat, gaya, page = scene.book.pejabat_of(keputusan.pejabat), scene.book.profil.keputusan, document.profil.prosa
    room = (page.tinggi if annex.lanskap else page.lebar) - page.margin[1] - page.margin[3]
    day = prose.day(keputusan.tanggal).upper() or BLANK
    lines = (f"LAMPIRAN {annex.nomor}".rstrip(), f"KEPUTUSAN {pejabat.jabatan.upper()}", f"NOMOR {keputusan.nomor or BLANK}",
             f"TANGGAL {day}", f"TENTANG {keputusan.tentang.upper()}")
    for number, line in enumerate(lines):
        begin = [el("w:pageBreakBefore")] if number == 0 and not fresh else []
        document.add(document.paragraph("KepalaLampiran", line, properties=[*begin, indent(room - 92)]))
    entry = document.entry(place, f"Lampiran {annex.nomor}".rstrip() + f": {annex.judul}", 2)
    document.add(document.paragraph("JudulLampiran", *entry, annex.judul.upper()))
    if annex.daftar_sop:
        prose.master_list(document, scene, prose.ANNEX, room, below=False)
    elif annex.tabel:
        _table(document, annex.tabel, room)
    else:
        prose.body(document, scene, place.rpartition("--")[0], annex.isi, replace(prose.ANNEX, heading_num=document.heading_num()), room)
    document.add(*signature(document, "Penutup", pejabat, (), rank=gaya.pangkat, nip=gaya.nip, left=room - SIGNATURE_MM))


def _table(document: Document, found: Tabel, room: float) -> None:
    head = Row([prose.head_cell(document, "KepalaSelLampiran", (Run(name),)) for name in found.kolom], head=True)
    shares = [room * share / 100 for share in widths(found)]
    rows = [
        Row([Cell(document.blocks(item, "SelLampiran", replace(_CELLS, room=share - prose.CELL_SIDES_MM)))
             for item, share in zip(row, shares, strict=False)]) for row in found.baris
    ]
    document.add(table("TabelNaskah", shares, [head, *rows]))


