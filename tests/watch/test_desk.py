"""The resident state without a network: what changed, what is shown, and what stays when the sources are wrong."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from watchfiles import Change

from bukusop import render
from bukusop.cli.watch import sentence
from bukusop.paths import Project
from bukusop.pipeline import build_time
from bukusop.watch import Desk, Round
from bukusop.watch.saves import is_source
from tests.conftest import ROOT

MASUK = "sops/b-umum/01-surat-masuk.yaml"
RUANG = "sops/b-umum/02-peminjaman-ruang.yaml"


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def folder(project_copy: Callable[[str], Path]) -> Path:
    result = project_copy("kecil")
    for path in result.rglob("*.*"):
        os.utime(path, (1_770_000_000, 1_770_000_000))
    os.utime(result / MASUK, (1_770_000_500, 1_770_000_500))
    return result


@pytest.fixture
def desk(folder: Path) -> Desk:
    return Desk(Project.at(folder), lambda: build_time(os.environ))


def test_the_part_saved_last_is_shown_first(desk: Desk) -> None:
    assert desk.view().parts == ()
    desk.reload()
    assert desk.refresh()
    view = desk.view()
    assert view.shown == "sop-surat-masuk"
    assert view.leaf is not None
    assert view.leaf.pdf.startswith(b"%PDF-1.7")
    assert view.leaf.pages > 0
    assert "daftar-isi" not in [part.id for part in view.parts]
    assert {part.group for part in view.parts} == {"Naskah buku", "A. Bidang Layanan", "B. Subbagian Umum"}
    assert not desk.refresh(), "what is at hand is not made twice"


def test_a_comment_changes_nothing(desk: Desk, folder: Path) -> None:
    desk.reload()
    desk.refresh()
    edit(folder, MASUK, "nama:", "# catatan\nnama:")
    assert desk.reload() == ()
    assert not desk.refresh()


def test_what_changed_is_turned_to(desk: Desk, folder: Path) -> None:
    desk.reload()
    desk.refresh()
    first = desk.view().leaf
    edit(folder, RUANG, "kegiatan: ", "kegiatan: Segera ")
    assert desk.reload() == ("sop-peminjaman-ruang",)
    assert desk.view().shown == "sop-peminjaman-ruang"
    assert desk.refresh()
    assert desk.show("sop-surat-masuk")
    assert not desk.refresh()
    assert desk.view().leaf == first
    assert not desk.show("sop-tidak-ada")


def test_the_shown_part_stays_where_it_changed_too(desk: Desk, folder: Path) -> None:
    desk.reload()
    desk.refresh()
    edit(folder, RUANG, "kegiatan: ", "kegiatan: Segera ")
    edit(folder, MASUK, "kegiatan: ", "kegiatan: Segera ")
    assert set(desk.reload()) == {"sop-surat-masuk", "sop-peminjaman-ruang"}
    assert desk.view().shown == "sop-surat-masuk"


def test_what_parts_share_turns_to_the_part_that_looks_different(desk: Desk, folder: Path) -> None:
    desk.reload()
    desk.refresh()
    leaf = desk.view().leaf
    edit(folder, "book/book.yaml", "edisi: Edisi Pertama", "edisi: Edisi Kedua")
    assert desk.reload() == ("sampul",)
    assert desk.view().shown == "sampul"
    desk.refresh()
    desk.show("sop-surat-masuk")
    assert not desk.refresh(), "the sheet does not bear the edition"
    assert leaf is not None
    assert desk.leaf("sop-surat-masuk").pdf == leaf.pdf  # type: ignore[union-attr]


def test_an_office_holder_changes_the_shown_sheet(desk: Desk, folder: Path) -> None:
    desk.reload()
    desk.refresh()
    edit(folder, "book/book.yaml", "Dra. Misalia Rekawati", "Dra. Misalia Contohwati")
    desk.reload()
    assert desk.view().shown == "sop-surat-masuk"
    assert desk.refresh()


def test_a_new_sop_is_shown_and_a_removed_one_is_left(desk: Desk, folder: Path) -> None:
    desk.reload()
    desk.refresh()
    new = folder / "sops" / "b-umum" / "03-peminjaman-kendaraan.yaml"
    new.write_bytes((folder / RUANG).read_bytes())
    assert "sop-peminjaman-kendaraan" in desk.reload()
    assert desk.view().shown == "sop-peminjaman-kendaraan"
    assert desk.refresh()
    new.unlink()
    desk.reload()
    assert desk.view().shown != "sop-peminjaman-kendaraan"
    assert desk.leaf("sop-peminjaman-kendaraan") is None
    desk.refresh()
    assert desk.view().leaf is not None


def test_wrong_sources_keep_the_last_good_sheet(desk: Desk, folder: Path) -> None:
    desk.reload()
    desk.refresh()
    good = desk.view()
    edit(folder, MASUK, "\nnama:", "\nnamaa:")
    assert desk.reload() == ()
    assert not desk.refresh()
    view = desk.view()
    assert view.broken
    assert view.leaf == good.leaf
    assert view.parts == good.parts
    assert any(item.hint == "mungkin maksudnya `nama`?" and item.place.file == MASUK for item in view.findings)
    assert f"kesalahan di {MASUK}" in sentence(Round(view, False, 0.1))
    desk.show("sop-peminjaman-ruang")
    assert desk.refresh(), "other sheets of the last good book can still be looked at"
    edit(folder, MASUK, "\nnamaa:", "\nnama:")
    assert desk.reload() == ()
    assert not desk.view().broken
    assert desk.view().findings == ()


def test_wrong_from_the_start(desk: Desk, folder: Path) -> None:
    edit(folder, MASUK, "\nnama:", "\nnamaa:")
    desk.reload()
    assert not desk.refresh()
    assert desk.view().broken
    assert desk.view().leaf is None
    edit(folder, MASUK, "\nnamaa:", "\nnama:")
    desk.reload()
    assert desk.refresh()
    assert desk.view().shown == "sop-surat-masuk"


def test_warnings_are_carried_beside_the_sheet(desk: Desk, folder: Path) -> None:
    (folder / "sops" / "b-umum" / "03-catatan.yml").write_text("bukan SOP", encoding="utf-8")
    desk.reload()
    assert desk.refresh()
    view = desk.view()
    assert not view.broken
    assert [str(item.severity) for item in view.findings] == ["peringatan"]
    assert sentence(Round(view, True, 0.41)).endswith(" halaman, 0,41 detik; 1 peringatan")


def test_a_fault_of_ours_is_a_sentence_and_the_desk_goes_on(desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.reload()
    desk.refresh()
    good = desk.view().leaf
    edit(folder, MASUK, "kegiatan: ", "kegiatan: Segera ")
    with monkeypatch.context() as broken:
        def fail(*_: object) -> None:
            raise RuntimeError("rusak")

        broken.setattr(render, "render", fail)
        desk.reload()
        assert not desk.refresh()
    view = desk.view()
    assert "gagal membuat lembar" in view.fault
    assert "RuntimeError" in view.fault
    assert "rusak" in (folder / "build" / "pantau-kesalahan.txt").read_text(encoding="utf-8")
    assert view.leaf == good
    desk.reload()
    assert desk.view().fault == ""
    assert desk.refresh(), "the sheet that failed is tried again"


def test_a_broken_template_is_told_until_it_is_mended(desk: Desk, folder: Path) -> None:
    shutil.copytree(ROOT / "templates", folder / "templates")
    desk.reload()
    desk.refresh()
    good = desk.view().leaf
    page = folder / "templates" / "halaman" / "lembar.html"
    text = page.read_text(encoding="utf-8")
    page.write_text(text + "{{ rusak", encoding="utf-8")
    desk.reload()
    assert not desk.refresh()
    assert "templates" in desk.view().fault
    assert desk.view().leaf == good
    page.write_text(text, encoding="utf-8")
    desk.reload()
    assert desk.view().fault == ""
    assert not desk.refresh(), "all is as it was"
    assert desk.view().leaf == good


@pytest.mark.parametrize(("name", "counts"), [
    ("06-cuti.yaml", True), ("bab-1.md", True), ("logo.SVG", True), ("lembar.css", True),
    (".06-cuti.yaml.swp", False), ("06-cuti.yaml~", False), ("4913", False), ("#06-cuti.yaml#", False), ("catatan.txt", False),
    (".cuti.yaml.k2Xa", False),
])
def test_what_counts_as_a_save(name: str, counts: bool) -> None:
    assert is_source(Change.added, f"/buku/sops/a/{name}") is counts
