"""Shapes, wherever they hang -> their place over the steps table: x from its left edge, y from its top, the step's row and the actor.

A file says where a shape lies from the paper, the text column, a paragraph or a cell; where the table itself lies it does not say. So the
offset is found that puts the symbols best into columns and rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from bukusop.office.drafting import wording
from bukusop.office.drafting.fitting import fit, margin, shift_right
from bukusop.office.drafting.labels import says_legend
from bukusop.office.drafting.steps import Part, Procedure, edges, tops
from bukusop.office.foreign.raw import Anchor, RawDocument, RawLine, RawShape, RawTable

SYMBOLS = ("process", "decision", "terminator")
LONGEST_PAGE = 260.0
"""mm of table that one page holds at most."""
SHEET = 100_000.0
"""mm between the tables of a document, so that nothing of one is near anything of another."""
Point = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Symbol:
    """A symbol over the table. `line` is the table's line, `actor` counts the actors; `doubts` say why a place is a guess."""

    shape: RawShape
    block: int
    box: Box
    line: int = -1
    actor: int = -1
    span: tuple[int, ...] = ()
    doubts: list[str] = field(default_factory=list)

    @property
    def middle(self) -> Point:
        """Its centre."""
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2


@dataclass(slots=True)
class Ground:
    """A table with steps: its edges, its tops, its parts by line."""

    block: int
    table: RawTable
    across: list[float]
    down: list[float]
    known: bool
    parts: list[Part]

    @property
    def first(self) -> int:
        """The first line of its head: what hangs above belongs to the identity."""
        return min((min(part.lines, default=0) - part.head.depth for part in self.parts), default=0) - 2

    def part_at(self, line: int) -> Part | None:
        """Give the part that a line belongs to."""
        return next((part for part in self.parts if line in part.lines), None)

    def lanes(self, part: Part) -> list[tuple[float, float]]:
        """Give the left and right edge of each actor's column."""
        result = []
        for actor in range(len(part.head.actors)):
            columns = [column for column in range(min(len(part.head.kinds), self.table.columns)) if part.head.actor_at(column) == actor]
            result.append((self.across[columns[0]], self.across[columns[-1] + 1]))
        return result

    def lines(self) -> list[int]:
        """Give the lines that show a step, in order."""
        return sorted(line for part in self.parts for line, row in part.lines.items() if row >= 0)


Key = tuple[int, str, int]
"""Table, frame, and where the frame's zero hangs: the group of things that lie to each other as their numbers say."""


