"""Shapes and lines of DrawingML, of Word (wps, wpg, wpc), Excel (xdr) and locked canvases (a) alike.

In: an element and the map from its units to millimetres of a frame. Out: raw shapes and lines in a `Harvest`; their ids are "scope:number"
until `settled` has made them unique in the file and joined glued ends.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from bukusop.office.foreign import nodes
from bukusop.office.foreign.nodes import Element, child, children, get, local
from bukusop.office.foreign.outline import OTHER, PLAIN, SPOKEN, TEXT, heads_of, kind_of, kind_of_path, way_of
from bukusop.office.foreign.plane import Map, Point, after, apply, box_of, corners, placed
from bukusop.office.foreign.raw import Anchor, RawLine, RawShape

MOST = 50_000
"""Shapes of one file: beyond this it is no document of people."""
DEEPEST = 60
"""Groups within groups."""


@dataclass(frozen=True, slots=True)
class Hang:
    """Where a drawing hangs. `scope` numbers it: ids within a drawing are its own. `number` is the drawing's own id."""

    frame: str
    anchor: Anchor
    scope: int = 0
    number: str = ""


@dataclass(slots=True)
class Harvest:
    """What was found. `left_out` counts sentences; `glue` are joints told apart from their lines (VML keeps them in the settings)."""

    shapes: list[RawShape] = field(default_factory=list)
    lines: list[RawLine] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    glue: dict[str, tuple[str, str]] = field(default_factory=dict)
    scope: int = 0

    def skip(self, what: str) -> None:
        """Note that something is left out."""
        self.left_out[what] += 1

    @property
    def full(self) -> bool:
        """Whether no more is taken."""
        if len(self.shapes) + len(self.lines) < MOST:
            return False
        self.left_out[f"bentuk gambar sesudah yang ke-{MOST} dilewati"] = 1
        return True


def take(element: Element, way: Map, hang: Hang, harvest: Harvest, depth: int = 0) -> None:
    """Take a shape, connector, group or canvas, and everything within. `way` leads from the units around `element` to mm of the frame."""
    name = local(element)
    if harvest.full:
        return
    if name in ("wgp", "grpSp"):
        if depth < DEEPEST:
            inner = after(way, _frame(child(element, "grpSpPr", "xfrm"), group=True))
            _take_all(element, inner, hang, harvest, depth + 1)
        else:
            harvest.skip("kelompok gambar yang bersarang terlalu dalam dilewati")
    elif name in ("wpc", "lockedCanvas"):
        _take_all(element, way, hang, harvest, depth + 1)
    elif name in ("wsp", "sp", "cxnSp"):
        take_leaf(element, way, hang, harvest)
    elif name == "pic":
        harvest.skip(f'gambar "{picture_name(element)}" dilewati')
    elif name in ("chart", "relIds", "graphicFrame", "contentPart"):
        harvest.skip("bagan, SmartArt atau tulisan tangan di dalam berkas dilewati")


def picture_name(element: Element) -> str:
    """Give a picture's alternative text or name."""
    for item in element.iter():
        if local(item) in ("cNvPr", "docPr") and (get(item, "descr") or get(item, "name")):
            return " ".join((get(item, "descr") or get(item, "name")).split())[:80]
    return "tanpa nama"


def _take_all(element: Element, way: Map, hang: Hang, harvest: Harvest, depth: int) -> None:
    for item in children(element):
        take(item, way, hang, harvest, depth)


def _frame(xfrm: Element | None, *, group: bool = False) -> Map:
    """Give the map of an a:xfrm: from the units within to those around it."""
    if xfrm is None:
        return placed((0, 0), (0, 0), (0, 0, 0, 0))
    offset, size = _pair(xfrm, "off", "x", "y"), _pair(xfrm, "ext", "cx", "cy")
    inner = (*_pair(xfrm, "chOff", "x", "y"), *_pair(xfrm, "chExt", "cx", "cy")) if group else (0.0, 0.0, *size)
    turn = nodes.number(get(xfrm, "rot")) / 60000
    return placed(offset, size, inner, turn, nodes.on(get(xfrm, "flipH", "0")), nodes.on(get(xfrm, "flipV", "0")))


def _pair(xfrm: Element, name: str, first: str, second: str) -> Point:
    found = child(xfrm, name)
    return (_units(get(found, first)), _units(get(found, second)))


