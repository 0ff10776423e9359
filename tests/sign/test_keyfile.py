"""Keys in files, PKCS#12 and PEM: opened, refused with a sentence, and signing."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import pem
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat, pkcs12
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import SimpleSigner

from bukusop.sign.authority import PASSPHRASE
from bukusop.sign.credentials import Pem, Pkcs12, open_signatory, pkcs12_signer
from bukusop.sign.faults import CredentialError
from bukusop.sign.levels import Level
from bukusop.sign.passphrase import Kind, Need, Secret
from tests.sign.bsre_simulator import bench
from tests.sign.conftest import NOW, YEAR, Desk
from tests.sign.purse import (
    TRACES,
    WRONG,
    Purse,
    certificate_file,
    check,
    elliptic,
    intact,
    private_key,
    signed,
    told,
)

__all__ = ["TRACES"]
pytestmark = pytest.mark.usefixtures("silent")


def test_pkcs12_signs(desk: Desk) -> None:
    purse = Purse()
    for pdf in signed(desk, Pkcs12(desk.authority.folder / "kepala.p12"), purse, count=2):
        check(desk, pdf, desk.authority.certificate("kepala"))
    assert purse.asked == [Need(Kind.PASSPHRASE, "berkas kunci kepala.p12")]


def test_pkcs12_at_hand(desk: Desk) -> None:
    signer = pkcs12_signer((desk.authority.folder / "kepala.p12").read_bytes(), Secret(PASSPHRASE), now=NOW)
    assert signer.signing_cert.sha256 == desk.authority.certificate("kepala").sha256
    with pytest.raises(CredentialError, match="frasa sandi untuk berkas kunci salah"):
        pkcs12_signer((desk.authority.folder / "kepala.p12").read_bytes(), Secret(WRONG), now=NOW)


def test_pkcs12_wrong_passphrase(desk: Desk) -> None:
    purse = Purse({Kind.PASSPHRASE: WRONG})
    assert told(desk, Pkcs12(desk.authority.folder / "kepala.p12"), purse) == "frasa sandi untuk kepala.p12 salah, atau berkas itu rusak"
    assert len(purse.asked) == 1


def pack(desk: Desk, path: Path, key: str | None, certificate: str | None) -> Pkcs12:
    """Write a PKCS#12 of a key and a certificate that need not belong together."""
    from cryptography import x509 as library

    known = None
    if certificate:
        known = library.load_pem_x509_certificate(certificate_file(desk, certificate).read_bytes())
    private = private_key(desk, key) if key else None
    if private is not None and known is not None and key != certificate:
        # the library refuses to write such a pair, others do not: the certificate goes in beside the key
        data = pkcs12.serialize_key_and_certificates(None, private, None, [known], BestAvailableEncryption(PASSPHRASE.encode()))
    else:
        data = pkcs12.serialize_key_and_certificates(None, private, known, None, BestAvailableEncryption(PASSPHRASE.encode()))
    path.write_bytes(data)
    return Pkcs12(path)


def test_pkcs12_that_is_none(desk: Desk, tmp_path: Path) -> None:
    whole, path = (desk.authority.folder / "kepala.p12").read_bytes(), tmp_path / "k.p12"
    for data in (b"", b"bukan", whole[:100], whole[:-1], whole + b"x", certificate_file(desk, "kepala").read_bytes()):
        path.write_bytes(data)
        purse = Purse()
        assert told(desk, Pkcs12(path), purse) == "k.p12 bukan berkas kunci PKCS#12 (.p12, .pfx) yang utuh"
        assert purse.asked == []
    assert "tidak dapat dibaca: berkas itu tidak ada" in told(desk, Pkcs12(tmp_path / "tiada.p12"))
    assert "tidak memuat kunci privat" in told(desk, pack(desk, path, None, "kepala"))


def test_key_that_does_not_fit(desk: Desk, tmp_path: Path) -> None:
    words = "tidak cocok dengan sertifikatnya"
    assert words in told(desk, pack(desk, tmp_path / "k.p12", "sekretaris", "kepala"))
    assert words in told(desk, Pem(desk.authority.key("sekretaris"), certificate_file(desk, "kepala")))


