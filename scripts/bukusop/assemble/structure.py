"""The structure tree of one part, made ready to hang in that of the book (`trunk.py`).

The part's Document element becomes a `Part` element. Its ParentTree becomes a leaf of the book's, with holes for the keys
(StructParents of pages, StructParent of annotations); element ids get the part's id in front, and the header references of
cells with them (ISO 32000-1, 14.7 and 14.8.5.7).

WeasyPrint maps the text of page margin boxes to elements that hang in no tree; that text becomes a pagination artifact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from bukusop.assemble.content import page_content, replace_content, with_artifacts
from bukusop.assemble.objects import Holes
from bukusop.assemble.parts import AssembleError

Ref = tuple[int, int]
"""Object and generation number: the identity of an indirect object."""


@dataclass(slots=True)
class Tree:
    """The structure tree of one part: its top element, and its ParentTree by the part's own keys."""

    top: Object
    parents: dict[int, Object]
    roles: Object | None
    pages: tuple[Object, ...]

    def page_of(self) -> dict[Ref, int]:
        """Give the page number within the part (from 0) by page object."""
        return {page.objgen: index for index, page in enumerate(self.pages)}


@dataclass(slots=True)
class Census:
    """What a walk over a tree found: all elements; outermost tables in reading order; elements with ids; cells with
    header references.
    """

    reached: set[Ref] = field(default_factory=set)
    tables: list[Object] = field(default_factory=list)
    named: list[Object] = field(default_factory=list)
    cells: list[Object] = field(default_factory=list)

    def forget(self, gone: set[Ref]) -> None:
        """Take elements that were cut from the tree out of the findings."""
        self.reached -= gone
        self.named = [element for element in self.named if element.objgen not in gone]
        self.cells = [cell for cell in self.cells if cell.objgen not in gone]


def number_tree(tree: Object) -> Iterator[tuple[int, Object]]:
    """Yield keys and values of a number tree (ISO 32000-1, 7.9.7)."""
    for kid in tree.get("/Kids", ()):
        yield from number_tree(kid)
    nums = list(tree.get("/Nums", ()))
    yield from zip(map(int, nums[::2]), nums[1::2], strict=True)


def name_tree(tree: Object) -> Iterator[tuple[str, Object]]:
    """Yield names and values of a name tree (ISO 32000-1, 7.9.6)."""
    for kid in tree.get("/Kids", ()):
        yield from name_tree(kid)
    names = list(tree.get("/Names", ()))
    yield from zip(map(str, names[::2]), names[1::2], strict=True)


def kids(element: Object) -> list[Object | int]:
    """Give the kids of an element: elements, object references, MCIDs."""
    inside = element.get("/K")
    if inside is None:
        return []
    return list(inside) if isinstance(inside, Array) else [inside]


def elements(element: Object) -> list[Object]:
    """Give the kids that are structure elements."""
    return [kid for kid in kids(element) if not isinstance(kid, int) and "/S" in kid]


def take_tree(source: Pdf, pages: Sequence[Object], part_id: str) -> Tree:
    """Read the structure tree of a part."""
    if "/StructTreeRoot" not in source.Root:
        raise AssembleError(f"part {part_id}: the PDF is not tagged")
    root = source.Root.StructTreeRoot
    tops = elements(root)
    if len(tops) != 1 or str(tops[0].S) != "/Document":
        raise AssembleError(f"part {part_id}: the structure tree has not one Document at its top")
    return Tree(tops[0], dict(number_tree(root.ParentTree)), root.get("/RoleMap"), tuple(pages))


def walk(tree: Tree) -> Census:
    """Walk over all elements of a part in reading order."""
    census = Census()
    stack = [(tree.top, False)]
    while stack:
        element, in_table = stack.pop()
        census.reached.add(element.objgen)
        if str(element.S) == "/Table":
            if not in_table:
                census.tables.append(element)
            in_table = True
        elif in_table and (attributes := element.get("/A")) is not None and "/Headers" in attributes:
            census.cells.append(element)
        if "/ID" in element:
            census.named.append(element)
        stack.extend((kid, in_table) for kid in reversed(elements(element)))
    return census


def drop_unreached(tree: Tree, census: Census, dropped: dict[int, set[int]], part_id: str) -> None:
    """Turn marked text that no reachable element owns, and the `dropped` MCIDs by page, into artifacts."""
    for index, page in enumerate(tree.pages):
        key = page.get("/StructParents")
        if key is None:
            continue
        owners = tree.parents[int(key)]
        gone = set(dropped.get(index, ()))
        gone |= {mcid for mcid, owner in enumerate(owners) if mcid not in gone and owner is not None and owner.objgen not in census.reached}
        if not gone:
            continue
        content = with_artifacts(page_content(page), gone)
        if content is None:
            raise AssembleError(f"part {part_id}: page {index + 1} has marked text that its content does not hold once")
        replace_content(page, content)
        for mcid in gone:
            owners[mcid] = None


def name_ids(census: Census, part_id: str) -> dict[bytes, Object]:
    """Make element ids unique in the book by the part's id in front; give the elements by their new ids.

    A dot ends the part's id and stands nowhere else in it, so that the ids of two parts never mingle when they are sorted.
    """
    before = part_id.replace("%", "%25").replace(".", "%2E")
    named: dict[bytes, Object] = {}
    new: dict[bytes, Object] = {}
    for element in census.named:
        old = bytes(element.ID)
        if old in new:
            raise AssembleError(f"part {part_id}: two elements have the id {old!r}")
        identifier = String(f"{before}.{old.decode('latin-1')}")
        element.ID = new[old] = identifier
        named[bytes(identifier)] = element
    for cell in census.cells:
        attributes = cell.A
        headers = attributes.Headers
        if len(headers):
            attributes.Headers = Array([new[bytes(header)] for header in headers])
    return named


def hang_keys(source: Pdf, tree: Tree, holes: Holes) -> tuple[Object, list[tuple[int, int]]]:
    """Put holes in place of the ParentTree's keys; give the part's leaf of it, and the holes with the keys of the part."""
    keys: list[tuple[int, int]] = []
    names: dict[int, Name] = {}
    nums: list[Object] = []
    for key in sorted(tree.parents):
        hole, names[key] = holes.new()
        keys.append((hole, key))
        nums += [names[key], tree.parents[key]]
    for page in tree.pages:
        _rename(page, "/StructParents", names)
        for annotation in page.get("/Annots", ()):
            _rename(annotation, "/StructParent", names)
    limits = [nums[0], nums[-2]] if nums else []
    return source.make_indirect(Dictionary(Limits=Array(limits), Nums=Array(nums))), keys


def hang_ids(source: Pdf, named: dict[bytes, Object]) -> Object:
    """Give the part's leaf of the IDTree."""
    limits = [String(min(named)), String(max(named))]
    return source.make_indirect(Dictionary(Limits=Array(limits), Names=Array(sorted_names(named))))


def _rename(owner: Object, key: str, names: dict[int, Name]) -> None:
    """Put the hole of a key in place of the key; one that is in no tree is taken away."""
    if key in owner:
        name = names.get(int(owner[key]))
        if name is None:
            del owner[key]
        else:
            owner[key] = name


def sorted_names(named: dict[bytes, Object]) -> Iterable[Object]:
    """Give the flat list of a name tree: names in the order of their bytes, each followed by its value."""
    for name in sorted(named):
        yield String(name)
        yield named[name]
