"""Shapes, wherever they hang -> their place over the steps table: x from its left edge, y from its top, the step's row and the actor.

A file says where a shape lies from the paper, the text column, a paragraph or a cell; where the table itself lies it does not say. So the
offset is found that puts the symbols best into columns and rows.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from bukusop.office.drafting.fitting import Mark, margin, shift_ends, shift_right, well_within
from bukusop.office.drafting.grounds import Ground, lines_of, over_tables
from bukusop.office.drafting.steps import Part, Procedure
from bukusop.office.drafting.strays import frames, home, legend
from bukusop.office.drafting.stretching import stretched
from bukusop.office.foreign.raw import Anchor, RawDocument, RawLine, RawShape

SYMBOLS = ("process", "decision", "terminator")
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


Key = tuple[int, str, int]
"""Table, frame, and where the frame's zero hangs: the group of things that lie to each other as their numbers say."""


class Places:
    """The places of a document's shapes and lines over its tables."""

    def __init__(self, document: RawDocument, procedures: Sequence[Procedure]) -> None:
        self.document = document
        self.legend = legend(document)
        blocks: dict[int, list[Part]] = defaultdict(list)
        for procedure in procedures:
            for part in procedure.parts:
                blocks[part.block].append(part)
        self.grounds = {block: Ground.of(block, parts) for block, parts in sorted(blocks.items())}
        self.families: dict[int, int] = {}
        for procedure in procedures:
            own = [part.block for part in procedure.parts]
            first = min((self.families.get(block, block) for block in own), default=0)
            self.families.update(dict.fromkeys(own, first))
        self.homes: dict[int, int] = {}
        self.strays: list[RawShape] = []
        self.symbols: list[Symbol] = []
        self.claimed: set[Key] = set()
        self.groups: dict[Key, tuple[float, float]] = {}
        self.runs: dict[tuple[int, str], list[tuple[int, int]]] = {}
        self.pentagons: dict[Key, list[Mark]] = defaultdict(list)
        self.around: dict[Key, list[float]] = defaultdict(list)
        self._place()

    def family(self, block: int) -> int:
        """Give the first table of the procedures that a table shares: segilima lead no further than these."""
        return self.families.get(block, block)

    def ground_of(self, anchor: Anchor) -> Ground | None:
        """Give the table a thing belongs to: the one it hangs in, else one on the page of its paragraph."""
        if anchor.block in self.grounds:
            ground = self.grounds[anchor.block]
            return ground if anchor.row < 0 or anchor.row >= ground.first else None
        if anchor.row >= 0 or anchor.block in self.legend:
            return None
        if anchor.block not in self.homes:
            self.homes[anchor.block] = home(self.document, anchor.block, tuple(self.grounds))
        return self.grounds.get(self.homes[anchor.block])

    @property
    def apart(self) -> list[RawShape]:
        """What lies over no table, and explains no symbols: frames, what stands in the text, what is drawn on other pages."""
        floating = (shape for shape in self.document.shapes if shape.anchor.row < 0 and shape.anchor.block not in self.legend)
        return [*self.strays, *(shape for shape in floating if self.key(shape) is None)]

    def key(self, item: RawShape | RawLine) -> Key | None:
        """Give the group of a shape or line; None where there is no table, or where it stands in the text outside of tables."""
        ground = self.ground_of(item.anchor)
        if ground is None or item.frame == "text":
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
        for ground in self.grounds.values():
            if not ground.known:
                ground.down = stretched(self.document, ground.block, ground.first, ground.across, ground.down)
        shapes = [shape for shape in self.document.shapes if shape.kind in SYMBOLS]
        self._page_runs(shapes)
        groups: dict[Key, list[RawShape]] = defaultdict(list)
        for shape in shapes:
            key = self.key(shape)
            if key is not None:
                groups[key].append(shape)
        self._leave_frames(groups)
        self._beside()
        sideways = self._sideways(groups)
        self.claimed = set(groups)
        for key, members in groups.items():
            self._group(key, members, sideways[key])
        self._settle_lines()
        found = {symbol.shape.id: symbol for symbol in self.symbols}
        self.symbols = [found[shape.id] for shape in shapes if shape.id in found]

    def _settle_lines(self) -> None:
        """Shift lines that hang otherwise than all symbols of their table until their ends lie at these."""
        ends: dict[Key, list[Point]] = defaultdict(list)
        placed = {key[:2] for key in self.groups}
        for line in self.document.lines:
            key = self.key(line)
            if key is not None and key[1] not in ("cell", "inline") and key[:2] not in placed and len(line.points) > 1:
                ends[key] += [self.raw(line, line.points[side]) for side in (0, -1)]
        for key, points in ends.items():
            base = SHEET * key[0]
            boxes = [(x0, y0 - base, x1, y1 - base) for x0, y0, x1, y1 in (item.box for item in self.symbols if item.block == key[0])]
            if boxes:
                self.groups[key] = shift_ends(points, boxes, (0.0, margin(self.grounds[key[0]].across[-1])))

    def _leave_frames(self, groups: dict[Key, list[RawShape]]) -> None:
        """Take out of the symbols what is drawn around them."""
        sizes = [(shape.box[2] - shape.box[0], shape.box[3] - shape.box[1]) for members in groups.values() for shape in members]
        for key, members in list(groups.items()):
            down = self.grounds[key[0]].down
            tallest = max((foot - top for top, foot in itertools.pairwise(down)), default=0.0)
            odd = frames([self._box(shape) for shape in members], sizes, tallest)
            self.strays += [members[n] for n in odd]
            groups[key] = [shape for n, shape in enumerate(members) if n not in odd]
            if not groups[key]:
                del groups[key]

    def _box(self, shape: RawShape) -> Box:
        """Give a shape's box as its group has it."""
        x0, y0 = self.raw(shape, shape.box[:2])
        return x0, y0, x0 + shape.box[2] - shape.box[0], y0 + shape.box[3] - shape.box[1]

    def _beside(self) -> None:
        """Gather what floats beside symbols: segilima, and the heights at which words and lines are drawn."""
        for shape in self.document.shapes:
            key = self.key(shape) if shape.kind in ("connector", "text") else None
            if key is not None and key[2] < 0:
                self.pentagons[key] += [_mark(shape, shape.box)] if shape.kind == "connector" else []
                self.around[key].append((shape.box[1] + shape.box[3]) / 2)
        for line in self.document.lines:
            key = self.key(line)
            if key is not None and key[2] < 0:
                self.around[key] += [y for _, y in line.points]

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
                told = self._told_right(keys, pairs) if frame == "page" and not hung else None
                prior = margin(width) if frame in ("page", "paragraph") else 0.0
                shift = shift_right(pairs, prior) if told is None else told
            result.update(dict.fromkeys(keys, shift))
        return result

    def _told_right(self, keys: Sequence[Key], pairs: Sequence[tuple[Sequence[float], Sequence[tuple[float, float]]]]) -> float | None:
        """Give the shift that the file tells, where every symbol then stands well within a column: of its table, or of one below it."""
        lefts = [self.grounds[key[0]].table.left for key in keys]
        if not lefts[0] or max(lefts) - min(lefts) > 0.1:
            return None
        begun = sorted({key[0] for key in keys})
        for key, (middles, own) in zip(keys, pairs, strict=True):
            after = min((block for block in begun if block > key[0]), default=key[0] + 1_000_000)
            below = [other for block, other in self.grounds.items() if key[0] < block < after and abs(other.table.left - lefts[0]) < 0.1]
            lanes = [*own, *(lane for other in below for part in other.parts for lane in other.lanes(part))]
            if not all(well_within(middle - lefts[0], lanes) for middle in middles):
                return None
        return -lefts[0]

    def _more(self, ground: Ground, boxes: Sequence[Box], page: bool) -> list[Ground]:
        """Give the tables that follow on the same page, where floating symbols reach further down than one table."""
        reach = max(box[3] for box in boxes) - min(box[1] for box in boxes)
        taken = {key[0] for key in self.claimed}
        result: list[Ground] = []
        lowest = max(box[3] for box in boxes) if page and ground.table.y >= 0 else -1.0
        height = ground.down[-1] - ground.down[0]
        for block, other in self.grounds.items():
            if block > ground.block:
                short = reach <= height - 4 and not 0 <= other.table.y < lowest
                if block in taken or short or not (ground.known and other.known):
                    break
                result.append(other)
                height += other.down[-1]
        return result

    def _group(self, key: Key, members: list[RawShape], dx: float) -> None:
        ground = self.grounds[key[0]]
        boxes = [self._box(shape) for shape in members]
        hung = key[2] >= 0
        part = ground.part_at(members[0].anchor.row) if hung else None
        anchors = [shape.anchor.row for shape in members]
        more = [] if hung else self._more(ground, boxes, key[1] == "page")
        marks = [_mark(shape, box) for shape, box in zip(members, boxes, strict=True)]
        if more:
            found, dy, sure = over_tables([ground, *more], [*marks, *self.pentagons[key]], key[1] == "page")
            found = found[:len(members)]
        else:
            rows, dy, sure = lines_of(ground, marks, self.pentagons[key], self.around[key], anchors if hung else None, key[1])
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


def _middle(box: Box) -> Point:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _mark(shape: RawShape, box: Box) -> Mark:
    return Mark(box[1], box[3], shape.kind, (box[0] + box[2]) / 2)
