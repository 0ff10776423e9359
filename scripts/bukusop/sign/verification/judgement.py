"""Everything found about a signature -> its report; all reports -> the verdict on the file (ETSI EN 319 102-1, clauses 5.1 and 5.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pyhanko.sign.validation import EmbeddedPdfSignature

from bukusop.sign.levels import Level
from bukusop.sign.trust import Trust
from bukusop.sign.verdict import SignatureReport, Verdict
from bukusop.sign.verification import sentences
from bukusop.sign.verification.chain import Chain, Purpose, Standing, judge
from bukusop.sign.verification.changes import Changes
from bukusop.sign.verification.integrity import Sealed, tokens
from bukusop.sign.verification.knowledge import Knowledge
from bukusop.sign.verification.opening import FAULTS, Found
from bukusop.sign.verification.proof import Archives, Stamp, judge_stamp

PADES = "/ETSI.CAdES.detached"


@dataclass(frozen=True)
class Case:
    """One signature with all that bears on it.

    `stamp` is the timestamp over it, `archive` the first document timestamp after it that holds, `sealing` the first that ever did; `best`
    is the earliest moment at which it is proven to have existed; `then` how its certificate stood when it was made, by evidence that
    counted then, `now` by evidence that still counts; `ended` is when the rest of it stopped to count.
    """

    found: Found
    sealed: Sealed
    changes: Changes
    whole: bool
    stamp: Stamp | None
    archive: Stamp | None
    sealing: Stamp | None
    best: datetime
    then: Chain
    now: Chain
    ended: datetime | None

    @property
    def proven(self) -> datetime | None:
        """The time that a trusted timestamp proves, or proved."""
        if self.stamp is not None and self.stamp.anchored:
            return self.stamp.time
        return self.sealing.time if self.sealing is not None else None

    @property
    def stamped_well(self) -> bool:
        """Whether no timestamp over it fails to prove its time today."""
        return self.stamp is None or self.stamp.holds


async def judge_signature(
    found: Found, sealed: Sealed, changes: Changes, whole: bool, archives: Archives, trust: Trust,
) -> SignatureReport:
    """Judge a signature of a person."""
    case = await _case(found, sealed, changes, whole, archives, trust)
    verdict, reasons = _verdict(case, archives.now)
    then = sealed.intact and changes.allowed and case.then.good and not sealed.weak
    stamp = case.stamp if case.stamp is not None and case.stamp.anchored else case.sealing
    return SignatureReport(
        field=found.name, archive=False, holder=sentences.holder(sealed.certificate, case.then), claimed=_claimed(found.embedded),
        proven=case.proven, intact=sealed.intact, whole=whole, changes=changes.words, allowed=changes.allowed,
        trusted=bool(case.then.path), revoked=case.then.revoked or case.now.revoked, level=_level(case),
        valid_then=then, valid_now=verdict is Verdict.SAH, verdict=verdict, reasons=reasons, stamped_by=_name(stamp),
        lapsed=_lapse(case, archives.now) if then and verdict is not Verdict.SAH else None,
    )


async def _case(found: Found, sealed: Sealed, changes: Changes, whole: bool, archives: Archives, trust: Trust) -> Case:
    archive, sealing = archives.covering(found.revision), archives.sealing(found.revision)
    control = archives.control(found.revision)
    known = archives.knowledge
    stamps = [
        await judge_stamp(token, control, trust, known) for token in (tokens(found.embedded.signed_data) if found.embedded else ())
    ]
    stamp = next((one for one in stamps if one.holds), next((one for one in stamps if one.anchored), stamps[0] if stamps else None))
    best = stamp.time if stamp is not None and stamp.holds and stamp.time is not None else control
    if sealed.certificate is None:
        nothing = Chain(Standing.BROKEN)
        return Case(found, sealed, changes, whole, stamp, archive, sealing, best, nothing, nothing, None)
    others = [*known.certificates, *sealed.others]
    at = stamp.time if stamp is not None and stamp.anchored and stamp.time is not None else best
    then = await judge(sealed.certificate, others, Purpose.SIGNING, at, trust, known.ocsps(then=True), known.crls(then=True))
    now = await judge(sealed.certificate, others, Purpose.SIGNING, best, trust, known.ocsps(), known.crls())
    newest = await _newest(sealed, known, trust, archives.now)
    if newest is not None and newest.revoked is not None and newest.revoked <= at:
        then = now = newest
    return Case(found, sealed, changes, whole, stamp, archive, sealing, best, then, now, known.ended)


async def _newest(sealed: Sealed, known: Knowledge, trust: Trust, now: datetime) -> Chain | None:
    """Judge a certificate today by evidence from outside the file alone: a revocation noted later may reach back."""
    outside = [item for item in known.items if item.revision < 0]
    if not outside or sealed.certificate is None:
        return None
    alone = Knowledge(known.certificates, tuple(outside))
    return await judge(sealed.certificate, [*known.certificates, *sealed.others], Purpose.SIGNING, now, trust, alone.ocsps(), alone.crls())


def _verdict(case: Case, now: datetime) -> tuple[Verdict, tuple[str, ...]]:
    """Say what holds of a signature; the decisive sentence first."""
    sealed, changes = case.sealed, case.changes
    if case.found.embedded is None:
        if case.found.kind:
            return Verdict.TIDAK_PASTI, (f"jenis tanda tangan {case.found.kind.lstrip('/')} sudah usang, jadi tidak diterima",)
        return Verdict.TIDAK_SAH, ("tanda tangan rusak: isinya tidak dapat dibaca",)
    if case.found.end is None or not case.found.entire:
        return Verdict.TIDAK_SAH, ("tanda tangan tidak mencakup seluruh isi berkas ketika dibuat, jadi tidak melindungi dokumen ini",)
    if not sealed.intact:
        return Verdict.TIDAK_SAH, ("isi berkas berubah sesudah ditandatangani, atau tanda tangannya rusak",)
    if not changes.allowed:
        return Verdict.TIDAK_SAH, (f"sesudah ditandatangani, berkas diubah: {'; '.join(changes.faults)}", *changes.words)
    if case.stamp is not None and not case.stamp.sealed.intact:
        return Verdict.TIDAK_SAH, ("stempel waktu pada tanda tangan ini rusak atau bukan miliknya",)
    if sealed.weak:
        return Verdict.TIDAK_PASTI, (f"tanda tangan memakai algoritma {sealed.weak}, yang sudah lemah dan tidak diterima",)
    return _by_time(case, now)


def _by_time(case: Case, now: datetime) -> tuple[Verdict, tuple[str, ...]]:
    """Say what holds of an unchanged signature in the light of certificates and time."""
    certain = case.proven is not None
    if case.then.standing is Standing.REVOKED and certain:
        return Verdict.TIDAK_SAH, (f"{_signer(case.then, case.proven)}, sebelum tanda tangan dibuat",)
    if case.then.standing is Standing.EARLY and certain:
        return Verdict.TIDAK_SAH, (_signer(case.then, case.proven),)
    if not case.then.good:
        return Verdict.TIDAK_PASTI, (f"tanda tangan utuh, tetapi {_signer(case.then, case.proven or now)}", *_no_time(case))
    if case.stamp is not None and not case.stamp.genuine and case.sealing is None:
        chain = case.stamp.then
        weak = f"stempel waktu memakai algoritma lemah {case.stamp.sealed.weak}" if case.stamp.sealed.weak else ""
        return Verdict.TIDAK_PASTI, (
            f"tanda tangan utuh, tetapi waktunya tidak terbukti: {weak or sentences.standing(chain, 'stempel waktu', case.stamp.time)}",
        )
    if case.now.good and (case.stamped_well or case.archive is not None):
        return Verdict.SAH, _praise(case)
    since = _lapse(case, now)
    when = f" ({sentences.date(case.proven)})" if case.proven is not None else ""
    ended = f" sejak {sentences.date(since)}" if since is not None else ""
    return Verdict.TIDAK_PASTI, (
        f"tanda tangan utuh dan sah ketika dibuat{when}, tetapi bukti jangka panjangnya tidak lagi berlaku{ended}",
        _why_lapsed(case),
    )


def _signer(chain: Chain, at: datetime | None) -> str:
    return sentences.standing(chain, "penanda tangan", at)


def _no_time(case: Case) -> tuple[str, ...]:
    return () if case.proven is not None else ("waktu penandatanganan hanya menurut penanda tangan, tidak dibuktikan stempel waktu",)


def _praise(case: Case) -> tuple[str, ...]:
    lines = ["tanda tangan utuh, dan isi berkas tidak berubah sejak ditandatangani"]
    if case.proven is not None:
        lines.append(f"waktunya dibuktikan stempel waktu: {sentences.time(case.proven)}")
    return (*lines, *_no_time(case), *case.changes.words)


def _why_lapsed(case: Case) -> str:
    if case.stamp is not None and case.stamp.lapsed is not None:
        return "sertifikat stempel waktunya habis masa berlaku, dan berkas tidak memuat stempel waktu arsip yang masih berlaku"
    return "bukti status sertifikat dalam berkas tidak terlindung stempel waktu arsip yang masih berlaku"


def _lapse(case: Case, now: datetime) -> datetime | None:
    """Give since when the proof of a once valid signature no longer holds: the end of its last timestamp, or of its evidence."""
    stamps = [stamp.then.until for stamp in (case.stamp, case.sealing) if stamp is not None and stamp.genuine]
    ends = [max((end for end in stamps if end is not None), default=case.then.until), case.ended]
    return next((end for end in ends if end is not None and end < now), None)


def _level(case: Case) -> Level | None:
    """Give the level that is really reached (ETSI EN 319 142-1, clause 6): each rests on the one below it."""
    if case.found.kind != PADES or not (case.sealed.intact and case.sealed.ess) or case.sealed.certificate is None:
        return None
    if case.stamp is None or not case.stamp.anchored:
        return Level.B_B
    if not (case.then.good and case.stamp.genuine):
        return Level.B_T
    return Level.B_LTA if case.sealing is not None else Level.B_LT


def judge_archive(found: Found, stamp: Stamp, changes: Changes, whole: bool) -> SignatureReport:
    """Judge a document timestamp by itself."""
    verdict, reasons = _archive_verdict(found, stamp, changes)
    return SignatureReport(
        field=found.name, archive=True, holder=sentences.holder(stamp.sealed.certificate, stamp.then), claimed=None,
        proven=stamp.time if stamp.genuine else None, intact=stamp.sealed.intact, whole=whole, changes=changes.words,
        allowed=changes.allowed, trusted=bool(stamp.then.path), revoked=stamp.now.revoked or stamp.then.revoked, level=None,
        valid_then=stamp.genuine and changes.allowed, valid_now=verdict is Verdict.SAH, verdict=verdict, reasons=reasons,
        stamped_by=_name(stamp) if stamp.genuine else "", lapsed=stamp.lapsed if stamp.genuine and verdict is not Verdict.SAH else None,
    )


def _archive_verdict(found: Found, stamp: Stamp, changes: Changes) -> tuple[Verdict, tuple[str, ...]]:
    if found.end is None or not found.entire:
        return Verdict.TIDAK_SAH, ("stempel waktu arsip tidak mencakup seluruh isi berkas ketika dibuat",)
    if not stamp.sealed.intact:
        return Verdict.TIDAK_SAH, ("isi berkas berubah sesudah stempel waktu arsip dibuat, atau stempel itu rusak",)
    if not changes.allowed:
        return Verdict.TIDAK_SAH, (f"sesudah stempel waktu arsip, berkas diubah: {'; '.join(changes.faults)}",)
    if stamp.sealed.weak:
        return Verdict.TIDAK_PASTI, (f"stempel waktu arsip memakai algoritma lemah {stamp.sealed.weak}",)
    if stamp.holds:
        return Verdict.SAH, (f"stempel waktu arsip membuktikan keadaan berkas pada {sentences.time(stamp.time or stamp.control)}",)
    if stamp.genuine and stamp.lapsed is not None:
        return Verdict.TIDAK_PASTI, (f"sertifikat stempel waktu arsip habis pada {sentences.date(stamp.lapsed)} dan belum diperpanjang",)
    chain = stamp.now if stamp.then.good else stamp.then
    return Verdict.TIDAK_PASTI, (sentences.standing(chain, "stempel waktu arsip", stamp.time),)


def _name(stamp: Stamp | None) -> str:
    named = sentences.holder(stamp.sealed.certificate, stamp.then) if stamp is not None else None
    return named.name if named is not None else ""


def _claimed(embedded: EmbeddedPdfSignature | None) -> datetime | None:
    try:
        claimed = embedded.self_reported_timestamp if embedded is not None else None
        return claimed if isinstance(claimed, datetime) and claimed.tzinfo is not None else None
    except FAULTS:
        return None
