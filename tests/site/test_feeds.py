"""What machines read of the website: index.json, JSON-LD, sitemap, feed; and what servers are told."""

import json
import re
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import jsonschema
import pytest

from bukusop import pipeline, render
from bukusop.model import Jumlah, Satuan, Sop, Tanggal, TanggalSop
from bukusop.paths import Project, shipped_templates
from bukusop.sign import Entry, Level, Register
from bukusop.site import Site, feeds, linked, policy
from tests.conftest import PROJECTS

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "\x00\x0b]]></script><script>alert(1)</script>\"'&\n\ufffe"


def entry(id_: str, key: str, status: str = "berlaku") -> Entry:
    return Entry(
        id=id_, kunci=key, judul="Judul", nomor="01", berkas=f"sah/{key}.pdf", tanggal=date(2026, 2, 2), tingkat=Level.B_LTA, uji=True,
        sha256=id_[0] * 64, ukuran=3, halaman=2, sumber="0" * 64, penanda_tangan=(), status=status,
        diganti_oleh="a" * 26 if status == "diganti" else "",
    )


@pytest.fixture(scope="module")
def site() -> Site:
    book, _ = pipeline.read(Project.at(PROJECTS / "kecil"))
    entries = (entry("c" * 26, "sop/surat-masuk", "diganti"), entry("a" * 26, "sop/surat-masuk"), entry("b" * 26, "sop/lama", "dicabut"))
    return Site(book, Register(entries), render.Templates.read(shipped_templates(), render.SITE), date(2026, 3, 1), {})


def with_sops(site: Site, *sops: Sop) -> Site:
    return replace(site, book=replace(site.book, sops=sops))


def test_index_keeps_its_promise(site: Site) -> None:
    files = {file.path: file.data for file in feeds.files(site)}
    found, promise = json.loads(files["index.json"]), json.loads(files["index.schema.json"])
    jsonschema.Draft202012Validator.check_schema(promise)
    judge = jsonschema.Draft202012Validator(promise, format_checker=jsonschema.FormatChecker())
    judge.validate(found)
    assert found["$schema"] == promise["$id"]
    assert [item["id"] for item in found["sop"]] == [sop.id for sop in site.book.sops]
    states = {item["id"]: item["status"] for item in found["sop"]}
    assert states["surat-masuk"] == "berlaku"
    assert states["legalisasi-salinan"] == "belum_ditandatangani"
    assert [(item["sop"], item["status"], item["diganti_oleh"]) for item in found["arsip"]] == [
        ("surat-masuk", "diganti", "a" * 26), ("lama", "dicabut", None)]
    step = found["sop"][0]["prosedur"][0]["langkah"][1]
    assert (step["nomor"], step["pelaksana"], step["waktu"], step["menit_kerja"]) == ("1", ["Pemohon"], "5 Menit", 5)
    del found["sop"][0]["prosedur"][0]["langkah"][1]["waktu"]
    assert not judge.is_valid(found)


def test_linked_data_tells_each_step(site: Site) -> None:
    sop = site.book.sops[0]
    _, service, way = linked.sheet_data(site, sop)["@graph"]
    assert service["@type"] == "GovernmentService"
    assert service["provider"]["@id"] == way["publisher"]["@id"] == f"{site.address}/#instansi"
    assert (way["@type"], way["inLanguage"], way["dateModified"]) == ("HowTo", "id", site.revised(sop))
    assert [step["name"] for step in way["step"]][1] == "Menyerahkan dokumen asli beserta salinannya"
    assert way["totalTime"] == "PT35M"
    action = linked.home_data(site)["@graph"][1]["potentialAction"]
    assert action["target"]["urlTemplate"] == f"{site.address}/cari/?q={{kata}}"


@pytest.mark.parametrize(("parts", "complete", "said"), [
    (((Satuan.MENIT, 90.0),), True, "PT1H30M"),
    (((Satuan.JAM, 1.5), (Satuan.HARI, 2.0)), True, "P2DT1H30M"),
    (((Satuan.MINGGU, 2.0),), True, "P14D"),
    (((Satuan.BULAN, 3.0), (Satuan.TAHUN, 1.0)), True, "P1Y3M"),
    (((Satuan.HARI_KERJA, 3.0),), True, ""),
    (((Satuan.HARI, 0.5),), True, ""),
    (((Satuan.MENIT, 5.0),), False, ""),
    ((), True, ""),
])
def test_duration_is_said_only_where_it_is_one(parts: tuple[tuple[Satuan, float], ...], complete: bool, said: str) -> None:
    assert linked.iso_duration(Jumlah(parts, complete)) == said


def test_linked_data_cannot_end_its_script(site: Site) -> None:
    hostile = with_sops(site, replace(site.book.sops[0], nama=HOSTILE, nomor=HOSTILE))
    templates = render.Templates({"site/x.html": b'<script type="application/ld+json">{{ data|tojson }}</script>'})
    html = templates.page("x", "site", data=linked.sheet_data(hostile, hostile.book.sops[0]))
    assert html.count("<") == 2
    assert json.loads(html.partition(">")[2].rpartition("<")[0])["@graph"][1]["name"] == HOSTILE


