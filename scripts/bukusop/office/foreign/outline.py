"""What a drawn outline is: from the name of its geometry, or, where a program has redrawn it as a path, from the path.

In: names of presets (ECMA-376 ST_ShapeType; the numbers of VML are brought to them), points. Out: the kinds of `RawShape`, ways of lines.
"""

from __future__ import annotations

from bukusop.office.foreign.plane import Point, box_of

PROCESS, DECISION, TERMINATOR, CONNECTOR, TEXT, OTHER = "process", "decision", "terminator", "connector", "text", "other"

KINDS = {
    "rect": PROCESS, "flowChartProcess": PROCESS, "flowChartPredefinedProcess": PROCESS, "flowChartInternalStorage": PROCESS,
    "flowChartDocument": PROCESS, "flowChartMultidocument": PROCESS, "flowChartManualOperation": PROCESS, "flowChartManualInput": PROCESS,
    "flowChartInputOutput": PROCESS, "parallelogram": PROCESS, "snip1Rect": PROCESS, "bevel": PROCESS, "frame": PROCESS,
    "diamond": DECISION, "flowChartDecision": DECISION, "flowChartSort": DECISION,
    "roundRect": TERMINATOR, "flowChartTerminator": TERMINATOR, "flowChartAlternateProcess": TERMINATOR, "ellipse": TERMINATOR,
    "round2SameRect": TERMINATOR, "can": OTHER,
    "flowChartOffpageConnector": CONNECTOR, "homePlate": CONNECTOR, "pentagon": CONNECTOR, "flowChartConnector": CONNECTOR,
    "textBox": TEXT,
}
SPOKEN = {PROCESS: "kotak", DECISION: "belah ketupat", TERMINATOR: "kapsul", CONNECTOR: "segilima", TEXT: "teks"}
PLAIN = {"rect", "flowChartProcess", "diamond", "flowChartDecision", "roundRect", "flowChartTerminator", "flowChartAlternateProcess",
         "ellipse", "flowChartOffpageConnector", "homePlate", "pentagon", "flowChartConnector", "textBox", ""}
"""Presets whose kind needs no word; others are told of."""
VML = {
    1: "rect", 2: "roundRect", 3: "ellipse", 4: "diamond", 7: "parallelogram", 13: "rightArrow", 15: "homePlate", 20: "line", 22: "can",
    32: "straightConnector1", 33: "bentConnector2", 34: "bentConnector3", 35: "bentConnector4", 36: "bentConnector5",
    37: "curvedConnector2", 38: "curvedConnector3", 39: "curvedConnector4", 40: "curvedConnector5", 56: "pentagon", 66: "leftArrow",
    67: "downArrow", 68: "upArrow", 69: "leftRightArrow", 70: "upDownArrow", 109: "flowChartProcess", 110: "flowChartDecision",
    111: "flowChartInputOutput", 112: "flowChartPredefinedProcess", 113: "flowChartInternalStorage", 114: "flowChartDocument",
    115: "flowChartMultidocument", 116: "flowChartTerminator", 117: "flowChartPreparation", 118: "flowChartManualInput",
    119: "flowChartManualOperation", 120: "flowChartConnector", 126: "flowChartSort", 176: "flowChartAlternateProcess",
    177: "flowChartOffpageConnector", 202: "textBox",
}
"""o:spt of VML (MS-ODRAW, MSOSPT) -> preset."""
ROUND = 1.25
"""Sides of an ellipse that is meant as a circle differ by less: a circle connects, an ellipse begins or ends."""
NEAR = 0.12
"""Share of a box within which a point counts as being at its corner or at the middle of a side."""


def kind_of(preset: str, width: float, height: float, *, text: str, textbox: bool, outlined: bool, seen: bool) -> str:
    """Give the kind of a shape by its preset; words without an outline are a text. `seen`: it has an outline or is filled."""
    bare = preset in ("rect", "textBox", "flowChartProcess", "")
    if text and bare and (textbox or not outlined or preset == "textBox"):
        return TEXT
    if preset == "textBox" and outlined:
        return PROCESS
    if bare and not seen:
        return OTHER
    if preset == "ellipse" and max(width, height) < ROUND * min(width, height):
        return CONNECTOR
    return KINDS.get(preset, OTHER)


