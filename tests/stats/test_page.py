"""The page of statistics: one file, sound HTML, no network, no script; the same bytes each time; nothing of a source is HTML."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bukusop import pipeline
from bukusop.model import Book
from bukusop.paths import Project
from bukusop.render import Templates
from bukusop.stats import count, statistics_page
from bukusop.stats.page import MOST_BARS
from tests.conftest import PROJECTS, ROOT

TODAY = date(2026, 11, 21)
VOID = {"meta", "br"}
EVIL = '<script>alert("1")</script>&amp;"\' </svg>'


class Reader(HTMLParser):
    """Collects tags and attributes; complains of tags that do not match."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len(dict(attrs)), f"an attribute twice in <{tag}>"
        self.tags.append((tag, {key: value or "" for key, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def values(self, name: str) -> list[str]:
        return [attributes[name] for _, attributes in self.tags if name in attributes]


def small() -> Book:
    return pipeline.read(Project(PROJECTS / "kecil"))[0]


def page(book: Book, today: date = TODAY) -> str:
    return statistics_page(Templates.read(ROOT / "templates"), book, count(book, today))


def many(book: Book, number: int) -> Book:
    sops = tuple(replace(book.sops[index % len(book.sops)], id=f"s{index}", nama=f"SOP Nomor {index}") for index in range(number))
    return replace(book, sops=sops)


def check(html: str) -> Reader:
    found = Reader(html)
    tags = {tag for tag, _ in found.tags}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "image", "use", "foreignobject"}
    assert html.lstrip().lower().startswith("<!doctype html>")
    assert ("html", {"lang": "id"}) in found.tags
    for word in ("http:", "https:", "url(", "@import", "xlink", "<!--"):
        assert word not in html.replace("http://www.w3.org/2000/svg", "")
    ids = found.values("id")
    assert len(ids) == len(set(ids))
    assert not [key for _, attributes in found.tags for key in attributes if key.startswith("on")]
    assert {value.removeprefix("#") for value in found.values("href")} <= set(ids)
    assert {name for value in found.values("aria-labelledby") for name in value.split()} <= set(ids)
    return found


def svgs(html: str) -> list[ElementTree.Element]:
    return [ElementTree.fromstring("<svg " + piece.partition("</svg>")[0] + "</svg>") for piece in html.split("<svg ")[1:]]


def test_sound_and_alone() -> None:
    html = page(small())
    check(html)
    drawings = svgs(html)
    assert len(drawings) == 6
    for drawing in drawings:
        assert drawing.get("role") == "img"
        assert [child.tag for child in drawing[:2]] == ["title", "desc"]
        assert all(child.text for child in drawing[:2])
        assert len([rect for rect in drawing.iter("rect") if rect.get("class") == "batang"]) > 0


def test_every_figure_of_a_plot_is_in_a_table() -> None:
    book = small()
    html = page(book)
    table = html[html.index('id="tabel-sop"') :]
    for item in count(book, TODAY).sop:
        assert f">{item.nama}<" in table
        assert f'<td class="angka">{item.langkah}</td><td class="angka">{item.pelaksana}</td>' in table
        assert str(item.waktu_utama) in table


def test_same_figures_same_bytes() -> None:
    script = "from tests.stats.test_page import page, small; import sys; sys.stdout.write(page(small()))"
    runs = [
        subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True, env={
            "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "scripts")}).stdout.decode()
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1] == page(small()) == page(small())


def test_nothing_of_a_source_is_html() -> None:
    book = small()
    prosedur = tuple(
        replace(item, pelaksana=tuple(replace(actor, nama=f"{EVIL}{actor.nama}") for actor in item.pelaksana))
        for item in book.sops[0].prosedur)
    book = replace(
        book, judul=EVIL, sops=(replace(book.sops[0], nama=EVIL, nomor=EVIL, prosedur=prosedur), *book.sops[1:]),
        bidang=tuple(replace(item, nama=EVIL) for item in book.bidang), instansi=replace(book.instansi, nama=EVIL, pemerintah=EVIL),
    )
    html = page(book)
    check(html)
    assert "<script" not in html


@pytest.mark.parametrize("number", [0, 1, MOST_BARS, 460])
def test_any_number_of_sops(number: int) -> None:
    html = page(many(small(), number))
    check(html)
    assert ("Hanya yang terbesar" in html[: html.index('id="tabel-sop"')]) is (number > MOST_BARS)
    assert html.count('<th scope="row">SOP Nomor ') == number
    assert ("Belum ada angka untuk digambar" in html) is (number == 0)


def test_procedures_without_steps_or_dates() -> None:
    book = small()
    bare = tuple(replace(sop, prosedur=(), tanggal=type(sop.tanggal)()) for sop in book.sops)
    html = page(replace(book, sops=bare))
    check(html)
    assert "tanpa tanggal efektif" in html
    check(page(replace(book, sops=(), bidang=())))


def test_other_commands_do_not_wait_for_the_plots() -> None:
    script = "import sys, bukusop.pipeline, bukusop.cli; print('pygal' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT / "scripts")})
    assert done.stdout.strip() == "False"


def test_written_whole(tmp_path: Path) -> None:
    import shutil

    folder = tmp_path / "buku"
    shutil.copytree(PROJECTS / "kecil", folder)
    path = pipeline.write_statistics(Project(folder), TODAY)
    assert path == folder / "build" / "statistik.html"
    assert path.read_text(encoding="utf-8") == page(small())
