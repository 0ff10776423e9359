"""Documents in the manner of other agencies, drawn by an unsteady hand: unglued lines in pieces, floating shapes, labels beside diamonds.

A `Plan` is what such a document means; `word` writes it as a real .docx, and `judge` counts what an import got right.
"""

from __future__ import annotations

import io
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.shared import Mm

from bukusop.office.drafting.draft import Draft

NS = ('xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
      'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
      'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
      'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
      'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup" '
      'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"')
END = "selesai"


@dataclass(frozen=True)
class Do:
    """A step: who, and for a decision where each answer leads (number of a step from 1, or END); `to` where it is not the next."""

    who: tuple[int, ...]
    answers: Mapping[str, int | str] = field(default_factory=dict)
    to: int | str = ""
    text: str = ""


@dataclass(frozen=True)
class Plan:
    """One procedure."""

    actors: tuple[str, ...]
    steps: tuple[Do, ...]
    title: str = ""


@dataclass(frozen=True)
class Manner:
    """How an agency draws and writes. `hang`: cell, page, paragraph; `kind`: drawing, vml, group, marks."""

    hang: str = "cell"
    kind: str = "drawing"
    heights: bool = True
    whole: bool = False
    counter: bool = False
    numbered: bool = False
    caps: bool = False
    ends: bool = False
    split: int = 0
    repeat: bool = True
    jitter: float = 0.8
    syarat: str = "Kelengkapan"
    identity: str = "table"
    upright: bool = False


Line = tuple[list[tuple[float, float]], int]


