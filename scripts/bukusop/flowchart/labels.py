"""Stage 4b, labels: shaped lines go in, a free place beside the corner where each answer leaves comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from bukusop.flowchart.drawing import Box, Point
from bukusop.flowchart.measures import LABEL_CLEAR, LABEL_GAP, LABEL_SIZE, LINE

_ROWS = 12
_COLUMNS = 20
_STEP = 1.0
"""How far around its corner a label is tried, in steps; and the step along its line, mm."""
_OVER = 0.36
"""Room between a label and the line it stands on or hangs below, mm."""
_PRESSED = 0.04
"""Room around a label where there is none to spare, mm."""
_FOLLOWED = 45.0
"""How far along its line a label may stand, mm."""
_LOOSE = 4.0
_ASTRAY = 8.0
"""Cost of standing off the line, and of standing on the side of another answer."""
_WRAPPED = 0.7
_RULED = 0.9
"""Cost of breaking a label into one more line, and of crossing a rule of the table, in mm of distance."""


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A label set in lines, with the mm of each."""

    lines: tuple[str, ...]
    widths: tuple[float, ...]

    @property
    def size(self) -> Point:
        """Width and height of the whole, mm."""
        return max(self.widths), LABEL_SIZE * len(self.lines)


@dataclass(frozen=True, slots=True)
class Scene:
    """What a label must keep clear of, in mm: the area, symbols, line segments (as thin boxes), and the table's rules."""

    area: Box
    symbols: tuple[Box, ...]
    lines: tuple[Box, ...]
    rules_x: tuple[float, ...]
    rules_y: tuple[float, ...]


