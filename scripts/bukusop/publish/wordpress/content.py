"""Book and register -> the titles and texts of WordPress pages: core blocks that come back from WordPress exactly as they were sent.

Texts are escaped by the templates; what WordPress itself would act upon (shortcodes, addresses that it turns into embeds) is made inert
here. The first line of every page is a marker, by which the page is found again and known to be ours.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bukusop.model import Bentuk, Book, Daftar, Paragraf, Prosedur, Run, Simpul, Sitasi, Sop, Tanggal, Teks
from bukusop.render import Templates
from bukusop.sign import Entry, Register

LIST_KEY, LIST_SLUG, LIST_TITLE = "daftar", "standar-operasional-prosedur", "Standar Operasional Prosedur"
_MARKER = re.compile(r"<!-- bukusop:(daftar|sop/[A-Za-z0-9._-]{1,200}):([0-9a-f]{64}) -->\n?")
_NOTICE = re.compile(r"<!-- bukusop-keadaan -->.*?<!-- /bukusop-keadaan -->\n?", re.DOTALL)
GONE = "Tidak berlaku: "

Line = tuple[Run, ...]
"""A line of a cell."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A page as it is to be: key ("daftar" or "sop/ID"), slug, title and text as WordPress keeps them."""

    key: str
    slug: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Edition:
    """A signed edition, and where its file is in the media library ("": nowhere)."""

    entry: Entry
    url: str
    verifikasi: str

    @property
    def tanggal(self) -> str:
        """The day of signing, in words."""
        return str(Tanggal.of(self.entry.tanggal))

    @property
    def keadaan(self) -> str:
        """What it is worth today."""
        return {"berlaku": "berlaku", "diganti": "sudah diganti", "dicabut": "dicabut"}.get(self.entry.status, "tidak dikenal")

    @property
    def pengesah(self) -> str:
        """Who signed it last of all."""
        return next((f"{one.nama}, {one.jabatan}" for one in reversed(self.entry.penanda_tangan) if one.peran == "pengesah"), "")

    @property
    def ukuran(self) -> str:
        """Its size as people read it."""
        size = self.entry.ukuran
        return f"{size / 1e6:.1f} MB".replace(".", ",") if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"


@dataclass(frozen=True, slots=True)
class Row:
    """A step: what stands in its cells."""

    nomor: str
    kegiatan: tuple[Line, ...]
    pelaksana: str
    kelengkapan: tuple[Line, ...]
    waktu: str
    output: tuple[Line, ...]
    keterangan: tuple[Line, ...]


def slug_of(key: str) -> str:
    """Give the slug of a page: sop/surat-masuk -> sop-surat-masuk."""
    return LIST_SLUG if key == LIST_KEY else slugged(key.replace("/", "-"))


def slugged(text: str) -> str:
    """Give a name as WordPress writes it in addresses."""
    return re.sub(r"[^a-z0-9_]+", "-", text.lower()).strip("-")


def read_marker(text: str) -> tuple[str, str, str]:
    """Give key and digest of a page's marker, and the text behind it; "" and "" where the page is not ours."""
    found = _MARKER.match(text)
    return (found[1], found[2], text[found.end():]) if found else ("", "", text)


def marked(key: str, body: str) -> str:
    """Put the marker before a text."""
    return f"<!-- bukusop:{key}:{digest_of(body)} -->\n{body}"


def digest_of(body: str) -> str:
    """Give the SHA-256 of a page's text without its marker."""
    return hashlib.sha256(body.strip().encode()).hexdigest()


