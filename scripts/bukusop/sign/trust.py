"""Whom to trust, and how a certificate is judged: roots, what else is known, evidence, and whether the network may be asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from asn1crypto import crl, ocsp, pem, x509
from pyhanko_certvalidator import ValidationContext

from bukusop.sign.faults import CredentialError


@dataclass(frozen=True, slots=True)
class Trust:
    """Root certificates, and others that help to build chains."""

    roots: tuple[x509.Certificate, ...]
    others: tuple[x509.Certificate, ...] = ()

    def with_more(self, others: Iterable[x509.Certificate]) -> Trust:
        """Give the same trust with more certificates for chains."""
        return Trust(self.roots, (*self.others, *others))


@dataclass(frozen=True, slots=True)
class Evidence:
    """OCSP responses and CRLs that are at hand; `fetch` gives fetchers where the network may be asked as well."""

    ocsps: Sequence[ocsp.OCSPResponse] = ()
    crls: Sequence[crl.CertificateList] = ()
    fetchers: Any = field(default=None)


def context(trust: Trust, evidence: Evidence, moment: datetime | None = None) -> ValidationContext:
    """Give a validation context in which revocation must be shown; at `moment`, or now. Never reaches the network without fetchers."""
    return ValidationContext(
        trust_roots=list(trust.roots), other_certs=list(trust.others), ocsps=list(evidence.ocsps), crls=list(evidence.crls),
        allow_fetching=evidence.fetchers is not None, fetchers=evidence.fetchers, revocation_mode="require", moment=moment,
    )


def read_certificates(path: Path) -> tuple[x509.Certificate, ...]:
    """Read one or more certificates, PEM or DER. Raises CredentialError with a sentence."""
    try:
        data = path.read_bytes()
        if not pem.detect(data):
            return (x509.Certificate.load(data, strict=True),)
        return tuple(
            x509.Certificate.load(body, strict=True) for kind, _, body in pem.unarmor(data, multiple=True) if "CERTIFICATE" in kind
        )
    except OSError as error:
        raise CredentialError(f"sertifikat {path.name} tidak dapat dibaca: {error.strerror}") from error
    except ValueError as error:
        raise CredentialError(f"{path.name} bukan sertifikat (PEM atau DER)") from error


def utc_now() -> datetime:
    """The machine's clock; the one place of this room that reads it."""
    return datetime.now(UTC)