def thin_boxes(lines: Sequence[Sequence[Point]]) -> tuple[Box, ...]:
    """Every segment of the lines as a box of no width."""
    return tuple(
        (min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
        for line in lines
        for a, b in pairwise(line)
    )


def wrap(text: str, label_width: Callable[[str], float]) -> list[Wrapped]:
    """Give the ways to set a label: on one line, and broken at its spaces into two or three, the widest first."""
    words = text.split()
    found = [Wrapped((text,), (label_width(text),))]
    for count in range(2, min(len(words), 3) + 1):
        options = [
            tuple(" ".join(words[a:b]) for a, b in zip((0, *cuts), (*cuts, len(words)), strict=True))
            for cuts in combinations(range(1, len(words)), count - 1)
        ]
        lines = min(options, key=lambda option: max(label_width(line) for line in option))
        found.append(Wrapped(lines, tuple(label_width(line) for line in lines)))
    return found


def place_label(
    scene: Scene, placed: Sequence[Box], line: Sequence[Point], options: Sequence[Wrapped]
) -> tuple[tuple[tuple[str, Box], ...], bool]:
    """Find the label's lines with their boxes; False beside them where they could not stand at their corner.

    Nothing where nowhere is room.
    """
    for near, clear, step in ((True, LABEL_CLEAR, 1.0), (False, LABEL_CLEAR, 1.0), (False, _PRESSED, 1.0), (False, _PRESSED, 4.0)):
        best: tuple[float, Box, Wrapped] | None = None
        for option in options:
            around = _near(scene, line[0], option.size, step)
            extra = _WRAPPED * (len(option.lines) - 1)
            for cost, box in _beside(line, option.size) if near else _around(line, option.size, step):
                if best is not None and cost + extra >= best[0]:
                    break
                total = cost + extra + _ruled(scene, box)
                if (best is None or total < best[0]) and _free(around, placed, box, clear):
                    best = (total, box, option)
        if best is not None:
            return _set(best[2], best[1], line[0]), near
    return (), False


def _near(scene: Scene, corner: Point, size: Point, step: float) -> Scene:
    """Leave away what is too far off to matter."""
    x, y = corner
    reach_x, reach_y = step * _FOLLOWED + size[0] + 1, step * _FOLLOWED + size[1] + 1
    window = (x - reach_x, y - reach_y, x + reach_x, y + reach_y)

    def inside(box: Box) -> bool:
        return box[0] < window[2] and window[0] < box[2] and box[1] < window[3] and window[1] < box[3]

    return replace(scene, symbols=tuple(filter(inside, scene.symbols)), lines=tuple(filter(inside, scene.lines)))


def _set(option: Wrapped, box: Box, corner: Point) -> tuple[tuple[str, Box], ...]:
    """Set the lines of a label into its box, flush with the corner where the answer leaves."""
    x0, y0, x1, _ = box
    lines = []
    for index, (text, width) in enumerate(zip(option.lines, option.widths, strict=True)):
        left = x0 if x0 >= corner[0] else x1 - width if x1 <= corner[0] else (x0 + x1 - width) / 2
        top = y0 + index * LABEL_SIZE
        lines.append((text, (left, top, left + width, top + LABEL_SIZE)))
    return tuple(lines)


def _beside(line: Sequence[Point], size: Point) -> list[tuple[float, Box]]:
    """Places along the first stretch, beginning at the corner; above it rather than below, right rather than left."""
    (x0, y0), (x1, y1) = line[0], line[1]
    gap, (width, height) = LABEL_GAP, size
    found = []
    for number in range(4):
        away = number * _STEP
        if y0 == y1:
            left = x0 + gap + away if x1 > x0 else x0 - gap - away - width
            for extra, top in ((0.0, y0 - _OVER - height), (0.8, y0 + _OVER)):
                found.append((away + extra, (left, top, left + width, top + height)))
        else:
            top = y0 + LABEL_CLEAR + 0.05 + away
            for extra, left in ((0.0, x0 + gap), (0.8, x0 - gap - width)):
                found.append((away + extra, (left, top, left + width, top + height)))
    return sorted(found)


def _around(line: Sequence[Point], size: Point, step: float) -> list[tuple[float, Box]]:
    """Places further along the line, then around the corner in a net of `step` mm, the nearest first."""
    x, y = line[0]
    width, height = size
    found = list(_along(line, size))
    side = (line[1][0] > x) - (line[1][0] < x)
    for row in range(-_ROWS, _ROWS + 1):
        for column in range(-_COLUMNS, _COLUMNS + 1):
            left, top = x + column * step - width / 2, y + row * step - height / 2
            away = max(0.0, left - x, x - left - width) + 1.5 * max(0.0, top - y, y - top - height)
            # On the other side of the diamond it would be taken for the label of another answer.
            astray = _ASTRAY if column * side < 0 or (not side and row < 0) else 0.0
            found.append((_LOOSE + away + astray, (left, top, left + width, top + height)))
    return sorted(found)


def _along(line: Sequence[Point], size: Point) -> Iterator[tuple[float, Box]]:
    """Places on both sides of the whole line, as far as it can be followed at a glance."""
    width, height = size
    walked = 0.0
    for (x0, y0), (x1, y1) in pairwise(line):
        length = abs(x1 - x0) + abs(y1 - y0)
        for number in range(int(min(length, _FOLLOWED - walked) / _STEP)):
            share = number * _STEP / length
            x, y = x0 + share * (x1 - x0), y0 + share * (y1 - y0)
            cost = 0.3 * (walked + number * _STEP)
            if y0 == y1:
                left = x if x1 > x0 else x - width
                places = ((left, y - _OVER - height), (left, y + _OVER))
            else:
                top = y if y1 > y0 else y - height
                places = ((x + LABEL_GAP, top), (x - LABEL_GAP - width, top))
            for left, top in places:
                yield cost, (left, top, left + width, top + height)
        walked += length


def _ruled(scene: Scene, box: Box) -> float:
    """A label is less legible across a rule of the table."""
    x0, y0, x1, y1 = box
    crossed = sum(x0 < x < x1 for x in scene.rules_x) + 2 * sum(y0 < y < y1 for y in scene.rules_y)
    return _RULED * crossed


def _free(scene: Scene, placed: Sequence[Box], box: Box, clear: float) -> bool:
    x0, y0, x1, y1 = box
    a = scene.area
    if x0 < a[0] + clear or y0 < a[1] + clear or x1 > a[2] - clear or y1 > a[3] - clear:
        return False
    x0, y0, x1, y1 = x0 - clear, y0 - clear, x1 + clear, y1 + clear
    for other in scene.symbols:
        if other[0] < x1 and x0 < other[2] and other[1] < y1 and y0 < other[3]:
            return False
    for other in placed:
        if other[0] < x1 and x0 < other[2] and other[1] < y1 and y0 < other[3]:
            return False
    half = LINE / 2
    x0, y0, x1, y1 = x0 - half, y0 - half, x1 + half, y1 + half
    return not any(other[0] < x1 and x0 < other[2] and other[1] < y1 and y0 < other[3] for other in scene.lines)
