"""The office's logo as a file of the website: a raster as it is, an SVG written anew with nothing in it that could act or fetch.

What the allow-list does not know is left out, with all that is inside it; an SVG that cannot be cleaned is left out as a whole.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from xml.etree import ElementTree

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
_ELEMENTS = frozenset((
    "svg", "g", "defs", "symbol", "use", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text",
    "tspan", "textPath", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern", "marker", "filter", "feBlend",
    "feColorMatrix", "feComponentTransfer", "feComposite", "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur",
    "feMerge", "feMergeNode", "feMorphology", "feOffset", "feDropShadow", "image", "style",
))
_ATTRIBUTES = frozenset((
    "id", "class", "viewBox", "width", "height", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "d", "points",
    "transform", "preserveAspectRatio", "version", "role", "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width",
    "stroke-opacity", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "opacity",
    "color", "display", "visibility", "overflow", "clip-path", "clip-rule", "mask", "filter", "marker-start", "marker-mid", "marker-end",
    "markerWidth", "markerHeight", "markerUnits", "refX", "refY", "orient", "paint-order", "vector-effect", "mix-blend-mode", "offset",
    "stop-color", "stop-opacity", "gradientUnits", "gradientTransform", "spreadMethod", "patternUnits", "patternContentUnits",
    "patternTransform", "clipPathUnits", "maskUnits", "maskContentUnits", "filterUnits", "primitiveUnits", "in", "in2", "result", "mode",
    "operator", "type", "values", "stdDeviation", "dx", "dy", "k1", "k2", "k3", "k4", "radius", "tableValues", "slope", "intercept",
    "amplitude", "exponent", "flood-color", "flood-opacity", "color-interpolation-filters", "color-interpolation", "font-family",
    "font-size", "font-style", "font-weight", "font-variant", "letter-spacing", "word-spacing", "text-anchor", "dominant-baseline",
    "alignment-baseline", "baseline-shift", "text-decoration", "writing-mode", "rotate", "textLength", "lengthAdjust", "startOffset",
))
_STYLE = frozenset(name for name in _ATTRIBUTES if name.islower())
"""Properties of a style attribute, which becomes attributes."""
_FETCHING = re.compile(r"url\(\s*(?!#[\w.:-]+\s*\))|\\|image-set|expression|javascript:|@import", re.IGNORECASE)
"""`url(...)` may only point into the file itself."""
_DEEPEST = 60
_INLINE = re.compile(r"data:image/(?:png|jpeg);base64,[A-Za-z0-9+/=\s]+")


def logo_file(path: str, data: bytes) -> tuple[str, bytes] | None:
    """Give the name below `aset/` and the bytes to serve for a logo (its path in the project); None where it cannot be served."""
    suffix = PurePosixPath(path).suffix.lower()
    if suffix == ".svg":
        clean = clean_svg(data)
        return None if clean is None else ("logo.svg", clean)
    kinds = {b"\x89PNG\r\n\x1a\n": "logo.png", b"\xff\xd8\xff": "logo.jpg"}
    return next(((name, data) for magic, name in kinds.items() if data.startswith(magic)), None)


def clean_svg(data: bytes) -> bytes | None:
    """Write an SVG anew from what is allowed in it; None for what is no SVG, or declares entities."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if re.search(r"<!(?:doctype|entity)", text, re.IGNORECASE):
        return None
    try:
        root = ElementTree.fromstring(text.encode())
    except (ElementTree.ParseError, ValueError, LookupError):
        return None
    if root.tag != f"{{{SVG}}}svg":
        return None
    clean = _element(root)
    if clean is None:
        return None
    clean.set("xmlns", SVG)
    return ElementTree.tostring(clean, encoding="unicode").encode() + b"\n"


def _element(found: ElementTree.Element, depth: int = 0) -> ElementTree.Element | None:
    """Give the clean copy of an element; None for one that is not allowed."""
    namespace, _, name = str(found.tag).removeprefix("{").rpartition("}")
    if namespace != SVG or name not in _ELEMENTS or depth > _DEEPEST:
        return None
    if name == "style" and (len(found) or _FETCHING.search(found.text or "")):
        return None
    made = ElementTree.Element(name, _attributes(found, name))
    made.text, made.tail = found.text, found.tail
    last: ElementTree.Element | None = None
    for inner in found:
        clean = _element(inner, depth + 1)
        if clean is not None:
            made.append(clean)
            last = clean
        elif inner.tail and inner.tail.strip():
            if last is None:
                made.text = (made.text or "") + inner.tail
            else:
                last.tail = (last.tail or "") + inner.tail
    return made


def _attributes(found: ElementTree.Element, name: str) -> dict[str, str]:
    kept: dict[str, str] = {}
    for key, value in found.attrib.items():
        if key == "style":
            for part in value.split(";"):
                prop, _, said = part.partition(":")
                if prop.strip().lower() in _STYLE and said.strip() and not _FETCHING.search(said):
                    kept[prop.strip().lower()] = said.replace("!important", "").strip()
        elif key in ("href", f"{{{XLINK}}}href"):
            if re.fullmatch(r"#[\w.:-]+", value.strip()) or (name == "image" and _INLINE.fullmatch(value.strip())):
                kept.setdefault("href", value.strip())
        elif key in _ATTRIBUTES and not _FETCHING.search(value):
            kept.setdefault(key, value)
    return kept
