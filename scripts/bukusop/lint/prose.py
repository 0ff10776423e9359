"""What people wrote as sentences and names: passages without what only the tool reads, and without addresses and code."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator
from itertools import chain
from weakref import WeakKeyDictionary

from bukusop.lint.reading import Passage, Reading

DATES = frozenset({"pembuatan", "revisi", "efektif", "tanggal", "sejak"})
"""Keys under which a date is written."""

CITATIONS = frozenset({"dasar_hukum", "mengingat", "memperhatikan"})
"""Keys under which regulations are cited."""

_TECHNICAL = frozenset({
    "logo", "logo_tte", "surel", "laman", "telepon", "verifikasi", "csv", "berkas", "id", "ke", "bentuk", "profil", "folder", "bagian",
    "disahkan_oleh", "pejabat", "pengesah", "paraf", "status", "kertas", "nip", "salinan", "daftar_sop", "lanskap", "pola_nomor",
    "pola_nomor_keputusan", "jenis", "lebar", "pembatas_bidang",
})
_PROTECTED = re.compile(r"`[^`\n]*`|\]\([^)\n]{0,500}\)|\b\w+://\S+|www\.\S+|(?<!\S)\S+@\S+|\[\[[^\[\]\n]*\]\]")
"""No alternative reads on and on from every place of a long line that has no end."""
_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)]|[a-z][.)])[ \t]+(?=\S)")
_HEADING = re.compile(r"^[ \t]*#+[ \t]+")


_TOKEN = re.compile(r"[a-z][a-z']*")


def technical(passage: Passage) -> bool:
    """Whether a text is a key, an id, a file or an address: nothing that is read as words."""
    path = passage.path
    if passage.key in _TECHNICAL or "keputusan" in path or ("langkah" in path and "pelaksana" in path):
        return True
    return passage.key in {*CITATIONS, "keterkaitan"} and " " not in passage.text.strip()


class Prose:
    """The passages of a book that are read as words, with their texts, in which addresses and code are blotted out."""

    def __init__(self, reading: Reading) -> None:
        self._by_file = defaultdict[str, list[tuple[Passage, str]]](list)
        for passage in reading.passages:
            if not technical(passage):
                self._by_file[passage.place.file].append((passage, blotted(passage.text)))
        self.words = {name: frozenset(_TOKEN.findall(text.lower())) for name, text in reading.texts.items()}
        """All words of each file, in small letters."""

    def of(self, files: Container[str]) -> Iterator[tuple[Passage, str]]:
        """Give the passages of these files, in order."""
        for name, found in self._by_file.items():
            if name in files:
                yield from found

    def __iter__(self) -> Iterator[tuple[Passage, str]]:
        return chain.from_iterable(self._by_file.values())


_MADE: WeakKeyDictionary[Reading, Prose] = WeakKeyDictionary()


def prose(reading: Reading) -> Prose:
    """Give the prose of a book; it is made once for all rules."""
    if reading not in _MADE:
        _MADE[reading] = Prose(reading)
    return _MADE[reading]


def blotted(text: str) -> str:
    """Put as many characters, which are no words, in the place of addresses, code and link targets."""
    return blot(_PROTECTED, text) if "`" in text or "](" in text or "@" in text or "://" in text or "www." in text or "[[" in text else text


def blot(pattern: re.Pattern[str], text: str) -> str:
    """Blot out what a pattern finds."""
    return pattern.sub(lambda found: "\0" * len(found[0]), text)


def in_table(passage: Passage) -> bool:
    """Whether a line of Markdown is a row of a table."""
    return not passage.path and passage.text.lstrip().startswith("|")


def marker(line: str) -> int:
    """Give the length of what stands before the words of a line: indentation, the sign of a list item or a heading."""
    found = _ITEM.match(line) or _HEADING.match(line)
    return found.end() if found else len(line) - len(line.lstrip())


def is_item(line: str) -> bool:
    """Whether a line begins a list item."""
    return _ITEM.match(line) is not None
