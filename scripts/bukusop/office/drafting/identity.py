"""The identity block of a sheet, in all its manners -> its fields as paragraphs, and what stands there besides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bukusop.office.drafting import wording
from bukusop.office.drafting.labels import FIELDS, LISTS, STRONG, column_of, field_of, folded, labelled
from bukusop.office.drafting.steps import line_cells
from bukusop.office.drafting.texts import is_own
from bukusop.office.foreign.raw import RawCell, RawParagraph

Places = Sequence[Sequence[RawCell | None]]
_UNIT = re.compile(r"^(UPT|UPTD|BIDANG|SUB ?BAGIAN|SUB ?BIDANG|SEKSI|SEKRETARIAT|BAGIAN|UNIT|BALAI|LABORATORIUM|PUSKESMAS)"
                   r"(\b|_)", re.IGNORECASE)
_KOP = re.compile(r"\b(PEMERINTAH|DINAS|KABUPATEN|KOTA|PROVINSI|BADAN|KECAMATAN|SEKRETARIAT|KELURAHAN|KEMENTERIAN|INSPEKTORAT)\b")
_HIGH = re.compile(r"SEKRETARIAT (DAERAH|DPRD|DEWAN|JENDERAL)|BAGIAN HUKUM SEKRETARIAT", re.IGNORECASE)
_SHEET = re.compile(r"^(standar operasional prosedur|standard operating procedure|sop|prosedur|uraian prosedur)$")


@dataclass(slots=True)
class Identity:
    """Fields as read, by key; `kop` the letterhead's lines; `left` the words that found no place."""

    fields: dict[str, list[RawParagraph]] = field(default_factory=dict)
    kop: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)

    def add(self, key: str, paragraphs: Sequence[RawParagraph]) -> None:
        """Take a field; of a field told twice the first stands, a second one that says something else is left over."""
        text = wording.words(paragraphs)
        known = self.fields.get(key)
        if known is not None and wording.words(known):
            if text and folded(text) != folded(wording.words(known)):
                self.left.append(text)
            return
        self.fields[key] = list(paragraphs)

    def own_kop(self, paragraphs: Sequence[RawParagraph]) -> None:
        """Take the letterhead of one of our own sheets: the last line of its last cell names the unit."""
        lines = [item for item in paragraphs if wording.words((item,))]
        self.fields["unit"] = lines[-1:]
        self.kop += [wording.words((item,)) for item in lines[:-1]]

    def rest(self, paragraphs: Sequence[RawParagraph]) -> None:
        """Take a cell or paragraph that is no field: letterhead, unit, or left over."""
        lines = [line for item in paragraphs if (line := wording.words((item,)))]
        if any(_KOP.search(line) for line in lines if line.isupper()) or (lines and _UNIT.match(lines[0]) and len(lines[0]) < 80):
            for line in lines:
                if _UNIT.match(line) and "unit" not in self.fields and not _HIGH.match(line):
                    self.fields["unit"] = [RawParagraph(next(item for item in paragraphs if wording.words((item,)) == line).runs)]
                else:
                    self.kop.append(line)
            return
        self.left += [line for line in lines if not _SHEET.match(folded(line))]


def score(cells: Sequence[RawCell]) -> set[str]:
    """Give the fields that some cells name."""
    found: set[str] = set()
    for cell in cells:
        for item in cell.isi[:1]:
            text = wording.words((item,))
            found |= {field_of(text), labelled(text)[0]} - {""}
    return found


def says_identity(fields: set[str]) -> bool:
    """Whether so many fields say that an identity block is here."""
    return len(fields & set(STRONG)) >= 2 or len(fields & set(FIELDS)) >= 3


def is_register(line: Sequence[RawCell | None]) -> bool:
    """Whether a line heads a list of SOPs: No., Nomor SOP and Nama SOP side by side."""
    texts = [wording.words(cell.isi) for cell in line_cells(line)]
    return any(folded(text) == "no" for text in texts) and "nama" in {field_of(text) for text in texts}


def opens(fields: set[str]) -> bool:
    """Whether fields are those with which a sheet begins."""
    return len(fields & set(STRONG)) >= 2


