"""What every page of the website is made with: the book, what was signed, the templates; and a page or file, ready to be written.

Links inside the site are relative (`akar` leads to its root), so that it can stand in any folder of any server; only machines that read
the site get whole addresses.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlsplit

from bukusop import flowchart
from bukusop.model import Book, Peraturan, Sitasi, Sop
from bukusop.render import Templates
from bukusop.sign import Entry, Register
from bukusop.site.entries import pdf_paths, sound
from bukusop.site.logo import logo_file
from bukusop.site.occurrences import Actor, Law, actors, fold, law_key, laws


@dataclass(frozen=True, slots=True)
class File:
    """A file of the website: its path from the root ("sop/surat-masuk/index.html"), and its bytes."""

    path: str
    data: bytes


@dataclass(frozen=True)
class Site:
    """The website of one book.

    `shelf` holds other files that can be had by path below `build/` (signed PDFs, Word), with their bytes; bytes of replaced editions
    stand there under any name, and are known by their SHA-256 (`held`). `peraturan` is the register of regulations, uncited ones too;
    `estimates` may have a memory, as in `render.Scene`.
    """

    book: Book
    register: Register
    templates: Templates
    today: date
    shelf: Mapping[str, bytes]
    peraturan: Mapping[str, Peraturan] = field(default_factory=dict)
    estimates: Callable[[flowchart.Graph], flowchart.Demand] = flowchart.estimate

    @property
    def address(self) -> str:
        """The address of the site's root, without a slash at the end; "" where the office named none that is one of the web."""
        return _web(self.book.situs.alamat)

    @property
    def folder(self) -> str:
        """The path of the site's root on its host, with a slash at both ends."""
        try:
            parts = [part for part in urlsplit(self.address).path.split("/") if part]
        except ValueError:
            parts = []
        return quote("/".join(["", *parts, ""]), safe="/%~")

    def page(self, path: str, template: str, judul: str, deskripsi: str, **values: Any) -> File:
        """Fill the template `site/<template>.html`; `path` is a folder ("sop/surat-masuk"; "" for the first page) or a file.

        Every template extends `site/dasar.html`, which wants `judul` (title) and `deskripsi` (one sentence, for search engines).
        """
        name = path if path.endswith(".html") else f"{path}/index.html".lstrip("/")
        root = self.folder if name == "404.html" else "../" * name.count("/")      # a server shows 404.html at any address
        html = self.templates.page(
            template, "site", akar=root, alamat=f"{self.address}/{name.removesuffix('index.html')}", judul=judul,
            deskripsi=deskripsi, book=self.book, situs=self.book.situs, bagian_situs=name.partition("/")[0], uji=self.uji,
            logo=self.logo[0] if self.logo else "", laman=_web(self.book.instansi.laman), **values,
        )
        return File(name, html.encode())

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """The SHA-256 of every file on the shelf, by its path below `build/`."""
        return {name: hashlib.sha256(data).hexdigest() for name, data in self.shelf.items()}

    @cached_property
    def held(self) -> Mapping[str, str]:
        """The path of a file on the shelf, by its SHA-256."""
        return {sha256: name for name, sha256 in self.digests.items()}

    @cached_property
    def published(self) -> tuple[Entry, ...]:
        """The register's entries that the website shows, oldest first; see `entries.sound`."""
        return tuple(entry for entry in self.register.entries if sound(entry))

    @cached_property
    def pdfs(self) -> Mapping[str, str]:
        """Where the website has signed PDFs ("berkas/sop/surat-masuk.pdf"), by their SHA-256."""
        return pdf_paths(self.published, self.held)

    @cached_property
    def current(self) -> Mapping[str, Entry]:
        """The entry in force of every signed document, by its key ("buku", "sop/ID")."""
        return {entry.kunci: entry for entry in self.published if entry.status == "berlaku"}

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(("buku", *(f"sop/{sop.id}" for sop in self.book.sops)))

    def holds(self, entry: Entry) -> bool:
        """Whether what was signed is still in the book: the book itself, or one of its SOPs."""
        return entry.kunci in self._keys

    def editions(self, sop: Sop) -> tuple[Entry, ...]:
        """Every signed edition of an SOP, newest first."""
        return tuple(entry for entry in reversed(self.published) if entry.kunci == f"sop/{sop.id}")

    def revised(self, sop: Sop) -> str:
        """The day of an SOP's newest change as ISO 8601, "" where none is known."""
        dates = sop.tanggal
        newest = max((item for item in (dates.pembuatan, dates.revisi, dates.efektif) if item), default=None)
        return newest.iso if newest else ""

    @cached_property
    def logo(self) -> tuple[str, bytes] | None:
        """The logo's name below `aset/` and its bytes; None where it cannot be served."""
        path = self.book.instansi.logo
        return next((logo_file(path, data) for name, data in self.book.gambar if name == path), None)

    @cached_property
    def uji(self) -> str:
        """Whether documents in force were signed for rehearsal only, as every page says: "semua", "sebagian", or ""."""
        found = {entry.uji for entry in self.current.values()}
        return "" if True not in found else "sebagian" if False in found else "semua"

    @cached_property
    def actors(self) -> Mapping[str, Actor]:
        """Every pelaksana of the book by slug, in the order of the alphabet."""
        return actors(self.book)

    @cached_property
    def laws(self) -> Mapping[str, Law]:
        """Every regulation that is cited by slug, those of highest rank first."""
        return laws(self.book)

    def actor_path(self, nama: str) -> str:
        """Give the folder of a pelaksana's page ("pelaksana/kepala-dinas/") by the name as a sheet writes it."""
        return f"pelaksana/{self._actor_slugs[fold(nama)]}/"

    def law_path(self, sitasi: Sitasi) -> str:
        """Give the folder of a regulation's page ("dasar-hukum/uu-25-2009/") by a citation of the book."""
        return f"dasar-hukum/{self._law_slugs[law_key(sitasi)]}/"

    @cached_property
    def _actor_slugs(self) -> Mapping[str, str]:
        return {fold(actor.nama): slug for slug, actor in self.actors.items()}

    @cached_property
    def _law_slugs(self) -> Mapping[str, str]:
        return {law.kunci: slug for slug, law in self.laws.items()}


def _web(address: str) -> str:
    """Give an address that may stand in a link: of the web, with nothing in it that an address cannot hold; else ""."""
    if not address.startswith(("https://", "http://")):
        return ""
    visible = "".join(letter for letter in address if letter >= " ")
    head, mark, tail = quote(visible, safe=":/?#@!$&'()*+,;=~%-._").partition("#")
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", head + mark + tail.replace("#", "%23"))
