"""Pages of a strange document: paragraphs and tables written as raw WordprocessingML, with an estimate of where Word puts them."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from xml.sax.saxutils import escape

import docx
from docx.oxml import parse_xml
from PIL import ImageFont

from .strange_ink import NAMESPACES

PAD = 1.9
"""The space left and right in a cell, in mm."""


def twips(mm: float) -> int:
    return round(mm * 1440 / 25.4)


@cache
def face(name: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(f"/usr/share/fonts/truetype/liberation/Liberation{name}-Regular.ttf", 1000)


def lines(text: str, width: float, pt: float, font: str) -> int:
    """Say how many lines a text takes in a width of mm."""
    kind, result, line = face("Serif" if font.startswith("Times") else "Sans"), 1, ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and kind.getlength(longer) / 1000 * pt * 25.4 / 72 > width:
            result, longer = result + 1, word
        line = longer
    return result


@dataclass
class Para:
    """A paragraph, and the runs with shapes that hang on it."""

    text: str = ""
    bold: bool = False
    align: str = "left"
    pt: float = 9
    font: str = "Arial"
    new_page: bool = False
    ink: list[str] = field(default_factory=list)
    y: float = 0
    first: bool = True

    def xml(self) -> str:
        run = f'<w:rFonts w:ascii="{self.font}" w:hAnsi="{self.font}" w:cs="{self.font}"/>'
        run += "<w:b/>" * self.bold + f'<w:sz w:val="{round(self.pt * 2)}"/>'
        text = "".join(f'<w:r><w:rPr>{run}</w:rPr>{"<w:br/>" if number else ""}<w:t xml:space="preserve">{escape(part)}</w:t></w:r>'
                       for number, part in enumerate(self.text.split("\n")) if self.text)
        ink = "".join(self.ink)
        return (f'<w:p><w:pPr>{"<w:pageBreakBefore/>" * self.new_page}<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
                f'<w:jc w:val="{self.align}"/><w:rPr>{run}</w:rPr></w:pPr>{ink + text if self.first else text + ink}</w:p>')

    def height(self, width: float) -> float:
        return sum(lines(part, width, self.pt, self.font) for part in self.text.split("\n")) * self.pt * 1.149 * 25.4 / 72


@dataclass
class Cell:
    """A cell; `merge` is "restart", "continue" or nothing."""

    paras: list[Para]
    span: int = 1
    merge: str = ""
    valign: str = "top"
    turned: bool = False
    nested: str = ""
    nested_height: float = 0
    borders: bool = True

    @property
    def ink(self) -> list[str]:
        return self.paras[0].ink


@dataclass
class Row:
    """A row; its height is the least, or exact."""

    cells: list[Cell]
    least: float = 0
    rule: str = "atLeast"
    head: bool = False


def measured(rows: Sequence[Row], widths: Sequence[float], top: float) -> list[float]:
    """Give the top of every row, and the foot of the last."""
    tops = [top]
    for row in rows:
        need, column = row.least, 0
        for cell in row.cells:
            width = sum(widths[column:column + cell.span]) - 2 * PAD
            column += cell.span
            if not cell.turned and cell.merge != "continue" and row.rule != "exact":
                own = sum(item.height(width) for item in cell.paras) + cell.nested_height
                need = max(need, own if not (cell.merge and own > row.least > 0) else 0)
        tops.append(tops[-1] + need)
    return tops


def table_xml(rows: Sequence[Row], widths: Sequence[float], indent: float | None = 0, borders: str = "single") -> str:
    """Write a table; without `indent` it is centred."""
    edge = "".join(f'<w:{side} w:val="{borders}" w:sz="4" w:space="0" w:color="000000"/>' for side in
                   ("top", "left", "bottom", "right", "insideH", "insideV"))
    place = '<w:jc w:val="center"/>' if indent is None else f'<w:tblInd w:w="{twips(indent)}" w:type="dxa"/>'
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    return (f'<w:tbl><w:tblPr><w:tblW w:w="{twips(sum(widths))}" w:type="dxa"/>{place}<w:tblBorders>{edge}</w:tblBorders>'
            f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="04A0"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
            + "".join(_row(row, widths) for row in rows) + "</w:tbl>")


def _row(row: Row, widths: Sequence[float]) -> str:
    cells, column = [], 0
    for cell in row.cells:
        wide = sum(widths[column:column + cell.span])
        column += cell.span
        merge = "" if not cell.merge else '<w:vMerge w:val="restart"/>' if cell.merge == "restart" else "<w:vMerge/>"
        span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        turned = '<w:textDirection w:val="btLr"/>' if cell.turned else ""
        cells.append(f'<w:tc><w:tcPr><w:tcW w:w="{twips(wide)}" w:type="dxa"/>{span}{merge}{turned}'
                     f'<w:vAlign w:val="{cell.valign}"/></w:tcPr>{cell.nested}{"".join(item.xml() for item in cell.paras)}</w:tc>')
    height = f'<w:trHeight w:val="{twips(row.least)}"' + (' w:hRule="exact"' if row.rule == "exact" else "") + "/>" if row.least else ""
    return f'<w:tr><w:trPr>{"<w:cantSplit/>"}{height}{"<w:tblHeader/>" * row.head}</w:trPr>{"".join(cells)}</w:tr>'


class Sheet:
    """A document under way: where the pen stands, and what was written."""

    def __init__(self, size: tuple[float, float] = (297, 210), margins: tuple[float, float, float, float] = (15, 15, 15, 15),
                 font: str = "Arial", pt: float = 9, compat: int = 15) -> None:
        """`margins` are left, top, right, bottom, in mm."""
        self.size, self.margins, self.font, self.pt, self.compat = size, margins, font, pt, compat
        self.parts: list[Para | tuple[list[Row], list[float], float | None, str]] = []
        self.y = margins[1]
        self.header: list[str] = []
        self.document = docx.Document()

    @property
    def width(self) -> float:
        return self.size[0] - self.margins[0] - self.margins[2]

    def words(self, text: str, *, bold: bool = False, align: str = "left", pt: float | None = None) -> Para:
        return Para(text, bold, align, pt or self.pt, self.font)

    def say(self, text: str = "", *, bold: bool = False, align: str = "left", pt: float | None = None, new_page: bool = False) -> Para:
        para = self.words(text, bold=bold, align=align, pt=pt)
        para.new_page, para.y = new_page, self.margins[1] if new_page else self.y
        self.y = para.y + para.height(self.width)
        self.parts.append(para)
        return para

    def left(self, widths: Sequence[float], indent: float | None) -> float:
        """Give the left edge of a table."""
        if indent is None:
            return self.margins[0] + (self.width - sum(widths)) / 2
        return self.margins[0] + indent - (PAD if self.compat < 15 else 0)

    def put(self, rows: list[Row], widths: list[float], indent: float | None = 0, borders: str = "single") -> list[float]:
        """Put a table here; its cells may still be drawn in afterwards."""
        tops = measured(rows, widths, self.y)
        self.y = tops[-1]
        self.parts.append((rows, widths, indent, borders))
        return tops

    def save(self) -> bytes:
        document = self.document
        section = document.sections[0]
        section.orientation = docx.enum.section.WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = docx.shared.Mm(self.size[0]), docx.shared.Mm(self.size[1])
        section.left_margin, section.top_margin, section.right_margin, section.bottom_margin = map(docx.shared.Mm, self.margins)
        section.header_distance = section.footer_distance = docx.shared.Mm(6)
        body = document.element.body
        last = body[-1]
        for part in self.parts:
            xml = part.xml() if isinstance(part, Para) else table_xml(*part)
            last.addprevious(parse_xml(xml.replace(">", f" {NAMESPACES}>", 1)))
        for run in self.header:
            section.header.paragraphs[0]._p.append(parse_xml(run.replace(">", f" {NAMESPACES}>", 1)))
        self._compat(document)
        out, still = io.BytesIO(), io.BytesIO()
        document.save(out)
        with zipfile.ZipFile(out) as made, zipfile.ZipFile(still, "w", zipfile.ZIP_DEFLATED) as kept:
            for name in made.namelist():                        # python-docx writes the hour into its zip
                kept.writestr(zipfile.ZipInfo(name, (2024, 3, 4, 8, 0, 0)), made.read(name), zipfile.ZIP_DEFLATED)
        return still.getvalue()

    def _compat(self, document: "docx.document.Document") -> None:
        settings, name = document.settings.element, docx.oxml.ns.qn("w:compat")
        made = parse_xml(
            f'<w:compat {NAMESPACES}><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
            f'w:val="{self.compat}"/></w:compat>')
        old = settings.find(name)
        if old is None:
            settings.append(made)
        else:
            settings.replace(old, made)
