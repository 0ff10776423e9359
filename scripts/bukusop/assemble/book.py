"""Parts in, one tagged PDF/A-3a + PDF/UA-1 file out: the passes of assembly, in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

from pikepdf import ObjectStreamMode, Pdf, PdfError, StreamDecodeLevel

from bukusop.assemble.catalogue import open_part, part_language, producer, take_catalogues
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
from bukusop.assemble.structure import BookTree, Tree, drop_unreached, name_ids, take_tree, walk
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
    """Join parts, in the order given, into one file; the same input gives the same bytes.

    `donor` is a small PDF that holds all glyphs of the parts and of the folios and stamps: see `fonts.py`. Links to
    parts that are not among `parts` (an SOP's own file) become the URI that `elsewhere` gives for the part's id, or
    plain text where it gives ""; any other raises `UnknownPart`.

    `plain` writes every object on its own and a classic cross-reference table, which later signing needs (pyHanko's
    difference analysis is quadratic on one large object stream); False packs objects, for a much smaller file.
    """
    try:
        with Pdf.new() as book:
            sources = [open_part(part) for part in parts]
            opened = list(zip(parts, sources, strict=True))
            _fill(book, opened, donor, folio=folio, language=metadata.language, elsewhere=elsewhere or {})
            write_properties(book, metadata, producer(sources))
            target = BytesIO()
            book.save(
                target,
                force_version="1.7",
                object_stream_mode=ObjectStreamMode.disable if plain else ObjectStreamMode.generate,
                stream_decode_level=StreamDecodeLevel.none,
                deterministic_id=True,
            )
            return target.getvalue()
    except PdfError as error:
        raise AssembleError(f"the parts do not make a readable file: {error}") from error


def _fill(
    book: Pdf,
    opened: Sequence[tuple[Part, Pdf]],
    donor_pdf: bytes,
    *,
    folio: FolioStyle,
    language: str,
    elsewhere: Mapping[str, str],
) -> None:
    """Fill an empty book: pages, structure, links, fonts, numbers, navigation."""
    numbers = number_pages([(part.id, part.folio, len(source.pages)) for part, source in opened])
    places: dict[str, Place] = {}
    trees: dict[str, Tree] = {}
    for part, source in opened:
        first = len(book.pages)
        for copied in source.pages:
            book.pages.append(copied)
        pages = [book.pages[index].obj for index in range(first, len(book.pages))]
        places[part.id] = Place(part, pages, read_spots(source, part.id))
        trees[part.id] = take_tree(book, source, pages, part.id)
    take_catalogues(book, opened)

    tree_of_book = BookTree(book)
    links = Links(places, elsewhere)
    for part, source in opened:
        tree, place = trees[part.id], places[part.id]
        census = walk(tree)
        dropped = join_tables(tree, census, part.continued_tables, part.id)
        drop_unreached(tree, census, dropped, part.id)
        links.resolve(place, tree)
        tree_of_book.add(tree, name_ids(census, part.id), place.title(), part_language(source, language))
    tree_of_book.finish()

    donor = Donor(book, donor_pdf)
    shelf = Shelf(donor)
    painter = Painter(book, donor)
    for part, _ in opened:
        for index, page in enumerate(places[part.id].pages):
            page.Resources = shelf.share(page.Resources)
            number = numbers.pages[numbers.starts[part.id] + index]
            stamps = [stamp for stamp in part.stamps if stamp.page == index]
            if number.printed:
                stamps.append(folio_stamp(folio, number, numbers.starts[part.id] + index, page))
            painter.paint(page, stamps)
    book.Root.OutputIntents = shelf.share(book.Root.OutputIntents)

    write_destinations(book, places.values(), links.used)
    write_outline(book, places.values())
    write_page_labels(book, numbers)
