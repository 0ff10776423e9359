"""The words of a sheet's cells -> paragraphs of WordprocessingML, as text: quicker than elements, and a sheet has hundreds of cells.

Words that may come to the end of a line bear optional hyphens where the PDF would cut them, so that lines end at the same places.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape

from lxml import etree

from bukusop.model import Daftar, Paragraf, Run, Teks
from bukusop.office.word.document import Document
from bukusop.office.word.xml import TWIPS_PER_MM, twips
from bukusop.render.lines import MM_PER_PT, hyphen_places

LINE = 1.25
"""Height of a line, a multiple of the size of its letters (`dasar.css`)."""
_BOLD = 1.08
"""Bold letters are so much wider."""
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONG_LIST = 10
"""From here on numbers have two digits and want more room."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the paragraphs of a cell look: size in pt, line height in pt (0: as high as what stands in it), room above and below in mm.

    `caps` shows capitals and leaves the words as they are written. `width` is that of the words in mm, for cutting them; 0 where words
    are never cut. `numbered`, `bulleted` are indents of lists in em.
    """

    size: float
    style: str = "LembarSel"
    line: float = LINE
    bold: bool = False
    underline: bool = False
    caps: bool = False
    align: str = "left"
    before: float = 0.0
    after: float = 0.0
    width: float = 0.0
    numbered: float = 1.3
    bulleted: float = 0.9


def text_of(words: str) -> Teks:
    """Make a text of plain words; nothing of none."""
    return (Paragraf((Run(words),)),) if words else ()


def line(look: Look, content: str, *, indent: str = "", number: str = "", first: str = "") -> str:
    """Make a paragraph of runs; `first` opens its properties (in the order of the schema: before numbering)."""
    high = f' w:line="{int(look.size * look.line * 20)}" w:lineRule="exact"' if look.line else ' w:line="240" w:lineRule="auto"'
    align = f'<w:jc w:val="{look.align}"/>'
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{look.style}"/>{first}{number}<w:spacing w:before="{twips(look.before)}" '
        f'w:after="{twips(look.after)}"{high}/>{indent}{align}</w:pPr>{content}</w:p>'
    )


def empty(look: Look) -> str:
    """Make the paragraph that a cell without words has."""
    return line(look, "")


def plain(look: Look, words: str) -> str:
    """Make a paragraph of plain words."""
    return line(look, _run(look, Run(words), _softened(words, look, look.bold)))


class Writer:
    """Writes the texts of one document's cells."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def cell(self, teks: Teks, look: Look) -> str:
        """Make the paragraphs of a cell."""
        return self._blocks(teks, look, 0, 0.0) or empty(look)

    def box(self, items: Sequence[Teks], look: Look) -> str:
        """Make the paragraphs of an identity box: a list where there are several, else the text itself."""
        if len(items) > 1:
            return self._list(Daftar(tuple(items), "1"), look, 0, 0.0)
        return self.cell(items[0], look) if items else empty(look)

    def _blocks(self, teks: Teks, look: Look, level: int, left: float) -> str:
        parts = []
        for block in teks:
            if isinstance(block, Paragraf):
                parts.append(line(look, self._runs(block.isi, look, left), indent=_indent(left, 0.0) if left else ""))
            else:
                parts.append(self._list(block, look, level, left))
        return "".join(parts)

    def _list(self, daftar: Daftar, look: Look, level: int, left: float) -> str:
        """Make the paragraphs of a list; `left` is what is set in already, mm."""
        em = look.size * MM_PER_PT
        wide = daftar.gaya == "1" and daftar.mulai + len(daftar.butir) > _LONG_LIST
        hang = ((1.65 if wide else max(1.1, look.numbered - 0.2)) if daftar.gaya else look.bulleted) * em
        inside = left + max(hang, (look.numbered if daftar.gaya else look.bulleted) * em)
        level = min(level, 8)
        list_ = self._document.list_num(daftar.gaya, daftar.mulai, level)
        number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_}"/></w:numPr>'
        parts = []
        for item in daftar.butir:
            first, rest = (item[0], item[1:]) if item and isinstance(item[0], Paragraf) else (Paragraf(()), item)
            parts.append(line(look, self._runs(first.isi, look, inside), indent=_indent(inside, hang), number=number))
            parts.append(self._blocks(rest, look, level + 1, inside))
        return "".join(parts)

    def _runs(self, runs: Sequence[Run], look: Look, left: float) -> str:
        text = "".join(run.teks for run in runs)
        bold = look.bold or all(run.tebal for run in runs)
        places, start, parts = _places(text, look, bold, left), 0, []
        for run in runs:
            end = start + len(run.teks)
            made = _run(look, run, _cut(run.teks, [place - start for place in places if start < place < end]))
            parts.append(self._linked(run.tautan, made) if run.tautan else made)
            start = end
        return "".join(parts)

    def _linked(self, target: str, made: str) -> str:
        """Put a run into the link that the document makes for its target, if any."""
        found = self._document.runs([Run("", tautan=target)])[0]
        if not found.tag.endswith("}hyperlink"):
            return made
        for child in list(found):
            found.remove(child)
        shell = etree.tostring(found, encoding="unicode")
        return f"{shell.removesuffix('/>')}>{made}</w:hyperlink>" if shell.endswith("/>") else made


def _indent(left: float, hang: float) -> str:
    return f'<w:ind w:left="{twips(left)}" w:hanging="{round(hang * TWIPS_PER_MM)}"/>'


def _places(text: str, look: Look, bold: bool, left: float) -> list[int]:
    if not look.width or not text:
        return []
    em = look.size * MM_PER_PT * (_BOLD if bold else 1.0)
    return hyphen_places(text, max(1.0, (look.width - left) / em))


def _softened(text: str, look: Look, bold: bool) -> list[str]:
    return _cut(text, _places(text, look, bold, 0.0))


def _cut(text: str, places: Sequence[int]) -> list[str]:
    return [text[a:b] for a, b in pairwise((0, *places, len(text)))]


def _run(look: Look, run: Run, pieces: Sequence[str]) -> str:
    """Make a run: an optional hyphen between its pieces, a line break for every newline."""
    size = int(look.size * 2)
    style = ("<w:b/>" if run.tebal or look.bold else "") + ("<w:i/>" if run.miring else "") + ("<w:caps/>" if look.caps else "")
    style += f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' + ('<w:u w:val="single"/>' if look.underline else "")
    return f"<w:r><w:rPr>{style}</w:rPr>{'<w:softHyphen/>'.join(_words(piece) for piece in pieces)}</w:r>"


def _words(text: str) -> str:
    return "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(_FORBIDDEN.sub("", part))}</w:t>' if part else "" for part in text.split("\n")
    )
