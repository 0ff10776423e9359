"""`bukusop publish` from end to end: only what verifies, only where the manifest says, and back again."""

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from bukusop.cli.verify import project_trust
from bukusop.diagnostics import Refusal
from bukusop.paths import Project
from bukusop.publish import Gate, Tree, read_tree
from bukusop.sign import Register, read_register
from tests.conftest import PROJECTS, command, environment
from tests.publish.sites import digest, seen

TARGETS = """
terbit:
  situs: {jenis: folder, tujuan: ../www/sop}
  cadangan: {jenis: folder, tujuan: ../tiada/sop}
  hosting: {jenis: sftp, tujuan: "hosting.example:sop", rahasia: "lingkungan:BUKUSOP_UJI_TIADA"}
"""
pytestmark = pytest.mark.xdist_group("terbit")


def run(root: Path, *words: str) -> tuple[int, str]:
    done = subprocess.run([*command(), *words], cwd=root, env=environment(), capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a book with one SOP signed for rehearsal, and its website."""
    root = tmp_path_factory.mktemp("dinas") / "buku"
    shutil.copytree(PROJECTS / "kecil", root)
    with (root / "book" / "book.yaml").open("a", encoding="utf-8") as manifest:
        manifest.write(TARGETS)
    (root.parent / "www").mkdir()
    code, words = run(root, "sign", "surat-masuk", "--level", "b-lt")
    assert code == 0, words
    code, words = run(root, "site")
    assert code == 0, words
    return root


def test_without_targets(tmp_path: Path) -> None:
    root = tmp_path / "buku"
    shutil.copytree(PROJECTS / "kecil", root)
    code, words = run(root, "publish")
    assert code == 2 and "belum ada tujuan" in words


def test_publish_from_end_to_end(signed: Path) -> None:
    place = signed.parent / "www" / "sop"
    code, words = run(signed, "publish", "situz")
    assert code == 2 and "mungkin maksudnya `situs`?" in words
    code, words = run(signed, "publish", "situs")
    assert code == 1 and "UJI COBA" in words and "--uji-coba" in words
    code, words = run(signed, "publish", "situs", "--uji-coba", "--dry-run")
    assert code == 0 and "baru     berkas/sop/surat-masuk.pdf" in words and "belum ada yang disentuh" in words
    assert not any(place.parent.iterdir())
    code, words = run(signed, "publish", "--uji-coba")
    assert code == 1 and "cadangan: folder" in words, "one target that fails hinders no other"
    assert "hosting: " in words and "BUKUSOP_UJI_TIADA" in words, "nor does one whose password is not to be had"
    entry = json.loads((signed / "build" / "register.json").read_text())["dokumen"][0]
    assert seen(place) == seen(signed / "build" / "site")
    assert digest(seen(place)["berkas/sop/surat-masuk.pdf"]) == entry["sha256"]
    assert "tidak ada yang berubah" in run(signed, "publish", "situs", "--uji-coba")[1]

    first = seen(place)
    book = signed / "book" / "book.yaml"
    before = book.read_text()
    book.write_text(before + "situs: {pengantar: Situs yang diperbarui.}\n")
    assert run(signed, "publish", "situs", "--uji-coba")[0] == 0
    assert b"Situs yang diperbarui." in seen(place)["index.html"]
    code, words = run(signed, "publish", "--rollback")
    assert code == 2 and "sebutkan tujuan" in words
    assert run(signed, "publish", "situs", "--rollback")[0] == 0
    assert seen(place) == first
    assert run(signed, "publish", "situs", "--rollback")[0] == 1
    book.write_text(before)


def gate(root: Path, tree: Tree, *, rehearsal: bool = True, register: Register | None = None) -> int:
    project = Project.at(root)
    known = register or read_register(project.signed_register)
    return Gate(known, project_trust(project), rehearsal).admit(tree, lambda *_: None)


def test_the_gate(signed: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(signed / "build" / "site", site)
    assert gate(signed, read_tree(site)) == 1
    with pytest.raises(Refusal, match="UJI COBA"):
        gate(signed, read_tree(site), rehearsal=False)
    pdf = site / "berkas" / "sop" / "surat-masuk.pdf"
    data = pdf.read_bytes()

    pdf.write_bytes(data + b"\n")
    with pytest.raises(Refusal, match="tidak ada dalam daftar"):
        gate(signed, read_tree(site))
    pdf.write_bytes(data)
    (site / "gambar.png").write_bytes(b"%PDF-1.7 bukan gambar")
    with pytest.raises(Refusal, match=r"gambar.png: PDF ini tidak ada"):
        gate(signed, read_tree(site))
    (site / "gambar.png").unlink()

    pdf.write_bytes(altered(data))
    register = read_register(Project.at(signed).signed_register)
    lying = Register(tuple(replace(entry, sha256=digest(altered(data))) for entry in register.entries))
    with pytest.raises(Refusal, match="tidak ada yang diterbitkan"):        # known by its digest, and yet not genuine
        gate(signed, read_tree(site), register=lying)


def altered(data: bytes) -> bytes:
    found = data.replace(b"/Type /Page", b"/Type /Pagf", 1)
    return found if found != data else data[:-40] + b"?" * 40


def test_an_old_edition_that_no_longer_verifies_is_left_out(signed: Path, tmp_path: Path) -> None:
    """It stops nothing and is offered nowhere, but stays here; one in force stops everything."""
    root, place = tmp_path / "buku", tmp_path / "www" / "sop"
    shutil.copytree(signed, root, ignore=shutil.ignore_patterns("site"))
    place.parent.mkdir()
    old, register = root / "build" / "sah" / "lama" / "surat-masuk.pdf", root / "build" / "register.json"
    old.parent.mkdir()
    old.write_bytes(altered((root / "build" / "sah" / "sop" / "surat-masuk.pdf").read_bytes()))
    written = json.loads(register.read_text())
    entry = written["dokumen"][0]
    former = {**entry, "id": "z" * 26, "sha256": digest(old.read_bytes()), "status": "diganti", "diganti_oleh": entry["id"]}
    written["dokumen"].insert(0, former)
    register.write_text(json.dumps(written))
    assert run(root, "site")[0] == 0
    assert (root / "build" / "site" / "berkas" / "lama" / f"{'z' * 26}.pdf").is_file()

    code, words = run(root, "publish", "situs", "--uji-coba")
    assert code == 0 and "PDF lama Pengelolaan Surat Masuk (disahkan" in words and "tidak ikut diterbitkan: " in words, words
    shown = seen(place)
    assert sorted(name for name in shown if name.endswith(".pdf")) == ["berkas/sop/surat-masuk.pdf"]
    assert "tidak tersedia di situs ini" in shown[f"verifikasi/{'z' * 26}/index.html"].decode()
    assert [item["berkas"] for item in json.loads(shown["index.json"])["arsip"]] == [None]
    assert old.is_file()

    former["status"] = "berlaku"
    register.write_text(json.dumps(written))
    code, words = run(root, "publish", "situs", "--uji-coba")
    assert code == 1 and "tidak ada yang diterbitkan" in words and seen(place) == shown


def test_an_old_rehearsal_does_not_stop_a_real_publication(signed: Path) -> None:
    project = Project.at(signed)
    register, trust = read_register(project.signed_register), project_trust(project)
    former = Register(tuple(replace(entry, status="diganti") for entry in register.entries))
    files = {entry.sha256: project.build / entry.berkas for entry in former.entries}
    assert [(entry.kunci, "UJI COBA" in fault) for entry, fault in Gate(former, trust, False).unfit(files)] == [("sop/surat-masuk", True)]
    assert Gate(former, trust, True).unfit(files) == [] == Gate(register, trust, False).unfit(files) == Gate(former, trust, False).unfit({})
