"""A Word document as a RawDocument: the first step of an import, which understands files and nothing of SOPs.

In: the bytes of a .docx. Out: its paragraphs and tables in order, its shapes and lines with where they hang, notes on what was left out.
Run it by `bounds.bounded`: the bytes are a stranger's. Fails with a Refusal only. ECMA-376 part 1, 17 (WordprocessingML).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from bukusop.diagnostics import Refusal
from bukusop.model import Run
from bukusop.office.foreign import nodes
from bukusop.office.foreign.drawn import Hang, Harvest, settled, take
from bukusop.office.foreign.hanging import Section, Spot, hang_drawing, hang_vml
from bukusop.office.foreign.nodes import Element, child, children, get, local, value
from bukusop.office.foreign.package import WORD, Package, open_package
from bukusop.office.foreign.plane import after
from bukusop.office.foreign.raw import Anchor, RawCell, RawDocument, RawItem, RawParagraph, RawTable
from bukusop.office.foreign.vml import Types, rules_of, take_vml, types_of
from bukusop.office.foreign.wordstyles import Numbering, Styles, read_numbering, read_styles
from bukusop.office.foreign.wordtable import grid_of, padding_of
from bukusop.office.foreign.wordtext import Speech, hear

LINE = 1.2
"""Height of a line of text, in heights of its letters: what a single-spaced line takes in Word."""
THROUGH = {"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "body"}
"""What stands around blocks without being one."""


@dataclass(slots=True)
class Reader:
    """What is known of the document while its blocks are read."""

    styles: Styles
    numbering: Numbering
    types: Types
    speech: Speech
    outdent: bool = False
    harvest: Harvest = field(default_factory=Harvest)
    notes: Counter[str] = field(default_factory=Counter)
    blocks: list[RawParagraph | RawTable] = field(default_factory=list)


@dataclass(slots=True)
class Page:
    """How far a page is filled, `y` from the paper's edge; -1 where that cannot be told without laying it out. `number` counts breaks."""

    section: Section | None = None
    y: float = -1.0
    number: int = 0

    def turn(self, block: Element, section: Section) -> None:
        """Begin a new page where the document says so."""
        new = section is not self.section
        before = child(block, "pPr", "pageBreakBefore")
        told = (before is not None and nodes.on(get(before, "val", "1"))) or (new and not section.continuous)
        self.number += told or _breaks(block)[0]
        if told:
            self.y = section.top
        elif new or any(local(item) == "br" and get(item, "type") == "page" for item in block.iter()):
            self.y = -1.0
        self.section = section

    def add(self, height: float) -> None:
        """Go down; what reaches beyond the page, or is as high as Word makes it, leaves the place unknown."""
        assert self.section is not None
        known = self.y >= 0 and height >= 0 and self.y + height < self.section.height - self.section.bottom / 2
        self.y = self.y + height if known else -1.0


def read_docx(name: str, data: bytes) -> RawDocument:
    """Read a .docx; `name` is the file as the user knows it. Raises Refusal."""
    package = open_package(name, data)
    if package.kind != WORD:
        raise Refusal(f"`{name}` bukan dokumen Word (.docx): isinya buku kerja Excel; ganti nama akhirannya menjadi .xlsx lalu coba lagi")
    root = package.xml(package.main)
    body = child(root, "body")
    if body is None:
        raise Refusal(f"`{name}` bukan dokumen Word yang utuh: tidak ada isinya. Buka dengan Word, simpan ulang, lalu coba lagi")
    reader, page, pages = _reader(package, root), Page(), list[tuple[int, int]]()
    for block, section in _sectioned(body):
        page.turn(block, section)
        begun, page.number = page.number, page.number + _breaks(block)[1]
        pages.append((begun, page.number))
        spot = Spot(section, Anchor(len(reader.blocks)), section.left, section.width - section.left - section.right)
        if local(block) == "p":
            found = _paragraph(block, spot, reader)
            reader.blocks.append(found)
            exact = get(child(block, "pPr", "spacing"), "lineRule") == "exact"
            page.add(_height(block, found, spot.width, reader) if exact else -1.0)
        else:
            table = _table(block, spot, reader)
            reader.blocks.append(replace(table, y=page.y))
            page.add(sum(table.heights) if all(table.heights) else -1.0)
    if any(local(item) == "altChunk" for item in _blocks(body)):
        reader.notes["berkas lain yang disisipkan (altChunk) dilewati"] += 1
    shapes, lines = settled(reader.harvest)
    notes = [*package.notes, *_told(reader.notes), *_told(reader.harvest.left_out), *_elsewhere(package)]
    return RawDocument(PurePath(name).stem, tuple(reader.blocks), shapes, lines, tuple(notes), tuple(pages))


