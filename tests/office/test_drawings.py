"""Drawings of Word, in each way in which it and others write them: kinds, places, ways of lines, joints."""

import shutil
import subprocess
from pathlib import Path

import pytest

from bukusop.office.foreign.outline import kind_of_path
from bukusop.office.foreign.raw import Anchor, RawDocument, RawLine, RawShape
from bukusop.office.foreign.wordfile import read_docx
from tests.office.packages import (
    EMU,
    INK,
    cell,
    connector,
    docx,
    floating,
    group,
    inline,
    par,
    pict,
    row,
    shape,
    table,
)

BARE = "<a:ln><a:noFill/></a:ln>"
LEFT = 20.002
"""The left margin of the section in `packages`, mm."""


def read(body: str, **parts: str) -> RawDocument:
    return read_docx("gambar.docx", docx(body, **parts))


def one(inside: str) -> RawShape:
    """The one shape of a drawing of 20 x 10 mm, 30 mm from the corner of the page."""
    document = read(par(floating(inside, (30, 30), (20, 10), across="page", down="page")))
    found, = document.shapes
    assert not document.lines
    return found


def line(inside: str, size: tuple[float, float] = (20, 10)) -> RawLine:
    document = read(par(floating(inside, (30, 30), size, across="page", down="page")))
    found, = document.lines
    assert not document.shapes
    return found


class Near:
    """Equal to a nest of numbers that differs by less than 0.02 mm: pytest's own compares no nests."""

    def __init__(self, wanted: object) -> None:
        self.wanted = wanted

    def __eq__(self, other: object) -> bool:
        return _near(self.wanted, other)

    def __hash__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return f"near {self.wanted}"


def _near(one_: object, other: object) -> bool:
    if isinstance(one_, tuple) and isinstance(other, tuple):
        return len(one_) == len(other) and all(map(_near, one_, other))
    return isinstance(one_, int | float) and isinstance(other, int | float) and abs(one_ - other) < 0.02


def near(wanted: object) -> Near:
    return Near(wanted)


@pytest.mark.parametrize(("preset", "kind"), [
    ("flowChartProcess", "process"), ("rect", "process"), ("flowChartDocument", "process"), ("flowChartDecision", "decision"),
    ("diamond", "decision"), ("flowChartTerminator", "terminator"), ("roundRect", "terminator"), ("ellipse", "terminator"),
    ("flowChartAlternateProcess", "terminator"), ("flowChartOffpageConnector", "connector"), ("homePlate", "connector"),
    ("pentagon", "connector"), ("flowChartConnector", "connector"), ("cloud", "other"),
])
def test_kinds_by_preset(preset: str, kind: str) -> None:
    found = one(shape(preset, (0, 0, 20, 10)))
    assert (found.kind, found.text, found.frame, found.anchor) == (kind, "", "page", Anchor(0))
    assert found.box == near((30, 30, 50, 40))


@pytest.mark.parametrize(("inside", "kind"), [
    (shape("rect", (0, 0, 20, 10), text="Ya", textbox=True), "text"),
    (shape("rect", (0, 0, 20, 10), text="tidak", line=BARE), "text"),
    (shape("rect", (0, 0, 20, 10), text="Mulai"), "process"),
    (shape("rect", (0, 0, 20, 10), line=BARE), "other"),
    (shape("rect", (0, 0, 20, 10), line=INK + BARE), "process"),
    (shape("rect", (0, 0, 20, 10), line="", more='<wps:style><a:lnRef idx="1"/></wps:style>'), "process"),
    (shape("flowChartDecision", (0, 0, 20, 10), text="Lengkap?"), "decision"),
])
def test_words_and_outlines(inside: str, kind: str) -> None:
    assert one(inside).kind == kind


def test_a_small_ellipse_as_wide_as_high_is_a_connector() -> None:
    document = read(par(floating(shape("ellipse", (0, 0, 8, 8), text="A"), (0, 0), (8, 8))))
    assert [(found.kind, found.text) for found in document.shapes] == [("connector", "A")]


