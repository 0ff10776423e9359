"""A picture in a line of text: PNG and JPEG as they are, an SVG as a group of Word's own shapes, which stays sharp in print."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from bukusop.office.word import svg
from bukusop.office.word.xml import EMU_PER_MM, NAMESPACES, Element, el

MM_PER_PIXEL = 25.4 / 96
Lengths = tuple[float, float]
"""Width and height in mm; one of them may be 0 and follows from the picture then."""


def run(part: Any, number: int, path: str, data: bytes, lengths: Lengths, alt: str, most: Lengths = (0.0, 0.0)) -> Element:
    """Make the run that shows a picture; `part` is the part of the package it stands in."""
    if path.lower().endswith(".svg"):
        drawn = svg.read(data)
        size = _size(drawn.frame[2], drawn.frame[3], lengths, most)
        group = _inline(number, size, alt, "wordprocessingGroup", _group(drawn, size))
        return el("w:r", el("mc:AlternateContent", el("mc:Choice", {"Requires": "wpg"}, el("w:drawing", group))))
    key, image = part.get_or_add_image(BytesIO(data))
    size = _size(float(image.px_width), float(image.px_height), lengths, most)
    return el("w:r", el("w:drawing", _inline(number, size, alt, "picture", _raster(number, key, size))))


def _size(width: float, height: float, lengths: Lengths, most: Lengths) -> tuple[int, int]:
    wide, high = lengths
    if not wide and not high:
        wide = min(width * MM_PER_PIXEL, most[0], most[1] * width / height)
    wide = wide or high * width / height
    high = high or wide * height / width
    return round(wide * EMU_PER_MM), round(high * EMU_PER_MM)


def _inline(number: int, size: tuple[int, int], alt: str, kind: str, content: Element) -> Element:
    address = NAMESPACES["pic"] if kind == "picture" else NAMESPACES["wpg"]
    return el(
        "wp:inline", {"distT": "0", "distB": "0", "distL": "0", "distR": "0"}, el("wp:extent", {"cx": str(size[0]), "cy": str(size[1])}),
        el("wp:docPr", {"id": str(number), "name": f"Gambar {number}", "descr": alt}), el("wp:cNvGraphicFramePr"),
        el("a:graphic", el("a:graphicData", {"uri": address}, content)),
    )


def _raster(number: int, key: str, size: tuple[int, int]) -> Element:
    return el(
        "pic:pic", el("pic:nvPicPr", el("pic:cNvPr", {"id": str(number), "name": f"Gambar {number}"}), el("pic:cNvPicPr")),
        el("pic:blipFill", el("a:blip", {"r:embed": key}), el("a:stretch", el("a:fillRect"))),
        el("pic:spPr", _place(0, 0, *size), el("a:prstGeom", {"prst": "rect"}, el("a:avLst"))),
    )


def _place(x: int, y: int, width: int, height: int) -> Element:
    return el("a:xfrm", el("a:off", {"x": str(x), "y": str(y)}), el("a:ext", {"cx": str(width), "cy": str(height)}))


def _group(drawn: svg.Picture, size: tuple[int, int]) -> Element:
    frame = _place(0, 0, *size)
    frame.append(el("a:chOff", {"x": "0", "y": "0"}))
    frame.append(el("a:chExt", {"cx": str(size[0]), "cy": str(size[1])}))
    # a figure that cannot be seen holds the frame open: without it LibreOffice stretches what is drawn over the whole of it
    x, y, width, height = drawn.frame
    corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
    whole = svg.Figure((*(("L" if number else "M", (corner,)) for number, corner in enumerate(corners)), ("Z", ())), "", "", 0.0)
    shapes = (_shape(drawn, figure, size) for figure in (whole, *drawn.figures))
    return el("wpg:wgp", el("wpg:cNvGrpSpPr"), el("wpg:grpSpPr", frame), *shapes)


def _shape(drawn: svg.Picture, figure: svg.Figure, size: tuple[int, int]) -> Element:
    x0, y0, width, height = drawn.frame
    scale = size[0] / width
    points = [point for _, points in figure.commands for point in points]
    left, top = min(x for x, _ in points), min(y for _, y in points)
    right, bottom = max(x for x, _ in points), max(y for _, y in points)

    def at(point: svg.Point) -> Element:
        return el("a:pt", {"x": str(round((point[0] - left) * scale)), "y": str(round((point[1] - top) * size[1] / height))})

    names = {"M": "a:moveTo", "L": "a:lnTo", "C": "a:cubicBezTo", "Z": "a:close"}
    extent = max(1, round((right - left) * scale)), max(1, round((bottom - top) * size[1] / height))
    outline = el(
        "a:custGeom", el("a:avLst"), el("a:gdLst"), el("a:ahLst"), el("a:cxnLst"), el("a:rect", {"l": "0", "t": "0", "r": "r", "b": "b"}),
        el("a:pathLst", el("a:path", {"w": str(extent[0]), "h": str(extent[1])}, *(
            el(names[letter], *(at(point) for point in points)) for letter, points in figure.commands
        ))),
    )
    line = el("a:ln", {"w": str(round(figure.width * scale))}, _solid(figure.stroke)) if figure.stroke else el("a:ln", el("a:noFill"))
    return el("wps:wsp", el("wps:cNvSpPr"), el(
        "wps:spPr", _place(round((left - x0) * scale), round((top - y0) * size[1] / height), *extent), outline,
        _solid(figure.fill) if figure.fill else el("a:noFill"), line), el("wps:bodyPr"))


def _solid(colour: str) -> Element:
    return el("a:solidFill", el("a:srgbClr", {"val": colour}))
