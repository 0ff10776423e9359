"""What goes into assembly: parts (runs of pages rendered on their own), their bookmarks and stamps, metadata.

Values only; nothing here reads a PDF. Lengths are PDF points (1/72 inch) unless said otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

TANPA = "tanpa"
ROMAWI = "romawi"
ARAB = "arab"


class AssembleError(Exception):
    """The parts cannot become one book; the text is a sentence for the developer of the renderer."""


class UnknownPart(AssembleError):
    """A link `bukusop:<part>` leads to a part that is not in the book."""


class UnknownDestination(AssembleError):
    """A link leads to a name that its part does not hold."""


class MissingGlyph(AssembleError):
    """A folio or stamp needs a character that the donor's folio font does not hold."""


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A bookmark: `level` from 1 within the book, `page` from 0 within the part, `y` pt below the page's top."""

    level: int
    title: str
    page: int
    y: float


@dataclass(frozen=True, slots=True)
class Stamp:
    """A pagination artifact other than the folio (kata penyambung, running head), known before assembly.

    `page` from 0 within the part. `x` pt from the page's left edge; `align` says whether the text starts ("left"), is
    centred ("center") or ends ("right") there. `y` pt from the page's top edge to the baseline. Set in the folio font.
    """

    page: int
    x: float
    y: float
    text: str
    size: float
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Part:
    """A run of pages from one HTML document.

    `id` is unique in the book; named destinations inside the part's PDF are `<id>--<name>`, and `<id>` alone is the
    part's top. `pdf` comes from WeasyPrint with `pdf_variant="pdf/a-3a"` (so it is tagged).

    `folio` is the numbering series: "romawi" (i, ii, ...), "arab" (1, 2, ...) or "tanpa" (counted, not printed).

    `continued_tables` names the pages (from 0) whose first table goes on with the last table of the page before. None
    leaves that to be recognised: see `tables.py`.
    """

    id: str
    pdf: bytes
    folio: str
    outline: tuple[OutlineEntry, ...] = ()
    stamps: tuple[Stamp, ...] = ()
    continued_tables: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class FolioStyle:
    """How page numbers look.

    `form` holds `{n}`, e.g. "- {n} -"; `size` pt. `position` is "bottom" or "top", and `y_from_bottom` is the distance
    in pt of the baseline from that edge. `align` is "center", "right" or "outer" (right on odd sheets of the book, left
    on even ones); right and outer keep `margin` pt from the side.
    """

    form: str = "{n}"
    size: float = 9.0
    y_from_bottom: float = 28.0
    align: str = "center"
    position: str = "bottom"
    margin: float = 56.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """Document properties; empty texts are left out.

    `created` must know its time zone. `identifier` (any bytes, e.g. a hash of the sources) seeds the file's /ID.
    """

    title: str
    author: str
    subject: str
    keywords: str
    language: str = "id"
    created: datetime
    creator: str
    identifier: bytes
