"""A .docx or .xlsx as a package of parts, opened as what it is: a stranger's file.

In: a name and bytes. Out: a `Package`, whose XML parts are parsed one at a time on demand. Sizes are looked at before anything is inflated,
nothing is extracted to disk, nothing is fetched, no entity is expanded. What is left out is told in `notes`; what cannot be opened safely
is a Refusal with a sentence. ISO/IEC 29500-2 (packages) and -4 (transitional names; strict ones are brought to them).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any
from urllib.parse import unquote

from lxml import etree

from bukusop.diagnostics import Refusal

MEGABYTE = 1024 * 1024
LARGEST = 100 * MEGABYTE
"""Bytes of the file itself."""
LARGEST_XML = 48 * MEGABYTE
"""Bytes of one XML part: its tree takes some ten times as much, and 1 GB is the bound."""
LARGEST_TOTAL = 400 * MEGABYTE
"""Bytes of all parts, pictures included."""
RATIO = 200
"""Times a part may grow when inflated, beyond its first `FREE` bytes; text of office files reaches 30, deflate at most 1032."""
FREE = 4 * MEGABYTE
MOST_PARTS = 20_000

WORD, EXCEL = "docx", "xlsx"
SUFFIXES = {".docx": WORD, ".docm": WORD, ".dotx": WORD, ".dotm": WORD, ".xlsx": EXCEL, ".xlsm": EXCEL, ".xltx": EXCEL, ".xltm": EXCEL}
KINDS = {
    WORD: "dokumen Word (.docx)", EXCEL: "buku kerja Excel (.xlsx)", "pptx": "presentasi PowerPoint (.pptx)",
    "doc": "dokumen Word lama (.doc)",
    "xls": "buku kerja Excel lama (.xls)", "ole": "berkas Office lama", "odt": "dokumen OpenDocument (.odt)",
    "ods": "lembar OpenDocument (.ods)", "zip": "arsip ZIP biasa", "pdf": "PDF", "html": "halaman web (HTML)", "rtf": "dokumen RTF (.rtf)",
    "xml": "berkas XML", "gambar": "gambar", "teks": "berkas teks biasa", "": "berkas yang jenisnya tidak dikenal",
}
STRICT = (
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, KeyError, OSError, RuntimeError, IndexError)
Element = Any
"""An lxml element; the library brings no types."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship of a part: `target` is a part's name, or an outside address if `external`."""

    id: str
    type: str
    target: str
    external: bool


@dataclass(slots=True)
class Package:
    """An opened package; part names have no leading slash. `main` is its document or workbook part."""

    name: str
    kind: str
    main: str
    notes: list[str]
    _zip: zipfile.ZipFile
    _parts: dict[str, zipfile.ZipInfo]
    _relations: dict[str, tuple[Relation, ...]] = field(default_factory=dict)

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part.lower() in self._parts

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of all parts, in the file's order."""
        return tuple(_plain(info.filename) for info in self._parts.values())

    def xml(self, part: str) -> Element:
        """Give the root element of an XML part. Raises Refusal."""
        return _parsed(self.name, part, _read(self.name, self._zip, self._parts, part))

    def relations(self, part: str) -> tuple[Relation, ...]:
        """Give the relationships of a part ("" for the package itself)."""
        if part not in self._relations:
            folder, base = posixpath.split(part)
            rels = posixpath.join(folder, "_rels", f"{base}.rels")
            self._relations[part] = _relations(self.xml(rels), folder) if self.has(rels) else ()
        return self._relations[part]

    def related(self, part: str, type_: str) -> list[str]:
        """Give the parts that a part is related to by a type, told by its last word ("styles", "numbering")."""
        return [found.target for found in self.relations(part)
                if not found.external and found.type.rpartition("/")[2] == type_ and self.has(found.target)]


def sniff(data: bytes) -> str:
    """Tell what kind of file bytes are, by the bytes alone: a key of `KINDS`."""
    head = data[:4096]
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _kind_of_zip(data)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _kind_of_ole(data)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith(b"{\\rtf"):
        return "rtf"
    if re.match(rb"<!doctype html|<html|<head|<body|<table|<meta", text) or b"<html" in text:
        return "html"
    if text.startswith(b"<?xml"):
        return "xml"
    if head.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")):
        return "gambar"
    return "teks" if head and not re.search(rb"[\x00-\x08\x0e-\x1f]", head) else ""


