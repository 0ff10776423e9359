"""The content as Typst source."""

from __future__ import annotations

import json
from itertools import groupby

from bukusop.model import Paragraf, Teks

from .content import MARGINS_PROSE_MM, MARGINS_SHEET_MM, ROW_MM, SYMBOL_MM, Block, Content, Grid, Line, Section, Steps, Text, Title

_HEAD = """#set document(title: {title})
#set page("a4", margin: {prose}, numbering: "1")
#set text(font: {prose_face}, size: {prose_size}pt, lang: "id", hyphenate: true)
#set par(justify: true, leading: 0.75em, spacing: 1em)
#set heading(numbering: none)
#show heading: set block(above: 1em, below: .8em, sticky: true)
#show heading.where(level: 1): set align(center)
#show heading: set par(justify: false)
#show heading: set text(size: 1em)
#set table(stroke: .5pt, inset: (x: 1.2mm, y: 1.5mm))
#set table.cell(breakable: false)
#show table: set par(justify: false, leading: .5em, spacing: .6em)
#show table: set align(left)
#let kotak = rect(width: {width}mm, height: {height}mm, stroke: .5pt)
#let kapsul = rect(width: {width}mm, height: {height}mm, radius: {radius}mm, stroke: .5pt)
#let belah = polygon(stroke: .5pt, ({middle}mm, 0mm), ({width}mm, {half}mm), ({middle}mm, {height}mm), (0mm, {half}mm))
#let kepala(isi, ..lain) = table.cell(align: center + horizon, fill: luma(236), ..lain, strong(isi))
#let simbol(..isi) = table.cell(align: center + horizon, inset: (x: 0mm, y: {pad}mm), stack(..isi))
"""


def typst(content: Content) -> str:
    """Give the source."""
    width, height = SYMBOL_MM
    head = _HEAD.format(
        title=_quoted(content.title), prose=_margins(MARGINS_PROSE_MM), prose_face=_quoted(content.prose[0]), prose_size=content.prose[1],
        width=width, height=height, radius=height / 2, half=height / 2, middle=width / 2, pad=(ROW_MM - height) / 2,
    )
    parts = [head]
    for (sheet, decree), group in groupby(content.sections, lambda section: (section.sheet, section.decree)):
        face, size = content.sheet if sheet else content.decree if decree else content.prose
        margins = MARGINS_SHEET_MM if sheet else MARGINS_PROSE_MM
        inner = "#pagebreak(weak: true)\n".join(_section(section) for section in group)
        leading = "#set par(justify: false, leading: .5em, spacing: .6em)\n" if sheet else ""
        parts.append(
            f"#page(flipped: {'true' if sheet else 'false'}, margin: {_margins(margins)})[\n"
            f"#set text(font: {_quoted(face)}, size: {size}pt)\n{leading}{inner}]\n"
        )
    return "\n".join(parts)


def _margins(mm: tuple[float, float, float, float]) -> str:
    return "(" + ", ".join(f"{side}: {n}mm" for side, n in zip(("top", "right", "bottom", "left"), mm, strict=True)) + ")"


def _quoted(text: str) -> str:
    """Give a Typst string; JSON's escapes are Typst's as far as they occur."""
    return json.dumps(text, ensure_ascii=False)


def _plain(text: str) -> str:
    return f"#{_quoted(text)};" if text else ""


def _section(section: Section) -> str:
    return "\n\n".join(_block(block) for block in section.blocks) + "\n"


def _block(block: Block) -> str:
    match block:
        case Title():
            anchor = f" <{block.anchor}>" if block.anchor else ""
            return f"#heading(level: {block.level})[{_plain(block.text)}]{anchor}"
        case Text():
            inner = f"[{_teks(block.teks)}]"
            inner = f"text(size: {block.size}pt){inner}" if block.size else inner
            if block.centred:
                return f"#align(center, {{ set par(justify: false); {inner} }})"
            return f"#{inner}" if block.size else _teks(block.teks)
        case Line():
            return f"#link(<{block.anchor}>)[{_plain(block.text)}]"
        case Grid():
            return _grid(block)
        case Steps():
            return _steps(block)


def _teks(teks: Teks) -> str:
    parts = []
    for block in teks:
        if isinstance(block, Paragraf):
            parts.append("".join(_run(run.teks, run.tebal, run.miring) for run in block.isi))
        else:
            call = f'enum(numbering: "{block.gaya}.", start: {block.mulai}' if block.gaya else "list("
            comma = ", " if block.gaya else ""
            parts.append(f"#{call}{comma}" + ", ".join(f"[{_teks(item)}]" for item in block.butir) + ")")
    return "\n\n".join(parts)


def _run(text: str, bold: bool, italic: bool) -> str:
    inner = " \\\n".join(_plain(line) for line in text.split("\n"))
    inner = f"#strong[{inner}]" if bold else inner
    return f"#emph[{inner}]" if italic else inner


def _widths(mm: tuple[float, ...]) -> str:
    return "(" + "".join(f"{n:.1f}mm, " for n in mm) + ")"


def _grid(grid: Grid) -> str:
    head = f"table.header({', '.join(f'kepala[{_teks(cell)}]' for cell in grid.head)}),\n" if grid.head else ""
    rows = "".join(", ".join(f"[{_teks(cell)}]" for cell in row) + ",\n" for row in grid.rows)
    free = "" if grid.ruled else "stroke: none, "
    inner = f"table({free}columns: {_widths(grid.widths)},\n{head}{rows})"
    return f"#{inner}" if grid.ruled else f"#{{ set table.cell(breakable: true); {inner} }}"


def _steps(steps: Steps) -> str:
    title = f"#heading(level: 2)[{_plain(steps.title)}]\n" if steps.title else ""
    outer = [f"kepala(rowspan: 2)[{_plain(name)}]" for name in (steps.number, steps.activity, *steps.rest)]
    group = f"kepala(colspan: {len(steps.actors)})[{_plain(steps.group)}]"
    actors = [f"kepala[#text(size: .8em)[{_plain(name)}]]" for name in steps.actors]
    head = f"table.header({', '.join([*outer[:2], group, *outer[2:], *actors])}),\n"
    rows = []
    for row in steps.rows:
        cells = [f"simbol({', '.join(shapes)})" if shapes else "[]" for shapes in row.symbols]
        rest = [f"[{_teks(cell)}]" for cell in row.rest]
        rows.append(", ".join([f"[{_plain(row.number)}]", f"[{_teks(row.activity)}]", *cells, *rest]) + ",\n")
    return f"{title}#table(columns: {_widths(steps.columns)},\n{head}{''.join(rows)})"
