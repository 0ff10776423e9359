"""Workbooks as other agencies keep them: identity and steps on one sheet, merged cells, the flowchart drawn over it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import openpyxl
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

ACTORS = ("Pemohon", "Petugas Loket", "Kepala Seksi")
STEPS = (
    ("Menyerahkan berkas permohonan", 0, "process"), ("Memeriksa kelengkapan berkas", 1, "decision"), ("Meneliti berkas", 2, "process"),
    ("Menyerahkan hasil", 1, "process"),
)
FIRST = 12
"""Row of the first step, from 0."""
GEOMETRY = {"process": "flowChartProcess", "decision": "flowChartDecision", "terminator": "flowChartTerminator"}
BLACK = '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'


def typed_sheet() -> openpyxl.Workbook:
    """Make the sheet without its drawing."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "SOP Legalisasi"
    identity = (("Nomor SOP", "800/12/2019"), ("TGL. PEMBUATAN", "3 Januari 2019"), ("TGL. EFEKTIF", "5 Februari 2019"),
                ("Disahkan oleh", "Camat Contoh"), ("Nama SOP", "Legalisasi Surat Keterangan"),
                ("Dasar Hukum", "1. Peraturan Bupati Contoh"), ("Peringatan", "Jika berkas tidak lengkap maka ditolak"))
    for row, (label, value) in enumerate(identity, 1):
        sheet.cell(row, 1, label)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=2)
        sheet.cell(row, 3, value)
    heads = {1: "No", 2: "Kegiatan", 3: "Pelaksana", 6: "Mutu Baku", 9: "Ket."}
    below = {3 + index: name for index, name in enumerate(ACTORS)} | {6: "Persyaratan", 7: "Waktu", 8: "Output"}
    for column, words in heads.items():
        sheet.cell(FIRST - 1, column, words).font = Font(bold=True)
    for column, words in below.items():
        sheet.cell(FIRST, column, words)
    sheet.merge_cells(start_row=FIRST - 1, start_column=3, end_row=FIRST - 1, end_column=5)
    sheet.merge_cells(start_row=FIRST - 1, start_column=6, end_row=FIRST - 1, end_column=8)
    for column in (1, 2, 9):
        sheet.merge_cells(start_row=FIRST - 1, start_column=column, end_row=FIRST, end_column=column)
    for number, (words, _, _) in enumerate(STEPS, 1):
        row = FIRST + number
        for column, value in ((1, number), (2, words), (6, "Berkas permohonan"), (7, "5 Menit"), (8, f"Hasil {number}")):
            sheet.cell(row, column, value)
        sheet.row_dimensions[row].height = 60
    for column, width in enumerate((5, 40, 16, 16, 16, 20, 12, 20, 12), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    return workbook


def drawn_sheet(*, glued: bool = True) -> bytes:
    """Make the whole workbook; the second answer of the decision leads back to the first step."""
    stream = io.BytesIO()
    typed_sheet().save(stream)
    anchors = [_shape(number, FIRST + number - 1, 2 + actor, kind) for number, (_, actor, kind) in enumerate(STEPS, 1)]
    links = ((1, 2), (2, 3), (3, 4), (2, 1))
    anchors += [_line(10 + index, start, stop, back=stop < start, glued=glued) for index, (start, stop) in enumerate(links)]
    anchors += [_label(20, FIRST + 1, 4, 1.5, "Ya"), _label(21, FIRST + 1, 2, 16.5, "Tidak")]
    return _with_drawing(stream.getvalue(), anchors)


def _anchor(start: tuple[int, int, float, float], end: tuple[int, int, float, float], inside: str) -> str:
    def corner(name: str, place: tuple[int, int, float, float]) -> str:
        row, column, x, y = place
        return (f"<xdr:{name}><xdr:col>{column}</xdr:col><xdr:colOff>{int(x * 36000)}</xdr:colOff><xdr:row>{row}</xdr:row>"
                f"<xdr:rowOff>{int(y * 36000)}</xdr:rowOff></xdr:{name}>")

    return f"<xdr:twoCellAnchor>{corner('from', start)}{corner('to', end)}{inside}<xdr:clientData/></xdr:twoCellAnchor>"


def _head(tag: str, id_: int, locks: str) -> str:
    part = "nvCxnSpPr" if tag == "cxnSp" else "nvSpPr"
    return f'<xdr:{tag} macro=""><xdr:{part}><xdr:cNvPr id="{id_}" name="Gambar {id_}"/>{locks}</xdr:{part}>'


def _form(preset: str, paint: str, flips: str = "") -> str:
    return (f'<xdr:spPr><a:xfrm{flips}><a:off x="0" y="0"/><a:ext cx="720000" cy="360000"/></a:xfrm>'
            f'<a:prstGeom prst="{preset}"><a:avLst/></a:prstGeom>{paint}</xdr:spPr>')


def _shape(id_: int, row: int, column: int, kind: str) -> str:
    line = f'<a:ln w="9525">{BLACK}</a:ln>'
    body = f"{_head('sp', id_, '<xdr:cNvSpPr/>')}{_form(GEOMETRY[kind], line)}</xdr:sp>"
    return _anchor((row, column, 5.0, 5.0), (row, column, 25.0, 15.0), body)


def _label(id_: int, row: int, column: int, x: float, words: str) -> str:
    form = _form("rect", "<a:noFill/><a:ln><a:noFill/></a:ln>")
    text = f"<xdr:txBody><a:bodyPr/><a:p><a:r><a:t>{words}</a:t></a:r></a:p></xdr:txBody>"
    body = _head("sp", id_, '<xdr:cNvSpPr txBox="1"/>') + form + text + "</xdr:sp>"
    return _anchor((row, column, x, 3.0), (row, column, x + 10, 8.0), body)


def _line(id_: int, start: int, stop: int, *, back: bool, glued: bool) -> str:
    """Draw from the foot of one symbol to the head of the next; `back`: from the left corner up to the foot of an earlier one."""
    a, b = STEPS[start - 1][1], STEPS[stop - 1][1]
    if back:
        upper, lower, flips = (FIRST + stop - 1, 2 + b, 18.0, 15.0), (FIRST + start - 1, 2 + a, 5.0, 10.0), ' flipH="1" flipV="1"'
    else:
        (left, right), flips = sorted([a, b]), ' flipH="1"' if a > b else ""
        upper, lower = (FIRST + start - 1, 2 + left, 15.0, 15.0), (FIRST + stop - 1, 2 + right, 15.0, 5.0)
    glue = f'<a:stCxn id="{start}" idx="0"/><a:endCxn id="{stop}" idx="0"/>' if glued else ""
    form = _form("straightConnector1", f'<a:ln w="9525">{BLACK}<a:tailEnd type="triangle"/></a:ln>', flips)
    return _anchor(upper, lower, _head("cxnSp", id_, f"<xdr:cNvCxnSpPr>{glue}</xdr:cNvCxnSpPr>") + form + "</xdr:cxnSp>")


def _with_drawing(data: bytes, anchors: Sequence[str]) -> bytes:
    drawing = ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?><xdr:wsDr '
               'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
               f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">{"".join(anchors)}</xdr:wsDr>')
    relation = ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
                'relationships"><Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" '
                'Target="../drawings/drawing1.xml"/></Relationships>')
    stream, source = io.BytesIO(), zipfile.ZipFile(io.BytesIO(data))
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            text = source.read(name).decode()
            if name == "[Content_Types].xml":
                text = text.replace("</Types>", '<Override PartName="/xl/drawings/drawing1.xml" '
                                    'ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/></Types>')
            elif name == "xl/worksheets/sheet1.xml":
                link = '<drawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId9"/></worksheet>'
                text = text.replace("</worksheet>", link)
            target.writestr(name, text)
        target.writestr("xl/drawings/drawing1.xml", drawing)
        target.writestr("xl/worksheets/_rels/sheet1.xml.rels", relation)
    return stream.getvalue()