def read_lines(identity: Identity, places: Places, first: int, last: int) -> None:
    """Read the lines `first` to `last` (exclusive) of a table."""
    used: set[int] = set()
    for line in range(first, last):
        cells = [cell for cell in line_cells(places[line]) if line in (cell.row, first)]
        for index, cell in enumerate(cells):
            if id(cell) in used:
                continue
            _cell(identity, places, used, cells, index, last)
    for line in range(first, last):
        for cell in line_cells(places[line]):
            if id(cell) not in used:
                used.add(id(cell))
                if wording.words(cell.isi) not in ("", ":") and not _numeral(cell):
                    (identity.own_kop if is_own(cell.isi) else identity.rest)(cell.isi)


def _numeral(cell: RawCell) -> bool:
    return bool(re.fullmatch(r"\(?\d{1,2}[.)]?", wording.words(cell.isi)))


def _cell(identity: Identity, places: Places, used: set[int], cells: Sequence[RawCell], index: int, last: int) -> None:
    cell = cells[index]
    key, inside = _named(cell)
    if not key:
        return
    used.add(id(cell))
    if inside:
        identity.add(key, inside)
        return
    right = _right(cells, index, used)
    below = _below(places, cell, last)
    chosen: RawCell | None = right
    empty = right is None or (key in LISTS and not wording.words(right.isi))
    if empty and below is not None:
        chosen = below
    if chosen is not None:
        used.add(id(chosen))
        paragraphs = list(chosen.isi)
        if chosen is below and key in LISTS:
            paragraphs += _further(places, chosen, used, last)
        identity.add(key, _without_colon(paragraphs))
    else:
        identity.add(key, ())


def _named(cell: RawCell) -> tuple[str, list[RawParagraph]]:
    """Read a cell as a label and, where it holds both, what follows."""
    whole = wording.words(cell.isi)
    lines = [item for item in cell.isi if wording.words((item,)) or item.item is not None]
    first = wording.words(lines[:1])
    if field_of(whole) and not (len(lines) > 1 and field_of(first)):
        return field_of(whole), []
    if not lines:
        return "", []
    key = field_of(first)
    if key and (key in LISTS or key == "disahkan_oleh" or first.rstrip().endswith(":")):
        return key, lines[1:]
    key, rest = labelled(first)
    if key and rest:
        return key, [_after_colon(lines[0]), *lines[1:]]
    return (key, lines[1:]) if key else ("", [])


def _after_colon(paragraph: RawParagraph) -> RawParagraph:
    """Cut a paragraph behind its first colon, styles kept."""
    runs = []
    seen = False
    for run in paragraph.runs:
        if seen:
            runs.append(run)
        elif ":" in run.teks:
            seen = True
            runs.append(type(run)(run.teks.partition(":")[2].lstrip(), run.tebal, run.miring, run.tautan))
    return RawParagraph(tuple(runs))


def _without_colon(paragraphs: Sequence[RawParagraph]) -> list[RawParagraph]:
    """Take a colon from the front of a value, as "Nomor SOP | : 01/..." has it."""
    items = list(paragraphs)
    for index, item in enumerate(items):
        text = wording.words((item,))
        if text:
            if text.startswith(":"):
                items[index] = _after_colon(item)
            break
    return items


def _right(cells: Sequence[RawCell], index: int, used: set[int]) -> RawCell | None:
    """Give the cell to the right that may hold a value: not a colon, not a label."""
    empty: RawCell | None = None
    for cell in cells[index + 1 :]:
        text = wording.words(cell.isi)
        if text == ":" or (_numeral(cell) and cell is not cells[-1]):
            used.add(id(cell))
            continue
        if id(cell) in used or _named(cell)[0]:
            break
        if text:
            return cell
        empty = empty or cell
    return empty


def _below(places: Places, cell: RawCell, last: int) -> RawCell | None:
    """Give the cell below a label, unless it is a label too."""
    line = cell.row + cell.rows
    found = places[line][cell.column] if line < last else None
    if found is None or _named(found)[0] or column_of(wording.words(found.isi)) == "kegiatan":
        return None
    return found


def _further(places: Places, cell: RawCell, used: set[int], last: int) -> list[RawParagraph]:
    """Give the cells below a value that carry it on: one line of the table per item."""
    result: list[RawParagraph] = []
    line = cell.row + cell.rows
    while line < last:
        below = places[line][cell.column]
        if below is None or _named(below)[0] or id(below) in used or below.row != line:
            break
        used.add(id(below))
        result += below.isi
        line += below.rows
    return result
