"""The time of a step as people write it, `1 - 3 Hari Kerja` -> figures and a unit; and totals of several."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Satuan(StrEnum):
    """A unit of time, from the shortest to the longest."""

    MENIT = "menit"
    JAM = "jam"
    HARI = "hari"
    HARI_KERJA = "hari kerja"
    MINGGU = "minggu"
    BULAN = "bulan"
    TAHUN = "tahun"


HARI_KERJA_MENIT = 450
"""Minutes of a working day: 37.5 hours a week over five days (Perpres 21/2023)."""
MENIT_KERJA = {
    Satuan.MENIT: 1, Satuan.JAM: 60, Satuan.HARI: HARI_KERJA_MENIT, Satuan.HARI_KERJA: HARI_KERJA_MENIT,
    Satuan.MINGGU: 5 * HARI_KERJA_MENIT, Satuan.BULAN: 21 * HARI_KERJA_MENIT, Satuan.TAHUN: 250 * HARI_KERJA_MENIT,
}
"""Minutes of work in each unit: a week has 5 working days, a month 21, a year 250. For comparison only."""

_EXACT = {
    (Satuan.JAM, Satuan.MENIT): 60, (Satuan.MINGGU, Satuan.HARI): 7, (Satuan.MINGGU, Satuan.HARI_KERJA): 5,
    (Satuan.TAHUN, Satuan.BULAN): 12,
}
"""Units of which one is a known number of the other: `1 jam 30 menit` is one time, `1 hari 3 jam` is two."""
_ORDER = {unit: index for index, unit in enumerate(Satuan)}
_LONGEST = 200
"""Characters of the longest cell that is tried."""

_WORDLESS = {
    "menyesuaikan": re.compile(
        r"(?:menyesuaikan|disesuaikan|kondisional|situasional|tentatif|insidental|fleksibel"
        r"|sesuai (?:kebutuhan|jadwal|kondisi|ketentuan))\b.*"
    ),
    "n/a": re.compile(r"n\s*/\s*a\.?|n\.a\.?|na|-+|[‐-―−]+|nihil|tidak ada"),
}
_UNITS = {
    "hari": (Satuan.HARI, 1.0), "hr": (Satuan.HARI, 1.0), "hari kalender": (Satuan.HARI, 1.0),
    "hari kerja": (Satuan.HARI_KERJA, 1.0), "hr kerja": (Satuan.HARI_KERJA, 1.0), "hk": (Satuan.HARI_KERJA, 1.0),
    "detik": (Satuan.MENIT, 1 / 60), "menit": (Satuan.MENIT, 1.0), "mnt": (Satuan.MENIT, 1.0), "min": (Satuan.MENIT, 1.0),
    "'": (Satuan.MENIT, 1.0), "’": (Satuan.MENIT, 1.0), "′": (Satuan.MENIT, 1.0),
    "jam": (Satuan.JAM, 1.0), "jm": (Satuan.JAM, 1.0),
    "minggu": (Satuan.MINGGU, 1.0), "mgg": (Satuan.MINGGU, 1.0), "pekan": (Satuan.MINGGU, 1.0),
    "bulan": (Satuan.BULAN, 1.0), "bln": (Satuan.BULAN, 1.0), "triwulan": (Satuan.BULAN, 3.0), "caturwulan": (Satuan.BULAN, 4.0),
    "semester": (Satuan.BULAN, 6.0), "tahun": (Satuan.TAHUN, 1.0), "thn": (Satuan.TAHUN, 1.0), "th": (Satuan.TAHUN, 1.0),
}
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_NUMBERS = {
    word: float(number) for number, word in enumerate(
        ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"))
} | {"setengah": 0.5, "dua belas": 12.0}

_BRACKETS = re.compile(r"\([^()]*\)")
_BEFORE = re.compile(
    r"(?:maks(?:imal|imum)?\b\.?|max\b\.?|min(?:imal|imum)?\b\.?|paling (?:lama|lambat|cepat)\b|selambat-lambatnya\b|selama-lamanya\b"
    r"|selama\b|kurang lebih\b|sekitar\b|kira-kira\b|estimasi\b|±|\+\s*/\s*-|\+-|~|[<>]=?|[≤≥])\s*:?\s*")
_AFTER = re.compile(r"\s*(?:/|\bper\b|\btiap\b|\bsetiap\b)\s*[^\W\d][^\d]*$")
_ONE = re.compile(r"\bse(?=(?:menit|jam|hari|minggu|pekan|bulan|semester|tahun)\b)")
_TOKEN = re.compile(
    r"\s*(?:(?P<to>s\s*\.\s*d\.?|s\s*/\s*d\.?|sd\b\.?|sampai(?: dengan)?\b|hingga\b|[-‐-―−])"
    r"|(?P<or>/|atau\b)|(?P<and>dan\b|[+,])|(?P<by>[x×*](?=\s*[0-9]))"
    r"|(?P<number>[0-9]{1,6}(?:\s*[½¼¾⅓⅔]|/[1-9][0-9]?(?![0-9])|[.,][0-9]{1,3})?(?![0-9])|[½¼¾⅓⅔]"
    rf"|(?:{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\b)"
    r"|(?P<unit>(?:hari|hr)\.?\s*(?:kerja|kalender)\b|triwulan\b|catur\s*wulan\b|['’′]"
    rf"|(?:{'|'.join(sorted((word for word in _UNITS if word.isalpha()), key=len, reverse=True))})\b\.?))")

_Token = tuple[str, str]
_Part = tuple[float, float, Satuan, bool, frozenset[Satuan]]
"""Lowest, highest, their unit, whether it is an alternative to what stands before it, and the units written."""
_KINDS = {"to": "-", "or": "/", "and": "+", "by": "x", "number": "n", "unit": "u"}
_PART = re.compile(r"(nxn|n)(u?)(?:-(nxn|n))?u")


@dataclass(frozen=True, slots=True)
class Waktu:
    """One `waktu` cell, read.

    Both figures are in `satuan` and equal where no range was written. `kata` is "menyesuaikan" or "n/a" for words that name no
    time (then 0.0, 0.0, MENIT). `satuan_lain` are further units that cannot be counted together with `satuan`, or that are an
    alternative to it: `1 jam 30 menit` has none (90 menit), `1 hari/2 jam` and `1 hari 2 jam` have HARI.
    """

    paling_cepat: float
    paling_lama: float
    satuan: Satuan
    kata: str = ""
    satuan_lain: tuple[Satuan, ...] = ()

    def menit_kerja(self) -> float:
        """Give the longest time in minutes of work."""
        return self.paling_lama * MENIT_KERJA[self.satuan]


@dataclass(frozen=True, slots=True)
class Jumlah:
    """A total: how much of each unit (units in order, only those above 0, by the longest time of each step).

    `lengkap` is False where a step had no readable time, or one that only says that it varies (`Menyesuaikan`).
    """

    bagian: tuple[tuple[Satuan, float], ...]
    lengkap: bool

    def menit_kerja(self) -> float:
        """Give the total in minutes of work, for comparison."""
        return sum(amount * MENIT_KERJA[unit] for unit, amount in self.bagian)

    def __str__(self) -> str:
        amounts = dict(self.bagian)
        minutes = amounts.pop(Satuan.MENIT, 0.0) + 60 * amounts.pop(Satuan.JAM, 0.0)
        hours = (minutes + 0.005) // 60
        amounts[Satuan.JAM], amounts[Satuan.MENIT] = hours, max(0.0, minutes - 60 * hours)
        said = [f"{_figure(amounts[unit])} {unit}" for unit in reversed(Satuan) if _figure(amounts.get(unit, 0.0)) != "0"]
        return " ".join(said) or "0 menit"


def total(items: Iterable[Waktu | None]) -> Jumlah:
    """Add up times, each at its longest; None stands for one that could not be read."""
    amounts, complete = dict.fromkeys(Satuan, 0.0), True
    for item in items:
        if item is None or item.kata == "menyesuaikan":
            complete = False
        else:
            amounts[item.satuan] += item.paling_lama
    return Jumlah(tuple((unit, amount) for unit, amount in amounts.items() if amount > 0), complete)


@lru_cache(maxsize=2048)
def read_waktu(text: str) -> Waktu | None:
    """Read a time as people write it; None where it is empty or not understood.

    Known are figures and words for numbers, ranges, `maks.`, `±`, `1 (satu) hari`, sums of units, and what follows `per`. `n x 24
    jam` are n days. A triwulan is 3 months, a semester 6.
    """
    said = " ".join(text.casefold().split())[: _LONGEST + 1].strip(" .;:")
    bare = " ".join(_BRACKETS.sub(" ", said).split()) or said.strip("() ")
    if not bare and text.strip(" .;:"):
        return None
    for word, pattern in _WORDLESS.items():
        if pattern.fullmatch(said):
            return Waktu(0.0, 0.0, Satuan.MENIT, word)
    before = _BEFORE.match(bare)
    while before and before.end():
        bare = bare[before.end():]
        before = _BEFORE.match(bare)
    tokens = _tokens(_ONE.sub("1 ", bare))
    if tokens is None:
        after = _AFTER.search(bare)
        tokens = _tokens(_ONE.sub("1 ", bare[: after.start()])) if after else None
    parts = _parts(tokens) if tokens else None
    return _joined(parts) if parts else None


def _tokens(text: str) -> list[_Token] | None:
    """Cut a text into numbers, units and the signs between them; None where anything else stands in it."""
    found, at = list[_Token](), 0
    if len(text) > _LONGEST:
        return None
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            return None
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


def _parts(tokens: Sequence[_Token]) -> list[_Part] | None:
    """Read `number [to number] unit` again and again; None where the tokens are in any other order."""
    parts, at, choice = list[_Part](), 0, False
    kinds = "".join(_KINDS[kind] for kind, _ in tokens)
    while at < len(tokens):
        if parts and kinds[at] in "/+":
            choice, at = kinds[at] == "/", at + 1
        found = _PART.match(kinds, at)
        if found is None or (found[2] and not found[3]):
            return None
        last = found.end() - 1
        unit = _unit(tokens[last][1])
        low = _amount(tokens[found.start(1) : found.end(1)])
        high = _amount(tokens[found.start(3) : found.end(3)]) if found[3] else low
        first = _unit(tokens[found.start(2)][1]) if found[2] else unit
        daily = unit[0] is Satuan.JAM and found[1] == "nxn" and _value(tokens[found.start(1) + 2][1]) == 24 and not found[3]
        if daily:
            unit = first = (Satuan.HARI, 1 / 24)
        (low, high), least = _same([(low * first[1], first[0]), (high * unit[1], unit[0])])
        parts.append((low, high, least, choice, frozenset((first[0], unit[0]))))
        at, choice = found.end(), False
    return parts


def _joined(parts: Sequence[_Part]) -> Waktu:
    """Make one time of the parts of a cell: a sum, or the span of its alternatives."""
    lows, unit = _same([(low, unit) for low, _, unit, *_ in parts])
    highs, _ = _same([(high, unit) for _, high, unit, *_ in parts])
    choice = any(part[3] for part in parts)
    written = frozenset[Satuan]().union(*(part[4] for part in parts)) - {unit}
    others = tuple(sorted((other for other in written if choice or (other, unit) not in _EXACT), key=_ORDER.__getitem__))
    if choice:
        return Waktu(min(lows), max(highs), unit, satuan_lain=others)
    return Waktu(sum(lows), sum(highs), unit, satuan_lain=others)


def _same(amounts: Sequence[tuple[float, Satuan]]) -> tuple[tuple[float, ...], Satuan]:
    """Express amounts in the shortest of their units."""
    least = min((unit for _, unit in amounts), key=_ORDER.__getitem__)
    return tuple(
        amount if unit is least else amount * _EXACT.get((unit, least), MENIT_KERJA[unit] / MENIT_KERJA[least]) for amount, unit in amounts
    ), least


def _unit(word: str) -> tuple[Satuan, float]:
    word = " ".join(word.replace(".", " ").split())
    if word.startswith("catur"):
        word = "caturwulan"
    if word.endswith(("kerja", "kalender")):
        word = "hari kerja" if word.endswith("kerja") else "hari"
    return _UNITS[word]


def _amount(tokens: Sequence[_Token]) -> float:
    value = 1.0
    for kind, word in tokens:
        if kind == "number":
            value *= _value(word)
    return value


def _value(word: str) -> float:
    if word in _NUMBERS:
        return _NUMBERS[word]
    if word[-1] in _FRACTIONS:
        return float(word[:-1].strip() or 0) + _FRACTIONS[word[-1]]
    above, slash, below = word.partition("/")
    if slash:
        return float(above) / float(below)
    whole, _, rest = word.replace(",", ".").partition(".")
    return float(whole + rest) if "." in word and len(rest) == 3 else float(f"{whole}.{rest or 0}")


def _figure(value: float) -> str:
    """Write a number in Indonesian: 1,5."""
    return f"{round(value, 2):.2f}".rstrip("0").rstrip(".").replace(".", ",")
