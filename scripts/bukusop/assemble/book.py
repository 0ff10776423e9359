"""Parts in, one tagged PDF/A-3a + PDF/UA-1 file out: the passes of assembly, in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from pikepdf import Object, ObjectStreamMode, Pdf, PdfError, StreamDecodeLevel

from bukusop.assemble.catalogue import engine, has_more, open_part, part_language, producer, take_catalogues, take_intents
from bukusop.assemble.content import keep_streams
from bukusop.assemble.fonts import Donor
from bukusop.assemble.navigation import (
    Links,
    Place,
    read_spots,
    write_destinations,
    write_outline,
    write_page_labels,
)
from bukusop.assemble.numbering import number_pages
from bukusop.assemble.parts import AssembleError, FolioStyle, Metadata, Part
from bukusop.assemble.properties import write_properties
from bukusop.assemble.sharing import Shelf
from bukusop.assemble.stamping import Painter, folio_stamp
from bukusop.assemble.structure import BookTree, Census, Tree, drop_unreached, name_ids, take_tree, walk
from bukusop.assemble.tables import join_tables


def assemble(
    parts: Sequence[Part],
    donor: bytes,
    folio: FolioStyle,
    metadata: Metadata,
    *,
    elsewhere: Mapping[str, str] | None = None,
    plain: bool = True,
) -> bytes:
    """Join parts, in the order given, into one file; see `Bindery.bind`."""
    with Bindery() as bindery:
        for rank, part in enumerate(parts):
            bindery.take(rank, part)
        return bindery.bind(donor, folio, metadata, elsewhere=elsewhere, plain=plain)


@dataclass(frozen=True, slots=True)
class _Taken:
    """A part inside the book. Its source stays open only where the book will need more of it (`has_more`)."""

    part: Part
    source: Pdf | None
    language: str
    place: Place
    tree: Tree
    census: Census


class Bindery:
    """A book in the making: parts are taken as they come, and bound in the order of their ranks. Used with `with`."""

    def __init__(self) -> None:
        """Begin an empty book."""
        self._book = Pdf.new()
        self._taken: dict[int, _Taken] = {}
        self._intents: Object | None = None
        self._engine = ""

    def __enter__(self) -> Bindery:
        return self

    def __exit__(self, *_: object) -> None:
        self._book.close()

    def take(self, rank: int, part: Part) -> None:
        """Take a part: copy its pages and its structure, join its tables. `rank` is its place in the book."""
        try:
            self._take(rank, part)
        except PdfError as error:
            raise AssembleError(f"part {part.id} is not a readable file: {error}") from error

    def _take(self, rank: int, part: Part) -> None:
        source = open_part(part)
        first = sum(len(taken.place.pages) for other, taken in self._taken.items() if other < rank)
        for offset, copied in enumerate(source.pages):
            self._book.pages.insert(first + offset, copied)
        pages = [self._book.pages[first + offset].obj for offset in range(len(source.pages))]
        place = Place(part, pages, read_spots(source, part.id))
        tree = take_tree(self._book, source, pages, part.id)
        census = walk(tree)
        dropped = join_tables(tree, census, part.continued_tables, part.id)
        drop_unreached(tree, census, dropped, part.id)
        if "/OutputIntents" not in source.Root:
            raise AssembleError(f"part {part.id}: no output intent, so it is not PDF/A")
        intents = self._intents or take_intents(self._book, source)
        keep_streams(intents, *(page[key] for page in pages for key in ("/Contents", "/Resources", "/Annots") if key in page))
        self._intents, self._engine = intents, self._engine or engine(source)
        self._taken[rank] = _Taken(part, source if has_more(source) else None, part_language(source), place, tree, census)

    def bind(
        self, donor: bytes, folio: FolioStyle, metadata: Metadata, *, elsewhere: Mapping[str, str] | None = None, plain: bool = True
    ) -> bytes:
        """Finish the book and give its bytes; the same parts give the same bytes, in whatever order they were taken.

        `donor` is a small PDF that holds all glyphs of the parts and of the folios and stamps: see `fonts.py`. Links to
        parts that were not taken (an SOP's own file) become the URI that `elsewhere` gives for the part's id, or plain
        text where it gives ""; any other raises `UnknownPart`.

        `plain` writes every object on its own and a classic cross-reference table, which later signing needs (pyHanko's
        difference analysis is quadratic on one large object stream); False packs objects, for a much smaller file.
        """
        taken = [self._taken[rank] for rank in sorted(self._taken)]
        if not taken:
            raise AssembleError("a book without parts")
        try:
            self._book.Root.OutputIntents = self._intents
            _finish(self._book, taken, donor, folio=folio, language=metadata.language, elsewhere=elsewhere or {})
            write_properties(self._book, metadata, producer(self._engine))
            target = BytesIO()
            self._book.save(
                target,
                force_version="1.7",
                object_stream_mode=ObjectStreamMode.disable if plain else ObjectStreamMode.generate,
                stream_decode_level=StreamDecodeLevel.none,
                deterministic_id=True,
            )
            return target.getvalue()
        except PdfError as error:
            raise AssembleError(f"the parts do not make a readable file: {error}") from error


def _finish(
    book: Pdf, taken: Sequence[_Taken], donor_pdf: bytes, *, folio: FolioStyle, language: str, elsewhere: Mapping[str, str]
) -> None:
    """Make one book of what was taken: structure, links, fonts, numbers, navigation."""
    numbers = number_pages([(item.part.id, item.part.folio, len(item.place.pages)) for item in taken])
    take_catalogues(book, [(item.part, item.source) for item in taken if item.source is not None])

    tree_of_book = BookTree(book)
    links = Links({item.part.id: item.place for item in taken}, elsewhere)
    for item in taken:
        links.resolve(item.place, item.tree)
        foreign = item.language if item.language != language else ""
        tree_of_book.add(item.tree, name_ids(item.census, item.part.id), item.place.title(), foreign or None)
    tree_of_book.finish()

    donor = Donor(book, donor_pdf)
    shelf = Shelf(donor)
    painter = Painter(book, donor)
    for item in taken:
        for index, page in enumerate(item.place.pages):
            page.Resources = shelf.share(page.Resources)
            number = numbers.pages[numbers.starts[item.part.id] + index]
            stamps = [stamp for stamp in item.part.stamps if stamp.page == index]
            if number.printed:
                stamps.append(folio_stamp(folio, number, numbers.starts[item.part.id] + index, page))
            painter.paint(page, stamps)
    book.Root.OutputIntents = shelf.share(book.Root.OutputIntents)

    places = [item.place for item in taken]
    write_destinations(book, places, links.used)
    write_outline(book, places)
    write_page_labels(book, numbers)