class Places:
    """The places of a document's shapes and lines over its tables."""

    def __init__(self, document: RawDocument, procedures: Sequence[Procedure]) -> None:
        self.document = document
        self.legend = _legend(document)
        blocks: dict[int, list[Part]] = defaultdict(list)
        for procedure in procedures:
            for part in procedure.parts:
                blocks[part.block].append(part)
        self.grounds = {block: self._ground(block, parts) for block, parts in sorted(blocks.items())}
        self.families: dict[int, int] = {}
        for procedure in procedures:
            own = [part.block for part in procedure.parts]
            first = min((self.families.get(block, block) for block in own), default=0)
            self.families.update(dict.fromkeys(own, first))
        self.symbols: list[Symbol] = []
        self.claimed: set[Key] = set()
        self.groups: dict[Key, tuple[float, float]] = {}
        self.runs: dict[tuple[int, str], list[tuple[int, int]]] = {}
        self._place()

    def family(self, block: int) -> int:
        """Give the first table of the procedures that a table shares: segilima lead no further than these."""
        return self.families.get(block, block)

    @staticmethod
    def _ground(block: int, parts: list[Part]) -> Ground:
        down, known = tops(parts[0].table)
        return Ground(block, parts[0].table, edges(parts[0].table), down, known, parts)

    def ground_of(self, anchor: Anchor) -> Ground | None:
        """Give the table a thing belongs to: the one it hangs in, else the next one below, else the last above."""
        if anchor.block in self.grounds:
            ground = self.grounds[anchor.block]
            return ground if anchor.row < 0 or anchor.row >= ground.first else None
        if anchor.row >= 0 or anchor.block in self.legend:
            return None
        after = [block for block in self.grounds if block > anchor.block]
        return self.grounds[after[0]] if after else self.grounds[max(self.grounds)] if self.grounds else None

    def key(self, item: RawShape | RawLine) -> Key | None:
        """Give the group of a shape or line; None where there is no table."""
        ground = self.ground_of(item.anchor)
        if ground is None:
            return None
        if item.anchor.block != ground.block or item.anchor.row < 0:
            return ground.block, item.frame, -1 - item.anchor.block if item.frame != "page" else -1_000_000
        if item.frame == "page":
            runs = self.runs.get((ground.block, "page"), [])
            return ground.block, "page", next((n for n, (_, last) in enumerate(runs) if item.anchor.row <= last), max(len(runs) - 1, 0))
        return ground.block, item.frame, 0

    def raw(self, item: RawShape | RawLine, point: Point) -> Point:
        """Give a point as the group has it: from its anchor's cell where it hangs in one."""
        ground = self.ground_of(item.anchor)
        x, y = point
        if ground is None or item.anchor.block != ground.block or item.anchor.row < 0:
            return x, y
        row, column = min(item.anchor.row, ground.table.rows - 1), min(item.anchor.column, ground.table.columns - 1)
        if item.frame in ("cell", "inline"):
            x += ground.across[max(column, 0)]
        return x, (y if item.frame == "page" else y + ground.down[row])

    def to_sheet(self, item: RawShape | RawLine, point: Point) -> Point:
        """Give a point over its table, tables far apart."""
        key = self.key(item)
        if key is None:
            return point
        x, y = self.raw(item, point)
        dx, dy = self.groups.get(key, self._nearest_group(key))
        return x + dx, y + dy + SHEET * key[0]

    def _nearest_group(self, key: Key) -> Point:
        if key[1] in ("cell", "inline"):
            return 0.0, 0.0
        same = [value for known, value in self.groups.items() if known[:2] == key[:2]]
        return same[0] if same else (0.0, 0.0)

    def _place(self) -> None:
        shapes = [shape for shape in self.document.shapes if shape.kind in SYMBOLS]
        self._page_runs(shapes)
        groups: dict[Key, list[RawShape]] = defaultdict(list)
        for shape in shapes:
            key = self.key(shape)
            if key is not None:
                groups[key].append(shape)
        sideways = self._sideways(groups)
        self.claimed = set(groups)
        for key, members in groups.items():
            self._group(key, members, sideways[key])
        found = {symbol.shape.id: symbol for symbol in self.symbols}
        self.symbols = [found[shape.id] for shape in shapes if shape.id in found]

    def _page_runs(self, shapes: Sequence[RawShape]) -> None:
        """Find where a table runs on to another page: y jumps up while the lines go down."""
        hanging: dict[int, list[RawShape]] = defaultdict(list)
        for shape in shapes:
            if shape.frame == "page" and shape.anchor.row >= 0 and shape.anchor.block in self.grounds:
                hanging[shape.anchor.block].append(shape)
        for block, members in hanging.items():
            members.sort(key=lambda shape: (shape.anchor.row, shape.box[1]))
            runs = [[members[0].anchor.row, members[0].anchor.row]]
            lowest = members[0].box[1]
            for shape in members:
                if shape.box[1] < lowest - 40 and shape.anchor.row > runs[-1][1]:
                    runs.append([shape.anchor.row, shape.anchor.row])
                    lowest = shape.box[1]
                runs[-1][1] = max(runs[-1][1], shape.anchor.row)
                lowest = max(lowest, shape.box[1])
            self.runs[(block, "page")] = [(first, last) for first, last in runs]

    def _sideways(self, groups: dict[Key, list[RawShape]]) -> dict[Key, float]:
        """Give each group's shift to the right; tables of one width lie alike on their pages, so their groups are looked at together."""
        alike: dict[tuple[str, bool, int], list[Key]] = defaultdict(list)
        for key in groups:
            alike[key[1], key[2] >= 0, round(self.grounds[key[0]].across[-1])].append(key)
        result: dict[Key, float] = {}
        for (frame, hung, width), keys in alike.items():
            shift = 0.0
            if frame not in ("cell", "inline"):
                pairs = []
                for key in keys:
                    ground = self.grounds[key[0]]
                    lanes = ground.lanes((ground.part_at(groups[key][0].anchor.row) if hung else None) or ground.parts[0])
                    pairs.append(([self.raw(shape, _middle(shape.box))[0] for shape in groups[key]], lanes))
                shift = shift_right(pairs, margin(width) if frame in ("page", "paragraph") else 0.0)
            result.update(dict.fromkeys(keys, shift))
        return result

    def _more(self, ground: Ground, boxes: Sequence[Box]) -> list[Ground]:
        """Give the tables that follow on the same page, where floating symbols reach further down than one table."""
        reach = max(box[3] for box in boxes) - min(box[1] for box in boxes)
        taken = {key[0] for key in self.claimed}
        result: list[Ground] = []
        height = ground.down[-1] - ground.down[0]
        for block, other in self.grounds.items():
            if block > ground.block:
                if block in taken or reach <= height - 4 or not (ground.known and other.known):
                    break
                result.append(other)
                height += other.down[-1]
        return result

    def _group(self, key: Key, members: list[RawShape], dx: float) -> None:
        ground = self.grounds[key[0]]
        boxes = []
        for shape in members:
            x0, y0 = self.raw(shape, shape.box[:2])
            boxes.append((x0, y0, x0 + shape.box[2] - shape.box[0], y0 + shape.box[3] - shape.box[1]))
        hung = key[2] >= 0
        part = ground.part_at(members[0].anchor.row) if hung else None
        anchors = [shape.anchor.row for shape in members]
        more = [] if hung else self._more(ground, boxes)
        if more:
            found, dy = _over_tables([ground, *more], boxes)
            sure = True
        else:
            rows, dy, sure = _rows(ground, boxes, anchors if hung else None, key[1])
            found = [(ground, line) for line in rows]
        self.groups[key] = dx, dy
        base = SHEET * ground.block
        for shape, box, (ground, line) in zip(members, boxes, found, strict=True):
            symbol = Symbol(shape, ground.block, (box[0] + dx, box[1] + dy + base, box[2] + dx, box[3] + dy + base), line)
            if not sure:
                symbol.doubts.append("barisnya dibaca dari urutan gambar, karena tinggi baris tidak tertulis")
            own = ground.part_at(line) or part or ground.parts[0]
            _lane(symbol, ground.lanes(own), key[1])
            self.symbols.append(symbol)


