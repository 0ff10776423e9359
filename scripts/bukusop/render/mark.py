"""What stands on an electronically signed page in place of ink: whose block, which code, which fields, and the notes at the foot.

In: the book, one `Pengesahan`. Out: values for the templates (`halaman/kop.html`), and how high the foot of a page must be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bukusop.model import Book, Instansi, JenisBagian, Pejabat, Pengesahan, Profil, Status, nama_paraf, nama_ttd
from bukusop.model.pengesahan import BUKU
from bukusop.model.profile import Halaman
from bukusop.render import qr
from bukusop.render.lines import MM_PER_PT, count_lines

REHEARSAL = "UJI COBA"
REHEARSAL_NOTE = (
    "UJI COBA – dokumen ini dibuat untuk latihan penandatanganan elektronik dengan sertifikat uji; "
    "tidak berlaku sebagai dokumen resmi."
)
NOTE_PT, NOTE_LINE, NOTE_TOP = 6.5, 1.2, 1.5
"""Type size of the notes in pt, height of their lines in em, and their distance in mm from the text (`halaman/dasar.html`)."""
CATCHWORD_MM = 8.5
"""Distance of the notes from the text, where a catchword stands between."""
_FOLIO_MM, _EDGE_MM = 11.0, 5.0
"""Kept free above the lower edge of the paper: where the page number stands, and where none does."""
_WIDEST = 1.2
"""Width of the widest of the usual fonts against that which `guess` knows."""


@dataclass(frozen=True, slots=True)
class Paraf:
    """A box for a paraf: of whom, in a few words; `bidang` is the name of its field, empty where it has none."""

    jabatan: str
    singkat: str
    nama: str
    bidang: str


@dataclass(frozen=True, slots=True)
class Tanda:
    """The block of one place of signature.

    `qr` and `logo` are addresses of pictures, empty for none; `alamat` is what the code says. `oleh` is the jabatan of him who signs
    this file, where that is another than he who approves here: nothing may then say that the latter has signed. `bidang` is as
    in `Paraf`.
    """

    qr: str
    alamat: str
    logo: str
    uji: bool
    oleh: str
    bidang: str
    paraf: tuple[Paraf, ...]


def of_part(book: Book, sahan: Pengesahan, jenis: JenisBagian, id_: str, pejabat: Pejabat, *, main: bool = True) -> Tanda:
    """Give the block for an office holder in a part; `main` is False for a place that repeats another (an annex)."""
    if sahan.bidang_tanda == BUKU:
        place = book.tempat_tanda()
        signer, here = book.pengesah, place is not None and (place.jenis, place.id) == (jenis, id_)
        address = sahan.alamat
    else:
        signer, here = pejabat.kunci, jenis is JenisBagian.SOP
        address = sahan.alamat_of(id_) if jenis is JenisBagian.SOP else sahan.alamat
    own = pejabat.kunci == signer
    field = here and own and main
    return Tanda(
        qr=qr.source(address) if address else "", alamat=address, uji=sahan.uji,
        logo=f"gambar:{book.logo_tte}" if book.logo_tte and own and not sahan.uji else "",
        oleh="" if own else book.pejabat_of(signer).jabatan, bidang=nama_ttd(pejabat.kunci) if field else "",
        paraf=tuple(_paraf(book, key, field=field) for key in book.paraf_of(pejabat.kunci)) if own and main else (),
    )


def _paraf(book: Book, key: str, *, field: bool) -> Paraf:
    holder = book.pejabat_of(key)
    return Paraf(holder.jabatan, short_title(holder.jabatan, book.instansi), holder.nama, nama_paraf(key) if field else "")


def short_title(jabatan: str, instansi: Instansi) -> str:
    """Give a title without the office that everybody here knows: Sekretaris, of Sekretaris Dinas Contoh Kabupaten Contoh."""
    short = jabatan
    for word in (instansi.daerah, instansi.nama):
        short = short.removesuffix(word).rstrip()
    return jabatan if short in ("", "Kepala") else short


def notes(book: Book, profil: Profil, sahan: Pengesahan | None) -> tuple[str, ...]:
    """Give the notes on electronic signing for the foot of every page: those of the profile, or that it is a rehearsal."""
    if book.status is not Status.ELEKTRONIK:
        return ()
    return (REHEARSAL_NOTE,) if sahan and sahan.uji else profil.catatan_tte


def page_with(page: Halaman, lines: Sequence[str], profil: Profil, top: float = NOTE_TOP) -> Halaman:
    """Give a page whose lower margin holds these notes, `top` mm below the text, and the page number below them."""
    if not lines:
        return page
    above, right, below, left = page.margin
    size = NOTE_PT * MM_PER_PT
    width = page.lebar - right - left
    count = sum(count_lines(line, width / size / _WIDEST, hyphens=False) for line in lines)
    least = top + count * NOTE_LINE * size + (_EDGE_MM if profil.folio.posisi == "atas" else _FOLIO_MM)
    return replace(page, margin=(above, right, max(below, round(least, 2)), left))
