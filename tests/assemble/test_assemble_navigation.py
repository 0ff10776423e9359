"""Links, destinations, outline, page labels, folios and stamps, as pypdf reads them back."""

from dataclasses import replace

import pytest
from pikepdf import Name, Object

from bukusop.assemble import (
    AssembleError,
    FolioStyle,
    MissingGlyph,
    OutlineEntry,
    Part,
    Stamp,
    UnknownDestination,
    UnknownPart,
    assemble,
    readback,
)
from bukusop.assemble.readback import Bookmark
from tests.assemble.sample_parts import METADATA, opened, render, render_donor
from tests.assemble.structure_check import problems


def links(pdf: bytes, page: int) -> list[Object]:
    return [link for link in opened(pdf).pages[page].obj.get("/Annots", ()) if link.Subtype == Name.Link]


def test_destinations_are_tops_and_what_links_use(book: bytes) -> None:
    assert readback.destinations(readback.open_book(book)) == {
        "sampul": 0,
        "daftar-isi": 1,
        "bab-1": 2,
        "bab-1--akhir": 3,
        "sop-01": 4,
        "sop-02": 11,
        "sop-02--prosedur": 12,
        "penutup": 15,
    }


def test_names_are_sorted(book: bytes) -> None:
    names = []
    for leaf in opened(book).Root.Names.Dests.Kids:
        here = [bytes(name) for name in list(leaf.Names)[::2]]
        assert [bytes(limit) for limit in leaf.Limits] == [here[0], here[-1]]
        names += here
    assert names == sorted(names)


def test_links_between_parts_are_internal_and_have_human_text(book: bytes) -> None:
    assert [(str(link.Dest), str(link.Contents)) for link in links(book, 1)] == [
        ("bab-1", "BAB I Pendahuluan"),
        ("sop-01", "SOP Satu"),
        ("sop-02--prosedur", "Prosedur"),
        ("sop-02--prosedur", "Prosedur"),
    ]
    assert all("/A" not in link for link in links(book, 1))
    assert b"bukusop:" not in book


def test_links_inside_a_part_and_outside_the_book(book: bytes) -> None:
    inside, outside = links(book, 2)
    assert (str(inside.Dest), str(inside.Contents)) == ("bab-1--akhir", "Akhir")
    assert str(outside.A.URI) == "https://contoh.go.id/"


def test_link_to_an_unknown_part_or_name(parts: list[Part], donor: bytes) -> None:
    with pytest.raises(UnknownPart, match="sop-02"):
        assemble(parts[3:4], donor, FolioStyle(), METADATA)
    part = replace(parts[1], pdf=render('<p><a href="bukusop:penutup#hilang">Lihat</a></p>'))
    with pytest.raises(UnknownDestination, match="penutup--hilang"):
        assemble([part, parts[5]], donor, FolioStyle(), METADATA)


def test_links_to_parts_elsewhere(parts: list[Part], donor: bytes) -> None:
    alone = assemble(parts[3:4], donor, FolioStyle(), METADATA, elsewhere={"sop-02": "https://contoh.go.id/sop-02.pdf"})
    assert [str(link.A.URI) for link in links(alone, 0)] == ["https://contoh.go.id/sop-02.pdf"]
    text = assemble(parts[3:4], donor, FolioStyle(), METADATA, elsewhere={"sop-02": ""})
    assert links(text, 0) == []
    assert problems(alone) == problems(text) == []
    assert "Lihat SOP Dua" in readback.page_text(readback.open_book(text), 0)


def test_outline(book: bytes) -> None:
    assert readback.outline(readback.open_book(book)) == (
        Bookmark(1, "Daftar isi", 1),
        Bookmark(1, "BAB I Pendahuluan", 2),
        Bookmark(2, "Akhir", 3),
        Bookmark(1, "SOP", 4),
        Bookmark(2, "SOP Satu", 4),
        Bookmark(2, "SOP Dua", 11),
        Bookmark(3, "Prosedur", 12),
    )


def test_outline_is_open_to_level_one(book: bytes) -> None:
    outlines = opened(book).Root.Outlines
    assert int(outlines.Count) == 6
    group = outlines.Last
    assert (str(group.Title), int(group.Count)) == ("SOP", 2)
    assert (str(group.Last.Title), int(group.Last.Count)) == ("SOP Dua", -1)
    assert [float(value) for value in list(group.Last.Dest)[2:]] == [0, 770.89, 0]


