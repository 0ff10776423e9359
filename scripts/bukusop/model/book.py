"""The book: everything that rendering, checking and publishing need, in one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from bukusop.model.chapter import Chapter
from bukusop.model.dates import Tanggal
from bukusop.model.keputusan import Keputusan
from bukusop.model.profile import Profil
from bukusop.model.situs import Situs, Terbit
from bukusop.model.sop import Sop


class Status(StrEnum):
    """State of approval: a draft says so on every page, `basah` leaves room for ink and stamp, `elektronik` is for signing."""

    DRAF = "draf"
    BASAH = "basah"
    ELEKTRONIK = "elektronik"


@dataclass(frozen=True, slots=True)
class Instansi:
    """The office whose book this is. `logo` is a path relative to the project."""

    pemerintah: str
    nama: str
    singkatan: str
    logo: str
    alamat: str
    telepon: str
    surel: str
    laman: str
    tempat: str

    @property
    def daerah(self) -> str:
        """The region without the word for its government: Kabupaten Contoh."""
        return self.pemerintah.removeprefix("Pemerintah ")


@dataclass(frozen=True, slots=True)
class Pejabat:
    """An office holder; `nip` as printed."""

    kunci: str
    jabatan: str
    nama: str
    pangkat: str = ""
    nip: str = ""


@dataclass(frozen=True, slots=True)
class Bidang:
    """A group of SOPs: letter in the master list, name, folder below `sops/` (also its key), ids of its SOPs in order."""

    kunci: str
    huruf: str
    nama: str
    sop: tuple[str, ...]


class JenisBagian(StrEnum):
    """Kinds of parts a book is put together from."""

    SAMPUL = "sampul"
    KEPUTUSAN = "keputusan"
    DAFTAR_ISI = "daftar_isi"
    BAB = "bab"
    SOP = "sop"


@dataclass(frozen=True, slots=True)
class Bagian:
    """One line of the manifest's list of parts; `id` names the Keputusan or chapter, empty for the other kinds."""

    jenis: JenisBagian
    id: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """The whole book.

    `gambar` holds the bytes of every image the sources name, by path relative to the project, so that nothing outside
    the sources is ever read while rendering. `pengesah` is the key of who approves the book; `paraf` are the keys of those who
    put their paraf before, in this order. `logo_tte` is the certification body's own logo, a path like `Instansi.logo`; empty for none.
    """

    judul: str
    subjudul: str
    tahun: int
    edisi: str
    instansi: Instansi
    pejabat: tuple[Pejabat, ...]
    bidang: tuple[Bidang, ...]
    bagian: tuple[Bagian, ...]
    keputusan: tuple[Keputusan, ...]
    chapters: tuple[Chapter, ...]
    sops: tuple[Sop, ...]
    profil: Profil
    semua_profil: tuple[Profil, ...]
    status: Status
    pembatas_bidang: bool
    verifikasi: str
    gambar: tuple[tuple[str, bytes], ...]
    pengesah: str = ""
    paraf: tuple[str, ...] = ()
    logo_tte: str = ""
    situs: Situs = field(default_factory=Situs)
    terbit: tuple[Terbit, ...] = ()

    def sop(self, id_: str) -> Sop | None:
        """Find an SOP by its id."""
        return next((sop for sop in self.sops if sop.id == id_), None)

    @property
    def alamat_verifikasi(self) -> str:
        """The address below which every signed document has its page: what QR codes begin with."""
        return (self.verifikasi or f"{self.instansi.laman}/verifikasi").rstrip("/")

    def pejabat_of(self, kunci: str) -> Pejabat:
        """Give the office holder of a key; loading has made sure that every key used is known (else KeyError)."""
        for pejabat in self.pejabat:
            if pejabat.kunci == kunci:
                return pejabat
        raise KeyError(kunci)

    def bidang_of(self, sop: Sop) -> Bidang:
        """Give the bidang that owns an SOP."""
        return next(bidang for bidang in self.bidang if bidang.kunci == sop.bidang)

    def profil_of(self, sop: Sop) -> Profil:
        """Give the profile in which an SOP's sheet is written."""
        return next(profil for profil in self.semua_profil if profil.nama == sop.profil)

    def paraf_of(self, penanda: str) -> tuple[str, ...]:
        """Give the keys of those who put their paraf before `penanda` signs: nobody does so for himself."""
        return tuple(kunci for kunci in self.paraf if kunci != penanda)

    def tempat_tanda(self) -> Bagian | None:
        """Give the part of the book where its pengesah signs, once for the whole file.

        That is the first Keputusan of his; in a book without one the first sheet that he approves; None where there is neither.
        """
        for keputusan in self.keputusan:
            if keputusan.pejabat == self.pengesah:
                return Bagian(JenisBagian.KEPUTUSAN, keputusan.id)
        sheets = self.sops if Bagian(JenisBagian.SOP) in self.bagian else ()
        return next((Bagian(JenisBagian.SOP, sop.id) for sop in sheets if sop.disahkan_oleh == self.pengesah), None)

    def signed_on(self, day: date, sheets: Mapping[str, date] | None = None) -> Book:
        """Give the book as it is signed on a day: SOPs without tanggal efektif and Keputusan without tanggal get it, others keep theirs.

        `sheets` gives SOPs that were signed as files of their own, by id, the days they were signed on.
        """
        own, tanggal = {id_: Tanggal.of(signed) for id_, signed in (sheets or {}).items()}, Tanggal.of(day)
        return replace(
            self,
            sops=tuple(
                replace(sop, tanggal=replace(sop.tanggal, efektif=sop.tanggal.efektif or own.get(sop.id, tanggal))) for sop in self.sops
            ),
            keputusan=tuple(replace(item, tanggal=item.tanggal or tanggal) for item in self.keputusan),
        )
