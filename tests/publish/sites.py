"""Small sites to publish, and what a visitor sees of them."""

import hashlib
import random
from pathlib import Path

PAGES = {"index.html", "sop/surat/index.html", "sop/cuti/index.html", "cari/index.html", "dasar-hukum/uu-25/index.html"}
OLD = {
    **{name: f"<!doctype html><title>{name}</title>\n".encode() for name in PAGES},
    "aset/gaya.css": b"body { margin: 0 }\n", "index.json": b'{"a": 1}\n', "register.json": b"[1]\n", ".htaccess": b"Header set X 1\n",
    "berkas/buku.pdf": b"%PDF-1.7\n" + random.Random(1).randbytes(300_000), "berkas/sop/surat.pdf": b"%PDF-1.7\nsurat",
    "berkas/sop/cuti.pdf": b"%PDF-1.7\ncuti", "aset/dua kata'.js": b"// petik\n",
}
NEW = {
    **{name: data for name, data in OLD.items() if name not in ("sop/cuti/index.html", "berkas/sop/cuti.pdf")},
    "sop/surat/index.html": b"<!doctype html><title>surat, revisi</title>\n", "index.html": b"<!doctype html><title>baru</title>\n",
    "aset/gaya.css": b"body { margin: 1rem }\n", "index.json": b'{"a": 2}\n', "register.json": b"[1, 2]\n",
    "berkas/sop/surat.pdf": b"%PDF-1.7\nsurat, revisi", "berkas/lama/x1.pdf": b"%PDF-1.7\nsurat",
    "sop/izin/index.html": b"<!doctype html><title>izin</title>\n",
    "berkas/sop/izin.pdf": b"%PDF-1.7\n" + random.Random(2).randbytes(200_000),
}


def write(folder: Path, files: dict[str, bytes]) -> Path:
    """Write a site to a folder."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def seen(folder: Path) -> dict[str, bytes]:
    """Give what a web server would show of a folder; what is ours to keep house with is left out."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if not name.startswith(".bukusop-")}


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
