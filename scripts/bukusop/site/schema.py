"""What index.json holds, as a JSON Schema (2020-12): the promise to whoever reads it. `FORMAT` grows when a promise is broken."""

from __future__ import annotations

from typing import Any

FORMAT = 1
_DAY = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_TEXT = {"type": "string"}
_STATES = ["berlaku", "diganti", "dicabut"]


def schema(address: str) -> dict[str, Any]:
    """Give the schema of index.json; `address` is that of the site."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"{address}/index.schema.json",
        "title": "Daftar SOP",
        "description": "Seluruh SOP sebuah dinas dengan langkah, waktu, dasar hukum, dan dokumen bertanda tangannya.",
        **_object({
            "$schema": {"type": "string", "description": "alamat skema ini"},
            "format": {"const": FORMAT, "description": "bertambah bila susunannya berubah"},
            "judul": _TEXT, "tahun": {"type": "integer"}, "edisi": _TEXT, "bahasa": {"const": "id"},
            "alamat": _said("alamat situs"),
            "instansi": _object(dict.fromkeys(
                ("nama", "singkatan", "pemerintah", "alamat", "telepon", "surel", "laman"), _TEXT)),
            "bidang": _list({"$ref": "#/$defs/bidang"}),
            "dokumen_buku": {"oneOf": [{"$ref": "#/$defs/dokumen"}, {"type": "null"}], "description": "buku bertanda tangan yang berlaku"},
            "sop": _list({"$ref": "#/$defs/sop"}),
            "arsip": _list({"$ref": "#/$defs/arsip"}, "dokumen bertanda tangan yang sudah diganti atau dicabut"),
        }),
        "$defs": {
            "bidang": _object({"kunci": _TEXT, "huruf": _TEXT, "nama": _TEXT, "sop": _list(_said("id SOP"))}),
            "sop": _sop(), "prosedur": _procedure(), "langkah": _step(), "dokumen": _object(_document()),
            "arsip": _object({
                "jenis": {"enum": ["buku", "sop"]}, "sop": _nothing("id SOP-nya"), "judul": _TEXT, "nomor": _TEXT,
                "status": {"enum": _STATES[1:]}, "diganti_oleh": _nothing("id dokumen penggantinya"), **_document(),
            }),
            "lama": _object({
                "teks": _TEXT, "menit_kerja": {"type": "number", "minimum": 0, "description": "sehari kerja 450 menit"},
                "lengkap": {"type": "boolean", "description": "false bila ada langkah yang waktunya tidak pasti"},
            }),
        },
    }


def _sop() -> dict[str, Any]:
    return _object({
        "id": {"type": "string", "description": "tetap selama SOP itu ada"},
        "nomor": _TEXT, "nama": _TEXT, "bidang": _said("kunci bidangnya"), "unit": _TEXT,
        "status": {"enum": [*_STATES, "belum_ditandatangani"]},
        "tanggal": _object({name: {"oneOf": [_DAY, {"type": "null"}]} for name in ("pembuatan", "revisi", "efektif")}),
        "disahkan_oleh": _said("jabatan yang mengesahkan"), "alamat": _said("alamat halamannya"),
        "dokumen": {"oneOf": [{"$ref": "#/$defs/dokumen"}, {"type": "null"}]},
        "dasar_hukum": _list(_object({
            "peraturan": _nothing("id peraturan dalam daftar dinas"), "sitasi": _TEXT,
            "status": {"enum": ["berlaku", "diubah", "dicabut", None]},
        })),
        "keterkaitan": _list(_object({"sop": _nothing("id SOP terkait"), "teks": _nothing("sebutan bila bukan SOP buku ini")})),
        **{name: _list(_TEXT) for name in ("kualifikasi_pelaksana", "peralatan", "peringatan", "pencatatan")},
        "waktu_total": _said("standar waktu layanan, bila ditetapkan"),
        "prosedur": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/prosedur"}},
    })


def _procedure() -> dict[str, Any]:
    return _object({
        "judul": _said("kosong bila SOP hanya punya satu prosedur"), "pelaksana": _list(_TEXT),
        "waktu_biasa": {"$ref": "#/$defs/lama", "description": "bila setiap pemeriksaan langsung lolos"},
        "waktu_terlama": {"$ref": "#/$defs/lama", "description": "bila setiap perbaikan terjadi satu kali"},
        "langkah": _list({"$ref": "#/$defs/langkah"}),
    })


def _step() -> dict[str, Any]:
    return _object({
        "nomor": _said("kosong pada baris mulai dan selesai"), "kegiatan": _TEXT, "pelaksana": _list(_TEXT),
        "bentuk": _list({"enum": ["mulai", "selesai", "proses", "keputusan"]}), "jawaban": _list(_TEXT, "jawaban sebuah keputusan"),
        "kelengkapan": _list(_TEXT), "waktu": _said("sebagaimana tertulis"),
        "menit_kerja": {"type": ["number", "null"], "description": "null bila waktunya bukan bilangan"},
        "output": _list(_TEXT), "keterangan": _TEXT,
    })


def _document() -> dict[str, Any]:
    return {
        "id": _said("id pada alamat verifikasi dan kode QR"), "tanggal": _DAY, "tingkat": _said("tingkat tanda tangan PAdES"),
        "uji_coba": {"type": "boolean", "description": "true bila ditandatangani dengan identitas uji: tidak berlaku resmi"},
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "ukuran": {"type": "integer", "description": "byte"}, "halaman": {"type": "integer"},
        "penanda_tangan": _list(_object({"peran": _TEXT, "jabatan": _TEXT, "nama": _TEXT})),
        "berkas": _nothing("alamat PDF-nya, bila ada di situs ini"), "verifikasi": _said("alamat halaman verifikasinya"),
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _list(items: dict[str, Any], description: str = "") -> dict[str, Any]:
    return {"type": "array", "items": items, **({"description": description} if description else {})}


def _said(description: str) -> dict[str, Any]:
    return {"type": "string", "description": description}


def _nothing(description: str) -> dict[str, Any]:
    return {"type": ["string", "null"], "description": description}