def _breaks(block: Element) -> tuple[bool, int]:
    """Say whether a block goes to a new page before it says or draws anything, and how many it begins after that; Word tells of its own."""
    first, later, begun = False, 0, False
    for item in block.iter():
        name = local(item)
        if name == "lastRenderedPageBreak" or (name == "br" and get(item, "type") == "page"):
            first, later = first or not begun, later + begun
        begun = begun or name in ("t", "drawing", "pict")
    return first, later


def _reader(package: Package, root: Element) -> Reader:
    def part(type_: str) -> Element | None:
        found = package.related(package.main, type_)
        return package.xml(found[0]) if found else None

    styles = read_styles(part("styles"))
    notes: Counter[str] = Counter()
    links = {item.id: item.target for item in package.relations(package.main) if item.external}
    reader = Reader(styles, read_numbering(part("numbering"), styles), types_of(root), Speech(styles, links, notes), notes=notes)
    settings = part("settings")
    if settings is not None:
        reader.harvest.glue = rules_of(settings)
        modes = [get(item, "val") for item in nodes.within(settings, "compat") if get(item, "name") == "compatibilityMode"]
        reader.outdent = not modes or nodes.number(modes[0]) < 15
    return reader


def _blocks(parent: Element) -> Iterator[Element]:
    """Give paragraphs and tables, also those within content controls and tracked insertions."""
    for item in children(parent):
        name = local(item)
        if name in ("p", "tbl", "altChunk", "sectPr"):
            yield item
        elif name in THROUGH:
            yield from _blocks(item)


def _sectioned(body: Element) -> Iterator[tuple[Element, Section]]:
    """Give the blocks of the document, each with its section: a section is told of at its end."""
    waiting: list[Element] = []
    for block in _blocks(body):
        last = block if local(block) == "sectPr" else child(block, "pPr", "sectPr") if local(block) == "p" else None
        if local(block) in ("p", "tbl"):
            waiting.append(block)
        if last is not None:
            section = _section(last)
            yield from ((item, section) for item in waiting)
            waiting = []
    yield from ((item, Section()) for item in waiting)


def _section(element: Element) -> Section:
    size, margins, usual = child(element, "pgSz"), child(element, "pgMar"), Section()

    def side(name: str, default: float) -> float:
        return abs(nodes.twips(get(margins, name), default)) + (nodes.twips(get(margins, "gutter")) if name == "left" else 0.0)

    return Section(
        nodes.twips(get(size, "w"), usual.width), nodes.twips(get(size, "h"), usual.height), side("left", usual.left),
        side("right", usual.right), side("top", usual.top), side("bottom", usual.bottom), value(element, "type") == "continuous")


