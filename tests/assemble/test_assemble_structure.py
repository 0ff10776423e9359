"""The structure tree: one Document, a Part for each part, tables joined, nothing lost; and its judge sees faults."""

from collections.abc import Callable
from io import BytesIO

import pytest
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from bukusop.assemble import AssembleError, FolioStyle, Part, assemble, readback
from tests.assemble.sample_parts import METADATA, opened, render, render_donor, table
from tests.assemble.structure_check import problems


def find(element: Object, kind: str) -> list[Object]:
    """All elements of a kind below this one, in reading order."""
    found = [element] if str(element.get("/S", "")) == kind else []
    inside = element.get("/K", Array())
    for kid in inside if isinstance(inside, Array) else [inside]:
        if isinstance(kid, Dictionary) and ("/S" in kid or "/K" in kid):
            found += find(kid, kind)
    return found


def tree(pdf: bytes) -> Object:
    return opened(pdf).Root.StructTreeRoot


def one_part(body: str, css: str = "", continued: tuple[int, ...] | None = None) -> bytes:
    part = Part("p", render(body, css), "arab", continued_tables=continued)
    return assemble([part], render_donor([part]), FolioStyle(), METADATA)


def test_everything_resolves(book: bytes) -> None:
    assert problems(book) == []


def test_one_document_with_a_titled_part_each(book: bytes) -> None:
    (document,) = tree(book).K
    assert str(document.S) == "/Document"
    assert [(str(part.S), str(part.get("/T", ""))) for part in document.K] == [
        ("/Part", "sampul"),
        ("/Part", "Daftar isi"),
        ("/Part", "BAB I Pendahuluan"),
        ("/Part", "SOP Satu"),
        ("/Part", "SOP Dua"),
        ("/Part", "penutup"),
    ]


def test_a_table_over_many_pages_is_one_table(book: bytes) -> None:
    _, _, _, one, two, _ = tree(book).K[0].K
    for part, rows in ((one, 60), (two, 30)):
        (found,) = find(part, "/Table")
        assert [str(group.S) for group in found.K].count("/THead") == 1
        assert len(find(found, "/TR")) == rows + 1
        head = {bytes(cell.ID) for cell in find(find(found, "/THead")[0], "/TH")}
        for cell in find(found, "/TD"):
            assert len([header for header in cell.A.Headers if bytes(header) in head]) == 1


def test_repeated_heads_are_artifacts_and_stay_visible(book: bytes) -> None:
    text = readback.page_text(readback.open_book(book), 6)
    assert "Kegiatan" in text
    page = opened(book).pages[6]
    assert b"/Artifact <</Type /Pagination>> BDC" in b"".join(stream.read_bytes() for stream in page.Contents)


def test_margin_boxes_are_artifacts(book: bytes) -> None:
    page = opened(book).pages[2]
    assert b"/Artifact <</Type /Pagination>> BDC" in page.Contents[1].read_bytes()
    assert "Kepala halaman 1" in readback.page_text(readback.open_book(book), 2)


def test_tables_with_other_heads_stay_apart() -> None:
    first, second = table(9), table(60, ["Nomor", "Uraian", "A", "B", "C"])
    pdf = one_part(f'<div>{first}</div><div style="break-before: page">{second}</div>')
    assert problems(pdf) == []
    assert [len(find(found, "/TR")) for found in find(tree(pdf), "/Table")] == [10, 61]


def test_tables_with_text_between_stay_apart() -> None:
    pdf = one_part(f'{table(5)}<h2 style="break-before: page">Lain</h2>{table(5)}')
    assert problems(pdf) == []
    assert len(find(tree(pdf), "/Table")) == 2


def test_a_new_table_with_a_caption_stays_apart() -> None:
    second = table(5).replace("<table>", "<table><caption>Tabel 2</caption>")
    pdf = one_part(f'<div>{table(5)}</div><div style="break-before: page">{second}</div>')
    assert problems(pdf) == []
    assert len(find(tree(pdf), "/Table")) == 2


def test_equal_ids_of_two_parts_do_not_meet() -> None:
    twins = [Part(name, render(table(3)), "arab") for name in ("satu", "dua")]
    pdf = assemble(twins, render_donor(twins), FolioStyle(), METADATA)
    assert problems(pdf) == []
    ids = [bytes(cell.ID) for cell in find(tree(pdf), "/TH")]
    assert len(set(ids)) == len(ids) == 16


def test_the_renderer_decides_where_it_says_so() -> None:
    body = f"{table(40)}<p>Catatan.</p>"
    assert len(find(tree(one_part(body, continued=())), "/Table")) > 1
    pages = len(Pdf.open(BytesIO(one_part(body))).pages)
    pdf = one_part(body, continued=tuple(range(1, pages)))
    assert problems(pdf) == []
    assert len(find(tree(pdf), "/Table")) == 1
    with pytest.raises(AssembleError, match="no table runs"):
        one_part(body, continued=(pages,))


