"""Signed at a frozen time, verified years later: what stands, what lapses, and since when (EN 319 102-1, 5.6)."""

from datetime import datetime

import pytest

from bukusop.sign.authority import Authority
from bukusop.sign.levels import Level
from bukusop.sign.verdict import Report, Verdict
from bukusop.sign.verification import verify
from tests.sign.conftest import DAY, NOW, YEAR, Desk, everybody

TSA_ENDS = NOW + 4 * YEAR


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """An office whose signers' certificates end after two years, and whose timestamp authority ends after four."""
    return Desk(Authority.create(tmp_path_factory.mktemp("pki-singkat"), everybody(NOW), NOW, tsa_until=TSA_ENDS))


def at(desk: Desk, pdf: bytes, moment: datetime) -> Report:
    return verify(pdf, desk.trust, moment=moment)


@pytest.mark.parametrize("years", [0, 1, 3])
@pytest.mark.parametrize("level", [Level.B_LT, Level.B_LTA])
def test_stands_while_the_timestamp_stands(short: Desk, level: Level, years: int) -> None:
    """After three years the signer's certificate has expired; the timestamp proves that it had not when it signed."""
    report = at(short, short.signed(level), NOW + years * YEAR)
    assert report.verdict is Verdict.SAH, report.reasons
    assert report.signatures[0].proven == NOW


@pytest.mark.parametrize("level", [Level.B_LT, Level.B_LTA])
def test_lapses_when_the_timestamp_authority_has_expired(short: Desk, level: Level) -> None:
    """Most files of 2025 by BSrE: nothing about them is false, and they say since when they are not proven any more."""
    report = at(short, short.signed(level), NOW + 10 * YEAR)
    assert report.verdict is Verdict.TIDAK_PASTI
    one = report.signatures[0]
    assert one.intact and one.valid_then and not one.valid_now and one.lapsed == TSA_ENDS and one.level is level
    assert "utuh dan sah ketika dibuat (2 Februari 2026)" in report.reasons[0]
    assert "sejak 1 Februari 2030" in report.reasons[0]


def test_renewal_carries_on(short: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Renewed in the third year by an authority that lives longer: valid in the tenth, with every older certificate expired."""
    new = Authority.create(tmp_path_factory.mktemp("pki-baru"), [], NOW + 3 * YEAR, years=30, organisation="UJI MASA DEPAN")
    renewed = Desk(short.authority, NOW + 3 * YEAR, new).renew(short.signed())
    trust = short.trust.__class__((short.authority.root, new.root))
    report = verify(renewed, trust, moment=NOW + 10 * YEAR)
    assert report.verdict is Verdict.SAH, report.reasons
    assert verify(renewed, short.trust, moment=NOW + 10 * YEAR).verdict is Verdict.TIDAK_PASTI, "the new authority is not trusted"


def test_renewal_too_late_proves_nothing(short: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    late = NOW + 6 * YEAR
    new = Authority.create(tmp_path_factory.mktemp("pki-telat"), [], late, years=30, organisation="UJI MASA DEPAN")
    renewed = _stamped(short.signed(), new, late)
    trust = short.trust.__class__((short.authority.root, new.root))
    report = verify(renewed, trust, moment=NOW + 10 * YEAR)
    assert report.verdict is Verdict.TIDAK_PASTI, report.reasons
    assert report.signatures[0].lapsed == TSA_ENDS


def _stamped(pdf: bytes, authority: Authority, moment: datetime) -> bytes:
    """Put an archive timestamp on a file without looking at anything."""
    import asyncio

    from pyhanko.sign.signers import PdfTimeStamper

    from bukusop.sign.notary import open_to_add

    output = asyncio.run(PdfTimeStamper(authority.timestamper(moment)).async_timestamp_pdf(open_to_add(pdf), "sha256"))
    return bytes(output.getbuffer())


def test_without_evidence_time_alone_is_not_enough(short: Desk) -> None:
    report = at(short, short.signed(Level.B_T), NOW)
    assert report.verdict is Verdict.TIDAK_PASTI
    assert "status pencabutan" in report.reasons[0] and report.signatures[0].proven == NOW


def test_a_timestamp_from_the_future_proves_nothing(short: Desk) -> None:
    report = at(short, short.signed(), NOW - DAY)
    assert report.verdict is Verdict.TIDAK_PASTI
    assert report.signatures[0].proven is None


@pytest.mark.parametrize(("level", "verdict"), [(Level.B_LT, Verdict.TIDAK_PASTI), (Level.B_LTA, Verdict.SAH)])
def test_evidence_of_an_expired_issuer_needs_an_archive_timestamp(
    tmp_path_factory: pytest.TempPathFactory, level: Level, verdict: Verdict,
) -> None:
    """The timestamp authority still stands, but whoever has the issuer's old key could make such evidence today."""
    authority = Authority.create(tmp_path_factory.mktemp("pki-tua"), everybody(NOW), NOW, years=3, tsa_until=NOW + 10 * YEAR)
    desk = Desk(authority)
    signed = desk.signed(level)
    assert at(desk, signed, NOW + 2 * YEAR).verdict is Verdict.SAH
    report = at(desk, signed, NOW + 5 * YEAR)
    assert report.verdict is verdict, report.reasons
    assert report.signatures[0].valid_then
    if verdict is Verdict.TIDAK_PASTI:
        assert report.signatures[0].lapsed == authority.certificate("penerbit").not_valid_after