@dataclass(frozen=True)
class Content:
    """Makes the pages of one book; `media` gives the address of a file in the media library by its SHA-256."""

    book: Book
    register: Register
    templates: Templates
    media: Mapping[str, str]

    def sop(self, sop: Sop) -> Draft:
        """Make the page of an SOP."""
        editions = self.editions(f"sop/{sop.id}")
        page = self.templates.page(
            "wordpress-sop", "site", sop=sop, editions=editions, berlaku=_current(editions), dicabut=_withdrawn(editions),
            identitas=self._identity(sop),
            prosedur=[(item.judul, [self._row(item, row) for row in range(len(item.langkah))]) for item in sop.prosedur],
        )
        return Draft(f"sop/{sop.id}", slug_of(f"sop/{sop.id}"), self.title(sop.nama), marked(f"sop/{sop.id}", inert(page)))

    def list_page(self, links: Mapping[str, str], gone: Sequence[tuple[str, str]]) -> Draft:
        """Make the list; `links` are addresses of pages by key, `gone` escaped titles and addresses of those no longer in the book."""
        groups = [
            (bidang, [(sop, links.get(f"sop/{sop.id}", ""), self.editions(f"sop/{sop.id}")) for sop in self._sops(bidang.sop)])
            for bidang in self.book.bidang
        ]
        page = self.templates.page(
            "wordpress-daftar", "site", book=self.book, groups=groups, buku=_current(self.editions("buku")), current=_current,
            withdrawn=_withdrawn,
            gone=[(_plain(title), address) for title, address in gone],
        )
        return Draft(LIST_KEY, LIST_SLUG, LIST_TITLE, marked(LIST_KEY, inert(page)))

    def gone(self, key: str, title: str, text: str, links: Mapping[str, str]) -> Draft:
        """Give the page of an SOP that left the book: as it was, with a notice of what became of it."""
        _, _, body = read_marker(text)
        editions = self.editions(key)
        newest = editions[0].entry if editions else None
        successor = self._successor(newest)
        notice = self.templates.page(
            "wordpress-keadaan", "site", dicabut=_withdrawn(editions), pengganti=successor,
            alamat=links.get(successor.kunci, "") if successor else "", editions=editions,
        )
        kept = _NOTICE.sub("", body)
        notice = f"<!-- bukusop-keadaan -->\n{inert(notice).strip()}\n<!-- /bukusop-keadaan -->\n"
        return Draft(key, slug_of(key), title if title.startswith(GONE) else f"{GONE}{title}", marked(key, notice + kept))

    def title(self, text: str) -> str:
        """Write a title as WordPress keeps it: titles are HTML there."""
        return inert(self.templates.page("wordpress-judul", "site", judul=text).strip())

    def editions(self, key: str) -> tuple[Edition, ...]:
        """Give every signed edition of a document, newest first."""
        base = self.book.alamat_verifikasi
        base = base if base.startswith(("https://", "http://")) else ""
        return tuple(
            Edition(entry, self.media.get(entry.sha256, ""), f"{base}/{entry.id}" if base else "")
            for entry in reversed(self.register.entries) if entry.kunci == key
        )

    @cached_property
    def _by_id(self) -> Mapping[str, Sop]:
        return {sop.id: sop for sop in self.book.sops}

    def _sops(self, ids: Sequence[str]) -> list[Sop]:
        return [self._by_id[id_] for id_ in ids if id_ in self._by_id]

    def _successor(self, entry: Entry | None) -> Entry | None:
        """Give what took the place of an edition, if it is another document."""
        if entry is None or not entry.diganti_oleh:
            return None
        return next((item for item in self.register.entries if item.id == entry.diganti_oleh and item.kunci != entry.kunci), None)

    def _identity(self, sop: Sop) -> list[tuple[str, tuple[Line, ...]]]:
        """Give the rows of the identity table, empty ones left out."""
        dates, pejabat = sop.tanggal, self.book.pejabat_of(sop.disahkan_oleh)
        kaitan = tuple(self._named(item.sop) if item.sop else _joined(item.teks) for item in sop.keterkaitan)
        rows = [
            ("Nomor SOP", _line(sop.nomor)), ("Nama SOP", _line(sop.nama)), ("Unit kerja", _line(sop.unit)),
            ("Bidang", _line(self.book.bidang_of(sop).nama)),
            ("Tanggal pembuatan", _line(str(dates.pembuatan or ""))), ("Tanggal revisi", _line(str(dates.revisi or ""))),
            ("Tanggal efektif", _line(str(dates.efektif or ""))), ("Disahkan oleh", _line(f"{pejabat.jabatan}, {pejabat.nama}")),
            ("Dasar hukum", _listed([_citation(item) for item in sop.dasar_hukum])),
            ("Kualifikasi pelaksana", _listed([_joined(item) for item in sop.kualifikasi_pelaksana])),
            ("Keterkaitan", _listed(kaitan)), ("Peralatan dan perlengkapan", _listed([_joined(item) for item in sop.peralatan])),
            ("Peringatan", _listed([_joined(item) for item in sop.peringatan])),
            ("Pencatatan dan pendataan", _listed([_joined(item) for item in sop.pencatatan])),
        ]
        return [(label, lines) for label, lines in rows if any(lines)]

    def _named(self, id_: str) -> Line:
        return (Run(self._by_id[id_].nama if id_ in self._by_id else id_),)

    def _row(self, prosedur: Prosedur, index: int) -> Row:
        step = prosedur.langkah[index]
        names = {item.kunci: item.nama for item in prosedur.pelaksana}
        actors = dict.fromkeys(names.get(key, key) for simpul in step.simpul for key in simpul.pelaksana)
        answers = tuple(line for simpul in step.simpul for line in _answers(prosedur, simpul))
        return Row(
            step.nomor, lines(step.kegiatan) + answers, ", ".join(actors), lines(step.kelengkapan), step.waktu, lines(step.output),
            lines(step.keterangan),
        )


