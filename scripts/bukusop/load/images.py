"""Images that the sources name -> their bytes, once they are known to be images and harmless.

Raster files are opened by Pillow; an SVG must be well-formed and carry no script, no outside reference, no entities, and no
references that go in circles or multiply.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image, ImageFile, UnidentifiedImageError

from bukusop.diagnostics import Findings, Place
from bukusop.load.files import read_bytes
from bukusop.load.quoting import shown
from bukusop.paths import Project

MAX_IMAGE_BYTES = 20_000_000
MAX_PIXELS = 50_000_000
"""An A4 page at 600 dpi has 35 million."""
MAX_SVG_DEPTH = 60
MAX_SVG_ELEMENTS = 50_000
"""Elements of an SVG, those that <use> repeats counted each time."""

_RASTER = {"PNG", "JPEG"}
_FORBIDDEN = {"script", "foreignobject", "iframe", "animate", "animatemotion", "animatetransform", "set", "handler", "listener"}
_URL = re.compile(r"url\(\s*[\"']?\s*(?!#|\s|[\"'])", re.IGNORECASE)
_REFERENCE = re.compile(r"url\(\s*[\"']?\s*#([^)\"'\s]+)", re.IGNORECASE)
_OUTSIDE = "merujuk ke berkas lain"


def read_image(project: Project, path: Path, place: Place, findings: Findings) -> bytes | None:
    """Read an image (PNG, JPEG or SVG); None and a finding at `place` where it is none."""
    name = shown(project.name(path))
    data = read_bytes(path, MAX_IMAGE_BYTES, f"gambar `{name}`", place, findings)
    if data is None:
        return None
    problem = _svg_problem(data) if path.suffix.lower() == ".svg" else _raster_problem(data)
    if problem:
        findings.error("gambar-rusak", place, f"`{name}` {problem}", "ganti dengan PNG, JPEG, atau SVG yang utuh")
        return None
    return data


def _raster_problem(data: bytes) -> str:
    if not data:
        return "kosong"
    try:
        with _strictly():
            image = Image.open(io.BytesIO(data))
            if image.format not in _RASTER:
                return f"berformat {image.format}, bukan PNG atau JPEG"
            if image.width * image.height > MAX_PIXELS:
                return f"terlalu besar ({image.width} x {image.height} titik)"
            image.load()
    except UnidentifiedImageError:
        return "bukan gambar yang dapat dibaca"
    except Image.DecompressionBombError:
        return "terlalu besar"
    except Exception:  # a decoder fed with a broken file raises whatever it stumbles over; none of it is ours
        return "adalah gambar yang rusak"
    return ""


@contextmanager
def _strictly() -> Iterator[None]:
    """Have Pillow refuse a picture that ends early: WeasyPrint tells it, for the whole process, to make do with the rest."""
    lenient = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def _svg_problem(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "bukan SVG bertulisan UTF-8"
    if "<!doctype" in text.lower() or "<!entity" in text.lower():
        return "memuat DOCTYPE atau entitas, yang tidak boleh ada dalam gambar SVG"
    if "<?xml-stylesheet" in text.lower():
        return _OUTSIDE
    try:
        deep = _depth(data)
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError):
        return "bukan SVG yang utuh"
    if root.tag != "{http://www.w3.org/2000/svg}svg":
        return "bukan SVG"
    if deep > MAX_SVG_DEPTH:
        return "bersusun terlalu dalam"
    for element in root.iter():
        problem = _element_problem(element)
        if problem:
            return problem
    return _circles(root)


def _depth(data: bytes) -> int:
    """Give how deep the elements are nested, counted while reading: a renderer walks them by recursion. Stops when too deep."""
    deepest = depth = 0
    for event, element in ElementTree.iterparse(io.BytesIO(data), events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
        if event == "end":
            element.clear()
    return deepest


def _element_problem(element: ElementTree.Element) -> str:
    tag = str(element.tag).rsplit("}", 1)[-1].lower()
    if tag in _FORBIDDEN:
        return f"memuat unsur <{tag}>, yang tidak boleh ada dalam gambar"
    for key, value in element.attrib.items():
        attribute = key.rsplit("}", 1)[-1].lower()
        if attribute.startswith("on"):
            return f"memuat skrip ({shown(attribute)})"
        if attribute in ("href", "src") and not value.strip().startswith(("#", "data:image/png", "data:image/jpeg")):
            return _OUTSIDE
        if _URL.search(value) or "\\" in value:
            return _OUTSIDE
    style = "".join(element.itertext()) if tag == "style" else ""
    return _OUTSIDE if _URL.search(style) or "@import" in style.lower() or "\\" in style else ""


def _circles(root: ElementTree.Element) -> str:
    """Follow what refers to what (<use>, masks, patterns): a circle never ends, and repeats of repeats grow without bound."""
    known = {element.get("id", ""): element for element in root.iter() if element.get("id")}
    weights: dict[str, int] = {}
    open_: set[str] = set()

    def weight(element: ElementTree.Element) -> int:
        total = 0
        for inner in element.iter():
            total += 1
            for target in _targets(inner):
                if target in known:
                    total += weigh(target)
                    if total > MAX_SVG_ELEMENTS:
                        return total
        return total

    def weigh(name: str) -> int:
        if name in open_ or len(open_) > MAX_SVG_DEPTH:
            raise RecursionError
        if name not in weights:
            open_.add(name)
            weights[name] = weight(known[name])
            open_.discard(name)
        return weights[name]

    try:
        for name in known:
            weigh(name)
        total = weight(root)
    except RecursionError:
        return "memuat rujukan yang berputar"
    return "terlalu rumit" if total > MAX_SVG_ELEMENTS else ""


def _targets(element: ElementTree.Element) -> list[str]:
    found = [name for value in element.attrib.values() for name in _REFERENCE.findall(value)]
    links = (value.strip() for key, value in element.attrib.items() if key.rsplit("}", 1)[-1] == "href")
    found.extend(value[1:] for value in links if value.startswith("#"))
    return found
