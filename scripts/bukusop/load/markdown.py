"""Markdown -> our own text values. The one door to markdown-it-py.

Inline marks and lists for cells; headings, tables, images, quotes and directives for chapters. Raw HTML is never passed on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from bukusop.diagnostics import Findings, Place
from bukusop.load.quoting import nearest, shown
from bukusop.load.tree import MAX_SCALAR
from bukusop.model import Blok, Daftar, Gambar, Heading, Kutipan, Paragraf, Run, Sisipan, TabelMarkdown, Teks

SISIPAN = ("simbol", "daftar-sop")
"""What a line `[[nama]]` in a chapter may ask the book to supply."""

_SISIPAN = re.compile(r"^\[\[\s*([^\]]*?)\s*\]\]$")

_LONE_MARKER = re.compile(r"^\s*(\d+[.)]|[-+*])\s*$")
"""A cell that holds only "1." or "-" says that, and is no list."""

_HTML = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|br|center|code|del|div|em|font|h[1-6]|hr|i|iframe|img|ins|li|mark|ol|p|pre|s|script|small|span|"
    r"strike|strong|style|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul)(?:\s[^<>]*)?/?>|<!--", re.IGNORECASE)
"""Tags that people paste; `<nama>` and `a < b` are text."""
_BROKEN_LINK = re.compile(r"\]\s?\(")
_STRAY_SISIPAN = re.compile(r"\[\[[^\[\]]*\]\]")

MAX_PROSE = 200_000
"""Most characters of one chapter, some 80 pages: Markdown's worst case stays below three seconds."""
MAX_NESTED = 4
"""Lists in lists in lists: a book prints so many levels."""


@dataclass(frozen=True, slots=True)
class Prose:
    """The body of a chapter: its blocks and its links, each with its place."""

    blocks: tuple[tuple[Blok, Place], ...] = ()
    links: tuple[tuple[str, Place], ...] = ()


def _keep_short(state: StateCore) -> None:
    """Empty what is too long to be parsed, and say so: inline parsing is where Markdown's worst cases are."""
    for token in state.tokens:
        if token.type == "inline" and len(token.content) > MAX_SCALAR:
            token.meta["panjang"] = len(token.content)
            token.content = ""


@cache
def _parser(blocks: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False})
    parser.core.ruler.before("inline", "panjang", _keep_short)
    if blocks:
        return parser.enable("table")
    return parser.disable(["heading", "lheading", "hr", "code", "fence", "blockquote", "html_block", "reference", "image"])


def cell(text: str) -> Teks:
    """Read the text of a cell or field: inline marks and lists, nothing else. Never fails."""
    if not any(char in "*_`[\\\n&" or char.isdigit() or char in "-+" for char in text):
        return (Paragraf((Run(text.strip()),)),) if text.strip() else ()
    if _LONE_MARKER.match(text):
        return (Paragraf((Run(text.strip()),)),)
    tokens = _parser(blocks=False).parse(text)
    return tuple(block for block in _Reader(tokens, None).blocks() if isinstance(block, Paragraf | Daftar))


def inline(text: str) -> tuple[Run, ...]:
    """Read one line of inline Markdown."""
    return tuple(run for block in cell(text.replace("\n", " ")) if isinstance(block, Paragraf) for run in block.isi)


def prose(text: str, name: str, first_line: int, findings: Findings) -> Prose:
    """Read the body of a chapter. Finds what Markdown can say and a book cannot print."""
    report = _Report(name, first_line, findings, text.split("\n"))
    if len(text) > MAX_PROSE:
        report.error("besar", f"naskah ini lebih panjang dari {MAX_PROSE} huruf", "bagi menjadi beberapa bab")
        return Prose()
    reader = _Reader(_parser(blocks=True).parse(text), report)
    return Prose(tuple((block, report.block) for block in reader.blocks()), tuple(report.links))


def runs(teks: Teks) -> Iterator[Run]:
    """Give every run of a text."""
    for block in teks:
        if isinstance(block, Paragraf):
            yield from block.isi
        else:
            for item in block.butir:
                yield from runs(item)


def html_tag(text: str) -> str:
    """Give the first HTML tag in a text, "" where there is none."""
    found = _HTML.search(text)
    return found[0] if found else ""


