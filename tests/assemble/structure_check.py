"""An independent judge of a tagged file: everything marked in the pages and everything in the tree must fit.

Shares no code with the assembler; content streams are read by pikepdf's parser, not by patterns.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from pikepdf import Array, Dictionary, Name, Object, Pdf, parse_content_stream

Ref = tuple[int, int]
SHOWING = ("Tj", "TJ", "'", '"')


class Check:
    """One file under examination; `problems` holds a line for each fault."""

    def __init__(self, pdf: bytes) -> None:
        self.problems: list[str] = []
        self.pdf = Pdf.open(BytesIO(pdf))
        self.root = self.pdf.Root.StructTreeRoot
        self.parents = self._parent_tree()
        self.elements: dict[Ref, Object] = {}
        self.owners: dict[tuple[Ref, int], Ref] = {}
        self.objects: dict[Ref, Ref] = {}
        self.ids: dict[bytes, Ref] = {}
        self.headers: list[tuple[Ref, bytes, Ref]] = []
        self.id_table: dict[bytes, Ref] = {}

    def run(self) -> list[str]:
        """Examine everything."""
        tops = self._kids(self.root)
        if [str(top.S) for top in tops] != ["/Document"]:
            self.problems.append("not one Document at the top")
        for top in tops:
            self._walk(top, self.root, (0, 0))
        for number, page in enumerate(self.pdf.pages):
            self._page(number, page.obj)
        self._ids()
        self._parents()
        return self.problems

    def _parent_tree(self) -> dict[int, Object]:
        nums = self._leaves(self.root.ParentTree, "/Nums", int)
        keys = [int(key) for key in nums[::2]]
        if keys != sorted(set(keys)):
            self.problems.append("ParentTree keys are not in order, or double")
        if keys and int(self.root.ParentTreeNextKey) <= keys[-1]:
            self.problems.append("ParentTreeNextKey is taken")
        return dict(zip(keys, nums[1::2], strict=True))

    def _leaves(self, tree: Object, key: str, read: Callable[[Object], int | bytes]) -> list[Object]:
        """Give what the leaves of a number tree or name tree hold; their limits must fit."""
        inside = list(tree.get(key, ()))
        for kid in tree.get("/Kids", ()):
            below = self._leaves(kid, key, read)
            if not below or [read(limit) for limit in kid.Limits] != [read(below[0]), read(below[-2])]:
                self.problems.append(f"the limits of a leaf ({kid.objgen}) do not fit")
            inside += below
        return inside

    @staticmethod
    def _kids(element: Object) -> list[object]:
        inside = element.get("/K", Array())
        return list(inside) if isinstance(inside, Array) else [inside]

    def _walk(self, element: Object, parent: Object, table: Ref) -> None:
        ref = element.objgen
        if ref in self.elements:
            self.problems.append(f"element {ref} hangs in the tree twice")
            return
        self.elements[ref] = element
        if element.P.objgen != parent.objgen:
            self.problems.append(f"element {ref}: /P is not its parent")
        kind = str(element.S)
        if kind == "/Table":
            table = ref
            kinds = [str(kid.S) for kid in self._kids(element)]
            for single in ("/THead", "/TFoot", "/Caption"):
                if kinds.count(single) > 1:
                    self.problems.append(f"table {ref} has several {single}")
        if "/ID" in element:
            name = bytes(element.ID)
            if name in self.ids:
                self.problems.append(f"the id {name!r} is double")
            self.ids[name], self.id_table[name] = ref, table
        attributes = element.get("/A", Dictionary())
        self.headers += [(ref, bytes(header), table) for header in attributes.get("/Headers", ())]
        for kid in self._kids(element):
            if isinstance(kid, int):
                key = (element.Pg.objgen, kid)
                if key in self.owners:
                    self.problems.append(f"MCID {kid} of page {key[0]} has two owners")
                self.owners[key] = ref
            elif kid.get("/Type") == Name.OBJR:
                self.objects[kid.Obj.objgen] = ref
            else:
                self._walk(kid, element, table)

    def _page(self, number: int, page: Object) -> None:
        owners = self.parents.get(int(page.get("/StructParents", -1)))
        if owners is None:
            self.problems.append(f"page {number}: no entry in the ParentTree")
            return
        marks: set[int] = set()
        stack: list[str] = []
        for instruction in parse_content_stream(page):
            operator = str(instruction.operator)
            if operator in ("BDC", "BMC"):
                stack.append(str(instruction.operands[0]))
                properties = instruction.operands[1] if operator == "BDC" else Dictionary()
                if "/MCID" in properties:
                    if "/Artifact" in stack:
                        self.problems.append(f"page {number}: an MCID inside an artifact")
                    mcid = int(properties["/MCID"])
                    if mcid in marks:
                        self.problems.append(f"page {number}: MCID {mcid} twice")
                    marks.add(mcid)
                    self._mark(number, page, owners, mcid)
            elif operator == "EMC":
                stack.pop()
            elif operator in SHOWING and not stack:
                self.problems.append(f"page {number}: text that is neither tagged nor artifact")
        for (ref, mcid), owner in self.owners.items():
            if ref == page.objgen and mcid not in marks:
                self.problems.append(f"page {number}: element {owner} owns MCID {mcid}, which is not in the content")
        for annotation in page.get("/Annots", ()):
            self._annotation(number, annotation)

    def _mark(self, number: int, page: Object, owners: Object, mcid: int) -> None:
        entry = owners[mcid] if mcid < len(owners) else None
        if entry is None:
            self.problems.append(f"page {number}: MCID {mcid} is not in the ParentTree")
        elif self.owners.get((page.objgen, mcid)) != entry.objgen:
            self.problems.append(f"page {number}: MCID {mcid} is owned by another element than the ParentTree says")

    def _annotation(self, number: int, annotation: Object) -> None:
        entry = self.parents.get(int(annotation.get("/StructParent", -1)))
        if entry is None or self.objects.get(annotation.objgen) != entry.objgen:
            self.problems.append(f"page {number}: the annotation {annotation.objgen} is not in the tree")
        elif not str(annotation.get("/Contents", annotation.get("/TU", ""))):
            self.problems.append(f"page {number}: the annotation {annotation.objgen} has no text")

    def _ids(self) -> None:
        tree = self._leaves(self.root.IDTree, "/Names", bytes) if "/IDTree" in self.root else []
        names = [bytes(name) for name in tree[::2]]
        if names != sorted(names):
            self.problems.append("the IDTree is not sorted")
        if dict(zip(names, (element.objgen for element in tree[1::2]), strict=True)) != self.ids:
            self.problems.append("the IDTree does not fit the ids of the elements")
        for ref, header, table in self.headers:
            if header not in self.ids:
                self.problems.append(f"cell {ref} refers to the header {header!r}, which does not exist")
            elif self.id_table[header] != table:
                self.problems.append(f"cell {ref} refers to the header {header!r} of another table")

    def _parents(self) -> None:
        annotations = {a.objgen for page in self.pdf.pages for a in page.obj.get("/Annots", ())}
        for obj in self.objects:
            if obj not in annotations:
                self.problems.append(f"the tree refers to {obj}, which is no annotation of a page")
        for key, value in self.parents.items():
            for entry in value if isinstance(value, Array) else [value]:
                if entry is not None and entry.objgen not in self.elements:
                    self.problems.append(f"ParentTree {key} leads to an element outside the tree")


def problems(pdf: bytes) -> list[str]:
    """Give a line for every fault of a tagged file."""
    return Check(pdf).run()