def way_of(preset: str, width: float, height: float, adjust: tuple[float, ...]) -> tuple[Point, ...]:
    """Give the way of a line in its own box, () for what is no line. `adjust` are shares of the sides (50 % where missing).

    Curved connectors are given by the bends they round off; block arrows by their middle line.
    """
    first, second, third = (*adjust, *(0.5, 0.5, 0.5)[len(adjust):])[:3]
    x1, y2, x3 = first * width, second * height, third * width
    bends: dict[str, tuple[Point, ...]] = {
        "2": ((0, 0), (width, 0), (width, height)),
        "3": ((0, 0), (x1, 0), (x1, height), (width, height)),
        "4": ((0, 0), (x1, 0), (x1, y2), (width, y2), (width, height)),
        "5": ((0, 0), (x1, 0), (x1, y2), (x3, y2), (x3, height), (width, height)),
    }
    if preset in ("line", "lineInv", "straightConnector1"):
        return ((0, height), (width, 0)) if preset == "lineInv" else ((0, 0), (width, height))
    if preset.startswith(("bentConnector", "curvedConnector")):
        return bends.get(preset[-1], ((0, 0), (width, height)))
    blocks: dict[str, tuple[Point, ...]] = {
        "rightArrow": ((0, height / 2), (width, height / 2)), "leftArrow": ((width, height / 2), (0, height / 2)),
        "downArrow": ((width / 2, 0), (width / 2, height)), "upArrow": ((width / 2, height), (width / 2, 0)),
        "leftRightArrow": ((0, height / 2), (width, height / 2)), "upDownArrow": ((width / 2, 0), (width / 2, height)),
    }
    return blocks.get(preset, ())


def heads_of(preset: str) -> tuple[bool, bool]:
    """Tell which ends of a block arrow are heads: first, last."""
    return preset in ("leftRightArrow", "upDownArrow"), preset.endswith("Arrow")


def kind_of_path(points: tuple[Point, ...], curved: bool) -> str:
    """Guess the kind of a closed path: a rectangle, a diamond, a pentagon with its tip at one side, or something without corners."""
    x0, y0, x1, y1 = box_of(points)
    width, height = x1 - x0, y1 - y0
    if width <= 0 or height <= 0:
        return OTHER
    turns = _turns([((x - x0) / width, (y - y0) / height) for x, y in points])
    at_corner = [point for point in turns if all(min(value, 1 - value) < NEAR for value in point)]
    at_middle = [point for point in turns if point not in at_corner and _middle(point)]
    if len(turns) == 4 and len(at_corner) == 4:
        return PROCESS
    if len(turns) == 4 and len(at_middle) == 4:
        return DECISION
    if len(turns) == 5 and not curved and at_middle and len(at_corner) >= 2:
        return CONNECTOR
    if not at_corner and (curved or len(turns) >= 8):
        return TERMINATOR
    if curved and len(turns) >= 6 and len(at_corner) < 4:
        return TERMINATOR
    return OTHER


def _middle(point: Point) -> bool:
    x, y = point
    return (abs(x - 0.5) < NEAR and min(y, 1 - y) < NEAR) or (abs(y - 0.5) < NEAR and min(x, 1 - x) < NEAR)


def _turns(points: list[Point]) -> list[Point]:
    """Leave out points that repeat the one before and those in the middle of a straight side."""
    kept: list[Point] = []
    for point in points:
        if not kept or max(abs(point[0] - kept[-1][0]), abs(point[1] - kept[-1][1])) > 0.01:
            kept.append(point)
    while len(kept) > 1 and max(abs(kept[0][0] - kept[-1][0]), abs(kept[0][1] - kept[-1][1])) <= 0.01:
        kept.pop()
    result = []
    for index, (x, y) in enumerate(kept):
        (px, py), (nx, ny) = kept[index - 1], kept[(index + 1) % len(kept)]
        if abs((x - px) * (ny - y) - (y - py) * (nx - x)) > 0.004:
            result.append((x, y))
    return result