def open_package(name: str, data: bytes) -> Package:
    """Open the bytes of a .docx or .xlsx (also .docm, .dotx ...); `name` is the file as the user knows it. Raises Refusal."""
    if not data:
        raise Refusal(f"`{name}` kosong (0 bita)")
    if len(data) > LARGEST:
        raise Refusal(f"`{name}` berukuran {len(data) // MEGABYTE} MB; batasnya {LARGEST // MEGABYTE} MB. Kecilkan atau buang gambarnya")
    kind = sniff(data)
    wanted = SUFFIXES.get(PurePath(name).suffix.lower(), "")
    if kind == "terkunci":
        raise Refusal(f"`{name}` dilindungi kata sandi; buka dengan kata sandinya, simpan tanpa kata sandi, lalu coba lagi")
    if kind == "rusak":
        raise Refusal(f"`{name}` terpotong atau rusak: daftar isinya tidak utuh. Salin atau unduh ulang berkas aslinya")
    if kind not in (WORD, EXCEL) or wanted not in ("", kind):
        raise Refusal(_misnamed(name, kind, wanted))
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN as error:
        raise Refusal(f"`{name}` terpotong atau rusak: daftar isinya tidak utuh. Salin atau unduh ulang berkas aslinya") from error
    parts = _checked(name, archive)
    package = Package(name, kind, "", [], archive, parts)
    package.main = _main(package)
    package.notes.extend(_left_out(package))
    return package


def _misnamed(name: str, kind: str, wanted: str) -> str:
    what = KINDS.get(kind, KINDS[""])
    hint = f"; simpan sebagai {KINDS[wanted or WORD]} lalu coba lagi"
    if kind in (WORD, EXCEL, "doc", "xls", "odt", "ods"):
        hint = f"; ganti nama akhirannya menjadi .{kind} lalu coba lagi"
    return f"`{name}` bukan {KINDS[wanted or WORD]}: isinya {what}{hint}"


def _kind_of_zip(data: bytes) -> str:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        names = [_plain(info.filename).lower() for info in archive.infolist()[:MOST_PARTS]]
    except BROKEN:
        return "rusak"
    known = set(names)
    if "mimetype" in known:
        try:
            with archive.open("mimetype") as stream:
                kind = stream.read(200).decode("ascii", "replace")
        except BROKEN:
            return "rusak"
        return "odt" if "opendocument.text" in kind else "ods" if "opendocument.spreadsheet" in kind else "zip"
    if "[content_types].xml" not in known:
        return "zip"
    folders = {name.partition("/")[0] for name in names}
    return WORD if "word" in folders else EXCEL if "xl" in folders else "pptx" if "ppt" in folders else "zip"


def _kind_of_ole(data: bytes) -> str:
    def holds(entry: str) -> bool:
        return entry.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        return "terkunci"
    return "doc" if holds("WordDocument") else "xls" if holds("Workbook") or holds("Book") else "ole"


def _plain(name: str) -> str:
    return name.replace("\\", "/")