def _paragraph(element: Element, spot: Spot, reader: Reader) -> RawParagraph:
    """Read a paragraph, and take the drawings that hang in it."""
    properties = child(element, "pPr")
    style = value(properties, "pStyle")
    runs, drawings = hear(element, reader.speech, style)
    chain = [properties, *(item.paragraph for item in reader.styles.chain(style or reader.styles.default))]
    indent = next((child(place, "ind") for place in chain if place is not None and child(place, "ind") is not None), None)
    begin = nodes.twips(get(indent, "left") or get(indent, "start"))
    for drawing in drawings:
        _draw(drawing, replace(spot, jc=_aligned(element, reader), indent=begin), reader)
    level, label, depth, item, look = None, "", 0, None, reader.styles.name(style)
    counted = next((place for place in chain if place is not None and child(place, "numPr") is not None), None)
    if counted is not None:
        own = next((found for place in chain if (found := value(place, "numPr", "numId"))), "")
        deep = next((found for place in chain if (found := value(place, "numPr", "ilvl"))), "0")
        depth = int(min(max(nodes.number(deep), 0), 8))
        level, label = reader.numbering.count(own, depth)
        item = RawItem(level.style, depth, reader.numbering.shown(own, depth), own) if level else None
    words = "".join(run.teks for run in runs).strip()
    if level is not None and words:
        return RawParagraph(runs, depth, level.style, item, begin, look)
    if label and not words:
        return RawParagraph((Run(label),), item=item, indent=begin, look=look)
    return RawParagraph(runs, style=look, item=item, indent=begin, look=look)


def _aligned(element: Element, reader: Reader) -> str:
    properties = child(element, "pPr")
    chain = (properties, *(item.paragraph for item in reader.styles.chain(value(properties, "pStyle") or reader.styles.default)))
    return next((found for place in chain if (found := value(place, "jc"))), "")


def _draw(drawing: Element, spot: Spot, reader: Reader) -> None:
    """Take one drawing: of each only what has words or lines, pictures by their names."""
    harvest = reader.harvest
    harvest.scope += 1
    if local(drawing) == "drawing":
        for item in children(drawing):
            if local(item) not in ("inline", "anchor") or nodes.on(get(child(item, "docPr"), "hidden", "0")):
                continue
            way, frame, size = hang_drawing(item, spot)
            hang = Hang(frame, spot.anchor, harvest.scope, get(child(item, "docPr"), "id"))
            for shape in nodes.within(item, "graphic", "graphicData"):
                if local(shape) == "pic" or (local(item) == "inline" and _artwork(shape)):
                    title = get(child(item, "docPr"), "descr") or get(child(item, "docPr"), "name") or "tanpa nama"
                    harvest.skip(f'gambar "{" ".join(title.split())[:80]}" dilewati')
                else:
                    take(shape, after(way, _back(shape, size)), hang, harvest)
        return
    if local(drawing) == "object":
        harvest.skip("objek tertanam (OLE) dilewati")
    for item in children(drawing):
        if not nodes.prefixed(item, "vml"):
            continue
        way, frame = hang_vml(item, spot)
        take_vml(item, way, Hang(frame, spot.anchor, harvest.scope), harvest, reader.types)


def _artwork(element: Element) -> bool:
    """Whether a drawing in the text is a picture made of free paths, such as an emblem: three or more, no words, no known shape."""
    shapes = [item for item in element.iter() if local(item) in ("wsp", "sp", "cxnSp")]
    return len(shapes) >= 3 and all(child(item, "spPr", "custGeom") is not None for item in shapes) and not nodes.spoken(element)


def _back(shape: Element, size: tuple[float, float]) -> tuple[float, float, float, float, float, float]:
    """Bring the top shape of a drawing to the drawing's corner: its own offset says nothing in Word; it is centred where sizes differ."""
    xfrm = child(shape, "spPr", "xfrm") if local(shape) in ("wsp", "sp", "cxnSp") else child(shape, "grpSpPr", "xfrm")
    if xfrm is None:
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    offset, extent = child(xfrm, "off"), child(xfrm, "ext")
    wide, high = nodes.number(get(extent, "cx")), nodes.number(get(extent, "cy"))
    x, y = nodes.number(get(offset, "x")), nodes.number(get(offset, "y"))
    return (1.0, 0.0, 0.0, 1.0, (size[0] * 36000 - wide) / 2 - x, (size[1] * 36000 - high) / 2 - y)


