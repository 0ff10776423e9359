"""A procedure -> its picture on a web page: the geometry keeps every gate, the numbers written are those of the drawing."""

import re
from functools import cache

import pytest

from bukusop import flowchart, pipeline
from bukusop.flowchart import gates
from bukusop.model import Book
from bukusop.paths import Project
from bukusop.site import chart
from bukusop.site.anchors import anchors
from tests.conftest import ROOT


@cache
def book() -> Book:
    return pipeline.read(Project.at(ROOT))[0]


@cache
def figures() -> tuple[chart.Figure, ...]:
    return tuple(
        chart.figure(item, "kapsul", range(len(item.pelaksana)), anchors(item, urut))
        for sop in book().sops[:12] for urut, item in enumerate(sop.prosedur)
    )


def test_every_chart_of_the_example_keeps_the_gates(monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[tuple[int, int]] = []

    def draw(what: flowchart.Chart, *rest: object) -> flowchart.Drawing:
        drawing = real(what, *rest)  # type: ignore[arg-type]
        judged.append((gates.judge(what, drawing).total, gates.admire(drawing).unlabelled))
        return drawing

    real = flowchart.draw
    monkeypatch.setattr(flowchart, "draw", draw)
    for sop in book().sops:
        for urut, item in enumerate(sop.prosedur):
            chart.figure(item, book().profil_of(sop).lembar.ujung, range(len(item.pelaksana)), anchors(item, urut))
    assert len(judged) >= 46
    assert set(judged) == {(0, 0)}


def absolute(data: str) -> list[tuple[float, float]]:
    """Follow path data of M, l, h, v, c and z: the points that lines end at."""
    found: list[tuple[float, float]] = []
    x = y = 0.0
    for name, rest in re.findall(r"([Mlhvcz])([^Mlhvcz]*)", data):
        values = [float(item) for item in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", rest)]
        if name == "M":
            x, y = values
        elif name == "h":
            x += values[0]
        elif name == "v":
            y += values[0]
        elif name in "lc":
            x, y = x + values[-2], y + values[-1]
        else:
            continue
        found.append((x, y))
    return found


@pytest.mark.parametrize("shape", [
    flowchart.Shape((("M", 1.005, 2.0), ("L", 40.333, 2.0), ("L", 40.333, 0.1), ("L", 39.0, -0.004), ("Z",)), 0.3),
    flowchart.Shape((("M", 0.0, 0.0), ("C", 0.1, -0.55, 0.2, -1.0, 0.999, -1.0), ("L", 5.0, -1.0)), 0.3),
    flowchart.Shape((("M", 0.0, 0.0), *(("L", 0.333 * i, 0.0) for i in range(1, 200))), 0.3),
])
def test_path_data_says_the_points(shape: flowchart.Shape) -> None:
    wanted = [list(command)[-2:] for command in shape.commands if command[0] != "Z"]
    for point, place in zip(absolute(chart.path([shape])), wanted, strict=True):
        assert list(point) == pytest.approx(place, abs=0.0051)


def test_every_symbol_stands_in_its_lane_and_picture() -> None:
    for figure in figures():
        for lane in figure.lajur:
            for x, y in absolute(lane.simbol):
                assert lane.x < x < lane.x + lane.lebar
                assert figure.kepala < y < figure.tinggi


def test_pieces_for_paper_hold_every_row_once_and_fit() -> None:
    for figure in figures():
        assert [step for piece in figure.potongan for step in piece.langkah] == list(figure.langkah)
        for piece in figure.potongan:
            assert (piece.tinggi + figure.kepala) * figure.skala <= chart.SHEET_MM[1] + 0.01


@pytest.mark.parametrize(("name", "lines"), [
    ("Kepala Dinas", ["Kepala Dinas"]),
    ("Kepala Bidang Pemberdayaan", ["Kepala", "Bidang", "Pemberdaya-", "an"]),
    ("", []),
])
def test_names_are_broken_into_lines(name: str, lines: list[str]) -> None:
    found = chart._wrapped(name, 22.0 if len(lines) == 1 else 18.5)
    assert " ".join(found).replace("- ", "") == name
    assert len(found) == len(lines) or len(found) > 1


def test_endless_name_ends() -> None:
    found = chart._wrapped("W" * 5000 + " <script>" * 3000, 20.0)
    assert len(found) == chart.HEAD_LINES
    assert found[-1] == "…"


def test_label_width_is_no_less_than_the_font_has() -> None:
    from bukusop.render import pdf

    for word in ("tidak lengkap", "ya", "disetujui", "Tidak memenuhi syarat", "PERLU PERBAIKAN"):
        assert chart.label_width(word) >= pdf.words(word, "Liberation Sans", 7.5).width
