"""YAML text -> a tree that keeps what was typed and where.

Built from parser events, not from PyYAML's constructors: those turn `no` into False, `012` into 10, `1:30` into 90, and lose
the first of two equal keys (measured). Every scalar stays text. Anchors, aliases, tags and merge keys are refused: no
author needs them, and they are how a small file becomes a huge one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from bukusop.diagnostics import Findings, Place
from bukusop.load.files import bad_character, read_text
from bukusop.load.quoting import shown
from bukusop.load.syntax import complaint

__all__ = ["Node", "read_text", "read_yaml"]

MAX_DEPTH = 24
"""Deepest nesting accepted: the format itself needs eight levels."""
MAX_NODES = 30_000
"""Most values in one file: the longest real SOP has below 500."""
MAX_SCALAR = 20_000
"""Most characters in one value: Markdown's worst case stays below a second."""

Data = str | list["Data"] | dict[str, "Data"] | None


@dataclass(slots=True)
class Node:
    """A YAML node: `value` is text, a list of nodes, or a mapping of keys to (key's place, node)."""

    value: str | list[Node] | dict[str, tuple[Place, Node]]
    place: Place
    plain: bool = field(default=False)

    @property
    def blank(self) -> bool:
        """Whether nothing was written here (`kunci:` and no more)."""
        return self.plain and self.value == ""

    def data(self) -> Data:
        """Give plain text, lists and dicts; the value of a key that nothing is written for is None."""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, list):
            return [item.data() for item in self.value]
        return {key: None if node.blank else node.data() for key, (_, node) in self.value.items()}

    def get(self, path: Sequence[str | int]) -> Node | None:
        """Give the node at `path`, None where there is none."""
        node = self
        for step in path:
            if isinstance(node.value, dict) and isinstance(step, str) and step in node.value:
                node = node.value[step][1]
            elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
            else:
                return None
        return node

    def at(self, path: Sequence[str | int]) -> Place:
        """Give the place of the value at `path`, of its key where the value is blank, or of the deepest part that exists."""
        node, place = self, self.place
        for step in path:
            if isinstance(node.value, dict) and isinstance(step, str) and step in node.value:
                key, node = node.value[step]
                place = key if node.blank else node.place
            elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                place = node.place
            else:
                break
        return place

    def key_at(self, path: Sequence[str | int]) -> Place:
        """Give the place of the key (not the value) that ends `path`; of the whole where it does not exist."""
        parent = self.get(path[:-1])
        if parent is not None and isinstance(parent.value, dict) and path[-1] in parent.value:
            return parent.value[str(path[-1])][0]
        return self.at(path)

    def scalars(self) -> Iterator[Node]:
        """Give every text in the tree."""
        if isinstance(self.value, str):
            yield self
        elif isinstance(self.value, list):
            for item in self.value:
                yield from item.scalars()
        else:
            for _, node in self.value.values():
                yield from node.scalars()


