"""Whether a PDF that a service gave back is accepted: the document that was sent, with one good signature of the right person, and no more.

In: what was sent, what came back, the terms. Out: `Accepted`, or RefusedError with a sentence. The decisive check compares OUR last
revision with the end of the reply: a page that the service changed inside its own increment bears a valid signature all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, ModificationLevel, SuspiciousModification
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel

from bukusop.sign.bsre.pictures import look_alike
from bukusop.sign.bsre.placement import Box, entry, normal, page_at
from bukusop.sign.faults import RefusedError
from bukusop.sign.notary import Bench, plain
from bukusop.sign.verification.metadata import same_information, same_metadata

WINDOW = timedelta(minutes=5)
"""How far the timestamp authority's clock and ours may differ."""
NEAR = 2.0
"""Points by which a visible signature may stand beside its place."""
DIGESTS = frozenset({"sha256", "sha384", "sha512"})
HIDDEN_FLAG = 2
"""Of an annotation (ISO 32000-2, table 167, bit 2)."""


@dataclass(frozen=True, slots=True)
class ExpectedSigner:
    """Who must have signed: one of these certificates (SHA-256 in hexadecimal), and every one of these marks in the subject.

    A mark with letters is a whole attribute of the subject (a name), one without is a number in it (NIP, serial number); letter case and
    spaces do not count.
    """

    certificates: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether anything is expected at all."""
        return bool(self.certificates or self.marks)

    def is_met_by(self, certificate: x509.Certificate) -> bool:
        """Tell whether a certificate is that of the expected signer."""
        pinned = {"".join(char for char in item.lower() if char in "0123456789abcdef") for item in self.certificates}
        if pinned and certificate.sha256.hex() not in pinned:
            return False
        values = [_folded(str(value)) for value in _subject_values(certificate)]
        return self.known and all(_mark_in(_folded(mark), values) for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a reply must be like: who signs; where a visible signature stands (page from 1), None for an invisible one; whether a file that
    the service has written anew is taken where all its pages look the same."""

    signer: ExpectedSigner
    visible: tuple[int, Box] | None = None
    rewritten: bool = False


@dataclass(frozen=True, slots=True)
class Accepted:
    """A reply that stood up to examination."""

    pdf: bytes
    field: str
    certificate: x509.Certificate
    time: datetime
    rewritten: bool
    archived: bool


async def accept(sent: bytes, reply: bytes, terms: Terms, bench: Bench, since: datetime, until: datetime) -> Accepted:
    """Examine a reply to a request sent at `since` and answered at `until`. Raises RefusedError."""
    try:
        return await _accept(sent, reply, terms, bench, since, until)
    except RefusedError:
        raise
    except Exception as error:      # a file made to do harm may break the reader in any way; whatever it is, it is not accepted
        raise RefusedError(f"balasan layanan tidak dapat diperiksa, jadi tidak diterima: {plain(error)}") from error


async def _accept(sent: bytes, reply: bytes, terms: Terms, bench: Bench, since: datetime, until: datetime) -> Accepted:
    before, after = PdfFileReader(BytesIO(sent), strict=True), _read(reply)
    rewritten = not reply.startswith(sent)
    if rewritten:
        await _check_rewritten(sent, reply, before, terms)
    signature, stamps = _new_signature(before, after, rewritten)
    if not rewritten:
        _check_continues(before, after)
        _check_covers(signature, len(sent))
        _check_changes(before, after, {signature.field_name, *(stamp.field_name for stamp in stamps)})
    _check_meta(before, after)
    _check_appearance(before, after, signature, terms)
    status = await async_validate_pdf_signature(signature, bench.context())
    _check_status(status, signature, after)
    certificate = status.signing_cert
    if not terms.signer.is_met_by(certificate):
        raise RefusedError("dokumen ditandatangani orang lain, bukan penanda tangan yang diharapkan; periksa akun di layanan eSign")
    time = _proven_time(status, since, until)
    for stamp in stamps:
        stamped = await async_validate_pdf_timestamp(stamp, bench.context())
        if not (stamped.intact and stamped.valid and stamped.trusted):
            raise RefusedError("stempel waktu arsip dari layanan tidak sah atau tidak tepercaya")
    await _check_earlier(before, after, bench)
    archived = bool(stamps) and stamps[-1].evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE
    return Accepted(reply, signature.field_name, certificate, time, rewritten, archived)