def _checked(name: str, archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Look at the list of parts, before anything is inflated. Part names are compared without case, as packages do."""
    parts: dict[str, zipfile.ZipInfo] = {}
    infos = archive.infolist()
    if len(infos) > MOST_PARTS:
        raise Refusal(f"`{name}` berisi {len(infos)} bagian; batasnya {MOST_PARTS}. Ini bukan dokumen kantor yang wajar")
    for info in infos:
        part = _plain(info.filename)
        if part.startswith("/") or ".." in part.split("/") or re.match(r"[A-Za-z]:", part) or "\0" in part:
            raise Refusal(f"`{name}` berisi bagian dengan nama yang menunjuk ke luar berkas ({part[:60]!r}); berkasnya tidak dibuka")
        if info.flag_bits & 1:
            raise Refusal(f"`{name}` dilindungi kata sandi; buka dengan kata sandinya, simpan tanpa kata sandi, lalu coba lagi")
        if part.endswith("/"):
            continue
        if part.lower() in parts:
            raise Refusal(f"`{name}` berisi dua bagian bernama sama ({part[:60]!r}); tidak jelas mana yang berlaku, jadi tidak dibuka")
        if info.file_size > FREE and info.file_size > RATIO * max(info.compress_size, 1):
            times = info.file_size // max(info.compress_size, 1)
            raise Refusal(f"`{name}` berisi bagian yang mengembang {times} kali (bom ZIP), jadi tidak dibuka")
        parts[part.lower()] = info
    if (total := sum(info.file_size for info in infos)) > LARGEST_TOTAL:
        raise Refusal(f"`{name}` berisi {total // MEGABYTE} MB setelah dibuka; batasnya {LARGEST_TOTAL // MEGABYTE} MB, jadi tidak dibuka")
    return parts


def _read(name: str, archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], part: str) -> bytes:
    info = parts.get(part.lower())
    if info is None:
        raise Refusal(f"`{name}` tidak lengkap: bagian {part!r} tidak ada di dalamnya. Salin atau unduh ulang berkas aslinya")
    if info.file_size > LARGEST_XML:
        size = f"{info.file_size // MEGABYTE} MB XML ({part}); batasnya {LARGEST_XML // MEGABYTE} MB"
        raise Refusal(f"`{name}` berisi {size}. Pecah menjadi beberapa berkas lalu coba lagi")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refusal(f"`{name}` dimampatkan dengan cara yang tidak dipakai dokumen kantor; simpan ulang dengan aplikasi kantor")
    try:
        return archive.read(info)
    except BROKEN as error:
        raise Refusal(f"`{name}` rusak: bagian {part!r} tidak dapat dibaca utuh. Salin atau unduh ulang berkas aslinya") from error


def _parsed(name: str, part: str, data: bytes) -> Element:
    if b"<!DOCTYPE" in data[:4096].replace(b"\0", b""):
        raise Refusal(f"`{name}` memuat deklarasi DTD di {part!r}; dokumen kantor tidak memakainya, jadi berkas ini tidak dibuka")
    if b"http://purl.oclc.org/ooxml/" in data[:8192]:
        for strict, transitional in STRICT:
            data = data.replace(strict, transitional)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if getattr(error, "code", 0) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        hint = "Buka dengan aplikasi kantor, simpan ulang, lalu coba lagi"
        raise Refusal(f"`{name}` rusak: bagian {part!r} bukan XML yang utuh. {hint}") from error
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise Refusal(f"`{name}` memuat deklarasi DTD di {part!r}; dokumen kantor tidak memakainya, jadi berkas ini tidak dibuka")
    return root


def _relations(root: Element, folder: str) -> tuple[Relation, ...]:
    found = []
    for element in root:
        if not isinstance(element.tag, str):
            continue
        external = element.get("TargetMode", "").lower() == "external"
        target = element.get("Target", "")
        if not external:
            joined = target if target.startswith("/") else posixpath.join("/", folder, target)
            target = unquote(posixpath.normpath(joined)).lstrip("/")
        found.append(Relation(element.get("Id", ""), element.get("Type", ""), target, external))
    return tuple(found)


def _main(package: Package) -> str:
    usual = "word/document.xml" if package.kind == WORD else "xl/workbook.xml"
    for found in package.related("", "officeDocument"):
        return found
    if package.has(usual):
        return usual
    raise Refusal(f"`{package.name}` tidak lengkap: isi utamanya ({usual}) tidak ada. Salin atau unduh ulang berkas aslinya")


def _left_out(package: Package) -> list[str]:
    """Tell of macros and of what lies outside the file; hyperlinks are text, not parts, and need no word."""
    notes = []
    if any(part.lower().endswith(("vbaproject.bin", "vbadata.xml")) for part in package.parts):
        notes.append("makro di dalam berkas diabaikan (tidak dijalankan, tidak dibaca)")
    for part in package.parts:
        folder, base = posixpath.split(part)
        if not base.endswith(".rels"):
            continue
        owner = posixpath.join(posixpath.dirname(folder), base.removesuffix(".rels"))
        for found in package.relations(owner):
            if found.external and found.type.rpartition("/")[2] != "hyperlink":
                notes.append(f"rujukan ke berkas luar diabaikan, tidak diambil: {found.target[:120]}")
    return list(dict.fromkeys(notes))
