"""Identity, tables and flow of documents given as raw values: every manner of the field, and what is said of guesses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from bukusop.model import Run, Tanggal
from bukusop.office.drafting.day import read_day
from bukusop.office.drafting.draft import Draft
from bukusop.office.drafting.recognise import Known, recognise
from bukusop.office.drafting.wording import cell
from bukusop.office.foreign.raw import Anchor, RawCell, RawDocument, RawLine, RawParagraph, RawShape, RawTable


def paragraph(text: str, *, bold: bool = False, level: int = -1, style: str = "") -> RawParagraph:
    return RawParagraph((Run(text, tebal=bold),), level, style)


def table(lines: Sequence[Sequence[Any]], heights: Sequence[float] = (), widths: Sequence[float] = ()) -> RawTable:
    """Make a table of texts; (text, rows, columns) is a merged cell, None a place that one covers."""
    cells = []
    for row, line in enumerate(lines):
        for column, item in enumerate(line):
            if item is None:
                continue
            text, rows, columns = item if isinstance(item, tuple) else (item, 1, 1)
            cells.append(RawCell(row, column, rows, columns, tuple(paragraph(part) for part in text.split("|"))))
    return RawTable(tuple(cells), len(lines), len(lines[0]), tuple(widths), tuple(heights))


HEAD: list[list[Any]] = [[("No", 2, 1), ("Kegiatan", 2, 1), ("Pelaksana", 1, 2), None, ("Mutu Baku", 1, 3), None, None, ("Ket.", 2, 1)],
                         [None, None, "Staf", "Kepala", "Persyaratan", "Waktu", "Output", None]]


def steps(*texts: str, marks: Sequence[str] = (), first: int = 1) -> list[list[str]]:
    return [[str(n), text, "x" if who == "s" else "", "√" if who == "k" else "", "Berkas", "10 Menit", "Hasil", ""]
            for n, (text, who) in enumerate(zip(texts, marks or "s" * len(texts), strict=True), first)]


def read(*blocks: RawParagraph | RawTable, shapes: Sequence[RawShape] = (), lines: Sequence[RawLine] = (), known: Known | None = None,
         ) -> list[Draft]:
    return recognise(RawDocument("lama.docx", blocks, tuple(shapes), tuple(lines)), known)


def steps_of(draft: Draft) -> Any:
    return draft.data["langkah"]


def parts_of(draft: Draft) -> Any:
    return draft.data["prosedur"]


def kegiatan(draft: Draft) -> list[str]:
    return [step["kegiatan"] for step in steps_of(draft)]


def test_labels_above_beside_and_within() -> None:
    (draft,) = read(
        table([["1. NOMOR SOP", ":", "12/SOP/X/2023"], ["2. TGL. PEMBUATAN", ":", "3 Maret 2023"], ["3. TGL. REVISI", ":", ""],
               ["4. TGL. EFEKTIF", ":", "1 April 2023"], ["5. JUDUL SOP", ":", "Surat Masuk"], ["Dasar Hukum: |1. Satu|2. Dua", "", ""],
               ["Keterikatan SOP", "", "SOP Lain"]]),
        table([*HEAD, *steps("Menerima", "Menandatangani", marks="sk")]),
    )
    assert draft.data["nomor"] == "12/SOP/X/2023"
    assert draft.data["nama"] == "Surat Masuk"
    assert draft.data["tanggal"] == {"pembuatan": "3 Maret 2023", "efektif": "1 April 2023"}
    assert draft.data["dasar_hukum"] == ["Satu", "Dua"]
    assert draft.data["keterkaitan"] == "SOP Lain"
    assert draft.data["pelaksana"] == {"staf": "Staf", "kepala": "Kepala"}
    assert [step["pelaksana"] for step in steps_of(draft)] == ["staf", "kepala"]


@pytest.mark.parametrize(("text", "day", "doubt"), [
    ("5 Januari 2024", Tanggal(2024, 1, 5), ""), ("05 Pebruari 2024", Tanggal(2024, 2, 5), "bulan ditulis `Pebruari`"),
    ("17 Agutsus 2023", Tanggal(2023, 8, 17), "bulan ditulis `Agutsus`"), ("2024-03-09", Tanggal(2024, 3, 9), ""),
    ("9/3/2024", Tanggal(2024, 3, 9), "dari `9/3/2024`"), ("31 Februari 2024", None, ""), ("....... 2024", None, ""),
])
def test_dates(text: str, day: Tanggal | None, doubt: str) -> None:
    found = read_day(text)
    assert found[0] == day
    if day:
        assert found[1] == doubt


def test_date_that_cannot_be_read_is_kept() -> None:
    (draft,) = read(table([["Nomor SOP", "1"], ["Nama SOP", "A"], ["Tanggal Pembuatan", "akhir tahun lalu"]]),
                    table([*HEAD, *steps("Satu", "Dua")]))
    assert "tanggal" not in draft.data
    assert "tanggal pembuatan: akhir tahun lalu" in draft.left


def test_next_page_without_head_with_head_and_with_numbers_of_columns() -> None:
    counter = [[f"({n})" for n in range(1, 9)]]
    (draft,) = read(
        table([["Nomor SOP", "1"], ["Nama SOP", "A"]]),
        table([*HEAD, *counter, *steps("Satu", "Dua")]),
        table(steps("Tiga", first=3)),
        table([*HEAD, *counter, *steps("Empat", first=4)]),
    )
    assert kegiatan(draft) == ["Satu", "Dua", "Tiga", "Empat"]


def test_row_that_goes_on_on_the_next_page_is_one_step() -> None:
    (draft,) = read(table([*HEAD, *steps("Satu"), ["", "", "", "", "Lampiran", "", "", ""], *steps("Dua", first=2)]))
    assert kegiatan(draft) == ["Satu", "Dua"]
    assert steps_of(draft)[0]["kelengkapan"] == "Berkas\n\nLampiran"


def test_several_procedures_in_one_table_and_under_bold_words() -> None:
    inner: list[list[Any]] = [[("Pengajuan", 1, 8), None, None, None, None, None, None, None], *steps("Satu", "Dua"),
                              [("Pencairan", 1, 8), None, None, None, None, None, None, None], *steps("Satu", "Dua")]
    (draft,) = read(table([*HEAD, *inner]), paragraph("Pelaporan", bold=True), table([*HEAD, *steps("Satu", "Dua")]))
    titles = [item["judul"] for item in parts_of(draft)]
    assert titles == ["Pengajuan", "Pencairan", "Pelaporan"]


def test_several_sops_and_what_belongs_to_none() -> None:
    found = read(
        paragraph("Catatan umum"), table([["Nomor SOP", "1"], ["Nama SOP", "A"]]), table([*HEAD, *steps("Satu", "Dua")]),
        table([["Nomor SOP", "2"], ["Nama SOP", "B"], ["Keterkaitan", "A"]]), table([*HEAD, *steps("Tiga", "Empat")]),
        paragraph("Ditandatangani di kantor"),
    )
    assert [draft.data["nama"] for draft in found] == ["A", "B"]
    assert "Catatan umum" in found[0].left
    assert "Ditandatangani di kantor" in found[1].left


def test_actors_named_in_cells_of_a_single_column() -> None:
    lines = [["No", "Uraian Kegiatan", "Pelaksana", "Waktu", "Output"], ["1", "Menerima", "Staf", "1 Jam", "Surat"],
             ["2", "Menyetujui", "Kepala Dinas", "1 Hari", "Disposisi"], ["3", "Mengarsip", "Staf", "1 Jam", "Arsip"]]
    (draft,) = read(table(lines))
    assert draft.data["pelaksana"] == {"staf": "Staf", "kepala_dinas": "Kepala Dinas"}
    assert [step["pelaksana"] for step in steps_of(draft)] == ["staf", "kepala_dinas", "staf"]


def test_joint_step_by_marks_and_a_guess_without_any() -> None:
    rows = steps("Rapat", "Mencatat hasil")
    rows[0][3] = "v"
    rows[1][2] = ""
    (draft,) = read(table([*HEAD, *rows]))
    assert [step["pelaksana"] for step in steps_of(draft)] == [["staf", "kepala"], "staf"]
    assert any("langkah 2: tidak ada simbol atau tanda" in text for text in draft.guessed)


def shape(id_: str, kind: str, row: int, column: int, *, text: str = "", x: float = 4, y: float = 4) -> RawShape:
    return RawShape(id_, kind, text, (x, y, x + 10, y + 6), "cell", Anchor(0, row, column))


WIDE, TALL = (10, 60, 18, 18, 40, 20, 40, 20), (6, 6, 16, 16, 16, 16)


def test_glued_flow_with_capsules_in_empty_rows() -> None:
    rows = [["", "", "", "", "", "", "", ""], *steps("Memeriksa", "Memperbaiki", marks="  "), ["", "", "", "", "", "", "", ""]]
    shapes = [shape("m", "terminator", 2, 2), shape("d", "decision", 3, 3), shape("p", "process", 4, 2), shape("s", "terminator", 5, 2),
              shape("y", "text", 3, 3, text="ya", x=15, y=1), shape("t", "text", 3, 3, text="tidak", x=-12, y=1)]
    lines = [RawLine(a + b, points, "cell", Anchor(0, 3, 3), a, b, arrow_end=True) for a, b, points in (
        ("m", "d", ((9, -5), (9, 4))), ("d", "s", ((14, 7), (20, 7), (20, 40))), ("d", "p", ((4, 7), (-9, 7), (-9, 20))),
        ("p", "d", ((-14, 23), (-16, 23), (-16, 9), (4, 9))))]
    (draft,) = read(table([*HEAD, *rows], TALL, WIDE), shapes=shapes, lines=lines)
    found = steps_of(draft)
    assert kegiatan(draft) == ["Mulai", "Memeriksa", "Memperbaiki", "Selesai"]
    assert found[0]["bentuk"] == "mulai"
    assert found[1]["keputusan"] == {"ya": "selesai", "tidak": "lanjut"}
    assert found[2]["ke"] == "1"
    assert found[3]["bentuk"] == "selesai"


def test_decision_without_lines_is_guessed_from_the_words() -> None:
    rows = steps("Menyusun", "Memeriksa", "Menyerahkan", marks="   ")
    rows[1][7] = "Bila keliru kembali ke langkah 1"
    shapes = [shape("a", "process", 2, 2), shape("b", "decision", 3, 3), shape("c", "process", 4, 2)]
    (draft,) = read(table([*HEAD, *rows], TALL[:5], WIDE), shapes=shapes)
    assert steps_of(draft)[1]["keputusan"] == {"ya": "lanjut", "tidak": "1"}
    assert any("langkah 2: hanya 0 garis keluar" in text for text in draft.guessed)


def test_holder_regulation_and_related_sop_are_found_in_the_project() -> None:
    known = Known({"19700101 199501 1 901": "kadis"}, "lain", {"uu nomor 25 tahun 2009": "uu-25-2009"}, {"surat masuk": "surat-masuk"})
    (draft,) = read(
        table([["Nomor SOP", "1"], ["Nama SOP", "A"], ["Disahkan oleh", "Kepala Dinas|Rekaan|NIP 19700101 199501 1 901"],
               ["Dasar Hukum", "UU Nomor 25 Tahun 2009"], ["Keterkaitan", "SOP Surat Masuk"]]),
        table([*HEAD, *steps("Satu", "Dua")]), known=known,
    )
    assert (draft.data["disahkan_oleh"], draft.data["dasar_hukum"], draft.data["keterkaitan"]) == ("kadis", "uu-25-2009", "surat-masuk")


def test_number_that_jumps_is_said() -> None:
    rows = steps("Satu", "Dua")
    rows[1][0] = "5."
    (draft,) = read(table([*HEAD, *rows]))
    assert (("langkah", 1, "kegiatan"), "nomor di berkas asal: 5") in draft.comments


def test_document_without_steps_holds_no_sop() -> None:
    assert read(paragraph("Surat biasa"), table([["a", "b"], ["c", "d"]])) == []


@pytest.mark.parametrize(("paragraphs", "expected"), [
    ([paragraph("a")], "a"), ([paragraph("- a"), paragraph("- b")], ["a", "b"]), ([paragraph("1. a"), paragraph("2. b")], "1. a\n2. b"),
    ([paragraph("Syarat:"), paragraph("a", level=0, style="bullet")], "Syarat:\n- a"),
    ([RawParagraph((Run("Surat "), Run("asli", miring=True), Run(" "), Run("sah", tebal=True)))], "Surat *asli* **sah**"),
    ([paragraph("2*3*4 <b>x</b>")], "2\\*3\\*4 \\<b\\>x\\</b\\>"), ([paragraph("")], ""),
])
def test_cells(paragraphs: list[RawParagraph], expected: object) -> None:
    assert cell(paragraphs) == expected
