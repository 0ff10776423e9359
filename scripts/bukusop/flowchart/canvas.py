"""Writer into a PDF page: shapes go in, calls on a canvas the renderer provides come out. Coordinates are mm, y down."""

from __future__ import annotations

from typing import Protocol

from bukusop.flowchart.drawing import PageDrawing


class Canvas(Protocol):
    """What the renderer implements. Coordinates and widths in mm from the page's top left corner, y down.

    A path is built by the first four and ended by one of the last three; stroke colour is black, round line joins.
    """

    def move_to(self, x: float, y: float, /) -> None:
        """Begin a path, or a new part of it."""

    def line_to(self, x: float, y: float, /) -> None:
        """Go on by a straight line."""

    def curve_to(self, x1: float, y1: float, x2: float, y2: float, x: float, y: float, /) -> None:
        """Go on by a cubic Bezier curve."""

    def close(self) -> None:
        """Close the part begun last."""

    def stroke(self, width_mm: float, dash: tuple[float, ...] = (), /) -> None:
        """Draw the path's line; `dash` alternates mm on and off, empty for a full line."""

    def fill(self, colour: str, /) -> None:
        """Fill the path with "black" or "white", without a line."""

    def fill_stroke(self, colour: str, width_mm: float, /) -> None:
        """Fill the path, then draw its line in black."""


def paint(page: PageDrawing, canvas: Canvas) -> None:
    """Draw every shape of a page; labels and letters are text and are left to the renderer."""
    for shape in page.shapes:
        for command in shape.commands:
            match command:
                case ("M", x, y):
                    canvas.move_to(x, y)
                case ("L", x, y):
                    canvas.line_to(x, y)
                case ("C", x1, y1, x2, y2, x, y):
                    canvas.curve_to(x1, y1, x2, y2, x, y)
                case _:
                    canvas.close()
        if shape.fill == "none":
            canvas.stroke(shape.width, ())
        elif shape.width == 0.0:
            canvas.fill(shape.fill)
        else:
            canvas.fill_stroke(shape.fill, shape.width)
