"""One electronic signing: what the pages of a document must know of it before it is signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

BUKU = "buku"
LEMBAR = "lembar"


@dataclass(frozen=True, slots=True)
class Pengesahan:
    """An approval that is about to be signed.

    - `tanggal`: the day of signing;
    - `alamat`: the address where the document can be checked, which the QR code holds; empty for no code;
    - `uji`: a rehearsal: every page says UJI COBA, none names the certification body;
    - `bidang_tanda`: which file this is. "buku": the artwork stands wherever the signer's name stands, the field once, at the
      place that `Book.tempat_tanda` gives; "lembar": SOPs as files of their own, each with a field in its cell "Disahkan oleh";
    - `alamat_sop`: for such SOPs, each one's own address by its id; `alamat` is that of the others.
    """

    tanggal: date
    alamat: str
    uji: bool
    bidang_tanda: str
    alamat_sop: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if self.bidang_tanda not in (BUKU, LEMBAR):
            raise ValueError(self.bidang_tanda)

    def alamat_of(self, sop: str) -> str:
        """Give the address for the sheet of an SOP."""
        return dict(self.alamat_sop).get(sop, self.alamat)


def nama_ttd(kunci: str) -> str:
    """Name the signature field of an office holder who approves. A full stop would part a PDF field's name (ISO 32000-1, 12.7.3.2)."""
    return f"ttd_{kunci}".replace(".", "_")


def nama_paraf(kunci: str) -> str:
    """Name the signature field of an office holder who puts a paraf."""
    return f"paraf_{kunci}".replace(".", "_")
