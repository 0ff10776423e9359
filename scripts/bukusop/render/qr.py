"""An address -> its QR code as a drawing: one path, dark on white, quiet zone included. The one door to qrcode."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

QUIET = 4
"""Width of the quiet zone in modules (ISO/IEC 18004, 6.3.8)."""
SCHEME = "qr"


def source(address: str) -> str:
    """Name the drawing of an address as HTML names it; `Scene.file` draws it from the name alone."""
    return f"{SCHEME}:{address.encode().hex()}.svg"


def drawn(name: str) -> bytes:
    """Give the drawing that `source` has named; `name` is without the scheme. Raises KeyError for another name."""
    try:
        return svg(bytes.fromhex(name.removesuffix(".svg")).decode())
    except ValueError:
        raise KeyError(name) from None


@lru_cache(64)
def svg(address: str) -> bytes:
    """Draw the code of an address as SVG with one unit per module."""
    size, path = modules(address)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
        f'<rect width="{size}" height="{size}" fill="#fff"/><path d="{path}" fill="#000"/></svg>'
    ).encode()


@lru_cache(64)
def modules(address: str) -> tuple[int, str]:
    """Give the code of an address, error correction M: modules on a side, quiet zone included, and the dark ones as SVG path data."""
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.main import QRCode

    code: QRCode[object] = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(address)
    matrix = code.get_matrix()
    return len(matrix), "".join(_runs(y, row) for y, row in enumerate(matrix))


def _runs(y: int, row: list[bool]) -> str:
    """Give the dark modules of a row as rectangles, neighbours joined."""
    found, x = "", 0
    for dark, group in groupby(bool(module) for module in row):
        width = len(list(group))
        if dark:
            found += f"M{x} {y}h{width}v1h-{width}z"
        x += width
    return found
