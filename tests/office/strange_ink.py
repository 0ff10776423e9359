"""Marks on paper as Word keeps them: DrawingML anchored, inline or grouped, with or without its VML twin, and VML alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import count, pairwise
from xml.sax.saxutils import escape

EMU = 36000
PT = 72 / 25.4
NAMESPACES = " ".join(f'xmlns:{key}="{value}"' for key, value in {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml", "o": "urn:schemas-microsoft-com:office:office",
}.items())
SPT = {
    "flowChartProcess": (109, "m,l,21600r21600,l21600,xe"), "flowChartDecision": (110, "m10800,l,10800,10800,21600,21600,10800xe"),
    "flowChartTerminator": (116, "m3475,qx,10800,3475,21600l18125,21600qx21600,10800,18125,xe"),
    "flowChartOffpageConnector": (177, "m,l21600,r,17255l10800,21600,,17255xe"), "straightConnector1": (32, "m,l21600,21600e"),
    "bentConnector2": (33, "m,l21600,r,21600e"), "bentConnector3": (34, "m,l@0,0@0,21600,21600,21600e"),
    "rect": (1, "m,l,21600r21600,l21600,xe"),
    "roundRect": (2, "m3600,qx,3600l,18000qy3600,21600l18000,21600qx21600,18000l21600,3600qy18000,xe"),
    "diamond": (4, "m10800,l,10800,10800,21600,21600,10800xe"),
}
CONNECTORS = ("straightConnector1", "bentConnector2", "bentConnector3", "line")
Point = tuple[float, float]


def emu(mm: float) -> int:
    return round(mm * EMU)


@dataclass(frozen=True)
class Mark:
    """One shape: its unrotated frame in mm on the page, and how it looks."""

    x: float
    y: float
    w: float
    h: float
    geom: str
    name: str = "Shape"
    adjust: tuple[tuple[str, int], ...] = ()
    points: tuple[Point, ...] = ()
    rot: int = 0
    flip_h: bool = False
    flip_v: bool = False
    head: bool = False
    tail: bool = False
    line: bool = True
    fill: str = ""
    words: str = ""
    pt: float = 8
    bold: bool = True


@dataclass
class Inkwell:
    """Numbers the shapes of a document and keeps its taste in lines."""

    weight: int = 12700
    colour: str = "000000"
    numbers: "count[int]" = field(default_factory=lambda: count(2))

    def inner(self, mark: Mark, off: Point = (0, 0), tag: str = "wps:wsp", named: int = 0) -> str:
        """The shape itself, at `off` of its parent's own measure."""
        ext = f'<a:off x="{round(off[0])}" y="{round(off[1])}"/><a:ext cx="{emu(mark.w)}" cy="{emu(mark.h)}"/>'
        turn = (f' rot="{mark.rot}"' if mark.rot else "") + ' flipH="1"' * mark.flip_h + ' flipV="1"' * mark.flip_v
        if mark.geom == "free":
            geom = self._free(mark)
        else:
            guides = "".join(f'<a:gd name="{key}" fmla="val {value}"/>' for key, value in mark.adjust)
            geom = f'<a:prstGeom prst="{mark.geom}"><a:avLst>{guides}</a:avLst></a:prstGeom>'
        fill = f'<a:solidFill><a:srgbClr val="{mark.fill}"/></a:solidFill>' if mark.fill else "<a:noFill/>"
        stroke = f'<a:solidFill><a:srgbClr val="{self.colour}"/></a:solidFill>' if mark.line else "<a:noFill/>"
        head = '<a:headEnd type="triangle"/>' * mark.tail + '<a:tailEnd type="triangle"/>' * mark.head
        own = f'<wps:cNvPr id="{named}" name="{mark.name} {named}"/>' if named else ""
        kind = '<wps:cNvCnPr><a:cxnSpLocks noChangeShapeType="1"/></wps:cNvCnPr>' if mark.geom in CONNECTORS else (
            '<wps:cNvSpPr txBox="1"/>' if mark.words and not mark.line else "<wps:cNvSpPr/>")
        words = f"<wps:txbx><w:txbxContent>{self.said(mark)}</w:txbxContent></wps:txbx>" if mark.words else ""
        inset = ' lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"' if mark.words else ""
        return (f'<{tag}>{own}{kind}<wps:spPr bwMode="auto"><a:xfrm{turn}>{ext}</a:xfrm>{geom}{fill}<a:ln w="{self.weight}">{stroke}{head}'
                f"</a:ln></wps:spPr>{words}<wps:bodyPr{inset}/></{tag}>")

    def said(self, mark: Mark) -> str:
        weight = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/>' + "<w:b/>" * mark.bold
        return ('<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/><w:jc w:val="center"/></w:pPr><w:r><w:rPr>'
                f'{weight}<w:sz w:val="{round(mark.pt * 2)}"/></w:rPr><w:t xml:space="preserve">{escape(mark.words)}</w:t></w:r></w:p>')

    def _free(self, mark: Mark) -> str:
        parts = [f'<a:pt x="{round((x - mark.x) * EMU)}" y="{round((y - mark.y) * EMU)}"/>' for x, y in mark.points]
        path = f"<a:moveTo>{parts[0]}</a:moveTo>" + "".join(f"<a:lnTo>{part}</a:lnTo>" for part in parts[1:])
        return ('<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
                f'<a:path w="{emu(mark.w)}" h="{emu(mark.h)}">{path}</a:path></a:pathLst></a:custGeom>')

    def anchored(self, mark: Mark, origin: Point, rel: tuple[str, str], *, twin: bool = False, behind: bool = False,
                 wrap: str = "<wp:wrapNone/>") -> str:
        """A run with a floating shape; with `twin` inside mc:AlternateContent, as Word 2010 and later write."""
        drawing = self._anchor(mark, origin, rel, self.graphic(mark), behind, wrap)
        if not twin:
            return self.chosen(drawing)
        return self.chosen(drawing, self.vml(mark, origin, rel, bare=True))

    def chosen(self, drawing: str, other: str = "", needs: str = "wps") -> str:
        fallback = f"<mc:Fallback>{other}</mc:Fallback>" if other else ""
        return f'<w:r><mc:AlternateContent><mc:Choice Requires="{needs}">{drawing}</mc:Choice>{fallback}</mc:AlternateContent></w:r>'

    def graphic(self, mark: Mark) -> str:
        uri = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
        return f'<a:graphic><a:graphicData uri="{uri}">{self.inner(mark)}</a:graphicData></a:graphic>'

    def _anchor(self, mark: Mark, origin: Point, rel: tuple[str, str], graphic: str, behind: bool = False,
                wrap: str = "<wp:wrapNone/>") -> str:
        number = next(self.numbers)
        return (
            f'<w:drawing><wp:anchor distT="0" distB="0" distL="114300" distR="114300" simplePos="0" '
            f'relativeHeight="{251658240 + number * 1024}" behindDoc="{int(behind)}" locked="0" layoutInCell="1" allowOverlap="1">'
            f'<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="{rel[0]}">'
            f'<wp:posOffset>{emu(mark.x - origin[0])}</wp:posOffset></wp:positionH>'
            f'<wp:positionV relativeFrom="{rel[1]}"><wp:posOffset>{emu(mark.y - origin[1])}</wp:posOffset></wp:positionV>'
            f'<wp:extent cx="{emu(mark.w)}" cy="{emu(mark.h)}"/><wp:effectExtent l="0" t="0" r="19050" b="19050"/>{wrap}'
            f'<wp:docPr id="{number}" name="{mark.name} {number}"/><wp:cNvGraphicFramePr/>{graphic}</wp:anchor></w:drawing>'
        )

    def inline(self, mark: Mark) -> str:
        """A run with a shape that stands in the line like a letter."""
        number = next(self.numbers)
        return self.chosen(
            f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{emu(mark.w)}" cy="{emu(mark.h)}"/>'
            f'<wp:effectExtent l="0" t="0" r="19050" b="19050"/><wp:docPr id="{number}" name="{mark.name} {number}"/>'
            f"<wp:cNvGraphicFramePr/>{self.graphic(mark)}</wp:inline></w:drawing>")

    def group(self, marks: Sequence[Mark], origin: Point, rel: tuple[str, str], scale: float = 1.0, nested: Sequence[Mark] = ()) -> str:
        """A run with one group; its children are measured `scale` times as large as they are shown."""
        marks = [replace(item, w=item.w * scale, h=item.h * scale, x=item.x * scale, y=item.y * scale,
                         points=tuple((x * scale, y * scale) for x, y in item.points)) for item in marks]
        nested = [replace(item, w=item.w * scale, h=item.h * scale, x=item.x * scale, y=item.y * scale) for item in nested]
        whole, first = _hull([*marks, *nested]), 7_000
        inside = [self.inner(item, (item.x * EMU + first, item.y * EMU + first), named=next(self.numbers)) for item in marks]
        if nested:
            hull = _hull(nested)
            own = "".join(self.inner(item, ((item.x - hull.x) * EMU, (item.y - hull.y) * EMU), named=next(self.numbers)) for item in nested)
            inside.append(f'<wpg:grpSp><wpg:cNvPr id="{next(self.numbers)}" name="Group"/><wpg:cNvGrpSpPr/>'
                          f"{self._frame(hull, (hull.x * EMU + first, hull.y * EMU + first), (0, 0))}{own}</wpg:grpSp>")
        shown = replace(whole, x=whole.x / scale, y=whole.y / scale, w=whole.w / scale, h=whole.h / scale)
        frame = self._frame(shown, (0, 0), (whole.x * EMU + first, whole.y * EMU + first), whole)
        uri = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
        graphic = (f'<a:graphic><a:graphicData uri="{uri}"><wpg:wgp><wpg:cNvGrpSpPr/>{frame}{"".join(inside)}</wpg:wgp>'
                   "</a:graphicData></a:graphic>")
        return self.chosen(self._anchor(replace(shown, name="Group"), origin, rel, graphic), needs="wpg")

    def _frame(self, shown: Mark, off: Point, child_off: Point, child: Mark | None = None) -> str:
        own = child or shown
        return (f'<wpg:grpSpPr><a:xfrm><a:off x="{round(off[0])}" y="{round(off[1])}"/><a:ext cx="{emu(shown.w)}" cy="{emu(shown.h)}"/>'
                f'<a:chOff x="{round(child_off[0])}" y="{round(child_off[1])}"/><a:chExt cx="{emu(own.w)}" cy="{emu(own.h)}"/>'
                "</a:xfrm></wpg:grpSpPr>")

    def vml(self, mark: Mark, origin: Point, rel: tuple[str, str], *, bare: bool = False, as_line: bool = False) -> str:
        """A w:pict as Word 2003 writes it; `bare` without its run."""
        number = next(self.numbers)
        x, y, w, h = ((value) * PT for value in (mark.x - origin[0], mark.y - origin[1], mark.w, mark.h))
        flip = "x" * mark.flip_h + "y" * mark.flip_v
        words = {"column": "text", "paragraph": "text"}
        style = "position:absolute;" + (f"flip:{flip};" if flip else "") + (f"rotation:{mark.rot // 60000};" if mark.rot else "")
        style += f"z-index:{number};mso-position-horizontal-relative:{words.get(rel[0], rel[0])};"
        style += f"mso-position-vertical-relative:{words.get(rel[1], rel[1])}"
        stroke = '<v:stroke startarrow="block"/>' if mark.tail else '<v:stroke endarrow="block"/>' if mark.head else ""
        if as_line:
            ends = f'from="{x:.2f}pt,{y:.2f}pt" to="{x + w:.2f}pt,{y + h:.2f}pt"'
            body = f'<v:line id="_x0000_s{number + 1026}" style="{style}" {ends}>{stroke}</v:line>'
        else:
            style = f"margin-left:{x:.2f}pt;margin-top:{y:.2f}pt;width:{w:.2f}pt;height:{h:.2f}pt;{style}"
            style = style.removeprefix("position:absolute;")
            body = self._vml_shape(mark, "position:absolute;" + style.replace("position:absolute;", ""), number, stroke)
        return f"<w:pict>{body}</w:pict>" if bare else f"<w:r><w:pict>{body}</w:pict></w:r>"

    def _vml_shape(self, mark: Mark, style: str, number: int, stroke: str) -> str:
        said = f'<v:textbox><w:txbxContent>{self.said(mark)}</w:txbxContent></v:textbox>' if mark.words else ""
        look = f'filled="{"t" if mark.fill else "f"}" fillcolor="#{mark.fill or "FFFFFF"}" stroked="{"t" if mark.line else "f"}"'
        if mark.words and not mark.line:
            return f'<v:shape id="_x0000_s{number + 1026}" type="#_x0000_t202" style="{style}" {look}>{said}</v:shape>'
        if mark.geom in ("rect", "roundRect"):
            tag, arc = ("v:rect", "") if mark.geom == "rect" else ("v:roundrect", ' arcsize=".5"')
            return f'<{tag} id="_x0000_s{number + 1026}" style="{style}"{arc} {look}>{said}</{tag}>'
        if mark.geom == "free":
            path = "m" + "l".join(f"{round((x - mark.x) * 100)},{round((y - mark.y) * 100)}" for x, y in mark.points) + "e"
            return (f'<v:shape id="_x0000_s{number + 1026}" style="{style}" coordsize="{round(mark.w * 100)},{round(mark.h * 100)}" '
                    f'path="{path}" ' + f"{look}>{stroke}</v:shape>")
        spt, path = SPT[mark.geom]
        connector = {32: "straight", 33: "elbow", 34: "elbow"}.get(spt)
        adjust = f' adj="{",".join(str(round(value * 0.216)) for _, value in mark.adjust)}"' if mark.adjust else ""
        return (f'<v:shapetype id="_x0000_t{spt}" coordsize="21600,21600" o:spt="{spt}" path="{path}"><v:stroke joinstyle="miter"/>'
                "</v:shapetype>"
                f'<v:shape id="_x0000_s{number + 1026}" type="#_x0000_t{spt}" style="{style}"{adjust} {look}'
                + (f' o:connectortype="{connector}"' if connector else "") + f">{stroke}{said}</v:shape>")


