"""The lists of regulations in a book (`dasar_hukum`, `mengingat`, `memperhatikan`): each item with its place, and read as a citation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bukusop.diagnostics import Place
from bukusop.lint.citation import Citation, Key, read_citation, registered
from bukusop.lint.reading import Reading
from bukusop.load import Source
from bukusop.load.quoting import shown
from bukusop.model import Peraturan, Sitasi, plain

UNREADABLE = "?"
"""The jenis of an entry of the register that could not be read."""


@dataclass(frozen=True, slots=True)
class Cited:
    """One item: a registered regulation or free text (`peraturan` is None), and how it reads (None: not a regulation, or not known)."""

    peraturan: Peraturan | None
    text: str
    citation: Citation | None
    place: Place

    @property
    def name(self) -> str:
        """The item in a sentence: its id, or its jenis, number and year, or what was typed."""
        if self.peraturan is None and self.citation is not None and self.citation.key and not self.citation.faults:
            return f"`{shown(self.citation.short)}`"
        return f"`{self.peraturan.id if self.peraturan else shown(self.text)}`"

    @property
    def key(self) -> Key | None:
        """What identifies the regulation, None where that is not known."""
        if self.citation is not None:
            return self.citation.key
        return ("", self.peraturan.id, 0) if self.peraturan else None


@dataclass(frozen=True, slots=True)
class Basis:
    """One list of a file, in the order in which it is written."""

    key: str
    source: Source
    items: tuple[Cited, ...]


def bases(reading: Reading, *keys: str) -> Iterator[Basis]:
    """Give the lists that are written under these keys, in the order of the book: Keputusan, then SOPs."""
    for decree, source in reading.decrees:
        yield from _lists(source, keys, {"mengingat": decree.mengingat, "memperhatikan": decree.memperhatikan})
    for sheet in reading.sheets:
        yield from _lists(sheet.source, keys, {"dasar_hukum": sheet.sop.dasar_hukum})


def named(text: str) -> str:
    """Name a regulation that is cited as text: its jenis, number and year where they can be read."""
    citation = read_citation(text)
    return shown(citation.short if citation is not None and citation.key else text)


def entries(reading: Reading) -> list[Peraturan]:
    """Give the entries of the register that could be read."""
    return [item for item in reading.peraturan.values() if item.jenis != UNREADABLE]


def by_key(reading: Reading) -> dict[Key, Peraturan]:
    """Give the readable entries of the register by what identifies them; the first of two that are the same."""
    found: dict[Key, Peraturan] = {}
    for item in entries(reading):
        key = registered(item).key
        if key:
            found.setdefault(key, item)
    return found


def _lists(source: Source, keys: Sequence[str], found: Mapping[str, Sequence[Sitasi]]) -> Iterator[Basis]:
    for key, sitasi in found.items():
        if key in keys:
            places = _places(source, key)
            if len(places) == len(sitasi):
                yield Basis(key, source, tuple(_cited(item, place) for item, place in zip(sitasi, places, strict=True)))


def _places(source: Source, key: str) -> list[Place]:
    """Give the places of the items that say something: the others have not become citations."""
    node = source.tree.get((key,))
    if node is None or isinstance(node.value, dict):
        return []
    nodes = node.value if isinstance(node.value, list) else [node]
    return [item.place for item in nodes if isinstance(item.value, str) and item.value.strip("; \t\n")]


def _cited(item: Sitasi, place: Place) -> Cited:
    if item.peraturan is not None:
        readable = item.peraturan.jenis != UNREADABLE
        return Cited(item.peraturan, item.peraturan.id, registered(item.peraturan) if readable else None, place)
    text = " ".join(plain(item.teks).split())
    return Cited(None, text, read_citation(text), place)
