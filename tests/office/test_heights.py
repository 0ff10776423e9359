"""Drawings over tables whose rows are as high as the layout makes them: nothing in the file says where a row lies."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest

from tests.office.foreign import Manner, Plan, Score, judge, word
from tests.office.test_foreign import LANGSUNG, RAPAT, SURAT, drafts

LONG = " dengan memeriksa kelengkapan dan keabsahan setiap dokumen persyaratan serta mencatatnya dalam buku agenda"
HANGING = [("drawing", "page"), ("drawing", "paragraph"), ("drawing", "cell"), ("vml", "page"), ("vml", "cell"), ("group", "page")]


def uneven(plan: Plan) -> Plan:
    """Give the steps texts of one to five lines."""
    return replace(plan, steps=tuple(replace(step, text=f"Memproses berkas{LONG * (n * 7 % 3)}") for n, step in enumerate(plan.steps)))


@pytest.mark.parametrize(("kind", "hang"), HANGING)
def test_actors_and_branches_are_right_without_heights(kind: str, hang: str) -> None:
    score = Score()
    for plan in (SURAT, RAPAT, LANGSUNG):
        for seed, own in enumerate((plan, uneven(plan))):
            (draft,) = drafts(word((own,), Manner(kind=kind, hang=hang, heights=False, whole=kind == "group"), seed))
            score.add(judge((own,), draft))
    assert score.unsaid == []
    assert score.actors[0] == score.actors[1]
    assert score.branches[0] >= 0.97 * score.branches[1], score


@pytest.mark.parametrize("gone", [2, 4])
def test_rows_that_cannot_be_known_are_said_to_be_guessed(gone: int) -> None:
    """A row without a symbol: which of the rows it is depends on heights that only a layout knows."""
    document = docx.Document(io.BytesIO(word((uneven(SURAT),), Manner(hang="page", heights=False), 1)))
    symbols = [item for item in document.element.iter() if item.tag.endswith("}prstGeom") and item.get("prst") in ("rect", "diamond")
               and item.getparent().getparent().find("{*}txbx") is None]
    run = symbols[gone]
    while not run.tag.endswith("}r"):
        run = run.getparent()
    run.getparent().remove(run)
    target = io.BytesIO()
    document.save(target)
    (draft,) = drafts(target.getvalue())
    assert judge((uneven(SURAT),), draft).unsaid == []
    guessed = [text for _, text in draft.comments if "tinggi baris tidak tertulis" in text]
    assert len(guessed) >= len(SURAT.steps) - 1
