"""The content as a DOCX: python-docx holds the file, the body is written as WordprocessingML (thousands of cells take too long else).

Symbols are characters (▭ ◇ ○): shapes would be slower for LibreOffice, so this favours it.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from bukusop.model import Paragraf, Teks

from .content import MARGINS_PROSE_MM, MARGINS_SHEET_MM, ROW_MM, Block, Content, Grid, Line, Section, Steps, Text, Title

_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_GLYPHS = {"kotak": "▭", "belah": "◇", "kapsul": "○"}


def _tw(mm: float) -> int:
    """Millimetres to twentieths of a point."""
    return round(mm * 1440 / 25.4)


def write(content: Content, path: Path) -> None:
    """Write the file."""
    from docx import Document
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn
    from docx.shared import Pt

    document = Document()
    document.core_properties.title = content.title
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = content.prose[0], Pt(content.prose[1])
    for level in (1, 2, 3, 4):
        style = document.styles[f"Heading {level}"]
        style.font.name, style.font.size = content.prose[0], Pt(13.5 if level == 1 else 12)
        style.element.rPr.rFonts.attrib.clear()
        style.element.rPr.rFonts.set(qn("w:ascii"), content.prose[0])
        style.element.rPr.rFonts.set(qn("w:hAnsi"), content.prose[0])
    footer = document.sections[0].footer.paragraphs[0]
    footer.alignment = 1
    footer._p.append(parse_xml(f'<w:fldSimple {_NS} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'))
    body = document.element.body
    last = body.sectPr
    reference = last.find(qn("w:footerReference")).get(qn("r:id"))
    pieces: list[str] = []
    groups = [(sheet, list(group)) for sheet, group in groupby(content.sections, lambda section: section.sheet)]
    for number, (sheet, group) in enumerate(groups):
        for index, section in enumerate(group):
            pieces.extend(_Writer(content, section).pieces(fresh=index > 0))
        if number + 1 < len(groups):
            pieces.append(f'<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/>{_page(sheet, reference)}</w:pPr></w:p>')
    wrapped = parse_xml(f"<w:body {_NS}>{''.join(pieces)}{_page(groups[-1][0], reference)}</w:body>")
    for child in list(body):
        body.remove(child)
    for child in list(wrapped):
        body.append(child)
    document.save(str(path))


def _page(sheet: bool, reference: str) -> str:
    top, right, bottom, left = (_tw(mm) for mm in (MARGINS_SHEET_MM if sheet else MARGINS_PROSE_MM))
    size = f'w:w="{_tw(297)}" w:h="{_tw(210)}" w:orient="landscape"' if sheet else f'w:w="{_tw(210)}" w:h="{_tw(297)}"'
    return (
        f'<w:sectPr><w:footerReference w:type="default" r:id="{reference}"/><w:type w:val="nextPage"/><w:pgSz {size}/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="200" w:footer="{_tw(7)}" w:gutter="0"/>'
        "</w:sectPr>"
    )


class _Writer:
    """Writes one section in its face and size."""

    def __init__(self, content: Content, section: Section) -> None:
        self.section = section
        self.face, self.size = content.sheet if section.sheet else content.decree if section.decree else content.prose
        self.line = 300 if section.sheet else 300 if section.decree else 348

    def pieces(self, fresh: bool) -> list[str]:
        """Give the blocks; `fresh` begins a page."""
        parts = []
        if fresh:
            thin = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
            parts.append(f"<w:p><w:pPr><w:pageBreakBefore/>{thin}</w:pPr></w:p>")
        for block in self.section.blocks:
            parts.append(self.block(block))
        return parts

    def block(self, block: Block) -> str:
        """Give one block."""
        match block:
            case Title():
                align = "center" if block.level == 1 else "left"
                return self.paragraph(self.run(block.text, True), align, f"Heading{block.level}", after=4, anchor=block.anchor)
            case Text():
                return self.teks(block.teks, align="center" if block.centred else "both", size=block.size, after=6)
            case Line():
                link = f'<w:hyperlink w:anchor="{block.anchor.replace("-", "_")}">{self.run(block.text)}</w:hyperlink>'
                return self.paragraph(link, after=2)
            case Grid():
                return self.grid(block)
            case Steps():
                return self.steps(block)

    def run(self, text: str, bold: bool = False, italic: bool = False, size: float = 0, face: str = "") -> str:
        """Give a run."""
        face = face or self.face
        half = round(2 * (size or self.size))
        style = f'<w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:cs="{face}" w:eastAsia="{face}"/>'
        style += ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
        inner = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
        return f'<w:r><w:rPr>{style}<w:color w:val="000000"/><w:sz w:val="{half}"/></w:rPr>{inner}</w:r>'

    def paragraph(
        self, inner: str, align: str = "left", style: str = "", indent: float = 0, after: float = 0, anchor: str = "", tight: bool = False
    ) -> str:
        """Give a paragraph; `indent` in mm hangs, `after` in points."""
        named = f'<w:pStyle w:val="{style}"/>' if style else ""
        hang = f'<w:ind w:left="{_tw(indent)}" w:hanging="{_tw(min(indent, 4))}"/>' if indent else ""
        mark = ""
        if anchor:
            number = zlib.crc32(anchor.encode()) % 10**8
            mark = f'<w:bookmarkStart w:id="{number}" w:name="{anchor.replace("-", "_")}"/><w:bookmarkEnd w:id="{number}"/>'
        line = 264 if tight or self.section.sheet else self.line
        spacing = f'<w:spacing w:before="0" w:after="{round(after * 20)}" w:line="{line}" w:lineRule="auto"/>'
        return f'<w:p><w:pPr>{named}{spacing}{hang}<w:jc w:val="{align}"/></w:pPr>{mark}{inner}</w:p>'

    def teks(
        self, teks: Teks, align: str = "left", size: float = 0, after: float = 0, indent: float = 0, lead: str = "", bold: bool = False,
        tight: bool = False,
    ) -> str:
        """Give paragraphs and lists; `lead` stands before the first."""
        parts = []
        for block in teks:
            if isinstance(block, Paragraf):
                inner = "".join(self.run(run.teks, run.tebal or bold, run.miring, size) for run in block.isi)
                if lead:
                    inner = self.run(lead, size=size) + "<w:r><w:tab/></w:r>" + inner
                parts.append(self.paragraph(inner, align, indent=indent, after=after, tight=tight))
                lead = ""
            else:
                for number, item in enumerate(block.butir, block.mulai):
                    sign = "•" if not block.gaya else f"{number}." if block.gaya == "1" else f"{chr(96 + (number - 1) % 26 + 1)}."
                    parts.append(self.teks(item, align, size, after / 2, indent + 4, sign, bold, tight))
        return "".join(parts)

    def cell(self, inner: str, mm: float, span: int = 1, merge: str = "", middle: bool = False, shade: bool = False) -> str:
        """Give a cell; `merge` is restart or continue down."""
        style = f'<w:tcW w:w="{_tw(mm)}" w:type="dxa"/>'
        style += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        style += f'<w:vMerge w:val="{merge}"/>' if merge else ""
        style += '<w:shd w:val="clear" w:fill="ECECEC"/>' if shade else ""
        style += '<w:vAlign w:val="center"/>' if middle else ""
        return f"<w:tc><w:tcPr>{style}</w:tcPr>{inner or self.paragraph('')}</w:tc>"

    def table(self, columns: Sequence[float], rows: Sequence[str], ruled: bool = True) -> str:
        """Give a table of ready rows; widths in mm."""
        sides = ("top", "left", "bottom", "right", "insideH", "insideV")
        lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="000000"/>' for side in sides) if ruled else ""
        margin = "".join(f'<w:{side} w:w="{_tw(mm)}" w:type="dxa"/>' for side, mm in zip(sides[:4], (0.9, 1.2, 0.9, 1.2), strict=True))
        grid = "".join(f'<w:gridCol w:w="{_tw(mm)}"/>' for mm in columns)
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{_tw(sum(columns))}" w:type="dxa"/><w:tblBorders>{lines}</w:tblBorders>'
            f'<w:tblLayout w:type="fixed"/>'
            f"<w:tblCellMar>{margin}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
            '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/></w:pPr></w:p>'
        )

    def grid(self, grid: Grid) -> str:
        """Give a table of prose."""
        columns = grid.widths
        keep = "<w:trPr><w:cantSplit/></w:trPr>" if grid.ruled else ""
        rows = []
        if grid.head:
            cells = "".join(self.cell(self.teks(cell, "center", bold=True, tight=True), mm, middle=True, shade=True)
                            for cell, mm in zip(grid.head, columns, strict=True))
            rows.append(f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>")
        for row in grid.rows:
            align = "left" if grid.ruled else "both"
            cells = "".join(self.cell(self.teks(cell, align, tight=True), mm) for cell, mm in zip(row, columns, strict=True))
            rows.append(f"<w:tr>{keep}{cells}</w:tr>")
        return self.table(columns, rows, grid.ruled)

    def steps(self, steps: Steps) -> str:
        """Give a procedure table."""
        columns = steps.columns
        actors = len(steps.actors)
        outer = (steps.number, steps.activity, *steps.rest)
        wide = (*columns[:2], *columns[2 + actors:])

        def heads(merge: str) -> list[str]:
            texts = [self.paragraph(self.run(name, True), "center") if merge == "restart" else "" for name in outer]
            return [self.cell(text, mm, merge=merge, middle=True, shade=True) for text, mm in zip(texts, wide, strict=True)]

        first, second = heads("restart"), heads("continue")
        group = self.cell(self.paragraph(self.run(steps.group, True), "center"), sum(columns[2:2 + actors]), actors, shade=True)
        small = [self.paragraph(self.run(name, True, size=self.size * 0.8), "center") for name in steps.actors]
        names = [self.cell(name, columns[2], middle=True, shade=True) for name in small]
        head = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
        rows = [
            f"<w:tr>{head}{''.join([*first[:2], group, *first[2:]])}</w:tr>",
            f"<w:tr>{head}{''.join([*second[:2], *names, *second[2:]])}</w:tr>",
        ]
        height = f'<w:trPr><w:cantSplit/><w:trHeight w:val="{_tw(ROW_MM)}" w:hRule="atLeast"/></w:trPr>'
        for row in steps.rows:
            cells = [self.cell(self.paragraph(self.run(row.number), "center"), columns[0]), self.cell(self.teks(row.activity), columns[1])]
            for shapes in row.symbols:
                drawn = "".join(self.paragraph(self.run(_GLYPHS[shape], size=18, face="DejaVu Sans"), "center") for shape in shapes)
                cells.append(self.cell(drawn, columns[2], middle=True))
            cells.extend(self.cell(self.teks(cell), mm) for cell, mm in zip(row.rest, columns[2 + actors:], strict=True))
            rows.append(f"<w:tr>{height}{''.join(cells)}</w:tr>")
        title = self.block(Title(2, steps.title)) if steps.title else ""
        return title + self.table(columns, rows)
