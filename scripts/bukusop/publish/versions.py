"""Versions of a site side by side, one of them shown: how they are named and which are kept. Names only; folders are moved elsewhere.

    sop                 -> sop.versi/0003-5f0c...   a symbolic link; publishing is the rename of a new link over it
    sop.versi/0002-...                              what was shown before, for --rollback
    sop.versi/0003-...                              what is shown
    sop.versi/.sedang                               what is being uploaded; the next run goes on with it
    sop.versi/.tautan                               the new link, for a moment
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

KEPT = 3
"""Versions kept behind the one that is shown."""
STAGING, LINK = ".sedang", ".tautan"
SUFFIX = ".versi"
_NAME = re.compile(r"^(\d{4,9})-([0-9a-f]{16})$")


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions that there are, oldest first, and the name of the one shown ("": none yet)."""

    names: tuple[str, ...]
    current: str

    def next(self, digest: str) -> str:
        """Name the version that is to be made of a tree."""
        return f"{_number(self.current) + 1:04}-{digest[:16]}"

    @property
    def leftover(self) -> tuple[str, ...]:
        """Those behind the current one in time: finished but never shown, or rolled back."""
        return tuple(name for name in self.names if _number(name) > _number(self.current))

    @property
    def previous(self) -> str:
        """The one that was shown before the current one; "" where there is none."""
        return max((name for name in self.names if _number(name) < _number(self.current)), default="", key=_number)

    def outdated(self) -> tuple[str, ...]:
        """Those that are no longer kept."""
        older = [name for name in self.names if _number(name) < _number(self.current)]
        return tuple(older[:-KEPT])


def versions(names: Iterable[str], current: str) -> Versions:
    """Read the versions from the names in their folder; what is not named like one is somebody else's and left alone."""
    found = sorted((name for name in names if _NAME.match(name)), key=lambda name: (_number(name), name))
    return Versions(tuple(found), current if _NAME.match(current) else "")


def _number(name: str) -> int:
    matched = _NAME.match(name)
    return int(matched[1]) if matched else 0
