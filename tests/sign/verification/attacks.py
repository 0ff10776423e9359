"""What can be done to a signed file without its keys: bytes in, bytes out; objects are those of `pages.py`.

Sources: every row of the table of attacks in the project's notes on signing; Mladenov et al., "1 Trillion Dollar Refund" (2019), "Shadow
Attacks" and "Breaking the Specification: PDF Certification" (2021).
"""

from __future__ import annotations

import io
import random
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pypdf

from tests.conftest import tool
from tests.sign.verification.pages import append, stream, text

Attack = Callable[[bytes], bytes]
BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
FREE = 900
"""Numbers of objects that no test file has yet begin here."""
LYING = text("Kepala Dinas Palsu")


def ranges(pdf: bytes) -> list[tuple[int, int, int, int]]:
    """Give the byte ranges of all signatures, in the order they stand in the file."""
    return [tuple(int(number) for number in match.groups()) for match in BYTE_RANGE.finditer(pdf)]  # type: ignore[misc]


def current(pdf: bytes, number: int) -> bytes:
    """Give the last version of an object, as written."""
    found = list(re.finditer(rb"(?:^|\n)%d 0 obj\s(.*?)\s?endobj" % number, pdf, re.S))
    return found[-1][1].strip()


def changed(pdf: bytes, number: int, old: bytes, new: bytes) -> bytes:
    """Append a version of an object in which something is replaced."""
    body = current(pdf, number)
    assert old in body, (number, old, body[:300])
    return append(pdf, {number: body.replace(old, new, 1)})


def flip(pdf: bytes, chance: random.Random) -> tuple[bytes, int]:
    """Change one bit of one byte that some signature covers; give the place too."""
    first, length, second, rest = chance.choice(ranges(pdf))
    place = chance.choice([chance.randrange(first, length), chance.randrange(second, second + rest)])
    damaged = bytearray(pdf)
    damaged[place] ^= 1 << chance.randrange(8)
    return bytes(damaged), place


def _page(contents: int) -> bytes:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> /Contents %d 0 R >>"
    return page % contents


def text_replaced(pdf: bytes) -> bytes:
    return append(pdf, {21: stream(LYING)})


def contents_replaced(pdf: bytes) -> bytes:
    return append(pdf, {20: current(pdf, 20).replace(b"/Contents 21 0 R", b"/Contents 900 0 R"), 900: stream(LYING)})


def contents_added(pdf: bytes) -> bytes:
    return append(pdf, {20: current(pdf, 20).replace(b"/Contents 21 0 R", b"/Contents [21 0 R 900 0 R]"), 900: stream(LYING)})


def page_added(pdf: bytes) -> bytes:
    pages = current(pdf, 2).replace(b"/Count 3", b"/Count 4").replace(b"24 0 R]", b"24 0 R 900 0 R]")
    return append(pdf, {2: pages, 900: _page(901), 901: stream(LYING)})


def page_removed(pdf: bytes) -> bytes:
    return append(pdf, {2: current(pdf, 2).replace(b"/Count 3", b"/Count 2").replace(b" 24 0 R]", b"]")})


def pages_swapped(pdf: bytes) -> bytes:
    return changed(pdf, 2, b"20 0 R 22 0 R", b"22 0 R 20 0 R")


def page_turned(pdf: bytes) -> bytes:
    return changed(pdf, 20, b"/Type /Page ", b"/Type /Page /Rotate 180 ") if b"/Type /Page " in current(pdf, 20) else changed(
        pdf, 20, b"/Contents", b"/Rotate 180\n/Contents")


def annotation_over_name(pdf: bytes) -> bytes:
    note = b"<< /Type /Annot /Subtype /FreeText /Rect [60 690 500 730] /Contents (Lain) /DA (/Helv 18 Tf) /F 4 /AP << /N 901 0 R >> >>"
    page = re.sub(rb"/Annots\s*\[", b"/Annots [900 0 R ", current(pdf, 20))
    return append(pdf, {20: page, 900: note, 901: stream(LYING, b"/Type /XObject /Subtype /Form /BBox [0 0 440 40] ")})


def annotation_replaced(pdf: bytes) -> bytes:
    return changed(pdf, 11, b"/Subtype /Widget", b"/Subtype /Square")


def appearance_replaced(pdf: bytes) -> bytes:
    body = re.sub(rb"/AP\s*<<[^>]*>>", b"/AP << /N 900 0 R >>", current(pdf, 12))
    return append(pdf, {12: body, 900: stream(LYING, b"/Type /XObject /Subtype /Form /BBox [0 0 160 80] ")})


def appearance_overwritten(pdf: bytes) -> bytes:
    number = int(re.search(rb"/AP\s*<<\s*/N\s+(\d+) 0 R", current(pdf, 12))[1])  # type: ignore[index]
    return append(pdf, {number: stream(LYING, b"/Type /XObject /Subtype /Form /BBox [0 0 160 80] ")})


