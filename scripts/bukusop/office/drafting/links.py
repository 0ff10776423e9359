"""Drawn lines -> arrows from symbol to symbol, with the words at their beginning.

An end is a symbol where it is glued, or where it lies at its edge. Lines drawn in pieces are joined; a line that ends on another one
goes on with it; a segilima goes on at its partner.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from bukusop.office.drafting import wording
from bukusop.office.drafting.labels import folded
from bukusop.office.drafting.matching import matched
from bukusop.office.drafting.pieces import TOUCH, Piece, joined, path_distance
from bukusop.office.drafting.places import SHEET, Box, Places, Point
from bukusop.office.drafting.stretching import distance
from bukusop.office.drafting.typed import typed
from bukusop.office.foreign.raw import RawDocument, RawLine, RawShape

NEAR, FAR = 7.0, 16.0
"""mm between an end and a symbol's edge: it means this symbol, it can hardly mean another."""
CORNER, BESIDE = 0.6, 0.9
"""mm within which two ends are one corner, and from which on an end lies beside a symbol."""
LEVEL = 4.0
"""mm by which segilima beside each other differ at most."""
LABEL_REACH = 22.0
LONGEST_LABEL = 28
SAID = 4.0
"""mm by which a word seems nearer to a line that is said to bear it: so much that it decides between lines beside each other, no more."""
_MARKS = frozenset(("x", "v", "√", "✓", "✔", "●", "■", "o"))


@dataclass(slots=True)
class Link:
    """An arrow between symbols (ids of shapes). `joint`: a line without arrow head; `doubts` say what is a guess, and why."""

    source: str
    target: str
    label: str = ""
    joint: bool = False
    points: tuple[Point, ...] = ()
    doubts: list[str] = field(default_factory=list)
    order: int = 0
    said: str = ""


