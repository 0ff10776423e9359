"""Paragraphs of an office file -> texts as an author writes them: Markdown, one text or a list of texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bukusop.load import markdown
from bukusop.model import Daftar
from bukusop.office import marks
from bukusop.office.drafting.draft import Value
from bukusop.office.drafting.texts import Line, clean, lines_of, teks_of
from bukusop.office.foreign.raw import RawParagraph

__all__ = ["bold", "cell", "clean", "entries", "words"]


def words(paragraphs: Sequence[RawParagraph], separator: str = " ") -> str:
    """Give the bare words of some paragraphs."""
    texts = (" ".join(clean("".join(run.teks for run in item.runs)).split()) for item in paragraphs)
    return separator.join(text for text in texts if text)


def bold(paragraphs: Sequence[RawParagraph]) -> bool:
    """Whether all words are bold."""
    runs = [run for item in paragraphs for run in item.runs if run.teks.strip()]
    return bool(runs) and all(run.tebal for run in runs)


def cell(paragraphs: Sequence[RawParagraph]) -> Value:
    """Write a cell: "" for an empty one, a text, a list where all of it is bullets, Markdown blocks elsewhere."""
    items = [_untagged(text) for text in marks.written(teks_of(lines_of(paragraphs)))]
    return list(items) if len(items) > 1 else items[0] if items else ""


def entries(paragraphs: Sequence[RawParagraph]) -> list[str]:
    """Write a field of the identity: an item per paragraph or numbered item; what hangs below an item stays in it."""
    lines = lines_of(paragraphs)
    if lines and all(line.own for line in lines):
        return _own_entries(lines)
    base = min((line.level for line in lines if line.kind), default=0)
    numbered = any(line.kind and line.level == base for line in lines)
    groups: list[list[Line]] = []
    for line in lines:
        deeper = numbered and bool(groups) and bool(line.kind) and line.level > base
        letter = line.typed == "a" and bool(groups) and groups[-1][0].typed == "1"
        if deeper or letter:
            groups[-1].append(replace(line, level=line.level + (1 if letter else 0)))
        else:
            groups.append([line])
    texts = (teks_of([replace(group[0], kind=""), *group[1:]]) for group in groups if _says(group[0]))
    return [_untagged(marks.single(teks)) for teks in texts]


def _own_entries(lines: Sequence[Line]) -> list[str]:
    """Read a field of our own sheets: items are the items of one numbered list; all else is one item."""
    teks = teks_of(lines)
    only = teks[0] if len(teks) == 1 else None
    if isinstance(only, Daftar) and only.gaya and only.mulai == 1 and len(only.butir) > 1:
        items = [marks.single(item) for item in only.butir]
        if all(text and markdown.cell(text) == item for text, item in zip(items, only.butir, strict=True)):
            return [_untagged(text) for text in items]
    return [_untagged(marks.single(teks))]


def _says(line: Line) -> bool:
    """Whether an item says anything: a dash alone means that there is nothing."""
    return bool(re.search(r"\w", "".join(run.teks for run in line.runs)))


def _untagged(text: str) -> str:
    """Keep what looks like a tag of HTML from being taken for one."""
    while markdown.html_tag(text):
        found = markdown.html_tag(text)
        text = text.replace(found, "&lt;" + found[1:])
    return text
