"""`python -m tests.site.pictures [PROJECT]`: pictures of six pages to look at, in build/gambar/, and two for the README in docs/gambar/.

PROJECT is a copy of a book that was signed by rehearsal; its website is made anew somewhere else, and says that it is one. Not part of
`make test`.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from bukusop import pipeline
from bukusop.paths import Project
from bukusop.site import policy
from tests.conftest import EPOCH, ROOT, tool
from tests.site.served import serving

LIMIT = 200_000
"""Bytes of a picture in the README, at most."""
SOP = "surat-masuk"


def make_site(source: Path, root: Path) -> Path:
    """Make the website of a copy."""
    shutil.copytree(source, root, ignore=shutil.ignore_patterns("site", ".simpanan", ".git", ".venv", "templates"))
    return pipeline.make_site(Project.at(root), datetime.fromtimestamp(int(EPOCH), UTC)).folder


def take(
    browser: Browser, url: str, path: Path, width: int = 1280, height: int = 900, *, dark: bool = False, file: Path | None = None,
    part: str = "",
) -> None:
    """Take a picture of what a visitor sees (of what stands from `part` on) in few colours, so that it is small."""
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", locale="id-ID")
    page.goto(url)
    if file:
        page.locator("main input[type=file]").set_input_files(file)
    if part:
        page.evaluate("part => document.querySelector(part).scrollIntoView()", part)
    page.wait_for_timeout(700)
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path)
    page.close()
    Image.open(path).convert("RGB").quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)


def main(arguments: list[str]) -> None:
    """Take all six."""
    source = Path(arguments[0]) if arguments else ROOT
    shown, more = ROOT / "docs" / "gambar", ROOT / "build" / "gambar"
    with tempfile.TemporaryDirectory() as folder:
        site = make_site(source, Path(folder) / "buku")
        names = sorted(path.name for path in (site / "sop").iterdir())
        sop = SOP if SOP in names else names[0]
        signed = next((site / "berkas" / "sop").glob("*.pdf"))
        with serving({"/": site}, policy.headers) as host, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=tool("chromium"), args=["--no-sandbox", "--disable-dev-shm-usage"])
            take(browser, f"{host}/", shown / "situs-beranda.png")
            take(browser, f"{host}/sop/{sop}/", shown / "situs-sop.png", height=1000, part="#bagan-alir")
            take(browser, f"{host}/sop/{sop}/", more / "ponsel.png", 390, 844)
            take(browser, f"{host}/cari/?q=surat", more / "cari.png", dark=True)
            take(browser, f"{host}/verifikasi/", more / "verifikasi.png", file=signed)
            take(browser, f"{host}/pelaksana/", more / "pelaksana.png", 768, 1024)
            browser.close()
    for name in ("situs-beranda.png", "situs-sop.png"):
        size = (shown / name).stat().st_size
        print(f"docs/gambar/{name}: {size} bita")
        assert size < LIMIT


if __name__ == "__main__":
    main(sys.argv[1:])
