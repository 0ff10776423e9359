"""Every way of tampering is seen, at every level, whether or not the head's signature locks the document."""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bukusop.sign.levels import Level
from bukusop.sign.verdict import Expectation, Report, Verdict
from bukusop.sign.verification import verify
from tests.sign.conftest import DAY, NOW, Desk
from tests.sign.verification import attacks
from tests.sign.verification.pages import append, small_pdf, stream, text

FLIPS = 50


def judged(desk: Desk, pdf: bytes, expected: Expectation | None = None) -> Report:
    return verify(pdf, desk.trust, moment=NOW, expected=expected)


@pytest.mark.parametrize("lock", [True, False], ids=["terkunci", "tidak-terkunci"])
@pytest.mark.parametrize("level", [Level.B_LT, Level.B_LTA])
def test_untouched_file_is_valid(desk: Desk, level: Level, lock: bool) -> None:
    report = judged(desk, desk.signed(level, paraf=True, lock=lock))
    assert report.verdict is Verdict.SAH, report.reasons
    assert [one.level for one in report.signatures if not one.archive] == [level, level]


@pytest.mark.parametrize(("level", "lock"), [(Level.B_LT, False), (Level.B_LTA, True)], ids=["b-lt", "b-lta-terkunci"])
@pytest.mark.parametrize("attack", attacks.APPENDED, ids=lambda attack: attack.__name__)
def test_addition_is_seen(desk: Desk, attack: attacks.Attack, level: Level, lock: bool) -> None:
    signed = desk.signed(level, lock=lock)
    tampered = attack(signed)
    assert tampered != signed and tampered.startswith(signed)
    report = judged(desk, tampered)
    assert report.verdict is Verdict.TIDAK_SAH, (report.verdict, report.reasons)
    assert report.reasons and report.reasons[0]


@pytest.mark.parametrize("level", [Level.B_B, Level.B_LTA])
def test_every_flipped_bit_is_seen(desk: Desk, level: Level) -> None:
    chance = random.Random(20260202)
    signed = desk.signed(level)
    for _ in range(FLIPS):
        damaged, place = attacks.flip(signed, chance)
        report = judged(desk, damaged)
        assert report.verdict in (Verdict.TIDAK_SAH, Verdict.TIDAK_TERBACA), (place, report.verdict, report.reasons)


def test_flip_outside_the_signature_but_under_the_archive_stamp_is_seen(desk: Desk) -> None:
    """The unsigned part of the container and the evidence store are covered by the archive timestamp alone."""
    signed = desk.signed(Level.B_LTA)
    _, length, second, _ = attacks.ranges(signed)[0]
    for place in (second - 100, length + 6000, signed.index(b"/Certs")):
        damaged = bytearray(signed)
        damaged[place] = ord("1") if damaged[place] != ord("1") else ord("2")
        assert judged(desk, bytes(damaged)).verdict in (Verdict.TIDAK_SAH, Verdict.TIDAK_TERBACA), place


@pytest.mark.parametrize("rewrite", [attacks.rewritten_by_qpdf, attacks.rewritten_by_pypdf], ids=lambda rewrite: rewrite.__name__)
def test_rewritten_file_is_seen(desk: Desk, rewrite: Callable[[bytes, Path], bytes], tmp_path: Path) -> None:
    report = judged(desk, rewrite(desk.signed(Level.B_LTA), tmp_path))
    assert report.verdict is Verdict.TIDAK_SAH, report.reasons


def test_signature_moved_to_another_file_is_seen(desk: Desk) -> None:
    """Two files of the same length: one's signature in the other's gap."""
    mine, other = (desk.sign(small_pdf([line]), "kepala", "ttd_kepala", Level.B_B) for line in ("Diberi izin", "Tanpa izin "))
    (_, length, second, _), (_, length2, second2, _) = attacks.ranges(mine)[0], attacks.ranges(other)[0]
    assert (length, second) == (length2, second2)
    moved = other[:length] + mine[length:second] + other[second:]
    assert judged(desk, moved).verdict is Verdict.TIDAK_SAH


def test_signatures_removed_by_cutting_need_the_register(desk: Desk) -> None:
    signed = desk.signed(Level.B_LTA, paraf=True)
    signers = tuple(one.holder.sha256 for one in judged(desk, signed).signatures if not one.archive and one.holder)
    expected = Expectation(signers, Level.B_LTA)
    assert judged(desk, signed, expected).verdict is Verdict.SAH
    ends = [second + rest for _, _, second, rest in attacks.ranges(signed)]
    unsigned = small_pdf()
    for end, reason in [(len(unsigned), "seharusnya bertanda tangan"), (ends[0], "kurang"), (ends[1], "tidak ditutup stempel waktu")]:
        report = judged(desk, signed[:end], expected)
        assert report.verdict is Verdict.TIDAK_SAH, end
        assert any(reason in sentence for sentence in report.reasons), (reason, report.reasons)


