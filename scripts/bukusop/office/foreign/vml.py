"""Shapes and lines of VML, in which Word wrote drawings until 2007 and still writes what old files hold (ECMA-376 part 4, 14).

In: the content of a `w:pict`. Out: raw shapes and lines in the same `Harvest` as those of DrawingML. Top shapes are placed by CSS in
points, shapes of a group in its own units.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bukusop.office.foreign import nodes
from bukusop.office.foreign.drawn import DEEPEST, Hang, Harvest, spoken_in
from bukusop.office.foreign.nodes import Element, child, children, get, local
from bukusop.office.foreign.outline import VML, heads_of, kind_of, kind_of_path, way_of
from bukusop.office.foreign.plane import Map, Point, after, apply, box_of, corners, placed
from bukusop.office.foreign.raw import RawLine, RawShape

NAMES = {"rect": "rect", "roundrect": "roundRect", "oval": "ellipse", "line": "line", "image": "picture", "shape": "", "polyline": "path",
         "arc": "path", "curve": "path"}
WHOLE = 21600.0
Types = dict[str, tuple[int, str]]
"""Shape types by id: their number and path."""


def style_of(element: Element) -> dict[str, str]:
    """Read an element's CSS."""
    pairs = (item.partition(":") for item in get(element, "style").split(";"))
    return {key.strip().lower(): text.strip() for key, _, text in pairs}


def size_of(element: Element) -> Point:
    """Give the size of a top shape in mm."""
    style = style_of(element)
    if local(element) == "line":
        (x0, y0), (x1, y1) = _ends(element, nodes.length)
        return abs(x1 - x0), abs(y1 - y0)
    return nodes.length(style.get("width", "")), nodes.length(style.get("height", ""))


def offset_of(element: Element) -> Point:
    """Give the offset of a top shape in mm from where its position counts."""
    style = style_of(element)
    if local(element) == "line":
        (x0, y0), (x1, y1) = _ends(element, nodes.length)
        return min(x0, x1), min(y0, y1)
    left = nodes.length(style.get("margin-left", "")) + nodes.length(style.get("left", ""))
    return left, nodes.length(style.get("margin-top", "")) + nodes.length(style.get("top", ""))


def types_of(root: Element) -> Types:
    """Find the shape types of a whole document: a shape may refer to one that was written with an earlier shape."""
    found: Types = {}
    for item in root.iter("{urn:schemas-microsoft-com:vml}shapetype"):
        found[get(item, "id")] = (int(nodes.number(get(item, "spt"))), get(item, "path"))
    return found


def rules_of(settings: Element) -> dict[str, tuple[str, str]]:
    """Find which connectors are glued to which shapes: old files keep that in their settings, by the ids of shapes."""
    found = {}
    for rule in settings.iter("{urn:schemas-microsoft-com:office:office}r"):
        ends = ["", ""]
        for proxy in rule:
            for place, key in enumerate(("start", "end")):
                if local(proxy) == "proxy" and proxy.get(key) is not None:
                    ends[place] = f"vml:{get(proxy, 'idref').removeprefix('#')}"
        if get(rule, "idref"):
            found[get(rule, "idref").removeprefix("#")] = (ends[0], ends[1])
    return found


def take_vml(element: Element, way: Map, hang: Hang, harvest: Harvest, types: Types) -> None:
    """Take a top shape or group; `way` leads from mm within it (zero at its upper left corner) to the frame."""
    if harvest.full or local(element) not in (*NAMES, "group"):
        return
    style = style_of(element)
    size = size_of(element)
    inner = after(way, placed((0, 0), size, (0, 0, *size), *_turned(style)))
    if local(element) == "line":
        x0, y0 = offset_of(element)
        _leaf(element, size, after(way, (1, 0, 0, 1, -x0, -y0)), hang, harvest, types, _course(element, nodes.length))
    elif local(element) == "group":
        _group(element, size, inner, hang, harvest, types, 0)
    else:
        _leaf(element, size, inner, hang, harvest, types, ())


def _group(element: Element, size: Point, way: Map, hang: Hang, harvest: Harvest, types: Types, depth: int) -> None:
    origin, extent = _two(get(element, "coordorigin"), (0.0, 0.0)), _two(get(element, "coordsize"), (1000.0, 1000.0))
    way = after(way, placed((0, 0), size, (*origin, *extent)))
    if depth > DEEPEST:
        harvest.skip("kelompok gambar yang bersarang terlalu dalam dilewati")
        return
    for item in children(element):
        if local(item) not in (*NAMES, "group") or harvest.full:
            continue
        style = style_of(item)
        place = (nodes.number(style.get("left", "")), nodes.number(style.get("top", "")))
        inner_size = (nodes.number(style.get("width", "")), nodes.number(style.get("height", "")))
        inner = after(way, placed(place, inner_size, (0, 0, *inner_size), *_turned(style)))
        if local(item) == "group":
            _group(item, inner_size, inner, hang, harvest, types, depth + 1)
        elif local(item) == "line":
            _leaf(item, inner_size, way, hang, harvest, types, _course(item, nodes.number))
        else:
            _leaf(item, inner_size, inner, hang, harvest, types, ())


