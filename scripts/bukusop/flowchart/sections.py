"""Stage 2b, sections: graphs and the places of rows on pages go in, one section per procedure and page comes out.

A flow whose ends lie on different pages becomes a link to a segilima on the one and a link from its partner on the other
page. A flow forward leaves by the foot of its page and comes in at the head of the other; a flow back leaves by the head and
comes in at the foot, as if the pages hung below each other. Flows from one page to the same symbol share one pair.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bukusop.flowchart.graph import Graph, Kind, Node
from bukusop.flowchart.measures import CONNECTOR_HEIGHT, SHOULDER_BELOW
from bukusop.flowchart.places import HEIGHTS, Level, Link, PagePlace, RowPlace, Section, Spot
from bukusop.flowchart.seats import Pair, seat

_ROOM = 1.3
"""Least room above and below a symbol before symbols are made smaller, mm."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """One procedure on the pages: where every row's symbols are, and the pairs of segilima."""

    procedure: int
    graph: Graph
    homes: Mapping[int, tuple[int, RowPlace]]
    pairs: Mapping[tuple[int, int, int], Pair]


@dataclass(slots=True)
class _Draft:
    """A section in the making; `nodes` and `ports` say which spot a node, or one end of a pair, has become."""

    levels: list[Level] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    nodes: dict[int, int] = field(default_factory=dict)
    ports: dict[tuple[int, int, int, bool], int] = field(default_factory=dict)


def split(graphs: Sequence[Graph], places: Sequence[PagePlace], *, letters: str) -> list[list[Section]]:
    """Cut every procedure into sections; one list per page, in the order of the procedures on it. `letters`: `Manner.segilima`."""
    pages: list[list[tuple[int, Section]]] = [[] for _ in places]
    number = 0
    for procedure, graph in enumerate(graphs):
        homes = _find_homes(procedure, graph, places)
        pairs = _find_pairs(procedure, graph, homes)
        lettered = _choose_lettered(pairs, letters)
        for key in lettered:
            pairs[key] = replace(pairs[key], letter=_letter(number))
            number += 1
        plan = _Plan(procedure, graph, homes, pairs)
        for index, place in enumerate(places):
            rows = [row for row in place.rows if row.procedure == procedure]
            if rows and procedure < len(place.columns) and len(place.columns[procedure]) > 1:
                pages[index].append((place.rows.index(rows[0]), _cut(plan, index, place)))
    return [[section for _, section in sorted(page, key=lambda item: item[0])] for page in pages]


def _find_homes(procedure: int, graph: Graph, places: Sequence[PagePlace]) -> dict[int, tuple[int, RowPlace]]:
    """The page and place that bear the symbols of each row: the first fragment with room for them, else the highest."""
    homes: dict[int, tuple[int, RowPlace]] = {}
    for index, place in enumerate(places):
        for row in place.rows:
            if row.procedure == procedure:
                known = homes.get(row.row)
                if known is None or (_lacks(known[1], graph) and _height(row) > _height(known[1]) + 0.01):
                    homes[row.row] = (index, row)
    return homes


def _height(row: RowPlace) -> float:
    return row.bottom - row.top


def _lacks(row: RowPlace, graph: Graph) -> bool:
    """Whether a fragment is too low for the symbols of its row."""
    heights = _level_heights(graph, row.row)
    return _height(row) < sum(heights) + 2 * _ROOM * len(heights)


def _level_heights(graph: Graph, row: int) -> list[float]:
    """Height of the highest symbol at each level of a row, mm."""
    heights = [0.0] * graph.levels[row]
    for node in graph.nodes:
        if node.row == row:
            heights[node.level] = max(heights[node.level], HEIGHTS[node.kind])
    return heights


def _find_pairs(
    procedure: int, graph: Graph, homes: Mapping[int, tuple[int, RowPlace]]
) -> dict[tuple[int, int, int], Pair]:
    sources: dict[tuple[int, int, int], Node] = {}
    for flow in graph.flows:
        source, target = graph.nodes[flow.source], graph.nodes[flow.target]
        if source.row not in homes or target.row not in homes:
            continue
        key = (homes[source.row][0], homes[target.row][0], flow.target)
        if key[0] != key[1]:
            last = sources.get(key)
            # The column of the actor nearest to the break: the lowest on a way forward, the highest on a way back.
            if last is None or (source.row > last.row) == (key[1] > key[0]):
                sources[key] = source
    pairs = {}
    for index, key in enumerate(sorted(sources)):
        source, target = sources[key], graph.nodes[key[2]]
        columns = [(abs(a - b), a, b) for a in source.columns for b in target.columns]
        _, out, into = min(columns)
        span = abs(target.row - sources[key].row)
        pairs[key] = Pair(*key, out, into, key[1] < key[0], span, f"p{procedure + 1}k{index + 1}")
    return pairs


def _choose_lettered(pairs: Mapping[tuple[int, int, int], Pair], letters: str) -> list[tuple[int, int, int]]:
    """Choose the pairs that bear a letter: all, none, or (`seperlunya`) those that share a strip with another pair."""
    if letters != "seperlunya":
        return list(pairs) if letters == "huruf" else []
    strips = Counter(strip for pair in pairs.values() for strip in _strips(pair))
    return [key for key, pair in pairs.items() if any(strips[strip] > 1 for strip in _strips(pair))]


def _strips(pair: Pair) -> tuple[tuple[int, bool], tuple[int, bool]]:
    """Strips of the two segilima of a pair: page, and whether at its foot."""
    return (pair.source_page, not pair.back), (pair.target_page, pair.back)


