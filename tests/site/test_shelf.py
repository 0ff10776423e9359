"""Signed files: only the very bytes of the register are offered, replaced ones for as long as they are anywhere."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

from bukusop.sign import Entry, Level, Register
from bukusop.site import fill_shelf


def entry(data: bytes, status: str = "berlaku", berkas: str = "sah/sop/cuti.pdf") -> Entry:
    return Entry(
        id="a" * 26, kunci="sop/cuti", judul="Cuti", nomor="1", berkas=berkas, tanggal=date(2026, 2, 2), tingkat=Level.B_LTA, uji=True,
        sha256=hashlib.sha256(data).hexdigest(), ukuran=len(data), halaman=1, sumber="", penanda_tangan=(), status=status,
    )


def put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def test_genuine_file_is_offered_and_a_strange_one_is_not(tmp_path: Path) -> None:
    put(tmp_path / "sah/sop/cuti.pdf", b"asli")
    put(tmp_path / "sah/sop/asing.pdf", b"asing")
    assert fill_shelf(tmp_path, Register((entry(b"asli"),))) == ({"sah/sop/cuti.pdf": b"asli"}, ())


def test_altered_and_missing_files_are_told(tmp_path: Path) -> None:
    register = Register((entry(b"asli"),))
    assert fill_shelf(tmp_path, register) == ({}, ("build/sah/sop/cuti.pdf tidak ada; PDF Cuti tidak ditawarkan di situs",))
    put(tmp_path / "sah/sop/cuti.pdf", b"asli, lalu diubah")
    shelf, told = fill_shelf(tmp_path, register)
    assert shelf == {}
    assert told == ("build/sah/sop/cuti.pdf bukan berkas yang ditandatangani; PDF Cuti tidak ditawarkan di situs",)


def test_replaced_edition_is_found_in_the_last_website(tmp_path: Path) -> None:
    put(tmp_path / "sah/sop/cuti.pdf", b"baru")
    register = Register((entry(b"lama", "diganti"), entry(b"baru"), entry(b"hilang", "diganti")))
    put(tmp_path / "site/berkas/sop/cuti.pdf", b"lama")
    shelf, told = fill_shelf(tmp_path, register)
    assert (sorted(shelf.values()), told) == ([b"baru", b"lama"], ())


def test_nothing_signed_nothing_read(tmp_path: Path) -> None:
    put(tmp_path / "sah/x.pdf", b"x")
    assert fill_shelf(tmp_path, Register()) == ({}, ())


def test_documents_for_word_are_offered_without_a_register(tmp_path: Path) -> None:
    put(tmp_path / "docx/cuti.docx", b"PK")
    put(tmp_path / "docx/.cuti.docx.x", b"setengah")
    put(tmp_path / "docx/buku.docx", b"buku")
    (tmp_path / "docx/luar.docx").symlink_to(tmp_path / "docx/cuti.docx")
    assert fill_shelf(tmp_path, Register()) == ({"docx/cuti.docx": b"PK"}, ())
