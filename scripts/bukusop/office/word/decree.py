"""A Keputusan with its annexes -> paragraphs and tables of a Word document, as `templates/halaman/keputusan.html` has it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bukusop.model import Daftar, Keputusan, Lampiran, Paragraf, Run, Sitasi, Tabel, Teks
from bukusop.office.word import prose
from bukusop.office.word.document import Document
from bukusop.office.word.prose import SIGNATURE_MM, signature, width_of
from bukusop.office.word.styles import indent, spacing
from bukusop.office.word.tables import Cell, Row, table
from bukusop.office.word.xml import Element, el, twips
from bukusop.render import Scene
from bukusop.render.prose import diktum_label, widths

LABEL_MM, COLON_MM = 34.0, 4.0
BLANK = "................................"
"""Stands where a number or a day is not given yet."""
_DIKTUM_LISTS = ("a", "1")
"""Lists in a diktum are lettered, those inside them numbered."""

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
        document.paragraph("KeputusanTengah", "TENTANG", properties=[_around(4)]),
        document.paragraph("KeputusanTengah", keputusan.tentang.upper(), properties=[indent(8, right=8)]),
        document.paragraph("KeputusanTengah", f"{pejabat.jabatan.upper()},", properties=[_around(4)]),
    )
    grounds = (
        (gaya.label_menimbang, [_ended(item) for item in keputusan.menimbang], "a"),
        (gaya.label_mengingat, [_ended(_cited(item)) for item in keputusan.mengingat], "1"),
        (gaya.label_memperhatikan, [_ended(_cited(item)) for item in keputusan.memperhatikan], "1"),
    )
    _hanging(document, [(label, _ground(document, items, form)) for label, items, form in grounds if items])
    document.add(document.paragraph("KeputusanTengah", gaya.kata_memutuskan, properties=[el("w:keepNext"), _around(4)]))
    about = keputusan.tentang.upper() if gaya.menetapkan_huruf_besar else keputusan.tentang
    _hanging(document, [("Menetapkan", [document.paragraph("KeputusanButir", f"{head} TENTANG {about}.")]), *(
        (diktum_label(index), _diktum(document, isi)) for index, isi in enumerate(keputusan.diktum)
    )], keep_last=True)
    when = (f"Ditetapkan di {keputusan.tempat}", f"pada tanggal {prose.day(keputusan.tanggal)}".rstrip())
    document.add(*signature(document, "Penutup", pejabat, when, rank=gaya.pangkat, nip=gaya.nip))
    _copies(document, scene, keputusan)
    lying = False
    for index, annex in enumerate(keputusan.lampiran, 1):
        if annex.lanskap != lying:
            end(lying)
        _annex(document, scene, f"{part}--lampiran-{index}", keputusan, annex, fresh=annex.lanskap != lying)
        lying = annex.lanskap
    return lying


def _around(mm: float) -> Element:
    return el("w:spacing", {"w:before": twips(mm), "w:after": twips(mm)})


def _letterhead(document: Document, scene: Scene) -> None:
    office = scene.book.instansi
    logo = document.paragraph("Normal", document.picture(office.logo, width_mm=21, alt=f"Lambang {office.daerah}"))
    lines = (("KopPemerintah", office.pemerintah.upper()), ("KopDinas", office.nama.upper()), ("KopAlamat", office.alamat),
             ("KopAlamat", scene.contact))
    words = [document.paragraph(style, line) for style, line in lines if line]
    rule = el("w:tblBorders", el("w:bottom", {"w:val": "thickThinSmallGap", "w:sz": "24", "w:space": "0", "w:color": "000000"}))
    room = width_of(document)
    document.add(table("TabelPolos", [27, room - 27], [Row([Cell([logo]), Cell(words)])], borders=rule))


def _ended(item: Teks) -> Teks:
    """End an item with a semicolon: the rule of Menimbang and Mengingat."""
    if item and isinstance(item[-1], Paragraf):
        return (*item[:-1], Paragraf((*item[-1].isi, Run(";"))))
    return item


def _cited(item: Sitasi) -> Teks:
    return (Paragraf((Run(item.peraturan.sitasi_lengkap),)),) if item.peraturan else item.teks


def _ground(document: Document, items: Sequence[Teks], form: str) -> list[Element]:
    if len(items) == 1:
        return document.blocks(items[0], "KeputusanButir")
    return document.items(Daftar(tuple(items), form), "KeputusanButir")


def _diktum(document: Document, isi: Teks) -> list[Element]:
    return document.blocks(isi, "KeputusanButir", manner=_DIKTUM_LISTS)


def _hanging(document: Document, rows: Sequence[tuple[str, Sequence[Element]]], *, keep_last: bool = False) -> None:
    """Write labels with what hangs beside them, as a table without rules; the last row may keep to what follows."""
    made = []
    for number, (label, inside) in enumerate(rows, 1):
        for place, paragraph in enumerate(inside):
            properties = paragraph[0]
            if keep_last and number == len(rows):
                properties.insert(1, el("w:keepNext"))
            if place == len(inside) - 1:
                _room_below(properties)
        made.append(Row([Cell([document.paragraph("KeputusanLabel", label)]), Cell([document.paragraph("KeputusanLabel", ":")]),
                         Cell(inside)], whole=keep_last and number == len(rows)))
    document.add(table("TabelPolos", [LABEL_MM, COLON_MM, width_of(document) - LABEL_MM - COLON_MM], made))


def _room_below(properties: Element) -> None:
    found = el("w:spacing", {"w:after": twips(2.5)})
    following = next((child for child in properties if child.tag.endswith("}ind") or child.tag.endswith("}jc")), None)
    if following is None:
        properties.append(found)
    else:
        following.addprevious(found)


def _copies(document: Document, scene: Scene, keputusan: Keputusan) -> None:
    gaya = scene.book.profil.keputusan
    if keputusan.tembusan:
        document.add(document.paragraph("KeputusanLabel", "Tembusan:", properties=[el("w:keepNext"), spacing(8, 0, 11)]))
        document.add(*document.items(Daftar(keputusan.tembusan, "1"), "KeputusanLabel"))
    if keputusan.salinan:
        document.add(*signature(document, "Penutup", scene.book.pejabat_of(keputusan.salinan.pejabat), ("Salinan sesuai dengan aslinya",),
                                rank=gaya.pangkat, nip=gaya.nip, left=0.0))


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
        prose.master_list(document, scene, "SelLampiran", "KepalaSelLampiran", room)
    elif annex.tabel:
        _table(document, annex.tabel, room)
    else:
        prose.body(document, scene, place.rpartition("--")[0], annex.isi, "Keputusan", document.heading_num())
    document.add(*signature(document, "Penutup", pejabat, (), rank=gaya.pangkat, nip=gaya.nip, left=room - SIGNATURE_MM))


def _table(document: Document, found: Tabel, room: float) -> None:
    head = Row([Cell([document.paragraph("KepalaSelLampiran", name)], middle=True) for name in found.kolom], head=True)
    rows = [Row([Cell(document.blocks(item, "SelLampiran")) for item in row]) for row in found.baris]
    document.add(table("TabelNaskah", [room * share / 100 for share in widths(found)], [head, *rows]))