def _table(element: Element, spot: Spot, reader: Reader) -> RawTable:
    """Read a table with everything in its cells. One that stands in a cell hangs its drawings in that cell."""
    nested = spot.cell is not None
    grid = grid_of(element, spot.left, spot.width, spot.section, reader.styles, outdent=reader.outdent)
    cells: list[RawCell | None] = []
    for place in grid.places:
        start, width = grid.span(place)
        inside, above = padding_of(place.element, grid.padding)
        edge = grid.left + start
        anchor = spot.anchor if nested else Anchor(spot.anchor.block, place.row, place.column)
        cell, before = (spot.cell, spot.before + sum(grid.heights[: place.row]) + above) if nested else (edge, above)
        isi = _contents(place.element, Spot(spot.section, anchor, edge + inside, max(width - 2 * inside, 0.0), cell, before), reader)
        if place.covered < 0:
            valign = value(child(place.element, "tcPr"), "vAlign")
            cells.append(RawCell(place.row, place.column, place.rows, place.columns, isi, valign))
            continue
        cells.append(None)
        owner = cells[place.covered]
        if owner is not None and any(run.teks.strip() for paragraph in isi for run in paragraph.runs):
            reader.notes["teks di sel yang tertutup penggabungan sel dipindahkan ke sel gabungannya"] += 1
            cells[place.covered] = replace(owner, isi=owner.isi + isi)
    read = tuple(cell for cell in cells if cell is not None)
    top = round(spot.section.top, 3)
    return RawTable(read, grid.rows, grid.columns, tuple(grid.widths), tuple(grid.heights), grid.head, grid.left, top)


def _contents(cell: Element, spot: Spot, reader: Reader) -> tuple[RawParagraph, ...]:
    """Read what stands in a cell; tables within become their paragraphs, row by row."""
    found: list[RawParagraph] = []
    before = spot.before
    for block in _blocks(cell):
        here = replace(spot, before=before)
        if local(block) == "p":
            said = _paragraph(block, here, reader)
            high = _height(block, said, spot.width, reader)
            found.append(replace(said, high=high, jc=_aligned(block, reader)))
            before += high
        elif local(block) == "tbl":
            reader.notes["tabel di dalam sel dibaca sebagai paragraf biasa"] += 1
            inner = _table(block, here, reader)
            found += [paragraph for item in inner.cells for paragraph in item.isi if paragraph.runs]
            before += sum(inner.heights)
        elif local(block) == "altChunk":
            reader.notes["berkas lain yang disisipkan (altChunk) dilewati"] += 1
    return tuple(found)


def _height(element: Element, paragraph: RawParagraph, width: float, reader: Reader) -> float:
    """Suppose the height of a paragraph in mm: letters half as wide as high, its own spacing."""
    properties = child(element, "pPr")
    run = child(element, "r", "rPr")
    size = reader.styles.size(run if run is not None else child(element, "pPr", "rPr"), value(properties, "pStyle")) * 25.4 / 72
    text = "".join(item.teks for item in paragraph.runs)
    lines = sum(max(math.ceil(len(line) * size / 2 / width), 1) if width > size else 1 for line in text.split("\n"))
    spacing = child(properties, "spacing") if properties is not None else None
    line = size * LINE
    if get(spacing, "line"):
        own = nodes.twips(get(spacing, "line"))
        line = own if get(spacing, "lineRule") == "exact" else line * nodes.number(get(spacing, "line"), 240.0) / 240
    return lines * line + nodes.twips(get(spacing, "before")) + nodes.twips(get(spacing, "after"))


def _told(counts: Counter[str]) -> list[str]:
    """Give each sentence once, with how often it holds."""
    return [f"{text} ({times} kali)" if times > 1 else text for text, times in counts.items()]


def _elsewhere(package: Package) -> list[str]:
    """Tell of the words that stand outside of the text: heads and feet of pages (page numbers are no words), notes, comments."""
    names = (("header", "kepala halaman"), ("footer", "kaki halaman"), ("footnotes", "catatan kaki"), ("endnotes", "catatan akhir"),
             ("comments", "komentar"))
    found = []
    for type_, name in names:
        for part in package.related(package.main, type_):
            words = " / ".join(nodes.spoken(package.xml(part)).split("\n"))
            if re.search(r"[^\W\d_]", words):
                found.append(f"{name} tidak dibaca sebagai isi: {words[:300]}{'...' if len(words) > 300 else ''}")
    return list(dict.fromkeys(found))