class _Report:
    """Where the reader is, and where it tells what it finds. `block` is the place of the whole block, `line` of what is read now."""

    def __init__(self, name: str, first_line: int, findings: Findings, lines: Sequence[str]) -> None:
        self.name, self.first_line, self.findings, self.lines = name, first_line, findings, lines
        self.block = Place(name, first_line, 1)
        self.line, self.end = 0, len(lines)
        self.links: list[tuple[str, Place]] = []
        self.seen: tuple[int, int] = (0, 0)

    def at(self, token: Token) -> None:
        if token.map:
            self.line, self.end = token.map
            self.seen = (self.line, 0)
            if token.level == 0:
                self.block = self.place()

    def place(self, of: str = "") -> Place:
        """Give the place of some words of what is read now, the next each time; of its beginning where they are not found so."""
        line, column = self.seen
        while of and line < min(self.end, len(self.lines)):
            found = self.lines[line].find(of, column)
            if found >= 0:
                self.seen = (line, found + len(of))
                return Place(self.name, line + self.first_line, found + 1)
            line, column = line + 1, 0
        text = self.lines[self.line] if self.line < len(self.lines) else ""
        return Place(self.name, self.line + self.first_line, len(text) - len(text.lstrip()) + 1)

    def error(self, rule: str, message: str, hint: str, of: str = "") -> None:
        self.findings.error(rule, self.place(of), message, hint)

    def inline(self, token: Token) -> None:
        """Look through the words of a paragraph, a heading or a table cell."""
        self.at(token)
        if "panjang" in token.meta:
            self.error("panjang", f"paragraf ini terlalu panjang ({token.meta['panjang']} huruf)", "bagi menjadi beberapa paragraf")
        for child in token.children or []:
            if child.type == "link_open":
                target = str(child.attrs.get("href", ""))
                self.links.append((target, self.place(unquote(target))))
            elif child.type == "text":
                self.text(child.content)

    def text(self, text: str) -> None:
        for tag in _HTML.findall(text):
            self.error("html", f"HTML `{shown(tag)}` tidak dapat dicetak", "pakai **tebal**, *miring*, daftar, atau tabel Markdown", tag)
        for found in _BROKEN_LINK.findall(text):
            self.error("tautan", "tautan atau gambar ini tidak terbaca, jadi akan tercetak apa adanya",
                       "tulis `[teks](alamat)` tanpa spasi; alamat web diawali https://", found)
        for found in _STRAY_SISIPAN.findall(text):
            if not _SISIPAN.match(found) or len(text.strip()) > len(found):
                self.error("sisipan", f"`{shown(found)}` harus berdiri sendiri sebagai paragraf",
                           "beri baris kosong di atas dan bawahnya", found)


_NAMES: dict[type[Blok], str] = {Heading: "judul", Gambar: "gambar", TabelMarkdown: "tabel", Kutipan: "kutipan", Sisipan: "sisipan"}


