"""What a part's file says about itself as a whole: read, and what the book needs of it taken over.

Taken over: the output intent (once), form fields (signature places), attachments. All else of a part's catalogue is
made anew for the book.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from pikepdf import Array, Dictionary, Object, PasswordError, Pdf, PdfError, String

from bukusop import __version__
from bukusop.assemble.parts import AssembleError, Part
from bukusop.assemble.structure import name_tree, sorted_names

_TEXT_FIELDS = ("/Tx", "/Ch")


def open_part(part: Part) -> Pdf:
    """Open a part's PDF; it stays open until the book is saved."""
    if not part.id or "--" in part.id or "#" in part.id:
        raise AssembleError(f"{part.id!r} cannot be a part's id: '--' and '#' separate it from names")
    try:
        source = Pdf.open(BytesIO(part.pdf))
    except (PdfError, PasswordError) as error:
        raise AssembleError(f"part {part.id}: not a readable PDF: {error}") from error
    for stamp in part.stamps:
        if not 0 <= stamp.page < len(source.pages):
            raise AssembleError(f"part {part.id}: the stamp {stamp.text!r} has no page")
    return source


def part_language(source: Pdf, language: str) -> str | None:
    """Give a part's language if it is not the book's."""
    own = str(source.Root.get("/Lang", ""))
    return own if own and own != language else None


def producer(sources: Sequence[Pdf]) -> str:
    """Name this program and the one that rendered the parts."""
    info = sources[0].trailer.get("/Info", Dictionary()) if sources else Dictionary()
    engine = str(info.get("/Producer", ""))
    return f"bukusop {__version__}" + (f" ({engine})" if engine else "")


def take_catalogues(book: Pdf, opened: Sequence[tuple[Part, Pdf]]) -> None:
    """Take over output intent, form fields and attachments of all parts (their pages are in the book already)."""
    if not opened:
        raise AssembleError("a book without parts")
    fields: list[Object] = []
    flags = 0
    taken: set[str] = set()
    files: dict[bytes, Object] = {}
    for part, source in opened:
        if "/OutputIntents" not in source.Root:
            raise AssembleError(f"part {part.id}: no output intent, so it is not PDF/A")
        form = source.Root.get("/AcroForm")
        if form is not None:
            flags |= int(form.get("/SigFlags", 0))
            fields += [_take_field(book, field, part.id, taken) for field in form.Fields]
        for name, file in name_tree(source.Root.get("/Names", Dictionary()).get("/EmbeddedFiles", Dictionary())):
            key = bytes(String(name))
            files[key if key not in files else bytes(String(f"{part.id}--{name}"))] = book.copy_foreign(file)
    intents = opened[0][1].make_indirect(opened[0][1].Root.OutputIntents)
    book.Root.OutputIntents = book.copy_foreign(intents)
    if fields or flags:
        book.Root.AcroForm = book.make_indirect(Dictionary(Fields=Array(fields), SigFlags=flags))
    if files:
        book.Root.Names = Dictionary(EmbeddedFiles=book.make_indirect(Dictionary(Names=Array(sorted_names(files)))))
        book.Root.AF = Array(files.values())


def _take_field(book: Pdf, field: Object, part_id: str, taken: set[str]) -> Object:
    """Take over a form field (a widget of a copied page); a name that is taken gets the part's id in front."""
    if str(field.get("/FT", "")) in _TEXT_FIELDS:
        raise AssembleError(f"part {part_id}: a field to type into ({field.get('/T')}) cannot be kept")
    copy = book.copy_foreign(field)
    name = str(copy.get("/T", ""))
    if name in taken:
        name = f"{part_id}--{name}"
        copy.T = String(name)
    taken.add(name)
    return copy
