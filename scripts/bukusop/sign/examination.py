"""The gate: a file that was just signed is judged like a stranger's before it is kept."""

from __future__ import annotations

from collections.abc import Sequence

from bukusop.sign.faults import RefusedError
from bukusop.sign.levels import Level
from bukusop.sign.trust import Evidence, Trust
from bukusop.sign.verdict import Expectation, Report, Verdict
from bukusop.sign.verification import verify_async


async def examine(signed: bytes, base: bytes, trust: Trust, evidence: Evidence, signers: Sequence[str], level: Level) -> Report:
    """Judge a signed file: it continues `base`, bears exactly these signatures (SHA-256 of certificates, "" for any), and is valid.

    Raises RefusedError with a sentence; the file must then not be kept.
    """
    if not signed.startswith(base):
        raise RefusedError("berkas bertanda tangan bukan kelanjutan dari halaman yang dibuat; tidak disimpan")
    report = await verify_async(signed, trust, evidence=evidence, expected=Expectation(tuple(signers), level))
    if report.verdict is not Verdict.SAH:
        raise RefusedError(f"tanda tangan yang dihasilkan tidak lulus pemeriksaan dan tidak disimpan: {report.summary}")
    found = [item for item in report.signatures if not item.archive]
    if len(found) != len(signers):
        raise RefusedError(f"tanda tangannya {len(found)}, seharusnya {len(signers)}; berkas tidak disimpan")
    for item, pinned in zip(found, signers, strict=True):
        if pinned and (item.holder is None or item.holder.sha256 != pinned):
            raise RefusedError(f"{item.field} ditandatangani dengan sertifikat lain; berkas tidak disimpan")
    return report


async def examine_renewed(renewed: bytes, old: bytes, trust: Trust, evidence: Evidence) -> Report:
    """Judge a file whose archive timestamp was renewed: it continues the old one and is valid at B-LTA. Raises RefusedError."""
    if not renewed.startswith(old):
        raise RefusedError("berkas yang diperpanjang bukan kelanjutan dari yang lama; tidak disimpan")
    report = await verify_async(renewed, trust, evidence=evidence)
    if report.verdict is not Verdict.SAH:
        raise RefusedError(f"berkas yang diperpanjang tidak lulus pemeriksaan dan tidak disimpan: {report.summary}")
    return report
