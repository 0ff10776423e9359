"""Parts in, one tagged PDF/A-3a + PDF/UA-1 file out: the passes of binding, in their order.

The book is written from front to back while its parts are read one after the other: what stays in memory is a head for each
part and a number for each object.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from typing import BinaryIO

from bukusop.assemble.catalogue import producer
from bukusop.assemble.donor import Donor
from bukusop.assemble.fonts import Face, donor_html, used_in
from bukusop.assemble.fragment import Fragment, Head, Ties, read_head, unpack
from bukusop.assemble.navigation import Links, Place, page_labels, write_destinations, write_names, write_outline
from bukusop.assemble.numbering import PageNumbers, number_pages
from bukusop.assemble.output import ObjectFile, dictionary, reference, references, text_bytes, text_string
from bukusop.assemble.parts import AssembleError, FolioStyle, Metadata, Part
from bukusop.assemble.preparation import NOWHERE, prepare
from bukusop.assemble.properties import information, seed, xmp
from bukusop.assemble.sharing import Shelf
from bukusop.assemble.stamping import SAVE, folio_stamp, painted
from bukusop.assemble.trunk import Trunk

Read = Callable[[], bytes]
"""Gives a fragment once more."""


def assemble(
    parts: Sequence[Part], donor: bytes, folio: FolioStyle, metadata: Metadata, *, elsewhere: Mapping[str, str] = NOWHERE
) -> bytes:
    """Join parts, in the order given, into one file; see `prepare` and `Bindery.bind`."""
    ids = {part.id for part in parts}
    outside = {id_: uri for id_, uri in elsewhere.items() if id_ not in ids}
    bindery = Bindery()
    for rank, part in enumerate(parts):
        bindery.take(rank, prepare(part, outside))
    target = BytesIO()
    bindery.bind(target, donor, folio, metadata)
    return target.getvalue()


@dataclass(frozen=True, slots=True)
class _Taken:
    head: Head
    digest: bytes
    read: Read


class Bindery:
    """A book in the making: parts that were made ready are taken as they come, and bound in the order of their ranks."""

    def __init__(self) -> None:
        """Begin an empty book."""
        self._taken: dict[int, _Taken] = {}
        self._used: dict[Face, set[str]] = {}
        self._words: dict[int, str] = {}

    def take(self, rank: int, fragment: bytes, read: Read | None = None) -> None:
        """Take a fragment (of `prepare`). `rank` is its place in the book; `read` gives it again, so that it need not be held."""
        head, ties = read_head(fragment)
        for face, texts in used_in(ties).items():
            self._used.setdefault(face, set()).update(texts)
        self._words[rank] = "".join(stamp.text for stamp in ties.stamps)
        digest = hashlib.sha256(fragment).digest()
        self._taken[rank] = _Taken(head, digest, read or partial(bytes, fragment))

    @property
    def digest(self) -> bytes:
        """A digest of all parts, in their order."""
        return hashlib.sha256(b"".join(item.digest for item in self._in_order())).digest()

    def donor_html(self, folio: Face, folio_text: str) -> str:
        """Give the HTML of the donor that has all glyphs of the parts taken; see `fonts.donor_html`."""
        words = "".join(self._words[rank] for rank in sorted(self._words))
        return donor_html([{face: " ".join(texts) for face, texts in self._used.items()}], folio, words + folio_text)

    def bind(self, target: BinaryIO, donor: bytes, folio: FolioStyle, metadata: Metadata) -> None:
        """Write the book. The same parts give the same bytes, in whatever order they were taken.

        `donor` is a small PDF that holds all glyphs of the parts and of the folios and stamps: see `fonts.py`. Raises
        UnknownPart for a link to a part that was not taken.
        """
        taken = self._in_order()
        if not taken:
            raise AssembleError("a book without parts")
        numbers = number_pages([(item.head.id, item.head.folio, len(item.head.boxes)) for item in taken])
        info = information(metadata, producer(taken[0].head.engine))
        work = _Work(ObjectFile(target), donor, folio, metadata, numbers, {item.head.id: Place(item.head) for item in taken})
        for item in taken:
            data = item.read()
            if hashlib.sha256(data).digest() != item.digest:
                raise AssembleError(f"part {item.head.id} is no longer what it was when it was taken")
            work.write_part(unpack(data))
        catalogue = work.finish()
        packet = xmp(metadata, producer(taken[0].head.engine)).encode()
        catalogue |= {
            "Metadata": reference(work.file.add_stream({"Type": b"/Metadata", "Subtype": b"/XML"}, packet)),
            "Lang": text_string(metadata.language), "ViewerPreferences": b"<< /DisplayDocTitle true >>",
        }
        work.file.put(work.root, dictionary(catalogue))
        work.file.finish(work.root, work.file.add(info), seed(metadata))

    def _in_order(self) -> list[_Taken]:
        return [self._taken[rank] for rank in sorted(self._taken)]


@dataclass(slots=True)
class _More:
    """Form fields and attached files of the parts, as they come together."""

    fields: list[int] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    flags: int = 0
    files: dict[bytes, int] = field(default_factory=dict)

    def take(self, ties: Ties, part_id: str, values: list[bytes], number: int) -> None:
        """Take those of one part; a name that is taken gets the part's id in front."""
        self.flags |= ties.flags
        for local, hole, name in ties.fields:
            own = name if name not in self.names else f"{part_id}--{name}"
            self.names.add(own)
            values[hole] = text_string(own)
            self.fields.append(number + local)
        for local, name in ties.files:
            key = bytes.fromhex(name)
            self.files[key if key not in self.files else text_bytes(part_id + "--") + key] = number + local

    def finish(self, file: ObjectFile) -> tuple[dict[str, bytes], dict[str, bytes]]:
        """Give the entries of the catalogue, and those of its name dictionary."""
        found: dict[str, bytes] = {}
        names: dict[str, bytes] = {}
        if self.fields or self.flags:
            form = dictionary({"Fields": references(self.fields), "SigFlags": b"%d" % self.flags})
            found["AcroForm"] = reference(file.add(form))
        if self.files:
            tree = write_names(file, {name: reference(number) for name, number in self.files.items()})
            names["EmbeddedFiles"] = reference(tree)
            found["AF"] = references(self.files.values())
        return found, names