def _letter(number: int) -> str:
    return (_letter(number // 26 - 1) if number >= 26 else "") + chr(ord("A") + number % 26)


def _cut(plan: _Plan, page: int, place: PagePlace) -> Section:
    """Cut out the section of one page."""
    rows = [row for row in place.rows if row.procedure == plan.procedure]
    above = [pair for pair in plan.pairs.values() if page in pair.pages and min(pair.pages) < page]
    below = [pair for pair in plan.pairs.values() if page in pair.pages and max(pair.pages) > page]
    columns = place.columns[plan.procedure]
    bands = [(row.top, row.bottom) for row in rows]
    draft = _Draft()
    if above:
        strip = place.strip_above if place.rows[0] is rows[0] else None
        if strip is None:
            strip, bands[0] = _carve(bands[0], upper=True)
        draft.levels.append(_strip_level(*strip, "above"))
        _seat(draft, above, page, len(columns) - 1)
    strip_below = place.strip_below if place.rows[-1] is rows[-1] else None
    if below and strip_below is None:
        strip_below, bands[-1] = _carve(bands[-1], upper=False)
    for row, band in zip(rows, bands, strict=True):
        _fill(draft, plan, row, band)
    if below and strip_below is not None:
        draft.levels.append(_strip_level(*strip_below, "below"))
        _seat(draft, below, page, len(columns) - 1)
    links = _find_links(draft, plan, page)
    return Section(place.page, plan.procedure, columns, tuple(draft.levels), tuple(draft.spots), tuple(links))


def _carve(band: tuple[float, float], *, upper: bool) -> tuple[tuple[float, float], tuple[float, float]]:
    """Take a strip off a row that has none beside it, at most a third of it; gives strip and rest."""
    top, bottom = band
    height = min(CONNECTOR_HEIGHT + 2 * SHOULDER_BELOW, (bottom - top) / 3)
    if upper:
        return (top, top + height), (top + height, bottom)
    return (bottom - height, bottom), (top, bottom - height)


def _strip_level(top: float, bottom: float, strip: str) -> Level:
    """Segilima stand at the far edge of their strip, so that lines have room between them and the rows."""
    height = bottom - top
    scale = min(1.0, 0.68 * height / CONNECTOR_HEIGHT)
    size = scale * CONNECTOR_HEIGHT
    margin = min(0.6, (height - size) / 4)
    if strip == "above":
        return Level(top, top + margin, top + margin + size, bottom, scale, strip)
    return Level(top, bottom - margin - size, bottom - margin, bottom, scale, strip)


def _fill(draft: _Draft, plan: _Plan, row: RowPlace, band: tuple[float, float]) -> None:
    """Add the levels and symbols of one row; a fragment that is not the symbols' home is one empty level."""
    top, bottom = band
    graph = plan.graph
    home = plan.homes[row.row][1] is row
    here = [(i, node) for i, node in enumerate(graph.nodes) if node.row == row.row] if home else []
    if not here:
        draft.levels.append(Level(top, (top + bottom) / 2, (top + bottom) / 2, bottom))
        return
    count = graph.levels[row.row]
    heights = _level_heights(graph, row.row)
    total, height = sum(heights), bottom - top
    scale = min(1.0, max((height - 2 * _ROOM * count) / total, 0.5 * height / total)) if total else 1.0
    margin = (height - scale * total) / (2 * count)
    y, base = top, len(draft.levels)
    for size in heights:
        lower = y + margin + scale * size
        draft.levels.append(Level(y, y + margin, lower, lower + margin, scale))
        y = lower + margin
    for index, node in here:
        draft.nodes[index] = len(draft.spots)
        stem = f"p{plan.procedure + 1}r{node.row + 1}s{node.level + 1}c"
        names = tuple(f"{stem}{column + 1}" for column in node.columns)
        draft.spots.append(Spot(names, node.kind, base + node.level, node.columns, node.row))


def _seat(draft: _Draft, pairs: Sequence[Pair], page: int, columns: int) -> None:
    """Put the segilima of a strip, the level added last, into their cells."""
    level = len(draft.levels) - 1
    for column, share, slots, pair in seat(pairs, page, columns):
        out = pair.source_page == page
        draft.ports[(*pair.pages, pair.target, out)] = len(draft.spots)
        name, partner = (pair.name + end for end in (("out", "in") if out else ("in", "out")))
        spot = Spot((name,), Kind.CONNECTOR, level, (column,), -1, share, slots, partner, pair.letter)
        draft.spots.append(spot)


def _find_links(draft: _Draft, plan: _Plan, page: int) -> list[Link]:
    links: list[Link] = []
    nodes, ports, homes = draft.nodes, draft.ports, plan.homes
    for flow in plan.graph.flows:
        source, target = plan.graph.nodes[flow.source], plan.graph.nodes[flow.target]
        if source.row not in homes or target.row not in homes or homes[source.row][0] != page:
            continue
        end = homes[target.row][0]
        if end == page:
            back = (target.row, target.level) < (source.row, source.level) or flow.source == flow.target
            links.append(Link(nodes[flow.source], nodes[flow.target], flow.label, back))
        else:
            links.append(Link(nodes[flow.source], ports[(page, end, flow.target, True)], flow.label, end < page))
    for key, pair in plan.pairs.items():
        if pair.target_page == page:
            links.append(Link(ports[(*key, False)], nodes[pair.target], "", pair.back))
    return links
