"""Where a visible signature stands: millimetres on a page in, the service's coordinates out.

Visible signatures are the exception: the artwork is ours and lies in the page already. A place may be given, or read from the empty field
that the layout has reserved.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from bukusop.sign.bsre.fields import Names
from bukusop.sign.faults import SignError

POINTS_PER_MM = 72 / 25.4
Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points, from the origin of the page's coordinates."""


@dataclass(frozen=True, slots=True)
class Placement:
    """A box on a page: `page` from 1; `left` and `top` from the upper left corner of the page, in mm."""

    page: int
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Visible:
    """A visible signature: a picture (PNG), and where it stands; None for the field that is signed."""

    picture: Path
    placement: Placement | None = None


def placement_of(pdf: bytes, field: str) -> Placement:
    """Give the place that the layout has reserved for a field. Raises SignError where there is none."""
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=True)
        found = next(enumerate_sig_fields(reader, with_name=field), None)
        if found is not None:
            widget = found[2].get_object()
            number, page = next((number, page) for number, page in _pages(reader) if _bears(page, widget))
            left, bottom, right, top = normal(widget["/Rect"])
            x, _, _, y = normal(_page_box(page))
            mm = 1 / POINTS_PER_MM
            return Placement(number, (left - x) * mm, (y - top) * mm, (right - left) * mm, (top - bottom) * mm)
    except (PdfError, StopIteration, KeyError, ValueError, TypeError) as error:
        raise SignError(f"tempat tanda tangan {field} tidak terbaca dari berkas PDF") from error
    raise SignError(f"berkas PDF tidak memuat tempat tanda tangan {field}")


def coordinates(pdf: bytes, place: Placement, names: Names) -> dict[str, float]:
    """Give a place as the service wants it, in points: from the upper left corner (version 2) or the lower left one (version 1).

    Raises SignError for a place that is not on the page.
    """
    left, bottom, right, top = page_box(pdf, place.page)
    wide, high = right - left, top - bottom
    x, width, height = (value * POINTS_PER_MM for value in (place.left, place.width, place.height))
    y = place.top * POINTS_PER_MM
    if min(x, y) < -1 or min(width, height) <= 0 or x + width > wide + 1 or y + height > high + 1:
        raise SignError(f"tempat tanda tangan tidak seluruhnya berada di halaman {place.page}")
    if names.origin == "bottom":
        y = high - y - height
    numbers = ((names.x, x), (names.y, y), (names.width, width), (names.height, height))
    return {names.page: place.page} | {name: round(number, 2) for name, number in numbers}


def box_of(pdf: bytes, place: Placement) -> Box:
    """Give a place in the coordinates of its page, as a widget has it."""
    left, _, _, top = page_box(pdf, place.page)
    x, y = left + place.left * POINTS_PER_MM, top - place.top * POINTS_PER_MM
    return x, y - place.height * POINTS_PER_MM, x + place.width * POINTS_PER_MM, y


def page_box(pdf: bytes, number: int) -> Box:
    """Give the visible box of a page. Raises SignError where there is no such page."""
    try:
        for found, page in _pages(PdfFileReader(BytesIO(pdf), strict=True)):
            if found == number:
                return normal(_page_box(page))
    except (PdfError, KeyError, ValueError, TypeError) as error:
        raise SignError("halaman berkas PDF tidak terbaca") from error
    raise SignError(f"halaman {number} untuk tanda tangan tidak ada")


def normal(numbers: Any) -> Box:
    """Give a PDF rectangle with its corners in order."""
    a, b, c, d = (float(number) for number in numbers)
    return min(a, c), min(b, d), max(a, c), max(b, d)


def entry(dictionary: Any, key: str, default: Any) -> Any:
    """Give an entry of a dictionary, references followed (`get` of pyHanko's dictionaries does not follow them)."""
    try:
        return dictionary[key]
    except KeyError:
        return default


def _pages(reader: PdfFileReader) -> list[tuple[int, Any]]:
    return [(index + 1, page_at(reader, index)) for index in range(int(reader.root["/Pages"]["/Count"]))]


def page_at(reader: PdfFileReader, index: int) -> Any:
    """Give a page, counted from 0."""
    return reader.find_page_for_modification(index)[0].get_object()


def _page_box(page: Any) -> Any:
    """Give the crop box or else the media box, inherited where a page has none."""
    for key in ("/CropBox", "/MediaBox"):
        node: Any = page
        while node is not None:
            if key in node:
                return node[key]
            node = entry(node, "/Parent", None)
    raise ValueError("no page box")


def _bears(page: Any, widget: Any) -> bool:
    own = getattr(widget, "container_ref", None)
    return any(annotation.get_object().container_ref == own for annotation in entry(page, "/Annots", ()))
