"""The book for machines: index.json (documented by `schema`), the sitemap, a feed of new and revised SOPs, robots.txt."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlsplit
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from bukusop.model import Langkah, Prosedur, Sop, Teks, main_path, path_time, plain, read_waktu, worst_path
from bukusop.sign import Entry
from bukusop.site.addresses import page_url, signed_path, status_of
from bukusop.site.schema import FORMAT, schema
from bukusop.site.site import File, Site

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWEST = 30
"""Entries of the feed."""
_UNSPEAKABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, not even escaped."""


def files(site: Site) -> Iterator[File]:
    """Give index.json, its schema, the feed and robots.txt; the sitemap needs to know all pages, see `sitemap`."""
    yield _json("index.json", index(site))
    yield _json("index.schema.json", schema(site.address))
    yield File("atom.xml", atom(site))
    yield File("robots.txt", robots(site))


def index(site: Site) -> dict[str, Any]:
    """Give the whole book as one plain value; `index.schema.json` says what each part means."""
    book = site.book
    return {
        "$schema": page_url(site, "index.schema.json"), "format": FORMAT, "judul": book.judul, "tahun": book.tahun, "edisi": book.edisi,
        "bahasa": "id", "alamat": page_url(site, ""),
        "instansi": {
            "nama": book.instansi.nama, "singkatan": book.instansi.singkatan, "pemerintah": book.instansi.pemerintah,
            "alamat": book.instansi.alamat, "telepon": book.instansi.telepon, "surel": book.instansi.surel, "laman": book.instansi.laman,
        },
        "bidang": [{"kunci": item.kunci, "huruf": item.huruf, "nama": item.nama, "sop": list(item.sop)} for item in book.bidang],
        "dokumen_buku": _document(site, site.current.get("buku")),
        "sop": [_sop(site, sop) for sop in book.sops],
        "arsip": [_archived(site, entry) for entry in site.published if entry.status != "berlaku"],
    }


def _sop(site: Site, sop: Sop) -> dict[str, Any]:
    dates = sop.tanggal
    return {
        "id": sop.id, "nomor": sop.nomor, "nama": sop.nama, "bidang": sop.bidang, "unit": sop.unit, "status": status_of(site, sop),
        "tanggal": {name: day.iso if day else None for name, day in (
            ("pembuatan", dates.pembuatan), ("revisi", dates.revisi), ("efektif", dates.efektif))},
        "disahkan_oleh": site.book.pejabat_of(sop.disahkan_oleh).jabatan,
        "alamat": page_url(site, f"sop/{sop.id}/"),
        "dokumen": _document(site, site.current.get(f"sop/{sop.id}")),
        "dasar_hukum": [
            {"peraturan": item.peraturan.id, "sitasi": item.peraturan.sitasi, "status": item.peraturan.status} if item.peraturan
            else {"peraturan": None, "sitasi": plain(item.teks), "status": None} for item in sop.dasar_hukum
        ],
        "keterkaitan": [{"sop": item.sop or None, "teks": None if item.sop else plain(item.teks)} for item in sop.keterkaitan],
        "kualifikasi_pelaksana": _texts(sop.kualifikasi_pelaksana), "peralatan": _texts(sop.peralatan),
        "peringatan": _texts(sop.peringatan), "pencatatan": _texts(sop.pencatatan),
        "waktu_total": sop.waktu_total, "prosedur": [_procedure(item) for item in sop.prosedur],
    }


def _procedure(prosedur: Prosedur) -> dict[str, Any]:
    names = {actor.kunci: actor.nama for actor in prosedur.pelaksana}
    ways = {"waktu_biasa": main_path(prosedur), "waktu_terlama": worst_path(prosedur)}
    totals = {name: path_time(prosedur, rows) for name, rows in ways.items()}
    return {
        "judul": prosedur.judul, "pelaksana": list(names.values()),
        **{
            name: {"teks": str(item), "menit_kerja": round(item.menit_kerja(), 2), "lengkap": item.lengkap} for name, item in totals.items()
        },
        "langkah": [_step(item, names) for item in prosedur.langkah],
    }


def _step(langkah: Langkah, names: Mapping[str, str]) -> dict[str, Any]:
    read = read_waktu(langkah.waktu)
    return {
        "nomor": langkah.nomor, "kegiatan": plain(langkah.kegiatan),
        "pelaksana": list(dict.fromkeys(names[actor] for simpul in langkah.simpul for actor in simpul.pelaksana)),
        "bentuk": [simpul.bentuk.value for simpul in langkah.simpul],
        "jawaban": [answer.label for simpul in langkah.simpul for answer in simpul.jawaban],
        "kelengkapan": _lines(langkah.kelengkapan), "waktu": langkah.waktu,
        "menit_kerja": round(read.menit_kerja(), 2) if read and not read.kata else None,
        "output": _lines(langkah.output), "keterangan": plain(langkah.keterangan),
    }


