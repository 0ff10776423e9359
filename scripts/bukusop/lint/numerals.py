"""Numbers as Indonesian writes them: in words, in figures with words beside them, and as labels of a diktum."""

from __future__ import annotations

import re
from functools import cache

_ONES = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_WORD = rf"(?:se(?:puluh|belas|ratus)|{'|'.join(_ONES[1:])}|belas|puluh|ratus)"
_MOST = 2000

COUNT = (
    rf"(?:(?<![\d.,/])(?P<angka>\d{{1,4}})(?:\s*\((?P<huruf>[a-z]+(?:\s+[a-z]+)*)\))?|\b(?P<ke>ke)?(?P<kata>{_WORD}(?:\s+{_WORD})*))"
)
"""Pattern of a quantity: "46", "46 (empat puluh enam)", "empat puluh enam"; to be matched without regard to case."""


def words(number: int) -> str:
    """Write a number below 1,000,000 in words."""
    if number < 10:
        return _ONES[number]
    if number < 20:
        return {10: "sepuluh", 11: "sebelas"}.get(number) or f"{_ONES[number - 10]} belas"
    for size, name in ((1000, "ribu"), (100, "ratus"), (10, "puluh")):
        if number >= size:
            many, rest = divmod(number, size)
            head = f"se{name}" if many == 1 else f"{words(many)} {name}"
            return f"{head} {words(rest)}" if rest else head
    return ""


@cache
def _values() -> dict[str, int]:
    return {words(number).replace(" ", ""): number for number in range(_MOST)}


def value(text: str) -> int | None:
    """Read a number in words; None where it is none."""
    return _values().get("".join(text.lower().split()))


def counted(found: re.Match[str]) -> int | None:
    """Give the quantity that `COUNT` found; None where its words are no number."""
    return int(found["angka"]) if found["angka"] else value(found["kata"])


def disagreement(found: re.Match[str]) -> int | None:
    """Give the number that the words beside the figures say, where it is another one."""
    said = value(found["huruf"]) if found["huruf"] else None
    return said if said is not None and said != int(found["angka"]) else None


def with_words(number: int) -> str:
    """Write a number as a Keputusan does: "46 (empat puluh enam)"."""
    return f"{number} ({words(number)})"


def diktum(number: int) -> str:
    """Give the label of the n-th diktum: KESATU, KEDUA, ... KEDUA BELAS."""
    return f"ke{words(number)}".upper()
