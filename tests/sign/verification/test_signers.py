"""Who signed, with what, and what the file claims about it: signers who may not, weak algorithms, strange authorities, strange ranges."""

import dataclasses
import json
import shutil
from pathlib import Path

import pytest

from bukusop.sign.authority import Authority
from bukusop.sign.levels import Level
from bukusop.sign.trust import Evidence, Trust
from bukusop.sign.verdict import Verdict
from bukusop.sign.verification import verify
from tests.sign.conftest import DAY, NOW, Desk
from tests.sign.verification import handmade
from tests.sign.verification.pages import append, small_pdf


@pytest.mark.parametrize(("who", "verdict", "words"), [
    ("kedaluwarsa", Verdict.TIDAK_PASTI, "sudah habis masa berlakunya"),
    ("dicabut", Verdict.TIDAK_SAH, "sudah dicabut sejak 1 Februari 2026, sebelum tanda tangan dibuat"),
    ("sendiri", Verdict.TIDAK_PASTI, "tidak bersambung ke akar yang dipercaya"),
    ("peladen", Verdict.TIDAK_PASTI, "tidak diterbitkan untuk keperluan ini"),
])
def test_who_may_not_sign(desk: Desk, who: str, verdict: Verdict, words: str) -> None:
    """With a timestamp that proves the time: a revoked signer is a failure, a doubtful one is not certain (EN 319 102-1, 5.1.3)."""
    authority = desk.authority
    signed = _signed_by(desk, who)
    report = verify(signed, desk.trust, evidence=Evidence(*authority.evidence(NOW)), moment=NOW)
    assert report.verdict is verdict, report.reasons
    assert any(words in reason for reason in report.reasons), report.reasons
    assert not report.signatures[0].valid_now


def _signed_by(desk: Desk, who: str) -> bytes:
    """Sign at B-T, which looks at no certificate."""
    import asyncio

    from cryptography.hazmat.primitives import serialization
    from pyhanko.sign.signers import SimpleSigner

    from bukusop.sign.notary import LocalSignatory
    from bukusop.sign.orders import Order

    authority = desk.authority
    key = serialization.load_pem_private_key(authority.key(who).read_bytes(), None)
    from asn1crypto import keys
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    raw = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    store = SimpleCertificateStore.from_certs(authority.chain)
    signer = SimpleSigner(authority.certificate(who), keys.PrivateKeyInfo.load(raw), store)
    signatory = LocalSignatory(signer, desk.bench())
    return asyncio.run(signatory.sign(small_pdf(), Order("ttd_kepala", who, "Uji", "Contoh", Level.B_T)))


def test_revocation_after_signing_does_not_matter(desk: Desk) -> None:
    signed = desk.sign(small_pdf(), "dicabut-nanti", "ttd_kepala", Level.B_LTA)
    later = NOW + 200 * DAY
    fresh = Evidence(*desk.authority.evidence(later))
    assert verify(signed, desk.trust, evidence=fresh, moment=later).verdict is Verdict.SAH


def test_revocation_known_only_later_reaches_back(desk: Desk) -> None:
    """Evidence in the file says good; evidence fetched today says revoked before the signature was made."""
    people = desk.authority
    signed = _signed_by(desk, "dicabut")
    early = Evidence(*people.evidence(NOW - 5 * DAY))
    assert verify(signed, desk.trust, evidence=early, moment=NOW).verdict is not Verdict.TIDAK_SAH
    both = Evidence([*early.ocsps, *people.evidence(NOW)[0]], [*early.crls, *people.evidence(NOW)[1]])
    assert verify(signed, desk.trust, evidence=both, moment=NOW).verdict is Verdict.TIDAK_SAH


def test_revocation_told_by_a_new_responder_reaches_back(desk: Desk, tmp_path: Path) -> None:
    """The responder's own certificate is younger than the signature, so what it says counts today, and not at the time of signing."""
    folder = tmp_path / "pki"
    shutil.copytree(desk.authority.folder, folder)
    plan = json.loads((folder / "pki.json").read_text())
    validity = plan["pki-architectures"]["uji"]["certs"]["penjawab-ocsp"]["validity"]
    validity["valid-from"] = (NOW + 50 * DAY).strftime("%Y-%m-%dT%H:%M:%S+0000")
    (folder / "pki.json").write_text(json.dumps(plan))
    later = NOW + 60 * DAY
    answers, (of_root, _) = Authority(folder).evidence(later)
    early = Evidence(*desk.authority.evidence(NOW - 5 * DAY))
    signed = _signed_by(desk, "dicabut")
    both = Evidence([*early.ocsps, *answers], [*early.crls, of_root])
    report = verify(signed, desk.trust, evidence=both, moment=later)
    assert report.verdict is Verdict.TIDAK_SAH, report.reasons


def test_without_trust_nothing_is_valid(desk: Desk, strangers: Authority) -> None:
    for trust in (Trust(()), Trust((strangers.root,))):
        report = verify(desk.signed(), trust, moment=NOW)
        assert report.verdict is Verdict.TIDAK_PASTI
        assert not any(one.trusted for one in report.signatures)
        assert all(one.intact for one in report.signatures)


