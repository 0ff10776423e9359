"""What stands at the head and foot of pages: page numbers, notes, the running head, the word DRAF -> sections of a Word document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bukusop.model import Profil, Status
from bukusop.model.profile import Halaman
from bukusop.office.word.document import Document, Section, field_runs
from bukusop.office.word.styles import spacing
from bukusop.office.word.xml import Element, el, twips, val

DRAFT = "DRAF"
FOLIO_SIDE_MM = 20.0
"""Distance of a page number from the edge of the paper, where it does not stand in the middle."""
SPARE_MM = 4.0
"""Taken from the lower margin of sheets: their rows are as high as measured, and a last paragraph of a point must not make a page."""


@dataclass(frozen=True, slots=True)
class Head:
    """What the pages of one part say beside their text.

    `foot` are lines of the foot that belong to the page itself, as on the cover.
    """

    series: str
    printed: bool = True
    notes: Sequence[str] = ()
    running: str = ""
    foot: Sequence[Element] = ()


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
            page, headers, footers, head.series, start, edge=min(9.0, page.margin[0] / 2),
        ), last=last)

    def _header(self, profil: Profil, page: Halaman, head: Head, kind: str) -> str:
        above = profil.folio.posisi == "atas" and head.printed
        key = ("header", profil.nama if above else "", page.lebar, page.margin, head.running, above, kind if above else "")
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
            right.append(_small(document.run(head.running, italic=True), 7.5))
        draft = _small(document.run(DRAFT, bold=True), 12, "999999") if document.book.status is Status.DRAF else None
        between = [el("w:r", el("w:tab")), el("w:r", el("w:tab"))] if right else []
        line = document.paragraph("Header", *([draft] if draft is not None else []), *between, *right, properties=[tabs])
        return [self._folio(profil, folio), line] if folio else [line]

    def _width(self) -> float:
        page = self._document.profil.prosa
        return page.lebar - page.margin[1] - page.margin[3]

    def _footer(self, profil: Profil, head: Head, kind: str) -> str:
        below = profil.folio.posisi != "atas" and head.printed
        key = ("footer", profil.nama if below else "", tuple(head.notes), below, kind if below else "", bool(head.foot))
        if key not in self._made:
            notes = [self._document.paragraph("CatatanKaki", line) for line in head.notes]
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