def _over_tables(grounds: Sequence[Ground], boxes: Sequence[Box]) -> tuple[list[tuple[Ground, int]], float]:
    """Put the symbols of one page into several tables below each other; the gap between two is looked for."""
    middles = [(box[1] + box[3]) / 2 for box in boxes]
    best: tuple[float, float, list[tuple[Ground, int, float, float]]] = (float("inf"), 0.0, [])
    for gap in range(2, 32):
        spans, top = [], 0.0
        for ground in grounds:
            spans += [(ground, line, top + ground.down[line], top + ground.down[line + 1]) for line in ground.lines()]
            top += ground.down[-1] + gap
        shift, cost = fit(middles, [span[2:] for span in spans], True)
        if cost < best[0] - 1e-9:
            best = cost, shift, spans
    found = []
    for middle in middles:
        y = middle + best[1]
        found.append(min(((abs(y - (top + foot) / 2) / (foot - top), n) for n, (_, _, top, foot) in enumerate(best[2]))))
    return [best[2][n][:2] for _, n in found], best[1]


def _lane(symbol: Symbol, lanes: Sequence[tuple[float, float]], frame: str) -> None:
    """Find the actor by x; a box over several columns belongs to all of them."""
    middle = symbol.middle[0]
    if frame == "inline":
        middle = next((sum(lane) / 2 for lane in lanes if lane[0] - 0.1 <= symbol.box[0] < lane[1]), middle)
    covered = tuple(n for n, (left, right) in enumerate(lanes) if symbol.box[0] < (left + right) / 2 < symbol.box[2])
    if symbol.shape.kind == "process" and len(covered) > 1:
        symbol.span = covered
    distances = [abs(middle - (left + right) / 2) - (right - left) / 2 for left, right in lanes]
    symbol.actor = distances.index(min(distances))
    if distances[symbol.actor] > -0.06 * (lanes[symbol.actor][1] - lanes[symbol.actor][0]) and not symbol.span:
        symbol.doubts.append("simbolnya tepat di garis kolom" if distances[symbol.actor] <= 2 else "simbolnya di luar kolom pelaksana")


