"""A fresh Pagefind index -> the same index whatever order Pagefind happened to write a filter's values in.

Pagefind lists them as its hash table gives them, another way each time; the name of the filter's file follows its bytes, and so do the name
of the list of files and the entry. Nothing else differs. A file of an unknown form is left as it is.

A piece is gzip over "pagefind_dcd" and CBOR (RFC 8949); a filter's is [name, [[value, [page, ...]], ...]].
"""

from __future__ import annotations

import gzip
import hashlib
from itertools import pairwise
from pathlib import Path

SIGNATURE = b"pagefind_dcd"
_TEXT, _LIST = 3, 4


def settle(folder: Path, entry: str) -> None:
    """Put the values of every filter in order, and rename what is named by its bytes; `entry` is the file that names the list of files."""
    renamed: list[tuple[str, str]] = []
    for path in sorted((folder / "filter").glob("*.pf_filter")):
        data = gzip.decompress(path.read_bytes())
        settled = in_order(data)
        if settled is not None:
            renamed.append(_put(path, settled, path.stem, len("id_")))
    for path in sorted(folder.glob("*.pf_meta")):
        data = gzip.decompress(path.read_bytes())
        for old, new in renamed:
            data = data.replace(old.encode(), new.encode())
        old, new = _put(path, data, path.stem.removeprefix("pagefind."), len("id_"))
        text = (folder / entry).read_text(encoding="utf-8")
        (folder / entry).write_text(text.replace(old, new), encoding="utf-8")


def _put(path: Path, data: bytes, name: str, kept: int) -> tuple[str, str]:
    """Write a piece under a name of the same length that follows its bytes; give the name it had and has."""
    new = name[:kept] + hashlib.sha256(data).hexdigest()[: len(name) - kept]
    path.unlink()
    path.with_name(path.name.replace(name, new)).write_bytes(gzip.compress(data, mtime=0))
    return name, new


def in_order(data: bytes) -> bytes | None:
    """Give a filter's piece with its values in the order of their bytes; None for anything else."""
    try:
        kind, count, at = _head(data, len(SIGNATURE))
        if not data.startswith(SIGNATURE) or (kind, count) != (_LIST, 2) or _head(data, at)[0] != _TEXT:
            return None
        kind, count, first = _head(data, _end(data, at))
        if kind != _LIST:
            return None
        places = [first]
        for _ in range(count):
            places.append(_end(data, places[-1]))
    except (IndexError, ValueError):
        return None
    values = sorted(data[start:end] for start, end in pairwise(places))
    return data[:first] + b"".join(values) + data[places[-1]:] if places[-1] == len(data) else None


def _head(data: bytes, at: int) -> tuple[int, int, int]:
    """Read the head of a CBOR item: its major type, its argument, and where its contents begin."""
    kind, short = data[at] >> 5, data[at] & 31
    if short < 24:
        return kind, short, at + 1
    if short > 27:
        raise ValueError(short)
    size = 1 << (short - 24)
    return kind, int.from_bytes(data[at + 1 : at + 1 + size], "big"), at + 1 + size


def _end(data: bytes, at: int) -> int:
    """Give where a number, a text or a list ends. Raises ValueError for other items."""
    kind, argument, at = _head(data, at)
    if kind == 0:
        return at
    if kind == _TEXT:
        return at + argument
    if kind == _LIST:
        for _ in range(argument):
            at = _end(data, at)
        return at
    raise ValueError(kind)
