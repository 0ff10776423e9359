"""How a typist leads the lines: symbols in their cells, and ways between them that cross no other symbol where that can be had."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .strange_ink import Point
from .strange_stories import Story


@dataclass(frozen=True)
class Node:
    """A symbol, by its centre."""

    page: int
    row: int
    col: int
    kind: str
    x: float
    y: float
    w: float
    h: float
    words: str = ""

    def side(self, name: str) -> Point:
        return {"L": (self.x - self.w / 2, self.y), "R": (self.x + self.w / 2, self.y), "T": (self.x, self.y - self.h / 2),
                "B": (self.x, self.y + self.h / 2)}[name]


@dataclass(frozen=True)
class Way:
    """A line from symbol to symbol, and the answer that stands at its start."""

    points: tuple[Point, ...]
    source: Node
    goal: Node
    leaves: str
    enters: str
    label: str = ""
    head: bool = True


@dataclass(frozen=True)
class Grid:
    """Where columns and rows of one page lie: edges of the actor columns, and per row its number, top and height."""

    edges: tuple[float, ...]
    rows: dict[int, tuple[float, float]]

    def middle(self, col: int) -> float:
        return (self.edges[col] + self.edges[col + 1]) / 2


@dataclass
class Chart:
    """Everything drawn for one SOP. Rows are step numbers; 0 and n + 1 are rows of their own for start and end."""

    story: Story
    grids: list[Grid]
    ends: str
    size: Point
    main: str = "side"
    slant: bool = False
    letters: str = ""
    shift: tuple[float, ...] = ()
    drop: float | None = None
    nodes: list[Node] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)

    def page(self, row: int) -> int:
        return next(number for number, grid in enumerate(self.grids) if row in grid.rows)

    def draw(self) -> "Chart":
        steps, last = self.story.steps, len(self.story.steps)
        cells: dict[int, list[list[Node]]] = {}
        for number, step in enumerate(steps, 1):
            kinds = ["box", "diamond"] if step.both else ["diamond" if step.answers else "box"]
            if self.ends == "same":
                kinds = ["capsule"] * (number == 1) + kinds + ["capsule"] * (number == last)
            elif self.ends == "alone" and number in (1, last):
                kinds = ["capsule"]
            page = self.page(number)
            if number < last and self.page(number + 1) != page:
                kinds.append("pentagon")
            if number > 1 and self.page(number - 1) != page:
                kinds.insert(0, "pentagon")
            cells[number] = [self._stack(number, col, kinds) for col in step.who]
        if self.ends == "rows":
            cells[0] = [self._stack(0, steps[0].who[0], ["capsule"])]
            cells[last + 1] = [self._stack(last + 1, steps[-1].who[0], ["capsule"])]
        self.nodes = [node for row in cells.values() for stack in row for node in stack]
        for row in cells.values():
            for one, two in pairwise(row):
                self._join(one[0], two[0])
            for stack in row:
                for one, two in pairwise(stack):
                    self._lead(one, two)
        if self.ends == "rows":
            self._link(cells[0][0][0], cells[1])
        exits = {number: cells[number] for number in range(1, last + 1)}
        links: list[tuple[int, list[list[Node]], int | str, str]] = []
        for number, step in enumerate(steps, 1):
            out = [[node for node in stack if node.kind != "pentagon"] for stack in exits[number]]
            if self.ends == "same" and number == last:
                out = [stack[:-1] for stack in out]
            goals = step.answers or ((("", step.jump),) if number < last or self.ends == "rows" or step.jump else ())
            links += [(number, out, self.story.target(number, goal), label) for label, goal in goals]
        for number, out, target, label in sorted(links, key=lambda link: self._turn(link[0], link[2])):
            self._follow(number, out, target, label, cells)
        return self

    def _turn(self, number: int, target: int | str) -> tuple[int, int]:
        """Say when a line is drawn: first those to another page, then those that go back, then forward ones, the nearest first."""
        goal = len(self.story.steps) if target == "selesai" else int(target)
        away = self.page(number) != self.page(goal)
        return (0 if away else 1 if goal <= number else 2), abs(goal - number)

    def _follow(self, number: int, out: list[list[Node]], target: int | str, label: str, cells: dict[int, list[list[Node]]]) -> None:
        last = len(self.story.steps)
        if target == "selesai":
            row = cells[last + 1] if self.ends == "rows" else [[cells[last][0][-1]]]
        else:
            row = [stack[(stack[0].kind in ("pentagon", "capsule") and len(stack) > 1):] for stack in cells[int(target)]]
        goal_row = row[0][0].row
        if self.page(number) == self.page(goal_row):
            self._link(min((stack[-1] for stack in out), key=lambda node: abs(node.x - row[0][0].x)), row, label)
        elif not (goal_row == number + 1 and target != "selesai"):
            letter = self.letters and chr(ord("B") + sum(node.kind == "pentagon" and node.words > "A" for node in self.nodes) // 2)
            source, goal = out[0][-1], row[0][0]
            here, there = self._beside(source, letter), self._beside(goal, letter)
            self.nodes += [here, there]
            self._lead(source, here, label)
            self._lead(there, goal)
        elif label:
            pentagon = cells[number][0][-1]
            self.ways = [way if way.goal is not pentagon else
                         Way(way.points, way.source, way.goal, way.leaves, way.enters, label) for way in self.ways]

    def _stack(self, row: int, col: int, kinds: Sequence[str]) -> list[Node]:
        page = self.page(row)
        top, height = self.grids[page].rows[row]
        shift = self.shift[(row + col) % len(self.shift)] if self.shift else 0
        words = {"pentagon": self.letters[:1]}
        if self.drop is not None:
            w, h = self._size(kinds[0])
            return [Node(page, row, col, kinds[0], self.grids[page].middle(col), top + self.drop + h / 2, w, h)]
        return [Node(page, row, col, kind, self.grids[page].middle(col) + shift, top + height * (number + 0.5) / len(kinds) + shift / 3,
                     *self._size(kind), words.get(kind, "")) for number, kind in enumerate(kinds)]

    def _size(self, kind: str) -> Point:
        w, h = self.size
        return {"diamond": (w, h * 1.2), "pentagon": (min(w, 7), 6.5), "capsule": (w, h * 0.85)}.get(kind, (w, h))

    def _beside(self, node: Node, words: str) -> Node:
        grid = self.grids[node.page]
        col = node.col + 1 if node.col + 2 < len(grid.edges) else node.col - 1
        return Node(node.page, node.row, col, "pentagon", grid.middle(col), node.y, *self._size("pentagon"), words)

    def _join(self, one: Node, two: Node) -> None:
        self.ways.append(Way((one.side("R"), two.side("L")), one, two, "R", "L", head=False))

    def _link(self, source: Node, row: list[list[Node]], label: str = "") -> None:
        self._lead(source, min((stack[0] for stack in row), key=lambda node: abs(node.x - source.x)), label)

    def _lead(self, source: Node, goal: Node, label: str = "") -> None:
        ways = [Way(points, source, goal, leaves, enters, label) for points, leaves, enters in self._candidates(source, goal)]
        self.ways.append(min(ways, key=self._cost))

    def _candidates(self, source: Node, goal: Node) -> Iterator[tuple[tuple[Point, ...], str, str]]:
        (sx, sy), (gx, gy) = (source.x, source.y), (goal.x, goal.y)
        below = goal.side("T")[1] - source.side("B")[1]
        if below > 0:
            if abs(sx - gx) < 2:
                x = (sx + gx) / 2
                yield ((x, source.side("B")[1]), (x, goal.side("T")[1])), "B", "T"
            else:
                if self.slant and goal.row - source.row <= 1:
                    yield (source.side("B"), goal.side("T")), "B", "T"
                yield ((source.side("R" if gx > sx else "L"), (gx, sy), goal.side("T"))), "R" if gx > sx else "L", "T"
                middle = goal.side("T")[1] - min(1.8, below / 2)
                yield (source.side("B"), (sx, middle), (gx, middle), goal.side("T")), "B", "T"
        if goal.row == source.row and goal.col != source.col:
            yield ((source.side("R"), goal.side("L")), "R", "L") if gx > sx else ((source.side("L"), goal.side("R")), "L", "R")
        if goal.row == source.row:
            return
        for edge in self.grids[source.page].edges:
            for lane in (edge - 2, edge - 1.3, edge + 1.3, edge + 2):
                for leaves in "LR":
                    for enters in "LR":
                        start, end = source.side(leaves), goal.side(enters)
                        if all((lane > point[0] + 0.9) if side == "R" else (lane < point[0] - 0.9)
                               for point, side in ((start, leaves), (end, enters))):
                            yield (start, (lane, sy), (lane, gy), end), leaves, enters

    def _cost(self, way: Way) -> float:
        cost = 4.0 * len(way.points) + sum(abs(a - c) + abs(b - d) for (a, b), (c, d) in pairwise(way.points)) * 0.05
        if self.main == "bottom" and way.leaves != "B":
            cost += 6
        if len(way.points) == 2 and way.points[0][0] != way.points[1][0]:
            cost -= 20
        edges = self.grids[way.source.page].edges
        cost += 8 * sum(not edges[0] < x < edges[-1] for x, _ in way.points)
        for leg in pairwise(way.points):
            cost += 200 * sum(hits(leg, node) for node in self.nodes if node.page == way.source.page and node not in (way.source, way.goal))
        for other in self.ways:
            if other.source.page != way.source.page:
                continue
            out, into = (other.source, other.leaves), (other.goal, other.enters)
            own_out, own_into = (way.source, way.leaves), (way.goal, way.enters)
            cost += 60 * (out == own_out) + 45 * (into == own_out) + 45 * (out == own_into) + 10 * (into == own_into)
            cost += sum(80 * overlap(one, two) + 3 * crosses(one, two) for one in pairwise(way.points) for two in pairwise(other.points))
        return cost


def hits(leg: tuple[Point, Point], node: Node, room: float = 0.7) -> bool:
    """Say whether a line runs through a symbol."""
    (x1, y1), (x2, y2) = leg
    low, high = 0.0, 1.0
    for start, delta, least, most in ((x1, x2 - x1, node.x - node.w / 2 - room, node.x + node.w / 2 + room),
                                      (y1, y2 - y1, node.y - node.h / 2 - room, node.y + node.h / 2 + room)):
        if abs(delta) < 1e-9:
            if not least < start < most:
                return False
            continue
        one, two = sorted(((least - start) / delta, (most - start) / delta))
        low, high = max(low, one), min(high, two)
    return low < high


def overlap(one: tuple[Point, Point], two: tuple[Point, Point]) -> bool:
    """Say whether two upright or level lines lie on each other for more than a touch."""
    for axis in (0, 1):
        if all(abs(leg[0][axis] - leg[1][axis]) < 0.01 for leg in (one, two)) and abs(one[0][axis] - two[0][axis]) < 0.6:
            (a, b), (c, d) = (sorted((leg[0][1 - axis], leg[1][1 - axis])) for leg in (one, two))
            return min(b, d) - max(a, c) > 1
    return False


def crosses(one: tuple[Point, Point], two: tuple[Point, Point]) -> bool:
    def turn(a: Point, b: Point, c: Point) -> float:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return turn(*one, two[0]) * turn(*one, two[1]) < 0 and turn(*two, one[0]) * turn(*two, one[1]) < 0