def _leaf(element: Element, size: Point, way: Map, hang: Hang, harvest: Harvest, types: Types, ends: tuple[Point, ...]) -> None:
    spt, path = types.get(get(element, "type").removeprefix("#"), (0, ""))
    named = re.fullmatch(r"#?_x0000_t(\d{1,3})", get(element, "type"))
    spt = int(nodes.number(get(element, "spt"))) or spt or (int(named[1]) if named else 0)
    picture = child(element, "imagedata")
    if picture is not None or local(element) == "image" or spt == 75:
        title = " ".join((get(picture, "title") or get(element, "alt") or "tanpa nama").split())[:80]
        harvest.skip(f'gambar "{title}" dilewati')
        return
    preset = NAMES.get(local(element), "") or VML.get(spt, "")
    words = spoken_in(child(element, "textbox"), harvest) or get(child(element, "textpath"), "string")
    own = get(element, "spid") or get(element, "id")
    drawn = points_of(get(element, "path") or path, element, size) if preset in ("", "path") else ((), False, False)
    course = ends or (way_of(preset, *size, _adjusted(element)) if preset else ())
    if not course and drawn[0] and not drawn[2]:
        course = drawn[0]
    for name in {own, get(element, "id")} & harvest.glue.keys():
        harvest.glue.setdefault(own, harvest.glue[name])
    if len(course) >= 2:
        stroke, heads = child(element, "stroke"), heads_of(preset)
        first, last = (get(stroke, key, "none") != "none" for key in ("startarrow", "endarrow"))
        points = tuple(apply(way, point) for point in course)
        harvest.lines.append(
            RawLine(f"vml:{own}", points, hang.frame, hang.anchor, "", "", first or heads[0], last or heads[1], words))
        return
    box = box_of(apply(way, point) for point in corners(*size))
    outlined = nodes.on(get(element, "stroked", "t")) and nodes.on(get(child(element, "stroke"), "on", "t"))
    if drawn[0]:
        kind = kind_of_path(drawn[0], drawn[1])
    else:
        seen = outlined or nodes.on(get(element, "filled", "t"))
        kind = kind_of(preset, box[2] - box[0], box[3] - box[1], text=words, textbox=spt == 202, outlined=outlined, seen=seen)
    harvest.shapes.append(RawShape(f"vml:{own}", kind, words, box, hang.frame, hang.anchor))


def points_of(path: str, element: Element, size: Point) -> tuple[tuple[Point, ...], bool, bool]:
    """Read a VML path, or the points of a polyline: points in the shape's units, whether curved, whether closed."""
    if get(element, "points"):
        flat = [nodes.number(word) for word in re.split(r"[ ,]+", get(element, "points").strip())]
        found = tuple(zip(flat[::2], flat[1::2], strict=False))
        x0, y0, x1, y1 = box_of(found)
        across, down = (size[0] / (x1 - x0) if x1 > x0 else 1.0), (size[1] / (y1 - y0) if y1 > y0 else 1.0)
        return tuple(((x - x0) * across, (y - y0) * down) for x, y in found), False, len(found) > 3 and found[0] == found[-1]
    extent = _two(get(element, "coordsize"), (WHOLE, WHOLE))
    origin = _two(get(element, "coordorigin"), (0.0, 0.0))
    across, down = size[0] / (extent[0] or WHOLE), size[1] / (extent[1] or WHOLE)
    if "@" in path or len(path) > 100_000:
        return (), False, False
    points: list[Point] = []
    curved = closed = False
    here = (0.0, 0.0)
    for command, words in re.findall(r"(nf|ns|a[elrt]|w[ar]|q[bxy]|h[a-i]|[a-z])([^a-z]*)", path):
        closed = closed or command == "x"
        curved = curved or command in ("c", "v", "qx", "qy", "qb", "wa", "wr", "at", "ar", "al", "ae")
        values = [nodes.number(word) for word in words.replace(",", " , ").split(",")] if words.strip() else []
        step = {"c": 6, "v": 6, "wa": 8, "wr": 8, "at": 8, "ar": 8}.get(command, 2)
        for index in range(0, len(values) - step + 1, step):
            x, y = values[index + step - 2: index + step]
            here = (here[0] + x, here[1] + y) if command in ("r", "t", "v") else (x, y)
            points.append(((here[0] - origin[0]) * across, (here[1] - origin[1]) * down))
        if command == "x" and len(points) > 2:
            break
    return tuple(points), curved, closed or (len(points) > 3 and points[0] == points[-1])


def _ends(element: Element, read: Callable[[str], float]) -> tuple[Point, Point]:
    def end(text: str) -> Point:
        first, _, second = text.partition(",")
        return read(first), read(second)

    return end(get(element, "from", "0,0")), end(get(element, "to", "10,10"))


def _course(element: Element, read: Callable[[str], float]) -> tuple[Point, Point]:
    """Give the ends of a line as it is seen: Word writes the upper left corner first, and says by flips where the line begins."""
    (x0, y0), (x1, y1) = _ends(element, read)
    box = box_of(((x0, y0), (x1, y1)))
    size = box[2] - box[0], box[3] - box[1]
    turn, flip_x, flip_y = _turned(style_of(element))
    way = placed(box[:2], size, (*box[:2], *size), turn, flip_x and x0 <= x1, flip_y and y0 <= y1)
    return apply(way, (x0, y0)), apply(way, (x1, y1))


def _two(text: str, default: Point) -> Point:
    first, _, second = text.partition(",")
    return (nodes.number(first, default[0]), nodes.number(second, default[1])) if text else default


def _turned(style: dict[str, str]) -> tuple[float, bool, bool]:
    """Give how a shape is flipped and then turned. VML turns first: seen after a flip, the turn goes the other way round."""
    text, flips = style.get("rotation", ""), style.get("flip", "")
    turn = nodes.number(text) / 65536 if text.endswith("fd") else nodes.number(text)
    flip_x, flip_y = "x" in flips, "y" in flips
    return (-turn if flip_x != flip_y else turn), flip_x, flip_y


def _adjusted(element: Element) -> tuple[float, ...]:
    """Give the adjustments of a connector as shares of its sides."""
    words = get(element, "adj").split(",") if get(element, "adj") else []
    return tuple(nodes.number(word, WHOLE / 2) / WHOLE for word in words[:3])