def _read(reply: bytes) -> PdfFileReader:
    if not reply.startswith(b"%PDF-"):
        raise RefusedError("balasan layanan bukan PDF")
    if not reply.rstrip(b"\r\n\t \0").endswith(b"%%EOF"):
        raise RefusedError("PDF dari layanan terpotong")
    try:
        reader = PdfFileReader(BytesIO(reply), strict=True)
        strange = reader.encrypted or reader.xrefs.hybrid_xrefs_present
        list(reader.embedded_signatures)
    except Exception as error:      # as above
        raise RefusedError(f"PDF dari layanan rusak: {plain(error)}") from error
    if strange:
        raise RefusedError("PDF dari layanan terenkripsi atau bertabel ganda, padahal yang dikirim tidak")
    return reader


async def _check_rewritten(sent: bytes, reply: bytes, before: PdfFileReader, terms: Terms) -> None:
    """Judge a file that does not begin with the bytes that were sent: only by what its pages look like."""
    if not terms.rewritten:
        raise RefusedError(
            "layanan tidak menambahkan tanda tangan pada berkas yang dikirim, melainkan mengembalikan berkas lain atau berkas yang ditulis "
            "ulang; bila itu memang cara kerja layanan di kantor Anda, lihat tulis_ulang di docs/bsre.md"
        )
    if before.embedded_signatures:
        raise RefusedError("layanan menulis ulang berkas yang sudah bertanda tangan, sehingga tanda tangan sebelumnya batal")
    if terms.visible is not None:
        raise RefusedError("berkas yang ditulis ulang hanya diterima bila tanda tangannya tidak tampak")
    if not await look_alike(sent, reply):
        raise RefusedError("layanan menulis ulang berkas, dan halamannya tidak lagi sama dengan yang dikirim")


def _new_signature(
    before: PdfFileReader, after: PdfFileReader, rewritten: bool
) -> tuple[EmbeddedPdfSignature, Sequence[EmbeddedPdfSignature]]:
    """Give the one new signature, and archive timestamps that came with it; earlier ones must be what they were."""
    old, found = before.embedded_signatures, after.embedded_signatures
    if [_identity(item) for item in found[: len(old)]] != [_identity(item) for item in old]:
        raise RefusedError("tanda tangan yang sudah ada di berkas diubah atau dihapus oleh layanan")
    new = found[len(old):]
    signatures = [item for item in new if item.sig_object_type == "/Sig"]
    stamps = [item for item in new if item.sig_object_type == "/DocTimeStamp"]
    if not signatures:
        raise RefusedError("layanan mengembalikan berkas tanpa tanda tangan baru")
    if len(signatures) + len(stamps) != len(new) or len(signatures) != 1:
        raise RefusedError(f"layanan membubuhkan {len(signatures)} tanda tangan, seharusnya satu")
    first = 0 if rewritten else before.xrefs.total_revisions
    if any(item.signed_revision < first for item in new):
        raise RefusedError("tanda tangan dari layanan tidak berada di bagian berkas yang ditambahkannya")
    return signatures[0], stamps


def _identity(signature: EmbeddedPdfSignature) -> tuple[str, bytes, list[int]]:
    return signature.field_name, signature.pkcs7_content, [int(number) for number in signature.byte_range]


