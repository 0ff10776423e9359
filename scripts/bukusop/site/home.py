"""The first page: what this is, search, the SOPs by bidang, what is new, the book; and what all pages need: style, logo, 404."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bukusop.model import Jumlah, Satuan, Sop, Tanggal, main_path, path_time
from bukusop.sign import Entry
from bukusop.site.colours import colour_sheet
from bukusop.site.linked import home_data
from bukusop.site.site import File, Site

NEWEST = 10
"""SOPs listed as new."""


@dataclass(frozen=True, slots=True)
class Change:
    """An SOP that is new or was changed; `hari` is ISO 8601."""

    sop: Sop
    hari: str
    kata: str


def files(site: Site) -> Iterator[File]:
    """Give the first page, the page for what is not found, the style sheet and the logo."""
    office = f"{site.book.instansi.nama} {site.book.instansi.daerah}"
    yield site.page(
        "", "beranda", judul=f"{site.book.judul} {site.book.instansi.nama}",
        deskripsi=f"{len(site.book.sops)} standar operasional prosedur {office}: bagan alir, langkah, waktu, dan PDF bertanda tangan.",
        bidang=_groups(site), terbaru=newest(site), buku=_download(site), angka=_counts(site), waktu=main_time,
        hari=day_words, data=home_data(site), lama=former(site),
    )
    yield site.page("404.html", "404", judul="Laman tidak ditemukan", deskripsi="Alamat ini tidak ada di situs ini.")
    yield File("aset/gaya.css", style_sheet(site))
    if site.logo:
        yield File(f"aset/{site.logo[0]}", site.logo[1])


def style_sheet(site: Site) -> bytes:
    """Give the one style sheet: colours of the office, then `gaya.css`, then the other `gaya-*.css` by name."""
    names = sorted(name for name in site.templates.files if name.startswith("site/gaya") and name.endswith(".css"))
    names.sort(key=lambda name: name != "site/gaya.css")
    sheets = [site.templates.file(name).rstrip() for name in names]
    return b"\n".join([colour_sheet(site.book.situs.warna).encode().rstrip(), *sheets, b""])


def newest(site: Site) -> tuple[Change, ...]:
    """Give the SOPs of the newest changes, the newest first; those whose day is not known are left out."""
    found = []
    for sop in site.book.sops:
        entry = site.current.get(f"sop/{sop.id}")
        day = max(site.revised(sop), entry.tanggal.isoformat() if entry else "")
        earlier = any(item.status != "berlaku" for item in site.editions(sop))
        if day:
            found.append(Change(sop, day, "diubah" if sop.tanggal.revisi or earlier else "baru"))
    found.sort(key=lambda change: change.hari, reverse=True)
    return tuple(found[:NEWEST])


def main_time(sop: Sop) -> str:
    """Give the time of the usual way through an SOP, all its procedures together; "" where not one step says how long it takes."""
    amounts = dict.fromkeys(Satuan, 0.0)
    complete = True
    for prosedur in sop.prosedur:
        time = path_time(prosedur, main_path(prosedur))
        complete = complete and time.lengkap
        for unit, amount in time.bagian:
            amounts[unit] += amount
    found = Jumlah(tuple((unit, amount) for unit, amount in amounts.items() if amount > 0), complete)
    if not found.bagian:
        return ""
    return str(found) if found.lengkap else f"paling sedikit {found}"


def day_words(iso: str) -> str:
    """Write a day as people do: 3 November 2026."""
    return str(Tanggal.of(date.fromisoformat(iso)))


def size_words(count: int) -> str:
    """Write a size in bytes: 1,4 MB."""
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))} kB"
    return f"{count / 1_000_000:.1f} MB".replace(".", ",")


def _groups(site: Site) -> list[tuple[str, str, str, tuple[Sop, ...]]]:
    """Give the bidang that own an SOP: key, letter, name, SOPs."""
    sops = {sop.id: sop for sop in site.book.sops}
    groups = [(item.kunci, item.huruf, item.nama, tuple(sops[id_] for id_ in item.sop if id_ in sops)) for item in site.book.bidang]
    return [group for group in groups if group[3]]


def _download(site: Site) -> dict[str, object] | None:
    """Give what is said of the signed book; None while it is not signed."""
    entry: Entry | None = site.current.get("buku")
    if entry is None:
        return None
    head = next((item for item in entry.penanda_tangan if item.peran == "pengesah"), None)
    return {
        "berkas": site.pdfs.get(entry.sha256, ""), "ukuran": size_words(entry.ukuran), "halaman": entry.halaman, "tanggal": day_words(
            entry.tanggal.isoformat()), "pengesah": head, "tingkat": entry.tingkat.label, "uji": entry.uji, "id": entry.id,
    }


def former(site: Site) -> tuple[Entry, ...]:
    """Give the newest edition of every SOP that is not in force any more: withdrawn, or no longer in the book; by name."""
    newest = {entry.kunci: entry for entry in site.published if entry.kunci != "buku"}
    gone = (
        entry for key, entry in newest.items()
        if key not in site.current or site.book.sop(key.removeprefix("sop/")) is None
    )
    return tuple(sorted(gone, key=lambda entry: (entry.judul.casefold(), entry.id)))


def _counts(site: Site) -> list[tuple[int, str, str]]:
    """Give the figures: how many, of what, and where they are listed."""
    steps = sum(1 for sop in site.book.sops for prosedur in sop.prosedur for langkah in prosedur.langkah if langkah.nomor)
    return [
        (len(site.book.sops), "SOP", "#bidang"), (steps, "langkah", ""), (len(site.actors), "pelaksana", "pelaksana/"),
        (len(site.laws), "dasar hukum", "dasar-hukum/"),
    ]
