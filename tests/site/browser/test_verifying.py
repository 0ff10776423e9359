"""Verification as a visitor meets it: the QR on paper, and a PDF dropped on the page."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from urllib.request import urlopen

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.conftest import tool
from tests.site.browser.conftest import Opening, Served
from tests.site.browser.test_finding import tab_to
from tests.site.conftest import GENUINE, REPLACED, WITHDRAWN, Made

pytestmark = pytest.mark.xdist_group("situs")

DROP = """([name, bytes]) => {
  const transfer = new DataTransfer();
  const data = Uint8Array.from(atob(bytes), letter => letter.charCodeAt(0));
  transfer.items.add(new File([data], name, {type: 'application/pdf'}));
  let target = document.querySelector('main input[type=file]');
  target = target.closest('form, label, [class*=jatuh], [class*=seret]') || target.parentElement;
  for (const kind of ['dragenter', 'dragover', 'drop'])
    target.dispatchEvent(new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: transfer}));
}"""


@pytest.fixture
def files(made: Made, tmp_path: Path) -> dict[str, Path]:
    """PDFs that a visitor may have: in force, replaced, withdrawn, rehearsed, changed by one byte, and somebody else's."""
    genuine = made.signed(GENUINE).read_bytes()
    contents = {
        "asli": genuine, "diganti": made.old, "dicabut": made.signed(WITHDRAWN).read_bytes(), "uji": made.signed(REPLACED).read_bytes(),
        "diubah": genuine + b"\n", "asing": b"%PDF-1.7\n%asing\n%%EOF\n",
    }
    for name, data in contents.items():
        (tmp_path / f"{name}.pdf").write_bytes(data)
    return {name: tmp_path / f"{name}.pdf" for name in contents}


def verdict(page: Page) -> str:
    """What the page says to the file, in small letters."""
    result = page.locator("main [aria-live], main [role=status]").filter(has_text=re.compile(r"\S")).last
    expect(result).to_contain_text(re.compile("asli|tidak dikenal|uji coba|dicabut", re.IGNORECASE))
    return result.inner_text().lower()


@pytest.mark.parametrize(("kind", "said", "unsaid"), [
    ("asli", ["asli"], ["sudah diganti", "tidak dikenal", "sudah dicabut", "uji coba"]),
    ("diganti", ["asli", "sudah diganti"], ["tidak dikenal", "sudah dicabut"]),
    ("dicabut", ["dicabut"], ["tidak dikenal", "sudah diganti"]),
    ("uji", ["uji coba"], ["tidak dikenal"]),
    ("diubah", ["tidak dikenal"], ["sudah diganti", "sudah dicabut"]),
    ("asing", ["tidak dikenal"], ["sudah diganti", "sudah dicabut"]),
])
def test_pdf_is_judged(served: Served, opened: Opening, files: dict[str, Path], kind: str, said: list[str], unsaid: list[str]) -> None:
    page, _ = opened(f"{served.root}/verifikasi/")
    page.locator("main input[type=file]").set_input_files(files[kind])
    text = verdict(page)
    assert [item for item in said if item not in text] == [], text
    assert [item for item in unsaid if item in text] == [], text


def test_replaced_leads_to_what_took_its_place(made: Made, served: Served, opened: Opening, files: dict[str, Path]) -> None:
    page, _ = opened(f"{served.folder}/verifikasi/")
    page.locator("main input[type=file]").set_input_files(files["diganti"])
    verdict(page)
    new = made.entry(f"sop/{REPLACED}", "berlaku")["id"]
    page.locator(f"#hasil a[href*='{new}']").first.click()
    expect(page).to_have_url(f"{served.folder}/verifikasi/{new}/")


def test_file_can_be_dropped(served: Served, opened: Opening, files: dict[str, Path]) -> None:
    import base64

    page, _ = opened(f"{served.root}/verifikasi/")
    page.evaluate(DROP, ["diganti.pdf", base64.b64encode(files["diganti"].read_bytes()).decode()])
    assert "sudah diganti" in verdict(page)


