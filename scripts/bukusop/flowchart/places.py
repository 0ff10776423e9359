"""The places of rows and pages as the renderer gives them, and the sections the router works on. Lengths are mm.

A section is the part of one procedure on one page: levels of symbols, segilima included, and the links between them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bukusop.flowchart.graph import Kind
from bukusop.flowchart.measures import BOX_HEIGHT, CAPSULE_HEIGHT, CONNECTOR_HEIGHT, DIAMOND_HEIGHT

HEIGHTS: Mapping[Kind, float] = {
    Kind.TERMINATOR: CAPSULE_HEIGHT,
    Kind.PROCESS: BOX_HEIGHT,
    Kind.DECISION: DIAMOND_HEIGHT,
    Kind.CONNECTOR: CONNECTOR_HEIGHT,
}


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Where a row, or a fragment of a row higher than a page, is: mm from the top of the page."""

    procedure: int
    row: int
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PagePlace:
    """The final layout of a page. `page` counts from 1; `columns` per procedure: x of the n + 1 edges of its actor columns.

    A strip is (top, bottom); where a line crosses a break that has none, segilima are put inside the row beside the break.
    """

    page: int
    columns: tuple[tuple[float, ...], ...]
    rows: tuple[RowPlace, ...]
    strip_above: tuple[float, float] | None = None
    strip_below: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """A line of symbols: its band from `top` to `bottom`, and `upper`, `lower` edge of its highest symbol.

    `strip` is "above" or "below" for a line of segilima; `scale` is below 1 where a row is too low for its symbols.
    """

    top: float
    upper: float
    lower: float
    bottom: float
    scale: float = 1.0
    strip: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """One symbol of a section, or the boxes of a joint step.

    A segilima is one of `slots` in its cell; `share` is how far right of the middle it stands, in symbol widths.
    """

    names: tuple[str, ...]
    kind: Kind
    level: int
    columns: tuple[int, ...]
    row: int = -1
    share: float = 0.0
    slots: int = 1
    partner: str | None = None
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """An arrow between two spots (indices); `back` if the flow it is part of leads up."""

    source: int
    target: int
    label: str
    back: bool


@dataclass(frozen=True, slots=True)
class Section:
    """The part of one procedure on one page. `columns` are the n + 1 edges of the actor columns."""

    page: int
    procedure: int
    columns: tuple[float, ...]
    levels: tuple[Level, ...]
    spots: tuple[Spot, ...]
    links: tuple[Link, ...]