def _check_continues(before: PdfFileReader, after: PdfFileReader) -> None:
    """See that the reply's revisions are ours and then more.

    A reply may begin with our bytes and yet ignore them: its last cross-reference table need not lead back to ours, and a comparison of
    revisions would then compare nothing.
    """
    ours = before.xrefs.total_revisions
    starts = [before.xrefs.get_startxref_for_revision(index) for index in range(ours)]
    theirs = [after.xrefs.get_startxref_for_revision(index) for index in range(min(ours, after.xrefs.total_revisions))]
    if after.xrefs.total_revisions <= ours or starts != theirs:
        raise RefusedError("PDF dari layanan memuat berkas yang dikirim, tetapi tidak melanjutkannya: isinya digantikan")


def _check_covers(signature: EmbeddedPdfSignature, size: int) -> None:
    start, length, second, last = (int(number) for number in signature.byte_range)
    gap = 2 * len(signature.pkcs7_content) + 2
    if start != 0 or length < size or second != length + gap or last <= 0:
        raise RefusedError("tanda tangan dari layanan tidak mencakup seluruh berkas yang dikirim")


def _check_changes(before: PdfFileReader, after: PdfFileReader, fields: set[str]) -> None:
    """Compare our last revision with the end of the reply: signing, and evidence for it, is all that may have happened."""
    found = DEFAULT_DIFF_POLICY.review_file(after, before.xrefs.total_revisions - 1)
    if isinstance(found, SuspiciousModification):
        raise RefusedError("layanan mengubah isi dokumen selain membubuhkan tanda tangan")
    if found.modification_level > ModificationLevel.FORM_FILLING or not found.changed_form_fields <= fields:
        raise RefusedError("layanan mengisi atau mengubah kolom lain di dokumen")


def _check_meta(before: PdfFileReader, after: PdfFileReader) -> None:
    """See that title and description are what they were, dates and program apart: the comparison of revisions lets them change."""
    infos = [_resolved(reader.trailer_view.get("/Info")) for reader in (before, after)]
    packets = [_resolved(reader.root.get("/Metadata")) for reader in (before, after)]
    told = infos[0] is not None and not same_information(*infos)
    if told or (packets != [None, None] and (None in packets or not same_metadata(*packets))):
        raise RefusedError("layanan mengubah judul atau keterangan dokumen")


def _check_appearance(before: PdfFileReader, after: PdfFileReader, signature: EmbeddedPdfSignature, terms: Terms) -> None:
    """See that the signature shows what was ordered: nothing, or a picture in its place. A picture elsewhere could cover the text."""
    widgets = [kid.get_object() for kid in entry(signature.sig_field, "/Kids", ())] or [signature.sig_field]
    for widget in widgets:
        if terms.visible is None:
            if not _is_unseen(before, after, signature.field_name, widget):
                raise RefusedError("layanan menggambar tanda tangan di halaman, padahal diminta tidak tampak")
        elif not _stands_at(after, widget, *terms.visible):
            raise RefusedError("layanan menaruh tanda tangan yang tampak di tempat lain daripada yang diminta")


def _is_unseen(before: PdfFileReader, after: PdfFileReader, name: str, widget: Any) -> bool:
    """Tell whether a widget shows nothing, or nothing but what the layout itself has put into its reserved field."""
    left, bottom, right, top = normal(entry(widget, "/Rect", (0, 0, 0, 0)))
    if right - left < 1e-6 or top - bottom < 1e-6 or int(entry(widget, "/F", 0)) & HIDDEN_FLAG:
        return True
    reserved = next((found[2].get_object() for found in enumerate_sig_fields(before, with_name=name)), None)
    if reserved is None or normal(reserved["/Rect"]) != (left, bottom, right, top):
        return "/AP" not in widget
    if "/AP" not in widget:
        return True
    shown = widget["/AP"].raw_get("/N")
    unchanged = isinstance(shown, generic.IndirectObject) and after.xrefs.get_last_change(shown.reference) < before.xrefs.total_revisions
    return unchanged and "/AP" in reserved and shown.reference.idnum == reserved["/AP"].raw_get("/N").reference.idnum


def _stands_at(after: PdfFileReader, widget: Any, number: int, box: Box) -> bool:
    page = page_at(after, number - 1)
    own = widget.container_ref
    there = any(annotation.get_object().container_ref == own for annotation in entry(page, "/Annots", ()))
    return there and all(abs(a - b) <= NEAR for a, b in zip(normal(widget["/Rect"]), box, strict=True))


