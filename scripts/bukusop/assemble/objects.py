"""An opened part in, its objects as text with holes out (`fragment.py`).

qpdf writes them, compressed and in an order of its own that is always the same; here its text is taken apart. Values that
only the book knows stand in the part as names (`Holes`), which become holes; so does every reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from pikepdf import Array, Name, Object, ObjectStreamMode, Pdf, StreamDecodeLevel

from bukusop.assemble.fragment import HOLE
from bukusop.assemble.parts import AssembleError

_TOKEN = re.compile(
    rb"\([^\\()]*(?:\\.[^\\()]*)*\)|<[0-9A-Fa-f]*>"  # strings, which are left alone
    rb"|(?:/(?:Dest|Lang|bukusop\.above) )?/bukusop\.hole\.(\d+)\b"
    rb"|\b(\d+) 0 R\b",
    re.DOTALL,
)
_ROOTS = re.compile(rb"/bukusop\.roots \[([^\]]*)\]")
_REFERENCE = re.compile(rb"(\d+) 0 R")
_LENGTH = re.compile(rb"/Length (\d+)\b")
_ROW = 20
_KEPT = ("/Type", "/Pages", "/AcroForm")
"""What pikepdf looks at while it writes."""


@dataclass(slots=True)
class Holes:
    """Holes that are put into a part while it is open. At the keys /Dest, /Lang, /bukusop.above the filling brings its key."""

    count: int = 0

    def new(self) -> tuple[int, Name]:
        """Give a hole: its number, from 1, and the value that stands for it (as often as wanted)."""
        self.count += 1
        return self.count, Name(f"/bukusop.hole.{self.count}")


@dataclass(slots=True)
class Roots:
    """Objects of a part whose numbers are wanted once it is written."""

    source: Pdf
    objects: list[Object] = field(default_factory=list)

    def add(self, obj: Object) -> int:
        """Ask for the number of an indirect object; gives its place among the roots."""
        assert obj.is_indirect
        self.objects.append(obj)
        return len(self.objects) - 1


@dataclass(frozen=True, slots=True)
class Written:
    """An object as qpdf wrote it: its text with holes; what they hold, an object's number or minus a hole's; its data."""

    text: bytes
    holes: tuple[int, ...]
    data: bytes | None

    @property
    def below(self) -> list[int]:
        """The numbers of the objects that this one refers to."""
        return [number for number in self.holes if number > 0]


def write(source: Pdf, roots: Roots) -> tuple[dict[int, Written], list[int]]:
    """Give the objects of a part by number, and the numbers of the roots. The part is good for nothing else afterwards."""
    for key in [key for key in source.Root.keys() if key not in _KEPT]:  # noqa: SIM118 - no dict
        del source.Root[key]
    if "/Info" in source.trailer:
        del source.trailer.Info
    source.Root["/bukusop.roots"] = Array(roots.objects)
    target = BytesIO()
    source.save(
        target, object_stream_mode=ObjectStreamMode.disable, stream_decode_level=StreamDecodeLevel.none, deterministic_id=True
    )
    data = target.getvalue()
    start = int(data[data.rindex(b"startxref") + len(b"startxref") :].split()[0])
    _, head, rest = data[start:].split(b"\n", 2)
    count = int(head.split()[1])
    places = [int(rest[row * _ROW : row * _ROW + 10]) for row in range(1, count)]
    catalogue = re.search(rb"/Root (\d+) 0 R", rest)
    found: dict[int, Written] = {}
    numbers: list[int] = []
    for number, (place, end) in enumerate(zip(places, [*places[1:], start], strict=True), 1):
        if catalogue is not None and number == int(catalogue[1]):
            listed = _ROOTS.search(data, place, end)
            numbers = [int(item) for item in _REFERENCE.findall(listed[1])] if listed else []
        else:
            found[number] = _taken_apart(data[place:end], number)
    if len(numbers) != len(roots.objects):
        raise AssembleError("the part's own objects are not found again")
    return found, numbers


def _taken_apart(data: bytes, number: int) -> Written:
    """Take the text of one object apart."""
    opening = b"%d 0 obj\n" % number
    body, stream, rest = data.partition(b"\nstream\n")
    if not body.startswith(opening):
        raise AssembleError(f"object {number} is not where the table says")
    body = body[len(opening) :]
    inside: bytes | None = None
    if stream:
        length = _LENGTH.search(body)
        if length is None or not rest[int(length[1]) :].lstrip().startswith(b"endstream"):
            raise AssembleError(f"stream {number} is not as long as it says")
        inside = rest[: int(length[1])]
    else:
        body, closing, _ = body.rpartition(b"\nendobj")
        if not closing:
            raise AssembleError(f"object {number} has no end")
    holes: list[int] = []

    def hole(found: re.Match[bytes]) -> bytes:
        if found[2]:
            holes.append(int(found[2]))
            return HOLE + b" 0 R"
        if found[1]:
            holes.append(-int(found[1]))
            return HOLE
        return found[0]

    if HOLE in body:
        raise AssembleError(f"object {number} holds a zero byte")
    text = _TOKEN.sub(hole, body)
    return Written(text, tuple(holes), inside)


def reach(objects: Mapping[int, Written], starts: Iterable[int], stops: Iterable[int]) -> set[int]:
    """Give the numbers of all objects that can be reached from `starts` (included) without touching `stops`."""
    seen = set(stops)
    found: set[int] = set()
    stack = [number for number in starts if number not in seen]
    while stack:
        number = stack.pop()
        if number in seen:
            continue
        seen.add(number)
        found.add(number)
        stack += [below for below in objects[number].below if below not in seen]
    return found


def numbered(text: Written, numbers: Sequence[int], after: int) -> tuple[int, ...]:
    """Give the holes of an object in the numbers of a fragment: `numbers` by qpdf's own; the ties come after `after`."""
    return tuple(numbers[hole] if hole > 0 else after - hole for hole in text.holes)