def _hull(marks: Sequence[Mark]) -> Mark:
    """Give the frame around marks as they are seen, that is, with the turned ones turned."""
    seen = [replace(item, x=item.x + (item.w - item.h) / 2, y=item.y + (item.h - item.w) / 2, w=item.h, h=item.w)
            if item.rot in (5400000, 16200000) else item for item in marks]
    left, top = min(item.x for item in seen), min(item.y for item in seen)
    return Mark(left, top, max(item.x + item.w for item in seen) - left, max(item.y + item.h for item in seen) - top, "rect")


def straight(start: Point, end: Point, head: bool, geom: str = "straightConnector1") -> Mark:
    (x1, y1), (x2, y2) = start, end
    return Mark(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1), geom, "Straight Arrow Connector" if head else "Straight Connector",
                flip_h=x2 < x1 - 0.005, flip_v=y2 < y1 - 0.005, head=head, points=(start, end))


def straights(points: Sequence[Point], head: bool = True, geom: str = "straightConnector1") -> list[Mark]:
    """A way as separate lines, with a head on the last of them only."""
    legs = list(pairwise(points))
    return [straight(a, b, head and number == len(legs) - 1, geom) for number, (a, b) in enumerate(legs)]


def backwards(points: Sequence[Point], head: bool = True) -> list[Mark]:
    """A way as separate lines, the last of them drawn from its goal: its head is where it begins."""
    *rest, last = straights(points, head)
    if not head:
        return [*rest, last]
    return [*rest, replace(straight(last.points[1], last.points[0], False), tail=True, name=last.name)]


