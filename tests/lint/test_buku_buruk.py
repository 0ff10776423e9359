"""A deliberately bad book: every defect that was found in real, signed books, all told at their places, and nothing else."""

from datetime import date

from bukusop.paths import Project
from bukusop.pipeline import check
from tests.conftest import PROJECTS

DEFECTS = {
    "number that breaks the pattern, letter dropped in the code": "nomor-pola", "two SOPs with one name": "nama-ganda",
    "two Keputusan with one number": "nomor-keputusan-ganda", "step numbers that jump": "nomor-langkah",
    "decision row without number": "keputusan-tanpa-nomor", "revisi = pembuatan": "revisi-sama", "efektif before pembuatan": "tanggal-urut",
    "misspelt month": "tanggal", "keterkaitan naming itself": "keterkaitan-diri", "keterkaitan to nowhere": "tautan",
    "empty peringatan or pencatatan": "isian-kosong", "waktu empty": "waktu-kosong", "waktu with mixed units": "waktu-campur",
    "kegiatan that begins with its subject": "kegiatan-pelaku", "decision without two ways out": "jawaban",
    "step nobody can reach": "tak-terjangkau", "PERTAMA for KESATU": "pertama-kesatu", "Menimbang numbered": "menimbang-nomor",
    "master list and sheet that disagree": "daftar-induk", "one office written in several ways": "pelaksana-beragam",
}


def test_every_defect_is_found_and_nothing_else(renew: bool) -> None:
    folder = PROJECTS / "buku-buruk"
    findings = list(check(Project(folder.resolve()), date(2026, 3, 2)).findings)
    text = "".join(f"{item}\n" for item in findings)
    if renew:
        (folder / "expected.txt").write_text(text, encoding="utf-8")
    assert text == (folder / "expected.txt").read_text(encoding="utf-8")
    assert {item.rule for item in findings} == set(DEFECTS.values())
