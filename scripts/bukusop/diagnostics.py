"""Findings: what is wrong in a source, where, and what to write instead.

A finding is a value. Whoever finds a mistake collects it in `Findings` and goes on, so that one run reports every mistake
of every file; the edge (`cli`) turns findings into text. Messages and hints are Indonesian sentences for the SOP team.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How bad a finding is: only `ERROR` stops the book."""

    ERROR = "error"
    WARNING = "peringatan"
    ADVICE = "saran"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a source: file relative to the project, line and column counted from 1 (0: the file as a whole)."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake: `rule` is its short stable name, `hint` says what to write instead, `why` what that rests on (both may be empty)."""

    severity: Severity
    rule: str
    place: Place
    message: str
    hint: str = ""
    why: str = ""

    def __str__(self) -> str:
        text = f"{self.place}: {self.severity}: {self.message} [{self.rule}]"
        return f"{text}\n    {self.hint}" if self.hint else text


@dataclass(slots=True)
class Findings:
    """The collector that is passed down while sources are read; iterating gives the findings in file, line order."""

    _items: list[Finding] = field(default_factory=list)

    def error(self, rule: str, place: Place, message: str, hint: str = "") -> None:
        """Note an error; the book cannot be made from these sources."""
        self._items.append(Finding(Severity.ERROR, rule, place, message, hint))

    def warn(self, rule: str, place: Place, message: str, hint: str = "") -> None:
        """Note a warning; the book can be made, and is probably not what was meant."""
        self._items.append(Finding(Severity.WARNING, rule, place, message, hint))

    def extend(self, findings: Iterable[Finding]) -> None:
        """Take over findings that were collected elsewhere."""
        self._items.extend(findings)

    @property
    def failed(self) -> bool:
        """Whether any finding is an error."""
        return any(item.severity is Severity.ERROR for item in self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Finding]:
        return iter(sorted(set(self._items), key=lambda item: (item.place, item.rule, item.message)))


class SourceError(Exception):
    """The sources cannot become what was asked for; carries every finding."""

    def __init__(self, findings: Findings) -> None:
        super().__init__(f"{len(findings)} temuan")
        self.findings = findings


class UsageError(Exception):
    """What was asked for cannot be done (no such SOP, no project here); the text is a sentence for the user."""


class Refusal(Exception):
    """What was asked was not done, for a reason outside the sources (a key, a service, a signature); the text is a sentence."""


class Fault(Exception):
    """A fault of ours that could be caught where it hindered nothing else; the text is a sentence for the user."""


def suggest(word: str, known: Iterable[str]) -> str:
    """Give the hint "mungkin maksudnya `x`?" for the known word nearest to `word`, else the list of known words."""
    names = list(dict.fromkeys(known))
    folded = {name.lower(): name for name in names}
    near = difflib.get_close_matches(word.lower(), folded, n=1, cutoff=0.6)
    if near:
        return f"mungkin maksudnya `{folded[near[0]]}`?"
    return f"yang dikenal: {', '.join(names)}" if names and len(names) <= 24 else ""
