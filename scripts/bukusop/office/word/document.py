"""A Word document while it is written: elements go to its body one after another; styles, numbers, pictures and links are lent by it.

The whole becomes bytes at the end, the same bytes for the same content: no date of its own, fixed names and numbers.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from lxml import etree

from bukusop.model import Book, Daftar, Paragraf, Profil, Run, Teks
from bukusop.model.profile import Halaman
from bukusop.office.word import hyphens, picture, styles, xml
from bukusop.office.word.xml import Element, el, name, text, twips, val

_DROPPED = ("thumbnail", "customXml", "stylesWithEffects", "webSettings", "theme")
_PROPERTIES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>bukusop</Application>'
    b"</Properties>"
)
_ABSTRACT = {"": styles.BULLETS, "1": styles.DECIMAL, "a": styles.LETTERS}
_PROSE = {"": styles.PROSE_BULLETS, "1": styles.PROSE_DECIMAL, "a": styles.PROSE_LETTERS}
_LONGEST_MARK = 40
"""Letters that Word takes in the name of a bookmark."""


@dataclass(frozen=True, slots=True)
class Section:
    """Pages of one kind: paper and margins in mm; headers and footers by kind (default, even) as relationship ids.

    Where a kind is not named the one of the section before goes on. `start` restarts the page numbers, `series` is romawi or arab.
    """

    page: Halaman
    headers: Mapping[str, str] = field(default_factory=dict)
    footers: Mapping[str, str] = field(default_factory=dict)
    series: str = "arab"
    start: int | None = None
    edge: float = 9.0
    foot: float = 4.5


@dataclass(frozen=True, slots=True)
class Listing:
    """How lists look: `step` is what a level is set in (mm), `manner` the form of numbered ones per level, where not their own.

    `below` is the distance in mm below a whole list, where that is more than below an item. `room` is the width of the column in mm, for
    parting words; 0 where none is parted.
    """

    step: float = styles.LIST_MM
    manner: tuple[str, ...] = ()
    below: float = 0.0
    room: float = 0.0


PLAIN = Listing()


class Document:
    """A document for a book, in the fonts of a profile. `marks` are the bookmarks that links may lead to."""

    def __init__(self, book: Book, profil: Profil, marks: Iterable[str] = ()) -> None:
        self.book, self.profil = book, profil
        self._docx = docx.Document()
        self._part = self._docx.part
        root = xml.root("w:document")
        self._part._element = root
        self.body = el("w:body")
        root.append(self.body)
        self._targets = frozenset(marks)
        self._ids = 0
        self._styles = {style.id: style for style in styles.style_list(profil)}
        self._prepare()

    def _prepare(self) -> None:
        for part in (self._part, self._part.package):
            for key, relation in list(part.rels.items()):
                if relation.reltype.rsplit("/", 1)[-1] in _DROPPED:
                    part.rels.pop(key)
        _refill(self._part.styles.element, styles.styles(self.profil))
        self._numbering = self._part.numbering_part.element
        _refill(self._numbering, styles.numbering())
        _refill(self._part.settings.element, styles.settings(even_and_odd=self.profil.folio.perataan == "outer"))
        fonts = self._part.part_related_by(RT.FONT_TABLE)
        fonts._blob = etree.tostring(styles.font_table(self.profil), xml_declaration=True, encoding="UTF-8", standalone=True)
        properties = self._part.package.part_related_by(RT.EXTENDED_PROPERTIES)
        properties._blob = _PROPERTIES
        self._next_num = 2

    def add(self, *elements: Element) -> None:
        """Append elements to the body."""
        for element in elements:
            self.body.append(element)

    def next_id(self) -> int:
        """Give a number that no other drawing or bookmark of the document has."""
        self._ids += 1
        return self._ids

    # -- text ---------------------------------------------------------------------------------------------------------------

    def paragraph(self, style: str, *inside: Element | str, properties: Sequence[Element | None] = ()) -> Element:
        """Make a paragraph of runs and plain words; `properties` (in the order of the schema) follow the style's own."""
        made = el("w:p", el("w:pPr", val("w:pStyle", style), *properties))
        for item in inside:
            made.append(self.run(item) if isinstance(item, str) else item)
        return made

    def run(self, words: str, *, bold: bool = False, italic: bool = False) -> Element:
        """Make a run; a newline in it is a line break, a soft hyphen the element for it."""
        made = el("w:r", el("w:rPr", el("w:b") if bold else None, el("w:i") if italic else None) if bold or italic else None)
        for number, line in enumerate(words.split("\n")):
            if number:
                made.append(el("w:br"))
            for place, piece in enumerate(line.split(hyphens.SOFT)):
                if place:
                    made.append(el("w:softHyphen"))
                if piece:
                    made.append(text("w:t", piece))
        return made

    def line(self, style: str, room: float) -> hyphens.Line | None:
        """Give the lines of a style in a column of so many mm; None where words are not parted."""
        return hyphens.line_of(self._styles[style], self.profil.huruf.prosa, room) if room else None

    def runs(self, runs: Sequence[Run], line: hyphens.Line | None = None) -> list[Element]:
        """Make the runs of a text, links included: those that lead into this document, to the web or to mail.

        In `line`s words that may come to the end of one have optional hyphens.
        """
        made = []
        for item, words in zip(runs, hyphens.softened(runs, line), strict=True):
            run = self.run(words, bold=item.tebal, italic=item.miring)
            link = self._link(item.tautan) if item.tautan else None
            if link is None:
                made.append(run)
            else:
                link.append(run)
                made.append(link)
        return made

    def _link(self, target: str) -> Element | None:
        kind, _, key = target.partition(":")
        if kind in ("http", "https", "mailto"):
            return el("w:hyperlink", {"r:id": self._part.relate_to(target, RT.HYPERLINK, is_external=True)})
        place = bookmark_name({"sop": f"sop-{key}", "bab": f"naskah-{key}"}.get(kind, target.removeprefix("#")))
        return el("w:hyperlink", {"w:anchor": place}) if place in self._targets else None

    def list_num(self, gaya: str, mulai: int = 1, level: int = 0, *, prose: bool = False) -> str:
        """Begin a list of its own at a level, and give its number for `w:numId`; in prose numbers end where the text begins."""
        number = str(self._next_num)
        self._next_num += 1
        override = None if gaya == "" else el("w:lvlOverride", {"w:ilvl": str(level)}, val("w:startOverride", mulai))
        self._numbering.append(el("w:num", {"w:numId": number}, val(
            "w:abstractNumId", (_PROSE if prose else _ABSTRACT).get(gaya, styles.DECIMAL)), override))
        return number

    def heading_num(self) -> str:
        """Begin the lettered headings anew, for an annex: number for `w:numId`."""
        number = str(self._next_num)
        self._next_num += 1
        self._numbering.append(el("w:num", {"w:numId": number}, val("w:abstractNumId", styles.HEADINGS), *(
            el("w:lvlOverride", {"w:ilvl": str(level)}, val("w:startOverride", 1)) for level in (1, 2, 3)
        )))
        return number

    def blocks(self, teks: Teks, style: str, listing: Listing = PLAIN) -> list[Element]:
        """Make the paragraphs of a text; lists become numbered paragraphs."""
        made: list[Element] = []
        for block in teks:
            if isinstance(block, Paragraf):
                made.append(self.paragraph(style, *self.runs(block.isi, self.line(style, listing.room))))
            elif isinstance(block, Daftar):
                made += self.items(block, style, listing)
        return made

    def items(self, daftar: Daftar, style: str, listing: Listing = PLAIN, level: int = 0) -> list[Element]:
        """Make the paragraphs of a list."""
        gaya = listing.manner[level] if daftar.gaya and level < len(listing.manner) else daftar.gaya
        number = self.list_num(gaya, daftar.mulai, level, prose=True)
        left = listing.step * (level + 1)
        own = None if listing.step == styles.LIST_MM else styles.indent(left, -styles.LIST_GAP)
        made: list[Element] = []
        for item in daftar.butir:
            first = True
            for block in item:
                if isinstance(block, Daftar):
                    made += self.items(block, style, listing, level + 1)
                    continue
                place = [numbered(number, level), own] if first else [styles.indent(left)]
                line = self.line(style, listing.room and listing.room - left)
                made.append(self.paragraph(style, *self.runs(block.isi, line), properties=place))
                first = False
        if made and listing.below:
            room_below(made[-1], listing.below)
        return made

    def picture(
        self, path: str, *, width_mm: float = 0.0, height_mm: float = 0.0, alt: str = "", data: bytes | None = None,
        most: tuple[float, float] = (0.0, 0.0),
    ) -> Element:
        """Make a run with a picture in the line: an image of the book by its path, or `data`.

        One length follows from the other; without both the picture has its own size, but fits into `most`.
        """
        data = dict(self.book.gambar)[path] if data is None else data
        return picture.run(self._part, self.next_id(), path, data, (width_mm, height_mm), alt, most)

    # -- places -------------------------------------------------------------------------------------------------------------

    def mark(self, place: str) -> tuple[Element, Element]:
        """Make a bookmark: what stands before and after its words."""
        number = str(self.next_id())
        return (el("w:bookmarkStart", {"w:id": number, "w:name": bookmark_name(place)}), el("w:bookmarkEnd", {"w:id": number}))

    def entry(self, place: str, title: str, level: int) -> list[Element]:
        """Make a bookmark and a hidden entry for the daftar isi, for a place that is no heading."""
        before, after = self.mark(place)
        words = title.replace("\\", "").replace('"', "”")
        entry = field_runs(f' TC "{words}" \\f C \\l {level} ', None)
        for run in entry:
            run.insert(0, el("w:rPr", el("w:vanish")))      # a field that shows nothing shows its code in Word, unless it is hidden
        return [before, *entry, after]

    # -- sections -----------------------------------------------------------------------------------------------------------

    def header(self, *paragraphs: Element) -> str:
        """Make a header; give its relationship id for a section."""
        return self._beside(self._part.add_header_part(), paragraphs)

    def footer(self, *paragraphs: Element) -> str:
        """Make a footer; give its relationship id for a section."""
        return self._beside(self._part.add_footer_part(), paragraphs)

    def _beside(self, made: tuple[object, str], paragraphs: Sequence[Element]) -> str:
        part, key = made
        root = part.element  # type: ignore[attr-defined]
        for child in list(root):
            root.remove(child)
        for paragraph in paragraphs or (self.paragraph("Header"),):
            root.append(paragraph)
        return key

    def end_section(self, section: Section, *, last: bool = False) -> None:
        """End the pages that were written since the last call."""
        made = _section(section)
        if last:
            if self.body[-1].tag != name("w:p"):
                self.add(tiny())
            self.add(made)
            return
        end = self.body[-1]
        if end.tag != name("w:p") or end.find(f"{name('w:pPr')}/{name('w:sectPr')}") is not None:
            end = tiny()
            self.add(end)
        properties = end.find(name("w:pPr"))
        if properties is None:
            properties = el("w:pPr")
            end.insert(0, properties)
        properties.append(made)

    def save(self, title: str, author: str, when: datetime) -> bytes:
        """Give the file's bytes; `when` is the only date in it."""
        core = self._docx.core_properties
        core.title, core.author, core.last_modified_by, core.language = title, author, author, "id-ID"
        core.created = core.modified = when.replace(tzinfo=None, microsecond=0)
        core.comments, core.revision, core.keywords = "", 1, "SOP, standar operasional prosedur"
        target = BytesIO()
        self._docx.save(target)
        return _same_each_time(target)