def _answers(prosedur: Prosedur, simpul: Simpul) -> list[Line]:
    """Say where each answer of a decision leads: without a flowchart the table has to."""
    if simpul.bentuk is not Bentuk.KEPUTUSAN:
        return []
    found: list[Line] = []
    for answer in simpul.jawaban:
        target = prosedur.langkah[answer.ke.langkah] if answer.ke else None
        where = f"ke langkah {target.nomor}" if target and target.nomor else "selesai"
        found.append((Run(answer.label, miring=True), Run(f": {where}")))
    return found


def lines(teks: Teks, indent: str = "") -> tuple[Line, ...]:
    """Give a text as lines: a cell of a table block holds no paragraphs and no lists."""
    found: list[Line] = []
    for block in teks:
        if isinstance(block, Paragraf):
            found.append((Run(indent), *block.isi) if indent else block.isi)
        elif isinstance(block, Daftar):
            for place, item in enumerate(block.butir):
                inner = lines(item) or ((Run(""),),)
                found.append((Run(f"{indent}{_label(block, place)} "), *inner[0]))
                found.extend((Run(f"{indent}  "), *line) for line in inner[1:])
    return tuple(found)


def _label(block: Daftar, place: int) -> str:
    number = block.mulai + place
    if block.gaya == "a" and 1 <= number <= 26:
        return f"{chr(96 + number)}."
    return f"{number}." if block.gaya else "•"


def _line(text: str) -> tuple[Line, ...]:
    return ((Run(text),),) if text else ()


def _joined(teks: Teks) -> Line:
    """Give a text as one line."""
    found: list[Run] = []
    for line in lines(teks):
        found += ([Run(" ")] if found else []) + list(line)
    return tuple(found)


def _listed(items: Sequence[Line]) -> tuple[Line, ...]:
    if len(items) == 1:
        return tuple(items)
    return tuple((Run(f"{place}. "), *item) for place, item in enumerate(items, 1))


def _citation(item: Sitasi) -> Line:
    return (Run(item.peraturan.sitasi),) if item.peraturan else _joined(item.teks)


def _current(editions: Sequence[Edition]) -> Edition | None:
    return next((item for item in editions if item.entry.status == "berlaku"), None)


def _withdrawn(editions: Sequence[Edition]) -> bool:
    return bool(editions) and editions[0].entry.status == "dicabut"


_PIECE = re.compile(r"<[^>]*>|[^<]+")
_CHARACTERS = {"&#34;": "&quot;", "&#39;": "&#039;", "[": "&#091;", "]": "&#093;", "://": "&#058;//"}


def inert(html: str) -> str:
    """Write escaped HTML as WordPress's own filter would, so that it comes back unchanged, and so that WordPress acts upon none of it."""
    def piece(found: re.Match[str]) -> str:
        text = found[0].replace("&#34;", "&quot;").replace("&#39;", "&#039;")
        if text.startswith("<"):
            return text if text.startswith("<!--") else text.replace("[", "%5B").replace("]", "%5D")
        for char, name in _CHARACTERS.items():
            text = text.replace(char, name)
        return text

    return _PIECE.sub(piece, html).strip() + ("\n" if html.endswith("\n") else "")


def _plain(title: str) -> str:
    """Undo the escaping of a title that is to be escaped again."""
    for char, name in (*_CHARACTERS.items(), ("<", "&lt;"), (">", "&gt;")):
        title = title.replace(name, char)
    return title.replace("&#34;", '"').replace("&quot;", '"').replace("&#39;", "'").replace("&#039;", "'").replace("&amp;", "&")