def test_a_turned_home_plate_stands_upright() -> None:
    assert one(shape("homePlate", (0, 0, 20, 10), turn=90)).box == near((35, 25, 45, 45))


def custom(path: str, width: int = 100, height: int = 100, guides: str = "") -> str:
    return f'<a:custGeom><a:gdLst>{guides}</a:gdLst><a:pathLst><a:path w="{width}" h="{height}">{path}</a:path></a:pathLst></a:custGeom>'


def poly(*points: tuple[object, object], close: bool = True) -> str:
    (x0, y0), *rest = points
    begin = f'<a:moveTo><a:pt x="{x0}" y="{y0}"/></a:moveTo>'
    return begin + "".join(f'<a:lnTo><a:pt x="{x}" y="{y}"/></a:lnTo>' for x, y in rest) + ("<a:close/>" if close else "")


CURVE = '<a:cubicBezTo><a:pt x="{0}" y="{1}"/><a:pt x="{0}" y="{1}"/><a:pt x="{2}" y="{3}"/></a:cubicBezTo>'


@pytest.mark.parametrize(("geometry", "kind"), [
    (custom(poly((0, 0), (100, 0), (100, 100), (0, 100))), "process"),
    (custom(poly((0, 0), (50, 0), (100, 0), (100, 100), (0, 100), (0, 0))), "process"),
    (custom(poly((0, 50), (50, 0), (100, 50), (50, 100))), "decision"),
    (custom(poly((0, "vc"), ("hc", 0), ("r", "vc"), ("hc", "b")), 0, 0), "decision"),
    (custom(poly(("l", "a"), ("a2", "t"), ("r", "a"), ("a2", "b")), 0, 0,
            '<a:gd name="a" fmla="*/ h 1 2"/><a:gd name="a2" fmla="+/ w 0 2"/>'), "decision"),
    (custom(poly((0, 0), (100, 0), (100, 80), (50, 100), (0, 80))), "connector"),
    (custom(poly((0, 0), (80, 0), (100, 50), (80, 100), (0, 100))), "connector"),
    (custom(poly((20, 0), (80, 0), close=False) + CURVE.format(100, 0, 100, 50) + CURVE.format(100, 100, 80, 100)
            + '<a:lnTo><a:pt x="20" y="100"/></a:lnTo>' + CURVE.format(0, 100, 0, 50) + CURVE.format(0, 0, 20, 0) + "<a:close/>"),
     "terminator"),
    (custom(poly((0, 0), (100, 0), (50, 100))), "other"),
])
def test_kinds_by_path(geometry: str, kind: str) -> None:
    assert one(shape("", (0, 0, 20, 10), geometry=geometry)).kind == kind


def test_an_open_path_is_a_line() -> None:
    found = line(shape("", (0, 0, 20, 10), geometry=custom(poly((0, 0), (100, 0), (100, 100), close=False))))
    assert found.points == near(((30, 30), (50, 30), (50, 40)))


def test_empty_paths_are_nothing_known() -> None:
    assert kind_of_path((), False) == "other"


@pytest.mark.parametrize(("inside", "points"), [
    (connector("straightConnector1", (0, 0, 20, 10)), ((30, 30), (50, 40))),
    (connector("line", (0, 0, 20, 10), flip='flipH="1"'), ((50, 30), (30, 40))),
    (connector("straightConnector1", (0, 0, 20, 10), flip='flipV="1"'), ((30, 40), (50, 30))),
    (connector("bentConnector2", (0, 0, 20, 10)), ((30, 30), (50, 30), (50, 40))),
    (connector("bentConnector3", (0, 0, 20, 10)), ((30, 30), (40, 30), (40, 40), (50, 40))),
    (connector("bentConnector3", (0, 0, 20, 10), adjust='<a:gd name="adj1" fmla="val -50000"/>'), ((30, 30), (20, 30), (20, 40), (50, 40))),
    (connector("bentConnector3", (0, 0, 20, 10), turn=90), ((45, 25), (45, 35), (35, 35), (35, 45))),
    (connector("curvedConnector3", (0, 0, 20, 10)), ((30, 30), (40, 30), (40, 40), (50, 40))),
    (connector("bentConnector4", (0, 0, 20, 10)), ((30, 30), (40, 30), (40, 35), (50, 35), (50, 40))),
    (connector("bentConnector5", (0, 0, 20, 10)), ((30, 30), (40, 30), (40, 35), (40, 35), (40, 40), (50, 40))),
])
def test_ways_of_connectors(inside: str, points: object) -> None:
    found = line(inside)
    assert (found.arrow_start, found.arrow_end) == (False, True)
    assert found.points == near(points)


