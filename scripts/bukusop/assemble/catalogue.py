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
    """Open a part's PDF."""
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


def part_language(source: Pdf) -> str:
    """Give a part's language, "" where it names none."""
    return str(source.Root.get("/Lang", ""))


def take_intents(book: Pdf, source: Pdf) -> Object:
    """Copy the output intent of a part."""
    return book.copy_foreign(source.make_indirect(source.Root.OutputIntents))


def has_more(source: Pdf) -> bool:
    """Whether a part has form fields or attachments, for which its file must stay open."""
    return "/AcroForm" in source.Root or "/EmbeddedFiles" in source.Root.get("/Names", Dictionary())


def engine(source: Pdf) -> str:
    """Name the program that rendered a part."""
    return str(source.trailer.get("/Info", Dictionary()).get("/Producer", ""))


def producer(engine: str) -> str:
    """Name this program and the one that rendered the parts."""
    return f"bukusop {__version__}" + (f" ({engine})" if engine else "")


def take_catalogues(book: Pdf, opened: Sequence[tuple[Part, Pdf]]) -> None:
    """Take over form fields and attachments of the parts that have them (their pages are in the book already)."""
    fields: list[Object] = []
    flags = 0
    taken: set[str] = set()
    files: dict[bytes, Object] = {}
    for part, source in opened:
        form = source.Root.get("/AcroForm")
        if form is not None:
            flags |= int(form.get("/SigFlags", 0))
            fields += [_take_field(book, field, part.id, taken) for field in form.Fields]
        for name, file in name_tree(source.Root.get("/Names", Dictionary()).get("/EmbeddedFiles", Dictionary())):
            key = bytes(String(name))
            files[key if key not in files else bytes(String(f"{part.id}--{name}"))] = book.copy_foreign(file)
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
