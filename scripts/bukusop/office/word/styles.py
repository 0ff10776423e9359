"""A profile -> the styles, list numbering, font table and settings of a Word document, as the style sheets of the PDF have them.

Sizes are those of `templates/css/*.css`; lines are "at least" as high as there, because Word's multiples count from the font's own height.
"""

from __future__ import annotations

from dataclasses import dataclass

from bukusop.model import Profil
from bukusop.office.word.xml import Element, el, twips, val

_BUILT_IN = {"Normal", "Body Text", "List Paragraph", "Quote", "Title", "Subtitle", "TOC Heading"}
HEADINGS, BULLETS, DECIMAL, LETTERS, PROSE_BULLETS, PROSE_DECIMAL, PROSE_LETTERS = range(7)
"""Abstract numberings: those of prose end where the text begins, as in the PDF; those of the sheets begin at the edge."""
LIST_MM, LIST_GAP = 8.0, 1.2
"""What a level of a list is set in, and how far its number stands before the text, in mm."""
STAND_INS = {
    "Liberation Sans": "Arial", "Liberation Serif": "Times New Roman", "TeX Gyre Bonum": "Bookman Old Style",
    "TeX Gyre Termes": "Times New Roman", "TeX Gyre Heros": "Arial", "Liberation Sans Narrow": "Arial Narrow",
}
"""Fonts of the same widths on machines that do not have ours: Word takes the alternative name of its font table."""


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: size in pt, `line` a multiple of it (`exact`: never more), distances in mm; `tabs` are (kind, mm, leader).

    `hyphens`: words may be parted at the end of a line. `rule` is a line above, pt wide and pt away.
    """

    id: str
    name: str
    size: float
    line: float = 1.25
    font: str = ""
    bold: bool = False
    italic: bool = False
    align: str = "left"
    before: float = 0.0
    after: float = 0.0
    left: float = 0.0
    right: float = 0.0
    first: float = 0.0
    outline: int = -1
    keep_next: bool = False
    number: tuple[int, int] = (-1, 0)
    tabs: tuple[tuple[str, float, str], ...] = ()
    next: str = ""
    exact: bool = False
    hyphens: bool = False
    rule: tuple[float, float] = (0.0, 0.0)


# Of the distances below one paragraph and above the next the larger one counts, in Word as in the PDF (ISO 29500-1, 17.3.1.33).
def style_list(profil: Profil) -> tuple[Style, ...]:
    """Give the paragraph styles of a profile."""
    prose, decree, sheet = profil.huruf.ukuran_prosa, profil.huruf.ukuran_keputusan, profil.huruf.ukuran_lembar
    font, cells = profil.huruf.keputusan, profil.huruf.lembar
    width = profil.prosa.lebar - profil.prosa.margin[1] - profil.prosa.margin[3]
    dots = (("right", width, "dot"),)
    body = "BodyText"
    return (
        Style("Normal", "Normal", prose),
        Style(body, "Body Text", prose, 1.45, align="both", after=2, first=10, hyphens=True),
        Style("BodyTextPengantar", "Isi Pengantar", prose * 0.97, 1.32, align="both", after=2, first=10, hyphens=True),
        Style("ListParagraph", "List Paragraph", prose, 1.45, align="both", after=0.8, hyphens=True),
        Style("Quote", "Quote", prose, 1.45, italic=True, align="both", after=3, left=10, right=10, hyphens=True),
        Style("Caption", "caption", prose * 0.9, 1.45, align="center", after=4, hyphens=True),
        Style("Title", "Title", 25, 1.3, bold=True, align="center", before=24, after=5),
        Style("Subtitle", "Subtitle", 15, align="center"),
        Style("Sampul", "Sampul", prose, align="center"),
        Style("Heading1", "heading 1", 13.5, 1.4, bold=True, align="center", after=8, outline=0, keep_next=True, number=(1, 0), next=body),
        Style("Heading2", "heading 2", prose * 1.05, 1.45, "", True, before=5, after=2, outline=1, keep_next=True, number=(1, 1),
              next=body),
        Style("Heading3", "heading 3", prose, 1.45, bold=True, before=4, after=1.5, outline=2, keep_next=True, number=(1, 2), next=body),
        Style("Heading4", "heading 4", prose, 1.45, italic=True, before=3, after=1, outline=3, keep_next=True, number=(1, 3), next=body),
        Style("JudulPembatas", "Judul Pembatas", 22, bold=True, align="center", before=7, after=2, keep_next=True),
        Style("ButirPembatas", "Butir Pembatas", 10.5, 1.55),
        Style("TOCHeading", "TOC Heading", 13.5, 1.25, bold=True, align="center", after=7),
        Style("TOC1", "toc 1", prose, 1.32, bold=True, before=2, after=0.9, tabs=dots),
        Style("TOC2", "toc 2", prose, 1.32, after=0.9, left=25, first=-8, tabs=(("left", 25, ""), *dots)),
        Style("TOC3", "toc 3", prose, 1.32, bold=True, before=1.8, after=0.9, left=17, keep_next=True, tabs=dots),
        Style("TOC4", "toc 4", prose, 1.32, after=0.9, left=32, first=-9, tabs=(("left", 32, ""), *dots)),
        Style("Header", "header", 9, tabs=(("center", width / 2, ""), ("right", width, ""))),
        Style("Footer", "footer", 9, align="center"),
        Style("CatatanKaki", "Catatan Kaki Halaman", 6.5, font=cells),
        Style("SelTabel", "Sel Tabel", prose, 1.3, exact=True, hyphens=True),
        Style("SelInduk", "Sel Induk", 10, 1.3, exact=True, hyphens=True),
        Style("KepalaInduk", "Kepala Induk", 10, 1.3, bold=True, align="center", exact=True, hyphens=True),
        Style("KepalaTabel", "Kepala Tabel", prose, 1.3, bold=True, align="center", exact=True, hyphens=True),
        Style("Keputusan", "Keputusan", decree, 1.32, font, exact=True, hyphens=True),
        *(Style(f"SubLampiran{level}", f"Sub Lampiran {level}", decree, 1.32, font, True, exact=True, keep_next=True)
          for level in (1, 2, 3)),
        Style("Tembusan", "Tembusan", decree * 0.92, 1.32, font, exact=True),
        Style("KeputusanButir", "Butir Keputusan", decree, 1.32, font, align="both", after=1, exact=True, hyphens=True),
        Style("KeputusanDiktum", "Diktum Keputusan", decree, 1.32, font, align="both", exact=True, hyphens=True),
        Style("KeputusanTengah", "Keputusan Tengah", decree, 1.32, font, align="center", exact=True),
        Style("JudulKeputusan", "Judul Keputusan", decree, 1.32, font, align="center", before=0.7, exact=True, rule=(0.6, 20)),
        Style("KeputusanLabel", "Label Keputusan", decree, 1.32, font, exact=True),
        Style("KopPemerintah", "Kop Pemerintah", 12, 1.32, font, align="center", exact=True),
        Style("KopDinas", "Kop Dinas", 16, 1.2, font, bold=True, align="center", exact=True),
        Style("KopAlamat", "Kop Alamat", 7.6, 1.3, font, align="center", exact=True),
        Style("Penutup", "Penutup", decree, 1.32, font, keep_next=True, exact=True),
        Style("PenutupNaskah", "Penutup Naskah", prose, 1.45, after=1, keep_next=True),
        Style("PenutupPengantar", "Penutup Pengantar", prose * 0.97, 1.32, after=1, keep_next=True),
        Style("NomorKeputusan", "Nomor Halaman Keputusan", decree, 1.25, font, align="center", exact=True),
        Style("KepalaLampiran", "Kepala Lampiran", decree * 0.92, 1.32, font, left=width - 92, exact=True),
        Style("JudulLampiran", "Judul Lampiran", decree, 1.32, font, align="center", before=7, after=4, keep_next=True, outline=1,
              exact=True),
        Style("SelLampiran", "Sel Lampiran", 10.5, 1.25, font, exact=True, hyphens=True),
        Style("KepalaSelLampiran", "Kepala Sel Lampiran", 10.5, 1.25, font, bold=True, align="center", exact=True, hyphens=True),
        Style("LembarSel", "Lembar Sel", sheet, 1.25, cells),
        Style("LembarKepala", "Lembar Kepala", sheet, 1.25, cells, bold=True, align="center"),
    )


def styles(profil: Profil) -> Element:
    """Give the whole of styles.xml."""
    made = el("w:styles", el("w:docDefaults", el("w:rPrDefault", el(
        "w:rPr", _fonts(profil.huruf.prosa), val("w:sz", round(profil.huruf.ukuran_prosa * 2)),
        val("w:szCs", round(profil.huruf.ukuran_prosa * 2)), el("w:lang", {"w:val": "id-ID", "w:eastAsia": "id-ID", "w:bidi": "ar-SA"}),
    )), el("w:pPrDefault")))
    for style in style_list(profil):
        made.append(_paragraph_style(style))
    made.append(el("w:style", {"w:type": "character", "w:default": "1", "w:styleId": "DefaultParagraphFont"},
                   val("w:name", "Default Paragraph Font"), val("w:uiPriority", 1), el("w:semiHidden")))
    made.append(el("w:style", {"w:type": "character", "w:styleId": "Hyperlink"}, val("w:name", "Hyperlink"),
                   val("w:basedOn", "DefaultParagraphFont")))
    made.append(el("w:style", {"w:type": "numbering", "w:default": "1", "w:styleId": "NoList"}, val("w:name", "No List"),
                   el("w:semiHidden")))
    made.append(_table_style("TableNormal", "Normal Table", "", (0, 0, 0, 0)))
    made.append(_table_style("TabelPolos", "Tabel Polos", "TableNormal", (0, 0, 0, 0)))
    made.append(_ruled())
    return made


def _fonts(family: str) -> Element:
    return el("w:rFonts", {"w:ascii": family, "w:hAnsi": family, "w:cs": family, "w:eastAsia": family})


def _paragraph_style(style: Style) -> Element:
    numbered = style.number[0] >= 0
    properties = el(
        "w:pPr", el("w:keepNext") if style.keep_next else None, el("w:widowControl"),
        el("w:numPr", val("w:ilvl", style.number[1]), val("w:numId", style.number[0])) if numbered else None,
        el("w:pBdr", el("w:top", {"w:val": "single", "w:sz": str(round(style.rule[0] * 8)), "w:space": str(round(style.rule[1])),
                                  "w:color": "000000"})) if style.rule[0] else None,
        el("w:tabs", *(
            el("w:tab", {"w:val": kind, "w:pos": twips(at)} | ({"w:leader": leader} if leader else {})) for kind, at, leader in style.tabs
        )) if style.tabs else None,
        el("w:suppressAutoHyphens", {"w:val": "0"} if style.hyphens else None),
        spacing(style.before, style.after, style.size * style.line, exact=style.exact),
        None if numbered else indent(style.left, style.first, style.right), val("w:jc", style.align),
        val("w:outlineLvl", style.outline) if style.outline >= 0 else None,
    )
    letters = el(
        "w:rPr", _fonts(style.font) if style.font else None, el("w:b") if style.bold else None, el("w:i") if style.italic else None,
        val("w:sz", round(style.size * 2)), val("w:szCs", round(style.size * 2)),
    )
    default = {"w:default": "1"} if style.id == "Normal" else {}
    own = {} if style.name in _BUILT_IN or style.name[0].islower() else {"w:customStyle": "1"}
    return el(
        "w:style", {"w:type": "paragraph", "w:styleId": style.id} | default | own,
        val("w:name", style.name), None if default else val("w:basedOn", "Normal"), val("w:next", style.next) if style.next else None,
        el("w:qFormat"), properties, letters,
    )


def spacing(before: float, after: float, line: float, *, exact: bool = False) -> Element:
    """Give distances in mm before and after a paragraph, and the least height of its lines in pt, or the only one."""
    return el("w:spacing", {
        "w:before": twips(before), "w:after": twips(after), "w:line": str(round(line * 20)), "w:lineRule": "exact" if exact else "atLeast",
    })


def indent(left: float, first: float = 0.0, right: float = 0.0) -> Element:
    """Give indents in mm; a negative `first` hangs."""
    more = {"w:hanging": twips(-first)} if first < 0 else {"w:firstLine": twips(first)}
    return el("w:ind", {"w:left": twips(left), "w:right": twips(right)} | more)


def _table_style(id_: str, name: str, base: str, margins: tuple[float, float, float, float], borders: Element | None = None) -> Element:
    return el(
        "w:style", {"w:type": "table", "w:styleId": id_} | ({} if base else {"w:default": "1"}), val("w:name", name),
        val("w:basedOn", base) if base else None,
        el("w:tblPr", borders, el("w:tblCellMar", *(
            el(f"w:{side}", {"w:w": twips(mm), "w:type": "dxa"})
            for side, mm in zip(("top", "left", "bottom", "right"), margins, strict=True)
        ))),
    )


def _ruled() -> Element:
    rules = el("w:tblBorders", *(
        el(f"w:{side}", {"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": "000000"})
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    ))
    made = _table_style("TabelNaskah", "Tabel Naskah", "TableNormal", (1.2, 1.8, 1.2, 1.8), rules)
    made.append(el("w:tblStylePr", {"w:type": "firstRow"}, el("w:rPr", el("w:b")), el("w:tcPr", el(
        "w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": "ECECEC"}), val("w:vAlign", "center"))))
    return made


_LEVELS: dict[int, tuple[tuple[str, str], ...]] = {
    HEADINGS: (("upperRoman", "BAB %1"), ("upperLetter", "%2."), ("decimal", "%3."), ("lowerLetter", "%4.")),
    BULLETS: tuple(("bullet", mark) for mark in "•◦▪▪▪▪▪▪▪"),
    DECIMAL: tuple(("decimal", f"%{level}.") for level in range(1, 10)),
    LETTERS: tuple(("lowerLetter", f"%{level}.") for level in range(1, 10)),
}
_LEVELS |= {PROSE_BULLETS: _LEVELS[BULLETS], PROSE_DECIMAL: _LEVELS[DECIMAL], PROSE_LETTERS: _LEVELS[LETTERS]}


def numbering() -> Element:
    """Give numbering.xml with the abstract numberings and the headings' own number; others are added as lists are written."""
    made = el("w:numbering")
    for abstract, levels in _LEVELS.items():
        headings, close = abstract == HEADINGS, abstract >= PROSE_BULLETS
        made.append(el("w:abstractNum", {"w:abstractNumId": str(abstract)}, val("w:multiLevelType", "multilevel"), *(
            el("w:lvl", {"w:ilvl": str(level)}, val("w:start", 1), val("w:numFmt", form),
               val("w:pStyle", f"Heading{level + 1}") if headings else None,
               val("w:suff", "nothing") if headings and level == 0 else None, val("w:lvlText", text),
               val("w:lvlJc", "right" if close else "left"),
               el("w:pPr", indent(*((0, 0) if headings and level == 0 else (LIST_MM, -LIST_MM) if headings
                                    else (LIST_MM * (level + 1), -LIST_GAP if close else -LIST_MM)))))
            for level, (form, text) in enumerate(levels)
        )))
    made.append(el("w:num", {"w:numId": "1"}, val("w:abstractNumId", HEADINGS)))
    return made


