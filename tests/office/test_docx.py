"""The book for Word: sound by the schemas, the same bytes each time, its daftar isi that of the printed book, its look as expected."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree

from bukusop import cache, render
from bukusop.diagnostics import Findings
from bukusop.load import load_book
from bukusop.model import Book, Daftar, Paragraf, Run, Sop, Status
from bukusop.office.word import hyphens, svg, write_book
from bukusop.office.word.document import Document, Section, bookmark_name
from bukusop.paths import Project
from bukusop.pipeline.office import contents, make_docx
from tests.conftest import PROJECTS, environment, tool
from tests.office.schema import problems
from tests.office.wordrules import dislikes

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

    def again(self, scene: render.Scene | None = None) -> bytes:
        return write_book(scene or self.scene, lambda sop: self.measures[sop.id], self.entries, WHEN)


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


@dataclass
class Field:
    """A field of Word with those inside it, reckoned as Word does: PAGE, PAGEREF, a sum, IF and QUOTE."""

    pieces: list[str | Field]

    @staticmethod
    def read(nodes: Sequence[etree._Element]) -> Field:
        stack = [Field([])]
        for node in nodes:
            kind = node.get(f"{W}fldCharType")
            if kind == "begin":
                stack.append(Field([]))
                stack[-2].pieces.append(stack[-1])
            elif kind == "end":
                stack.pop()
            elif node.tag == f"{W}instrText":
                stack[-1].pieces.append(node.text or "")
        return stack[0]

    def shown(self, pages: Mapping[str, int]) -> str:
        text = "".join(piece if isinstance(piece, str) else piece.shown(pages) for piece in self.pieces)
        kind, _, rest = text.strip().partition(" ")
        if kind in ("PAGE", "PAGEREF"):
            key, _, form = text.strip().partition(" \\* ")
            assert form == "Arabic", "a Roman number cannot be reckoned with"
            return str(pages[key])
        if kind == "=":
            return str(sum(int(sign + number) for sign, number in re.findall(r"([+-]?) ?(\d+)", rest)))
        if kind == "IF":
            left, right, then, other = re.fullmatch(r'(\d+) = (\d+) "(.*?)" "(.*?)"', rest).groups()     # type: ignore[union-attr]
            return str(then if left == right else other)
        return rest.strip('"') if kind == "QUOTE" else text


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
    assert [_watermarks(section) for section in document.sections] == [["DRAF"]] * len(document.sections)


def _watermarks(section: Any) -> list[str]:
    words = [node.get("string") for node in section.header._element.iter("{urn:schemas-microsoft-com:vml}textpath")]
    return [str(word) for word in words if word]


def test_a_final_book_has_no_watermark_and_no_signature_but_ink(made: Made) -> None:
    basah = replace(made.book, status=Status.BASAH)
    document = docx.Document(BytesIO(made.again(replace(made.scene, book=basah))))
    assert [_watermarks(section) for section in document.sections] == [[]] * len(document.sections)
    for book in (made.data, made.again(replace(made.scene, book=basah))):
        root = docx.Document(BytesIO(book)).element
        words = ["".join(node.text or "" for node in paragraph.iter(f"{W}t")) for paragraph in root.iter(f"{W}p")]
        holder = made.book.pejabat_of(made.book.pengesah)
        wanted = [f"{holder.jabatan.upper()},", holder.nama, holder.pangkat, f"NIP {holder.nip}"]
        assert sum(words[place:place + 4] == wanted for place in range(len(words))) == 4, "Keputusan, two annexes, Kata Pengantar"
        assert not [line for line in words if "elektronik" in line]


def test_nothing_that_word_alone_dislikes(made: Made) -> None:
    assert dislikes(made.data) == []


@pytest.mark.parametrize(("part", "old", "new"), [
    ("word/document.xml", "<w:bookmarkEnd ", "<w:proofErr "),
    ("word/document.xml", 'w:fldCharType="separate"', 'w:fldCharType="end"'),
    ("word/document.xml", "<w:vanish/>", ""),
    ("word/document.xml", '<wp:docPr id="', '<wp:docPr id="7" was="'),
    ("word/header1.xml", "</w:pict>", '<v:shape id="a"/><v:shape id="a"/></w:pict>'),
    ("word/document.xml", "</w:tbl>", "</w:tbl><w:tbl><w:tblPr/><w:tblGrid/></w:tbl>"),
    ("word/document.xml", "<w:gridCol ", '<w:gridCol w:w="9"/><w:gridCol '),
    ("word/document.xml", 'w:vMerge w:val="restart"', "w:vMerge"),
    ("word/document.xml", "</w:p></w:tc>", "</w:p><w:tbl/></w:tc>"),
    ("word/document.xml", 'distT="0" ', ""),
    ("word/document.xml", '<mc:Choice Requires="wpg">', '<mc:Choice Requires="w99">'),
    ("word/document.xml", '<w:footerReference w:type="default"', '<w:footerReference w:type="even"'),
    ("word/document.xml", 'r:id="rId', 'r:id="rId9'),
    ("word/document.xml", ' w:orient="landscape"', ""),
    ("word/document.xml", '<w:numId w:val="', '<w:numId w:val="99'),
    ("word/document.xml", '<w:pStyle w:val="', '<w:pStyle w:val="X'),
    ("word/document.xml", ' xml:space="preserve"', ""),
    ("word/numbering.xml", '<w:abstractNumId w:val="', '<w:abstractNumId w:val="9'),
    ("word/styles.xml", '<w:basedOn w:val="', '<w:basedOn w:val="X'),
    ("word/settings.xml", 'w:val="15"', 'w:val="12"'),
    ("word/_rels/document.xml.rels", 'Target="header1.xml"', 'Target="header99.xml"'),
])
def test_what_word_dislikes_is_seen(made: Made, part: str, old: str, new: str) -> None:
    source, target = zipfile.ZipFile(BytesIO(made.data)), BytesIO()
    with zipfile.ZipFile(target, "w") as broken:
        for name in source.namelist():
            data = source.read(name)
            if name == part:
                faulty = data.decode().replace(old, new)
                assert faulty != data.decode(), "the fault is planted"
                data = faulty.encode()
            broken.writestr(name, data)
    assert dislikes(target.getvalue())


def test_a_keputusan_counts_its_pages_from_the_first(made: Made) -> None:
    document = docx.Document(BytesIO(made.data))
    counted = [section for section in document.sections if _style(section.header.paragraphs[0]._element) == "NomorKeputusan"]
    assert len(counted) == 1
    runs = list(counted[0].header._element.iter(f"{W}fldChar", f"{W}instrText"))
    for first in (2, 19):
        shown = [Field.read(runs).shown({"PAGE": page, "PAGEREF keputusan_01_penetapan": first}) for page in range(first, first + 11)]
        assert shown == ["", *(f"- {number} -" for number in range(2, 12))]
    assert "keputusan_01_penetapan" in [node.get(f"{W}name") for node in made.root.iter(f"{W}bookmarkStart")]
    assert " PAGE " in [node.text for node in counted[0].footer._element.iter(f"{W}instrText")], "the book's number stays at the foot"
    results = [node.text for node in counted[0].header._element.iter(f"{W}t") if node.text]
    assert results == [], "what does not reckon shows nothing, not a wrong number"


def test_words_are_parted_as_in_the_pdf_and_stay_words() -> None:
    line = hyphens.Line((20.0,), 0.0)
    runs = (Run("Penyelenggaraan pemerintahan daerah yang "), Run("berkesinambungan", tebal=True), Run(" dan bertanggungjawab; selesai."))
    softened = hyphens.softened(runs, line)
    assert [words.replace(hyphens.SOFT, "") for words in softened] == [run.teks for run in runs]
    assert hyphens.SOFT in "".join(softened)
    for word in re.findall(rf"[\w{hyphens.SOFT}]+", "".join(softened)):
        parts = word.split(hyphens.SOFT)
        assert len(parts) == 1 or (len("".join(parts)) >= 9 and min(len(parts[0]), len(parts[-1])) >= 4), word
    assert hyphens.softened(runs, None) == [run.teks for run in runs]


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
    read = subprocess.run([tool("pdftotext"), "-layout", str(tmp_path / "buku.pdf"), "-"], capture_output=True, text=True, check=True)
    texts = {page.split()[-1]: " ".join(page.split()).casefold() for page in read.stdout.split("\f") if page.split()}
    for entry in made.entries:
        wanted = "lampiran" if entry.gaya == "lampiran" else entry.judul.removeprefix("Keputusan tentang ")
        assert wanted.casefold() in texts[entry.halaman], "what the daftar isi says is true of this document too"
    heads = [text[:40] for folio, text in texts.items() if not folio.isdigit() and re.match(r"[-\d ]+ |.*(error|galat)", text)]
    assert heads == [], "the number that LibreOffice reckons for a page of a Keputusan would be wrong"


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
        assert dislikes(path.read_bytes()) == [], profil.nama
        outer = bool(docx.Document(str(path)).settings.odd_and_even_pages_header_footer)
        assert outer == (profil.folio.perataan == "outer")
