"""Parts (PDF bytes from the renderer) in; one tagged PDF/A-3a + PDF/UA-1 file (bytes) out.

What the renderer gives for each part:

- a PDF written by WeasyPrint with `pdf_variant="pdf/a-3a"`, `lang` on <html>, page margin boxes allowed;
- ids in its HTML of the form `<part>--<name>`, links to other parts as `bukusop:<part>` or `bukusop:<part>#<name>`;
- headers of rows as `<th scope="row">` (else cells beside them have no header, which PDF/UA forbids), no `opacity` over
  text (WeasyPrint then marks text inside a form, where no ParentTree reaches it);
- bookmarks, stamps and, if it knows them, the pages where a table goes on (`Part`).

And once: a donor of fonts, made in two steps from the parts themselves. `used_text(part.pdf)` says which characters each
face needs; `donor_html` makes them an HTML page; WeasyPrint renders that like a part.

The passes, in their order (`book.py`): parts are taken as they come, their pages and trees copied, tables joined, margin
boxes turned into artifacts; then, in book order: number the pages, resolve links, join the trees; lend the donor's fonts,
share equal resources, paint folios and stamps; write destinations, outline, page labels, properties. No clock, no chance:
same input, same bytes. `readback` reads a finished file with another library.
"""

from bukusop.assemble.book import Bindery, assemble
from bukusop.assemble.fonts import Face, donor_html, used_text
from bukusop.assemble.numbering import PageNumber, PageNumbers, number_pages
from bukusop.assemble.parts import (
    AssembleError,
    FolioStyle,
    Metadata,
    MissingGlyph,
    OutlineEntry,
    Part,
    Stamp,
    UnknownDestination,
    UnknownPart,
)

__all__ = [
    "AssembleError",
    "Bindery",
    "Face",
    "FolioStyle",
    "Metadata",
    "MissingGlyph",
    "OutlineEntry",
    "PageNumber",
    "PageNumbers",
    "Part",
    "Stamp",
    "UnknownDestination",
    "UnknownPart",
    "assemble",
    "donor_html",
    "number_pages",
    "used_text",
]
