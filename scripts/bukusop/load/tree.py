"""YAML text -> a tree that keeps what was typed and where.

Built from parser events, not from PyYAML's constructors: those turn `no` into False, `012` into 10, `1:30` into 90, and lose
the first of two equal keys (measured). Every scalar stays text. Anchors, aliases, tags and merge keys are refused: no
author needs them, and they are how a small file becomes a huge one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from bukusop.diagnostics import Findings, Place
from bukusop.paths import MAX_SOURCE_BYTES, Project

MAX_DEPTH = 24
"""Deepest nesting accepted: the format itself needs eight levels."""

Data = str | list["Data"] | dict[str, "Data"]


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
        """Give plain text, lists and dicts; keys without a value are left out, as if not written."""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, list):
            return [item.data() for item in self.value]
        return {key: node.data() for key, (_, node) in self.value.items() if not node.blank}

    def at(self, path: Sequence[str | int]) -> Place:
        """Give the place of the value at `path`, or of the deepest part of the path that exists."""
        node, place = self, self.place
        for step in path:
            if isinstance(node.value, dict) and isinstance(step, str) and step in node.value:
                place, node = node.value[step][0], node.value[step][1]
                if node.place.line:
                    place = node.place
            elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                place = node.place
            else:
                break
        return place

    def key_at(self, path: Sequence[str | int]) -> Place:
        """Give the place of the key (not the value) that ends `path`; of the whole where it does not exist."""
        parent, last = self, path[-1]
        for step in path[:-1]:
            if isinstance(parent.value, dict) and step in parent.value:
                parent = parent.value[str(step)][1]
            elif isinstance(parent.value, list) and isinstance(step, int) and step < len(parent.value):
                parent = parent.value[step]
            else:
                return self.at(path)
        if isinstance(parent.value, dict) and last in parent.value:
            return parent.value[str(last)][0]
        return parent.place


_SYNTAX = (
    ("mapping values are not allowed", "titik dua di tempat yang tidak semestinya",
     "teks yang memuat `: ` diapit tanda kutip, misalnya \"Catatan: segera\""),
    ("found character '\\t'", "ada tab di awal baris", "pakai spasi untuk menjorokkan baris"),
    ("found character that cannot start", "ada tanda yang tidak boleh mengawali isian",
     "isian yang diawali % @ ` atau tab diapit tanda kutip; pakai spasi, bukan tab"),
    ("could not find expected ':'", "baris ini bukan `kunci: isi`", "periksa titik dua dan spasi di awal baris"),
    ("did not find expected key", "baris ini tidak sejajar dengan baris sebelumnya, atau kutipnya salah",
     "samakan spasi di awal baris dengan kunci di atasnya"),
    ("did not find expected '-'", "butir daftar ini tidak sejajar dengan butir sebelumnya", "samakan letak tanda `-`"),
    ("did not find expected ',' or ']'", "kurung siku `[` tidak ditutup, atau koma kurang", "tutup daftar dengan `]`"),
    ("did not find expected ',' or '}'", "kurung kurawal `{` tidak ditutup, atau koma kurang", "tutup isian dengan `}`"),
    ("found unexpected end of stream", "tanda kutip tidak ditutup", "tutup teks dengan tanda kutip yang sama"),
    ("did not find expected <document start>", "ada tulisan di luar susunan berkas", "periksa spasi di awal baris"),
    ("found unknown escape", "garis miring terbalik di dalam kutip ganda", "pakai kutip tunggal, atau tulis \\\\"),
    ("control characters are not allowed", "ada karakter kendali yang tidak boleh dipakai", "hapus karakter itu"),
)


def read_text(project: Project, path: Path, findings: Findings) -> str | None:
    """Read a UTF-8 source (a byte order mark is dropped); None and a finding where that cannot be done."""
    name = project.name(path)
    inside = project.inside(path)
    if inside is None:
        findings.error("di-luar", Place(name), "berkas ini berada di luar folder buku", "pindahkan ke dalam folder buku")
        return None
    try:
        if inside.stat().st_size > MAX_SOURCE_BYTES:
            findings.error("besar", Place(name), f"berkas lebih besar dari {MAX_SOURCE_BYTES // 1_000_000} MB",
                           "bagi menjadi beberapa berkas")
            return None
        raw = inside.read_bytes()
    except FileNotFoundError:
        findings.error("berkas-tiada", Place(name), "berkas tidak ada", "periksa namanya, huruf besar dan kecil berbeda")
        return None
    except OSError as error:
        findings.error("berkas-baca", Place(name), f"berkas tidak dapat dibaca ({error.strerror})", "periksa izin berkas")
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = len(before) - (before.rfind(b"\n") + 1) + 1
        findings.error("utf-8", Place(name, line, column), "berkas bukan teks UTF-8",
                       "simpan ulang dengan pengodean UTF-8 di editor")
        return None
    for index, char in enumerate(text):
        if char < " " and char not in "\n\r\t":
            line = text.count("\n", 0, index) + 1
            findings.error("kendali", Place(name, line, index - text.rfind("\n", 0, index)),
                           f"ada karakter kendali (U+{ord(char):04X})", "hapus karakter itu")
            return None
    return text


def read_yaml(text: str, name: str, findings: Findings, first_line: int = 1) -> Node | None:
    """Parse YAML text to a tree; None and findings where it is malformed. `first_line` is the text's place in its file."""
    parser = _Builder(name, findings, first_line)
    try:
        root = parser.build(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or ""
        message, hint = next(((m, h) for start, m, h in _SYNTAX if start in problem),
                             ("susunan YAML tidak terbaca", "bandingkan dengan contoh di docs/panduan.md"))
        findings.error("yaml", parser.place(mark), message, hint)
        return None
    except yaml.reader.ReaderError as error:
        findings.error("kendali", Place(name, first_line), f"ada karakter yang tidak boleh dipakai (U+{error.character:04X})",
                       "hapus karakter itu")
        return None
    return None if parser.broken else root


class _Builder:
    """Turns parser events into nodes with a stack of its own, so that depth is bounded and nothing recurses."""

    def __init__(self, name: str, findings: Findings, first_line: int) -> None:
        self.name, self.findings, self.offset = name, findings, first_line
        self.broken = False

    def place(self, mark: yaml.Mark | None) -> Place:
        return Place(self.name, mark.line + self.offset, mark.column + 1) if mark else Place(self.name)

    def refuse(self, rule: str, mark: yaml.Mark, message: str, hint: str) -> None:
        self.findings.error(rule, self.place(mark), message, hint)
        self.broken = True

    def build(self, events: Iterator[yaml.Event]) -> Node:
        root: Node | None = None
        stack: list[tuple[Node, list[Node]]] = []   # open collection, and for a mapping its key waiting for a value
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.refuse("yaml", event.start_mark, "ada lebih dari satu dokumen dalam berkas ini", "hapus baris `---`")
                    break
                continue
            if isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
                stack.pop()
                continue
            node = self.node(event)
            if node is None:
                if self.broken:
                    break
                continue
            if stack:
                self.attach(stack[-1], node)
            else:
                root = node
            if not isinstance(node.value, str):
                stack.append((node, []))
                if len(stack) > MAX_DEPTH:
                    self.refuse("dalam", event.start_mark, "susunan terlalu dalam", "ratakan isian ini")
                    break
        return root if root is not None else Node("", Place(self.name, self.offset, 1), plain=True)

    def node(self, event: yaml.Event) -> Node | None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.refuse("jangkar", event.start_mark, "jangkar dan alias (& dan *) tidak dipakai di sini",
                        "teks yang diawali * atau & diapit tanda kutip")
            return None
        if isinstance(event, yaml.ScalarEvent | yaml.SequenceStartEvent | yaml.MappingStartEvent):
            if event.tag and not (isinstance(event, yaml.ScalarEvent) and event.tag == "!"):
                self.refuse("yaml", event.start_mark, "penanda tipe (!) tidak dipakai di sini",
                            "teks yang diawali ! diapit tanda kutip")
                return None
            place = self.place(event.start_mark)
            if isinstance(event, yaml.ScalarEvent):
                return Node(event.value, place, plain=event.style is None or event.style == "")
            return Node([], place) if isinstance(event, yaml.SequenceStartEvent) else Node({}, place)
        return None

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
                self.findings.error("yaml", key.place, "kunci harus berupa teks", "periksa kurung dan tanda kutip")
                self.broken = True
            elif key.value in parent.value:
                first = parent.value[key.value][0]
                self.findings.error("kunci-ganda", key.place, f"kunci `{key.value}` ditulis dua kali",
                                    f"yang pertama ada di baris {first.line}")
                self.broken = True
            else:
                parent.value[key.value] = (key.place, node)
