"""What hands do to a drawing: flipped lines, frames and legends around, rows that grow, pieces of lines that meet, typed answers."""

from __future__ import annotations

from typing import Any

import pytest

from bukusop.model import Run
from bukusop.office.drafting.aligning import aligned
from bukusop.office.drafting.fitting import Mark, fit
from bukusop.office.drafting.pieces import Piece, joined
from bukusop.office.drafting.recognise import recognise
from bukusop.office.drafting.strays import frames, home, legend
from bukusop.office.drafting.typed import typed
from bukusop.office.foreign.raw import Anchor, RawCell, RawDocument, RawLine, RawParagraph, RawShape, RawTable
from bukusop.office.foreign.wordfile import read_docx
from tests.office.packages import cell, connector, docx, floating, inline, par, pict, row, shape, table
from tests.office.test_recognise import HEAD, WIDE, paragraph, steps
from tests.office.test_recognise import table as raw_table

PAGE = "position:absolute;mso-position-horizontal-relative:page;mso-position-vertical-relative:page;"
BREAK = '<w:r><w:br w:type="page"/></w:r>'
SHOWN = "<w:r><w:lastRenderedPageBreak/></w:r>"
Box = tuple[float, float, float, float]


def drawn(body: str) -> RawDocument:
    return read_docx("gambar.docx", docx(body))


def rounded(points: Any) -> list[tuple[float, float]]:
    return [(round(x), round(y)) for x, y in points]


@pytest.mark.parametrize(("style", "points"), [
    ("", [(10, 20), (30, 50)]), ("flip:x", [(30, 20), (10, 50)]), ("flip:y", [(10, 50), (30, 20)]), ("flip:x y", [(30, 50), (10, 20)]),
    ("rotation:180", [(30, 50), (10, 20)]), ("rotation:180;flip:x", [(10, 50), (30, 20)]),
])
def test_a_line_of_vml_begins_where_its_flips_say(style: str, points: list[tuple[int, int]]) -> None:
    line, = drawn(par(pict(f'<v:line id="l" style="{PAGE}{style}" from="10mm,20mm" to="30mm,50mm"/>'))).lines
    assert rounded(line.points) == points


def test_a_line_in_a_group_of_vml_begins_where_its_flips_say() -> None:
    inside = '<v:line id="l" style="position:absolute;flip:x" from="100,200" to="300,500"/>'
    line, = drawn(par(pict(f'<v:group style="{PAGE}width:60mm;height:60mm" coordsize="600,600">{inside}</v:group>'))).lines
    assert rounded(line.points) == [(30, 20), (10, 50)]


@pytest.mark.parametrize(("vml", "turn", "flip"), [
    ("rotation:-90;flip:x", 90, 'flipH="1"'), ("rotation:90;flip:x", 270, 'flipH="1"'), ("rotation:90", 90, ""),
    ("rotation:90;flip:x y", 90, 'flipH="1" flipV="1"'), ("rotation:-90;flip:y", 90, 'flipV="1"'),
])
def test_word_writes_one_elbow_in_both_languages(vml: str, turn: int, flip: str) -> None:
    """Word's own pairs: a turn and one flip are told the other way round in VML."""
    old, = drawn(par(pict(
        f'<v:shape id="s" type="#_x0000_t33" style="{PAGE}margin-left:30mm;margin-top:30mm;width:20mm;height:10mm;{vml}"/>'))).lines
    bent = connector("bentConnector2", (0, 0, 20, 10), turn=turn, flip=flip)
    new, = drawn(par(floating(bent, (30, 30), (20, 10), across="page", down="page"))).lines
    assert rounded(old.points) == rounded(new.points)


def test_pages_of_blocks() -> None:
    body = "".join((par("satu"), table(row(cell("a"))), par("dua", properties="<w:pageBreakBefore/>"), par(BREAK, "tiga"),
                    par("empat", BREAK), table(row(cell(par(SHOWN, "b"))), row(cell(par(SHOWN, "c")))), par("lima")))
    first, *pages = (tuple(page - 1 for page in pair) for pair in drawn(body).pages)
    assert first == (0, 0)
    assert pages == [(0, 0), (1, 1), (2, 2), (2, 3), (4, 5), (5, 5)]


