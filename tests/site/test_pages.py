"""First page, pelaksana, dasar hukum, 404: what they say of a book that is not signed yet; what is told to the office."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bukusop import pipeline, render, sign, site
from bukusop.model import Situs
from bukusop.paths import Project, shipped_templates
from tests.conftest import PROJECTS

WHEN = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("laman") / "kecil"
    shutil.copytree(PROJECTS / "kecil", folder)
    return Project.at(folder)


@pytest.fixture(scope="module")
def made(project: Project) -> pipeline.SiteMade:
    return pipeline.make_site(project, WHEN)


def read(made: pipeline.SiteMade, path: str) -> str:
    return (made.folder / path).read_text(encoding="utf-8")


def test_first_page_leads_to_everything(made: pipeline.SiteMade, project: Project) -> None:
    html, book = read(made, "index.html"), pipeline.read(project)[0]
    for sop in book.sops:
        assert f'href="sop/{sop.id}/"' in html
    for bidang in book.bidang:
        assert html.count(f'id="bidang-{bidang.kunci}"') == html.count(f'href="#bidang-{bidang.kunci}"') == 1
    assert 'action="cari/" method="get"' in html
    assert "belum ditandatangani" in html
    assert 'href="berkas/' not in html
    assert "UJI COBA" not in html


def test_every_step_of_a_pelaksana_is_an_anchor_of_its_sheet(made: pipeline.SiteMade) -> None:
    links = [
        (path, *link)
        for path in made.folder.glob("pelaksana/*/index.html")
        for link in re.findall(r'href="\.\./\.\./(sop/[\w-]+)/#([\w-]+)"', path.read_text(encoding="utf-8"))
    ]
    assert len(links) > 20
    for path, folder, anchor in links:
        assert f'id="{anchor}"' in read(made, f"{folder}/index.html"), (path, folder, anchor)


def test_lists_and_pages_are_the_same(made: pipeline.SiteMade) -> None:
    for name in ("pelaksana", "dasar-hukum"):
        listed = set(re.findall(rf'href="\.\./{name}/([\w-]+)/"', read(made, f"{name}/index.html")))
        assert listed == {path.parent.name for path in made.folder.glob(f"{name}/*/index.html")} != set()


def test_changed_regulation_says_by_what(project: Project) -> None:
    readings, _ = pipeline.read_sources(project)
    one = next(item.peraturan for sop in readings.book.sops for item in sop.dasar_hukum if item.peraturan)
    gone = replace(one, status="dicabut", oleh="uu-99-2025")
    sops = tuple(
        replace(sop, dasar_hukum=tuple(replace(item, peraturan=gone) if item.peraturan == one else item for item in sop.dasar_hukum))
        for sop in readings.book.sops
    )
    register = {"uu-99-2025": replace(one, id="uu-99-2025", tentang="Pengganti & Penerus")}
    templates = render.Templates.read(shipped_templates(), render.SITE)
    whole = site.Site(replace(readings.book, sops=sops, keputusan=()), sign.Register(), templates, WHEN.date(), {}, register)
    html = next(file.data for file in site.files(whole) if file.path == f"dasar-hukum/{one.id}/index.html").decode()
    assert "<strong>Dicabut</strong> oleh" in html
    assert "Pengganti &amp; Penerus" in html


@pytest.mark.parametrize(("alamat", "folder"), [
    ("https://dinas.example", "/"), ("https://dinas.example/layanan/sop", "/layanan/sop/"),
    ("https://dinas.example//jahat.example", "/jahat.example/"),
    ('https://dinas.example/"><script>', "/%22%3E%3Cscript%3E/"), ("javascript:alert(1)", "/"), ("https://[", "/"), ("", "/"),
])
def test_404_finds_the_site_from_anywhere(project: Project, alamat: str, folder: str) -> None:
    book = pipeline.read(project)[0]
    templates = render.Templates.read(shipped_templates(), render.SITE)
    whole = site.Site(replace(book, situs=Situs(alamat)), sign.Register(), templates, WHEN.date(), {})
    html = next(file.data for file in site.files(whole) if file.path == "404.html").decode()
    assert f'href="{folder}aset/gaya.css"' in html
    assert f'action="{folder}cari/"' in html
    assert "javascript:" not in html


def test_site_without_an_address_is_told_and_stands(project: Project) -> None:
    book = pipeline.read(project)[0]
    nowhere = replace(book, situs=Situs(), verifikasi="", instansi=replace(book.instansi, laman=""))
    whole = site.Site(nowhere, sign.Register(), render.Templates.read(shipped_templates(), render.SITE), WHEN.date(), {})
    files = {file.path: file.data for file in site.files(whole)}
    assert "sitemap.xml" not in files and b"Sitemap" not in files["robots.txt"]
    assert b'rel="canonical"' not in files["index.html"] and b'href="sop/surat-masuk/"' in files["index.html"]
    told = [text.partition(",")[0] for text in site.problems(whole)]
    assert told == ["alamat situs belum diketahui", "alamat verifikasi tidak diketahui"]


def test_second_run_writes_nothing_and_takes_strangers_away(made: pipeline.SiteMade, project: Project) -> None:
    (made.folder / "lama" / "sisa.html").parent.mkdir()
    (made.folder / "lama" / "sisa.html").write_text("sisa")
    again = pipeline.make_site(project, WHEN)
    assert (again.written, again.removed, again.count) == ((), ("lama/sisa.html",), made.count)
    assert not (made.folder / "lama").exists()


def test_missing_pdf_is_told(project: Project, tmp_path: Path) -> None:
    folder = tmp_path / "kecil"
    shutil.copytree(project.root, folder, ignore=shutil.ignore_patterns("build"))
    (folder / "build").mkdir()
    entry = sign.Entry(
        id="a" * 26, kunci="sop/surat-masuk", judul="Pengelolaan Surat Masuk", nomor="1", berkas="sah/sop/surat-masuk.pdf",
        tanggal=WHEN.date(), tingkat=sign.Level.B_LTA, uji=True, sha256="0" * 64, ukuran=1, halaman=1, sumber="", penanda_tangan=(),
    )
    sign.write_register(folder / "build" / "register.json", sign.Register((entry,)))
    made = pipeline.make_site(Project.at(folder), WHEN)
    assert "build/sah/sop/surat-masuk.pdf tidak ada; PDF Pengelolaan Surat Masuk tidak ditawarkan di situs" in made.warnings
    assert not (made.folder / "berkas").exists()
    assert "UJI COBA" in read(made, "index.html")


def test_own_templates_need_not_have_every_page(project: Project, tmp_path: Path) -> None:
    folder = tmp_path / "kecil"
    shutil.copytree(project.root, folder, ignore=shutil.ignore_patterns("build"))
    for name in ("profil", "halaman"):
        shutil.copytree(shipped_templates() / name, folder / "templates" / name)
    (folder / "templates" / "site").mkdir()
    own = (shipped_templates() / "site" / "404.html").read_text(encoding="utf-8").replace("Laman tidak ditemukan", "Tersesat")
    (folder / "templates" / "site" / "404.html").write_text(own, encoding="utf-8")
    made = pipeline.make_site(Project.at(folder), WHEN)
    assert "<h1>Tersesat</h1>" in read(made, "404.html")
    assert (made.folder / "index.html").is_file()
