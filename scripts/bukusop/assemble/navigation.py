"""Ways through the book: named destinations, links between parts, bookmarks, page labels.

A named destination is `<part>` (the part's top) or `<part>--<name>`. A link has a destination of its own part, as
WeasyPrint writes it, or the URI `bukusop:<part>` or `bukusop:<part>#<name>`; both become named destinations of the
book. Names that no link uses are dropped, except the tops. What a screen reader says of a link (/Contents) is the
title of the bookmark it leads to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from bukusop.assemble.numbering import PageNumbers
from bukusop.assemble.parts import ROMAWI, AssembleError, OutlineEntry, Part, UnknownDestination, UnknownPart
from bukusop.assemble.stamping import page_box
from bukusop.assemble.structure import Tree, name_tree, sorted_names

SCHEME = "bukusop:"
_SEPARATOR = "--"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a part: page from 0, `x` and `y` in PDF coordinates of that page."""

    page: int
    x: float
    y: float


@dataclass(slots=True)
class Place:
    """A part in the book, as far as links are concerned: its pages in the book and the spots its names stand for."""

    part: Part
    pages: Sequence[Object]
    spots: Mapping[str, Spot]

    def title(self, name: str = "") -> str:
        """Give the title a reader knows a destination by: the last bookmark at or above it.

        The part itself goes by its first bookmark; of several at one place (a group and its first member) by the last.
        """
        outline = self.part.outline
        if not outline:
            return self.part.id
        limit = outline[0].page, outline[0].y
        spot = self.spots.get(name)
        if spot is not None:
            limit = max(limit, (spot.page, page_box(self.pages[spot.page])[3] - spot.y + 1))
        return [entry.title for entry in outline if (entry.page, entry.y) <= limit][-1]


def read_spots(source: Pdf, part_id: str) -> dict[str, Spot]:
    """Read a part's named destinations; a name without the part's id in front gets it."""
    index = {page.obj.objgen: number for number, page in enumerate(source.pages)}
    spots: dict[str, Spot] = {}
    for name, target in name_tree(source.Root.get("/Names", Dictionary()).get("/Dests", Dictionary())):
        place = target if isinstance(target, Array) else target.D
        spots[qualified(name, part_id)] = Spot(index[place[0].objgen], float(place[2]), float(place[3]))
    return spots


def qualified(name: str, part_id: str) -> str:
    """Give a destination's name in the book."""
    return name if name == part_id or name.startswith(part_id + _SEPARATOR) else f"{part_id}{_SEPARATOR}{name}"


@dataclass(slots=True)
class Links:
    """The links of the book while they are resolved; `used` collects the names that links lead to."""

    places: Mapping[str, Place]
    elsewhere: Mapping[str, str]
    used: set[str] = field(default_factory=set)

    def resolve(self, place: Place, tree: Tree) -> None:
        """Resolve all links of one part (its StructParent numbers are still its own)."""
        for page in place.pages:
            annotations = page.get("/Annots")
            if annotations is None:
                continue
            kept = []
            for annotation in annotations:
                _upright(annotation)
                if annotation.Subtype != Name.Link or self._resolve_one(place, annotation):
                    kept.append(annotation)
                else:
                    _unlink(annotation, tree)
            page.Annots = Array(kept)

    def _resolve_one(self, place: Place, annotation: Object) -> bool:
        """Resolve one link; False if it leads nowhere and shall become plain text."""
        uri = _uri(annotation)
        if uri is not None and uri.startswith(SCHEME):
            part_id, _, name = unquote(uri.removeprefix(SCHEME)).partition("#")
            if part_id not in self.places:
                return self._outside(place, annotation, part_id)
            name = qualified(name, part_id) if name else part_id
        elif "/Dest" in annotation and isinstance(annotation.Dest, String):
            part_id = place.part.id
            name = qualified(str(annotation.Dest), part_id)
        else:
            return True
        target = self.places[part_id]
        if name != part_id and name not in target.spots:
            raise UnknownDestination(f"part {place.part.id} links to {name}, which part {part_id} does not hold")
        if "/A" in annotation:
            del annotation.A
        annotation.Dest = String(name)
        annotation.Contents = String(target.title(name))
        self.used.add(name)
        return True

    def _outside(self, place: Place, annotation: Object, part_id: str) -> bool:
        uri = self.elsewhere.get(part_id)
        if uri is None:
            raise UnknownPart(f"part {place.part.id} links to part {part_id}, which is not in the book")
        if uri:
            annotation.A.URI = String(uri)
            annotation.Contents = String(uri)
        return bool(uri)


