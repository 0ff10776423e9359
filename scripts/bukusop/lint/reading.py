"""A book as rules read it: its values, the words as they were typed, and the places of both."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate

from bukusop.diagnostics import Place
from bukusop.lint.rule import Edit
from bukusop.load import Node, Readings, Source
from bukusop.model import Book, Chapter, Keputusan, Langkah, Peraturan, Prosedur, Sop

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A row of a procedure and where it is written; `place(key)` is the place of one of its cells."""

    langkah: Langkah
    row: int
    path: Path
    source: Source

    def place(self, *keys: str | int) -> Place:
        """Give the place of what is written under `keys`, of the row where nothing is."""
        return self.source.place(*self.path, *keys)

    @property
    def name(self) -> str:
        """The row in a sentence: "langkah 3"."""
        return f"langkah {self.langkah.nomor}" if self.langkah.nomor else f"baris ke-{self.row + 1}"


@dataclass(frozen=True, slots=True)
class Table:
    """A procedure of a sheet and where it is written. `sound`: nothing in its file is an error, so that its flow can be followed."""

    prosedur: Prosedur
    path: Path
    source: Source
    sound: bool

    @property
    def steps(self) -> list[Step]:
        """The rows."""
        return [Step(row, index, (*self.path, "langkah", index), self.source) for index, row in enumerate(self.prosedur.langkah)]


@dataclass(frozen=True, slots=True)
class Sheet:
    """An SOP with its source; `sound` as in `Table`."""

    sop: Sop
    source: Source
    sound: bool

    def place(self, *path: str | int) -> Place:
        """Give the place of what is written under `path`."""
        return self.source.place(*path)

    @property
    def tables(self) -> list[Table]:
        """The procedures; none where they could not all be read, for then one does not know which is which."""
        many = self.source.tree.get(("prosedur",))
        if many is not None and len(many.value) != len(self.sop.prosedur):
            return []
        return [
            Table(item, () if many is None else ("prosedur", index), self.source, self.sound)
            for index, item in enumerate(self.sop.prosedur)
        ]


@dataclass(frozen=True, slots=True)
class Passage:
    """A text as it was typed: a YAML scalar (`path` is its key), or a line of Markdown (`path` is empty)."""

    text: str
    place: Place
    path: Path = ()

    @property
    def key(self) -> str:
        """The last key above the text: "kegiatan", "kelengkapan"; "" in prose."""
        return next((step for step in reversed(self.path) if isinstance(step, str)), "")


