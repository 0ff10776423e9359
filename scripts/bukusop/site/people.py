"""Pages per pelaksana and per dasar hukum: who does what, and what rests on which regulation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bukusop.model import Langkah, Sop, plain
from bukusop.site.anchors import anchors
from bukusop.site.occurrences import Actor, Doing, Law, fold
from bukusop.site.site import File, Site

LONGEST_TITLE = 90
"""Characters of a regulation's title, where it is not registered and so cannot be shortened by its number."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step as the page of a pelaksana lists it; `bersama` names who else has a part in it."""

    nomor: str
    kegiatan: str
    waktu: str
    bersama: str
    jangkar: str


@dataclass(frozen=True, slots=True)
class Duty:
    """What a pelaksana does in one procedure; `prosedur` is its title, where the SOP has several."""

    sop: Sop
    prosedur: str
    langkah: tuple[Step, ...]


def files(site: Site) -> Iterator[File]:
    """Give the two lists and all their pages."""
    office = site.book.instansi.nama
    yield site.page(
        "pelaksana", "pelaksana_daftar", judul="Pelaksana", pelaksana=site.actors,
        deskripsi=f"Semua pelaksana dalam SOP {office}, dengan SOP dan langkah yang dikerjakannya.",
    )
    for slug, actor in site.actors.items():
        yield site.page(
            f"pelaksana/{slug}", "pelaksana", judul=actor.nama, pelaksana=actor, jejak=[("pelaksana/", "Pelaksana")],
            deskripsi=f"{actor.nama} mengerjakan {actor.langkah} langkah dalam {len(actor.sops)} SOP {office}.",
            kegiatan=[_duty(actor, item) for item in actor.kegiatan],
        )
    yield site.page(
        "dasar-hukum", "dasar_hukum_daftar", judul="Dasar hukum", peraturan=site.laws, status=_state,
        deskripsi=f"Semua peraturan yang menjadi dasar SOP {office}, dengan SOP yang mengutipnya.",
    )
    for slug, law in site.laws.items():
        yield site.page(
            f"dasar-hukum/{slug}", "dasar_hukum", judul=_short(law), peraturan=law, status=_state(law), oleh=_by(site, law),
            deskripsi=_told(law), jejak=[("dasar-hukum/", "Dasar hukum")],
        )


def _duty(actor: Actor, doing: Doing) -> Duty:
    marks = anchors(doing.prosedur, doing.rank)
    steps = (
        Step(langkah.nomor, plain(langkah.kegiatan), langkah.waktu, _others(actor, doing, langkah), marks[row])
        for row, langkah in doing.langkah if langkah.nomor
    )
    return Duty(doing.sop, doing.prosedur.judul, tuple(steps))


def _others(actor: Actor, doing: Doing, langkah: Langkah) -> str:
    """Give who else has a part in a step, in the order of the columns."""
    keys = {key for simpul in langkah.simpul for key in simpul.pelaksana}
    names = (item.nama for item in doing.prosedur.pelaksana if item.kunci in keys)
    return ", ".join(dict.fromkeys(name for name in names if fold(name) != fold(actor.nama)))


def _short(law: Law) -> str:
    """Give a title that fits into a line: the citation without its subject."""
    if law.peraturan:
        return f"{law.peraturan.jenis} Nomor {law.peraturan.nomor} Tahun {law.peraturan.tahun}"
    if len(law.sitasi) <= LONGEST_TITLE:
        return law.sitasi
    start = law.sitasi[:LONGEST_TITLE]
    return f"{start.rpartition(' ')[0] or start} …"


def _state(law: Law) -> str:
    """Give the status of a regulation; "" where the register does not know it."""
    return law.peraturan.status if law.peraturan else ""


def _told(law: Law) -> str:
    return f"{len(law.sops)} SOP dan {len(law.keputusan)} Keputusan mengutip {law.sitasi}."


def _by(site: Site, law: Law) -> tuple[str, str]:
    """Give what changed or revoked a regulation: its citation, and the folder of its page ("" where it has none)."""
    by = law.peraturan.oleh if law.peraturan else ""
    known = site.peraturan.get(by)
    path = next((f"dasar-hukum/{slug}/" for slug, other in site.laws.items() if by and other.kunci == by), "")
    return known.sitasi if known else by, path
