"""Every way of writing a time that was seen in real sheets, and what it is read as."""

import pytest

from bukusop.model import Satuan, Waktu, read_waktu, total

M, J, H, K, W, B, T = Satuan

READ = [
    ("30 Menit", 30, 30, M), ("30 mnt", 30, 30, M), ("30 mnt.", 30, 30, M), ("15'", 15, 15, M), ("15’", 15, 15, M), ("30menit", 30, 30, M),
    ("± 15 menit", 15, 15, M), ("kurang lebih 15 menit", 15, 15, M), ("1.500 menit", 1500, 1500, M), ("2 x 30 menit", 60, 60, M),
    ("10–15 menit", 10, 15, M), ("15 menit per berkas", 15, 15, M), ("30 menit/berkas", 30, 30, M), ("30 detik", 0.5, 0.5, M),
    ("1 Jam", 1, 1, J), ("sejam", 1, 1, J), ("1,5 jam", 1.5, 1.5, J), ("1.5 jam", 1.5, 1.5, J), ("½ jam", 0.5, 0.5, J),
    ("1½ jam", 1.5, 1.5, J), ("1/2 jam", 0.5, 0.5, J), ("setengah jam", 0.5, 0.5, J), ("1 jam 30 menit", 90, 90, M),
    ("1 jam, 30 menit", 90, 90, M), ("1 jam dan 30 menit", 90, 90, M), ("30 menit - 1 jam", 30, 60, M), ("1 jam - 2 jam", 1, 2, J),
    ("2 Hari", 2, 2, H), ("sehari", 1, 1, H), ("satu hari", 1, 1, H), ("1 (satu) hari", 1, 1, H), ("1 hari (8 jam)", 1, 1, H),
    ("2-4 hari", 2, 4, H), ("2 s.d. 4 hari", 2, 4, H), ("2 s/d 4 hari", 2, 4, H), ("2 sd 4 hari", 2, 4, H), ("2 sampai 4 hari", 2, 4, H),
    ("2 sampai dengan 4 hari", 2, 4, H), ("2 hingga 4 hari", 2, 4, H), ("maks. 3 hari", 3, 3, H), ("Maksimal 3 hari", 3, 3, H),
    ("min. 3 hari", 3, 3, H), ("≤ 3 hari", 3, 3, H), ("1x24 jam", 1, 1, H), ("3 X 24 Jam", 3, 3, H), ("7 hari kalender", 7, 7, H),
    ("1 minggu 2 hari", 9, 9, H), ("1 hari atau 2 hari", 1, 2, H), ("4-2 hari", 4, 2, H), ("0 hari", 0, 0, H),
    ("1 - 20 Hari Kerja", 1, 20, K), ("paling lama 3 hari kerja", 3, 3, K), ("2 hk", 2, 2, K), ("2 hr kerja", 2, 2, K),
    ("1 (satu) s.d. 3 (tiga) hari  kerja", 1, 3, K), ("1 minggu 2 hari kerja", 7, 7, K), ("3\u00a0hari\u00a0kerja.", 3, 3, K),
    ("3 minggu", 3, 3, W), ("1 pekan", 1, 1, W),
    ("5 Bulan", 5, 5, B), ("½ Bulan", 0.5, 0.5, B), ("2 bln", 2, 2, B), ("1 triwulan", 3, 3, B), ("1 caturwulan", 4, 4, B),
    ("1 Semester", 6, 6, B), ("1 tahun 6 bulan", 18, 18, B),
    ("1 Tahun", 1, 1, T), ("1-2 thn", 1, 2, T),
]


@pytest.mark.parametrize(("text", "least", "most", "unit"), READ, ids=[item[0] for item in READ])
def test_a_time_is_read(text: str, least: float, most: float, unit: Satuan) -> None:
    assert read_waktu(text) == Waktu(least, most, unit)


@pytest.mark.parametrize(("text", "least", "most", "unit", "others"), [
    ("1 hari/2 jam", 2, 7.5, J, (H,)), ("1 jam/30 menit", 30, 60, M, (J,)), ("1 hari 2 jam", 9.5, 9.5, J, (H,)),
    ("4 jam - 2 hari", 4, 15, J, (H,)), ("1 bulan 2 hari kerja 3 jam", 175.5, 175.5, J, (K, B)),
])
def test_units_that_are_not_counted_together(text: str, least: float, most: float, unit: Satuan, others: tuple[Satuan, ...]) -> None:
    assert read_waktu(text) == Waktu(least, most, unit, "", others)


@pytest.mark.parametrize(("text", "word"), [
    ("Menyesuaikan", "menyesuaikan"), ("MENYESUAIKAN", "menyesuaikan"), ("Menyesuaikan jadwal", "menyesuaikan"),
    ("sesuai kebutuhan", "menyesuaikan"), ("N/A", "n/a"), ("n.a.", "n/a"), ("-", "n/a"), ("–", "n/a"),
])
def test_words_without_a_time(text: str, word: str) -> None:
    assert read_waktu(text) == Waktu(0, 0, M, word)


@pytest.mark.parametrize("text", [
    "", " ", "10", "hari", "segera", "setiap bulan", "lima belas menit", "٣ hari", "9" * 500 + " hari", "(" * 100, "1/0 hari", "hari 2",
    "-5 hari", "2 - hari", "1 - 2 - 3 hari", "1 hari/", "30 menit lebih", "﷽", "½½ jam", "1" + " x 1" * 90 + " jam",
])
def test_what_is_no_time(text: str) -> None:
    assert read_waktu(text) is None


@pytest.mark.parametrize(("cells", "said", "minutes", "complete"), [
    ([], "0 menit", 0, True),
    (["15 menit", "30 menit", "2 jam 30 menit"], "3 jam 15 menit", 195, True),
    (["2 hari kerja", "1-3 jam", "15 menit"], "2 hari kerja 3 jam 15 menit", 1095, True),
    (["1 hari", "1 hari kerja", "8 jam"], "1 hari kerja 1 hari 8 jam", 1380, True),
    (["½ bulan", "1 minggu"], "0,5 bulan 1 minggu", 6975, True),
    (["1 tahun"], "1 tahun", 112500, True),
    (["1,5 jam"], "1 jam 30 menit", 90, True),
    (["59,999 menit"], "1 jam", 59.999, True),
    (["10 menit", "N/A"], "10 menit", 10, True),
    (["10 menit", "Menyesuaikan"], "10 menit", 10, False),
    (["10 menit", "segera"], "10 menit", 10, False),
])
def test_totals(cells: list[str], said: str, minutes: float, complete: bool) -> None:
    result = total(read_waktu(cell) for cell in cells)
    assert (str(result), result.menit_kerja(), result.lengkap) == (said, minutes, complete)
