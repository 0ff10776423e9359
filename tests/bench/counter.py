"""The neutral counter: boxes and lines of any drawing go in; crossings, bends, length and faults come out.

It knows neither bukusop nor ELK. Lines are polylines with level and upright stretches, in any order of directions; points
that bend nothing (doubled, or on a straight line) are dropped before anything is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""x0, y0, x1, y1."""

_CLOSE = 0.02
"""Places nearer than this are the same, mm."""


@dataclass(frozen=True, slots=True)
class Line:
    """An arrow from box to box, by name."""

    source: str
    target: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn: boxes by name, and lines. `joints` are the level lines that join the boxes of one joint step."""

    boxes: dict[str, Box]
    lines: tuple[Line, ...]
    joints: tuple[tuple[Point, Point], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Count:
    """What was counted.

    `crossings`: places where two lines cross or touch; lines that run together on their way from one source or into one
    target are one line there. `over_joints`: places where a line crosses the line of a joint step. `bends` and `length` are
    sums over all lines. Faults: `through`, stretches inside a box; `overlaid`, pairs of lines that lie on each other though
    they share neither source nor target; `slanted` stretches.
    """

    crossings: int
    over_joints: int
    bends: int
    length: float
    through: int
    overlaid: int
    slanted: int

    @property
    def all_crossings(self) -> int:
        """Everything a reader sees cross."""
        return self.crossings + self.over_joints

    @property
    def faults(self) -> int:
        """All faults together."""
        return self.through + self.overlaid + self.slanted

    def __add__(self, other: Count) -> Count:
        return Count(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


@dataclass(frozen=True, slots=True)
class _Stretch:
    line: int
    low: float
    high: float
    at: float
    """Upright: x is `at`, y runs from low to high. Level: the other way round."""


def count(picture: Picture) -> Count:
    """Count everything in a picture."""
    lines = [Line(line.source, line.target, straighten(line.points)) for line in picture.lines]
    uprights, levels, slanted = _sort(lines)
    return Count(
        crossings=len(_crossings(lines, uprights, levels)),
        over_joints=_over_joints(picture, uprights),
        bends=sum(max(0, len(line.points) - 2) for line in lines),
        length=sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for line in lines for a, b in _pairs(line)),
        through=_through(picture, uprights, levels),
        overlaid=len(_overlaid(lines, uprights) | _overlaid(lines, levels)),
        slanted=slanted,
    )


def straighten(points: Sequence[Point]) -> tuple[Point, ...]:
    """Drop points that bend nothing; a step too small to be seen is no bend."""
    kept: list[Point] = []
    for point in points:
        if kept and _near(kept[-1][0], point[0]) and _near(kept[-1][1], point[1]):
            continue
        while len(kept) > 1 and _on_a_line(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return tuple(kept)


def _near(a: float, b: float) -> bool:
    return abs(a - b) < _CLOSE


def _on_a_line(a: Point, b: Point, c: Point) -> bool:
    return any(_near(a[k], b[k]) and _near(b[k], c[k]) and (b[1 - k] - a[1 - k]) * (c[1 - k] - b[1 - k]) >= 0 for k in (0, 1))


def _pairs(line: Line) -> Iterator[tuple[Point, Point]]:
    return zip(line.points, line.points[1:], strict=False)


def _sort(lines: Sequence[Line]) -> tuple[list[_Stretch], list[_Stretch], int]:
    uprights, levels, slanted = [], [], 0
    for index, line in enumerate(lines):
        for (x0, y0), (x1, y1) in _pairs(line):
            if _near(x0, x1):
                uprights.append(_Stretch(index, min(y0, y1), max(y0, y1), (x0 + x1) / 2))
            elif _near(y0, y1):
                levels.append(_Stretch(index, min(x0, x1), max(x0, x1), (y0 + y1) / 2))
            else:
                slanted += 1
    return uprights, levels, slanted


def _related(a: Line, b: Line) -> bool:
    return a.source == b.source or a.target == b.target


def _crossings(lines: Sequence[Line], uprights: Sequence[_Stretch], levels: Sequence[_Stretch]) -> set[tuple[int, int]]:
    """Places where two lines meet; of lines with a common end only where both go on beyond the place."""
    found: dict[tuple[int, int], Point] = {}
    t = _CLOSE
    for level in levels:
        for upright in uprights:
            if level.line == upright.line:
                continue
            inside = level.low + t < upright.at < level.high - t and upright.low + t < level.at < upright.high - t
            meets = level.low - t <= upright.at <= level.high + t and upright.low - t <= level.at <= upright.high + t
            if inside or (meets and not _related(lines[level.line], lines[upright.line])):
                found[(round(upright.at / 0.1), round(level.at / 0.1))] = (upright.at, level.at)
    return _distinct(found)


def _distinct(found: dict[tuple[int, int], Point]) -> set[tuple[int, int]]:
    """Drop places that are the same but for rounding."""
    kept: set[tuple[int, int]] = set()
    for (i, j), (x, y) in sorted(found.items()):
        beside = [(i + a, j + b) for a in (-1, 0, 1) for b in (-1, 0, 1)]
        if not any(c in kept and _near(found[c][0], x) and _near(found[c][1], y) for c in beside):
            kept.add((i, j))
    return kept


def _overlaid(lines: Sequence[Line], stretches: Sequence[_Stretch]) -> set[tuple[int, int]]:
    found = set()
    for index, a in enumerate(stretches):
        for b in stretches[index + 1 :]:
            together = abs(a.at - b.at) < _CLOSE and min(a.high, b.high) - max(a.low, b.low) > _CLOSE
            if a.line != b.line and together and not _related(lines[a.line], lines[b.line]):
                found.add((min(a.line, b.line), max(a.line, b.line)))
    return found


def _over_joints(picture: Picture, uprights: Sequence[_Stretch]) -> int:
    t = _CLOSE
    return sum(
        min(a[0], b[0]) + t < s.at < max(a[0], b[0]) - t and s.low + t < a[1] < s.high - t for s in uprights for a, b in picture.joints
    )


def _through(picture: Picture, uprights: Sequence[_Stretch], levels: Sequence[_Stretch]) -> int:
    t = _CLOSE
    boxes = picture.boxes.values()
    inside = sum(b[0] + t < s.at < b[2] - t and s.low < b[3] - t and s.high > b[1] + t for s in uprights for b in boxes)
    return inside + sum(b[1] + t < s.at < b[3] - t and s.low < b[2] - t and s.high > b[0] + t for s in levels for b in boxes)
