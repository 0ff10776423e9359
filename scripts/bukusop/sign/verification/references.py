"""All references written in a file -> whether something signed already leads to an object that only a later increment brings.

A prepared file can name an object that does not exist yet: nothing is shown, and after signing the object is added, which looks like an
addition that nothing uses. pyHanko 0.38 takes it for one (`_find_orphans` says so in a comment).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

from pyhanko.pdf_utils import generic

from bukusop.sign.verification.opening import FAULTS, Opened

_GAP = rb"(?:[\x00\t\n\x0c\r ]|%[^\r\n]*[\r\n])+"
REFERENCE = re.compile(rb"(?<!\d)(\d{1,10})" + _GAP + rb"\+?\d+" + _GAP + rb"R")
"""Anything that a reader might take for an indirect reference; what else looks so by chance is sorted out afterwards, exactly."""


class References:
    """References written anywhere in the bytes of a file, comments and compressed data included: never one too few."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._written: list[tuple[int, int]] | None = None
        self._packed: dict[int, set[int]] = {}
        self._counted: Counter[int] = Counter()

    def foreseen(self, fresh: Collection[generic.Reference], revision: int) -> bool:
        """Whether a state before `revision` that was signed leads to one of these objects."""
        self._read()
        numbers = {int(ref.idnum) for ref in fresh}
        bound = max((found.end or 0 for found in self._opened.signatures if found.revision < revision), default=0)
        suspects = {number for place, number in self._written or () if place < bound and number in numbers}
        suspects |= {number for state, several in self._packed.items() if state < revision for number in several & numbers}
        return bool(suspects) and bool(suspects & self._exact(revision - 1))

    def count(self, ref: generic.Reference) -> int:
        """Give how often an object is referred to, at most."""
        self._read()
        return self._counted[int(ref.idnum)]

    def _read(self) -> None:
        if self._written is not None:
            return
        self._written = [(match.start(), int(match[1])) for match in REFERENCE.finditer(self._opened.pdf)]
        self._counted.update(number for _, number in self._written)
        xrefs = self._opened.reader.xrefs
        for revision in range(xrefs.total_revisions):
            found: set[int] = set()
            for place in xrefs.object_streams_used_in(revision):
                numbers = [int(match[1]) for match in REFERENCE.finditer(self._data(place))]
                self._counted.update(numbers)
                found.update(numbers)
            self._packed[revision] = found

    def _data(self, place: generic.Reference) -> bytes:
        try:
            return bytes(self._opened.reader.get_object(place).data)
        except FAULTS:
            return b""

    def _exact(self, revision: int) -> set[int]:
        """Give the numbers that objects of a state really refer to, by reading all of them: slow, and hardly ever needed."""
        reader = self._opened.reader
        state = reader.get_historical_resolver(revision)
        refs = {ref for earlier in range(revision + 1) for ref in reader.xrefs.explicit_refs_in_revision(earlier)}
        numbers: set[int] = set()
        for ref in refs:
            try:
                numbers.update(_followed(state(ref)))
            except FAULTS:
                continue
        return numbers


def _followed(value: Any) -> Iterator[int]:
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, generic.IndirectObject):
            yield int(one.idnum)
        elif isinstance(one, generic.DictionaryObject):
            stack.extend(one.raw_get(key) for key in one)
        elif isinstance(one, generic.ArrayObject):
            stack.extend(one.raw_get(index) for index in range(len(one)))
