"""The independent judge: a chart and its drawing go in, the count of every violation and the measures of beauty come out.

It looks only at the finished boxes and points, and shares no code with the router. The six gates are those of the issue and
must be 0; crossings, bends and length (mm) are to be small.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import combinations

from bukusop.flowchart.chart import Chart
from bukusop.flowchart.drawing import Box, Drawing, Edge, PageDrawing, Point, Symbol
from bukusop.flowchart.graph import Kind

_TOLERANCE = 0.01
_ON_TOP = 0.01
"""Two parallel lines nearer than this are on top of each other, mm."""

Stretch = tuple[Point, Point]


@dataclass(frozen=True, slots=True)
class Gates:
    """Violations of the six gates, in the order of the issue; all must be 0."""

    through: int = 0
    outside: int = 0
    overlaid: int = 0
    docked: int = 0
    wrong: int = 0
    partnerless: int = 0

    @property
    def total(self) -> int:
        """All violations together."""
        return sum(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True, slots=True)
class Beauty:
    """What is to be small: crossings, bends, length in mm; `nearest` is the least distance of parallel lines, mm."""

    crossings: int
    bends: int
    length: float
    nearest: float
    unlabelled: int = 0


def judge(chart: Chart, drawing: Drawing) -> Gates:
    """Count the violations of every gate."""
    pages = drawing.pages
    return Gates(
        through=sum(_count_through(page) for page in pages),
        outside=sum(_count_outside(page) for page in pages),
        overlaid=sum(_count_overlaid(page) for page in pages),
        docked=sum(_count_undocked(page) for page in pages),
        wrong=_count_wrong(chart, drawing),
        partnerless=_count_partnerless(drawing),
    )


def admire(drawing: Drawing) -> Beauty:
    """Measure the beauty of a drawing."""
    edges = [edge for page in drawing.pages for edge in page.edges]
    return Beauty(
        crossings=sum(len(crossing_points(page)) for page in drawing.pages),
        bends=sum(len(edge.points) - 2 for edge in edges),
        length=sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for edge in edges for a, b in _stretches(edge)),
        nearest=min((_nearest(page) for page in drawing.pages), default=99.0),
        unlabelled=sum(
            sum(1 for edge in page.edges if edge.label) - len(_label_boxes(page)) for page in drawing.pages
        ),
    )


def _stretches(edge: Edge) -> Iterator[Stretch]:
    return zip(edge.points, edge.points[1:], strict=False)


def _bounds(stretch: Stretch) -> Box:
    (x0, y0), (x1, y1) = stretch
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _overlap(a: Box, b: Box, shrink: float = _TOLERANCE) -> bool:
    return a[0] < b[2] - shrink and b[0] < a[2] - shrink and a[1] < b[3] - shrink and b[1] < a[3] - shrink


def _inside(inner: Box, outer: Box) -> bool:
    t = _TOLERANCE
    low = inner[0] >= outer[0] - t and inner[1] >= outer[1] - t
    return low and inner[2] <= outer[2] + t and inner[3] <= outer[3] + t


def _meets(line: Box, box: Box) -> bool:
    """Whether a line, a box without width, enters the inside of a box."""
    t = _TOLERANCE
    return line[0] < box[2] - t and line[2] > box[0] + t and line[1] < box[3] - t and line[3] > box[1] + t


def _count_through(page: PageDrawing) -> int:
    boxes = [symbol.box for symbol in page.symbols]
    lines = [_bounds(stretch) for edge in page.edges for stretch in _stretches(edge)]
    return sum(_meets(line, box) for line in lines for box in boxes)


def _count_outside(page: PageDrawing) -> int:
    """Lines, symbols, labels outside every area; labels over lines, symbols or labels; symbols over symbols; slanted lines."""
    lines = [_bounds(stretch) for edge in page.edges for stretch in _stretches(edge)]
    symbols = [symbol.box for symbol in page.symbols]
    labels = _label_boxes(page)
    count = sum(not any(_inside(box, area) for area in page.areas) for box in (*lines, *symbols, *labels))
    count += sum(not _inside(area, page.area) for area in page.areas)
    count += sum(line[0] != line[2] and line[1] != line[3] for line in lines)
    count += sum(_meets(line, label) for line in lines for label in labels)
    count += sum(_overlap(symbol, label) for symbol in symbols for label in labels)
    count += sum(_overlap(a, b) for a, b in combinations(labels, 2))
    return count + sum(_overlap(a, b) for a, b in combinations(symbols, 2))


def _label_boxes(page: PageDrawing) -> list[Box]:
    """Give one box around all lines of each label."""
    lines: dict[int, list[Box]] = {}
    for label in page.labels:
        lines.setdefault(label.edge, []).append(label.box)
    return [
        (min(b[0] for b in box), min(b[1] for b in box), max(b[2] for b in box), max(b[3] for b in box))
        for box in lines.values()
    ]


def _together(a: Stretch, b: Stretch, distance: float) -> Box | None:
    """Give the part two parallel stretches share, if they are nearer than a distance; None without one."""
    p, q = _bounds(a), _bounds(b)
    if p[0] == p[2] and q[0] == q[2] and abs(p[0] - q[0]) < distance:
        low, high = max(p[1], q[1]), min(p[3], q[3])
        return (p[0], low, p[0], high) if high - low > _TOLERANCE else None
    if p[1] == p[3] and q[1] == q[3] and abs(p[1] - q[1]) < distance:
        low, high = max(p[0], q[0]), min(p[2], q[2])
        return (low, p[1], high, p[1]) if high - low > _TOLERANCE else None
    return None


def _count_overlaid(page: PageDrawing) -> int:
    """Pairs of edges that lie on each other but for their common way into one target, or that leave by one corner."""
    count = 0
    for one, other in combinations(page.edges, 2):
        common = _common_end(one, other)
        count += one.points[0] == other.points[0] or any(
            (part := _together(a, b, _ON_TOP)) is not None and not any(_inside(part, stretch) for stretch in common)
            for a in _stretches(one)
            for b in _stretches(other)
        )
    return count + sum(_doubles_back(edge) for edge in page.edges)


def _common_end(one: Edge, other: Edge) -> list[Box]:
    """The stretches that two edges share from where they join to the end; none if their targets differ."""
    if one.joint or other.joint or one.target != other.target or one.points[-1] != other.points[-1]:
        return []
    common = []
    a, b = list(one.points), list(other.points)
    while len(a) > 1 and len(b) > 1 and a[-1] == b[-1]:
        part = _together((a[-2], a[-1]), (b[-2], b[-1]), _TOLERANCE)
        if part is None:
            break
        common.append(part)
        a.pop()
        b.pop()
    return common


def _doubles_back(edge: Edge) -> bool:
    """Whether an edge lies on itself."""
    return any(_together(a, b, _ON_TOP) is not None for a, b in combinations(_stretches(edge), 2))


def _count_undocked(page: PageDrawing) -> int:
    """Ends that are not on the middle of a side (of a diamond, a corner), or come from the inside."""
    boxes = {symbol.id: symbol.box for symbol in page.symbols}
    count = 0
    for edge in page.edges:
        for name, end, before in (
            (edge.source, edge.points[0], edge.points[1]),
            (edge.target, edge.points[-1], edge.points[-2]),
        ):
            box = boxes.get(name)
            count += box is None or not _docks(box, end, before)
    return count


def _docks(box: Box, end: Point, before: Point) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for side, outward in (
        ((x, box[1]), (0, -1)), ((x, box[3]), (0, 1)), ((box[0], y), (-1, 0)), ((box[2], y), (1, 0))
    ):
        if abs(end[0] - side[0]) < _TOLERANCE and abs(end[1] - side[1]) < _TOLERANCE:
            away = (before[0] - end[0]) * outward[0] + (before[1] - end[1]) * outward[1]
            return away > 0
    return False


Place = tuple[int, int]
"""(procedure, node) of the chart."""


def _find_nodes(chart: Chart, drawing: Drawing) -> dict[str, Place]:
    """Which node of the chart every symbol stands for: by row, actor and kind, and of equals by height."""
    found: dict[str, Place] = {}
    symbols: dict[tuple[int, int, str, Kind], list[Symbol]] = {}
    for page in drawing.pages:
        for symbol in page.symbols:
            if symbol.kind is not Kind.CONNECTOR:
                key = (symbol.procedure - 1, symbol.row - 1, symbol.actor, symbol.kind)
                symbols.setdefault(key, []).append(symbol)
    for procedure, graph in enumerate(chart.graphs):
        for index in sorted(range(len(graph.nodes)), key=lambda i: graph.nodes[i].level):
            node = graph.nodes[index]
            for column in node.columns:
                equals = symbols.get((procedure, node.row, graph.actors[column], node.kind), [])
                if equals:
                    highest = min(equals, key=lambda symbol: symbol.box[1])
                    equals.remove(highest)
                    found[highest.id] = (procedure, index)
    return found


def _count_wrong(chart: Chart, drawing: Drawing) -> int:
    """Flows of the source that are not drawn, drawn flows the source does not know, joint boxes not joined."""
    nodes = _find_nodes(chart, drawing)
    starts: dict[str, list[Edge]] = {}
    for page in drawing.pages:
        for edge in page.edges:
            starts.setdefault(edge.source, []).append(edge)
    symbols = {symbol.id: symbol for page in drawing.pages for symbol in page.symbols}
    drawn: Counter[tuple[Place | None, Place | None, str]] = Counter()
    joined: Counter[Place | None] = Counter()
    for edges in starts.values():
        for edge in edges:
            if edge.joint:
                same = nodes.get(edge.source) == nodes.get(edge.target)
                joined[nodes.get(edge.source) if same else None] += 1
            elif edge.source in nodes:
                drawn[(nodes[edge.source], nodes.get(_trace(edge, starts, symbols)), edge.label)] += 1
    wanted: Counter[tuple[Place | None, Place | None, str]] = Counter()
    to_join: Counter[Place | None] = Counter()
    for procedure, graph in enumerate(chart.graphs):
        for flow in graph.flows:
            wanted[((procedure, flow.source), (procedure, flow.target), flow.label)] += 1
        for index, node in enumerate(graph.nodes):
            to_join[(procedure, index)] += len(node.columns) - 1
    missing = sum(len(graph.nodes[i].columns) for p, graph in enumerate(chart.graphs) for i in range(len(graph.nodes)))
    return (
        sum(((drawn - wanted) + (wanted - drawn)).values())
        + sum(((joined - to_join) + (to_join - joined)).values())
        + missing - len(nodes)
    )


def _trace(edge: Edge, starts: dict[str, list[Edge]], symbols: dict[str, Symbol]) -> str:
    """Follow an edge over connectors to the symbol it ends at; empty where the trail is lost or goes in a circle."""
    seen: set[str] = set()
    while True:
        target = symbols.get(edge.target)
        if target is None or target.id in seen:
            return ""
        if target.kind is not Kind.CONNECTOR:
            return target.id
        seen.add(target.id)
        onward = starts.get(target.partner or "", [])
        if len(onward) != 1:
            return ""
        edge = onward[0]


def _count_partnerless(drawing: Drawing) -> int:
    pages = {symbol.id: page.page for page in drawing.pages for symbol in page.symbols}
    connectors = {s.id: s for page in drawing.pages for s in page.symbols if s.kind is Kind.CONNECTOR}
    sources = {edge.source for page in drawing.pages for edge in page.edges}
    targets = {edge.target for page in drawing.pages for edge in page.edges}
    count = 0
    for symbol in connectors.values():
        partner = connectors.get(symbol.partner or "")
        mutual = partner is not None and partner.partner == symbol.id and pages[partner.id] != pages[symbol.id]
        opposite = mutual and (symbol.id in sources) != (symbol.id in targets)
        opposite = opposite and (symbol.id in sources) == ((symbol.partner or "") in targets)
        count += not opposite
    return count


def crossing_points(page: PageDrawing) -> set[Point]:
    """Where two lines cross; lines that run together count as one."""
    level: list[tuple[Stretch, int]] = []
    upright: list[tuple[Stretch, int]] = []
    for index, edge in enumerate(page.edges):
        for stretch in _stretches(edge):
            (level if stretch[0][1] == stretch[1][1] else upright).append((stretch, index))
    points = set()
    t = _TOLERANCE
    for (a, _), one in level:
        row = _bounds((a, _))
        for upstanding, other in upright:
            column = _bounds(upstanding)
            if one != other and row[0] + t < column[0] < row[2] - t and column[1] + t < row[1] < column[3] - t:
                points.add((round(column[0], 2), round(row[1], 2)))
    return points


def _nearest(page: PageDrawing) -> float:
    """Least distance of two parallel lines that run beside each other."""
    lines = [(stretch, index) for index, edge in enumerate(page.edges) for stretch in _stretches(edge)]
    best = 99.0
    for (a, i), (b, j) in combinations(lines, 2):
        if i != j and _together(a, b, min(best, 3.0)) is not None:
            p, q = _bounds(a), _bounds(b)
            distance = abs(p[0] - q[0]) if p[0] == p[2] else abs(p[1] - q[1])
            if distance > _ON_TOP:
                best = min(best, distance)
    return best


def describe_gates(gates: Gates) -> Sequence[str]:
    """Name the gates that are violated, with their counts."""
    return [f"{field.name}: {getattr(gates, field.name)}" for field in fields(gates) if getattr(gates, field.name)]
