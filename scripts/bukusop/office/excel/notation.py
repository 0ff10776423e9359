"""How a workbook says what a flow is: who, answers and targets as short texts, and how they are read again.

    Kepala Bidang; Staf        several actors of a joint step
    ya: lanjut; tidak: 1       answers of a decision, each with its target
    "siap; lengkap": lanjut    quotation marks where a word holds one of the signs itself
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from bukusop.model import Bentuk, Prosedur, Simpul, Tujuan

NEXT, END, MORE = "lanjut", "selesai", "+"
_PIECE = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|([^;:"\n][^;:\n]*?))?\s*(?:(:)|;|\n|$)')


def quoted(text: str) -> str:
    """Write a word so that it stays one."""
    plain = text and text == text.strip() and not re.search(r'[;:\n"]', text)
    return text if plain else json.dumps(text, ensure_ascii=False)


def joined(words: Sequence[str]) -> str:
    """Write several words: `a; b`."""
    return "; ".join(quoted(word) for word in words)


def paired(pairs: Mapping[str, str]) -> str:
    """Write answers and their targets: `ya: lanjut; tidak: 1`."""
    return "; ".join(f"{quoted(key)}: {quoted(value) if value else ''}".rstrip() for key, value in pairs.items())


def words_of(text: str) -> list[str]:
    """Read `a; b` (a colon is then part of a word)."""
    words = []
    for found in re.finditer(r'\s*(?:"((?:[^"\\]|\\.)*)"|([^;\n]*))\s*(?:;|\n|$)', text):
        word = _unquoted(found[1]) if found[1] is not None else (found[2] or "").strip()
        if word or found[1] is not None:
            words.append(word)
    return words


def pairs_of(text: str) -> dict[str, str] | None:
    """Read `ya: lanjut; tidak: 1`; None where it is not written so."""
    pairs: dict[str, str] = {}
    place, key = 0, None
    while place < len(text):
        found = _PIECE.match(text, place)
        if found is None or found.end() == place:
            return None
        place = found.end()
        word = _unquoted(found[1]) if found[1] is not None else (found[2] or "").strip()
        if found[3]:
            if key is not None or not word:
                return None
            key = word
            if place >= len(text):
                pairs[key], key = "", None
        elif key is not None:
            if key in pairs:
                return None
            pairs[key], key = word, None
        elif word:
            return None
    return pairs if key is None else None


def _unquoted(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return text


class Targets:
    """How the targets of one procedure are called."""

    def __init__(self, prosedur: Prosedur) -> None:
        self.rows = prosedur.langkah
        ends = [
            Tujuan(row, slot) for row, step in enumerate(self.rows) for slot, simpul in enumerate(step.simpul)
            if simpul.bentuk is Bentuk.SELESAI
        ]
        self.end = ends[-1] if ends else None

    def _usual(self, row: int, slot: int) -> Tujuan | None:
        if slot + 1 < len(self.rows[row].simpul):
            return Tujuan(row, slot + 1)
        return Tujuan(row + 1) if row + 1 < len(self.rows) else None

    def name(self, target: Tujuan | None, row: int, slot: int, *, answer: bool) -> str:
        """Write a target as seen from a symbol; "" where it is the usual one and needs no word (an answer says `lanjut`)."""
        usual = self._usual(row, slot)
        if target == usual and (usual is not None or self.end is not None or not answer):
            return NEXT if answer and usual is not None else ""
        if target is None or target == self.end:
            return END
        step = self.rows[target.langkah]
        return step.id or step.nomor or NEXT

    def answers(self, simpul: Simpul, row: int, slot: int) -> dict[str, str]:
        """Write the answers of a decision."""
        return {answer.label: self.name(answer.ke, row, slot, answer=True) for answer in simpul.jawaban}
