"""Cover, chapters, daftar isi and the pages before the sheets of a bidang -> paragraphs and tables of a Word document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

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
from bukusop.office.word.document import Document, Listing, bookmark_name, field_runs, keep, numbered, room_below, tiny
from bukusop.office.word.styles import LIST_GAP, indent, spacing, style_list
from bukusop.office.word.tables import Cell, Row, table
from bukusop.office.word.xml import TWIPS_PER_MM, Element, el, name, twips, val
from bukusop.render import Entry, Scene, text
from bukusop.render.lines import MM_PER_PT
from bukusop.render.prose import SYMBOLS

SIGNATURE_MM = 96.0
"""Width of the block of a signature, at the right margin."""
INK_MM = 22.0
"""Room for ink and stamp."""
INTRODUCTION_INK_MM = 18.0
"""Room for ink below a foreword, which is to fit on its page."""


@dataclass(frozen=True, slots=True)
class Manner:
    """Styles in which blocks are written: text, items of lists, headings (with {level}), cells and heads of tables.

    `heading_num` is the list that counts the headings, where it is not the chapters'.
    """

    text: str
    item: str
    heading: str
    cell: str
    head: str
    master: tuple[str, str]
    listing: Listing
    heading_num: str = ""


_LISTS = Listing(below=2.5)
CHAPTER = Manner("BodyText", "ListParagraph", "Heading{level}", "SelTabel", "KepalaTabel", ("SelInduk", "KepalaInduk"), _LISTS)
INTRODUCTION = Manner("BodyTextPengantar", "ListParagraph", "Heading{level}", "SelTabel", "KepalaTabel", ("SelInduk", "KepalaInduk"),
                      _LISTS)
ANNEX = Manner("Keputusan", "Keputusan", "SubLampiran{level}", "SelLampiran", "KepalaSelLampiran", ("SelLampiran", "KepalaSelLampiran"),
               Listing(6.0))
_TABLE_ABOVE_MM, _TABLE_BELOW_MM = 3.0, 4.0
CELL_SIDES_MM = 3.8
"""What a cell of a table keeps free of its width."""
_BOLD = ("depan", "bab", "bidang")
"""Lines of the daftar isi in bold letters; their dots and page numbers are not."""
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
        wide = _letters(document, book.subjudul.upper(), 15)
        wide[0].insert(0, val("w:spacing", 10))
        document.add(document.paragraph("Subtitle", wide))
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
    own = [None if bab.nomor else numbered("0", 0)]
    document.add(document.paragraph("Heading1", before, f"\n{title}" if bab.nomor else title, after, properties=own))
    manner = CHAPTER if bab.nomor else INTRODUCTION
    if not bab.penutup:
        body(document, scene, part, bab.isi, manner)
        return
    body(document, scene, part, bab.isi[:-1], manner)
    written = len(document.body)
    body(document, scene, part, bab.isi[-1:], manner)
    for element in document.body[written:]:
        if element.tag == name("w:p"):
            keep(element)
    end, style, ink = bab.penutup, "PenutupNaskah" if bab.nomor else "PenutupPengantar", INK_MM if bab.nomor else INTRODUCTION_INK_MM
    document.add(*signature(document, style, scene.book.pejabat_of(end.pejabat), (f"{end.tempat}, {end.tanggal}",), ink=ink + 1))


def body(document: Document, scene: Scene, part: str, isi: Sequence[Blok], manner: Manner, room: float = 0.0) -> None:
    """Write blocks of prose; `room` is the width of the column in mm, where it is not that of every page."""
    room = room or width_of(document)
    listing = replace(manner.listing, room=room)
    for block in isi:
        if isinstance(block, Heading):
            before, after = document.mark(f"{part}--{block.id}")
            own = [numbered(manner.heading_num, block.tingkat)] if manner.heading_num else []
            level = block.tingkat if manner.heading_num else block.tingkat + 1
            style = manner.heading.format(level=level)
            document.add(document.paragraph(style, before, *document.runs(block.isi), after, properties=own))
        elif isinstance(block, Paragraf):
            document.add(document.paragraph(manner.text, *document.runs(block.isi, document.line(manner.text, room))))
        elif isinstance(block, Daftar):
            document.add(*document.items(block, manner.item, listing))
        elif isinstance(block, Kutipan):
            document.add(*document.blocks(block.isi, "Quote", listing))
        elif isinstance(block, Gambar):
            _figure(document, block)
        elif isinstance(block, TabelMarkdown):
            _markdown_table(document, block, manner, room)
        elif isinstance(block, Sisipan) and block.nama == "simbol":
            _symbols(document, scene)
        else:
            master_list(document, scene, manner, room)


def _put(document: Document, made: Element, *, below: bool = True) -> None:
    """Write a table with the distances around it, which in Word it has not of its own: of the paragraph above, and of a tiny one below."""
    above = document.body[-1] if len(document.body) else None
    if above is not None and above.tag == name("w:p") and _below(document, above) < _TABLE_ABOVE_MM:
        room_below(above, _TABLE_ABOVE_MM)
    document.add(made)
    if below:
        gap = tiny()
        room_below(gap, _TABLE_BELOW_MM - MM_PER_PT)
        document.add(gap)


def _below(document: Document, paragraph: Element) -> float:
    """Give the distance below a paragraph in mm: its own, or that of its style."""
    own = paragraph.find(f"{name('w:pPr')}/{name('w:spacing')}")
    if own is not None and own.get(name("w:after")) is not None:
        return float(own.get(name("w:after"))) / TWIPS_PER_MM
    style = paragraph.find(f"{name('w:pPr')}/{name('w:pStyle')}")
    after = {item.id: item.after for item in style_list(document.profil)}
    return after.get(style.get(name("w:val")), 0.0) if style is not None else 0.0


def head_cell(document: Document, style: str, words: Sequence[Run]) -> Cell:
    """Make a cell of a table's head; a single word may come near the edges rather than be parted."""
    tight = " " not in "".join(run.teks for run in words).strip()
    return Cell([document.paragraph(style, *document.runs(words))], middle=True, tight=tight)


