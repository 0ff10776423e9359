"""Symbols and arrows of one procedure -> its nodes row by row: who, which kind, and where each leads."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from bukusop.office.drafting import wording
from bukusop.office.drafting.labels import folded
from bukusop.office.drafting.links import Link
from bukusop.office.drafting.places import Symbol
from bukusop.office.drafting.steps import TEXTS, Procedure
from bukusop.office.drafting.texts import is_own

BEGIN = frozenset(("mulai", "start", "awal"))
FINISH = frozenset(("selesai", "berakhir", "akhir", "end", "finish", "stop"))
_MARK = re.compile(r"^(x|v|√|✓|✔|●|■|o|\*|\u2611|\u2612)$", re.IGNORECASE)
_NAME = re.compile(r"(Kapsul|Mulai|Selesai|Awal|Akhir) \d+")
END = -2
LEVEL = 3.0
"""mm by which the middles of two symbols differ at most that stand beside each other in a row."""


@dataclass(slots=True)
class Node:
    """A symbol of a step; of a joint step one in each of several columns. `drawn`: a capsule of the manner's own, None: who knows."""

    row: int
    kind: str
    actors: list[int]
    ids: list[str]
    y: float = 0.0
    x: float = 0.0
    drawn: bool | None = None
    doubts: list[str] = field(default_factory=list)
    ways: list[tuple[str, int, int, list[str]]] = field(default_factory=list)


