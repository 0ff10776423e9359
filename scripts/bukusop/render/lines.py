"""How many lines some words take in a column, by the widths of Liberation Sans (Arial and Helvetica are the same) and the
hyphenation of the layout engine: a guess, which lays out nothing.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

MM_PER_PT = 25.4 / 72
_WIDTHS = {
    **dict.fromkeys("ijl'|", 222), **dict.fromkeys(" !,./:;[]\\It", 278), "f": 278, **dict.fromkeys("()r-`", 333), '"': 355, "*": 389,
    "^": 469, **dict.fromkeys("cksvxyzJ", 500), **dict.fromkeys("+<=>~", 584), **dict.fromkeys("FTZ", 611),
    **dict.fromkeys("ABEKPSVXY&", 667), **dict.fromkeys("CDHNRUw", 722), **dict.fromkeys("GOQ", 778), **dict.fromkeys("mM", 833),
    "%": 889, "W": 944, "@": 1015, "•": 350,
}
"""Advance widths in thousandths of an em; 556 where none is named."""
_PIECE = re.compile(r"[^\s/-]*[/-]|[^\s/-]+|\s+")
_HYPHENATED = 7


@cache
def _dictionary() -> Any:
    import pyphen

    return pyphen.Pyphen(lang="id", left=3, right=3)


def _width(word: str) -> float:
    return sum(_WIDTHS.get(letter, 556) for letter in word) / 1000


@lru_cache(4096)
def count_lines(text: str, width: float, *, hyphens: bool = True) -> int:
    """Count the lines of a paragraph in a column so many em wide; one letter stands on a line where lists leave no room for more."""
    width = max(width, 1.0)
    lines, x = 1, 0.0
    for word in _PIECE.findall(text):
        own = _width(word)
        if word.isspace():
            x += 0.278 if x else 0.0
            continue
        if x + own > width:
            cut = _cut(word, width - x) if hyphens and len(word) >= _HYPHENATED else ""
            if cut:
                own = _width(word[len(cut) :])
            lines, x = lines + (x > 0 or bool(cut)), 0.0
            while own > width:
                lines, own = lines + 1, own - width
        x += own
    return lines


def _cut(word: str, room: float) -> str:
    """Give the longest beginning of a word that fits with its hyphen, "" if none does."""
    letters = re.match(r"\w+", word)
    if letters is None or len(letters[0]) < _HYPHENATED:
        return ""
    found = [word[:place] for place in _dictionary().positions(letters[0])]
    return max((part for part in found if _width(part) + 0.333 <= room), key=len, default="")


def hyphen_places(text: str, width: float) -> list[int]:
    """Give the places at which words that may come to the end of a line can be cut, in a column so many em wide.

    The column is tried a little narrower and wider as well: another program's lines are not exactly those of the layout engine.
    """
    found: set[int] = set()
    for room in (0.96 * width, width, 1.04 * width):
        x = 0.0
        for piece in _PIECE.finditer(text):
            word, own = piece[0], _width(piece[0])
            if word.isspace():
                x += 0.278 if x else 0.0
                continue
            if x + own > room:
                letters = re.match(r"\w+", word)
                cut = ""
                if letters and len(letters[0]) >= _HYPHENATED:
                    found.update(piece.start() + place for place in _dictionary().positions(letters[0]))
                    cut = _cut(word, room - x)
                own = _width(word[len(cut):]) % room
                x = 0.0
            x += own
    return sorted(found)
