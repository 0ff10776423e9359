"""A text and the cell of a workbook that holds it: Markdown outside, bold and italic as the cell's own formats.

A line break in a cell is a line break of the text; lines that begin with `- ` or a number are a list.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from bukusop.load.source import cell
from bukusop.model import BULAN, Run, Teks
from bukusop.office.marks import ITEM, single

Value: TypeAlias = str | CellRichText
FONT, SIZE = "Liberation Sans", 10
MOST = 32_767
"""Characters that a cell holds; openpyxl would cut the rest off without a word."""
_ESCAPE = re.compile(r"_x(?=[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MARK = re.compile(r"(?<![\\*\w])(\*{1,3})(?=[^\s*])([^*\\]*[^\s*\\])\1(?![*\w])")
"""Emphasis that can be shown as such: simple, with no marks in it."""


def shown(teks: Teks) -> Value:
    """Give the cell of a text; what a format cannot say without doubt stays in Markdown's marks."""
    markdown = single(teks)
    text = markdown.replace("\\\n", "\n")
    pieces = list(_pieces(text))
    if any(run.tebal or run.miring for run in pieces) and cell((typed(pieces),)) == teks:
        return CellRichText(*(_block(run) for run in pieces))
    return safe(text if cell((typed((Run(text),)),)) == teks else markdown)


def _pieces(text: str) -> Iterator[Run]:
    place = 0
    for found in _MARK.finditer(text):
        if "\n" in found[2]:
            continue
        if found.start() > place:
            yield Run(text[place : found.start()])
        marks = len(found[1])
        yield Run(found[2], tebal=marks > 1, miring=marks != 2)
        place = found.end()
    if place < len(text):
        yield Run(text[place:])


def _block(run: Run) -> str | TextBlock:
    text = safe(run.teks)
    return TextBlock(InlineFont(rFont=FONT, sz=SIZE, b=run.tebal or None, i=run.miring or None), text) if run.tebal or run.miring else text


def safe(text: str) -> str:
    """Write a text so that a spreadsheet does not take part of it for an escaped character."""
    return _ESCAPE.sub("_x005F_x", text)


def plain(value: object) -> str:
    """Read a cell's value as text: numbers and dates as people write them, line ends as one sign."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",")
    if isinstance(value, datetime.datetime | datetime.date):
        return f"{value.day} {BULAN[value.month - 1]} {value.year}"
    if isinstance(value, datetime.time):
        return f"{value:%H.%M}"
    return unescaped(str(value))


def unescaped(text: str) -> str:
    """Undo a spreadsheet's escapes and its line ends."""
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    text = "".join(char for char in text.replace("\r\n", "\n").replace("\r", "\n") if char >= " " or char in "\n\t")
    return text.replace("\xa0", " ")


def typed(runs: Sequence[Run]) -> str:
    """Give the author's text of a cell: formats as marks, line breaks as Markdown has them. The words are Markdown already."""
    text = "".join(_marked(run) for run in runs)
    lines = text.split("\n")
    result = []
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else ""
        result.append(line)
        if not line.strip() or not following.strip():
            continue
        if ITEM.match(following):
            if not ITEM.match(line):
                result.append("")
        elif not _bare(line) and (len(line) - len(line.rstrip("\\"))) % 2 == 0:
            result[-1] = f"{line}\\"
    return "\n".join(result).strip()


def _bare(line: str) -> bool:
    found = ITEM.match(line)
    return bool(found) and not line[found.end():].strip() if found else False


def _marked(run: Run) -> str:
    if not (run.tebal or run.miring):
        return run.teks
    marks = "**" * run.tebal + "*" * run.miring
    lines = []
    for line in run.teks.split("\n"):
        found = ITEM.match(line)
        begin = line[: found.end()] if found else ""
        rest = line[len(begin):]
        words = rest.strip()
        blank = len(rest) - len(rest.lstrip())
        lines.append(f"{begin}{rest[:blank]}{marks}{words}{marks}{rest[blank + len(words):]}" if words else line)
    return "\n".join(lines)