def _refill(element: Element, made: Element) -> None:
    for child in list(element):
        element.remove(child)
    for child in list(made):
        element.append(child)


def _same_each_time(source: BytesIO) -> bytes:
    """Pack a zip anew with one date for all of its files."""
    target = BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new:
        for item in old.infolist():
            fixed = zipfile.ZipInfo(item.filename, (1980, 1, 1, 0, 0, 0))
            fixed.compress_type, fixed.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(fixed, old.read(item))
    return target.getvalue()


def bookmark_name(place: str) -> str:
    """Give the name of a bookmark for a place of the book: letters, digits and underscores, at most forty of them."""
    plain = re.sub(r"[^A-Za-z0-9_]", "_", place)
    plain = plain if plain[:1].isalpha() else f"b_{plain}"
    if len(plain) <= _LONGEST_MARK and plain.replace("_", "-") == place:
        return plain
    return f"{plain[: _LONGEST_MARK - 9]}_{hashlib.sha256(place.encode()).hexdigest()[:8]}"


_AFTER_SPACING = tuple(name(f"w:{short}") for short in (
    "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap",
    "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange"))


def room_below(paragraph: Element, mm: float) -> None:
    """Set the distance below a paragraph."""
    properties = paragraph.find(name("w:pPr"))
    found = properties.find(name("w:spacing"))
    if found is None:
        found = el("w:spacing")
        following = next((child for child in properties if child.tag in _AFTER_SPACING), None)
        if following is None:
            properties.append(found)
        else:
            following.addprevious(found)
    found.set(name("w:after"), twips(mm))


