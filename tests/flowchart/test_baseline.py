"""Beauty is kept: crossings, bends and length of a fixed set of hard charts are never worse than `baseline.json`.

A change that worsens them writes the file anew (`--renew`) and says why in its message.
"""

import json
from pathlib import Path

from bukusop.flowchart.gates import admire
from tests.flowchart.cases import draw_case

BASELINE = Path(__file__).parent / "baseline.json"
CHARTS = 120
SLACK = 1.0005
"""Rounding of lengths between versions of Python."""


def measure() -> dict[str, float]:
    beauties = [admire(draw_case(seed)[1]) for seed in range(CHARTS)]
    return {
        "charts": CHARTS, "crossings": sum(item.crossings for item in beauties), "bends": sum(item.bends for item in beauties),
        "length": round(sum(item.length for item in beauties)),
    }


def test_no_worse_than_the_baseline(renew: bool) -> None:
    found = measure()
    if renew:
        BASELINE.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    kept = json.loads(BASELINE.read_text(encoding="utf-8"))
    assert found["charts"] == kept["charts"]
    worse = {name: (kept[name], value) for name, value in found.items() if value > kept[name] * SLACK}
    assert worse == {}