def _figure(document: Document, block: Gambar) -> None:
    picture = document.picture(block.berkas, alt=block.alt, most=(width_of(document), 160))
    keep = [el("w:keepNext")] if block.keterangan else []
    document.add(document.paragraph("Normal", picture, properties=[*keep, spacing(4, 1, 11), centred()]))
    if block.keterangan:
        document.add(document.paragraph("Caption", block.keterangan))


def _markdown_table(document: Document, found: TabelMarkdown, manner: Manner, room: float) -> None:
    shares = [room * share / 100 for share in text.widths(found)]
    head = Row([head_cell(document, manner.head, item) for item in found.kepala], head=True)
    rows = [
        Row([
            Cell([document.paragraph(manner.cell, *document.runs(item, document.line(manner.cell, shares[index] - CELL_SIDES_MM)),
                                     properties=_align(found, index))]) for index, item in enumerate(row)
        ])
        for row in found.baris
    ]
    _put(document, table("TabelNaskah", shares, [head, *rows]))


def _align(found: TabelMarkdown, index: int) -> list[Element]:
    where = found.rata[index] if index < len(found.rata) else ""
    return [val("w:jc", where)] if where else []


def _symbols(document: Document, scene: Scene) -> None:
    room = width_of(document)
    rows = [Row([head_cell(document, "KepalaTabel", (Run(word),)) for word in ("No.", "Simbol", "Nama", "Arti")], head=True)]
    wide = document.line("SelTabel", room * 0.44 - CELL_SIDES_MM)
    for number, (key, title, foreign, meaning) in enumerate(SYMBOLS, 1):
        drawn = document.picture(
            f"{key}.svg", height_mm=8, alt=f"Simbol {key.replace('-', ' ')}", data=scene.templates.file(f"simbol/{key}.svg"))
        named = document.runs((Run(f"{title} ("), Run(foreign, miring=True), Run(")")))
        keep = el("w:keepNext")
        rows.append(Row([
            Cell([document.paragraph("SelTabel", f"{number}.", properties=[keep, centred()])], middle=True),
            Cell([document.paragraph("Normal", drawn, properties=[centred()])], middle=True),
            Cell([document.paragraph("SelTabel", *named)], middle=True),
            Cell([document.paragraph("SelTabel", *document.runs((Run(meaning),), wide))], middle=True),
        ]))
    _put(document, table("TabelNaskah", [room * share for share in (0.08, 0.18, 0.3, 0.44)], rows))


