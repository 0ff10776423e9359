"""What a graph asks of the table: a graph goes in, least row heights and the least column width come out (mm).

The graph is routed once on pages of ordinary size; the lanes counted there are given room.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bukusop.flowchart.graph import Graph, Kind
from bukusop.flowchart.grid import build_grid
from bukusop.flowchart.lanes import Lanes, assign_lanes
from bukusop.flowchart.measures import (
    ACTORS_MOST,
    BORDER,
    COLUMN_LEAST,
    COLUMN_MOST,
    COLUMN_TYPICAL,
    LABEL_COLUMN_MOST,
    LABEL_GAP,
    LABEL_LETTER,
    LABEL_SIZE,
    LANE,
    SHOULDER,
    SHOULDER_BELOW,
    SYMBOL_LEAST_WIDTH,
)
from bukusop.flowchart.places import HEIGHTS, PagePlace, RowPlace, Section
from bukusop.flowchart.router import Routes, Wishes, route
from bukusop.flowchart.sections import split

_ROWS_PER_PAGE: Final = 9
_ROW: Final = 16.0
"""An ordinary page of an SOP sheet holds about nine rows of 16 mm (practice)."""
_LANES_MOST: Final = 4
"""Lanes that are given their full room; more are squeezed, for pages will hardly break where they were supposed to."""
_MARGIN: Final = 2.2
"""Least room above and below a symbol: two of them hold an arrow from row to row."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Least height of every row, least width of every actor column, from left to right."""

    rows: tuple[float, ...]
    columns: tuple[float, ...]


def estimate(graph: Graph) -> Demand:
    """Count lanes on supposed pages, and turn them into heights and a width."""
    margins: dict[tuple[int, int], float] = {}
    widths = [COLUMN_TYPICAL] * len(graph.actors)
    for section, routes, lanes in _suppose(graph):
        grid = build_grid(section)
        for zones in (grid.left, grid.right):
            for column, track in enumerate(zones):
                beside = _room(SHOULDER, lanes.count.get((True, track), 0))
                widths[column] = max(widths[column], SYMBOL_LEAST_WIDTH + 2 * beside)
        levels = {spot.level: spot.row for spot in section.spots if spot.row >= 0}
        first = {row: min(level for level in levels if levels[level] == row) for row in levels.values()}
        for level, row in levels.items():
            room = max(
                _room(SHOULDER, lanes.count.get((False, grid.above[level]), 0)),
                _room(SHOULDER_BELOW, lanes.count.get((False, grid.below[level]), 0)),
            )
            margins[(row, level - first[row])] = room
        for column, room in _label_room(section, routes).items():
            widths[column] = max(widths[column], room)
        for link, path in zip(section.links, routes.paths, strict=True):
            spot = section.spots[link.source]
            if link.label and path.exit.side == "S":
                key = (spot.row, spot.level - first[spot.row])
                margins[key] = max(margins[key], LABEL_SIZE + 2 * LABEL_GAP)
    rows = tuple(_height(graph, row, margins) for row in range(len(graph.levels)))
    return Demand(rows, _within(widths))


def _within(widths: list[float]) -> tuple[float, ...]:
    """Keep every column, and all of them together, to the most that is asked for."""
    widths = [min(width, COLUMN_MOST) for width in widths]
    share = min(1.0, ACTORS_MOST / sum(widths)) if widths else 1.0
    return tuple(max(COLUMN_LEAST, width * share) for width in widths)


def _suppose(graph: Graph) -> list[tuple[Section, Routes, Lanes]]:
    edges = tuple(column * COLUMN_TYPICAL for column in range(len(graph.actors) + 1))
    pages: list[PagePlace] = []
    count = len(graph.levels)
    per_page = -(-count // max(1, round(count / _ROWS_PER_PAGE))) if count else 1
    for start in range(0, count, per_page):
        rows, y = [], 10.0
        for row in range(start, min(start + per_page, count)):
            rows.append(RowPlace(0, row, y, y + graph.levels[row] * _ROW))
            y = rows[-1].bottom
        pages.append(PagePlace(len(pages) + 1, (edges,), tuple(rows), (0.0, 10.0), (y, y + 10.0)))
    found = []
    for section in (section for page in split([graph], pages, letters="kosong") for section in page):
        grid = build_grid(section)
        routes = route(section, grid, Wishes({}, {}))
        found.append((section, routes, assign_lanes(routes.paths, grid)))
    return found


def _label_room(section: Section, routes: Routes) -> dict[int, float]:
    """Widths at which the answers that leave towards the edge of the table fit above their half of an outer column.

    The shortest answer of a decision in an outer column gets its room in any case: the final routes may differ from these.
    """
    last = len(section.columns) - 2
    rooms: dict[int, float] = {}
    for index, spot in enumerate(section.spots):
        column = spot.columns[0]
        answers = [
            (link.label, path.exit.side)
            for link, path in zip(section.links, routes.paths, strict=True) if link.source == index and link.label
        ]
        if not answers or column not in (0, last):
            continue
        outward = {"W"} if column == 0 else {"E"}
        outer = [label for label, side in answers if side in outward] or [min((label for label, _ in answers), key=_letters)]
        wanted = max(2 * (LABEL_LETTER * _letters(label) + 2 * LABEL_GAP) for label in outer)
        rooms[column] = max(rooms.get(column, 0.0), min(wanted, LABEL_COLUMN_MOST))
    return rooms


def _letters(label: str) -> int:
    """Count the letters of the longest word: a label is broken at its spaces."""
    return max(len(word) for word in label.split())


def _room(shoulder: float, lanes: int) -> float:
    if not lanes:
        return _MARGIN
    return max(_MARGIN, shoulder + BORDER + LANE * (min(lanes, _LANES_MOST) - 1))


def _height(graph: Graph, row: int, margins: dict[tuple[int, int], float]) -> float:
    """Symbols and equal margins: symbols stand in the middle, so every margin of a row is as wide as its widest."""
    count = graph.levels[row]
    kinds: list[list[Kind]] = [[] for _ in range(count)]
    for node in graph.nodes:
        if node.row == row:
            kinds[node.level].append(node.kind)
    symbols = sum(max((HEIGHTS[kind] for kind in level), default=0.0) for level in kinds)
    margin = max(margins.get((row, level), _MARGIN) for level in range(count))
    return symbols + 2 * count * margin
