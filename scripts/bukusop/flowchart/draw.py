"""The last two stages in order: a chart and the places of its rows go in, the drawing of every page comes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bukusop.flowchart.chart import Chart
from bukusop.flowchart.crossings import CROSSING
from bukusop.flowchart.drawing import Box, Drawing, Edge, Label, PageDrawing, Symbol
from bukusop.flowchart.geometry import Routed, Shaped, shape, symbol_width
from bukusop.flowchart.graph import Graph, Kind
from bukusop.flowchart.grid import Grid, build_grid
from bukusop.flowchart.ink import draw_edges, draw_symbol
from bukusop.flowchart.labels import Scene, place_label, thin_boxes, wrap
from bukusop.flowchart.lanes import assign_lanes
from bukusop.flowchart.measures import LABEL_GAP, LABEL_SIZE, SYMBOL_LEAST_WIDTH
from bukusop.flowchart.paths import Port, ports
from bukusop.flowchart.places import PagePlace, Section
from bukusop.flowchart.router import Wishes, route
from bukusop.flowchart.seats import reseat
from bukusop.flowchart.sections import split

_NO_ROOM = 0.7
"""Cost, in bends, of leaving a decision where its label does not fit."""
_TRIES_FAR = 2
_TRIES_MISSING = 4
_WEIGHT = 12
"""How often a section is routed to bring a label to its corner, or to give it a place at all; and how much dearer passing
there becomes each time."""

Width = Callable[[str], float]
Lines = tuple[tuple[str, Box], ...]
"""A label set in lines, empty for none."""
Piece = tuple[Section, Shaped, tuple[Lines, ...]]
"""A section, its shape, and the label of each link."""


def draw(chart: Chart, places: Sequence[PagePlace], label_width: Width) -> Drawing:
    """Route and draw every page; `label_width` gives the mm of a label at its size (7.5 pt bold)."""
    pages = split(chart.graphs, places, letters=chart.manner.segilima)
    routed = [[_route(section, label_width, {}) for section in page] for page in pages if page]
    widths = {
        procedure: symbol_width(part for page in routed for part in page if part.section.procedure == procedure)
        for procedure in range(len(chart.graphs))
    }
    return Drawing(
        tuple(
            _compose(chart, [_finish(part, widths[part.section.procedure], label_width) for part in page], label_width)
            for page in routed
        )
    )


def _route(section: Section, label_width: Width, heavy: dict[int, int]) -> Routed:
    """Route a section; once more with its segilima seated the way their lines turn, and keep the better."""
    part = _route_once(section, label_width, heavy)
    seated = reseat(section, _find_turns(part))
    if seated != section and part.routes.cost >= CROSSING:
        other = _route_once(seated, label_width, heavy)
        if other.routes.cost < part.routes.cost:
            return other
    return part


def _route_once(section: Section, label_width: Width, heavy: dict[int, int]) -> Routed:
    grid = build_grid(section)
    wishes = Wishes(_find_passes(section, grid, label_width, heavy), _find_room(section, grid, label_width))
    routes = route(section, grid, wishes)
    return Routed(section, grid, routes, assign_lanes(routes.paths, grid))


def _find_turns(part: Routed) -> dict[int, int]:
    """To which side the lines of every segilima turn: negative is left, 0 straight or both."""
    turns: dict[int, int] = {}
    for link, path in zip(part.section.links, part.routes.paths, strict=True):
        if len(path.segments) > 1:
            for spot, turn in ((link.source, path.segments[1][4]), (link.target, -path.segments[-2][4])):
                if part.section.spots[spot].kind is Kind.CONNECTOR:
                    turns[spot] = turns.get(spot, 0) + turn
    return turns


def _find_passes(section: Section, grid: Grid, label_width: Width, heavy: dict[int, int]) -> dict[int, tuple[int, ...]]:
    """Where lines should not pass: per vertical zone, the level lines of decisions whose labels may stand there.

    `heavy` says of a spot how many times over.
    """
    passes: dict[int, tuple[int, ...]] = {}
    for index, spot in enumerate(section.spots):
        widths = [label_width(link.label) for link in section.links if link.source == index and link.label]
        if spot.kind is not Kind.DECISION or not widths:
            continue
        reach = max(widths) + 6.0
        middles = [grid.x.at[track] for track in grid.spot_x[index]]
        for track, (lane, at) in enumerate(zip(grid.x.lane, grid.x.at, strict=True)):
            if lane and any(abs(at - middle) < reach for middle in middles):
                passes[track] = passes.get(track, ()) + (grid.line[spot.level],) * heavy.get(index, 1)
    return passes


def _find_room(section: Section, grid: Grid, label_width: Width) -> dict[Port, float]:
    """Extra cost of the exits of decisions beside which the widest answer would not fit into the area."""
    room: dict[Port, float] = {}
    for index, spot in enumerate(section.spots):
        widths = [
            min(option.size[0] for option in wrap(link.label, label_width))
            for link in section.links
            if link.source == index and link.label
        ]
        if spot.kind is Kind.DECISION and widths:
            half = SYMBOL_LEAST_WIDTH / 2 + 2 * LABEL_GAP + max(widths)
            for port in ports(section, grid, index, "EW"):
                column = spot.columns[port.column]
                middle = (section.columns[column] + section.columns[column + 1]) / 2
                space = middle - section.columns[0] if port.side == "W" else section.columns[-1] - middle
                if space < half:
                    room[port] = _NO_ROOM
    return room


def _finish(part: Routed, width: float, label_width: Width) -> Piece:
    """Shape a section and place its labels; where one finds no place at its corner, route again with more room there."""
    heavy: dict[int, int] = {}
    best: tuple[int, Piece] | None = None
    for number in range(1, _TRIES_MISSING + 1):
        shaped = shape(part, min(width, symbol_width([part])))
        texts, missing, far = _label(part.section, shaped, label_width)
        score = 100 * len(missing) + len(far)
        if best is None or score < best[0]:
            best = (score, (part.section, shaped, texts))
        if number >= (_TRIES_MISSING if missing else _TRIES_FAR if far else 1):
            break
        for spot in (*missing, *far):
            heavy[spot] = heavy.get(spot, 1) + _WEIGHT
        part = _route_once(part.section, label_width, heavy)
    assert best is not None
    return best[1]


def _label(
    section: Section, shaped: Shaped, label_width: Width
) -> tuple[tuple[Lines, ...], list[int], list[int]]:
    """Labels of the links, spots with a label that found no place, or none at its corner."""
    levels = section.levels
    scene = Scene(
        area_of(section),
        tuple(box for boxes in shaped.boxes for box in boxes),
        thin_boxes((*shaped.lines, *shaped.joints)),
        section.columns,
        tuple(level.bottom for level in levels[:-1]),
    )
    found: dict[int, Lines] = {}
    missing, far = [], []
    for index, link in enumerate(section.links):
        if link.label:
            taken = [box for lines in found.values() for _, box in lines]
            lines, near = place_label(scene, taken, shaped.lines[index], wrap(link.label, label_width))
            found[index] = lines
            if not lines:
                missing.append(link.source)
            elif not near:
                far.append(link.source)
    return tuple(found.get(index, ()) for index in range(len(section.links))), missing, far


def area_of(section: Section) -> Box:
    """Give the actor area of a section, its strips included."""
    return section.columns[0], section.levels[0].top, section.columns[-1], section.levels[-1].bottom


def _compose(chart: Chart, parts: Sequence[Piece], label_width: Width) -> PageDrawing:
    symbols: list[Symbol] = []
    edges: list[Edge] = []
    labels: list[Label] = []
    areas = tuple(area_of(section) for section, _, _ in parts)
    for section, shaped, texts in parts:
        symbols.extend(_symbols(chart.graphs[section.procedure], section, shaped))
        for link, line, words in zip(section.links, shaped.lines, texts, strict=True):
            labels.extend(Label(text, box, len(edges)) for text, box in words)
            ends = _name(section, shaped, link.source, line[0]), _name(section, shaped, link.target, line[-1])
            edges.append(Edge(*ends, link.label, False, line))
        for line in shaped.joints:
            ends = _name_at(section, shaped, line[0]), _name_at(section, shaped, line[-1])
            edges.append(Edge(*ends, "", True, line))
    letters = tuple(_letter(symbol, label_width) for symbol in symbols if symbol.letter)
    whole = (min(a[0] for a in areas), min(a[1] for a in areas), max(a[2] for a in areas), max(a[3] for a in areas))
    shapes = (*draw_edges(edges), *(draw_symbol(symbol) for symbol in symbols))
    return PageDrawing(parts[0][0].page, whole, areas, tuple(symbols), tuple(edges), tuple(labels), letters, shapes)


def _symbols(graph: Graph, section: Section, shaped: Shaped) -> list[Symbol]:
    symbols = []
    for spot, boxes in zip(section.spots, shaped.boxes, strict=True):
        step = graph.steps[spot.row] if spot.row >= 0 else ""
        for name, column, box in zip(spot.names, spot.columns, boxes, strict=True):
            actor, procedure = graph.actors[column], section.procedure + 1
            symbols.append(
                Symbol(name, spot.kind, step, spot.row + 1, procedure, actor, box, spot.partner, spot.letter)
            )
    return symbols


def _name(section: Section, shaped: Shaped, spot: int, point: tuple[float, float]) -> str:
    """Name of the box of a spot (a joint step has several) a line docks at."""
    boxes = shaped.boxes[spot]
    index = min(range(len(boxes)), key=lambda i: abs((boxes[i][0] + boxes[i][2]) / 2 - point[0]))
    return section.spots[spot].names[index]


def _name_at(section: Section, shaped: Shaped, point: tuple[float, float]) -> str:
    """Name of the box whose side a joint line touches."""
    return min(
        (abs(x - point[0]) + abs((box[1] + box[3]) / 2 - point[1]), name)
        for spot, boxes in zip(section.spots, shaped.boxes, strict=True)
        for name, box in zip(spot.names, boxes, strict=True)
        for x in (box[0], box[2])
    )[1]


def _letter(symbol: Symbol, label_width: Width) -> Label:
    x0, y0, x1, y1 = symbol.box
    x, y = (x0 + x1) / 2, y0 + 0.42 * (y1 - y0)
    half = label_width(symbol.letter) / 2
    return Label(symbol.letter, (x - half, y - LABEL_SIZE / 2, x + half, y + LABEL_SIZE / 2))
