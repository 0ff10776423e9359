"""An .xlsx workbook -> its sheets as they are: cells with their formats, merged cells, widths and heights in millimetres.

Read from the package's own parts, since one look must give a formula and its last result, and a stranger's pictures, charts and
outside links must not be touched. What cannot be carried over is told in the notes of its sheet.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from bukusop.diagnostics import Refusal
from bukusop.model import Run
from bukusop.office.excel.textcells import plain, unescaped
from bukusop.office.foreign.package import Element, Package

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MOST_CELLS = 200_000
"""Cells with words in one workbook: fifty SOPs of three pages have about 20,000."""
MOST_NOTED = 5
"""Cells named in one note; of more the number is told."""
CHARACTER = 1.86
"""Millimetres of one unit of a column's width (Calibri 11: 7 pixels)."""
POINT = 25.4 / 72
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass(frozen=True, slots=True)
class Cell:
    """The words of a cell with their formats; `span` is how many rows and columns it covers."""

    runs: tuple[Run, ...]
    span: tuple[int, int] = (1, 1)

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(run.teks for run in self.runs).strip()


@dataclass(slots=True)
class Grid:
    """One sheet: cells by (row, column) from 0; `part` is its name in the package."""

    title: str
    part: str
    cells: dict[tuple[int, int], Cell]
    widths: dict[int, float]
    heights: dict[int, float]
    width: float = 8.43 * CHARACTER
    height: float = 15 * POINT
    notes: list[str] = field(default_factory=list)

    def text(self, row: int, column: int) -> str:
        """Give the words of a cell, "" where there is none."""
        cell = self.cells.get((row, column))
        return cell.text if cell else ""

    @property
    def rows(self) -> int:
        """Rows up to the last with words."""
        return max((row + cell.span[0] for (row, _), cell in self.cells.items()), default=0)

    @property
    def columns(self) -> int:
        """Columns up to the last with words."""
        return max((column + cell.span[1] for (_, column), cell in self.cells.items()), default=0)

    def left(self, column: int) -> float:
        """Give where a column begins, mm."""
        return sum(self.widths.get(index, self.width) for index in range(column))

    def top(self, row: int) -> float:
        """Give where a row begins, mm."""
        told = [(index, height) for index, height in self.heights.items() if index < row]
        return sum(height for _, height in told) + self.height * (row - len(told))


def read_grids(package: Package) -> list[Grid]:
    """Give the sheets with words in them, in the workbook's order. Raises Refusal."""
    root = package.xml(package.main)
    targets = {found.id: found.target for found in package.relations(package.main) if not found.external}
    shared = _Shared(package, root)
    grids, count = [], 0
    for sheet in root.iterfind(f"{_MAIN}sheets/{_MAIN}sheet"):
        part = targets.get(sheet.get(_REL, ""), "")
        if not package.has(part) or "worksheet" not in part:
            continue
        grid = _grid(package, part, sheet.get("name", ""), shared)
        if sheet.get("state", "visible") != "visible":
            grid.notes.append(f"lembar `{grid.title}` tersembunyi, tetap dibaca")
        count += len(grid.cells)
        if count > MOST_CELLS:
            raise _too_many(package.name)
        grids.append(grid)
    return grids


def _too_many(name: str) -> Refusal:
    return Refusal(f"`{name}` berisi lebih dari {MOST_CELLS} sel; pecah menjadi beberapa berkas lalu coba lagi")


class _Shared:
    """What all sheets share: strings, which cell formats are bold, italic or dates, where days are counted from."""

    def __init__(self, package: Package, root: Element) -> None:
        self.strings: list[Element] = []
        for part in package.related(package.main, "sharedStrings"):
            self.strings = list(package.xml(part).iterfind(f"{_MAIN}si"))
        self.formats: list[tuple[bool, bool, bool]] = []
        for part in package.related(package.main, "styles"):
            self.formats = _formats(package.xml(part))
        settings = root.find(f"{_MAIN}workbookPr")
        old = settings is not None and settings.get("date1904", "0") in ("1", "true")
        self.epoch = CALENDAR_MAC_1904 if old else CALENDAR_WINDOWS_1900

    def runs(self, cell: Element) -> tuple[Run, ...]:
        """Read the words of a cell."""
        index = _number(cell.get("s"))
        bold, italic, dated = self.formats[index] if 0 <= index < len(self.formats) else (False, False, False)
        kind, value = cell.get("t", "n"), cell.findtext(f"{_MAIN}v") or ""
        if kind == "inlineStr":
            return _rich(cell.find(f"{_MAIN}is"), bold, italic)
        if kind == "s":
            place = _number(value)
            return _rich(self.strings[place], bold, italic) if 0 <= place < len(self.strings) else ()
        text = unescaped(value) if kind in ("str", "e", "d") else self._figure(value, kind, dated)
        return (Run(text, bold, italic),) if text else ()

    def _figure(self, value: str, kind: str, dated: bool) -> str:
        if kind == "b":
            return plain(value.strip() in ("1", "true"))
        try:
            number = float(value)
            found = from_excel(number, self.epoch) if dated else number
        except (ValueError, OverflowError, ArithmeticError):
            return value
        if isinstance(found, datetime.timedelta):
            return value
        return plain(found)