def font_table(profil: Profil) -> Element:
    """Give fontTable.xml: our fonts, each with one of the same widths that other machines have."""
    families = dict.fromkeys((profil.huruf.prosa, profil.huruf.keputusan, profil.huruf.lembar))
    return el("w:fonts", *(
        el("w:font", {"w:name": family}, val("w:altName", STAND_INS[family]) if family in STAND_INS else None) for family in families
    ))


def settings(*, even_and_odd: bool) -> Element:
    """Give settings.xml: layout as by today's Word."""
    return el(
        "w:settings", el("w:zoom", {"w:percent": "100"}), val("w:defaultTabStop", 720),
        el("w:autoHyphenation"), el("w:doNotHyphenateCaps"), el("w:evenAndOddHeaders") if even_and_odd else None,
        val("w:characterSpacingControl", "doNotCompress"),
        el("w:compat", *(
            el("w:compatSetting", {"w:name": key, "w:uri": "http://schemas.microsoft.com/office/word", "w:val": value})
            for key, value in (("compatibilityMode", "15"), ("overrideTableStyleFontSizeAndJustification", "1"),
                               ("enableOpenTypeFeatures", "1"), ("doNotFlipMirrorIndents", "1"))
        )),
        el("w:themeFontLang", {"w:val": "id-ID"}), val("w:decimalSymbol", ","), val("w:listSeparator", ";"),
    )