@pytest.mark.parametrize("level", [Level.B_LT, Level.B_LTA])
def test_timestamp_of_a_stranger_proves_nothing(desk: Desk, strangers: Authority, level: Level) -> None:
    signed = dataclasses.replace(desk, others=strangers).sign(small_pdf(), "kepala", "ttd_kepala", level)
    report = verify(signed, desk.trust, moment=NOW)
    assert report.verdict is Verdict.TIDAK_PASTI, report.reasons
    assert report.signatures[0].proven is None and report.signatures[0].level is Level.B_B
    assert any("stempel waktu" in reason for reason in report.reasons)


def test_a_strangers_signature_beside_a_good_one_is_not_passed_over(desk: Desk, strangers: Authority) -> None:
    good = desk.signed(Level.B_LT, lock=False)
    both = Desk(strangers).sign(good, "kepala", "ttd_kabid", Level.B_LT)
    report = verify(both, desk.trust, moment=NOW)
    assert [one.verdict for one in report.signatures] == [Verdict.SAH, Verdict.TIDAK_PASTI]
    assert report.verdict is Verdict.TIDAK_PASTI


def test_paraf_after_the_heads_lock_spoils_the_document(desk: Desk) -> None:
    report = verify(desk.sign(desk.signed(Level.B_LT), "kabid", "ttd_kabid", Level.B_LT), desk.trust, moment=NOW)
    assert report.verdict is Verdict.TIDAK_SAH
    assert "dikunci" in report.reasons[0]


@pytest.mark.parametrize("digest", ["md5", "sha1"])
def test_weak_digest_is_not_accepted(desk: Desk, digest: str) -> None:
    pdf = handmade.prepared()
    start, end = handmade.gap(pdf)
    signed = handmade.signed(pdf, (0, start, end, len(pdf) - end), desk.authority, digest)
    report = verify(signed, desk.trust, evidence=Evidence(*desk.authority.evidence(NOW)), moment=NOW)
    assert report.verdict is Verdict.TIDAK_PASTI, report.reasons
    assert digest.upper() in report.reasons[0]


def test_handmade_signature_over_everything_is_valid(desk: Desk) -> None:
    """The cases below fail for their ranges, not because they were made by hand."""
    pdf = handmade.prepared()
    start, end = handmade.gap(pdf)
    signed = handmade.signed(pdf, (0, start, end, len(pdf) - end), desk.authority)
    report = verify(signed, desk.trust, evidence=Evidence(*desk.authority.evidence(NOW)), moment=NOW)
    assert report.verdict is Verdict.SAH, report.reasons


@pytest.mark.parametrize("case", ["half", "from-the-middle", "tail-left-out", "hole-in-the-gap", "gap-too-small", "beyond-the-end"])
def test_signature_over_part_of_the_file_is_not_valid(desk: Desk, case: str) -> None:
    pdf = handmade.prepared()
    if case == "hole-in-the-gap":       # something else stands in the gap beside the container
        start = pdf.index(b"/Contents <0000")
        pdf = pdf[:start] + b"/Palsu (disembunyikan) " + pdf[start:]
        pdf = _mended(pdf)
    start, end = handmade.gap(pdf)
    rest = len(pdf) - end
    numbers = {
        "half": (0, start, end, rest // 2), "from-the-middle": (0, start // 2, end, rest), "tail-left-out": (0, start, end - 40, rest),
        "hole-in-the-gap": (0, start - 34, end, rest), "gap-too-small": (0, start + 1, end - 1, rest),
        "beyond-the-end": (0, start, end, rest + 10**9),
    }[case]
    signed = handmade.signed(pdf, numbers, desk.authority)
    report = verify(signed, desk.trust, evidence=Evidence(*desk.authority.evidence(NOW)), moment=NOW)
    assert report.verdict is Verdict.TIDAK_SAH, report.reasons
    assert "tidak mencakup seluruh" in report.reasons[0] or "rusak" in report.reasons[0]


def _mended(pdf: bytes) -> bytes:
    """Set the start of the last cross-reference table right; objects before the insertion stay where they were."""
    table = pdf.rindex(b"xref\n", 0, pdf.rindex(b"trailer"))
    return pdf[:pdf.rindex(b"startxref")] + b"startxref\n%d\n%%%%EOF\n" % table


def test_file_without_a_signature_is_never_valid(desk: Desk) -> None:
    report = verify(append(small_pdf(), {900: b"null"}), desk.trust, moment=NOW)
    assert report.verdict is Verdict.TIDAK_PASTI and report.signatures == ()
    assert "tidak memuat tanda tangan" in report.summary


@pytest.mark.usefixtures("no_network")
def test_the_network_is_never_asked(desk: Desk) -> None:
    assert verify(desk.signed(), desk.trust, moment=NOW).verdict is Verdict.SAH
    assert verify(desk.signed(Level.B_B), desk.trust, moment=NOW).verdict is Verdict.TIDAK_PASTI
