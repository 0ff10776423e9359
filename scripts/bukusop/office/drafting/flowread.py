"""Symbols and arrows of one procedure -> its steps in the author's format: who, which shape, and where the flow leads."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from bukusop.office.drafting import wording
from bukusop.office.drafting.draft import Path, Value
from bukusop.office.drafting.labels import folded
from bukusop.office.drafting.links import Link
from bukusop.office.drafting.places import Symbol
from bukusop.office.drafting.steps import TEXTS, Procedure, Row

BEGIN = frozenset(("mulai", "start", "awal"))
FINISH = frozenset(("selesai", "berakhir", "akhir", "end", "finish", "stop"))
_MARK = re.compile(r"^(x|v|√|✓|✔|●|■|o|\*|\u2611|\u2612)$", re.IGNORECASE)
_BACK = re.compile(r"(?:kembali|lanjut|ulangi|diulang)\D{0,24}?(?:langkah|nomor|no\.?|tahap|kegiatan)\D{0,8}?(\d{1,2})", re.IGNORECASE)
END = -2


@dataclass(slots=True)
class Node:
    """A symbol of a step; of a joint step one in each of several columns."""

    row: int
    kind: str
    actors: list[int]
    ids: list[str]
    y: float = 0.0
    x: float = 0.0
    doubts: list[str] = field(default_factory=list)
    ways: list[tuple[str, int, int, list[str]]] = field(default_factory=list)


@dataclass(slots=True)
class Told:
    """What the drawing of one procedure says: steps as values, comments at their places, and counts for the report."""

    steps: list[Value]
    comments: list[tuple[Path, str]]
    sure: int = 0
    guessed: int = 0


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
        groups: list[list[Symbol]] = []
        for symbol in members:
            home = next((group for group in groups if self._joint(group, symbol, arrows, plain)), None)
            if home is None:
                groups.append([symbol])
            else:
                home.append(symbol)
        nodes = []
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
        if any((item.shape.id, symbol.shape.id) in arrows or (symbol.shape.id, item.shape.id) in arrows for item in group):
            return False
        if any(frozenset((item.shape.id, symbol.shape.id)) in plain for item in group):
            return True
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
            if source == target or (link.joint and self._same_row(link) and self.kind(source) != "decision"):
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
                bare = len(nodes) == 1
                text = folded(" ".join(self.symbols[id_].shape.text for id_ in node.ids))
                ending = word in FINISH or (text in FINISH and not bare) or (not (word in BEGIN or text in BEGIN) and n == last)
                if bare and word not in BEGIN | FINISH and (row.number or word):
                    node.kind = "process"
                elif bare:
                    node.kind = "selesai" if ending else "mulai"
                elif self._step_as_capsule(n, node, text):
                    node.kind = "process"
                else:
                    first = node is nodes[0] and not (ending and last > 0 and n == last and not node.ways)
                    node.kind = "mulai" if first and text not in FINISH and (n != last or node.ways) else "selesai"

    def _step_as_capsule(self, n: int, node: Node, text: str) -> bool:
        """Whether a capsule beside other symbols is a step itself: it is somebody else's than the symbol next to it."""
        nodes = self.rows[n]
        beside = nodes[1] if node is nodes[0] else nodes[nodes.index(node) - 1]
        return text not in BEGIN | FINISH and self.ends == "kapsul" and node.actors[0] not in beside.actors

    def _capsules(self) -> None:
        """Leave out the capsules that the sheet draws by itself, with the ways that lead to them."""
        nodes = [node for row in self.rows for node in row if node.kind not in ("mulai", "selesai")]
        for n, row in enumerate(self.rows):
            for m, node in enumerate(list(row)):
                if node.kind == "mulai" and len(row) > 1 and n == 0 and nodes and self.ends != "baris":
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


    def _own_rows(self) -> None:
        """Leave out the rows Mulai and Selesai that the sheet writes by itself."""
        finish = [node.kind for node in self.rows[-1]] if len(self.rows) > 1 else []
        if finish == ["selesai"] and folded(self.procedure.rows[-1].kegiatan) == "selesai":
            self._drop(len(self.rows) - 1, 0)
            del self.rows[-1], self.procedure.rows[-1]
        begin = self.rows[0] if self.rows else []
        onward = all(way[1:3] == (1, 0) for node in begin for way in node.ways)
        if len(self.rows) > 1 and [node.kind for node in begin] == ["mulai"] and onward:
            del self.rows[0], self.procedure.rows[0]
            for node in (node for row in self.rows for node in row):
                node.ways = [(label, row - 1 if row > 0 else row, slot, doubts) for label, row, slot, doubts in node.ways]


