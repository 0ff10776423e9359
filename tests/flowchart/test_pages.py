"""Page breaks: fewest pages, no lonely rows, strips only where a line crosses."""

from __future__ import annotations

from bukusop.flowchart import Chart, Manner, Measured, PagePlace, PageRows, RowPlace, chart, draw, paginate

from .cases import label_width
from .charts import read_charts


def linear(rows: int) -> Chart:
    return chart(read_charts("a b\n" + "\n".join("ab"[row % 2] for row in range(rows))), Manner())


def pages(sheet: Chart, height: float = 20.0, **measures: float) -> tuple[PageRows, ...]:
    rows = tuple((height,) * len(graph.steps) for graph in sheet.graphs)
    count = len(rows)
    room = {"first_room": 0.0, "room": 120.0, "strip": 8.0, "tail": 0.0} | measures
    heads, titles = (10.0,) * count, (0.0,) + (6.0,) * (count - 1)
    return paginate(sheet, Measured(rows, heads, titles, room["first_room"], room["room"], room["strip"], room["tail"]))


def counts(found: tuple[PageRows, ...]) -> list[int]:
    return [len(page.rows) for page in found]


def test_what_fits_stays_on_one_page_without_strips() -> None:
    (page,) = pages(linear(5))
    assert (len(page.rows), page.strip_above, page.strip_below, page.first, page.tall) == (5, False, False, False, False)


def test_no_row_is_left_alone() -> None:
    assert counts(pages(linear(6))) == [3, 3]
    assert counts(pages(linear(9))) == [5, 4]


def test_pages_are_filled_alike() -> None:
    assert counts(pages(linear(12))) == [4, 4, 4]


def test_the_identity_page_takes_rows_where_two_fit() -> None:
    assert [page.first for page in pages(linear(4), first_room=60.0)] == [True, False]
    assert counts(pages(linear(4), first_room=60.0)) == [2, 2]
    assert [page.first for page in pages(linear(4), first_room=45.0)] == [False]
    assert [page.first for page in pages(linear(1), first_room=45.0)] == [True]


def test_strips_are_asked_for_where_a_line_crosses() -> None:
    first, last = pages(linear(8))
    assert (first.strip_above, first.strip_below, last.strip_above, last.strip_below) == (False, True, True, False)


def test_between_procedures_no_line_crosses() -> None:
    sheet = chart(read_charts("a b\na\nb\na\nb\n\na b\na\nb\na\nb"), Manner())
    first, last = pages(sheet, room=105.0)
    assert [p for p, _ in first.rows] == [0] * 4
    assert [p for p, _ in last.rows] == [1] * 4
    assert not any((first.strip_above, first.strip_below, last.strip_above, last.strip_below))


def test_a_page_that_is_jumped_over_needs_no_strip_for_it() -> None:
    sheet = chart(read_charts("a b\na ? ya:+; tidak:9\nb\na\nb > 9\na\nb\na\nb > 9\na\nb\na\nb"), Manner())
    middle = pages(sheet, room=107.0)[1]
    assert middle.rows[0] == (0, 4)
    assert not middle.strip_above


def test_a_row_higher_than_a_page_stands_alone() -> None:
    sheet = linear(4)
    found = paginate(sheet, Measured(((20.0, 300.0, 20.0, 20.0),), (10.0,), (0.0,), 0.0, 120.0, 8.0))
    assert [(page.tall, len(page.rows)) for page in found] == [(False, 1), (True, 1), (False, 2)]


def test_every_row_is_on_one_page() -> None:
    for rows in range(1, 40):
        found = pages(linear(rows), height=17.0, first_room=50.0, tail=12.0)
        assert [row for page in found for _, row in page.rows] == list(range(rows))


def test_the_tail_stays_with_the_last_row() -> None:
    assert counts(pages(linear(5), tail=15.0)) == [3, 2]


def test_nothing_to_paginate() -> None:
    assert pages(chart([], Manner())) == ()


def tall_row(first: float) -> list[PagePlace]:
    """Place three rows, the second cut by a page break with `first` mm of it before the break."""
    columns = ((20.0, 45.0, 70.0),)
    rows = RowPlace(0, 0, 30.0, 50.0), RowPlace(0, 1, 50.0, 50.0 + first)
    rest = RowPlace(0, 1, 30.0, 130.0), RowPlace(0, 2, 130.0, 150.0)
    return [PagePlace(1, columns, rows), PagePlace(2, columns, rest)]


def test_a_row_cut_in_two_has_its_symbol_where_it_begins() -> None:
    drawing = draw(linear(3), tall_row(first=25.0), label_width)
    assert [[symbol.row for symbol in page.symbols if symbol.row] for page in drawing.pages] == [[1, 2], [3]]


def test_a_row_whose_beginning_is_too_low_has_its_symbol_where_there_is_room() -> None:
    drawing = draw(linear(3), tall_row(first=5.0), label_width)
    assert [[symbol.row for symbol in page.symbols if symbol.row] for page in drawing.pages] == [[1], [2, 3]]


def letters(text: str, segilima: str) -> list[str]:
    sheet = chart(read_charts(text), Manner(segilima=segilima))
    columns, places = ((20.0, 45.0, 70.0),), []
    for page in range(2):
        rows = tuple(RowPlace(0, 3 * page + row, 40.0 + 20 * row, 60.0 + 20 * row) for row in range(3))
        places.append(PagePlace(page + 1, columns, rows, (30.0, 40.0), (100.0, 110.0)))
    return [symbol.letter for page in draw(sheet, places, label_width).pages for symbol in page.symbols if symbol.partner]


ONE_PAIR = "a b\na\nb\na\nb\na\nb"
TWO_PAIRS = "a b\na ? ya:+; tidak:6\nb\na\nb\na\nb"


def test_segilima_bear_letters_as_the_profile_says() -> None:
    assert letters(ONE_PAIR, "kosong") == ["", ""]
    assert letters(ONE_PAIR, "seperlunya") == ["", ""]
    assert letters(ONE_PAIR, "huruf") == ["A", "A"]
    assert letters(TWO_PAIRS, "kosong") == [""] * 4
    assert sorted(letters(TWO_PAIRS, "seperlunya")) == ["A", "A", "B", "B"]
