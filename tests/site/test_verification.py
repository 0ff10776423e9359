"""Register -> verification pages, public register, former SOPs: without a browser (that is `browser/`)."""

import hashlib
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

import jsonschema
import pytest

from bukusop.diagnostics import Findings
from bukusop.load import load_readings
from bukusop.model import Book
from bukusop.paths import Project
from bukusop.render import Templates
from bukusop.render.templates import SITE
from bukusop.sign import Entry, Level, Register, Signer
from bukusop.site import Site, verification
from tests.conftest import PROJECTS, ROOT

NIP = "19710101 199601 2 801"
HEAD = Signer("pengesah", "Kepala Dinas Uji", "Misalia <b>Rekawati</b>", NIP, "ab" * 32, datetime(2026, 2, 2, 3, 4, 5, tzinfo=UTC))


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def entry(id_: str, kunci: str = "sop/surat-masuk", data: bytes = b"", **more: object) -> Entry:
    data = data or id_.encode()
    found = Entry(
        id=id_, kunci=kunci, judul="Pengelolaan Surat Masuk", nomor="03/SOP/DU/2026", berkas=f"sah/{kunci}.pdf",
        tanggal=date(2026, 2, 2), tingkat=Level.B_LTA, uji=False, sha256=digest(data), ukuran=1_234_567, halaman=2,
        sumber=digest(b"-" + data), penanda_tangan=(HEAD,),
    )
    return replace(found, **more)


@cache
def book() -> Book:
    readings = load_readings(Project.at(PROJECTS / "kecil"), Findings())
    assert readings
    return readings.book


def site(*entries: Entry, shelf: dict[str, bytes] | None = None, **changes: object) -> Site:
    changed = replace(book(), **changes)
    return Site(changed, Register(entries), Templates.read(ROOT / "templates", SITE), date(2026, 11, 21), shelf or {})


def made(*entries: Entry, shelf: dict[str, bytes] | None = None) -> dict[str, str]:
    found = {file.path: file.data.decode() for file in verification.files(site(*entries, shelf=shelf))}
    assert len(found) == len(list(verification.files(site(*entries, shelf=shelf)))), "two files of one name"
    return found


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def public(files: dict[str, str]) -> dict[str, object]:
    register = json.loads(files["register.json"])
    jsonschema.Draft202012Validator(json.loads(files["register.schema.json"])).validate(register)
    return dict(register)


def test_genuine_document_is_said_in_full() -> None:
    files = made(entry("satu", data=b"%PDF-a"), shelf={"sah/sop/surat-masuk.pdf": b"%PDF-a"})
    page = files["verifikasi/satu/index.html"]
    for said in ("Berlaku. Dokumen ini ditandatangani", "03/SOP/DU/2026", "2 Februari 2026 pukul 10.04.05 WIB", "Kepala Dinas Uji",
                 "B-LTA: bertahan jangka panjang", digest(b"%PDF-a"), "1,2 MB (1.234.567 byte)"):
        assert said in words(page)
    assert '<a class="tombol" href="../../berkas/sop/surat-masuk.pdf">' in page
    assert "noindex" not in page and "<b>Rekawati" not in page and "Misalia &lt;b&gt;" in page
    assert files["berkas/sop/surat-masuk.pdf"] == "%PDF-a"


def test_nobody_s_nip_is_published() -> None:
    entries = (entry("lama", status="dicabut"), entry("hilang", "sop/hilang"), entry("satu"))
    assert not [name for name, text in made(*entries).items() if NIP in text or '"nip"' in text]


def test_replaced_document_names_what_took_its_place_and_what_is_in_force() -> None:
    one, two = entry("satu", status="diganti", diganti_oleh="dua"), entry("dua", status="diganti", diganti_oleh="tiga", nomor="03-A")
    page = made(one, two, entry("tiga", nomor="03-B"))["verifikasi/satu/index.html"]
    assert "Sudah diganti." in words(page) and '<meta name="robots" content="noindex">' in page
    assert 'Penggantinya: <a href="../../verifikasi/dua/">' in page and 'Yang berlaku sekarang: <a href="../../verifikasi/tiga/">' in page


def test_withdrawn_document_keeps_its_page_and_file() -> None:
    files = made(entry("satu", data=b"%PDF-a", status="dicabut"), shelf={"sah/sop/surat-masuk.pdf": b"%PDF-a"})
    assert "Sudah dicabut." in words(files["verifikasi/satu/index.html"])
    assert files["berkas/lama/satu.pdf"] == "%PDF-a" and "berkas/sop/surat-masuk.pdf" not in files


def test_documents_of_one_id_share_a_page() -> None:
    old = entry("satu", data=b"%PDF-a", status="diganti", diganti_oleh="satu")
    new = entry("satu", data=b"%PDF-b", sebelumnya=(digest(b"%PDF-0"),))
    files = made(old, new, shelf={"sah/sop/surat-masuk.pdf": b"%PDF-b", "site/berkas/sop/surat-masuk.pdf": b"%PDF-a"})
    page = words(files["verifikasi/satu/index.html"])
    assert page.index("Berlaku.") < page.index(digest(b"%PDF-b")) < page.index(digest(b"%PDF-0")) < page.index(digest(b"%PDF-a"))
    assert (files["berkas/sop/surat-masuk.pdf"], files["berkas/lama/satu.pdf"]) == ("%PDF-b", "%PDF-a")


