"""Places of nested drawings: affine maps, of which every group, turn and flip is one. y points down; units are the caller's."""

from __future__ import annotations

import math
from collections.abc import Iterable

Point = tuple[float, float]
Box = tuple[float, float, float, float]
Map = tuple[float, float, float, float, float, float]
"""(a, b, c, d, e, f): x' = a x + c y + e, y' = b x + d y + f."""
SAME: Map = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
FAR = 1e5
"""Millimetres beyond which nothing is drawn: broken numbers are kept out of later sums."""


def after(outer: Map, inner: Map) -> Map:
    """Give the map that does `inner` first, then `outer`."""
    a, b, c, d, e, f = outer
    p, q, r, s, t, u = inner
    return (a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f)


def apply(way: Map, point: Point) -> Point:
    """Map a point; what falls outside of any paper is brought to its edge, to thousandths."""
    a, b, c, d, e, f = way
    x, y = point
    return (_near(a * x + c * y + e), _near(b * x + d * y + f))


def scaled(x: float, y: float, scale: float) -> Map:
    """Give the map that scales and then moves by (x, y)."""
    return (scale, 0.0, 0.0, scale, x, y)


def placed(offset: Point, size: Point, inner: Box, turn: float = 0.0, flip_x: bool = False, flip_y: bool = False) -> Map:
    """Map the rectangle `inner` (x, y, width, height) onto one at `offset` of `size`, flipped, then turned clockwise about its centre.

    This is a:xfrm of a group, with chOff and chExt as `inner`; a shape has (0, 0, *size).
    """
    width, height = size
    across = width / inner[2] if inner[2] else 1.0
    down = height / inner[3] if inner[3] else 1.0
    fit: Map = (across, 0.0, 0.0, down, -inner[0] * across - width / 2, -inner[1] * down - height / 2)
    flip: Map = (-1.0 if flip_x else 1.0, 0.0, 0.0, -1.0 if flip_y else 1.0, 0.0, 0.0)
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    back: Map = (cos, sin, -sin, cos, offset[0] + width / 2, offset[1] + height / 2)
    return after(back, after(flip, fit))


def box_of(points: Iterable[Point]) -> Box:
    """Give the box around points, (0, 0, 0, 0) around none."""
    all_points = list(points) or [(0.0, 0.0)]
    xs, ys = [x for x, _ in all_points], [y for _, y in all_points]
    return (min(xs), min(ys), max(xs), max(ys))


def corners(width: float, height: float) -> tuple[Point, Point, Point, Point]:
    """Give the corners of a rectangle at the origin."""
    return ((0.0, 0.0), (width, 0.0), (width, height), (0.0, height))


def _near(value: float) -> float:
    return round(min(max(value, -FAR), FAR), 3) + 0.0 if math.isfinite(value) else 0.0
