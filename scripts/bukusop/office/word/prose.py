"""Cover, chapters, daftar isi and the pages before the sheets of a bidang -> paragraphs and tables of a Word document."""

from __future__ import annotations

from collections.abc import Sequence

from bukusop.model import (
    Bidang,
    Blok,
    Chapter,
    Daftar,
    Gambar,
    Heading,
    Kutipan,
    Paragraf,
    Pejabat,
    Run,
    Sisipan,
    Sop,
    TabelMarkdown,
    Tanggal,
)
from bukusop.office.word.document import Document, bookmark_name, field_runs, numbered
from bukusop.office.word.styles import indent, spacing
from bukusop.office.word.tables import Cell, Row, table
from bukusop.office.word.xml import Element, el, twips, val
from bukusop.render import Entry, Scene, text
from bukusop.render.prose import SYMBOLS

SIGNATURE_MM = 96.0
"""Width of the block of a signature, at the right margin."""
INK_MM = 22.0
"""Room for ink and stamp."""
_TOC = {"depan": "TOC1", "bab": "TOC1", "lampiran": "TOC2", "judul": "TOC2", "bidang": "TOC3", "sop": "TOC4"}


def width_of(document: Document) -> float:
    """Give the width of the text on a page of prose, in mm."""
    page = document.profil.prosa
    return page.lebar - page.margin[1] - page.margin[3]


def centred() -> Element:
    """Give the property of a paragraph in the middle."""
    return val("w:jc", "center")


def cover(document: Document, scene: Scene) -> Sequence[Element]:
    """Write the cover; give the lines at its foot, which stand in the section's footer."""
    book, office = scene.book, scene.book.instansi
    _sized(document, office.pemerintah.upper(), 15, before=6)
    _sized(document, office.nama.upper(), 18, bold=True, line=1.3, before=1, after=22)
    logo = document.picture(office.logo, width_mm=42, alt=f"Lambang {office.daerah}")
    document.add(document.paragraph("Sampul", logo))
    document.add(document.paragraph("Title", book.judul.upper()))
    if book.subjudul:
        document.add(document.paragraph("Subtitle", book.subjudul.upper()))
    if book.edisi:
        _sized(document, book.edisi, 11, before=4)
    rule = el("w:pBdr", el("w:top", {"w:val": "single", "w:sz": "12", "w:space": "11", "w:color": "000000"}))
    year = document.paragraph("Sampul", _letters(document, str(book.tahun), 17, bold=True), properties=[rule, spacing(0, 2, 17 * 1.25)])
    return (year, *(document.paragraph("Sampul", _letters(document, line, 9.5), properties=[spacing(0, 0, 9.5 * 1.25)])
                    for line in (office.alamat, scene.contact) if line))


def _sized(
    document: Document, words: str, size: float, *, bold: bool = False, line: float = 1.25, before: float = 0, after: float = 0
) -> None:
    run = _letters(document, words, size, bold=bold)
    document.add(document.paragraph("Sampul", run, properties=[spacing(before, after, size * line)]))


def _letters(document: Document, words: str, size: float, *, bold: bool = False) -> Element:
    run = document.run(words)
    run.insert(0, el("w:rPr", el("w:b") if bold else None, val("w:sz", round(size * 2)), val("w:szCs", round(size * 2))))
    return run


def chapter(document: Document, scene: Scene, part: str, bab: Chapter) -> None:
    """Write a chapter."""
    before, after = document.mark(part)
    title = bab.judul.upper()
    own = [None if bab.nomor else numbered("0", 0), None if bab.isi and isinstance(bab.isi[0], Heading) else _around(0, 8)]
    document.add(document.paragraph("Heading1", before, f"\n{title}" if bab.nomor else title, after, properties=own))
    body(document, scene, part, bab.isi, "BodyText" if bab.nomor else "BodyTextPengantar")
    if bab.penutup:
        end = bab.penutup
        document.add(*signature(document, "PenutupNaskah", scene.book.pejabat_of(end.pejabat), (f"{end.tempat}, {end.tanggal}",)))


