"""Golden geometry: `golden/NAME.txt` is a chart, `golden/NAME.json` its drawing; `--renew` writes it anew."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bukusop.flowchart import Drawing, Manner, chart, draw, to_json
from bukusop.flowchart.gates import describe_gates, judge

from .cases import label_width, lay_out
from .charts import read_charts

FOLDER = Path(__file__).parent / "golden"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))
MANNERS = {"written": Manner("baris"), "joint": Manner("kapsul_kotak"), "pages": Manner("kapsul", "huruf")}


def draw_golden(name: str) -> tuple[list[str], Drawing]:
    sheet = chart(read_charts((FOLDER / f"{name}.txt").read_text()), MANNERS.get(name, Manner()))
    drawing = draw(sheet, lay_out(sheet, 1, room=110.0), label_width)
    return list(describe_gates(judge(sheet, drawing))), drawing


def write_golden(name: str) -> str:
    """One line per symbol, edge and label, so that a diff can be read."""
    text = json.dumps(to_json(name, draw_golden(name)[1]), ensure_ascii=False)
    return text.replace("{", "\n{").replace("], [", "], [").lstrip() + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_geometry_is_golden(name: str, renew: bool) -> None:
    assert draw_golden(name)[0] == []
    if renew:
        (FOLDER / f"{name}.json").write_text(write_golden(name))
    assert write_golden(name) == (FOLDER / f"{name}.json").read_text()