def master_list(document: Document, scene: Scene, manner: Manner, room: float = 0.0, *, below: bool = True) -> None:
    """Write the master list: NO | NAMA SOP | NOMOR SOP, grouped by bidang; the first and the last two rows of a group never part."""
    room = room or width_of(document)
    cells, heads = manner.master
    rows = [Row([head_cell(document, heads, (Run(word),)) for word in ("NO.", "NAMA SOP", "NOMOR SOP")], head=True)]
    number = 0
    for bidang in scene.book.bidang:
        group = document.paragraph(cells, document.run(f"{bidang.huruf}. {bidang.nama}", bold=True), properties=[el("w:keepNext")])
        rows.append(Row([Cell([group], columns=3, fill="F6F6F6")]))
        members = _of(scene, bidang)
        for rank, sop in enumerate(members, 1):
            number += 1
            stay = [el("w:keepNext")] if rank == len(members) - 1 else []
            words = document.runs((Run(sop.nama, tautan=f"sop:{sop.id}"),))
            rows.append(Row([
                Cell([document.paragraph(cells, f"{number}.", properties=[*stay, centred()])]),
                Cell([document.paragraph(cells, *words, properties=stay)]), Cell([document.paragraph(cells, sop.nomor, properties=stay)]),
            ]))
    _put(document, table("TabelNaskah", [room * share for share in (0.09, 0.6, 0.31)], rows), below=below)


def _of(scene: Scene, bidang: Bidang) -> list[Sop]:
    return [sop for sop in scene.book.sops if sop.bidang == bidang.kunci]


def divider(document: Document, scene: Scene, part: str, bidang: Bidang) -> None:
    """Write the page before the sheets of a bidang."""
    office = scene.book.instansi
    logo = document.picture(office.logo, width_mm=22, alt=f"Lambang {office.daerah}")
    title = f"{bidang.huruf}. {bidang.nama}"
    document.add(document.paragraph("Sampul", logo, properties=[spacing(22, 0, 11)]))
    document.add(document.paragraph("JudulPembatas", *document.entry(part, title, 3), title.upper()))
    _sized(document, f"{office.nama} {office.daerah}", 11)
    page = document.profil.lembar_halaman
    aside = max(0.0, (page.lebar - page.margin[1] - page.margin[3] - 180) / 2)
    rule = el("w:pBdr", el("w:top", {"w:val": "single", "w:sz": "8", "w:space": "0", "w:color": "000000"}))
    document.add(document.paragraph("ButirPembatas", properties=[rule, spacing(9, 5 - MM_PER_PT, 1, exact=True), indent(aside, 0, aside)]))
    number = document.list_num("1", prose=True)
    for sop in _of(scene, bidang):
        place = [numbered(number, 0), indent(aside + 10, -LIST_GAP, aside)]
        document.add(document.paragraph("ButirPembatas", *document.runs((Run(sop.nama, tautan=f"sop:{sop.id}"),)), properties=place))


def contents(document: Document, entries: Sequence[Entry]) -> None:
    """Write the daftar isi: a field whose lines are there already, each a link with its page number as a field of its own."""
    made = [document.paragraph("TOCHeading", "DAFTAR ISI")]
    for entry in entries:
        place = bookmark_name(entry.bagian.replace("#", "--"))
        words = f"{entry.judul}"
        label: list[Element] = [document.run(entry.label), el("w:r", el("w:tab"))] if entry.label else []
        end = [el("w:r", el("w:tab")), *field_runs(f" PAGEREF {place} \\h ", entry.halaman)]
        if entry.gaya in _BOLD:
            for run in end:
                run.insert(0, el("w:rPr", val("w:b", 0)))
        link = el("w:hyperlink", {"w:anchor": place, "w:history": "1"}, *label, document.run(words), *end)
        made.append(document.paragraph(_TOC[entry.gaya], link, properties=_line(document, entry)))
    if len(made) > 1:
        begin = field_runs(' TOC \\o "1-2" \\f C \\l "1-4" \\h \\z ', "")
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
    left: float | None = None, ink: float = INK_MM, above: float = 7, apart: float = 2,
) -> list[Element]:
    """Make the block of an office holder, at the right; `lines` stand above his title, `apart` mm. Its paragraphs keep together.

    A document that can still be edited never shows an electronic signature: there is room for ink, as in the draft.
    """
    place = indent(width_of(document) - SIGNATURE_MM if left is None else left)
    made = [
        document.paragraph(style, line, properties=[_apart(above) if number == 0 else None, place]) for number, line in enumerate(lines)
    ]
    made.append(document.paragraph(style, f"{pejabat.jabatan.upper()},", properties=[_apart(apart if lines else above), place]))
    made.append(document.paragraph(style, document.run(pejabat.nama, bold=True), properties=[_apart(ink), place]))
    if rank and pejabat.pangkat:
        made.append(document.paragraph(style, pejabat.pangkat, properties=[place]))
    if nip and pejabat.nip:
        made.append(document.paragraph(style, f"NIP {pejabat.nip}", properties=[place]))
    return made


def _apart(mm: float) -> Element:
    return el("w:spacing", {"w:before": twips(mm)})


def day(tanggal: Tanggal | None) -> str:
    """Give a day as printed; "" where there is none yet."""
    return str(tanggal) if tanggal else ""