def book(*blocks: RawParagraph | RawTable, pages: tuple[int, ...] = (), shapes: tuple[RawShape, ...] = ()) -> RawDocument:
    return RawDocument("x", blocks, shapes, pages=tuple((page, page) for page in pages))


def test_a_drawing_belongs_to_the_table_on_its_page() -> None:
    one, other, blank = raw_table([["a"]]), raw_table([["b"]]), paragraph("")
    assert home(book(one, blank, other, pages=(1, 1, 2)), 1, (0, 2)) == 0
    assert home(book(one, blank, other, pages=(1, 2, 2)), 1, (0, 2)) == 2
    assert home(book(blank, one, pages=(1, 2)), 0, (1,)) == -1, "a cover has no steps"
    assert home(book(one, blank, other), 1, (0, 2)) == 2
    assert home(book(one, blank, raw_table([["Nomor SOP"]]), other), 1, (0, 3)) == 0, "the next sheet begins between"
    above = RawShape("k", "process", "", (50, -80, 60, -74), "paragraph", Anchor(1))
    assert home(book(one, blank, other, shapes=(above,)), 1, (0, 2)) == 0


def test_frames_are_no_symbols_and_joint_boxes_are() -> None:
    boxes: list[Box] = [(20, 20 * n, 30, 20 * n + 7) for n in range(1, 5)]
    sizes = [(10.0, 7.0)] * 4
    around, joint, tall = (0.0, 5.0, 200.0, 120.0), (20.0, 100.0, 90.0, 108.0), (40.0, 10.0, 90.0, 60.0)
    assert frames([*boxes, around], [*sizes, (200, 115)], 20) == [4]
    assert frames([*boxes, joint], [*sizes, (70, 8)], 20) == []
    assert frames([*boxes, tall], [*sizes, (50, 50)], 20) == [4]
    assert frames([around], [*sizes, (200, 115)], 20) == [0], "though it hangs elsewhere than what it surrounds"


def test_a_legend_beside_its_symbols() -> None:
    blocks = (paragraph("Kegiatan"), paragraph("   : Mulai / berakhir"), paragraph("= Proses"), paragraph(": 12 hari kerja"))
    assert legend(RawDocument("x", blocks)) == {1, 2}


def test_a_symbol_in_the_text_lies_over_no_table() -> None:
    symbol = inline(shape("flowChartProcess", (0, 0, 9, 4)), (9, 4))
    outside, = drawn(par(symbol, "   Proses")).shapes
    inside, = drawn(table(row(cell(par(symbol))))).shapes
    assert (outside.frame, inside.frame) == ("text", "cell")


def marks(*tops: tuple[float, str]) -> list[Mark]:
    return [Mark(top, top + 6, kind, 0) for top, kind in tops]


SPANS = [(30.0 + 16 * n, 46.0 + 16 * n) for n in range(4)]


def test_two_symbols_in_a_row_and_an_unknown_head() -> None:
    found = fit(marks((1, "terminator"), (9, "process"), (21, "process"), (37, "decision"), (53, "process")), SPANS, short=True)
    assert found.sure
    assert round(found.shift) in (29, 30, 31)


def test_what_fits_twice_is_not_sure() -> None:
    assert not fit(marks((21, "process"), (37, "process")), SPANS, short=True).sure
    assert fit(marks((21, "process"), (37, "process")), SPANS, short=True, around=(0, 2, 60)).shift == pytest.approx(30, abs=2)


def test_rows_that_grew_with_their_words() -> None:
    """The file says 8 mm of each row; the second is 20, the third 14 high."""
    symbols = marks((1, "terminator"), (9, "process"), (24, "process"), (42, "decision"), (52, "process"))
    assert aligned(symbols, [16, 19, 13, 8], [8, 8, 8, 8]) == [0, 0, 1, 2, 3]
    assert aligned(symbols[1:], [8, 8, 8, 8], [0, 0, 0, 0]) == [0, 1, 2, 3]