def _ordered(nodes: list[Node], arrows: set[tuple[str, str]]) -> list[Node]:
    """Order the symbols of a row as the arrows between them lead, else from top to bottom."""
    rest = sorted(nodes, key=lambda node: (node.y, node.x))
    result: list[Node] = []
    while rest:
        free = [node for node in rest if not any(
            (a, b) in arrows for other in rest if other is not node for a in other.ids for b in node.ids)]
        chosen = (free or rest)[0]
        result.append(chosen)
        rest.remove(chosen)
    return result


class Writing:
    """A flow that was read -> the values of `langkah`."""

    def __init__(self, flow: Flow, path: Path) -> None:
        self.flow, self.path = flow, path
        self.comments: list[tuple[Path, str]] = []
        self.sure = self.guessed = 0
        count = 0
        self.numbers: list[str] = []
        for nodes in flow.rows:
            bare = bool(nodes) and all(node.kind in ("mulai", "selesai") for node in nodes)
            count += not bare
            self.numbers.append("" if bare else str(count))
        self.capsule = next(((n, m) for n in reversed(range(len(flow.rows))) for m, node in enumerate(flow.rows[n])
                             if node.kind == "selesai"), None)

    def told(self) -> Told:
        """Write all steps."""
        steps = [self._step(n, row) for n, row in enumerate(self.flow.procedure.rows)]
        needed = {n for nodes in self.flow.rows for node in nodes for _, n, _, _ in node.ways if n >= 0 and not self.numbers[n]}
        written: list[Value] = []
        for n, step in enumerate(steps):
            end = self.capsule is not None and n == self.capsule[0]
            written.append({"id": f"baris-{n + 1}", **step} if n in needed and not end else dict(step))
        return Told(written, self.comments, self.sure, self.guessed)

    def _note(self, path: Path, text: str) -> None:
        self.comments.append(((*self.path, *path), text))

    def _step(self, n: int, row: Row) -> dict[str, Value]:
        nodes = self.flow.rows[n]
        step: dict[str, Value] = {}
        text = wording.cell(row.texts.get("kegiatan", ()))
        if not text:
            text = {"mulai": "Mulai", "selesai": "Selesai"}.get(nodes[0].kind, "(kegiatan tidak tertulis)") if nodes else ""
            self._note((n, "kegiatan"), "ditebak: sel kegiatan kosong di berkas asal")
            self.guessed += 1
        step["kegiatan"] = text
        if row.number and row.number != self.numbers[n]:
            self._note((n, "kegiatan"), f"nomor di berkas asal: {row.number}")
        if len(nodes) == 1:
            step.update(self._symbol(n, 0, (n,)))
        else:
            step["simpul"] = [self._symbol(n, m, (n, "simpul", m)) for m in range(len(nodes))]
        for key in TEXTS[1:]:
            paragraphs = row.texts.get(key, ())
            value = wording.words(paragraphs) if key == "waktu" else wording.cell(paragraphs)
            if value:
                step[key] = value
        return step

    def _symbol(self, n: int, m: int, path: Path) -> dict[str, Value]:
        node = self.flow.rows[n][m]
        keys = [self.flow.keys[actor] for actor in node.actors]
        told: dict[str, Value] = {"pelaksana": keys[0] if len(keys) == 1 else list(keys)}
        if node.doubts:
            self._note((*path, "pelaksana"), f"ditebak: {'; '.join(node.doubts)}")
            self.guessed += 1
        else:
            self.sure += 1
        if node.kind == "decision":
            if len(keys) > 1:
                told["pelaksana"] = keys[0]
            told["keputusan"] = self._answers(n, m, node, path)
        else:
            if node.kind in ("mulai", "selesai"):
                told["bentuk"] = node.kind
            to = self._onward(n, m, node, path) if node.kind != "selesai" else ""
            if to:
                told["ke"] = to
        return told

    def _target(self, n: int, m: int, row: int, slot: int) -> str:
        """Name a target; "" for the one that needs no word."""
        if row == END or (self.capsule == (row, slot) and self._next(n, m) != (row, slot)):
            last = self._next(n, m) is None and self.capsule is None
            return "" if last and row == END else "selesai"
        if (row, slot) == self._next(n, m) or (row == n and slot == m + 1):
            return ""
        return self.numbers[row] or f"baris-{row + 1}"

    def _next(self, n: int, m: int) -> tuple[int, int] | None:
        if m + 1 < len(self.flow.rows[n]):
            return n, m + 1
        return (n + 1, 0) if n + 1 < len(self.flow.rows) else None

    def _onward(self, n: int, m: int, node: Node, path: Path) -> str:
        ways = node.ways
        if not ways:
            if self.flow.known and self._next(n, m) is not None:
                if any(self.flow.symbols[id_].shape.kind == "terminator" for id_ in node.ids) and n > 0:
                    return "selesai"
                if self.flow.drawn and node.ids:
                    self._note((*path, "pelaksana"), "ditebak: tidak ada garis keluar yang terbaca, dianggap lanjut ke baris berikutnya")
                    self.guessed += 1
            return ""
        best = min(ways, key=lambda way: (bool(way[3]), (way[1], way[2]) != self._next(n, m), way[1]))
        to = self._target(n, m, best[1], best[2])
        at: Path = (*path, "ke") if to else (*path, "pelaksana")
        others = [self.shown(way[1]) for way in ways if way is not best]
        if best[3] or others:
            also = [f"ada pula garis ke {', '.join(dict.fromkeys(others))}"] if others else []
            self._note(at, f"ditebak: {'; '.join([*dict.fromkeys(best[3]), *also])}")
            self.guessed += 1
        return to

    def shown(self, row: int) -> str:
        """Name a row for a comment."""
        return "akhir" if row == END else f"langkah {self.numbers[row]}" if self.numbers[row] else "baris kapsul"

    def _answers(self, n: int, m: int, node: Node, path: Path) -> dict[str, Value]:
        """Write the answers of a decision; what is missing is guessed, and said."""
        ways = node.ways if all(way[0] for way in node.ways) else sorted(node.ways, key=lambda way: (way[1] != END and way[1] <= n, way[1]))
        doubts: list[str] = [doubt for way in ways for doubt in way[3]]
        answers: dict[str, Value] = {}
        for label, row, slot, _ in ways[:3]:
            back = row != END and row <= n and (row, slot) != (n, m + 1)
            word = label or ("tidak" if back or "ya" in answers else "ya")
            if not label:
                doubts.append(f"kata pada garis ke {self.shown(row)} tidak terbaca")
            if word in answers:
                doubts.append(f"kata `{word}` tertulis dua kali")
                word = next(f"{word} ({k})" for k in range(2, 9) if f"{word} ({k})" not in answers)
            answers[word] = self._target(n, m, row, slot) or self._onward_word(n, m)
        doubts += [f"ada pula garis ke {self.shown(way[1])}" for way in ways[3:]]
        self._fill(n, m, answers, doubts)
        if doubts:
            self._note((*path, "keputusan"), f"ditebak: {'; '.join(dict.fromkeys(doubts))}")
            self.guessed += 1
        else:
            self.sure += 1
        return answers

    def _onward_word(self, n: int, m: int) -> str:
        return "lanjut" if self._next(n, m) is not None else "selesai"

    def _fill(self, n: int, m: int, answers: dict[str, Value], doubts: list[str]) -> None:
        """Add the answers that a decision lacks: onward, and back to where the words or the row above say."""
        text = " ".join(wording.words(paragraphs) for paragraphs in self.flow.procedure.rows[n].texts.values())
        told = _BACK.search(text)
        numbers = [row.number or number for row, number in zip(self.flow.procedure.rows, self.numbers, strict=True)]
        back = self.numbers[numbers.index(told[1])] if told and told[1] in numbers else ""
        while len(answers) < 2:
            onward = self._onward_word(n, m)
            if onward not in answers.values():
                word, to = ("ya", onward)
            else:
                word, to = "tidak", back or next((self.numbers[k] for k in range(n - 1, -1, -1) if self.numbers[k]), "selesai")
            if word in answers:
                word = "lainnya" if "tidak" in answers and "ya" in answers else ("tidak" if word == "ya" else "ya")
            doubts.append(f"hanya {len(answers)} garis keluar yang terbaca; jawaban `{word}` ditambahkan"
                          + (f" menurut kata-kata di baris ini (kembali ke {told[1]})" if told and back and to == back else ""))
            answers[word] = to
