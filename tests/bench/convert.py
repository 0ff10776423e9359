"""Tasks -> graphs of ELK, and what ELK made of them -> pictures. `elk` says what is tried and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from .counter import Box, Line, Picture, Point
from .tasks import Flow, Task

SCALE = 10.0
"""ELK's units per mm; it rounds to whole units here and there."""
LANE = 1.5
"""Least distance of lines, mm, as ours."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to ask ELK.

    `columns`: "guides", "fixed", "partitions" or "free". `ports`: "free" (anywhere on top and bottom sides), "merged" (one
    place per side, shared), "ours" (middles of sides, those our drawing uses). `beside`: a box and the one beside it that it
    leads straight to stay in one layer, and the line between them is put in afterwards (ELK knows no lines inside a layer).
    """

    name: str
    columns: str
    ports: str = "free"
    placement: str = "NETWORK_SIMPLEX"
    beside: bool = True
    chosen: bool = False
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Plan:
    layers: dict[str, int]
    asides: frozenset[int]
    """Indices of flows that are drawn inside a layer."""


def _ends(flow: Flow, variant: Variant) -> tuple[str, str]:
    return flow.chosen if variant.chosen or variant.ports == "ours" else flow.near


def _plan(task: Task, variant: Variant) -> _Plan:
    """Give every box its layer: its level, or one of several where a line joins boxes of one level."""
    asides: set[int] = set()
    order: dict[int, list[tuple[str, str]]] = {}
    pairs = [_ends(flow, variant) for flow in task.flows]
    inside = Counter(task.places[a][0] for a, b in pairs if a != b and task.places[a][0] == task.places[b][0])
    for index, (a, b) in enumerate(pairs):
        (level, one), (other_level, other) = task.places[a], task.places[b]
        if level != other_level or a == b:
            continue
        between = [c for c, (where, at) in task.places.items() if where == level and min(one, other) < at < max(one, other)]
        if variant.beside and inside[level] == 1 and not between:
            asides.add(index)
        else:
            order.setdefault(level, []).append((a, b))
    depth = dict.fromkeys(task.places, 0)
    for edges in order.values():
        seen: set[tuple[str, str]] = set()
        for a, b in edges:  # in the order of the source, so a way back never pushes
            if (b, a) not in seen and depth[b] <= depth[a]:
                depth[b] = depth[a] + 1
            seen.add((a, b))
    levels = sorted({(task.places[box][0], depth[box]) for box in task.places})
    number = {pair: index for index, pair in enumerate(levels)}
    return _Plan({box: number[(task.places[box][0], depth[box])] for box in task.places}, frozenset(asides))


def to_elk(task: Task, variant: Variant, ours: Picture) -> Json:
    """Write a task as ELK wants it."""
    plan = _plan(task, variant)
    across = variant.columns == "partitions"
    pitch = 30 * SCALE
    options = {
        "elk.algorithm": "layered",
        "elk.direction": "RIGHT" if across else "DOWN",
        "elk.edgeRouting": "ORTHOGONAL",
        "elk.separateConnectedComponents": "false",
        "elk.randomSeed": "1",
        "elk.alignment": "CENTER",
        "elk.spacing.nodeNode": str(2 * LANE * SCALE),
        "elk.spacing.edgeNode": str(LANE * SCALE),
        "elk.spacing.edgeEdge": str(LANE * SCALE),
        "elk.spacing.nodeSelfLoop": str(LANE * SCALE),
        "elk.layered.spacing.nodeNodeBetweenLayers": str(4.4 * SCALE),
        "elk.layered.spacing.edgeNodeBetweenLayers": str(2.1 * SCALE),
        "elk.layered.spacing.edgeEdgeBetweenLayers": str(LANE * SCALE),
        "elk.layered.thoroughness": "20",
        "elk.layered.crossingMinimization.semiInteractive": "true",
        "elk.layered.nodePlacement.strategy": variant.placement,
        "elk.layered.nodePlacement.favorStraightEdges": "true",
        "elk.layered.mergeEdges": "true" if variant.ports == "merged" else "false",
    }
    if across:
        options["elk.partitioning.activate"] = "true"
    else:
        options |= {"elk.layered.cycleBreaking.strategy": "INTERACTIVE", "elk.layered.layering.strategy": "INTERACTIVE"}
    options |= dict(variant.options)
    children = []
    for box, (_, column) in task.places.items():
        width, height = (SCALE * side for side in task.sizes[box])
        x, y = pitch * (column + 0.5) - width / 2, 200.0 * plan.layers[box]
        node: Json = {"id": box, "width": width, "height": height, "x": x, "y": y}
        node["layoutOptions"] = {"elk.position": f"({x},{y})", "elk.partitioning.partition": str(column)}
        children.append(node)
    edges: list[Json] = []
    for index, flow in enumerate(task.flows):
        if index not in plan.asides:
            a, b = _ends(flow, variant)
            edges.append({"id": f"e{index}", "sources": [a], "targets": [b]})
    if variant.ports == "ours":
        _fix_ports(ours, children, edges)
    if variant.columns == "guides":
        guides, rails = _guides(task, plan, pitch)
        children += guides
        edges += rails
    return {"id": "root", "layoutOptions": options, "children": children, "edges": edges}


