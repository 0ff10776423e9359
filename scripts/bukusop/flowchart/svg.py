"""Writer of a free-standing SVG: one page's shapes and labels go in, an SVG document in mm comes out."""

from __future__ import annotations

from html import escape

from bukusop.flowchart.drawing import Box, Label, PageDrawing, Shape
from bukusop.flowchart.measures import LABEL_SIZE

_MARGIN = 3.0


def write(page: PageDrawing, title: str = "", font: str = "Liberation Sans, Arial, sans-serif") -> str:
    """Write one page as SVG, cut to its actor area with 3 mm around; user units are mm of the page."""
    x0, y0, x1, y1 = page.area
    x, y, width, height = x0 - _MARGIN, y0 - _MARGIN, x1 - x0 + 2 * _MARGIN, y1 - y0 + 2 * _MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_mm(width)}mm" height="{_mm(height)}mm" '
        f'viewBox="{_mm(x)} {_mm(y)} {_mm(width)} {_mm(height)}" role="img">'
    ]
    if title:
        parts.append(f"<title>{escape(title)}</title>")
    parts.append('<g stroke="#000" stroke-linejoin="round" fill="none">')
    parts.extend(_path(shape) for shape in page.shapes)
    parts.append("</g>")
    parts.append(f'<g font-family="{escape(font)}" font-size="{_mm(LABEL_SIZE)}" font-weight="bold" text-anchor="middle">')
    parts.extend(_text(label) for label in (*page.labels, *page.letters))
    parts.append("</g>")
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


def _path(shape: Shape) -> str:
    data = " ".join(command[0] + " ".join(_mm(value) for value in command[1:]) for command in shape.commands)
    fill = {"none": "none", "white": "#fff", "black": "#000"}[shape.fill]
    line = f'stroke-width="{_mm(shape.width)}"' if shape.width else 'stroke="none"'
    return f'<path d="{data}" fill="{fill}" {line}/>'


def _text(label: Label) -> str:
    x0, _, x1, y1 = label.box
    baseline = y1 - 0.24 * _height(label.box)
    return f'<text x="{_mm((x0 + x1) / 2)}" y="{_mm(baseline)}">{escape(label.text)}</text>'


def _height(box: Box) -> float:
    return box[3] - box[1]


def _mm(value: float) -> str:
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
