"""Links of one part: those that lead into the book get a hole for what the book knows of their target.

A named destination is `<part>` (the part's top) or `<part>--<name>`. A link has a destination of its own part, as
WeasyPrint writes it, or the URI `bukusop:<part>` or `bukusop:<part>#<name>`; both become named destinations of the
book, resolved by `navigation.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from bukusop.assemble.fragment import Link, Spot
from bukusop.assemble.objects import Holes
from bukusop.assemble.structure import Tree, name_tree

SCHEME = "bukusop:"
_LEADING_OUT = ("https://", "http://", "mailto:", "tel:")
"""A link to anything else (a script, a file of the reader's machine), as a template may have it, becomes plain text."""
_SEPARATOR = "--"


def read_spots(source: Pdf, part_id: str) -> dict[str, Spot]:
    """Read a part's named destinations; a name without the part's id in front gets it."""
    index = {page.obj.objgen: number for number, page in enumerate(source.pages)}
    spots: dict[str, Spot] = {}
    for name, target in name_tree(source.Root.get("/Names", Dictionary()).get("/Dests", Dictionary())):
        place = target if isinstance(target, Array) else target.D
        spots[_qualified(name, part_id)] = Spot(index[place[0].objgen], float(place[2]), float(place[3]))
    return spots


def tie_links(tree: Tree, part_id: str, elsewhere: Mapping[str, str], holes: Holes) -> list[Link]:
    """Make the links of a part ready, and give those into the book.

    A link to a part that `elsewhere` names becomes the URI given there, or plain text where that is "".
    """
    found: list[Link] = []
    for page in tree.pages:
        annotations = page.get("/Annots")
        if annotations is None:
            continue
        kept = []
        for annotation in annotations:
            _upright(annotation)
            target = _target(annotation, part_id) if annotation.Subtype == Name.Link else None
            if target is not None and target[0] in elsewhere and target[0] != part_id:
                if not _lead_outside(annotation, elsewhere[target[0]]):
                    _unlink(annotation, tree)
                    continue
            elif target is not None:
                hole, stand_in = holes.new()
                for key in ("/A", "/Contents"):
                    if key in annotation:
                        del annotation[key]
                annotation.Dest = stand_in
                found.append(Link(hole, *target))
            elif "/A" in annotation and not _address(annotation).lower().startswith(_LEADING_OUT):
                _unlink(annotation, tree)
                continue
            kept.append(annotation)
        page.Annots = Array(kept)
    return found


def _target(annotation: Object, part_id: str) -> tuple[str, str] | None:
    """Give part and name of a link into the book; None for any other."""
    uri = _address(annotation)
    if uri.startswith(SCHEME):
        target, _, name = unquote(uri.removeprefix(SCHEME)).partition("#")
        return target, _qualified(name, target) if name else target
    if "/Dest" in annotation and isinstance(annotation.Dest, String):
        return part_id, _qualified(str(annotation.Dest), part_id)
    return None


def _address(annotation: Object) -> str:
    """Give the address that a link leads to; "" where it does something else."""
    action = annotation.get("/A")
    return str(action.URI) if action is not None and action.get("/S") == Name.URI else ""


def _qualified(name: str, part_id: str) -> str:
    """Give a destination's name in the book."""
    return name if name == part_id or name.startswith(part_id + _SEPARATOR) else f"{part_id}{_SEPARATOR}{name}"


def _lead_outside(annotation: Object, uri: str) -> bool:
    if uri:
        annotation.A.URI = String(uri)
        annotation.Contents = String(uri)
    return bool(uri)


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
