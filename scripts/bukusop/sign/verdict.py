"""What a verification says: frozen values with sentences in Indonesian, from one signature to the whole file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bukusop.sign.levels import Level

REHEARSAL_ORGANISATION = "UJI BUKAN BSrE"
"""The organisation in every certificate of a throw-away authority."""


class Verdict(StrEnum):
    """As ETSI EN 319 102-1 has it: TOTAL-PASSED, TOTAL-FAILED, INDETERMINATE; and a file that cannot be read at all."""

    SAH = "sah"
    TIDAK_SAH = "tidak sah"
    TIDAK_PASTI = "tidak dapat dipastikan"
    TIDAK_TERBACA = "tidak terbaca"

    @property
    def exit_code(self) -> int:
        """What a command that verifies gives back: 0 sah, 1 tidak sah, 3 tidak dapat dipastikan, 2 tidak terbaca."""
        return {Verdict.SAH: 0, Verdict.TIDAK_SAH: 1, Verdict.TIDAK_TERBACA: 2, Verdict.TIDAK_PASTI: 3}[self]


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Give the gravest of several verdicts: what is proven false goes before what cannot be read, that before what is not certain."""
    found = set(verdicts)
    order = (Verdict.TIDAK_SAH, Verdict.TIDAK_TERBACA, Verdict.TIDAK_PASTI, Verdict.SAH)
    return next((verdict for verdict in order if verdict in found), Verdict.TIDAK_PASTI)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a certificate names, and who issued it. `sha256` is that of the certificate, in hexadecimal."""

    name: str
    organisation: str
    serial: str
    issuer: str
    root: str
    sha256: str


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """One signature, or one document timestamp (`archive` True).

    - `claimed` is the time the signer's machine says; `proven` the time a trusted timestamp proves, None where none does;
      `stamped_by` names who proves it;
    - `intact`: the signed bytes are unchanged; `whole`: nothing follows them in the file; `changes`: what was added after them,
      in words, and `allowed` whether that may be;
    - `trusted`: the chain ends in a trusted root; `revoked` when its certificate was revoked, if it was;
    - `valid_then`, `valid_now`: whether it stands at the proven time, and whether the evidence still shows that today;
      `lapsed` is since when it no longer does, where it once did;
    - `reasons`: sentences, the decisive one first.
    """

    field: str
    archive: bool
    holder: Holder | None
    claimed: datetime | None
    proven: datetime | None
    intact: bool
    whole: bool
    changes: tuple[str, ...]
    allowed: bool
    trusted: bool
    revoked: datetime | None
    level: Level | None
    valid_then: bool
    valid_now: bool
    verdict: Verdict
    reasons: tuple[str, ...]
    stamped_by: str = ""
    lapsed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A whole file: its verdict, one line that says it, and all its signatures in the order they were made."""

    verdict: Verdict
    summary: str
    sha256: str
    size: int
    pages: int
    signatures: tuple[SignatureReport, ...]
    reasons: tuple[str, ...] = ()

    @property
    def rehearsed(self) -> bool:
        """Whether a signature was made for rehearsal, with a certificate of a throw-away authority."""
        return any(one.holder is not None and one.holder.organisation == REHEARSAL_ORGANISATION for one in self.signatures)


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the office knows of a document: certificates (SHA-256, hexadecimal) that must have signed, in order, and the least level.

    `sha256` is that of the published file, "" where any later renewal is welcome too.
    """

    signers: tuple[str, ...]
    level: Level
    title: str = ""
    sha256: str = ""
