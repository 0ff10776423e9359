"""Markdown tables and CSV: the steps of an SOP as people keep them in plain text.

A table with the columns of our own sheets (`Pelaksana` holds names) is read in our own notation, flow included; one with a column per
actor becomes a raw table for `recognise`.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from bukusop.diagnostics import Refusal
from bukusop.load.markdown import inline
from bukusop.model import Run
from bukusop.office.drafting.draft import Draft, Value
from bukusop.office.drafting.labels import DATES, LISTS, column_of, folded, labelled, slug, without_number
from bukusop.office.excel import layout as form
from bukusop.office.excel.notation import words_of
from bukusop.office.excel.sheetfile import Cell, Grid
from bukusop.office.excel.sheetread import SheetReader
from bukusop.office.foreign.raw import RawCell, RawDocument, RawParagraph, RawTable

Table = list[list[str]]
LARGEST, MOST_CELLS = 8_000_000, 50_000
_OURS = {"no": form.NO, "kegiatan": form.ACT, "pelaksana": form.WHO, "kelengkapan": form.NEEDS, "waktu": form.TIME, "output": form.OUTPUT,
         "keterangan": form.NOTE}
_FLOW = {"id": form.ID, "bentuk": form.SHAPE, "simbol": form.SHAPE, "keputusan": form.DECISION, "jawaban": form.DECISION, "ke": form.TO,
         "tujuan": form.TO}
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
_MARK = re.compile(r"^[xXvV√✓✔●•*]?$")


@dataclass(slots=True)
class _Section:
    """What stands under one title: lines of text, and tables with the heading above each."""

    title: str = ""
    lines: list[str] = field(default_factory=list)
    tables: list[tuple[str, Table]] = field(default_factory=list)


def read_plain(data: bytes, name: str) -> list[Draft | RawDocument]:
    """Read a .csv, .md or .markdown file. Raises Refusal, with a sentence."""
    text, notes = _decoded(data, name)
    if PurePath(name).suffix.lower() == ".csv":
        sections = [_Section("", [], [("", _csv(text, name))])]
    else:
        sections = [section for section in _markdown(text) if section.tables or section.lines or section.title]
    if not any(section.tables for section in sections):
        raise Refusal(f"`{name}` tidak memuat tabel langkah")
    if sum(len(row) for section in sections for _, table in section.tables for row in table) > MOST_CELLS:
        raise Refusal(f"`{name}` berisi lebih dari {MOST_CELLS} sel; pecah menjadi beberapa berkas lalu coba lagi")
    sections = _gathered(sections)
    return [_sop(section, name, notes, alone=len(sections) == 1) for section in sections]


def _decoded(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    if not data.strip():
        raise Refusal(f"`{name}` kosong")
    if len(data) > LARGEST:
        raise Refusal(f"`{name}` terlalu besar ({len(data)} bita); batasnya {LARGEST} bita")
    if b"\0" in data[:4096]:
        raise Refusal(f"`{name}` bukan berkas teks; simpan ulang sebagai UTF-8 lalu coba lagi")
    try:
        text, notes = data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
        return _clean(text), (f"`{name}` tidak ditulis dalam UTF-8, dibaca sebagai Windows-1252; periksa huruf yang tidak biasa",)
    return _clean(text), notes


def _clean(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in text if char >= " " or char in "\n\t")


def _csv(text: str, name: str) -> Table:
    """Read the rows; the sign between the cells is the one that the fullest lines agree on."""
    first = re.match(r"sep=(.)\n", text)
    if first:
        text = text[first.end():]
    bare = re.sub(r'"[^"]*"', "", text[:20_000]).split("\n")[:50]
    sign = first[1] if first else max(";,\t", key=lambda char: (max(line.count(char) for line in bare), char == ";"))
    csv.field_size_limit(1_000_000)
    try:
        rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=sign)]
    except csv.Error as error:
        raise Refusal(f"`{name}` bukan CSV yang utuh: {error}") from error
    return [row for row in rows if any(row)]


def _markdown(text: str) -> list[_Section]:
    sections, heading = [_Section()], ""
    lines = text.split("\n")
    index = 0
    while index < len(lines):
        line, below = lines[index], lines[index + 1] if index + 1 < len(lines) else ""
        index += 1
        found = _HEADING.match(line)
        if found and len(found[1]) == 1:
            sections.append(_Section(found[2]))
            heading = ""
        elif found:
            heading = found[2]
            sections[-1].lines.append(heading)
        elif "|" in line and "|" in below and _RULE.match(below):
            table = [_cells(line)]
            index += 1
            while index < len(lines) and "|" in lines[index] and lines[index].strip():
                table.append(_cells(lines[index]))
                index += 1
            if heading and sections[-1].lines[-1:] == [heading]:
                sections[-1].lines.pop()
            sections[-1].tables.append((heading, table))
            heading = ""
        elif line.strip():
            sections[-1].lines.append(line.strip())
    return sections


def _cells(line: str) -> list[str]:
    """Cut a line of a Markdown table; `<br>` is a line break in a cell."""
    line = line.strip().removeprefix("|")
    line = line[:-1] if line.endswith("|") and not line.endswith("\\|") else line
    cells = re.split(r"(?<!\\)\|", line)
    return [re.sub(r"\s*<br\s*/?>\s*", "\n", cell.replace("\\|", "|").strip(), flags=re.IGNORECASE) for cell in cells]


def _gathered(sections: list[_Section]) -> list[_Section]:
    """Join what stands without a table of its own to the section after it (the title above), else to the one before."""
    result: list[_Section] = []
    waiting: list[str] = []
    for section in sections:
        if section.tables:
            section.lines[:0] = waiting
            waiting = []
            result.append(section)
        else:
            waiting += [text for text in (section.title, *section.lines) if text]
    result[-1].lines += waiting
    return result


def _sop(section: _Section, name: str, notes: tuple[str, ...], *, alone: bool) -> Draft | RawDocument:
    grids = [_grid(heading, table) for heading, table in section.tables]
    if all(grid is None for grid in grids):
        title = name if alone or not section.title else f"{name}, {section.title}"
        return _raw(section, title, notes)
    reader = SheetReader(Grid("", "", {}, {}, {}), {index: index for index in range(len(form.HEADS))})
    reader.left += notes
    for (heading, table), grid in zip(section.tables, grids, strict=True):
        if grid is None:
            reader.left += [" | ".join(" ".join(cell.split()) for cell in row if cell) for row in table]
            continue
        reader.table(heading if sum(item is not None for item in grids) > 1 else "", grid, _actors(grid))
    data, guessed = _identity(section, name, reader)
    draft = reader.draft(data, f"`{name}`")
    told = tuple(text for _, text in guessed)
    return replace(draft, comments=(*guessed, *draft.comments), guessed=(*told, *draft.guessed))


def _grid(heading: str, table: Table) -> Grid | None:
    """Put a table into the columns of our own sheets; None where actors are columns, or it is no table of steps."""
    heads = [[column_of(cell) or _key(cell) for cell in row] for row in table[:15]]
    depth = next((index for index, named in enumerate(heads) if {"kegiatan", "pelaksana"} <= set(named)), -1)
    if depth < 0:
        return None
    named = heads[depth]
    places = {**_OURS, **_FLOW}
    columns = {index: places[key] for index, key in enumerate(named) if key in places}
    who = named.index("pelaksana")
    actors = [row[who] for row in table[depth + 1:] if len(row) > who]
    if all(_MARK.match(cell) for cell in actors) or sum(not key for key in named) > 1:
        return None
    spare = len(form.HEADS)
    cells = {
        (line, columns.get(index, spare + index)): Cell((Run(cell),))
        for line, row in enumerate([*table[:depth], *table[depth + 1:]]) for index, cell in enumerate(row) if cell
    }
    return Grid(heading, "", cells, {}, {})


def _key(head: str) -> str:
    return folded(head) if folded(head) in _FLOW else ""


def _actors(grid: Grid) -> dict[str, str]:
    """Give the actors in the order they first act."""
    actors: dict[str, str] = {}
    for row in range(grid.rows):
        for word in (" ".join(item.split()) for item in words_of(grid.text(row, form.WHO))):
            if word and word.casefold() not in (name.casefold() for name in actors.values()):
                key, number = slug(word) or "pelaksana", 1
                while key in actors:
                    number += 1
                    key = f"{slug(word) or 'pelaksana'}-{number}"
                actors[key] = word
    return actors


def _identity(section: _Section, name: str, reader: SheetReader) -> tuple[dict[str, Value], list[tuple[tuple[str | int, ...], str]]]:
    """Read what the lines around the tables say: `Nomor SOP: ...`; lists follow their label."""
    data: dict[str, Value] = {}
    dates: dict[str, Value] = {}
    current = ""
    for line in section.lines:
        key, rest = labelled(line.replace("**", ""))
        if not key and column_of(line) == "" and folded(line) and labelled(f"{line.replace('**', '').rstrip(':')}:")[0] in LISTS:
            current = labelled(f"{line.replace('**', '').rstrip(':')}:")[0]
        elif key in LISTS:
            current = key
            data.setdefault(key, [])
            if rest:
                data[key] = [rest]
        elif key:
            current = ""
            (dates if key in DATES else data)[key] = rest
        elif current and without_number(line) != line:
            items = data.setdefault(current, [])
            if isinstance(items, list):
                items.append(without_number(line))
        else:
            reader.left.append(line)
    if dates:
        data["tanggal"] = dates
    guessed: list[tuple[tuple[str | int, ...], str]] = []
    if not data.get("nama"):
        data["nama"] = section.title or PurePath(name).stem.replace("-", " ").replace("_", " ")
        if not section.title:
            guessed.append((("nama",), "nama SOP diambil dari nama berkas"))
    return {key: value for key, value in data.items() if value}, guessed


def _raw(section: _Section, name: str, notes: tuple[str, ...]) -> RawDocument:
    blocks: list[RawParagraph | RawTable] = [RawParagraph((Run(section.title),), style="Title")] if section.title else []
    blocks += [RawParagraph(inline(line)) for line in section.lines]
    for heading, table in section.tables:
        if heading:
            blocks.append(RawParagraph((Run(heading, tebal=True),)))
        cells = tuple(
            RawCell(row, column, 1, 1, tuple(RawParagraph(inline(line)) for line in cell.split("\n") if line.strip()))
            for row, line in enumerate(table) for column, cell in enumerate(line) if cell
        )
        blocks.append(RawTable(cells, len(table), max(len(row) for row in table), head=1))
    return RawDocument(name, tuple(blocks), notes=notes)
