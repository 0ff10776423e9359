"""A text of the model -> what an author would have typed for it: the exact inverse of `load.source.cell`.

Several ways of writing are tried, the plainest first, and each is read again; the first that says the same is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bukusop.load.source import cell
from bukusop.model import Daftar, Paragraf, Run, Teks

ITEM = re.compile(r"(\s*)((?:[-+*]|\d{1,9}[.)])(?=\s|$))")
"""The beginning of a list item, with its indent."""
_MARKUP = re.compile(r"[\\*_`\[\]<>&]")
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_EDGE = re.compile(r"^\s+|\s+$|(?<=\n)[ \t]+|[ \t]+(?=\n)")
_ITALIC, _BOLD = "*", "**"


@dataclass(frozen=True, slots=True)
class _Manner:
    """How carefully: `escape` none, markup or all punctuation; the mark of italics; blank lines between all blocks."""

    escape: re.Pattern[str] | None
    italic: str
    loose: bool


_MANNERS = tuple(
    _Manner(escape, italic, loose) for escape in (None, _MARKUP, _PUNCTUATION) for italic in ("*", "_") for loose in (False, True)
)


def written(teks: Teks) -> list[str]:
    """Give a text as the author's format has it: nothing, one text, or several that are printed as a list."""
    if not teks:
        return []
    if len(teks) == 1 and isinstance(teks[0], Daftar) and not teks[0].gaya and len(teks[0].butir) > 1:
        items = [_best((item,) if isinstance(item, Paragraf) else item) for item in teks[0].butir]
        if cell(items) == teks:
            return items
    return [_best(teks)]


def single(teks: Teks) -> str:
    """Give a text as one Markdown text, lists as lines that begin with `- ` or a number."""
    return _best(teks) if teks else ""


def line(runs: Sequence[Run]) -> str:
    """Give one paragraph's words as Markdown."""
    return single((Paragraf(tuple(runs)),)) if runs else ""


def _best(teks: Teks) -> str:
    text = ""
    for manner in _MANNERS:
        text = "\n".join(_blocks(teks, manner))
        if cell((text.strip(),)) == teks:
            return text
    return text


def _blocks(teks: Teks, manner: _Manner) -> Iterator[str]:
    """Write blocks as lines."""
    previous: Paragraf | Daftar | None = None
    marker = ""
    for block in teks:
        if isinstance(block, Paragraf):
            if previous is not None:
                yield ""
            yield from _paragraph(block, manner).split("\n")
        else:
            follows = isinstance(previous, Daftar) and bool(previous.gaya) == bool(block.gaya)
            marker = {"-": "*", ".": ")", "*": "-", ")": "."}[marker] if follows else "." if block.gaya else "-"
            if previous is not None and (manner.loose or follows or block.gaya):
                yield ""
            yield from _list(block, marker, manner)
        previous = block


def _list(block: Daftar, marker: str, manner: _Manner) -> Iterator[str]:
    for number, item in enumerate(block.butir, block.mulai):
        begin = f"{number}{marker} " if block.gaya else f"{marker} "
        for index, text in enumerate(_blocks(item, manner) if item else ("",)):
            yield (begin + text if not index else " " * len(begin) + text).rstrip()


def _paragraph(block: Paragraf, manner: _Manner) -> str:
    """Write runs with their marks; a line break is a backslash at the end of its line."""
    text, style = "", Run("")
    for run in (*block.isi, Run("")):
        text += _between(style, run, manner)
        words = _escaped(run.teks, manner)
        if run.tebal or run.miring or run.tautan:
            words = _EDGE.sub(lambda found: found[0].replace(" ", "&#32;"), words) if manner.escape else words
        text += words
        style = run
    if manner.escape:
        text = _EDGE.sub(lambda found: found[0].replace(" ", "&#32;").replace("\t", "&#9;"), text)
    lines = text.split("\n")
    return "\\\n".join(_harmless(words) for words in lines)


def _between(old: Run, new: Run, manner: _Manner) -> str:
    """Give the marks that end one style and begin another."""
    if (old.tebal, old.miring, old.tautan) == (new.tebal, new.miring, new.tautan):
        return ""
    marks = ""
    if old.tautan == new.tautan and not old.tautan:
        if old.tebal and new.tebal:
            return manner.italic
        if old.miring and new.miring:
            return _BOLD
    marks += manner.italic * old.miring + _BOLD * old.tebal
    marks += f"]({_address(old.tautan)})" if old.tautan else ""
    return marks + "[" * bool(new.tautan) + _BOLD * new.tebal + manner.italic * new.miring


def _address(address: str) -> str:
    return f"<{address}>" if re.search(r"[\s()<>]", address) else address


def _escaped(text: str, manner: _Manner) -> str:
    return manner.escape.sub(lambda found: f"\\{found[0]}", text) if manner.escape else text


def _harmless(words: str) -> str:
    """Keep a line from being read as a list item."""
    found = ITEM.match(words)
    return f"{words[: found.end() - 1]}\\{words[found.end() - 1:]}" if found else words
