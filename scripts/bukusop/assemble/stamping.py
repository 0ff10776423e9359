"""Page numbers and other pagination text: painted in the folio font as artifacts, one content stream more per page."""

from __future__ import annotations

from collections.abc import Sequence

from pikepdf import Array, Object, Pdf

from bukusop.assemble.fonts import FOLIO_FONT, Donor
from bukusop.assemble.numbering import PageNumber
from bukusop.assemble.parts import AssembleError, FolioStyle, Stamp


class Painter:
    """Paints onto pages of one book."""

    def __init__(self, book: Pdf, donor: Donor) -> None:
        """Keep one stream that saves the graphics state, for all pages: WeasyPrint leaves its own matrix behind."""
        self._book = book
        self._donor = donor
        self._save = book.make_stream(b"q\n")

    def paint(self, page: Object, stamps: Sequence[Stamp]) -> None:
        """Add the stamps to a page; their `page` is not looked at."""
        if not stamps:
            return
        left, bottom, right, top = page_box(page)
        height, width = top - bottom, right - left
        lines = [b"Q"]
        for stamp in stamps:
            if not (0 <= stamp.y <= height and 0 <= stamp.x <= width):
                raise AssembleError(f"the stamp {stamp.text!r} lies outside its page")
            codes, ems = self._donor.glyph_codes(stamp.text)
            place = {"left": 0.0, "center": 0.5, "right": 1.0}[stamp.align]
            x, y = left + stamp.x - place * ems * stamp.size, top - stamp.y
            kind = b"/Header /Attached [/Top]" if stamp.y < height / 2 else b"/Footer /Attached [/Bottom]"
            lines += [
                b"/Artifact <</Type /Pagination /Subtype " + kind + b">> BDC",
                f"q BT {FOLIO_FONT} {stamp.size:g} Tf 0 0 0 rg 1 0 0 1 {x:.3f} {y:.3f} Tm".encode("ascii"),
                b"<" + codes + b"> Tj ET Q",
                b"EMC",
            ]
        contents = page.Contents
        before = list(contents) if isinstance(contents, Array) else [contents]
        page.Contents = Array([self._save, *before, self._book.make_stream(b"\n".join(lines) + b"\n")])


def folio_stamp(style: FolioStyle, number: PageNumber, index: int, page: Object) -> Stamp:
    """Give the stamp of a page's number; `index` is the page's place in the book, from 0."""
    left, bottom, right, top = page_box(page)
    width, height = right - left, top - bottom
    y = style.y_from_bottom if style.position == "top" else height - style.y_from_bottom
    if style.align == "center":
        x, align = width / 2, "center"
    elif style.align == "right" or index % 2 == 0:
        x, align = width - style.margin, "right"
    else:
        x, align = style.margin, "left"
    return Stamp(0, x, y, style.form.format(n=number.label), style.size, align)


def page_box(page: Object) -> tuple[float, float, float, float]:
    """Give the trimmed page in pt: left, bottom, right, top."""
    box = page.get("/TrimBox", page.get("/MediaBox"))
    if box is None:
        raise AssembleError("a page has no MediaBox of its own")
    x1, y1, x2, y2 = (float(value) for value in box)
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)