def test_block_arrows_are_lines() -> None:
    found = line(shape("upArrow", (0, 0, 20, 10)))
    assert (found.points, found.arrow_start, found.arrow_end) == (near(((40, 40), (40, 30))), False, True)


def test_nested_groups_scale_flip_and_move() -> None:
    inner = group(shape("rect", (0, 0, 10, 10), id_=3), box=(100, 100, 100, 100), inner=(0, 0, 20, 20), tag="grpSp")
    outer = group(inner, shape("diamond", (0, 0, 100, 100), id_=4), box=(0, 0, 40, 40), inner=(0, 0, 200, 200))
    document = read(par(floating(outer, (30, 30), (40, 40), across="page", down="page")))
    boxes = {found.id: found.box for found in document.shapes}
    assert boxes["3"] == near((50, 50, 60, 60))
    assert boxes["4"] == near((30, 30, 50, 50))


def test_canvas_with_glued_connectors() -> None:
    canvas = (
        '<wpc:wpc><wpc:bg/><wpc:whole/>' + shape("flowChartProcess", (5, 5, 10, 5), id_=7)
        + shape("flowChartDecision", (5, 20, 10, 10), id_=8)
        + connector("straightConnector1", (10, 10, 0, 10), id_=9, start=7, end=8) + "</wpc:wpc>")
    document = read(par(floating(canvas, (0, 0), (60, 60), down="margin", across="margin", id_=1)))
    found, = document.lines
    assert (found.start, found.end, found.frame) == ("7", "8", "page")
    assert found.points == near(((LEFT + 10, 30), (LEFT + 10, 40)))


def test_equal_numbers_in_two_drawings_stay_apart() -> None:
    def canvas(id_: int) -> str:
        inside = shape("rect", (0, 0, 5, 5), id_=1) + shape("rect", (0, 9, 5, 5), id_=2)
        inside += connector("line", (2, 5, 0, 4), id_=3, start=1, end=2)
        return floating(f"<wpc:wpc>{inside}</wpc:wpc>", (id_ * 20, 0), (5, 14), id_=id_)

    document = read(par(canvas(1), canvas(2)))
    assert [found.id for found in document.shapes] == ["1", "2", "1-2", "2-2"]
    assert [(found.start, found.end) for found in document.lines] == [("1", "2"), ("1-2", "2-2")]
    assert len({item.id for item in (*document.shapes, *document.lines)}) == 6


def test_glue_that_leads_nowhere_is_loose() -> None:
    found = line(connector("line", (0, 0, 20, 10), start=77, end=78))
    assert (found.start, found.end) == ("", "")


def test_one_branch_of_alternatives_only() -> None:
    fallback = '<v:rect style="position:absolute;width:20pt;height:20pt"/>'
    known = floating(shape("flowChartDecision", (0, 0, 20, 10)), (0, 0), (20, 10), fallback=fallback)
    assert [found.kind for found in read(par(known)).shapes] == ["decision"]
    unknown = known.replace('Requires="wps"', 'Requires="masadepan"')
    assert [found.kind for found in read(par(unknown)).shapes] == ["process"]