def test_impossible_bookmarks_are_refused(parts: list[Part], donor: bytes) -> None:
    for entry in (OutlineEntry(1, "x", 9, 0), OutlineEntry(0, "x", 0, 0), OutlineEntry(1, "", 0, 0)):
        with pytest.raises(AssembleError, match="bookmark"):
            assemble([replace(parts[5], outline=(entry,))], donor, FolioStyle(), METADATA)


def test_page_labels(book: bytes) -> None:
    labels = readback.page_labels(readback.open_book(book))
    assert labels == ("i", "ii", *(str(number) for number in range(1, 15)))


def test_folios_are_printed_where_they_should(book: bytes) -> None:
    reader = readback.open_book(book)
    texts = [readback.page_text(reader, page) for page in range(readback.page_count(reader))]
    assert "- i -" not in texts[0]
    assert "- ii -" in texts[1]
    assert all(f"- {page - 1} -" in texts[page] for page in range(2, 15))
    assert "- 14 -" not in texts[15]


def test_text_of_the_parts_is_intact(book: bytes, parts: list[Part]) -> None:
    reader = readback.open_book(book)
    page = 0
    for part in parts:
        own = readback.open_book(part.pdf)
        for index in range(readback.page_count(own)):
            before = readback.page_text(own, index).replace("\u00a0", " ").split()
            after = readback.page_text(reader, page).replace("\u00a0", " ").split()
            assert [word for word in before if word not in after] == []
            page += 1


def test_stamps(book: bytes) -> None:
    reader = readback.open_book(book)
    assert "bersambung" in readback.page_text(reader, 4)
    content = opened(book).pages[4].Contents[2].read_bytes()
    assert content.startswith(b"Q\n/Artifact <</Type /Pagination /Subtype /Footer /Attached [/Bottom]>> BDC\n")
    head = opened(book).pages[5].Contents[2].read_bytes()
    assert b"/Subtype /Header /Attached [/Top]" in head
    assert b"1 0 0 1 42.500 567.276 Tm" in head  # 28 pt below the top of a landscape A4 page


@pytest.mark.parametrize(
    ("style", "places"),
    [
        (FolioStyle(), [(295.1, 28.0), (295.1, 28.0)]),
        (FolioStyle(position="top", y_from_bottom=40), [(295.1, 801.89), (295.1, 801.89)]),
        (FolioStyle(align="right", margin=60), [(530.3, 28.0), (530.3, 28.0)]),
        (FolioStyle(align="outer", margin=60), [(530.3, 28.0), (60.0, 28.0)]),
    ],
)
def test_where_folios_stand(donor: bytes, style: FolioStyle, places: list[tuple[float, float]]) -> None:
    part = Part("p", render('<p>a</p><p style="break-before: page">b</p>'), "arab")
    pdf = opened(assemble([part], donor, style, METADATA))
    for page, (x, y) in zip(pdf.pages, places, strict=True):
        line = page.Contents[2].read_bytes().split(b" Tm")[0].split()
        assert (float(line[-2]), float(line[-1])) == pytest.approx((x, y), abs=0.06)


def test_characters_that_the_folio_font_lacks(parts: list[Part], donor: bytes) -> None:
    with pytest.raises(MissingGlyph, match="§"):
        assemble(parts[1:2], donor, FolioStyle(form="§ {n}"), METADATA, elsewhere={"bab-1": "", "sop-01": "", "sop-02": ""})


def test_stamp_outside_its_page(parts: list[Part], donor: bytes) -> None:
    for stamp in (Stamp(0, 700, 10, "1", 9), Stamp(0, 10, 900, "1", 9), Stamp(1, 10, 10, "1", 9)):
        with pytest.raises(AssembleError, match="stamp"):
            assemble([replace(parts[5], stamps=(stamp,))], donor, FolioStyle(), METADATA)


def test_equal_names_in_two_parts_do_not_meet() -> None:
    body = '<p><a href="#{0}--a">ke a</a></p><p style="break-before: page" id="{0}--a">a</p>'
    two = [Part(name, render(body.format(name)), "arab") for name in ("satu", "dua")]
    pdf = assemble(two, render_donor(two), FolioStyle(), METADATA)
    assert [str(links(pdf, page)[0].Dest) for page in (0, 2)] == ["satu--a", "dua--a"]
    unprefixed = [Part(name, render(body.replace("{0}--", "")), "arab") for name in ("satu", "dua")]
    again = assemble(unprefixed, render_donor(unprefixed), FolioStyle(), METADATA)
    assert readback.destinations(readback.open_book(again)) == {"satu": 0, "satu--a": 1, "dua": 2, "dua--a": 3}