def _legend(document: RawDocument) -> frozenset[int]:
    """Give the paragraphs that explain the symbols: from a heading that says so up to the next table."""
    found: set[int] = set()
    inside = False
    for n, block in enumerate(document.blocks):
        inside = not isinstance(block, RawTable) and (inside or says_legend(wording.words((block,))))
        if inside:
            found.add(n)
    return frozenset(found)


def _middle(box: Box) -> Point:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _rows(ground: Ground, boxes: Sequence[Box], anchors: Sequence[int] | None, frame: str) -> tuple[list[int], float, bool]:
    """Give each symbol's line, the shift down that puts them there, and whether that is certain."""
    lines = ground.lines()
    middles = [(box[1] + box[3]) / 2 for box in boxes]
    if anchors is not None and (frame in ("cell", "inline") or len(set(anchors)) > max(1, len(anchors) // 3)):
        return _by_anchor(ground, boxes, anchors, frame)
    if not lines:
        return [0] * len(boxes), 0.0, False
    if ground.known:
        shift = 0.0 if anchors is not None and frame != "page" else _downwards(middles, ground, lines)
        return [_line_at(ground, middle + shift) for middle in middles], shift, True
    return _by_order(middles, boxes, ground, lines)


def _by_anchor(ground: Ground, boxes: Sequence[Box], anchors: Sequence[int], frame: str) -> tuple[list[int], float, bool]:
    """Take the line a symbol hangs in, or the one it reaches by its offset where heights are known."""
    middles = [(box[1] + box[3]) / 2 for box in boxes]
    if frame == "page":
        shift = median((ground.down[row] + ground.down[row + 1]) / 2 - middle for row, middle in zip(anchors, middles, strict=True))
        return list(anchors), shift, True
    if frame == "inline":
        return list(anchors), 0.0, True
    if ground.known:
        rows = []
        for row, middle in zip(anchors, middles, strict=True):
            inside = ground.down[row] - 1 <= middle <= ground.down[row + 1] + 1
            rows.append(row if inside else _line_at(ground, middle))
        return rows, 0.0, True
    near = [middle - ground.down[row] < max(1.6 * (ground.down[row + 1] - ground.down[row]), 14)
            for row, middle in zip(anchors, middles, strict=True)]
    if all(near) or len(set(anchors)) > 1:
        rows = [row if close else _line_at(ground, middle) for row, middle, close in zip(anchors, middles, near, strict=True)]
        return rows, 0.0, all(near)
    return _by_order(middles, boxes, ground, ground.lines())


def _line_at(ground: Ground, y: float) -> int:
    """Give the line at a height, else the nearest that shows a step."""
    for line in range(ground.table.rows):
        if ground.down[line] <= y < ground.down[line + 1] and ground.part_at(line) is not None:
            return line
    return min((abs((ground.down[line] + ground.down[line + 1]) / 2 - y), line) for line in ground.lines() or [0])[1]


def _downwards(middles: Sequence[float], ground: Ground, lines: Sequence[int]) -> float:
    """Find the shift that puts floating symbols best into the lines of a table."""
    return fit(middles, [(ground.down[line], ground.down[line + 1]) for line in lines], ground.down[-1] < LONGEST_PAGE)[0]


def _by_order(
    middles: Sequence[float], boxes: Sequence[Box], ground: Ground, lines: Sequence[int]
) -> tuple[list[int], float, bool]:
    """Put symbols that lie beside each other into one line, and give the lines out in order; heights are guessed."""
    order = sorted(range(len(boxes)), key=lambda n: middles[n])
    clusters: list[list[int]] = []
    for index in order:
        same = clusters and middles[index] - median(middles[n] for n in clusters[-1]) < 0.5 * (boxes[index][3] - boxes[index][1])
        if same:
            clusters[-1].append(index)
        else:
            clusters.append([index])
    rows = [lines[0]] * len(boxes)
    first, last = middles[order[0]], middles[order[-1]]
    centres = [(ground.down[line] + ground.down[line + 1]) / 2 for line in lines]
    scale = (centres[-1] - centres[0]) / (last - first) if last > first else 1.0
    for count, cluster in enumerate(clusters):
        if len(clusters) == len(lines):
            line = lines[count]
        else:
            y = centres[0] + (median(middles[n] for n in cluster) - first) * scale
            line = min((abs(y - centre), line) for centre, line in zip(centres, lines, strict=True))[1]
        for index in cluster:
            rows[index] = line
    return rows, centres[0] - first, len(clusters) == len(lines)
