"""Where a drawing hangs in a Word document, as far as that can be told without laying its text out.

In: `wp:anchor`, `wp:inline` or a top VML shape, and the spot at which its anchor stands. Out: the map from within the drawing to
a frame of `RawShape`, and the name of that frame. Positions across are always resolved to the paper or to the anchor's cell; positions down
are left to the anchor's paragraph where they count from it.
"""

from __future__ import annotations

from dataclasses import dataclass

from bukusop.office.foreign import nodes
from bukusop.office.foreign.nodes import Element, child, children, get, local
from bukusop.office.foreign.plane import Map, Point, scaled
from bukusop.office.foreign.raw import Anchor
from bukusop.office.foreign.vml import offset_of, size_of, style_of

EMU = 1 / 36000


@dataclass(frozen=True, slots=True)
class Section:
    """The paper and margins of a section in mm; A4 with Word's margins where nothing is said."""

    width: float = 210.0
    height: float = 297.0
    left: float = 25.4
    right: float = 25.4
    top: float = 25.4
    bottom: float = 25.4
    continuous: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a paragraph stands: its text begins at `left` (from the paper's edge) and is `width` wide; `cell` is its cell's left edge.

    `before` is what stands above it in its cell, supposed; `jc` and `indent` place a drawing that stands in the text.
    """

    section: Section
    anchor: Anchor
    left: float
    width: float
    cell: float | None = None
    before: float = 0.0
    jc: str = ""
    indent: float = 0.0


@dataclass(frozen=True, slots=True)
class Position:
    """One axis of a position: from what it counts, an offset in mm, or an alignment, or a share of the reference."""

    base: str
    offset: float = 0.0
    align: str = ""
    share: float | None = None


def hang_drawing(drawing: Element, spot: Spot) -> tuple[Map, str, Point]:
    """Place a wp:anchor or wp:inline: the map from EMU, the frame, the size in mm."""
    extent = child(drawing, "extent")
    size = (nodes.emu(get(extent, "cx")), nodes.emu(get(extent, "cy")))
    if local(drawing) == "inline":
        (x, y), frame = _in_text(spot, size)
    elif nodes.on(get(drawing, "simplePos", "0")):
        point = child(drawing, "simplePos")
        (x, y), frame = (nodes.emu(get(point, "x")), nodes.emu(get(point, "y"))), "page"
    else:
        across, down = _position(drawing, "positionH"), _position(drawing, "positionV")
        (x, y), frame = _floating(spot, size, across, down)
    return scaled(x, y, EMU), frame, size


def hang_vml(shape: Element, spot: Spot) -> tuple[Map, str]:
    """Place a top VML shape: the map from mm within it, the frame."""
    style, size = style_of(shape), size_of(shape)
    if style.get("position", "") != "absolute" and local(shape) != "line":
        (x, y), frame = _in_text(spot, size)
        return scaled(x, y, 1.0), frame
    left, top = offset_of(shape)
    across = Position(_css_base(style.get("mso-position-horizontal-relative", "text")), left, _css_align(style, "horizontal"))
    down = Position(_css_base(style.get("mso-position-vertical-relative", "text"), down=True), top, _css_align(style, "vertical"))
    (x, y), frame = _floating(spot, size, across, down)
    return scaled(x, y, 1.0), frame


def _css_base(word: str, *, down: bool = False) -> str:
    if word in ("page", "margin"):
        return word
    side = word.removesuffix("-area")
    if side != word:
        return side + "Margin"
    return "paragraph" if down else "column"


def _css_align(style: dict[str, str], axis: str) -> str:
    word = style.get(f"mso-position-{axis}", "absolute")
    return "" if word == "absolute" else word


def _position(drawing: Element, name: str) -> Position:
    found = child(drawing, name)
    base = get(found, "relativeFrom", "column" if name == "positionH" else "paragraph")
    for item in children(found) if found is not None else ():
        text = (item.text or "").strip()
        if local(item) == "posOffset":
            return Position(base, nodes.emu(text))
        if local(item) == "align":
            return Position(base, align=text)
        if local(item).startswith("pctPos"):
            return Position(base, share=nodes.number(text) / 100_000)
    return Position(base)


def _in_text(spot: Spot, size: Point) -> tuple[Point, str]:
    """Place a drawing that stands in the text: by the paragraph's alignment, as if it were alone in its line."""
    room = max(spot.width - size[0], 0.0)
    x = spot.left + (room / 2 if spot.jc == "center" else room if spot.jc in ("right", "end") else spot.indent)
    (x, y), frame = _framed(spot, x, spot.before)
    return (x, y), (frame if spot.cell is not None else "text")


def _framed(spot: Spot, x: float, y: float) -> tuple[Point, str]:
    """Give a place whose y counts from the anchor in the frame that says so."""
    return ((x - spot.cell, y), "cell") if spot.cell is not None else ((x, y), "paragraph")


def _floating(spot: Spot, size: Point, across: Position, down: Position) -> tuple[Point, str]:
    section = spot.section
    spans = {
        "page": (0.0, section.width), "margin": (section.left, section.width - section.left - section.right),
        "leftMargin": (0.0, section.left), "insideMargin": (0.0, section.left),
        "rightMargin": (section.width - section.right, section.right), "outsideMargin": (section.width - section.right, section.right),
    }
    start, room = spans.get(across.base, (spot.left, spot.width))
    x = start + _along(across, size[0], room)
    falls = {
        "page": (0.0, section.height), "margin": (section.top, section.height - section.top - section.bottom),
        "topMargin": (0.0, section.top), "insideMargin": (0.0, section.top),
        "bottomMargin": (section.height - section.bottom, section.bottom),
        "outsideMargin": (section.height - section.bottom, section.bottom),
    }
    if down.base in falls:
        start, room = falls[down.base]
        return (x, start + _along(down, size[1], room)), "page"
    return _framed(spot, x, spot.before + (_along(down, size[1], 0.0) if not down.align else 0.0))


def _along(position: Position, size: float, room: float) -> float:
    if position.share is not None:
        return position.share * room
    if position.align == "center":
        return (room - size) / 2
    return room - size if position.align in ("right", "bottom", "outside") else position.offset
