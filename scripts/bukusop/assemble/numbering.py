"""Parts and their page counts in, page numbers out: labels of all pages and where each part starts. No PDF needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from bukusop.assemble.parts import ARAB, ROMAWI, TANPA, AssembleError

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageNumber:
    """The number of one page: `series` "romawi" or "arab", `number` from 1 in it, `printed` whether it shows."""

    series: str
    number: int
    printed: bool

    @property
    def label(self) -> str:
        """The number as a reader writes it: "iv" or "4"."""
        return roman(self.number) if self.series == ROMAWI else str(self.number)


@dataclass(frozen=True, slots=True)
class PageNumbers:
    """Numbers of all pages in the order of the book, and for each part id the page (from 0) where it starts."""

    pages: tuple[PageNumber, ...]
    starts: Mapping[str, int]

    @property
    def labels(self) -> tuple[str, ...]:
        """The label of each page of the book."""
        return tuple(page.label for page in self.pages)

    def label(self, part_id: str, page: int = 0) -> str:
        """Give the label of a part's page (from 0 within the part): what the daftar isi prints."""
        return self.pages[self.starts[part_id] + page].label


def roman(number: int) -> str:
    """Write a positive number in lower-case roman numerals."""
    if number < 1:
        raise ValueError(f"no roman numeral for {number}")
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def number_pages(parts_pages: Sequence[tuple[str, str, int]]) -> PageNumbers:
    """Number the pages of parts given as (id, folio, page count) in the order of the book.

    Each series runs through the book in the order of its pages. Pages of "tanpa" parts are counted but not printed: in
    the roman series before the first "arab" part, in the arab series after it; a book without "arab" parts counts them
    as roman if it has any "romawi" part, else as arab.
    """
    folios = [folio for _, folio, _ in parts_pages]
    series = ROMAWI if ARAB in folios or ROMAWI in folios else ARAB
    count = {ROMAWI: 0, ARAB: 0}
    pages: list[PageNumber] = []
    starts: dict[str, int] = {}
    for part_id, folio, length in parts_pages:
        if folio not in (TANPA, ROMAWI, ARAB):
            raise AssembleError(f"part {part_id}: unknown folio {folio!r}")
        if part_id in starts:
            raise AssembleError(f"two parts are called {part_id!r}")
        if length < 1:
            raise AssembleError(f"part {part_id}: no pages")
        if folio == ARAB:
            series = ARAB
        own = series if folio == TANPA else folio
        starts[part_id] = len(pages)
        for _ in range(length):
            count[own] += 1
            pages.append(PageNumber(own, count[own], folio != TANPA))
    return PageNumbers(tuple(pages), MappingProxyType(starts))
