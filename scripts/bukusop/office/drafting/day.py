"""Dates as they are typed in old sheets -> days, with a word on what was guessed."""

from __future__ import annotations

import datetime
import difflib
import re

from bukusop.model import BULAN, Tanggal

_WORDS = re.compile(r"(\d{1,2})\s*(?:st|nd|rd|th)?[\s./-]*([^\W\d]{3,12})\.?[\s,./-]*(\d{4})")
_FIGURES = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_ENGLISH = {"january": 1, "february": 2, "march": 3, "may": 5, "june": 6, "july": 7, "august": 8, "october": 10, "december": 12,
            "agt": 8, "ags": 8, "nop": 11, "nopember": 11, "pebruari": 2, "peb": 2, "okt": 10, "des": 12}


def read_day(text: str) -> tuple[Tanggal | None, str]:
    """Read a date; None where there is none. The second value says what was guessed, "" for a date written rightly."""
    found = _WORDS.search(text)
    if found:
        month, doubt = _month(found[2])
        return (_day(int(found[3]), month, int(found[1])), doubt) if month else (None, "")
    iso, figures = _ISO.search(text), _FIGURES.search(text)
    if iso:
        return _day(int(iso[1]), int(iso[2]), int(iso[3])), ""
    if figures:
        day = _day(int(figures[3]), int(figures[2]), int(figures[1]))
        return day, f"dari `{figures[0]}`" if int(figures[1]) <= 12 else ""
    return None, ""


def _month(word: str) -> tuple[int, str]:
    names = [name.lower() for name in BULAN]
    low = word.lower()
    if low in names:
        return names.index(low) + 1, ""
    if low in _ENGLISH:
        return _ENGLISH[low], f"bulan ditulis `{word}`"
    short = [n for n, name in enumerate(names, 1) if len(low) >= 3 and name.startswith(low)]
    if len(short) == 1:
        return short[0], f"bulan ditulis `{word}`"
    near = difflib.get_close_matches(low, names, n=1, cutoff=0.6)
    return (names.index(near[0]) + 1, f"bulan ditulis `{word}`") if near else (0, "")


def _day(year: int, month: int, day: int) -> Tanggal | None:
    try:
        datetime.date(year, month, day)
    except ValueError:
        return None
    return Tanggal(year, month, day) if year >= 1000 else None
