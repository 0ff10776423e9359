"""Text as people write it in a cell: paragraphs and lists of styled runs. Output formats are made from this, never from Markdown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one style. `tautan` is a link target: `sop:ID`, `bab:ID`, `#anchor`, or a web or mail address."""

    teks: str
    tebal: bool = False
    miring: bool = False
    tautan: str = ""


@dataclass(frozen=True, slots=True)
class Paragraf:
    """One paragraph; a line break typed by the author is a run whose text is a newline."""

    isi: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Daftar:
    """A list. `gaya` is "" for bullets, "1" for 1. 2. 3., "a" for a. b. c.; `mulai` the first number."""

    butir: tuple[Teks, ...]
    gaya: str = ""
    mulai: int = 1


Teks = tuple["Paragraf | Daftar", ...]
"""A cell, a field or a list item: blocks in reading order; empty means nothing was written."""


def plain(teks: Teks, separator: str = " ") -> str:
    """Give the words of a text without style, blocks and list items joined by `separator`."""
    words: list[str] = []
    for block in teks:
        if isinstance(block, Paragraf):
            words.append("".join(run.teks for run in block.isi).replace("\n", " "))
        else:
            words.extend(plain(item, separator) for item in block.butir)
    return separator.join(words)
