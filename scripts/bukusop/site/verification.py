"""Register of signed documents -> the pages that the QR codes open, the page that checks a PDF, and pages of SOPs no longer in the book.

A page says what the register says and what that proves; the signature itself is judged by a PDF reader or `bukusop verify`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bukusop.sign import Entry, Level, Signer
from bukusop.sign.verification.sentences import time
from bukusop.site import published
from bukusop.site.entries import sound
from bukusop.site.home import day_words, size_words
from bukusop.site.site import File, Site

LEVELS = {
    Level.B_B: "tanda tangan saja, dengan waktu menurut komputer penanda tangan",
    Level.B_T: "tanda tangan dengan waktu yang dibuktikan pihak ketiga",
    Level.B_LT: "bertahan lama: waktunya dibuktikan pihak ketiga, dan bukti berlakunya sertifikat tersimpan di dalam berkas",
    Level.B_LTA: "bertahan jangka panjang: semua bukti tersimpan di dalam berkas dan dilindungi stempel waktu arsip yang dapat diperbarui",
}
"""What a level means to somebody who has never heard of it."""
WORDS = {"berlaku": "Berlaku", "diganti": "Sudah diganti", "dicabut": "Sudah dicabut"}
MARKS = {"berlaku": "sah", "diganti": "awas", "dicabut": "bahaya"}
"""The colour that a state is shown in; it is always said in words too."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A register entry as pages say it. `laman` and `pdf` are paths from the site's root; `pdf` is "" where the file is not there."""

    id: str
    judul: str
    nomor: str
    jenis: str
    status: str
    tanda: str
    keadaan: str
    uji: bool
    tanggal: str
    tanggal_iso: str
    tingkat: str
    arti_tingkat: str
    sha256: str
    sebelumnya: tuple[str, ...]
    ukuran: str
    ukuran_bita: str
    halaman: int
    penanda: tuple[tuple[str, str, str, str, str], ...]
    laman: str
    pdf: str


def files(site: Site) -> Iterator[File]:
    """Give all that lets a visitor check a document: pages, signed PDFs, the public register with its schema, the script."""
    yield from published.data(site)
    yield checker(site)
    for id_, entries in _by_id(site).items():
        yield _document(site, id_, entries)
    yield from former(site)
    yield File("aset/verifikasi.js", site.templates.file("site/verifikasi.js"))


def problems(site: Site) -> list[str]:
    """Say, in sentences for the office, where a QR would not open its page, or a page could not do its work."""
    said = []
    base, wanted = site.book.alamat_verifikasi, f"{site.address}/verifikasi"
    if not site.address:
        said.append(
            "alamat situs belum diketahui, sehingga sitemap.xml tidak dibuat, dan laman 404 serta index.json menganggap situs ini di "
            "akar servernya: tulis `situs: {alamat: https://...}` di book/book.yaml"
        )
    if not site.book.verifikasi and not site.book.instansi.laman:
        example = f"`verifikasi: {wanted}`" if site.address else "`verifikasi`"
        said.append(f"alamat verifikasi tidak diketahui, sehingga QR pada PDF tidak membuka apa pun: isi {example} di book/book.yaml")
    elif _plain_address(base) != _plain_address(wanted):
        said.append(
            f"QR pada PDF menuju {base}/..., sedangkan halaman verifikasi situs ini ada di {wanted}/...: samakan `verifikasi` dan "
            "`situs: alamat` di book/book.yaml, atau alihkan alamat itu di server; QR pada PDF yang sudah ditandatangani tidak berubah lagi"
        )
    here = urlsplit(site.address)
    if here.scheme == "http" and here.hostname not in ("localhost", "127.0.0.1", "::1"):
        said.append(
            f"{site.address} memakai http: peramban tidak akan menghitung SHA-256 di sana, sehingga pengunjung tidak dapat memeriksa PDF; "
            "pasang https"
        )
    said.extend(
        f"dokumen `{entry.judul}` dalam build/register.json tidak diterbitkan: id, kunci, status, atau SHA-256-nya tidak wajar"
        for entry in site.register.entries if not sound(entry)
    )
    return said


def _plain_address(address: str) -> tuple[str, str, str]:
    parts = urlsplit(address)
    return parts.scheme.lower(), parts.netloc.lower(), parts.path.rstrip("/")


def checker(site: Site) -> File:
    """Give the page on which a visitor checks PDFs; without JavaScript it is a table of all hashes and how to compute one."""
    shown = [show(site, entry) for entry in reversed(site.published)]
    return site.page(
        "verifikasi", "verifikasi", "Periksa keaslian PDF",
        f"Periksa apakah sebuah PDF benar dokumen yang ditandatangani dan diterbitkan {site.book.instansi.nama}; berkas tidak diunggah.",
        dokumen=shown, batas=published.LIMIT_MB, rumah=urlsplit(site.address).hostname or "",
    )


