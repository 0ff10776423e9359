"""What every part of one book is rendered with: the book, its templates, and the words that follow from its status."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bukusop import flowchart
from bukusop.model import Book, Profil, Sop, Status
from bukusop.model.profile import Halaman
from bukusop.render import pdf
from bukusop.render.templates import Templates, css_string
from bukusop.render.text import Linker

DRAFT_SIZE = 120.0
"""Size in pt of the word DRAF across a page."""
DRAFT_COLOR = "#ececec"
"""Light enough to read every line through it, dark enough to survive a copier."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A book and its templates. `links` is False for a file that stands alone; `estimates` may have a memory."""

    book: Book
    templates: Templates
    links: bool = True
    estimates: Callable[[flowchart.Graph], flowchart.Demand] = flowchart.estimate

    def file(self, address: str) -> bytes:
        """Give the bytes of `gambar:PATH` or `templat:NAME`. Raises KeyError for an unknown one."""
        scheme, _, name = address.partition(":")
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

    def common(self, part: str, profil: Profil, page: Halaman, title: str) -> dict[str, Any]:
        """Give the values that `halaman/dasar.html` wants."""
        return {
            "book": self.book, "instansi": self.book.instansi, "kontak": self.contact, "bagian": part, "judul": title,
            "kertas": page, "gaya": profil.keputusan, "catatan": "", "kepala_berjalan": "",
        }

    def notes(self, profil: Profil, sop: Sop) -> str:
        """Give the notes at the foot of a sheet; those on electronic signing only where there is going to be one."""
        lines = list(profil.catatan_kaki)
        if self.book.status is Status.ELEKTRONIK:
            lines.extend(profil.catatan_tte)
        return css_string("\n".join(self.fill(line, nomor=sop.nomor) for line in lines)) if lines else ""

    def fill(self, pattern: str, **more: str) -> str:
        """Fill the {words} of a profile's pattern; an unknown one stays as it is written."""
        office = self.book.instansi
        words = {"pemerintah": office.pemerintah, "daerah": office.daerah, "dinas": office.nama, "judul": self.book.judul, **more}
        for name, value in words.items():
            pattern = pattern.replace("{" + name + "}", value)
        return pattern

    def draft_mark(self, pages: pdf.Pages, font: str) -> None:
        """Have every page say DRAF, lightly and underneath, while the book is a draft."""
        if self.book.status is not Status.DRAF:
            return
        mark = pdf.words("DRAF", font, DRAFT_SIZE, "bold", DRAFT_COLOR)
        for number in range(len(pages)):
            width, height = pages.size(number)
            length = (width**2 + height**2) ** 0.5
            cos, sin = width / length, -height / length
            x = width / 2 - (mark.width * cos - mark.height * sin) / 2
            y = height / 2 - (mark.width * sin + mark.height * cos) / 2

            def below(canvas: pdf.Canvas, at: tuple[float, float] = (x, y), angle: tuple[float, float] = (cos, sin)) -> None:
                canvas.words(mark, *at, angle=angle)

            pages.paint_with(number, below, None)
