"""The structure tree of the book, which the parts' own trees hang in: one Document, a Part below it for each part.

ParentTree and IDTree have a leaf per part, written with the part; here are their roots (ISO 32000-1, 7.9.6, 7.9.7, 14.7).
"""

from __future__ import annotations

from itertools import pairwise

from bukusop.assemble.fragment import Ties
from bukusop.assemble.output import ObjectFile, dictionary, reference, references
from bukusop.assemble.parts import AssembleError


class Trunk:
    """The tree while parts are hung into it; `finish` writes it. `document` is the number of the one Document."""

    def __init__(self, file: ObjectFile) -> None:
        """Give out the numbers of root and Document."""
        self._file = file
        self.root = file.new()
        self.document = file.new()
        self.next = 0
        self._tops: list[int] = []
        self._parents: list[int] = []
        self._ids: list[tuple[bytes, bytes, int]] = []
        self._roles: dict[str, str] = {}

    def hang(self, ties: Ties, values: list[bytes], number: int) -> None:
        """Hang a part's tree in, and fill the holes of its keys; `number` is what its object numbers begin after."""
        for hole, key in ties.keys:
            values[hole] = b"%d" % (key + self.next)
        self.next += ties.following
        self._tops.append(number + ties.top)
        if ties.keys:
            self._parents.append(number + ties.parents)
        if ties.ids is not None:
            leaf, first, last = ties.ids
            self._ids.append((bytes.fromhex(first), bytes.fromhex(last), number + leaf))
        for role, kind in ties.roles.items():
            if self._roles.setdefault(role, kind) != kind:
                raise AssembleError(f"two parts map the role {role} differently")

    def finish(self) -> None:
        """Write root, Document, and the roots of both trees."""
        file = self._file
        root = {
            "Type": b"/StructTreeRoot", "K": references([self.document]), "ParentTreeNextKey": b"%d" % self.next,
            "ParentTree": reference(file.add(dictionary({"Kids": references(self._parents)}))),
        }
        if self._ids:
            leaves = sorted(self._ids)
            if any(before[1] >= after[0] for before, after in pairwise(leaves)):
                raise AssembleError("the ids of two parts mingle")
            root["IDTree"] = reference(file.add(dictionary({"Kids": references(leaf for _, _, leaf in leaves)})))
        if self._roles:
            root["RoleMap"] = dictionary({role.removeprefix("/"): kind.encode() for role, kind in self._roles.items()})
        file.put(self.root, dictionary(root))
        document = {"Type": b"/StructElem", "S": b"/Document", "P": reference(self.root), "K": references(self._tops)}
        file.put(self.document, dictionary(document))