@dataclass
class Art:
    """What is drawn over one table: symbols (kind, box, line), lines (points, line of the table) and words."""

    symbols: list[tuple[str, tuple[float, float, float, float], int, int]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    words: list[tuple[str, tuple[float, float, float, float], int]] = field(default_factory=list)


def widths(plan: Plan) -> list[float]:
    return [10, 58, *([18.0] * len(plan.actors)), 36, 18, 32, 20]


def draw(plan: Plan, manner: Manner, rows: Sequence[int], tops: Sequence[float], rng: random.Random) -> Art:
    """Draw the steps `rows` (from 0), whose lines begin at `tops` (one more than rows); x from the table's left."""
    art, wide = Art(), widths(plan)
    left = sum(wide[:2])

    def shake(value: float) -> float:
        return value + rng.uniform(-manner.jitter, manner.jitter)

    boxes: dict[int, list[tuple[float, float, float, float]]] = {}
    for n, row in enumerate(rows):
        step = plan.steps[row]
        y = shake((tops[n] + tops[n + 1]) / 2)
        for actor in step.who:
            x = shake(left + 18 * actor + 9)
            half = (5.5, 4.2) if step.answers else (6.0, 3.2)
            box = x - half[0], y - half[1], x + half[0], y + half[1]
            end = row == 0 or row == len(plan.steps) - 1
            kind = "decision" if step.answers else "terminator" if manner.caps and end and len(step.who) == 1 else "process"
            art.symbols.append((kind, box, n, actor))
            boxes.setdefault(row, []).append(box)
        for one, other in zip(boxes[row], boxes[row][1:], strict=False):
            art.lines.append(([(one[2], y), (other[0], y)], -n - 1))
    for n, row in enumerate(rows):
        step = plan.steps[row]
        ways: list[tuple[str, int | str]] = list(step.answers.items()) or [("", step.to or row + 2)]
        for k, (label, to) in enumerate(ways):
            if not isinstance(to, int) or to - 1 not in boxes:
                continue
            points = _way(boxes[row][0], boxes[to - 1][0], k, to - 1 <= row, rng)
            art.lines.append(([(shake(x) * 0.4 + x * 0.6, shake(y) * 0.4 + y * 0.6) for x, y in points], n))
            if label:
                (x, y), (x1, _) = points[0], points[1]
                lx, ly = (x + 1.5, y + 1.0) if abs(x1 - x) < 1 else (x + (1 if x1 > x else -9), y - 4.2)
                art.words.append((label, (lx, ly, lx + 8, ly + 3.5), n))
    return art


def _way(
    a: tuple[float, float, float, float], b: tuple[float, float, float, float], k: int, back: bool, rng: random.Random
) -> list[tuple[float, float]]:
    ax, ay, bx, by = (a[0] + a[2]) / 2, (a[1] + a[3]) / 2, (b[0] + b[2]) / 2, (b[1] + b[3]) / 2
    gap = rng.uniform(0.3, 0.7)
    if back:
        x = max(a[2], b[2]) + 2.0
        return [(a[2], ay), (x, ay), (x, by), (b[2], by)]
    if k == 0 and abs(ax - bx) < 4 and b[1] - a[3] < 16:
        return [(ax, a[3]), (ax, b[1])]
    if k == 0 and abs(ax - bx) >= 4:
        middle = a[3] + (b[1] - a[3]) * gap if b[1] - a[3] < 16 else a[3] + 3
        return [(ax, a[3]), (ax, middle), (bx, middle), (bx, b[1])]
    x = min(a[0], b[0]) - 2.0
    return [(a[0], ay), (x, ay), (x, by), (b[0], by)]


def word(plans: Sequence[Plan], manner: Manner, seed: int, names: Sequence[str] = ("Pelayanan Surat Keterangan",)) -> bytes:
    """Write a document: an SOP per name, all procedures in each."""
    rng = random.Random(seed)
    document = docx.Document()
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(330), Mm(215)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(15)
    pen = _Pen(manner)
    for count, name in enumerate(names):
        if count:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _identity(document, manner, name, count + 1)
        for plan in plans:
            _procedure(document, plan, manner, pen, rng)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _identity(document: docx.document.Document, manner: Manner, name: str, count: int) -> None:
    pairs = [("Nomor SOP", f"0{count}/SOP/CONTOH/2024"), ("TGL. PEMBUATAN" if manner.numbered else "Tanggal Pembuatan", "5 Januari 2024"),
             ("Tanggal Revisi", ""), ("Tanggal Efektif", "2 Pebruari 2024"), ("Disahkan oleh", "CAMAT CONTOH\nContoh Rekaan"),
             ("Nama SOP", name)]
    lists = [("Dasar Hukum", "1. UU Nomor 25 Tahun 2009\n2. Peraturan Contoh Nomor 1"), ("Kualifikasi Pelaksana", "1. Teliti\n2. Jujur"),
             ("Keterkaitan", "SOP Surat Masuk"), ("Peralatan/Perlengkapan", "1. Komputer\n2. Printer"),
             ("Peringatan", "Jika terlambat maka pelayanan terganggu"), ("Pencatatan dan Pendataan", "Buku register")]
    if manner.identity == "lines":
        for label, value in [*pairs, *lists]:
            document.add_paragraph(f"{label} : {value}" if "\n" not in value else f"{label} :")
            for line in value.split("\n") if "\n" in value else []:
                document.add_paragraph(line)
        return
    table = document.add_table(rows=6 + 6, cols=4)
    for n, (label, value) in enumerate(pairs):
        table.cell(n, 1).text = f"{n + 1}. {label}" if manner.numbered else label
        table.cell(n, 2).text = ":" if manner.identity == "colon" else value
        table.cell(n, 3).text = value if manner.identity == "colon" else ""
        if manner.identity != "colon":
            table.cell(n, 2).merge(table.cell(n, 3))
    kop = table.cell(0, 0).merge(table.cell(5, 0))
    kop.text = "PEMERINTAH KABUPATEN REKAAN\nKECAMATAN CONTOH"
    for n in range(3):
        for side in (0, 1):
            label, value = lists[2 * n + side]
            head = table.cell(6 + 2 * n, 2 * side).merge(table.cell(6 + 2 * n, 2 * side + 1))
            head.text = f"{label} :" if manner.numbered else label
            below = table.cell(7 + 2 * n, 2 * side).merge(table.cell(7 + 2 * n, 2 * side + 1))
            below.text = value


def _procedure(document: docx.document.Document, plan: Plan, manner: Manner, pen: _Pen, rng: random.Random) -> None:
    rows = list(range(len(plan.steps)))
    parts = [rows[: manner.split], rows[manner.split :]] if manner.split else [rows]
    for n, part in enumerate(parts):
        spot = document.add_paragraph()
        spot.paragraph_format.page_break_before = True
        if plan.title and not n:
            spot.add_run(plan.title).bold = True
        head = not n or manner.repeat
        table, tops = _table(document, plan, manner, part, head, last=n == len(parts) - 1)
        lines = 2 + manner.counter if head else 0
        lines += manner.ends and not n
        art = draw(plan, manner, part, tops[lines : lines + len(part) + 1], rng)
        if manner.kind == "marks":
            for row, at in zip(part, range(lines, lines + len(part)), strict=True):
                for actor in plan.steps[row].who:
                    table.cell(at, 2 + actor).text = "√"
        else:
            pen.put(spot, table, art, tops, lines, widths(plan))
        document.add_paragraph()


def _table(
    document: docx.document.Document, plan: Plan, manner: Manner, part: Sequence[int], head: bool, *, last: bool
) -> tuple[docx.table.Table, list[float]]:
    count, wide = len(plan.actors), widths(plan)
    heads = 2 + manner.counter if head else 0
    extra_top, extra_foot = int(manner.ends and 0 in part), int(manner.ends and last)
    table = document.add_table(rows=heads + extra_top + len(part) + extra_foot, cols=count + 6)
    table.autofit = False
    for column, width in enumerate(wide):
        table.columns[column].width = Mm(width)
        for cell in table.columns[column].cells:
            cell.width = Mm(width)
    if head:
        labels = {0: "No", 1: "Uraian Kegiatan" if manner.numbered else "Kegiatan"}
        for column, label in labels.items():
            table.cell(0, column).merge(table.cell(1, column)).text = label
        table.cell(0, 2).merge(table.cell(0, 1 + count)).text = "Pelaksana"
        table.cell(0, 2 + count).merge(table.cell(0, 4 + count)).text = "Mutu Baku"
        for k, name in enumerate(plan.actors):
            table.cell(1, 2 + k).text = f"{k + 1}. {name}" if manner.numbered else name
        for k, label in enumerate((manner.syarat, "Waktu", "Output")):
            table.cell(1, 2 + count + k).text = label
        table.cell(0, 5 + count).merge(table.cell(1, 5 + count)).text = "Ket."
        if manner.counter:
            for column in range(count + 6):
                table.cell(2, column).text = f"({column + 1})"
    if extra_top:
        table.cell(heads, 1).text = "Mulai"
    if extra_foot:
        table.cell(len(table.rows) - 1, 1).text = "Selesai"
    for n, row in enumerate(part):
        line = heads + extra_top + n
        step = plan.steps[row]
        table.cell(line, 0).text = f"{row + 1}."
        table.cell(line, 1).text = step.text or f"Memproses berkas tahap ke-{row + 1} sampai tuntas"
        table.cell(line, 2 + count).text = "- Berkas permohonan\n- Formulir"
        table.cell(line, 3 + count).text = "15 Menit"
        table.cell(line, 4 + count).text = f"Berkas tahap {row + 1}"
    tops = [0.0]
    for line, row in enumerate(table.rows):
        height = 6.0 if line < heads else 16.0
        if manner.heights:
            row.height = Mm(height)
            row.height_rule = 2
        tops.append(tops[-1] + (height if manner.heights or line < heads else _laid(row, wide)))
    return table, tops


def _laid(row: Any, wide: Sequence[float]) -> float:
    """Give the height that a program gives a row of 11 pt letters; this tool guesses with other lengths."""
    lines = (sum(max(1, -(-len(text) * 1.95 // (width - 3.8))) for text in cell.text.split("\n"))
             for cell, width in zip(row.cells, wide, strict=True))
    return max(lines) * 5.1 + 0.4


class _Pen:
    """Puts art into a document, in the manner's kind of drawing."""

    def __init__(self, manner: Manner) -> None:
        self.manner, self.count = manner, 10

    def put(self, spot: Any, table: docx.table.Table, art: Art, tops: Sequence[float], lines: int, wide: Sequence[float]) -> None:
        things: list[tuple[str, str, list[tuple[float, float]], bool, int]] = []
        for kind, box, n, _ in art.symbols:
            things.append((kind, "", [box[:2], box[2:]], False, n))
        for points, n in art.lines:
            joint, row = n < 0, (-n - 1 if n < 0 else n)
            if self.manner.whole:
                things.append(("path", "", points, not joint, row))
                continue
            for k, pair in enumerate(pairwise(points)):
                things.append(("line", "", list(pair), not joint and k == len(points) - 2, row))
        for text, box, n in art.words:
            things.append(("text", text, [box[:2], box[2:]], False, n))
        if self.manner.kind == "group":
            spot._p.append(parse_xml(self._group(things)))
            return
        for kind, text, points, arrow, n in things:
            dx, dy, frame = 20 - 1.9, 27.0, "page"
            where = spot._p
            if self.manner.hang == "cell":
                column = next(k for k in range(len(wide)) if points[0][0] < sum(wide[: k + 1]))
                dx, dy, frame = -sum(wide[:column]), -tops[lines + n], "cell"
                where = table.cell(lines + n, column).paragraphs[0]._p
            elif self.manner.hang == "paragraph":
                dx, dy, frame = -1.9, 6.0, "paragraph"
            moved = [(x + dx, y + dy) for x, y in points]
            where.append(parse_xml(self._vml(kind, text, moved, arrow) if self.manner.kind == "vml"
                                   else self._anchor(kind, text, moved, arrow, frame)))

    def _anchor(self, kind: str, text: str, points: Sequence[tuple[float, float]], arrow: bool, frame: str) -> str:
        self.count += 1
        x0, y0, x1, y1 = _around(points)
        h, v = {"page": ("page", "page"), "cell": ("column", "paragraph"), "paragraph": ("column", "paragraph")}[frame]
        return (f'<w:r {NS}><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{self.count}" '
                'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
                f'<wp:positionH relativeFrom="{h}"><wp:posOffset>{_emu(x0)}</wp:posOffset></wp:positionH>'
                f'<wp:positionV relativeFrom="{v}"><wp:posOffset>{_emu(y0)}</wp:posOffset></wp:positionV>'
                f'<wp:extent cx="{_emu(x1 - x0)}" cy="{_emu(y1 - y0)}"/><wp:wrapNone/>'
                f'<wp:docPr id="{self.count}" name="Bentuk {self.count}"/>'
                '<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
                f'{self._shape(kind, text, points, arrow, (0.0, 0.0), "")}</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>')

    def _shape(
        self, kind: str, text: str, points: Sequence[tuple[float, float]], arrow: bool, off: tuple[float, float], ident: str
    ) -> str:
        x0, y0, x1, y1 = _around(points)
        place = f'<a:off x="{_emu(off[0])}" y="{_emu(off[1])}"/><a:ext cx="{_emu(x1 - x0)}" cy="{_emu(y1 - y0)}"/>'
        head = '<a:tailEnd type="triangle"/>' if arrow else ""
        line = f'<a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/></a:solidFill>{head}</a:ln>'
        if kind == "line":
            (ax, ay), (bx, by) = points
            flips = (' flipH="1"' if bx < ax else "") + (' flipV="1"' if by < ay else "")
            return (f'<wps:wsp>{ident}<wps:cNvCnPr/><wps:spPr><a:xfrm{flips}>{place}</a:xfrm><a:prstGeom prst="straightConnector1">'
                    f'<a:avLst/></a:prstGeom>{line}</wps:spPr><wps:bodyPr/></wps:wsp>')
        if kind == "path":
            moves = ["moveTo", *["lnTo"] * len(points)]
            steps = "".join(f'<a:{move}><a:pt x="{_emu(x - x0)}" y="{_emu(y - y0)}"/></a:{move}>'
                            for move, (x, y) in zip(moves, points, strict=False))
            return (f'<wps:wsp>{ident}<wps:cNvSpPr/><wps:spPr><a:xfrm>{place}</a:xfrm><a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>'
                    f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst><a:path w="{_emu(x1 - x0)}" h="{_emu(y1 - y0)}" fill="none">'
                    f'{steps}</a:path>'
                    f'</a:pathLst></a:custGeom><a:noFill/>{line}</wps:spPr><wps:bodyPr/></wps:wsp>')
        preset = {"process": "rect", "decision": "diamond", "terminator": "flowChartTerminator", "text": "rect"}[kind]
        words = f'<wps:txbx><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></wps:txbx>' if text else ""
        edge = "<a:ln><a:noFill/></a:ln>" if kind == "text" else line
        box = ' txBox="1"' if kind == "text" else ""
        return (f'<wps:wsp>{ident}<wps:cNvSpPr{box}/><wps:spPr><a:xfrm>{place}</a:xfrm><a:prstGeom prst="{preset}"><a:avLst/></a:prstGeom>'
                f'<a:noFill/>{edge}</wps:spPr>{words}<wps:bodyPr/></wps:wsp>')

    def _group(self, things: Sequence[tuple[str, str, list[tuple[float, float]], bool, int]]) -> str:
        self.count += 1
        x0, y0, x1, y1 = _around([point for thing in things for point in thing[2]])
        members = []
        for kind, text, points, arrow, _ in things:
            self.count += 1
            left, top, _, _ = _around(points)
            ident = f'<wps:cNvPr id="{self.count}" name="B{self.count}"/>'
            members.append(self._shape(kind, text, points, arrow, (left - x0, top - y0), ident))
        size = f'<a:off x="0" y="0"/><a:ext cx="{_emu(x1 - x0)}" cy="{_emu(y1 - y0)}"/>'
        inner = f'<a:chOff x="0" y="0"/><a:chExt cx="{_emu(x1 - x0)}" cy="{_emu(y1 - y0)}"/>'
        return (f'<w:r {NS}><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{self.count}" '
                'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
                f'<wp:positionH relativeFrom="page"><wp:posOffset>{_emu(x0 + 18.1)}</wp:posOffset></wp:positionH>'
                f'<wp:positionV relativeFrom="page"><wp:posOffset>{_emu(y0 + 27)}</wp:posOffset></wp:positionV>'
                f'<wp:extent cx="{_emu(x1 - x0)}" cy="{_emu(y1 - y0)}"/><wp:wrapNone/>'
                f'<wp:docPr id="{self.count}" name="Grup {self.count}"/>'
                '<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup">'
                f'<wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm>{size}{inner}</a:xfrm></wpg:grpSpPr>{"".join(members)}</wpg:wgp>'
                '</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>')

    def _vml(self, kind: str, text: str, points: Sequence[tuple[float, float]], arrow: bool) -> str:
        self.count += 1
        x0, y0, x1, y1 = _around(points)
        style = (f"position:absolute;margin-left:{x0 / 25.4 * 72:.2f}pt;margin-top:{y0 / 25.4 * 72:.2f}pt;"
                 f"width:{(x1 - x0) / 25.4 * 72:.2f}pt;height:{(y1 - y0) / 25.4 * 72:.2f}pt;z-index:{self.count}")
        if kind == "line":
            ends = [f"{x / 25.4 * 72:.2f}pt,{y / 25.4 * 72:.2f}pt" for x, y in points]
            head = '<v:stroke endarrow="block"/>' if arrow else ""
            return (f'<w:r {NS}><w:pict><v:line id="_x{self.count}" style="position:absolute;z-index:{self.count}" from="{ends[0]}" '
                    f'to="{ends[1]}">{head}</v:line></w:pict></w:r>')
        if kind == "text":
            return (f'<w:r {NS}><w:pict><v:shape id="_x{self.count}" type="#_x0000_t202" style="{style}" stroked="f" filled="f"><v:textbox>'
                    f'<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>')
        if kind == "process":
            return f'<w:r {NS}><w:pict><v:rect id="_x{self.count}" style="{style}"/></w:pict></w:r>'
        number, way = {"decision": (4, "m10800,l,10800,10800,21600,21600,10800xe"),
                       "terminator": (116, "m3475,qx,10800,3475,21600l18125,21600qx21600,10800,18125,xe")}[kind]
        return (f'<w:r {NS}><w:pict><v:shapetype id="_x0000_t{number}" coordsize="21600,21600" o:spt="{number}" path="{way}"/>'
                f'<v:shape id="_x{self.count}" type="#_x0000_t{number}" style="{style}"/></w:pict></w:r>')


def _around(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _emu(mm: float) -> int:
    return round(mm * 36000)


@dataclass
class Score:
    """How many were right, of how many; `unsaid` are wrong ones without a comment at their step."""

    actors: list[int] = field(default_factory=lambda: [0, 0])
    branches: list[int] = field(default_factory=lambda: [0, 0])
    unsaid: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        for mine, theirs in ((self.actors, other.actors), (self.branches, other.branches)):
            mine[0] += theirs[0]
            mine[1] += theirs[1]
        self.unsaid += other.unsaid


def judge(plans: Sequence[Plan], draft: Draft) -> Score:
    """Compare a draft with what was meant."""
    score = Score()
    data: Any = draft.data
    found = data.get("prosedur") or [{"pelaksana": data.get("pelaksana", {}), "langkah": data.get("langkah", [])}]
    flagged = [path for path, _ in draft.comments]
    for k, plan in enumerate(plans):
        got = found[k] if k < len(found) else {"pelaksana": {}, "langkah": []}
        names = list(got["pelaksana"].values())
        keys = list(got["pelaksana"])
        steps = [step for step in got["langkah"] if step.get("bentuk") not in ("mulai", "selesai")]
        where = ("prosedur", k, "langkah") if data.get("prosedur") else ("langkah",)
        shift = len(got["langkah"]) and got["langkah"][0].get("bentuk") == "mulai"
        for n, meant in enumerate(plan.steps):
            step = steps[n] if n < len(steps) else {}
            said = any(path[: len(where) + 1] == (*where, n + shift) for path in flagged)
            step = step if "simpul" not in step else {**step["simpul"][-1], "pelaksana": step["simpul"][0]["pelaksana"]}
            who = step.get("pelaksana", [])
            who = [who] if isinstance(who, str) else who
            right = sorted(names[keys.index(key)] for key in who) == sorted(plan.actors[actor] for actor in meant.who)
            score.actors[1] += 1
            score.actors[0] += right
            if not right and not said:
                score.unsaid.append(f"pelaksana langkah {n + 1}: {who}")
            answers = step.get("keputusan", {})
            for label, to in meant.answers.items():
                want = {"selesai"} if to == END else {str(to), *(["lanjut"] if to == n + 2 else [])}
                ok = answers.get(label) in want
                score.branches[1] += 1
                score.branches[0] += ok
                if not ok and not said:
                    score.unsaid.append(f"jawaban {label} langkah {n + 1}: {answers}")
    return score
