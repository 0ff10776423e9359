"""A hostile book, or hostile templates in it: they read nothing outside, run nothing, and bring nothing that acts into the PDF."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pikepdf
import pytest

from bukusop.diagnostics import Fault, SourceError, UsageError
from bukusop.load import start_sop
from bukusop.model import Book
from bukusop.paths import Project, shipped_templates
from bukusop.pipeline import read
from bukusop.render import Scene, Templates
from bukusop.render.pdf import Pages, RenderError
from bukusop.render.templates import SITE
from tests.conftest import PROJECTS, command, environment
from tests.load.findings import load
from tests.site.hostile import ANYWHERE

SECRET = "RAHASIA-SEKALI"
HEAD = '<html lang="id"><title>Uji</title><body>'


@cache
def small_book() -> Book:
    return read(Project.at(PROJECTS / "kecil"))[0]


def no_file(address: str) -> bytes:
    raise KeyError(address)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file outside every project, which is CSS, a picture and a font as far as its content goes."""
    path = tmp_path / "rahasia.css"
    path.write_text(f'p::before {{ content: "{SECRET}" }}')
    return path


@pytest.mark.parametrize("css", [
    "@import url(ALAMAT);", '@import "ALAMAT";', "@font-face { font-family: X; src: url(ALAMAT) } p { font-family: X }",
    "p { background: url(ALAMAT) }", "p::before { content: url(ALAMAT) }", "li { list-style-image: url(ALAMAT) }",
    "@color-profile device-cmyk { src: url(ALAMAT) }", "p { border-image: url(ALAMAT) 1 }",
])
@pytest.mark.parametrize("address", ["file://BERKAS", "BERKAS", "http://127.0.0.1:9/x.css", "ftp://127.0.0.1/x", "../../../../etc/passwd"])
def test_styles_read_nothing(css: str, address: str, secret: Path) -> None:
    css = css.replace("ALAMAT", address.replace("BERKAS", str(secret)))
    with pytest.raises(RenderError, match="tidak boleh dibaca"):
        Pages(f"{HEAD}<p>Uji</p><ul><li>Uji</ul>", css, no_file).write(b"uji")


@pytest.mark.parametrize("html", [
    '<img src="ALAMAT">', '<link rel="stylesheet" href="ALAMAT">', "<style>@import 'ALAMAT';</style>", '<object data="ALAMAT"></object>',
    '<embed src="ALAMAT">', '<link rel="attachment" href="ALAMAT">', '<a rel="attachment" href="ALAMAT">x</a>',
    '<p style="background: url(ALAMAT)">x</p>', '<base href="file:///etc/"><img src="passwd">',
])
@pytest.mark.parametrize("address", ["file://BERKAS", "http://127.0.0.1:9/x.css", "../../../../etc/passwd"])
def test_pages_read_nothing(html: str, address: str, secret: Path) -> None:
    html = html.replace("ALAMAT", address.replace("BERKAS", str(secret)))
    with pytest.raises(RenderError, match="tidak boleh dibaca"):
        Pages(f"{HEAD}{html}", "p { margin: 0 }", no_file).write(b"uji")


@pytest.mark.parametrize("address", ["gambar:../../etc/passwd", "gambar:/etc/passwd", "templat:../../etc/passwd", "templat:/etc/passwd"])
def test_known_addresses_lead_only_to_what_was_read(address: str) -> None:
    scene = Scene(small_book(), Templates.read(shipped_templates()))
    with pytest.raises(KeyError):
        scene.file(address)


ESCAPES = [
    "{{ ''.__class__.__mro__ }}", "{{ ().__class__.__bases__[0].__subclasses__() }}", "{{ book.__init__.__globals__ }}",
    "{{ book['__class__'] }}", "{{ book|attr('__class__') }}", "{{ '{0.__class__}'.format(book) }}", "{{ '{0.__class__}'|format_map({}) }}",
    "{{ self.__init__.__globals__ }}", "{{ cycler.__init__.__globals__.os }}", "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "{{ namespace.__init__.__globals__ }}", "{{ joiner.__class__ }}", "{{ book.judul.__getattribute__('__class__') }}",
    "{% include '../../etc/passwd' %}", "{% include '/etc/passwd' %}", "{% import 'os' as os %}", "{% extends '../rahasia.html' %}",
    "{{ [].append(1) }}", "{{ {}.update(a=1) }}", "{% for i in range(999999999) %}x{% endfor %}", "{{ open('/etc/passwd') }}",
    "{{ __import__('os') }}", "{{ (lambda: 1)() }}", "{{ ''.__class__ }}", "{% set x = ''.__class__ %}{{ x.__mro__ }}",
    "{{ ''|map(attribute='__class__')|list }}{{ ['']|map(attribute='__class__')|first }}", "{{ ['']|map('attr', '__class__')|first }}",
    "{{ (gen for gen in ()).gi_frame }}", "{{ book.judul.format.__self__ }}", "{{ tanpa_nama }}",
]


