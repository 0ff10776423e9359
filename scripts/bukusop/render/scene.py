"""What every part of one book is rendered with: the book, its templates, and the words that follow from its status."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from bukusop import flowchart
from bukusop.model import Book, JenisBagian, Pengesahan, Profil, Sop, Status
from bukusop.model.profile import Halaman
from bukusop.render import mark, pdf, qr
from bukusop.render.templates import Templates, css_string
from bukusop.render.text import Linker

DRAFT_SIZE = 120.0
"""Size in pt of the words DRAF and UJI COBA across a page."""
DRAFT_COLOR = "#ececec"
"""Light enough to read every line through it, dark enough to survive a copier."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A book and its templates. `links` is False for a file that stands alone; `estimates` may have a memory.

    `sahan` is the signing that pages of status `elektronik` are made for; for any other status it says nothing.
    """

    book: Book
    templates: Templates
    links: bool = True
    estimates: Callable[[flowchart.Graph], flowchart.Demand] = flowchart.estimate
    sahan: Pengesahan | None = None

    def file(self, address: str) -> bytes:
        """Give the bytes of `gambar:PATH`, `templat:NAME` or `qr:CODE.svg`. Raises KeyError for an unknown one."""
        scheme, _, name = address.partition(":")
        if scheme == qr.SCHEME:
            return qr.drawn(name)
        return dict(self.book.gambar)[name] if scheme == "gambar" else self.templates.file(name)

    def linker(self, part: str) -> Linker:
        """Give the address of a link target inside the part `part`."""
        def link(target: str) -> str:
            kind, _, name = target.partition(":")
            if kind == "sop":
                return f"bukusop:sop-{name}" if self.links else ""
            if kind == "bab":
                return f"bukusop:naskah-{name}" if self.links else ""
            return f"#{part}--{target[1:]}" if target.startswith("#") else target

        return link

    @property
    def contact(self) -> str:
        """Telephone, e-mail and website in one line."""
        office = self.book.instansi
        named = (("Telepon", office.telepon), ("Surel", office.surel), ("Laman", office.laman.removeprefix("https://")))
        return ", ".join(f"{name} {value}" for name, value in named if value)

    @property
    def tte(self) -> Pengesahan | None:
        """The signing that the pages are made for; None where they are not made for one."""
        return self.sahan if self.book.status is Status.ELEKTRONIK else None

    def tanda(self, jenis: JenisBagian, id_: str, kunci: str, *, main: bool = True) -> mark.Tanda | None:
        """Give the block of an office holder in a part of an electronically signed document, as `mark.of_part`; else None."""
        tte = self.tte
        return mark.of_part(self.book, tte, jenis, id_, self.book.pejabat_of(kunci), main=main) if tte else None

    def common(
        self, part: str, profil: Profil, page: Halaman, title: str, lines: Sequence[str] | None = None, top: float = mark.NOTE_TOP
    ) -> dict[str, Any]:
        """Give the values that `halaman/dasar.html` wants; `lines` are the notes at the foot, where there are more than `notes`."""
        lines = self.notes(profil) if lines is None else lines
        return {
            "book": self.book, "instansi": self.book.instansi, "kontak": self.contact, "bagian": part, "judul": title,
            "kertas": self.page(profil, page, lines, top), "gaya": profil.keputusan, "kepala_berjalan": "",
            "catatan": Markup(css_string("\n".join(lines))) if lines else "", "catatan_atas": top,
        }

    def notes(self, profil: Profil) -> tuple[str, ...]:
        """Give the notes at the foot of every page: on electronic signing, where there is going to be one."""
        return tuple(self.fill(line) for line in mark.notes(self.book, profil, self.sahan))

    def sheet_notes(self, profil: Profil, sop: Sop) -> tuple[str, ...]:
        """Give the notes at the foot of a sheet: the profile's own, and those of every page."""
        return (*(self.fill(line, nomor=sop.nomor) for line in profil.catatan_kaki), *self.notes(profil))

    def page(self, profil: Profil, page: Halaman, lines: Sequence[str], top: float = mark.NOTE_TOP) -> Halaman:
        """Give a page with room for its notes, where it is one of an electronically signed document; others are left as they are."""
        return mark.page_with(page, lines, profil, top) if self.book.status is Status.ELEKTRONIK else page

    def decree_top(self, profil: Profil) -> float:
        """Give the distance of the notes of a Keputusan from its text: a catchword may stand between."""
        return mark.CATCHWORD_MM if profil.keputusan.kata_penyambung else mark.NOTE_TOP

    def fill(self, pattern: str, **more: str) -> str:
        """Fill the {words} of a profile's pattern; an unknown one stays as it is written."""
        office = self.book.instansi
        words = {"pemerintah": office.pemerintah, "daerah": office.daerah, "dinas": office.nama, "judul": self.book.judul, **more}
        for name, value in words.items():
            pattern = pattern.replace("{" + name + "}", value)
        return pattern

    def draft_mark(self, pages: pdf.Pages, font: str) -> None:
        """Have every page say DRAF, lightly and underneath, while the book is a draft, and UJI COBA in a rehearsal of signing."""
        rehearsal = self.tte is not None and self.tte.uji
        if self.book.status is not Status.DRAF and not rehearsal:
            return
        word = pdf.words(mark.REHEARSAL if rehearsal else "DRAF", font, DRAFT_SIZE, "bold", DRAFT_COLOR)
        for number in range(len(pages)):
            width, height = pages.size(number)
            length = (width**2 + height**2) ** 0.5
            cos, sin = width / length, -height / length
            x = width / 2 - (word.width * cos - word.height * sin) / 2
            y = height / 2 - (word.width * sin + word.height * cos) / 2

            def below(canvas: pdf.Canvas, at: tuple[float, float] = (x, y), angle: tuple[float, float] = (cos, sin)) -> None:
                canvas.words(word, *at, angle=angle)

            pages.paint_with(number, below, None)
