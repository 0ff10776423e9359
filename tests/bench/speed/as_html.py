"""The content as one HTML document, as a writer would do it who knows CSS for print and plays no tricks."""

from __future__ import annotations

from html import escape

from bukusop.model import Paragraf, Teks

from .content import MARGINS_PROSE_MM, MARGINS_SHEET_MM, ROW_MM, SYMBOL_MM, Block, Content, Grid, Line, Section, Steps, Text, Title

_CSS = """
@page {{ size: A4; margin: {prose}; @bottom-center {{ content: counter(page); font-size: 10pt }} }}
@page sheet {{ size: A4 landscape; margin: {sheet} }}
html {{ font: {prose_size}pt/1.45 "{prose_face}"; hyphens: auto }}
body {{ margin: 0 }}
section {{ break-before: page }}
section:first-child {{ break-before: auto }}
p, ul, ol {{ margin: 0 0 2mm }} ul, ol {{ padding-left: 7mm }} .prose p {{ text-align: justify }} .prose p.centre {{ text-align: center }}
h1, h2, h3, h4 {{ font-size: 1.05em; margin: 3mm 0 2mm; break-after: avoid }}
h1 {{ text-align: center; font-size: 1.2em; margin: 0 0 4mm }}
.decree {{ font: {decree_size}pt/1.25 "{decree_face}" }}
.sheet {{ page: sheet; font: {sheet_size}pt/1.25 "{sheet_face}" }}
table {{ border-collapse: collapse; width: 100%; margin-bottom: 3mm }}
td, th {{ vertical-align: top; text-align: left; padding: .9mm 1.2mm }}
.ruled td, .ruled th {{ border: .5pt solid black }}
.prose .ruled td {{ padding: 1.2mm 1.8mm }}
td p, td ul, td ol, .prose td p {{ margin: 0; text-align: left }} td ul, td ol {{ padding-left: 4mm }}
tr {{ break-inside: avoid }} .free > tbody > tr {{ break-inside: auto }}
thead th {{ text-align: center; vertical-align: middle; background: #ececec }}
.steps td.actor {{ text-align: center; vertical-align: middle; padding: {pad}mm 0 }}
.steps th.actor {{ font-size: .8em; padding: .5mm; overflow-wrap: anywhere }}
.steps svg {{ display: block; margin: 0 auto; width: {width}mm; height: {height}mm }}
.no, .time {{ text-align: center }}
"""
_SHAPES = {
    "kotak": '<rect x=".5" y=".5" width="19" height="11"/>', "belah": '<path d="M10 .5 19.5 6 10 11.5 .5 6z"/>',
    "kapsul": '<rect x=".5" y=".5" width="19" height="11" rx="5.5"/>',
}


def html(content: Content) -> str:
    """Give the document."""
    css = _CSS.format(
        prose=" ".join(f"{n}mm" for n in MARGINS_PROSE_MM), sheet=" ".join(f"{n}mm" for n in MARGINS_SHEET_MM),
        prose_face=content.prose[0], prose_size=content.prose[1], decree_face=content.decree[0], decree_size=content.decree[1],
        sheet_face=content.sheet[0], sheet_size=content.sheet[1], pad=(ROW_MM - SYMBOL_MM[1]) / 2, width=SYMBOL_MM[0], height=SYMBOL_MM[1],
    )
    body = "\n".join(_section(section) for section in content.sections)
    return (
        f'<!DOCTYPE html>\n<html lang="id"><head><meta charset="utf-8"><title>{escape(content.title)}</title><style>{css}</style></head>\n'
        f"<body>\n{body}\n</body></html>\n"
    )


def _section(section: Section) -> str:
    kind = "sheet" if section.sheet else "prose decree" if section.decree else "prose"
    return f'<section class="{kind}">\n' + "\n".join(_block(block) for block in section.blocks) + "\n</section>"


def _block(block: Block) -> str:
    match block:
        case Title():
            anchor = f' id="{block.anchor}"' if block.anchor else ""
            return f"<h{block.level}{anchor}>{escape(block.text)}</h{block.level}>"
        case Text():
            style = f' style="font-size:{block.size}pt"' if block.size else ""
            return f"<div{style}>{_teks(block.teks, ' class=centre' if block.centred else '')}</div>"
        case Line():
            return f'<p><a href="#{block.anchor}">{escape(block.text)}</a></p>'
        case Grid():
            return _grid(block)
        case Steps():
            return _steps(block)


def _teks(teks: Teks, kind: str = "") -> str:
    parts = []
    for block in teks:
        if isinstance(block, Paragraf):
            inner = "".join(_run(run.teks, run.tebal, run.miring) for run in block.isi)
            parts.append(f"<p{kind}>{inner}</p>")
        else:
            tag = "ol" if block.gaya else "ul"
            style = "lower-alpha" if block.gaya == "a" else "decimal"
            attributes = f' style="list-style-type:{style}" start="{block.mulai}"' if block.gaya else ""
            parts.append(f"<{tag}{attributes}>" + "".join(f"<li>{_teks(item)}</li>" for item in block.butir) + f"</{tag}>")
    return "".join(parts)


def _run(text: str, bold: bool, italic: bool) -> str:
    inner = escape(text).replace("\n", "<br>")
    inner = f"<b>{inner}</b>" if bold else inner
    return f"<i>{inner}</i>" if italic else inner


def _grid(grid: Grid) -> str:
    cols = "".join(f'<col style="width:{mm:.1f}mm">' for mm in grid.widths)
    head = "".join(f"<th>{_teks(cell)}</th>" for cell in grid.head)
    rows = "".join("<tr>" + "".join(f"<td>{_teks(cell)}</td>" for cell in row) + "</tr>\n" for row in grid.rows)
    kind = "ruled" if grid.ruled else "free"
    head = f"<thead><tr>{head}</tr></thead>" if head else ""
    return f'<table class="{kind}"><colgroup>{cols}</colgroup>{head}<tbody>{rows}</tbody></table>'


def _steps(steps: Steps) -> str:
    title = f"<h2>{escape(steps.title)}</h2>" if steps.title else ""
    cols = "".join(f'<col style="width:{mm:.1f}mm">' for mm in steps.columns)
    outer = [f'<th rowspan="2">{escape(name)}</th>' for name in (steps.number, steps.activity, *steps.rest)]
    group = f'<th colspan="{len(steps.actors)}">{escape(steps.group)}</th>'
    actors = "".join(f'<th class="actor">{escape(name)}</th>' for name in steps.actors)
    head = f"<thead><tr>{''.join(outer[:2])}{group}{''.join(outer[2:])}</tr><tr>{actors}</tr></thead>"
    rows = []
    for row in steps.rows:
        cells = "".join(f'<td class="actor">{"".join(_symbol(shape) for shape in shapes)}</td>' for shapes in row.symbols)
        rest = "".join(f"<td{' class=time' if n == 1 else ''}>{_teks(cell)}</td>" for n, cell in enumerate(row.rest))
        rows.append(f'<tr><td class="no">{escape(row.number)}</td><td>{_teks(row.activity)}</td>{cells}{rest}</tr>\n')
    return f'{title}<table class="ruled steps"><colgroup>{cols}</colgroup>{head}<tbody>{"".join(rows)}</tbody></table>'


def _symbol(shape: str) -> str:
    return f'<svg viewBox="0 0 20 12" fill="white" stroke="black">{_SHAPES[shape]}</svg>'
