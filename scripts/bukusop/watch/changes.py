"""Which parts a save touches.

Two questions, the cheap one first: did the part's own source change (milliseconds for a whole book), and, where only something
that all parts share did, does this part look different for it (`render.ingredients`, some hundredths of a second for a sheet).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bukusop import render
from bukusop.cache import Identity, digest
from bukusop.model import Book, Chapter, Keputusan, Sop


@dataclass(frozen=True, slots=True)
class Signs:
    """By part id a digest of what is the part's own; and one of everything that parts share."""

    own: Mapping[str, str]
    common: str

    def of(self, part: str) -> str:
        """Give what stays the same as long as a part does; it may change where the part does not."""
        return self.own[part] + self.common


def read_signs(scene: render.Scene, specs: Sequence[render.PartSpec]) -> Signs:
    """Give the signs of a book's parts."""
    book = scene.book
    texts = {(type(item), item.id): repr(item) for item in own_sources(book)}
    kinds = {render.Jenis.LEMBAR: Sop, render.Jenis.NASKAH: Chapter, render.Jenis.KEPUTUSAN: Keputusan}
    own = {spec.id: digest(texts.get((kinds.get(spec.jenis, Book), spec.key), "")) for spec in specs}
    sops = [replace(sop, prosedur=(), dasar_hukum=(), keterkaitan=()) for sop in book.sops]
    shared = replace(book, keputusan=(), chapters=(), sops=tuple(sops), gambar=())
    files = [piece for name, data in (*book.gambar, *sorted(scene.templates.files.items())) for piece in (name, data)]
    chapters = [(chapter.id, chapter.nomor, chapter.judul) for chapter in book.chapters]
    return Signs(own, digest(repr(shared), repr(chapters), *files))


def own_sources(book: Book) -> tuple[Sop | Chapter | Keputusan, ...]:
    """Give everything that has a file of its own."""
    return (*book.sops, *book.chapters, *book.keputusan)


def looks_different(
    before: tuple[render.Scene, render.PartSpec], after: tuple[render.Scene, render.PartSpec], identity: Identity
) -> bool:
    """Whether a part looks different in two states of the book."""
    return before[1].title != after[1].title or render.ingredients(*before, identity) != render.ingredients(*after, identity)
