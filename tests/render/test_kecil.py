"""The small book, made whole: text against a golden file, the same bytes everywhere, valid PDF/A-3a and PDF/UA-1."""

import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bukusop import pipeline
from bukusop.paths import Project
from tests.conftest import tool
from tests.render.looking import check_text, page_texts
from tests.vera import verapdf

HERE = Path(__file__).parent
WHEN = datetime.fromtimestamp(1770000000, UTC)


def made(folder: Path, jobs: int = 0) -> Path:
    return pipeline.make_book(Project.at(folder), WHEN, lambda *_: None, pipeline.How(jobs)).path


def test_text(project_copy: Callable[[str], Path], renew: bool) -> None:
    check_text(page_texts(made(project_copy("kecil")).read_bytes()), HERE / "kecil.txt", renew=renew)


def test_same_bytes_twice_and_on_another_path(project_copy: Callable[[str], Path], tmp_path: Path) -> None:
    folder = project_copy("kecil")
    first = made(folder, jobs=1).read_bytes()
    shutil.rmtree(folder / "build")
    second = made(folder, jobs=2).read_bytes()
    other = folder.rename(tmp_path / "nama folder lain")
    shutil.rmtree(other / "build")
    assert first == second == made(other).read_bytes()


def test_valid_archive_and_accessible(project_copy: Callable[[str], Path]) -> None:
    folder = project_copy("kecil")
    sheet = pipeline.make_sop(Project.at(folder), "penanganan-pengaduan", WHEN).path
    assert verapdf([made(folder), sheet], ["3a", "ua1"]) == []


def test_planted_fault_is_seen_by_the_validator(project_copy: Callable[[str], Path]) -> None:
    path = made(project_copy("kecil"))
    path.write_bytes(path.read_bytes().replace(b"/Lang (id)", b"/Gnal (id)").replace(b"/Marked true", b"/Marked null"))
    assert verapdf([path], ["ua1"]) != []


def test_catchwords_where_the_profile_wants_them(project_copy: Callable[[str], Path]) -> None:
    folder = project_copy("kecil")
    manifest = folder / "book" / "book.yaml"
    text = manifest.read_text(encoding="utf-8")
    assert "\nprofil:" in text
    lines = ["profil: kecamatan" if line.startswith("profil:") else line for line in text.splitlines()]
    manifest.write_text("\n".join(lines) + "\n", encoding="utf-8")
    texts = subprocess.run([tool("pdftotext"), str(made(folder)), "-"], capture_output=True, check=True).stdout.decode().split("\f")
    pages = [index for index, text in enumerate(texts) if " ...\n" in text]
    assert pages, "no catchword on any page"
    for index in pages:
        word = next(line for line in texts[index].splitlines() if line.endswith(" ..."))[:-4]
        assert word in texts[index + 1]


@pytest.mark.parametrize("status", ["draf", "basah"])
def test_status(status: str, project_copy: Callable[[str], Path]) -> None:
    folder = project_copy("kecil")
    manifest = folder / "book" / "book.yaml"
    lines = [line for line in manifest.read_text(encoding="utf-8").splitlines() if not line.startswith("status:")]
    manifest.write_text("\n".join([*lines, f"status: {status}"]) + "\n", encoding="utf-8")
    texts = page_texts(made(folder).read_bytes())
    assert ("DRAF" in texts) is (status == "draf")
    assert "secara elektronik oleh" not in texts
