"""One Keputusan file -> one `Keputusan`, with its lampiran."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bukusop.diagnostics import Findings, Place
from bukusop.load import markdown
from bukusop.load.chapter import check_name, number_headings
from bukusop.load.files import read_text
from bukusop.load.shape import check_shape
from bukusop.load.shapes import KeputusanShape, LampiranShape, TabelShape
from bukusop.load.source import Source, check_texts, roman, texts
from bukusop.load.tree import MAX_SCALAR, read_yaml
from bukusop.model import Keputusan, Lampiran, Peraturan, Salinan, Tabel
from bukusop.paths import Project

MOST_ROWS = 2000
"""Rows of one annex table; more would be a data set, not an annex."""


@dataclass(frozen=True, slots=True)
class KeputusanDefaults:
    """What a Keputusan takes from the book where it says nothing itself. `register` is None where it cannot be read."""

    pengesah: str
    tempat: str
    register: Mapping[str, Peraturan] | None


def read_keputusan(
    project: Project, path: Path, default: KeputusanDefaults, findings: Findings
) -> tuple[Keputusan, tuple[markdown.Prose, ...], Source] | None:
    """Read a Keputusan; None where it cannot become one. The prose is that of each annex, empty where it is none."""
    name = project.name(path)
    text = read_text(project, path, findings)
    tree = read_yaml(text, name, findings) if text is not None else None
    if tree is None:
        return None
    check_name(path, name, findings)
    checked = check_shape(KeputusanShape, tree, findings)
    shape, source = checked.shape, Source(name, tree, findings, checked.doubtful)
    check_texts(source)
    for key in ("menimbang", "mengingat", "diktum"):
        if not any(getattr(shape, key)):
            source.error("wajib", (key,), f"`{key}` tidak boleh kosong", "tulis paling sedikit satu butir")
    seen: dict[str, int] = {}
    prose = tuple(_prose(project, source, annex.berkas, index, seen) for index, annex in enumerate(shape.lampiran))
    lampiran = tuple(
        _annex(project, source, annex, index, len(shape.lampiran), body)
        for index, (annex, body) in enumerate(zip(shape.lampiran, prose, strict=True))
    )
    keputusan = Keputusan(
        id=path.stem, berkas=name, nomor=shape.nomor, tentang=shape.tentang, pejabat=shape.pejabat or default.pengesah,
        menimbang=texts([item.rstrip("; ") for item in shape.menimbang]),
        mengingat=source.citations([item.rstrip("; ") for item in shape.mengingat], default.register, "mengingat"),
        memperhatikan=source.citations([item.rstrip("; ") for item in shape.memperhatikan], default.register, "memperhatikan"),
        diktum=texts(shape.diktum),
        tempat=shape.penetapan.tempat or default.tempat,
        tanggal=source.date(shape.penetapan.tanggal, "penetapan", "tanggal"),
        tembusan=texts(shape.tembusan), lampiran=lampiran,
        salinan=Salinan(shape.salinan) if shape.salinan else None,
    )
    return keputusan, prose, source


def _annex(project: Project, source: Source, shape: LampiranShape, index: int, count: int, prose: markdown.Prose) -> Lampiran:
    path: tuple[str | int, ...] = ("lampiran", index)
    said = [bool(shape.tabel), bool(shape.berkas), shape.daftar_sop].count(True)
    if said != 1 and not any(source.doubts(*path, key) for key in ("tabel", "berkas", "daftar_sop")):
        source.error("lampiran", path, f"lampiran {index + 1} harus memuat tepat satu dari `tabel`, `berkas`, atau `daftar_sop`",
                     "hapus yang tidak dipakai" if said else "tambahkan `tabel:`, `berkas: ...`, atau `daftar_sop: ya`")
    nomor = roman(index + 1) if count > 1 else ""
    tabel = _table(project, source, shape.tabel, path) if shape.tabel else None
    isi = tuple(block for block, _ in prose.blocks)
    return Lampiran(nomor, shape.judul, tabel=tabel, isi=isi, daftar_sop=shape.daftar_sop, lanskap=shape.lanskap)


def _prose(project: Project, source: Source, name: str, index: int, seen: dict[str, int]) -> markdown.Prose:
    file = source.file(project, name, ("lampiran", index, "berkas")) if name else None
    text = read_text(project, file, source.findings) if file else None
    if file is None or text is None:
        return markdown.Prose()
    prose = markdown.prose(text, project.name(file), 1, source.findings)
    return replace(prose, blocks=number_headings(prose.blocks, seen))


def _table(project: Project, source: Source, shape: TabelShape, path: tuple[str | int, ...]) -> Tabel:
    place, where = (*path, "tabel"), source.within(path)
    if not shape.kolom:
        source.error("tabel", (*place, "kolom"), f"tabel{where} belum punya kolom", "contoh: `kolom: [No., Nama, Jabatan]`")
    rows = [list(row) for row in shape.baris]
    for number, row in enumerate(rows):
        if len(row) != len(shape.kolom) and not source.doubts(*place, "kolom"):
            source.error("tabel", (*place, "baris", number),
                         f"baris {number + 1} tabel{where} berisi {len(row)} sel, padahal kolomnya {len(shape.kolom)}",
                         "samakan jumlahnya; sel kosong ditulis \"\"")
    if shape.csv and rows:
        source.error("tabel", (*place, "csv"), f"tabel{where} memuat `baris` dan `csv` sekaligus", "hapus salah satu")
    elif shape.csv:
        rows = _csv(project, source, shape.csv, (*place, "csv"), [] if source.doubts(*place, "kolom") else shape.kolom)
    elif not rows:
        source.error("tabel", (*place, "baris"), f"tabel{where} belum berisi", "tambahkan `baris:`, atau `csv:` dengan nama berkasnya")
    if shape.lebar and shape.kolom and len(shape.lebar) != len(shape.kolom) and not source.doubts(*place, "kolom"):
        source.error("tabel", (*place, "lebar"), f"`lebar`{where} berisi {len(shape.lebar)} angka, padahal kolomnya {len(shape.kolom)}",
                     "beri satu angka untuk tiap kolom")
    widths = shape.lebar or (1.0,) * len(shape.kolom)
    return Tabel(shape.kolom, widths, tuple(tuple(markdown.cell(cell) for cell in row) for row in rows))


def _csv(project: Project, source: Source, name: str, path: tuple[str | int, ...], columns: Sequence[str]) -> list[list[str]]:
    """Read the rows of a CSV file; its first row must be the heads of the columns, so that no row is lost without a word."""
    file = source.file(project, name, path)
    text = read_text(project, file, source.findings) if file else None
    if file is None or text is None:
        return []
    shown_name, head = project.name(file), text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=head.count), strict=True)
    rows: list[list[str]] = []
    line = 1
    try:
        for row in reader:
            if any(field.strip() for field in row):
                _csv_row(source, row, Place(shown_name, line, 1), columns, first=not rows)
                rows.append(row)
            line = reader.line_num + 1
            if len(rows) > MOST_ROWS:
                source.findings.error("besar", Place(shown_name, line), f"tabel ini lebih dari {MOST_ROWS} baris",
                                      "bagi menjadi beberapa lampiran")
                return []
    except csv.Error:
        source.findings.error("csv", Place(shown_name, line, 1), "baris ini bukan CSV yang utuh",
                              "tanda kutip harus mengapit seluruh sel dan ditutup")
        return []
    if len(rows) < 2:
        source.findings.error("tabel", Place(shown_name), "berkas ini belum berisi baris di bawah judul kolomnya",
                              "tulis isinya, satu baris tiap butir")
    return rows[1:]


def _csv_row(source: Source, row: Sequence[str], place: Place, columns: Sequence[str], *, first: bool) -> None:
    if not columns:
        return
    if len(row) != len(columns):
        source.findings.error("tabel", place, f"baris ini berisi {len(row)} sel, padahal kolomnya {len(columns)}",
                              "samakan jumlahnya; sel yang memuat koma diapit tanda kutip ganda")
    elif first and [cell.strip().lower() for cell in row] != [name.strip().lower() for name in columns]:
        source.findings.error("tabel", place, "baris pertama ini bukan judul kolom yang tertulis di `kolom`", f"tulis: {','.join(columns)}")
    elif any(len(cell) > MAX_SCALAR for cell in row):
        source.findings.error("panjang", place, "ada sel yang terlalu panjang pada baris ini", "periksa tanda kutip yang tidak ditutup")
