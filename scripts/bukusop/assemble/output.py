"""The book's file while it is written, from front to back: objects in, bytes out, nothing kept but where each object stands.

Plain objects and a classic cross-reference table, because a signature will be added to this file: the difference analysis of
pyHanko is quadratic on object streams. Numbers may be given out before their objects are written (`new`). Also here: how
values are written (ISO 32000-1, 7.3).
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, islice, repeat
from typing import BinaryIO

from bukusop.assemble.parts import AssembleError

_HEADER = b"%PDF-1.7\n%\xbf\xf7\xa2\xfe\n"
_ROWS = 4096
_MOST = 9_999_999_999
"""The last place a classic cross-reference table can name."""


class ObjectFile:
    """A PDF in the making. Writes to `target` as it goes; `finish` makes it whole."""

    def __init__(self, target: BinaryIO) -> None:
        """Begin with the header."""
        self._target = target
        self._digest = hashlib.sha256()
        self._position = 0
        self._places = array("Q", [0])
        self._write(_HEADER)

    def new(self, count: int = 1) -> int:
        """Give out `count` numbers in a row; gives the first. Each must be written before `finish`."""
        first = len(self._places)
        self._places.extend(repeat(0, count))
        return first

    def put(self, number: int, body: bytes) -> None:
        """Write an object under a number given out before."""
        self._places[number] = self._position
        self._write(b"%d 0 obj\n%b\nendobj\n" % (number, body))

    def add(self, body: bytes) -> int:
        """Write an object under the next number; gives the number."""
        number = self.new()
        self.put(number, body)
        return number

    def put_stream(self, number: int, head: bytes, data: bytes) -> None:
        """Write a stream whose dictionary, its /Length included, is `head`."""
        self.put(number, b"%b\nstream\n%b\nendstream" % (head, data))

    def add_stream(self, entries: Mapping[str, bytes], data: bytes) -> int:
        """Write a stream under the next number; gives the number."""
        number = self.new()
        self.put_stream(number, dictionary({**entries, "Length": b"%d" % len(data)}), data)
        return number

    def put_block(self, first: int, pieces: Sequence[bytes], heads: Iterable[int]) -> None:
        """Write many objects at once: `pieces` joined; `heads` tells the piece that each begins with, from number `first` on."""
        ends = [0, *accumulate(map(len, pieces))]
        here = self._position
        block = array("Q", [here + ends[head] for head in heads])
        self._places[first : first + len(block)] = block
        self._write(b"".join(pieces))

    def finish(self, root: int, info: int, identifier: bytes) -> None:
        """Write cross-reference table and trailer. `identifier` is the first half of /ID; the second is made of all bytes before."""
        if missing := [number for number, place in enumerate(self._places) if number and not place]:
            raise AssembleError(f"{len(missing)} objects were promised and not written, the first is {missing[0]}")
        if self._position > _MOST:
            raise AssembleError("the book is too long for a classic cross-reference table")
        second = self._digest.digest()[:16]
        start, count = self._position, len(self._places)
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % count)
        places = islice(self._places, 1, None)
        while rows := b"".join([b"%010d 00000 n \n" % place for place in islice(places, _ROWS)]):
            self._write(rows)
        self._write(
            b"trailer << /Info %d 0 R /Root %d 0 R /Size %d /ID [<%b><%b>] >>\nstartxref\n%d\n%%%%EOF\n"
            % (info, root, count, identifier.hex().encode(), second.hex().encode(), start)
        )

    def _write(self, data: bytes) -> None:
        self._target.write(data)
        self._digest.update(data)
        self._position += len(data)


def reference(number: int) -> bytes:
    """Write a reference to an object."""
    return b"%d 0 R" % number


def references(numbers: Iterable[int]) -> bytes:
    """Write an array of references."""
    return b"[" + b" ".join([b"%d 0 R" % number for number in numbers]) + b"]"


def real(value: float) -> bytes:
    """Write a number, with up to five decimals."""
    written = f"{value:.5f}".rstrip("0").rstrip(".")
    return b"0" if written == "-0" else written.encode()


def dictionary(entries: Mapping[str, bytes]) -> bytes:
    """Write a dictionary; keys without their slash, values as they are written."""
    return b"<< " + b"".join([f"/{key} ".encode() + value + b" " for key, value in entries.items()]) + b">>"


def text_bytes(text: str) -> bytes:
    """Give a text as the bytes of a text string: ASCII, else UTF-16 with its mark (ISO 32000-1, 7.9.2.2)."""
    return text.encode() if text.isascii() else b"\xfe\xff" + text.encode("utf-16-be")


def string(raw: bytes) -> bytes:
    """Write a string of bytes: in parentheses where all are printable ASCII, else in hexadecimal."""
    if raw.isascii() and raw.decode("ascii").isprintable():
        return b"(" + raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"
    return b"<" + raw.hex().encode() + b">"


def text_string(text: str) -> bytes:
    """Write a text string."""
    return string(text_bytes(text))
