"""What can be signed: every SOP as a file of its own, then the book; by whom, and whether it is ready."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bukusop import sign
from bukusop.diagnostics import UsageError, suggest
from bukusop.model import Book, Pejabat, Sop

FOLDER = "sah"
"""Signed files stand in `build/sah/`, where no other command writes."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: `ids` of SOPs and "buku" (empty: everything), a level (None: as the office wrote), a date (None: today)."""

    today: date
    ids: tuple[str, ...] = ()
    level: sign.Level | None = None
    tanggal: date | None = None
    jobs: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A document to be signed: `sop` is None for the book; `signers` are office holders in the order in which they sign."""

    kunci: str
    judul: str
    nomor: str
    berkas: str
    sop: Sop | None
    signers: tuple[Pejabat, ...]

    @property
    def name(self) -> str:
        """The document in a sentence."""
        return f"SOP {self.judul}" if self.sop else self.judul


def chosen(book: Book, ids: Sequence[str]) -> list[Document]:
    """Give the documents asked for, in the order of the book, the book itself last."""
    known = ["buku", *(sop.id for sop in book.sops)]
    for id_ in ids:
        if id_ not in known:
            raise UsageError(f"dokumen `{id_}` tidak ada; {suggest(id_, known)}".strip("; "))
    found = [
        Document(f"sop/{sop.id}", sop.nama, sop.nomor, f"{FOLDER}/sop/{sop.id}.pdf", sop, _signers(book, sop.disahkan_oleh))
        for sop in book.sops
    ]
    edition = f"{book.judul} {book.instansi.nama}"
    found.append(Document("buku", edition, "", f"{FOLDER}/buku.pdf", None, _signers(book, book.pengesah)))
    return [item for item in found if not ids or item.kunci.removeprefix("sop/") in ids]


def _signers(book: Book, head: str) -> tuple[Pejabat, ...]:
    """Give who signs, in order: those who put their paraf, then the head."""
    return tuple(book.pejabat_of(key) for key in (*book.paraf_of(head), head))


def check_ready(book: Book, documents: Sequence[Document]) -> None:
    """Refuse to sign what is not finished: a number that is still empty cannot be put in after signing."""
    missing = [f"SOP `{item.judul}` belum bernomor" for item in documents if item.sop and not item.nomor]
    if any(item.sop is None for item in documents):
        missing += [f"Keputusan tentang {item.tentang} belum bernomor" for item in book.keputusan if not item.nomor]
        missing += [f"SOP `{sop.nama}` belum bernomor" for sop in book.sops if not sop.nomor]
    if any(item.sop is None for item in documents) and book.tempat_tanda() is None:
        missing.append("buku ini tidak memuat Keputusan atau SOP yang disahkan oleh pengesahnya, jadi tidak ada tempat tanda tangannya")
    if missing:
        raise UsageError("belum dapat ditandatangani: " + "; ".join(dict.fromkeys(missing)) + "")
