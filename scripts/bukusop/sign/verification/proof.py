"""Timestamps -> what is proven to have existed when: signatures, and the evidence beside them (ETSI EN 319 102-1, 5.4 to 5.6).

The last archive timestamp is judged at the moment of verification; each one that holds proves that everything before it existed at its
time, and that is the moment at which the one before it is judged. So a chain of renewals carries a signature beyond its certificates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bukusop.sign.trust import Trust
from bukusop.sign.verification.chain import Chain, Purpose, Standing, judge
from bukusop.sign.verification.integrity import Sealed
from bukusop.sign.verification.knowledge import Knowledge
from bukusop.sign.verification.opening import Found


@dataclass(frozen=True)
class Stamp:
    """A timestamp: what it is, how its authority stood at its time and stands at the moment it is needed for (`control`)."""

    sealed: Sealed
    then: Chain
    now: Chain
    control: datetime

    @property
    def anchored(self) -> bool:
        """Whether a trusted authority made it, even if nothing says whether that authority had been revoked."""
        known = (Standing.GOOD, Standing.UNKNOWN, Standing.STALE)
        return self.sealed.intact and not self.sealed.weak and self.then.standing in known and bool(self.then.path)

    @property
    def genuine(self) -> bool:
        """Whether it proved its time when it was made."""
        return self.anchored and self.then.good

    @property
    def holds(self) -> bool:
        """Whether it still proves its time at the moment it is needed for."""
        return self.genuine and self.now.good and self.lapsed is None

    @property
    def lapsed(self) -> datetime | None:
        """Since when it proves nothing any more, if that is before it is needed."""
        until = self.then.until
        return until if until is not None and self.control > until else None

    @property
    def time(self) -> datetime | None:
        """The time it states."""
        return self.sealed.time


@dataclass(frozen=True)
class Archives:
    """The document timestamps of a file, in order, each with its judgement; and what is known once they are believed."""

    stamps: tuple[tuple[Found, Stamp], ...]
    knowledge: Knowledge
    now: datetime

    def covering(self, revision: int) -> Stamp | None:
        """Give the first archive timestamp that holds and covers an increment."""
        return next((stamp for found, stamp in self.stamps if found.revision > revision and found.entire and stamp.holds), None)

    def sealing(self, revision: int) -> Stamp | None:
        """Give the first archive timestamp over an increment that was genuine when it was made, whether or not it still holds."""
        return next((stamp for found, stamp in self.stamps if found.revision > revision and found.entire and stamp.genuine), None)

    def control(self, revision: int) -> datetime:
        """Give the moment at which something in an increment is proven to have existed: at worst, now."""
        stamp = self.covering(revision)
        return stamp.time if stamp is not None and stamp.time is not None else self.now


async def judge_archives(
    found: Sequence[tuple[Found, Sealed]], trust: Trust, knowledge: Knowledge, now: datetime,
) -> Archives:
    """Judge document timestamps from the last to the first."""
    stamps: list[tuple[Found, Stamp]] = []
    control = now
    for signature, sealed in reversed(found):
        stamp = await judge_stamp(sealed, control, trust, knowledge)
        stamps.insert(0, (signature, stamp))
        if stamp.holds and signature.entire and stamp.time is not None:
            control = min(control, stamp.time)
            knowledge = knowledge.proven(signature.revision, stamp.time)
    return Archives(tuple(stamps), knowledge, now)


async def judge_stamp(sealed: Sealed, control: datetime, trust: Trust, knowledge: Knowledge) -> Stamp:
    """Judge a timestamp that is needed at `control`.

    Its authority must have been good at the time it states, by evidence that counted then (`then`) and by evidence that still counts
    (`now`); and must not have been revoked by `control`, as far as is known.
    """
    if sealed.certificate is None or sealed.time is None:
        return Stamp(sealed, Chain(Standing.BROKEN), Chain(Standing.BROKEN), control)
    if sealed.time > control:
        early = Chain(Standing.EARLY)
        return Stamp(sealed, early, early, control)
    others = [*knowledge.certificates, *sealed.others]
    then = await judge(
        sealed.certificate, others, Purpose.TIME, sealed.time, trust, knowledge.ocsps(then=True), knowledge.crls(then=True),
    )
    if not then.good:
        return Stamp(sealed, then, then, control)
    now = await judge(sealed.certificate, others, Purpose.TIME, sealed.time, trust, knowledge.ocsps(), knowledge.crls())
    if now.good and then.until is not None and control <= then.until:
        later = await judge(sealed.certificate, others, Purpose.TIME, control, trust, knowledge.ocsps(), knowledge.crls())
        now = later if later.standing is Standing.REVOKED else now
    return Stamp(sealed, then, now, control)
