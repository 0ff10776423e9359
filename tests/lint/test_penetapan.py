"""Numbers of Keputusan without a set pattern: the manner of most of them is taken."""

from pathlib import Path

import pytest

from bukusop.paths import Project
from bukusop.pipeline import check
from tests.lint.test_aturan import TODAY, project

CASE = "nomor-keputusan-pola"


def told(case: Path) -> list[str]:
    return [f"{item.place.file} {item.message}" for item in check(Project(case), TODAY).findings if item.rule == CASE]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return project(CASE, tmp_path).root


def pattern(folder: Path, line: str) -> None:
    manifest = folder / "book" / "book.yaml"
    lines = [text for text in manifest.read_text(encoding="utf-8").splitlines() if not text.startswith("pola_nomor_keputusan")]
    manifest.write_text("\n".join([*lines, line]) + "\n", encoding="utf-8")


def test_the_manner_of_most_is_taken(folder: Path) -> None:
    pattern(folder, "")
    assert told(folder) == [
        "book/keputusan/02-petugas.yaml nomor `000.8.3.3/13DU/2026` tidak seperti nomor Keputusan lain, yang berpola `*/{urut}/DU/{tahun}`",
        "book/keputusan/03-tim.yaml nomor `000.8.3.3/14/DU/2025` menyebut tahun 2025, padahal ditetapkan 2 Februari 2026",
    ]


def test_two_numbers_make_no_manner(folder: Path) -> None:
    pattern(folder, "")
    manifest = folder / "book" / "book.yaml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace("  - keputusan/03-tim.yaml\n", "").replace("  - keputusan/04-ruang.yaml\n", ""), encoding="utf-8")
    assert told(folder) == []


def test_an_unknown_slot_is_told_at_the_pattern(folder: Path) -> None:
    pattern(folder, 'pola_nomor_keputusan: "*/{nomer}/{unit}/{tahun}"')
    assert told(folder)[0] == "book/book.yaml isian `{nomer}` pada `pola_nomor_keputusan` tidak dikenal"
