"""The sheet of an SOP -> tables of a Word document, every row and column where the layout of the PDF measured it.

A page of the sheet begins with a paragraph of one point, to which the flowchart of the page is anchored. Tables end with the page and
begin anew on the next, with their heads; only a row that is longer than a page runs on by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from lxml import etree

from bukusop.flowchart import Demand, Edge, Graph, Kind, PageDrawing, Symbol
from bukusop.model import Bentuk, Langkah, Sop
from bukusop.office.word import grid, shapes
from bukusop.office.word.document import Document
from bukusop.office.word.grid import Cell, Table
from bukusop.office.word.sheethead import Head
from bukusop.office.word.sheettext import Look, Writer, empty, line, plain, text_of
from bukusop.office.word.xml import TWIPS_PER_MM
from bukusop.render import Measured, Scene
from bukusop.render.columns import ACTOR_LEAST
from bukusop.render.columns import heads as heads_upright
from bukusop.render.pdf import Box
from bukusop.render.rules import heads
from bukusop.render.sheet import Layout

POINT_MM = 25.4 / 72
"""Height of the paragraph that a page begins with."""
_PAD = (0.9, 0.8, 0.1, 1.2)
_HEAD_PAD = (0.3, 0.3, 0.1, 0.3)
"""Kept free in a cell (top, right, bottom, left, mm): less than in the PDF, for letters a little wider."""
_CONNECTED = "Sambungan dari atau ke halaman lain."

Boxes = Mapping[str, Box]


def add_sheet(document: Document, scene: Scene, sop: Sop, measured: Measured) -> None:
    """Append the sheet of an SOP to a section that has the page and the margins of the sheet.

    The first paragraph bears nothing but the flowchart's anchor (or begins the cover); the last thing may be a table.
    """
    text = _Sheet(document, scene, sop, measured).text()
    for element in etree.fromstring(f"<x {shapes.NAMESPACES}>{text}</x>", etree.XMLParser(huge_tree=True)):
        document.add(element)


def _unasked(graph: Graph) -> Demand:
    """Stand in for the demands of a chart: here everything has its place already, and no demand is looked at."""
    return Demand(rows=(0.0,) * len(graph.steps), columns=(ACTOR_LEAST,) * len(graph.names))


class _Sheet:
    """One sheet while it is written: `_y` is the place reached on the page (mm), `_seen` the rows that were begun."""

    def __init__(self, document: Document, scene: Scene, sop: Sop, measured: Measured) -> None:
        self._document, self._measured = document, measured
        self._layout = Layout.of(replace(scene, estimates=_unasked), sop)
        self._authored = sop.prosedur
        self._head, self._writer = Head(document, scene, self._layout), Writer(document)
        self._drawn = {page.page - 1: page for page in measured.drawing.pages}
        self._pieces: list[str | Table] = []
        self._seen: set[str] = set()
        self._y = 0.0
        self._pending = ""
        """A flowchart that waits for the next paragraph: its page is begun by a row that runs on."""

    def text(self) -> str:
        """Give everything as WordprocessingML."""
        if self._layout.covers:
            self._pieces.append(self._head.cover())
        for number in range(self._layout.covers, len(self._measured)):
            self._page(number)
        self._flush()
        return "".join(piece if isinstance(piece, str) else piece.xml() for piece in self._pieces)

    def _page(self, number: int) -> None:
        boxes = self._measured.boxes(number)
        drawn = self._drawn.get(number)
        run = self._chart(drawn) if drawn and drawn.symbols else ""
        if any(name in self._seen for name in boxes):
            self._pending += run
        else:
            self._flush()
            first = "<w:pageBreakBefore/>" if number else ""
            self._pieces.append(line(Look(1, line=1), run, first=first))
            self._y = self._layout.profil.lembar_halaman.margin[0] + POINT_MM
        self._identity(boxes, number)
        for index in range(len(self._layout.sop.prosedur)):
            self._title(boxes, index)
            self._steps(boxes, index, number)
        if "_legenda" in boxes:
            self._flush()
            self._pieces.append(self._head.legend(max(0.0, boxes["_legenda"].y0 - self._y) + 2.5))
        self._seen.update(name for name in boxes if name.startswith(("_r-", "_p-", "_b-")))

    def _flush(self) -> None:
        """Write a flowchart that still waits."""
        if self._pending:
            self._pieces.append(line(Look(1, line=1), self._pending))
            self._pending = ""

    def _begin(self, table: Table, top: float) -> None:
        """Begin a table at a place, with a gap above it."""
        gap = top - self._y
        if gap > POINT_MM or isinstance(self._pieces[-1], Table):
            points = max(20, round(gap * TWIPS_PER_MM))
            self._pieces.append(line(Look(1, line=points / 20), self._pending))
            self._pending = ""
            self._y += points / TWIPS_PER_MM
        self._pieces.append(table)

    def _loose(self, boxes: Boxes, names: Sequence[str], number: int) -> tuple[dict[str, Box], list[float]]:
        """Give the boxes of what begins on this page; those that run on get their whole height and are named by their tops."""
        found, tops = {}, []
        for name in names:
            if name in self._seen or name not in boxes:
                continue
            found[name] = boxes[name]
            if any(name in self._measured.boxes(page) for page in range(number + 1, len(self._measured))):
                tops.append(boxes[name].y0)
        return found, tops

    # -- identity -----------------------------------------------------------------------------------------------------------

    def _identity(self, boxes: Boxes, number: int) -> None:
        names = [name for name in boxes if name.startswith(("_b-", "_p-"))]
        found, tops = self._loose(boxes, names, number)
        cells = self._head.identity(found)
        if not cells:
            return
        bottom = max(cell.y1 for cell in cells)
        columns = grid.edges([x for cell in cells for x in (cell.x0, cell.x1)])
        self._put(cells, columns, tops, head=False, kept=len(found) < len(names))
        self._y = bottom

    def _put(self, cells: Sequence[Cell], columns: tuple[float, ...], tops: Sequence[float], *, head: bool, kept: bool) -> None:
        """Write rows into a new table, or (`kept`) into the one that runs on from the page before."""
        top = min(cell.y0 for cell in cells)
        last = next((piece for piece in reversed(self._pieces) if isinstance(piece, Table)), None)
        if not kept or last is None:
            last = Table(columns[0] - self._layout.profil.lembar_halaman.margin[3], columns)
            self._begin(last, top)
            cells = [replace(cell, y0=max(cell.y0, min(self._y, cell.y1 - 0.2))) for cell in cells]
        elif self._pending:
            content = cells[0].content.replace("</w:pPr>", f"</w:pPr>{self._pending}", 1)
            cells, self._pending = [replace(cells[0], content=content), *cells[1:]], ""
        loose = [cell.y0 for cell in cells if any(grid.near(cell.y0, place) for place in tops)]
        last.rows += grid.rows(cells, last.edges, head=head, loose=loose)

    # -- steps --------------------------------------------------------------------------------------------------------------

    def _title(self, boxes: Boxes, index: int) -> None:
        box = boxes.get(f"_j-{index}")
        if box is None:
            return
        lembar, size = self._layout.profil.lembar, self._layout.profil.huruf.ukuran_lembar
        words = [(lembar.judul_tabel, 1.15, "center")] if index == 0 and lembar.judul_tabel else []
        title = self._layout.sop.prosedur[index].judul
        words += [(title, 1.05, "left")] if title else []
        self._flush()
        for number, (text, share, align) in enumerate(words):
            before = max(0.0, box.y0 - self._y) + 1.0 if number == 0 else 0.0
            after = 1.5 - POINT_MM if number == len(words) - 1 else 0.0
            self._pieces.append(plain(Look(share * size, bold=True, align=align, before=before, after=after), text))
        self._y = box.y1 - POINT_MM

    def _steps(self, boxes: Boxes, index: int, number: int) -> None:
        head = heads(boxes, index)
        kinds = tuple(f"_{kind}-{index}-" for kind in ("r", "sa", "sb"))
        names = sorted((name for name in boxes if name.startswith(kinds)), key=lambda name: boxes[name].y0)
        found, tops = self._loose(boxes, names, number)
        if not head or not names:
            return
        columns = grid.edges([x for box in head for x in (box.x0, box.x1)])
        kept = len(found) < len(names)
        if not kept:
            self._put(self._head_cells(boxes, index), columns, (), head=True, kept=False)
        if found:
            cells = [cell for name, box in found.items() for cell in self._row(name, box, index, columns)]
            self._put(cells, columns, tops, head=False, kept=True)
        self._y = max(boxes[name].y1 for name in names)

    def _head_cells(self, boxes: Boxes, index: int) -> list[Cell]:
        profil = self._layout.profil
        size = 0.94 * profil.huruf.ukuran_lembar
        top, second = self._layout.head(index)
        named = [(f"_h-{index}-{place}", cell) for place, cell in enumerate(top)]
        named += [(f"_{'a' if cell['pelaksana'] else 'k'}-{index}-{place}", cell) for place, cell in enumerate(second)]
        actors = self._layout.sop.prosedur[index].pelaksana
        widths = [boxes[name].x1 - boxes[name].x0 for name, _ in named if name.startswith("_a-")]
        turned, _ = heads_upright(profil.lembar, actors, widths, profil.huruf.ukuran_lembar)
        cells = []
        for name, cell in named:
            box, upright = boxes[name], turned and name.startswith("_a-")
            width = 0.0 if upright else box.x1 - box.x0 - 1.2
            look = Look(size, "LembarKepala", bold=True, align="center", width=width)
            words = plain(look, cell["judul"])
            cells.append(Cell(box.x0, box.y0, box.x1, box.y1, words, _HEAD_PAD, middle=True, shaded=True, upright=upright))
        small = Look(0.8 * profil.huruf.ukuran_lembar, align="center")
        place = 0
        while (box_ := boxes.get(f"_n-{index}-{place}")) is not None:
            cells.append(Cell(box_.x0, box_.y0, box_.x1, box_.y1, plain(small, f"({place + 1})"), (0.1, 0.1, 0.0, 0.1), middle=True))
            place += 1
        return cells

    def _row(self, name: str, box: Box, index: int, columns: Sequence[float]) -> list[Cell]:
        """Give the cells of a row or of a strip: one for every actor, empty."""
        prosedur = self._layout.sop.prosedur[index]
        step = prosedur.langkah[int(name.rpartition("-")[2])] if name.startswith("_r-") else None
        cells, place = [], 0
        for column in self._layout.profil.lembar.kolom:
            for _ in prosedur.pelaksana if column == "pelaksana" else (None,):
                x0, x1 = columns[place], columns[place + 1]
                content = self._words(column, step, x1 - x0 - 2.4)
                cells.append(Cell(x0, box.y0, x1, box.y1, content, _PAD))
                place += 1
        return cells

    def _words(self, column: str, step: Langkah | None, width: float) -> str:
        size = self._layout.profil.huruf.ukuran_lembar
        if step is None or column == "pelaksana":
            return empty(Look(size))
        if column == "no":
            return plain(Look(size, align="center"), f"{step.nomor}.") if step.nomor else empty(Look(size))
        look = Look(size, align="center" if column == "waktu" else "left", width=width)
        return self._writer.cell(text_of(step.waktu) if column == "waktu" else getattr(step, column), look)

    # -- flowchart ----------------------------------------------------------------------------------------------------------

    def _chart(self, page: PageDrawing) -> str:
        said = []
        for procedure, row in dict.fromkeys((symbol.procedure, symbol.row) for symbol in page.symbols if symbol.row):
            nomor = self._layout.sop.prosedur[procedure - 1].langkah[row - 1].nomor
            words = self._layout.chart.describe(procedure - 1, row - 1)
            said.append(f"Langkah {nomor}: {words}" if nomor else words)
        ordered, font = replace(page, edges=self._edges(page)), self._layout.profil.huruf.lembar
        chart = shapes.Chart(ordered, self._named, self._describe, " ".join(said), font)
        return shapes.run(chart, self._document.next_id)

    def _edges(self, page: PageDrawing) -> tuple[Edge, ...]:
        """Give the lines of a page, those of one decision in the order of its answers: a reader of the file finds them so."""
        order = {}
        for symbol in page.symbols:
            steps = self._layout.sop.prosedur[symbol.procedure - 1].langkah
            own = [node for node in steps[symbol.row - 1].simpul if symbol.actor in node.pelaksana] if symbol.row else []
            labels = {edge.label for edge in page.edges if edge.source == symbol.id}
            told = next((names for node in own if labels <= set(names := [answer.label for answer in node.jawaban])), [])
            order.update({(symbol.id, label): number for number, label in enumerate(told)})
        places = sorted(range(len(page.edges)), key=lambda number: page.edges[number].source)
        sorted_ = sorted(page.edges, key=lambda edge: (edge.source, order.get((edge.source, edge.label), 0)))
        return tuple(edge for _, edge in sorted(zip(places, sorted_, strict=True), key=lambda pair: pair[0]))

    def _named(self, symbol: Symbol) -> str:
        """Name a symbol in the file. Capsules look alike: Mulai, Selesai are the author's, Awal, Akhir the manner's, others are steps."""
        if symbol.kind is not Kind.TERMINATOR:
            return shapes.WORDS[symbol.kind]
        graph = self._layout.chart.graphs[symbol.procedure - 1]
        rows = self._layout.sop.prosedur[symbol.procedure - 1].langkah
        written = [node for row in rows for node in row.simpul]
        stem = f"p{symbol.procedure}r{symbol.row}s"
        own = (n for n, node in enumerate(graph.nodes)
               if node.row + 1 == symbol.row and symbol.id == f"{stem}{node.level + 1}c{node.columns[0] + 1}")
        found = next(own)
        kind = written[found].bentuk if found < len(written) else Bentuk(graph.nodes[found].role)
        author = {node.bentuk for row in self._authored[symbol.procedure - 1].langkah for node in row.simpul}
        names = {Bentuk.MULAI: ("Mulai", "Awal"), Bentuk.SELESAI: ("Selesai", "Akhir")}.get(kind)
        return names[kind not in author or found >= len(written)] if names else shapes.WORDS[symbol.kind]

    def _describe(self, symbol: Symbol) -> str:
        return self._layout.chart.describe(symbol.procedure - 1, symbol.row - 1) if symbol.row else _CONNECTED
