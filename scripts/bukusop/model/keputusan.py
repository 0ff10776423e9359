"""A Keputusan (decree) with its lampiran."""

from __future__ import annotations

from dataclasses import dataclass

from bukusop.model.chapter import Blok
from bukusop.model.dates import Tanggal
from bukusop.model.legal import Sitasi
from bukusop.model.text import Teks


@dataclass(frozen=True, slots=True)
class Tabel:
    """A table of an annex; `lebar` are relative column widths, `rata` per column "left", "center" or "right"."""

    kolom: tuple[str, ...]
    lebar: tuple[float, ...]
    baris: tuple[tuple[Teks, ...], ...]


@dataclass(frozen=True, slots=True)
class Lampiran:
    """An annex: exactly one of a table, prose, or the list of the book's SOPs. `nomor` is Roman, empty for a single annex."""

    nomor: str
    judul: str
    tabel: Tabel | None = None
    isi: tuple[Blok, ...] = ()
    daftar_sop: bool = False
    lanskap: bool = False


@dataclass(frozen=True, slots=True)
class Salinan:
    """The block "Salinan sesuai dengan aslinya", signed by another office holder."""

    pejabat: str


@dataclass(frozen=True, slots=True)
class Keputusan:
    """A decree. Items bear no numbers or final semicolons; the layout adds them by the rule of the profile."""

    id: str
    berkas: str
    nomor: str
    tentang: str
    pejabat: str
    menimbang: tuple[Teks, ...]
    mengingat: tuple[Sitasi, ...]
    diktum: tuple[Teks, ...]
    tempat: str
    tanggal: Tanggal | None
    memperhatikan: tuple[Sitasi, ...] = ()
    tembusan: tuple[Teks, ...] = ()
    lampiran: tuple[Lampiran, ...] = ()
    salinan: Salinan | None = None
