"""An SOP -> its page: identity, times, flowchart, steps, who does what, grounds, downloads, editions.

In: the site. Out: `sop/<id>/index.html` for every SOP of the book, its Word file, the script of the filter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bukusop.model import (
    Bentuk,
    Book,
    Langkah,
    Prosedur,
    Sitasi,
    Sop,
    Status,
    Teks,
    Tujuan,
    handoffs,
    main_path,
    path_time,
    plain,
    row_actors,
    worst_path,
)
from bukusop.render import cell_html, qr_modules, with_end_rows
from bukusop.site import verification
from bukusop.site.anchors import anchors
from bukusop.site.chart import Figure, figure
from bukusop.site.home import size_words
from bukusop.site.linked import sheet_data
from bukusop.site.site import File, Site

_AWAY = ("http", "https", "mailto")
"""What a link of a source may lead to, beside other SOPs."""
SHORT = 12
"""Digits of a SHA-256 that are shown where the whole stands one click away."""

Html = Callable[[Teks], str]


@dataclass(frozen=True, slots=True)
class Actor:
    """A pelaksana of this SOP: place among all (from 0), name, page, and per procedure its title and the steps done: number and anchor."""

    urut: int
    nama: str
    laman: str
    langkah: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True, slots=True)
class Way:
    """Where the flow goes from a step: the answer ("" for none), and the step in words with its anchor ("" for the end)."""

    jawaban: str
    ke: str
    jangkar: str


@dataclass(frozen=True, slots=True)
class Row:
    """A step. `saring` holds the places of its actors, parted by spaces, for the filter; texts are HTML."""

    jangkar: str
    nomor: str
    pelaksana: tuple[Actor, ...]
    saring: str
    alur: tuple[Way, ...]
    kegiatan: str
    kelengkapan: str
    waktu: str
    output: str
    keterangan: str


@dataclass(frozen=True, slots=True)
class Span:
    """Time on the usual way and on the longest, in words; `lengkap` is False where a step's time is not known."""

    biasa: str
    terlama: str
    lengkap: bool
    serah_terima: int


@dataclass(frozen=True, slots=True)
class Part:
    """A procedure: its title ("" for an only one), times, picture and rows."""

    judul: str
    waktu: Span
    bagan: Figure
    baris: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class State:
    """How far an SOP may be relied on: a word, the colour it is shown in (sah, awas, bahaya), and a sentence."""

    kata: str
    warna: str
    kalimat: str


@dataclass(frozen=True, slots=True)
class Download:
    """A file to be had: path from the root, name, size in words, and what more there is to say (pages, short SHA-256)."""

    laman: str
    nama: str
    ukuran: str
    rincian: str


def files(site: Site) -> Iterator[File]:
    """Give the page of every SOP, Word files, and the script of the filter."""
    for sop in site.book.sops:
        yield _page(site, sop)
        if (word := site.shelf.get(f"docx/{sop.id}.docx")) is not None:
            yield File(f"berkas/sop/{sop.id}.docx", word)
    yield File("aset/pelaksana.js", site.templates.file("site/pelaksana.js"))


def _page(site: Site, sop: Sop) -> File:
    book, entry = site.book, site.current.get(f"sop/{sop.id}")
    shown = verification.show(site, entry) if entry else None
    bidang, html = book.bidang_of(sop), _html(book)
    people = _actors(site, sop)
    own = f"{site.address}/sop/{sop.id}/"
    code = f"{site.address}/{shown.laman}" if shown else own
    said = f"{sop.nama}: bagan alir, {_count(sop)} langkah, pelaksana, waktu, dan dasar hukum"
    return site.page(
        f"sop/{sop.id}", "sop", sop.nama, f"{said}. SOP {book.instansi.nama} {book.instansi.daerah}.",
        sop=sop, bidang=bidang, unit=sop.unit or bidang.nama, keadaan=_state(site, sop), sah=shown, tanggal=_dates(sop),
        efektif=str(sop.tanggal.efektif or "") or (shown.tanggal if shown else ""), pejabat=book.pejabat_of(sop.disahkan_oleh),
        berubah=bool(entry and site.revised(sop) > entry.tanggal.isoformat()), bagian=_parts(site, sop, people, html), pelaksana=people,
        dasar_hukum=[(site.law_path(item), _citation(item), _note(item)) for item in sop.dasar_hukum],
        kotak=_boxes(book, sop, html), terkait=_related(book, sop, html), unduhan=_downloads(site, sop, shown),
        riwayat=[verification.show(site, item) for item in site.editions(sop)],
        alamat_qr=code, qr=qr_modules(code) if urlsplit(code).netloc else None, data=sheet_data(site, sop),
    )


