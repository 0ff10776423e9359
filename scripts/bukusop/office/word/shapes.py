"""One page of a flowchart -> native Word shapes: presets for the symbols, connectors glued to them, text boxes for the answers.

Word keeps connectors glued inside a drawing canvas (`wpc`), so the page's shapes stand in one, anchored over the actor columns. Programs
that know no canvas find the same shapes as a group in the fallback. Lengths come in as mm and go out as EMU.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from bukusop.flowchart import Edge, Kind, Label, PageDrawing, Symbol

EMU = 36000
"""EMU per mm."""
LINE_EMU = 9525
"""0.75 pt, the weight of every line."""
LEAST = 3600
"""Least extent of a connector that bends: its bends are given in shares of it, and there is no share of nothing."""
CANVAS_MM = 1.0
"""What a canvas is larger than what is drawn in it, on every side: it cuts off strokes and arrowheads at its edge."""
LABEL_PT = 7.5
"""Size of the answers beside a diamond, and of the letters in a segilima."""
LABEL_PAD = 0.25
"""Room left and right of an answer in its text box, mm: another program's letters may be a little wider."""
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordprocessing"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:a="{_A}" xmlns:wp="{_WP}" xmlns:mc="{_MC}" xmlns:wps="{_WORD_2010}Shape" xmlns:wpg="{_WORD_2010}Group" '
    f'xmlns:wpc="{_WORD_2010}Canvas" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
"""What a piece of a document made here must have declared around it."""

PRESETS = {
    Kind.TERMINATOR: "flowChartTerminator", Kind.PROCESS: "flowChartProcess", Kind.DECISION: "flowChartDecision",
    Kind.CONNECTOR: "flowChartOffpageConnector",
}
WORDS = {Kind.TERMINATOR: "Kapsul", Kind.PROCESS: "Kotak", Kind.DECISION: "Belah ketupat", Kind.CONNECTOR: "Segilima"}

Box = tuple[float, float, float, float]
Point = tuple[float, float]


Ids = Callable[[], int]
"""Gives a number that nothing else drawn in the document has."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a connector lies, in EMU, and how its preset is turned: `adjust` are its bends in 1/100000."""

    preset: str
    x: int
    y: int
    width: int
    height: int
    rotation: int
    flip_h: bool
    flip_v: bool
    adjust: tuple[int, ...]


def emu(mm: float) -> int:
    """Give a length in EMU."""
    return round(mm * EMU)


def connector(points: Sequence[Point]) -> Frame:
    """Give the preset connector that runs exactly along a line of level and upright stretches, at most five.

    Every bent preset begins level; one that begins upright is turned by a quarter. `bentConnectorN` has N stretches and N - 2 bends
    that can be placed, in turn along its first direction and across.
    """
    line = _corners(points)
    (x0, y0), (x1, y1) = line[0], line[-1]
    middle_x, middle_y = (x0 + x1) / 2, (y0 + y1) / 2
    if len(line) == 2:
        width, height = emu(abs(x1 - x0)), emu(abs(y1 - y0))
        left, top = emu(min(x0, x1)), emu(min(y0, y1))
        return Frame("straightConnector1", left, top, width, height, 0, x1 < x0, y1 < y0, ())
    upright = line[0][0] == line[1][0]
    along, across = (y1 - y0, x1 - x0) if upright else (x1 - x0, y1 - y0)
    width, height = _extent(along), _extent(across)
    flip_along, flip_across = along < 0, across < 0
    adjust = []
    for number, (x, y) in enumerate(line[2:-1]):
        leading = number % 2 == 0
        offset = y - y0 if leading == upright else x - x0
        negative, size = (flip_along, width) if leading else (flip_across, height)
        adjust.append(round(offset * EMU * (-1 if negative else 1) / size * 100000))
    left, top = round(middle_x * EMU - width / 2), round(middle_y * EMU - height / 2)
    flip_v = (not flip_across) if upright else flip_across
    return Frame(f"bentConnector{len(line) - 1}", left, top, width, height, 5400000 if upright else 0, flip_along, flip_v, tuple(adjust))


