"""A chapter of prose: front matter and blocks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bukusop.model.dates import Tanggal
from bukusop.model.text import Daftar, Paragraf, Run, Teks


class JenisBab(StrEnum):
    """Numbered BAB I, II ... in the order of the book, or unnumbered front matter (kata pengantar)."""

    BAB = "bab"
    DEPAN = "depan"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the chapter title. `tingkat` 1 is `##` (A., B.), 2 is `###` (1., 2.), 3 is `####` (a., b.)."""

    tingkat: int
    label: str
    id: str
    isi: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class TabelMarkdown:
    """A table of prose; `rata` gives per column "left", "center", "right" or ""."""

    kepala: tuple[tuple[Run, ...], ...]
    baris: tuple[tuple[tuple[Run, ...], ...], ...]
    rata: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gambar:
    """An image of the project: path relative to the project, alternative text, caption (may be empty)."""

    berkas: str
    alt: str
    keterangan: str = ""


@dataclass(frozen=True, slots=True)
class Kutipan:
    """A quoted passage."""

    isi: Teks


@dataclass(frozen=True, slots=True)
class Sisipan:
    """Something that the book itself supplies at this place: `simbol` or `daftar-sop`."""

    nama: str


Blok = Heading | Paragraf | Daftar | TabelMarkdown | Gambar | Kutipan | Sisipan


@dataclass(frozen=True, slots=True)
class Penutup:
    """Place, date and office holder at the end of a preface."""

    tempat: str
    tanggal: Tanggal
    pejabat: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """`nomor` is the Roman number of a bab, empty otherwise; `id` is the file's stem."""

    id: str
    berkas: str
    judul: str
    jenis: JenisBab
    nomor: str
    isi: tuple[Blok, ...]
    penutup: Penutup | None = None
