"""Markdown tables and CSV become drafts, or raw tables where actors are columns."""

from __future__ import annotations

import pytest

from bukusop.diagnostics import Refusal
from bukusop.office.drafting.draft import Draft
from bukusop.office.drafting.recognise import recognise
from bukusop.office.drafting.yamlfile import sop_yaml
from bukusop.office.foreign.raw import RawDocument, RawTable
from bukusop.office.plaintables import read_plain
from tests.conftest import PROJECTS
from tests.office.excel import book_at, load_one

MARKDOWN = """# Penanganan Surat

Nomor SOP: 01/SOP/2026
Tanggal Efektif: 2 Februari 2026

Dasar Hukum:
- Peraturan Bupati Contoh
- Peraturan Daerah Contoh

Catatan bebas.

| No | Kegiatan | Pelaksana | Keputusan | Ke | Waktu | Output |
|----|:---------|-----------|-----------|----|------:|--------|
| 1 | Menerima *surat* | Staf | | | 5 menit | Surat |
| 2 | Memeriksa a\\|b<br>- satu<br>- dua | Kepala Bidang; Staf | | | 1 jam | |
| 3 | Memutuskan | Kepala Bidang | ya: lanjut; tidak: 1 | | | |
| 4 | Menyimpan | staf | | selesai | | |
"""


def draft_of(text: str | bytes, name: str) -> Draft:
    found = read_plain(text if isinstance(text, bytes) else text.encode(), name)
    assert len(found) == 1
    assert isinstance(found[0], Draft)
    return found[0]


def test_a_markdown_file_becomes_an_sop() -> None:
    draft = draft_of(MARKDOWN, "surat.md")
    assert (draft.data["nama"], draft.data["nomor"]) == ("Penanganan Surat", "01/SOP/2026")
    assert draft.data["dasar_hukum"] == ["Peraturan Bupati Contoh", "Peraturan Daerah Contoh"]
    assert draft.data["pelaksana"] == {"staf": "Staf", "kepala-bidang": "Kepala Bidang"}
    assert draft.left == ("Catatan bebas.",)
    sop, errors = load_one(sop_yaml(draft, "surat.md"), "surat", book_at(PROJECTS / "kecil"))
    assert errors == []
    steps = sop.prosedur[0].langkah
    assert [step.simpul[0].pelaksana for step in steps] == [("staf",), ("kepala-bidang", "staf"), ("kepala-bidang",), ("staf",)]
    assert [answer.label for answer in steps[2].simpul[0].jawaban] == ["ya", "tidak"]


def test_several_titles_are_several_sops() -> None:
    other = MARKDOWN.replace("Penanganan Surat", "Urusan Lain")
    assert [item.data["nama"] for item in read_plain((MARKDOWN + other).encode(), "dua.md") if isinstance(item, Draft)] == [
        "Penanganan Surat", "Urusan Lain"]


def test_headed_tables_are_procedures() -> None:
    table = MARKDOWN[MARKDOWN.index("| No"):]
    draft = draft_of(f"# Satu\n\n## Bagian A\n\n{table}\n## Bagian B\n\n{table}", "a.md")
    parts = draft.data["prosedur"]
    assert isinstance(parts, list)
    assert [part["judul"] for part in parts] == ["Bagian A", "Bagian B"]


@pytest.mark.parametrize("sign", [";", ",", "\t"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_in_every_manner(sign: str, coding: str) -> None:
    rows = [["No", "Kegiatan", "Pelaksana", "Ke", "Waktu"], ["1", '"Menerima, mencatat; café"', "Staf", "", "5 menit"],
            ["2", '"Memeriksa\nulang"', "Kabid", "1", ""]]
    draft = draft_of("\r\n".join(sign.join(row) for row in rows).encode(coding), "urus-surat.csv")
    steps = draft.data["langkah"]
    assert steps == [
        {"kegiatan": "Menerima, mencatat; café", "pelaksana": "staf", "waktu": "5 menit"},
        {"kegiatan": "Memeriksa\\\nulang", "pelaksana": "kabid", "ke": "1"},
    ]
    assert draft.data["nama"] == "urus surat"
    assert ("nama",) in dict(draft.comments)
    assert any("Windows-1252" in text for text in draft.left) is (coding == "cp1252")


def test_actors_as_columns_are_left_to_recognition() -> None:
    found = read_plain(b"No;Kegiatan;Staf;Kabid;Waktu;Output\n1;Menerima surat;x;;5 menit;Surat\n2;Memeriksa;;x;1 jam;Paraf\n", "a.csv")[0]
    assert isinstance(found, RawDocument)
    assert isinstance(found.blocks[0], RawTable)
    steps = recognise(found)[0].data["langkah"]
    assert isinstance(steps, list)
    assert [step["pelaksana"] for step in steps] == ["staf", "kabid"]


@pytest.mark.parametrize(("data", "name", "words"), [
    (b"", "a.csv", "kosong"), (b"\0\0PK", "a.csv", "bukan berkas teks"), (b"# Judul\n\nTeks saja.", "a.md", "tidak memuat tabel"),
    (b"x" * 9_000_000, "a.md", "terlalu besar"),
], ids=["empty", "binary", "prose", "large"])
def test_bad_files_are_refused(data: bytes, name: str, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        read_plain(data, name)
