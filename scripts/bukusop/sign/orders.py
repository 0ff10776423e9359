"""What is asked of a signature, and whoever can make one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from asn1crypto import x509

from bukusop.sign.levels import Level


@dataclass(frozen=True, slots=True)
class Order:
    """One signature to be made in the empty field `field` of a document."""

    field: str
    name: str
    reason: str
    location: str
    level: Level


class Signatory(Protocol):
    """Whoever signs: a key at hand, a token, or a service elsewhere."""

    @property
    def certificate(self) -> x509.Certificate | None:
        """The certificate it signs with; None where only the signed file will tell."""
        ...

    async def sign(self, pdf: bytes, order: Order) -> bytes:
        """Sign a document: the result begins with the bytes of `pdf`. Raises SignError; never tries twice."""
        ...
