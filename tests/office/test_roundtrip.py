"""SOPs -> Word -> import -> the same SOPs, flow included: those of the model book in every manner, and generated ones."""

from __future__ import annotations

import io
import zipfile

import pytest

from bukusop import render
from bukusop.load import profile_names
from bukusop.office.drafting.recognise import recognise
from bukusop.office.foreign.wordfile import read_docx
from bukusop.office.word.book import write_sheet
from bukusop.paths import Project
from tests.conftest import PROJECTS, ROOT
from tests.office.excel import book_at
from tests.office.word import WHEN, changed, faults

OTHERS = ("buku-kabupaten", "kecamatan", "kota-upt", "provinsi-ppid", "setda")


def test_all_sops_come_back_from_word() -> None:
    assert changed("permenpan35") == []


@pytest.mark.parametrize("name", OTHERS)
def test_sops_come_back_from_every_manner(name: str) -> None:
    """Three SOPs, in each manner others; `tests/proof/word.py` takes all 46 in all six."""
    assert changed(name, slice(OTHERS.index(name) * 4, None, 16)) == []


def test_every_manner_is_tried() -> None:
    assert {"permenpan35", *OTHERS} == set(profile_names(Project(ROOT)))


def test_generated_sops_come_back_from_word() -> None:
    """One in each manner; `tests/proof/word.py` takes 2,000."""
    assert faults(range(6)) == []


def test_what_is_seen_is_believed_against_what_is_not() -> None:
    """Somebody exchanges the words of two answers; the alternative texts of their lines stay as they were."""
    folder = PROJECTS / "kecil"
    book = book_at(folder)
    scene = render.Scene(book, render.Templates.read(Project(folder).templates), links=False)
    sop = next(item for item in book.sops if item.id == "penanganan-pengaduan")
    before = write_sheet(scene, sop, lambda item: render.Measured.of(render.sheet(scene, item)), WHEN)
    (old,), (new,) = (recognise(read_docx("sop.docx", data)) for data in (before, _exchanged(before, "ya", "tidak")))
    answers = [[dict(item) for step in draft.data["langkah"] for item in [step.get("keputusan")] if item] for draft in (old, new)]
    turned = {"ya": "tidak", "tidak": "ya"}
    assert answers[0] and {"ya", "tidak"} <= set(answers[0][0])
    assert [{turned.get(label, label): to for label, to in item.items()} for item in answers[0]] == answers[1]


def _exchanged(data: bytes, one: str, other: str) -> bytes:
    """Exchange two words in the text boxes of a document."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "word/document.xml":
                for word, into in ((one, "\0"), (other, one), ("\0", other)):
                    text = text.replace(f">{word}</w:t>".encode(), f">{into}</w:t>".encode())
            new.writestr(name, text)
    return made.getvalue()
