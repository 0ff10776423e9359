"""Symbols, ends and words of a chart."""

from __future__ import annotations

import pytest

from bukusop.flowchart import Kind, Manner, chart
from bukusop.flowchart.graph import Graph
from bukusop.model import Bentuk, Langkah, Pelaksana, Prosedur, Simpul, Tujuan

from .charts import read_charts

LINEAR = "staf kepala\nstaf\nkepala\nstaf"


def graph_of(text: str, ujung: str = "kapsul") -> Graph:
    return chart(read_charts(text), Manner(ujung)).graphs[0]


def stack(graph: Graph, row: int) -> list[str]:
    nodes = sorted((node for node in graph.nodes if node.row == row), key=lambda node: node.level)
    return [node.role or node.kind.value for node in nodes]


def flows(graph: Graph) -> set[tuple[int, int, str]]:
    rows = [node.row + 1 for node in graph.nodes]
    return {(rows[flow.source], rows[flow.target], flow.label) for flow in graph.flows}


@pytest.mark.parametrize(
    ("ujung", "first", "last"),
    [
        ("kapsul", ["mulai"], ["selesai"]),
        ("kapsul_kotak", ["mulai", "process"], ["process", "selesai"]),
        ("baris", ["process"], ["process"]),
    ],
)
def test_ends_follow_the_profile(ujung: str, first: list[str], last: list[str]) -> None:
    graph = graph_of(LINEAR, ujung)
    assert (stack(graph, 0), stack(graph, 1), stack(graph, 2)) == (first, ["process"], last)


def test_a_written_end_wins_over_an_automatic_one() -> None:
    graph = graph_of("a b\na (\nb ? ya:+; tidak:.\na\nb )")
    assert [stack(graph, row) for row in range(4)] == [["mulai"], ["decision"], ["process"], ["selesai"]]
    assert (2, 4, "tidak") in flows(graph)


def test_a_decision_at_an_end_keeps_its_diamond() -> None:
    graph = graph_of("a b\na ? ya:+; tidak:1\nb ? ya:.; tidak:1")
    assert stack(graph, 0) == ["mulai", "decision"]
    assert stack(graph, 1) == ["decision", "selesai"]


def test_a_jump_to_the_end_leads_to_a_capsule_of_its_own() -> None:
    graph = graph_of("a b\na\nb ? ya:+; tidak:.\na")
    assert stack(graph, 2) == ["process", "selesai"]
    assert flows(graph) == {(1, 2, ""), (2, 3, "ya"), (2, 3, "tidak"), (3, 3, "")}


def test_box_and_diamond_of_one_cell_are_stacked_of_two_cells_side_by_side() -> None:
    graph = graph_of("a b\na\na, a ? ya:+; tidak:1\na, b\na")
    assert graph.levels == (1, 2, 1, 1)


def test_a_joint_step_at_an_end_keeps_its_boxes() -> None:
    graph = graph_of("a b\na+b\na")
    assert stack(graph, 0) == ["mulai", "process"]


def test_a_single_step_has_both_ends() -> None:
    assert stack(graph_of("a b\na"), 0) == ["mulai", "process", "selesai"]


def test_bad_targets_and_actors_still_give_a_picture() -> None:
    row = Langkah("1", (), (Simpul(("siapa",), Bentuk.PROSES, ke=Tujuan(9)),))
    graph = chart([Prosedur((Pelaksana("a", "A"),), (row, row))], Manner()).graphs[0]
    assert all(node.columns == (0,) for node in graph.nodes)
    assert any(node.role == "selesai" for node in graph.nodes)


@pytest.mark.parametrize(
    ("text", "row", "words"),
    [
        (LINEAR, 0, "Staf: mulai."),
        (LINEAR, 1, "Kepala: proses."),
        ("a b\na\nb\na ? ya:+; tidak:2\nb", 2, "A: keputusan; ya ke langkah 4, tidak ke langkah 2."),
        ("a b\na\nb > 4\na\nb\na", 1, "B: proses, lalu ke langkah 4."),
        ("a b c\na\na+b+c\nb", 1, "A, B, dan C: proses bersama."),
        ("a b\na\na, a ? ya:+; tidak:1\nb", 1, "A: proses. A: keputusan; ya ke langkah 3, tidak ke langkah 1."),
        ("a b\na\nb ? ya:+; tidak:.\na", 1, "B: keputusan; ya ke langkah 3, tidak selesai."),
        ("a b\na\nb ? ya:+; tidak:.\na", 2, "A: proses. A: selesai."),
    ],
)
def test_a_row_is_described(text: str, row: int, words: str) -> None:
    assert chart(read_charts(text), Manner()).describe(0, row) == words


def test_rows_and_columns_ask_for_room() -> None:
    sheet = chart(read_charts("a b c\na\nb ? ya:+; tidak:1\nc, c ? ya:+; tidak:1\na"), Manner())
    assert sheet.row_height(0, 2) > sheet.row_height(0, 1) > sheet.row_height(0, 3) > 9.0
    assert 12.0 <= sheet.column_width(0) <= 26.0


def test_kinds_are_the_words_of_the_json() -> None:
    assert [kind.value for kind in Kind] == ["terminator", "process", "decision", "connector"]
