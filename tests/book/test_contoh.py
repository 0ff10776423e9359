"""The example book, read back from the finished PDF: whole, numbered right, linked, tagged, and plainly a draft."""

import itertools
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from bukusop import pipeline
from bukusop.assemble import readback
from bukusop.paths import Project
from tests.conftest import ROOT, tool
from tests.render.looking import check_picture, picture

pytestmark = pytest.mark.xdist_group("contoh")


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the example book in a copy of the project."""
    folder = tmp_path_factory.mktemp("contoh")
    for name in ("book", "sops", "templates", "assets"):
        shutil.copytree(ROOT / name, folder / name)
    return pipeline.make_book(Project.at(folder), datetime.fromtimestamp(1770000000, UTC), lambda *_: None).path


@pytest.fixture(scope="session")
def reader(book: Path) -> PdfReader:
    return readback.open_book(book.read_bytes())


@pytest.fixture(scope="session")
def outline(reader: PdfReader) -> list[tuple[int, str, int]]:
    return [(item.level, item.title, item.page) for item in readback.outline(reader)]


@pytest.fixture(scope="session")
def labels(reader: PdfReader) -> tuple[str, ...]:
    return readback.page_labels(reader)


@pytest.fixture(scope="session")
def texts(reader: PdfReader) -> list[str]:
    """The text of every page, in reading order."""
    return [readback.page_text(reader, number) for number in range(readback.page_count(reader))]


def words(text: str) -> str:
    """Give the letters and digits alone: spaces, hyphens at line ends and case differ between a title and its mention."""
    return re.sub(r"[\W_]+", "", text).lower()


def test_size(reader: PdfReader) -> None:
    assert readback.page_count(reader) > 140


def test_outline_holds_bidang_and_sops(outline: list[tuple[int, str, int]]) -> None:
    tops = [title.partition(" tentang")[0] for level, title, _ in outline if level == 1]
    assert tops[:5] == ["Sampul", "Keputusan", "Keputusan", "Kata Pengantar", "Daftar Isi"]
    assert [title.split()[1] for title in tops[5:]] == ["I", "II", "III", "IV"]
    assert sum(1 for level, title, _ in outline if level == 2 and re.match(r"[A-G]\. (Bidang|UPT|Subbagian)", title)) == 7
    assert sum(1 for level, _, _ in outline if level == 3) == 46


def entries(texts: list[str]) -> list[tuple[str, str]]:
    """Read the daftar isi from the page text: (title, page number as printed)."""
    start = next(index for index, text in enumerate(texts) if "\nDAFTAR ISI\n" in text)
    end = next(index for index, text in enumerate(texts) if "BAB I\nPENDAHULUAN" in text)
    lines = [line.strip() for text in texts[start:end] for line in text.splitlines()[:-1] if line.strip() not in ("DRAF", "DAFTAR ISI")]
    found, title = [], ""
    for line in lines:
        match = re.fullmatch(r"(.*?)(?: \.)* +(\d+|[ivxlc]+)", line)
        title = f"{title} {match[1] if match else line}".strip()
        if match:
            found.append((title, match[2]))
            title = ""
    assert not title
    return found


def test_daftar_isi_names_the_right_pages(labels: tuple[str, ...], texts: list[str]) -> None:
    """Every page number in the daftar isi is the number of the page on which that title stands."""
    listed = entries(texts)
    wrong = []
    for title, number in listed:
        page = texts[labels.index(number)]
        name = re.sub(r"^(BAB [IVX]+|[A-Z]\.|\d+\.|Keputusan tentang|Lampiran [IVX]*:)\s+", "", title)
        if words(name) not in words(page):
            wrong.append((title, number))
    assert wrong == []
    assert sum(1 for title, _ in listed if re.match(r"\d+\. ", title)) == 46
    assert len(listed) >= 46 + 7 + 4 + 4


def test_links_of_the_daftar_isi_lead_to_the_printed_page(
    book: Path, texts: list[str], labels: tuple[str, ...], outline: list[tuple[int, str, int]]
) -> None:
    with pikepdf.open(book) as pdf:
        numbers = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        names = {str(key): value for key, value in _names(pdf)}
        start = next(page for _, title, page in outline if title == "Daftar Isi")
        end = next(page for _, title, page in outline if title == "BAB I Pendahuluan")
        led = [_page_of(link, names, numbers) for page in list(pdf.pages)[start:end] for link in _links(page)]
    # A title over two lines is two annotations, and the number is one more: the order of the pages tells.
    assert _steps([labels[page] for page in led if page is not None]) == _steps([number for _, number in entries(texts)])


def _steps(items: list[str]) -> list[str]:
    return [item for item, _ in itertools.groupby(items)]


def _links(page: pikepdf.Page) -> list[pikepdf.Object]:
    return [annotation for annotation in page.obj.get("/Annots", ()) if annotation.Subtype == pikepdf.Name.Link]


def _names(pdf: pikepdf.Pdf) -> list[tuple[object, pikepdf.Object]]:
    flat = [item for leaf in pdf.Root.Names.Dests.Kids for item in leaf.Names]
    return list(zip(flat[::2], flat[1::2], strict=True))


def _page_of(link: pikepdf.Object, names: dict[str, pikepdf.Object], numbers: dict[tuple[int, int], int]) -> int | None:
    target = link.get("/Dest") or link.A.get("/D")
    if isinstance(target, pikepdf.String):
        target = names[str(target)]
    if isinstance(target, pikepdf.Dictionary):
        target = target.D
    return numbers.get(target[0].objgen)


def test_every_keterkaitan_and_master_list_line_is_a_link(book: Path) -> None:
    with pikepdf.open(book) as pdf:
        links = [link for page in pdf.pages for link in _links(page)]
        assert len(links) > 300
        assert not [link for link in links if "/A" in link and str(link.A.get("/URI", "")).startswith("bukusop:")]


def test_page_labels_run_roman_then_arabic(labels: tuple[str, ...]) -> None:
    body = labels.index("1")
    assert labels[0] == "i"
    assert all(re.fullmatch("[ivxlc]+", label) for label in labels[:body])
    assert list(labels[body:]) == [str(number) for number in range(1, len(labels) - body + 1)]


def test_properties(book: Path) -> None:
    with pikepdf.open(book) as pdf:
        assert pdf.Root.Lang == "id"
        assert "Standar Operasional Prosedur" in str(pdf.docinfo.Title)
        assert "Dinas Koperasi" in str(pdf.docinfo.Author)
        assert pdf.Root.MarkInfo.Marked


def test_fonts_are_embedded_and_subset(book: Path) -> None:
    with pikepdf.open(book) as pdf:
        fonts = {font.BaseFont: font for page in pdf.pages for font in page.obj.Resources.get("/Font", {}).values()}
        assert 3 <= len(fonts) <= 12
        for name, font in fonts.items():
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert {"/FontFile2", "/FontFile3"} & set(descriptor.keys()), name
            assert re.match(r"/[A-Z]{6}\+", str(name)), name


def test_every_page_of_a_draft_says_so(texts: list[str]) -> None:
    assert [index for index, text in enumerate(texts) if "DRAF" not in text] == []


def test_nothing_looks_signed(texts: list[str]) -> None:
    everything = " ".join(texts).lower()
    for mark in ("ditandatangani secara elektronik oleh", "sertifikat elektronik yang diterbitkan", "bsre"):
        assert mark not in everything


def test_symbols_are_told_to_a_screen_reader(texts: list[str], outline: list[tuple[int, str, int]]) -> None:
    page = next(page for _, title, page in outline if title.startswith("Pemberian Cuti"))
    text = " ".join(" ".join(texts[page : page + 3]).split())
    assert re.search(r"keputusan; disetujui ke langkah \d+, ditangguhkan ke langkah \d+, ditolak ke langkah \d+", text)


def test_prose_stands_and_sheets_lie(book: Path, outline: list[tuple[int, str, int]]) -> None:
    starts = {title: page for _, title, page in outline}
    with pikepdf.open(book) as pdf:
        def wide(page: int) -> bool:
            box = [float(value) for value in pdf.pages[page].MediaBox]
            return box[2] - box[0] > box[3] - box[1]

        assert not wide(starts["BAB I Pendahuluan"])
        assert wide(starts["Survei Kepuasan Masyarakat (SKM)"])


def test_syntax(book: Path) -> None:
    assert subprocess.run([tool("qpdf"), "--check", str(book)], capture_output=True, check=False).returncode == 0


PICTURES = {
    "sampul": ("Sampul", 0),
    "keputusan-1": ("Keputusan tentang Penetapan", 0),
    "keputusan-2": ("Keputusan tentang Pembentukan", 0),
    "lampiran-1": ("Lampiran I:", 0),
    "daftar-isi": ("Daftar Isi", 0),
    "simbol": ("B. Simbol Diagram Alir", 0),
    "lembar-nik": ("Penerbitan Sertifikat Nomor Induk", 1),
    "lembar-badan-hukum": ("Fasilitasi Pendirian dan Pengesahan", 1),
    "lembar-nib": ("Pendampingan Penerbitan Nomor Induk Berusaha", 1),
    "lembar-proposal": ("Pengajuan Proposal", 1),
    "lembar-cuti": ("Pemberian Cuti", 1),
    "lembar-surat-masuk": ("Pengelolaan Surat Masuk", 1),
    "lembar-renstra": ("Penyusunan Rencana Strategis", 2),
}
"""Pages kept as pictures, each looked at by a person: the bookmark they follow, and how many pages after it."""


@pytest.mark.parametrize("name", PICTURES)
def test_picture(name: str, book: Path, outline: list[tuple[int, str, int]], renew: bool) -> None:
    title, after = PICTURES[name]
    start = next(page for _, bookmark, page in outline if bookmark.startswith(title))
    check_picture(picture(book, start + after + 1), Path(__file__).parent / "gambar" / f"{name}.png", renew=renew)
