"""Cross-site scripting: fifty hostile strings in every field of a book and of its register; none runs, none changes a page's structure."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from bukusop import pipeline, site
from bukusop.diagnostics import SourceError
from bukusop.paths import Project
from bukusop.render import Templates
from bukusop.render.templates import SITE
from bukusop.sign import read_register
from tests.conftest import EPOCH, PROJECTS
from tests.site.browser.conftest import Opening, apart
from tests.site.checkers import Page, nu_faults
from tests.site.conftest import Made
from tests.site.hostile import ANYWHERE, FIRST, HOSTILE, TAMED, infest
from tests.site.served import serving

pytestmark = pytest.mark.xdist_group("situs")

ADDRESSES = {"href", "src", "action", "formaction", "xlink:href", "data", "poster", "cite", "ping", "srcset"}
WHEN = datetime.fromtimestamp(int(EPOCH), UTC)
PARTS = {str(part): ("jahat", *ANYWHERE[part::3]) for part in range(3)}


@pytest.fixture(scope="module")
def plain(made: Made) -> site.Site:
    """The website of the small project as a value, before anything is written into it."""
    project = Project.at(made.project)
    readings, _ = pipeline.read_sources(project)
    register, templates = read_register(project.signed_register), Templates.read(project.templates, SITE)
    shelf, _ = site.fill_shelf(project.build, register)
    return site.Site(readings.book, register, templates, WHEN.date(), shelf, readings.peraturan)


def written(plain: site.Site, strings: Sequence[str]) -> dict[str, str]:
    """The pages of a website in which strings stand in every field."""
    return {file.path: file.data.decode() for file in site.files(infest(plain, strings)) if file.path.endswith(".html")}


def unlike(page: Page, other: Page) -> list[str]:
    """Say where two pages first differ in their elements and attributes; a drawing may wrap its text otherwise."""
    strange = page.drawn - other.drawn
    if strange:
        return [f"in a drawing: {sorted(strange)}"]
    pairs = zip([*page.shape, ("end", ())], [*other.shape, ("end", ())], strict=False)
    return [f"{one} for {two}" for one, two in pairs if one != two][:1]


def wrong_addresses(page: Page) -> list[str]:
    wrong = []
    for tag, name, value in page.attributes:
        if name.startswith("on") or name in ("style", "srcdoc"):
            wrong.append(f"<{tag} {name}>")
        bare = "".join(letter for letter in value if letter > " ")
        if name in ADDRESSES and ":" in bare.partition("/")[0] and urlsplit(bare).scheme not in ("https", "http", "mailto"):
            wrong.append(f"<{tag} {name}={value[:60]!r}>")
        if name in ("src", "action") and (bare.startswith("//") or urlsplit(bare).netloc):
            wrong.append(f"<{tag} {name}={value[:60]!r}>")
    return wrong


@pytest.fixture(scope="module")
def infested(plain: site.Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The website with many strings at once in every field, as often as there are `PARTS`, served without a policy to stop a script."""
    folder = tmp_path_factory.mktemp("jahat")
    for part, strings in PARTS.items():
        files = list(site.files(infest(plain, strings)))
        site.write_files(folder / part, files)
        (folder / f"{part}.json").write_text(json.dumps([file.path for file in files if file.path.endswith(".html")]))
        apart(partial(site.index, folder / part))
    with serving({"/": folder}, lambda _: {}) as host:
        yield folder, host


@pytest.mark.parametrize("text", FIRST)
def test_no_address_becomes_hostile(plain: site.Site, text: str) -> None:
    lean = replace(plain, book=replace(plain.book, sops=plain.book.sops[1:2]))
    wrong = {name: found for name, html in written(lean, [text]).items() if (found := wrong_addresses(Page(html)))}
    assert wrong == {}