def read_yaml(text: str, name: str, findings: Findings, first_line: int = 1) -> Node | None:
    """Parse YAML text to a tree; None and findings where it is malformed. `first_line` is the text's place in its file."""
    lines = text.split("\n")
    builder = _Builder(name, findings, first_line, lines)
    try:
        root = builder.build(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        told = complaint(error, lines)
        findings.error("yaml", Place(name, told.line + first_line, told.column + 1), told.message, told.hint)
        return None
    except yaml.reader.ReaderError:
        findings.error("kendali", Place(name, first_line), "ada karakter yang tidak boleh dipakai", "hapus karakter itu")
        return None
    if builder.broken:
        return None
    findings.extend(builder.warnings)
    return root


class _Builder:
    """Turns parser events into nodes with a stack of its own, so that depth is bounded and nothing recurses."""

    def __init__(self, name: str, findings: Findings, first_line: int, lines: Sequence[str]) -> None:
        self.name, self.findings, self.offset, self.lines = name, findings, first_line, lines
        self.broken = False
        self.warnings = Findings()

    def place(self, mark: Any) -> Place:
        return Place(self.name, mark.line + self.offset, mark.column + 1) if mark else Place(self.name)

    def refuse(self, rule: str, place: Place, message: str, hint: str) -> None:
        self.findings.error(rule, place, message, hint)
        self.broken = True

    def build(self, events: Iterator[yaml.Event]) -> Node:
        root: Node | None = None
        stack: list[tuple[Node, list[Node]]] = []   # open collection, and for a mapping its key waiting for a value
        documents = nodes = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.refuse("yaml", self.place(event.start_mark), "ada lebih dari satu dokumen dalam berkas ini", "hapus baris `---`")
                    break
                continue
            if isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
                stack.pop()
                continue
            node = self.node(event)
            if node is None:
                continue
            nodes += 1
            if stack:
                self.attach(stack[-1], node)
            else:
                root = node
            if not isinstance(node.value, str):
                stack.append((node, []))
            if len(stack) > MAX_DEPTH:
                self.refuse("dalam", node.place, "susunan kurung atau daftar ini terlalu dalam", "ratakan isian ini")
                break
            if nodes > MAX_NODES:
                self.refuse("besar", node.place, f"berkas ini berisi lebih dari {MAX_NODES} isian", "bagi menjadi beberapa berkas")
                break
        return root if root is not None else Node("", Place(self.name, self.offset, 1), plain=True)

    def node(self, event: yaml.Event) -> Node | None:
        if isinstance(event, yaml.AliasEvent):
            self.refuse("jangkar", self.place(event.start_mark),
                        f"`*{shown(event.anchor)}` dibaca YAML sebagai alias, yang tidak dipakai di sini",
                        "teks yang diawali `*` diapit tanda kutip, misalnya \"*miring*\"")
            return Node("", self.place(event.start_mark))
        if not isinstance(event, yaml.ScalarEvent | yaml.SequenceStartEvent | yaml.MappingStartEvent):
            return None
        place = self.place(event.start_mark)
        if event.anchor:
            self.refuse("jangkar", place, f"`&{shown(event.anchor)}` dibaca YAML sebagai jangkar, yang tidak dipakai di sini",
                        "teks yang diawali `&` diapit tanda kutip")
        if event.tag and not (isinstance(event, yaml.ScalarEvent) and event.tag == "!"):
            self.refuse("yaml", place, f"`{shown(event.tag)}` dibaca YAML sebagai penanda tipe, yang tidak dipakai di sini",
                        "teks yang diawali `!` diapit tanda kutip")
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, place)
        return Node([], place) if isinstance(event, yaml.SequenceStartEvent) else Node({}, place)

    def scalar(self, event: yaml.ScalarEvent, place: Place) -> Node:
        plain = event.style is None or event.style == ""
        text: str = event.value
        if len(text) > MAX_SCALAR:
            self.refuse("panjang", place, f"teks ini terlalu panjang ({len(text)} huruf)",
                        f"paling panjang {MAX_SCALAR} huruf; bagi teksnya")
            text = text[:MAX_SCALAR]
        if bad := bad_character(text):
            self.refuse("kendali", place, bad, "hapus karakter itu")
        if plain and text:
            self.look(event, text, place)
        return Node(text, place, plain=plain)

    def look(self, event: yaml.ScalarEvent, text: str, place: Place) -> None:
        """Find what YAML accepts and its author cannot have meant: nothing may vanish or run together without a word."""
        if re.match(r"-[^\W\d]", text):
            self.refuse("yaml", place, "sesudah tanda `-` perlu spasi", "tulis `- ...`; teks yang memang diawali `-` diapit tanda kutip")
        end = self.place(event.end_mark)
        first, last = place.line - self.offset, min(end.line - self.offset, len(self.lines) - 1)
        for number in range(first + 1, last + 1):
            if found := re.match(r"\s*-(?=[^\W\d])", self.lines[number]):
                self.refuse("yaml", Place(self.name, number + self.offset, found.end()), "sesudah tanda `-` perlu spasi", "tulis `- ...`")
        rest = self.lines[last][end.column - 1 :] if end.line - self.offset == last else ""
        if found := re.match(r"\s+(#[^\s#].*)", rest):
            self.warnings.warn("komentar", Place(self.name, last + self.offset, end.column + found.start(1)),
                               f"`{shown(found[1])}` dianggap komentar dan tidak dicetak",
                               "teks yang memuat ` #` diapit tanda kutip; komentar ditulis dengan spasi sesudah #")
        if text[0] in "“‘" and (text[-1] in "”’" or not re.search("[”’]", text)):
            self.warnings.warn("kutip", place, "tanda kutip lengkung ini tidak mengapit teks bagi YAML dan ikut tercetak",
                               "ganti dengan tanda kutip lurus \", atau hapus")

    def attach(self, top: tuple[Node, list[Node]], node: Node) -> None:
        parent, waiting = top
        if isinstance(parent.value, list):
            parent.value.append(node)
        elif isinstance(parent.value, dict):
            if not waiting:
                waiting.append(node)
                return
            key = waiting.pop()
            if not isinstance(key.value, str):
                self.refuse("yaml", key.place, "kunci harus berupa teks", "teks yang diawali kurung diapit tanda kutip")
            elif not key.value.strip():
                self.refuse("yaml", key.place, "tidak ada kunci di depan titik dua", "tulis `kunci: isi`")
            elif key.value in parent.value:
                first = parent.value[key.value][0]
                self.refuse("kunci-ganda", key.place, f"kunci `{shown(key.value)}` ditulis dua kali",
                            f"yang pertama ada di baris {first.line}; hapus salah satu")
            else:
                parent.value[key.value] = (key.place, node)
