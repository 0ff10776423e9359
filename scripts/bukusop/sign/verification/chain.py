"""A certificate, a moment and evidence -> whether it could be relied on then, and why not (RFC 5280, ETSI EN 319 102-1 clause 5.2.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from asn1crypto import crl, ocsp, x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    DisallowedAlgorithmError,
    ExpiredError,
    InsufficientRevinfoError,
    InvalidCertificateError,
    NotYetValidError,
    PathBuildingError,
    PathError,
    PathValidationError,
    RevokedError,
    StaleRevinfoError,
    ValidationError,
)
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy

from bukusop.sign.trust import Trust
from bukusop.sign.verification.opening import FAULTS


class Standing(Enum):
    """How a certificate stands at a moment."""

    GOOD = auto()
    REVOKED = auto()
    UNTRUSTED = auto()
    EXPIRED = auto()
    EARLY = auto()
    UNKNOWN = auto()
    """Nothing at hand says whether it was revoked."""
    STALE = auto()
    """What is at hand about revocation ended before that moment."""
    MISUSED = auto()
    WEAK = auto()
    BROKEN = auto()


@dataclass(frozen=True)
class Chain:
    """A judged certificate: certificates from the root down, when it was revoked, until when all below the root are valid."""

    standing: Standing
    path: tuple[x509.Certificate, ...] = ()
    revoked: datetime | None = None

    @property
    def good(self) -> bool:
        """Whether it can be relied on."""
        return self.standing is Standing.GOOD

    @property
    def root(self) -> x509.Certificate | None:
        """The trusted root it ends in."""
        return self.path[0] if self.path else None

    @property
    def until(self) -> datetime | None:
        """The end of the first certificate to expire, the root apart: trust in a root is the verifier's own decision."""
        ends = [certificate.not_valid_after for certificate in self.path[1:] or self.path]
        return min(ends, default=None)


class Purpose(Enum):
    """What a certificate is used for."""

    SIGNING = auto()
    TIME = auto()


FOREIGN = {"server_auth", "code_signing", "time_stamping", "ocsp_signing"}
"""Purposes that do not make a signer of documents; a certificate for nothing else is misused (RFC 5280, 4.2.1.12)."""
_EVIDENCE = CertRevTrustPolicy(REQUIRE_REVINFO, retroactive_revinfo=True)
"""Revocation must be known. What was issued after the moment counts too: it says more, not less (EN 319 102-1, 5.2.5)."""


async def judge(
    certificate: x509.Certificate, others: Sequence[x509.Certificate], purpose: Purpose, at: datetime, trust: Trust,
    ocsps: Sequence[ocsp.OCSPResponse], crls: Sequence[crl.CertificateList],
) -> Chain:
    """Judge a certificate at a moment, with nothing but the evidence given."""
    try:
        context = ValidationContext(
            trust_roots=list(trust.roots), other_certs=[*trust.others, *others], moment=at, ocsps=list(ocsps), crls=list(crls),
            revinfo_policy=_EVIDENCE,
        )
        path = await CertificateValidator(certificate, validation_context=context).async_validate_path()
    except (PathError, ValidationError) as error:
        alone = isinstance(error, InvalidCertificateError) and certificate.self_signed != "no"
        return Chain(Standing.UNTRUSTED) if alone else _refused(error)
    except FAULTS:
        return Chain(Standing.BROKEN)
    try:
        return Chain(Standing.GOOD if fits(certificate, purpose) else Standing.MISUSED, _certificates(path))
    except FAULTS:
        return Chain(Standing.BROKEN)


def fits(certificate: x509.Certificate, purpose: Purpose) -> bool:
    """Whether a certificate was issued for this purpose (RFC 3161, 2.3; RFC 5280, 4.2.1.3 and 4.2.1.12)."""
    usage = certificate.key_usage_value
    extended = certificate.extended_key_usage_value
    uses = set(usage.native) if usage is not None else {"digital_signature"}
    purposes = set(extended.native) if extended is not None else set()
    if not uses & {"digital_signature", "non_repudiation"}:
        return False
    if purpose is Purpose.TIME:
        return purposes == {"time_stamping"}
    return not purposes or bool(purposes - FOREIGN)


def _refused(error: Exception) -> Chain:
    path = _certificates(error.original_path) if isinstance(error, PathValidationError) else ()
    beside = isinstance(error, PathValidationError) and error.is_side_validation
    kinds: list[tuple[type[Exception], Standing]] = [
        (PathBuildingError, Standing.UNTRUSTED), (StaleRevinfoError, Standing.STALE), (InsufficientRevinfoError, Standing.UNKNOWN),
        (DisallowedAlgorithmError, Standing.WEAK), (InvalidCertificateError, Standing.MISUSED),
    ]
    if not beside:      # what ails a responder's certificate makes its evidence void, not the signer's certificate
        kinds += [(RevokedError, Standing.REVOKED), (ExpiredError, Standing.EXPIRED), (NotYetValidError, Standing.EARLY)]
    else:
        kinds.append((PathValidationError, Standing.UNKNOWN))
    standing = next((standing for kind, standing in kinds if isinstance(error, kind)), Standing.BROKEN)
    revoked = error.revocation_dt if isinstance(error, RevokedError) and not beside else None
    return Chain(standing, path, revoked)


def _certificates(path: ValidationPath) -> tuple[x509.Certificate, ...]:
    return tuple(certificate for certificate in path.iter_certs(include_root=True) if isinstance(certificate, x509.Certificate))
