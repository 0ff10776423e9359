"""Fonts: what parts need, and one program per face where that is right."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

from pikepdf import Array, Name, Object, Stream

from bukusop.assemble import Face, FolioStyle, Part, assemble, donor_html, readback, used_text
from tests.assemble.sample_parts import FOLIO_FACE, METADATA, opened, render, render_donor
from tests.assemble.structure_check import problems
from tests.vera import verapdf

BOLD = Face("TeX Gyre Bonum", 700)


def programs(pdf: bytes) -> list[Object]:
    streams = [obj for obj in opened(pdf).objects if isinstance(obj, Stream)]
    return [stream for stream in streams if "/Length1" in stream or stream.get("/Subtype") == Name.OpenType]


def test_used_text_names_faces_in_terms_of_css() -> None:
    pdf = render('<h1>Ab</h1><p>cd <b>e</b> <i>f</i> <b><i>g</i></b> <span style="font-family: Liberation Sans Narrow">h</span></p>')
    assert used_text(pdf) == {
        Face("Liberation Sans"): "c d",
        Face("Liberation Sans", 700): "e",
        Face("Liberation Sans", 400, "italic"): "f",
        Face("Liberation Sans", 700, "italic"): "g",
        Face("Liberation Sans Narrow", 400, "normal", "condensed"): "h",
        BOLD: "A b",
    }


def test_a_ligature_is_one_text() -> None:
    pdf = render('<p style="font-family: TeX Gyre Bonum">efisien</p>')
    assert used_text(pdf)[Face("TeX Gyre Bonum")].split() == ["e", "fi", "i", "n", "s"]
    part = Part("p", pdf, "arab")
    donor = render_donor([part])
    book = assemble([part], donor, FolioStyle(), METADATA)
    assert len(programs(book)) == 1 + 1  # this face, and that of the folio
    assert "efisien" in readback.page_text(readback.open_book(book), 0)


def test_the_book_has_one_program_per_face(book: bytes, parts: list[Part]) -> None:
    faces = {face for part in parts for face in used_text(part.pdf)}
    assert len(programs(book)) == len(faces) == 3


def test_the_donor_covers_what_it_was_made_of(parts: list[Part], donor: bytes) -> None:
    have = used_text(donor)
    for part in parts:
        for face, text in used_text(part.pdf).items():
            assert set(text.split()) <= set(have[face].split())


def test_a_part_that_the_donor_does_not_cover_keeps_its_fonts(parts: list[Part], donor: bytes, tmp_path: Path) -> None:
    odd = Part("lain", render("<p>Zx§Ω dan huruf lain</p>"), "arab")
    pdf = assemble([*parts, odd], donor, FolioStyle(), METADATA)
    assert len(programs(pdf)) == 4
    assert "Zx§Ω dan huruf lain" in readback.page_text(readback.open_book(pdf), 16)
    assert problems(pdf) == []
    file = tmp_path / "odd.pdf"
    file.write_bytes(pdf)
    assert verapdf([file]) == []


def test_a_part_in_a_face_of_its_own_keeps_it(parts: list[Part], donor: bytes) -> None:
    odd = Part("lain", render("<p>dan <i>miring</i></p>"), "arab")
    pdf = assemble([*parts, odd], donor, FolioStyle(), METADATA)
    assert len(programs(pdf)) == 4
    assert "dan miring" in readback.page_text(readback.open_book(pdf), 16)


def widened(pdf: bytes, by: int) -> bytes:
    """A part whose first glyph of each run of widths is said to be wider."""
    changed = opened(pdf)
    for font in changed.pages[0].Resources.Font.values():
        runs = [run for run in font.DescendantFonts[0].W if isinstance(run, Array)]
        for run in runs:
            run[0] = int(run[0]) + by
    target = BytesIO()
    changed.save(target)
    return target.getvalue()


def test_widths_decide_whether_it_is_the_same_font() -> None:
    part = Part("p", render("<p>abc</p>"), "arab")
    donor = render_donor([part])
    found = {}
    for by in (0, 1, 40):
        book = assemble([replace(part, pdf=widened(part.pdf, by))], donor, FolioStyle(), METADATA)
        fonts = opened(book).pages[0].Resources.Font
        found[by] = len(programs(book)), len({font.DescendantFonts[0].objgen for font in fonts.values()})
    assert found == {0: (1, 1), 1: (1, 2), 40: (2, 2)}  # all shared; the program only; nothing


def test_characters_that_no_font_has_keep_the_parts_own_encoding() -> None:
    part = Part("p", render("<p>abc\U0010fffd</p>"), "arab")
    donor = render_donor([Part("q", render("<p>abc</p>"), "arab")])
    book = opened(assemble([part], donor, FolioStyle(), METADATA))
    encodings = [font.Encoding for name, font in book.pages[0].Resources.Font.items() if name != "/Folio"]
    assert [encoding for encoding in encodings if isinstance(encoding, Stream)]


def test_space_and_no_break_space_share_a_glyph() -> None:
    two = [Part("satu", render("<p>a\u00a0b c</p>"), "arab"), Part("dua", render("<p>a b\u00a0c</p>"), "arab")]
    pdf = assemble(two, render_donor(two), FolioStyle(), METADATA)
    fonts = [page.Resources.Font.objgen for page in opened(pdf).pages]
    assert fonts[0] == fonts[1]
    assert [readback.page_text(readback.open_book(pdf), page).split("\n")[0] for page in (0, 1)] == ["a b c", "a b c"]


def test_donor_html_begins_with_the_folio_face() -> None:
    html = donor_html([{BOLD: "a & b"}, {FOLIO_FACE: "x"}], FOLIO_FACE, "- halaman -", "<style>@font-face {}</style>")
    assert html.index("Liberation Sans") < html.index("TeX Gyre Bonum")
    assert "&amp; a b" in html
    assert "<style>@font-face {}</style>" in html
    assert html == donor_html([{FOLIO_FACE: "x"}, {BOLD: "b a &"}], FOLIO_FACE, "- halaman -", "<style>@font-face {}</style>")
