"""Bytes -> an opened file and the signatures in it, in the order they were made; or a sentence that says why not.

Whatever a hostile file makes the reader raise ends here.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from asn1crypto import cms
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.crypt import AuthStatus, StandardSecurityHandler
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)     # they log tracebacks for what is a verdict here

LARGEST = 300 * 1024 * 1024
"""Bytes of the largest file that is looked at."""
KNOWN = ("/ETSI.CAdES.detached", "/adbe.pkcs7.detached", "/ETSI.RFC3161")
"""Encodings that are judged (ISO 32000-2, table 255)."""
OUTDATED = ("/adbe.x509.rsa_sha1", "/adbe.pkcs7.sha1")
"""Encodings of the standard that rest on SHA-1: reported, never called valid."""
FAULTS = (
    PdfError, ValueError, TypeError, LookupError, AttributeError, AssertionError, ArithmeticError, RecursionError, NotImplementedError,
    EOFError, OSError, StopIteration,
)
"""What libraries raise about contents that make no sense. Not MemoryError: the bounded run answers for that."""


RANGES = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]")
"""The ranges of a signature, as all programs write them."""


class UnreadableError(Exception):
    """The file cannot be judged at all; the message is a sentence."""


@dataclass(frozen=True)
class Found:
    """A filled signature field.

    - `end`: the signed bytes are [0, end) but for the signature itself; None where they are anything else;
    - `revision`: number of the increment that made it; `entire`: whether the bytes end where that increment ends;
    - `kind`: its encoding, of `KNOWN`, or of `OUTDATED`, and "" for anything else; `embedded` is None for all but sound ones of `KNOWN`.
    """

    name: str
    archive: bool
    kind: str
    revision: int
    end: int | None
    entire: bool
    embedded: EmbeddedPdfSignature | None


@dataclass(frozen=True)
class Opened:
    """A file that can be read. `irregular`: not written as the standard demands; `removed`: fields once signed that are not now."""

    pdf: bytes
    reader: PdfFileReader
    pages: int
    signatures: tuple[Found, ...]
    irregular: bool
    removed: tuple[str, ...] = field(default=())


def entry(owner: Any, key: str, default: Any = None) -> Any:
    """Give an entry of a dictionary, references followed; `dict.get` of pyHanko's dictionaries does not follow them."""
    return owner[key] if isinstance(owner, generic.DictionaryObject) and key in owner else default


def open_pdf(pdf: bytes) -> Opened:
    """Read a file. Raises UnreadableError."""
    if len(pdf) > LARGEST:
        raise UnreadableError(f"berkas lebih besar daripada {LARGEST // 1024 // 1024} MB, batas pemeriksaan")
    if b"%PDF-" not in pdf[:1024]:
        raise UnreadableError("berkas ini bukan PDF")
    try:
        return _opened(pdf, strict=True)
    except UnreadableError:
        raise
    except FAULTS:
        pass
    try:
        return _opened(pdf, strict=False)
    except UnreadableError:
        raise
    except RecursionError as error:
        raise UnreadableError("susunan berkas berputar atau bersarang terlalu dalam") from error
    except FAULTS as error:
        raise UnreadableError("berkas PDF ini rusak atau terpotong, sehingga tidak dapat dibaca") from error


def _opened(pdf: bytes, *, strict: bool) -> Opened:
    reader = PdfFileReader(BytesIO(pdf), strict=strict)
    if reader.encrypted and not _unlocked(reader):
        raise UnreadableError("berkas dikunci dengan kata sandi; buka kuncinya dulu tidak mungkin tanpa merusak tanda tangan")
    hybrid = reader.xrefs.hybrid_xrefs_present
    count = reader.root["/Pages"]["/Count"]
    signatures = _signatures(reader, pdf)
    return Opened(
        pdf, reader, count if isinstance(count, int) and 0 <= count < 1_000_000 else 0, signatures, hybrid or not strict,
        (*_removed(reader, {found.name for found in signatures}), *_loose(pdf, signatures)),
    )


def _unlocked(reader: PdfFileReader) -> bool:
    """Open a file that is encrypted with the empty passphrase: only printing or copying is restricted, anybody can read it."""
    if not isinstance(reader.security_handler, StandardSecurityHandler):
        return False
    return bool(reader.decrypt(b"").status != AuthStatus.FAILED)


def _signatures(reader: PdfFileReader, pdf: bytes) -> tuple[Found, ...]:
    if "/AcroForm" not in reader.root:
        return ()
    fields = [(name, value, place) for name, value, place in enumerate_sig_fields(reader, filled_status=True)]
    return tuple(sorted((_found(reader, pdf, *entry) for entry in fields), key=lambda found: (found.revision, found.end or 0)))


def _found(reader: PdfFileReader, pdf: bytes, name: str, value: Any, place: Any) -> Found:
    dictionary = value.get_object()
    archive = entry(dictionary, "/Type") == "/DocTimeStamp"
    kind = str(entry(dictionary, "/SubFilter", ""))
    try:
        if kind not in KNOWN or archive != (kind == "/ETSI.RFC3161"):
            raise ValueError(kind)
        embedded = EmbeddedPdfSignature(reader, place, name)
        if not isinstance(embedded.signed_data, cms.SignedData):
            raise ValueError(kind)
        covered = embedded.evaluate_signature_coverage() >= SignatureCoverageLevel.ENTIRE_REVISION
        return Found(name, archive, kind, embedded.signed_revision, _end(pdf, embedded), covered, embedded)
    except FAULTS:
        return Found(name, archive, kind if kind in OUTDATED else "", reader.xrefs.total_revisions, None, False, None)


def _end(pdf: bytes, embedded: EmbeddedPdfSignature) -> int | None:
    """Give where the signed bytes end, if they are all bytes from the first on save one gap that holds this signature and nothing else.

    That the gap is the signature's own `/Contents` string, digit by digit, is what keeps a prepared file from hiding bytes in it
    (ISO 32000-2, 12.8.1; "universal signature forgery" and "signature wrapping" of Mladenov et al. 2019).
    """
    numbers = [int(number) for number in embedded.byte_range]
    if len(numbers) != 4:
        return None
    first, length, second, rest = numbers
    if first != 0 or length <= 0 or rest <= 0 or second + rest > len(pdf):
        return None
    gap = pdf[length:second]
    if gap[:1] != b"<" or gap[-1:] != b">" or gap[1:-1].lower() != embedded.pkcs7_content.hex().encode():
        return None
    return second + rest


def _loose(pdf: bytes, signatures: Sequence[Found]) -> tuple[str, ...]:
    """Name signatures that fit this very file, by the ranges they state, and that nothing leads to any more."""
    reached = {found.end for found in signatures}
    for match in RANGES.finditer(pdf):
        length, second, rest = (int(number) for number in match.groups())
        fits = length < second <= second + rest <= len(pdf) and pdf[length:length + 1] == b"<" and pdf[second - 1:second] == b">"
        if fits and second + rest not in reached:
            return ("tidak bernama",)
    return ()


def _removed(reader: PdfFileReader, present: set[str]) -> tuple[str, ...]:
    """Name the fields that were signed in an earlier state of the file and are not now."""
    gone: Sequence[str] = ()
    for revision in range(reader.xrefs.total_revisions - 1):
        try:
            before = reader.get_historical_resolver(revision)
            if "/AcroForm" in before.root:
                gone = [*gone, *(name for name, _, _ in enumerate_sig_fields(before, filled_status=True) if name not in present)]
        except FAULTS:
            continue
    return tuple(dict.fromkeys(gone))