def _count(sop: Sop) -> int:
    return sum(1 for item in sop.prosedur for row in item.langkah if row.nomor)


def _html(book: Book) -> Html:
    """Give what turns a text of a sheet into HTML for a page two folders below the root."""
    def link(target: str) -> str:
        kind, _, name = target.partition(":")
        if kind == "sop":
            return f"../../sop/{name}/" if book.sop(name) else ""
        return target if kind.lower() in _AWAY else ""

    return lambda teks: cell_html(teks, link, web=True)


def _state(site: Site, sop: Sop) -> State:
    editions = site.editions(sop)
    entry = site.current.get(f"sop/{sop.id}")
    if entry and entry.uji:
        return State("Uji coba", "awas", "Ditandatangani hanya untuk latihan, dengan sertifikat uji: tidak berlaku sebagai dokumen resmi.")
    if entry:
        return State("Berlaku", "sah", "Ditandatangani secara elektronik.")
    if editions and editions[0].status == "dicabut":
        return State("Sudah dicabut", "bahaya", "SOP ini sudah dicabut dan tidak boleh lagi dipakai. Isinya ditampilkan sebagai arsip.")
    if editions:
        return State("Sudah diganti", "awas", "Naskah yang pernah ditandatangani sudah diganti; yang tampil di sini belum ditandatangani.")
    if site.book.status is Status.DRAF:
        return State("Draf", "awas", "Naskah ini masih draf: belum ditandatangani dan masih dapat berubah.")
    if site.book.status is Status.BASAH:
        return State("Salinan", "awas", "Yang sah adalah naskah yang ditandatangani di atas kertas; halaman ini salinannya untuk dibaca.")
    return State("Belum ditandatangani", "awas", "Naskah ini belum ditandatangani secara elektronik.")


def _dates(sop: Sop) -> list[tuple[str, str]]:
    dates = sop.tanggal
    named = (("Tanggal pembuatan", dates.pembuatan), ("Tanggal revisi", dates.revisi))
    return [(name, str(day)) for name, day in named if day]


def _procedures(site: Site, sop: Sop) -> list[Prosedur]:
    """Give the procedures as the sheet shows them: with rows Mulai and Selesai where its manner wants them."""
    rows = site.book.profil_of(sop).lembar.ujung == "baris"
    return [with_end_rows(item) if rows else item for item in sop.prosedur]


def _actors(site: Site, sop: Sop) -> tuple[Actor, ...]:
    """Give everyone who has a part in an SOP, in the order of the columns; equal names of several procedures are one."""
    steps: dict[str, list[tuple[str, tuple[tuple[str, str], ...]]]] = {}
    names: dict[str, str] = {}
    for urut, prosedur in enumerate(_procedures(site, sop)):
        marks = anchors(prosedur, urut)
        for path, (nama, keys) in _named(site, prosedur).items():
            names.setdefault(path, nama)
            done = tuple(
                (row.nomor, mark) for row, mark in zip(prosedur.langkah, marks, strict=True)
                if row.nomor and keys.intersection(row_actors(row))
            )
            steps.setdefault(path, []).extend([(prosedur.judul, done)] if done else [])
    return tuple(Actor(urut, nama, path, tuple(steps[path])) for urut, (path, nama) in enumerate(names.items()))


def _named(site: Site, prosedur: Prosedur) -> dict[str, tuple[str, set[str]]]:
    """Give the people of a procedure by their page: name, and keys of their columns."""
    found: dict[str, tuple[str, set[str]]] = {}
    for actor in prosedur.pelaksana:
        found.setdefault(site.actor_path(actor.nama), (actor.nama, set()))[1].add(actor.kunci)
    return found


def _parts(site: Site, sop: Sop, people: Sequence[Actor], html: Html) -> list[Part]:
    ujung = site.book.profil_of(sop).lembar.ujung
    places = {actor.laman: actor for actor in people}
    parts = []
    for urut, prosedur in enumerate(_procedures(site, sop)):
        marks = anchors(prosedur, urut)
        actors = {actor.kunci: places[site.actor_path(actor.nama)] for actor in reversed(prosedur.pelaksana)}
        columns = [places[site.actor_path(actor.nama)].urut for actor in prosedur.pelaksana]
        rows = tuple(_row(prosedur, row, marks, actors, html) for row in range(len(prosedur.langkah)))
        parts.append(Part(prosedur.judul, _span(prosedur), figure(prosedur, ujung, columns, marks, site.estimates), rows))
    return parts


