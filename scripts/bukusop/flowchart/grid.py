"""The grid a section is routed on: a section goes in, numbered tracks and what stands in their way come out.

Only order counts here, not millimetres. From left to right every column has a zone left of its symbols, the line through
their middle (with one more line for every segilima that stands off the middle), and a zone right of them; from top to bottom
every level has a zone above its symbols, the line through their middle and a zone below. A zone holds any number of lanes,
a line through the middle only one route at a place. Because zones end where symbols begin, a route on this grid can be drawn
whatever the millimetres are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bukusop.flowchart.places import Section, Spot


@dataclass(frozen=True, slots=True)
class Axis:
    """The tracks of one direction: `lane[t]` whether t is a zone of lanes, `at[t]` its rough place in mm."""

    lane: tuple[bool, ...]
    at: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The tracks of a section.

    `left`, `right` give the zone tracks of a column, `centre` its middle line, `spot_x` the line of every column of a spot;
    `above`, `line`, `below` the tracks of a level (-1 where a strip has no zone on its far side). `blocked_x[t][y]` counts
    how many places before y a route along the vertical line t may not touch, `blocked_y` likewise for level lines.
    `narrow` are the zones of strips.
    """

    x: Axis
    y: Axis
    left: tuple[int, ...]
    centre: tuple[int, ...]
    right: tuple[int, ...]
    above: tuple[int, ...]
    line: tuple[int, ...]
    below: tuple[int, ...]
    spot_x: tuple[tuple[int, ...], ...]
    blocked_x: dict[int, tuple[int, ...]]
    blocked_y: dict[int, tuple[int, ...]]
    narrow: frozenset[int]


def build_grid(section: Section) -> Grid:
    """Number the tracks of a section."""
    x, left, centre, right, slots = _number_columns(section)
    y, above, line, below = _number_levels(section)
    spot_x = tuple(
        tuple(slots[(column, spot.share)] for column in spot.columns) for spot in section.spots
    )
    forbidden: set[tuple[int, int]] = set()
    for spot, columns_x in zip(section.spots, spot_x, strict=True):
        forbidden |= _occupy(spot, columns_x, left, right, (above, line, below))
    blocked_x = {t: _count([(t, u) in forbidden for u in range(len(y.at))]) for t in slots.values()}
    blocked_y = {u: _count([(t, u) in forbidden for t in range(len(x.at))]) for u in line}
    narrow = frozenset(
        max(above[number], below[number]) for number, level in enumerate(section.levels) if level.strip
    )
    return Grid(x, y, left, centre, right, above, line, below, spot_x, blocked_x, blocked_y, narrow)


def _number_columns(
    section: Section,
) -> tuple[Axis, tuple[int, ...], tuple[int, ...], tuple[int, ...], dict[tuple[int, float], int]]:
    shares: list[set[float]] = [{0.0} for _ in section.columns[1:]]
    for spot in section.spots:
        for column in spot.columns:
            shares[column].add(spot.share)
    lane: list[bool] = []
    at: list[float] = []
    left, centre, right = [], [], []
    slots: dict[tuple[int, float], int] = {}
    for column, (x0, x1) in enumerate(zip(section.columns, section.columns[1:], strict=False)):
        width = x1 - x0
        left.append(len(at))
        lane.append(True)
        at.append(x0 + 0.1 * width)
        for share in sorted(shares[column]):
            slots[(column, share)] = len(at)
            lane.append(False)
            at.append(x0 + width * (0.5 + 0.6 * share))
        centre.append(slots[(column, 0.0)])
        right.append(len(at))
        lane.append(True)
        at.append(x1 - 0.1 * width)
    return Axis(tuple(lane), tuple(at)), tuple(left), tuple(centre), tuple(right), slots


def _number_levels(section: Section) -> tuple[Axis, tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    lane: list[bool] = []
    at: list[float] = []
    above, line, below = [], [], []
    for level in section.levels:
        above.append(-1 if level.strip == "above" else len(at))
        if level.strip != "above":
            lane.append(True)
            at.append((level.top + level.upper) / 2)
        line.append(len(at))
        lane.append(False)
        at.append((level.upper + level.lower) / 2)
        below.append(-1 if level.strip == "below" else len(at))
        if level.strip != "below":
            lane.append(True)
            at.append((level.lower + level.bottom) / 2)
    return Axis(tuple(lane), tuple(at)), tuple(above), tuple(line), tuple(below)


def _occupy(
    spot: Spot,
    columns_x: Sequence[int],
    left: Sequence[int],
    right: Sequence[int],
    levels: tuple[Sequence[int], Sequence[int], Sequence[int]],
) -> set[tuple[int, int]]:
    """Give the places a symbol fills, and those before its four sides, which are kept for its own arrows."""
    above, line, below = (tracks[spot.level] for tracks in levels)
    places = set()
    for column, middle in zip(spot.columns, columns_x, strict=True):
        places |= {(x, line) for x in range(left[column], right[column] + 1)}
        places |= {(middle, y) for y in (above, below) if y >= 0}
    return places


def _count(flags: Sequence[bool]) -> tuple[int, ...]:
    counts = [0]
    for flag in flags:
        counts.append(counts[-1] + flag)
    return tuple(counts)
