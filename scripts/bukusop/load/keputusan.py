"""One Keputusan file -> one `Keputusan`, with its lampiran."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bukusop.diagnostics import Findings, Place
from bukusop.load import markdown
from bukusop.load.chapter import Placed, number_headings
from bukusop.load.shape import read_shape
from bukusop.load.shapes import KeputusanShape, LampiranShape, TabelShape
from bukusop.load.source import Source, roman, texts
from bukusop.load.tree import read_text, read_yaml
from bukusop.model import Keputusan, Lampiran, Peraturan, Salinan, Tabel
from bukusop.paths import Project


@dataclass(frozen=True, slots=True)
class KeputusanDefaults:
    """What a Keputusan takes from the book where it says nothing itself."""

    pengesah: str
    tempat: str
    register: Mapping[str, Peraturan]


def read_keputusan(
    project: Project, path: Path, default: KeputusanDefaults, findings: Findings
) -> tuple[Keputusan, Placed, Source] | None:
    """Read a Keputusan; None where it cannot become one. The placed blocks are those of Markdown annexes."""
    name = project.name(path)
    text = read_text(project, path, findings)
    tree = read_yaml(text, name, findings) if text is not None else None
    shape = read_shape(KeputusanShape, tree, findings) if tree else None
    if tree is None or shape is None:
        return None
    source = Source(name, tree, findings)
    for key in ("menimbang", "mengingat", "diktum"):
        if not getattr(shape, key):
            source.error("wajib", (key,), f"`{key}` tidak boleh kosong", "tulis paling sedikit satu butir")
    placed: list[Placed] = []
    lampiran = tuple(
        _annex(project, source, annex, index, len(shape.lampiran), placed) for index, annex in enumerate(shape.lampiran)
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
    return keputusan, tuple(item for part in placed for item in part), source


def _annex(
    project: Project, source: Source, shape: LampiranShape, index: int, count: int, placed: list[Placed]
) -> Lampiran:
    path: tuple[str | int, ...] = ("lampiran", index)
    if [bool(shape.tabel), bool(shape.berkas), shape.daftar_sop].count(True) != 1:
        source.error("lampiran", path, "lampiran memuat tepat satu dari `tabel`, `berkas`, atau `daftar_sop`",
                     "hapus yang tidak dipakai")
    nomor = roman(index + 1) if count > 1 else ""
    if shape.berkas:
        blocks = _prose(project, source, shape.berkas, path)
        placed.append(blocks)
        return Lampiran(nomor, shape.judul, isi=tuple(block for block, _ in blocks), lanskap=shape.lanskap)
    tabel = _table(project, source, shape.tabel, path) if shape.tabel else None
    return Lampiran(nomor, shape.judul, tabel=tabel, daftar_sop=shape.daftar_sop, lanskap=shape.lanskap)


def _prose(project: Project, source: Source, name: str, path: tuple[str | int, ...]) -> Placed:
    file = source_file(project, source, name, (*path, "berkas"))
    text = read_text(project, file, source.findings) if file else None
    if file is None or text is None:
        return ()
    return number_headings(markdown.prose(text, project.name(file), 1, source.findings))


def _table(project: Project, source: Source, shape: TabelShape, path: tuple[str | int, ...]) -> Tabel:
    rows = [list(row) for row in shape.baris]
    place = (*path, "tabel")
    if shape.csv:
        if rows:
            source.error("lampiran", (*place, "csv"), "tabel memuat `baris` atau `csv`, tidak keduanya", "hapus salah satu")
        rows = _csv(project, source, shape.csv, (*place, "csv"), len(shape.kolom))
    for number, row in enumerate(rows):
        if len(row) != len(shape.kolom) and not shape.csv:
            source.error("tabel", (*place, "baris", number), f"baris ini berisi {len(row)} sel, kolomnya {len(shape.kolom)}",
                         "samakan jumlahnya; sel kosong ditulis \"\"")
    if shape.lebar and len(shape.lebar) != len(shape.kolom):
        source.error("tabel", (*place, "lebar"), f"`lebar` berisi {len(shape.lebar)} angka, kolomnya {len(shape.kolom)}",
                     "beri satu angka untuk tiap kolom")
    widths = shape.lebar or (1.0,) * len(shape.kolom)
    return Tabel(shape.kolom, widths, tuple(tuple(markdown.cell(cell) for cell in row) for row in rows))


def _csv(project: Project, source: Source, name: str, path: tuple[str | int, ...], columns: int) -> list[list[str]]:
    file = source_file(project, source, name, path)
    text = read_text(project, file, source.findings) if file else None
    if file is None or text is None:
        return []
    delimiter = ";" if text.split("\n", 1)[0].count(";") > text.split("\n", 1)[0].count(",") else ","
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    rows = []
    for row in reader:
        if row and any(field.strip() for field in row):
            if len(row) != columns:
                source.findings.error("tabel", Place(project.name(file), reader.line_num, 1),
                                      f"baris ini berisi {len(row)} sel, kolomnya {columns}", "samakan jumlahnya")
            rows.append(row)
    return rows[1:] if rows else rows


def source_file(project: Project, source: Source, name: str, path: tuple[str | int, ...]) -> Path | None:
    """Find a file that a source names: relative to the source's folder, else to the project."""
    beside = Path(source.name).parent / name
    for candidate in (beside, Path(name)):
        inside = project.inside(candidate)
        if inside is None:
            source.error("di-luar", path, f"`{name}` berada di luar folder buku", "pindahkan ke dalam folder buku")
            return None
        if inside.is_file():
            return inside
    source.error("berkas-tiada", path, f"berkas `{name}` tidak ada", "periksa namanya, huruf besar dan kecil berbeda")
    return None
