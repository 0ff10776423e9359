"""`bukusop check` as a person types it: what it prints in each form, what it exits with."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import PROJECTS, ROOT, command, environment

CLEAN = ROOT / "tests" / "lint" / "dasar"
SHEET = "sops/b-umum/01-surat-masuk.yaml"


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([*command(), "check", *arguments], cwd=folder, capture_output=True, text=True, env=environment(), check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The clean book with a warning in one SOP."""
    shutil.copytree(CLEAN, tmp_path / "buku")
    path = tmp_path / "buku" / SHEET
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("    waktu: 5 Menit", "    waktu:", 1), encoding="utf-8")
    return tmp_path / "buku"


def test_a_clean_book(tmp_path: Path) -> None:
    shutil.copytree(CLEAN, tmp_path / "buku")
    done = run(tmp_path / "buku", "--strict")
    assert (done.returncode, done.stdout, done.stderr) == (0, "Tidak ada temuan\n", "")


def test_text_says_where_what_why_and_what_instead(book: Path) -> None:
    done = run(book)
    lines = done.stdout.splitlines()
    assert done.returncode == 0, "a warning alone does not fail"
    assert lines[0] == SHEET
    assert lines[1].strip() == "19:5: peringatan: waktu langkah 1 kosong [waktu-kosong]"
    assert lines[2].strip() == "waktu:"
    assert lines[3].strip() == "^"
    assert lines[4].startswith("      tulis lamanya")
    assert lines[5].startswith("      dasar: ")
    assert lines[-1] == "1 peringatan dalam 1 berkas"


def test_strict_fails_on_a_warning(book: Path) -> None:
    assert run(book, "--strict").returncode == 1


def test_short(book: Path) -> None:
    assert run(book, "--format", "short").stdout == f"{SHEET}:19:5: peringatan: waktu langkah 1 kosong [waktu-kosong]\n"
    path = book / SHEET
    path.write_text("# x\n" * 81 + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert run(book, "--format", "short").stdout.startswith(f"{SHEET}:100:5: "), "rich knows :100: as a picture"


def test_json(book: Path) -> None:
    values = json.loads(run(book, "--format", "json").stdout)
    assert values["jumlah"] == {"error": 0, "peringatan": 1, "saran": 0}
    found = values["temuan"][0]
    assert (found["berkas"], found["baris"], found["kolom"], found["aturan"]) == (SHEET, 19, 5, "waktu-kosong")
    assert found["dasar"]
    assert found["perbaikan"]


def test_sarif(book: Path) -> None:
    values = json.loads(run(book, "--format", "sarif").stdout)
    driver, results = values["runs"][0]["tool"]["driver"], values["runs"][0]["results"]
    assert values["version"] == "2.1.0"
    assert driver["rules"][results[0]["ruleIndex"]]["id"] == results[0]["ruleId"] == "waktu-kosong"
    assert results[0]["level"] == "warning"
    place = results[0]["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": SHEET}, "region": {"startLine": 19, "startColumn": 5}}


def test_sarif_as_the_standard_wants_it(book: Path) -> None:
    path = book / "sops" / "b-umum" / "01-surat-masuk.yaml"
    path.rename(path.with_name("01-Surat Masuk é.yaml"))
    manifest = book / "book" / "book.yaml"
    manifest.write_text(manifest.read_text(encoding="utf-8") + 'pola_nomor: "{nomor}/SOP"\n', encoding="utf-8")
    results = json.loads(run(book, "--format", "sarif").stdout)["runs"][0]["results"]
    places = {item["ruleId"]: item["locations"][0]["physicalLocation"] for item in results}
    uri = "sops/b-umum/01-Surat%20Masuk%20%C3%A9.yaml"
    assert places["nama-berkas"] == {"artifactLocation": {"uri": uri}, "region": {"startLine": 1}}, "a URI reference, and a line always"
    texts = {item["ruleId"]: item["message"]["text"] for item in results}
    assert texts["nomor-pola"].startswith("pola nomor `{{nomor}}/SOP` tidak dapat dipakai"), "a single brace would be a placeholder"


def test_a_path_limits_what_is_told(book: Path) -> None:
    assert run(book, "--strict", "sops/a-layanan").returncode == 0
    assert run(book, "--strict", SHEET, "sops/a-layanan").returncode == 1
    assert run(book / "sops" / "b-umum", "--strict", ".").returncode == 1
    done = run(book, "tidak-ada.yaml")
    assert done.returncode == 2
    assert done.stderr == "`tidak-ada.yaml` tidak ada dalam folder buku ini\n"


def test_errors_of_all_kinds_fail_together() -> None:
    done = run(PROJECTS / "buku-buruk")
    assert done.returncode == 1
    assert "[tanggal]" in done.stdout, "of the loader"
    assert "[nama-ganda]" in done.stdout, "of a rule"


def test_explain() -> None:
    done = run(CLEAN, "--explain", "waktu-kosong")
    assert done.returncode == 0
    assert "Dasar: " in done.stdout
    assert "Perbaikan: " in done.stdout
    assert "Pengecualian: # abaikan: waktu-kosong - " in done.stdout
    assert "[//]: # (abaikan: waktu-kosong - " in done.stdout, "in Markdown `#` begins a heading"
    done = run(CLEAN, "--explain", "waktu-kosng")
    assert done.returncode == 2
    assert done.stderr == "aturan `waktu-kosng` tidak dikenal; mungkin maksudnya `waktu-kosong`?\n"


def test_fix_shows_a_diff_and_then_has_nothing_to_do(book: Path) -> None:
    path = book / SHEET
    path.write_text(path.read_text(encoding="utf-8").replace("Mengagendakan surat", "Mengagendakan  surat"), encoding="utf-8")
    done = run(book, "--fix")
    assert "-  - kegiatan: Mengagendakan  surat\n+  - kegiatan: Mengagendakan surat\n" in done.stdout
    assert "1 berkas dibetulkan." in done.stdout
    assert "Mengagendakan surat\n" in path.read_text(encoding="utf-8")
    assert "Tidak ada yang dapat dibetulkan dengan aman." in run(book, "--fix").stdout


def test_the_example_book_is_clean_under_strict() -> None:
    done = run(ROOT, "--strict")
    assert done.returncode == 0, done.stdout


def test_book_shows_errors_and_a_count_of_the_rest(book: Path) -> None:
    path = book / "sops" / "a-layanan" / "01-legalisasi-salinan.yaml"
    text = path.read_text(encoding="utf-8").replace("keterkaitan: [surat-masuk]", "keterkaitan: [legalisasi-salinan]")
    path.write_text(text, encoding="utf-8")
    for _ in range(2):      # the second time from what was remembered
        done = subprocess.run([*command(), "book"], cwd=book, capture_output=True, text=True, env=environment(), check=False)
        assert done.returncode == 0, "such a book can be made, and shown to others"
        assert "[keterkaitan-diri]" in done.stderr
        assert "[waktu-kosong]" not in done.stderr
        assert "Pemeriksaan naskah: 1 peringatan, 1 saran; baca dengan `bukusop check`." in done.stderr