def _row(prosedur: Prosedur, row: int, marks: Sequence[str], actors: dict[str, Actor], html: Html) -> Row:
    langkah = prosedur.langkah[row]
    doing = sorted({actors[key] for simpul in langkah.simpul for key in simpul.pelaksana if key in actors}, key=lambda actor: actor.urut)
    return Row(
        jangkar=marks[row], nomor=langkah.nomor, pelaksana=tuple(doing), saring=" ".join(str(actor.urut) for actor in doing),
        alur=tuple(_ways(prosedur, row, marks)), kegiatan=html(langkah.kegiatan), kelengkapan=html(langkah.kelengkapan),
        waktu=langkah.waktu, output=html(langkah.output), keterangan=html(langkah.keterangan),
    )


def _ways(prosedur: Prosedur, row: int, marks: Sequence[str]) -> Iterator[Way]:
    """Give the ways out of a row that somebody who reads the rows in order has to be told."""
    langkah = prosedur.langkah[row]
    for place, simpul in enumerate(langkah.simpul):
        for answer in simpul.jawaban:
            yield Way(answer.label, *_target(prosedur, row, answer.ke, marks))
        if not simpul.jawaban and simpul.bentuk is not Bentuk.SELESAI and simpul.ke not in (Tujuan(row, place + 1), Tujuan(row + 1)):
            if simpul.ke is None and row == len(prosedur.langkah) - 1:
                continue
            yield Way("", *_target(prosedur, row, simpul.ke, marks))


def _target(prosedur: Prosedur, row: int, ke: Tujuan | None, marks: Sequence[str]) -> tuple[str, str]:
    if ke is None or not 0 <= ke.langkah < len(prosedur.langkah):
        return "selesai", ""
    target = prosedur.langkah[ke.langkah]
    if ke.langkah == row:
        return "tetap pada langkah ini", ""
    return _name(target), marks[ke.langkah]


def _name(langkah: Langkah) -> str:
    if langkah.nomor:
        return f"ke langkah {langkah.nomor}"
    return "selesai" if any(simpul.bentuk is Bentuk.SELESAI for simpul in langkah.simpul) else "ke baris berikutnya"


def _span(prosedur: Prosedur) -> Span:
    usual, worst = main_path(prosedur), worst_path(prosedur)
    short, long = path_time(prosedur, usual), path_time(prosedur, worst)
    longer = long.menit_kerja() > short.menit_kerja()
    return Span(str(short), str(long) if longer else "", short.lengkap and long.lengkap, handoffs(prosedur, usual))


def _citation(item: Sitasi) -> str:
    """Give a citation as plain words: it is a link as a whole."""
    return item.peraturan.sitasi if item.peraturan else plain(item.teks)


def _note(item: Sitasi) -> str:
    """Say that a regulation is no longer what it was; "" where it is, or nothing is known."""
    if item.peraturan is None or item.peraturan.status == "berlaku":
        return ""
    return "sudah diubah" if item.peraturan.status == "diubah" else "sudah dicabut"


def _boxes(book: Book, sop: Sop, html: Html) -> list[tuple[str, list[str]]]:
    """Give the fields of the identity that are texts, named as the office names them; empty ones are left out."""
    label = book.profil_of(sop).label
    names = ("kualifikasi_pelaksana", "peralatan", "peringatan", "pencatatan")
    return [(getattr(label, name), [html(item) for item in getattr(sop, name)]) for name in names if getattr(sop, name)]


def _related(book: Book, sop: Sop, html: Html) -> list[tuple[str, str]]:
    """Give related SOPs, those first that the SOP names, then those that name it: path ("" for free text) and name."""
    found: dict[str, str] = {}
    free = list[tuple[str, str]]()
    for item in sop.keterkaitan:
        other = book.sop(item.sop) if item.sop else None
        if other is None:
            free.append(("", html(item.teks) or item.sop))
        else:
            found[f"sop/{other.id}/"] = other.nama
    for other in book.sops:
        if other.id != sop.id and any(item.sop == sop.id for item in other.keterkaitan):
            found.setdefault(f"sop/{other.id}/", other.nama)
    return [*found.items(), *free]


def _downloads(site: Site, sop: Sop, shown: verification.Shown | None) -> list[Download]:
    found = []
    if shown and shown.pdf:
        name = "PDF uji coba" if shown.uji else "PDF bertanda tangan"
        found.append(Download(shown.pdf, name, shown.ukuran, f"{shown.halaman} halaman, SHA-256 {shown.sha256[:SHORT]}…"))
    if (word := site.shelf.get(f"docx/{sop.id}.docx")) is not None:
        found.append(Download(f"berkas/sop/{sop.id}.docx", "Word", size_words(len(word)), "salinan untuk disunting, tidak bertanda tangan"))
    return found
