"""`bukusop publish` from end to end: only what verifies, only where the manifest says, and back again."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from bukusop.cli.verify import project_trust
from bukusop.diagnostics import Refusal
from bukusop.paths import Project
from bukusop.publish import Tree, admit, read_tree
from bukusop.sign import read_register
from tests.conftest import PROJECTS, command, environment
from tests.publish.sites import digest, seen

TARGETS = """
terbit:
  situs: {jenis: folder, tujuan: ../www/sop}
  cadangan: {jenis: folder, tujuan: ../tiada/sop}
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


def gate(root: Path, tree: Tree, *, rehearsal: bool = True) -> int:
    project = Project.at(root)
    return admit(tree, read_register(project.signed_register), project_trust(project), lambda *_: None, rehearsal=rehearsal)


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

    altered = data.replace(b"/Type /Page", b"/Type /Pagf", 1) if b"/Type /Page" in data else data[:-40] + b"?" * 40
    pdf.write_bytes(altered)
    project = Project.at(signed)
    register = read_register(project.signed_register)
    lying = type(register)(tuple(_with_digest(entry, digest(altered)) for entry in register.entries))
    with pytest.raises(Refusal, match="tidak ada yang diterbitkan"):        # known by its digest, and yet not genuine
        admit(read_tree(site), lying, project_trust(project), lambda *_: None, rehearsal=True)


def _with_digest(entry, sha256):
    from dataclasses import replace

    return replace(entry, sha256=sha256)