class _Work:
    """A book while it is written."""

    def __init__(
        self, file: ObjectFile, donor: bytes, folio: FolioStyle, metadata: Metadata, numbers: PageNumbers, places: dict[str, Place]
    ) -> None:
        self.file = file
        self.root = file.new()
        self._pages = file.new()
        self._trunk = Trunk(file)
        self._save = file.add_stream({}, SAVE)
        self._donor = Donor(file, donor)
        self._shelf = Shelf(file, self._donor)
        self._folio, self._language, self._numbers, self._places = folio, metadata.language, numbers, places
        self._links = Links(places)
        self._more = _More()
        self._nodes: list[int] = []
        self._intents = b""

    def write_part(self, part: Fragment) -> None:
        """Write a part's objects, with their holes filled."""
        ties, head = part.ties, part.head
        first = self.file.new(ties.main)
        number = first - 1      # a part's objects are counted from 1
        values = [b""] * (ties.holes + 1)
        values[1 : ties.main + 1] = [b"%d" % (number + local) for local in range(1, ties.main + 1)]
        begin = ties.main + ties.loose + 1
        values[begin : begin + ties.streams] = part.streams
        values[ties.document] = reference(self._trunk.document)
        values[ties.above] = b"/Parent " + reference(self._pages)
        values[ties.language] = b"/Lang " + text_string(head.language) if head.language not in ("", self._language) else b""
        self._trunk.hang(ties, values, number)
        self._more.take(ties, head.id, values, number)
        for link in ties.links:
            values[link.hole] = self._links.resolve(link, head.id)
        self._shelf.place(part, values)
        self._stamp(part, values, number)
        self._intents = self._intents or values[ties.intents]
        self._nodes.append(number + ties.node)
        self._places[head.id].pages = [number + leaf.page for leaf in ties.leaves]
        self.file.put_block(first, part.main.fill(values), [2 * start + 1 for start in part.starts])

    def _stamp(self, part: Fragment, values: list[bytes], number: int) -> None:
        """Fill the holes of the pages' contents: their own, with folio and stamps where there are any."""
        start = self._numbers.starts[part.head.id]
        for index, (leaf, box) in enumerate(zip(part.ties.leaves, part.head.boxes, strict=True)):
            page = self._numbers.pages[start + index]
            stamps = [stamp for stamp in part.ties.stamps if stamp.page == index]
            if page.printed:
                stamps.append(folio_stamp(self._folio, page, start + index, box))
            contents = [number + stream for stream in leaf.contents]
            if stamps:
                contents = [self._save, *contents, self.file.add_stream({}, painted(self._donor, box, stamps))]
            values[leaf.hole] = reference(contents[0]) if len(contents) == 1 else references(contents)

    def finish(self) -> dict[str, bytes]:
        """Write what holds the parts together; give the catalogue."""
        file, places = self.file, list(self._places.values())
        self._trunk.finish()
        file.put(self._pages, dictionary({
            "Type": b"/Pages", "Kids": references(self._nodes), "Count": b"%d" % len(self._numbers.pages),
        }))
        more, names = self._more.finish(file)
        names["Dests"] = reference(write_destinations(file, places, self._links.used))
        outline = write_outline(file, places)
        return {
            "Type": b"/Catalog", "Pages": reference(self._pages), "MarkInfo": b"<< /Marked true >>",
            "StructTreeRoot": reference(self._trunk.root), "OutputIntents": self._intents + b" 0 R", "Names": dictionary(names),
            **({"Outlines": reference(outline)} if outline else {}), "PageLabels": page_labels(self._numbers), **more,
        }
