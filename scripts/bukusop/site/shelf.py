"""Files that can be downloaded: register and `build/` -> the bytes that the register knows, and a sentence for each that is missing.

Documents for Word (`build/docx/ID.docx`) are offered as they are. A signed file is offered only where its SHA-256 is the one in the
register. Replaced editions are looked for by their digest among all files that are at hand, an earlier website included, so that they
do not vanish when a newer one takes their place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from bukusop.sign import Register

FOLDERS = ("sah", "site/berkas")
"""Folders below `build/` where signed files stand, the place where they are made first."""


def fill_shelf(build: Path, register: Register) -> tuple[Mapping[str, bytes], tuple[str, ...]]:
    """Give the files by their path below `build/`, and what is wrong with signed ones in force as sentences. Raises OSError."""
    shelf: dict[str, bytes] = {
        path.relative_to(build).as_posix(): path.read_bytes()
        for path in sorted((build / "docx").glob("*.docx")) if path.is_file() and not path.is_symlink() and path.stem != "buku"
    }
    told: list[str] = []
    known = _at_hand(build) if register.entries else {}
    for entry in register.entries:
        if entry.sha256 in known:
            name, data = known[entry.sha256]
            shelf[name] = data
        elif entry.status == "berlaku":
            state = "bukan berkas yang ditandatangani" if (build / entry.berkas).is_file() else "tidak ada"
            told.append(f"build/{entry.berkas} {state}; PDF {entry.judul} tidak ditawarkan di situs")
    return shelf, tuple(told)


def _at_hand(build: Path) -> Mapping[str, tuple[str, bytes]]:
    """Give all PDFs that may be signed editions, by SHA-256: path below `build/`, and bytes."""
    found: dict[str, tuple[str, bytes]] = {}
    for folder in FOLDERS:
        for path in sorted((build / folder).rglob("*.pdf")):
            if path.is_file() and not path.is_symlink():
                data = path.read_bytes()
                found.setdefault(hashlib.sha256(data).hexdigest(), (path.relative_to(build).as_posix(), data))
    return found
