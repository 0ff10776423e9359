"""A whole book that is imported: its SOPs come back, and what is no SOP goes whole into a text of its own."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import docx

from bukusop import render
from bukusop.diagnostics import Findings
from bukusop.load import load_book
from bukusop.office.drafting.outside import MANY
from bukusop.office.word import write_book
from bukusop.paths import Project
from bukusop.pipeline.intake import Imported, import_files
from tests.office.excel import book_at
from tests.office.foreign import Manner, word
from tests.office.test_foreign import SURAT
from tests.office.word import WHEN, differences, told


def imported(folder: Path, name: str, data: bytes) -> Sequence[Imported]:
    (folder / name).write_bytes(data)
    return import_files(Project.at(folder), [str(folder / name)], "", "", date(2026, 2, 2)).made


def remarks(folder: Path, made: Imported) -> list[str]:
    """Give the comments that close a file."""
    _, _, end = (folder / made.path).read_text(encoding="utf-8").partition("belum mendapat tempat:\n")
    return [line.removeprefix("#").strip() for line in end.splitlines()]


def test_chapters_of_a_book_become_one_text(project_copy: Callable[[str], Path]) -> None:
    folder = project_copy("kecil")
    project, book = Project.at(folder), book_at(folder)
    scene = render.Scene(book, render.Templates.read(project.templates))
    data = write_book(scene, lambda sop: render.Measured.of(render.sheet(scene, sop)), (), WHEN)
    made = imported(folder, "buku.docx", data)
    after = load_book(project, Findings())
    assert after is not None
    for item, before in zip(made, book.sops, strict=True):
        found = next(sop for sop in after.sops if sop.berkas == item.path)
        changed = set(differences(told(before, book.profil), told(found, book.profil)))
        assert all(text.startswith(("id: ", "bidang: ", "keterkaitan")) for text in changed), changed
    text = (project.build / "impor" / "buku.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line]
    for words in ("Menimbang | : | bahwa setiap proses kerja", "## Daur Hidup SOP", "Semester | Waktu | Penanggung Jawab", "KESATU | : |"):
        assert any(line.startswith(words) for line in lines), words
    sentence = f"{len(lines)} baris di luar lembar SOP (sampul, keputusan, bab) disimpan utuh di build/impor/buku.md"
    assert made[0].left[0] == sentence
    assert sentence in remarks(folder, made[0])
    assert sum(len(remarks(folder, item)) for item in made) < 8
    again = imported(folder, "buku.docx", data)
    assert "build/impor/buku-2.md" in again[0].left[0]
    assert {path.name: path.read_text(encoding="utf-8") for path in (project.build / "impor").iterdir()} == {
        "buku.md": text, "buku-2.md": text}


def surrounded(lines: int) -> bytes:
    """Give a document of another hand with some lines before its only SOP."""
    document = docx.Document(io.BytesIO(word((SURAT,), Manner(), 3)))
    first = document.element.body[0]
    for number in range(lines):
        first.addprevious(document.add_paragraph(f"Kata pengantar baris ke-{number}.")._p)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def test_few_lines_stay_comments(project_copy: Callable[[str], Path]) -> None:
    folder = project_copy("kecil")
    for lines, many in ((MANY, False), (MANY + 1, True)):
        (made,) = imported(folder, f"surat-{lines}.docx", surrounded(lines))
        own = [text for text in remarks(folder, made) if text.startswith("Kata pengantar")]
        assert (len(own), (folder / "build" / "impor" / f"surat-{lines}.md").exists()) == (0 if many else lines, many)
        assert made.name == "Pelayanan Surat Keterangan"