def test_wrong_signer_and_low_level_and_other_bytes_are_seen(desk: Desk) -> None:
    signed = desk.signed(Level.B_T)
    holder = judged(desk, signed).signatures[0].holder
    assert holder is not None
    for expected, reason in [
        (Expectation(("0" * 64,), Level.B_T), "bukan yang tercatat"), (Expectation((holder.sha256,), Level.B_LT), "tingkat"),
        (Expectation((), Level.B_T), "lebih"), (Expectation((holder.sha256,), Level.B_T, sha256="0" * 64), "tidak sama"),
    ]:
        report = judged(desk, signed, expected)
        assert report.verdict is Verdict.TIDAK_SAH and any(reason in sentence for sentence in report.reasons), (reason, report.reasons)


@pytest.mark.parametrize("level", [Level.B_LT, Level.B_LTA])
def test_no_object_may_be_replaced(desk: Desk, level: Level) -> None:
    """Every object of a signed file, written anew with an entry more or another word in it: none of them passes."""
    signed = desk.signed(level, lock=False)
    numbers = sorted({int(number) for number in re.findall(rb"\n(\d+) 0 obj", signed)})
    assert len(numbers) > 30
    passed = []
    for number in numbers:
        body = attacks.current(signed, number)
        new = body.replace(b"<<", b"<< /Palsu true ", 1) if body.startswith(b"<<") else b"[" + body + b"]"
        if judged(desk, append(signed, {number: new})).verdict is not Verdict.TIDAK_SAH:
            passed.append((number, body[:60]))
    assert passed == []


def test_pyhanko_agrees_about_untouched_files(desk: Desk) -> None:
    """The quick comparison of increments allows nothing that pyHanko's own analysis does not allow."""
    import io

    from pyhanko.pdf_utils.reader import PdfFileReader

    for level in (Level.B_T, Level.B_LTA):
        reader = PdfFileReader(io.BytesIO(desk.at(NOW + DAY).renew(desk.signed(level, paraf=True))), strict=True)
        for signature in reader.embedded_signatures:
            signature.compute_integrity_info()
            integrity = signature.summarise_integrity_info()
            assert integrity["docmdp_ok"], (level, signature.field_name, integrity)


def test_missing_object_that_comes_later_is_seen(desk: Desk) -> None:
    """A prepared file names contents that do not exist; pyHanko takes them, when they come, for something that nothing uses."""
    signed = desk.sign(small_pdf(dangling=900, lock=False), "kepala", "ttd_kepala", Level.B_LT)
    assert judged(desk, signed).verdict is Verdict.SAH
    report = judged(desk, append(signed, {900: stream(text("Palsu", 500))}))
    assert report.verdict is Verdict.TIDAK_SAH
    assert "semula kosong" in report.reasons[0]


@pytest.mark.parametrize("way", ["hide", "replace", "hide-and-replace"])
def test_shadow_attack_is_seen(desk: Desk, way: str) -> None:
    """Prepared before signing: a cover that is taken away, a font that is exchanged, a second set of pages that takes over."""
    cover = b"<< /Type /Annot /Subtype /Square /Rect [60 690 500 730] /IC [1 1 1] /F 4 >>"
    page = b"<< /Type /Page /Parent 50 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> /Contents 52 0 R >>"
    pages = {50: b"<< /Type /Pages /Count 1 /Kids [51 0 R] >>", 51: page, 52: stream(text("Palsu"))}
    signed = desk.sign(small_pdf(lock=False, more={40: cover, **pages}, notes=b"40 0 R"), "kepala", "ttd_kepala", Level.B_LT)
    assert judged(desk, signed).verdict is Verdict.SAH
    tampered = {
        "hide": lambda: append(signed, {40: cover.replace(b"/F 4", b"/F 2")}),
        "replace": lambda: attacks.font_replaced(signed),
        "hide-and-replace": lambda: attacks.changed(signed, 1, b"/Pages 2 0 R", b"/Pages 50 0 R"),
    }[way]()
    report = judged(desk, tampered)
    assert report.verdict is Verdict.TIDAK_SAH, report.reasons