def test_rehearsal_says_so_first() -> None:
    page = made(entry("satu", uji=True))["verifikasi/satu/index.html"]
    first = words(page[page.index('<main id="isi"'):])
    assert first.startswith("UJI COBA. Tanda tangan pada dokumen ini tidak sah") and "tercatat berlaku" not in first
    assert '<meta name="robots" content="noindex">' in page


def test_altered_file_is_not_offered() -> None:
    files = made(entry("satu", data=b"%PDF-a"), shelf={"sah/sop/surat-masuk.pdf": b"%PDF-x"})
    assert not [name for name in files if name.startswith("berkas/")]
    assert "Berkas PDF-nya tidak tersedia di situs ini" in words(files["verifikasi/satu/index.html"])


@pytest.mark.parametrize(("status", "said"), [
    ("berlaku", "SOP ini tidak lagi ada dalam Buku SOP yang sekarang."), ("dicabut", "SOP ini sudah dicabut."),
])
def test_sop_that_left_the_book_keeps_its_page(status: str, said: str) -> None:
    files = made(entry("satu", "sop/pernah-ada", status=status), entry("dua"))
    assert said in words(files["sop/pernah-ada/index.html"]) and "sop/surat-masuk/index.html" not in files
    assert "Prosedur ini tidak lagi ada dalam Buku SOP" in words(files["verifikasi/satu/index.html"])
    assert [item["di_buku"] for item in json.loads(files["register.json"])["dokumen"]] == [False, True]


def test_checker_lists_every_hash_without_javascript() -> None:
    renewed = entry("dua", sebelumnya=(digest(b"old"),))
    page = made(entry("satu", status="diganti", diganti_oleh="dua"), renewed)["verifikasi/index.html"]
    for value in (digest(b"satu"), digest(b"dua"), digest(b"old")):
        assert f"<code>{value}</code>" in page
    for said in ("certutil -hashfile", "sha256sum", "shasum -a 256", "<noscript>", "Berkas tidak diunggah"):
        assert said in page


def test_public_register_keeps_its_schema() -> None:
    files = made(
        entry("satu", status="diganti", diganti_oleh="dua"), entry("dua", data=b"%PDF-b", sebelumnya=(digest(b"x"),)),
        entry("tiga", "buku", nomor="", penanda_tangan=(replace(HEAD, peran="paraf", sertifikat=""), HEAD)),
        shelf={"a.pdf": b"%PDF-b"},
    )
    register = public(files)
    documents = register["dokumen"]
    assert isinstance(documents, list)
    assert [item["berkas"] for item in documents] == ["", "berkas/sop/surat-masuk.pdf", ""]
    assert documents[1]["laman"] == "verifikasi/dua/" and documents[1]["sebelumnya"] == [digest(b"x")]
    assert set(documents[0]) == set(json.loads(files["register.schema.json"])["properties"]["dokumen"]["items"]["properties"])
    public(made())


@pytest.mark.parametrize("wrong", [
    {"id": "../x"}, {"id": "a/b"}, {"id": "."}, {"id": ""}, {"id": "<b>"}, {"kunci": "sop/../x"}, {"kunci": "lain"}, {"kunci": "sop/A"},
    {"sha256": "AB" * 32}, {"sha256": "kurang"}, {"sebelumnya": ("x",)}, {"status": "entah"}, {"kunci": "sop/" + "a" * 300},
])
def test_entry_of_another_s_making_becomes_no_path(wrong: dict[str, object]) -> None:
    bad = replace(entry("satu"), **wrong)
    assert set(made(bad)) == set(made())
    assert any("tidak diterbitkan" in text for text in verification.problems(site(bad)))


@pytest.mark.parametrize(("changes", "said"), [
    ({}, ""),
    ({"verifikasi": "HTTPS://DinasUji.kabmisal.example/verifikasi/"}, ""),
    ({"verifikasi": "https://lain.example/cek"}, "QR pada PDF menuju https://lain.example/cek/..."),
    ({"verifikasi": ""}, ""),
])
def test_address_that_qr_codes_miss_is_told(changes: dict[str, object], said: str) -> None:
    found = verification.problems(site(**changes))
    assert [said in text for text in found] == ([True] if said else [])


def test_site_without_https_is_told() -> None:
    plain = replace(book().situs, alamat="http://dinas.example")
    assert any("pasang https" in text for text in verification.problems(site(situs=plain, verifikasi="http://dinas.example/verifikasi")))
    local = replace(book().situs, alamat="http://127.0.0.1:8080")
    assert verification.problems(site(situs=local, verifikasi="http://127.0.0.1:8080/verifikasi")) == []


def test_script_and_page_agree_on_their_parts() -> None:
    script, page = (made()[name] for name in ("aset/verifikasi.js", "verifikasi/index.html"))
    named = re.search(r'\["(berkas", .*?)\]\.map', script, re.S)
    assert named
    for id_ in re.findall(r'[a-z-]{3,}', named[1]):
        assert f'id="{id_}"' in page
    assert "innerHTML" not in script and "eval" not in script