@pytest.mark.parametrize(("across", "down", "frame", "corner"), [
    ("page", "page", "page", (10, 5)), ("margin", "margin", "page", (LEFT + 10, LEFT + 5)),
    ("column", "paragraph", "paragraph", (LEFT + 10, 5)), ("page", "paragraph", "paragraph", (10, 5)),
    ("rightMargin", "bottomMargin", "page", (287, 195)), ("character", "line", "paragraph", (30, 5)),
])
def test_what_positions_count_from(across: str, down: str, frame: str, corner: tuple[float, float]) -> None:
    found, = read(par(floating(shape("rect", (0, 0, 9, 9)), (10, 5), (9, 9), across=across, down=down))).shapes
    assert (found.frame, found.box[:2]) == (frame, pytest.approx(corner, abs=0.05))


def test_alignment_and_shares() -> None:
    drawing = floating(shape("rect", (0, 0, 97, 10)), (0, 0), (97, 10), across="page", down="page")
    drawing = drawing.replace("<wp:posOffset>0</wp:posOffset>", "<wp:align>center</wp:align>", 1)
    drawing = drawing.replace("<wp:posOffset>0</wp:posOffset>", "<wp14:pctPosVOffset>50000</wp14:pctPosVOffset>", 1)
    found, = read(par(drawing)).shapes
    assert found.box[:2] == pytest.approx((100, 105), abs=0.05)


def test_places_in_cells() -> None:
    drawing = floating(shape("rect", (0, 0, 9, 9)), (3, 2), (9, 9))
    body = table(
        row(cell("a"), cell(par(drawing), properties='<w:tcMar><w:left w:w="0"/></w:tcMar>')),
        row(cell(par("baris"), par(drawing)), cell()),
        widths=(2268, 2268))
    first, second = read(body).shapes
    assert (first.frame, first.anchor, first.box[:2]) == ("cell", Anchor(0, 0, 1), near((3, 2)))
    assert (second.frame, second.anchor, second.box[0]) == ("cell", Anchor(0, 1, 0), near(1.905 + 3))
    assert 5 < second.box[1] < 8, "the line above is counted"


def test_a_shape_in_the_text_of_a_cell_is_placed_by_its_alignment() -> None:
    drawing = inline(shape("flowChartProcess", (0, 0, 10, 5)), (10, 5))
    body = table(row(cell(par(drawing, properties='<w:jc w:val="center"/>'))), widths=(2268,))
    found, = read(body).shapes
    assert (found.frame, found.box) == ("cell", near((15.0, 0, 25.0, 5)))


def test_shapes_in_nested_tables_hang_in_the_outer_cell() -> None:
    drawing = par(floating(shape("rect", (0, 0, 9, 9)), (0, 0), (9, 9)))
    body = table(row(cell("a"), cell(table(row(cell("b"), cell(drawing)), widths=(567, 567)), "<w:p/>")), widths=(1134, 2268))
    found, = read(body).shapes
    assert (found.anchor, found.frame, found.box[0]) == (Anchor(0, 0, 1), "cell", near(1.905 + 10 + 1.905))


def test_what_stands_in_a_text_box_is_text() -> None:
    inside = table(row(cell("satu"), cell("dua"))) + par(inline(shape("rect", (0, 0, 9, 9)), (9, 9)))
    box = shape("rect", (0, 0, 9, 9), text="atas", textbox=True).replace("</w:txbxContent>", inside + "</w:txbxContent>")
    document = read(par(floating(box, (0, 0), (9, 9))))
    assert [(found.kind, found.text) for found in document.shapes] == [("text", "atas\nsatu\ndua")]
    assert document.notes == ("gambar di dalam kotak teks dilewati", "tabel di dalam kotak teks dibaca sebagai teks biasa")


def test_pictures_are_named_in_notes() -> None:
    picture = '<pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="logo.png"/></pic:nvPicPr></pic:pic>'
    body = par(inline(picture, (20, 20)), inline(picture, (20, 20)))
    body = body.replace('name="d1"', 'name="d1" descr="Lambang daerah"', 1)
    vml = '<v:shape id="p" type="#_x0000_t75" style="width:9pt;height:9pt"><v:imagedata o:title="cap"/></v:shape>'
    document = read(body + par(pict(vml)) + par(floating(group(picture, box=(0, 0, 9, 9)), (0, 0), (9, 9))))
    assert document.notes == (
        'gambar "Lambang daerah" dilewati', 'gambar "d1" dilewati', 'gambar "cap" dilewati', 'gambar "logo.png" dilewati')
    assert not document.shapes


