"""Search and filter: an SOP is found by a word of a step, as one types, by keyboard; steps are filtered by who does them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.site.browser.conftest import Opening, Served
from tests.site.conftest import GENUINE, REPLACED

pytestmark = pytest.mark.xdist_group("situs")


def tab_to(page: Page, selector: str, limit: int = 60) -> None:
    """Press Tab until an element has the focus; every stop on the way must be visible and show that it is focused."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


@pytest.mark.parametrize("place", ["root", "folder"])
def test_word_of_a_step_finds_its_sop(served: Served, opened: Opening, place: str) -> None:
    base = getattr(served, place)
    page, _ = opened(f"{base}/cari/")
    page.locator("main input[type=search]").press_sequentially("disposisi", delay=10)
    link = page.locator(f"#hasil a[href*='sop/{REPLACED}/']").first
    expect(link).to_be_visible()
    expect(page.locator("#hasil mark").first).to_have_text(re.compile("disposisi", re.IGNORECASE))
    expect(page.locator("#hasil a[href*='sop/peminjaman-ruang/']")).to_have_count(0)
    link.click()
    expect(page).to_have_url(re.compile(rf"^{re.escape(base)}/sop/{REPLACED}/"))


@pytest.mark.parametrize(("query", "id_"), [
    ("cap legalisasi", GENUINE), ("menelaah", "penanganan-pengaduan"), ("agendaris", REPLACED), ("kunci ruang", "peminjaman-ruang"),
    ("mengagenda", REPLACED), ("01/SOP/DU/2026", GENUINE),
])
def test_address_with_a_question_answers_it(served: Served, opened: Opening, query: str, id_: str) -> None:
    page, _ = opened(f"{served.root}/cari/?q={query.replace(' ', '+').replace('/', '%2F')}")
    expect(page.locator("main input[type=search]")).to_have_value(query)
    expect(page.locator(f"#hasil a[href*='sop/{id_}/']").first).to_be_visible()


def test_excerpt_tells_more_than_the_name(served: Served, opened: Opening) -> None:
    page, _ = opened(f"{served.root}/cari/?q=pengelolaan+surat+masuk")
    result = page.locator("#hasil li").filter(has=page.locator(f"a[href*='sop/{REPLACED}/']")).first
    expect(result.locator("a")).to_have_text("Pengelolaan Surat Masuk")
    expect(result.locator(".rinci")).to_contain_text("03-R1/SOP/DU/2026")
    expect(result.locator(".kutipan mark").first).to_be_visible()
    expect(result.locator(".kutipan")).not_to_contain_text(re.compile("Pengelolaan Surat Masuk|SOP/DU"))
    page.goto(f"{served.root}/cari/?q=agendaris")
    actor = page.locator("#hasil li").filter(has=page.locator("a[href*='pelaksana/']")).first
    expect(actor).to_be_visible()
    expect(actor.locator(".kutipan")).to_have_count(0)


@pytest.mark.parametrize("query", ["qwxzqwxz", "duqwxz", "diqwxz"])
def test_two_letters_are_no_answer(served: Served, opened: Opening, query: str) -> None:
    page, _ = opened(f"{served.root}/cari/?q={query}")
    expect(page.locator("#keadaan")).to_contain_text("Tidak ada hasil")


def test_nothing_found_is_said(served: Served, opened: Opening) -> None:
    page, _ = opened(f"{served.root}/cari/?q=qwxzqwxz")
    expect(page.locator("main [aria-live], main [role=status]").first).to_contain_text(re.compile("tidak|0", re.IGNORECASE))


def test_first_page_leads_to_search(served: Served, opened: Opening) -> None:
    page, _ = opened(f"{served.root}/")
    field = page.locator("main input[type=search]")
    field.fill("disposisi")
    field.press("Enter")
    expect(page).to_have_url(re.compile(r"/cari/\?q=disposisi"))
    expect(page.locator(f"#hasil a[href*='sop/{REPLACED}/']").first).to_be_visible()


def test_search_by_keyboard_alone(served: Served, opened: Opening) -> None:
    page, _ = opened(f"{served.root}/cari/")
    tab_to(page, "main input[type=search]")
    page.keyboard.type("disposisi")
    expect(page.locator(f"#hasil a[href*='sop/{REPLACED}/']").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('#hasil a') !== null"), "arrow down does not lead into the results"
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/sop/{REPLACED}/"))


def test_skip_link_comes_first_and_leads_to_the_content(served: Served, opened: Opening) -> None:
    page, _ = opened(f"{served.root}/")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_attribute("href", "#isi")
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_every_stop_of_the_keyboard_is_seen(served: Served, opened: Opening) -> None:
    seen = """() => {
      const item = document.activeElement, box = item.getBoundingClientRect(), style = getComputedStyle(item);
      const drawn = item.matches('svg a') && getComputedStyle(item.firstElementChild).strokeWidth !== '1px' &&
        parseFloat(getComputedStyle(item.firstElementChild).strokeWidth) > 0;
      const marked = drawn || style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none';
      const within = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
      return item === document.body ? '' : (marked && within ? 'ok' : `${item.outerHTML.slice(0, 120)} marked=${marked} within=${within}`);
    }"""
    page, _ = opened(f"{served.root}/sop/{GENUINE}/", width=320)
    states = []
    for _ in range(70):
        page.keyboard.press("Tab")
        state = page.evaluate(seen)
        if not state:
            break
        states.append(state)
    assert len(states) > 10
    assert [state for state in states if state != "ok"] == []


def test_filter_by_pelaksana(served: Served, opened: Opening) -> None:
    page, _ = opened(f"{served.root}/sop/{GENUINE}/")
    theirs = page.locator("main table").get_by_text("Menandatangani salinan yang dilegalisasi").first
    others = page.locator("main table").get_by_text("Mencocokkan salinan dengan dokumen asli").first
    strength = "item => getComputedStyle(item.closest('tr')).display === 'none' ? 0 : Number(getComputedStyle(item.closest('tr')).opacity)"
    before = theirs.evaluate(strength), others.evaluate(strength)
    choice = page.locator("main").get_by_role("checkbox", name=re.compile("Kepala Bidang Layanan")).or_(
        page.locator("main").get_by_role("button", name=re.compile("Kepala Bidang Layanan"))).first
    choice.focus()
    page.keyboard.press("Space")
    expect(page.locator("main [aria-live], main [role=status]").first).to_contain_text("1")
    assert before == (1, 1)
    assert theirs.evaluate(strength) == 1
    assert others.is_hidden() or others.evaluate(strength) < 1 or others.evaluate("item => item.closest('tr').className") != ""
    page.keyboard.press("Space")
    assert others.is_visible()
