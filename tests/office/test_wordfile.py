"""Word documents, a feature each: what of a file reaches the RawDocument, and what is told instead."""

import pytest

from bukusop.model import Run
from bukusop.office.foreign.raw import Anchor, RawCell, RawDocument, RawParagraph, RawTable
from bukusop.office.foreign.wordfile import read_docx
from tests.office.packages import cell, docx, docx_parts, packed, par, relations, row, run, table


def read(body: str, **parts: str) -> RawDocument:
    return read_docx("contoh.docx", docx(body, **parts))


def words(paragraph: RawParagraph | RawTable) -> str:
    assert isinstance(paragraph, RawParagraph)
    return "".join(item.teks for item in paragraph.runs)


def only_table(document: RawDocument) -> RawTable:
    found, = (block for block in document.blocks if isinstance(block, RawTable))
    return found


def texts(cells: tuple[RawCell, ...]) -> list[str]:
    return ["|".join(words(paragraph) for paragraph in item.isi) for item in cells]


def test_name_and_plain_paragraphs() -> None:
    document = read(par("Satu") + "<w:p/>" + par("Dua"))
    assert document.name == "contoh"
    assert document.blocks == (RawParagraph((Run("Satu"),)), RawParagraph(()), RawParagraph((Run("Dua"),)))
    assert document.notes == ()


def test_bold_and_italic_of_runs_and_styles() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="J"><w:name w:val="heading 1"/><w:basedOn w:val="D"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="D"><w:name w:val="Dasar"/><w:rPr><w:b/></w:rPr></w:style>')
    document = read(
        par(run("a"), run("b", "<w:b/>"), run("c", '<w:b w:val="0"/><w:i/>'))
        + par(run("x"), run("y", '<w:b w:val="false"/>'), properties='<w:pStyle w:val="J"/>'), styles=styles)
    assert document.blocks == (
        RawParagraph((Run("a"), Run("b", tebal=True), Run("c", miring=True))),
        RawParagraph((Run("x", tebal=True), Run("y")), style="heading 1"),
    )


def test_styles_in_a_circle_end() -> None:
    styles = "".join(f'<w:style w:type="paragraph" w:styleId="{a}"><w:basedOn w:val="{b}"/></w:style>' for a, b in ("AB", "BA"))
    assert words(read(par("teks", properties='<w:pStyle w:val="A"/>'), styles=styles).blocks[0]) == "teks"


def test_tabs_breaks_symbols_and_hyphens() -> None:
    inside = (
        '<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:br w:type="page"/><w:noBreakHyphen/><w:softHyphen/>'
        '<w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="X" w:char="zz"/></w:r>')
    assert words(read(f"<w:p>{inside}</w:p>").blocks[0]) == "a\tb\nc\u2011✓•"


def test_tracked_changes_are_accepted() -> None:
    inside = (
        '<w:ins>{}</w:ins><w:del><w:r><w:delText>hilang</w:delText></w:r></w:del>'
        '<w:moveFrom>{}</w:moveFrom><w:moveTo>{}</w:moveTo>').format(run("baru "), run("lama"), run("pindah"))
    assert words(read(f"<w:p>{inside}</w:p>").blocks[0]) == "baru pindah"


def test_fields_give_their_result() -> None:
    inside = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "https://contoh.go.id/a"</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("laman")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        f'<w:fldSimple w:instr="PAGE">{run(" 7")}</w:fldSimple>')
    assert read(f"<w:p>{inside}</w:p>").blocks[0] == RawParagraph((Run("laman", tautan="https://contoh.go.id/a"), Run(" 7")))


def test_a_field_without_result_says_nothing() -> None:
    inside = f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{run("ISI")}<w:r><w:fldChar w:fldCharType="end"/></w:r>{run("sesudah")}'
    assert words(read(f"<w:p>{inside}</w:p>").blocks[0]) == "sesudah"


def test_hyperlinks_keep_only_addresses() -> None:
    parts = docx_parts(
        f'<w:p><w:hyperlink r:id="rId1">{run("surat")}</w:hyperlink><w:hyperlink r:id="rId2">{run(" jahat")}</w:hyperlink>'
        f'<w:hyperlink w:anchor="bab">{run(" dalam")}</w:hyperlink></w:p>')
    parts["word/_rels/document.xml.rels"] = relations(
        ("rId1", "hyperlink", "mailto:dinas@contoh.go.id"), ("rId2", "hyperlink", "javascript:alert(1)"), external=True)
    document = read_docx("x.docx", packed(parts))
    assert document.blocks[0] == RawParagraph((Run("surat", tautan="mailto:dinas@contoh.go.id"), Run(" jahat dalam")))
    assert document.notes == ()


def test_hidden_text_is_told() -> None:
    document = read(par(run("tampak"), run("rahasia", "<w:vanish/>")))
    assert words(document.blocks[0]) == "tampak"
    assert document.notes == ("teks tersembunyi dilewati: rahasia",)


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="L"/></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>')


