"""Citations as people write them: what is understood, and how the same is usually written."""

import pytest

from bukusop.lint.citation import read_citation


@pytest.mark.parametrize(("text", "usual"), [
    ("UU No. 25/2009", "Undang-Undang Nomor 25 Tahun 2009 tentang ..."),
    ("PP 96 Tahun 2012 tentang Pelaksanaan", "Peraturan Pemerintah Nomor 96 Tahun 2012 tentang Pelaksanaan"),
    ("Perda Kab. Misal Nomor 3 Tahun 2016 tentang Susunan", "Peraturan Daerah Kabupaten Misal Nomor 3 Tahun 2016 tentang Susunan"),
    ("Permendagri No 1 tahun 2023 ttg Naskah", "Peraturan Menteri Dalam Negeri Nomor 1 Tahun 2023 tentang Naskah"),
    ("Surat Edaran Menteri PANRB Nomor 5 Tahun 2020 perihal Libur", "Surat Edaran Menteri Pendayagunaan Aparatur Negara dan"
     " Reformasi Birokrasi Nomor 5 Tahun 2020 tentang Libur"),
    ("UUD 1945", "Undang-Undang Dasar Negara Republik Indonesia Tahun 1945"),
])
def test_usual_form(text: str, usual: str) -> None:
    found = read_citation(text)
    assert found is not None
    assert found.usual == usual


@pytest.mark.parametrize("text", [
    "Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik", "Keputusan Bupati Misal Nomor 188.45/12/KEP/2020 tentang Tim",
    "Peraturan Otoritas Jasa Keuangan Nomor 77/POJK.01/2016 tentang Layanan Pinjam Meminjam",
])
def test_what_is_usual_stays_as_it_is(text: str) -> None:
    found = read_citation(text)
    assert found is not None
    assert (found.usual, found.wording) == (text, text), "a year within the number is not said twice"


@pytest.mark.parametrize("text", ["", "Peraturan lain yang terkait", "Standar Operasional Prosedur", "Pedoman pelayanan"])
def test_what_is_no_citation(text: str) -> None:
    assert read_citation(text) is None
