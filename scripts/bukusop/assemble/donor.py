"""The donor's fonts in the book: written once, lent to the parts. What is shared, and when, stands in `fonts.py`."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from pikepdf import Pdf, PdfError

from bukusop.assemble.fonts import FOLIO_FONT, Face, Glyphs, first_font, page_fonts, read_glyphs
from bukusop.assemble.fragment import Font, Text
from bukusop.assemble.objects import Roots, reach, write
from bukusop.assemble.output import ObjectFile, dictionary, reference
from bukusop.assemble.parts import AssembleError, MissingGlyph

WIDTH_TOLERANCE = 1.0
"""Thousandths of an em: what PDF/A allows between widths and font program (ISO 19005-3, 6.2.11.5)."""
_EQUIVALENT = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u00ad": "-", "\u2010": "-", "\u2011": "-"})
_PROGRAMS = ("/FontFile2", "/FontFile3")


class Donor:
    """The fonts that parts share: `fonts` is the number of the resource dictionary that holds them all."""

    def __init__(self, file: ObjectFile, donor: bytes) -> None:
        """Read the donor, whose first shown text is in the folio font, and write its fonts."""
        try:
            with Pdf.open(BytesIO(donor)) as source:
                folio = first_font(source.pages[0].obj)
                self._glyphs = {name: read_glyphs(font) for name, font in page_fonts(source).items()}
                self._numbers, self._programs = _write_fonts(file, source)
        except PdfError as error:
            raise AssembleError(f"not a readable donor: {error}") from error
        glyphs = self._glyphs.get(folio)
        if glyphs is None or not glyphs.identity:
            raise AssembleError("the donor's first text is not in a font that can set folios")
        self._folio = glyphs
        self._codes: dict[str, int] = {}
        for glyph in sorted(glyphs.text):
            self._codes.setdefault(_plain(glyphs.text[glyph]), glyph)
        self._numbers[FOLIO_FONT] = self._numbers[folio]
        self.fonts = file.add(font_dictionary(self._numbers))

    def number(self, name: str) -> int:
        """Give the number of a font by its resource name."""
        return self._numbers[name]

    def lends(self, name: str, font: Font) -> bool:
        """Whether the donor's font of this name can stand for a part's."""
        if name == FOLIO_FONT:
            return True
        theirs = self._covering(name, font)
        return theirs is not None and all(theirs.widths[glyph] == width for glyph, width in font.widths) and all(
            theirs.text[glyph] == text or _plain(theirs.text[glyph]) == _plain(text) for glyph, text in font.text
        )

    def program(self, name: str, font: Font) -> int:
        """Give the number of the program that can stand for that of a part's font, 0 where there is none."""
        if self._covering(name, font) is None:
            return 0
        return self._programs.get((name, font.key), 0)

    def glyph_codes(self, text: str) -> tuple[bytes, float]:
        """Give a text in the folio font: hexadecimal glyph ids, and its width in em."""
        codes, width = b"", 0.0
        for character in _plain(text):
            glyph = self._codes.get(character)
            if glyph is None:
                raise MissingGlyph(f"the donor's folio font ({self._folio.face.family}) has no {character!r}")
            codes += b"%04x" % glyph
            width += self._folio.widths.get(glyph, 1000) / 1000
        return codes, width

    def _covering(self, name: str, font: Font) -> Glyphs | None:
        """Give the donor's font of this name if it has every glyph of a part's, from the same font as far as widths can tell."""
        theirs = self._glyphs.get(name)
        if theirs is None or not (theirs.identity and font.identity and font.face and theirs.face == Face(*font.face)):
            return None
        if any(glyph not in theirs.text for glyph, _ in font.text):
            return None
        whole = all(
            glyph in theirs.widths and abs(theirs.widths[glyph] - width) <= WIDTH_TOLERANCE for glyph, width in font.widths
        )
        return theirs if whole else None


def font_dictionary(fonts: Mapping[str, int]) -> bytes:
    """Write a resource dictionary of fonts."""
    return dictionary({name.removeprefix("/"): reference(fonts[name]) for name in sorted(fonts)})


def _write_fonts(file: ObjectFile, source: Pdf) -> tuple[dict[str, int], dict[tuple[str, str], int]]:
    """Write the fonts of an opened donor; give their numbers by name, and those of their programs by name and key."""
    roots = Roots(source)
    fonts: dict[str, int] = {}
    programs: dict[tuple[str, str], int] = {}
    for name, font in page_fonts(source).items():
        fonts[name] = roots.add(source.make_indirect(font))
        for descendant in font.get("/DescendantFonts", ()):
            for key in _PROGRAMS:
                if key in descendant.FontDescriptor:
                    programs[name, key] = roots.add(descendant.FontDescriptor[key])
    objects, numbers = write(source, roots)
    wanted = sorted(reach(objects, (numbers[root] for root in fonts.values()), ()))
    places = {number: place for place, number in enumerate(wanted, file.new(len(wanted)))}
    values = [b"%d" % places.get(number, 0) for number in range(max(objects) + 1)]
    for number in wanted:
        item = objects[number]
        text = b"".join(Text(item.text, item.holes).fill(values))
        if item.data is None:
            file.put(places[number], text)
        else:
            file.put_stream(places[number], text, item.data)
    return (
        {name: places[numbers[root]] for name, root in fonts.items()},
        {name: places[numbers[root]] for name, root in programs.items()},
    )


def _plain(text: str) -> str:
    return text.translate(_EQUIVALENT)
