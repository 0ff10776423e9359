"""The two writers put the same shapes down; the JSON is what the issue promises."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

from bukusop.flowchart import Manner, PageDrawing, chart, draw, paint, svg, to_json

from .cases import label_width, lay_out
from .charts import read_charts


def page_of(text: str = "a b\na\nb ? ya & baik:+; tidak lengkap:1\na", manner: Manner = Manner()) -> PageDrawing:  # noqa: B008
    sheet = chart(read_charts(text), manner)
    return draw(sheet, lay_out(sheet, 1), label_width).pages[0]


class Recorder:
    """A canvas that writes down what it is told."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def move_to(self, x: float, y: float) -> None:
        self.calls.append(f"M{x:.2f} {y:.2f}")

    def line_to(self, x: float, y: float) -> None:
        self.calls.append(f"L{x:.2f} {y:.2f}")

    def curve_to(self, x1: float, y1: float, x2: float, y2: float, x: float, y: float) -> None:
        self.calls.append(f"C{x1:.2f} {y1:.2f} {x2:.2f} {y2:.2f} {x:.2f} {y:.2f}")

    def close(self) -> None:
        self.calls.append("Z")

    def stroke(self, width_mm: float, dash: tuple[float, ...] = ()) -> None:
        self.calls.append(f"stroke {width_mm:.4f} {dash}")

    def fill(self, colour: str) -> None:
        self.calls.append(f"fill {colour}")

    def fill_stroke(self, colour: str, width_mm: float) -> None:
        self.calls.append(f"fill {colour} stroke {width_mm:.4f}")


def test_every_shape_is_painted() -> None:
    page, canvas = page_of(), Recorder()
    paint(page, canvas)
    ends = [call for call in canvas.calls if call[0] in "sf"]
    assert len(ends) == len(page.shapes)
    assert sum(call == "fill black" for call in ends) == 3
    assert any(call == "fill white stroke 0.2646" for call in ends)
    assert sum(call[0] in "MLCZ" for call in canvas.calls) == sum(len(shape.commands) for shape in page.shapes)


def test_svg_is_well_formed_and_holds_every_shape_and_label() -> None:
    page = page_of()
    root = ET.fromstring(svg.write(page, "Judul <A>"))
    space = "{http://www.w3.org/2000/svg}"
    assert len(root.findall(f".//{space}path")) == len(page.shapes)
    assert [text.text for text in root.findall(f".//{space}text")] == [label.text for label in page.labels]
    assert root.findtext(f"{space}title") == "Judul <A>"


def test_json_has_the_promised_keys() -> None:
    sheet = chart(read_charts("a b\na\nb\na ? ya:+; tidak:1\nb\na\nb"), Manner("kapsul", "huruf"))
    record = json.loads(json.dumps(to_json("id", draw(sheet, lay_out(sheet, 2, room=70.0), label_width))))
    assert list(record) == ["sop", "pages"]
    for page in record["pages"]:
        assert list(page) == ["page", "area", "symbols", "edges", "labels"]
        for symbol in page["symbols"]:
            assert {"id", "kind", "step", "procedure", "actor", "box", "partner"} <= set(symbol)
            assert (symbol["partner"] is not None) == (symbol["kind"] == "connector") == (symbol["step"] is None)
        for edge in page["edges"]:
            assert list(edge) == ["source", "target", "label", "joint", "points"]
        for label in page["labels"]:
            assert list(label) == ["text", "box"]
    letters = [s.get("letter") for page in record["pages"] for s in page["symbols"] if s["kind"] == "connector"]
    assert sorted(set(letters)) == ["A", "B", "C"]
    assert all(letters.count(letter) == 2 for letter in letters)


def test_a_wrapped_label_is_one_label_of_the_json() -> None:
    page = page_of("a b\na\nb ? ya:+; tidak ada persamaan sama sekali dengan:1\na")
    assert len(page.labels) > 2
    sheet = chart(read_charts("a b\na\nb ? ya:+; tidak ada persamaan sama sekali dengan:1\na"), Manner())
    labels = to_json("x", draw(sheet, lay_out(sheet, 1), label_width))["pages"][0]["labels"]
    assert [label["text"] for label in labels] == ["ya", "tidak ada persamaan sama sekali dengan"]


def test_segilima_are_lettered_by_profile() -> None:
    text = "a b\n" + "\n".join("ab"[row % 2] for row in range(20))
    assert page_of(text).letters == ()
    assert [label.text for label in page_of(text, Manner("kapsul", "huruf")).letters] == ["A"]
