"""What is sent to WordPress, without one: addresses, texts, markers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bukusop import pipeline
from bukusop.diagnostics import Refusal
from bukusop.model import Daftar, Paragraf, Run, plain
from bukusop.paths import Project
from bukusop.publish.wordpress import content
from bukusop.publish.wordpress.api import check_address
from bukusop.publish.wordpress.content import Content, inert, marked, read_marker
from bukusop.render.templates import SITE, Templates
from bukusop.sign import Register
from tests.conftest import PROJECTS, ROOT


@pytest.fixture(scope="module")
def pages() -> Content:
    book, _ = pipeline.read(Project.at(PROJECTS / "kecil"))
    return Content(book, Register(), Templates.read(ROOT / "templates", SITE), {})


@pytest.mark.parametrize("address", ["https://dinas.example", "https://dinas.example/sop/", "http://127.0.0.1:8080", "http://localhost/"])
def test_addresses_a_password_may_travel_to(address: str) -> None:
    assert check_address(address) == address.rstrip("/")


@pytest.mark.parametrize("address", [
    "http://dinas.example", "http://127.0.0.1.dinas.example", "http://localhost@dinas.example", "https://u:p@dinas.example",
    "dinas.example", "ftp://dinas.example", "https://dinas.example/?a=1", "https://", "javascript:alert(1)",
])
def test_addresses_it_may_not(address: str) -> None:
    with pytest.raises(Refusal):
        check_address(address)


def test_wordpress_acts_upon_no_text() -> None:
    assert inert("<p>[gallery] http://a.b &#39;x&#34;</p>") == "<p>&#091;gallery&#093; http&#058;//a.b &#039;x&quot;</p>"
    assert inert('<a href="https://a.b/[x]">y</a>') == '<a href="https://a.b/%5Bx%5D">y</a>'
    assert inert('<!-- wp:heading {"level":3} -->') == '<!-- wp:heading {"level":3} -->'


def test_a_marker_is_read_back() -> None:
    text = marked("sop/a-b", "<p>isi</p>\n")
    key, digest, body = read_marker(text)
    assert (key, body) == ("sop/a-b", "<p>isi</p>\n") and digest == content.digest_of(body)
    assert read_marker("<p>isi</p>" + text)[0] == ""


def test_cells_hold_lines() -> None:
    inner = Daftar(((Paragraf((Run("satu"),)),), (Paragraf((Run("dua"),)), Daftar(((Paragraf((Run("x"),)),),), "a"))), "1", 3)
    found = [plain((Paragraf(line),)) for line in content.lines((Paragraf((Run("awal"),)), inner))]
    assert found == ["awal", "3. satu", "4. dua", "  a. x"]


def test_titles_are_escaped_once(pages: Content) -> None:
    title = pages.title("A & <b> [x] 'y' \"z\"")
    assert title == "A &amp; &lt;b&gt; &#091;x&#093; &#039;y&#039; &quot;z&quot;"
    listed = pages.list_page({}, [(title, "https://a.b/c")]).text
    assert f'<a href="https://a.b/c">{title}</a>' in listed


def test_blocks_are_core_blocks_and_whole(pages: Content) -> None:
    for draft in (*(pages.sop(sop) for sop in pages.book.sops), pages.list_page({}, [])):
        opened = re.findall(r"<!-- (/?)wp:(\w+)[^>]* -->", draft.text)
        assert {name for _, name in opened} <= {"paragraph", "heading", "table"}
        assert [name for close, name in opened if not close] == [name for close, name in opened if close]
        assert "style=" not in draft.text and "<script" not in draft.text and "class=\"utuh\"" not in draft.text


def test_a_page_that_left_the_book_says_so_once(pages: Content) -> None:
    sop = pages.sop(pages.book.sops[0])
    once = pages.gone(sop.key, sop.title, sop.text, {})
    twice = pages.gone(once.key, once.title, once.text, {})
    assert once == twice and once.text.count("tidak lagi termuat") == 1 and once.title == f"Tidak berlaku: {sop.title}"


def test_templates_are_there() -> None:
    assert {path.name for path in Path(ROOT / "templates" / "site").glob("wordpress-*.html")} == {
        "wordpress-daftar.html", "wordpress-judul.html", "wordpress-keadaan.html", "wordpress-makro.html", "wordpress-sop.html",
    }
