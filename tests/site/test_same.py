"""Bytes: a second build writes nothing, two builds are alike, a change rewrites the pages concerned only; and what a page weighs."""

from __future__ import annotations

import gzip
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bukusop import pipeline
from bukusop.paths import Project
from tests.conftest import EPOCH, ROOT
from tests.site.checkers import Page
from tests.site.conftest import GENUINE, Made, bukusop

WHEN = datetime.fromtimestamp(int(EPOCH), UTC)
LIMIT = 60 * 1024


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def stamps(folder: Path) -> dict[str, int]:
    return {path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.xdist_group("situs")
def test_second_build_writes_nothing(made: Made) -> None:
    before = stamps(made.site)
    said = bukusop(made.project, "site")
    assert stamps(made.site) == before
    assert " 0 ditulis" in said or "tidak ada yang berubah" in said, said


@pytest.mark.xdist_group("situs")
def test_two_builds_are_alike_and_a_change_stays_where_it_belongs(made: Made, tmp_path: Path) -> None:
    other = tmp_path / "lain" / "kecil"
    shutil.copytree(made.project, other, ignore=shutil.ignore_patterns("site", ".simpanan"))
    pipeline.make_site(Project.at(other), WHEN)
    folder = other / "build" / "site"
    first = contents(folder)
    assert first == contents(made.site)
    path = other / "sops" / "a-layanan" / "01-legalisasi-salinan.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("waktu: 15 Menit", "waktu: 25 Menit"), encoding="utf-8")
    pipeline.make_site(Project.at(other), WHEN)
    after = contents(folder)
    changed = {name for name in {*first, *after} if first.get(name) != after.get(name) and not name.startswith("pagefind/")}
    assert f"sop/{GENUINE}/index.html" in changed
    foreign = {name for name in changed if name.startswith(("sop/", "verifikasi/", "dasar-hukum/", "berkas/", "aset/"))}
    assert foreign == {f"sop/{GENUINE}/index.html"}


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The website of the whole example book."""
    root = tmp_path_factory.mktemp("contoh") / "buku"
    for name in ("book", "sops", "assets"):
        shutil.copytree(ROOT / name, root / name)
    pipeline.make_site(Project.at(root), WHEN)
    return root / "build" / "site"


def weight(folder: Path, page: Path) -> int:
    """What a browser fetches for a page, compressed: the page and everything that it loads, but for search indexes and PDFs."""
    loads = {(page.parent / item.partition("?")[0]).resolve() for item in Page(page.read_text(encoding="utf-8")).loads if item[0] != "#"}
    assert all(path.is_relative_to(folder) for path in loads)
    return sum(len(gzip.compress(path.read_bytes(), 6)) for path in [page, *sorted(loads)])


def test_heaviest_sop_page_is_light(example: Path) -> None:
    weights = {path.parent.name: weight(example, path) for path in (example / "sop").glob("*/index.html")}
    assert len(weights) == 46
    name = max(weights, key=lambda item: weights[item])
    assert weights[name] <= LIMIT, f"{name}: {weights[name]} bytes"
