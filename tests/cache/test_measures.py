"""What was measured on a sheet is kept with it, so that a document for Word lays nothing out again."""

import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bukusop import cache, pipeline, render
from bukusop.flowchart import Drawing
from bukusop.paths import Project
from bukusop.render import Measured, Measures, Scene, Templates, keeping, sheet

WHEN = datetime(2026, 2, 2, tzinfo=UTC)


def test_measures_of_a_made_book_are_at_hand(project_copy: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    project = Project.at(project_copy("kecil"))
    pipeline.make_book(project, WHEN, lambda *_: None)
    book, _ = pipeline.read(project)
    store, identity = cache.store_of(project), cache.identify()
    scene = Scene(book, Templates.read(project.templates), estimates=render.Remembered(store, identity))
    laid = [Measured.of(sheet(scene, sop)) for sop in book.sops]
    monkeypatch.setattr(keeping, "sheet", lambda *_: pytest.fail("laid out again"))
    measures = Measures(scene, store, identity)
    assert [measures.of(sop) for sop in book.sops] == laid


def test_measures_that_cannot_be_read_are_none() -> None:
    good = Measured(((297.0, 210.0),), ({},), Drawing(())).written()
    assert Measured.read(good) is not None
    assert [Measured.read(data) for data in (b"", b"x", good[:-3], zlib.compress(b"[]"))] == [None] * 4