class Links:
    """All arrows of a document. `labels` are the words that were put to a line, `loose` those that were not."""

    def __init__(self, document: RawDocument, places: Places) -> None:
        self.places = places
        self.boxes: dict[str, Box] = {symbol.shape.id: symbol.box for symbol in places.symbols}
        self.kinds = {symbol.shape.id: symbol.shape.kind for symbol in places.symbols}
        self.pentagons: dict[str, RawShape] = {}
        for shape in document.shapes:
            if shape.kind == "connector" and places.key(shape):
                self.pentagons[shape.id] = shape
                self.boxes[shape.id] = self._box(shape)
                self.kinds[shape.id] = "connector"
        self.near: dict[int, list[tuple[str, Box]]] = defaultdict(list)
        for id_, box in self.boxes.items():
            self.near[_sheet(box[1])].append((id_, box))
        self.pieces = [self._piece(line) for line in document.lines if places.key(line)]
        self._corners()
        self.loose: list[str] = []
        pieces = [piece for piece in self.pieces if all(piece.ends)]
        pieces += joined([piece for piece in self.pieces if not all(piece.ends)])
        order = {piece.line.id: n for n, piece in enumerate(self.pieces)}
        pieces.sort(key=lambda piece: order[piece.line.id])
        self.links = [link for piece in pieces if (link := self._link(piece))]
        self._branch(pieces)
        for n, link in enumerate(self.links):
            link.order = n
        self.links = self._through_pentagons(self.links)
        self._label(document)

    def _box(self, shape: RawShape) -> Box:
        x0, y0 = self.places.to_sheet(shape, shape.box[:2])
        return x0, y0, x0 + shape.box[2] - shape.box[0], y0 + shape.box[3] - shape.box[1]

    def _piece(self, line: RawLine) -> Piece:
        points = tuple(self.places.to_sheet(line, point) for point in line.points)
        piece = Piece(line, points, [line.start, line.end], [line.arrow_start, line.arrow_end])
        for side in (0, 1):
            if piece.ends[side] and piece.ends[side] not in self.boxes:
                piece.ends[side] = ""
            if not piece.ends[side] and points:
                piece.ends[side] = self._touched(points[-side])
        return piece

    def _corners(self) -> None:
        """Free the ends that only pass a symbol: a bend beside it, where two pieces of a line meet without an arrow head.

        Where two other pieces meet at the same spot, these are the bend, and one that runs towards the symbol belongs to it.
        """
        drawn = [piece for piece in self.pieces if len(piece.points) > 1]
        ends = [point for piece in drawn for point in (piece.points[0], piece.points[-1])]
        spots = Counter((round(x / CORNER), round(y / CORNER)) for x, y in ends)
        for piece in drawn:
            glued = (piece.line.start, piece.line.end)
            off = [distance(piece.points[-side], self.boxes[piece.ends[side]]) if piece.ends[side] else 0.0 for side in (0, 1)]
            for side in (0, 1):
                x, y = (round(value / CORNER) for value in piece.points[-side])
                meets = sum(spots[x + a, y + b] for a in (-1, 0, 1) for b in (-1, 0, 1)) - 1
                bends = meets > 0 and not (meets > 1 and piece.ends[side] and piece.ahead(side, self.boxes[piece.ends[side]]))
                inside = piece.ends[0] == piece.ends[1] and off[side] > off[1 - side]
                if piece.ends[side] and not glued[side] and not piece.heads[side] and (inside or (bends and off[side] > BESIDE)):
                    piece.ends[side] = ""

    def _touched(self, point: Point, reach: float = TOUCH) -> str:
        near = [(distance(point, box), id_) for id_, box in self.near.get(_sheet(point[1]), ())]
        best = min(near, default=(reach + 1, ""))
        return best[1] if best[0] <= reach else ""

    def _link(self, piece: Piece) -> Link | None:
        """Make an arrow of a piece whose ends are symbols; a free end looks further for its symbol."""
        ends = list(piece.ends)
        doubts = list(piece.doubts)
        for side in (0, 1):
            if ends[side] or not piece.points:
                continue
            if self._lands(piece, piece.points[-side]):
                return None
            near = sorted((distance(piece.points[-side], box), id_) for id_, box in self.near.get(_sheet(piece.points[-side][1]), ())
                          if id_ != ends[1 - side])[:2]
            if not near or near[0][0] > FAR:
                return None
            ends[side] = near[0][1]
            if near[0][0] > NEAR or (len(near) > 1 and near[1][0] - near[0][0] < 2):
                doubts.append(f"ujung garis berjarak {near[0][0]:.0f} mm dari simbol terdekat")
        if not ends[0] or not ends[1] or (ends[0] == ends[1] and not _loop(piece)):
            return None
        if piece.heads[0] and not piece.heads[1]:
            return Link(ends[1], ends[0], points=piece.points[::-1], doubts=doubts, said=piece.line.said)
        if piece.heads[0] and piece.heads[1]:
            doubts.append("garisnya berpanah di kedua ujung")
        return Link(ends[0], ends[1], joint=not any(piece.heads), points=piece.points, doubts=doubts, said=piece.line.said)

    def _lands(self, piece: Piece, point: Point) -> bool:
        return any(other is not piece and other.points and path_distance(point, other.points) <= TOUCH for other in self.pieces
                   if other.line.id != piece.line.id)

    def _branch(self, pieces: Sequence[Piece]) -> None:
        """A piece that ends on another line goes where that line goes, or comes from where it comes."""
        for piece in pieces:
            for side in (0, 1):
                if piece.ends[side] or not piece.ends[1 - side] or not piece.points:
                    continue
                trunk = min(((path_distance(piece.points[-side], link.points), n) for n, link in enumerate(self.links) if link.points),
                            default=(TOUCH + 1, -1))
                if trunk[0] > TOUCH:
                    continue
                link, own = self.links[trunk[1]], piece.ends[1 - side]
                outward = (side == 1 and not piece.heads[0]) or (side == 0 and piece.heads[0])
                points = piece.points if side == 1 else piece.points[::-1]
                if outward and link.target != own:
                    self.links.append(Link(own, link.target, points=points, doubts=["garisnya menyambung ke garis lain"]))
                elif not outward and link.source != own:
                    self.links.append(Link(link.source, own, points=points[::-1], doubts=["garisnya bercabang dari garis lain"]))

    def _through_pentagons(self, links: list[Link]) -> list[Link]:
        """Replace ways that end at a segilima by ways to where its partner leads."""
        into: dict[str, list[Link]] = defaultdict(list)
        onward: dict[str, Link] = {}
        for link in links:
            if self.kinds.get(link.target) == "connector":
                into[link.target].append(link)
            if self.kinds.get(link.source) == "connector":
                onward[link.source] = link
        partner: dict[str, str] = {}
        unsure: set[str] = set()
        families: dict[int, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
        blocks = {symbol.shape.id: symbol.block for symbol in self.places.symbols}
        far = ({id_: ways[0].source for id_, ways in into.items()}, {id_: link.target for id_, link in onward.items()})
        for side, ends in enumerate(far):
            for id_, end in ends.items():
                families[self.places.family(blocks.get(end, _sheet(self.boxes[id_][1])))][side].append(id_)
        for entries, exits in families.values():
            pairs, sure = self._partners(entries, exits)
            partner |= pairs
            unsure |= set() if sure else set(entries)
        result = [link for link in links if "connector" not in (self.kinds.get(link.target), self.kinds.get(link.source))]
        for entry, ways in into.items():
            for link in ways:
                at, seen = entry, {entry}
                if self.kinds.get(link.source) == "connector":
                    continue
                while at in partner and partner[at] in onward:
                    target = onward[partner[at]].target
                    if self.kinds.get(target) != "connector":
                        doubts = [*link.doubts, *([] if entry not in unsure else ["sambungan halaman dipasangkan menurut urutan"])]
                        result.append(Link(link.source, target, link.label, False, link.points, doubts, link.order, link.said))
                        break
                    if target in seen:
                        break
                    seen.add(target)
                    at = target
        return sorted(result, key=lambda link: link.order)

    def _partners(self, entries: list[str], exits: list[str]) -> tuple[dict[str, str], bool]:
        """Pair segilima: by their letter, else those nearest to the break between their pages, from left to right."""
        partner: dict[str, str] = {}
        free = list(exits)
        for entry in entries:
            letter = folded(self.pentagons[entry].text)
            same = [id_ for id_ in free if letter and folded(self.pentagons[id_].text) == letter]
            if same:
                ahead = [id_ for id_ in same if self.boxes[id_][1] > self.boxes[entry][1]] or same
                best = min(ahead, key=lambda id_: abs(self.boxes[id_][1] - self.boxes[entry][1]))
                partner[entry] = best
                free.remove(best)
        rest = [entry for entry in entries if entry not in partner]
        choices = {}
        for entry in rest:
            apart = [id_ for id_ in free if _sheet(self.boxes[id_][1]) != _sheet(self.boxes[entry][1])] or list(free)
            choices[entry] = [id_ for id_ in apart if self._across(entry, id_)] or apart
        spots = [self.boxes[id_][1] for id_ in (*rest, *free)]
        pairs = sorted((round(abs(self.boxes[id_][1] - self.boxes[entry][1]) / LEVEL), self.boxes[entry][0], self.boxes[id_][0], entry, id_)
                       for entry, found in choices.items() for id_ in found)
        for *_, entry, id_ in pairs:
            if entry not in partner and id_ in free:
                partner[entry] = id_
                free.remove(id_)
        return partner, len(rest) <= 1 or all(self._alone(entry, partner[entry], spots) for entry in rest if entry in partner)

    def _alone(self, entry: str, exit_: str, spots: Sequence[float]) -> bool:
        """Whether no other segilima lies between two, or beside one of them."""
        low, high = sorted((self.boxes[entry][1], self.boxes[exit_][1]))
        return sum(low - LEVEL < y < high + LEVEL for y in spots) == 2

    def _across(self, entry: str, exit_: str) -> bool:
        """Whether an exit lies on the other side of a page break: one at a foot, the other at the next head."""
        entering = next((link for link in self.links if link.target == entry), None)
        if entering is None or not entering.points:
            return self.boxes[exit_][1] > self.boxes[entry][1]
        source = self.boxes.get(entering.source)
        forward = source is None or source[1] < self.boxes[entry][1]
        return (self.boxes[exit_][1] > self.boxes[entry][1]) == forward

    def _label(self, document: RawDocument) -> None:
        """Put words to the lines that leave decisions: the nearest pair first."""
        words = [(shape.id, shape.text.strip(), self._box(shape)) for shape in document.shapes
                 if shape.kind in ("text", "other") and shape.text.strip() and self.places.key(shape)]
        short = [item for item in words if len(item[1]) <= LONGEST_LABEL]
        self.loose += [" ".join(wording.clean(text).split()) for _, text, _ in words if len(text) > LONGEST_LABEL]
        short += self._cell_words()
        for link, piece in self._own_words():
            link.label = piece
        out = Counter(link.source for link in self.links if not link.joint)
        ways = [n for n, link in enumerate(self.links)
                if not link.label and (self.kinds.get(link.source) == "decision" or (out[link.source] > 1 and not link.joint))]
        pairs = []
        for n in ways:
            link = self.links[n]
            start = self.boxes[link.source]
            for m, (_, text, box) in enumerate(short):
                if _sheet(box[1]) != _sheet(start[1]):
                    continue
                told = SAID if link.said and folded(link.said) == folded(text) else 0.0
                pairs.append((_label_cost(box, link.points, start, self.boxes[link.target]) - told, n, m))
        chosen = matched({(n, m): cost for cost, n, m in pairs if cost < LABEL_REACH}, LABEL_REACH)
        taken = set(chosen.values())
        for n, m in chosen.items():
            self.links[n].label = " ".join(wording.clean(short[m][1]).split())
        self.loose += [text for m, (id_, text, _) in enumerate(short) if m not in taken and id_]
        self.loose += [" ".join(wording.clean(shape.text).split()) for shape in self.places.apart if shape.text.strip()]

    def _own_words(self) -> list[tuple[Link, str]]:
        found = []
        for piece in self.pieces:
            if piece.line.text.strip():
                for link in self.links:
                    if link.points and piece.points and path_distance(piece.points[0], link.points) < 0.1 and not link.label:
                        found.append((link, " ".join(piece.line.text.split())))
                        break
                    if not piece.points and link.source in piece.ends and link.target in piece.ends:
                        found.append((link, " ".join(piece.line.text.split())))
                        break
        return found

    def _cell_words(self) -> list[tuple[str, str, Box]]:
        """Give short words typed in the actors' cells, as boxes where those cells are."""
        found: list[tuple[str, str, Box]] = []
        for ground in self.places.grounds.values():
            base = SHEET * ground.block
            for cell in ground.table.cells:
                part = ground.part_at(cell.row)
                if part is None or part.head.actor_at(min(cell.column, len(part.head.kinds) - 1)) < 0:
                    continue
                top, foot = ground.down[cell.row], ground.down[min(cell.row + cell.rows, ground.table.rows)]
                left, right = ground.across[cell.column], ground.across[min(cell.column + cell.columns, ground.table.columns)]
                for text, box in typed(cell, (left, base + top, right, base + foot)):
                    if len(text) <= LONGEST_LABEL and text.lower() not in _MARKS:
                        found.append(("", text, box))
        return found


def _loop(piece: Piece) -> bool:
    """Whether a line leads from a symbol back to it: glued at both ends, with an arrow head, and further than along its edge."""
    line = piece.line
    return bool(line.start) and line.start == line.end and any(piece.heads) and len(piece.points) > 3


def _sheet(y: float) -> int:
    return int((y + SHEET / 2) // SHEET)


def _label_cost(label: Box, points: Sequence[Point], start: Box, target: Box) -> float:
    """Give how far a word is from the beginning of a line: mm to it, and a part of the way along it."""
    line = list(points) if points else [((start[0] + start[2]) / 2, (start[1] + start[3]) / 2),
                                        ((target[0] + target[2]) / 2, (target[1] + target[3]) / 2)]
    best, way = float("inf"), 0.0
    for a, b in itertools.pairwise(line):
        length = math.dist(a, b)
        for step in range(int(min(length, 40.0)) + 1):
            share = step / length if length else 0.0
            point = a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
            best = min(best, distance(point, label) + 0.35 * (way + step))
        way += length
        if way > 40:
            break
    return best
