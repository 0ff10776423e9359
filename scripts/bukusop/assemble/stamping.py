"""Page numbers and other pagination text: painted in the folio font as artifacts, one content stream more per page."""

from __future__ import annotations

from collections.abc import Sequence

from bukusop.assemble.donor import Donor
from bukusop.assemble.fonts import FOLIO_FONT
from bukusop.assemble.fragment import Box
from bukusop.assemble.numbering import PageNumber
from bukusop.assemble.parts import AssembleError, FolioStyle, Stamp

SAVE = b"q\n"
"""Stands before the content of a page with stamps: WeasyPrint leaves its own matrix behind."""


def painted(donor: Donor, box: Box, stamps: Sequence[Stamp]) -> bytes:
    """Give the content stream that paints stamps onto a page, after `SAVE` and its own; their `page` is not looked at."""
    left, bottom, right, top = box
    height, width = top - bottom, right - left
    lines = [b"Q"]
    for stamp in stamps:
        if not (0 <= stamp.y <= height and 0 <= stamp.x <= width):
            raise AssembleError(f"the stamp {stamp.text!r} lies outside its page")
        codes, ems = donor.glyph_codes(stamp.text)
        place = {"left": 0.0, "center": 0.5, "right": 1.0}[stamp.align]
        x, y = left + stamp.x - place * ems * stamp.size, top - stamp.y
        kind = b"/Header /Attached [/Top]" if stamp.y < height / 2 else b"/Footer /Attached [/Bottom]"
        lines += [
            b"/Artifact <</Type /Pagination /Subtype " + kind + b">> BDC",
            f"q BT {FOLIO_FONT} {stamp.size:g} Tf 0 0 0 rg 1 0 0 1 {x:.3f} {y:.3f} Tm".encode("ascii"),
            b"<" + codes + b"> Tj ET Q",
            b"EMC",
        ]
    return b"\n".join(lines) + b"\n"


def folio_stamp(style: FolioStyle, number: PageNumber, index: int, box: Box) -> Stamp:
    """Give the stamp of a page's number; `index` is the page's place in the book, from 0."""
    left, bottom, right, top = box
    width, height = right - left, top - bottom
    y = style.y_from_bottom if style.position == "top" else height - style.y_from_bottom
    if style.align == "center":
        x, align = width / 2, "center"
    elif style.align == "right" or index % 2 == 0:
        x, align = width - style.margin, "right"
    else:
        x, align = style.margin, "left"
    return Stamp(0, x, y, style.form.format(n=number.label), style.size, align)
