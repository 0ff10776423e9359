"""The loaded book as plain sections and tables, which every peer can draw: the same words, rows and columns for all.

What is left out, all of it in the peers' favour: lines between the symbols and the answers beside them, page breaks chosen for the
drawing, upright heads of narrow columns, the logo, the word DRAF, page numbers in the daftar isi, and the sentences for screen readers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bukusop.model import (
    Bentuk,
    Blok,
    Book,
    Chapter,
    Daftar,
    Gambar,
    Heading,
    Keputusan,
    Kutipan,
    Langkah,
    Paragraf,
    Prosedur,
    Run,
    Sisipan,
    Sitasi,
    Sop,
    TabelMarkdown,
    Teks,
)
from bukusop.model.profile import Label

ROW_MM = 15.0
"""Least height of a row with symbols, mm: a symbol and room for the arrows above and below, as on our sheets."""
SYMBOL_MM = (10.0, 6.0)
"""Width and height of a symbol, mm."""
MARGINS_PROSE_MM = (25, 25, 25, 30)
"""Top, right, bottom, left of an upright A4 page."""
MARGINS_SHEET_MM = (14, 14, 15, 14)
"""The same of a sheet, A4 on its side."""


@dataclass(frozen=True, slots=True)
class Title:
    """A heading: 1 opens a part, 2 to 4 stand inside it; `anchor` where something links to it."""

    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """Prose; `centred`, or else justified; `size` in points, 0 for that of the section."""

    teks: Teks
    centred: bool = False
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the daftar isi that leads to an anchor."""

    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of prose: head (may be empty) and rows; `widths` in mm; `ruled` with lines."""

    head: tuple[Teks, ...]
    rows: tuple[tuple[Teks, ...], ...]
    widths: tuple[float, ...]
    ruled: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A step: number, activity, per actor the symbols in the cell (kotak, belah, kapsul), and the texts behind the actors."""

    number: str
    activity: Teks
    symbols: tuple[tuple[str, ...], ...]
    rest: tuple[Teks, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """A procedure table. `group` heads the actors' columns; `widths` in mm of number, activity, one actor, then the rest."""

    title: str
    number: str
    activity: str
    group: str
    actors: tuple[str, ...]
    rest: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[Row, ...]

    @property
    def columns(self) -> tuple[float, ...]:
        """Width of every column, mm."""
        return (*self.widths[:2], *(self.widths[2:3] * len(self.actors)), *self.widths[3:])


Block = Title | Text | Line | Grid | Steps


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks that begin on a new page; `sheet` lies on its side, `decree` has the Keputusan's face."""

    blocks: tuple[Block, ...]
    sheet: bool = False
    decree: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """The whole book; faces by name, sizes in points."""

    title: str
    prose: tuple[str, float]
    decree: tuple[str, float]
    sheet: tuple[str, float]
    sections: tuple[Section, ...]


def words(text: str) -> Teks:
    """Give one plain paragraph."""
    return (Paragraf((Run(text),)),) if text else ()


def content(book: Book) -> Content:
    """Give the content of a book, its parts in order."""
    huruf = book.profil.huruf
    return Content(
        f"{book.judul} {book.instansi.nama}", (huruf.prosa, huruf.ukuran_prosa), (huruf.keputusan, huruf.ukuran_keputusan),
        (huruf.lembar, huruf.ukuran_lembar), tuple(_sections(book)),
    )


def _sections(book: Book) -> Iterator[Section]:
    for part in book.bagian:
        match part.jenis.value:
            case "sampul":
                yield Section((
                    Text(words(book.instansi.pemerintah.upper()), True, 15), Text(words(book.instansi.nama.upper()), True, 18),
                    Text(words(book.judul.upper()), True, 25), Text(words(book.subjudul.upper()), True, 15),
                    Text(words(book.edisi), True, 11), Text(words(str(book.tahun)), True, 17), Text(words(book.instansi.alamat), True, 9.5),
                ))
            case "keputusan":
                yield from _decree(book, next(item for item in book.keputusan if item.id == part.id))
            case "daftar_isi":
                yield Section((Title(1, "DAFTAR ISI"), *_lines(book)))
            case "bab":
                yield _chapter(book, next(item for item in book.chapters if item.id == part.id))
            case "sop":
                for sop in book.sops:
                    yield from _sheet(book, sop)


def _lines(book: Book) -> Iterator[Line]:
    for chapter in book.chapters:
        yield Line(_chapter_title(chapter), f"bab-{chapter.id}")
    for index, sop in enumerate(book.sops, 1):
        yield Line(f"{index}. {sop.nama}", f"sop-{sop.id}")


def _cited(items: tuple[Sitasi, ...], full: bool = False) -> tuple[Teks, ...]:
    return tuple(
        words(item.peraturan.sitasi_lengkap if full else item.peraturan.sitasi) if item.peraturan else item.teks for item in items
    )


def _listed(items: tuple[Teks, ...], style: str) -> Teks:
    return (Daftar(items, style),) if len(items) > 1 else (items[0] if items else ())


def _sop_list(book: Book) -> Grid:
    head = tuple(words(item) for item in ("No.", "Nama SOP", "Nomor SOP"))
    return Grid(head, tuple((words(f"{n}."), words(sop.nama), words(sop.nomor)) for n, sop in enumerate(book.sops, 1)), (12, 93, 50))


def _decree(book: Book, decree: Keputusan) -> Iterator[Section]:
    signer = book.pejabat_of(decree.pejabat)
    sign = (
        Text(words(f"Ditetapkan di {decree.tempat}")), Text(words(f"pada tanggal {decree.tanggal or ''}")),
        Text(words(signer.jabatan.upper())), Text(words(signer.nama)), Text(words(signer.pangkat)), Text(words(f"NIP {signer.nip}")),
    )
    style = book.profil.keputusan
    considered: tuple[tuple[Teks, ...], ...] = (
        (words(style.label_menimbang), words(":"), _listed(decree.menimbang, "a")),
        (words(style.label_mengingat), words(":"), _listed(_cited(decree.mengingat, True), "1")),
    )
    if decree.memperhatikan:
        considered += ((words(style.label_memperhatikan), words(":"), _listed(_cited(decree.memperhatikan, True), "1")),)
    numerals = ("KESATU", "KEDUA", "KETIGA", "KEEMPAT", "KELIMA", "KEENAM", "KETUJUH", "KEDELAPAN", "KESEMBILAN", "KESEPULUH")
    decided = tuple(
        (words(numerals[n] if n < len(numerals) else str(n + 1)), words(":"), item) for n, item in enumerate(decree.diktum)
    )
    yield Section((
        Text(words(book.instansi.pemerintah.upper()), True), Text(words(book.instansi.nama.upper()), True, 14),
        Text(words(f"KEPUTUSAN {signer.jabatan.upper()}"), True), Text(words(f"NOMOR {decree.nomor}"), True), Text(words("TENTANG"), True),
        Title(1, decree.tentang.upper()), Grid((), considered, (33, 5, 117), ruled=False), Text(words(style.kata_memutuskan), True),
        Grid((), decided, (33, 5, 117), ruled=False), *sign,
    ), decree=True)
    for annex in decree.lampiran:
        blocks: list[Block] = [Text(words(f"LAMPIRAN {annex.nomor} NOMOR {decree.nomor}")), Title(2, annex.judul.upper())]
        if annex.tabel:
            whole = sum(annex.tabel.lebar)
            blocks.append(Grid(
                tuple(words(item) for item in annex.tabel.kolom), annex.tabel.baris,
                tuple(round(width / whole * 150, 1) for width in annex.tabel.lebar),
            ))
        blocks.extend(_blocks(book, annex.isi))
        if annex.daftar_sop:
            blocks.append(_sop_list(book))
        yield Section((*blocks, *sign[2:]), decree=True)


def _chapter_title(chapter: Chapter) -> str:
    return f"{'BAB ' + chapter.nomor + ' ' if chapter.nomor else ''}{chapter.judul.upper()}"


def _chapter(book: Book, chapter: Chapter) -> Section:
    return Section((Title(1, _chapter_title(chapter), f"bab-{chapter.id}"), *_blocks(book, chapter.isi)))


def _blocks(book: Book, blocks: tuple[Blok, ...]) -> Iterator[Block]:
    for block in blocks:
        match block:
            case Heading():
                yield Title(block.tingkat + 1, f"{block.label} {''.join(run.teks for run in block.isi)}".strip())
            case TabelMarkdown():
                yield Grid(
                    tuple((Paragraf(cell),) for cell in block.kepala),
                    tuple(tuple((Paragraf(cell),) for cell in row) for row in block.baris),
                    (155 / len(block.kepala),) * len(block.kepala),
                )
            case Kutipan():
                yield Text(block.isi)
            case Sisipan():
                yield _sop_list(book) if block.nama == "daftar-sop" else Text(words("Kapsul, kotak, belah ketupat, anak panah, segilima."))
            case Gambar():
                yield Text(words(block.keterangan or block.alt), True)
            case _:
                yield Text((block,))


def _sheet(book: Book, sop: Sop) -> Iterator[Section]:
    profil = book.profil_of(sop)
    label, signer = profil.label, book.pejabat_of(sop.disahkan_oleh)
    dates = {
        "pembuatan": (label.tanggal_pembuatan, sop.tanggal.pembuatan), "revisi": (label.tanggal_revisi, sop.tanggal.revisi),
        "efektif": (label.tanggal_efektif, sop.tanggal.efektif),
    }
    signed = tuple(Paragraf((Run(line),)) for line in (signer.jabatan, " ", " ", signer.nama, signer.pangkat, f"NIP {signer.nip}") if line)
    head = (
        words(book.instansi.pemerintah.upper()) + words(book.instansi.nama.upper()) + words(book.bidang_of(sop).nama),
        ((label.nomor, words(sop.nomor)), *((dates[key][0], words(str(dates[key][1] or ""))) for key in profil.lembar.tanggal),
         (label.disahkan_oleh, signed), (label.nama, words(sop.nama))),
    )
    related = tuple(words(f"SOP {found.nama}") if (found := book.sop(item.sop)) else item.teks for item in sop.keterkaitan)
    fields = (
        (label.dasar_hukum, _cited(sop.dasar_hukum)), (label.kualifikasi_pelaksana, sop.kualifikasi_pelaksana),
        (label.keterkaitan, related), (label.peralatan, sop.peralatan),
        (label.peringatan, sop.peringatan), (label.pencatatan, sop.pencatatan),
    )
    named = [words(name) + _listed(items, "1") for name, items in fields]
    identity = Grid((), tuple((head[0] if n == 0 else (), words(name), value) for n, (name, value) in enumerate(head[1])), (102, 51, 116))
    pairs = Grid((), tuple((named[n], named[n + 1]) for n in range(0, len(named), 2)), (134.5, 134.5))
    yield Section((Title(1, sop.nama, f"sop-{sop.id}"), identity, pairs), sheet=True)
    for procedure in sop.prosedur:
        yield Section((_steps(profil.lembar.lebar, label, procedure),), sheet=True)


def _steps(widths: tuple[tuple[str, float], ...], label: Label, procedure: Prosedur) -> Steps:
    mm = dict(widths)
    actors = tuple(actor.kunci for actor in procedure.pelaksana)
    outer = [mm[key] for key in ("no", "kegiatan", "kelengkapan", "waktu", "output", "keterangan")]
    one = (297 - MARGINS_SHEET_MM[1] - MARGINS_SHEET_MM[3] - sum(outer)) / len(actors)
    return Steps(
        procedure.judul, label.no, label.kegiatan, label.pelaksana, tuple(actor.nama for actor in procedure.pelaksana),
        (label.kelengkapan, label.waktu, label.output, label.keterangan), (*outer[:2], one, *outer[2:]),
        tuple(
            Row(step.nomor, step.kegiatan, tuple(_symbols(step, actor, n == 0) for actor in actors),
                (step.kelengkapan, words(step.waktu), step.output, step.keterangan))
            for n, step in enumerate(procedure.langkah)
        ),
    )


def _symbols(step: Langkah, actor: str, first: bool) -> tuple[str, ...]:
    shapes = []
    for number, node in enumerate(step.simpul):
        if actor in node.pelaksana:
            ends = (first and number == 0) or node.ke is None or node.bentuk in (Bentuk.MULAI, Bentuk.SELESAI)
            shapes.append("belah" if node.bentuk is Bentuk.KEPUTUSAN else "kapsul" if ends else "kotak")
    return tuple(shapes)
