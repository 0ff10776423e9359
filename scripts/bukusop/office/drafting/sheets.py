"""A document -> the SOPs in it: which paragraphs and tables belong to the identity of which sheet, which to its procedures."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bukusop.office.drafting import identity, steps, wording
from bukusop.office.drafting.identity import Identity
from bukusop.office.drafting.labels import LISTS, field_of, folded, labelled, says_legend
from bukusop.office.drafting.steps import Head, Part, Procedure
from bukusop.office.drafting.texts import is_own
from bukusop.office.foreign.raw import RawCell, RawDocument, RawParagraph, RawTable

_GENERIC = re.compile(r"^(standar operasional prosedur.*|standard operating procedure.*|sop|uraian prosedur|prosedur|bagan alir|flowchart.*"
                      r"|flow chart.*|diagram alir|pelaksana|lampiran.*|mutu baku)$")
_AGAIN = re.compile(r"^((lanjutan|sambungan|uraian|tabel|langkah|prosedur|bagan alir|flowchart|sop|standar operasional prosedur)\b\W*)+"
                    r"|\W*\b(lanjutan|sambungan)\W*$")


@dataclass(slots=True)
class Sheet:
    """One SOP as found: identity, procedures, and where its first block is."""

    block: int
    identity: Identity = field(default_factory=Identity)
    procedures: list[Procedure] = field(default_factory=list)


class Reader:
    """Goes once through the blocks of a document, but for those it is told to leave out.

    `fields` are the blocks that said something of an identity, `steps` the tables of steps, `named` titles and what may say a little.
    """

    def __init__(self, document: RawDocument, without: frozenset[int] = frozenset()) -> None:
        self.document = document
        self.sheets: list[Sheet] = []
        self.fields: set[int] = set()
        self.named: set[int] = set()
        self.steps: set[int] = set()
        self.titles: list[str] = []
        self.field, self.legend = "", False
        for index, block in enumerate(document.blocks):
            if index in without:
                self.field, self.titles = "", []
            elif isinstance(block, RawTable):
                self.field, self.legend = "", False
                self._table(index, block)
            else:
                self._paragraph(index, block)
        self._flush()

    def _sheet(self, index: int) -> Sheet:
        if not self.sheets:
            self.sheets.append(Sheet(index))
        return self.sheets[-1]

    def _flush(self) -> None:
        """Titles that no table followed are left over."""
        for title in self.titles:
            if not _GENERIC.match(folded(title)):
                self._sheet(0).identity.left.append(title)
        self.titles = []

    def _paragraph(self, index: int, item: RawParagraph) -> None:
        text = wording.words((item,))
        if not text:
            return
        if is_own((item,)) and (self.legend or says_legend(text)):
            self.legend = True
            return
        key, rest = labelled(text)
        alone = field_of(text)
        if key or (alone and (alone in LISTS or text.rstrip().endswith(":"))):
            key = key or alone
            sheet = self._sheet(index)
            if sheet.procedures and key in ("nomor", "nama"):
                self._flush()
                sheet = Sheet(index)
                self.sheets.append(sheet)
            value = [identity._after_colon(item)] if rest else []
            sheet.identity.add(key, value)
            self.field = key if key in LISTS or key == "disahkan_oleh" else ""
            self.fields.add(index)
            return
        if self.field and not wording.bold((item,)):
            self._sheet(index).identity.fields[self.field].append(item)
            self.fields.add(index)
            return
        self.field = ""
        if (wording.bold((item,)) or item.style.lower().startswith(("heading", "judul"))) and len(text) < 160:
            self.titles.append(text)
            self.named.add(index)
        elif not says_legend(text):
            self._sheet(index).identity.rest((item,))

    def _table(self, index: int, table: RawTable) -> None:
        places = steps.grid(table)
        heads = self._heads(places)
        if not heads:
            self._headless(index, table, places)
            return
        first = min(heads)
        title = self._title_line(places, first - 1)
        above = first - (1 if title else 0)
        if above > 0:
            self._identity(index, places, 0, above)
        marks = [*sorted(heads), table.rows]
        for line, after in itertools.pairwise(marks):
            head = heads[line]
            title = self._title_line(places, line - 1)
            last = after - (1 if after < table.rows and self._title_line(places, after - 1) else 0)
            self._steps(index, table, places, head, line + head.depth, last, title)

    @staticmethod
    def _heads(places: Sequence[Sequence[RawCell | None]]) -> dict[int, Head]:
        heads: dict[int, Head] = {}
        line = 0
        while line < len(places):
            head = steps.head_at(places, line)
            if head is not None:
                heads[line] = head
                line += head.depth
            else:
                line += 1
        return heads

    @staticmethod
    def _title_line(places: Sequence[Sequence[RawCell | None]], line: int) -> str:
        """Give the words of a line that is one wide cell; "" for other lines."""
        if line < 0:
            return ""
        cells = [cell for cell in steps.line_cells(places[line]) if wording.words(cell.isi)]
        wide = len(cells) == 1 and cells[0].columns >= max(2, 0.6 * len(places[line])) and cells[0].row == line
        text = wording.words(cells[0].isi) if wide else ""
        return "" if field_of(text) or labelled(text)[0] else text

    def _identity(self, index: int, places: Sequence[Sequence[RawCell | None]], first: int, last: int) -> None:
        cells = [cell for line in range(first, last) for cell in steps.line_cells(places[line])]
        fields = identity.score(cells)
        (self.fields if identity.says_identity(fields) else self.named).add(index)
        sheet = self._sheet(index)
        again = {"nomor", "nama"} & fields and ({"nomor", "nama"} & set(sheet.identity.fields))
        if identity.opens(fields) and (sheet.procedures or again):
            self.sheets.append(sheet := Sheet(index))
        for title in self.titles:
            if not _GENERIC.match(folded(title)):
                sheet.identity.titles.append(title)
        self.titles = []
        identity.read_lines(sheet.identity, places, first, last)

    def _headless(self, index: int, table: RawTable, places: Sequence[Sequence[RawCell | None]]) -> None:
        """Read a table without a head of steps: identity, the next page of a procedure, or words that are left over."""
        fields = identity.score(table.cells)
        known = bool(self.sheets and self.sheets[-1].procedures)
        if not identity.is_register(places[0]) and (identity.says_identity(fields) or (fields and not known)):
            self._identity(index, places, 0, table.rows)
            return
        head = self._carried(table) if known else None
        if head is not None and not says_legend(wording.words([item for cell in table.cells[:3] for item in cell.isi])):
            self._steps(index, table, places, head, 0, table.rows, "")
            return
        for cell in table.cells:
            if not says_legend(wording.words(cell.isi)):
                self._sheet(index).identity.rest(cell.isi)

    def _carried(self, table: RawTable) -> Head | None:
        """Give the head of the page before for a table that has none, column by column."""
        part = self.sheets[-1].procedures[-1].parts[-1]
        if table.columns == part.table.columns:
            return Head(part.head.kinds, part.head.actors, 0, part.head.named)
        if table.columns < 4 or not table.widths or not part.table.widths:
            return None
        old, new = steps.edges(part.table), steps.edges(table)
        kinds = []
        for left, right in itertools.pairwise(new):
            middle = (left + right) / 2
            spot = next((n for n in range(part.table.columns) if old[n] <= middle < old[n + 1]), part.table.columns - 1)
            kinds.append(part.head.kinds[spot])
        fits = "kegiatan" in kinds and abs(old[-1] - new[-1]) < 0.15 * old[-1]
        return Head(tuple(kinds), part.head.actors, 0, part.head.named) if fits else None

    def _steps(
        self, index: int, table: RawTable, places: Sequence[Sequence[RawCell | None]], head: Head, first: int, last: int, title: str
    ) -> None:
        sheet = self._sheet(index)
        self.steps.add(index)
        own = folded(wording.words(sheet.identity.fields.get("nama", ())))
        title = "" if _says_nothing(title, own) else title
        named = [text for text in self.titles if not _says_nothing(text, own)]
        self.titles = []
        title = title or (named.pop() if named else "")
        sheet.identity.left += named
        begin = first
        for line in range(first, last):
            inner = self._title_line(places, line)
            if inner and line > begin and self._number(places, head, line + 1) == "1":
                self._stretch(sheet, index, table, places, head, (begin, line), title)
                begin, title = line + 1, inner
            elif inner and line == begin and not title:
                begin, title = line + 1, inner
            elif inner:
                sheet.identity.left.append(inner)
        self._stretch(sheet, index, table, places, head, (begin, last), title)

    @staticmethod
    def _number(places: Sequence[Sequence[RawCell | None]], head: Head, line: int) -> str:
        if "no" not in head.kinds or line >= len(places):
            return ""
        cell = places[line][head.kinds.index("no")]
        return wording.words(cell.isi).rstrip(".") if cell else ""

    def _stretch(
        self, sheet: Sheet, index: int, table: RawTable, places: Sequence[Sequence[RawCell | None]], head: Head, lines: tuple[int, int],
        title: str,
    ) -> None:
        numbers = [number for line in range(*lines) if (number := self._number(places, head, line))
                   and not steps.is_counter(steps.line_cells(places[line]))]
        known = sheet.procedures[-1] if sheet.procedures else None
        same = known is not None and steps.same_actors(known.actors, head.actors)
        restart = bool(known and known.rows and numbers and numbers[0] == "1" and any(row.number == "1" for row in known.rows))
        if known is not None and same and title and _goes_on(known, numbers):
            sheet.identity.left.append(title)
            title = ""
        if known is None or title or not same or restart:
            known = Procedure(title, list(head.actors), named=head.named)
            sheet.procedures.append(known)
        steps.add_lines(known, Part(index, table, head), places, *lines)
        if not head.named:
            _named_in_cells(known)


def _says_nothing(title: str, name: str) -> bool:
    """Whether a line above a table only says what it is, or the name of the SOP (folded) again: "Lanjutan SOP Penerbitan Akta"."""
    words = folded(title)
    return bool(_GENERIC.match(words)) or _AGAIN.sub("", words) in ("", name)


def _goes_on(procedure: Procedure, numbers: Sequence[str]) -> bool:
    """Whether steps are counted on: a procedure of its own begins with 1."""
    last = next((row.number for row in reversed(procedure.rows) if row.number), "")
    return bool(numbers) and numbers[0].isdigit() and last.isdigit() and int(numbers[0]) == int(last) + 1


def _named_in_cells(procedure: Procedure) -> None:
    """Take the actors from the words of a single column Pelaksana."""
    for row in procedure.rows:
        text = wording.words(row.texts.get("siapa", ()))
        if text and folded(text) not in [folded(name) for name in procedure.actors]:
            procedure.actors.append(text)
