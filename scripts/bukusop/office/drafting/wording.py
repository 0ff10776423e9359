"""Paragraphs of an office file -> texts as an author writes them: Markdown, one text or a list of texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bukusop.load import markdown
from bukusop.model import Run
from bukusop.office.drafting.draft import Value
from bukusop.office.foreign.raw import RawParagraph

_BAD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u2028\u2029\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd\ufffe\uffff"
    "\ud800-\udfff\uf000-\uf0ff]")
_NUMBER = re.compile(r"^\s*\(?(\d{1,2})[.)](?:\s+|(?=[^\W\d]))")
_LETTER = re.compile(r"^\s*\(?[a-z][.)]\s+")
_BULLET = re.compile(r"^\s*[-•●▪◦○❖✓➢*·–]\s+")
LONGEST = 18_000


def clean(text: str) -> str:
    """Take away what no author types: control and invisible characters, spaces that do not break."""
    return _BAD.sub("", re.sub("[\t\u00a0\u2007\u202f]", " ", text))


def words(paragraphs: Sequence[RawParagraph], separator: str = " ") -> str:
    """Give the bare words of some paragraphs."""
    texts = (" ".join(clean("".join(run.teks for run in item.runs)).split()) for item in paragraphs)
    return separator.join(text for text in texts if text)


def bold(paragraphs: Sequence[RawParagraph]) -> bool:
    """Whether all words are bold."""
    runs = [run for item in paragraphs for run in item.runs if run.teks.strip()]
    return bool(runs) and all(run.tebal for run in runs)


def inline(runs: Sequence[Run], keep_bold: bool = True) -> str:
    """Write runs as inline Markdown; a text that would be read otherwise is escaped."""
    merged: list[Run] = []
    for item in runs:
        run = replace(item, teks=clean(item.teks), tebal=item.tebal and keep_bold)
        if merged and replace(merged[-1], teks="") == replace(run, teks=""):
            merged[-1] = replace(run, teks=merged[-1].teks + run.teks)
        elif run.teks:
            merged.append(run)
    text = "".join(_marked(run) for run in merged)
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return "\\\n".join(line for line in lines if line)


def _marked(run: Run) -> str:
    bare = run.teks
    stripped = bare.strip()
    text = _escaped(bare)
    if not stripped or not (run.tebal or run.miring or run.tautan):
        return text
    mark = "*" * (2 * run.tebal + run.miring)
    before, after = bare[: len(bare) - len(bare.lstrip())], bare[len(bare.rstrip()) :]
    core = "\n".join(f"{mark}{_escaped(line.strip())}{mark}" if line.strip() else "" for line in stripped.split("\n"))
    if run.tautan and "\n" not in core and not re.search(r"[\s()<>]", run.tautan):
        core = f"[{core}]({run.tautan})"
    return f"{before}{core}{after}"


def _escaped(text: str) -> str:
    """Escape what Markdown would take for a mark, and no more."""
    if re.search(r"[*_`\[\\&]", text) and _plain(text) != " ".join(text.split()):
        text = re.sub(r"([*_`\[\\])", r"\\\1", text)
        text = re.sub(r"&(?=#?\w+;)", "&amp;", text)
    while markdown.html_tag(text):
        found = markdown.html_tag(text)
        text = text.replace(found, "&lt;" + found[1:])
    return text


def _plain(text: str) -> str:
    return " ".join("".join(run.teks for run in markdown.inline("x " + text))[2:].split())


def cell(paragraphs: Sequence[RawParagraph]) -> Value:
    """Write a cell: "" for an empty one, a text, a list where all of it is bullets, Markdown blocks elsewhere."""
    items = [(kind, level, text) for item in _split(paragraphs) if (read := _item(item)) for kind, level, text in [read]]
    if not items:
        return ""
    if len(items) == 1 and not items[0][0]:
        return _guarded(items[0][2])
    if len(items) > 1 and all(kind == "-" and level == items[0][1] and "\n" not in text for kind, level, text in items):
        return [_guarded(text) for _, _, text in items]
    return _blocks(items)


def _split(paragraphs: Sequence[RawParagraph]) -> list[RawParagraph]:
    """Make paragraphs of the lines of one that is a list typed with line breaks."""
    result: list[RawParagraph] = []
    for item in paragraphs:
        whole = "".join(run.teks for run in item.runs)
        lines = whole.split("\n")
        if len(lines) < 2 or not any(_NUMBER.match(line) or _BULLET.match(line) or _LETTER.match(line) for line in lines[1:]):
            result.append(item)
            continue
        current: list[Run] = []
        for run in item.runs:
            first, *rest = run.teks.split("\n")
            current.append(replace(run, teks=first))
            for line in rest:
                result.append(replace(item, runs=tuple(current)))
                current = [replace(run, teks=line)]
        result.append(replace(item, runs=tuple(current)))
    return result


def _item(paragraph: RawParagraph) -> tuple[str, int, str] | None:
    """Read a paragraph as (kind, level, text): kind "" for prose, "-" for a bullet, "1" for a number."""
    text = inline(paragraph.runs)
    if not text:
        return None
    if paragraph.level >= 0:
        return ("-" if paragraph.style == "bullet" else "1", paragraph.level, text)
    for pattern, kind in ((_NUMBER, "1"), (_LETTER, "1"), (_BULLET, "-")):
        found = pattern.match(text)
        if found and len(text) > found.end():
            return (f"1:{found[1]}" if pattern is _NUMBER else kind, 0, text[found.end() :])
    return "", 0, text


def _blocks(items: Sequence[tuple[str, int, str]]) -> str:
    """Write prose and lists one below the other; a deeper level is indented under its item."""
    lines: list[str] = []
    counts: dict[int, int] = {}
    indents: list[int] = []
    base = min((level for kind, level, _ in items if kind), default=0)
    before = ""
    for kind, depth, text in items:
        level = min(depth - base, len(indents), 3) if kind else 0
        if not kind:
            counts, indents = {}, []
            lines += ([""] if lines else []) + [_guarded(text)]
        else:
            counts = {known: count for known, count in counts.items() if known <= level}
            start = int(kind[2:]) if kind.startswith("1:") and level not in counts else counts.get(level, 0) + 1
            counts[level] = start
            marker = "- " if kind == "-" else f"{start}. "
            indent = sum(indents[:level])
            indents = [*indents[:level], len(marker)]
            if lines and not before:
                lines.append("")
            lines += [" " * indent + marker + _guarded(text).replace("\n", "\n" + " " * (indent + len(marker)))]
        before = kind
    return "\n".join(lines)


def _guarded(text: str) -> str:
    """Keep a text from being read as a list or a heading because of how it begins."""
    if re.match(r"(\d+)[.)]\s", text):
        return re.sub(r"^(\d+)([.)])", r"\1\\\2", text)
    return "\\" + text if re.match(r"[-+*]\s", text) else text


def entries(paragraphs: Sequence[RawParagraph]) -> list[str]:
    """Write a field of the identity: an item per paragraph or numbered item; what hangs below an item stays in it."""
    read = [(item, found) for item in _split(paragraphs) if (found := _item(item))]
    base = min((level for _, (kind, level, _) in read if kind), default=0)
    numbered = any(kind and level == base for _, (kind, level, _) in read)
    groups: list[list[tuple[str, int, str]]] = []
    for item, (kind, level, text) in read:
        deeper = numbered and groups and (level > base if kind else False)
        letter = item.level < 0 and kind == "1" and _LETTER.match(inline(item.runs)) and groups and groups[0][0][0].startswith("1:")
        if deeper or letter:
            groups[-1].append((kind, level + (1 if letter else 0), text))
        else:
            groups.append([("", 0, text)])
    return [_guarded(group[0][2]) if len(group) == 1 else _blocks(group) for group in groups if _says(group[0][2])]


def _says(text: str) -> bool:
    """Whether an item says anything: a dash alone means that there is nothing."""
    return bool(re.search(r"\w", text))
