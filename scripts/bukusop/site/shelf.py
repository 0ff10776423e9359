"""Files that can be downloaded: register and `build/` -> the bytes that the register knows, and a sentence for each that is missing.

Documents for Word (`build/docx/ID.docx`) are offered as they are. A signed file is offered only where its SHA-256 is the one in the
register. Replaced editions are looked for by their digest among all files that are at hand, an earlier website included, so that they
do not vanish when a newer one takes their place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Mapping
from pathlib import Path

from bukusop.sign import Register

FOLDERS = ("sah", "site/berkas")
"""Folders below `build/` where signed files stand, the place where they are made first."""


def fill_shelf(build: Path, register: Register, without: Container[str] = ()) -> tuple[Mapping[str, bytes], tuple[str, ...]]:
    """Give the files by their path below `build/`, and what is wrong with signed ones in force as sentences. Raises OSError.

    `without` are SHA-256 of signed files that are not offered, although they are at hand.
    """
    shelf: dict[str, bytes] = {
        path.relative_to(build).as_posix(): path.read_bytes()
        for path in sorted((build / "docx").glob("*.docx")) if path.is_file() and not path.is_symlink() and path.stem != "buku"
    }
    told: list[str] = []
    known = at_hand(build) if register.entries else {}
    for entry in register.entries:
        if entry.sha256 in without:
            continue
        if entry.sha256 in known:
            path = known[entry.sha256]
            shelf[path.relative_to(build).as_posix()] = path.read_bytes()
        elif entry.status == "berlaku":
            state = "bukan berkas yang ditandatangani" if (build / entry.berkas).is_file() else "tidak ada"
            told.append(f"build/{entry.berkas} {state}; PDF {entry.judul} tidak ditawarkan di situs")
    return shelf, tuple(told)


def at_hand(build: Path) -> Mapping[str, Path]:
    """Give all PDFs that may be signed editions, by SHA-256."""
    found: dict[str, Path] = {}
    for folder in FOLDERS:
        for path in sorted((build / folder).rglob("*.pdf")):
            if path.is_file() and not path.is_symlink():
                found.setdefault(hashlib.sha256(path.read_bytes()).hexdigest(), path)
    return found
