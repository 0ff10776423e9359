"""Regulations and how they are cited."""

from __future__ import annotations

from dataclasses import dataclass

from bukusop.model.dates import Tanggal
from bukusop.model.text import Teks


@dataclass(frozen=True, slots=True)
class Peraturan:
    """A regulation of `book/peraturan.yaml`. `lembaran` and `perubahan` are printed only in a Keputusan.

    `status` is "berlaku", "diubah" or "dicabut"; `oleh` the id (or citation) of what changed or revoked it, `sejak` since when.
    """

    id: str
    jenis: str
    nomor: str
    tahun: int
    tentang: str
    lembaran: str = ""
    perubahan: str = ""
    status: str = "berlaku"
    oleh: str = ""
    sejak: Tanggal | None = None

    @property
    def sitasi(self) -> str:
        """The usual form: jenis Nomor n Tahun t tentang judul (UU 12/2011, lampiran II)."""
        return f"{self.jenis} Nomor {self.nomor} Tahun {self.tahun} tentang {self.tentang}"

    @property
    def sitasi_lengkap(self) -> str:
        """The form of a consideration in a Keputusan: with gazette in brackets, and amendments."""
        text = f"{self.sitasi} ({self.lembaran})" if self.lembaran else self.sitasi
        return f"{text} {self.perubahan}" if self.perubahan else text


@dataclass(frozen=True, slots=True)
class Sitasi:
    """A citation in a source: a registered regulation, or text as the author wrote it (exactly one of the two)."""

    peraturan: Peraturan | None = None
    teks: Teks = ()
