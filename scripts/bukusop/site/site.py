"""What every page of the website is made with: the book, what was signed, the templates; and a page or file, ready to be written.

Links inside the site are relative (`akar` leads to its root), so that it can stand in any folder of any server; only machines that read
the site get whole addresses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from bukusop.model import Book, Sop
from bukusop.render import Templates
from bukusop.sign import Entry, Register


@dataclass(frozen=True, slots=True)
class File:
    """A file of the website: its path from the root ("sop/surat-masuk/index.html"), and its bytes."""

    path: str
    data: bytes


@dataclass(frozen=True)
class Site:
    """The website of one book. `shelf` holds other files that can be had by path below `build/` (signed PDFs, Word), with their bytes."""

    book: Book
    register: Register
    templates: Templates
    today: date
    shelf: Mapping[str, bytes]

    @property
    def address(self) -> str:
        """The address of the site's root, without a slash at the end."""
        return self.book.situs.alamat

    def page(self, path: str, template: str, judul: str, deskripsi: str, **values: Any) -> File:
        """Fill the template `site/<template>.html`; `path` is a folder ("sop/surat-masuk"; "" for the first page) or a file.

        Every template extends `site/dasar.html`, which wants `judul` (title) and `deskripsi` (one sentence, for search engines).
        """
        name = path if path.endswith(".html") else f"{path}/index.html".lstrip("/")
        html = self.templates.page(
            template, "site", akar="../" * name.count("/"), alamat=f"{self.address}/{name.removesuffix('index.html')}", judul=judul,
            deskripsi=deskripsi, book=self.book, situs=self.book.situs, bagian_situs=name.partition("/")[0], **values,
        )
        return File(name, html.encode())

    @cached_property
    def current(self) -> Mapping[str, Entry]:
        """The entry in force of every signed document, by its key ("buku", "sop/ID")."""
        return {entry.kunci: entry for entry in self.register.entries if entry.status == "berlaku"}

    def editions(self, sop: Sop) -> tuple[Entry, ...]:
        """Every signed edition of an SOP, newest first."""
        return tuple(entry for entry in reversed(self.register.entries) if entry.kunci == f"sop/{sop.id}")

    def revised(self, sop: Sop) -> str:
        """The day of an SOP's newest change as ISO 8601, "" where none is known."""
        dates = sop.tanggal
        newest = max((item for item in (dates.pembuatan, dates.revisi, dates.efektif) if item), default=None)
        return newest.iso if newest else ""
