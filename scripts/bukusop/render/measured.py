"""What was measured on a laid-out sheet: sizes of pages, boxes, drawing. It can be kept, unlike the pages themselves.

Laying out a sheet takes about half a second; a document for Word needs only what stands where.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bukusop.cache import Identity, Store, digest
from bukusop.flowchart import Drawing
from bukusop.flowchart.drawing import Edge, Label, PageDrawing, Shape, Symbol
from bukusop.flowchart.graph import Kind
from bukusop.model import Sop
from bukusop.render.keeping import ingredients
from bukusop.render.parts import Jenis, PartSpec
from bukusop.render.pdf import Box
from bukusop.render.scene import Scene
from bukusop.render.sheet import Sheet, sheet


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

    def __len__(self) -> int:
        return len(self.sizes)

    def size(self, page: int) -> tuple[float, float]:
        """Give width and height of a page (from 0) in mm."""
        return self.sizes[page]

    def boxes(self, page: int) -> Mapping[str, Box]:
        """Give the rectangle of every element with an id on a page (from 0)."""
        return self.elements[page]


class Measures:
    """The measures of a book's sheets, looked for among those kept from earlier runs before a sheet is laid out."""

    def __init__(self, scene: Scene, store: Store, identity: Identity) -> None:
        self._scene, self._store, self._identity = scene, store, identity

    def of(self, sop: Sop) -> Measured:
        """Give the measures of a sheet."""
        key = self._key(sop)
        data = self._store.get(key)
        found = _read(data) if data is not None else None
        if found is None:
            found = Measured.of(sheet(self._scene, sop))
            self._store.put(key, _written(found))
        return found

    def _key(self, sop: Sop) -> str:
        spec = PartSpec(f"sop-{sop.id}", Jenis.LEMBAR, sop.id, "arab", 1, sop.nama)
        return digest("ukuran-lembar", json.dumps(ingredients(self._scene, spec, self._identity), sort_keys=True))


def _written(found: Measured) -> bytes:
    pages = [{name: (box.x0, box.y0, box.x1, box.y1) for name, box in page.items()} for page in found.elements]
    return json.dumps({"sizes": found.sizes, "boxes": pages, "drawing": [asdict(page) for page in found.drawing.pages]}).encode()


def _read(data: bytes) -> Measured | None:
    try:
        values = json.loads(data)
        return Measured(
            tuple((width, height) for width, height in values["sizes"]),
            tuple({name: Box(*box) for name, box in page.items()} for page in values["boxes"]),
            Drawing(tuple(_page(page) for page in values["drawing"])),
        )
    except (ValueError, KeyError, TypeError):
        return None


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
