"""Certificates -> fresh evidence about them from the network, only where the caller gives fetchers."""

from __future__ import annotations

from collections.abc import Sequence

from asn1crypto import x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from bukusop.sign.trust import Evidence, Trust
from bukusop.sign.verification.opening import FAULTS


async def fetched(
    certificates: Sequence[x509.Certificate], others: Sequence[x509.Certificate], trust: Trust, evidence: Evidence,
) -> Evidence:
    """Ask for OCSP responses and CRLs of today; without fetchers, give the evidence back as it is."""
    if evidence.fetchers is None:
        return evidence
    ocsps, crls = list(evidence.ocsps), list(evidence.crls)
    for certificate in certificates:
        context = ValidationContext(
            trust_roots=list(trust.roots), other_certs=[*trust.others, *others], allow_fetching=True, fetchers=evidence.fetchers,
            revocation_mode="require",
        )
        try:
            await CertificateValidator(certificate, validation_context=context).async_validate_path()
        except (PathError, ValidationError, *FAULTS):
            pass        # expired, revoked, no answer: what was fetched is judged later, like all evidence
        ocsps += context.ocsps
        crls += context.crls
    unique_ocsps = {one.dump(): one for one in ocsps}
    unique_crls = {one.dump(): one for one in crls}
    return Evidence(tuple(unique_ocsps.values()), tuple(unique_crls.values()))
