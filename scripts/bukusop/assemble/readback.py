"""A finished file in, what a reader program sees of it out: read with pypdf, which had no part in writing it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import Destination

from bukusop.assemble.parts import AssembleError


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A line of the outline: level from 1, title, page of the book from 0."""

    level: int
    title: str
    page: int


def open_book(pdf: bytes) -> PdfReader:
    """Open a file strictly: what pypdf would only warn of is an error."""
    try:
        return PdfReader(BytesIO(pdf), strict=True)
    except PyPdfError as error:
        raise AssembleError(f"not a readable PDF: {error}") from error


def page_count(book: PdfReader) -> int:
    """Count the pages."""
    return len(book.pages)


def page_labels(book: PdfReader) -> tuple[str, ...]:
    """Give the label of every page."""
    return tuple(book.page_labels)


def outline(book: PdfReader) -> tuple[Bookmark, ...]:
    """Give the outline in the order of its lines, closed ones included."""
    return tuple(_flatten(book, book.outline, 1))


def page_text(book: PdfReader, page: int) -> str:
    """Extract the text of a page (from 0)."""
    return book.pages[page].extract_text()


def destinations(book: PdfReader) -> dict[str, int]:
    """Give the page (from 0) of every named destination."""
    return {name: _page(book, target) for name, target in book.named_destinations.items()}


def _flatten(book: PdfReader, items: Iterable[object], level: int) -> Iterable[Bookmark]:
    for item in items:
        if isinstance(item, Destination):
            yield Bookmark(level, str(item.title), _page(book, item))
        elif isinstance(item, list):
            yield from _flatten(book, item, level + 1)


def _page(book: PdfReader, target: Destination) -> int:
    number = book.get_destination_page_number(target)
    if number is None:
        raise AssembleError(f"the destination {target.title} leads to no page of the book")
    return number
