"""A part made ready for binding: the text of its objects, with holes for what only the book knows.

The text is bytes; each hole is a NUL, which no written object holds, and the numbers of a part's holes stand beside its text.
A hole's number says what goes in, and falls into one of four ranges, in this order from 1:

- the part's own objects that are always written, in the order of the text (`Ties.main` of them): their number in the book;
- its loose objects (`Ties.loose`): resources, of which the book keeps one of several equal ones, and fonts, for which
  those of the donor stand; their number in the book, or that of the object that stands for them;
- the data of streams among the first (`Ties.streams`);
- ties: places where the book says something about a part, such as `Ties.document`.

A fragment is kept on disk and read again when its turn comes; in memory stays its `Head`.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from bukusop.assemble.parts import AssembleError, OutlineEntry, Stamp

HOLE = b"\0"

Box = tuple[float, float, float, float]
"""A trimmed page in pt: left, bottom, right, top."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a part: page from 0, `x` and `y` in PDF coordinates of that page."""

    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Head:
    """What the book must know of a part from first to last. `language` is the part's own; `engine` rendered it."""

    id: str
    folio: str
    language: str
    engine: str
    outline: tuple[OutlineEntry, ...]
    boxes: tuple[Box, ...]
    spots: Mapping[str, Spot]

    def title(self, name: str = "") -> str:
        """Give the title a reader knows a destination by: the last bookmark at or above it.

        The part itself goes by its first bookmark; of several at one place (a group and its first member) by the last.
        """
        if not self.outline:
            return self.id
        limit = self.outline[0].page, self.outline[0].y
        spot = self.spots.get(name)
        if spot is not None:
            limit = max(limit, (spot.page, self.boxes[spot.page][3] - spot.y + 1))
        return [entry.title for entry in self.outline if (entry.page, entry.y) <= limit][-1]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page: its object, the hole for its content, and its content streams."""

    page: int
    hole: int
    contents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a place in the book; `name` is the destination's name, the part's id for its top."""

    hole: int
    part: str
    name: str


@dataclass(frozen=True, slots=True)
class Font:
    """A font of a part: its object, its program (0: none) and the key it hangs at, and what it says of its glyphs.

    `face` is family, weight, style, stretch; empty for a font that cannot be shared. Widths and texts by glyph id.
    """

    object: int
    key: str = ""
    program: int = 0
    face: tuple[Any, ...] = ()
    identity: bool = False
    widths: Sequence[tuple[int, float]] = ()
    text: Sequence[tuple[int, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """How a part hangs in the book: numbers are those of objects and holes inside the fragment (0: none)."""

    main: int = 0
    loose: int = 0
    streams: int = 0
    holes: int = 0
    """The highest number of a hole."""
    document: int
    language: int
    above: int
    node: int
    top: int
    parents: int
    keys: Sequence[tuple[int, int]]
    """Holes of ParentTree keys, and the key inside the part."""
    following: int
    """The number of ParentTree keys."""
    ids: tuple[int, str, str] | None
    """The leaf of the IDTree, and its first and last name in hexadecimal."""
    roles: Mapping[str, str]
    leaves: Sequence[Leaf]
    links: Sequence[Link]
    stamps: Sequence[Stamp]
    intents: int
    fonts: Mapping[int, Mapping[str, Font]]
    """Font dictionaries among the loose objects."""
    own: Sequence[int]
    """Loose objects that hold marked text, so that nothing can stand for them."""
    fields: Sequence[tuple[int, int, str]]
    """Form fields: object, hole of the name, name."""
    flags: int
    files: Sequence[tuple[int, str]]
    """Attached files: object, name in hexadecimal."""
    wanted: Sequence[int] = ()
    """Loose objects that the others refer to."""


@dataclass(frozen=True, slots=True)
class Text:
    """Written objects with holes."""

    text: bytes
    holes: Sequence[int]

    def fill(self, values: Sequence[bytes]) -> list[bytes]:
        """Give the pieces of the text with each hole's value between them: every second piece fills a hole."""
        pieces = [b""] * (2 * len(self.holes) + 1)
        pieces[::2] = self.text.split(HOLE)
        pieces[1::2] = map(values.__getitem__, self.holes)
        return pieces


@dataclass(frozen=True, slots=True)
class Loose:
    """A loose object; `data` only for a stream."""

    text: Text
    data: bytes | None


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part ready for binding. `starts` are the places, among the holes of `main`, of the numbers that open objects."""

    head: Head
    ties: Ties
    main: Text
    starts: Sequence[int]
    streams: Sequence[bytes]
    loose: Sequence[Loose] = field(default=())

    def pack(self) -> bytes:
        """Write a fragment as bytes."""
        blobs = [self.main.text, _packed(self.main.holes), _packed(self.starts), *self.streams]
        for item in self.loose:
            blobs += [item.text.text, _packed(item.text.holes), item.data or b""]
        head = {
            "head": asdict(self.head), "ties": asdict(self.ties), "sizes": [len(blob) for blob in blobs],
            "data": [item.data is not None for item in self.loose],
        }
        return b"".join([json.dumps(head, separators=(",", ":")).encode(), b"\n", *blobs])


def read_head(data: bytes) -> tuple[Head, Ties]:
    """Read of a fragment what it says of itself. Raises AssembleError for anything else."""
    return _read(data)[:2]


def unpack(data: bytes) -> Fragment:
    """Read a fragment. Raises AssembleError for anything else."""
    head, ties, values, place = _read(data)
    blobs = []
    for size in values["sizes"]:
        blobs.append(data[place : place + size])
        place += size
    if place != len(data):
        raise AssembleError(f"the fragment of part {head.id} is not whole")
    rest = 3 + ties.streams
    loose = [
        Loose(Text(blobs[at], _unpacked(blobs[at + 1])), blobs[at + 2] if stream else None)
        for at, stream in zip(range(rest, len(blobs), 3), values["data"], strict=True)
    ]
    return Fragment(head, ties, Text(blobs[0], _unpacked(blobs[1])), _unpacked(blobs[2]), blobs[3:rest], loose)


def _read(data: bytes) -> tuple[Head, Ties, dict[str, Any], int]:
    try:
        end = data.index(b"\n")
        values = json.loads(data[:end])
        head, ties = values["head"], values["ties"]
        head["outline"] = tuple(OutlineEntry(**item) for item in head["outline"])
        head["boxes"] = tuple(tuple(box) for box in head["boxes"])
        head["spots"] = {name: Spot(**item) for name, item in head["spots"].items()}
        ties["leaves"] = [Leaf(**item) for item in ties["leaves"]]
        ties["links"] = [Link(**item) for item in ties["links"]]
        ties["stamps"] = [Stamp(**item) for item in ties["stamps"]]
        ties["fonts"] = {
            int(number): {name: Font(**item) for name, item in fonts.items()} for number, fonts in ties["fonts"].items()
        }
        return Head(**head), Ties(**ties), values, end + 1
    except (ValueError, KeyError, TypeError) as error:
        raise AssembleError(f"not the fragment of a part: {error}") from error


def _packed(numbers: Iterable[int]) -> bytes:
    return array("I", numbers).tobytes()


def _unpacked(data: bytes) -> array[int]:
    numbers = array("I")
    numbers.frombytes(data)
    return numbers