def bent(points: Sequence[Point], head: bool = True) -> list[Mark]:
    """A way as one elbow connector, written as Word writes it."""
    start, end = points[0], points[-1]
    if len(points) == 2:
        return [straight(start, end, head)]
    mark = replace(straight(start, end, head), name="Elbow Connector", points=tuple(points))
    upright = abs(points[0][0] - points[1][0]) < 0.01
    if len(points) == 3 and not upright:
        return [replace(mark, geom="bentConnector2")]
    if len(points) != 4:
        return straights(points, head)
    if not upright:
        wide = max(mark.w, 12700 / EMU)
        reach = (points[1][0] - start[0]) * (-1 if mark.flip_h else 1)
        return [replace(mark, geom="bentConnector3", w=wide, adjust=(("adj1", round(reach / wide * 100000)),))]
    tall, middle = max(mark.h, 12700 / EMU), (mark.x + mark.w / 2, mark.y + mark.h / 2)
    reach = abs(points[1][1] - start[1])
    right = end[0] > start[0]
    return [replace(mark, geom="bentConnector3", x=middle[0] - tall / 2, y=middle[1] - mark.w / 2, w=tall, h=mark.w, flip_v=False,
                    rot=16200000 if right else 5400000, flip_h=right, adjust=(("adj1", round(reach / tall * 100000)),))]


def free(points: Sequence[Point], head: bool = True) -> list[Mark]:
    """A way as a freeform."""
    left, top = min(x for x, _ in points), min(y for _, y in points)
    wide, tall = max(x for x, _ in points) - left, max(y for _, y in points) - top
    return [Mark(left, top, wide, tall, "free", "Freeform", points=tuple(points), head=head)]