@pytest.mark.parametrize("part", PARTS)
def test_no_string_changes_a_page(plain: site.Site, infested: tuple[Path, str], part: str) -> None:
    """Next to the same pages with tame texts: the same elements with the same attributes (names of files may differ, their order not)."""
    folder = infested[0] / part
    tame = written(plain, [text.translate(TAMED) for text in PARTS[part]])
    order = json.loads((infested[0] / f"{part}.json").read_text())
    assert len(order) == len(tame)
    wrong = {}
    for name, other in zip(order, tame.values(), strict=True):
        page = Page((folder / name).read_text(encoding="utf-8"))
        found = [*unlike(page, Page(other)), *wrong_addresses(page)]
        if found:
            wrong[name] = found[:3]
    assert wrong == {}


def test_what_machines_read_stays_whole(infested: tuple[Path, str]) -> None:
    folder, _ = infested
    for path in folder.rglob("*.xml"):
        ElementTree.parse(path)
    for path in folder.rglob("*.json"):
        json.loads(path.read_text(encoding="utf-8"))
    data = re.compile(r'<script type="application/ld\+json">(.*?)</script', re.DOTALL | re.IGNORECASE)
    for path in folder.rglob("*.html"):
        for block in data.findall(path.read_text(encoding="utf-8")):
            json.loads(block)


def test_nothing_runs_in_a_browser_without_policy(infested: tuple[Path, str], opened: Opening) -> None:
    folder, host = infested
    page, watch = opened(host=host)
    wrong = {}
    for path in sorted(folder.rglob("*.html")):
        name = path.relative_to(folder).as_posix()
        if path.name == "404.html":     # its links start at the root of the office's address, which is a hostile one here
            continue
        page.goto(f"{host}/{name.removesuffix('index.html')}")
        page.mouse.move(400, 300)
        found = watch.found()
        if found:
            wrong[name] = found
    assert wrong == {}


def test_nothing_runs_in_search_and_verification(infested: tuple[Path, str], made: Made, opened: Opening) -> None:
    _, host = infested
    for part in PARTS:
        page, watch = opened(f"{host}/{part}/cari/?q=jahat", host=host)
        page.wait_for_selector("#hasil mark")
        page.wait_for_timeout(100)
        assert watch.found() == []
        page.goto(f"{host}/{part}/verifikasi/")
        page.locator("main input[type=file]").set_input_files(made.signed("legalisasi-salinan"))
        page.wait_for_selector("#hasil :text('jahat')")
        page.wait_for_timeout(100)
        assert watch.found() == []


def test_infested_pages_are_valid(infested: tuple[Path, str]) -> None:
    folder, _ = infested
    names = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.html"))]
    assert nu_faults(folder, names) == []


def test_what_the_loader_lets_through_is_text(tmp_path: Path, opened: Opening) -> None:
    """The whole way, from files: an SOP per string; those that the loader refuses are taken away."""
    root = tmp_path / "kecil"
    shutil.copytree(PROJECTS / "kecil", root)
    for number, text in enumerate(HOSTILE):
        step = {"kegiatan": f"Menulis {text}", "pelaksana": "satu", "waktu": text, "output": [text], "keterangan": text}
        sop = {
            "nomor": text, "nama": f"Uji {number} {text}", "unit": text, "kualifikasi_pelaksana": [text], "peralatan": [text],
            "peringatan": text, "pencatatan": [text], "pelaksana": {"satu": f"Pelaksana {text}", "dua": "Orang kedua"},
            "langkah": [step, step],
        }
        (root / "sops" / "b-umum" / f"{number + 10}-uji-{number}.yaml").write_text(json.dumps(sop), encoding="utf-8")
    project = Project.at(root)
    try:
        pipeline.read(project)
    except SourceError as error:
        for name in {finding.place.file for finding in error.findings if "/b-umum/" in finding.place.file}:
            (root / name).unlink()
    left = [int(path.stem.rpartition("-")[2]) for path in (root / "sops" / "b-umum").glob("*-uji-*.yaml")]
    assert len(left) >= 12, "hardly any string reached the website"
    apart(lambda: pipeline.make_site(project, WHEN))
    with serving({"/": root / "build" / "site"}, lambda _: {}) as host:
        page, watch = opened(host=host)
        for number in left:
            page.goto(f"{host}/sop/uji-{number}/")
            assert watch.found() == [], HOSTILE[number]
            assert wrong_addresses(Page(page.content())) == [], HOSTILE[number]
