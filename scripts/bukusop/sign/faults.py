"""What can go wrong while signing, in sentences for the people who sign. No exception of a library leaves this room."""

from __future__ import annotations

from bukusop.diagnostics import Refusal


class SignError(Refusal):
    """A document was not signed; the message says why and what to do, in Indonesian, and holds no secret."""


class CredentialError(SignError):
    """The key cannot be used: wrong passphrase, unreadable file, certificate expired, ..."""


class EvidenceError(SignError):
    """A timestamp or the evidence of a certificate could not be had."""


class RefusedError(SignError):
    """A signed file was made, here or by a service, and does not stand up to examination; it was not kept."""
