"""SOPs -> workbook -> draft -> YAML -> the same SOPs; and what the workbook offers to those who edit it."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText
from openpyxl.worksheet.worksheet import Worksheet

from bukusop.diagnostics import Refusal
from bukusop.load.source import cell
from bukusop.office.drafting.draft import Draft
from bukusop.office.drafting.yamlfile import sop_yaml
from bukusop.office.excel.layout import FIELDS, HEADS, LISTS
from bukusop.office.excel.notation import joined, paired, pairs_of, words_of
from bukusop.office.excel.workbook import read_workbook, write_workbook
from bukusop.office.marks import written
from tests.conftest import PROJECTS, ROOT, command, environment, tool
from tests.office.excel import WHEN, book_at, drafts_of, faults


@pytest.mark.parametrize(("root", "count"), [(ROOT, 46), (PROJECTS / "kecil", 4)], ids=["buku", "kecil"])
def test_every_sop_comes_back_the_same(root: Path, count: int, tmp_path: Path) -> None:
    book = book_at(root)
    assert len(book.sops) == count
    for name in ("book", "templates", "assets"):
        if (root / name).is_dir():
            shutil.copytree(root / name, tmp_path / name)
    drafts = drafts_of(write_workbook(book, book.sops, WHEN))
    assert [draft.id for draft in drafts] == [sop.id for sop in book.sops]
    for draft, sop in zip(drafts, book.sops, strict=True):
        assert not draft.comments
        assert draft.bidang == sop.bidang
        path = tmp_path / sop.berkas
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(sop_yaml(draft), encoding="utf-8")
    again = book_at(tmp_path)
    assert [new.id for new, old in zip(again.sops, book.sops, strict=True) if new != old] == []


def test_generated_sops_come_back_the_same() -> None:
    assert faults(range(40)) == []


def test_same_sources_give_the_same_bytes() -> None:
    book = book_at(PROJECTS / "kecil")
    assert write_workbook(book, book.sops, WHEN) == write_workbook(book, book.sops, WHEN)


def sheets_of(book_root: Path = PROJECTS / "kecil") -> openpyxl.Workbook:
    book = book_at(book_root)
    return openpyxl.load_workbook(io.BytesIO(write_workbook(book, book.sops, WHEN)), rich_text=True)


def rows_from(sheet: Worksheet, label: str) -> int:
    return next(row for row in range(3, sheet.max_row + 1) if sheet.cell(row, 1).value == label)


def test_sheets_offer_lists_and_a_frozen_head() -> None:
    workbook = sheets_of()
    assert workbook.sheetnames[0] == "Petunjuk"
    for sheet in workbook.worksheets[1:]:
        assert sheet.freeze_panes == "A2"
        assert not sheet.protection.sheet
        assert tuple(cell.value for cell in sheet[1]) == HEADS
        labels = [sheet.cell(row, 1).value for row in range(1, sheet.max_row + 1)]
        assert [label for label in labels if label in FIELDS or label in LISTS] == [*FIELDS, *LISTS]
        rules = {str(rule.sqref)[0]: rule.formula1 for rule in sheet.data_validations.dataValidation if str(rule.sqref)[0] in "DE"}
        assert rules["E"] == '"mulai,selesai,proses,keputusan"'
        first, last = (int(part.rpartition("$")[2]) for part in rules["D"].split(":"))
        assert [sheet.cell(row, 1).value for row in range(first, last + 1)] == ["Pelaksana"] * (last - first + 1)


def test_libreoffice_may_save_it_in_between(tmp_path: Path) -> None:
    book = book_at(ROOT)
    data = write_workbook(book, book.sops, WHEN)
    (tmp_path / "sop.xlsx").write_bytes(data)
    subprocess.run([tool("soffice"), f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}", "--headless", "--convert-to", "xlsx",
                    "--outdir", str(tmp_path / "hasil"), str(tmp_path / "sop.xlsx")], check=True, capture_output=True, timeout=100)
    again = drafts_of((tmp_path / "hasil" / "sop.xlsx").read_bytes())
    assert [draft.id for old, draft in zip(drafts_of(data), again, strict=True) if old != draft] == []


def test_levels_of_rules_come_back() -> None:
    book = book_at(PROJECTS / "kecil")
    checks = [("waktu-janggal", "mati", "memang lama; menunggu musim"), ("kata-kerja", "saran", "")]
    draft = drafts_of(write_workbook(book, book.sops[:1], WHEN, {book.sops[0].id: checks}))[0]
    assert draft.data["periksa"] == {
        "waktu-janggal": {"tingkat": "mati", "alasan": "memang lama; menunggu musim"}, "kata-kerja": {"tingkat": "saran"}}
    assert not draft.comments


def changed(workbook: openpyxl.Workbook) -> list[Draft]:
    stream = io.BytesIO()
    workbook.save(stream)
    return [item for item in read_workbook(stream.getvalue(), "sop.xlsx") if isinstance(item, Draft)]


def test_formula_like_texts_are_texts_and_formulas_are_told() -> None:
    book = book_at(PROJECTS / "kecil")
    sop = replace(book.sops[0], nomor='=HYPERLINK("http://x.example")', unit="+62", waktu_total="@SUM(1)")
    data = write_workbook(book, [sop], WHEN)
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[1]
    assert all(item.data_type != "f" for row in sheet.iter_rows() for item in row)
    assert sheet.cell(rows_from(sheet, "Nomor SOP"), 3).quotePrefix
    assert drafts_of(data)[0].data["nomor"] == sop.nomor
    workbook = sheets_of()
    sheet = workbook.worksheets[1]
    sheet.cell(rows_from(sheet, "Unit Kerja"), 3).value = "=1+1"
    draft = changed(workbook)[0]
    assert any("rumus" in text for text in draft.left)


def test_rows_may_be_put_in_and_moved() -> None:
    workbook = sheets_of()
    sheet = workbook.worksheets[1]
    before = changed(workbook)[0].data["langkah"]
    assert isinstance(before, list)
    head = rows_from(sheet, "No")
    sheet.cell(head + 4, 7).value = 2                   # a number as Excel keeps it
    sheet.insert_rows(head + 2)
    sheet.cell(head + 2, 3).value = "Mencatat\n- satu\n- dua"
    sheet.cell(head + 2, 4).value = "petugas layanan; Orang Baru"
    draft = changed(workbook)[0]
    steps = draft.data["langkah"]
    assert isinstance(steps, list)
    assert len(steps) == len(before) + 1
    assert steps[1]["kegiatan"] == "Mencatat\n- satu\n- dua"
    assert steps[1]["pelaksana"][1] == "orang-baru"
    assert steps[4]["ke"] == "3", "the step that bears number 2 has become the third"
    assert any("Orang Baru" in text for text in draft.guessed)


def test_formats_of_cells_are_emphasis() -> None:
    workbook = sheets_of()
    sheet = workbook.worksheets[1]
    place = sheet.cell(rows_from(sheet, "No") + 2, 3)
    place.value = "Menulis segera"
    place.font = openpyxl.styles.Font(bold=True)
    steps = changed(workbook)[0].data["langkah"]
    assert steps[1]["kegiatan"] == "**Menulis segera**"
    values = [item.value for sheet in sheets_of(ROOT).worksheets for row in sheet.iter_rows() for item in row]
    assert sum(isinstance(value, CellRichText) for value in values) > 20


def test_words_without_a_place_are_kept() -> None:
    workbook = sheets_of()
    sheet = workbook.worksheets[1]
    sheet["N5"] = "catatan di tepi"
    sheet.cell(rows_from(sheet, "No") + 2, 6).value = "kalau perlu"
    sheet.cell(rows_from(sheet, "No") + 2, 5).value = "segitiga"
    draft = changed(workbook)[0]
    told = [text for _, text in draft.comments]
    assert any("catatan di tepi" in text for text in told)
    assert any("kalau perlu" in text for text in told)
    assert any("segitiga" in text for text in told)


@pytest.mark.parametrize("pairs", [
    {"ya": "lanjut", "tidak": "1"}, {"a; b": "x", "c: d": ""}, {'"ya"': "selesai", "tidak": "langkah;2"}, {"ya": "", "tidak": ""},
])
def test_answers_are_written_and_read(pairs: dict[str, str]) -> None:
    assert pairs_of(paired(pairs)) == pairs
    assert words_of(joined(list(pairs))) == list(pairs)


@pytest.mark.parametrize("text", ["ya lanjut", ": 1", "ya: 1; ya: 2", "ya: 1: 2", '"ya'])
def test_what_is_no_answer_is_not_guessed(text: str) -> None:
    assert pairs_of(text) is None


@pytest.mark.parametrize("text", [
    "a", "1.", "-", "- satu", "- satu\n- dua", "3. tiga\n4. empat", "a\n\nb", "a\\\nb", "*a* b **c**", "**a *b* c**", "\\- bukan butir",
    "5 * 3", "[x](sop:a)", "a\n- b\n  1. c\n- d", "=1", "x_y_z", "&amp;amp;", "1\\. a", "- a\n\n* b", "`a`", "- \n- b",
])
def test_texts_are_written_as_they_are_read(text: str) -> None:
    teks = cell((text,))
    assert cell(written(teks)) == teks


def test_too_long_a_cell_is_refused() -> None:
    book = book_at(PROJECTS / "kecil")
    with pytest.raises(Refusal, match="huruf"):
        write_workbook(book, [replace(book.sops[0], nomor="x" * 40_000)], WHEN)


def test_command_writes_the_workbook(project_copy: Callable[[str], Path]) -> None:
    folder = project_copy("kecil")
    done = subprocess.run([*command(), "xlsx"], cwd=folder, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "build/xlsx/sop.xlsx: 4 SOP" in done.stdout
    assert len(drafts_of((folder / "build" / "xlsx" / "sop.xlsx").read_bytes())) == 4
    before = book_at(folder)
    for sop in before.sops:
        (folder / sop.berkas).unlink()
    done = subprocess.run([*command(), "import", "build/xlsx/sop.xlsx"], cwd=folder, env=environment(), capture_output=True, text=True,
                          check=False)
    assert done.returncode == 0, done.stderr
    assert book_at(folder).sops == before.sops
    done = subprocess.run([*command(), "xlsx", "tak-ada"], cwd=folder, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "tidak ada" in done.stderr
