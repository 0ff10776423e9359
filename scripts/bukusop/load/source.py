"""One source file being read: its tree, its places, and the words that its values become."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bukusop.diagnostics import Findings, Place
from bukusop.load import markdown
from bukusop.load.files import named_file
from bukusop.load.naming import named, within
from bukusop.load.quoting import nearest, shown
from bukusop.load.tree import Node
from bukusop.model import BULAN, Daftar, Paragraf, Peraturan, Run, Sitasi, Tanggal, Teks
from bukusop.paths import Project

_DATE = re.compile(r"^([0-9]{1,2})\s+([^\W\d]+)\s+([0-9]{4})$")
_ISO = re.compile(r"^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$")
_FIGURES = re.compile(r"^([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})$")
_REGULATION = re.compile(r"^[a-z]{2,}(-[a-z0-9]+)+$")

MOST_SUGGESTED = 200
"""After so many findings no more guesses are made at what was meant: guessing takes time, and no one reads on."""


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed file and the collector of what is wrong with it.

    `doubtful` are the paths of values that were wrong already and are replaced by stand-ins: errors there are not told again.
    """

    name: str
    tree: Node
    findings: Findings
    doubtful: frozenset[tuple[str | int, ...]] = frozenset()

    def place(self, *path: str | int) -> Place:
        """Give the place of a value."""
        return self.tree.at(path)

    def within(self, path: Sequence[str | int]) -> str:
        """Name what holds a value, " pada langkah 3"; "" for the file as a whole."""
        return within(self.tree, path)

    def named(self, path: Sequence[str | int]) -> str:
        """Name a value: "`waktu` pada langkah 3"."""
        return named(self.tree, path)

    def doubts(self, *path: str | int) -> bool:
        """Whether the value at `path`, or what holds it, was wrong already."""
        return any(path[:length] in self.doubtful for length in range(len(path) + 1)) if self.doubtful else False

    def wrote(self, *path: str | int) -> bool:
        """Whether the author wrote this value, rightly or wrongly."""
        return self.tree.get(path) is not None and not self.doubts(*path)

    def error(self, rule: str, path: Sequence[str | int], message: str, hint: str = "") -> None:
        """Note an error at the value at `path`, unless that value is known to be wrong."""
        if not self.doubts(*path):
            self.findings.error(rule, self.tree.at(path), message, hint)

    def warn(self, rule: str, path: Sequence[str | int], message: str, hint: str = "") -> None:
        """Note a warning at the value at `path`, unless that value is known to be wrong."""
        if not self.doubts(*path):
            self.findings.warn(rule, self.tree.at(path), message, hint)

    def nearest(self, word: str, known: Iterable[str]) -> str:
        """Guess what was meant."""
        return nearest(word, known) if len(self.findings) < MOST_SUGGESTED else ""

    def file(self, project: Project, name: str, path: tuple[str | int, ...]) -> Path | None:
        """Find the file that the value at `path` names; None and a finding where there is none."""
        return None if self.doubts(*path) else named_file(project, self.name, name, self.place(*path), self.findings)

    def date(self, text: str, *path: str | int) -> Tanggal | None:
        """Read a date as people write it, `5 Januari 2026`; None where nothing (or nothing valid) is written."""
        if not text:
            return None
        found, key = _DATE.match(text.strip()), path[-1]
        if not found:
            self.error("tanggal", path, f"`{key}: {shown(text)}` bukan tanggal", _meant(text.strip()))
            return None
        month = next((n for n, name in enumerate(BULAN, 1) if name.lower() == found[2].lower()), 0)
        if not month:
            self.error("tanggal", path, f"nama bulan `{shown(found[2])}` pada `{key}` tidak dikenal", self.nearest(found[2], BULAN))
            return None
        date = _day(int(found[3]), month, int(found[1]))
        if date is None:
            self.error("tanggal", path, f"tanggal `{shown(text)}` pada `{key}` tidak ada dalam kalender",
                       "periksa hari, bulan, dan tahunnya")
        return date

    def citations(self, items: Sequence[str], register: Mapping[str, Peraturan] | None, key: str) -> tuple[Sitasi, ...]:
        """Resolve citations: an id of the register, else text as written; an id that is not registered is an error.

        `register` is None where the register itself cannot be read: nothing can be said of ids then.
        """
        result = []
        for index, item in enumerate(items):
            if register and item in register:
                result.append(Sitasi(peraturan=register[item]))
                continue
            if register is not None and _REGULATION.match(item):
                self.error("peraturan", (key, index), f"peraturan `{shown(item)}` pada `{key}` tidak ada di book/peraturan.yaml",
                           self.nearest(item, register) or "tambahkan di sana, atau tulis sitasinya lengkap")
            if item:
                result.append(Sitasi(teks=markdown.cell(item)))
        return tuple(result)


def check_texts(source: Source) -> None:
    """Find HTML in any text of a file: it would be printed as it stands."""
    for node in source.tree.scalars():
        tag = markdown.html_tag(str(node.value))
        if tag:
            source.findings.error("html", node.place, f"HTML `{shown(tag)}` tidak dapat dicetak",
                                  "pakai **tebal** atau *miring*; beberapa baris ditulis sebagai daftar")


def cell_links(source: Source) -> Iterable[tuple[str, Place]]:
    """Give the links in the texts of a file, each with the place of its text."""
    for node in source.tree.scalars():
        if "](" in str(node.value):
            for run in markdown.runs(markdown.cell(str(node.value))):
                if run.tautan:
                    yield run.tautan, node.place


def _day(year: int, month: int, day: int) -> Tanggal | None:
    try:
        datetime.date(year, month, day)
    except ValueError:
        return None
    return Tanggal(year, month, day) if year >= 1000 else None


def _meant(text: str) -> str:
    """Guess the date that was meant by figures: 2026-01-05, 05/01/2026."""
    iso, figures = _ISO.match(text), _FIGURES.match(text)
    date = None
    if iso:
        date = _day(int(iso[1]), int(iso[2]), int(iso[3]))
    elif figures:
        date = _day(int(figures[3]), int(figures[2]), int(figures[1]))
    return f"mungkin maksudnya `{date}`?" if date else "tulis hari, nama bulan, dan tahun, misalnya `5 Januari 2026`"


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
