"""Images that the sources name -> their bytes, once they are known to be images and harmless.

Raster files are opened by Pillow; an SVG must be well-formed and carry no script, no outside reference, no entities.
"""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image, UnidentifiedImageError

from bukusop.diagnostics import Findings, Place
from bukusop.paths import Project

MAX_IMAGE_BYTES = 20_000_000
_RASTER = {"PNG", "JPEG"}


def read_image(project: Project, path: Path, place: Place, findings: Findings) -> bytes | None:
    """Read an image (PNG, JPEG or SVG); None and a finding at `place` where it is none."""
    name = project.name(path)
    try:
        if path.stat().st_size > MAX_IMAGE_BYTES:
            findings.error("besar", place, f"gambar `{name}` lebih besar dari {MAX_IMAGE_BYTES // 1_000_000} MB", "perkecil gambarnya")
            return None
        data = path.read_bytes()
    except OSError as error:
        findings.error("berkas-baca", place, f"gambar `{name}` tidak dapat dibaca ({error.strerror})", "periksa izin berkas")
        return None
    problem = _svg_problem(data) if path.suffix.lower() == ".svg" else _raster_problem(data)
    if problem:
        findings.error("gambar-rusak", place, f"`{name}` {problem}", "ganti dengan PNG, JPEG, atau SVG yang utuh")
        return None
    return data


def _raster_problem(data: bytes) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data))
            if image.format not in _RASTER:
                return f"berformat {image.format}, bukan PNG atau JPEG"
            image.load()
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return "bukan gambar yang dapat dibaca"
    except (OSError, SyntaxError, ValueError):
        return "adalah gambar yang rusak"
    return ""


def _svg_problem(data: bytes) -> str:
    head = data[:4096].lower()
    if b"<!doctype" in head or b"<!entity" in data.lower():
        return "memuat DOCTYPE atau entitas, yang tidak boleh ada dalam gambar SVG"
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError):
        return "bukan SVG yang utuh"
    if root.tag != "{http://www.w3.org/2000/svg}svg":
        return "bukan SVG"
    for element in root.iter():
        tag = str(element.tag).rsplit("}", 1)[-1].lower()
        if tag in ("script", "foreignobject", "iframe", "animate", "set"):
            return f"memuat unsur <{tag}>, yang tidak boleh ada dalam gambar"
        for key, value in element.attrib.items():
            attribute = key.rsplit("}", 1)[-1].lower()
            if attribute.startswith("on"):
                return f"memuat skrip ({attribute})"
            if attribute == "href" and not value.strip().startswith(("#", "data:image/png", "data:image/jpeg")):
                return "merujuk ke berkas lain"
            if "url(" in value.lower() and "url(#" not in value.lower().replace(" ", "").replace("'", "").replace('"', ""):
                return "merujuk ke berkas lain"
        if tag == "style" and ("url(" in (element.text or "") or "@import" in (element.text or "")):
            return "merujuk ke berkas lain"
    return ""