def _by_id(site: Site) -> dict[str, list[Entry]]:
    """Give the entries of each id, oldest first: a document signed anew under the same number and dates keeps its id, and its QR."""
    found: dict[str, list[Entry]] = {}
    for entry in site.published:
        found.setdefault(entry.id, []).append(entry)
    return found


def _document(site: Site, id_: str, entries: Sequence[Entry]) -> File:
    """Give the page of one id: of its newest file, with earlier files of the same number and dates below."""
    newest = entries[-1]
    described = {
        "berlaku": "ditandatangani secara elektronik dan berlaku", "diganti": "ditandatangani secara elektronik dan sudah diganti",
        "dicabut": "ditandatangani secara elektronik dan sudah dicabut",
    }[newest.status]
    same = [entry for entry in site.published if entry.kunci == newest.kunci]
    return site.page(
        f"verifikasi/{id_}", "verifikasi_dokumen", f"Verifikasi: {newest.judul}",
        f"{newest.judul}: tanda tangan uji coba, tidak sah sebagai tanda tangan resmi." if newest.uji else f"{newest.judul}: {described}.",
        dokumen=show(site, newest), lama=[show(site, entry) for entry in reversed(entries[:-1])],
        pengganti=_successor(site, newest), terbaru=_in_force(site, newest),
        riwayat=[show(site, entry) for entry in reversed(same)] if len(same) > 1 else [],
        lembar=f"{newest.kunci}/" if newest.kunci != "buku" else "./", buku=newest.kunci == "buku",
        di_buku=site.holds(newest),
        rumah=urlsplit(site.address).hostname or "",
    )


def former(site: Site) -> Iterator[File]:
    """Give the pages of SOPs that were signed once and are no longer in the book: nobody who has the link is left with nothing."""
    gone: dict[str, list[Entry]] = {}
    for entry in site.published:
        if not site.holds(entry):
            gone.setdefault(entry.kunci, []).append(entry)
    for kunci, entries in gone.items():
        newest = entries[-1]
        yield site.page(
            kunci, "sop_lama", newest.judul, f"SOP {newest.judul} tidak lagi ada dalam Buku SOP {site.book.instansi.nama}.",
            dokumen=show(site, newest), riwayat=[show(site, entry) for entry in reversed(entries)],
        )


def _successor(site: Site, entry: Entry) -> Shown | None:
    """Give what took an entry's place: the next one of that id, which may be the entry's own."""
    if entry.status != "diganti":
        return None
    entries = site.published
    later = entries[entries.index(entry) + 1:]
    found = next((item for item in later if item.id == entry.diganti_oleh), None)
    return show(site, found) if found else None


def _in_force(site: Site, entry: Entry) -> Shown | None:
    """Give the document of the same name that is in force; None where that is the entry itself, or there is none."""
    found = next((item for item in site.published if item.kunci == entry.kunci and item.status == "berlaku"), None)
    return show(site, found) if found and found != entry else None


def show(site: Site, entry: Entry) -> Shown:
    """Put an entry into words."""
    return Shown(
        id=entry.id, judul=entry.judul, nomor=entry.nomor, jenis="Buku SOP" if entry.kunci == "buku" else "SOP",
        status=entry.status, tanda="awas" if entry.uji and entry.status == "berlaku" else MARKS[entry.status],
        keadaan=_state(entry), uji=entry.uji,
        tanggal=day_words(entry.tanggal.isoformat()), tanggal_iso=entry.tanggal.isoformat(),
        tingkat=entry.tingkat.label, arti_tingkat=LEVELS[entry.tingkat],
        sha256=entry.sha256, sebelumnya=entry.sebelumnya, ukuran=size_words(entry.ukuran),
        ukuran_bita=f"{entry.ukuran:,}".replace(",", "."), halaman=entry.halaman,
        penanda=tuple(_signer(entry, signer) for signer in entry.penanda_tangan),
        laman=f"verifikasi/{entry.id}/", pdf=site.pdfs.get(entry.sha256, ""),
    )


def _state(entry: Entry) -> str:
    """Give the state in words; a rehearsal is never said to be in force."""
    if not entry.uji:
        return WORDS[entry.status]
    return "Uji coba" if entry.status == "berlaku" else f"Uji coba, {WORDS[entry.status].lower()}"


def _signer(entry: Entry, signer: Signer) -> tuple[str, str, str, str, str]:
    """Give role, name, office, moment in words and as ISO 8601. The NIP stands on the sheet; here nobody needs it."""
    proven = "dibuktikan stempel waktu" if entry.tingkat.reaches(Level.B_T) else "menurut penanda tangan sendiri"
    role = "Disahkan" if signer.peran == "pengesah" else "Diparaf"
    return role, signer.nama, signer.jabatan, f"{time(signer.waktu)}, {proven}", signer.waktu.isoformat(timespec="seconds")
