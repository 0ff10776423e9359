"""Keys in a token (PKCS#11, a real SoftHSM2): opened, refused with a sentence, and signing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from asn1crypto import pem, x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from bukusop.sign.credentials import Pkcs11
from bukusop.sign.levels import Level
from bukusop.sign.passphrase import Kind, Need
from tests.conftest import tool
from tests.sign.conftest import Desk
from tests.sign.purse import (
    PIN,
    TRACES,
    WRONG,
    Purse,
    check,
    elliptic,
    intact,
    signed,
    told,
)

__all__ = ["TRACES"]
MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
pytestmark = pytest.mark.usefixtures("silent")


@pytest.fixture(scope="module")
def token(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A token of SoftHSM with an RSA key and one on P-256, and a certificate under a wrong key's label. Gives its label."""
    import pkcs11

    assert MODULE.is_file(), "SoftHSM is missing: run make test once, it installs what the tests need"
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    conf = folder / "softhsm2.conf"
    conf.write_text(f"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n")
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(conf)
    util = tool("softhsm2-util")
    elliptic(desk, folder)
    label = "dinas-contoh"

    def manage(*words: str) -> None:
        subprocess.run([util, *words, "--pin", PIN], check=True, capture_output=True)

    manage("--init-token", "--free", "--label", label, "--so-pin", "12345678")
    for number, (name, path) in enumerate((
        ("kepala", desk.authority.key("kepala")), ("lengkung", folder / "ec.key.pem"), ("tertukar", desk.authority.key("sekretaris")),
    ), 1):
        plain = folder / f"{name}.p8"
        plain.write_bytes(serialization.load_pem_private_key(path.read_bytes(), None).private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption(),
        ))
        manage("--import", str(plain), "--token", label, "--label", name, "--id", f"0{number}")
    library = pkcs11.lib(str(MODULE))
    slot = next(found for found in library.get_slots(token_present=True) if found.get_token().label == label)
    with slot.get_token().open(rw=True, user_pin=PIN) as session:
        for name, certificate in (
            ("kepala", desk.authority.certificate("kepala")), ("tertukar", desk.authority.certificate("kepala")),
            ("lengkung", x509.Certificate.load(pem.unarmor((folder / "ec.pem").read_bytes())[2])),
            ("penerbit", desk.authority.certificate("penerbit")),
        ):
            session.create_object({
                pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE, pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: name, pkcs11.Attribute.VALUE: certificate.dump(),
                pkcs11.Attribute.SUBJECT: certificate.subject.dump(), pkcs11.Attribute.ISSUER: certificate.issuer.dump(),
            })
    yield label
    pkcs11.unload(str(MODULE))
    if before is None:
        del os.environ["SOFTHSM2_CONF"]
    else:
        os.environ["SOFTHSM2_CONF"] = before


def test_token_signs_with_rsa(desk: Desk, token: str, tmp_path: Path) -> None:
    purse = Purse()
    for pdf in signed(desk, Pkcs11(MODULE, token, "kepala"), purse, count=3):
        check(desk, pdf, desk.authority.certificate("kepala"))
        assert intact(pdf, tmp_path)
    assert purse.asked == [Need(Kind.PIN, "token dinas-contoh")]


def test_token_signs_with_an_elliptic_key(desk: Desk, token: str, tmp_path: Path) -> None:
    [pdf] = signed(desk, Pkcs11(MODULE, token, "lengkung"), level=Level.B_T)
    assert intact(pdf, tmp_path)


def test_token_refusals(desk: Desk, token: str, tmp_path: Path) -> None:
    purse = Purse({Kind.PIN: WRONG})
    assert told(desk, Pkcs11(MODULE, token, "kepala"), purse) == (
        "PIN untuk token dinas-contoh salah; tidak dicoba lagi, karena token terkunci setelah beberapa kali salah"
    )
    assert len(purse.asked) == 1
    assert told(desk, Pkcs11(MODULE, "token-lain", "kepala")) == "token token-lain tidak ditemukan; pasang tokennya dan periksa labelnya"
    assert "tidak memuat tepat satu kunci dan sertifikat" in told(desk, Pkcs11(MODULE, token, "siapa"))
    assert "kunci di token dinas-contoh tidak cocok dengan sertifikatnya" in told(desk, Pkcs11(MODULE, token, "tertukar"))
    assert "tiada.so untuk token dinas-contoh tidak ditemukan" in told(desk, Pkcs11(tmp_path / "tiada.so", token, "kepala"))
    (tmp_path / "rusak.so").write_bytes(b"bukan pustaka")
    assert "tidak dapat dipakai" in told(desk, Pkcs11(tmp_path / "rusak.so", token, "kepala"))
    [pdf] = signed(desk, Pkcs11(MODULE, token, "kepala", "kepala"))
    assert intact(pdf, tmp_path)


def test_token_without_its_package(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    assert told(desk, Pkcs11(MODULE, "t", "k")).endswith('memerlukan paket python-pkcs11; pasang dengan: pip install "bukusop[pkcs11]"')
