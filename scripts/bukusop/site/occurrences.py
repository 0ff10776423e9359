"""Who and what occurs where: `Book` -> every pelaksana with its steps, every regulation with what cites it; each with a slug of its own.

A pelaksana is known by its name, because keys belong to one sheet only; names that differ in capitals or spaces are one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bukusop.model import Book, Keputusan, Langkah, Peraturan, Prosedur, Sitasi, Sop, Teks, plain, row_actors

LONGEST_SLUG = 60
RANK = (
    "undang-undang dasar", "ketetapan majelis", "undang-undang", "peraturan pemerintah pengganti", "peraturan pemerintah",
    "peraturan presiden", "keputusan presiden", "instruksi presiden", "peraturan menteri", "peraturan badan", "peraturan lembaga",
    "peraturan kepala", "keputusan menteri", "surat edaran", "peraturan daerah", "peraturan gubernur", "peraturan bupati",
    "peraturan wali", "keputusan",
)
"""Kinds of regulations from the highest down (UU 12/2011, pasal 7 and 8)."""


@dataclass(frozen=True, slots=True)
class Doing:
    """What a pelaksana does in one procedure of an SOP, which is number `rank` (from 0): rows (from 0) with what they say."""

    sop: Sop
    prosedur: Prosedur
    rank: int
    langkah: tuple[tuple[int, Langkah], ...]


@dataclass(frozen=True, slots=True)
class Actor:
    """A pelaksana; `nama` as most sheets write it."""

    nama: str
    kegiatan: tuple[Doing, ...]

    @property
    def sops(self) -> tuple[Sop, ...]:
        """Its SOPs, in the order of the book."""
        return tuple(dict.fromkeys(item.sop for item in self.kegiatan))

    @property
    def langkah(self) -> int:
        """How many numbered steps it has a part in."""
        return sum(1 for item in self.kegiatan for _, langkah in item.langkah if langkah.nomor)


@dataclass(frozen=True, slots=True)
class Law:
    """A regulation: registered, or as an author wrote it; `kunci` is that of `law_key`."""

    kunci: str
    sitasi: str
    peraturan: Peraturan | None
    teks: Teks
    sops: tuple[Sop, ...]
    keputusan: tuple[Keputusan, ...]


def fold(name: str) -> str:
    """Give what two spellings of one name have in common."""
    return " ".join(name.casefold().split())


def slug(text: str, otherwise: str) -> str:
    """Give a piece of an address: small letters, digits and hyphens; `otherwise` where nothing is left."""
    plain_ = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain_).strip("-")
    if len(words) > LONGEST_SLUG:
        cut = words[:LONGEST_SLUG]
        words = cut.rpartition("-")[0] or cut
    return words or otherwise


def slugs(names: Iterable[str], otherwise: str) -> list[str]:
    """Give a slug per name, all different: the second of the same becomes x-2."""
    taken = set[str]()
    found = []
    for name in names:
        first = made = slug(name, otherwise)
        number = 1
        while made in taken:
            number += 1
            made = f"{first}-{number}"
        taken.add(made)
        found.append(made)
    return found


def actors(book: Book) -> Mapping[str, Actor]:
    """Give every pelaksana that has a part in a step or a column in a sheet, by slug, in the order of the alphabet."""
    spelled: dict[str, Counter[str]] = {}
    doings: dict[str, list[Doing]] = {}
    for sop in book.sops:
        for rank, prosedur in enumerate(sop.prosedur):
            names = {actor.kunci: actor.nama for actor in prosedur.pelaksana}
            rows: dict[str, list[tuple[int, Langkah]]] = {fold(name): [] for name in names.values()}
            for row, langkah in enumerate(prosedur.langkah):
                for key in dict.fromkeys(fold(names[kunci]) for kunci in sorted(row_actors(langkah)) if kunci in names):
                    rows[key].append((row, langkah))
            for name in names.values():
                spelled.setdefault(fold(name), Counter())[" ".join(name.split())] += 1
            for key, steps in rows.items():
                doings.setdefault(key, []).append(Doing(sop, prosedur, rank, tuple(steps)))
    found = sorted(
        (Actor(spelled[key].most_common(1)[0][0], tuple(items)) for key, items in doings.items()),
        key=lambda actor: (fold(actor.nama), actor.nama),
    )
    return dict(zip(slugs((actor.nama for actor in found), "pelaksana"), found, strict=True))


def law_key(sitasi: Sitasi) -> str:
    """Give what a citation is known by: the id of a registered regulation, else its words."""
    return sitasi.peraturan.id if sitasi.peraturan else fold(plain(sitasi.teks))


def laws(book: Book) -> Mapping[str, Law]:
    """Give every regulation cited by an SOP or a Keputusan, by slug, the highest rank first, then by year, number and words."""
    cited: dict[str, Sitasi] = {}
    by_sop: dict[str, dict[str, Sop]] = {}
    by_decree: dict[str, dict[str, Keputusan]] = {}
    for sop in book.sops:
        for sitasi in sop.dasar_hukum:
            cited.setdefault(law_key(sitasi), sitasi)
            by_sop.setdefault(law_key(sitasi), {})[sop.id] = sop
    for decree in book.keputusan:
        for sitasi in (*decree.mengingat, *decree.memperhatikan):
            cited.setdefault(law_key(sitasi), sitasi)
            by_decree.setdefault(law_key(sitasi), {})[decree.id] = decree
    found = [
        Law(
            key, sitasi.peraturan.sitasi if sitasi.peraturan else plain(sitasi.teks), sitasi.peraturan, sitasi.teks,
            tuple(by_sop.get(key, {}).values()), tuple(by_decree.get(key, {}).values()),
        )
        for key, sitasi in cited.items()
    ]
    found.sort(key=_order)
    names = (law.peraturan.id if law.peraturan else law.sitasi for law in found)
    return dict(zip(slugs(names, "peraturan"), found, strict=True))


def _order(law: Law) -> tuple[int, int, str, str]:
    words = fold(law.sitasi)
    rank = next((place for place, kind in enumerate(RANK) if words.startswith(kind)), len(RANK))
    number = law.peraturan.nomor.zfill(8) if law.peraturan else ""
    return rank, law.peraturan.tahun if law.peraturan else 9999, number, words