def write_destinations(book: Pdf, places: Iterable[Place], used: set[str]) -> None:
    """Write the named destinations: the top of every part, and what links lead to."""
    named: dict[bytes, Object] = {}
    for place in places:
        top = place.pages[0]
        named[bytes(String(place.part.id))] = Array([top, Name.XYZ, page_box(top)[0], page_box(top)[3], 0])
        for name, spot in place.spots.items():
            if name in used and name != place.part.id:
                named[bytes(String(name))] = Array([place.pages[spot.page], Name.XYZ, spot.x, spot.y, 0])
    tree = book.make_indirect(Dictionary(Names=Array(sorted_names(named))))
    if "/Names" not in book.Root:
        book.Root.Names = Dictionary()
    book.Root.Names.Dests = tree


@dataclass(slots=True)
class _Bookmark:
    entry: OutlineEntry
    item: Object
    below: list[_Bookmark] = field(default_factory=list)


def write_outline(book: Pdf, places: Iterable[Place]) -> None:
    """Write the bookmarks: those of level 1 are open (their children show), deeper ones closed.

    An entry belongs to the nearest earlier entry of a lower level, so a level may be left out.
    """
    roots: list[_Bookmark] = []
    branch: list[_Bookmark] = []
    for place in places:
        for entry in place.part.outline:
            if not (0 <= entry.page < len(place.pages) and entry.level >= 1 and entry.title):
                raise AssembleError(f"part {place.part.id}: the bookmark {entry} has no place or no title")
            page = place.pages[entry.page]
            left, _, _, top = page_box(page)
            item = book.make_indirect(Dictionary(Title=String(entry.title), Dest=Array([page, Name.XYZ, left, round(top - entry.y, 3), 0])))
            while branch and branch[-1].entry.level >= entry.level:
                branch.pop()
            bookmark = _Bookmark(entry, item)
            (branch[-1].below if branch else roots).append(bookmark)
            branch.append(bookmark)
    if roots:
        outlines = book.make_indirect(Dictionary(Type=Name.Outlines))
        outlines.Count = _hang(outlines, roots)
        book.Root.Outlines = outlines


def _hang(parent: Object, bookmarks: list[_Bookmark]) -> int:
    """Hang bookmarks below their parent; give how many lines they show when the parent is open."""
    items = [bookmark.item for bookmark in bookmarks]
    parent.First, parent.Last = items[0], items[-1]
    shown = len(items)
    for number, bookmark in enumerate(bookmarks):
        bookmark.item.Parent = parent
        if number:
            bookmark.item.Prev = items[number - 1]
        if number + 1 < len(items):
            bookmark.item.Next = items[number + 1]
        if bookmark.below:
            below = _hang(bookmark.item, bookmark.below)
            is_open = bookmark.entry.level == 1
            bookmark.item.Count = below if is_open else -below
            shown += below if is_open else 0
    return shown


def write_page_labels(book: Pdf, numbers: PageNumbers) -> None:
    """Write /PageLabels: one entry wherever a series begins, ends or resumes."""
    nums: list[Object | int] = []
    before = None
    for index, page in enumerate(numbers.pages):
        if before is None or (before.series, before.number + 1) != (page.series, page.number):
            style = Name("/r") if page.series == ROMAWI else Name("/D")
            nums += [index, Dictionary(S=style, St=page.number)]
        before = page
    book.Root.PageLabels = Dictionary(Nums=Array(nums))


def _uri(annotation: Object) -> str | None:
    action = annotation.get("/A")
    return str(action.URI) if action is not None and action.get("/S") == Name.URI else None


def _upright(annotation: Object) -> None:
    """Order the corners of an annotation: WeasyPrint writes them from the top down."""
    x1, y1, x2, y2 = annotation.Rect
    annotation.Rect = Array([min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)])


def _unlink(annotation: Object, tree: Tree) -> None:
    """Take a link's annotation out of the structure: its element stays as plain text."""
    if "/StructParent" not in annotation:
        return
    owner = tree.parents.pop(int(annotation.StructParent))
    inside = owner.K if isinstance(owner.K, Array) else [owner.K]
    owner.K = Array([kid for kid in inside if isinstance(kid, int) or kid.get("/Type") != Name.OBJR])
    if str(owner.S) == "/Link":
        owner.S = Name.Span
