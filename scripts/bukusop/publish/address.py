"""Where a server is and how it is known: "host:/folder", an account, a key, a fingerprint -> values that are safe to hand to programs."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from bukusop.diagnostics import UsageError
from bukusop.model import Terbit
from bukusop.paths import outside

_HOST = re.compile(r"^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])$")
_USER = re.compile(r"^[A-Za-z0-9_][A-Za-z0-9_.@+-]*$")
_PRINT = re.compile(r"^SHA256:[A-Za-z0-9+/]{43}=?$")
PORT = 22


@dataclass(frozen=True, slots=True)
class Address:
    """A folder of a server, reached by ssh. `fingerprint` is "SHA256:..." of the host's key, "" where known_hosts must know it."""

    host: str
    folder: str
    user: str
    port: int
    key: Path | None
    fingerprint: str

    def __str__(self) -> str:
        return f"{self.host}:{self.folder}"


def read_address(terbit: Terbit, root: Path) -> Address:
    """Read the address of a target; a relative path of a key counts from the project. Raises UsageError."""
    name = terbit.nama
    matched = re.match(r"^(\[[^\]]*\]|[^:]*):(.*)$", terbit.tujuan)
    user, at, host = (matched[1] if matched else "").rpartition("@")
    if not matched or not _HOST.match(host):
        raise UsageError(f"terbit {name}: `tujuan` ditulis server:/folder, misalnya situs.contoh.go.id:/var/www/sop")
    folder = matched[2].rstrip("/")
    if not folder or not folder.isprintable() or ".." in folder.split("/") or folder.startswith(("-", "~")):
        raise UsageError(f"terbit {name}: folder di server (`tujuan` sesudah titik dua) tidak dapat dipakai; tulis misalnya /var/www/sop")
    user = terbit.pengguna or user
    if (at or user) and not _USER.match(user):
        raise UsageError(f"terbit {name}: `pengguna` bukan nama akun")
    if terbit.sidik and not _PRINT.match(terbit.sidik):
        raise UsageError(f"terbit {name}: `sidik` ditulis SHA256:..., seperti ditampilkan ssh-keygen -l -f berkas-kunci-server.pub")
    key = outside(root, terbit.kunci) if terbit.kunci else None
    if key is not None and not key.is_file():
        raise UsageError(f"terbit {name}: berkas kunci {terbit.kunci} tidak ada")
    return Address(host, folder, user, terbit.port or PORT, key, terbit.sidik.rstrip("="))


def fingerprint(key: bytes) -> str:
    """Give the fingerprint of a host's key as OpenSSH writes it."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")
