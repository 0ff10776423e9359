"""HTML -> laid-out pages -> PDF bytes. The one door to WeasyPrint (and to pydyf's streams, which it hands out).

In: HTML and CSS as text, and a resolver for the few files that they may name. Out: pages whose elements with an id can be
measured, then a tagged PDF/A-3a part. Fetches nothing: an address that the resolver does not know is an error of ours.
All public lengths are mm from the page's top left corner. WeasyPrint is imported with the first page: a run that lays out none
does not wait for it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

MM = 96 / 25.4
"""CSS pixels per mm."""

Files = Callable[[str], bytes]
"""The bytes of `gambar:PATH`, `templat:NAME` or `qr:CODE.svg`; raises KeyError or OSError for an unknown one."""

_TYPES = {"svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}


class RenderError(Exception):
    """WeasyPrint said something while rendering: silence is part of the contract, so this is a fault of ours."""


@cache
def _engine() -> Any:
    import weasyprint

    return weasyprint


def warm() -> None:
    """Load what the first page would have to wait for: the engine and the fonts."""
    words("a", "serif", 10)


@cache
def _fetcher() -> type[Any]:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc]
        """Serves the book's own files and refuses every other address, network and file system included."""

        def __init__(self, files: Files) -> None:
            super().__init__(allowed_protocols=())
            self._files = files

        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
            del headers
            scheme, _, _ = url.partition(":")
            if scheme not in ("gambar", "templat", "qr"):
                raise FatalURLFetchingError(f"alamat {url} tidak boleh dibaca")
            kind = _TYPES.get(url.rpartition(".")[2].lower(), "application/octet-stream")
            return URLFetcherResponse(url, self._files(url), {"Content-Type": kind})

    return Fetcher


@cache
def _refused() -> type[BaseException]:
    from weasyprint.urls import FatalURLFetchingError

    found: type[BaseException] = FatalURLFetchingError
    return found


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in mm."""

    x0: float
    y0: float
    x1: float
    y1: float


@cache
def _style(css: str) -> tuple[Any, Any]:
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    return _engine().CSS(string=css, base_url="buku:", url_fetcher=_fetcher()(_no_file), font_config=fonts), fonts


def _no_file(address: str) -> bytes:
    """Serve nothing: a style sheet stands alone; only the page that it is for may name files."""
    raise KeyError(address)


@contextmanager
def _silence() -> Iterator[list[str]]:
    """Collect what WeasyPrint logs as warning or worse. An address that was refused is a fault like others, not the end of the process."""
    said: list[str] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    logger = logging.getLogger("weasyprint")
    handler = Collect(logging.WARNING)
    logger.addHandler(handler)
    previous, logger.propagate = logger.propagate, False
    try:
        yield said
    except _refused() as error:
        raise RenderError(str(error)) from error
    finally:
        logger.removeHandler(handler)
        logger.propagate = previous


class Pages:
    """A laid-out document."""

    def __init__(self, html: str, css: str, files: Files) -> None:
        with _silence() as said:
            style, fonts = _style(css)
            self._document = _engine().HTML(string=html, base_url="buku:", url_fetcher=_fetcher()(files)).render(
                font_config=fonts, stylesheets=[style], pdf_variant="pdf/a-3a",
            )
        if said:
            raise RenderError("; ".join(said))

    def __len__(self) -> int:
        return len(self._document.pages)

    def size(self, page: int) -> tuple[float, float]:
        """Give width and height of a page (from 0) in mm."""
        found = self._document.pages[page]
        return found.width / MM, found.height / MM

    def boxes(self, page: int) -> dict[str, Box]:
        """Give the rectangle of every element with an id on a page (from 0)."""
        return {
            name: Box(*(value / MM for value in rectangle)) for name, rectangle in self._document.pages[page].anchors.items()
        }

    def first_word(self, page: int) -> str:
        """Give the first word of a page's running text, for the catchword on the page before; "" where there is none."""
        root = self._document.pages[page]._page_box
        stack = [child for child in reversed(root.children) if type(child).__name__ != "MarginBox"]
        while stack:
            box = stack.pop()
            text = getattr(box, "text", None)
            if isinstance(text, str) and text.strip() and box.element_tag != "li::marker":
                return text.split()[0]
            stack.extend(reversed(getattr(box, "children", ())))
        return ""

    def paint_with(self, page: int, below: Callable[[Canvas], None] | None, above: Callable[[Canvas], None] | None) -> None:
        """Have artifacts painted under and over the contents of a page (from 0), without a second layout."""
        found = self._document.pages[page]
        paint = found.paint

        def painted(stream: Any, scale: float = 1) -> None:
            _artifact(stream, scale, below)
            paint(stream, scale)
            _artifact(stream, scale, above)

        found.paint = painted

    def write(self, identifier: bytes) -> bytes:
        """Write the PDF part. Ids that begin with `_` were for measuring and become no destinations.

        A form field called NAME lies exactly on the element with the id `_NAME`.
        """
        for page in self._document.pages:
            for form, inputs in page.forms.items():
                page.forms[form] = [(box, page.anchors["_" + box.element.get("name")]) for box, _ in inputs]
            for name in [name for name in page.anchors if name.startswith("_")]:
                del page.anchors[name]
        with _silence() as said:
            data: bytes = self._document.write_pdf(pdf_variant="pdf/a-3a", pdf_identifier=identifier, finisher=_mend)
        if said:
            raise RenderError("; ".join(said))
        return data


