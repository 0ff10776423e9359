"""What the author has set or silenced: in the manifest, in an SOP, and on single lines; each silence with a reason.

On a line: `# abaikan: nama-aturan - alasan` in YAML, `[//]: # (abaikan: nama-aturan - alasan)` in Markdown. Behind a text it holds for
that text, on a line of its own for the next one: in Markdown a heading, a paragraph, a list or a table, up to the next blank line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bukusop.diagnostics import Place, Severity, suggest
from bukusop.lint.rule import RULES, Remark
from bukusop.load import Source

_YAML = re.compile(r"(?:^|\s)#\s*abaikan:(?P<rest>.*)$")
_MARKDOWN = re.compile(r"^\[//\]:\s*#\s*\(abaikan:(?P<rest>.*)\)\s*$")
_REST = re.compile(r"^\s*(?P<rules>[\w-]+(?:\s*,\s*[\w-]+)*)(?:\s+[-–—]\s+(?P<reason>.+?))?\s*$")
OFF = "mati"


@dataclass(frozen=True, slots=True)
class Silence:
    """A rule silenced on lines `first` to `last` of a file; `place` is where that is written."""

    rule: str
    first: int
    last: int
    place: Place


@dataclass(frozen=True, slots=True)
class Setting:
    """A rule set to a severity, None for off, in the whole book (`file` empty) or one file."""

    rule: str
    file: str
    severity: Severity | None
    place: Place


def settings(source: Source, whole_book: bool) -> tuple[list[Setting], list[Remark]]:
    """Read `periksa` of the manifest or an SOP; give also what is wrong with it."""
    node = source.tree.get(("periksa",))
    found, wrong = list[Setting](), list[Remark]()
    if node is None or not isinstance(node.value, dict) or source.doubts("periksa"):
        return found, wrong
    for name, (place, inner) in node.value.items():
        values = inner.data()
        if source.doubts("periksa", name) or not isinstance(values, dict) or any(path[:2] == ("periksa", name) for path in source.doubtful):
            continue
        level, reason = str(values.get("tingkat", "")).strip(), str(values.get("alasan") or "").strip()
        problem = _unknown(name, place)
        if problem is None and level == OFF and not reason:
            problem = Remark(place, f"aturan `{name}` dimatikan tanpa alasan", "tambahkan `alasan: ...`")
        if problem is not None:
            wrong.append(problem)
            continue
        found.append(Setting(name, "" if whole_book else source.name, None if level == OFF else Severity(level), place))
    return found, wrong


def silences(name: str, text: str) -> tuple[list[Silence], list[Remark]]:
    """Read the silences on the lines of a file; give also what is wrong with them."""
    found, wrong = list[Silence](), list[Remark]()
    lines = text.split("\n")
    pattern, comment, covered = (_MARKDOWN, "[//]:", _block) if name.endswith(".md") else (_YAML, "#", _covered)
    for number, line in enumerate(lines):
        match = pattern.search(line)
        if match is None:
            continue
        place = Place(name, number + 1, match.start("rest") - len("abaikan:") + 1)
        said = _REST.match(match["rest"])
        if said is None:
            wrong.append(Remark(place, "baris `abaikan` ini tidak terbaca", "tulis `abaikan: nama-aturan - alasan`"))
            continue
        alone = not line[: match.start()].strip()
        first, last = covered(lines, _next(lines, number, comment) if alone else number)
        for rule in re.split(r"\s*,\s*", said["rules"]):
            problem = _unknown(rule, place)
            if problem is None and not said["reason"]:
                problem = Remark(place, f"aturan `{rule}` diabaikan tanpa alasan", f"tulis `abaikan: {rule} - alasannya`")
            if problem is not None:
                wrong.append(problem)
            else:
                found.append(Silence(rule, first + 1, last + 1, place))
    return found, wrong


def _unknown(name: str, place: Place) -> Remark | None:
    known = RULES.get(name)
    if known is None:
        return Remark(place, f"aturan `{name}` tidak dikenal", suggest(name, RULES))
    if known.check is None:
        return Remark(place, f"aturan `{name}` tidak dapat diatur, karena diperiksa ketika naskah dibaca", "perbaiki yang ditemukannya")
    return None


def _next(lines: list[str], number: int, comment: str) -> int:
    """Give the next line that says something and is no comment."""
    def says(line: str) -> bool:
        return bool(line.strip()) and not line.lstrip().startswith(comment)

    return next((index for index in range(number + 1, len(lines)) if says(lines[index])), number)


def _block(lines: list[str], number: int) -> tuple[int, int]:
    """Give the lines of Markdown from one on to the next blank one."""
    return number, next((index for index in range(number + 1, len(lines)) if not lines[index].strip()), len(lines)) - 1


def _covered(lines: list[str], number: int) -> tuple[int, int]:
    """Give the lines of the YAML text that begins on a line: those below it that stand further to the right, and a key's own items."""
    indent, opens = re.match(r"\s*(?:- +)*", lines[number]), re.search(r":\s*(?:\s#.*)?$", lines[number])
    depth, last = len(indent[0]) if indent else 0, number
    for index in range(number + 1, len(lines)):
        line = lines[index]
        own = len(line) - len(line.lstrip())
        if line.strip() and (own < depth or (own == depth and not (opens and line.lstrip().startswith("- ")))):
            break
        last = index
    return number, last


@dataclass(frozen=True, slots=True)
class Verdicts:
    """All settings and silences of a book."""

    settings: Mapping[tuple[str, str], Setting]
    silences: tuple[Silence, ...]

    @classmethod
    def of(cls, settings: Iterable[Setting], silences: Iterable[Silence]) -> Verdicts:
        """Put them together."""
        return cls({(item.rule, item.file): item for item in settings}, tuple(silences))

    def severity(self, rule: str, file: str) -> tuple[Severity | None, Setting | None]:
        """Give the severity of a rule in a file, None for off, and the setting that says so: an SOP's own is before the book's."""
        setting = self.settings.get((rule, file)) or self.settings.get((rule, ""))
        return (setting.severity, setting) if setting else (RULES[rule].severity, None)

    def silenced(self, rule: str, place: Place) -> Silence | None:
        """Give the silence that covers a place."""
        return next(self._covering(rule, place), None)

    def _covering(self, rule: str, place: Place) -> Iterator[Silence]:
        for item in self.silences:
            if item.rule == rule and item.place.file == place.file and item.first <= place.line <= item.last:
                yield item