SAYS_YES = "<v:textbox><w:txbxContent><w:p><w:r><w:t>Ya</w:t></w:r></w:p></w:txbxContent></v:textbox>"


def test_an_emblem_of_paths_in_the_text_is_a_picture() -> None:
    paths = [shape("", (0, 0, 9, 9), geometry=custom(poly((0, 50), (50, 0), (100, 50), (50, 100)))) for _ in range(3)]
    emblem = par(inline(group(*paths, box=(0, 0, 9, 9)), (9, 9))).replace('name="d1"', 'name="d1" descr="Lambang"')
    document = read(emblem)
    assert (document.shapes, document.notes) == ((), ('gambar "Lambang" dilewati',))
    assert len(read(par(floating(group(*paths, box=(0, 0, 9, 9)), (0, 0), (9, 9)))).shapes) == 3


@pytest.mark.parametrize(("element", "kind"), [
    ('<v:shape type="#_x0000_t109" {}/>', "process"), ('<v:shape type="#_x0000_t110" {}/>', "decision"),
    ('<v:shape type="#_x0000_t116" {}/>', "terminator"), ('<v:shape type="#_x0000_t177" {}/>', "connector"),
    ('<v:shape o:spt="4" {}/>', "decision"), ("<v:rect {}/>", "process"), ("<v:roundrect {}/>", "terminator"),
    ("<v:oval {}/>", "terminator"), ('<v:shape type="#_x0000_t202" {}>' + SAYS_YES + "</v:shape>", "text"),
    ('<v:rect stroked="f" {}>' + SAYS_YES + "</v:rect>", "text"),
    ('<v:shape coordsize="100,100" path="m0,50l50,0,100,50,50,100xe" {}/>', "decision"),
    ('<v:shape coordsize="21600,21600" path="m,l,17255,10800,21600,21600,17255,21600,xe" {}/>', "connector"),
])
def test_kinds_of_vml(element: str, kind: str) -> None:
    style = 'id="v1" style="position:absolute;margin-left:72pt;margin-top:1in;width:2cm;height:10mm"'
    found, = read(par(pict(element.format(style)))).shapes
    assert (found.kind, found.frame) == (kind, "paragraph")
    assert found.box == near((LEFT + 25.4, 25.4, LEFT + 45.4, 35.4))


def test_vml_shape_types_of_the_document() -> None:
    own = '<v:shapetype id="punyaku" o:spt="110"/><v:shape id="a" type="#punyaku" style="width:9pt;height:9pt"/>'
    assert [found.kind for found in read(par(pict(own))).shapes] == ["decision"]


def test_vml_groups_lines_and_connectors() -> None:
    inside = (
        '<v:group style="left:1000;top:0;width:1000;height:1000" coordorigin="500,500" coordsize="100,100">'
        '<v:rect id="_x0000_s1" style="left:500;top:500;width:50;height:50"/></v:group>'
        '<v:shape id="_x0000_s2" type="#_x0000_t110" style="left:0;top:1000;width:500;height:500"/>'
        '<v:line id="_x0000_s3" from="0,0" to="0,1000"><v:stroke endarrow="block"/></v:line>'
        '<v:shape id="_x0000_s4" type="#_x0000_t34" o:connectortype="elbow" adj="21600" style="left:0;top:0;width:1000;height:500;flip:x">'
        '<v:stroke startarrow="open"/></v:shape>')
    body = par(pict(
        '<v:group style="position:absolute;margin-left:0;margin-top:0;width:20mm;height:20mm;mso-position-horizontal-relative:page;'
        f'mso-position-vertical-relative:page" coordorigin="0,0" coordsize="2000,2000">{inside}</v:group>'))
    settings = (
        '<w:shapeDefaults><o:shapelayout><o:rules><o:r id="V:Rule1" type="connector" idref="#_x0000_s4">'
        '<o:proxy start="" idref="#_x0000_s1" connectloc="2"/><o:proxy end="" idref="#_x0000_s2" connectloc="0"/></o:r></o:rules>'
        "</o:shapelayout></w:shapeDefaults>")
    document = read(body, settings=settings)
    assert [(found.kind, found.box) for found in document.shapes] == [("process", near((10, 0, 15, 5))), ("decision", near((0, 10, 5, 15)))]
    straight, elbow = document.lines
    assert (straight.points, straight.arrow_end, straight.frame) == (near(((0, 0), (0, 10))), True, "page")
    assert elbow.points == near(((10, 0), (0, 0), (0, 5), (0, 5)))
    assert (elbow.arrow_start, elbow.arrow_end, elbow.start, elbow.end) == (True, False, "_x0000_s1", "_x0000_s2")


