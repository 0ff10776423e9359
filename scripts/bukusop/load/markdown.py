"""Markdown -> our own text values. The one door to markdown-it-py.

Inline marks and lists for cells; headings, tables, images, quotes and directives for chapters. Raw HTML is never passed on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bukusop.diagnostics import Findings, Place
from bukusop.model import Blok, Daftar, Gambar, Heading, Kutipan, Paragraf, Run, Sisipan, TabelMarkdown, Teks

SISIPAN = ("simbol", "daftar-sop")
"""What a line `[[nama]]` in a chapter may ask the book to supply."""

_SISIPAN = re.compile(r"^\[\[\s*([^\]]*?)\s*\]\]$")

_LONE_MARKER = re.compile(r"^\s*(\d+[.)]|[-+*])\s*$")
"""A cell that holds only "1." or "-" says that, and is no list."""


@cache
def _parser(blocks: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False})
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


def prose(text: str, name: str, first_line: int, findings: Findings) -> tuple[tuple[Blok, Place], ...]:
    """Read the body of a chapter: its blocks with their places. Finds what Markdown can say and a book cannot print."""
    tokens = _parser(blocks=True).parse(text)
    report = _Report(name, first_line, findings)
    reader = _Reader(tokens, report)
    return tuple((block, report.place) for block in reader.blocks())


class _Report:
    """Where the reader is, and where it tells what it finds."""

    def __init__(self, name: str, first_line: int, findings: Findings) -> None:
        self.name, self.first_line, self.findings = name, first_line, findings
        self.place = Place(name, first_line, 1)

    def at(self, token: Token) -> None:
        if token.map and token.level == 0:
            self.place = Place(self.name, token.map[0] + self.first_line, 1)

    def error(self, rule: str, message: str, hint: str) -> None:
        self.findings.error(rule, self.place, message, hint)


class _Reader:
    """Walks markdown-it's flat token list once."""

    def __init__(self, tokens: list[Token], report: _Report | None) -> None:
        self.tokens, self.report, self.index = tokens, report, 0

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
        blocks = tuple(self.blocks(end))
        return tuple(block for block in blocks if isinstance(block, Paragraf | Daftar))

    def _inline(self, end: str) -> Token:
        token = self.tokens[self.index]
        while self.tokens[self.index].type != end:
            self.index += 1
        self.index += 1
        return token

    def _other(self, token: Token) -> Blok | None:
        if self.report and token.nesting >= 0:
            names = {"hr": "garis pemisah", "fence": "blok kode", "code_block": "blok kode (baris menjorok empat spasi)",
                     "html_block": "HTML"}
            self.report.error("markdown", f"{names.get(token.type, token.type)} tidak dapat dicetak dalam buku",
                              "hapus, atau tulis sebagai paragraf")
        return None

    def _paragraph_open(self, _: Token) -> Blok | None:
        token = self._inline("paragraph_close")
        children = token.children or []
        if self.report:
            if len(children) == 1 and children[0].type == "image":
                image = children[0]
                return Gambar(str(image.attrs.get("src", "")), image.content, str(image.attrs.get("title", "")))
            if found := _SISIPAN.match(token.content):
                return self._sisipan(found[1])
        runs = tuple(self._runs(children))
        return Paragraf(runs) if runs else None

    def _sisipan(self, name: str) -> Blok | None:
        if name in SISIPAN:
            return Sisipan(name)
        assert self.report
        self.report.error("sisipan", f"sisipan `[[{name}]]` tidak dikenal", f"yang dikenal: {', '.join(SISIPAN)}")
        return None

    def _heading_open(self, token: Token) -> Blok | None:
        level = int(token.tag[1])
        content = self._inline("heading_close")
        if level == 1 or level > 4:
            if self.report:
                self.report.error("judul", "judul bab ditulis di kepala berkas; di dalam bab dipakai ##, ###, dan ####",
                                  "ganti jumlah tanda #")
            return None
        return Heading(level - 1, "", "", tuple(self._runs(content.children or [])))

    def _bullet_list_open(self, _: Token) -> Blok:
        return Daftar(self._items("bullet_list_close"))

    def _ordered_list_open(self, token: Token) -> Blok:
        return Daftar(self._items("ordered_list_close"), gaya="1", mulai=int(token.attrs.get("start", 1)))

    def _items(self, end: str) -> tuple[Teks, ...]:
        items: list[Teks] = []
        while self.tokens[self.index].type != end:
            self.index += 1     # list_item_open
            items.append(self._texts("list_item_close"))
        self.index += 1
        return tuple(items)

    def _blockquote_open(self, _: Token) -> Blok:
        return Kutipan(self._texts("blockquote_close"))

    def _table_open(self, _: Token) -> Blok:
        rows: list[tuple[tuple[Run, ...], ...]] = []
        align: list[str] = []
        row: list[tuple[Run, ...]] = []
        while (token := self.tokens[self.index]).type != "table_close":
            self.index += 1
            if token.type == "tr_open":
                row = []
            elif token.type == "tr_close":
                rows.append(tuple(row))
            elif token.type == "inline":
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