def _units(text: str) -> float:
    """Read a coordinate in EMU; strict files may write units."""
    return nodes.emu(text) * 36000 if text[-1:].isalpha() else nodes.number(text)


def take_leaf(element: Element, way: Map, hang: Hang, harvest: Harvest) -> None:
    """Take one shape or connector."""
    properties = child(element, "spPr")
    if properties is None:
        return
    xfrm = child(properties, "xfrm")
    size = _pair(xfrm, "ext", "cx", "cy") if xfrm is not None else (0.0, 0.0)
    way = after(way, _frame(xfrm))
    geometry = child(properties, "prstGeom")
    preset = get(geometry, "prst") if geometry is not None else ""
    words = spoken_in(next((item for item in children(element) if local(item) in ("txbx", "txBody")), None), harvest)
    id_ = f"{hang.scope}:{_own(element, 'id') or hang.number}"
    custom = child(properties, "custGeom")
    paths = paths_of(custom, size) if custom is not None else []
    course = way_of(preset, *size, _adjusted(geometry))
    closed = any(shut for _, _, shut in paths)
    if not course and paths and (not closed or min(size) == 0):
        course = max((points for points, _, _ in paths), key=len)
    if not course and (local(element) == "cxnSp" or child(element, "cNvCnPr") is not None) and not paths:
        course = ((0.0, 0.0), size)
    if len(course) >= 2:
        start, end = _glued(element, hang.scope)
        first, last = _arrows(properties)
        heads = heads_of(preset)
        points = tuple(apply(way, point) for point in course)
        ends = start, end, first or heads[0], last or heads[1]
        harvest.lines.append(RawLine(id_, points, hang.frame, hang.anchor, *ends, words, _own(element, "descr")))
        return
    box = box_of(apply(way, point) for point in corners(*size))
    outlined = _outlined(element, properties)
    if paths:
        kind = TEXT if words and not outlined else kind_of_path(*max((path[:2] for path in paths), key=lambda path: len(path[0])))
    else:
        textbox = nodes.on(get(_locks(element), "txBox", "0"))
        seen = outlined or _filled(element, properties)
        kind = kind_of(preset, box[2] - box[0], box[3] - box[1], text=words, textbox=textbox, outlined=outlined, seen=seen)
    if preset not in PLAIN and kind != OTHER:
        harvest.skip(f"bentuk {preset} dibaca sebagai {SPOKEN[kind]}")
    harvest.shapes.append(RawShape(id_, kind, words, box, hang.frame, hang.anchor, _own(element, "name")))


def spoken_in(box: Element | None, harvest: Harvest) -> str:
    """Give the words of a shape; drawings among them are left out, tables become lines."""
    inside = {local(item) for item in box.iter()} if box is not None else set()
    if inside & {"drawing", "pict", "object"}:
        harvest.skip("gambar di dalam kotak teks dilewati")
    if "tbl" in inside:
        harvest.skip("tabel di dalam kotak teks dibaca sebagai teks biasa")
    return nodes.spoken(box)


def _locks(element: Element) -> Element | None:
    found = child(element, "cNvSpPr")
    return found if found is not None else child(element, "nvSpPr", "cNvSpPr")


def _own(element: Element, key: str) -> str:
    """Give a shape's own number or name; one alone in its drawing may have none."""
    for item in element.iter():
        if local(item) == "cNvPr":
            return get(item, key)
        if local(item) in ("txbx", "txBody"):
            break
    return ""


def _adjusted(geometry: Element | None) -> tuple[float, ...]:
    """Give the adjustments of a connector as shares of its sides."""
    named = {get(item, "name"): get(item, "fmla") for item in nodes.within(geometry, "avLst")}
    result = []
    for key in ("adj1", "adj2", "adj3"):
        formula = named.get(key, named.get("adj", "") if key == "adj1" else "")
        result.append(nodes.number(formula.removeprefix("val "), 50000) / 100000)
    return tuple(result)


def _glued(element: Element, scope: int) -> tuple[str, str]:
    ends = {local(item): get(item, "id") for item in element.iter() if local(item) in ("stCxn", "endCxn")}
    return tuple(f"{scope}:{ends[name]}" if ends.get(name) else "" for name in ("stCxn", "endCxn"))  # type: ignore[return-value]


def _arrows(properties: Element) -> tuple[bool, bool]:
    line = child(properties, "ln")
    ends = [child(line, name) if line is not None else None for name in ("headEnd", "tailEnd")]
    first, last = (end is not None and get(end, "type", "none") != "none" for end in ends)
    return first, last


