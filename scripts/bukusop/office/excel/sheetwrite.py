"""SOPs -> an .xlsx workbook for people to edit, which `workbook.read_workbook` reads again without loss."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from bukusop.diagnostics import Refusal
from bukusop.model import Bentuk, Book, Pelaksana, Prosedur, Sop, Tanggal, Teks
from bukusop.office.excel import layout as form
from bukusop.office.excel.notation import MORE, Targets, joined, paired
from bukusop.office.excel.textcells import FONT, MOST, SIZE, Value, safe, shown

LINE, TALLEST = 12.6, 400.0
"""Points: a line of text, and the tallest row (Excel's own limit is 409)."""
LETTERS = 1.1
"""Letters of our font in one unit of a column's width."""
SPARE = 60
"""Rows below a procedure's last in which the lists to choose from are offered too."""
HEAD = PatternFill("solid", fgColor="DCE6F1")
_LINE = Side(style="thin", color="999999")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WRAP = Alignment(wrap_text=True, vertical="top")
_PLAIN, _BOLD, _PALE = Font(name=FONT, size=SIZE), Font(name=FONT, size=SIZE, bold=True), Font(name=FONT, size=9, color="808080")
Checks: TypeAlias = Sequence[tuple[str, str, str]]
"""What an SOP says in `periksa`: rule, severity, reason."""
_LAID_DOWN = (1980, 1, 1, 0, 0, 0)


def write_workbook(book: Book, sops: Sequence[Sop], when: datetime, checks: Mapping[str, Checks] | None = None) -> bytes:
    """Give the bytes of a workbook with a sheet per SOP; same sources and moment, same bytes. Raises Refusal for too long a text."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    _guide(workbook.create_sheet(form.GUIDE))
    names = {form.GUIDE.lower(), "history"}     # the second is Excel's own
    for sop in sops:
        _Sheet(workbook.create_sheet(_name(sop.id, names)), book, sop).write((checks or {}).get(sop.id, ()))
    properties = workbook.properties
    properties.creator, properties.title = book.instansi.nama, book.judul
    properties.created = properties.modified = when.replace(tzinfo=None)
    stream = io.BytesIO()
    workbook.save(stream)
    return _settled(stream.getvalue(), when)


def _settled(data: bytes, when: datetime) -> bytes:
    """Take the moment of writing out of the file: dates of its parts, and the day it says it was changed."""
    stream, source = io.BytesIO(), zipfile.ZipFile(io.BytesIO(data))
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name.startswith("xl/worksheets/"):       # heights are a beginning: rows grow with what is typed
                part = part.replace(b' customHeight="1"', b"")
            if name == "docProps/core.xml":
                moment = f"{when:%Y-%m-%dT%H:%M:%SZ}".encode()
                part = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + moment, part)
            info = zipfile.ZipInfo(name, _LAID_DOWN)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, part)
    return stream.getvalue()


def _name(id_: str, used: set[str]) -> str:
    """Give a sheet's name: the id, cut to what a workbook allows, and unlike all others."""
    name, count = id_[:31], 1
    while name.lower() in used:
        count += 1
        name = f"{id_[: 31 - len(str(count)) - 1]}-{count}"
    used.add(name.lower())
    return name


def _guide(sheet: Worksheet) -> None:
    sheet.append([form.GUIDE])
    sheet["A1"].font = Font(name=FONT, size=14, bold=True)
    for row, (title, text) in enumerate(form.INSTRUCTIONS, 3):
        for column, words, font in ((1, title, _BOLD), (2, text, _PLAIN)):
            _put(sheet.cell(row, column), words, font)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 100
    sheet.sheet_view.showGridLines = False
    _stretch(sheet)
    _page(sheet)


def _stretch(sheet: Worksheet) -> None:
    """Give rows the height that their words need, as guessed from their number: not every reader of the file fits them itself."""
    for row in sheet.iter_rows():
        lines = 1
        for cell in row:
            if cell.value and cell.alignment.wrap_text:
                room = sheet.column_dimensions[cell.column_letter].width * LETTERS
                lines = max(lines, sum(1 + int(len(line) / room) for line in str(cell.value).split("\n")))
        sheet.row_dimensions[row[0].row].height = min(LINE * lines + 2, TALLEST)


def _page(sheet: Worksheet) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _put(cell: Cell, value: Value, font: Font = _PLAIN) -> None:
    """Write a text as a text, whatever it begins with."""
    length = len(str(value))
    if length > MOST:
        raise Refusal(f"sel {cell.coordinate} lembar `{cell.parent.title}` akan berisi {length} huruf; Excel memuat paling banyak {MOST}")
    cell.value = value
    if not isinstance(value, CellRichText):
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in "=+-@" and bool(value)
    cell.font, cell.alignment, cell.number_format = font, _WRAP, "@"


class _Sheet:
    """One SOP being written, row after row."""

    def __init__(self, sheet: Worksheet, book: Book, sop: Sop) -> None:
        self.sheet, self.book, self.sop, self.row = sheet, book, sop, 0

    def write(self, checks: Checks) -> None:
        """Write the whole sheet."""
        self._heads()
        self._next({form.NO: form.TITLE}, _BOLD)
        self._identity()
        for rule, level, reason in checks:
            self._field(form.CHECK, safe(level))
            _put(self.sheet.cell(self.row, form.ID + 1), safe(rule))
            if reason:
                _put(self.sheet.cell(self.row, form.WHO + 1), safe(reason))
        for prosedur in self.sop.prosedur:
            self._procedure(prosedur)
        for index, width in enumerate(form.WIDTHS, 1):
            self.sheet.column_dimensions[get_column_letter(index)].width = width
        self.sheet.freeze_panes = "A2"
        self.sheet.print_title_rows = "1:1"
        _stretch(self.sheet)
        self.sheet.cell(2, 1).alignment = Alignment(vertical="top")
        _page(self.sheet)

    def _heads(self) -> None:
        self._next(dict(enumerate(form.HEADS)), _BOLD)
        for column in range(len(form.HEADS)):
            cell = self.sheet.cell(self.row, column + 1)
            cell.fill, cell.border = HEAD, _GRID

    def _next(self, values: Mapping[int, Value], font: Font = _PLAIN) -> None:
        self.row += 1
        for column, value in values.items():
            if value or column == form.NO:
                _put(self.sheet.cell(self.row, column + 1), value, font)

    def _field(self, label: str, value: Value, means: str = "") -> None:
        """Write a label, its value, and beside it what a key stands for."""
        self._next({form.ACT: value})
        if label:
            _put(self.sheet.cell(self.row, 1), label, _BOLD)
            self.sheet.cell(self.row, 1).alignment = Alignment(vertical="top")
        if means:
            _put(self.sheet.cell(self.row, form.WHO + 1), form.MEANS + safe(means), _PALE)
            self.sheet.cell(self.row, form.WHO + 1).alignment = Alignment(vertical="top")
        cell = self.sheet.cell(self.row, form.ACT + 1)
        cell.border, cell.alignment, cell.number_format = _GRID, _WRAP, "@"

    def _identity(self) -> None:
        sop, book = self.sop, self.book
        signer = sop.disahkan_oleh if sop.disahkan_oleh != book.pengesah else ""
        self._field(form.SOP_ID, safe(sop.id))
        self._field(form.BIDANG, safe(sop.bidang), next((item.nama for item in book.bidang if item.kunci == sop.bidang), ""))
        dates = (sop.tanggal.pembuatan, sop.tanggal.revisi, sop.tanggal.efektif)
        words = (sop.nomor, sop.nama, *map(_date, dates), signer, sop.unit, "" if sop.profil == book.profil.nama else sop.profil,
                 sop.waktu_total)
        holder = next((item.jabatan for item in book.pejabat if item.kunci == sop.disahkan_oleh), "")
        for label, text in zip(form.FIELDS, words, strict=True):
            means = {"disahkan_oleh": holder, "profil": sop.profil}.get(form.FIELDS[label][-1], "")
            self._field(label, safe(text), means)
            if label == "Disahkan oleh":
                self._offer([item.kunci for item in book.pejabat], self.row, self.row, form.ACT)
            elif label == "Profil":
                self._offer([item.nama for item in book.semua_profil], self.row, self.row, form.ACT)
        for label, items in zip(form.LISTS, self._lists(), strict=True):
            for index, (text, means) in enumerate(items or [("", "")]):
                self._field("" if index else label, text, means)

    def _lists(self) -> Iterator[list[tuple[Value, str]]]:
        """Give the items of the six lists, each with what it stands for."""
        sop = self.sop
        yield [(safe(item.peraturan.id), item.peraturan.sitasi) if item.peraturan else (shown(item.teks), "") for item in sop.dasar_hukum]
        yield _texts(sop.kualifikasi_pelaksana)
        related = ((item, self.book.sop(item.sop)) for item in sop.keterkaitan)
        yield [(safe(item.sop), found.nama if found else "") if item.sop else (shown(item.teks), "") for item, found in related]
        yield _texts(sop.peralatan)
        yield _texts(sop.peringatan)
        yield _texts(sop.pencatatan)

    def _procedure(self, prosedur: Prosedur) -> None:
        self.row += 1
        if prosedur.judul:
            self._field(form.PROCEDURE, safe(prosedur.judul))
        first = self.row + 1
        for actor in prosedur.pelaksana:
            self._field(form.ACTOR, safe(actor.nama))
            _put(self.sheet.cell(self.row, form.ID + 1), safe(actor.kunci))
        actors = f"=$C${first}:$C${self.row}"
        self._heads()
        begin, names, targets = self.row + 1, called(prosedur.pelaksana), Targets(prosedur)
        for index in range(len(prosedur.langkah)):
            self._step(prosedur, index, names, targets)
        for row in range(begin, self.row + 1):
            for column in range(1, len(form.HEADS) + 1):
                cell = self.sheet.cell(row, column)
                cell.border, cell.alignment, cell.number_format = _GRID, _WRAP, "@"
        last = self.row if prosedur is not self.sop.prosedur[-1] else self.row + SPARE
        self._validate(actors, begin, last, form.WHO, "Beberapa pelaksana dipisah titik koma.")
        self._offer([item.value for item in Bentuk], begin, last, form.SHAPE)

    def _step(self, prosedur: Prosedur, index: int, names: Mapping[str, str], targets: Targets) -> None:
        step = prosedur.langkah[index]
        for slot, simpul in enumerate(step.simpul):
            values: dict[int, Value] = {
                form.NO: MORE if slot else step.nomor,
                form.WHO: safe(joined([names[key] for key in simpul.pelaksana])),
                form.SHAPE: simpul.bentuk.value,
            }
            if simpul.bentuk is Bentuk.KEPUTUSAN:
                values[form.DECISION] = safe(paired(targets.answers(simpul, index, slot)))
            elif simpul.bentuk is not Bentuk.SELESAI:
                values[form.TO] = safe(targets.name(simpul.ke, index, slot, answer=False))
            if not slot:
                values |= {form.ID: safe(step.id), form.TIME: safe(step.waktu)}
                values |= {column: shown(getattr(step, key)) for column, key in form.TEXTS.items()}
            self._next(values)

    def _offer(self, words: Sequence[str], first: int, last: int, column: int) -> None:
        """Offer a short list of words to choose from."""
        listed = ",".join(words)
        if words and len(listed) < 250 and not any("," in word or '"' in word for word in words):
            self._validate(f'"{listed}"', first, last, column, "Pilih salah satu dari daftar.")

    def _validate(self, source: str, first: int, last: int, column: int, advice: str) -> None:
        rule = DataValidation(type="list", formula1=source.removeprefix("="), allow_blank=True, showErrorMessage=True, errorStyle="warning")
        rule.error, rule.errorTitle = f"Tidak ada dalam daftar. {advice}", "Periksa"
        letter = get_column_letter(column + 1)
        rule.add(f"{letter}{first}:{letter}{last}")
        self.sheet.add_data_validation(rule)


def called(actors: Sequence[Pelaksana]) -> dict[str, str]:
    """Give by key what actors are called in steps: the column's heading where only one can be meant, else the key."""
    taken = [actor.kunci.casefold() for actor in actors] + [
        actor.nama.casefold() for actor in actors if actor.nama.casefold() != actor.kunci.casefold()
    ]
    return {
        actor.kunci: actor.nama if taken.count(actor.nama.casefold()) == 1 and actor.nama == " ".join(actor.nama.split()) else actor.kunci
        for actor in actors
    }


def _texts(items: Sequence[Teks]) -> list[tuple[Value, str]]:
    return [(shown(item), "") for item in items]


def _date(date: Tanggal | None) -> str:
    return str(date) if date else ""
