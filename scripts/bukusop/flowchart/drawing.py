"""The drawing as values: symbols, edges and labels of every page, and the ink that shows them. All mm from the page corner.

`Symbol`, `Edge` and `Label` say what is where (and become the JSON of `bukusop flow ID --json`); `Shape` is the picture,
which both writers (`svg`, `canvas`) put down as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bukusop.flowchart.graph import Kind

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in mm."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """One symbol. `step` is the printed number of its row, `row` counts from 1; a connector has neither ("" and 0).

    `partner` is the id of the connector on the other page, `letter` what is written inside a lettered one.
    """

    id: str
    kind: Kind
    step: str
    row: int
    procedure: int
    actor: str
    box: Box
    partner: str | None = None
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow from symbol to symbol, or (`joint`) the plain line between two boxes of a joint step."""

    source: str
    target: str
    label: str
    joint: bool
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text and the box it fills; `edge` is the index of the edge it belongs to, -1 for a letter.

    A label too wide for its place is set in two or three lines, one `Label` each, of the same edge; see `whole_labels`.
    """

    text: str
    box: Box
    edge: int = -1


Command = tuple[str, *tuple[float, ...]]
"""("M", x, y), ("L", x, y), ("C", x1, y1, x2, y2, x, y) or ("Z",)."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A path: `width` is the stroke in mm (0: no stroke), `fill` is "none", "white" or "black"."""

    commands: tuple[Command, ...]
    width: float
    fill: str = "none"


@dataclass(frozen=True, slots=True)
class PageDrawing:
    """One page: `area` holds every line of it, `areas` are the actor areas (with strips) of its procedures.

    `letters` are the words inside lettered connectors; they are painted like labels.
    """

    page: int
    area: Box
    areas: tuple[Box, ...]
    symbols: tuple[Symbol, ...]
    edges: tuple[Edge, ...]
    labels: tuple[Label, ...]
    letters: tuple[Label, ...]
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """All pages that hold a part of the flowchart, in order."""

    pages: tuple[PageDrawing, ...]


def to_json(sop_id: str, drawing: Drawing) -> dict[str, Any]:
    """Give the geometry as plain values: mm rounded to 0.001, x to the right, y down from the page's top left corner.

    `{"sop", "pages": [{"page", "area", "symbols", "edges", "labels"}]}`. A symbol's `step` is the printed number of its row
    (null where the row bears none, as for connectors and rows Mulai/Selesai), `row` its row and `procedure` its procedure,
    both from 1; `actor` the key of its column. An edge that crosses a page is one edge per page, ending and beginning at
    connectors that are each other's `partner`; its label is on the piece that leaves the decision.
    """
    return {"sop": sop_id, "pages": [_page_json(page) for page in drawing.pages]}


def _page_json(page: PageDrawing) -> dict[str, Any]:
    return {
        "page": page.page,
        "area": _round(page.area),
        "symbols": [_symbol_json(symbol) for symbol in page.symbols],
        "edges": [
            {
                "source": edge.source,
                "target": edge.target,
                "label": edge.label,
                "joint": edge.joint,
                "points": [_round(point) for point in edge.points],
            }
            for edge in page.edges
        ],
        "labels": [{"text": label.text, "box": _round(label.box)} for label in whole_labels(page.labels)],
    }


def whole_labels(labels: tuple[Label, ...]) -> list[Label]:
    """Join the lines of each label again: its whole text, and the box around all of it."""
    joined: dict[int, Label] = {}
    for label in labels:
        known = joined.get(label.edge)
        if known is None:
            joined[label.edge] = label
        else:
            a, b = known.box, label.box
            box = (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
            joined[label.edge] = Label(f"{known.text} {label.text}", box, label.edge)
    return list(joined.values())


def _symbol_json(symbol: Symbol) -> dict[str, Any]:
    step: int | str | None = int(symbol.step) if symbol.step.isdecimal() else symbol.step or None
    record: dict[str, Any] = {
        "id": symbol.id,
        "kind": symbol.kind.value,
        "step": step,
        "row": symbol.row or None,
        "procedure": symbol.procedure,
        "actor": symbol.actor,
        "box": _round(symbol.box),
        "partner": symbol.partner,
    }
    return record | ({"letter": symbol.letter} if symbol.letter else {})


def _round(values: tuple[float, ...]) -> list[float]:
    return [round(value, 3) + 0.0 for value in values]
