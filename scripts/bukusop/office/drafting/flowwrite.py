"""A flow that was read -> its steps in the author's format; what is missing is guessed, and said."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bukusop.office.drafting import wording
from bukusop.office.drafting.draft import Path, Value
from bukusop.office.drafting.flowread import END, Flow, Node
from bukusop.office.drafting.steps import TEXTS, Row
from bukusop.office.drafting.texts import is_own

_BACK = re.compile(r"(?:kembali|lanjut|ulangi|diulang)\D{0,24}?(?:langkah|nomor|no\.?|tahap|kegiatan)\D{0,8}?(\d{1,2})", re.IGNORECASE)


@dataclass(slots=True)
class Told:
    """What the drawing of one procedure says: steps as values, comments at their places, and counts for the report."""

    steps: list[Value]
    comments: list[tuple[Path, str]]
    sure: int = 0
    guessed: int = 0


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
            text = "" if is_own(row.texts.get("kegiatan", ())) or not nodes else (
                {"mulai": "Mulai", "selesai": "Selesai"}.get(nodes[0].kind, "(kegiatan tidak tertulis)"))
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