def test_vml_line_on_the_page() -> None:
    style = "position:absolute;mso-position-horizontal-relative:page;mso-position-vertical-relative:page"
    found, = read(par(pict(f'<v:line id="l" style="{style}" from="30mm,50mm" to="10mm,20mm"/>'))).lines
    assert (found.points, found.frame) == (near(((30, 50), (10, 20))), "page")


@pytest.mark.parametrize("number", ["nan", "1e999", "-1e30", "99999999999999999999", "x", ""])
def test_broken_numbers_stay_on_paper(number: str) -> None:
    drawing = floating(group(shape("rect", (0, 0, 9, 9)), box=(0, 0, 9, 9)), (1, 1), (9, 9)).replace(str(9 * EMU), number)
    for found in read(par(drawing)).shapes:
        assert all(abs(value) <= 1e5 for value in found.box)


def test_after_libreoffice_rewrote_it(tmp_path: Path) -> None:
    """LibreOffice writes shapes anew and forgets joints; kinds, places and ways stay."""
    cells = (floating(shape(preset, (0, 0, 15, 6)), (5, 2), (15, 6), id_=10 + index) for index, preset in enumerate(
        ("flowChartTerminator", "flowChartProcess", "flowChartDecision", "flowChartOffpageConnector")))
    rows = [row(cell("x"), cell(par(drawing)), properties='<w:trHeight w:val="1134"/>') for drawing in cells]
    body = table(*rows, widths=(2268, 2268)) + par(
        floating(connector("bentConnector3", (0, 0, 20, 10), flip='flipH="1"'), (100, 80), (20, 10), id_=32, across="page", down="page"),
        floating(
            shape("rect", (0, 0, 10, 5), text="Tidak", textbox=True, line=BARE), (120, 60), (10, 5), id_=33, across="page", down="page"),
        pict('<v:line id="l1" style="position:absolute" from="40pt,180pt" to="40pt,220pt"><v:stroke endarrow="block"/></v:line>'))
    source = tmp_path / "asal.docx"
    source.write_bytes(docx(body))
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice (soffice) tidak terpasang"
    profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    subprocess.run(
        [soffice, profile, "--headless", "--convert-to", "docx", "--outdir", tmp_path / "lo", source], check=True, timeout=120,
        capture_output=True)
    before = read_docx("asal.docx", source.read_bytes())
    after = read_docx("asal.docx", (tmp_path / "lo" / "asal.docx").read_bytes())
    assert [found.kind for found in after.shapes] == ["terminator", "process", "decision", "connector", "text"]
    for one_, other in zip(before.shapes, after.shapes, strict=True):
        assert (one_.frame, one_.anchor, one_.text) == (other.frame, other.anchor, other.text)
        assert one_.box == pytest.approx(other.box, abs=0.1)
    for line_, rewritten in zip(before.lines, after.lines, strict=True):
        assert (line_.arrow_start, line_.arrow_end) == (rewritten.arrow_start, rewritten.arrow_end)
        assert [list(point) for point in line_.points] == [pytest.approx(list(point), abs=0.1) for point in rewritten.points]
