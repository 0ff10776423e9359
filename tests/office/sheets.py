"""Sheets as Word documents, converted by LibreOffice and read back: paths and words where a page shows them, in mm from its corner."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf

from bukusop import render
from bukusop.model import Sop
from bukusop.office.word import sheet
from bukusop.office.word.document import Document, Section
from bukusop.render import Measured, Scene
from bukusop.render.sheet import Layout

POINT = 25.4 / 72
Point = tuple[float, float]


def measure(scene: Scene, sops: Sequence[Sop]) -> list[Measured]:
    return [Measured.of(render.sheet(scene, sop)) for sop in sops]


def written(scene: Scene, sops: Sequence[Sop], measured: Sequence[Measured]) -> bytes:
    """Give a document with these sheets, a section each."""
    document = Document(scene.book, scene.book.profil_of(sops[0]))
    for sop, found in zip(sops, measured, strict=True):
        sheet.add_sheet(document, scene, sop, found)
        page = Layout.of(scene, sop).profil.lembar_halaman
        top, right, bottom, left = page.margin
        section = Section(replace(page, margin=(top, right, max(2.0, bottom - 4.0), left)))
        document.end_section(section, last=sop is sops[-1])
    return document.save("Lembar", "Dinas Contoh", datetime(2026, 1, 1))


def converted(data: bytes, folder: Path) -> bytes:
    """Have LibreOffice make a PDF of a document."""
    office = shutil.which("soffice")
    assert office, "LibreOffice (soffice) is missing; see scripts/bukusop/bootstrap.py"
    source = folder / "lembar.docx"
    source.write_bytes(data)
    subprocess.run(
        [office, f"-env:UserInstallation=file://{folder}/profil", "--headless", "--convert-to", "pdf", "--outdir", folder, source],
        check=True, capture_output=True, timeout=240, env={**os.environ, "HOME": str(folder)},
    )
    return (folder / "lembar.pdf").read_bytes()


@dataclass(frozen=True)
class Drawn:
    """What is stroked on a page: closed outlines as boxes, open lines as points, and the level rules; also its words."""

    boxes: tuple[tuple[float, float, float, float], ...]
    lines: tuple[tuple[Point, ...], ...]
    text: str


def read(pdf: bytes) -> list[Drawn]:
    """Read every page of a PDF that LibreOffice wrote."""
    with pikepdf.open(BytesIO(pdf)) as document:
        texts = _texts(pdf, len(document.pages))
        return [_page(page, text) for page, text in zip(document.pages, texts, strict=True)]


def _texts(pdf: bytes, pages: int) -> list[str]:
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True, timeout=60)
    texts = done.stdout.decode().split("\f")
    return texts[:pages]


def plain(text: str) -> str:
    """Give letters only: no hyphens, no blanks."""
    return "".join(letter for letter in text if not letter.isspace() and letter not in "-‐\u00ad")


def _page(page: pikepdf.Page, text: str) -> Drawn:
    height = float(page.mediabox[3])
    path: list[Point] = []
    closed, boxes, lines = False, [], []
    for instruction in pikepdf.parse_content_stream(page):
        name = str(instruction.operator)
        values = [float(value) for value in instruction.operands] if name in ("m", "l", "c") else []
        if name == "m":
            path, closed = [], False
        if name in ("m", "l", "c"):
            points = zip(values[::2], values[1::2], strict=True)
            path += [(x * POINT, (height - y) * POINT) for x, y in points][-1:]
        elif name == "h":
            closed = True
        elif name == "S" and path:
            if closed:
                xs, ys = [x for x, _ in path], [y for _, y in path]
                boxes.append((min(xs), min(ys), max(xs), max(ys)))
            else:
                lines.append(tuple(path))
            path = []
        elif name in ("f", "f*", "B", "B*", "n"):
            path = []
    return Drawn(tuple(boxes), tuple(lines), text)


def distance(a: Sequence[float], b: Sequence[float]) -> float:
    return max(abs(x - y) for x, y in zip(a, b, strict=True))


def from_line(point: Point, line: Sequence[Point]) -> float:
    """Give the distance of a point from a line of level and upright stretches."""
    best = 1e9
    for (x0, y0), (x1, y1) in pairwise(line):
        dx = max(min(x0, x1) - point[0], 0.0, point[0] - max(x0, x1))
        dy = max(min(y0, y1) - point[1], 0.0, point[1] - max(y0, y1))
        best = min(best, (dx * dx + dy * dy) ** 0.5)
    return best
