"""Every page: nothing wrong on the console, nothing from elsewhere, never wider than a phone. Every kind: nothing for axe to find."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

from tests.site.browser.conftest import Opening, Served
from tests.site.checkers import AXE_RUN, TAGS, axe_script, nu_faults, walk
from tests.site.conftest import DRAFT, GENUINE, REPLACED, WITHDRAWN, Made

pytestmark = pytest.mark.xdist_group("situs")

WIDTHS = (320, 768, 1280)
"""320 px is also what is left of 1280 at 400 % zoom (WCAG 1.4.10)."""
LOOKS: tuple[tuple[int, Literal["light", "dark"]], ...] = ((1280, "light"), (1280, "dark"), (320, "light"), (320, "dark"))
WIDER = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.body.querySelectorAll('*')].filter(item => item.getBoundingClientRect().right > width + 1)
    .slice(0, 5).map(item => `${item.tagName}.${item.className}#${item.id} ${item.getBoundingClientRect().right}`);
}"""


def pages(site: Path) -> list[str]:
    """Every page of the website by its path."""
    return sorted(path.relative_to(site).as_posix().removesuffix("index.html") for path in site.rglob("*.html"))


def kinds(made: Made) -> dict[str, str]:
    """One page of every kind, and of every state of a document."""
    def first(folder: str) -> str:
        return next(name for name in pages(made.site) if name.startswith(folder) and name != folder)

    return {
        "beranda": "", "sop": f"sop/{GENUINE}/", "sop draf": f"sop/{DRAFT}/", "sop dicabut": f"sop/{WITHDRAWN}/",
        "sop uji coba": f"sop/{REPLACED}/", "semua pelaksana": "pelaksana/", "pelaksana": first("pelaksana/"),
        "semua dasar hukum": "dasar-hukum/", "dasar hukum": first("dasar-hukum/"), "cari": "cari/?q=surat", "periksa": "verifikasi/",
        "asli": f"verifikasi/{made.entry(f'sop/{GENUINE}', 'berlaku')['id']}/",
        "diganti": f"verifikasi/{made.entry(f'sop/{REPLACED}', 'diganti')['id']}/",
        "dicabut": f"verifikasi/{made.entry(f'sop/{WITHDRAWN}', 'dicabut')['id']}/",
        "uji coba": f"verifikasi/{made.entry(f'sop/{REPLACED}', 'berlaku')['id']}/", "404": "404.html",
    }


def test_every_page_is_quiet_and_never_wider_than_the_screen(made: Made, served: Served, opened: Opening) -> None:
    page, watch = opened()
    wrong: dict[str, list[str]] = {}
    names = pages(made.site)
    assert len(names) > 25
    for name in names:
        page.goto(f"{served.root}/{name}")
        found = watch.found()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            found += [f"{width} px: {item}" for item in page.evaluate(WIDER)]
        if page.locator("html").get_attribute("lang") != "id" or page.locator("h1").count() != 1:
            found.append("no lang=id, or not one h1")
        if found:
            wrong[name] = found
    assert wrong == {}


def test_same_in_a_folder_of_the_host(made: Made, served: Served, opened: Opening) -> None:
    page, watch = opened()
    wrong = {}
    for kind, name in kinds(made).items():
        page.goto(f"{served.folder}/{name}")
        styled = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--lebar') !== ''")
        found = watch.found() + ([] if styled else ["no style sheet"])
        if found:
            wrong[kind] = found
    assert wrong == {}


def test_axe_finds_nothing(made: Made, served: Served, opened: Opening) -> None:
    """On every kind of page, wide and on a phone, light and dark."""
    page, _ = opened()
    wrong: dict[str, list[str]] = {}
    for kind, name in kinds(made).items():
        page.goto(f"{served.root}/{name}")
        if kind == "cari":
            page.wait_for_selector("#hasil a")
        page.evaluate(axe_script())
        for width, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            for fault in page.evaluate(AXE_RUN, TAGS):
                wrong.setdefault(fault, []).append(f"{kind}, {width} px, {scheme}")
    assert wrong == {}, "\n".join(f"{fault} (on {'; '.join(where)})" for fault, where in wrong.items())


def test_dark_is_dark(served: Served, opened: Opening) -> None:
    brightness = """() => {
      const canvas = document.createElement('canvas').getContext('2d');
      canvas.fillStyle = ['body', 'html'].map(name => getComputedStyle(document.querySelector(name)).backgroundColor)
        .find(colour => colour !== 'rgba(0, 0, 0, 0)');
      canvas.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
      return alpha ? (red + green + blue) / 3 : -1;
    }"""
    light, dark = (opened(f"{served.root}/", dark=dark)[0].evaluate(brightness) for dark in (False, True))
    assert light > 200
    assert 0 <= dark < 80


def test_nu_checker_finds_nothing(made: Made) -> None:
    names = [path.relative_to(made.site).as_posix() for kind in ("*.html", "*.css", "*.svg") for path in sorted(made.site.rglob(kind))]
    assert nu_faults(made.site, [name for name in names if not name.startswith("pagefind/")]) == []


@pytest.mark.parametrize("place", ["root", "folder"])
def test_no_link_is_broken(made: Made, served: Served, place: str) -> None:
    start = f"{getattr(served, place)}/"
    found, broken = walk(start)
    assert broken == []
    lost = {f"{start}{name}" for name in pages(made.site)} - set(found) - {f"{start}404.html"}
    former = {name for name in lost if "/verifikasi/" in name}
    assert lost - former == set(), "pages that no link leads to"


def test_unknown_address_gives_the_page_that_says_so(served: Served, opened: Opening) -> None:
    page, watch = opened()
    watch.allowed = ("404",)
    answer = page.goto(f"{served.root}/tidak-ada")
    assert answer is not None
    assert answer.status == 404
    assert "tidak" in page.locator("h1").inner_text().lower()


def test_print_shows_the_sheet(served: Served, opened: Opening) -> None:
    page, _ = opened(f"{served.root}/sop/{GENUINE}/")
    page.emulate_media(media="print")
    assert not page.locator("nav").first.is_visible()
    assert page.locator("main svg[role=img]").first.is_visible()
    assert page.get_by_text("Mencocokkan salinan dengan dokumen asli").first.is_visible()


def test_nothing_but_reading_needs_script(made: Made, served: Served, opened: Opening) -> None:
    page, _ = opened(script=False, width=320)
    page.goto(f"{served.root}/sop/{GENUINE}/")
    assert page.get_by_text("Menandatangani salinan yang dilegalisasi").first.is_visible()
    assert page.locator("main svg[role=img]").first.is_visible()
    assert page.locator("main input:visible").count() == 0, "a filter that does nothing is shown"
    page.goto(f"{served.root}/cari/")
    assert page.locator("main a[href*='sop/']").count() >= 4
    page.goto(f"{served.root}/verifikasi/")
    assert page.get_by_text("sha256sum").first.is_visible()
    page.locator("summary").press("Enter")
    assert page.get_by_text(made.entry(f"sop/{GENUINE}", "berlaku")["sha256"]).first.is_visible()
    page.goto(f"{served.root}/verifikasi/{made.entry(f'sop/{REPLACED}', 'diganti')['id']}/")
    assert "diganti" in page.locator("main").inner_text().lower()