def _document(site: Site, entry: Entry | None) -> dict[str, Any] | None:
    if entry is None:
        return None
    path = signed_path(site, entry)
    return {
        "id": entry.id, "tanggal": entry.tanggal.isoformat(), "tingkat": str(entry.tingkat), "uji_coba": entry.uji, "sha256": entry.sha256,
        "ukuran": entry.ukuran, "halaman": entry.halaman, "penanda_tangan": [
            {"peran": signer.peran, "jabatan": signer.jabatan, "nama": signer.nama} for signer in entry.penanda_tangan],
        "berkas": page_url(site, path) if path else None, "verifikasi": page_url(site, f"verifikasi/{entry.id}/"),
    }


def _archived(site: Site, entry: Entry) -> dict[str, Any]:
    found = _document(site, entry) or {}
    kind, _, key = entry.kunci.partition("/")
    return {
        "jenis": kind, "sop": key or None, "judul": entry.judul, "nomor": entry.nomor, "status": entry.status,
        "diganti_oleh": entry.diganti_oleh or None, **found,
    }


def _texts(items: Iterable[Teks]) -> list[str]:
    return [plain(item) for item in items]


def _lines(teks: Teks) -> list[str]:
    return [line for line in plain(teks, "\n").split("\n") if line.strip()]


def _json(path: str, value: Mapping[str, Any]) -> File:
    return File(path, json.dumps(value, ensure_ascii=False, indent=1).encode(errors="replace") + b"\n")


def sitemap(site: Site, paths: Iterable[str]) -> File:
    """List the pages among `paths` (of files); each with the day its SOP last changed, others with the day of the newest change.

    Pages that search engines are asked to leave out are not listed: those of single documents, and of SOPs the book no longer has.
    """
    sops = {f"sop/{sop.id}/index.html": site.revised(sop) for sop in site.book.sops}
    newest = max(sops.values(), default="")
    root = Element("urlset", xmlns=SITEMAP)
    for path in sorted(path for path in paths if path.endswith("index.html")):
        if (path.startswith("sop/") and path not in sops) or (path.startswith("verifikasi/") and path.count("/") > 1):
            continue
        url = SubElement(root, "url")
        _put(url, "loc", page_url(site, path.removesuffix("index.html")))
        if day := sops.get(path, newest):
            _put(url, "lastmod", day)
    return File("sitemap.xml", _xml(root))


def atom(site: Site) -> bytes:
    """Write the feed: an entry for each SOP that is new or was revised, the newest first. A revision is an entry of its own."""
    dated = sorted(((day, sop) for sop in site.book.sops if (day := site.revised(sop))), key=lambda item: (item[0], item[1].id))
    newest = dated[::-1][:NEWEST]
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "id"})
    _put(root, "id", _tag(site, "2020", "sop"))
    _put(root, "title", f"SOP {site.book.instansi.nama}: baru dan yang diubah")
    _put(root, "updated", f"{newest[0][0] if newest else site.today.isoformat()}T00:00:00Z")
    _put(SubElement(root, "author"), "name", f"{site.book.instansi.nama} {site.book.instansi.daerah}")
    SubElement(root, "link", rel="self", type="application/atom+xml", href=page_url(site, "atom.xml"))
    SubElement(root, "link", rel="alternate", type="text/html", href=page_url(site, ""))
    for day, sop in newest:
        _entry(site, root, day, sop)
    return _xml(root)


def _entry(site: Site, root: Element, day: str, sop: Sop) -> None:
    entry = SubElement(root, "entry")
    _put(entry, "id", _tag(site, day, f"sop/{sop.id}"))
    _put(entry, "title", sop.nama)
    _put(entry, "updated", f"{day}T00:00:00Z")
    SubElement(entry, "link", rel="alternate", type="text/html", href=page_url(site, f"sop/{sop.id}/"))
    signed = site.current.get(f"sop/{sop.id}")
    if signed and (path := signed_path(site, signed)):
        SubElement(entry, "link", rel="enclosure", type="application/pdf", length=str(signed.ukuran), href=page_url(site, path))
    bidang = _speakable(site.book.bidang_of(sop).nama)
    SubElement(entry, "category", term=_speakable(sop.bidang), label=bidang)
    what = f"Diubah pada {sop.tanggal.revisi}" if sop.tanggal.revisi else "SOP baru"
    _put(entry, "summary", f"{what}. {f'Nomor {sop.nomor}, ' if sop.nomor else ''}{bidang}.")


def _tag(site: Site, day: str, what: str) -> str:
    """Make an id that stays (RFC 4151): it names the host, a day on which the host was ours, and what is meant."""
    try:
        parts = urlsplit(site.address)
        host, folder = parts.hostname or "localhost", parts.path.strip("/")
    except ValueError:
        host, folder = "localhost", ""
    return quote(f"tag:{host},{day}:{f'{folder}/' if folder else ''}{what}", safe=":/,.-~")


def robots(site: Site) -> bytes:
    """Welcome every reader, and tell where the sitemap is; it holds whole addresses only, so a site without one has none."""
    sitemap_line = f"\nSitemap: {quote(site.address, safe=':/?=&%~')}/sitemap.xml\n" if site.address else ""
    return f"User-agent: *\nAllow: /\n{sitemap_line}".encode()


def _put(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _speakable(text)


def _speakable(text: str) -> str:
    return _UNSPEAKABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _xml(root: Element) -> bytes:
    indent(root, " ")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode").encode() + b"\n"
