"""A YAML list in another order, as an edit of its file: comments stay with their item, everything else as it was typed.

Only where it is sure which characters belong to which item: a block list of `- item` lines, or a list in brackets on one line.
What comes out is read again before it is proposed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bukusop.diagnostics import Findings, Place
from bukusop.lint.reading import Reading
from bukusop.lint.rule import Edit
from bukusop.load import Node, Source
from bukusop.load.tree import read_yaml

_DASH = re.compile(r"^( *)- +(?=\S)")
_FLOW_TOKEN = re.compile(r"""[,\]]|"[^"\\\n]*"|'[^'\n]*'|[^\[\]{},"'#\n]+""")


def reordered(reading: Reading, source: Source, key: str, order: Sequence[int]) -> tuple[Edit, ...]:
    """Give the edit that puts the items of the list under `key` in the order of these indices; none where that is not sure."""
    node, text = source.tree.get((key,)), reading.texts.get(source.name, "")
    if node is None or not isinstance(node.value, list) or len(node.value) != len(order):
        return ()
    items = node.value
    if not all(isinstance(item.value, str) and item.value.strip() for item in items):
        return ()
    begin = reading.offset(node.place)
    edit = _in_brackets(text, source.name, begin, order) if text[begin : begin + 1] == "[" else _in_block(reading, text, items, order)
    return (edit[0],) if edit is not None and _reads_as(edit[1], source.name, [items[index] for index in order]) else ()


def _reads_as(fragment: str, name: str, items: Sequence[Node]) -> bool:
    """Whether the whole list, as it would be written, holds these items."""
    tree = read_yaml(f"x:{fragment}\n", name, Findings())
    node = tree.get(("x",)) if tree is not None else None
    return node is not None and isinstance(node.value, list) and [item.value for item in node.value] == [item.value for item in items]


def _in_brackets(text: str, name: str, begin: int, order: Sequence[int]) -> tuple[Edit, str] | None:
    spans, at = list[tuple[int, int]](), begin + 1
    while (found := _FLOW_TOKEN.match(text, at)) and found[0] != "]":
        words, at = found[0].strip(" "), found.end()
        if words and words != ",":
            start = found.start() + found[0].index(words)
            spans.append((start, start + len(words)))
    if not found or len(spans) != len(order):
        return None
    pieces, last = list[str](), begin
    for (start, end), index in zip(spans, order, strict=True):
        pieces += [text[last:start], text[slice(*spans[index])]]
        last = end
    made = "".join(pieces)
    return Edit(name, begin, last, made), f" {made}]"


def _in_block(reading: Reading, text: str, items: Sequence[Node], order: Sequence[int]) -> tuple[Edit, str] | None:
    lines, name = text.split("\n"), items[0].place.file
    starts = [item.place.line - 1 for item in items]
    dashes = [found for item in items if (found := _DASH.match(lines[item.place.line - 1])) and found.end() == item.place.column - 1]
    moved = [index for index, item in enumerate(order) if index != item]
    if not moved or len(dashes) != len(items) or len({found[1] for found in dashes}) != 1:
        return None
    begins = [_with_comments(lines, start) for start in starts]
    above = lines[begins[0] : starts[0]]
    if not all("abaikan:" in line for line in above) and moved[0] == 0:
        return None                    # a heading of the list, or a word on its first item: one cannot know
    ends = [*begins[1:], _end(lines, starts[-1], len(dashes[0][1]))]
    if not all(_undivided(lines[start:end]) for start, end in zip(starts, ends, strict=True)):
        return None
    chunks = ["\n".join(lines[begin:end]) for begin, end in zip(begins, ends, strict=True)]
    made = [chunks[index] for index in order]
    part = slice(moved[0], moved[-1] + 1)
    start = reading.offset(Place(name, begins[moved[0]] + 1, 1))
    edit = Edit(name, start, start + len("\n".join(chunks[part])), "\n".join(made[part]))
    return edit, "\n" + "\n".join(made)


def _undivided(lines: Sequence[str]) -> bool:
    """Whether the lines of an item hold neither a gap nor what may be a comment."""
    return all(line.strip() and not line.lstrip().startswith("#") for line in lines)


def _with_comments(lines: Sequence[str], start: int) -> int:
    """Give the first of the comment lines right above an item, which belong to it."""
    while start and lines[start - 1].lstrip().startswith("#"):
        start -= 1
    return start


def _end(lines: Sequence[str], start: int, indent: int) -> int:
    """Give the line behind the last item: what follows further to the right still belongs to it."""
    end = start + 1
    while end < len(lines) and lines[end].strip() and len(lines[end]) - len(lines[end].lstrip(" ")) > indent:
        if lines[end].lstrip().startswith("#"):
            break
        end += 1
    return end