def _guides(task: Task, plan: _Plan, pitch: float) -> tuple[list[Json], list[Json]]:
    """Columns' borders: in every layer a point per border, and straight lines from point to point."""
    nodes, edges = [], []
    for border in range(1, task.columns):
        for layer in range(max(plan.layers.values()) + 1):
            x, y = pitch * border, 200.0 * layer
            name = f"g{border}.{layer}"
            where = {"elk.position": f"({x},{y})"}
            nodes.append({"id": name, "width": 1, "height": 1, "x": x, "y": y, "layoutOptions": where})
            if layer:
                edges.append({
                    "id": f"r{border}.{layer}", "sources": [f"g{border}.{layer - 1}"], "targets": [name],
                    "layoutOptions": {"elk.layered.priority.straightness": "100", "elk.layered.priority.shortness": "100"},
                })
    return nodes, edges


_SIDES = {"N": "NORTH", "S": "SOUTH", "W": "WEST", "E": "EAST"}


def _fix_ports(ours: Picture, children: list[Json], edges: list[Json]) -> None:
    """Let every line leave and enter in the middle of the side where ours does."""
    nodes = {node["id"]: node for node in children}
    for node in children:
        node["layoutOptions"]["elk.portConstraints"] = "FIXED_POS"
        node["ports"] = []
    for edge in edges:
        line = ours.lines[int(edge["id"][1:])]
        for key, box, end in (("sources", line.source, line.points[0]), ("targets", line.target, line.points[-1])):
            side = _side(ours.boxes[box], end)
            node = nodes[box]
            width, height = node["width"], node["height"]
            x, y = {"N": (width / 2, 0), "S": (width / 2, height), "W": (0, height / 2), "E": (width, height / 2)}[side]
            name = f"{box}.{side}.{edge['id']}.{key[0]}"
            port = {"id": name, "x": x, "y": y, "width": 0, "height": 0, "layoutOptions": {"elk.port.side": _SIDES[side]}}
            node["ports"].append(port)
            edge[key] = [name]


def _side(box: Box, end: Point) -> str:
    x0, y0, x1, y1 = box
    distances = {"N": abs(end[1] - y0), "S": abs(end[1] - y1), "W": abs(end[0] - x0), "E": abs(end[0] - x1)}
    return min(distances, key=lambda side: distances[side])


def from_elk(task: Task, variant: Variant, graph: Json) -> Picture:
    """Read what ELK drew."""
    boxes: dict[str, Box] = {}
    for node in graph["children"]:
        if node["id"] in task.places:
            x, y = node["x"] / SCALE, node["y"] / SCALE
            boxes[node["id"]] = (x, y, x + node["width"] / SCALE, y + node["height"] / SCALE)
    drawn = {edge["id"]: edge for edge in graph["edges"]}
    lines = []
    for index, flow in enumerate(task.flows):
        a, b = _ends(flow, variant)
        edge = drawn.get(f"e{index}")
        points = tuple(_points(edge)) if edge else _aside(boxes[a], boxes[b])
        lines.append(Line(a, b, points))
    joints = tuple(_aside(boxes[a], boxes[b]) for a, b in task.joints)
    return Picture(boxes, tuple(lines), joints)


def _points(edge: Json) -> Iterator[Point]:
    for section in edge["sections"]:
        for point in (section["startPoint"], *section.get("bendPoints", ()), section["endPoint"]):
            yield point["x"] / SCALE, point["y"] / SCALE


def _aside(a: Box, b: Box) -> tuple[Point, Point]:
    """Draw a level line between two boxes beside each other."""
    y = (max(a[1], b[1]) + min(a[3], b[3])) / 2
    return ((a[2], y), (b[0], y)) if a[0] < b[0] else ((a[0], y), (b[2], y))


def keeps_rows(task: Task, picture: Picture) -> bool:
    """Whether the rows of the sheet could be ruled between the boxes: every row below the one before it."""
    return _ordered([(task.rows[box], y0, y1) for box, (_, y0, _, y1) in picture.boxes.items()])


def keeps_columns(task: Task, picture: Picture) -> bool:
    """Whether the columns of the sheet could be ruled between the boxes: every actor right of the one before."""
    return _ordered([(task.places[box][1], x0, x1) for box, (x0, _, x1, _) in picture.boxes.items()])


def _ordered(bands: list[tuple[int, float, float]]) -> bool:
    low: dict[int, float] = {}
    high: dict[int, float] = {}
    for band, start, end in bands:
        low[band] = min(low.get(band, start), start)
        high[band] = max(high.get(band, end), end)
    numbers = sorted(low)
    return all(high[a] <= low[b] + 0.01 for a, b in pairwise(numbers))
