"""Pages as a reader sees them: text in reading order and small grey pictures, compared with files beside the tests."""

import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageChops
from pypdf import PdfReader

from tests.conftest import tool

DOTS = 50
"""Pictures are kept at 50 dpi: enough to see a line out of place, small enough to keep."""
TOLERANCE = 0.004
"""Share of pixels that may differ by more than a quarter of the scale: another version of a font or of poppler, not a moved line."""


def page_texts(pdf: bytes) -> str:
    """Give the text of all pages in reading order, pages parted by a line."""
    with tempfile.TemporaryFile() as file:
        file.write(pdf)
        pages = [page.extract_text() for page in PdfReader(file).pages]
    return "\n".join(f"=== {number} ===\n{text.strip()}" for number, text in enumerate(pages, 1)) + "\n"


def picture(pdf: Path, page: int) -> Image.Image:
    """Render a page (from 1) in grey."""
    with tempfile.TemporaryDirectory() as folder:
        name = Path(folder) / "p"
        command = [tool("pdftoppm"), "-r", str(DOTS), "-gray", "-f", str(page), "-l", str(page), "-singlefile", "-png", str(pdf), str(name)]
        subprocess.run(command, check=True)
        with Image.open(f"{name}.png") as image:
            return image.convert("L")


def difference(one: Image.Image, other: Image.Image) -> float:
    """Give the share of pixels that differ clearly; 1 where the sizes differ."""
    if one.size != other.size:
        return 1.0
    histogram = ImageChops.difference(one, other).histogram()
    return sum(histogram[64:]) / (one.size[0] * one.size[1])


def check_text(actual: str, expected: Path, *, renew: bool) -> None:
    """Compare with a golden text, or write it."""
    if renew:
        expected.parent.mkdir(parents=True, exist_ok=True)
        expected.write_text(actual, encoding="utf-8")
    assert actual == expected.read_text(encoding="utf-8")


def check_picture(actual: Image.Image, expected: Path, *, renew: bool) -> None:
    """Compare with a golden picture, or write it; where they differ the new one is kept beside the build for a look."""
    if renew:
        expected.parent.mkdir(parents=True, exist_ok=True)
        actual.quantize(16).save(expected, optimize=True)
    with Image.open(expected) as kept:
        share = difference(actual, kept.convert("L"))
    if share > TOLERANCE:
        seen = Path(tempfile.gettempdir()) / f"bukusop-{expected.name}"
        actual.save(seen)
        raise AssertionError(f"{expected.name}: {share:.2%} of the picture differs; the new one is {seen}")
