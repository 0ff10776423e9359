"""What a rule is, and the register of all of them.

A rule is one function with one docstring. The docstring is Indonesian, because it is what the user reads (`check --explain`,
`docs/aturan.md`): a title, then paragraphs that begin with "Dasar:" (the article or practice it rests on), "Perbaikan:" (what to
write instead) and, where it helps, "Contoh:".
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bukusop.diagnostics import Place, Severity

if TYPE_CHECKING:
    from bukusop.lint.reading import Reading

_PARAGRAPH = re.compile(r"^(Dasar|Perbaikan|Contoh): (.+)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Edit:
    """A safe change of a source: characters `start` to `end` of the file's text (newlines as one character) become `text`."""

    file: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What a rule says of one place: a sentence, and what to write instead where that differs from the rule's own advice."""

    place: Place
    message: str
    hint: str = ""
    edits: tuple[Edit, ...] = ()


Check = Callable[["Reading"], Iterable[Remark]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule and what is said of it. `check` is None for what is found while the sources are read: that cannot be silenced."""

    name: str
    severity: Severity
    group: str
    title: str
    basis: str
    remedy: str
    example: str
    check: Check | None = None


RULES: dict[str, Rule] = {}
"""All rules by name, in the order of their modules."""


def rule(name: str, severity: Severity) -> Callable[[Check], Check]:
    """Register the function below as a rule."""

    def register(check: Check) -> Check:
        group = check.__module__.rpartition(".")[2]
        _register(_described(name, severity, group, inspect.getdoc(check) or "", check))
        return check

    return register


def told_by_loader(names: Iterable[str], doc: str, severity: Severity = Severity.ERROR) -> None:
    """Describe what the loader tells under these names; `severity` is the worst that it tells."""
    for name in names:
        _register(_described(name, severity, "susunan", inspect.cleandoc(doc), None))


def _register(made: Rule) -> None:
    if made.name in RULES:
        raise ValueError(f"two rules are called {made.name}")
    RULES[made.name] = made


def _described(name: str, severity: Severity, group: str, doc: str, check: Check | None) -> Rule:
    title, *paragraphs = (" ".join(text.split()) if not text.startswith("Contoh:") else text for text in doc.split("\n\n"))
    said = dict(_labelled(paragraphs))
    if not title or "Dasar" not in said or "Perbaikan" not in said:
        raise ValueError(f"the docstring of {name} needs a title, `Dasar:` and `Perbaikan:`")
    return Rule(name, severity, group, title, said["Dasar"], said["Perbaikan"], said.get("Contoh", ""), check)


def _labelled(paragraphs: Iterable[str]) -> Iterator[tuple[str, str]]:
    for text in paragraphs:
        found = _PARAGRAPH.match(text)
        if found is None:
            raise ValueError(f"a paragraph without its word: {text[:40]}")
        yield found[1], found[2]