class Flow:
    """The reading of one procedure. `ends` is the manner in which the sheet will draw its capsules (`Lembar.ujung`)."""

    def __init__(self, procedure: Procedure, keys: Sequence[str], symbols: Sequence[Symbol], links: Sequence[Link], ends: str) -> None:
        self.procedure, self.keys, self.ends = procedure, keys, ends
        self.symbols = {symbol.shape.id: symbol for symbol in symbols}
        self.links = [link for link in links if link.source in self.symbols and link.target in self.symbols]
        self.drawn = bool(self.symbols)
        self.rows: list[list[Node]] = [[] for _ in procedure.rows]
        self.known = bool(self.links)
        self._nodes(symbols)
        self.at = {id_: (n, m) for n, nodes in enumerate(self.rows) for m, node in enumerate(nodes) for id_ in node.ids}
        self._without_shapes()
        self._ways()
        self._end_rows()
        self._capsules()
        if ends == "baris":
            self._own_rows()

    def _row_of(self, symbol: Symbol) -> int:
        for part in self.procedure.parts:
            if part.block == symbol.block and symbol.line in part.lines:
                return part.lines[symbol.line]
        return -1

    def _nodes(self, symbols: Sequence[Symbol]) -> None:
        rows: dict[int, list[Symbol]] = defaultdict(list)
        for symbol in symbols:
            row = self._row_of(symbol)
            if row >= 0:
                rows[row].append(symbol)
        for row, members in rows.items():
            self.rows[row] = self._grouped(row, sorted(members, key=lambda item: (item.middle[1], item.middle[0])))

    def _grouped(self, row: int, members: list[Symbol]) -> list[Node]:
        """Make nodes of the symbols of a row: boxes joined by a plain line are one; arrows give the order."""
        ids = {symbol.shape.id for symbol in members}
        inside = [link for link in self.links if link.source in ids and link.target in ids]
        arrows = {(link.source, link.target) for link in inside if not link.joint}
        plain = {frozenset((link.source, link.target)) for link in inside if link.joint}
        tied = {id_ for pair in plain for id_ in pair}
        groups: list[list[Symbol]] = []
        for symbol in sorted(members, key=lambda item: item.shape.id not in tied):
            home = next((group for group in groups if self._joint(group, symbol, arrows, plain)), None)
            if home is None:
                groups.append([symbol])
            else:
                home.append(symbol)
        nodes = []
        place = {symbol.shape.id: number for number, symbol in enumerate(self.symbols.values())}
        groups.sort(key=lambda group: min(place[item.shape.id] for item in group))
        for group in groups:
            group.sort(key=lambda item: item.actor)
            actors = list(dict.fromkeys(actor for item in group for actor in (item.span or (item.actor,))))
            node = Node(row, group[0].shape.kind, actors, [item.shape.id for item in group],
                        min(item.middle[1] for item in group), min(item.middle[0] for item in group))
            node.doubts = list(dict.fromkeys(doubt for item in group for doubt in item.doubts))
            if len(group) > 1 and not all(any(item.shape.id in pair for pair in plain) for item in group):
                node.doubts.append("beberapa kotak pada satu baris tanpa garis di antaranya, dibaca sebagai langkah bersama")
            nodes.append(node)
        return _ordered(nodes, arrows)

    @staticmethod
    def _joint(group: list[Symbol], symbol: Symbol, arrows: set[tuple[str, str]], plain: set[frozenset[str]]) -> bool:
        if symbol.shape.kind != "process" or group[0].shape.kind != "process" or symbol.actor in [item.actor for item in group]:
            return False
        if any(frozenset((item.shape.id, symbol.shape.id)) in plain for item in group):
            return True
        if any((item.shape.id, symbol.shape.id) in arrows or (symbol.shape.id, item.shape.id) in arrows for item in group):
            return False
        if any(symbol.shape.id in pair for pair in plain):
            return False
        level = abs(group[0].middle[1] - symbol.middle[1]) < 0.6 * (symbol.box[3] - symbol.box[1])
        return level and not any(symbol.shape.id in pair for pair in arrows)

    def _without_shapes(self) -> None:
        """Take the actor from a mark in a cell, the actor's name as text, or guess, where no symbol stands."""
        before = 0
        for n, row in enumerate(self.procedure.rows):
            if self.rows[n]:
                before = self.rows[n][-1].actors[0]
                continue
            marked = [actor for actor, text in row.marks.items() if any(_MARK.match(word) for word in text.split())]
            who = folded(wording.words(row.texts.get("siapa", ())))
            named = [a for a, name in enumerate(self.procedure.actors) if who and folded(name) == who]
            told = [a for a, name in enumerate(self.procedure.actors) if folded(name) and folded(name) in folded(row.kegiatan)]
            node = Node(n, "process", marked or named or told[:1] or [min(before, len(self.keys) - 1)], [])
            if not marked and not named:
                node.doubts.append("tidak ada simbol atau tanda pada baris ini; pelaksananya " +
                                   ("disebut dalam kegiatan" if told else "diambil dari baris sebelumnya"))
            if folded(row.kegiatan) in BEGIN | FINISH and not row.number:
                node.kind = "terminator"
            self.rows[n] = [node]
            before = node.actors[0]

    def _ways(self) -> None:
        seen: set[tuple[int, int, int, int, str]] = set()
        for link in self.links:
            if link.source not in self.at or link.target not in self.at:
                continue
            source, target = self.at[link.source], self.at[link.target]
            if link.joint and self._same_row(link) and (source == target or self.kind(source) != "decision"):
                continue
            node = self.rows[source[0]][source[1]]
            if (*source, *target, link.label) in seen:
                continue
            seen.add((*source, *target, link.label))
            doubts = [*link.doubts, *(["garisnya tanpa anak panah"] if link.joint else [])]
            node.ways.append((link.label, *target, doubts))
        for node in (node for row in self.rows for node in row):
            if node.kind == "process" and len({way[0] for way in node.ways if way[0]}) > 1:
                node.kind = "decision"
                node.doubts.append("digambar sebagai kotak, tetapi beberapa garis dengan jawaban keluar darinya")

    def kind(self, at: tuple[int, int]) -> str:
        """Give the kind of a node."""
        return self.rows[at[0]][at[1]].kind

    def _same_row(self, link: Link) -> bool:
        return self.at[link.source][0] == self.at[link.target][0]

    def _end_rows(self) -> None:
        """Tell capsules of rows Mulai and Selesai from steps that are drawn as capsules."""
        last = len(self.rows) - 1
        for n, nodes in enumerate(self.rows):
            row = self.procedure.rows[n]
            word = folded(row.kegiatan)
            for node in nodes:
                if node.kind != "terminator":
                    continue
                if named := self._named(node):
                    node.kind, node.drawn = named
                    continue
                bare = len(nodes) == 1
                text = folded(" ".join(self.symbols[id_].shape.text for id_ in node.ids))
                ending = word in FINISH or (text in FINISH and not bare) or (not (word in BEGIN or text in BEGIN) and n == last)
                if bare and word not in BEGIN | FINISH and (row.number or word) and not self._capsule_row(n):
                    node.kind = "process"
                elif bare:
                    node.kind = "selesai" if ending else "mulai"
                elif self._step_as_capsule(n, node, text):
                    node.kind = "process"
                else:
                    first = node is nodes[0] and not (ending and last > 0 and n == last and not node.ways)
                    node.kind = "mulai" if first and text not in FINISH and (n != last or node.ways) else "selesai"

    def _named(self, node: Node) -> tuple[str, bool] | None:
        """Read what kind of capsule one of our own sheets says by its name, and whether the manner has drawn it; words in it decide."""
        shape = self.symbols[node.ids[0]].shape if node.ids else None
        found = _NAME.fullmatch(shape.name) if shape and not shape.text.strip() else None
        if found is None:
            return None
        kind = {"Kapsul": "process", "Mulai": "mulai", "Awal": "mulai"}.get(found[1], "selesai")
        return kind, found[1] in ("Awal", "Akhir")

    def _capsule_row(self, n: int) -> bool:
        """Whether a row is a capsule, whatever its words: it has no number; in a stranger's table the others must have some."""
        numbers = [row.number for row in self.procedure.rows]
        own = is_own(self.procedure.rows[n].texts.get("kegiatan", ()))
        return not numbers[n] and (own or (n in (0, len(numbers) - 1) and any(numbers)))

    def _step_as_capsule(self, n: int, node: Node, text: str) -> bool:
        """Whether a capsule beside other symbols is a step itself: it is somebody else's than the symbol next to it."""
        nodes = self.rows[n]
        beside = nodes[1] if node is nodes[0] else nodes[nodes.index(node) - 1]
        return text not in BEGIN | FINISH and self.ends == "kapsul" and node.actors[0] not in beside.actors

    def _capsules(self) -> None:
        """Leave out the capsules that the sheet draws by itself, with the ways that lead to them."""
        nodes = [node for row in self.rows for node in row if node.kind not in ("mulai", "selesai")]
        for n, row in enumerate(self.rows):
            for m, node in reversed(list(enumerate(row))):
                if node.drawn is not None:
                    if node.drawn and len(row) > 1:
                        self._drop(n, m)
                elif node.kind == "mulai" and len(row) > 1 and n == 0 and nodes and self.ends != "baris":
                    fit = nodes[0].kind == "process" and len(nodes[0].actors) == 1 and len(nodes) > 1
                    if self.ends == "kapsul_kotak" or not fit:
                        self._drop(n, m)
                elif node.kind == "selesai" and len(row) > 1 and nodes and self.ends != "baris":
                    jumps = any(way[1:3] == (n, m) for other in nodes if other is not nodes[-1] or other.kind != "process"
                                for way in other.ways)
                    fit = nodes[-1].kind == "process" and len(nodes[-1].actors) == 1 and len(nodes) > 1
                    if n == len(self.rows) - 1 and (self.ends == "kapsul_kotak" or not fit or jumps):
                        self._drop(n, m)

    def _drop(self, n: int, m: int) -> None:
        del self.rows[n][m]
        for node in (node for row in self.rows for node in row):
            node.ways = [
                (label, END, 0, doubts) if (row, slot) == (n, m) else (label, row, slot - (row == n and slot > m), doubts)
                for label, row, slot, doubts in node.ways
            ]


    def _says_only(self, n: int, words: frozenset[str]) -> bool:
        row = self.procedure.rows[n]
        if self.rows[n][0].drawn is False:
            return False
        return folded(row.kegiatan) in words | {""} and not any(wording.words(row.texts.get(key, ())) for key in TEXTS[1:])

    def _own_rows(self) -> None:
        """Leave out the rows Mulai and Selesai that the sheet writes by itself."""
        finish = [node.kind for node in self.rows[-1]] if len(self.rows) > 1 else []
        if finish == ["selesai"] and self._says_only(-1, FINISH):
            self._drop(len(self.rows) - 1, 0)
            del self.rows[-1], self.procedure.rows[-1]
        begin = self.rows[0] if self.rows else []
        onward = all(way[1:3] == (1, 0) for node in begin for way in node.ways)
        if len(self.rows) > 1 and [node.kind for node in begin] == ["mulai"] and onward and self._says_only(0, BEGIN):
            del self.rows[0], self.procedure.rows[0]
            for node in (node for row in self.rows for node in row):
                node.ways = [(label, row - 1 if row > 0 else row, slot, doubts) for label, row, slot, doubts in node.ways]


def _ordered(nodes: list[Node], arrows: set[tuple[str, str]]) -> list[Node]:
    """Order the symbols of a row from top to bottom; those beside each other as the arrows between them lead.

    `nodes` are in the order of the file, which decides where arrows lead round in a circle.
    """
    rest = list(nodes)
    result: list[Node] = []
    while rest:
        highest = min(node.y for node in rest)
        level = [node for node in rest if node.y < highest + LEVEL]
        free = [node for node in level if not any(
            (a, b) in arrows for other in level if other is not node for a in other.ids for b in node.ids)]
        chosen = min(free, key=lambda node: node.x) if free else level[0]
        result.append(chosen)
        rest.remove(chosen)
    return result
