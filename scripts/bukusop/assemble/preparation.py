"""A part in, its fragment out: everything of binding that can be done where the part was rendered, side by side with others.

Tables are joined, margin boxes made artifacts, ids made unique, links looked up; then the part's objects are written once and
for all, with holes for what only the book knows (`fragment.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from pikepdf import Array, Dictionary, Name, Object, Pdf, PdfError, Stream, String

from bukusop.assemble.catalogue import engine, open_part, part_language, take_fields, take_files, take_intents
from bukusop.assemble.fonts import read_glyphs
from bukusop.assemble.fragment import Box, Font, Fragment, Head, Leaf, Loose, Text, Ties
from bukusop.assemble.links import read_spots, tie_links
from bukusop.assemble.navigation import check_outline
from bukusop.assemble.objects import Holes, Roots, Written, numbered, reach, write
from bukusop.assemble.parts import AssembleError, Part
from bukusop.assemble.structure import Tree, drop_unreached, hang_ids, hang_keys, name_ids, take_tree, walk
from bukusop.assemble.tables import join_tables

NOWHERE: Mapping[str, str] = MappingProxyType({})
_PROGRAMS = ("/FontFile2", "/FontFile3")


def prepare(part: Part, elsewhere: Mapping[str, str] = NOWHERE) -> bytes:
    """Make a part ready for binding. The same part gives the same bytes.

    Links to parts that `elsewhere` names (those of an SOP's own file) become the URI given there, or plain text where that is
    "". Raises AssembleError for a part that does not come from the renderer.
    """
    try:
        with open_part(part) as source:
            return _fragment(part, source, elsewhere).pack()
    except PdfError as error:
        raise AssembleError(f"part {part.id} is not a readable file: {error}") from error


def _fragment(part: Part, source: Pdf, elsewhere: Mapping[str, str]) -> Fragment:
    pages = [page.obj for page in source.pages]
    head = Head(
        id=part.id, folio=part.folio, language=part_language(source), engine=engine(source), outline=part.outline,
        boxes=tuple(page_box(page) for page in pages), spots=read_spots(source, part.id),
    )
    check_outline(head)
    tree = take_tree(source, pages, part.id)
    census = walk(tree)
    dropped = join_tables(tree, census, part.continued_tables, part.id)
    drop_unreached(tree, census, dropped, part.id)
    named = name_ids(census, part.id)

    holes, roots = Holes(), Roots(source)
    links = tie_links(tree, part.id, elsewhere, holes)
    leaf, keys = hang_keys(source, tree, holes)
    fields, flags = take_fields(source, part.id, holes)
    document, language = _name_top(tree, head, holes)
    above, source.Root.Pages["/bukusop.above"] = holes.new()    # qpdf would follow a /Parent
    ties = Ties(
        document=document, language=language, above=above, node=roots.add(source.Root.Pages), top=roots.add(tree.top),
        parents=roots.add(leaf), keys=keys, following=max(tree.parents, default=-1) + 1,
        ids=(roots.add(hang_ids(source, named)), min(named).hex(), max(named).hex()) if named else None,
        roles={role: str(tree.roles[role]) for role in sorted(tree.roles.keys())} if tree.roles is not None else {},
        leaves=[_leaf(source, page, holes, roots) for page in pages], links=links, stamps=part.stamps,
        intents=roots.add(take_intents(source, part.id)), fonts={}, own=(),
        fields=[(roots.add(field), hole, name) for field, hole, name in fields], flags=flags,
        files=[(roots.add(file), name) for file, name in take_files(source)],
    )
    resources = [roots.add(page.Resources) for page in pages]
    shelf = _look_through(source, [page.Resources for page in pages], roots)
    objects, numbers = write(source, roots)
    return _ordered(head, replace(ties, holes=holes.count), objects, numbers, _Split(resources, shelf))


def page_box(page: Object) -> Box:
    """Give the trimmed page in pt."""
    box = page.get("/TrimBox", page.get("/MediaBox"))
    if box is None:
        raise AssembleError("a page has no MediaBox of its own")
    x1, y1, x2, y2 = (float(value) for value in box)
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _name_top(tree: Tree, head: Head, holes: Holes) -> tuple[int, int]:
    """Make the part's Document a Part with a title; give the holes of its parent and its language."""
    document, tree.top.P = holes.new()
    language, tree.top.Lang = holes.new()
    tree.top.S = Name.Part
    tree.top.T = String(head.title())
    return document, language


def _leaf(source: Pdf, page: Object, holes: Holes, roots: Roots) -> Leaf:
    """Put a hole in place of a page's content; numbers are those of the roots."""
    contents = page.get("/Contents", Array())
    streams = list(contents) if isinstance(contents, Array) else [contents]
    hole, page.Contents = holes.new()
    resources = page.get("/Resources", Dictionary())
    page.Resources = resources if resources.is_indirect else source.make_indirect(resources)
    return Leaf(roots.add(page), hole, tuple(roots.add(stream) for stream in streams))


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What was found in the resources, as roots: font dictionaries, and forms that hold marked text."""

    fonts: Mapping[int, Mapping[str, Font]]
    own: Sequence[int]


def _look_through(source: Pdf, resources: Sequence[Object], roots: Roots) -> _Shelf:
    """Look for fonts and for forms with marked text in resources, and in the resources of forms."""
    fonts: dict[int, Mapping[str, Font]] = {}
    own: list[int] = []
    stack, seen, taken = list(resources), set[tuple[int, int]](), set[tuple[int, int]]()
    while stack:
        here = stack.pop()
        if here.is_indirect:
            if here.objgen in seen:
                continue
            seen.add(here.objgen)
        if isinstance(here, Array):
            stack.extend(kid for kid in here if isinstance(kid, Array | Dictionary | Stream))
            continue
        if isinstance(here, Stream) and here.get("/Subtype") == Name.Form and b"/MCID" in here.read_bytes():
            own.append(roots.add(here))
        for key, kid in sorted(here.items(), key=lambda item: str(item[0])):
            if key == "/Font" and isinstance(kid, Dictionary):
                if not kid.is_indirect:
                    here[key] = source.make_indirect(kid)
                named = here[key]
                if named.objgen not in taken:
                    taken.add(named.objgen)
                    fonts[roots.add(named)] = _fonts(source, named, roots)
            elif isinstance(kid, Array | Dictionary | Stream):
                stack.append(kid)
    return _Shelf(fonts, own)


def _fonts(source: Pdf, fonts: Object, roots: Roots) -> dict[str, Font]:
    found = {}
    for name in sorted(fonts.keys()):   # pikepdf gives a set
        if not fonts[name].is_indirect:
            fonts[name] = source.make_indirect(fonts[name])
        font = fonts[name]
        made = Font(roots.add(font), program=-1)
        glyphs = read_glyphs(font)
        if glyphs is not None:
            face = glyphs.face
            made = replace(
                made, face=(face.family, face.weight, face.style, face.stretch), identity=glyphs.identity,
                widths=sorted(glyphs.widths.items()), text=sorted(glyphs.text.items()),
            )
            descriptor = font.DescendantFonts[0].FontDescriptor
            for key in _PROGRAMS:
                if key in descriptor:
                    made = replace(made, key=key, program=roots.add(descriptor[key]))
        found[name] = made
    return found


@dataclass(frozen=True, slots=True)
class _Split:
    """What divides the loose objects from the others: resources, and what stands in them. Numbers are those of the roots."""

    resources: Sequence[int]
    shelf: _Shelf


def _ordered(head: Head, ties: Ties, objects: Mapping[int, Written], numbers: Sequence[int], split: _Split) -> Fragment:
    """Put the objects in the order of a fragment, and give everything its number there."""
    streams = [numbers[stream] for leaf in ties.leaves for stream in leaf.contents]
    firm = [numbers[ties.node], numbers[ties.top], *(numbers[leaf.page] for leaf in ties.leaves)]
    loose = reach(objects, [numbers[item] for item in (*split.resources, ties.intents)], [*firm, *streams])
    other = [numbers[item] for item in (ties.parents, *(field for field, _, _ in ties.fields), *(file for file, _ in ties.files))]
    if ties.ids is not None:
        other.append(numbers[ties.ids[0]])
    main = sorted(reach(objects, [*firm, *streams, *other], loose))
    shelved = sorted(loose)
    place = [0] * (max(objects) + 1)
    for rank, number in enumerate([*main, *shelved], 1):
        place[number] = rank
    with_data = [number for number in main if objects[number].data is not None]
    after = len(main) + len(shelved) + len(with_data)

    pieces: list[bytes] = []
    holes: list[int] = []
    starts: list[int] = []
    stream = len(main) + len(shelved)
    for number in main:
        item = objects[number]
        starts.append(len(holes))
        holes += [place[number], *numbered(item, place, after)]
        pieces += [b"\0 0 obj\n", item.text]
        if item.data is not None:
            stream += 1
            holes.append(stream)
            pieces.append(b"\nstream\n\0\nendstream")
        pieces.append(b"\nendobj\n")

    def at(root: int) -> int:
        return place[numbers[root]] if root >= 0 else 0

    wanted = {place[below] for number in main for below in objects[number].below if below in loose}
    ties = replace(
        _renumbered(ties, at, after), main=len(main), loose=len(shelved), streams=len(with_data),
        holes=after + ties.holes, wanted=sorted({*wanted, at(ties.intents)}),
        own=[at(item) for item in split.shelf.own],
        fonts={at(number): {
            name: replace(font, object=at(font.object), program=at(font.program)) for name, font in fonts.items()
        } for number, fonts in split.shelf.fonts.items()},
    )
    return Fragment(
        head, ties, Text(b"".join(pieces), holes), starts, [objects[number].data or b"" for number in with_data],
        [Loose(Text(objects[number].text, numbered(objects[number], place, after)), objects[number].data) for number in shelved],
    )


def _renumbered(ties: Ties, at: Callable[[int], int], after: int) -> Ties:
    """Give ties whose roots have become objects, and whose holes come after all else."""
    return replace(
        ties, document=after + ties.document, language=after + ties.language, above=after + ties.above, node=at(ties.node),
        top=at(ties.top), parents=at(ties.parents), keys=[(after + hole, key) for hole, key in ties.keys],
        ids=(at(ties.ids[0]), *ties.ids[1:]) if ties.ids is not None else None,
        leaves=[Leaf(at(leaf.page), after + leaf.hole, tuple(map(at, leaf.contents))) for leaf in ties.leaves],
        links=[replace(link, hole=after + link.hole) for link in ties.links], intents=at(ties.intents),
        fields=[(at(field), after + hole, name) for field, hole, name in ties.fields],
        files=[(at(file), name) for file, name in ties.files],
    )
