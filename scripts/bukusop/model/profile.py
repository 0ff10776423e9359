"""A format profile: the manner in which one agency writes its sheets, its decrees and its book. Data, never code.

The shipped ones are `templates/profil/*.yaml`; a dinas adds its own file beside them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Halaman:
    """A page: size and margins in mm; `margin` is top, right, bottom, left."""

    lebar: float
    tinggi: float
    margin: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Huruf:
    """Font families and sizes (pt) of prose, decrees and sheets."""

    prosa: str
    keputusan: str
    lembar: str
    ukuran_prosa: float
    ukuran_keputusan: float
    ukuran_lembar: float


@dataclass(frozen=True, slots=True)
class Label:
    """The words of every field and column of a sheet."""

    nomor: str
    tanggal_pembuatan: str
    tanggal_revisi: str
    tanggal_efektif: str
    disahkan_oleh: str
    nama: str
    dasar_hukum: str
    kualifikasi_pelaksana: str
    keterkaitan: str
    peralatan: str
    peringatan: str
    pencatatan: str
    no: str
    kegiatan: str
    pelaksana: str
    mutu_baku: str
    kelengkapan: str
    waktu: str
    output: str
    keterangan: str


@dataclass(frozen=True, slots=True)
class Legenda:
    """The legend of the symbols at the end of a sheet: its heading and the word for each symbol."""

    judul: str
    mulai_selesai: str
    proses: str
    keputusan: str
    panah: str
    segilima: str


@dataclass(frozen=True, slots=True)
class Lembar:
    """How a sheet is written.

    - `tanggal`: the date fields shown, of pembuatan, revisi, efektif;
    - `kolom`: order of the columns, of no, kegiatan, pelaksana, kelengkapan, waktu, output, keterangan;
    - `lebar`: width in mm of each column but pelaksana, which takes the rest;
    - `ujung`: kapsul | kapsul_kotak | baris (see `flowchart.Manner`); `segilima`: kosong | seperlunya | huruf;
    - `tabel`: menyambung (begins under the identity where it fits) | halaman_sendiri;
    - `sel_unit`: kop (under the dinas in the head cell) | sendiri (a cell of its own) | tanpa;
    - `nomor_seksi`: pattern of the number before an SOP's title, with {bab} {bidang} {urut}; empty for none;
    - `kepala_berjalan`: running head of every page, with {pemerintah} {daerah} {dinas} {judul}; empty for none.
    """

    tanggal: tuple[str, ...]
    kolom: tuple[str, ...]
    lebar: tuple[tuple[str, float], ...]
    baris_nomor_kolom: bool
    pelaksana_bernomor: bool
    pelaksana_tegak: bool
    kolom_titik_dua: bool
    huruf_besar: bool
    identitas_bernomor: bool
    ujung: str
    segilima: str
    tabel: str
    judul_tabel: str
    sampul: bool
    sel_unit: str
    nomor_seksi: str
    kepala_berjalan: str
    legenda: Legenda | None


@dataclass(frozen=True, slots=True)
class GayaKeputusan:
    """How a decree is written: what the closing shows, the form of page numbers, the catchword."""

    nomor_halaman: str
    kata_penyambung: bool
    pangkat: bool
    nip: bool
    menetapkan_huruf_besar: bool
    label_menimbang: str
    label_mengingat: str
    label_memperhatikan: str
    kata_memutuskan: str


@dataclass(frozen=True, slots=True)
class Folio:
    """The book's page number: form with {n}, posisi bawah | atas, perataan center | right | outer."""

    bentuk: str
    posisi: str
    perataan: str


@dataclass(frozen=True, slots=True)
class Profil:
    """A profile. `catatan_kaki` stands on every page, `catatan_tte` only on pages of an electronically signed document."""

    nama: str
    keterangan: str
    prosa: Halaman
    lembar_halaman: Halaman
    huruf: Huruf
    label: Label
    lembar: Lembar
    keputusan: GayaKeputusan
    folio: Folio
    catatan_kaki: tuple[str, ...]
    catatan_tte: tuple[str, ...]