def test_what_cannot_be_joined_safely_is_left() -> None:
    linked = table(60).replace("Kegiatan</th>", 'Keg<a href="https://contoh.go.id/">iatan</a></th>')
    with_foot = table(60).replace("</table>", "<tfoot><tr><td colspan=5>Kaki</td></tr></tfoot></table>")
    for body in (linked, with_foot):
        pdf = one_part(body)
        assert problems(pdf) == []
        assert len(find(tree(pdf), "/Table")) > 1


def test_a_table_without_a_head_does_not_take_over_one_with_a_head() -> None:
    headless = table(5).replace("<thead>", "<tbody>").replace("</thead>", "</tbody>")
    pdf = one_part(f'<div>{headless}</div><div style="break-before: page">{table(5)}</div>', continued=(1,))
    assert problems(pdf) == []
    assert len(find(tree(pdf), "/Table")) == 2


def test_a_part_in_another_language_says_so() -> None:
    pdf = Pdf.open(BytesIO(render("<p>Good morning</p>")))
    pdf.Root.Lang = String("en")
    changed = BytesIO()
    pdf.save(changed)
    part = Part("p", changed.getvalue(), "arab")
    book = assemble([part], render_donor([part]), FolioStyle(), METADATA)
    assert str(tree(book).K[0].K[0].Lang) == "en"


def test_untagged_parts_are_refused(donor: bytes) -> None:
    pdf = Pdf.open(BytesIO(render("<p>a</p>")))
    del pdf.Root.StructTreeRoot
    changed = BytesIO()
    pdf.save(changed)
    with pytest.raises(AssembleError, match="not tagged"):
        assemble([Part("p", changed.getvalue(), "arab")], donor, FolioStyle(), METADATA)


def _links(pdf: Pdf) -> list[Object]:
    return [annotation for page in pdf.pages for annotation in page.obj.get("/Annots", ())]


def drop_page_entry(pdf: Pdf) -> None:
    del pdf.pages[2].obj.StructParents


def shift_annotation(pdf: Pdf) -> None:
    _links(pdf)[0].StructParent = 0


def swap_owners(pdf: Pdf) -> None:
    owners = pdf.Root.StructTreeRoot.ParentTree.Kids[2].Nums[1]
    owners[0], owners[1] = owners[1], owners[0]


def cut_element(pdf: Pdf) -> None:
    part = pdf.Root.StructTreeRoot.K[0].K[2]
    part.K = Array(list(part.K)[1:])


def double_element(pdf: Pdf) -> None:
    part = pdf.Root.StructTreeRoot.K[0].K[2]
    part.K.append(part.K[0])


def wrong_parent(pdf: Pdf) -> None:
    part = pdf.Root.StructTreeRoot.K[0].K[2]
    part.K[0].P = pdf.Root.StructTreeRoot.K[0]


def double_id(pdf: Pdf) -> None:
    cells = find(pdf.Root.StructTreeRoot, "/TH")
    cells[0].ID = cells[1].ID


def lost_header(pdf: Pdf) -> None:
    find(pdf.Root.StructTreeRoot, "/TD")[0].A.Headers = Array([String("nobody")])


def header_of_another_table(pdf: Pdf) -> None:
    first, second = find(pdf.Root.StructTreeRoot, "/Table")
    find(first, "/TD")[0].A.Headers = Array([find(second, "/TH")[0].ID])


def unsorted_ids(pdf: Pdf) -> None:
    leaf = pdf.Root.StructTreeRoot.IDTree.Kids[0]
    names = list(leaf.Names)
    leaf.Names = Array(names[2:] + names[:2])


def wrong_limits(pdf: Pdf) -> None:
    pdf.Root.StructTreeRoot.ParentTree.Kids[1].Limits[0] = 0


def second_head(pdf: Pdf) -> None:
    found = find(pdf.Root.StructTreeRoot, "/Table")[0]
    found.K.append(pdf.make_indirect(Dictionary(S=Name.THead, P=found, K=Array())))


def untagged_text(pdf: Pdf) -> None:
    page = pdf.pages[1].obj
    page.Contents = Array([*page.Contents, pdf.make_stream(b"BT /Folio 9 Tf <0010> Tj ET")])


def erased_text(pdf: Pdf) -> None:
    pdf.pages[1].obj.Contents = pdf.make_stream(b"")


def repeated_mcid(pdf: Pdf) -> None:
    page = pdf.pages[1].obj
    page.Contents = Array([*page.Contents, pdf.make_stream(b"/Span <</MCID 0>> BDC EMC")])


def link_without_text(pdf: Pdf) -> None:
    del _links(pdf)[0].Contents


def taken_key(pdf: Pdf) -> None:
    pdf.Root.StructTreeRoot.ParentTreeNextKey = 1


FAULTS: list[Callable[[Pdf], None]] = [
    drop_page_entry, shift_annotation, swap_owners, cut_element, double_element, wrong_parent, double_id, lost_header,
    header_of_another_table, unsorted_ids, wrong_limits, second_head, untagged_text, erased_text, repeated_mcid, link_without_text,
    taken_key,
]  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_the_judge_sees_planted_faults(book: bytes, fault: Callable[[Pdf], None]) -> None:
    pdf = Pdf.open(BytesIO(book))
    fault(pdf)
    spoilt = BytesIO()
    pdf.save(spoilt)
    assert problems(spoilt.getvalue()) != []
