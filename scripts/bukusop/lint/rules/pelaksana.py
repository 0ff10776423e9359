"""Rules on the names of actors, as the heads of the columns give them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bukusop.diagnostics import Place, Severity
from bukusop.lint.reading import Reading
from bukusop.lint.rule import Remark, rule
from bukusop.load.quoting import nearest, shown

_SHORT = {
    "ka": "kepala", "kasubbag": "kepala subbagian", "kasubag": "kepala subbagian", "kasub": "kepala sub", "kassubag": "kepala subbagian",
    "kasubbid": "kepala subbidang", "kasubid": "kepala subbidang", "kabid": "kepala bidang", "kabag": "kepala bagian",
    "kadis": "kepala dinas", "kadin": "kepala dinas", "kasi": "kepala seksi", "kasie": "kepala seksi", "kaban": "kepala badan",
    "sekdis": "sekretaris dinas", "sekda": "sekretaris daerah", "subbag": "subbagian", "subag": "subbagian", "bag": "bagian",
    "bid": "bidang", "subbid": "subbidang", "subid": "subbidang",
}
_LONGEST = 120
_SHORTEST_WORD = 6
"""Words shorter than this that differ by a letter are different words: Bidang I and Bidang II, Kasi and Kasir."""


@dataclass(frozen=True, slots=True)
class _Column:
    """The head of a column: its key, its name, its place, and the sheet and the table it stands in."""

    key: str
    name: str
    place: Place
    sheet: int
    table: int

    @property
    def line(self) -> str:
        return f"{self.place.file}:{self.place.line}"


def _columns(reading: Reading) -> list[_Column]:
    found = list[_Column]()
    for number, sheet in enumerate(reading.sheets):
        for index, table in enumerate(sheet.tables):
            for actor in table.prosedur.pelaksana:
                path = (*table.path, "pelaksana", actor.kunci)
                name = " ".join(actor.nama.split())
                if name and not sheet.source.doubts(*path):
                    found.append(_Column(actor.kunci, name, sheet.place(*path), number, index))
    return found


@rule("pelaksana-resmi", Severity.WARNING)
def actors_are_of_the_list(reading: Reading) -> Iterator[Remark]:
    """Nama pelaksana sama dengan daftar pelaksana resmi dinas.

    Dasar: praktik: pelaksana disebut menurut jabatan dalam susunan organisasi, seragam di semua SOP; daftarnya ditetapkan dinas pada
    `daftar_pelaksana` di book/book.yaml.

    Perbaikan: tulis nama menurut daftar, atau tambahkan nama itu ke `daftar_pelaksana`.
    """
    official = [" ".join(name.split()) for name in reading.sources.shape.daftar_pelaksana if name.strip()]
    if not official or reading.manifest.doubts("daftar_pelaksana"):
        return
    known, hints = set(official), dict[str, str]()
    plainly = {_joined(_words(name)): name for name in official}
    for column in _columns(reading):
        if column.name in known:
            continue
        if column.name not in hints:
            same = plainly.get(_joined(_words(column.name)))
            near = nearest(column.name, official)
            hints[column.name] = f"tulis `{same}`" if same else near if near.startswith("mungkin") else ""
        yield Remark(column.place, f"pelaksana `{shown(column.name)}` tidak ada dalam `daftar_pelaksana`", hints[column.name])


@rule("pelaksana-beragam", Severity.ADVICE)
def actors_are_written_alike(reading: Reading) -> Iterator[Remark]:
    """Satu jabatan ditulis dengan satu cara di seluruh buku.

    Dasar: praktik: jabatan yang ditulis beberapa cara membuat pembaca mengira ada beberapa orang, dan pencarian menurut pelaksana
    tidak lengkap.

    Perbaikan: samakan dengan tulisan yang paling banyak dipakai; nama pendek lebih baik untuk kolom yang sempit.

    Contoh: `Kasub Bag Umum` dan `Kepala Subbagian Umum` seharusnya `Kasubbag Umum` di semua SOP
    """
    columns = _columns(reading)
    told = set[_Column]()
    yield from _other_writings(columns, told)
    yield from _other_letters(columns, told)
    yield from _other_names(columns, told)


def _words(name: str) -> tuple[str, ...]:
    """Give the words of a name written out: `Kasub Bag. Umum` -> kepala sub bagian umum."""
    words = re.findall(r"[^\W_]+", name[:_LONGEST].casefold().replace("&", " dan "))
    return tuple(word for short in words for word in _SHORT.get(short, short).split())


def _joined(words: Sequence[str]) -> str:
    return "".join(words)


def _other_writings(columns: Sequence[_Column], told: set[_Column]) -> Iterator[Remark]:
    """Tell of names that differ in abbreviation, capitals, spaces or signs only."""
    groups = dict[str, list[_Column]]()
    for column in columns:
        groups.setdefault(_joined(_words(column.name)) or column.name, []).append(column)
    for group in groups.values():
        if len({column.name for column in group}) > 1:
            usual = _commonest(group)
            for column in group:
                if column.name != usual.name:
                    told.add(column)
                    yield _differs(column, usual)


def _commonest(group: Sequence[_Column]) -> _Column:
    """Give the first column of the writing that most sheets have; of equals the first in the book."""
    counted = Counter(name for name, _ in {(column.name, column.sheet): None for column in group})
    name = max(counted, key=lambda name: counted[name])
    return next(column for column in group if column.name == name)


def _differs(column: _Column, usual: _Column) -> Remark:
    return Remark(column.place, f"pelaksana `{shown(column.name)}` di tempat lain ditulis `{shown(usual.name)}`, lihat {usual.line}",
                  f"tulis `{shown(usual.name)}` di semua SOP, bila yang dimaksud memang sama")


def _other_letters(columns: Sequence[_Column], told: set[_Column]) -> Iterator[Remark]:
    """Tell of names that differ from a commoner one by a single letter of a long word, and never stand beside it in a table."""
    by_name = dict[tuple[str, ...], list[_Column]]()
    for column in columns:
        if column not in told:
            by_name.setdefault(_words(column.name), []).append(column)
    near = dict[tuple[str, ...], list[tuple[str, ...]]]()
    for words in by_name:
        for key in _keys(words):
            near.setdefault(key, []).append(words)
    for words, group in by_name.items():
        sheets = {column.sheet for column in group}
        beside = {(column.sheet, column.table) for column in group}
        others = {other for key in _keys(words) for other in near.get(key, ()) if other != words and _one_letter(words, other)}
        usual = max(others, key=lambda other: (len({column.sheet for column in by_name[other]}), other), default=None)
        if usual is None or len({column.sheet for column in by_name[usual]}) <= len(sheets):
            continue
        if not beside & {(column.sheet, column.table) for column in by_name[usual]}:
            for column in group:
                told.add(column)
                yield _differs(column, by_name[usual][0])


def _keys(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Give a name with each long word whole, and without each of its letters: names that differ by one letter share one of these."""
    for index, word in enumerate(words):
        if len(word) >= _SHORTEST_WORD and word.isalpha():
            for short in dict.fromkeys((word, *(word[:at] + word[at + 1 :] for at in range(len(word))))):
                yield (*words[:index], f"*{short}", *words[index + 1 :])


def _one_letter(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names of equally many words differ in one letter: another, one more, one less, or two exchanged."""
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    if len(pairs) != 1:
        return False
    short, long = sorted(pairs[0], key=len)
    at = next((index for index, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) == len(long):
        exchanged = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
        return exchanged or short[at + 1 :] == long[at + 1 :]
    return len(long) == len(short) + 1 and short[at:] == long[at + 1 :]


def _other_names(columns: Sequence[_Column], told: set[_Column]) -> Iterator[Remark]:
    """Tell of a key that means two actors within one sheet; in another sheet it may, for keys are a sheet's own."""
    first = dict[tuple[int, str], _Column]()
    for column in columns:
        other = first.setdefault((column.sheet, column.key), column)
        if other.name != column.name and column not in told and other not in told:
            yield Remark(column.place, f"kunci `{shown(column.key)}` di sini berarti `{shown(column.name)}`, tetapi `{shown(other.name)}`"
                         f" di {other.line}", "samakan namanya, atau beri pelaksana yang lain kunci lain")
