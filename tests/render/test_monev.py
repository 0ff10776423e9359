"""The forms of monitoring and evaluation: text against golden files, valid PDF, and pages a secretary can use."""

import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from bukusop import pipeline
from bukusop.diagnostics import SourceError, UsageError
from bukusop.model import Book, Paragraf, Run, Sop
from bukusop.paths import Project
from bukusop.render import Chosen, Scene, Templates, forms
from bukusop.render.monev import PERNYATAAN
from tests.conftest import PROJECTS, ROOT, command, environment
from tests.render.looking import check_text, page_texts
from tests.vera import verapdf

HERE = Path(__file__).parent
WHEN = datetime.fromtimestamp(1770000000, UTC)
LONG = "Penyelenggaraan Koordinasi, Pembinaan, dan Pengawasan Terpadu Antarunit Kerja serta Pelaporan Hasilnya kepada Bupati secara Berkala"


def made(folder: Path, id_: str = "") -> Path:
    return pipeline.make_monev(Project.at(folder), id_, WHEN, lambda *_: None).path


def small() -> Book:
    return pipeline.read(Project(PROJECTS / "kecil"))[0]


def parts(book: Book, sops: tuple[Sop, ...], *, single: bool) -> list[tuple[str, int]]:
    scene = Scene(book, Templates.read(ROOT / "templates"), links=False)
    return [(spec.id, part.pages) for spec, part in forms(scene, Chosen(sops, sops, WHEN.date()), single=single)]


@pytest.mark.parametrize(("id_", "name"), [("", "monev"), ("peminjaman-ruang", "monev-satu")])
def test_text(id_: str, name: str, project_copy: Callable[[str], Path], renew: bool) -> None:
    path = made(project_copy("kecil"), id_)
    assert path.name == (f"{id_}.pdf" if id_ else "monev.pdf")
    check_text(page_texts(path.read_bytes()), HERE / f"{name}.txt", renew=renew)


def test_valid_archive_and_accessible(project_copy: Callable[[str], Path]) -> None:
    folder = project_copy("kecil")
    assert verapdf([made(folder), made(folder, "peminjaman-ruang")], ["3a", "ua1"]) == []


def test_same_bytes_twice(project_copy: Callable[[str], Path]) -> None:
    folder = project_copy("kecil")
    assert made(folder).read_bytes() == made(folder).read_bytes()


def test_form_one_lies_form_two_stands(project_copy: Callable[[str], Path]) -> None:
    pages = PdfReader(made(project_copy("kecil"))).pages
    lying = [page.mediabox.width > page.mediabox.height for page in pages]
    assert lying == [True] + [False] * len(small().sops)
    assert not any("DRAF" in page.extract_text() for page in pages)


def test_outline_names_every_sop(project_copy: Callable[[str], Path]) -> None:
    outline = PdfReader(made(project_copy("kecil"))).outline
    titles = [item.title for item in outline if not isinstance(item, list)]
    assert titles == ["Formulir Pemantauan Penerapan SOP", "Formulir Evaluasi SOP: Bidang Layanan", "Formulir Evaluasi SOP: Subbagian Umum"]
    below = [item.title for group in outline if isinstance(group, list) for item in group]
    assert below == [sop.nama for sop in small().sops]


def test_every_statement_once_per_sop(project_copy: Callable[[str], Path]) -> None:
    text = " ".join(page_texts(made(project_copy("kecil")).read_bytes()).split())
    assert len(PERNYATAAN) == 12
    for statement in PERNYATAAN:
        assert text.count(" ".join(statement.split()[:3])) == len(small().sops)


