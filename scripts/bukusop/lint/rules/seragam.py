"""The rule on names that are written in several ways across the book."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from bukusop.diagnostics import Place, Severity
from bukusop.lint.prose import is_item, marker
from bukusop.lint.reading import Passage, Reading
from bukusop.lint.rule import Remark, rule
from bukusop.lint.words import DIFFERENT

_KEYS = frozenset({"kelengkapan", "output", "peralatan", "pencatatan"})
_SHORTEST = 6
"""Letters of a name of one word, from which it is compared."""
_LONG = 8
"""Letters of a word, from which one letter more, less or other is told."""
_MOST_WORDS = 12
_WORD = re.compile(r"\w+")
_TWICE = re.compile(r"([^\W\d_])\1+")
_JOINED = re.compile(r"[^\w]|_")
_FIGURES = re.compile(r"\d+")
_CONFUSED = tuple(map(frozenset, ("fvp", "iy", "ei", "ou", "sz", "kq", "dt", "mn")))
"""Letters that are taken for one another; any others make another word: pengajuan, pengaduan."""

Places = dict[str, list[tuple[Passage, int]]]
"""Writings of names, and where each is."""


@rule("beragam-tulisan", Severity.ADVICE)
def names_are_written_in_one_way(reading: Reading) -> Iterator[Remark]:
    """Nama formulir, dokumen, dan aplikasi ditulis dengan satu cara di seluruh buku.

    Dasar: praktik: dokumen yang sama dengan dua tulisan dikira dua dokumen, dan tidak ditemukan saat dicari.

    Perbaikan: pilih satu tulisan, lalu pakai di semua SOP.

    Contoh: `Buku agenda surat-masuk` dan `Buku agenda suratmasuk` seharusnya `Buku agenda surat masuk`
    """
    names = _names(reading)
    for rare, common in _pairs(names):
        passage, start = names[common][0]
        place = _place(reading, passage, start, common)
        for passage, start in names[rare]:
            told = f"`{rare}` ditulis lain di {place.file}:{place.line}: `{common}`"
            yield Remark(_place(reading, passage, start, rare), told, f"tulis `{common}` bila maksudnya sama")


def _place(reading: Reading, passage: Passage, start: int, name: str) -> Place:
    return reading.spot(passage, start, passage.text[start : start + len(name)]) if start else passage.place


def _names(reading: Reading) -> Places:
    """Collect the names as written, but for the size of the first letter, emphasis and the sign at the end."""
    found: Places = defaultdict(list)
    for passage in reading.passages:
        if passage.key not in _KEYS:
            continue
        start = 0
        for line in passage.text.split("\n"):
            begin = marker(line) if is_item(line) else 0
            name = " ".join(line[begin:].replace("*", "").split()).rstrip(".;,: ")
            words = name.count(" ") + 1
            if name and words <= _MOST_WORDS and (words > 1 or len(name) >= _SHORTEST):
                found[name[:1].upper() + name[1:]].append((passage, start + begin))
            start += len(line) + 1
    return found


def _pairs(names: Places) -> Iterator[tuple[str, str]]:
    """Give the pairs of a rarer and a commoner writing of, as it seems, the same name."""
    groups = defaultdict[str, list[str]](list)
    for name in names:
        groups[_bare(name)].append(name)
    for writings in groups.values():
        common = max(writings, key=lambda name: len(names[name]))   # the first one where there are as many
        for name in writings:
            if name != common and not _differ(name, common):
                yield name, common
    yield from _misspelt(names, {bare: max(writings, key=lambda name: len(names[name])) for bare, writings in groups.items()})


def _bare(name: str) -> str:
    """Give what is left of a name without capitals, spaces, signs and doubled letters."""
    return _TWICE.sub(r"\1", _JOINED.sub("", name.lower().replace("&", "dan")))


def _differ(one: str, other: str) -> bool:
    """Whether two names differ in words that are known to be different ones, in their figures, or in an abbreviation."""
    if _FIGURES.findall(one) != _FIGURES.findall(other):
        return True
    if _JOINED.sub("", one.lower()) != _JOINED.sub("", other.lower()) and _capitals(one) != _capitals(other):
        return True
    return frozenset(_WORD.findall(one.lower())) ^ frozenset(_WORD.findall(other.lower())) in DIFFERENT


def _capitals(name: str) -> str:
    """Give the words in capitals, joined: abbreviations and Roman figures, in which a doubled letter is no slip."""
    return "".join(word for word in _WORD.findall(name) if word.isupper())


def _misspelt(names: Places, writings: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Give the pairs of names that differ in one letter of one long word."""
    phrases = {tuple(_WORD.findall(name.lower())): name for name in writings.values()}
    near = _near(sorted({word for words in phrases for word in words if len(word) >= _LONG and word.isalpha()}))
    for words, name in phrases.items():
        for index, word in enumerate(words):
            for other in near.get(word, ()):
                twin = phrases.get((*words[:index], other, *words[index + 1 :]))
                if twin is not None and _bare(twin) != _bare(name) and (len(names[name]), twin) < (len(names[twin]), name):
                    yield name, twin


def _near(words: Sequence[str]) -> Mapping[str, list[str]]:
    """Give for each word those that differ from it in one letter. Words meet in a bucket by what is left when a letter is taken away."""
    buckets = defaultdict[str, set[str]](set)
    for word in words:
        buckets[word].add(word)
        for index in range(len(word)):
            buckets[word[:index] + word[index + 1 :]].add(word)
    found = defaultdict[str, list[str]](list)
    pairs = {pair for bucket in buckets.values() if len(bucket) > 1 for pair in combinations(sorted(bucket), 2)}
    for one, other in sorted(pairs):
        if _is_slip(one, other) and frozenset({one, other}) not in DIFFERENT:
            found[one].append(other)
            found[other].append(one)
    return found


def _is_slip(one: str, other: str) -> bool:
    """Whether one word is the other with a letter too many, two letters exchanged, or one letter taken for another."""
    if len(one) != len(other):
        longer, shorter = sorted((one, other), key=len, reverse=True)
        return longer != f"{shorter}i"
    apart = [(first, second) for first, second in zip(one, other, strict=True) if first != second]
    if len(apart) == 2:
        return apart[0] == apart[1][::-1]
    return len(apart) == 1 and any(letters.issuperset(apart[0]) for letters in _CONFUSED)
