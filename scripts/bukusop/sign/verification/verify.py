"""The whole verification, step by step: bytes -> report."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from datetime import datetime

from bukusop.sign.levels import Level
from bukusop.sign.trust import Evidence, Trust, utc_now
from bukusop.sign.verdict import Expectation, Report, SignatureReport, Verdict, worst
from bukusop.sign.verification import sentences
from bukusop.sign.verification.changes import History
from bukusop.sign.verification.expected import shortcomings
from bukusop.sign.verification.fetching import fetched
from bukusop.sign.verification.integrity import examine, tokens
from bukusop.sign.verification.judgement import judge_archive, judge_signature
from bukusop.sign.verification.knowledge import gather
from bukusop.sign.verification.opening import FAULTS, Opened, UnreadableError, open_pdf
from bukusop.sign.verification.proof import judge_archives

IRREGULAR = "susunan berkas menyimpang dari baku PDF, sehingga aplikasi lain mungkin menampilkan isi yang lain"


def verify(
    pdf: bytes, trust: Trust, *, evidence: Evidence = Evidence(), moment: datetime | None = None, expected: Expectation | None = None,  # noqa: B008
) -> Report:
    """Verify a file as of `moment`, or now. Raises nothing: what cannot be read is a verdict. Not for a running event loop."""
    return asyncio.run(verify_async(pdf, trust, evidence=evidence, moment=moment, expected=expected))


async def verify_async(
    pdf: bytes, trust: Trust, *, evidence: Evidence = Evidence(), moment: datetime | None = None, expected: Expectation | None = None,  # noqa: B008
) -> Report:
    """Verify a file, inside an event loop: the one that the fetchers of `evidence` belong to, where there are any."""
    now = moment or utc_now()
    digest = hashlib.sha256(pdf).hexdigest()
    try:
        opened = open_pdf(pdf)
        reports = await _judge(opened, trust, evidence, now)
    except UnreadableError as error:
        return unreadable(str(error), digest, len(pdf))
    except FAULTS:
        return unreadable("susunan berkas ini menyesatkan, sehingga tidak dapat diperiksa", digest, len(pdf))
    return _report(opened, reports, digest, expected)


def unreadable(reason: str, digest: str, size: int) -> Report:
    """Give the report on a file that cannot be judged."""
    return Report(Verdict.TIDAK_TERBACA, sentences.summary(Verdict.TIDAK_TERBACA, [], None, "", reason, 0), digest, size, 0, (), (reason,))


async def _judge(opened: Opened, trust: Trust, evidence: Evidence, now: datetime) -> tuple[SignatureReport, ...]:
    """Judge all signatures of a file, in the order they were made."""
    sealed = [(found, examine(found, opened.pdf)) for found in opened.signatures]
    stamped = [token for found in opened.signatures if found.embedded and not found.archive for token in tokens(found.embedded.signed_data)]
    containers = [*(one for _, one in sealed), *stamped]
    users = [one.certificate for one in containers if one.certificate is not None]
    attached = [*users, *(certificate for one in containers for certificate in one.others)]
    more = await fetched(users, attached, trust, evidence)
    knowledge = gather(opened, more, trust, [*trust.others, *attached], now)
    archives = await judge_archives([(found, one) for found, one in sealed if found.archive], trust, knowledge, now)
    stamps = {id(found): stamp for found, stamp in archives.stamps}
    history = History(opened)
    reports = []
    for found, one in sealed:
        changes, whole = history.after(found), history.whole(found)
        if found.archive:
            reports.append(judge_archive(found, stamps[id(found)], changes, whole))
        else:
            reports.append(await judge_signature(found, one, changes, whole, archives, trust))
    return tuple(reports)


def _report(opened: Opened, reports: tuple[SignatureReport, ...], digest: str, expected: Expectation | None) -> Report:
    """Give the verdict on the file: the gravest of all."""
    signatures = [report for report in reports if not report.archive]
    reasons: list[tuple[Verdict, str]] = []
    if expected is not None:
        reasons += [(Verdict.TIDAK_SAH, sentence) for sentence in shortcomings(expected, reports, digest)]
    if opened.removed:
        reasons.append((Verdict.TIDAK_SAH, f"tanda tangan yang pernah ada telah dilepas ({', '.join(opened.removed)})"))
    if not signatures:
        reasons.append((Verdict.TIDAK_PASTI, "berkas ini tidak memuat tanda tangan elektronik"))
    reasons += [(report.verdict, report.reasons[0]) for report in reports if report.verdict is not Verdict.SAH]
    if opened.irregular:
        reasons.append((Verdict.TIDAK_PASTI, IRREGULAR))
    verdict = worst([verdict for verdict, _ in reasons] or [Verdict.SAH])
    decisive = [sentence for one, sentence in reasons if one is verdict]
    others = [sentence for one, sentence in reasons if one is not verdict]
    who = [report.holder.name for report in signatures if report.holder is not None]
    proven = [report.proven for report in signatures if report.proven is not None]
    summary = sentences.summary(
        verdict, who, max(proven, default=None), _least(signatures), (decisive or [""])[0], len(reports) - len(signatures),
    )
    return Report(verdict, summary, digest, len(opened.pdf), opened.pages, reports, tuple(dict.fromkeys([*decisive, *others])))


def _least(signatures: Sequence[SignatureReport]) -> str:
    """Give the level that all signatures reach, in words; "" where one is not of PAdES."""
    levels = [report.level for report in signatures]
    return next((level.label for level in Level if level in levels), "") if None not in levels else ""
