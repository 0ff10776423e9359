"""No chart, however hard, violates a gate."""

from __future__ import annotations

import os
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bukusop.flowchart import Manner, PagePlace, RowPlace, chart, draw, to_json
from bukusop.flowchart.gates import admire, describe_gates, judge

from .cases import Maker, draw_case, label_width, lay_out

EXAMPLES = int(os.environ.get("BUKUSOP_EXAMPLES", "40"))
"""Examples per property; `make proof` asks for 2,000."""


@pytest.mark.parametrize("block", range(10))
def test_gates_hold(block: int) -> None:
    for seed in range(block * 30, block * 30 + 30):
        sheet, drawing = draw_case(seed)
        assert describe_gates(judge(sheet, drawing)) == [], seed
        assert admire(drawing).unlabelled == 0, seed


@pytest.mark.parametrize("seed", range(1000, 1025))
def test_gates_hold_in_a_narrow_table(seed: int) -> None:
    sheet, drawing = draw_case(seed, squeeze=0.55)
    assert describe_gates(judge(sheet, drawing)) == []


@pytest.mark.parametrize("seed", range(2000, 2020))
def test_gates_hold_on_small_pages_with_rows_higher_than_a_page(seed: int) -> None:
    sheet, drawing = draw_case(seed, room=48.0, first_room=0.0)
    assert describe_gates(judge(sheet, drawing)) == []


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    seed=st.integers(0, 1 << 30),
    actors=st.integers(1, 10),
    rows=st.integers(1, 24),
    share=st.floats(0, 1),
    wild=st.booleans(),
    ujung=st.sampled_from(["kapsul", "kapsul_kotak", "baris"]),
)
def test_any_procedure_is_drawn(seed: int, actors: int, rows: int, share: float, wild: bool, ujung: str) -> None:
    keys = [f"a{i}" for i in range(max(actors, 2))]
    part = Maker(random.Random(seed), wild, share, keys, rows).make(0, written=ujung == "baris")
    sheet = chart([part], Manner(ujung))
    drawing = draw(sheet, lay_out(sheet, seed), label_width)
    assert describe_gates(judge(sheet, drawing)) == []


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 1 << 20), data=st.data())
def test_any_layout_is_drawn(seed: int, data: st.DataObject) -> None:
    """Strips that are missing, rows of 3 mm, columns of 4 mm: nothing falls off, nothing raises."""
    rng = random.Random(seed)
    keys = [f"a{i}" for i in range(data.draw(st.integers(2, 6)))]
    part = Maker(rng, True, 0.4, keys, data.draw(st.integers(2, 16))).make(0, written=False)
    sheet = chart([part], Manner())
    width = data.draw(st.floats(4, 30))
    columns = (tuple(20 + width * i for i in range(len(keys) + 1)),)
    places: list[PagePlace] = []
    rows: list[RowPlace] = []
    y = 30.0
    for row in range(len(part.langkah)):
        rows.append(RowPlace(0, row, y, y + data.draw(st.floats(3, 40))))
        y = rows[-1].bottom
        if data.draw(st.booleans()) or row == len(part.langkah) - 1:
            below = (y, y + 8) if data.draw(st.booleans()) else None
            above = (22.0, 30.0) if data.draw(st.booleans()) else None
            places.append(PagePlace(len(places) + 1, columns, tuple(rows), above, below))
            rows, y = [], 30.0
    drawing = draw(sheet, places, label_width)
    assert describe_gates(judge(sheet, drawing)) == []


def test_same_input_same_drawing() -> None:
    assert to_json("x", draw_case(7)[1]) == to_json("x", draw_case(7)[1])


def test_empty_sheets_are_drawn() -> None:
    sheet = chart([], Manner())
    assert draw(sheet, [], label_width).pages == ()
