"""An SVG -> filled and stroked paths in its own units, for pictures that Word shall draw itself.

Paths, simple figures, groups, transforms and plain colours are read; of a gradient the first colour. Text, masks and copies (<use>)
are left out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
Command = tuple[str, tuple[Point, ...]]
"""M and L with one point, C with three, Z with none."""

_TOKEN = re.compile(r"[MmZzLlHhVvCcSsQqTtAa]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_TRANSFORM = re.compile(r"(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^)]*)\)")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_NAMED = {"black": "000000", "white": "FFFFFF", "red": "FF0000", "green": "008000", "blue": "0000FF", "yellow": "FFFF00",
          "gold": "FFD700", "silver": "C0C0C0", "gray": "808080", "grey": "808080", "navy": "000080", "maroon": "800000"}
_SETTINGS = ("fill", "stroke", "stroke-width", "fill-rule", "opacity")
_KAPPA = 0.5522847498


@dataclass(frozen=True, slots=True)
class Figure:
    """A path: colours as RRGGBB, "" for none; `width` of the stroke."""

    commands: tuple[Command, ...]
    fill: str
    stroke: str
    width: float


@dataclass(frozen=True, slots=True)
class Picture:
    """What an SVG shows: its frame (x, y, width, height) and its paths, the lowest first."""

    frame: tuple[float, float, float, float]
    figures: tuple[Figure, ...]


def read(data: bytes) -> Picture:
    """Read an SVG that was loaded before, and is sound therefore."""
    root = ElementTree.fromstring(data)
    box = [float(value) for value in _NUMBER.findall(root.get("viewBox", ""))]
    frame = (box[0], box[1], box[2], box[3]) if len(box) == 4 and box[2] > 0 and box[3] > 0 else (
        0.0, 0.0, _length(root.get("width"), 100.0) or 100.0, _length(root.get("height"), 100.0) or 100.0)
    gradients = {
        item.get("id", ""): stop for item in root.iter() if _local(item).endswith("Gradient")
        for stop in [next((_settings(child, {}).get("stop-color", "") for child in item if _local(child) == "stop"), "")]
    }
    return Picture(frame, tuple(_figures(root, (1, 0, 0, 1, 0, 0), {}, gradients)))


def _figures(found: ElementTree.Element, matrix: Matrix, inherited: Mapping[str, str], gradients: Mapping[str, str]) -> Iterator[Figure]:
    if _local(found) not in ("svg", "g", "a", "switch", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"):
        return
    settings = _settings(found, inherited)
    if settings.get("display") == "none":
        return
    matrix = _times(matrix, _transform(found.get("transform", "")))
    commands = _outline(found)
    if commands:
        scale = math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2])) or 1.0
        moved = tuple((letter, tuple(_apply(matrix, point) for point in points)) for letter, points in commands)
        stroke = _colour(settings.get("stroke", "none"), gradients)
        width = _length(settings.get("stroke-width"), 1.0) * scale if stroke else 0.0
        yield Figure(moved, _colour(settings.get("fill", "black"), gradients), stroke, width)
    for child in found:
        yield from _figures(child, matrix, settings, gradients)


def _local(found: ElementTree.Element) -> str:
    return str(found.tag).rpartition("}")[2]


def _settings(found: ElementTree.Element, inherited: Mapping[str, str]) -> dict[str, str]:
    own = {key: value for key, value in found.attrib.items() if key in (*_SETTINGS, "stop-color", "display")}
    for piece in found.get("style", "").split(";"):
        key, _, value = piece.partition(":")
        if value:
            own[key.strip()] = value.strip()
    return {**inherited, **own}


def _colour(value: str, gradients: Mapping[str, str]) -> str:
    value = value.strip()
    if value in ("none", "transparent", ""):
        return ""
    if value.startswith("url("):
        return _colour(gradients.get(value[4:-1].strip("\"'# "), ""), {})
    if value.startswith("#"):
        digits = value[1:]
        digits = "".join(digit * 2 for digit in digits) if len(digits) in (3, 4) else digits
        return digits[:6].upper() if re.fullmatch(r"[0-9A-Fa-f]{6,8}", digits) else "000000"
    if value.startswith("rgb"):
        parts = [min(255, max(0, round(float(part)))) for part in _NUMBER.findall(value)[:3]]
        return "".join(f"{part:02X}" for part in parts) if len(parts) == 3 else "000000"
    return _NAMED.get(value.lower(), "000000")


def _length(value: str | None, missing: float) -> float:
    found = _NUMBER.match(value.strip()) if value else None
    return float(found[0]) if found else missing


def _outline(found: ElementTree.Element) -> tuple[Command, ...]:
    def at(key: str) -> float:
        return _length(found.get(key), 0.0)

    kind = _local(found)
    if kind == "path":
        return tuple(_path(found.get("d", "")))
    if kind == "rect":
        x, y, width, height = at("x"), at("y"), at("width"), at("height")
        rx, ry = _length(found.get("rx", found.get("ry")), 0.0), _length(found.get("ry", found.get("rx")), 0.0)
        return _rectangle(x, y, width, height, min(rx, width / 2), min(ry, height / 2))
    if kind in ("circle", "ellipse"):
        rx, ry = (at("r"), at("r")) if kind == "circle" else (at("rx"), at("ry"))
        return _ellipse(at("cx"), at("cy"), rx, ry)
    if kind == "line":
        return _through(((at("x1"), at("y1")), (at("x2"), at("y2"))), closed=False)
    if kind in ("polyline", "polygon"):
        values = [float(value) for value in _NUMBER.findall(found.get("points", ""))]
        return _through(tuple(zip(values[::2], values[1::2], strict=False)), closed=kind == "polygon")
    return ()


def _through(points: tuple[Point, ...], *, closed: bool) -> tuple[Command, ...]:
    if not points:
        return ()
    return (("M", points[:1]), *(("L", (point,)) for point in points[1:]), *((("Z", ()),) if closed else ()))


def _rectangle(x: float, y: float, width: float, height: float, rx: float, ry: float) -> tuple[Command, ...]:
    right, low = x + width, y + height
    if rx <= 0 or ry <= 0:
        return _through(((x, y), (right, y), (right, low), (x, low)), closed=True)
    kx, ky = rx * (1 - _KAPPA), ry * (1 - _KAPPA)
    return (
        ("M", ((x + rx, y),)), ("L", ((right - rx, y),)), ("C", ((right - kx, y), (right, y + ky), (right, y + ry))),
        ("L", ((right, low - ry),)), ("C", ((right, low - ky), (right - kx, low), (right - rx, low))),
        ("L", ((x + rx, low),)), ("C", ((x + kx, low), (x, low - ky), (x, low - ry))),
        ("L", ((x, y + ry),)), ("C", ((x, y + ky), (x + kx, y), (x + rx, y))), ("Z", ()),
    )


def _ellipse(cx: float, cy: float, rx: float, ry: float) -> tuple[Command, ...]:
    if rx <= 0 or ry <= 0:
        return ()
    made: list[Command] = [("M", ((cx + rx, cy),))]
    for (ax, ay), (bx, by) in (((1, 0), (0, 1)), ((0, 1), (-1, 0)), ((-1, 0), (0, -1)), ((0, -1), (1, 0))):
        made.append(("C", (
            (cx + rx * (ax + _KAPPA * bx), cy + ry * (ay + _KAPPA * by)),
            (cx + rx * (bx + _KAPPA * ax), cy + ry * (by + _KAPPA * ay)), (cx + rx * bx, cy + ry * by),
        )))
    return (*made, ("Z", ()))


_COUNTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


def _path(source: str) -> Iterator[Command]:
    """Read the commands of a path; what is wrong ends it, as in browsers."""
    tokens, place = _TOKEN.findall(source), 0
    here, start, control, before = (0.0, 0.0), (0.0, 0.0), (0.0, 0.0), ""
    letter = ""
    while place < len(tokens):
        if tokens[place].isalpha():
            letter, place = tokens[place], place + 1
        elif letter in ("", "Z", "z"):
            return
        kind, count = letter.upper(), _COUNTS[letter.upper()]
        if len(tokens) < place + count or any(token.isalpha() for token in tokens[place : place + count]):
            return
        numbers, place = [float(token) for token in tokens[place : place + count]], place + count
        if kind == "Z":
            here, before = start, "Z"
            yield "Z", ()
            continue
        points = _absolute(kind, numbers, here if letter.islower() else (0.0, 0.0), here)
        if kind == "M":
            start, letter = points[0], "l" if letter == "m" else "L"
            yield "M", points
        elif kind in "LHV":
            yield "L", points
        elif kind == "A":
            yield from _arc(here, numbers, points[0])
        else:
            mirrors = before in (("C", "S") if kind in "CS" else ("Q", "T"))
            mirrored = (2 * here[0] - control[0], 2 * here[1] - control[1]) if mirrors else here
            if kind in "CS":
                first, second = (mirrored, points[0]) if kind == "S" else (points[0], points[1])
                control = second
            else:
                control = mirrored if kind == "T" else points[0]
                first, second = (_between(here, control), _between(points[-1], control))
            yield "C", (first, second, points[-1])
        here, before = points[-1], kind


def _absolute(kind: str, numbers: list[float], base: Point, here: Point) -> tuple[Point, ...]:
    if kind == "H":
        return ((numbers[0] + base[0], here[1]),)
    if kind == "V":
        return ((here[0], numbers[0] + base[1]),)
    pairs = numbers[5:] if kind == "A" else numbers
    return tuple((x + base[0], y + base[1]) for x, y in zip(pairs[::2], pairs[1::2], strict=True))


def _between(end: Point, control: Point) -> Point:
    return (end[0] + 2 * (control[0] - end[0]) / 3, end[1] + 2 * (control[1] - end[1]) / 3)


def _arc(here: Point, numbers: list[float], end: Point) -> Iterator[Command]:
    """Give an elliptical arc as curves (SVG 1.1, appendix F.6)."""
    rx, ry, turn, large, sweep = abs(numbers[0]), abs(numbers[1]), math.radians(numbers[2]), numbers[3] != 0, numbers[4] != 0
    if rx == 0 or ry == 0 or here == end:
        yield "L", (end,)
        return
    cos, sin = math.cos(turn), math.sin(turn)
    dx, dy = (here[0] - end[0]) / 2, (here[1] - end[1]) / 2
    x, y = cos * dx + sin * dy, -sin * dx + cos * dy
    grow = math.sqrt(max(1.0, (x / rx) ** 2 + (y / ry) ** 2))
    rx, ry = rx * grow, ry * grow
    root = (rx * ry) ** 2 - (rx * y) ** 2 - (ry * x) ** 2
    factor = math.sqrt(max(0.0, root) / ((rx * y) ** 2 + (ry * x) ** 2)) * (-1 if large == sweep else 1)
    cx, cy = factor * rx * y / ry, -factor * ry * x / rx
    middle = (cos * cx - sin * cy + (here[0] + end[0]) / 2, sin * cx + cos * cy + (here[1] + end[1]) / 2)
    begin, stop = math.atan2((y - cy) / ry, (x - cx) / rx), math.atan2((-y - cy) / ry, (-x - cx) / rx)
    angle = stop - begin
    if sweep and angle < 0:
        angle += 2 * math.pi
    elif not sweep and angle > 0:
        angle -= 2 * math.pi
    pieces = max(1, math.ceil(abs(angle) / (math.pi / 2) - 1e-9))
    step, length = angle / pieces, 4 / 3 * math.tan(angle / pieces / 4)

    def at(u: float, v: float) -> Point:
        return (middle[0] + cos * rx * u - sin * ry * v, middle[1] + sin * rx * u + cos * ry * v)

    for number in range(pieces):
        a, b = begin + number * step, begin + (number + 1) * step
        last = end if number == pieces - 1 else at(math.cos(b), math.sin(b))
        yield "C", (at(math.cos(a) - length * math.sin(a), math.sin(a) + length * math.cos(a)),
                    at(math.cos(b) + length * math.sin(b), math.sin(b) - length * math.cos(b)), last)


def _transform(source: str) -> Matrix:
    matrix: Matrix = (1, 0, 0, 1, 0, 0)
    for kind, inside in _TRANSFORM.findall(source):
        numbers = [float(value) for value in _NUMBER.findall(inside)]
        matrix = _times(matrix, _single(kind, numbers))
    return matrix


def _single(kind: str, numbers: list[float]) -> Matrix:
    if kind == "matrix" and len(numbers) == 6:
        a, b, c, d, e, f = numbers
        return (a, b, c, d, e, f)
    if not numbers:
        return (1, 0, 0, 1, 0, 0)
    if kind == "translate":
        return (1, 0, 0, 1, numbers[0], numbers[1] if len(numbers) > 1 else 0)
    if kind == "scale":
        return (numbers[0], 0, 0, numbers[1] if len(numbers) > 1 else numbers[0], 0, 0)
    angle = math.radians(numbers[0])
    if kind == "rotate":
        cos, sin = math.cos(angle), math.sin(angle)
        x, y = (numbers[1], numbers[2]) if len(numbers) > 2 else (0.0, 0.0)
        return (cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y)
    return (1, 0, math.tan(angle), 1, 0, 0) if kind == "skewX" else (1, math.tan(angle), 0, 1, 0, 0)


def _times(one: Matrix, two: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = two
    return (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f)


def _apply(matrix: Matrix, point: Point) -> Point:
    a, b, c, d, e, f = matrix
    return (a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f)
