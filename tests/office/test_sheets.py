"""A stranger's workbook: tables as they stand, drawn flowcharts, figures and dates; bad workbooks end in a sentence."""

from __future__ import annotations

import datetime
import io
import subprocess
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment

from bukusop.diagnostics import Refusal
from bukusop.model import Run
from bukusop.office.drafting.recognise import recognise
from bukusop.office.excel.workbook import read_workbook
from bukusop.office.foreign.raw import RawDocument, RawTable
from tests.conftest import tool
from tests.office.strangers import ACTORS, STEPS, drawn_sheet, typed_sheet


def saved(workbook: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def only(data: bytes) -> RawDocument:
    found = read_workbook(data, "lama.xlsx")
    assert len(found) == 1
    assert isinstance(found[0], RawDocument)
    return found[0]


def test_merged_cells_widths_and_heights_are_kept() -> None:
    document = only(saved(typed_sheet()))
    identity, steps = document.blocks
    assert isinstance(identity, RawTable)
    assert isinstance(steps, RawTable)
    assert (steps.rows, steps.columns) == (2 + len(STEPS), 9)
    head = {cell.isi[0].runs[0].teks: (cell.rows, cell.columns) for cell in steps.cells if cell.row == 0}
    assert head == {"No": (2, 1), "Kegiatan": (2, 1), "Pelaksana": (1, 3), "Mutu Baku": (1, 3), "Ket.": (2, 1)}
    assert steps.widths[1] == pytest.approx(40 * 1.86)
    assert steps.heights[2] == pytest.approx(60 * 25.4 / 72)


@pytest.mark.parametrize("glued", [True, False])
def test_the_drawn_flowchart_is_read(glued: bool) -> None:
    document = only(drawn_sheet(glued=glued))
    assert [shape.kind for shape in document.shapes] == ["process", "decision", "process", "process", "text", "text"]
    assert [bool(line.start and line.end) for line in document.lines] == [glued] * 4
    draft = recognise(document)[0]
    steps = draft.data["langkah"]
    assert isinstance(steps, list)
    keys = ["pemohon", "petugas_loket", "kepala_seksi"]
    assert [step["pelaksana"] for step in steps] == [keys[actor] for _, actor, _ in STEPS]
    assert steps[1]["keputusan"] == {"Ya": "lanjut", "Tidak": "1"}
    assert draft.data["pelaksana"] == dict(zip(keys, ACTORS, strict=True))


def test_the_drawing_survives_libreoffice(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(drawn_sheet())
    (tmp_path / "hasil").mkdir()
    subprocess.run([tool("soffice"), f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}", "--headless", "--convert-to", "xlsx",
                    "--outdir", str(tmp_path / "hasil"), str(tmp_path / "a.xlsx")], check=True, capture_output=True, timeout=100)
    steps = recognise(only((tmp_path / "hasil" / "a.xlsx").read_bytes()))[0].data["langkah"]
    assert isinstance(steps, list)
    assert [step["pelaksana"] for step in steps] == ["pemohon", "petugas_loket", "kepala_seksi", "petugas_loket"]
    assert list(steps[1]["keputusan"].values()) == ["lanjut", "1"]


def test_figures_dates_formulas_and_notes() -> None:
    workbook = typed_sheet()
    sheet = workbook.active
    sheet["C2"] = datetime.date(2019, 1, 3)
    sheet["C1"] = 800.0
    sheet["D1"] = "=1+1"
    sheet["C3"] = CellRichText("biasa ", TextBlock(InlineFont(b=True), "tebal"), " ", TextBlock(InlineFont(i=True), "miring"))
    sheet["C4"].comment = Comment("cek lagi", "x")
    document = only(saved(workbook))
    table = document.blocks[0]
    assert isinstance(table, RawTable)
    words = {(cell.row, cell.column): cell.isi[0].runs for cell in table.cells}
    assert words[1, 2][0].teks == "3 Januari 2019"
    assert words[0, 2][0].teks == "800"
    assert words[2, 2] == (Run("biasa "), Run("tebal", tebal=True), Run(" "), Run("miring", miring=True))
    assert any("rumus" in note and "D1" in note for note in document.notes)
    assert any("cek lagi" in note for note in document.notes)


def test_hidden_sheets_are_read_and_told() -> None:
    workbook = typed_sheet()
    other = workbook.create_sheet("Rahasia")
    other["A1"], other.sheet_state = "isi", "hidden"
    found = read_workbook(saved(workbook), "lama.xlsx")
    assert len(found) == 2
    assert isinstance(found[1], RawDocument)
    assert any("tersembunyi" in note for note in found[1].notes)


def test_a_cell_at_the_far_end_and_a_merge_of_everything_take_no_time() -> None:
    workbook = typed_sheet()
    sheet = workbook.active
    sheet["XFD1048576"] = "jauh"
    stream, source = io.BytesIO(), zipfile.ZipFile(io.BytesIO(saved(workbook)))
    with zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part = part.replace(b'<mergeCell ref="', b'<mergeCell ref="A1:XFD1048576"/><mergeCell ref="', 1)
            target.writestr(name, part)
    document = only(stream.getvalue())
    assert sum(block.rows * block.columns for block in document.blocks if isinstance(block, RawTable)) < 20_000_000


def test_endless_sheets_are_refused_before_they_are_read() -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(100, 600_000)).encode()
    stream, source = io.BytesIO(), zipfile.ZipFile(io.BytesIO(saved(typed_sheet())))
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, part.replace(b"</sheetData>", rows + b"</sheetData>") if name == "xl/worksheets/sheet1.xml" else part)
    start = time.monotonic()
    with pytest.raises(Refusal, match="MB sel"):
        read_workbook(stream.getvalue(), "besar.xlsx")
    assert time.monotonic() - start < 2


@pytest.mark.parametrize(("data", "words"), [
    (b"", "kosong"),
    (b"PK\x03\x04terpotong", "rusak|terpotong"),
    (b"%PDF-1.4", "PDF"),
    (saved(openpyxl.Workbook()), "semua lembarnya kosong"),
    (drawn_sheet()[:-400], "rusak|terpotong"),
], ids=["empty", "cut", "pdf", "blank", "shortened"])
def test_bad_workbooks_are_refused(data: bytes, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        read_workbook(data, "buruk.xlsx")
