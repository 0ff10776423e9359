"""`build/register.json`: which documents were signed, by whom, when, and under which address anyone can ask.

In: entries. Out: the file, whole or not at all; and what is known of a PDF that somebody brings. Later versions of a document
stand behind earlier ones, which stay: a replaced document must still be recognised. Holds no secret and no NIK.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bukusop.paths import write_whole
from bukusop.sign.faults import SignError
from bukusop.sign.levels import Level
from bukusop.sign.verdict import Expectation

FORMAT = 1
ID_LENGTH = 26
"""Characters of base 32 in a document's id: 130 bits, which nobody guesses."""
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32 in small letters: nothing in it is mistaken for something else when read aloud."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who signed: `peran` pengesah or paraf; `sertifikat` is the SHA-256 of the certificate in hexadecimal."""

    peran: str
    jabatan: str
    nama: str
    nip: str
    sertifikat: str
    waktu: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One signed file.

    - `id` is what the QR carries; `kunci` names the document in the project: "buku" or "sop/ID";
    - `berkas` is the file's path below `build/`; `sha256`, `ukuran` (bytes) and `halaman` are of the signed file; `sumber` is the
      SHA-256 of the unsigned one, which tells whether anything changed since; `sebelumnya` are those of the file before renewals;
    - `status`: berlaku, diganti (then `diganti_oleh` names the id that took its place) or dicabut.
    """

    id: str
    kunci: str
    judul: str
    nomor: str
    berkas: str
    tanggal: date
    tingkat: Level
    uji: bool
    sha256: str
    ukuran: int
    halaman: int
    sumber: str
    penanda_tangan: tuple[Signer, ...]
    status: str = "berlaku"
    diganti_oleh: str = ""
    sebelumnya: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """All entries, oldest first."""

    entries: tuple[Entry, ...] = ()

    def current(self, kunci: str) -> Entry | None:
        """Give the entry in force of a document."""
        return next((entry for entry in reversed(self.entries) if entry.kunci == kunci and entry.status == "berlaku"), None)

    def find(self, sha256: str) -> Entry | None:
        """Give the entry of a file by its SHA-256, earlier states of a renewed file included."""
        return next((entry for entry in reversed(self.entries) if sha256 == entry.sha256 or sha256 in entry.sebelumnya), None)

    def placed(self, path: Path) -> Entry | None:
        """Give the entry in force whose file stands here: an altered file at the place of a signed one is not a stranger."""
        here = f"/{path.as_posix()}"
        return next((entry for entry in reversed(self.entries) if here.endswith(f"/{entry.berkas}") and entry.status == "berlaku"), None)

    def expectation(self, sha256: str, path: Path) -> Expectation | None:
        """Give what a document must bear, known by its bytes or else by where it stands; None for a stranger."""
        entry = self.find(sha256) or self.placed(path)
        if entry is None:
            return None
        return Expectation(tuple(signer.sertifikat for signer in entry.penanda_tangan), entry.tingkat, entry.judul)

    def with_signed(self, entry: Entry) -> Register:
        """Add a newly signed file; the one it takes the place of stays, as replaced."""
        older = [
            replace(old, status="diganti", diganti_oleh=entry.id) if old.kunci == entry.kunci and old.status == "berlaku" else old
            for old in self.entries
        ]
        return Register((*older, entry))

    def with_withdrawn(self, old: Entry) -> Register:
        """Note that a document is no longer in force, without another in its place."""
        return Register(tuple(replace(entry, status="dicabut") if entry == old else entry for entry in self.entries))

    def with_renewed(self, old: Entry, sha256: str, size: int) -> Register:
        """Note the new bytes of a file whose archive timestamp was renewed."""
        new = replace(old, sha256=sha256, ukuran=size, sebelumnya=(*old.sebelumnya, old.sha256), tingkat=Level.B_LTA)
        return Register(tuple(new if entry == old else entry for entry in self.entries))


def read_register(path: Path) -> Register:
    """Read the register; an absent one is empty. Raises SignError for a damaged one: it is never overwritten unread."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["format"] != FORMAT:
            raise ValueError(f"format {found['format']}")
        return Register(tuple(_entry(item) for item in found["dokumen"]))
    except FileNotFoundError:
        return Register()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SignError(
            f"daftar dokumen bertanda tangan ({path.name}) rusak atau dari versi lain: {error}; pulihkan dari cadangan, jangan dihapus"
        ) from error


def write_register(path: Path, register: Register) -> None:
    """Write the register, whole or not at all."""
    text = json.dumps({"format": FORMAT, "dokumen": [_plain(entry) for entry in register.entries]}, ensure_ascii=False, indent=1)
    write_whole(path, text.encode() + b"\n")


def document_id(key: bytes, identity: Sequence[str]) -> str:
    """Give the id of a document: the same for the same identity (kind, key, number, dates), and not to be guessed without `key`."""
    digest = hmac.new(key, "\x1f".join(identity).encode(), hashlib.sha256).digest()
    number = int.from_bytes(digest, "big")
    return "".join(_ALPHABET[(number >> (5 * place)) & 31] for place in range(ID_LENGTH))


def read_key(path: Path) -> bytes:
    """Read the key that ids are made with; made on first use. Raises SignError for one that is not ours."""
    try:
        text = path.read_text(encoding="ascii").strip()
        key = bytes.fromhex(text)
    except FileNotFoundError:
        key = secrets.token_bytes(32)
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(key.hex() + "\n")
        return key
    except (OSError, ValueError) as error:
        raise SignError(f"kunci alamat verifikasi {path.name} tidak terbaca; pulihkan dari cadangan, jangan diganti") from error
    if len(key) != 32:
        raise SignError(f"kunci alamat verifikasi {path.name} rusak; pulihkan dari cadangan, jangan diganti")
    return key


def _plain(entry: Entry) -> dict[str, Any]:
    found = asdict(entry)
    found["tanggal"] = entry.tanggal.isoformat()
    for plain, signer in zip(found["penanda_tangan"], entry.penanda_tangan, strict=True):
        plain["waktu"] = signer.waktu.isoformat()
    return found


def _entry(found: dict[str, Any]) -> Entry:
    signers = tuple(Signer(**{**item, "waktu": datetime.fromisoformat(item["waktu"])}) for item in found["penanda_tangan"])
    return Entry(**{
        **found, "tanggal": date.fromisoformat(found["tanggal"]), "tingkat": Level(found["tingkat"]), "penanda_tangan": signers,
        "sebelumnya": tuple(found["sebelumnya"]),
    })