@pytest.mark.parametrize(("label", "words"), [
    ("kedaluwarsa", "sertifikat Contoh Kedaluwarsa habis masa berlakunya pada 2026-01-23; mintalah sertifikat baru kepada penerbitnya"),
    ("peladen", "bukan sertifikat untuk tanda tangan"),
])
def test_certificates_that_cannot_sign(desk: Desk, label: str, words: str) -> None:
    assert words in told(desk, Pkcs12(desk.authority.folder / f"{label}.p12"))
    assert words in told(desk, Pem(desk.authority.key(label), certificate_file(desk, label)))


def test_certificate_of_the_future(desk: Desk) -> None:
    async def scenario() -> None:
        source = Pkcs12(desk.authority.folder / "kepala.p12")
        async with open_signatory(source, Purse(), bench(desk), None, lambda: NOW - YEAR):
            raise AssertionError

    with pytest.raises(CredentialError, match="baru berlaku mulai 2026-01-03; periksa jam komputer ini"):
        asyncio.run(scenario())


def test_revoked_signer(desk: Desk) -> None:
    assert "sudah dicabut" in told(desk, Pkcs12(desk.authority.folder / "dicabut.p12"))


@pytest.mark.parametrize("form", [PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL])
@pytest.mark.parametrize("encoding", [Encoding.PEM, Encoding.DER])
@pytest.mark.parametrize("locked", [True, False])
def test_pem_signs(desk: Desk, tmp_path: Path, form: PrivateFormat, encoding: Encoding, locked: bool) -> None:
    if locked and encoding == Encoding.DER and form == PrivateFormat.TraditionalOpenSSL:
        return      # there is no such thing
    lock = BestAvailableEncryption(PASSPHRASE.encode()) if locked else NoEncryption()
    path, bundle, purse = tmp_path / "kunci.pem", tmp_path / "rantai.pem", Purse()
    path.write_bytes(private_key(desk, "kepala").private_bytes(encoding, form, lock))
    bundle.write_bytes(b"".join(pem.armor("CERTIFICATE", desk.authority.certificate(name).dump()) for name in ("penerbit", "kepala")))
    [pdf] = signed(desk, Pem(path, bundle), purse)
    check(desk, pdf, desk.authority.certificate("kepala"))
    assert purse.kinds == ([Kind.PASSPHRASE] if locked else [])
    if locked:
        assert told(desk, Pem(path, bundle), Purse({Kind.PASSPHRASE: WRONG})) == "frasa sandi untuk kunci.pem salah, atau berkas itu rusak"


def test_pem_chain_goes_into_the_signature(desk: Desk) -> None:
    source = Pem(desk.authority.key("kepala"), certificate_file(desk, "kepala"), (desk.authority.folder / "rantai.pem",))
    source.chain[0].write_bytes(pem.armor("CERTIFICATE", desk.authority.certificate("penerbit").dump()))
    for given, expected in ((source, True), (replace(source, chain=()), False)):
        [pdf] = signed(desk, given, level=Level.B_B)
        certificates = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures[0].other_embedded_certs
        assert (desk.authority.certificate("penerbit").sha256 in {one.sha256 for one in certificates}) is expected


def test_pem_that_is_none(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "kunci.pem"
    broken = b"-----BEGIN PRIVATE KEY-----\nxx\n-----END PRIVATE KEY-----\n"
    for data in (b"", b"bukan", broken, certificate_file(desk, "kepala").read_bytes()):
        path.write_bytes(data)
        assert told(desk, Pem(path, certificate_file(desk, "kepala"))) == "kunci.pem bukan berkas kunci (PEM atau DER) yang utuh"
    path.write_bytes(b"bukan")
    assert told(desk, Pem(desk.authority.key("kepala"), path)) == "kunci.pem bukan sertifikat (PEM atau DER)"
    assert "tidak cocok" in told(desk, Pem(desk.authority.key("kepala"), desk.authority.key("kepala")))
    path.write_bytes(rsa.generate_private_key(65537, 1024).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    assert "tidak cocok" in told(desk, Pem(path, certificate_file(desk, "kepala")))


def test_key_is_read_once_for_a_batch(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_: object, **__: object) -> None:
        raise AssertionError("the key was read again")

    monkeypatch.setattr(SimpleSigner, "sign_raw", read)
    assert len(signed(desk, Pem(desk.authority.key("kepala"), certificate_file(desk, "kepala")), count=3)) == 3


def test_elliptic_key_signs(desk: Desk, tmp_path: Path) -> None:
    [pdf] = signed(desk, Pem(*elliptic(desk, tmp_path)), level=Level.B_T)
    assert intact(pdf, tmp_path)
