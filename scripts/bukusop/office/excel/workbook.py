"""SOPs <-> .xlsx: our own sheets come back as drafts without loss, a stranger's as raw tables for `recognise`."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

from bukusop.diagnostics import Refusal
from bukusop.office.drafting.draft import Draft
from bukusop.office.excel import layout as form
from bukusop.office.excel.sheetdrawing import with_drawings
from bukusop.office.excel.sheetfile import read_grids
from bukusop.office.excel.sheetread import SheetReader, columns_of
from bukusop.office.excel.sheettables import raw_sheet
from bukusop.office.excel.sheetwrite import Checks, write_workbook
from bukusop.office.foreign.package import EXCEL, MEGABYTE, open_package
from bukusop.office.foreign.raw import RawDocument

__all__ = ["Checks", "read_workbook", "write_workbook"]

LARGEST = 24 * MEGABYTE
"""Bytes of all sheets and their strings when inflated: fifty SOPs have two; a tree of them takes some twenty times as much."""


def read_workbook(data: bytes, name: str) -> list[Draft | RawDocument]:
    """Read a workbook, a sheet each: a `Draft` of one of ours, else a `RawDocument`. Raises Refusal, with a sentence."""
    package = open_package(name, data)
    if package.kind != EXCEL:
        raise Refusal(f"`{name}` bukan buku kerja Excel (.xlsx)")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = sum(info.file_size for info in archive.infolist() if info.filename.lower().startswith(("xl/worksheets/", "xl/shared")))
    if size > LARGEST:
        raise Refusal(f"`{name}` berisi {size // MEGABYTE} MB sel; batasnya {LARGEST // MEGABYTE} MB. Pecah menjadi beberapa berkas")
    grids = [grid for grid in read_grids(package) if grid.cells]
    ours = any(columns_of(grid) for grid in grids)
    result: list[Draft | RawDocument] = []
    for grid in grids:
        columns = columns_of(grid)
        if columns:
            result.append(SheetReader(grid, columns).read())
        elif not (ours and grid.title == form.GUIDE):
            title = name if len(grids) == 1 else f"{name}, lembar {grid.title}"
            document, places = raw_sheet(grid, title)
            result.append(with_drawings(document, package, grid, places))
    if not result:
        raise Refusal(f"`{name}` tidak memuat SOP: semua lembarnya kosong")
    if package.notes:
        first, notes = result[0], tuple(package.notes)
        result[0] = replace(first, left=notes + first.left) if isinstance(first, Draft) else replace(first, notes=notes + first.notes)
    return result
