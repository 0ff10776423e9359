"""Patterns of numbers: `{urut:2}/SOP/{unit}/{tahun}` -> which numbers follow it, what differs in those that do not, what was meant.

A pattern is written by the office, or inferred from the numbers of a book: then its parts may also be `{angka}` and `{huruf}`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

PLACEHOLDERS = ("urut", "unit", "tahun", "bulan", "bidang")
"""What an office may write between braces; `unit` and `bidang` stand for words that the book knows."""
LONGEST = 200
"""Characters of a number that are looked at."""

_PIECE = re.compile(r"\{([^{}]*)\}|([^{}]+)|([{}])")
_WORD = re.compile(r"[0-9]+|[^\W\d_]+")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_ROMAN = re.compile(r"X{0,1}(?:IX|IV|V?I{0,3})")
_SHARE = 0.6
_FEW = 3


class Unusable(ValueError):
    """A pattern that cannot be used; the text says why, as part of a sentence."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a pattern: `text` where `kind` is "", else a placeholder; `width` is the least number of digits."""

    kind: str
    text: str = ""
    width: int = 1

    def __str__(self) -> str:
        if not self.kind:
            return self.text
        return f"{{{self.kind}:{self.width}}}" if self.kind == "urut" and self.width > 1 else f"{{{self.kind}}}"

    def regex(self, known: Mapping[str, str]) -> str:
        """Give the expression of what may stand here."""
        if self.kind in ("", "unit", "bidang"):
            return re.escape(known.get(self.kind, self.text))
        return {"urut": f"[0-9]{{{self.width},}}", "tahun": "[0-9]{4}", "bulan": "(?:X|XI|XII|I|II|III|IV|V|VI|VII|VIII|IX)",
                "angka": "[0-9]+", "huruf": r"[^\W\d_]+"}[self.kind]

    def mended(self, word: str) -> str:
        """Give a word as it should stand here: zeros before it, Roman months in capitals."""
        return word.zfill(self.width) if self.kind == "urut" else word.upper() if self.kind == "bulan" else word

    def accepts(self, word: str, known: Mapping[str, str]) -> bool:
        """Whether a word may stand here."""
        return re.fullmatch(self.regex(known), word) is not None


