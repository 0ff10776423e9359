"""How well an imported SOP agrees with the page it came from, and whether what is wrong was said to be guessed."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

import yaml

Truth = Mapping[str, Any]
GUESSED = "ditebak"


@dataclass
class Score:
    """Right and all, per kind of fact; and what was wrong, in words."""

    right: dict[str, int] = field(default_factory=dict)
    total: dict[str, int] = field(default_factory=dict)
    wrong: list[tuple[str, str, bool]] = field(default_factory=list)
    """Kind, what happened, whether a comment owns up to it."""

    def note(self, kind: str, good: bool, what: str, flagged: bool) -> None:
        self.total[kind] = self.total.get(kind, 0) + 1
        self.right[kind] = self.right.get(kind, 0) + good
        if not good:
            self.wrong.append((kind, what, flagged))

    def rate(self, kind: str) -> float:
        return self.right.get(kind, 0) / max(self.total.get(kind, 0), 1)

    def line(self) -> str:
        kinds = ("nama", "kegiatan", "pelaksana", "cabang", "ke")
        parts = [f"{kind} {self.right[kind]}/{self.total[kind]}" for kind in kinds if kind in self.total]
        return ", ".join(parts)


def added(scores: Iterable[Score]) -> Score:
    whole = Score()
    for score in scores:
        for kind, number in score.total.items():
            whole.total[kind] = whole.total.get(kind, 0) + number
            whole.right[kind] = whole.right.get(kind, 0) + score.right[kind]
        whole.wrong += score.wrong
    return whole


def plain(text: object) -> str:
    return re.sub(r"\s+", " ", str(text)).strip().casefold()


class Read:
    """An SOP as it was written by the import: its steps without the rows Mulai and Selesai, and where its comments stand."""

    def __init__(self, text: str) -> None:
        self.text = text.splitlines()
        self.data: dict[str, Any] = yaml.safe_load(text)
        self.names: dict[str, str] = {}
        self.owned = any(GUESSED in above and line.strip() == "langkah:" for above, line in pairwise(self.text))
        """Whether a comment right above the steps says so of all of them."""
        rows: list[tuple[dict[str, Any], int]] = []
        tree = yaml.compose(text)
        parts: Sequence[Any] = self.data.get("prosedur") or [self.data]
        nodes = _get(tree, "prosedur").value if self.data.get("prosedur") else [tree]
        for part, node in zip(parts, nodes, strict=True):
            self.names |= {str(key): str(name) for key, name in (part.get("pelaksana") or {}).items()}
            rows += [(step, item.start_mark.line) for step, item in zip(part["langkah"], _get(node, "langkah").value, strict=True)]
            end = _get(node, "langkah").end_mark.line
        starts = [line for _, line in rows] + [end]
        self.steps: list[dict[str, Any]] = []
        self.spans: list[tuple[int, int]] = []
        self.goals: dict[str, int | str] = {}
        for at, (step, line) in enumerate(rows):
            own = plain(step.get("kegiatan")) in ("mulai", "selesai")
            number = len(self.steps) + (0 if own else 1)
            target: int | str = ("selesai" if plain(step["kegiatan"]) == "selesai" else 1) if own else number
            self.goals |= {str(step["id"]): target} if "id" in step else {}
            if not own:
                self.steps.append(step)
                self.spans.append((line, starts[at + 1]))

    def symbols(self, step: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        return list(step.get("simpul") or [step])

    def actors(self, step: Mapping[str, Any]) -> set[str]:
        found: set[str] = set()
        for symbol in self.symbols(step):
            who = symbol.get("pelaksana", [])
            found |= {plain(self.names.get(str(one), one)) for one in (who if isinstance(who, list) else [who])}
        return found

    def answers(self, at: int) -> dict[str, int | str]:
        return {plain(label): self.goal(at, target) for symbol in self.symbols(self.steps[at])
                for label, target in (symbol.get("keputusan") or {}).items()}

    def jump(self, at: int) -> int | str:
        return self.goal(at, next((symbol["ke"] for symbol in self.symbols(self.steps[at]) if "ke" in symbol), "lanjut"))

    def goal(self, at: int, target: object) -> int | str:
        """Give a target as a number counted from 1, or "selesai"."""
        word = str(target)
        goal = at + 2 if word == "lanjut" else int(word) if word.isdigit() else self.goals.get(word, word)
        return "selesai" if goal == len(self.steps) + 1 else goal

    def flagged(self, at: int, *keys: str) -> bool:
        """Say whether a comment on the lines of these keys, or right above the step, owns up to a guess."""
        low, high = self.spans[at]
        inside, current = self.owned, ""
        for line in self.text[max(low - 1, 0):high]:
            found = re.match(r"\s*(?:- )?\{?(\w+):", line)
            current = found[1] if found else current
            inside |= GUESSED in line.partition("#")[2] and (current in (*keys, "simpul") or line.lstrip().startswith(("#", "- {")))
        return inside


def _get(node: Any, key: str) -> Any:
    return next(value for name, value in node.value if name.value == key)


def paired(truth: Sequence[Truth], read: Read) -> Iterator[int | None]:
    """Give for every true step the step that was read for it: the one that says the same, else one near it that almost does."""
    said, used = [plain(step.get("kegiatan", "")) for step in read.steps], set[int]()
    for at, step in enumerate(truth):
        likeness = [(SequenceMatcher(None, plain(step["kegiatan"]), text).ratio() - 0.01 * abs(at - other), other)
                    for other, text in enumerate(said) if other not in used]
        best, other = max(likeness, default=(0.0, -1))
        used |= {other} if best > 0.6 else set()
        yield other if best > 0.6 else None


def judged(truths: Sequence[Truth], texts: Sequence[str]) -> Score:
    """Compare the SOPs of one document with what was written for it."""
    score, reads = Score(), [Read(text) for text in texts]
    for truth in truths:
        fitting = sorted(reads, key=lambda read: -sum(one is not None for one in paired(truth["langkah"], read)))
        if not fitting:
            for step in truth["langkah"]:
                for kind, number in (("kegiatan", 1), ("pelaksana", 1), ("cabang", len(step["keputusan"]))):
                    for _ in range(number):
                        score.note(kind, False, f"{truth['nama']}: not read at all", False)
            continue
        _judge(score, truth, fitting[0])
        reads.remove(fitting[0])
    return score


def _judge(score: Score, truth: Truth, read: Read) -> None:
    score.note("nama", plain(read.data.get("nama")) == plain(truth["nama"]), f"{truth['nama']} -> {read.data.get('nama')}", False)
    pairs = list(paired(truth["langkah"], read))
    back = {other + 1: at + 1 for at, other in enumerate(pairs) if other is not None}
    for number, (step, other) in enumerate(zip(truth["langkah"], pairs, strict=True), 1):
        where = f"{truth['nama']} {number}"
        found = read.steps[other] if other is not None else {}
        said = plain(found.get("kegiatan", ""))
        score.note("kegiatan", said == plain(step["kegiatan"]), f"{where}: {said}", False)
        actors = read.actors(found)
        wanted = {plain(name) for name in step["pelaksana"]}
        score.note("pelaksana", actors == wanted, f"{where}: {sorted(wanted)} read as {sorted(actors)}",
                   other is not None and read.flagged(other, "pelaksana"))
        answers = read.answers(other) if other is not None else {}
        flagged = other is not None and read.flagged(other, "keputusan", "ke")
        for label, goal in step["keputusan"].items():
            got = answers.get(plain(label))
            got = back.get(got, got) if isinstance(got, int) else got
            score.note("cabang", got == goal, f"{where}: {label} -> {goal}, read as {got} among {answers}", flagged)
        for label in answers.keys() - {plain(label) for label in step["keputusan"]}:
            score.note("tambahan", False, f"{where}: an answer nobody gave: {label} -> {answers[label]}", flagged)
        if not step["keputusan"] and other is not None:
            wanted_next = step["ke"] or (number + 1 if number < len(pairs) else "selesai")
            jump = read.jump(other)
            score.note("ke", not answers and (back.get(jump, jump) if isinstance(jump, int) else jump) == wanted_next,
                       f"{where}: goes on to {wanted_next}, read as {jump}", flagged)
