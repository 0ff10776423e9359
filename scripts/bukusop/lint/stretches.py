"""Texts that run over several lines, as rules on prose and on Keputusan read them: each whole, with the places of its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bukusop.diagnostics import Place
from bukusop.lint.reading import Passage, Path, Reading
from bukusop.load import Node, Source
from bukusop.model import Keputusan

_BEFORE = re.compile(r"(?:[.;:?!](?=\s)|\n\s*\n|\n\s*(?:[-*+]|\d+[.)])\s)")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A text: the prose of a chapter, character for character as in its file (`passage` is None), or a YAML scalar."""

    text: str
    file: str
    passage: Passage | None = None

    def place(self, reading: Reading, start: int, words: str) -> Place:
        """Give the place of `words`, which begin at character `start`."""
        return reading.spot(self.passage, start, words) if self.passage else reading.place_of(self.file, start)

    def before(self, start: int) -> str:
        """Give what stands before a character in its sentence or item, spaces made single."""
        begin = max([0, start - 600, *(found.end() for found in _BEFORE.finditer(self.text, max(0, start - 600), start))])
        return _single(self.text[begin:start])

    def after(self, end: int) -> str:
        """Give what stands behind a character in its sentence or item, spaces made single."""
        found = _BEFORE.search(self.text, end, end + 600)
        return _single(self.text[end : found.start() if found else end + 600])


def _single(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def chapters(reading: Reading) -> Iterator[Stretch]:
    """Give the prose of each chapter; its head and what is only for the tool are blanks."""
    for chapter, _ in reading.chapters:
        yield Stretch("\n".join(reading.prose_lines(chapter.berkas)), chapter.berkas)


def decrees(reading: Reading) -> Iterator[tuple[Keputusan, Stretch]]:
    """Give every text of each Keputusan, its annexes' too."""
    by_file = {keputusan.berkas: keputusan for keputusan, _ in reading.decrees}
    for passage in reading.passages:
        keputusan = by_file.get(passage.place.file) if passage.path else None
        if keputusan is not None:
            yield keputusan, Stretch(passage.text, passage.place.file, passage)


def items(source: Source, key: str) -> list[Passage]:
    """Give the items of a list as typed, without blank ones; none where one of them is wrong already."""
    node = source.tree.get((key,))
    if node is None or source.doubts(key) or any(path[:1] == (key,) for path in source.doubtful):
        return []
    if isinstance(node.value, list):
        listed: list[tuple[Path, Node]] = [((key, index), item) for index, item in enumerate(node.value)]
    else:
        listed = [((key,), node)]
    return [Passage(item.value, item.place, path) for path, item in listed if isinstance(item.value, str) and item.value.strip()]


def normal(text: str) -> str:
    """Give a name as it is compared: small letters, words and figures only, "&" read as "dan"."""
    return " ".join(re.findall(r"[^\W_]+", text.replace("&", " dan ").casefold()))
