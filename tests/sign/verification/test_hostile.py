"""Files made to hurt: a verdict and a sentence within bounds of time and memory, never a traceback."""

import io
import random
import zlib
from pathlib import Path

import pypdf
import pytest

from bukusop.sign.levels import Level
from bukusop.sign.verdict import Report, Verdict
from bukusop.sign.verification import verify_bounded, verify_file
from bukusop.sign.verification.opening import LARGEST
from bukusop.sign.verification.verify import unreadable
from tests.sign.conftest import NOW, Desk
from tests.sign.verification import attacks
from tests.sign.verification.pages import append, small_pdf, stream, write

SECONDS = 20


def _locked(desk: Desk) -> bytes:
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(desk.signed())))
    writer.encrypt("rahasia", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _looped_table(pdf: bytes) -> bytes:
    """A cross-reference table that names itself as its predecessor."""
    place = pdf.rindex(b"startxref")
    start = int(pdf[place + 9:].split()[0])
    return pdf.replace(b"/Prev %d" % int(pdf[pdf.rindex(b"/Prev") + 5:].split()[0]), b"/Prev %d" % start)


def _hybrid(pdf: bytes) -> bytes:
    return append(pdf, {900: b"null"}, trailer=b"/Root 1 0 R /Info 5 0 R /XRefStm 20")


def _objects(**more: bytes) -> bytes:
    base = {
        1: b"<< /Type /Catalog /Pages 2 0 R /AcroForm 3 0 R >>", 2: b"<< /Type /Pages /Count 1 /Kids [20 0 R] >>",
        3: b"<< /Fields [10 0 R] /SigFlags 3 >>", 5: b"<< >>", 20: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
    }
    return write({**base, **{int(name[1:]): body for name, body in more.items()}})


CASES = {
    "empty": lambda _: b"",
    "not-a-pdf": lambda _: b"PK\x03\x04" + bytes(1000),
    "header-only": lambda _: b"%PDF-1.7\n",
    "garbage": lambda _: b"%PDF-1.7\n" + random.Random(1).randbytes(200_000),
    "encrypted": _locked,
    "truncated": lambda desk: desk.signed()[:-3000],
    "truncated-early": lambda desk: desk.signed()[:9000],
    "looped-table": lambda desk: _looped_table(desk.signed(Level.B_LT)),
    "hybrid-table": lambda desk: _hybrid(desk.signed(Level.B_LT)),
    "cyclic-fields": lambda _: _objects(o10=b"<< /T (a) /FT /Sig /Kids [10 0 R] >>"),
    "cyclic-pages": lambda _: _objects(o10=b"null", o2=b"<< /Type /Pages /Count 1 /Kids [2 0 R] /Parent 2 0 R >>"),
    "cyclic-value": lambda _: _objects(o10=b"<< /T (a) /FT /Sig /V 10 0 R >>"),
    "self-reference": lambda _: _objects(o10=b"10 0 R"),
    "deep-nesting": lambda _: _objects(o10=b"[" * 100_000 + b"]" * 100_000),
    "deep-dictionaries": lambda _: _objects(o10=b"<< /A " * 50_000 + b"null" + b" >>" * 50_000),
    "huge-length": lambda _: _objects(o10=b"<< /Length 500000000 >>\nstream\nx\nendstream", o3=b"<< /Fields 10 0 R >>"),
    "huge-number-of-objects": lambda _: small_pdf().replace(b"/Size 27", b"/Size 999999999"),
    "huge-byte-range": lambda desk: desk.signed().replace(b"/ByteRange [0 ", b"/ByteRange [9 "),
    "flate-bomb": lambda _: _objects(
        o10=stream(zlib.compress(bytes(400_000_000), 9), b"/Filter /FlateDecode "), o3=b"<< /Fields [11 0 R] >>",
        o11=b"<< /T (a) /FT /Sig /V 12 0 R >>",
        o12=b"<< /Type /Sig /SubFilter /ETSI.CAdES.detached /Contents 10 0 R /ByteRange [0 1 2 3] >>",
    ),
    "der-bomb": lambda desk: _contents(desk, b"30" + b"80" * 8000),
    "der-length": lambda desk: _contents(desk, b"3084ffffffff"),
    "many-numbers": lambda desk: desk.signed() + b"\n%" + b"1 0 % " * 300_000,
    "million-fields": lambda _: _objects(o10=b"<< /T (a) /FT /Sig >>", o3=b"<< /Fields [" + b"10 0 R " * 300_000 + b"] >>"),
}


def _contents(desk: Desk, digits: bytes) -> bytes:
    signed = desk.signed(Level.B_B)
    _, length, _, _ = attacks.ranges(signed)[0]
    return signed[:length + 1] + digits + signed[length + 1 + len(digits):]


@pytest.mark.parametrize("name", CASES)
def test_hostile_file_gets_a_verdict(desk: Desk, name: str) -> None:
    report = verify_bounded(CASES[name](desk), desk.trust, moment=NOW, seconds=SECONDS)
    assert report.verdict is not Verdict.SAH, report.summary
    assert report.reasons and report.summary
    assert not any(word in report.summary for word in ("Traceback", "Error", "object at 0x")), report.summary


def test_unreadable_ones_are_called_so(desk: Desk) -> None:
    for name in ("empty", "not-a-pdf", "header-only", "garbage", "encrypted"):
        assert verify_bounded(CASES[name](desk), desk.trust, moment=NOW).verdict is Verdict.TIDAK_TERBACA, name


def test_bounds_hold(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A verification that would never end, and one that would take all memory, are stopped and say so."""
    from bukusop.sign.verification import bounded

    async def forever(*_: object, **__: object) -> None:
        while True:
            pass

    async def greedy(*_: object, **__: object) -> Report:
        return unreadable("memori tidak terjaga", "", len(bytearray(600_000_000)))

    for function in (forever, greedy):
        monkeypatch.setattr(bounded, "verify_async", function)
        report = verify_bounded(desk.signed(), desk.trust, seconds=2, memory=200_000_000)
        assert report.verdict is Verdict.TIDAK_TERBACA
        assert "batas" in report.summary


def test_bounded_run_gives_the_same_report(desk: Desk, tmp_path: Path) -> None:
    from bukusop.sign.verification import verify

    path = tmp_path / "a.pdf"
    path.write_bytes(desk.signed())
    direct = verify(desk.signed(), desk.trust, moment=NOW)
    assert verify_bounded(path, desk.trust, moment=NOW) == direct == verify_file(path, desk.trust, moment=NOW)


def test_too_large_and_missing_files_are_not_read(desk: Desk, tmp_path: Path) -> None:
    large = tmp_path / "besar.pdf"
    with large.open("wb") as file:
        file.truncate(LARGEST + 1)
    assert "lebih besar" in verify_file(large, desk.trust).summary
    assert verify_file(tmp_path / "tidak-ada.pdf", desk.trust).verdict is Verdict.TIDAK_TERBACA
    assert verify_file(tmp_path, desk.trust).verdict is Verdict.TIDAK_TERBACA


def test_random_damage_never_raises(desk: Desk) -> None:
    """Bytes changed, cut, doubled anywhere: a verdict, and never a valid one where anything signed differs."""
    chance = random.Random(7)
    signed = desk.signed()
    for _ in range(30):
        data = bytearray(signed)
        for _ in range(chance.randrange(1, 20)):
            place = chance.randrange(len(data))
            data[place:place + chance.randrange(0, 5)] = chance.randbytes(chance.randrange(0, 5))
        if bytes(data) != signed:
            assert verify_bounded(bytes(data), desk.trust, moment=NOW, seconds=SECONDS).verdict is not Verdict.SAH
