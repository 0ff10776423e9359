"""Secrets for tests of keys, and what every key must do: sign, or say why not without telling one of them."""

from __future__ import annotations

import asyncio
import os
import subprocess
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import pem, x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature

from bukusop.sign.authority import PASSPHRASE
from bukusop.sign.credentials import Source, open_signatory
from bukusop.sign.faults import SignError
from bukusop.sign.levels import Level
from bukusop.sign.orders import Order
from bukusop.sign.passphrase import Kind, Need, Secret
from tests.conftest import tool
from tests.sign.bsre_simulator import bench
from tests.sign.conftest import NOW, YEAR, Desk
from tests.sign.verification.pages import small_pdf

PIN, TOKEN, SAD, OTP = "9182-rahasia", "oauth.Token+rahasia/1", "SAD-rahasia-42", "27182818284590"
SECRETS = {Kind.PASSPHRASE: PASSPHRASE, Kind.PIN: PIN, Kind.TOKEN: TOKEN, Kind.SAD: SAD, Kind.OTP: OTP}
WRONG = "frasa-salah-Sekali"
TRACES = [PASSPHRASE, PIN, TOKEN, SAD, OTP, WRONG]


@dataclass
class Purse:
    """Gives secrets and remembers what was asked."""

    other: dict[Kind, str] = field(default_factory=dict)
    asked: list[Need] = field(default_factory=list)

    def __call__(self, need: Need) -> Secret:
        self.asked.append(need)
        return Secret({**SECRETS, **self.other}[need.kind])

    @property
    def kinds(self) -> list[Kind]:
        return [need.kind for need in self.asked]

def signed(desk: Desk, source: Source, purse: Purse | None = None, count: int = 1, level: Level = Level.B_LTA) -> list[bytes]:
    """Sign some documents at the same time with one opened key."""

    async def scenario() -> list[bytes]:
        async with open_signatory(source, purse or Purse(), bench(desk), None, lambda: NOW) as signatory:
            order = Order("ttd_kepala", "Kepala", "Pengesahan", "Contoh", level)
            return await asyncio.gather(*(signatory.sign(small_pdf((f"Naskah {number}",)), order) for number in range(count)))

    done = asyncio.run(scenario())
    assert [trace for trace in (PIN, PASSPHRASE) for pdf in done if trace.encode() in pdf] == []
    return done


def told(desk: Desk, source: Source, purse: Purse | None = None, **more: Any) -> str:
    """Give what is said when a key cannot be used; no secret stands in the exceptions behind it."""
    with pytest.raises(SignError) as caught:
        signed(desk, source, purse, **more)
    see_no_secret(caught.value)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def see_no_secret(error: BaseException | None) -> None:
    """See that neither an exception nor any that stand behind it holds a secret."""
    if error is not None:
        whole = f"{error} {error!r} {error.args!r} {vars(error)!r}"
        assert [trace for trace in TRACES if trace in whole] == []
        see_no_secret(error.__cause__)
        see_no_secret(error.__context__)


def check(desk: Desk, pdf: bytes, certificate: x509.Certificate) -> None:
    """See that a signature stands and is that certificate's."""

    async def scenario() -> Any:
        signature = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures[-1]
        return await async_validate_pdf_signature(signature, bench(desk).context())

    status = asyncio.run(scenario())
    assert status.bottom_line and status.signing_cert.sha256 == certificate.sha256
    assert PdfFileReader(BytesIO(pdf)).embedded_timestamp_signatures


def private_key(desk: Desk, label: str) -> Any:
    return serialization.load_pem_private_key(desk.authority.key(label).read_bytes(), None)


def certificate_file(desk: Desk, label: str) -> Path:
    return desk.authority.folder / f"{label}.pem"


def elliptic(desk: Desk, folder: Path) -> tuple[Path, Path]:
    """Make a key on P-256, certified by the issuing authority; gives the files of key and certificate."""
    from cryptography import x509 as library

    key = ec.generate_private_key(ec.SECP256R1())
    issuer = library.load_pem_x509_certificate(pem.armor("CERTIFICATE", desk.authority.certificate("penerbit").dump()))
    name = library.Name([library.NameAttribute(library.NameOID.COMMON_NAME, "Contoh Lengkung")])
    usage = library.KeyUsage(True, True, False, False, False, False, False, False, False)
    points = library.CRLDistributionPoints([library.DistributionPoint(
        [library.UniformResourceIdentifier("http://uji.invalid/crl")], None, None, None,
    )])
    certificate = (
        library.CertificateBuilder().subject_name(name).issuer_name(issuer.subject).public_key(key.public_key()).serial_number(4242)
        .not_valid_before(NOW - timedelta(days=3)).not_valid_after(NOW + YEAR).add_extension(usage, True).add_extension(points, False)
        .sign(private_key(desk, "penerbit"), hashes.SHA256())
    )
    (folder / "ec.key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (folder / "ec.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    return folder / "ec.key.pem", folder / "ec.pem"


def intact(pdf: bytes, folder: Path) -> bool:
    """Tell whether a signature's numbers are right, by OpenSSL and not by pyHanko; it works in `folder`."""
    signature = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures[-1]
    start, length, second, last = signature.byte_range
    (folder / "data").write_bytes(pdf[start:start + length] + pdf[second:second + last])
    (folder / "cms").write_bytes(signature.pkcs7_content)
    done = subprocess.run(
        [tool("openssl"), "cms", "-verify", "-inform", "DER", "-in", str(folder / "cms"), "-content", str(folder / "data"), "-binary",
         "-noverify", "-out", os.devnull], capture_output=True, check=False,
    )
    return done.returncode == 0
