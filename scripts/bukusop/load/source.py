"""One source file being read: its tree, its places, and the words that its values become."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bukusop.diagnostics import Findings, Place, suggest
from bukusop.load import markdown
from bukusop.load.tree import Node
from bukusop.model import BULAN, Daftar, Paragraf, Peraturan, Run, Sitasi, Tanggal, Teks

_DATE = re.compile(r"^(\d{1,2})\s+([A-Za-z]+)\s+(\d{4})$")
_ID = re.compile(r"^[a-z]{2,}(-[a-z0-9]+)+$")


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed file and the collector of what is wrong with it."""

    name: str
    tree: Node
    findings: Findings

    def place(self, *path: str | int) -> Place:
        """Give the place of a value."""
        return self.tree.at(path)

    def error(self, rule: str, path: Sequence[str | int], message: str, hint: str = "") -> None:
        """Note an error at the value at `path`."""
        self.findings.error(rule, self.tree.at(path), message, hint)

    def warn(self, rule: str, path: Sequence[str | int], message: str, hint: str = "") -> None:
        """Note a warning at the value at `path`."""
        self.findings.warn(rule, self.tree.at(path), message, hint)

    def date(self, text: str, *path: str | int) -> Tanggal | None:
        """Read a date as people write it, `5 Januari 2026`; None where nothing (or nothing valid) is written."""
        if not text:
            return None
        found = _DATE.match(text.strip())
        hint = "tulis hari, nama bulan, dan tahun, misalnya `5 Januari 2026`"
        if not found:
            self.error("tanggal", path, f"`{text}` bukan tanggal", hint)
            return None
        month = next((n for n, name in enumerate(BULAN, 1) if name.lower() == found[2].lower()), 0)
        if not month:
            self.error("tanggal", path, f"nama bulan `{found[2]}` tidak dikenal", suggest(found[2], BULAN))
            return None
        try:
            datetime.date(int(found[3]), month, int(found[1]))
        except ValueError:
            self.error("tanggal", path, f"tanggal `{text}` tidak ada dalam kalender", "periksa hari dan bulannya")
            return None
        return Tanggal(int(found[3]), month, int(found[1]))

    def citations(self, items: Sequence[str], register: Mapping[str, Peraturan], key: str) -> tuple[Sitasi, ...]:
        """Resolve citations: an id of the register, else text as written; an id that is not registered is an error."""
        result = []
        for index, item in enumerate(items):
            if item in register:
                result.append(Sitasi(peraturan=register[item]))
            elif _ID.match(item):
                self.error("peraturan", (key, index), f"peraturan `{item}` tidak ada di book/peraturan.yaml",
                           suggest(item, register) or "tambahkan di sana, atau tulis sitasinya lengkap")
            else:
                result.append(Sitasi(teks=markdown.cell(item)))
        return tuple(result)


def cell(items: Sequence[str]) -> Teks:
    """Read a cell: one text as it is, several as a list."""
    if len(items) == 1:
        return markdown.cell(items[0])
    if not items:
        return ()
    return (Daftar(tuple(markdown.cell(item) or (Paragraf((Run(""),)),) for item in items)),)


def texts(items: Sequence[str]) -> tuple[Teks, ...]:
    """Read the items of a field, each on its own."""
    return tuple(markdown.cell(item) for item in items if item)


def roman(number: int) -> str:
    """Write a number in capital Roman numerals (1 to 3999)."""
    result = ""
    for value, sign in ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
                        (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while number >= value:
            result += sign
            number -= value
    return result