def _outlined(element: Element, properties: Element) -> bool:
    """Whether a shape has an outline that is seen: its own, or that of a theme's style."""
    line = child(properties, "ln")
    if line is not None:
        if child(line, "noFill") is not None:
            return False
        if any(local(item).endswith("Fill") for item in line):
            return True
    return nodes.number(get(child(element, "style", "lnRef"), "idx")) > 0 or (line is not None and bool(get(line, "w")))


def _filled(element: Element, properties: Element) -> bool:
    fill = next((local(item) for item in children(properties) if local(item).endswith("Fill")), "")
    return fill != "noFill" and (bool(fill) or nodes.number(get(child(element, "style", "fillRef"), "idx")) > 0)


def paths_of(custom: Element, size: Point) -> list[tuple[tuple[Point, ...], bool, bool]]:
    """Give the paths of a custom geometry in the shape's units: points, whether it has curves, whether it is closed."""
    guides = _guides(custom, size)
    result = []
    for path in nodes.within(custom, "pathLst"):
        wide, high = nodes.number(get(path, "w")), nodes.number(get(path, "h"))
        across, down = (size[0] / wide if wide else 1.0), (size[1] / high if high else 1.0)
        points: list[Point] = []
        curved = closed = False
        for step in path:
            name = local(step)
            closed = closed or name == "close"
            curved = curved or name in ("arcTo", "cubicBezTo", "quadBezTo")
            ends = [item for item in step if local(item) == "pt"]
            if ends:
                points.append((_guided(get(ends[-1], "x"), guides) * across, _guided(get(ends[-1], "y"), guides) * down))
        if len(points) >= 2:
            closed = closed or (len(points) > 3 and points[0] == points[-1])
            result.append((tuple(points), curved, closed))
    return result


def _guides(custom: Element, size: Point) -> dict[str, float]:
    """Reckon the guides of a custom geometry as far as they are plain arithmetic."""
    width, height = size
    known = {"w": width, "h": height, "l": 0.0, "t": 0.0, "r": width, "b": height, "hc": width / 2, "vc": height / 2,
             "wd2": width / 2, "hd2": height / 2, "ss": min(size), "ls": max(size)}
    for item in [*nodes.within(custom, "avLst"), *nodes.within(custom, "gdLst")]:
        words = get(item, "fmla").split()
        terms = [_guided(word, known) for word in words[1:]] + [0.0] * 3
        x, y, z = terms[:3]
        reckoned = {"val": x, "*/": x * y / z if z else 0.0, "+-": x + y - z, "+/": (x + y) / z if z else 0.0, "abs": abs(x),
                    "min": min(x, y), "max": max(x, y), "?:": y if x > 0 else z, "pin": min(max(y, x), z)}
        known[get(item, "name")] = reckoned.get(words[0] if words else "", 0.0)
    return known


def _guided(word: str, guides: dict[str, float]) -> float:
    return guides[word] if word in guides else nodes.number(word)


def settled(harvest: Harvest) -> tuple[tuple[RawShape, ...], tuple[RawLine, ...]]:
    """Give shapes and lines with ids unique in the file, glued ends by these ids; an end that leads nowhere is loose."""
    new: list[str] = []
    taken: Counter[str] = Counter()
    known: dict[str, str] = {}
    numbers: dict[str, list[str]] = {}
    everything: list[RawShape | RawLine] = [*harvest.shapes, *harvest.lines]
    for item in everything:
        number = item.id.partition(":")[2] or "x"
        taken[number] += 1
        id_ = number if taken[number] == 1 else f"{number}-{taken[number]}"
        new.append(id_)
        if isinstance(item, RawShape):
            known.setdefault(item.id, id_)
            numbers.setdefault(number, []).append(id_)

    def end(reference: str) -> str:
        number = reference.partition(":")[2]
        alone = numbers.get(number, [])
        return known.get(reference) or (alone[0] if number and len(alone) == 1 else "")

    shapes = tuple(replace(item, id=id_) for item, id_ in zip(harvest.shapes, new, strict=False))
    lines = []
    for line, id_ in zip(harvest.lines, new[len(harvest.shapes):], strict=True):
        start, stop = harvest.glue.get(line.id.partition(":")[2], (line.start, line.end))
        lines.append(replace(line, id=id_, start=end(start), end=end(stop)))
    return shapes, tuple(lines)
