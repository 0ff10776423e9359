"""A key at hand signs: CMS, timestamp, evidence and archive timestamp, with everything shared that several documents can share."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from aiohttp import ClientError
from asn1crypto import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference, TimestampDSSContentSettings
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.sign.validation.dss import DocumentSecurityStore, collect_validation_info
from pyhanko.sign.validation.errors import SignatureValidationError, ValidationInfoReadingError
from pyhanko.stamp import NoOpStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import (
    CertificateFetchError,
    CRLFetchError,
    ExpiredError,
    InsufficientRevinfoError,
    NotYetValidError,
    OCSPFetchError,
    PathBuildingError,
    PathError,
    RevokedError,
    ValidationError,
)

from bukusop.sign.faults import CredentialError, EvidenceError, SignError
from bukusop.sign.levels import Level
from bukusop.sign.orders import Order

DIGEST = "sha256"
"""For everything; keys of 3,072 bits would make pyHanko choose SHA-384, which BSrE does not use."""
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)     # they log tracebacks for ordinary refusals

_NO_PICTURE = NoOpStampStyle()
"""The page bears the artwork already; pyHanko's own is neither tagged nor set in an embedded font."""
_TOGETHER = DSSContentSettings(
    include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_NEXT_TS,
    next_ts_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
)
"""Evidence goes in before the archive timestamp, which then covers the whole file; VRI would need one more revision behind it."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What signatures of one batch share: a clock of its own (the timestamp authority) and the evidence of certificates."""

    timestamper: TimeStamper | None
    context: Callable[[], ValidationContext]


@dataclass(frozen=True, slots=True)
class LocalSignatory:
    """Signs with a key that pyHanko can use: PKCS#12, PEM, PKCS#11, CSC."""

    signer: signers.Signer
    bench: Bench

    @property
    def certificate(self) -> x509.Certificate | None:
        """The signer's certificate."""
        return self.signer.signing_cert

    async def sign(self, pdf: bytes, order: Order) -> bytes:
        """Sign in an existing empty field, at the level ordered. Raises SignError."""
        level = order.level
        if level.reaches(Level.B_T) and self.bench.timestamper is None:
            raise EvidenceError(f"tingkat {level.label} memerlukan layanan stempel waktu (TSA); tulis alamatnya di pengesahan.tsa")
        long_term = level.reaches(Level.B_LT)
        metadata = signers.PdfSignatureMetadata(
            field_name=order.field, md_algorithm=DIGEST, subfilter=SigSeedSubFilter.PADES, name=order.name or None,
            reason=order.reason or None, location=order.location or None, embed_validation_info=long_term,
            validation_context=self.bench.context() if long_term else None, use_pades_lta=level.reaches(Level.B_LTA),
            dss_settings=_TOGETHER,
        )
        timestamper = self.bench.timestamper if level.reaches(Level.B_T) else None
        signer = signers.PdfSigner(metadata, self.signer, timestamper=timestamper, stamp_style=_NO_PICTURE)
        with faults_told():
            output = await signer.async_sign_pdf(open_to_add(pdf), existing_fields_only=True)
        return bytes(output.getbuffer())


def open_to_add(pdf: bytes) -> IncrementalPdfFileWriter:
    """Open a file for an increment, strictly."""
    return IncrementalPdfFileWriter(BytesIO(pdf), strict=True)


async def archive(pdf: bytes, bench: Bench) -> bytes:
    """Add evidence and a fresh archive timestamp over it: renews a B-LTA file, and lifts one that others signed at B-T to B-LTA.

    Evidence is that of the last archive timestamp; where there is none, that of every signature. It goes in before the new
    timestamp, which so covers the whole file. Raises EvidenceError or SignError.
    """
    if bench.timestamper is None:
        raise EvidenceError("stempel waktu arsip memerlukan layanan stempel waktu (TSA); tulis alamatnya di pengesahan.tsa")
    with faults_told():
        reader = PdfFileReader(BytesIO(pdf), strict=True)
        found = reader.embedded_timestamp_signatures[-1:] or reader.embedded_regular_signatures
        if not found:
            raise SignError("berkas ini tidak bertanda tangan, jadi tidak ada yang diperpanjang")
        context, paths = bench.context(), []
        for signature in found:
            paths += await collect_validation_info(signature, context)
        writer = open_to_add(pdf)
        DocumentSecurityStore.supply_dss_in_writer(writer, None, paths=paths, validation_context=context)
        output = await signers.PdfTimeStamper(bench.timestamper).async_timestamp_pdf(
            writer, DIGEST, context, dss_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
        )
    return bytes(output.getbuffer())


@contextmanager
def faults_told() -> Iterator[None]:
    """Turn what the libraries raise into sentences; nothing of a passphrase is ever in them."""
    try:
        yield
    except SignError:
        raise
    except (TimestampRequestError, ClientError, TimeoutError, CertificateFetchError, CRLFetchError, OCSPFetchError) as error:
        raise EvidenceError(f"layanan stempel waktu atau status sertifikat tidak menjawab: {plain(error)}") from error
    except (SigningError, SignatureValidationError, ValidationInfoReadingError, ValidationError, PathError) as error:
        raise _certificate_fault(error) from error
    except PdfError as error:
        raise SignError(f"berkas PDF tidak dapat ditandatangani: {plain(error)}") from error


def _certificate_fault(error: BaseException) -> SignError:
    """Say what is wrong with a certificate, or else that signing failed."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, RevokedError):
            return CredentialError("sertifikat penanda tangan atau stempel waktu sudah dicabut; dokumen tidak ditandatangani")
        if isinstance(cause, ExpiredError):
            return CredentialError("sertifikat penanda tangan atau stempel waktu sudah habis masa berlakunya")
        if isinstance(cause, NotYetValidError):
            return CredentialError("sertifikat penanda tangan belum berlaku; periksa jam komputer ini")
        if isinstance(cause, InsufficientRevinfoError):
            return EvidenceError("status pencabutan sertifikat (OCSP/CRL) tidak diperoleh; periksa sambungan jaringan")
        if isinstance(cause, PathBuildingError):
            return CredentialError("sertifikat tidak bersambung ke akar yang dipercaya; periksa pengesahan.akar dan rantai sertifikat")
        cause = cause.__cause__
    return SignError(f"penandatanganan gagal: {plain(error)}")


def plain(error: BaseException) -> str:
    """Give the words of an error in one line of at most 200 characters."""
    return " ".join(str(error).split())[:200] or type(error).__name__
