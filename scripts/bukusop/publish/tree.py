"""A folder of files as values: what is in it, by path and SHA-256; and what differs between two of them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bukusop.diagnostics import Refusal

BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Leaf:
    """A file: its SHA-256 in hexadecimal, its size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Tree:
    """The files below a folder of this machine, by path with forward slashes, in order."""

    folder: Path
    files: Mapping[str, Leaf]

    @property
    def digest(self) -> str:
        """Name the whole content: SHA-256 over paths and digests."""
        lines = (f"{leaf.sha256}  {name}\n" for name, leaf in sorted(self.files.items()))
        return hashlib.sha256("".join(lines).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Plan:
    """What publishing a tree would change at a target: paths that are new, changed and taken away; how many stay."""

    tree: Tree
    new: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    same: int

    @property
    def empty(self) -> bool:
        """Whether the target already shows exactly this tree."""
        return not (self.new or self.changed or self.removed)


def read_tree(folder: Path) -> Tree:
    """Read a folder. Raises Refusal where it is not there, is empty, or holds anything but plain files and folders."""
    files: dict[str, Leaf] = {}
    if folder.is_symlink() or not folder.is_dir():
        raise Refusal(f"folder situs {folder} tidak ada; jalankan make site dahulu")
    for root, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names + [item for item in folders if (Path(root) / item).is_symlink()]):
            path = Path(root) / name
            if path.is_symlink() or not path.is_file():
                raise Refusal(f"{path} bukan berkas biasa; situs tidak diterbitkan")
            relative = path.relative_to(folder).as_posix()
            if "\n" in relative or "\\" in relative or not relative.isprintable():
                raise Refusal(f"nama berkas {relative!r} tidak dapat diterbitkan")
            files[relative] = leaf_of(path)
    if not files:
        raise Refusal(f"folder situs {folder} kosong; jalankan make site dahulu")
    return Tree(folder, dict(sorted(files.items())))


def leaf_of(path: Path) -> Leaf:
    """Read a file through and give its digest and size."""
    with path.open("rb") as file:
        return leaf_from(file)


def leaf_from(file: BinaryIO) -> Leaf:
    """Read to the end and give digest and size."""
    digest, size = hashlib.sha256(), 0
    while block := file.read(BLOCK):
        digest.update(block)
        size += len(block)
    return Leaf(digest.hexdigest(), size)


def compare(tree: Tree, there: Mapping[str, str]) -> Plan:
    """Compare a tree with what is at a target: SHA-256 by path."""
    wanted = tree.files
    return Plan(
        tree,
        new=tuple(name for name in wanted if name not in there),
        changed=tuple(name for name, leaf in wanted.items() if name in there and there[name] != leaf.sha256),
        removed=tuple(sorted(name for name in there if name not in wanted)),
        same=sum(there.get(name) == leaf.sha256 for name, leaf in wanted.items()),
    )


def differences(wanted: Mapping[str, Leaf], found: Mapping[str, str]) -> list[str]:
    """Name the paths at which what was found is not what was wanted."""
    return sorted(name for name in {*wanted, *found} if name not in wanted or wanted[name].sha256 != found.get(name))


def some(names: list[str], most: int = 3) -> str:
    """Name a few of many."""
    rest = len(names) - most
    return ", ".join(names[:most]) + (f", dan {rest} lainnya" if rest > 0 else "")