def item(text: str, number: int, depth: int = 0) -> str:
    return par(*([text] if text else []), properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def test_lists_by_number_and_by_style() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="P"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>')
    document = read(
        item("satu", 1) + item("dalam", 1, 1) + item("titik", 2) + par("gaya", properties='<w:pStyle w:val="P"/>') + item("tautan", 4)
        + item("bukan", 0), styles=styles, numbering=NUMBERING)
    assert [(words(block), block.level, block.style) for block in document.blocks if isinstance(block, RawParagraph)] == [
        ("satu", 0, "decimal"), ("dalam", 1, "letter"), ("titik", 0, "bullet"), ("gaya", 0, "bullet"), ("tautan", 0, "decimal"),
        ("bukan", -1, "")]


def test_numbers_alone_become_words() -> None:
    body = table(*(row(cell(item("", number))) for number in (1, 1, 3)), row(cell(item("", 1, 1))))
    assert texts(only_table(read(body, numbering=NUMBERING)).cells) == ["1.", "2.", "1.", "a)"]


def test_merged_cells_widths_heights_and_heads() -> None:
    body = table(
        row(cell("a", properties='<w:vMerge w:val="restart"/>'), cell("b", properties='<w:gridSpan w:val="2"/>'),
            properties="<w:tblHeader/>"),
        row(cell(properties="<w:vMerge/>"), cell("c"), cell("d"), properties='<w:trHeight w:val="567" w:hRule="exact"/>'),
        row(cell("e"), cell("f"), cell("g")), widths=(567, 1134, 1701))
    found = only_table(read(body))
    assert (found.rows, found.columns, found.head, found.widths, found.heights) == (3, 3, 1, (10.001, 20.002, 30.004), (0, 10.001, 0))
    assert [(cell_.row, cell_.column, cell_.rows, cell_.columns) for cell_ in found.cells] == [
        (0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1), (2, 0, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1)]
    assert texts(found.cells) == ["a", "b", "c", "d", "e", "f", "g"]
    assert (found.left, found.top) == (20.002, 20.002)


def test_old_merges_rows_that_begin_late_and_rows_that_were_deleted() -> None:
    body = table(
        row(cell("a", properties='<w:hMerge w:val="restart"/>'), cell(properties="<w:hMerge/>")),
        row(cell("b"), properties='<w:gridBefore w:val="1"/>'), row(cell("hilang"), cell(), properties="<w:del/>"))
    found = only_table(read(body))
    assert [(item_.row, item_.column, item_.columns) for item_ in found.cells] == [(0, 0, 2), (1, 1, 1)]
    assert found.rows == 2


def test_text_under_a_merge_is_kept_and_told() -> None:
    body = table(row(cell("a", properties='<w:vMerge w:val="restart"/>')), row(cell("tertutup", properties="<w:vMerge/>")))
    document = read(body)
    assert texts(only_table(document).cells) == ["a|tertutup"]
    assert document.notes == ("teks di sel yang tertutup penggabungan sel dipindahkan ke sel gabungannya",)


def test_nested_tables_become_paragraphs() -> None:
    body = table(row(cell(par("luar"), table(row(cell("satu"), cell("dua")), row(cell("tiga"))), "<w:p/>")))
    document = read(body)
    assert texts(only_table(document).cells) == ["luar|satu|dua|tiga|"]
    assert document.notes == ("tabel di dalam sel dibaca sebagai paragraf biasa",)


def test_content_controls_around_everything() -> None:
    def control(inside: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    inner = table(control(row(control(cell(control(par(control(run("sel")))))))))
    body = control(par("blok")) + inner + f"<w:p>{control(run('dalam'))}</w:p>"
    document = read(body)
    assert [words(block) for block in document.blocks if isinstance(block, RawParagraph)] == ["blok", "dalam"]
    assert texts(only_table(document).cells) == ["sel"]


def test_what_stands_outside_the_text_is_told() -> None:
    document = read(
        par("isi") + '<w:altChunk r:id="rId9"/>', header1=par("SOP DINAS"), footnotes=f'<w:footnote w:id="1">{par("lihat")}</w:footnote>')
    assert document.notes == (
        "berkas lain yang disisipkan (altChunk) dilewati", "kepala halaman tidak dibaca sebagai isi: SOP DINAS",
        "catatan kaki tidak dibaca sebagai isi: lihat")
    assert read(par("isi"), header1=par("- 12 -")).notes == ()


def test_strict_names_are_read_as_transitional() -> None:
    data = docx(par(run("tegas", "<w:b/>")) + table(row(cell("x")), widths=(567,)))
    parts = docx_parts(par(run("tegas", "<w:b/>")) + table(row(cell("x")), widths=(567,)))
    schemas, purl = "http://schemas.openxmlformats.org", "http://purl.oclc.org/ooxml"
    strict = {
        name: str(body).replace(f"{schemas}/wordprocessingml/2006/", f"{purl}/wordprocessingml/")
        .replace(f"{schemas}/officeDocument/2006/relationships", f"{purl}/officeDocument/relationships")
        .replace('w:w="567"', 'w:w="28.35pt"')
        for name, body in parts.items()}
    assert read_docx("a.docx", packed(strict)).blocks == read_docx("a.docx", data).blocks


@pytest.mark.parametrize("depth", [0, 1])
def test_same_bytes_same_values(depth: int) -> None:
    body = item("satu", 1, depth) + table(row(cell("a")))
    assert read(body, numbering=NUMBERING) == read(body, numbering=NUMBERING)


def test_a_shape_hangs_in_the_cell_it_is_anchored_in() -> None:
    style = "position:absolute;margin-left:72pt;margin-top:36pt;width:72pt;height:36pt"
    picture = f'<w:r><w:pict><v:rect id="r" style="{style}"/></w:pict></w:r>'
    document = read(par("atas") + table(row(cell("a"), cell(par(picture))), widths=(1134, 1134)))
    shape, = document.shapes
    assert (shape.kind, shape.frame, shape.anchor) == ("process", "cell", Anchor(1, 0, 1))
    assert shape.box == pytest.approx((27.305, 12.7, 52.705, 25.4), abs=0.01)
