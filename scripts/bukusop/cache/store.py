"""Entries on disk by key: bytes in, the same bytes out, or nothing.

An entry is the SHA-256 of its payload and the payload; one that does not agree with itself is a miss and is removed. Entries
appear whole or not at all, so any number of processes may share a folder. Least recently used entries go first.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from bukusop.paths import OutputError, Project, write_whole

LIMIT = 1_500_000_000
"""Bytes a cache may take: a sheet is about 80 kB, so this holds thousands of SOPs in several versions."""
_DIGEST = 32


def digest(*pieces: bytes | str) -> str:
    """Give the SHA-256 of some pieces, each with its length, so that no two lists of pieces are alike."""
    found = hashlib.sha256()
    for piece in pieces:
        data = piece.encode() if isinstance(piece, str) else piece
        found.update(len(data).to_bytes(8, "big"))
        found.update(data)
    return found.hexdigest()


def file_digest(path: Path) -> str:
    """Give the SHA-256 of a file, which is not held in memory. Raises OSError where it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Store:
    """A folder of entries. Nothing here raises: a cache that cannot be read or written is only slow."""

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self.folder = folder
        self.limit = limit

    def get(self, key: str) -> bytes | None:
        """Give the payload of an entry, None where there is none or it is damaged; marks it as used."""
        path = self._path(key)
        try:
            data = path.read_bytes()
            if hashlib.sha256(data[_DIGEST:]).digest() != data[:_DIGEST]:
                path.unlink(missing_ok=True)
                return None
            os.utime(path)
        except OSError:
            return None
        return data[_DIGEST:]

    def put(self, key: str, data: bytes) -> bool:
        """Keep an entry, if that is possible; tells whether it was."""
        try:
            write_whole(self._path(key), hashlib.sha256(data).digest() + data, durable=False)
        except OutputError:
            return False
        return True

    def trim(self) -> int:
        """Remove the entries that were not used for longest, until the limit holds; gives how many."""
        entries = []
        for path in self.folder.glob("*/*"):
            try:
                state = path.stat()
            except OSError:
                continue
            entries.append((state.st_mtime_ns, state.st_size, path))
        total = sum(size for _, size, _ in entries)
        removed = 0
        for _, size, path in sorted(entries):
            if total <= self.limit:
                break
            path.unlink(missing_ok=True)
            total -= size
            removed += 1
        return removed

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key[2:]


def store_of(project: Project) -> Store:
    """Give the store of a project."""
    return Store(project.build / ".simpanan")
