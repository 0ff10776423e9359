"""What was measured on a laid-out sheet: sizes of pages, boxes, drawing. It can be kept, unlike the pages themselves.

Laying out a sheet takes about half a second; a document for Word needs only what stands where.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from bukusop.flowchart import Drawing
from bukusop.flowchart.drawing import Edge, Label, PageDrawing, Shape, Symbol
from bukusop.flowchart.graph import Kind
from bukusop.render.pdf import Box
from bukusop.render.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Measured:
    """The measures of a sheet: of each page its size and the boxes of its elements, in mm."""

    sizes: tuple[tuple[float, float], ...]
    elements: tuple[Mapping[str, Box], ...]
    drawing: Drawing

    @classmethod
    def of(cls, made: Sheet) -> Measured:
        """Take the measures of a sheet that is laid out."""
        numbers = range(len(made.pages))
        return cls(tuple(made.pages.size(number) for number in numbers), tuple(made.pages.boxes(number) for number in numbers),
                   made.drawing)

    @classmethod
    def read(cls, data: bytes) -> Measured | None:
        """Read what `written` wrote; None where it is something else."""
        try:
            values = json.loads(zlib.decompress(data))
            return cls(
                tuple((width, height) for width, height in values["sizes"]),
                tuple({name: Box(*box) for name, box in page.items()} for page in values["boxes"]),
                Drawing(tuple(_page(page) for page in values["drawing"])),
            )
        except (zlib.error, ValueError, KeyError, TypeError):
            return None

    def written(self) -> bytes:
        """Give the measures as bytes, to be kept."""
        pages = [{name: (box.x0, box.y0, box.x1, box.y1) for name, box in page.items()} for page in self.elements]
        text = json.dumps({"sizes": self.sizes, "boxes": pages, "drawing": self.drawing.pages}, default=_fields)
        return zlib.compress(text.encode(), 1)

    def __len__(self) -> int:
        return len(self.sizes)

    def size(self, page: int) -> tuple[float, float]:
        """Give width and height of a page (from 0) in mm."""
        return self.sizes[page]

    def boxes(self, page: int) -> Mapping[str, Box]:
        """Give the rectangle of every element with an id on a page (from 0)."""
        return self.elements[page]


def _fields(value: Any) -> dict[str, Any]:
    """Give a frozen value by the names of its fields; `asdict` copies what is inside, and takes ten times as long."""
    return {item.name: getattr(value, item.name) for item in fields(value)}


def _page(found: Mapping[str, Any]) -> PageDrawing:
    return PageDrawing(
        page=found["page"], area=tuple(found["area"]), areas=tuple(tuple(area) for area in found["areas"]),
        symbols=tuple(Symbol(**item | {"kind": Kind(item["kind"]), "box": tuple(item["box"])}) for item in found["symbols"]),
        edges=tuple(Edge(**item | {"points": tuple(tuple(point) for point in item["points"])}) for item in found["edges"]),
        labels=tuple(_label(item) for item in found["labels"]), letters=tuple(_label(item) for item in found["letters"]),
        shapes=tuple(Shape(**item | {"commands": tuple(tuple(command) for command in item["commands"])}) for item in found["shapes"]),
    )


def _label(found: Mapping[str, Any]) -> Label:
    return Label(found["text"], tuple(found["box"]), found["edge"])
