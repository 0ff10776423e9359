"""The evidence in a file -> OCSP responses and CRLs, each with the moment from which it is proven to exist.

Evidence whose issuer's certificate has expired proves nothing unless it is proven to be older (EN 319 102-1, 5.6.2.4): whoever gets hold of
an old key could make more of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from asn1crypto import crl, ocsp, x509
from pyhanko.sign.general import find_unique_cms_attribute

from bukusop.sign.trust import Evidence, Trust
from bukusop.sign.verification.opening import FAULTS, Found, Opened

MOST = 2000
"""Entries of one kind that are read from a file."""


@dataclass(frozen=True)
class Item:
    """An OCSP response or a CRL; `revision` is the increment that brought it, -1 for evidence from elsewhere."""

    value: Any
    revision: int
    exists: datetime
    issuers_end: datetime | None

    def usable(self) -> bool:
        """Whether it is proven to be older than its issuer's certificate got."""
        return self.issuers_end is None or self.exists <= self.issuers_end


@dataclass(frozen=True)
class Knowledge:
    """All that is known besides trust: certificates and evidence."""

    certificates: tuple[x509.Certificate, ...]
    items: tuple[Item, ...]

    def proven(self, revision: int, at: datetime) -> Knowledge:
        """Note that all that increments up to `revision` brought existed at a moment."""
        return replace(self, items=tuple(
            replace(item, exists=min(item.exists, at)) if 0 <= item.revision <= revision else item for item in self.items
        ))

    @property
    def ended(self) -> datetime | None:
        """When the last of the evidence that no longer counts stopped to count."""
        return max((item.issuers_end for item in self.items if item.issuers_end is not None and not item.usable()), default=None)

    def ocsps(self, *, then: bool = False) -> Sequence[ocsp.OCSPResponse]:
        """Give the OCSP responses that count; `then`: as they counted when they were fresh."""
        return [item.value for item in self.items if isinstance(item.value, ocsp.OCSPResponse) and (then or item.usable())]

    def crls(self, *, then: bool = False) -> Sequence[crl.CertificateList]:
        """Give the CRLs that count."""
        return [item.value for item in self.items if isinstance(item.value, crl.CertificateList) and (then or item.usable())]


def gather(opened: Opened, evidence: Evidence, trust: Trust, others: Iterable[x509.Certificate], now: datetime) -> Knowledge:
    """Read the document security store of every state of the file, and what the signatures carry; add what the caller has."""
    roots = {root.sha256 for root in trust.roots}
    certificates: dict[bytes, x509.Certificate] = {one.sha256: one for one in others}
    found: dict[bytes, tuple[Any, int]] = {}
    for revision in range(opened.reader.xrefs.total_revisions):
        for kind, load in (("/Certs", x509.Certificate), ("/OCSPs", ocsp.OCSPResponse), ("/CRLs", crl.CertificateList)):
            for data in _streams(opened, revision, kind):
                value = _loaded(load, data)
                if isinstance(value, x509.Certificate):
                    certificates.setdefault(value.sha256, value)
                elif value is not None:
                    found.setdefault(data, (value, revision))
    for signature in opened.signatures:
        for value in _attached(signature):
            found.setdefault(value.dump(), (value, signature.revision))
    for value in (*evidence.ocsps, *evidence.crls):
        found[value.dump()] = (value, -1)
    known = tuple(certificates.values())
    items = tuple(Item(value, revision, now, _issuers_end(value, (*trust.roots, *known), roots)) for value, revision in found.values())
    return Knowledge(known, items)


def _streams(opened: Opened, revision: int, kind: str) -> Iterator[bytes]:
    try:
        store = opened.reader.get_historical_resolver(revision).root["/DSS"]
        entries = list(store[kind])[:MOST]
    except FAULTS:
        return
    for entry in entries:
        try:
            yield bytes(entry.get_object().data)
        except FAULTS:
            continue


def _loaded(kind: Any, data: bytes) -> Any:
    try:
        value = kind.load(data, strict=True)
        if kind is x509.Certificate:
            _ = (value.subject.native, value.not_valid_after, value.public_key.native)
        elif kind is crl.CertificateList:
            _ = value["tbs_cert_list"]["this_update"].native
        else:
            _ = value["response_bytes"]["response"].parsed["tbs_response_data"]["responses"].native
    except FAULTS:
        return None
    return value


def _attached(signature: Found) -> Iterator[Any]:
    """Give the evidence that signatures of Adobe's older manner carry among their signed attributes."""
    if signature.embedded is None or signature.archive:
        return
    try:
        archive = find_unique_cms_attribute(signature.embedded.signer_info["signed_attrs"], "adobe_revocation_info_archival")
        yield from [*(archive["crl"] or ()), *(archive["ocsp"] or ())]
    except FAULTS:
        return


def _issuers_end(value: Any, known: Sequence[x509.Certificate], roots: Collection[bytes]) -> datetime | None:
    """Give when the certificate of whoever signed evidence ends.

    None where a trusted root did, since trust in a root is the verifier's own decision and has no end; and where it is not at hand, since
    then nothing will come of it anyway.
    """
    try:
        if isinstance(value, crl.CertificateList):
            candidates = [one for one in known if one.subject == value.issuer and one.ca]
        else:
            basic = value["response_bytes"]["response"].parsed
            who = basic["tbs_response_data"]["responder_id"]
            several = [*(basic["certs"] or ()), *known]
            candidates = [one for one in several if _is_responder(one, who)]
        if any(one.sha256 in roots for one in candidates):
            return None
        return max((one.not_valid_after for one in candidates), default=None)
    except FAULTS:
        return None


def _is_responder(certificate: x509.Certificate, who: ocsp.ResponderId) -> bool:
    if who.name == "by_key":
        return bool(certificate.public_key.sha1 == who.chosen.native)
    return bool(certificate.subject == who.chosen)