def empty_field_shown(pdf: bytes) -> bytes:
    field = (
        b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (palsu) /F 4 /Rect [60 690 500 730] /P 20 0 R /AP << /N 901 0 R >> >>"
    )
    return _field_added(pdf, field, {901: stream(LYING, b"/Type /XObject /Subtype /Form /BBox [0 0 440 40] ")})


def text_field_added(pdf: bytes) -> bytes:
    field = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (isian) /V (Palsu) /F 4 /Rect [60 690 500 730] /P 20 0 R /AP << /N 901 0 R >> >>"
    return _field_added(pdf, field, {901: stream(LYING, b"/Type /XObject /Subtype /Form /BBox [0 0 440 40] ")})


def _field_added(pdf: bytes, field: bytes, more: dict[int, bytes]) -> bytes:
    form = re.sub(rb"(/Fields\s*\[)([^\]]*)\]", rb"\1\2 900 0 R]", current(pdf, 3))
    page = re.sub(rb"(/Annots\s*\[)([^\]]*)\]", rb"\1\2 900 0 R]", current(pdf, 20))
    return append(pdf, {3: form, 20: page, 900: field, **more})


def font_replaced(pdf: bytes) -> bytes:
    return append(pdf, {4: b"<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>"})


def catalog_replaced(pdf: bytes) -> bytes:
    return append(pdf, {900: current(pdf, 1).replace(b"/Pages 2 0 R", b"/Pages 901 0 R"), 901: (
        b"<< /Type /Pages /Count 1 /Kids [902 0 R] >>"), 902: _page(903).replace(b"2 0 R", b"901 0 R", 1), 903: stream(LYING),
    }, trailer=b"/Root 900 0 R /Info 5 0 R")


def page_tree_replaced(pdf: bytes) -> bytes:
    return append(pdf, {1: current(pdf, 1).replace(b"/Pages 2 0 R", b"/Pages 901 0 R"), 901: (
        b"<< /Type /Pages /Count 1 /Kids [902 0 R] >>"), 902: _page(903).replace(b"2 0 R", b"901 0 R", 1), 903: stream(LYING),
    })


def action_added(pdf: bytes) -> bytes:
    return append(pdf, {1: current(pdf, 1)[:-2] + b" /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >>"})


def layers_added(pdf: bytes) -> bytes:
    return append(pdf, {1: current(pdf, 1)[:-2] + b" /OCProperties << /OCGs [] /D << /OFF [] >> >> >>"})


def object_freed(pdf: bytes) -> bytes:
    """Take an object away by the cross-reference table alone."""
    whole = append(pdf, {FREE: b"null"})
    return re.sub(rb"xref\n900 1\n\d{10} 00000 n \n(?!.*xref\n900)", b"xref\n21 1\n0000000000 00001 f \n", whole, flags=re.S)


def title_changed(pdf: bytes) -> bytes:
    return append(pdf, {5: b"<< /Title (Judul yang lain) /Author (Dinas Contoh) >>"})


def metadata_added(pdf: bytes) -> bytes:
    packet = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Judul lain</dc:title>'
        b"</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    return append(pdf, {1: current(pdf, 1)[:-2] + b" /Metadata 900 0 R >>", 900: stream(packet, b"/Type /Metadata /Subtype /XML ")})


def value_removed(pdf: bytes) -> bytes:
    return append(pdf, {12: re.sub(rb"/V\s+\d+ 0 R", b"", current(pdf, 12))})


def value_exchanged(pdf: bytes) -> bytes:
    return append(pdf, {12: re.sub(rb"/V\s+\d+ 0 R", b"/V 900 0 R", current(pdf, 12)), 900: b"<< /Type /Sig >>"})


def fields_emptied(pdf: bytes) -> bytes:
    return append(pdf, {3: b"<< /Fields [] /SigFlags 3 >>"})


def form_removed(pdf: bytes) -> bytes:
    return append(pdf, {1: current(pdf, 1).replace(b"/AcroForm 3 0 R", b"")})


def junk_after_end(pdf: bytes) -> bytes:
    return pdf + b"\n900 0 obj\n<< /Palsu true >>\nendobj\n"


def rewritten_by_qpdf(pdf: bytes, folder: Path) -> bytes:
    (folder / "masuk.pdf").write_bytes(pdf)
    subprocess.run([tool("qpdf"), folder / "masuk.pdf", folder / "keluar.pdf"], check=True, capture_output=True)
    return (folder / "keluar.pdf").read_bytes()


def rewritten_by_pypdf(pdf: bytes, _folder: Path) -> bytes:
    out = io.BytesIO()
    pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(pdf))).write(out)
    return out.getvalue()


APPENDED: tuple[Attack, ...] = (
    text_replaced, contents_replaced, contents_added, page_added, page_removed, pages_swapped, page_turned, annotation_over_name,
    annotation_replaced, appearance_replaced, appearance_overwritten, empty_field_shown, text_field_added, font_replaced, catalog_replaced,
    page_tree_replaced, action_added, layers_added, object_freed, title_changed, metadata_added, value_removed, value_exchanged,
    fields_emptied, form_removed, junk_after_end,
)
"""All that adds bytes behind a signed file and leaves the signed ones as they are."""