def test_feed_tells_newest_first_and_keeps_ids(site: Site) -> None:
    first = site.book.sops[0]
    sops = tuple(replace(first, id=f"sop-{day}", tanggal=TanggalSop(pembuatan=Tanggal(2025, 1, 1 + day % 28))) for day in range(40))
    revised = replace(sops[3], tanggal=TanggalSop(Tanggal(2025, 1, 4), Tanggal(2026, 5, 6)))
    root = ElementTree.fromstring(feeds.atom(with_sops(site, *sops[:3], revised, *sops[4:], replace(first, tanggal=TanggalSop()))))
    entries = root.findall(f"{ATOM}entry")
    ids = [item.findtext(f"{ATOM}id") for item in entries]
    days = [item.findtext(f"{ATOM}updated", "") for item in entries]
    assert len(set(ids)) == len(ids) == feeds.NEWEST
    assert ids[0] == "tag:dinasuji.kabmisal.example,2026-05-06:sop/sop-3"
    assert days == sorted(days, reverse=True)
    assert root.findtext(f"{ATOM}updated") == days[0] == "2026-05-06T00:00:00Z"
    assert entries[0].findtext(f"{ATOM}summary", "").startswith("Diubah pada 6 Mei 2026.")
    for item in (root, *entries):
        assert item.find(f"{ATOM}title") is not None
        assert item.find(f"{ATOM}link[@rel='alternate']") is not None
    assert root.find(f"{ATOM}author/{ATOM}name") is not None


def test_hostile_words_stay_words_in_xml(site: Site) -> None:
    hostile = with_sops(site, replace(site.book.sops[0], nama=HOSTILE, nomor=HOSTILE))
    root = ElementTree.fromstring(feeds.atom(hostile))
    title = root.findtext(f"{ATOM}entry/{ATOM}title", "")
    assert title == re.sub("[\x00\x0b\ufffe]", "\ufffd", HOSTILE)


def test_empty_book_has_a_feed(site: Site) -> None:
    root = ElementTree.fromstring(feeds.atom(with_sops(site)))
    assert root.findtext(f"{ATOM}updated") == "2026-03-01T00:00:00Z"


def test_sitemap_lists_pages_for_everyone(site: Site) -> None:
    paths = ["index.html", "404.html", "sop/surat-masuk/index.html", "sop/lama/index.html", "verifikasi/index.html",
             f"verifikasi/{'a' * 26}/index.html", "berkas/buku.pdf", "cari/index.html"]
    root = ElementTree.fromstring(feeds.sitemap(site, paths).data)
    urls = {url[0].text: url[1].text for url in root}
    assert list(urls) == [f"{site.address}/{path}" for path in ("cari/", "", "sop/surat-masuk/", "verifikasi/")]
    sop = site.book.sop("surat-masuk")
    assert sop and urls[f"{site.address}/sop/surat-masuk/"] == site.revised(sop)


def test_policy_lets_nothing_in() -> None:
    said = dict(rule.split(" ", 1) for rule in policy.headers()["Content-Security-Policy"].split("; "))
    assert said["default-src"] == said["base-uri"] == said["frame-ancestors"] == "'none'"
    assert "unsafe-inline" not in str(said) and "'unsafe-eval'" not in str(said) and "*" not in str(said) and "http" not in str(said)
    assert policy.headers("berkas/sop/x.PDF")["Content-Disposition"] == "inline"


def test_servers_are_told_the_same(site: Site) -> None:
    files = {file.path: file.data.decode() for file in policy.files(site)}
    for name, value in policy.headers().items():
        assert f"  {name}: {value}\n" in files["_headers"]
        assert f'  Header always set {name} "{value}"\n' in files[".htaccess"]
        assert files["nginx.conf"].count(f'    add_header {name} "{value}" always;\n') >= 1
    assert "error_page 404 /404.html;" in files["nginx.conf"]


@pytest.mark.parametrize(("address", "folder"), [
    ("https://x.example/a/b", "/a/b"), ("https://x.example", ""), ("x.example/a", ""), ("http://[", ""), ("", ""),
    ('https://x.example/a"; }\nserver { #', "/a%22%3B%20%7Dserver%20%7B%20"),
    ("https://x.example/a\nHeader set X 1", "/aHeader%20set%20X%201"),
])
def test_address_cannot_write_settings(site: Site, address: str, folder: str) -> None:
    odd = replace(site, book=replace(site.book, situs=replace(site.book.situs, alamat=address)))
    files = {file.path: file.data.decode() for file in policy.files(odd)}
    assert f"error_page 404 {folder}/404.html;\n" in files["nginx.conf"]
    assert f"ErrorDocument 404 {folder}/404.html\n" in files[".htaccess"]
    assert files["_headers"].startswith(f"{folder}/*\n")
    assert feeds.robots(odd).count(b"\n") == (4 if odd.address else 2)
