"""Parts (PDF bytes from the renderer) in; one tagged PDF/A-3a + PDF/UA-1 file (bytes) out.

What the renderer gives for each part:

- a PDF written by WeasyPrint with `pdf_variant="pdf/a-3a"`, `lang` on <html>, page margin boxes allowed;
- ids in its HTML of the form `<part>--<name>`, links to other parts as `bukusop:<part>` or `bukusop:<part>#<name>`;
- headers of rows as `<th scope="row">` (else cells beside them have no header, which PDF/UA forbids), no `opacity` over
  text (WeasyPrint then marks text inside a form, where no ParentTree reaches it);
- bookmarks, stamps and, if it knows them, the pages where a table goes on (`Part`).

And once: a donor of fonts, made in two steps from the parts themselves. `used_text(part.pdf)` says which characters each
face needs; `donor_html` makes them an HTML page; WeasyPrint renders that like a part.

Binding is in two steps, so that neither its time nor its memory grows with all that a book holds:

- `prepare` (`preparation.py`): a part alone, where it was rendered, side by side with others. Tables are joined, margin
  boxes become artifacts, ids unique; its objects are written once and for all, as a fragment: text with holes for what only
  the book knows (`fragment.py`). Kept with the part.
- `Bindery.bind` (`book.py`): fragments are read one after the other, their holes filled, and the file is written as they go
  (`output.py`). Equal resources are written once, the donor's fonts lent, folios and stamps painted; then the tree's trunk,
  destinations, outline, page labels, properties.

No clock, no chance: same input, same bytes. `readback` reads a finished file with another library.
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
from bukusop.assemble.preparation import prepare
from bukusop.assemble.press import press

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
    "prepare",
    "press",
    "used_text",
]
