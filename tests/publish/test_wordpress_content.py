"""What is sent to WordPress, without one: addresses, texts, markers."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bukusop import pipeline
from bukusop.diagnostics import Refusal
from bukusop.model import Daftar, Paragraf, Run, Terbit, plain
from bukusop.paths import Project
from bukusop.publish.opening import open_target
from bukusop.publish.wordpress import WordPressTarget, content
from bukusop.publish.wordpress.api import check_address
from bukusop.publish.wordpress.content import Content, inert, marked, read_marker
from bukusop.render.templates import SITE, Templates
from bukusop.sign import Entry, Level, Register
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


@pytest.mark.parametrize(("status", "url", "said"), [
    ("berlaku", "https://a.b/c.pdf", "Unduh SOP bertanda tangan"), ("berlaku", "", "PDF bertanda tangannya tidak tersedia"),
    ("dicabut", "https://a.b/c.pdf", "sudah dicabut dan tidak boleh lagi dipakai"), ("diganti", "https://a.b/c.pdf", "Belum ada dokumen"),
])
def test_page_says_first_what_the_sop_is_worth(pages: Content, status: str, url: str, said: str) -> None:
    sop = pages.book.sops[0]
    entry = Entry(
        id="a" * 26, kunci=f"sop/{sop.id}", judul=sop.nama, nomor="1", berkas="sah/x.pdf", tanggal=date(2026, 2, 2), tingkat=Level.B_LTA,
        uji=False, sha256="0" * 64, ukuran=1, halaman=1, sumber="", penanda_tangan=(), status=status,
    )
    found = replace(pages, register=Register((entry,)), media={entry.sha256: url})
    assert said in found.sop(sop).text.partition("Identitas")[0]
    assert ("(sudah dicabut)" in found.list_page({}, []).text) == (status == "dicabut")


def test_own_templates_need_not_have_every_page(tmp_path: Path) -> None:
    (tmp_path / "templates" / "site").mkdir(parents=True)
    (tmp_path / "templates" / "site" / "wordpress-judul.html").write_text("Milik sendiri", encoding="utf-8")
    terbit = Terbit("dinas", "wordpress", "https://dinas.example", pengguna="penerbit", rahasia="lingkungan:S")
    target = open_target(terbit, tmp_path, None, Register(), {"S": "x"})      # type: ignore[arg-type]
    assert isinstance(target, WordPressTarget)
    assert target.templates.file("site/wordpress-judul.html") == b"Milik sendiri"
    assert target.templates.file("site/wordpress-sop.html")


def test_templates_are_there() -> None:
    assert {path.name for path in Path(ROOT / "templates" / "site").glob("wordpress-*.html")} == {
        "wordpress-daftar.html", "wordpress-judul.html", "wordpress-keadaan.html", "wordpress-makro.html", "wordpress-sop.html",
    }
