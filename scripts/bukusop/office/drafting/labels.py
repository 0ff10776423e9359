"""The words by which agencies name the fields and columns of a sheet: a text -> the key of the author's format."""

from __future__ import annotations

import re
import unicodedata

FIELDS: dict[str, tuple[str, ...]] = {
    "nomor": ("nomor sop", "no sop", "nomor", "no dokumen", "nomor dokumen"),
    "pembuatan": ("tanggal pembuatan", "tgl pembuatan", "tanggal dibuat", "tgl dibuat", "tanggal penyusunan", "tgl penyusunan"),
    "revisi": ("tanggal revisi", "tgl revisi", "tanggal perbaikan"),
    "efektif": ("tanggal efektif", "tgl efektif", "tanggal pengesahan", "tgl pengesahan", "tanggal berlaku", "tanggal pemberlakuan"),
    "disahkan_oleh": ("disahkan oleh", "disahkan", "pengesahan", "mengesahkan", "ditetapkan oleh"),
    "nama": ("nama sop", "judul sop", "judul", "nama prosedur", "nama standar operasional prosedur"),
    "dasar_hukum": ("dasar hukum", "landasan hukum"),
    "kualifikasi_pelaksana": ("kualifikasi pelaksana", "kualifikasi pelaksana sop", "kualifikasi"),
    "keterkaitan": ("keterkaitan", "keterkaitan sop", "keterikatan", "keterikatan sop", "keterkaitan dengan sop lain", "sop terkait"),
    "peralatan": ("peralatan dan perlengkapan", "peralatan perlengkapan", "peralatan", "perlengkapan", "peralatan kelengkapan"),
    "peringatan": ("peringatan",),
    "pencatatan": ("pencatatan dan pendataan", "pencatatan pendataan", "pencatatan", "pendataan"),
    "unit": ("unit kerja", "unit", "bidang", "unit organisasi"),
}
LISTS = ("dasar_hukum", "kualifikasi_pelaksana", "keterkaitan", "peralatan", "peringatan", "pencatatan")
DATES = ("pembuatan", "revisi", "efektif")
STRONG = ("nomor", "pembuatan", "efektif", "disahkan_oleh", "nama")
"""Fields of which two together say that an identity block is here."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "no": ("no", "nomor", "no urut"),
    "kegiatan": ("kegiatan", "uraian kegiatan", "aktivitas", "uraian prosedur", "uraian", "langkah", "langkah kegiatan", "uraian aktivitas",
                 "prosedur", "aktifitas", "tahapan", "tahapan kegiatan", "langkah langkah"),
    "pelaksana": ("pelaksana", "pelaksana kegiatan", "aktor", "pelaku"),
    "mutu": ("mutu baku", "mutu buku", "baku mutu"),
    "kelengkapan": ("kelengkapan", "persyaratan", "persyaratan kelengkapan", "syarat", "kelengkapan persyaratan", "perlengkapan", "input",
                    "persyaratan perlengkapan"),
    "waktu": ("waktu", "lama waktu", "durasi", "waktu penyelesaian"),
    "output": ("output", "keluaran", "out put", "hasil"),
    "keterangan": ("keterangan", "ket", "catatan"),
}

_FIELD = {variant: key for key, variants in FIELDS.items() for variant in variants}
_COLUMN = {variant: key for key, variants in COLUMNS.items() for variant in variants}
_LEGEND = re.compile(r"\b(keterangan simbol|legenda|arti simbol|simbol)\b", re.IGNORECASE)
_ENUMERATOR = re.compile(r"^\s*(?:\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})[.)]|[IVX]+\.)\s+|^\s*[-•●▪*·–]\s+")


def folded(text: str) -> str:
    """Give a label as it is compared: small letters, no numbering, no points and colons, single spaces."""
    text = _ENUMERATOR.sub("", text.strip())
    text = re.sub(r"\([^)]*\)$", "", text.strip())
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text.lower()).split())


def field_of(text: str) -> str:
    """Give the field that a text names and nothing more, "" for any other text."""
    return _FIELD.get(folded(text), "") if len(text) < 60 else ""


def column_of(text: str) -> str:
    """Give the column that a head names, "" for any other text."""
    return _COLUMN.get(folded(text), "") if len(text) < 60 else ""


def labelled(text: str) -> tuple[str, str]:
    """Read "Nomor SOP : 01/..." as its field and what follows the colon; ("", "") where a text does not begin so."""
    head, colon, rest = text.partition(":")
    key = field_of(head) if colon else ""
    return (key, rest.strip()) if key else ("", "")


def without_number(text: str) -> str:
    """Take the typed number or bullet from the front of a text."""
    return _ENUMERATOR.sub("", text, count=1)


def says_legend(text: str) -> bool:
    """Whether words head an explanation of the symbols."""
    return bool(_LEGEND.search(text))


def slug(name: str, longest: int = 48) -> str:
    """Make an id from a name: small letters, figures and hyphens, cut between words."""
    words = re.sub(r"[^a-z0-9]+", " ", unicodedata.normalize("NFKD", name).lower()).split()
    result = ""
    for word in words:
        if result and len(result) + 1 + len(word) > longest:
            break
        result = f"{result}-{word}" if result else word[:longest]
    return result