def test_several_files_at_once(served: Served, opened: Opening, files: dict[str, Path]) -> None:
    page, _ = opened(f"{served.root}/verifikasi/")
    page.locator("main input[type=file]").set_input_files([files["asli"], files["asing"], files["diganti"]])
    expect(page.locator("main")).to_contain_text(re.compile("diganti.pdf"))
    text = page.locator("main").inner_text().lower()
    assert all(name in text for name in ("asli.pdf", "asing.pdf", "diganti.pdf"))


def test_file_field_is_reached_by_keyboard(served: Served, opened: Opening, files: dict[str, Path]) -> None:
    page, _ = opened(f"{served.root}/verifikasi/")
    tab_to(page, "main input[type=file]")
    with page.expect_file_chooser() as chosen:
        page.keyboard.press("Space")
    chosen.value.set_files(files["asli"])
    assert "asli" in verdict(page)


def test_nothing_is_uploaded(served: Served, opened: Opening, files: dict[str, Path]) -> None:
    page, _ = opened(f"{served.root}/verifikasi/")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.post_data or request.method != "GET" else None)
    page.locator("main input[type=file]").set_input_files(files["asing"])
    verdict(page)
    assert sent == []


def test_file_with_a_hostile_name(served: Served, opened: Opening, tmp_path: Path) -> None:
    path = tmp_path / "<img src=x onerror=__xss=1>&amp;.pdf"
    path.write_bytes(b"%PDF-1.7 asing")
    page, _ = opened(f"{served.root}/verifikasi/")
    page.locator("main input[type=file]").set_input_files(path)
    assert "tidak dikenal" in verdict(page)
    assert page.locator("main img").count() == 0


def test_qr_on_the_signed_page_opens_its_page(made: Made, served: Served, opened: Opening, tmp_path: Path) -> None:
    """The address as printed, of the office's own host: answered here by the folder in which its website would stand."""
    subprocess.run([tool("pdftoppm"), "-r", "150", "-png", str(made.signed(GENUINE)), str(tmp_path / "p")], check=True)
    codes = {code.text for path in sorted(tmp_path.glob("*.png")) for code in zxingcpp.read_barcodes(Image.open(path))}
    address = next(code for code in codes if code.startswith("https://"))
    entry = made.entry(f"sop/{GENUINE}", "berlaku")
    host = "https://dinasuji.kabmisal.example"
    page, _ = opened(host=host)

    def answer(route: Route) -> None:
        route.fulfill(response=route.fetch(url=route.request.url.replace(host, served.root)))

    page.route(f"{host}/**", answer)
    with urlopen(address.replace(host, served.root)) as found:
        assert found.url == f"{served.root}/verifikasi/{entry['id']}/", "an address without a slash at the end leads to the folder"
    page.goto(f"{address}/")
    text = page.locator("main").inner_text()
    assert "01/SOP/DU/2026" in text
    assert "Misalia Rekawati" in text
    assert entry["sha256"] in text.replace("\n", "").replace(" ", "")
    link = page.locator("main a[href$='.pdf']").first.get_attribute("href")
    assert link is not None
    bytes_there = page.evaluate("async link => Array.from(new Uint8Array(await (await fetch(link)).arrayBuffer()))", link)
    assert bytes(bytes_there) == made.signed(GENUINE).read_bytes()


@pytest.mark.parametrize(("id_", "status", "said"), [
    (GENUINE, "berlaku", "berlaku"), (REPLACED, "diganti", "diganti"), (WITHDRAWN, "dicabut", "dicabut"), (REPLACED, "berlaku", "uji coba"),
])
def test_page_of_every_state_says_it(made: Made, served: Served, opened: Opening, id_: str, status: str, said: str) -> None:
    entry = made.entry(f"sop/{id_}", status)
    page, _ = opened(f"{served.root}/verifikasi/{entry['id']}/")
    text = page.locator("main").inner_text().lower()
    assert said in text
    assert entry["sha256"] in text.replace("\n", "").replace(" ", "")
    if said != "uji coba":
        assert "tidak dikenal" not in text