def _mend(document: Any, pdf: Any) -> None:
    from bukusop.render.fields import sign_here
    from bukusop.render.tagging import mend

    mend(document, pdf)
    sign_here(document, pdf)


def _artifact(stream: Any, scale: float, layer: Callable[[Canvas], None] | None) -> None:
    if layer is not None:
        with stream.artifact(), stream.stacked():
            stream.transform(a=scale * MM, d=scale * MM)
            layer(Canvas(stream))


class Canvas:
    """What artifacts are painted with: mm, y down. Implements `flowchart.Canvas`."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def move_to(self, x: float, y: float) -> None:
        """Begin a path."""
        self._stream.move_to(x, y)

    def line_to(self, x: float, y: float) -> None:
        """Go on in a straight line."""
        self._stream.line_to(x, y)

    def curve_to(self, x1: float, y1: float, x2: float, y2: float, x: float, y: float) -> None:
        """Go on in a Bézier curve."""
        self._stream.curve_to(x1, y1, x2, y2, x, y)

    def close(self) -> None:
        """Close the path."""
        self._stream.close()

    def stroke(self, width_mm: float, dash: tuple[float, ...] = ()) -> None:
        """Stroke the path in black, `width` in mm."""
        self._stream.set_line_width(width_mm)
        self._stream.set_dash(list(dash), 0)
        self._stream.set_color_rgb(0, 0, 0, stroke=True)
        self._stream.stroke()

    def fill(self, colour: str = "black") -> None:
        """Fill the path with "black" or "white"."""
        gray = 1.0 if colour == "white" else 0.0
        self._stream.set_color_rgb(gray, gray, gray)
        self._stream.fill()

    def fill_stroke(self, colour: str, width: float) -> None:
        """Fill the path and stroke it in black, `width` in mm."""
        self._stream.set_line_width(width)
        self._stream.set_dash([], 0)
        gray = 1.0 if colour == "white" else 0.0
        self._stream.set_color_rgb(gray, gray, gray)
        self._stream.set_color_rgb(0, 0, 0, stroke=True)
        self._stream.fill_and_stroke()

    def box(self, box: Box) -> None:
        """Begin and close a rectangle."""
        self.move_to(box.x0, box.y0)
        self.line_to(box.x1, box.y0)
        self.line_to(box.x1, box.y1)
        self.line_to(box.x0, box.y1)
        self.close()

    def words(self, words: Words, x: float, y: float, *, scale: float = 1.0, angle: tuple[float, float] = (1.0, 0.0)) -> None:
        """Paint a word with its top left corner at (x, y); `angle` is (cos, sin) of a turn around that corner."""
        cos, sin = angle
        with self._stream.stacked():
            self._stream.transform(scale * cos / MM, scale * sin / MM, -scale * sin / MM, scale * cos / MM, x, y)
            layer = self._stream.clone(tags=None)
            words.page.paint(layer, 1)
            self._stream.stream.extend(layer.stream)


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text laid out by itself, ready to be painted as an artifact: real text in a real font, size in mm."""

    page: Any
    width: float
    height: float
    keep: Any


@lru_cache(512)
def words(text: str, font: str, size: float, weight: str = "bold", color: str = "#000") -> Words:
    """Lay out one line of text; `size` in pt. Kept for the words used last."""
    from html import escape

    css = (
        f'@page {{ size: 400mm 60mm; margin: 0 }} body {{ margin: 0; font: {weight} {size}pt/1.15 "{font}"; color: {color} }}'
        " #w { position: absolute; white-space: nowrap }"
    )
    document = _engine().HTML(string=f'<html lang="id"><body><div id="w">{escape(text)}</div></body></html>', base_url="buku:").render(
        stylesheets=[_engine().CSS(string=css)],
    )
    x0, y0, x1, y1 = document.pages[0].anchors["w"]
    return Words(document.pages[0], (x1 - x0) / MM, (y1 - y0) / MM, document)
