"""Precision: twelve correct SOPs of another office, each in another manner: `check` says nothing; and what it still says nearby."""

import shutil
from pathlib import Path

import pytest

from bukusop.paths import Project
from bukusop.pipeline import check
from tests.conftest import PROJECTS
from tests.lint.test_aturan import TODAY, project

OFFICE = PROJECTS / "dinas-lain"


def findings(folder: Path) -> list[str]:
    return [f"{item.rule} {Path(item.place.file).stem}: {item.message}" for item in check(Project(folder.resolve()), TODAY).findings]


def changed(folder: Path, name: str, old: str, new: str) -> list[str]:
    """Give the findings of the office's book with one text of one file replaced."""
    shutil.copytree(OFFICE, folder / "buku")
    path = next((folder / "buku" / "sops").glob(f"*/{name}.yaml"))
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    return findings(folder / "buku")


def test_correct_sops_in_other_manners_say_nothing() -> None:
    assert findings(OFFICE) == []


def test_the_twelve_are_of_many_manners_and_switch_nothing_off() -> None:
    texts = {path.stem: path.read_text(encoding="utf-8") for path in OFFICE.rglob("*") if path.suffix in {".yaml", ".md"}}
    assert not [name for name, text in texts.items() if "periksa:" in text or "abaikan" in text]
    sheets = [path.read_text(encoding="utf-8") for path in OFFICE.glob("sops/*/*.yaml")]
    profiles = {line.removeprefix("profil: ") for text in sheets for line in text.split("\n") if line.startswith("profil: ")}
    assert len(sheets) == 12
    assert profiles == {"kota-upt", "setda", "buku-kabupaten", "provinsi-ppid", "kecamatan"}


@pytest.mark.parametrize(("name", "old", "new", "said"), [
    ("02-pelatihan-kemasan", "CFM.02.SOP", "CFM.2SOP", "nomor-pola 02-pelatihan-kemasan"),
    ("04-kecelakaan-kerja", "CFM.04.SOP", "CFM.06.SOP", "nomor-urut 04-kecelakaan-kerja: nomor urut melompat dari 3 ke 6"),
    ("03-uji-kulit", "b. kuat sobek;", "b. kuat sobek,", "akhir-butir 03-uji-kulit"),
    ("03-uji-kulit", "b. kuat sobek;", "b. Kuat sobek;", "huruf-awal 03-uji-kulit"),
    ("03-uji-kulit", "oleh CV Analisa Karya", "dengan analisa karya", "ejaan 03-uji-kulit: `analisa` bukan ejaan baku"),
    ("08-monev-kredit", "Berita acara II,", "Berita-acara I,", "beragam-tulisan 08-monev-kredit: `Berita-acara I` ditulis lain"),
    ("03-cuti-tahunan", "Secara tertulis menetapkan", "Secara tertulis penetapan", "kegiatan-kata-kerja 03-cuti-tahunan"),
    ("03-cuti-tahunan", "Tidak meneruskan", "Tidak penerusan", "kegiatan-kata-kerja 03-cuti-tahunan"),
    ("04-informasi-publik", "(Bila perlu) memutakhirkan lalu menyiapkan", "(Bila perlu) penyiapan",
     "kegiatan-kata-kerja 04-informasi-publik"),
])
def test_a_mistake_beside_is_still_told(tmp_path: Path, name: str, old: str, new: str, said: str) -> None:
    found = changed(tmp_path, name, old, new)
    assert [text[: len(said)] for text in found] == [said] * len(found)
    assert found


def test_a_bidang_that_only_drops_a_letter_has_no_pattern_of_its_own(tmp_path: Path) -> None:
    shutil.copytree(OFFICE, tmp_path / "buku")
    for index, path in enumerate(sorted((tmp_path / "buku" / "sops" / "c-upt-ikm").glob("*.yaml")), 9):
        lines = path.read_text(encoding="utf-8").split("\n")
        path.write_text("\n".join([f"nomor: {index:02}/SOP/DU/2026", *lines[1:]]), encoding="utf-8")
    assert [text.partition(":")[0] for text in findings(tmp_path / "buku")] == [
        f"nomor-pola {name}" for name in ("01-peminjaman-cnc", "02-pelatihan-kemasan", "03-uji-kulit", "04-kecelakaan-kerja")
    ]


def test_rows_mulai_are_not_told_where_the_profile_writes_them(tmp_path: Path) -> None:
    book = project("mulai-selesai", tmp_path)
    path = book.root / "sops" / "a-layanan" / "01-legalisasi-salinan.yaml"
    path.write_text(f"profil: kota-upt\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    assert [text.partition(":")[0] for text in findings(book.root)] == ["mulai-selesai 01-surat-masuk"]
