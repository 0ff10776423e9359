"""The anchors of an SOP's steps on its page: what `#langkah-3` leads to."""

from __future__ import annotations

from collections import Counter

from bukusop.model import Prosedur


def anchors(prosedur: Prosedur, urut: int) -> tuple[str, ...]:
    """Give the anchor of every row of an SOP's procedure `urut` (from 0): by its printed number, where that is one and no other row's."""
    before = f"prosedur-{urut + 1}-" if urut else ""
    counts = Counter(row.nomor for row in prosedur.langkah)

    def name(place: int, nomor: str) -> str:
        own = nomor.isascii() and nomor.isdecimal() and counts[nomor] == 1
        return f"{before}langkah-{nomor}" if own else f"{before}baris-{place}"

    return tuple(name(place, row.nomor) for place, row in enumerate(prosedur.langkah, 1))
