"""Every mistake by file: `kasus/KIND/NAME.yaml` (or .md) laid over the small book must give exactly `NAME.expected`."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.load.findings import said

CASES = Path(__file__).parent / "kasus"
PLACES = {
    "sop": "sops/a-layanan/09-kasus.yaml",
    "bab": "book/chapters/bab-1-pendahuluan.md",
    "keputusan": "book/keputusan/01-penetapan.yaml",
    "buku": "book/book.yaml",
    "peraturan": "book/peraturan.yaml",
    "profil": "templates/profil/kasus.yaml",
}
LEAST = 60


def cases() -> list[Path]:
    return sorted(path for path in CASES.glob("*/*") if path.suffix in (".yaml", ".md"))


def lay(case: Path, project: Path) -> None:
    """Put a case in its place in a copy of the small book, with the files that cases of its kind name."""
    kind = case.parent.name
    target = project / PLACES[kind]
    if kind == "profil":
        shutil.copytree(ROOT / "templates" / "profil", target.parent)
        manifest = project / PLACES["buku"]
        manifest.write_text(manifest.read_text(encoding="utf-8").replace("profil: permenpan35", "profil: kasus"), encoding="utf-8")
    if (case.parent / "berkas").is_dir():
        shutil.copytree(case.parent / "berkas", target.parent / "berkas")
    shutil.copyfile(case, target)


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.parent.name}-{case.stem}")
def test_case_says_what_is_expected(case: Path, project_copy: Callable[[str], Path], renew: bool) -> None:
    project = project_copy("kecil")
    lay(case, project)
    text, expected = said(project), case.with_suffix(".expected")
    if renew:
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")
    assert text, "a case without a finding proves nothing"


def test_every_expectation_has_its_case() -> None:
    assert len(cases()) >= LEAST
    assert {path.with_suffix("") for path in CASES.glob("*/*.expected")} == {path.with_suffix("") for path in cases()}


def test_small_book_is_good(project_copy: Callable[[str], Path]) -> None:
    assert said(project_copy("kecil")) == ""
