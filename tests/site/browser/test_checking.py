"""The page that checks a PDF, where something is in the way: no https, no register, no PDF, too large; and a hash brought by hand."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.site.browser.conftest import Opening, Served
from tests.site.conftest import GENUINE, REPLACED, Made

pytestmark = pytest.mark.xdist_group("situs")


def paste(page: Page, text: str) -> None:
    page.get_by_label("Atau tempelkan SHA-256").fill(text)
    page.keyboard.press("Enter")


def results(page: Page) -> Locator:
    """The verdicts, once all are there."""
    expect(page.locator("#hasil")).to_have_attribute("aria-busy", "false")
    return page.locator("#hasil li")


@pytest.mark.parametrize("written", ["{}", "{}  berkas.pdf", "pairs", "capitals"])
def test_hash_by_hand(made: Made, served: Served, opened: Opening, written: str) -> None:
    sha256 = made.entry(f"sop/{REPLACED}", "diganti")["sha256"]
    texts = {"pairs": " ".join(re.findall("..", sha256)), "capitals": sha256.upper()}
    page, _ = opened(f"{served.root}/verifikasi/")
    paste(page, texts.get(written, written.format(sha256)))
    expect(results(page)).to_contain_text("Asli, tetapi sudah diganti")
    expect(page.locator("#hasil-judul")).to_be_focused()


def test_what_certutil_says_is_pasted_whole(made: Made, served: Served, opened: Opening) -> None:
    sha256 = made.entry(f"sop/{GENUINE}", "berlaku")["sha256"]
    page, _ = opened()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{served.root}/verifikasi/")
    page.evaluate("text => navigator.clipboard.writeText(text)", f"SHA256 hash of berkas.pdf:\n{sha256}\nCertUtil: ok")
    page.get_by_label("Atau tempelkan SHA-256").focus()
    page.keyboard.press("Control+v")
    expect(page.get_by_label("Atau tempelkan SHA-256")).to_have_value(sha256)


@pytest.mark.parametrize("text", ["", "   ", "halo", "ab" * 31, "ab" * 33, "zz" * 32])
def test_what_is_no_hash_is_refused(served: Served, opened: Opening, text: str) -> None:
    page, _ = opened(f"{served.root}/verifikasi/")
    paste(page, text)
    field = page.get_by_label("Atau tempelkan SHA-256")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#sha-galat")).to_contain_text("SHA-256")
    expect(page.locator("#hasil")).to_be_hidden()


def test_file_as_it_was_before_its_renewal(made: Made, served: Served, opened: Opening) -> None:
    register = json.loads((made.site / "register.json").read_text())
    item = next(item for item in register["dokumen"] if item["kunci"] == f"sop/{GENUINE}" and item["status"] == "berlaku")
    item["sebelumnya"] = ["0123456789abcdef" * 4]
    page, _ = opened()
    page.route("**/register.json", lambda route: route.fulfill(json=register))
    page.goto(f"{served.root}/verifikasi/")
    paste(page, "0123456789abcdef" * 4)
    expect(results(page)).to_contain_text(re.compile(r"^Asli:.*sebelum stempel waktu arsipnya diperbarui", re.DOTALL))


def test_without_https_the_hash_is_asked_for(made: Made, served: Served, opened: Opening) -> None:
    host = "http://dinas.example"
    page, watch = opened(host=host)
    watch.allowed = ("Cross-Origin-Opener-Policy header has been ignored",)

    def answer(route: Route) -> None:
        route.fulfill(response=route.fetch(url=route.request.url.replace(host, served.root)))

    page.route(f"{host}/**", answer)
    page.goto(f"{host}/verifikasi/")
    expect(page.get_by_text("Peramban tidak menghitung SHA-256 pada sambungan ini.")).to_be_visible()
    expect(page.locator("main input[type=file]")).to_be_hidden()
    paste(page, made.entry(f"sop/{GENUINE}", "berlaku")["sha256"])
    expect(results(page)).to_contain_text("Asli")


def test_register_that_cannot_be_read_is_no_verdict(made: Made, served: Served, opened: Opening) -> None:
    page, watch = opened(f"{served.root}/verifikasi/")
    watch.allowed = ("ERR_FAILED",)
    page.route("**/register.json", lambda route: route.abort())
    page.locator("#berkas").set_input_files(made.signed(GENUINE))
    expect(results(page)).to_contain_text("Belum dicocokkan")
    page.unroute("**/register.json")
    page.locator("#berkas").set_input_files(made.signed(GENUINE))
    expect(results(page)).to_contain_text("Asli")


def test_files_that_are_not_checked_say_why(served: Served, opened: Opening, tmp_path: Path) -> None:
    large, empty, text = (tmp_path / name for name in ("besar.pdf", "kosong.pdf", "catatan.txt"))
    with large.open("wb") as file:
        file.truncate(200_000_001)
    empty.touch()
    text.write_text("bukan PDF")
    page, _ = opened(f"{served.root}/verifikasi/")
    page.locator("#berkas").set_input_files([large, empty, text])
    said = results(page).all_inner_texts()
    for verdict, expected in zip(said, ("lebih besar dari 200 MB", "Berkas ini kosong", "tampaknya bukan PDF"), strict=True):
        assert expected in verdict
    expect(page.get_by_role("status").first).to_contain_text("Selesai: 2 tidak diperiksa; 1 tidak dikenal.")


def test_hash_is_copied(made: Made, served: Served, opened: Opening) -> None:
    entry = made.entry(f"sop/{GENUINE}", "berlaku")
    page, _ = opened()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{served.root}/verifikasi/{entry['id']}/")
    page.get_by_role("button", name="Salin SHA-256").first.click()
    expect(page.get_by_text("Disalin.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == entry["sha256"]