def _check_status(status: PdfSignatureStatus, signature: EmbeddedPdfSignature, after: PdfFileReader) -> None:
    """See that the signature itself is sound."""
    if entry(signature.sig_object, "/SubFilter", "") != "/ETSI.CAdES.detached":
        raise RefusedError("tanda tangan dari layanan bukan PAdES (ETSI.CAdES.detached)")
    if not status.intact or not status.valid:
        raise RefusedError("tanda tangan dari layanan tidak utuh: dokumen berubah setelah ditandatangani")
    if signature.md_algorithm not in DIGESTS:
        raise RefusedError(f"tanda tangan dari layanan memakai {signature.md_algorithm}, yang tidak lagi aman")
    if status.revoked:
        raise RefusedError("sertifikat penanda tangan di layanan sudah dicabut")
    if not status.trusted:
        reason = getattr(status.trust_problem_indic, "name", "tanpa keterangan")
        raise RefusedError(
            f"sertifikat penanda tangan tidak sampai ke akar yang dipercaya, atau status pencabutannya tidak diperoleh ({reason})"
        )
    last = signature.signed_revision == after.xrefs.total_revisions - 1
    if status.coverage < (SignatureCoverageLevel.ENTIRE_FILE if last else SignatureCoverageLevel.ENTIRE_REVISION):
        raise RefusedError("ada bita di PDF dari layanan yang tidak tercakup tanda tangannya")
    if not status.bottom_line and status.timestamp_validity is None:
        raise RefusedError("tanda tangan dari layanan tidak sah")


def _proven_time(status: PdfSignatureStatus, since: datetime, until: datetime) -> datetime:
    """Give the time that a trusted timestamp proves. All signatures of BSrE have one (371 of 371 of 2025)."""
    stamp = status.timestamp_validity
    if stamp is None:
        raise RefusedError("tanda tangan dari layanan tidak disertai stempel waktu")
    if not (stamp.intact and stamp.valid and stamp.trusted):
        raise RefusedError("stempel waktu dari layanan tidak sah atau penerbitnya tidak dipercaya")
    if not status.bottom_line:
        raise RefusedError("tanda tangan dari layanan tidak sah")
    time: datetime = stamp.timestamp
    if not since - WINDOW <= time <= until + WINDOW:
        raise RefusedError(f"stempel waktu dari layanan ({time:%Y-%m-%d %H:%M} UTC) bukan waktu penandatanganan ini; periksa jam komputer")
    return time


async def _check_earlier(before: PdfFileReader, after: PdfFileReader, bench: Bench) -> None:
    """See that what stood before still stands."""
    for signature in after.embedded_signatures[: len(before.embedded_signatures)]:
        if signature.sig_object_type == "/Sig":
            sound = (await async_validate_pdf_signature(signature, bench.context())).bottom_line
        else:
            stamp = await async_validate_pdf_timestamp(signature, bench.context())
            sound = stamp.intact and stamp.valid and stamp.trusted
        if not sound:
            raise RefusedError(f"tanda tangan sebelumnya ({signature.field_name}) tidak lagi sah setelah layanan menandatangani")


def _subject_values(certificate: x509.Certificate) -> list[object]:
    return [item for value in certificate.subject.native.values() for item in (value if isinstance(value, list) else [value])]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _mark_in(mark: str, values: list[str]) -> bool:
    """A number may stand within an attribute ("NIP 1971..."), but as a whole number; a name is the whole attribute."""
    if not mark:
        return False
    if any(char.isalpha() for char in mark):
        return mark in values
    number = "".join(char for char in mark if char.isdigit())
    numbers = ["".join(char if char.isdigit() else " " for char in value.replace(" ", "")).split() for value in values]
    return bool(number) and any(number in found for found in numbers)


def _resolved(found: Any) -> Any:
    return found.get_object() if isinstance(found, generic.IndirectObject) else found
