"""Every gate catches a violation that is planted in a faultless drawing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bukusop.flowchart import Chart, Drawing, Edge, Label, Manner, PageDrawing, chart, draw
from bukusop.flowchart.gates import Gates, admire, crossing_points, judge

from .cases import label_width, lay_out
from .charts import read_charts

TEXT = "staf kasubbag kepala\nstaf\nkasubbag ? ya:+; tidak:1\nstaf+kasubbag\nkepala\nkasubbag\nkepala ? ya:+; tidak:2\nstaf"


@pytest.fixture(scope="module")
def sound() -> tuple[Chart, Drawing]:
    sheet = chart(read_charts(TEXT), Manner())
    return sheet, draw(sheet, lay_out(sheet, 3, room=110.0, first_room=0.0), label_width)


def change(drawing: Drawing, page: int, **fields: object) -> Drawing:
    pages = list(drawing.pages)
    pages[page] = replace(pages[page], **fields)  # type: ignore[arg-type]
    return Drawing(tuple(pages))


def bend(page: PageDrawing, index: int, points: Callable[[Edge], tuple[tuple[float, float], ...]]) -> tuple[Edge, ...]:
    edges = list(page.edges)
    edges[index] = replace(edges[index], points=points(edges[index]))
    return tuple(edges)


def test_the_drawing_is_sound(sound: tuple[Chart, Drawing]) -> None:
    sheet, drawing = sound
    assert len(drawing.pages) == 2
    assert judge(sheet, drawing) == Gates()


def test_a_line_through_a_symbol(sound: tuple[Chart, Drawing]) -> None:
    sheet, drawing = sound
    page = drawing.pages[0]
    x0, y0, x1, y1 = page.symbols[1].box
    y = (y0 + y1) / 2 + 1
    line = Edge(page.symbols[0].id, page.symbols[0].id, "", False, ((x0 - 1, y), (x1 + 1, y)))
    assert judge(sheet, change(drawing, 0, edges=(*page.edges, line))).through == 1


def test_a_symbol_outside_the_area(sound: tuple[Chart, Drawing]) -> None:
    sheet, drawing = sound
    page = drawing.pages[0]
    symbols = (replace(page.symbols[0], box=(0.0, 0.0, 12.0, 6.0)), *page.symbols[1:])
    assert judge(sheet, change(drawing, 0, symbols=symbols)).outside >= 1


def test_a_line_outside_the_area(sound: tuple[Chart, Drawing]) -> None:
    sheet, drawing = sound
    edges = bend(drawing.pages[0], 0, lambda edge: (edge.points[0], (edge.points[0][0], 0.0), *edge.points[1:]))
    assert judge(sheet, change(drawing, 0, edges=edges)).outside >= 1


@pytest.mark.parametrize("over", ["symbol", "line", "label", "edge of the area"])
def test_a_label_over_something(sound: tuple[Chart, Drawing], over: str) -> None:
    sheet, drawing = sound
    page = drawing.pages[0]
    start, end = page.edges[0].points[:2]
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    x, y = {
        "symbol": page.symbols[0].box[:2],
        "line": middle,
        "label": page.labels[0].box[:2],
        "edge of the area": page.area[:2],
    }[over]
    label = Label("ya", (x - 0.5, y - 0.5, x + 0.5, y + 0.5), 99)
    assert judge(sheet, change(drawing, 0, labels=(*page.labels, label))).outside >= 1


def test_two_edges_on_each_other(sound: tuple[Chart, Drawing]) -> None:
    sheet, drawing = sound
    page = drawing.pages[0]
    other = replace(page.edges[0], target=page.edges[1].target)
    assert judge(sheet, change(drawing, 0, edges=(*page.edges, other))).overlaid >= 1


def test_a_common_way_into_one_target_is_no_violation_but_a_common_corner_is(sound: tuple[Chart, Drawing]) -> None:
    sheet, drawing = sound
    page = drawing.pages[0]
    end, before = page.edges[0].points[-1], page.edges[0].points[-2]
    middle = (before[1] + end[1]) / 2
    assert before[0] == end[0]
    beside = replace(page.edges[0], points=((end[0] - 9, middle), (end[0], middle), end))
    assert judge(sheet, change(drawing, 0, edges=(*page.edges, beside))).overlaid == 0
    assert judge(sheet, change(drawing, 0, edges=(*page.edges, page.edges[0]))).overlaid == 1


def test_an_arrow_beside_the_middle(sound: tuple[Chart, Drawing]) -> None:
    sheet, drawing = sound

    def move(edge: Edge) -> tuple[tuple[float, float], ...]:
        return tuple((x + 0.5, y) for x, y in edge.points)

    assert judge(sheet, change(drawing, 0, edges=bend(drawing.pages[0], 0, move))).docked >= 1


def test_an_arrow_from_the_inside(sound: tuple[Chart, Drawing]) -> None:
    sheet, drawing = sound
    page = drawing.pages[0]
    x0, y0, x1, y1 = page.symbols[0].box
    inner = Edge(page.edges[0].source, page.symbols[0].id, "", False, (((x0 + x1) / 2, (y0 + y1) / 2), ((x0 + x1) / 2, y0)))
    assert judge(sheet, change(drawing, 0, edges=(*page.edges, inner))).docked >= 1


def test_a_missing_edge(sound: tuple[Chart, Drawing]) -> None:
    sheet, drawing = sound
    page = drawing.pages[0]
    for index in range(len(page.edges)):
        edges = page.edges[:index] + page.edges[index + 1 :]
        assert judge(sheet, change(drawing, 0, edges=edges)).wrong >= 1


def test_an_edge_to_another_step(sound: tuple[Chart, Drawing]) -> None:
    sheet, drawing = sound
    page = drawing.pages[0]
    other = next(symbol.id for symbol in page.symbols if symbol.id not in (page.edges[0].target, page.edges[0].source))
    edges = (replace(page.edges[0], target=other), *page.edges[1:])
    assert judge(sheet, change(drawing, 0, edges=edges)).wrong >= 1


def test_answers_exchanged(sound: tuple[Chart, Drawing]) -> None:
    sheet, drawing = sound
    names = {"ya": "tidak", "tidak": "ya"}
    edges = tuple(replace(edge, label=names.get(edge.label, edge.label)) for edge in drawing.pages[0].edges)
    assert judge(sheet, change(drawing, 0, edges=edges)).wrong >= 2


def test_a_missing_symbol(sound: tuple[Chart, Drawing]) -> None:
    sheet, drawing = sound
    assert judge(sheet, change(drawing, 0, symbols=drawing.pages[0].symbols[1:])).wrong >= 1


def test_a_joint_step_that_is_not_joined(sound: tuple[Chart, Drawing]) -> None:
    sheet, drawing = sound
    edges = tuple(edge for edge in drawing.pages[0].edges if not edge.joint)
    assert judge(sheet, change(drawing, 0, edges=edges)).wrong == 1


@pytest.mark.parametrize("partner", [None, "nobody"])
def test_a_connector_without_partner(sound: tuple[Chart, Drawing], partner: str | None) -> None:
    sheet, drawing = sound
    symbols = tuple(replace(s, partner=partner) if s.partner else s for s in drawing.pages[0].symbols)
    assert judge(sheet, change(drawing, 0, symbols=symbols)).partnerless >= 1


def test_beauty_is_counted(sound: tuple[Chart, Drawing]) -> None:
    _, drawing = sound
    page = drawing.pages[0]
    x0, y0, x1, _ = page.area
    cross = (
        Edge("a", "b", "", False, ((x0 + 1, y0 + 0.2), (x1 - 1, y0 + 0.2))),
        Edge("c", "d", "", False, ((x1 - 2, y0 + 0.1), (x1 - 2, y0 + 0.3))),
    )
    before, after = admire(drawing), admire(change(drawing, 0, edges=(*page.edges, *cross)))
    assert after.crossings == before.crossings + 1
    assert after.bends == before.bends
    assert after.length > before.length
    assert len(crossing_points(page)) <= before.crossings