@pytest.mark.parametrize("written", [16.0, 0.0])
def test_a_head_of_unknown_height_over_floating_symbols(written: float) -> None:
    """Shapes count from the paper's edge; the capsule and the first box share a row."""
    third = "Menyetujui" if written else "Menyetujui|usul|yang masuk|dari loket"
    lines = steps("Menerima", "Memeriksa", third, "Mengarsipkan", marks="    ")
    body = raw_table([*HEAD, *lines], (0.0, 0.0, *([written] * 4)), WIDE)
    tall = [16.0] * 4 if written else [10.0, 6.2, 19.0, 6.2]
    down = [63.0 + sum(tall[:n]) for n in range(4)]
    middle = [top + high / 2 - 2 for top, high in zip(down, tall, strict=True)]
    places = [("m", "terminator", down[0] + 1, 85), ("a", "process", down[1] - 5, 85), ("b", "process", middle[1], 85),
              ("c", "process", middle[2], 103), ("d", "process", middle[3], 85)]
    shapes = tuple(RawShape(id_, kind, "", (x, y, x + 10, y + 4), "page", Anchor(0)) for id_, kind, y, x in places)
    ways = tuple(RawLine(one + two, (), "page", Anchor(0), one, two, arrow_end=True) for one, two in ("ma", "ab", "bc", "cd"))
    draft, = recognise(RawDocument("x", (paragraph(""), body), shapes, ways))
    written_steps: Any = draft.data["langkah"]
    assert [step.get("simpul", [step])[-1]["pelaksana"] for step in written_steps] == ["staf", "staf", "kepala", "staf"]


def piece(id_: str, *points: tuple[float, float], ends: tuple[str, str] = ("", ""), head: bool = False) -> Piece:
    return Piece(RawLine(id_, points, "page", Anchor(0)), points, list(ends), [False, head])


def test_the_nearest_ends_are_one_line() -> None:
    """A plain line ends where a return bends: the bend's own pieces go on, the plain line stays alone."""
    level = piece("a", (94, 55.5), (109.9, 56), ends=("x", ""))
    out, up, into = piece("b", (107, 69), (109.2, 69), ends=("y", "")), piece("c", (109.2, 69), (109.2, 56)), piece(
        "d", (109.2, 56), (110.8, 56), ends=("", "z"), head=True)
    lines = joined([level, out, up, into])
    assert [(line.ends, line.heads) for line in lines] == [(["x", ""], [False, False]), (["y", "z"], [False, True])]
    assert lines[1].points[0] == (107, 69)
    assert lines[1].points[-1] == (110.8, 56)


def test_a_ring_of_pieces_is_opened_once() -> None:
    sides = [piece(str(n), a, b) for n, (a, b) in enumerate((((0, 0), (9, 0)), ((9, 0), (9, 9)), ((9, 9), (0, 9)), ((0, 9), (0, 0))))]
    line, = joined(sides)
    assert len(line.points) == 8


def test_which_end_runs_into_a_box() -> None:
    box = (10.0, 0.0, 20.0, 6.0)
    assert piece("a", (0, 3), (8.5, 3)).ahead(1, box)
    assert not piece("a", (8.5, 30), (8.5, 3)).ahead(1, box)
    assert piece("a", (8.5, 3), (0, 3)).ahead(0, box)


def typed_in(*texts: str, jc: str = "", valign: str = "", high: float = 4.0) -> list[tuple[str, tuple[int, ...]]]:
    isi = tuple(RawParagraph((Run(text),), high=high, jc=jc) for text in texts)
    return [(text, tuple(round(value) for value in box)) for text, box in typed(RawCell(0, 0, 1, 1, isi, valign), (100, 200, 130, 240))]


def test_typed_answers_stand_as_deep_and_as_far_aside_as_they_were_typed() -> None:
    assert typed_in("", "", "", "ya") == [("ya", (102, 212, 105, 216))]
    assert typed_in("ya", jc="right") == [("ya", (125, 200, 128, 204))]
    assert typed_in("ya", jc="center", valign="center") == [("ya", (113, 218, 117, 222))]
    assert [text for text, _ in typed_in("Ya        Tidak setuju")] == ["Ya", "Tidak setuju"]
    assert typed_in("", "ya", "", "", high=20.0)[0][1][1::2] == (210, 220), "more lines than the row is high"
    assert typed_in("", "ya", "tidak", high=0.0) == [("ya", (113, 208, 117, 212)), ("tidak", (113, 228, 117, 232))]
