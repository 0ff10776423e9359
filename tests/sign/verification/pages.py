"""A small tagged PDF with three empty signature fields, written by hand: pages -> bytes. Fast, and every object of it is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

FIELDS = {"ttd_sekretaris": (60, 120, 200, 170), "ttd_kabid": (220, 120, 360, 170), "ttd_kepala": (380, 120, 540, 200)}
LOCK = b"/Lock << /Type /SigFieldLock /Action /All /P 1 >>"
NAMES = ("Drs. Contoh Nama, M.Si.", "Lembar kedua", "Lembar ketiga")


def small_pdf(
    lines: Sequence[str] = NAMES, *, lock: bool = True, more: Mapping[int, bytes] | None = None, dangling: int = 0, notes: bytes = b"",
) -> bytes:
    """Give a PDF with a page per line: catalog 1, page tree 2, AcroForm 3, font 4, info 5, structure 6-9, fields 10-12, pages from 20.

    `more` adds objects; `dangling` is the number of an object that page 1 names among its contents and that does not exist; `notes` are
    further annotations of page 1.
    """
    pages = range(20, 20 + 2 * len(lines), 2)
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R /AcroForm 3 0 R /Lang (id) /MarkInfo << /Marked true >> /StructTreeRoot 6 0 R >>",
        2: b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(lines), b" ".join(b"%d 0 R" % page for page in pages)),
        3: b"<< /Fields [10 0 R 11 0 R 12 0 R] /SigFlags 3 >>",
        4: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        5: b"<< /Title (Naskah uji) /Author (Dinas Contoh) >>",
        6: b"<< /Type /StructTreeRoot /K 7 0 R /ParentTree << /Nums [0 8 0 R 1 9 0 R 2 13 0 R] >> >>",
        7: b"<< /Type /StructElem /S /Document /P 6 0 R /K [8 0 R 9 0 R 13 0 R] >>",
    }
    for index, (name, box) in enumerate(FIELDS.items()):
        element = (8, 9, 13)[index]
        objects[element] = b"<< /Type /StructElem /S /Form /P 7 0 R /K << /Type /OBJR /Obj %d 0 R /Pg 20 0 R >> >>" % (10 + index)
        objects[10 + index] = (
            b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (%s) /TU (%s) /F 132 /Rect [%d %d %d %d] /P 20 0 R /StructParent %d "
            b"/AP << /N %d 0 R >> %s >>"
        ) % (name.encode(), name.encode(), *box, index, 14 + index, LOCK if lock and name == "ttd_kepala" else b"")
        objects[14 + index] = _stream(b"", b"/Type /XObject /Subtype /Form /BBox [0 0 1 1] ")
    for number, line in zip(pages, lines, strict=True):
        contents = b"[%d 0 R %d 0 R]" % (number + 1, dangling) if dangling and number == 20 else b"%d 0 R" % (number + 1)
        annotations = b"/Annots [10 0 R 11 0 R 12 0 R %s]" % notes if number == 20 else b""
        objects[number] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> /Contents %s /Tabs /S %s >>"
        ) % (contents, annotations)
        objects[number + 1] = _stream(text(line))
    return write({**objects, **(more or {})})


def text(line: str, height: int = 700) -> bytes:
    """Give page contents that show a line."""
    return b"BT /F1 18 Tf 72 %d Td (%s) Tj ET" % (height, line.encode("latin-1"))


def _stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<< %s/Length %d >>\nstream\n%s\nendstream" % (more, len(data), data)


def stream(data: bytes, more: bytes = b"") -> bytes:
    """Give a stream object."""
    return _stream(data, more)


def write(objects: Mapping[int, bytes]) -> bytes:
    """Write a file of plain objects and a classic cross-reference table."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    size = max(objects) + 1
    rows = [b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 00000 f \n" for number in range(1, size)]
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size + b"".join(rows)
    return bytes(out) + _end(size, b"/Root 1 0 R /Info 5 0 R", b"01", start)


def append(pdf: bytes, objects: Mapping[int, bytes], *, trailer: bytes = b"/Root 1 0 R /Info 5 0 R") -> bytes:
    """Append an increment, as anybody can: a new version of some objects, whatever the signatures say."""
    out = bytearray(pdf)
    if not pdf.endswith(b"\n"):
        out += b"\n"
    rows = []
    for number, body in sorted(objects.items()):
        rows.append(b"%d 1\n%010d 00000 n \n" % (number, len(out)))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    previous = pdf.rindex(b"startxref")
    before = int(pdf[previous + 9:].split()[0])
    size = max(max(objects) + 1, _size(pdf))
    out += b"xref\n%s" % b"".join(rows)
    return bytes(out) + _end(size, b"%s /Prev %d" % (trailer, before), b"02", start)


def _end(size: int, entries: bytes, state: bytes, start: int) -> bytes:
    return b"trailer\n<< /Size %d %s /ID [<%s> <%s>] >>\nstartxref\n%d\n%%%%EOF\n" % (size, entries, b"01" * 16, state * 16, start)


def _size(pdf: bytes) -> int:
    place = pdf.rindex(b"/Size")
    return int(pdf[place + 5:].split(maxsplit=1)[0].rstrip(b"/>"))