def body(document: Document, scene: Scene, part: str, isi: Sequence[Blok], style: str, heading_num: str = "") -> None:
    """Write blocks of prose; `heading_num` is the list that counts the headings, where it is not the chapters'."""
    for block in isi:
        if isinstance(block, Heading):
            before, after = document.mark(f"{part}--{block.id}")
            own = [numbered(heading_num, block.tingkat)] if heading_num else []
            document.add(document.paragraph(f"Heading{block.tingkat + 1}", before, *document.runs(block.isi), after, properties=own))
        elif isinstance(block, Paragraf):
            document.add(document.paragraph(style, *document.runs(block.isi)))
        elif isinstance(block, Daftar):
            document.add(*document.items(block, "ListParagraph"))
        elif isinstance(block, Kutipan):
            document.add(*document.blocks(block.isi, "Quote"))
        elif isinstance(block, Gambar):
            _figure(document, block)
        elif isinstance(block, TabelMarkdown):
            _markdown_table(document, block)
        elif isinstance(block, Sisipan) and block.nama == "simbol":
            _symbols(document, scene)
        else:
            master_list(document, scene, "SelInduk", "KepalaInduk")


def _gap(document: Document) -> None:
    """Leave the distance behind a table, which in Word has none of its own."""
    document.add(el("w:p", el("w:pPr", el("w:spacing", {"w:before": "0", "w:after": "0", "w:line": twips(4), "w:lineRule": "exact"}))))


def _figure(document: Document, block: Gambar) -> None:
    picture = document.picture(block.berkas, alt=block.alt, most=(width_of(document), 160))
    keep = [el("w:keepNext")] if block.keterangan else []
    document.add(document.paragraph("Normal", picture, properties=[*keep, spacing(4, 1, 11), centred()]))
    if block.keterangan:
        document.add(document.paragraph("Caption", block.keterangan))


def _markdown_table(document: Document, found: TabelMarkdown) -> None:
    room = width_of(document)
    head = Row([Cell([document.paragraph("KepalaTabel", *document.runs(item))], middle=True) for item in found.kepala], head=True)
    rows = [
        Row([
            Cell([document.paragraph("SelTabel", *document.runs(item), properties=_align(found, index))]) for index, item in enumerate(row)
        ])
        for row in found.baris
    ]
    document.add(table("TabelNaskah", [room * share / 100 for share in text.widths(found)], [head, *rows]))
    _gap(document)


def _align(found: TabelMarkdown, index: int) -> list[Element]:
    where = found.rata[index] if index < len(found.rata) else ""
    return [val("w:jc", where)] if where else []


def _symbols(document: Document, scene: Scene) -> None:
    room = width_of(document)
    rows = [Row([Cell([document.paragraph("KepalaTabel", word)], middle=True) for word in ("No.", "Simbol", "Nama", "Arti")], head=True)]
    for number, (key, title, foreign, meaning) in enumerate(SYMBOLS, 1):
        drawn = document.picture(
            f"{key}.svg", height_mm=8, alt=f"Simbol {key.replace('-', ' ')}", data=scene.templates.file(f"simbol/{key}.svg"))
        named = document.runs((Run(f"{title} ("), Run(foreign, miring=True), Run(")")))
        keep = el("w:keepNext")
        rows.append(Row([
            Cell([document.paragraph("SelTabel", f"{number}.", properties=[keep, centred()])], middle=True),
            Cell([document.paragraph("Normal", drawn, properties=[centred()])], middle=True),
            Cell([document.paragraph("SelTabel", *named)], middle=True), Cell([document.paragraph("SelTabel", meaning)], middle=True),
        ]))
    document.add(table("TabelNaskah", [room * share for share in (0.08, 0.18, 0.3, 0.44)], rows))
    _gap(document)


def master_list(document: Document, scene: Scene, cells: str, heads: str, room: float = 0.0) -> None:
    """Write the master list: NO | NAMA SOP | NOMOR SOP, grouped by bidang; in the styles of cells and heads."""
    room = room or width_of(document)
    rows = [Row([Cell([document.paragraph(heads, word)], middle=True) for word in ("NO.", "NAMA SOP", "NOMOR SOP")], head=True)]
    number = 0
    for bidang in scene.book.bidang:
        group = document.paragraph(cells, document.run(f"{bidang.huruf}. {bidang.nama}", bold=True), properties=[el("w:keepNext")])
        rows.append(Row([Cell([group], columns=3, fill="F6F6F6")]))
        for sop in _of(scene, bidang):
            number += 1
            name = document.runs((Run(sop.nama, tautan=f"sop:{sop.id}"),))
            rows.append(Row([
                Cell([document.paragraph(cells, f"{number}.", properties=[centred()])]),
                Cell([document.paragraph(cells, *name)]), Cell([document.paragraph(cells, sop.nomor)]),
            ]))
    document.add(table("TabelNaskah", [room * share for share in (0.09, 0.6, 0.31)], rows))
    _gap(document)


def _of(scene: Scene, bidang: Bidang) -> list[Sop]:
    return [sop for sop in scene.book.sops if sop.bidang == bidang.kunci]


