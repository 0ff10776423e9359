"""Patterns of numbers: what is inferred, what differs, what was meant; and which series the running numbers form."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from bukusop.lint.pattern import Unusable, deviation, infer_pattern, read_pattern, running_number
from bukusop.paths import Project
from bukusop.pipeline import check

HERE = Path(__file__).parent
KNOWN = {"unit": "DKUMP", "bidang": "A"}
PLAIN = [(f"{number:02}/SOP/DKUMP/2026", "a") for number in range(1, 11)]


@pytest.mark.parametrize(("pattern", "number", "said", "meant"), [
    ("{urut:2}/SOP/{unit}/{tahun}", "46SOP/DKUMP/2026", "tanda `/` sesudah `46` tidak ada", "46/SOP/DKUMP/2026"),
    ("{urut:2}/SOP/{unit}/{tahun}", "05/SOP/DKUM/2026", "`DKUM` seharusnya `DKUMP`", "05/SOP/DKUMP/2026"),
    ("{urut:2}/SOP/{unit}/{tahun}", "5/SOP/DKUMP/2026", "`5` seharusnya `05`", "05/SOP/DKUMP/2026"),
    ("{urut:2}/SOP/{unit}/{tahun}", "05/sop/DKUMP/2026", "`sop` seharusnya `SOP`", "05/SOP/DKUMP/2026"),
    ("{urut:2}/SOP/{unit}/{tahun}", "05/DKUMP/2026", "bagian `SOP` tidak ada", "05/SOP/DKUMP/2026"),
    ("{urut:2}/SOP/{unit}/{tahun}", "05-SOP-DKUMP-2026", "sesudah `05` tertulis `-`, seharusnya `/`", "05/SOP/DKUMP/2026"),
    ("{urut:2}/SOP/{unit}/{tahun}", "05/SOP/DKUMP/26", "`26` seharusnya tahun empat angka", "05/SOP/DKUMP/2026"),
    ("{urut:2}/SOP/{unit}/{tahun}", "05/SOP/DKUMP/2026/", "tanda `/` sesudah `2026` tidak perlu", "05/SOP/DKUMP/2026"),
    ("{urut:2}/SOP/{unit}/{tahun}", "SOP/DKUMP/2026", "bagiannya 3, seharusnya 4", ""),
    ("{bidang}.{urut}/SOP/{bulan}/{tahun}", "B.1/SOP/III/2026", "`B` seharusnya `A`", "A.1/SOP/III/2026"),
    ("{bidang}.{urut}/SOP/{bulan}/{tahun}", "A.1/SOP/iii/2026", "`iii` seharusnya bulan dalam angka Romawi", "A.1/SOP/III/2026"),
])
def test_deviation_names_what_differs_and_what_was_meant(pattern: str, number: str, said: str, meant: str) -> None:
    read = read_pattern(pattern)
    assert read.match(number, KNOWN) is None
    found = deviation(read, number, KNOWN, {"tahun": "2026"})
    assert (found.said, found.meant) == (said, meant)
    assert not meant or read.match(meant, KNOWN) is not None


@pytest.mark.parametrize("number", ["", "/", "x" * 5000, "٣/SOP/DKUMP/2026", "²/SOP/DKUMP/2026", "\U0001f600", "1" * 400, "{urut}"])
def test_no_number_is_too_strange(number: str) -> None:
    for pattern in (read_pattern("{urut:2}/SOP/{unit}/{tahun}"), read_pattern("{urut}"), infer_pattern(PLAIN)):
        assert pattern is not None
        deviation(pattern, number, KNOWN, {})
        running_number(pattern, number, {})
    infer_pattern([(number, "a")] * 4)


@pytest.mark.parametrize(("text", "why"), [
    ("{nomor}/SOP", "`{nomor}` tidak dikenal"), ("{urut", "tanda `{` tidak berpasangan"), ("{urut:x}/SOP", "`{urut:x}` tidak terbaca"),
    ("SOP/{tahun}", "`{urut}` tidak ada di dalamnya, sehingga semua SOP bernomor sama"),
])
def test_unusable_pattern_says_why(text: str, why: str) -> None:
    with pytest.raises(Unusable) as raised:
        read_pattern(text)
    assert str(raised.value) == why


@pytest.mark.parametrize(("numbers", "pattern"), [
    (PLAIN, "{urut:2}/SOP/DKUMP/{tahun}"),
    ([*PLAIN, ("11SOP/DKUMP/2026", "a"), ("12/SOP/DKUM/2026", "b")], "{urut:2}/SOP/DKUMP/{tahun}"),
    ([(f"SKA.Dinkop.08.{b:02}.CFM.{n:02}.SOP.UPT_IKM/20", f"b{b}") for b in (1, 2) for n in range(1, 8)],
     "SKA.Dinkop.08.{angka}.CFM.{urut:2}.SOP.UPT_IKM/20"),
    ([(f"{n}/{code}/2026", code) for code in ("KOP", "UMKM", "IND") for n in range(1, 8)], "{urut}/{huruf}/{tahun}"),
    ([*[(f"{n}/KOP/2026", "KOP") for n in range(1, 10)], ("1/IND/2026", "IND")], "{urut}/{huruf}/{tahun}"),
    (PLAIN[:2], None),
    ([("1/A", "a"), ("A-1", "a"), ("7", "a")], None),
    ([("SOP/DU", "a")] * 5, None),
])
def test_pattern_is_inferred_from_most_numbers(numbers: list[tuple[str, str]], pattern: str | None) -> None:
    found = infer_pattern(numbers)
    assert (str(found) if found else None) == pattern


def told(tmp_path: Path, numbers: list[str], more: str = "") -> list[str]:
    """Give what the rules on numbers say of the clean little book with other numbers, the last two in the second bidang."""
    folder = tmp_path / "buku"
    shutil.copytree(HERE / "dasar", folder)
    for path, number in zip(sorted(folder.glob("sops/*/*.yaml")), numbers, strict=True):
        lines = path.read_text(encoding="utf-8").split("\n")
        path.write_text("\n".join([f"nomor: {number}", *lines[1:]]), encoding="utf-8")
    manifest = folder / "book" / "book.yaml"
    manifest.write_text(manifest.read_text(encoding="utf-8") + more, encoding="utf-8")
    found = check(Project(folder.resolve()), date(2026, 3, 2)).findings
    return [f"{Path(item.place.file).stem}: {item.message}" for item in found if item.rule in ("nomor-pola", "nomor-urut", "nomor-ganda")]


@pytest.mark.parametrize("numbers", [
    ["1/SOP/DU/2026", "2/SOP/DU/2026", "3/SOP/DU/2026", "4/SOP/DU/2026"],
    ["1/SOP/DU/2026", "2/SOP/DU/2026", "1/SOP/DU.B/2026", "2/SOP/DU.B/2026"],
    ["A.1/SOP/2026", "A.2/SOP/2026", "B.1/SOP/2026", "B.2/SOP/2026"],
    ["5/SOP/DU/2026", "6/SOP/DU/2026", "7/SOP/DU/2026", "8/SOP/DU/2026"],
    ["7/SOP/DU/2026", "91/SOP/DU/2026", "33/SOP/DU/2026", "12/SOP/DU/2026"],
    ["1/SOP/DU/2026", "", "3/SOP/DU/2026", "4/SOP/DU/2026"],
    ["1/SOP/DU/2026", "2SOP/DU/2026", "3/SOP/DU/2026", "4/SOP/DU/2026"],
    ["1/SOP/DU/2026", "2/SOP/DU/2026", "2/SOP/DU/2026", "3/SOP/DU/2026"],
], ids=["through", "per bidang", "per bidang by letter", "from five", "of a register", "one is blank", "one breaks the pattern",
        "one is given twice, which nomor-ganda tells"])
def test_series_that_run_on_say_nothing(tmp_path: Path, numbers: list[str]) -> None:
    assert [text for text in told(tmp_path, numbers) if "nomor urut" in text] == []


@pytest.mark.parametrize(("numbers", "said"), [
    (["1/S/26", "2/S/26", "3/S/26", "6/S/26"], ["02-peminjaman-ruang: nomor urut melompat dari 3 ke 6: 4 sampai dengan 5 tidak ada"]),
    (["A.1/S", "A.3/S", "B.1/S", "B.2/S"], ["02-penanganan-pengaduan: nomor urut melompat dari 1 ke 3: 2 tidak ada"]),
    (["1/S/26", "2/S/26", "4/S/26", "3/S/26"], ["02-peminjaman-ruang: nomor urut 3 berada sesudah nomor urut 4"]),
    (["4/S/26", "1/S/26", "2/S/26", "3/S/26"], ["01-legalisasi-salinan: nomor urut 4 berada sebelum nomor urut 1"]),
    (["1/S/26", "2/S/26", "2/S/25", "3/S/26"], ["01-surat-masuk: nomor urut 2 sudah dipakai SOP \"Penanganan Pengaduan Layanan\""]),
])
def test_series_tell_of_gaps_and_disorder(tmp_path: Path, numbers: list[str], said: list[str]) -> None:
    found = [text for text in told(tmp_path, numbers) if "nomor urut" in text]
    assert [text[: len(start)] for text, start in zip(found, said, strict=True)] == said


def test_pattern_of_the_manifest_that_cannot_be_used_is_told_there(tmp_path: Path) -> None:
    numbers = ["01/SOP/DU/2026", "02/SOP/DU/2026", "03/SOP/DU/2026", "05/SOP/DU/2026"]
    assert told(tmp_path, numbers, 'pola_nomor: "{nomor}/SOP"\n') == [
        "book: pola nomor `{nomor}/SOP` tidak dapat dipakai: `{nomor}` tidak dikenal",
    ]
