"""What an author sets and silences: in the book, in an SOP, on a line; never without a reason, never for nothing."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from bukusop.diagnostics import Severity
from bukusop.paths import Project
from bukusop.pipeline import Checked, check

HERE = Path(__file__).parent
TODAY = date(2026, 3, 2)
SHEET = "sops/b-umum/01-surat-masuk.yaml"
WRONG = "tanggal: {pembuatan: 14 Januari 2026, revisi: 14 Januari 2026, efektif: 2 Februari 2026}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The clean book with one mistake: tanggal revisi is that of pembuatan."""
    shutil.copytree(HERE / "dasar", tmp_path / "buku")
    replace(tmp_path / "buku", SHEET, "tanggal: {pembuatan: 14 Januari 2026, efektif: 2 Februari 2026}", WRONG)
    return (tmp_path / "buku").resolve()


def replace(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def run(folder: Path) -> Checked:
    return check(Project(folder), TODAY)


def said(folder: Path) -> list[str]:
    return [f"{item.rule}: {item.message}" for item in run(folder).findings]


def test_the_mistake_is_told(folder: Path) -> None:
    assert [item.rule for item in run(folder).findings] == ["revisi-sama"]


@pytest.mark.parametrize("line", [
    f"{WRONG}   # abaikan: revisi-sama - terbitan ulang",
    f"# abaikan: revisi-sama - terbitan ulang\n{WRONG}",
    f"# abaikan: revisi-sama, tanggal-urut - terbitan ulang\n# catatan lain\n\n{WRONG}",
])
def test_a_line_is_silenced_with_a_reason(folder: Path, line: str) -> None:
    replace(folder, SHEET, WRONG, line)
    checked = run(folder)
    left = [item.message for item in checked.findings]
    assert checked.silenced == 1
    assert left == (["pengecualian `tanggal-urut` ini tidak menutupi temuan apa pun"] if "urut" in line else [])


def test_without_a_reason_nothing_is_silenced(folder: Path) -> None:
    replace(folder, SHEET, WRONG, f"{WRONG}   # abaikan: revisi-sama")
    assert said(folder) == [
        "revisi-sama: tanggal revisi sama dengan tanggal pembuatan (14 Januari 2026)",
        "abaikan: aturan `revisi-sama` diabaikan tanpa alasan",
    ]


def test_an_unknown_rule_is_told(folder: Path) -> None:
    replace(folder, SHEET, WRONG, f"{WRONG}   # abaikan: revisi-sema - sengaja")
    found = {item.rule: item for item in run(folder).findings}["abaikan"]
    assert found.message == "aturan `revisi-sema` tidak dikenal"
    assert found.hint == "mungkin maksudnya `revisi-sama`?"
    assert found.place.line == 3


def test_what_the_loader_tells_cannot_be_silenced(folder: Path) -> None:
    replace(folder, SHEET, WRONG, "# abaikan: tanggal - sengaja\ntanggal: {pembuatan: kemarin}")
    assert {item.rule for item in run(folder).findings} == {"tanggal", "abaikan"}
    assert "abaikan: aturan `tanggal` tidak dapat diatur, karena diperiksa ketika naskah dibaca" in said(folder)


def test_an_sop_and_the_book_set_a_rule(folder: Path) -> None:
    replace(folder, SHEET, WRONG, f"{WRONG}\nperiksa: {{revisi-sama: {{tingkat: error}}}}")
    assert [item.severity for item in run(folder).findings] == [Severity.ERROR]
    replace(folder, "book/book.yaml", "\nprofil:", "\nperiksa:\n  revisi-sama: {tingkat: mati, alasan: semua terbitan ulang}\nprofil:")
    found = {item.rule: item.severity for item in run(folder).findings}
    assert found == {"revisi-sama": Severity.ERROR, "abaikan": Severity.WARNING}, "the SOP's own word is before the book's"
    replace(folder, SHEET, "\nperiksa: {revisi-sama: {tingkat: error}}", "")
    checked = run(folder)
    assert list(checked.findings) == []
    assert checked.silenced == 1


def test_off_needs_a_reason_and_a_use(folder: Path) -> None:
    replace(folder, SHEET, WRONG, f"{WRONG}\nperiksa: {{revisi-sama: {{tingkat: mati}}, nama-ganda: {{tingkat: mati, alasan: x}}}}")
    assert set(said(folder)) == {
        "revisi-sama: tanggal revisi sama dengan tanggal pembuatan (14 Januari 2026)",
        "abaikan: aturan `revisi-sama` dimatikan tanpa alasan",
        "abaikan: pengecualian `nama-ganda` ini tidak menutupi temuan apa pun",
    }


def test_a_silence_covers_the_lines_of_its_text_only(folder: Path) -> None:
    replace(folder, SHEET, WRONG, WRONG.replace(", revisi: 14 Januari 2026", ""))
    folded = "kegiatan: >-   # abaikan: kata-ganda - memang begitu\n      Mengagendakan\n      surat surat"
    replace(folder, SHEET, "kegiatan: Mengagendakan surat", folded)
    assert said(folder) == []
    replace(folder, SHEET, "kegiatan: Memberi disposisi", "kegiatan: Memberi disposisi disposisi")
    assert [item.rule for item in run(folder).findings] == ["kata-ganda"]


def test_a_key_is_silenced_with_its_items_wherever_they_stand(folder: Path) -> None:
    replace(folder, SHEET, WRONG, WRONG.replace(", revisi: 14 Januari 2026", ""))
    items = "peralatan:   # abaikan: kata-ganda - memang begitu\n- Komputer komputer\n- Buku buku agenda"
    replace(folder, SHEET, "peralatan: [Komputer, Buku agenda]", items)
    replace(folder, SHEET, "pencatatan: [Buku agenda surat masuk]", "pencatatan:\n- Buku agenda surat surat masuk")
    assert [item.rule for item in run(folder).findings] == ["kata-ganda"]


@pytest.mark.parametrize(("rule", "text"), [
    ("kata-ganda", "Ini contoh contoh."),
    ("kata-ganda", "Baris yang benar.\nIni contoh contoh."),
    ("kata-ganda", "- satu\n- dua dua\n"),
    ("huruf-besar", "| hari | isi |\n|---|---|\n| satu | pada hari senin |"),
    ("kata-ganda", "### Judul judul"),
])
def test_markdown_is_silenced_by_a_comment_of_its_own(folder: Path, rule: str, text: str) -> None:
    replace(folder, SHEET, WRONG, WRONG.replace(", revisi: 14 Januari 2026", ""))
    path = folder / "book/chapters/bab-1-pendahuluan.md"
    before = path.read_text(encoding="utf-8")
    path.write_text(f"{before}\n{text}\n", encoding="utf-8")
    assert [item.rule for item in run(folder).findings] == [rule]
    comment = f"[//]: # (abaikan: {rule} - contoh)"
    path.write_text(f"{before}\n{comment}\n\n{text}\n", encoding="utf-8")
    assert said(folder) == []
    path.write_text(f"{before}\n{comment}\n\nTeks lain.\n\n{text}\n", encoding="utf-8")
    assert {item.rule for item in run(folder).findings} == {rule, "abaikan"}, "only the next text"
