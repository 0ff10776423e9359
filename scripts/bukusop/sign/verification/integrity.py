"""A signature container (CMS) and the bytes it signs -> whether they belong together, and which certificate says so.

Nothing here asks whom to trust. Sources: RFC 5652, RFC 3161, ETSI EN 319 102-1 clauses 5.2.3 to 5.2.7.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms, core, tsp, x509
from pyhanko.sign.general import extract_signer_info, find_cms_attribute_iter
from pyhanko.sign.validation import generic_cms
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.utils import CMSAlgorithmUsagePolicy
from pyhanko_certvalidator.policy_decl import DEFAULT_WEAK_HASH_ALGOS, DisallowWeakAlgorithmsPolicy

from bukusop.sign.verification.opening import FAULTS, Found

ALGORITHMS = CMSAlgorithmUsagePolicy.lift_policy(DisallowWeakAlgorithmsPolicy())
"""No MD5, no SHA-1, no RSA key below 2,048 bits."""


@dataclass(frozen=True)
class Sealed:
    """What a container says of itself.

    `intact`: digest and signature fit; `weak`: the name of an algorithm that proves nothing any more; `ess`: the certificate is bound by
    a signed attribute (PAdES baseline); `time`: that of a timestamp token; `value`: the signature's own bytes.
    """

    intact: bool
    certificate: x509.Certificate | None
    others: tuple[x509.Certificate, ...]
    weak: str
    ess: bool
    time: datetime | None
    value: bytes

    @classmethod
    def broken(cls) -> Sealed:
        """A container that makes no sense."""
        return cls(False, None, (), "", False, None, b"")


def examine(found: Found, pdf: bytes) -> Sealed:
    """Examine a signature of a file, or a document timestamp."""
    if found.embedded is None or found.end is None:
        return Sealed.broken()
    data = found.embedded.signed_data
    start = [int(number) for number in found.embedded.byte_range]

    def digest(algorithm: str) -> bytes:
        made = hashlib.new(algorithm)
        view = memoryview(pdf)
        made.update(view[: start[1]])
        made.update(view[start[2]: start[2] + start[3]])
        return made.digest()

    return examine_token(data, digest) if found.archive else _examined(data, digest, "data")


def examine_token(data: cms.SignedData, imprint: Callable[[str], bytes]) -> Sealed:
    """Examine a timestamp token over something whose digest `imprint` gives."""
    try:
        content = data["encap_content_info"]["content"]
        info = content.parsed
        if not isinstance(info, tsp.TSTInfo):
            return Sealed.broken()
        message = info["message_imprint"]
        algorithm = message["hash_algorithm"]["algorithm"].native
        fits = imprint(algorithm) == message["hashed_message"].native
        sealed = _examined(data, lambda name: hashlib.new(name, bytes(content)).digest(), "tst_info")
        weak = sealed.weak or (algorithm if algorithm in DEFAULT_WEAK_HASH_ALGOS else "")
        return Sealed(
            sealed.intact and fits, sealed.certificate, sealed.others, weak, sealed.ess, info["gen_time"].native, sealed.value,
        )
    except FAULTS:
        return Sealed.broken()


def tokens(data: cms.SignedData) -> Iterator[Sealed]:
    """Examine the timestamps over a signature (unsigned attribute of RFC 3161, appendix A)."""
    try:
        signer = data["signer_infos"][0]
        value = signer["signature"].native
        found = list(generic_cms.extract_tst_data_iter(signer, signed=False))
    except FAULTS:
        return
    for token in found:
        yield examine_token(token, lambda name: hashlib.new(name, value).digest())


def _examined(data: cms.SignedData, digest: Callable[[str], bytes], content: str) -> Sealed:
    try:
        signer = extract_signer_info(data)
        certificates = generic_cms.extract_certs_for_validation(data)
        certificate = certificates.signer_cert
        wrapped = data["encap_content_info"]
        if content == "data" and wrapped["content"] is not core.VOID and wrapped["content"].native is not None:
            return Sealed.broken()
        algorithm = signer["digest_algorithm"]["algorithm"].native
        fits, valid = generic_cms.validate_sig_integrity(signer, certificate, content, digest(algorithm))
        attributes = signer["signed_attrs"]
        ess = any(True for name in ("signing_certificate_v2", "signing_certificate") for _ in find_cms_attribute_iter(attributes, name))
        others = tuple(certificates.other_certs)
        return Sealed(bool(fits and valid), certificate, others, _weak(signer, certificate), ess, None, signer["signature"].native)
    except (*FAULTS, SignatureValidationError):
        return Sealed.broken()


def _weak(signer: cms.SignerInfo, certificate: x509.Certificate) -> str:
    """Name the algorithm of a signature that is not accepted, or ""."""
    method, digest = signer["signature_algorithm"], signer["digest_algorithm"]
    if not ALGORITHMS.digest_algorithm_allowed(digest, moment=None):
        return str(digest["algorithm"].native).upper()
    if not ALGORITHMS.signature_algorithm_allowed(method, moment=None, public_key=certificate.public_key):
        return f"{method['algorithm'].native} ({certificate.public_key.bit_size} bit)"
    return ""
