"""The book for Word: sound by the schemas, the same bytes each time, its daftar isi that of the printed book, its look as expected."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path

import docx
import pytest
from lxml import etree

from bukusop import cache, render
from bukusop.diagnostics import Findings
from bukusop.load import load_book
from bukusop.model import Book, Daftar, Paragraf, Run, Sop
from bukusop.office.word import svg, write_book
from bukusop.office.word.document import Document, Section, bookmark_name
from bukusop.paths import Project
from bukusop.pipeline.office import contents, make_docx
from tests.conftest import PROJECTS, environment, tool
from tests.office.schema import problems

GOLDEN = Path(__file__).parent / "golden" / "kecil"
WHEN = datetime(2026, 2, 2, 2, 40, tzinfo=UTC)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True)
class Made:
    book: Book
    scene: render.Scene
    measures: dict[str, render.Measured]
    entries: tuple[render.Entry, ...]
    data: bytes

    @property
    def root(self) -> etree._Element:
        return etree.fromstring(zipfile.ZipFile(BytesIO(self.data)).read("word/document.xml"))

    def again(self) -> bytes:
        return write_book(self.scene, lambda sop: self.measures[sop.id], self.entries, WHEN)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("word") / "kecil"
    shutil.copytree(PROJECTS / "kecil", folder)
    project = Project.at(folder)
    book = load_book(project, Findings())
    assert book is not None
    scene = render.Scene(book, render.Templates.read(project.templates))
    measures = render.Measures(replace(scene, links=False), cache.store_of(project), cache.identify())
    found = {sop.id: measures.of(sop) for sop in book.sops}
    assert {sop.id: measures.of(sop) for sop in book.sops} == found, "what is kept is what was measured"
    entries = tuple(contents(project, scene, lambda *_: None))
    return Made(book, scene, found, entries, write_book(scene, lambda sop: found[sop.id], entries, WHEN))


def test_sound_by_the_schemas_of_office(made: Made, tmp_path: Path) -> None:
    path = tmp_path / "buku.docx"
    path.write_bytes(made.data)
    assert problems(path) == []
    broken = tmp_path / "rusak.docx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(broken, "w") as new:
        for item in old.infolist():
            new.writestr(item, old.read(item).replace(b"<w:tblGrid>", b"<w:tblGrit>").replace(b"</w:tblGrid>", b"</w:tblGrit>"))
    assert problems(broken), "the checker sees a planted fault"


def test_same_bytes_each_time(made: Made) -> None:
    assert made.again() == made.data
    dates = {item.date_time for item in zipfile.ZipFile(BytesIO(made.data)).infolist()}
    assert dates == {(1980, 1, 1, 0, 0, 0)}


def test_daftar_isi_is_that_of_the_printed_book(made: Made) -> None:
    lines = [paragraph for paragraph in made.root.iter(f"{W}p") if re.fullmatch(r"TOC\d", _style(paragraph))]
    said = ["".join(node.text or "" for node in line.iter(f"{W}t")) for line in lines]
    assert said == [f"{entry.label}{entry.judul}{entry.halaman}" for entry in made.entries]
    marks = [node.get(f"{W}name") for node in made.root.iter(f"{W}bookmarkStart")]
    assert len(marks) == len(set(marks))
    asked = {node.get(f"{W}anchor") for node in made.root.iter(f"{W}hyperlink") if node.get(f"{W}anchor")}
    assert asked <= set(marks)
    ids = [node.get(f"{W}id") for node in made.root.iter(f"{W}bookmarkStart")]
    assert len(ids) == len(set(ids))


def _style(paragraph: etree._Element) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else str(found.get(f"{W}val"))


def test_styles_numbers_and_sections_are_real(made: Made) -> None:
    document = docx.Document(BytesIO(made.data))
    known = {style.style_id for style in document.styles}
    assert {_style(paragraph) for paragraph in made.root.iter(f"{W}p")} - {""} <= known
    numbers = {num.get(f"{W}numId") for num in document.part.numbering_part.element.iter(f"{W}num")}
    used = {node.get(f"{W}val") for node in made.root.iter(f"{W}numId")}
    assert used - {"0"} <= numbers
    chapters = [paragraph.text.strip() for paragraph in document.paragraphs if paragraph.style and paragraph.style.style_id == "Heading1"]
    assert chapters == [chapter.judul.upper() for chapter in made.book.chapters]
    folios = [section._sectPr.find(f"{W}pgNumType") for section in document.sections]
    assert [node.get(f"{W}fmt") for node in folios if node.get(f"{W}start")] == ["lowerRoman", "decimal"]
    lying = [section for section in document.sections if (section.page_width or 0) > (section.page_height or 0)]
    assert len(lying) >= len(made.book.sops)
    assert "DRAF" in "".join(paragraph.text for paragraph in document.sections[0].header.paragraphs)


def test_golden(made: Made, renew: bool) -> None:
    archive = zipfile.ZipFile(BytesIO(made.data))
    names = sorted(name for name in archive.namelist() if name.endswith((".xml", ".rels")) and name != "docProps/core.xml")
    for name in names:
        root = etree.fromstring(archive.read(name), etree.XMLParser(remove_blank_text=True))
        whole = etree.tostring(root, encoding="unicode")
        text = re.sub(r"(?=<(?:w:p|w:tr|w:tbl|w:style|w:num|w:abstractNum|wps:wsp)[ >])", "\n", whole) + "\n"
        path = GOLDEN / name.replace("/", "__").replace("[", "").replace("]", "")
        if renew:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text, name


def test_libreoffice_shows_as_many_pages_of_sheets(made: Made, tmp_path: Path) -> None:
    path = tmp_path / "buku.docx"
    path.write_bytes(made.data)
    subprocess.run([tool("soffice"), f"-env:UserInstallation=file://{tmp_path}/lo", "--headless", "--convert-to", "pdf", "--outdir",
                    str(tmp_path), str(path)], check=True, capture_output=True, timeout=180)
    said = subprocess.run([tool("pdfinfo"), "-l", "999", str(tmp_path / "buku.pdf")], capture_output=True, text=True, check=True).stdout
    sizes = [line.split("size:")[1].split() for line in said.splitlines() if " size:" in line and line.startswith("Page ")]
    lying = sum(float(size[0]) > float(size[2]) for size in sizes)
    dividers = sum(spec.jenis is render.Jenis.PEMBATAS for spec in render.plan(made.book))
    assert lying == sum(len(measured) for measured in made.measures.values()) + dividers


def test_one_sheet_by_the_command(project_copy: Callable[[str], Path]) -> None:
    folder = project_copy("kecil")
    id_ = "legalisasi-salinan"
    done = subprocess.run([sys.executable, "-m", "bukusop.cli", "docx", id_], cwd=folder, env=environment(), capture_output=True, text=True,
                          check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"build/docx/{id_}.docx: 1 lembar SOP, ")
    path = folder / "build" / "docx" / f"{id_}.docx"
    assert problems(path) == []
    before = path.read_bytes()
    assert make_docx(Project.at(folder), id_, datetime.fromtimestamp(1770000000, UTC), lambda *_: None).path.read_bytes() == before
    done = subprocess.run([sys.executable, "-m", "bukusop.cli", "docx", "tidak-ada"], cwd=folder, env=environment(), capture_output=True,
                          text=True, check=False)
    assert done.returncode == 2
    assert "tidak-ada" in done.stderr
    assert sorted(item.name for item in path.parent.iterdir()) == [path.name]


def test_hostile_texts_stay_texts(made: Made, tmp_path: Path) -> None:
    document = Document(made.book, made.book.profil, {"sop_ada"})
    word = '<w:p>&amp;" \x01\ud7ff]]> {TC}'
    inner = Daftar(((Paragraf((Run("dalam"),)),),), "a", 3)
    document.add(*document.blocks((
        Paragraf((Run(word, tautan="sop:tidak-ada"), Run("x", tautan="javascript:alert(1)"))),
        Daftar(((Paragraf((Run("butir"),)), inner),), "1", 4),
    ), "BodyText"))
    document.add(*[document.paragraph("Normal", *document.entry("tempat", 'judul "berkutip" \\f X', 1))])
    document.end_section(Section(made.book.profil.prosa), last=True)
    path = tmp_path / "x.docx"
    path.write_bytes(document.save("x", "y", WHEN))
    assert problems(path) == []
    read = docx.Document(str(path))
    assert read.paragraphs[0].text == word.replace("\x01", "") + "x"
    assert not [relation for relation in read.part.rels.values() if relation.is_external]


def test_bookmark_names() -> None:
    assert bookmark_name("sop-cuti") == "sop_cuti"
    long = [bookmark_name(f"sop-{'a' * 50}-{number}") for number in range(3)]
    assert len(set(long)) == 3
    assert all(len(name) <= 40 for name in long)
    assert bookmark_name("sop-a_b") != bookmark_name("sop-a-b")


def test_svg_paths() -> None:
    drawn = svg.read(
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 20"><g transform="translate(1 2) scale(2)" fill="#0f0">'
        b'<rect x="1" y="1" width="2" height="3"/><path d="m1 1h2v2a1 1 0 0 1-2 0z" stroke="red" stroke-width="0.5"/></g>'
        b"<text>x</text></svg>")
    assert drawn.frame == (0, 0, 10, 20)
    box, path = drawn.figures
    assert (box.fill, box.stroke, box.commands[0], box.commands[2]) == ("00FF00", "", ("M", ((3, 4),)), ("L", ((7, 10),)))
    assert (path.stroke, path.width) == ("FF0000", 1.0)
    assert [letter for letter, _ in path.commands] == ["M", "L", "L", "C", "C", "Z"]
    assert path.commands[-2][1][-1] == pytest.approx((3, 8))


def _given(measured: render.Measured, _: Sop) -> render.Measured:
    return measured


def test_every_profile_is_sound(made: Made, tmp_path: Path) -> None:
    for profil in made.book.semua_profil:
        sop = replace(made.book.sops[0], profil=profil.nama)
        book = replace(made.book, profil=profil, sops=(sop,), pembatas_bidang=True)
        scene = replace(made.scene, book=book)
        measured = render.Measured.of(render.sheet(replace(scene, links=False), sop))
        entries = [entry for entry in made.entries if entry.gaya != "sop" or entry.bagian == f"sop-{sop.id}"]
        path = tmp_path / f"{profil.nama}.docx"
        path.write_bytes(write_book(scene, partial(_given, measured), entries, WHEN))
        assert problems(path) == [], profil.nama
        outer = bool(docx.Document(str(path)).settings.odd_and_even_pages_header_footer)
        assert outer == (profil.folio.perataan == "outer")
