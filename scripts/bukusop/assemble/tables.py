"""Tables that run over pages: WeasyPrint's fragments in, one Table element out.

WeasyPrint writes a Table element with a repeated THead for every page that a table runs over. Its cell ids come from
the number of that element, so they do not tell which fragments are of one HTML table. Two ways lead to it here:

- The renderer says so (`Part.continued_tables`). It knows: a table with an id stands in `Page.anchors` of every page
  it runs over.
- Else it is recognised, if all of this holds: the one Table ends the structure of its page and the other begins that of
  the next one, inside equal containers; both have the same THead, text operator for text operator; the second has no
  Caption. Two HTML tables that meet at a page break with equal heads and nothing between them would be joined as well,
  which says the same to a reader.

Joined fragments keep one TBody each (a Table may hold several). The repeated THead becomes a pagination artifact, and
cells refer to the ids of the first one. What cannot be done safely is left as it is: a table with a TFoot, with links
or widgets in the repeated THead, or whose continuation has no THead while its beginning has one. Split rows and
paragraphs stay two elements.
"""

from __future__ import annotations

from pikepdf import Array, Object, String

from bukusop.assemble.content import page_content, shown_text
from bukusop.assemble.parts import AssembleError
from bukusop.assemble.structure import Census, Ref, Tree, elements, kids


def join_tables(tree: Tree, census: Census, continued: tuple[int, ...] | None, part_id: str) -> dict[int, set[int]]:
    """Join the fragments of a part's tables; give by page (from 0) the MCIDs of heads that must become artifacts."""
    page_of = tree.page_of()
    by_page: dict[int, list[Object]] = {}
    for table in census.tables:
        by_page.setdefault(page_of[table.Pg.objgen], []).append(table)
    candidates = range(1, len(tree.pages)) if continued is None else sorted(set(continued))
    edges = _Edges(tree, page_of)
    heads: dict[Ref, Object] = {}
    dropped: dict[int, set[int]] = {}
    for page in candidates:
        before, after = by_page.get(page - 1), by_page.get(page)
        if not before or not after:
            if continued is not None:
                raise AssembleError(f"part {part_id}: no table runs from page {page} to page {page + 1}")
            continue
        first = heads.get(before[-1].objgen, before[-1])
        if continued is None:
            recognised = edges.meet(before[-1], after[0], page) and _same_head(tree, page, first, after[0])
            if not recognised:
                continue
        head = _head(after[0])
        mcids = _join(first, after[0])
        if mcids is not None:
            heads[after[0].objgen] = first
            dropped.setdefault(page, set()).update(mcids)
            census.forget({after[0].objgen, *(_below(head) if head is not None else ())})
    return dropped


class _Edges:
    """The last elements of each page and the first ones of the next."""

    def __init__(self, tree: Tree, page_of: dict[Ref, int]) -> None:
        tops: dict[int, list[Object]] = {}
        for element in elements(tree.top):
            tops.setdefault(page_of[element.Pg.objgen], []).append(element)
        self._first = {page: _path(level, 0) for page, level in tops.items()}
        self._last = {page: _path(level, -1) for page, level in tops.items()}

    def meet(self, last: Object, first: Object, page: int) -> bool:
        """Whether `last` ends the page before and `first` begins this one, inside containers of equal kinds."""
        above, below = self._last.get(page - 1), self._first.get(page)
        if not above or not below:
            return False
        return (
            above[-1].objgen == last.objgen
            and below[-1].objgen == first.objgen
            and [str(element.S) for element in above] == [str(element.S) for element in below]
        )


def _path(level: list[Object], end: int) -> list[Object]:
    """Go down from the first (end 0) or last (end -1) element of a page to the first Table; empty if there is none."""
    path: list[Object] = []
    while level:
        path.append(level[end])
        if str(path[-1].S) == "/Table":
            return path
        level = elements(path[-1])
    return []


def _head(table: Object) -> Object | None:
    return next((group for group in elements(table) if str(group.S) == "/THead"), None)


def _same_head(tree: Tree, page: int, first: Object, later: Object) -> bool:
    """Whether both fragments have a THead and show the same text there."""
    shown = []
    for table, index in ((first, tree.page_of()[first.Pg.objgen]), (later, page)):
        head = _head(table)
        mcids = None if head is None else _mcids(head)
        if mcids is None:
            return False
        shown.append(shown_text(page_content(tree.pages[index]), mcids))
    return shown[0] is not None and shown[0] == shown[1]


def _below(element: Object) -> list[Ref]:
    """Give an element and all elements below it."""
    refs = [element.objgen]
    for kid in elements(element):
        refs += _below(kid)
    return refs


def _mcids(element: Object) -> set[int] | None:
    """Give all MCIDs below an element; None if it holds anything else (links, widgets)."""
    found: set[int] = set()
    for kid in kids(element):
        if isinstance(kid, int):
            found.add(kid)
        elif "/S" not in kid:
            return None
        else:
            below = _mcids(kid)
            if below is None:
                return None
            found |= below
    return found


def _cells(group: Object) -> list[Object]:
    """Give the cells of a row group, or of a row."""
    cells: list[Object] = []
    for row in [group] if str(group.S) == "/TR" else elements(group):
        cells += elements(row)
    return cells


def _head_ids(head: Object | None) -> dict[bytes, bytes]:
    """Give the ids of header cells by their place: WeasyPrint's id is "<element>-<row>-<column>"."""
    ids: dict[bytes, bytes] = {}
    for cell in _cells(head) if head is not None else ():
        if "/ID" in cell:
            identifier = bytes(cell.ID)
            ids[identifier.split(b"-", 1)[-1]] = identifier
    return ids


def _join(first: Object, later: Object) -> set[int] | None:
    """Move the row groups of `later` to `first`; give the MCIDs of the dropped head, None if they must stay apart."""
    groups = elements(later)
    kinds = {str(group.S) for group in groups} | {str(group.S) for group in elements(first)}
    own, head = _head(first), _head(later)
    if "/TFoot" in kinds or any(str(group.S) == "/Caption" for group in groups) or (own is None) != (head is None):
        return None
    mcids = _mcids(head) if head is not None else set()
    places, own_places = _head_ids(head), _head_ids(own)
    if mcids is None or set(places) != set(own_places):
        return None
    renamed = {identifier: own_places[place] for place, identifier in places.items()}
    kept = [group for group in groups if head is None or group.objgen != head.objgen]
    for group in kept:
        group.P = first
        for cell in _cells(group):
            attributes = cell.get("/A")
            if attributes is not None and "/Headers" in attributes:
                attributes.Headers = Array([String(renamed.get(bytes(header), bytes(header))) for header in attributes.Headers])
    first.K = Array([*kids(first), *kept])
    _remove(later)
    return mcids


def _remove(element: Object) -> None:
    """Take an element out of its parent, and the parent too if nothing is left in it."""
    parent = element.P
    left = [kid for kid in kids(parent) if isinstance(kid, int) or kid.objgen != element.objgen]
    parent.K = Array(left)
    if not left and "/P" in parent and str(parent.S) != "/Document":
        _remove(parent)
