"""Register entries -> those that may become paths and data of a website, and where their PDFs stand in it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping

from bukusop.sign import Entry

ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,63}")
KEY = re.compile(r"buku|sop/[0-9a-z]+(?:-[0-9a-z]+)*")
HASH = re.compile(r"[0-9a-f]{64}")
STATES = ("berlaku", "diganti", "dicabut")
_LONGEST = 200
"""Characters of the longest key: file systems end at 255 bytes for a name."""


def sound(entry: Entry) -> bool:
    """Whether id, key, state and SHA-256 are such as this tool writes: what is not becomes neither path nor data."""
    hashes = all(HASH.fullmatch(item) for item in (entry.sha256, *entry.sebelumnya))
    key = KEY.fullmatch(entry.kunci) and len(entry.kunci) <= _LONGEST
    return bool(ID.fullmatch(entry.id) and key and hashes and entry.status in STATES)


def pdf_paths(entries: Iterable[Entry], held: Container[str]) -> Mapping[str, str]:
    """Give where the website has PDFs, by their SHA-256: those in force under their own name, others under their id.

    `held` are the SHA-256 of the files at hand: a file that is not byte by byte the signed one is not offered.
    """
    found: dict[str, str] = {}
    for entry in reversed(list(entries)):
        if entry.sha256 in found or entry.sha256 not in held:
            continue
        path = f"berkas/{entry.kunci}.pdf" if entry.status == "berlaku" else f"berkas/lama/{entry.id}.pdf"
        found[entry.sha256] = path if path not in found.values() else f"berkas/lama/{entry.id}-{entry.sha256[:8]}.pdf"
    return found
