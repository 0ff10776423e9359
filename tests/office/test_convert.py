"""Older formats come in through LibreOffice; without it, or with a bad file, a sentence says so."""

from __future__ import annotations

import io
import subprocess
import time
from pathlib import Path

import docx
import pytest

from bukusop.diagnostics import Refusal
from bukusop.office.drafting.recognise import recognise
from bukusop.office.excel.workbook import read_workbook
from bukusop.office.foreign import convert
from bukusop.office.foreign.convert import converted
from bukusop.office.foreign.raw import RawDocument
from tests.conftest import tool
from tests.office.strangers import STEPS, drawn_sheet


def saved_as(data: bytes, suffix: str, target: str, folder: Path) -> bytes:
    """Have LibreOffice save a file in an old format."""
    source = folder / f"lama.{suffix}"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profil').as_uri()}"
    subprocess.run([tool("soffice"), profile, "--headless", "--convert-to", target, "--outdir", str(folder), str(source)],
                   check=True, capture_output=True, timeout=100)
    return (folder / f"lama.{target.partition(':')[0]}").read_bytes()


@pytest.mark.parametrize("target", ["xls", "ods"])
def test_old_workbooks_are_read(target: str, tmp_path: Path) -> None:
    old = saved_as(drawn_sheet(), "xlsx", target, tmp_path)
    data, name = converted(old, f"SOP Lama.{target}")
    assert name == "SOP Lama.xlsx"
    found = read_workbook(data, name)[0]
    assert isinstance(found, RawDocument)
    draft = recognise(found)[0]
    assert draft.data["nama"] == "Legalisasi Surat Keterangan"
    steps = draft.data["langkah"]
    assert isinstance(steps, list)
    assert [step["kegiatan"] for step in steps] == [words for words, _, _ in STEPS]
    assert [step["pelaksana"] for step in steps] == ["pemohon", "petugas_loket", "kepala_seksi", "petugas_loket"]


@pytest.mark.parametrize("target", ["doc", "odt", "rtf"])
def test_old_documents_are_converted(target: str, tmp_path: Path) -> None:
    document, stream = docx.Document(), io.BytesIO()
    document.add_paragraph("Nama SOP: Legalisasi")
    table = document.add_table(3, 3)
    for number, place in enumerate(cell for row in table.rows for cell in row.cells):
        place.text = f"Isi {number}"
    document.add_paragraph("Selesai")
    document.save(stream)
    data, name = converted(saved_as(stream.getvalue(), "docx", target, tmp_path), f"lama.{target}")
    assert name == "lama.docx"
    assert docx.Document(io.BytesIO(data)).tables[0].cell(1, 1).text == "Isi 4"


def test_what_needs_no_conversion_stays_as_it_is() -> None:
    assert converted(b"abc", "a.docx") == (b"abc", "a.docx")


@pytest.mark.parametrize(("name", "data", "words"), [
    ("a.doc", b"", "kosong"),
    ("a.doc", b"%PDF-1.7 isi", "isinya PDF"),
    ("a.xls", drawn_sheet(), r"akhirannya menjadi \.xlsx"),
    ("a.odt", b"bukan apa-apa", "berkas teks biasa"),
    ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + bytes(4000), "tidak dapat dibuka LibreOffice"),
    ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "kata sandi"),
], ids=["empty", "pdf", "new", "text", "broken", "locked"])
def test_bad_files_are_refused(name: str, data: bytes, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        converted(data, name)


def test_without_libreoffice_a_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convert.shutil, "which", lambda _: None)
    with pytest.raises(Refusal, match=r"LibreOffice, yang tidak ada .* simpan berkas itu sebagai \.docx"):
        converted(b"{\\rtf1 a}", "a.rtf")


def test_a_conversion_has_an_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    slow = tmp_path / "soffice"
    slow.write_text("#!/bin/sh\nsleep 30 & wait\n")
    slow.chmod(0o755)
    monkeypatch.setattr(convert.shutil, "which", lambda name: str(slow) if name == "soffice" else None)
    monkeypatch.setattr(convert, "LONGEST", 0.5)
    start = time.monotonic()
    with pytest.raises(Refusal, match="terlalu lama"):
        converted(b"{\\rtf1 a}", "a.rtf")
    assert time.monotonic() - start < 5
