"""What stands at the head and foot of pages: page numbers, notes, the running head, the word DRAF -> sections of a Word document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bukusop.model import Profil, Status
from bukusop.model.profile import Halaman
from bukusop.office.word import watermark
from bukusop.office.word.document import Document, Section, field_runs, nested_field
from bukusop.office.word.styles import spacing
from bukusop.office.word.xml import Element, el, twips, val
from bukusop.render.lines import MM_PER_PT, count_lines

DRAFT = "DRAF"
FOLIO_SIDE_MM = 20.0
"""Distance of a page number from the edge of the paper, where it does not stand in the middle."""
_ABOVE_TEXT_MM = 7.0
"""Distance of a Keputusan's own page number from its text."""
_NOTE_PT, _NOTE_TOP_MM, _WIDEST = 6.5 * 1.25, 4.0, 1.2
"""Height of a line of the notes, their distance from the foot of the cover, width of a wide font against that which `count_lines` knows."""
SPARE_MM = 4.0
"""Taken from the lower margin of sheets: their rows are as high as measured, and a last paragraph of a point must not make a page."""


@dataclass(frozen=True, slots=True)
class Head:
    """What the pages of one part say beside their text.

    `foot` are lines of the foot that belong to the page itself, as on the cover. `decree` is the bookmark where a Keputusan begins: its
    pages count from there, beside the book's number. `font` is that of the word DRAF.
    """

    series: str
    printed: bool = True
    notes: Sequence[str] = ()
    running: str = ""
    foot: Sequence[Element] = ()
    decree: str = ""
    font: str = ""


class Frames:
    """The sections of one document: page numbers begin anew where the series changes, equal heads and feet are written once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._series = ""
        self._made: dict[tuple[object, ...], str] = {}

    def end(self, profil: Profil, page: Halaman, head: Head, *, sheet: bool = False, last: bool = False) -> None:
        """End the pages of a part."""
        start = 1 if head.series != self._series else None
        self._series = head.series
        if sheet:
            top, right, bottom, left = page.margin
            page = replace(page, margin=(top, right, max(0.0, bottom - SPARE_MM), left))
        outer = profil.folio.perataan == "outer"
        kinds = ("default", "even") if outer else ("default",)
        headers = {kind: self._header(profil, page, head, kind) for kind in kinds}
        footers = {kind: self._footer(profil, head, kind) for kind in kinds}
        self._document.end_section(Section(
            page, headers, footers, head.series, start, self._edge(profil, page, head), 4.5 if sheet else self._depth(page, head),
        ), last=last)

    def _edge(self, profil: Profil, page: Halaman, head: Head) -> float:
        """Give the distance of the header from the edge of the paper."""
        if not head.decree or profil.folio.posisi == "atas":
            return min(9.0, page.margin[0] / 2)
        return max(4.0, page.margin[0] - _ABOVE_TEXT_MM - profil.huruf.ukuran_keputusan * 1.25 * MM_PER_PT)

    def _depth(self, page: Halaman, head: Head) -> float:
        """Give the distance of the footer from the edge of the paper: on the cover it ends where text ends on other pages."""
        if not head.foot:
            return 5.0
        width = (page.lebar - page.margin[1] - page.margin[3]) / (6.5 * MM_PER_PT * _WIDEST)
        lines = sum(count_lines(line, width, hyphens=False) for line in head.notes)
        return max(4.5, page.margin[2] - (_NOTE_TOP_MM + lines * _NOTE_PT * MM_PER_PT if lines else 0.0))

    def _header(self, profil: Profil, page: Halaman, head: Head, kind: str) -> str:
        above = profil.folio.posisi == "atas" and head.printed
        key = ("header", profil.nama if above else "", page.lebar, page.margin, head.running, above, kind if above else "", head.decree,
               head.font)
        if key not in self._made:
            self._made[key] = self._document.header(*self._above(profil, page, head, kind if above else ""))
        return self._made[key]

    def _above(self, profil: Profil, page: Halaman, head: Head, folio: str) -> list[Element]:
        document, width = self._document, page.lebar - page.margin[1] - page.margin[3]
        tabs = el("w:tabs", el("w:tab", {"w:val": "clear", "w:pos": twips(self._width() / 2)}),
                  el("w:tab", {"w:val": "clear", "w:pos": twips(self._width())}),
                  el("w:tab", {"w:val": "center", "w:pos": twips(width / 2)}), el("w:tab", {"w:val": "right", "w:pos": twips(width)}))
        right: list[Element] = []
        if head.running:
            right = [el("w:r", el("w:tab")), el("w:r", el("w:tab")), _small(document.run(head.running, italic=True), 7.5)]
        inside = [*self._draft(page, head), *right]
        lines = [self._folio(profil, folio)] if folio else []
        if head.decree:
            count = self._count(profil.keputusan.nomor_halaman, head.decree)
            return [*lines, document.paragraph("NomorKeputusan", *inside, *count)]
        return [*lines, document.paragraph("Header", *inside, properties=[tabs])]

    def _draft(self, page: Halaman, head: Head) -> list[Element]:
        if self._document.book.status is not Status.DRAF:
            return []
        font = head.font or self._document.profil.huruf.prosa
        return [watermark.run(DRAFT, font, page, self._document.next_id())]

    def _count(self, form: str, begin: str) -> list[Element]:
        """Number the pages of a Keputusan from its own first, which bears none.

        Word reckons it anew for every page. Others leave a QUOTE as it was written, which is empty: LibreOffice shows a formula wrongly.
        """
        before, _, after = form.replace("\\", "").replace('"', "”").partition("{n}")

        def page() -> list[Element]:
            return field_runs(" PAGE \\* Arabic ", None)

        def first() -> list[Element]:
            return field_runs(f" PAGEREF {begin} \\* Arabic ", None)

        number = nested_field(" = ", page(), " - ", first(), " + 1 ")
        shown = nested_field(" IF ", page(), " = ", first(), f' "" "{before}', number, f'{after}" ')
        return nested_field(' QUOTE "', shown, '" ', shown="")

    def _width(self) -> float:
        page = self._document.profil.prosa
        return page.lebar - page.margin[1] - page.margin[3]

    def _footer(self, profil: Profil, head: Head, kind: str) -> str:
        below = profil.folio.posisi != "atas" and head.printed
        key = ("footer", profil.nama if below else "", tuple(head.notes), below, kind if below else "", bool(head.foot))
        if key not in self._made:
            apart = [spacing(_NOTE_TOP_MM, 0, _NOTE_PT)] if head.foot else []
            notes = [self._document.paragraph("CatatanKaki", line, properties=[] if number else apart)
                     for number, line in enumerate(head.notes)]
            folio = [self._folio(profil, kind)] if below else []
            self._made[key] = self._document.footer(*head.foot, *notes, *folio)
        return self._made[key]

    def _folio(self, profil: Profil, kind: str) -> Element:
        before, _, after = profil.folio.bentuk.partition("{n}")
        where: Mapping[str, str] = {"center": "center", "right": "right", "outer": "left" if kind == "even" else "right"}
        return self._document.paragraph(
            "Footer", self._document.run(before), *field_runs(" PAGE ", "1"), self._document.run(after),
            properties=[spacing(0.5, 0, 9), val("w:jc", where.get(profil.folio.perataan, "center"))])


def _small(run: Element, size: float, colour: str = "") -> Element:
    properties = run.find(f"{{{run.nsmap['w']}}}rPr")
    if colour:
        properties.append(val("w:color", colour))
    properties.append(val("w:sz", round(size * 2)))
    return run
