"""The levels of a PAdES signature (ETSI EN 319 142-1), from least to most."""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """What a signature carries: itself; a time that a third party vouches for; the evidence of its certificates; a seal over all that."""

    B_B = "b-b"
    B_T = "b-t"
    B_LT = "b-lt"
    B_LTA = "b-lta"

    @property
    def label(self) -> str:
        """The level as the standard writes it: B-LTA."""
        return self.value.upper()

    def reaches(self, other: Level) -> bool:
        """Whether this level carries all that `other` does."""
        order = list(Level)
        return order.index(self) >= order.index(other)
