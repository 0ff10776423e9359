"""The office's register of signed documents -> what the public gets of it: the PDFs, and `register.json` with its JSON Schema.

The form of `register.json` is documented by its schema and grows only by new keys. It holds no NIP, and of certificates only their SHA-256.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bukusop.sign import Entry, Level
from bukusop.site.entries import HASH, ID, KEY, STATES
from bukusop.site.site import File, Site

FORMAT = 1
LIMIT_MB = 200
"""Largest file that the visitor's browser is asked to take into memory; the script knows the same figure."""


def data(site: Site) -> Iterator[File]:
    """Give the signed PDFs, `register.json` and its schema."""
    for sha256, path in site.pdfs.items():
        yield File(path, site.shelf[site.held[sha256]])
    yield File("register.json", _text(public_register(site)))
    yield File("register.schema.json", _text(schema(site)))


def public_register(site: Site) -> dict[str, Any]:
    """Give the public register as JSON values."""
    return {
        "$schema": "register.schema.json",
        "format": FORMAT,
        "instansi": f"{site.book.instansi.nama} {site.book.instansi.daerah}".strip(),
        "situs": site.address,
        "dokumen": [_plain(site, entry) for entry in site.published],
    }


def _plain(site: Site, entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id, "kunci": entry.kunci, "judul": entry.judul, "nomor": entry.nomor, "tanggal": entry.tanggal.isoformat(),
        "tingkat": entry.tingkat.value, "uji": entry.uji, "status": entry.status, "diganti_oleh": entry.diganti_oleh,
        "sha256": entry.sha256, "sebelumnya": list(entry.sebelumnya), "ukuran": entry.ukuran, "halaman": entry.halaman,
        "penanda_tangan": [
            {"peran": one.peran, "jabatan": one.jabatan, "nama": one.nama, "waktu": one.waktu.isoformat(), "sertifikat": one.sertifikat}
            for one in entry.penanda_tangan
        ],
        "di_buku": site.holds(entry), "laman": f"verifikasi/{entry.id}/", "berkas": site.pdfs.get(entry.sha256, ""),
    }


def schema(site: Site) -> dict[str, Any]:
    """Give the JSON Schema of `register.json`; open for new keys, so that a reader made today reads tomorrow's file."""
    def text(description: str, **more: Any) -> dict[str, Any]:
        return {"type": "string", "description": description, **more}

    def number(description: str) -> dict[str, Any]:
        return {"type": "integer", "minimum": 0, "description": description}

    digest = {"type": "string", "pattern": f"^{HASH.pattern}$"}
    signer = _object("Seorang penanda tangan", {
        "peran": text("pengesah, atau paraf: membubuhkan paraf koordinasi sebelum pengesah", enum=["pengesah", "paraf"]),
        "jabatan": text("Jabatan ketika menandatangani"),
        "nama": text("Nama, dengan gelar seperti pada lembar"),
        "waktu": text("Waktu tanda tangan; dari tingkat b-t ke atas dibuktikan stempel waktu", format="date-time"),
        "sertifikat": text("SHA-256 sertifikat penanda tangan, kosong bila tidak diketahui", pattern=f"^(?:{HASH.pattern})?$"),
    })
    document = _object("Satu berkas PDF bertanda tangan", {
        "id": text("Kode pada alamat verifikasi. Dua berkas bernomor dan bertanggal sama berbagi satu id", pattern=f"^{ID.pattern}$"),
        "kunci": text("`buku`, atau `sop/` dan id SOP", pattern=f"^(?:{KEY.pattern})$"),
        "judul": text("Nama dokumen"),
        "nomor": text("Nomor dokumen, kosong bila tidak bernomor"),
        "tanggal": text("Tanggal pengesahan", format="date"),
        "tingkat": text("Tingkat tanda tangan PAdES (ETSI EN 319 142-1)", enum=[level.value for level in Level]),
        "uji": {"type": "boolean", "description": "Benar bila hanya uji coba: tanda tangannya tidak sah sebagai tanda tangan resmi"},
        "status": text("Keadaan dokumen sekarang", enum=list(STATES)),
        "diganti_oleh": text("Id dokumen penggantinya, kosong bila tidak diganti; boleh sama dengan `id`"),
        "sha256": {**digest, "description": "SHA-256 berkas, heksadesimal huruf kecil"},
        "sebelumnya": {
            "type": "array", "items": digest,
            "description": "SHA-256 berkas yang sama sebelum stempel waktu arsipnya diperbarui; isinya tetap",
        },
        "ukuran": number("Ukuran berkas dalam byte"),
        "halaman": number("Banyaknya halaman"),
        "penanda_tangan": {"type": "array", "items": signer},
        "di_buku": {"type": "boolean", "description": "Salah bila prosedurnya tidak lagi ada dalam buku yang sekarang"},
        "laman": text("Halaman verifikasi, dihitung dari alamat situs"),
        "berkas": text("Berkas PDF-nya, dihitung dari alamat situs; kosong bila tidak tersedia di situs"),
    })
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"{site.address}/register.schema.json",
        "title": "Daftar dokumen bertanda tangan",
        **_object("Semua dokumen yang pernah ditandatangani, dari yang paling lama; yang diganti dan dicabut tetap tercatat", {
            "format": {"const": FORMAT, "description": "Versi bentuk berkas ini; kunci baru dapat ditambahkan tanpa mengubahnya"},
            "instansi": text("Instansi pemilik dokumen"),
            "situs": text("Alamat situs, tanpa garis miring di akhir"),
            "dokumen": {"type": "array", "items": document},
        }),
    }


def _object(description: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "description": description, "properties": properties, "required": list(properties)}


def _text(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
