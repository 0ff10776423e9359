"""Files that sources name -> bytes or text. Nothing outside the project is read, and nothing here raises.

Not only a missing file: a folder by that name, a pipe, a loop of symbolic links, a name that is too long are findings too.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from pathlib import Path

from bukusop.diagnostics import Findings, Place
from bukusop.load.quoting import nearest, shown
from bukusop.paths import MAX_SOURCE_BYTES, Project

MOST_CHARACTERS_TOLD = 20
"""Findings on bad characters in one file; more say nothing new."""

UNTYPED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u061c\u200b-\u200f"
    "\u202a-\u202e\u2060-\u2069\ufeff\ufffd\ufffe\uffff\U000e0000-\U000e007f]"
)
"""Characters that no author types on purpose: control characters, invisible ones that turn or join text, and broken ones."""
_REASONS = {
    errno.EACCES: "izinnya tidak ada", errno.EPERM: "izinnya tidak ada", errno.EISDIR: "itu folder, bukan berkas",
    errno.ELOOP: "tautan simbolisnya berputar", errno.ENAMETOOLONG: "namanya terlalu panjang", errno.EIO: "media penyimpanannya rusak",
}


def locate(project: Project, path: Path) -> Path | None:
    """Resolve a path relative to the project; None where it, links followed, lies outside. A loop of links stays unresolved."""
    try:
        return project.inside(path)
    except (OSError, RuntimeError, ValueError):
        return project.root / path


def is_file(path: Path) -> bool:
    """Whether there is a file; False, too, for a name that no file can have."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """Whether there is a folder; False, too, for a name that no folder can have."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def read_bytes(path: Path, most: int, what: str, place: Place, findings: Findings) -> bytes | None:
    """Read a file of at most `most` bytes; None and a finding at `place` where that cannot be done. `what` begins the sentence."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise OSError(errno.EISDIR, "")
        if not stat.S_ISREG(status.st_mode):
            findings.error("berkas-baca", place, f"{what} tidak dapat dibaca (bukan berkas biasa)", "ganti dengan berkas biasa")
            return None
        if status.st_size > most:
            findings.error("besar", place, f"{what} lebih besar dari {most // 1_000_000} MB", "perkecil, atau bagi menjadi beberapa berkas")
            return None
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        findings.error("berkas-tiada", place, f"{what} tidak ada", "periksa namanya; huruf besar dan kecil berbeda")
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, "ditolak oleh sistem")
        hint = "periksa izin berkas" if error.errno in (errno.EACCES, errno.EPERM) else "ganti dengan berkas biasa"
        findings.error("berkas-baca", place, f"{what} tidak dapat dibaca ({reason})", hint)
    return None


def read_text(project: Project, path: Path, findings: Findings) -> str | None:
    """Read a UTF-8 source; None and findings where that cannot be done. A byte order mark is dropped, line ends become newlines."""
    name = project.name(path)
    inside = locate(project, path)
    if inside is None:
        findings.error("di-luar", Place(name), "berkas ini berada di luar folder buku", "pindahkan ke dalam folder buku")
        return None
    raw = read_bytes(inside, MAX_SOURCE_BYTES, "berkas", Place(name), findings)
    if raw is None:
        return None
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        findings.error("utf-8", Place(name, 1, 1), "berkas tersimpan sebagai UTF-16, bukan UTF-8", _save_again(name))
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace").removeprefix("\ufeff")
        line, column = _line_column(_newlines(before), len(_newlines(before)))
        findings.error("utf-8", Place(name, line, column), f"berkas bukan teks UTF-8 (bita 0x{raw[error.start]:02X})", _save_again(name))
        return None
    text = _newlines(text)
    return None if _bad_characters(text, name, findings) else text


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _save_again(name: str) -> str:
    if name.endswith(".csv"):
        return "simpan ulang dari Excel sebagai \"CSV UTF-8\""
    return "simpan ulang dengan pengodean UTF-8 (di Notepad: Simpan Sebagai, Pengodean UTF-8)"


def _line_column(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _bad_characters(text: str, name: str, findings: Findings) -> bool:
    found = False
    for match in UNTYPED.finditer(text):
        if found and len(findings) > MOST_CHARACTERS_TOLD:
            break
        found = True
        findings.error("kendali", Place(name, *_line_column(text, match.start())), bad_character(match[0]), _REMEDY)
    return found


_REMEDY = "hapus karakter itu, lalu ketik ulang bagian di sekitarnya"


def bad_character(text: str) -> str:
    """Give the sentence on the first character of `text` that no source may hold; "" where there is none."""
    match = UNTYPED.search(text)
    if not match:
        return ""
    code = f"(U+{ord(match[0]):04X})"
    if match[0] == "\ufffd":
        return f"ada karakter rusak {code}, bekas salah pengodean"
    return f"ada karakter yang tidak kelihatan {code}" if match[0] > "\x9f" else f"ada karakter kendali {code}"


def named_file(project: Project, source: str, name: str, place: Place, findings: Findings) -> Path | None:
    """Find a file that a source names: relative to the source's folder, else to the project; None and a finding where there is none."""
    if "://" in name:
        findings.error("di-luar", place, f"`{shown(name)}` adalah alamat web, bukan berkas", "simpan berkasnya di folder buku")
        return None
    if Path(name).is_absolute() or re.match(r"[A-Za-z]:[\\/]", name):
        findings.error("di-luar", place, f"`{shown(name)}` adalah alamat mutlak",
                       "tulis alamatnya dari folder buku, misalnya `assets/gambar.png`")
        return None
    for candidate in (Path(source).parent / name, Path(name)):
        inside = locate(project, candidate)
        if inside is None:
            findings.error("di-luar", place, f"`{shown(name)}` berada di luar folder buku", "pindahkan ke dalam folder buku")
            return None
        if is_file(inside):
            return inside
        if is_folder(inside):
            findings.error("berkas-baca", place, f"`{shown(name)}` adalah folder, bukan berkas", "tulis nama berkasnya")
            return None
    findings.error("berkas-tiada", place, f"berkas `{shown(name)}` tidak ada", _nearest(project, source, name))
    return None


def _nearest(project: Project, source: str, name: str) -> str:
    if "\\" in name:
        return "pakai garis miring biasa: `folder/berkas`"
    for folder in (Path(source).parent / name, Path(name)):
        parent = locate(project, folder.parent)
        if parent is not None and is_folder(parent):
            hint = nearest(Path(name).name, [entry for entry in sorted(os.listdir(parent)) if not entry.startswith(".")])  # noqa: PTH208
            if hint.startswith("mungkin"):
                found = Path(name).parent / hint.split("`")[1]
                return f"mungkin maksudnya `{found.as_posix()}`?"
    return "periksa namanya; huruf besar dan kecil berbeda"