def _formats(root: Element) -> list[tuple[bool, bool, bool]]:
    fonts = [(_on(font.find(f"{_MAIN}b")), _on(font.find(f"{_MAIN}i"))) for font in root.iterfind(f"{_MAIN}fonts/{_MAIN}font")]
    codes: dict[int, str] = dict(BUILTIN_FORMATS)
    for item in root.iterfind(f"{_MAIN}numFmts/{_MAIN}numFmt"):
        codes[_number(item.get("numFmtId"))] = item.get("formatCode", "")
    result = []
    for item in root.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf"):
        font = _number(item.get("fontId"))
        bold, italic = fonts[font] if 0 <= font < len(fonts) else (False, False)
        result.append((bold, italic, bool(is_date_format(codes.get(_number(item.get("numFmtId")), "")))))
    return result


def _on(element: Element) -> bool:
    return element is not None and element.get("val", "1") not in ("0", "false")


def _number(text: str | None) -> int:
    return int(text) if text and text.strip().isdigit() and len(text) < 10 else -1


def _rich(element: Element, bold: bool, italic: bool) -> tuple[Run, ...]:
    """Read a string that may change its format midway; pronunciation marks are no text."""
    if element is None:
        return ()
    runs = []
    for child in element:
        if child.tag == f"{_MAIN}t":
            runs.append(Run(unescaped(child.text or ""), bold, italic))
        elif child.tag == f"{_MAIN}r":
            own = child.find(f"{_MAIN}rPr")
            strong, slanted = (bold, italic) if own is None else (_on(own.find(f"{_MAIN}b")), _on(own.find(f"{_MAIN}i")))
            runs.append(Run(unescaped(child.findtext(f"{_MAIN}t") or ""), strong, slanted))
    same = groupby((run for run in runs if run.teks), key=lambda run: (run.tebal, run.miring))
    return tuple(Run("".join(run.teks for run in group), *style) for style, group in same)


def _grid(package: Package, part: str, title: str, shared: _Shared) -> Grid:
    root = package.xml(part)
    spans = _spans(root)
    grid = Grid(title, part, {}, {}, {})
    _measure(grid, root)
    formulas: list[str] = []
    empty: list[str] = []
    row = -1
    for line in root.iterfind(f"{_MAIN}sheetData/{_MAIN}row"):
        row = _number(line.get("r")) - 1 if line.get("r") else row + 1
        if line.get("ht"):
            grid.heights[row] = _size(line.get("ht")) * POINT
        column = -1
        if len(grid.cells) > MOST_CELLS:
            raise _too_many(package.name)
        for element in line:
            found = _REFERENCE.fullmatch(element.get("r", ""))
            column = range_boundaries(found[0])[0] - 1 if found else column + 1
            runs = shared.runs(element)
            if element.find(f"{_MAIN}f") is not None:
                (formulas if runs else empty).append(f"{get_column_letter(column + 1)}{row + 1}")
            if any(run.teks.strip() for run in runs):
                grid.cells[row, column] = Cell(runs, spans.get((row, column), (1, 1)))
    _tell(grid, "rumus dibaca sebagai hasil terakhirnya", formulas)
    _tell(grid, "rumus tanpa hasil yang tersimpan tidak terbaca", empty)
    for source in package.related(part, "comments"):
        for comment in package.xml(source).iter(f"{_MAIN}comment"):
            words = "".join(text.text or "" for text in comment.iter(f"{_MAIN}t")).strip()
            grid.notes.append(f"catatan pada sel {comment.get('ref', '')} lembar `{title}`: {' '.join(words.split())}")
    return grid


def _tell(grid: Grid, what: str, places: list[str]) -> None:
    if places:
        more = f" dan {len(places) - MOST_NOTED} sel lain" if len(places) > MOST_NOTED else ""
        grid.notes.append(f"lembar `{grid.title}`: {what} ({', '.join(places[:MOST_NOTED])}{more})")


def _spans(root: Element) -> Mapping[tuple[int, int], tuple[int, int]]:
    """Give how far merged cells reach, by their first cell."""
    spans = {}
    for item in root.iterfind(f"{_MAIN}mergeCells/{_MAIN}mergeCell"):
        try:
            left, top, right, bottom = range_boundaries(item.get("ref", ""))
        except (ValueError, TypeError):
            continue
        if None not in (left, top, right, bottom):
            spans[top - 1, left - 1] = (min(bottom - top + 1, 1000), min(right - left + 1, 100))
    return spans


def _measure(grid: Grid, root: Element) -> None:
    usual = root.find(f"{_MAIN}sheetFormatPr")
    if usual is not None:
        grid.width = (_size(usual.get("defaultColWidth")) or 8.43) * CHARACTER
        grid.height = (_size(usual.get("defaultRowHeight")) or 15.0) * POINT
    for item in root.iterfind(f"{_MAIN}cols/{_MAIN}col"):
        first, last = _number(item.get("min")), _number(item.get("max"))
        for column in range(first - 1, min(last, 500)):
            grid.widths[column] = 0.0 if item.get("hidden") in ("1", "true") else _size(item.get("width")) * CHARACTER


def _size(text: str | None) -> float:
    try:
        value = float(text or 0)
    except ValueError:
        return 0.0
    return value if 0 <= value < 1e5 else 0.0
