"""Every shipped profile shows its manner on a sheet: text in reading order, and pictures of the pages."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from bukusop.diagnostics import Findings, Place
from bukusop.load import load_book, profile_names
from bukusop.load.profile import read_profile
from bukusop.model import Book, Status
from bukusop.paths import Project
from bukusop.render import Jenis, Scene, Templates, plan, render
from tests.conftest import PROJECTS
from tests.render.looking import check_picture, check_text, page_texts, picture

HERE = Path(__file__).parent
SHOWN = {
    "permenpan35": "penanganan-pengaduan", "kota-upt": "legalisasi-salinan", "setda": "penanganan-pengaduan",
    "buku-kabupaten": "peminjaman-ruang", "provinsi-ppid": "peminjaman-ruang", "kecamatan": "surat-masuk",
}
"""The SOP of the small book that shows a profile best."""


@cache
def small_book() -> Book:
    findings = Findings()
    book = load_book(Project.at(PROJECTS / "kecil"), findings)
    assert book is not None, [str(item) for item in findings]
    return book


def in_profile(name: str, sop: str, status: Status = Status.DRAF) -> Scene:
    book = small_book()
    findings = Findings()
    project = Project.at(PROJECTS / "kecil")
    profil = read_profile(project, name, "", Place("uji"), findings)
    assert profil is not None, [str(item) for item in findings]
    sops = tuple(replace(item, profil=name) if item.id == sop else item for item in book.sops)
    others = tuple(item for item in book.semua_profil if item.nama != name)
    return Scene(replace(book, sops=sops, semua_profil=(*others, profil), status=status), Templates.read(project.templates), links=False)


def sheet_pdf(scene: Scene, sop: str) -> bytes:
    return render(scene, next(spec for spec in plan(scene.book) if spec.jenis is Jenis.LEMBAR and spec.key == sop)).pdf


def test_every_shipped_profile_is_shown() -> None:
    assert set(profile_names(Project.at(PROJECTS / "kecil"))) == set(SHOWN)


@pytest.mark.parametrize("name", SHOWN)
def test_sheet(name: str, tmp_path: Path, renew: bool) -> None:
    scene = in_profile(name, SHOWN[name], Status.BASAH)
    pdf = tmp_path / f"{name}.pdf"
    pdf.write_bytes(sheet_pdf(scene, SHOWN[name]))
    texts = page_texts(pdf.read_bytes())
    check_text(texts, HERE / "profil" / f"{name}.txt", renew=renew)
    for page in range(1, texts.count("=== ") + 1):
        check_picture(picture(pdf, page), HERE / "profil" / f"{name}-{page}.png", renew=renew)


def test_notes_on_electronic_signing_stand_only_where_there_is_one() -> None:
    word = "sertifikat elektronik"
    for status, shown in ((Status.DRAF, False), (Status.BASAH, False), (Status.ELEKTRONIK, True)):
        assert (word in page_texts(sheet_pdf(in_profile("kecamatan", "surat-masuk", status), "surat-masuk"))) is shown


def test_draft_says_so_and_a_wet_signature_has_room() -> None:
    assert "DRAF" in page_texts(sheet_pdf(in_profile("permenpan35", "surat-masuk", Status.DRAF), "surat-masuk"))
    assert "DRAF" not in page_texts(sheet_pdf(in_profile("permenpan35", "surat-masuk", Status.BASAH), "surat-masuk"))
