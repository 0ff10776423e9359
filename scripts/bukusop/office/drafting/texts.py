"""Paragraphs of an office file -> a text of the model: paragraphs, and lists within lists.

In documents of strangers a typed "1." or "-" begins an item. On our own sheets, known by the style of their cells, only Word's lists are
lists: there an author's text that begins with a number has stayed a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from bukusop.load import UNTYPED
from bukusop.model import Daftar, Paragraf, Run, Teks
from bukusop.office.foreign.raw import RawParagraph

OWN = frozenset(("Lembar Sel", "Lembar Kepala"))
"""Names of the styles that the words of our own sheets have."""
NUMBER = re.compile(r"^\s*\(?(\d{1,2})[.)](?:\s+|(?=[^\W\d]))")
LETTER = re.compile(r"^\s*\(?[a-z][.)]\s+")
BULLET = re.compile(r"^\s*[-•●▪◦○❖✓➢*·–]\s+")
DEEPEST = 4
"""Levels of lists that are told apart."""
_MORE = re.compile("[\u00ad\ud800-\udfff\uf000-\uf0ff]")
"""Characters of office files that a source may have, and an author does not want: soft hyphens, halves of pairs, signs of symbol fonts."""
_SAME_MM = 0.4


def is_own(paragraphs: Iterable[RawParagraph]) -> bool:
    """Whether words stand in a cell of one of our own sheets."""
    return any(item.look in OWN for item in paragraphs)


def clean(text: str) -> str:
    """Take away what no author types: control and invisible characters, spaces that do not break."""
    return _MORE.sub("", UNTYPED.sub("", re.sub("[\t\u00a0\u2007\u202f]", " ", text)))


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: `kind` is "" for prose, "-" or "1" for an item of a list; `number` 0 where nothing is told, `typed` for a typed one."""

    kind: str
    level: int
    number: int
    runs: tuple[Run, ...]
    typed: str = ""
    sequence: str = ""
    indent: float = 0.0
    own: bool = False


def line_of(paragraph: RawParagraph) -> Line | None:
    """Read a paragraph; None where it says nothing."""
    own, item = paragraph.look in OWN, paragraph.item
    if own and item is not None:
        runs = tidy(paragraph.runs) if paragraph.level >= 0 else ()
        return Line("-" if item.style == "bullet" else "1", item.level, item.number, runs, "", item.sequence, paragraph.indent, own)
    runs = tidy(paragraph.runs)
    if not runs:
        return None
    if paragraph.level >= 0:
        kind = "-" if paragraph.style == "bullet" else "1"
        number, sequence = (item.number, item.sequence) if item else (0, "")
        return Line(kind, paragraph.level, number, runs, "", sequence, paragraph.indent)
    first = runs[0]
    for pattern, kind in ((NUMBER, "1"), (LETTER, "a"), (BULLET, "-")):
        found = pattern.match(first.teks) if not own and not (first.tebal or first.miring or first.tautan) else None
        if found and len("".join(run.teks for run in runs)) > found.end():
            rest = tidy((replace(first, teks=first.teks[found.end():]), *runs[1:]))
            return Line("1" if kind == "a" else kind, 0, int(found[1]) if kind == "1" else 0, rest, kind)
    return Line("", 0, 0, runs, "", "", paragraph.indent, own)


def tidy(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Join runs of one style; single spaces, none at the ends of lines, no empty lines; a space between two styles has what both have."""
    chars = [(char, replace(run, teks="")) for run in runs for char in clean(run.teks)]
    kept: list[tuple[str, Run]] = []
    for char, style in chars:
        if char == "\n" or char.isspace():
            while kept and kept[-1][0] == " " and char == "\n":
                kept.pop()
            if kept and kept[-1][0] not in " \n":
                kept.append(("\n" if char == "\n" else " ", style))
        else:
            kept.append((char, style))
    while kept and kept[-1][0] in " \n":
        kept.pop()
    result: list[Run] = []
    for n, (char, style) in enumerate(kept):
        own = _common(style, kept[n - 1][1], kept[n + 1][1]) if char in " \n" else style
        if result and replace(result[-1], teks="") == own:
            result[-1] = replace(own, teks=result[-1].teks + char)
        else:
            result.append(replace(own, teks=char))
    return tuple(result)


def _common(*styles: Run) -> Run:
    link = styles[0].tautan if all(style.tautan == styles[0].tautan for style in styles) else ""
    return Run("", all(style.tebal for style in styles), all(style.miring for style in styles), link)


def lines_of(paragraphs: Sequence[RawParagraph]) -> list[Line]:
    """Read paragraphs; a list typed with line breaks in one of them is taken apart."""
    return [line for item in paragraphs for part in _split(item) if (line := line_of(part)) is not None]


def _split(item: RawParagraph) -> Iterator[RawParagraph]:
    lines = "".join(run.teks for run in item.runs).split("\n")
    if item.look in OWN or len(lines) < 2 or not any(NUMBER.match(line) or BULLET.match(line) or LETTER.match(line) for line in lines[1:]):
        yield item
        return
    current: list[Run] = []
    for run in item.runs:
        first, *rest = run.teks.split("\n")
        current.append(replace(run, teks=first))
        for line in rest:
            yield replace(item, runs=tuple(current))
            current = [replace(run, teks=line)]
    yield replace(item, runs=tuple(current))


@dataclass(slots=True)
class _Open:
    """A list that is still being read: its items, its last line."""

    last: Line
    start: int
    items: list[list[Paragraf | Daftar | _Open]] = field(default_factory=list)

    def daftar(self) -> Daftar:
        return Daftar(tuple(_closed(item) for item in self.items), "" if self.last.kind == "-" else "1", self.start)


def _closed(blocks: Sequence[Paragraf | Daftar | _Open]) -> Teks:
    return tuple(block.daftar() if isinstance(block, _Open) else block for block in blocks)


def teks_of(lines: Sequence[Line]) -> Teks:
    """Make the text of some lines: an item deeper than the one above belongs to it, prose set in as far as an item's words too."""
    base = min((line.level for line in lines if line.kind), default=0)
    top: list[Paragraf | Daftar | _Open] = []
    stack: list[_Open] = []
    for line in lines:
        if not line.kind:
            home = next((n for n in reversed(range(len(stack))) if line.indent and abs(stack[n].last.indent - line.indent) < _SAME_MM), -1)
            del stack[home + 1:]
            (stack[-1].items[-1] if stack else top).append(Paragraf(line.runs))
            continue
        level = min(line.level - base, len(stack), DEEPEST if not line.own else len(stack))
        del stack[level + 1:]
        if len(stack) > level and not _goes_on(stack[level], line):
            stack.pop()
        if len(stack) == level:
            opened = _Open(line, line.number if line.number and line.kind != "-" else 1)
            (stack[-1].items[-1] if stack else top).append(opened)
            stack.append(opened)
        stack[level].items.append([Paragraf(line.runs)] if line.runs else [])
        stack[level].last = line
    return _closed(top)


def _goes_on(known: _Open, line: Line) -> bool:
    """Whether an item belongs to the list before it: Word says it, or its number does; a typed list may be miscounted."""
    if known.last.kind != line.kind:
        return False
    if line.own or known.last.own:
        return known.last.sequence == line.sequence
    return line.kind == "-" or bool(line.typed) or not line.number or line.sequence == known.last.sequence or (
        line.number == known.last.number + 1)