@pytest.mark.parametrize("escape", ESCAPES)
@pytest.mark.parametrize("group", ["halaman", "site", "laman"])
def test_templates_run_nothing(escape: str, group: str, tmp_path: Path) -> None:
    (tmp_path / "templates" / group).mkdir(parents=True)
    (tmp_path / "templates" / group / "jahat.html").write_text(escape, encoding="utf-8")
    project = Project(tmp_path.resolve())
    templates = Templates.read(project.templates, SITE) if group == "site" else Templates.read(project.templates)
    with pytest.raises(Fault, match=rf"templates/{group}/jahat.html tidak dapat dipakai"):
        print(templates.page("jahat", group, book=small_book()))


def test_templates_do_not_see_other_files(project_copy: Callable[[str], Path], secret: Path) -> None:
    root = project_copy("kecil")
    shutil.copytree(shipped_templates(), root / "templates")
    for name, kinds in (("halaman/bab.html", None), ("css/dasar.css", None), ("simbol/kotak.svg", None), ("site/gaya.css", SITE)):
        path = root / "templates" / name
        good = path.read_bytes()
        path.unlink()
        path.symlink_to(secret)
        with pytest.raises(UsageError, match=rf"templates/{name} berada di luar folder buku"):
            Templates.read(root / "templates", *([kinds] if kinds else []))
        path.unlink()
        path.write_bytes(good)
    Templates.read(root / "templates")
    (root / "templates" / "css").rename(root.parent / "css")
    (root / "templates" / "css").symlink_to(root.parent / "css")
    with pytest.raises(UsageError, match="berada di luar folder buku"):
        Templates.read(root / "templates")


def test_a_new_sop_holds_no_other_file(project_copy: Callable[[str], Path], secret: Path) -> None:
    root = project_copy("kecil")
    (root / "templates" / "kerangka").mkdir(parents=True)
    (root / "templates" / "kerangka" / "sop.yaml").symlink_to(secret)
    with pytest.raises(UsageError, match="di luar folder buku"):
        start_sop(Project.at(root), "uji-baru", "a-layanan", "Uji Baru")
    assert not list(root.rglob("*uji-baru*"))


def test_profile_is_read_inside(project_copy: Callable[[str], Path], secret: Path) -> None:
    root = project_copy("kecil")
    shutil.copytree(shipped_templates() / "profil", root / "templates" / "profil")
    (root / "templates" / "profil" / "permenpan35.yaml").unlink()
    (root / "templates" / "profil" / "permenpan35.yaml").symlink_to(secret)
    book, findings = load(root)
    assert book is None
    assert {item.rule for item in findings if item.place.file == "templates/profil/permenpan35.yaml"} == {"di-luar"}
    assert SECRET not in "".join(map(str, findings))


@pytest.mark.parametrize("address", [
    "../../../rahasia.css", "/etc/passwd", "file:///etc/passwd", "http://127.0.0.1:9/x.png", "//127.0.0.1/x.png", "luar.svg",
    "luar/rahasia.svg", "C:\\x.png", "data:image/svg+xml,<svg/>", "%2e%2e/%2e%2e/%2e%2e/rahasia.css", "ftp://127.0.0.1/x.png",
    "gambar:../x.png",
])
def test_markdown_and_logo_name_nothing_outside(address: str, project_copy: Callable[[str], Path], secret: Path) -> None:
    root = project_copy("kecil")
    shutil.copy(secret, secret.with_suffix(".svg"))
    (root / "book" / "chapters" / "luar.svg").symlink_to(secret)
    (root / "book" / "chapters" / "luar").symlink_to(secret.parent)
    chapter = root / "book" / "chapters" / "bab-1-pendahuluan.md"
    good = chapter.read_text(encoding="utf-8")
    chapter.write_text(f"{good}\n\n![Gambar]({address})\n", encoding="utf-8")
    book, findings = load(root)
    assert book is None
    assert {item.place.file for item in findings} == {"book/chapters/bab-1-pendahuluan.md"}
    assert all(item.place.line for item in findings)
    chapter.write_text(good, encoding="utf-8")
    manifest = root / "book" / "book.yaml"
    text = manifest.read_text(encoding="utf-8").replace("logo: assets/lambang.svg", f"logo: {json.dumps(address)}")
    manifest.write_text(text, encoding="utf-8")
    book, findings = load(root)
    assert book is None
    assert {item.place.file for item in findings} == {"book/book.yaml"}


