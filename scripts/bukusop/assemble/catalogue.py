"""What a part's file says about itself as a whole: read, and what the book needs of it taken over.

Taken over: the output intent (once), form fields (signature places), attachments. All else of a part's catalogue is
made anew for the book (`book.py`).
"""

from __future__ import annotations

from io import BytesIO

from pikepdf import Dictionary, Object, PasswordError, Pdf, PdfError, String

from bukusop import __version__
from bukusop.assemble.objects import Holes
from bukusop.assemble.parts import AssembleError, Part
from bukusop.assemble.structure import name_tree

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


def take_intents(source: Pdf, part_id: str) -> Object:
    """Give the output intents of a part."""
    if "/OutputIntents" not in source.Root:
        raise AssembleError(f"part {part_id}: no output intent, so it is not PDF/A")
    return source.make_indirect(source.Root.OutputIntents)


def engine(source: Pdf) -> str:
    """Name the program that rendered a part."""
    return str(source.trailer.get("/Info", Dictionary()).get("/Producer", ""))


def producer(engine: str) -> str:
    """Name this program and the one that rendered the parts."""
    return f"bukusop {__version__}" + (f" ({engine})" if engine else "")


def take_fields(source: Pdf, part_id: str, holes: Holes) -> tuple[list[tuple[Object, int, str]], int]:
    """Give form fields with the holes of their names and the names, and the form's signature flags."""
    form = source.Root.get("/AcroForm")
    if form is None:
        return [], 0
    fields = []
    for found in form.Fields:
        if str(found.get("/FT", "")) in _TEXT_FIELDS:
            raise AssembleError(f"part {part_id}: a field to type into ({found.get('/T')}) cannot be kept")
        name = str(found.get("/T", ""))
        hole, stand_in = holes.new()
        found.T = stand_in
        fields.append((source.make_indirect(found), hole, name))
    return fields, int(form.get("/SigFlags", 0))


def take_files(source: Pdf) -> list[tuple[Object, str]]:
    """Give attached files and the bytes of their names in hexadecimal."""
    tree = source.Root.get("/Names", Dictionary()).get("/EmbeddedFiles", Dictionary())
    return [(source.make_indirect(file), bytes(String(name)).hex()) for name, file in name_tree(tree)]
