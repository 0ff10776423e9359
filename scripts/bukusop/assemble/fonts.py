"""Fonts: which text each part needs from each face, and one font program per face for the whole book.

WeasyPrint keeps the glyph ids of the original font in its subsets and calls a face `/<HASH>+<Name>` after its
description (family, weight, style, stretch), the same in every document. So a donor, a small PDF rendered from the same
HTML engine and fonts that holds all glyphs the parts use, can lend its fonts to all parts.

What the renderer gives: the PDF of `donor_html(...)`, rendered exactly as the parts (same `pdf_variant`, same
@font-face rules). Its first text is set in the folio face; the other texts are what `used_text` found in the parts.

How much is shared is decided font by font:

- everything (font dictionary, widths, ToUnicode, program) if the donor has all glyphs of the part with the same widths
  and equivalent text;
- the font program alone if the donor has the glyphs, but the part's widths (rounded at another size, at most
  `WIDTH_TOLERANCE` off) or its ToUnicode (one glyph for two characters) differ;
- nothing if a glyph is missing, if widths differ more (another version of the font) or if the part shows characters
  that the face does not have (WeasyPrint then writes an encoding of its own).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import chain

from pikepdf import Array, Dictionary, Name, Object, Pdf, PdfError, parse_content_stream

from bukusop.assemble.fragment import Ties
from bukusop.assemble.parts import AssembleError

FOLIO_FONT = "/Folio"
"""The name of the folio font in the resources of every page."""

_BFCHAR = re.compile(rb"beginbfchar(.*?)endbfchar", re.S)
_PAIR = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]*)>")
_WEIGHTS = {
    "Thin": 100, "Ultra-Light": 200, "Extra-Light": 200, "Light": 300, "Semi-Light": 350, "Demi-Light": 350,
    "Book": 380, "Regular": 400, "Medium": 500, "Semi-Bold": 600, "Demi-Bold": 600, "Bold": 700, "Ultra-Bold": 800,
    "Extra-Bold": 800, "Heavy": 900, "Black": 900, "Ultra-Heavy": 1000, "Extra-Heavy": 1000,
}  # fmt: skip
_STYLES = {"Italic": "italic", "Oblique": "oblique", "Roman": "normal"}
_STRETCHES = {
    "Ultra-Condensed": "ultra-condensed", "Extra-Condensed": "extra-condensed", "Condensed": "condensed",
    "Semi-Condensed": "semi-condensed", "Semi-Expanded": "semi-expanded", "Expanded": "expanded",
    "Extra-Expanded": "extra-expanded", "Ultra-Expanded": "ultra-expanded",
}  # fmt: skip
_WORD = re.compile("|".join(sorted((*_WEIGHTS, *_STYLES, *_STRETCHES), key=len, reverse=True)))


@dataclass(frozen=True, slots=True, order=True)
class Face:
    """A face in the terms of CSS: family, weight (100 to 1000), style, stretch."""

    family: str
    weight: int = 400
    style: str = "normal"
    stretch: str = "normal"

    @property
    def css(self) -> str:
        """The declarations that ask for this face."""
        return f'font-family: "{self.family}"; font-weight: {self.weight}; font-style: {self.style}; font-stretch: {self.stretch}'


def used_in(ties: Ties) -> dict[Face, set[str]]:
    """Give for each face of a part that was made ready the texts of the glyphs it uses; see `used_text`."""
    used: dict[Face, set[str]] = {}
    for font in chain.from_iterable(fonts.values() for fonts in ties.fonts.values()):
        if font.face:
            used.setdefault(Face(*font.face), set()).update(text for _, text in font.text if text.strip())
    return used


@dataclass(frozen=True, slots=True)
class Glyphs:
    """What a font dictionary says of its glyphs: widths (thousandths of an em) and text by glyph id.

    `identity` is False if codes in content streams are not simply glyph ids.
    """

    face: Face
    widths: Mapping[int, float]
    text: Mapping[int, str]
    identity: bool


def used_text(part_pdf: bytes) -> dict[Face, str]:
    """Give for each face of a part the texts of the glyphs it uses, separated by spaces ("a b fi").

    A ligature is one text, so that typesetting the result makes the same glyph again.
    """
    used: dict[Face, set[str]] = {}
    try:
        with Pdf.open(BytesIO(part_pdf)) as source:
            for font in page_fonts(source).values():
                glyphs = read_glyphs(font)
                if glyphs is not None:
                    used.setdefault(glyphs.face, set()).update(glyphs.text.values())
    except PdfError as error:
        raise AssembleError(f"not a readable part: {error}") from error
    return {face: " ".join(sorted(text for text in texts if text.strip())) for face, texts in sorted(used.items())}


def donor_html(used: Iterable[Mapping[Face, str]], folio: Face, folio_text: str, head: str = "") -> str:
    """Give the HTML of the donor: all texts of `used` (separated by spaces), in the face `folio` those of folios and stamps too.

    `head` goes into the HTML's <head> (style sheets with the @font-face rules of the parts).
    """
    texts: dict[Face, set[str]] = {folio: {*"0123456789ivxlcdm", *"".join(folio_text.split())}}
    for face, text in chain.from_iterable(uses.items() for uses in used):
        texts.setdefault(face, set()).update(text.split())
    runs = [
        f'<p style="{html.escape(face.css)}">{html.escape(" ".join(sorted(texts[face])))}</p>'
        for face in sorted(texts, key=lambda face: (face != folio, face))
    ]
    style = "<style>p { margin: 0; font-size: 10pt; hyphens: none; text-align: left }</style>"
    return (
        f'<!doctype html><html lang="id"><head><meta charset="utf-8"><title>Huruf</title>{head}{style}</head>'
        f"<body>{''.join(runs)}</body></html>"
    )


def read_glyphs(font: Object) -> Glyphs | None:
    """Read a composite font as WeasyPrint writes it; None for any other kind of font."""
    if font.get("/Subtype") != Name.Type0 or "/ToUnicode" not in font:
        return None
    descendant = font.DescendantFonts[0]
    descriptor = descendant.FontDescriptor
    text: dict[int, str] = {}
    to_unicode = font.ToUnicode.read_bytes()
    for block in _BFCHAR.findall(to_unicode):
        for glyph, codes in _PAIR.findall(block):
            text[int(glyph, 16)] = bytes.fromhex(codes.decode("ascii")).decode("utf-16-be", "replace")
    identity = font.get("/Encoding") == Name("/Identity-H") and b"beginbfrange" not in to_unicode
    face = _face(str(font.BaseFont), str(descriptor.get("/FontFamily", "")))
    return Glyphs(face, _widths(descendant), text, identity)


def page_fonts(source: Pdf) -> dict[str, Object]:
    """Give the fonts of all pages by resource name (WeasyPrint has one dictionary for all pages)."""
    fonts: dict[str, Object] = {}
    for page in source.pages:
        fonts |= dict(page.obj.get("/Resources", Dictionary()).get("/Font", Dictionary()).items())
    return fonts


def first_font(page: Object) -> str:
    """Give the resource name of the font in which the page's first text is shown."""
    name = ""
    for instruction in parse_content_stream(page, "Tf Tj TJ"):
        if str(instruction.operator) == "Tf":
            name = str(instruction.operands[0])
        elif name:
            break
    return name


def _widths(descendant: Object) -> dict[int, float]:
    """Read the W array of a CIDFont (ISO 32000-1, 9.7.4.3)."""
    widths: dict[int, float] = {}
    items = iter(descendant.get("/W", Array()))
    for first in items:
        second = next(items)
        if isinstance(second, Array):
            widths |= {int(first) + index: float(width) for index, width in enumerate(second)}
        else:
            widths |= dict.fromkeys(range(int(first), int(second) + 1), float(next(items)))
    return widths


def _face(base_font: str, family: str) -> Face:
    """Read a face from `/HASH+Family-Name-Bold-Italic` and the family's name."""
    words = base_font.partition("+")[2].removeprefix(family.replace(" ", "-"))
    weight, style, stretch = 400, "normal", "normal"
    for word in _WORD.findall(words):
        weight = _WEIGHTS.get(word, weight)
        style = _STYLES.get(word, style)
        stretch = _STRETCHES.get(word, stretch)
    return Face(family, weight, style, stretch)