class Reading:
    """All that a rule may read. `texts` are the files as they are, newlines as one character; `today` is the day of the check."""

    def __init__(self, readings: Readings, texts: Mapping[str, str], today: date, broken: frozenset[str] = frozenset()) -> None:
        """`broken` names the files in which the loader found errors."""
        self.sources = readings
        self.book: Book = readings.book
        self.texts = texts
        self.today = today
        self.sheets = tuple(Sheet(sop, source, source.name not in broken) for sop, source in readings.sheets)
        self.unread = broken.difference(texts)
        """Files with errors of which nothing could be read: what is counted may lack them."""
        self._starts: dict[str, list[int]] = {}
        self._found: tuple[Passage | None, dict[str, tuple[list[int], list[tuple[int, int]]]]] = (None, {})

    @property
    def decrees(self) -> Sequence[tuple[Keputusan, Source]]:
        """The Keputusan with their sources."""
        return [(keputusan, source) for keputusan, _, source in self.sources.decrees]

    @property
    def chapters(self) -> Sequence[tuple[Chapter, Source]]:
        """The chapters with their heads; their prose is in `passages`."""
        return [(chapter, source) for chapter, _, source in self.sources.chapters]

    @property
    def manifest(self) -> Source:
        """The source of book/book.yaml."""
        return self.sources.manifest

    @property
    def peraturan(self) -> Mapping[str, Peraturan]:
        """The register of regulations, by id."""
        return self.sources.peraturan

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every text of the book: of SOPs, Keputusan, manifest and chapters; not of the register, nor of what only the tool reads."""
        found: list[Passage] = []
        for source in (self.manifest, *(source for _, source in self.decrees), *(sheet.source for sheet in self.sheets)):
            found.extend(_scalars(source.tree))
        for chapter, source in self.chapters:
            found.extend(_scalars(source.tree))
            found.extend(self._lines(chapter.berkas))
        return tuple(found)

    def prose_lines(self, name: str) -> list[str]:
        """Give the lines of a chapter, with blanks in the place of its head and of what is only for the tool."""
        lines = self.texts.get(name, "").split("\n")
        ends = [number for number, line in enumerate(lines) if line.strip() == "---"]
        head = ends[1] + 1 if len(ends) > 1 and ends[0] == 0 else 0
        return [" " * len(line) if number < head or line.startswith("[//]:") else line for number, line in enumerate(lines)]

    def _lines(self, name: str) -> Iterator[Passage]:
        for number, line in enumerate(self.prose_lines(name), 1):
            if line.strip():
                yield Passage(line, Place(name, number, len(line) - len(line.lstrip()) + 1))

    def offset(self, place: Place) -> int:
        """Give the character of a file at which a place lies; 0 for the file as a whole."""
        starts = self._starts_of(place.file)
        return starts[min(place.line, len(starts)) - 1] + max(0, place.column - 1) if place.line else 0

    def place_of(self, name: str, offset: int) -> Place:
        """Give the place of a character of a file."""
        starts = self._starts_of(name)
        line = bisect_right(starts, offset)
        return Place(name, line, offset - starts[line - 1] + 1)

    def _starts_of(self, name: str) -> list[int]:
        """Give where the lines of a file begin, counted once."""
        if name not in self._starts:
            self._starts[name] = [0, *accumulate(len(line) + 1 for line in self.texts.get(name, "").split("\n"))]
        return self._starts[name]

    def spot(self, passage: Passage, start: int, words: str) -> Place:
        """Give the place in the file of `words`, which begin at character `start` of a passage; of the passage where they are not found."""
        found = self._find(passage, start, words)
        return self.place_of(passage.place.file, found[0]) if found else passage.place

    def edit(self, passage: Passage, start: int, words: str, instead: str) -> tuple[Edit, ...]:
        """Give the edit that puts `instead` in the place of `words` at character `start` of a passage; none where that is not sure."""
        found = self._find(passage, start, words)
        return (Edit(passage.place.file, *found, instead),) if found else ()

    def _find(self, passage: Passage, start: int, words: str) -> tuple[int, int] | None:
        """Find the n-th occurrence of words after the passage's begin, n counted in the passage; spaces may be line breaks in the file."""
        shift = 0 if passage.path else len(passage.text) - len(passage.text.lstrip())
        if self._found[0] is not passage:
            self._found = passage, {}
        known = self._found[1]
        if words not in known:
            known[words] = self._occurrences(passage, words)
        starts, spans = known[words]
        number = bisect_left(starts, start - shift)
        return spans[number] if number < len(spans) else None

    def _occurrences(self, passage: Passage, words: str) -> tuple[list[int], list[tuple[int, int]]]:
        """Give where words begin in a passage, and where they stand in its file from the passage's begin on, not far behind its end."""
        text, begin = self.texts.get(passage.place.file, ""), self.offset(passage.place)
        source = passage.text if passage.path else text[begin : begin + len(passage.text.lstrip())]
        pattern = re.compile(r"\s+".join(re.escape(word) for word in words.split()) or re.escape(words))
        starts = [found.start() for found in pattern.finditer(source)]
        spans = list[tuple[int, int]]()
        for found in pattern.finditer(text, begin):
            if found.start() - begin > 4 * len(source) + 200 or len(spans) > len(starts):
                break
            spans.append(found.span())
        return starts, spans


def _scalars(node: Node, path: Path = ()) -> Iterator[Passage]:
    if isinstance(node.value, str):
        if node.value.strip():
            yield Passage(node.value, node.place, path)
    elif isinstance(node.value, list):
        for index, item in enumerate(node.value):
            yield from _scalars(item, (*path, index))
    else:
        for key, (_, item) in node.value.items():
            if key != "periksa":
                yield from _scalars(item, (*path, key))