@pytest.mark.parametrize("steps", [1, 5, 9, 15, 40])
def test_the_signature_never_stands_alone(steps: int, tmp_path: Path) -> None:
    book = small()
    sop = book.sops[0]
    first = replace(sop.prosedur[0].langkah[1], kegiatan=(Paragraf((Run(LONG),)),))
    rows = tuple(replace(first, nomor=str(number)) for number in range(1, steps + 1))
    sop = replace(sop, nama=LONG, prosedur=(replace(sop.prosedur[0], langkah=rows),))
    scene = Scene(replace(book, sops=(sop, *book.sops[1:])), Templates.read(ROOT / "templates"), links=False)
    _, part = next(iter(forms(scene, Chosen((sop,), (sop,), WHEN.date()), single=True)))
    path = tmp_path / "satu.pdf"
    path.write_bytes(part.pdf)
    texts = [page.extract_text() for page in PdfReader(path).pages]
    assert f"{steps}." in next(text for text in texts if "Mengetahui" in text)
    assert all("Catatan hasil penilaian" in text for text in texts)     # the head stands on every page
    assert part.continued_tables == tuple(range(1, part.pages))


def test_an_evaluation_with_a_long_name_is_one_page() -> None:
    book = small()
    sop = replace(book.sops[0], nama=LONG)
    book = replace(book, sops=(sop, *book.sops[1:]))
    assert parts(book, (sop,), single=True)[1][1] == 1


def test_what_is_not_known_is_left_to_be_written() -> None:
    book = small()
    bare = tuple(replace(sop, tanggal=type(sop.tanggal)(), nomor="") for sop in book.sops)
    assert [pages for _, pages in parts(replace(book, sops=bare), bare, single=False)] == [1, 2, 2]
    assert [pages for _, pages in parts(replace(book, sops=()), (), single=False)] == [1]
    empty = replace(book.sops[0], prosedur=())
    assert [pages for _, pages in parts(replace(book, sops=(empty,)), (empty,), single=True)] == [1, 1]


@pytest.mark.parametrize(("month", "pages", "words"), [
    ("2026-08", 1, "jatuh tempo 2 Agustus 2026"), ("2027-02", 5, "jatuh tempo 2 Februari 2027"),
    ("2026-09", 0, "tidak ada yang jatuh tempo"), ("2026-02", 0, "tidak ada yang jatuh tempo"),
    ("2026-13", 0, "bukan bulan"), ("Agustus", 0, "bukan bulan"),
])
def test_only_what_is_due_in_a_month(month: str, pages: int, words: str, project_copy: Callable[[str], Path]) -> None:
    folder = project_copy("kecil")
    line = [*command(), "monev", "--bulan", month]
    done = subprocess.run(line, cwd=folder, capture_output=True, text=True, env=environment(), check=False)
    assert done.returncode == (0 if pages else 2), done.stderr
    path = folder / "build" / f"monev-{month}.pdf"
    assert path.exists() is bool(pages)
    if pages:
        texts = page_texts(path.read_bytes())
        assert texts.count("=== ") == pages
        assert texts.count(words) == len(small().sops)
    else:
        assert words in done.stderr


def test_unknown_id_is_told_as_by_sop(project_copy: Callable[[str], Path]) -> None:
    folder = project_copy("kecil")
    said = []
    for name in ("sop", "monev"):
        line = [*command(), name, "peminjaman-rung"]
        done = subprocess.run(line, cwd=folder, capture_output=True, text=True, env=environment(), check=False)
        assert done.returncode == 2
        said.append(done.stderr)
    assert said[0] == said[1]
    assert "mungkin maksudnya `peminjaman-ruang`?" in said[0]
    assert not (folder / "build" / "monev").exists()
    with pytest.raises(UsageError):
        made(folder, "../rahasia")


def test_wrong_sources_leave_the_old_forms(project_copy: Callable[[str], Path]) -> None:
    folder = project_copy("kecil")
    before = made(folder).read_bytes()
    path = next(folder.glob("sops/*/*.yaml"))
    path.write_text(path.read_text(encoding="utf-8").replace("\nnama:", "\nnamaa:"), encoding="utf-8")
    with pytest.raises(SourceError):
        made(folder)
    assert (folder / "build" / "monev.pdf").read_bytes() == before


def test_command(project_copy: Callable[[str], Path]) -> None:
    folder = project_copy("kecil")
    done = subprocess.run([*command(), "monev"], cwd=folder, capture_output=True, text=True, env=environment(), check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].startswith("build/monev.pdf: 5 halaman, ")
