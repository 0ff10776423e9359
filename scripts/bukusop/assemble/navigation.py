"""Ways through the book: named destinations, links between parts, bookmarks, page labels.

A named destination is `<part>` (the part's top) or `<part>--<name>`. Names that no link uses are dropped, except the tops.
What a screen reader says of a link (/Contents) is the title of the bookmark it leads to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bukusop.assemble.fragment import Head, Link
from bukusop.assemble.numbering import PageNumbers
from bukusop.assemble.output import ObjectFile, dictionary, real, reference, references, string, text_bytes, text_string
from bukusop.assemble.parts import ROMAWI, AssembleError, OutlineEntry, UnknownDestination, UnknownPart

LEAF = 64
"""Names in a leaf of a name tree."""


@dataclass(slots=True)
class Place:
    """A part in the book: what is known of it, and the numbers of its pages' objects once it is written."""

    head: Head
    pages: Sequence[int] = ()

    def spot(self, page: int, x: float, y: float) -> bytes:
        """Write a destination: page from 0 in the part, PDF coordinates."""
        return b"[" + b" ".join([reference(self.pages[page]), b"/XYZ", real(x), real(y), b"0"]) + b"]"


@dataclass(slots=True)
class Links:
    """The links of the book while they are resolved; `used` collects the names that links lead to."""

    places: Mapping[str, Place]
    used: set[str] = field(default_factory=set)

    def resolve(self, link: Link, part_id: str) -> bytes:
        """Write where a link of a part leads, and what a screen reader says of it."""
        if link.part not in self.places:
            raise UnknownPart(f"part {part_id} links to part {link.part}, which is not in the book")
        head = self.places[link.part].head
        if link.name != link.part and link.name not in head.spots:
            raise UnknownDestination(f"part {part_id} links to {link.name}, which part {link.part} does not hold")
        self.used.add(link.name)
        return b"/Dest " + text_string(link.name) + b" /Contents " + text_string(head.title(link.name))


def write_destinations(file: ObjectFile, places: Iterable[Place], used: set[str]) -> int:
    """Write the named destinations: the top of every part, and what links lead to; gives the tree's number."""
    named: dict[bytes, bytes] = {}
    for place in places:
        left, _, _, top = place.head.boxes[0]
        named[text_bytes(place.head.id)] = place.spot(0, left, top)
        for name, spot in place.head.spots.items():
            if name in used and name != place.head.id:
                named[text_bytes(name)] = place.spot(spot.page, spot.x, spot.y)
    return write_names(file, named)


def write_names(file: ObjectFile, named: Mapping[bytes, bytes]) -> int:
    """Write a name tree of leaves; gives its number. Values as they are written."""
    names = sorted(named)
    leaves = []
    for start in range(0, len(names), LEAF):
        here = names[start : start + LEAF]
        pairs = b" ".join([string(name) + b" " + named[name] for name in here])
        limits = b"[" + string(here[0]) + b" " + string(here[-1]) + b"]"
        leaves.append(file.add(dictionary({"Limits": limits, "Names": b"[" + pairs + b"]"})))
    return file.add(dictionary({"Kids": references(leaves)}))


@dataclass(slots=True)
class _Bookmark:
    entry: OutlineEntry
    number: int
    dest: bytes
    below: list[_Bookmark] = field(default_factory=list)


def write_outline(file: ObjectFile, places: Iterable[Place]) -> int:
    """Write the bookmarks: those of level 1 are open (their children show), deeper ones closed; 0 where there are none.

    An entry belongs to the nearest earlier entry of a lower level, so a level may be left out.
    """
    roots: list[_Bookmark] = []
    branch: list[_Bookmark] = []
    for place in places:
        for entry in place.head.outline:
            left, _, _, top = place.head.boxes[entry.page]
            bookmark = _Bookmark(entry, file.new(), place.spot(entry.page, left, round(top - entry.y, 3)))
            while branch and branch[-1].entry.level >= entry.level:
                branch.pop()
            (branch[-1].below if branch else roots).append(bookmark)
            branch.append(bookmark)
    if not roots:
        return 0
    top_number = file.new()
    file.put(top_number, dictionary({"Type": b"/Outlines", **_hang(file, top_number, roots)}))
    return top_number


def _hang(file: ObjectFile, parent: int, bookmarks: list[_Bookmark]) -> dict[str, bytes]:
    """Write bookmarks below their parent; give what the parent says of them, /Count as if it were open."""
    shown = len(bookmarks)
    for number, bookmark in enumerate(bookmarks):
        values = {"Title": text_string(bookmark.entry.title), "Dest": bookmark.dest, "Parent": reference(parent)}
        if number:
            values["Prev"] = reference(bookmarks[number - 1].number)
        if number + 1 < len(bookmarks):
            values["Next"] = reference(bookmarks[number + 1].number)
        if bookmark.below:
            below = _hang(file, bookmark.number, bookmark.below)
            if bookmark.entry.level == 1:
                shown += int(below["Count"])
            else:
                below["Count"] = b"-" + below["Count"]
            values |= below
        file.put(bookmark.number, dictionary(values))
    return {"First": reference(bookmarks[0].number), "Last": reference(bookmarks[-1].number), "Count": b"%d" % shown}


def check_outline(head: Head) -> None:
    """Refuse a bookmark that leads nowhere, or says nothing."""
    for entry in head.outline:
        if not (0 <= entry.page < len(head.boxes) and entry.level >= 1 and entry.title):
            raise AssembleError(f"part {head.id}: the bookmark {entry} has no place or no title")


def page_labels(numbers: PageNumbers) -> bytes:
    """Write /PageLabels: one entry wherever a series begins, ends or resumes."""
    nums: list[bytes] = []
    before = None
    for index, page in enumerate(numbers.pages):
        if before is None or (before.series, before.number + 1) != (page.series, page.number):
            nums.append(b"%d << /S /%b /St %d >>" % (index, b"r" if page.series == ROMAWI else b"D", page.number))
        before = page
    return dictionary({"Nums": b"[" + b" ".join(nums) + b"]"})
