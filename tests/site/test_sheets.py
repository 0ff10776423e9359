"""An SOP -> its page: what it says of its state, its times, its steps; that it is safe, whole, and light."""

import gzip
import hashlib
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest

from bukusop import pipeline, render
from bukusop.model import Book, Daftar, Langkah, Paragraf, Run, Status, Tanggal
from bukusop.paths import Project, shipped_templates
from bukusop.sign import Entry, Level, Register, Signer
from bukusop.site import Site, sheets
from tests.conftest import PROJECTS, ROOT

SOP = "surat-masuk"
HEAD = Signer("pengesah", "Kepala Dinas Uji", "Misalia Rekawati", "1", "ab" * 32, datetime(2026, 2, 2, tzinfo=UTC))


def entry(id_: str, **more: Any) -> Entry:
    sha256 = f"{ord(id_):02x}" * 32
    found = Entry(
        id=id_ * 26, kunci=f"sop/{SOP}", judul="Pengelolaan Surat Masuk", nomor="03/SOP/DU/2026", berkas=f"sah/sop/{SOP}.pdf",
        tanggal=date(2026, 2, 2), tingkat=Level.B_LTA, uji=False, sha256=sha256, ukuran=3, halaman=2, sumber="0" * 64,
        penanda_tangan=(HEAD,),
    )
    return replace(found, **more)


@cache
def book(folder: str = "") -> Book:
    return pipeline.read(Project.at(PROJECTS / folder if folder else ROOT))[0]


def site(*entries: Entry, shelf: dict[str, bytes] | None = None, folder: str = "kecil", **changes: Any) -> Site:
    templates = render.Templates.read(shipped_templates(), render.SITE)
    return Site(replace(book(folder), **changes), Register(entries), templates, date(2026, 11, 21), shelf or {})


def page(made: Site, id_: str = SOP) -> str:
    return next(file.data.decode() for file in sheets.files(made) if file.path == f"sop/{id_}/index.html")


@pytest.mark.parametrize(("entries", "status", "said", "colour"), [
    ((), Status.DRAF, "Draf", "awas"),
    ((), Status.BASAH, "Salinan", "awas"),
    ((), Status.ELEKTRONIK, "Belum ditandatangani", "awas"),
    ((entry("a"),), Status.ELEKTRONIK, "Berlaku", "sah"),
    ((entry("a", uji=True),), Status.ELEKTRONIK, "Uji coba", "awas"),
    ((entry("a", status="dicabut"),), Status.ELEKTRONIK, "Sudah dicabut", "bahaya"),
    ((entry("a", status="diganti", diganti_oleh="b" * 26), entry("b")), Status.ELEKTRONIK, "Berlaku", "sah"),
    ((entry("a", status="diganti", diganti_oleh="b" * 26),), Status.ELEKTRONIK, "Sudah diganti", "awas"),
])
def test_state_is_said_in_words_and_colour(entries: tuple[Entry, ...], status: Status, said: str, colour: str) -> None:
    html = page(site(*entries, status=status))
    assert f'<p class="keadaan"><span class="tanda {colour}">{said}</span>' in html
    for item in entries:
        assert f'href="../../verifikasi/{item.id}/"' in html
    current = [item for item in entries if item.status == "berlaku"]
    assert ("Kode QR ke halaman verifikasi" in html) == bool(current)


def test_signed_document_older_than_its_source_is_told() -> None:
    sop = book("kecil").sop(SOP)
    assert sop
    newer = replace(sop, tanggal=replace(sop.tanggal, revisi=Tanggal(2026, 3, 1)))
    sops = tuple(newer if item.id == SOP else item for item in book("kecil").sops)
    assert "diubah setelah ditandatangani" in page(site(entry("a"), sops=sops))
    assert "diubah setelah ditandatangani" not in page(site(entry("a")))


def test_downloads_are_those_on_the_shelf() -> None:
    pdf, word = b"%PDF", b"PK word"
    made = site(
        entry("a", sha256=hashlib.sha256(pdf).hexdigest(), ukuran=4), shelf={f"sah/sop/{SOP}.pdf": pdf, f"docx/{SOP}.docx": word},
    )
    html = page(made)
    assert f'href="../../berkas/sop/{SOP}.pdf"' in html
    assert f'href="../../berkas/sop/{SOP}.docx"' in html
    assert hashlib.sha256(pdf).hexdigest()[:12] in html
    assert {file.path: file.data for file in sheets.files(made)}[f"berkas/sop/{SOP}.docx"] == word
    assert "berkas/" not in page(site())


class _Ids(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.rows: list[dict[str, str | None]] = []
        self.attributes: set[str] = set()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        self.attributes |= set(found)
        self.ids += [found["id"] or ""] if "id" in found else []
        self.links += [found["href"] or ""] if "href" in found else []
        self.rows += [found] if "data-pelaksana" in found else []


def parse(html: str) -> _Ids:
    parser = _Ids()
    parser.feed(html)
    return parser


def test_every_row_can_be_linked_and_filtered() -> None:
    made = site()
    for sop in made.book.sops:
        found = parse(page(made, sop.id))
        people = len(re.findall(r'<li data-urut="', page(made, sop.id)))
        assert len(found.rows) >= sum(len(item.langkah) for item in sop.prosedur)
        for row in found.rows:
            assert row["id"]
            assert set((row["data-pelaksana"] or "").split()) <= {str(place) for place in range(people)} != set()


def test_pages_of_the_example_are_light_and_need_no_style() -> None:
    made = site(entry("a"), folder="")
    templates = made.templates.files
    shared = b"".join(data for name, data in templates.items() if name.endswith(".css")), templates["site/pelaksana.js"]
    common = sum(len(gzip.compress(data, 9)) for data in shared)
    for file in sheets.files(made):
        if file.path.endswith(".html"):
            assert len(gzip.compress(file.data, 9)) + common <= 60_000 - 10_000, file.path
            found = parse(file.data.decode())
            assert "style" not in found.attributes
            assert "style" not in found.tags
            assert len(found.ids) == len(set(found.ids)), file.path
            assert not {link for link in found.links if link.startswith("#")} - {f"#{id_}" for id_ in found.ids}, file.path


def test_list_that_goes_on_bears_its_number_without_a_style() -> None:
    sop = book("kecil").sop(SOP)
    assert sop
    first: Langkah = sop.prosedur[0].langkah[0]
    items = (Daftar(((Paragraf((Run("satu"),)),), (Paragraf((Run("dua"),)),)), "1", 4),)
    rows = (replace(first, kelengkapan=items), *sop.prosedur[0].langkah[1:])
    changed = replace(sop, prosedur=(replace(sop.prosedur[0], langkah=rows),))
    html = page(site(sops=tuple(changed if item.id == SOP else item for item in book("kecil").sops)))
    assert '<ol type="1" start="4"><li>satu</li><li>dua</li></ol>' in html