@pytest.mark.parametrize("svg", [
    '<image href="file:///etc/passwd"/>', '<image href="http://127.0.0.1:9/x.png"/>', '<use href="../x.svg#a"/>', "<script>1</script>",
    '<style>@import "file:///etc/passwd";</style>', '<rect style="fill: url(file:///etc/passwd)"/>', '<a href="javascript:1"><g/></a>',
    '<rect onload="1"/>', "<foreignObject/>", '<style>rect { fill: url("http://127.0.0.1:9/") }</style>',
    '<image href="data:image/svg+xml,x"/>',
    '<rect style="fill: \\75rl(file:///etc/passwd)"/>', '<image xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="/etc/passwd"/>',
])
def test_logo_names_nothing_outside(svg: str, project_copy: Callable[[str], Path]) -> None:
    root = project_copy("kecil")
    (root / "assets" / "lambang.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{svg}</svg>')
    book, findings = load(root)
    assert book is None
    assert {item.rule for item in findings} == {"gambar-rusak"}


ACTS = {"/JavaScript", "/JS", "/Launch", "/OpenAction", "/AA", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/RichMedia", "/XFA"}
LINKS = ("javascript:app.alert(1)", "file:///bin/sh", "JaVaScRiPt:1", "lain.pdf", "//jahat.example/x", "data:text/html,x", "vbscript:1")


def objects(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary of a file, those that lie in others too."""
    waiting = [item for item in pdf.objects if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array))]
    while waiting:
        item = waiting.pop()
        if isinstance(item, pikepdf.Array):
            inside = list(item)
        else:
            yield item
            inside = [value for _, value in item.items()]
        waiting += [value for value in inside if isinstance(value, (pikepdf.Dictionary, pikepdf.Array)) and not value.is_indirect]


def acting(data: bytes) -> list[str]:
    """Say what in a PDF would do something, or leads anywhere but to the web."""
    found = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for item in objects(pdf):
            found += [key for key in item if key in ACTS]
            if item.get("/S") is not None and isinstance(item.S, pikepdf.Name) and str(item.S) in ACTS:
                found.append(str(item.S))
            uri = str(item.get("/URI", "")) if isinstance(item.get("/URI", ""), (str, pikepdf.String)) else ""
            if uri and not uri.startswith(("https://", "http://", "mailto:", "tel:")):
                found.append(uri)
    return found


def make(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([*command(), *arguments], cwd=root, env=environment(), capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def hostile_book(root: Path) -> None:
    """Write hostile strings into an SOP per string (those that are refused are taken away), and links that act into a template."""
    for number, text in enumerate((*ANYWHERE[:12], "/OpenAction << /S /JavaScript /JS (app.alert(1)) >>", "(x) /Launch (y) \\) endobj")):
        step = {"kegiatan": f"Menulis {text}", "pelaksana": "satu", "waktu": "1 Hari", "output": [text], "keterangan": text}
        sop = {"nama": f"Uji {number} {text}", "pelaksana": {"satu": f"Pelaksana {text}"}, "peringatan": text, "langkah": [step, step]}
        (root / "sops" / "b-umum" / f"{number + 10}-uji-{number}.yaml").write_text(json.dumps(sop), encoding="utf-8")
    try:
        read(Project.at(root))
    except SourceError as error:
        for name in {finding.place.file for finding in error.findings if "/b-umum/" in finding.place.file}:
            (root / name).unlink()
    assert len(list((root / "sops" / "b-umum").glob("*-uji-*.yaml"))) >= 6, "hardly any string reached the book"
    shutil.copytree(shipped_templates(), root / "templates", dirs_exist_ok=True)
    page = root / "templates" / "halaman" / "bab.html"
    links = "".join(f'<p><a href="{address}">Tautan</a></p>' for address in LINKS)
    page.write_text(page.read_text(encoding="utf-8").replace("{% endblock %}", "JAHAT{% endblock %}").replace(
        "JAHAT", f'{links}<script>app.alert(1)</script><form action="javascript:1"></form><iframe src="file:///etc/passwd"></iframe>'
    ), encoding="utf-8")
    assert links in page.read_text(encoding="utf-8")


def test_nothing_acts_in_a_hostile_book(project_copy: Callable[[str], Path]) -> None:
    root = project_copy("kecil")
    hostile_book(root)
    done = make(root, "book", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    assert acting((root / "build" / "buku.pdf").read_bytes()) == []


def test_the_judge_sees_what_acts() -> None:
    data = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("1"))
        pdf.Root.Names = pikepdf.Dictionary(X=pikepdf.Array([pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("file:///x"))]))
        pdf.save(data)
    assert sorted(set(acting(data.getvalue()))) == ["/JS", "/JavaScript", "/OpenAction", "file:///x"]


@pytest.mark.parametrize(("name", "bad"), [
    ("css/dasar.css", '@import url("file:///etc/passwd");'), ("halaman/bab.html", "{{ ''.__class__.__mro__ }}"),
    ("halaman/bab.html", '<img src="file:///etc/passwd">'),
])
def test_command_says_what_it_refuses(name: str, bad: str, project_copy: Callable[[str], Path]) -> None:
    root = project_copy("kecil")
    shutil.copytree(shipped_templates(), root / "templates")
    path = root / "templates" / name
    good = path.read_text(encoding="utf-8")
    path.write_text(bad + good if name.endswith(".css") else good.replace("{% endblock %}", f"{bad}{{% endblock %}}"), encoding="utf-8")
    done = make(root, "book", "--jobs", "1")
    assert done.returncode == 3, done.stderr
    assert re.search(r"Kesalahan bukusop: .*(gagal dibuat|tidak dapat dipakai)", done.stderr), done.stderr
    assert not (root / "build" / "buku.pdf").exists()