def _extent(mm: float) -> int:
    """Give a side of a bent connector's frame; one of less than half a mm would make its bends inexact in coarser units than ours."""
    return emu(abs(mm)) if abs(mm) >= 0.5 else LEAST


def _corners(points: Sequence[Point]) -> list[Point]:
    """Leave away points at which a line does not turn."""
    line: list[Point] = []
    for point in points:
        if line and _same(line[-1], point):
            continue
        if len(line) > 1 and (_level(line[-2], line[-1], point, 0) or _level(line[-2], line[-1], point, 1)):
            line.pop()
        line.append(point)
    return line if len(line) > 1 else [points[0], points[-1]]


def _same(a: Point, b: Point) -> bool:
    return abs(a[0] - b[0]) < 1e-6 and abs(a[1] - b[1]) < 1e-6


def _level(a: Point, b: Point, c: Point, axis: int) -> bool:
    return abs(a[axis] - b[axis]) < 1e-6 and abs(b[axis] - c[axis]) < 1e-6


def site(box: Box, point: Point) -> int:
    """Give the connection site of a symbol nearest to a point: 0 top, 1 left, 2 bottom, 3 right, as all four presets number them."""
    x0, y0, x1, y1 = box
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    sites = ((x, y0), (x0, y), (x, y1), (x1, y))
    return min(range(4), key=lambda number: abs(sites[number][0] - point[0]) + abs(sites[number][1] - point[1]))


@dataclass(frozen=True, slots=True)
class Chart:
    """What is to be drawn: a page, the name and the sentence of each symbol, the sentence of the whole, the family of its letters."""

    page: PageDrawing
    name: Callable[[Symbol], str]
    describe: Callable[[Symbol], str]
    whole: str
    font: str


def run(chart: Chart, ids: Ids) -> str:
    """Give the `w:r` that holds the flowchart of a page, anchored to the page."""
    x0, y0, x1, y1 = (edge + CANVAS_MM * side for edge, side in zip(bounds(chart.page), (-1, -1, 1, 1), strict=True))
    name = f"Bagan alir halaman {chart.page.page}"
    choice = _anchor((x0, y0, x1, y1), name, chart.whole, ids, "Canvas", (
        f"<wpc:wpc><wpc:bg><a:noFill/></wpc:bg><wpc:whole/>{_shapes(chart, (x0, y0), ids)}</wpc:wpc>"
    ))
    x0, y0, x1, y1 = bounds(chart.page, lines=False)
    width, height = emu(x1) - emu(x0), emu(y1) - emu(y0)
    group = _anchor((x0, y0, x1, y1), name, chart.whole, ids, "Group", (
        f'<wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/>'
        f'<a:chOff x="0" y="0"/><a:chExt cx="{width}" cy="{height}"/></a:xfrm></wpg:grpSpPr>{_shapes(chart, (x0, y0), ids)}</wpg:wgp>'
    ))
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wpc">{choice}</mc:Choice><mc:Fallback>'
        f'<mc:AlternateContent><mc:Choice Requires="wpg">{group}</mc:Choice><mc:Fallback/></mc:AlternateContent>'
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )


def bounds(page: PageDrawing, *, lines: bool = True) -> Box:
    """Give the box around everything drawn on a page.

    Without `lines` only what has a frame of its own counts: a group is scaled to its frame by what other programs find in it, and
    they overlook how far a connector bends out of its frame.
    """
    boxes = [symbol.box for symbol in page.symbols] + [_label_box(group) for group in labels(page)]
    points = [point for edge in page.edges for point in edge.points] if lines else []
    xs = [x for box in boxes for x in (box[0], box[2])] + [x for x, _ in points]
    ys = [y for box in boxes for y in (box[1], box[3])] + [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def labels(page: PageDrawing) -> list[list[Label]]:
    """Give the answers of a page, each with its lines."""
    return [list(group) for _, group in groupby(sorted(page.labels, key=lambda label: label.edge), key=lambda label: label.edge)]


def _label_box(lines: Sequence[Label]) -> Box:
    return (
        min(line.box[0] for line in lines) - LABEL_PAD, min(line.box[1] for line in lines),
        max(line.box[2] for line in lines) + LABEL_PAD, max(line.box[3] for line in lines),
    )


def _anchor(box: Box, name: str, description: str, ids: Ids, kind: str, content: str) -> str:
    x0, y0, x1, y1 = box
    number = ids()
    return (
        '<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" '
        f'relativeHeight="{251658240 + number}" behindDoc="0" locked="0" layoutInCell="0" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{emu(x0)}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{emu(y0)}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{emu(x1) - emu(x0)}" cy="{emu(y1) - emu(y0)}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="{number}" name={quoteattr(name)} descr={quoteattr(description)}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_WORD_2010}{kind}">{content}</a:graphicData></a:graphic></wp:anchor></w:drawing>'
    )


def _shapes(chart: Chart, origin: Point, ids: Ids) -> str:
    """Give every shape of a page: lines below symbols, answers above both."""
    page = chart.page
    numbers = {symbol.id: ids() for symbol in page.symbols}
    boxes = {symbol.id: symbol.box for symbol in page.symbols}
    letters = {_middle_of(letter.box): letter.text for letter in page.letters}
    parts = [_edge(edge, numbers, boxes, origin, ids) for edge in page.edges]
    for symbol in page.symbols:
        letter = symbol.letter or next((text for place, text in letters.items() if _inside(place, symbol.box)), "")
        parts.append(_symbol(symbol, numbers[symbol.id], chart, origin, letter))
    parts += [_answer(lines, chart.font, origin, ids()) for lines in labels(page)]
    return "".join(parts)


def _middle_of(box: Box) -> Point:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _inside(point: Point, box: Box) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _transform(box: Box, origin: Point) -> str:
    left, top = emu(box[0]) - emu(origin[0]), emu(box[1]) - emu(origin[1])
    return (
        f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{emu(box[2]) - emu(box[0])}" cy="{emu(box[3]) - emu(box[1])}"/></a:xfrm>'
    )


_STROKE = '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
_WHITE = '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
_BODY = (
    '<wps:bodyPr rot="0" vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr" anchorCtr="0">'
    "<a:noAutofit/></wps:bodyPr>"
)


def _symbol(symbol: Symbol, number: int, chart: Chart, origin: Point, letter: str) -> str:
    name = f"{chart.name(symbol)} {number}"
    words = f"<wps:txbx>{_words([letter], chart.font)}</wps:txbx>" if letter else ""
    return (
        f"<wps:wsp><wps:cNvPr id=\"{number}\" name={quoteattr(name)} descr={quoteattr(chart.describe(symbol))}/><wps:cNvSpPr/>"
        f'<wps:spPr>{_transform(symbol.box, origin)}<a:prstGeom prst="{PRESETS[symbol.kind]}"><a:avLst/></a:prstGeom>{_WHITE}'
        f'<a:ln w="{LINE_EMU}">{_STROKE}<a:miter lim="800000"/></a:ln></wps:spPr>{words}{_BODY}</wps:wsp>'
    )


def _answer(lines: Sequence[Label], font: str, origin: Point, number: int) -> str:
    words = [line.text for line in lines]
    return (
        f'<wps:wsp><wps:cNvPr id="{number}" name="Jawaban {number}" descr={quoteattr(" ".join(words))}/><wps:cNvSpPr txBox="1"/>'
        f'<wps:spPr>{_transform(_label_box(lines), origin)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{_WHITE}<a:ln><a:noFill/></a:ln>'
        f"</wps:spPr><wps:txbx>{_words(words, font)}</wps:txbx>{_BODY}</wps:wsp>"
    )


def _words(lines: Sequence[str], font: str) -> str:
    family = quoteattr(font)
    size = round(LABEL_PT * 2)
    style = (
        f'<w:rPr><w:rFonts w:ascii={family} w:hAnsi={family} w:eastAsia={family} w:cs={family}/><w:b/><w:color w:val="000000"/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    )
    texts = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
    return (
        '<w:txbxContent><w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="172" w:lineRule="exact"/><w:ind w:left="0" '
        f'w:right="0" w:firstLine="0"/><w:jc w:val="center"/>{style}</w:pPr><w:r>{style}{texts}</w:r></w:p></w:txbxContent>'
    )


def _edge(edge: Edge, numbers: dict[str, int], boxes: dict[str, Box], origin: Point, ids: Ids) -> str:
    frame = connector(edge.points)
    number = ids()
    turn = (f' rot="{frame.rotation}"' if frame.rotation else "") + (' flipH="1"' if frame.flip_h else "")
    turn += ' flipV="1"' if frame.flip_v else ""
    bends = "".join(
        f'<a:gd name="{f"adj{index}" if len(frame.adjust) > 1 else "adj1"}" fmla="val {value}"/>'
        for index, value in enumerate(frame.adjust, 1)
    )
    head = "" if edge.joint else '<a:tailEnd type="triangle" w="sm" len="med"/>'
    word = "Garis" if edge.joint else "Panah"
    return (
        f'<wps:wsp><wps:cNvPr id="{number}" name="{word} {number}" descr={quoteattr(edge.label)}/><wps:cNvCnPr>'
        f'<a:stCxn id="{numbers[edge.source]}" idx="{site(boxes[edge.source], edge.points[0])}"/>'
        f'<a:endCxn id="{numbers[edge.target]}" idx="{site(boxes[edge.target], edge.points[-1])}"/></wps:cNvCnPr>'
        f'<wps:spPr><a:xfrm{turn}><a:off x="{frame.x - emu(origin[0])}" y="{frame.y - emu(origin[1])}"/>'
        f'<a:ext cx="{frame.width}" cy="{frame.height}"/></a:xfrm><a:prstGeom prst="{frame.preset}"><a:avLst>{bends}</a:avLst></a:prstGeom>'
        f'<a:ln w="{LINE_EMU}">{_STROKE}<a:miter lim="800000"/>{head}</a:ln></wps:spPr><wps:bodyPr/></wps:wsp>'
    )


def symbol_run(kind: Kind | None, size: tuple[float, float], description: str, number: int) -> str:
    """Give a run with one symbol in the line, or, for no kind, an arrow: for the legend."""
    width, height = emu(size[0]), emu(size[1])
    place = f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
    middle = height // 2
    outline = f'<a:prstGeom prst="{PRESETS[kind]}"><a:avLst/></a:prstGeom>{_WHITE}' if kind else (
        "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l=\"0\" t=\"0\" r=\"r\" b=\"b\"/><a:pathLst>"
        f'<a:path w="{width}" h="{height}" fill="none"><a:moveTo><a:pt x="0" y="{middle}"/></a:moveTo><a:lnTo><a:pt x="{width}" '
        f'y="{middle}"/></a:lnTo></a:path></a:pathLst></a:custGeom><a:noFill/>'
    )
    head = "" if kind else '<a:tailEnd type="triangle" w="sm" len="med"/>'
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr id="{number}" name="Legenda {number}" '
        f'descr={quoteattr(description)}/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_WORD_2010}Shape"><wps:wsp><wps:cNvSpPr/>'
        f'<wps:spPr>{place}{outline}<a:ln w="{LINE_EMU}">{_STROKE}<a:miter lim="800000"/>{head}</a:ln></wps:spPr><wps:bodyPr/></wps:wsp>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback/></mc:AlternateContent></w:r>"
    )
