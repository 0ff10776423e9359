"""The last resort of the router: ways that cannot conflict, on the hardest charts, violate no gate either."""

from __future__ import annotations

import pytest

from bukusop.flowchart import router
from bukusop.flowchart.gates import describe_gates, judge

from .cases import draw_case


@pytest.mark.parametrize("block", range(4))
def test_gates_hold_if_every_section_is_laid_plainly(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(router, "_conflicts", lambda *_: True)
    for seed in range(block * 15, block * 15 + 15):
        sheet, drawing = draw_case(seed)
        assert describe_gates(judge(sheet, drawing)) == [], seed