@dataclass(frozen=True)
class Pattern:
    """The parts of a number, in order."""

    pieces: tuple[Piece, ...]

    def __str__(self) -> str:
        return "".join(str(piece) for piece in self.pieces)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The placeholders in it."""
        return frozenset(piece.kind for piece in self.pieces if piece.kind)

    def match(self, number: str, known: Mapping[str, str]) -> dict[str, str] | None:
        """Give what stands for each placeholder (for the first of equal ones); None where the number does not follow the pattern."""
        names = dict[str, str]()
        parts = list[str]()
        for index, piece in enumerate(self.pieces):
            named = piece.kind and piece.kind not in names
            parts.append(f"(?P<p{index}>{piece.regex(known)})" if named else piece.regex(known))
            if named:
                names[piece.kind] = f"p{index}"
        found = re.fullmatch("".join(parts), number[:LONGEST])
        return {kind: found[name] for kind, name in names.items()} if found else None

    def words(self, known: Mapping[str, str]) -> list[Piece]:
        """Give the parts that are words, without the separators."""
        result = list[Piece]()
        for piece in self.pieces:
            if piece.kind in ("", "unit", "bidang"):
                result += [Piece("", word) for word in _WORD.findall(known.get(piece.kind, piece.text))]
            else:
                result.append(piece)
        return result

    def fill(self, values: Mapping[str, str], known: Mapping[str, str]) -> str:
        """Write the number that has these values; "" where one is missing."""
        written = {**values, **known, "": ""}
        if not self.kinds <= set(written):
            return ""
        return "".join(written[piece.kind].zfill(piece.width) if piece.kind == "urut" else written[piece.kind] or piece.text
                       for piece in self.pieces)

    def refill(self, words: Sequence[str], known: Mapping[str, str], fallback: Mapping[str, str]) -> str:
        """Write the number that has these words in this order, each mended; "" where one does not do for its placeholder."""
        result, rest = list[str](), list(words)
        for piece in self.pieces:
            if piece.kind in ("", "unit", "bidang"):
                text = known.get(piece.kind, piece.text)
                del rest[: len(_WORD.findall(text))]
                result.append(text)
                continue
            word = piece.mended(rest.pop(0)) if rest else ""
            if not piece.accepts(word, known):
                word = fallback.get(piece.kind, "")
            if not word:
                return ""
            result.append(word)
        return "".join(result)


def read_pattern(text: str) -> Pattern:
    """Read a pattern as the office wrote it; raises `Unusable`."""
    pieces = list[Piece]()
    for name, literal, brace in _PIECE.findall(text[:LONGEST]):
        if brace:
            raise Unusable(f"tanda `{brace}` tidak berpasangan")
        if literal:
            pieces.append(Piece("", literal))
            continue
        kind, colon, width = (part.strip() for part in name.partition(":"))
        if kind not in PLACEHOLDERS:
            raise Unusable(f"`{{{name}}}` tidak dikenal")
        if colon and (kind != "urut" or not re.fullmatch("[1-9]", width)):
            raise Unusable(f"`{{{name}}}` tidak terbaca")
        pieces.append(Piece(kind, width=int(width or 1)))
    if not any(piece.kind == "urut" for piece in pieces):
        raise Unusable("`{urut}` tidak ada di dalamnya, sehingga semua SOP bernomor sama")
    return Pattern(tuple(pieces))


def infer_pattern(numbers: Sequence[tuple[str, str]]) -> Pattern | None:
    """Infer the pattern that most numbers follow; each comes with the bidang of its SOP. None where they are few or too unlike."""
    cut = [(re.findall(r"[0-9]+|[^\W\d_]+|.", number[:LONGEST], re.DOTALL), bidang) for number, bidang in numbers]
    shapes = Counter(_shape(words) for words, _ in cut)
    if len(cut) < _FEW or not shapes:
        return None
    shape, count = shapes.most_common(1)[0]
    same = [(words, bidang) for words, bidang in cut if _shape(words) == shape]
    if count < _FEW or count < _SHARE * len(cut):
        return None
    columns = [[words[index] for words, _ in same] for index in range(len(shape))]
    digits = [index for index, kind in enumerate(shape) if kind == "9" and not _years(columns[index])]
    running = max(digits, key=lambda index: (len(set(columns[index])), -index), default=None)
    pieces = list[Piece]()
    for index, kind in enumerate(shape):
        if index == running:
            pieces.append(Piece("urut", width=_width(columns[index])))
        elif kind == "9":
            pieces.append(_digits(columns[index]))
        elif kind == "a":
            pieces.append(_letters([(words[index], bidang) for words, bidang in same]))
        else:
            pieces.append(Piece("", kind))
    return Pattern(tuple(pieces)) if running is not None and len(set(columns[running])) > 1 else None


def _shape(words: Sequence[str]) -> tuple[str, ...]:
    return tuple("9" if word[0] in "0123456789" else "a" if word[0].isalpha() else word for word in words)


def _years(column: Sequence[str]) -> bool:
    return sum(1 for word in column if _YEAR.fullmatch(word)) >= max(_FEW, 0.9 * len(column))


def _width(column: Sequence[str]) -> int:
    """Give the width that short numbers are filled up to with zeros; 1 where most of the short ones are not."""
    filled = Counter(len(word) for word in column if word.startswith("0"))
    if not filled:
        return 1
    width, count = filled.most_common(1)[0]
    return width if count > sum(1 for word in column if len(word) < width) else 1


def _digits(column: Sequence[str]) -> Piece:
    if _years(column):
        return Piece("tahun")
    word, count = Counter(column).most_common(1)[0]
    return Piece("", word) if len(column) - count <= max(1, len(column) // 10) else Piece("angka")


def _letters(column: Sequence[tuple[str, str]]) -> Piece:
    """Give the word that must stand here: the usual one, unless some bidang write their own."""
    counted = Counter(word for word, _ in column)
    word, count = counted.most_common(1)[0]
    if all(_ROMAN.fullmatch(other) for other in counted) and len(counted) > 1:
        return Piece("bulan")
    if count < _SHARE * len(column):
        return Piece("huruf")
    at_home = {bidang for written, bidang in column if written == word}
    own = [written for written, bidang in column if written != word and not alike(written, word) and bidang not in at_home]
    few = len(column) - count <= max(1, len(column) // 10)
    return Piece("", word) if not own and (few or all(alike(other, word) for other in counted)) else Piece("huruf")


def alike(one: str, other: str) -> bool:
    """Whether a word is a slip of the other: letters dropped, doubled or exchanged, two at most in long words."""
    one, other = one.casefold(), other.casefold()
    if one == other:
        return True
    if abs(len(one) - len(other)) > 2 or min(len(one), len(other)) < 2:
        return False
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        before, row = row, [i]
        for j, right in enumerate(other, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (left != right)))
    return row[-1] <= (1 if max(len(one), len(other)) < 6 else 2)


@dataclass(frozen=True, slots=True)
class Deviation:
    """What differs in a number, as part of a sentence, and the number that was probably meant; "" where that cannot be said."""

    said: str
    meant: str


def deviation(pattern: Pattern, number: str, known: Mapping[str, str], fallback: Mapping[str, str]) -> Deviation:
    """Compare a number with a pattern it does not follow. `fallback` gives values for placeholders that are missing in it."""
    number = number[:LONGEST]
    wanted, found = pattern.words(known), _WORD.findall(number)
    if len(wanted) == len(found):
        meant = pattern.refill(found, known, fallback)
    else:
        values = _ends(wanted, found, known)
        meant = pattern.fill({**fallback, **values}, known) if "urut" in values else ""
    return Deviation(_said(wanted, found, number, meant, known), meant if meant != number else "")


def running_number(pattern: Pattern, number: str, known: Mapping[str, str]) -> int | None:
    """Give the running number, also of a number that does not quite follow the pattern; None where it cannot be told."""
    values = pattern.match(number, known)
    if values is None:
        wanted, found = pattern.words(known), _WORD.findall(number[:LONGEST])
        values = _ends(wanted, found, known)
        if len(wanted) == len(found):
            values = {piece.kind: piece.mended(word) for piece, word in zip(wanted, found, strict=True) if piece.kind == "urut"}
    digits = values.get("urut", "")
    return int(digits) if digits.isascii() and digits.isdigit() else None


def _ends(wanted: Sequence[Piece], found: Sequence[str], known: Mapping[str, str]) -> dict[str, str]:
    """Read the placeholders at both ends of a number that has more or fewer words than it should: those are sure."""
    if not wanted or not found:
        return {}
    ends = ((wanted[-1], found[-1]), (wanted[0], found[0]))
    return {piece.kind: piece.mended(word) for piece, word in ends if piece.kind and piece.accepts(piece.mended(word), known)}


def _said(wanted: Sequence[Piece], found: Sequence[str], number: str, meant: str, known: Mapping[str, str]) -> str:
    if len(wanted) != len(found):
        missing = Counter(piece.text for piece in wanted if not piece.kind) - Counter(found)
        lost = [f"`{word}`" for word in missing if not any(alike(word, other) for other in found)]
        return f"bagian {' dan '.join(lost)} tidak ada" if lost else f"bagiannya {len(found)}, seharusnya {len(wanted)}"
    for piece, word in zip(wanted, found, strict=True):
        if not piece.accepts(word, known):
            padded = word.zfill(piece.width)
            if piece.kind == "urut" and piece.accepts(padded, known):
                return f"`{word}` seharusnya `{padded}`"
            return f"`{word}` seharusnya {_SHOULD.get(piece.kind) or f'`{piece.text}`'}"
    return _separators(number, meant)


_SHOULD = {"urut": "nomor urut", "tahun": "tahun empat angka", "bulan": "bulan dalam angka Romawi", "angka": "angka", "huruf": "huruf"}


def _separators(number: str, meant: str) -> str:
    """Say which sign between the words is wrong, where the words are right."""
    words, here, there = _WORD.findall(number), _WORD.split(number), _WORD.split(meant)
    for index, (has, should) in enumerate(zip_longest(here, there, fillvalue="")):
        if has != should and meant:
            where = f"sesudah `{words[index - 1]}`" if 0 < index <= len(words) else "di awal"
            if not has:
                return f"tanda `{should}` {where} tidak ada"
            return f"{where} tertulis `{has}`, seharusnya `{should}`" if should else f"tanda `{has}` {where} tidak perlu"
    return "susunannya berbeda"