class _Reader:
    """Walks markdown-it's flat token list once."""

    def __init__(self, tokens: list[Token], report: _Report | None) -> None:
        self.tokens, self.report, self.index, self.depth = tokens, report, 0, 0

    def blocks(self, end: str = "") -> Iterator[Blok]:
        while self.index < len(self.tokens):
            token = self.tokens[self.index]
            self.index += 1
            if token.type == end:
                return
            if self.report:
                self.report.at(token)
            read: Callable[[Token], Blok | None] | None = getattr(self, f"_{token.type}", None)
            block = read(token) if read else self._other(token)
            if block is not None:
                yield block

    def _texts(self, end: str) -> Teks:
        result: list[Paragraf | Daftar] = []
        for block in self.blocks(end):
            if isinstance(block, Paragraf | Daftar):
                result.append(block)
            elif self.report:
                self.report.error("markdown", f"{_NAMES[type(block)]} tidak dapat dicetak di dalam daftar atau kutipan",
                                  "pindahkan ke luar, dengan baris kosong di atas dan bawahnya")
        return tuple(result)

    def _inline(self, end: str) -> Token:
        token = self.tokens[self.index]
        while self.tokens[self.index].type != end:
            self.index += 1
        self.index += 1
        if self.report:
            self.report.inline(token)
        return token

    def _other(self, token: Token) -> Blok | None:
        if self.report and token.nesting >= 0:
            names = {"hr": "garis pemisah", "fence": "blok kode", "code_block": "blok kode (baris menjorok empat spasi)"}
            self.report.error("markdown", f"{names.get(token.type, token.type)} tidak dapat dicetak dalam buku",
                              "hapus, atau tulis sebagai paragraf")
        return None

    def _paragraph_open(self, _: Token) -> Blok | None:
        token = self._inline("paragraph_close")
        children = token.children or []
        if self.report:
            if len(children) == 1 and children[0].type == "image":
                image = children[0]
                return Gambar(unquote(str(image.attrs.get("src", ""))), image.content, str(image.attrs.get("title", "")))
            if found := _SISIPAN.match(token.content):
                return self._sisipan(found[1])
        runs = tuple(self._runs(children))
        return Paragraf(runs) if runs else None

    def _sisipan(self, name: str) -> Blok | None:
        if name in SISIPAN:
            return Sisipan(name)
        assert self.report
        self.report.error("sisipan", f"sisipan `[[{shown(name)}]]` tidak dikenal", nearest(name, SISIPAN))
        return None

    def _heading_open(self, token: Token) -> Blok | None:
        level = int(token.tag[1])
        content = self._inline("heading_close")
        if level == 1 or level > 4:
            if self.report:
                self.report.error("judul", f"judul dengan {level} tanda # tidak dapat dipakai di dalam bab" if level > 1
                                  else "judul dengan satu tanda # tidak dapat dipakai di dalam bab",
                                  "judul bab ditulis di kepala berkas; di dalam bab pakai ##, ###, atau ####")
            return None
        return Heading(level - 1, "", "", tuple(self._runs(content.children or [])))

    def _bullet_list_open(self, _: Token) -> Blok:
        return Daftar(self._items("bullet_list_close"))

    def _ordered_list_open(self, token: Token) -> Blok:
        return Daftar(self._items("ordered_list_close"), gaya="1", mulai=int(token.attrs.get("start", 1)))

    def _items(self, end: str) -> tuple[Teks, ...]:
        items: list[Teks] = []
        self.depth += 1
        if self.depth == MAX_NESTED + 1 and self.report:
            self.report.error("dalam", f"daftar ini bertingkat lebih dari {MAX_NESTED}", "ratakan daftarnya")
        while self.tokens[self.index].type != end:
            self.index += 1     # list_item_open
            items.append(self._texts("list_item_close"))
        self.index += 1
        self.depth -= 1
        return tuple(items)

    def _blockquote_open(self, _: Token) -> Blok:
        return Kutipan(self._texts("blockquote_close"))

    def _table_open(self, _: Token) -> Blok:
        rows: list[tuple[tuple[Run, ...], ...]] = []
        align: list[str] = []
        row: list[tuple[Run, ...]] = []
        while (token := self.tokens[self.index]).type != "table_close":
            self.index += 1
            if self.report and token.type != "inline":
                self.report.at(token)
            if token.type == "tr_open":
                row = []
            elif token.type == "tr_close":
                rows.append(tuple(row))
            elif token.type == "inline":
                if self.report:
                    self.report.inline(token)
                row.append(tuple(self._runs(token.children or [])))
            elif token.type == "th_open":
                align.append(str(token.attrs.get("style", "")).removeprefix("text-align:"))
        self.index += 1
        return TabelMarkdown(rows[0], tuple(rows[1:]), tuple(align))

    def _runs(self, children: list[Token]) -> Iterator[Run]:
        style = Run("")
        pending = ""
        for child in children:
            new = style
            if child.type in ("text", "code_inline", "text_special"):
                pending += child.content
            elif child.type == "softbreak":
                pending += " "
            elif child.type == "hardbreak":
                pending += "\n"
            elif child.type in ("strong_open", "strong_close"):
                new = replace(style, tebal=child.nesting > 0)
            elif child.type in ("em_open", "em_close"):
                new = replace(style, miring=child.nesting > 0)
            elif child.type == "link_open":
                new = replace(style, tautan=str(child.attrs.get("href", "")))
            elif child.type == "link_close":
                new = replace(style, tautan="")
            elif child.type == "image" and self.report:
                self.report.error("gambar", "gambar harus berdiri sendiri sebagai paragraf", "beri baris kosong di atas dan bawahnya")
            if new != style:
                if pending:
                    yield replace(style, teks=pending)
                pending, style = "", new
        if pending:
            yield replace(style, teks=pending)