def divider(document: Document, scene: Scene, part: str, bidang: Bidang) -> None:
    """Write the page before the sheets of a bidang."""
    office = scene.book.instansi
    logo = document.picture(office.logo, width_mm=22, alt=f"Lambang {office.daerah}")
    title = f"{bidang.huruf}. {bidang.nama}"
    document.add(document.paragraph("Sampul", logo, properties=[spacing(22, 0, 11)]))
    document.add(document.paragraph("JudulPembatas", *document.entry(part, title, 3), title.upper()))
    _sized(document, f"{office.nama} {office.daerah}", 11, after=9)
    page = document.profil.lembar_halaman
    aside = max(0.0, (page.lebar - page.margin[1] - page.margin[3] - 170) / 2)
    number = document.list_num("1")
    for rank, sop in enumerate(_of(scene, bidang)):
        rule = [el("w:pBdr", el("w:top", {"w:val": "single", "w:sz": "8", "w:space": "14", "w:color": "000000"}))] if rank == 0 else []
        place = [numbered(number, 0), *rule, indent(aside + 18, -8, aside)]
        document.add(document.paragraph("ButirPembatas", *document.runs((Run(sop.nama, tautan=f"sop:{sop.id}"),)), properties=place))


def contents(document: Document, entries: Sequence[Entry]) -> None:
    """Write the daftar isi: a field whose lines are there already, each a link with its page number as a field of its own."""
    made = [document.paragraph("TOCHeading", "DAFTAR ISI")]
    for entry in entries:
        place = bookmark_name(entry.bagian.replace("#", "--"))
        words = f"{entry.judul}"
        label: list[Element] = [document.run(entry.label), el("w:r", el("w:tab"))] if entry.label else []
        link = el("w:hyperlink", {"w:anchor": place, "w:history": "1"}, *label, document.run(words), el("w:r", el("w:tab")),
                  *field_runs(f" PAGEREF {place} \\h ", entry.halaman))
        made.append(document.paragraph(_TOC[entry.gaya], link, properties=_line(document, entry)))
    if len(made) > 1:
        begin = field_runs(' TOC \\o "1-2" \\f C \\h \\z ', "")
        for rank, run in enumerate(begin[:3]):
            made[1].insert(1 + rank, run)
        made[-1].append(begin[-1])
    block = el("w:sdt", el("w:sdtPr", el("w:docPartObj", val("w:docPartGallery", "Table of Contents"), el("w:docPartUnique"))),
               el("w:sdtContent", *made))
    document.add(block)


def _line(document: Document, entry: Entry) -> list[Element]:
    """Give what a line of the daftar isi has beside its style, which several kinds share."""
    left = {"bab": 17.0, "lampiran": 8.0}.get(entry.gaya)
    if left is None:
        return []
    tab = [el("w:tab", {"w:val": "left", "w:pos": twips(left)})] if entry.label else []
    dots = el("w:tab", {"w:val": "right", "w:leader": "dot", "w:pos": twips(width_of(document))})
    return [el("w:keepNext") if entry.gaya == "bab" else None, el("w:tabs", *tab, dots), indent(left, -left if entry.label else 0)]


def signature(
    document: Document, style: str, pejabat: Pejabat, lines: Sequence[str], *, rank: bool = True, nip: bool = True,
    left: float | None = None,
) -> list[Element]:
    """Make the block of an office holder, at the right; `lines` stand above his title. Its paragraphs keep together."""
    place = indent(width_of(document) - SIGNATURE_MM if left is None else left)
    made = [document.paragraph(style, line, properties=[_apart(7) if number == 0 else None, place]) for number, line in enumerate(lines)]
    made.append(document.paragraph(style, f"{pejabat.jabatan.upper()},", properties=[_apart(2 if lines else 7), place]))
    made.append(document.paragraph(style, document.run(pejabat.nama, bold=True), properties=[_apart(INK_MM), place]))
    if rank and pejabat.pangkat:
        made.append(document.paragraph(style, pejabat.pangkat, properties=[place]))
    if nip and pejabat.nip:
        made.append(document.paragraph(style, f"NIP {pejabat.nip}", properties=[place]))
    return made


def _apart(mm: float) -> Element:
    return el("w:spacing", {"w:before": twips(mm)})


def _around(before: float, after: float) -> Element:
    return el("w:spacing", {"w:before": twips(before), "w:after": twips(after)})


def day(tanggal: Tanggal | None) -> str:
    """Give a day as printed; "" where there is none yet."""
    return str(tanggal) if tanggal else ""