def keep(paragraph: Element) -> None:
    """Keep a paragraph on the page of the next."""
    properties = paragraph.find(name("w:pPr"))
    if properties.find(name("w:keepNext")) is None:
        properties.insert(1, el("w:keepNext"))


def numbered(number: str, level: int) -> Element:
    """Make a paragraph an item of a list."""
    return el("w:numPr", val("w:ilvl", level), val("w:numId", number))


def field_runs(instruction: str, shown: str | None) -> list[Element]:
    """Make a field: its instruction, and what it shows until it is brought up to date; None for a field that shows nothing."""
    return nested_field(instruction, shown=shown)


def nested_field(*instruction: str | list[Element], shown: str | None = None) -> list[Element]:
    """Make a field whose instruction may have fields inside; the same of `shown` as in `field_runs`."""
    def char(kind: str) -> Element:
        return el("w:r", el("w:fldChar", {"w:fldCharType": kind}))

    made = [char("begin")]
    for piece in instruction:
        made += [el("w:r", text("w:instrText", piece))] if isinstance(piece, str) else piece
    result = [] if shown is None else [char("separate"), el("w:r", el("w:t", shown))]
    return [*made, *result, char("end")]


def tiny() -> Element:
    """Make a paragraph of one point: between two tables, and where a section ends behind a table."""
    return el("w:p", el("w:pPr", el("w:spacing", {"w:before": "0", "w:after": "0", "w:line": "20", "w:lineRule": "exact"}), el(
        "w:rPr", val("w:sz", 2), val("w:szCs", 2))))


def _section(section: Section) -> Element:
    page = section.page
    top, right, bottom, left = page.margin
    size = {"w:w": twips(page.lebar), "w:h": twips(page.tinggi)} | ({"w:orient": "landscape"} if page.lebar > page.tinggi else {})
    numbers = {"w:fmt": "lowerRoman" if section.series == "romawi" else "decimal"}
    if section.start is not None:
        numbers["w:start"] = str(section.start)
    return el(
        "w:sectPr",
        *(el("w:headerReference", {"w:type": kind, "r:id": key}) for kind, key in section.headers.items()),
        *(el("w:footerReference", {"w:type": kind, "r:id": key}) for kind, key in section.footers.items()),
        val("w:type", "nextPage"), el("w:pgSz", size), el("w:pgMar", {
            "w:top": twips(top), "w:right": twips(right), "w:bottom": twips(bottom), "w:left": twips(left),
            "w:header": twips(section.edge), "w:footer": twips(section.foot), "w:gutter": "0",
        }), el("w:pgNumType", numbers), el("w:cols", {"w:space": "0"}),
    )
