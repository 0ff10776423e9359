"""An SOP: identity, and one or more procedures of steps with flowchart symbols.

Everything is resolved: a target is the row it leads to, defaults ("the next row") are filled in, step numbers are given.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bukusop.model.dates import Tanggal
from bukusop.model.legal import Sitasi
from bukusop.model.text import Teks


class Bentuk(StrEnum):
    """Kind of a symbol (PermenPAN-RB 35/2012: kapsul, kotak, belah ketupat)."""

    MULAI = "mulai"
    SELESAI = "selesai"
    PROSES = "proses"
    KEPUTUSAN = "keputusan"


@dataclass(frozen=True, slots=True)
class Pelaksana:
    """An actor: the key used in the source and the heading of the column."""

    kunci: str
    nama: str


@dataclass(frozen=True, slots=True, order=True)
class Tujuan:
    """Where a flow leads: row `langkah` of the same procedure (from 0), symbol `simpul` in that row (from 0)."""

    langkah: int
    simpul: int = 0


@dataclass(frozen=True, slots=True)
class Jawaban:
    """A labelled answer of a decision; `ke` is None where the answer ends the procedure (`selesai`)."""

    label: str
    ke: Tujuan | None


@dataclass(frozen=True, slots=True)
class Simpul:
    """One symbol (or, of a joint step, one symbol in each of several columns).

    `pelaksana` holds actor keys: more than one for a joint step, in the order the author wrote.
    A `KEPUTUSAN` has two or three `jawaban` and no `ke`; every other kind has `ke`, None where the procedure ends.
    """

    pelaksana: tuple[str, ...]
    bentuk: Bentuk = Bentuk.PROSES
    jawaban: tuple[Jawaban, ...] = ()
    ke: Tujuan | None = None


@dataclass(frozen=True, slots=True)
class Langkah:
    """One row. `nomor` is the printed number, empty for a row that holds only a capsule (Mulai, Selesai)."""

    nomor: str
    kegiatan: Teks
    simpul: tuple[Simpul, ...]
    id: str = ""
    kelengkapan: Teks = ()
    waktu: str = ""
    output: Teks = ()
    keterangan: Teks = ()


@dataclass(frozen=True, slots=True)
class Prosedur:
    """One table of steps; `judul` is empty where the SOP has a single procedure."""

    pelaksana: tuple[Pelaksana, ...]
    langkah: tuple[Langkah, ...]
    judul: str = ""


@dataclass(frozen=True, slots=True)
class TanggalSop:
    """The dates of the identity block; None where nothing was written."""

    pembuatan: Tanggal | None = None
    revisi: Tanggal | None = None
    efektif: Tanggal | None = None


@dataclass(frozen=True, slots=True)
class Kaitan:
    """A related SOP: the id of one in this book, or free text."""

    sop: str = ""
    teks: Teks = ()


@dataclass(frozen=True, slots=True)
class Sop:
    """An SOP as its sheet shows it. `bidang` and `disahkan_oleh` are keys of the book; `profil` the name of a profile.

    `waktu_total` is the service standard its steps are held against; it is not printed.
    """

    id: str
    berkas: str
    bidang: str
    nama: str
    prosedur: tuple[Prosedur, ...]
    disahkan_oleh: str
    profil: str
    nomor: str = ""
    unit: str = ""
    tanggal: TanggalSop = TanggalSop()
    dasar_hukum: tuple[Sitasi, ...] = ()
    kualifikasi_pelaksana: tuple[Teks, ...] = ()
    keterkaitan: tuple[Kaitan, ...] = ()
    peralatan: tuple[Teks, ...] = ()
    peringatan: tuple[Teks, ...] = ()
    pencatatan: tuple[Teks, ...] = ()
    waktu_total: str = ""
