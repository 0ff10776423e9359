"""Keys from every source: opened, refused with a sentence, and signing; PKCS#11 with a real token, CSC with a small service of our own."""

from __future__ import annotations

import asyncio
import base64
import logging
import os
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from asn1crypto import pem, x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat, pkcs12
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.validation import async_validate_pdf_signature

from bukusop.sign import csc
from bukusop.sign.authority import PASSPHRASE
from bukusop.sign.credentials import Csc, Pem, Pkcs11, Pkcs12, Source, open_signatory, pkcs12_signer
from bukusop.sign.faults import CredentialError, SignError
from bukusop.sign.levels import Level
from bukusop.sign.orders import Order
from bukusop.sign.passphrase import Kind, Need, Secret
from tests.conftest import tool
from tests.sign.bsre_simulator import bench
from tests.sign.conftest import NOW, YEAR, Desk
from tests.sign.verification.pages import small_pdf

MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN, TOKEN, SAD, OTP = "9182-rahasia", "oauth.Token+rahasia/1", "SAD-rahasia-42", "27182818284590"
SECRETS = {Kind.PASSPHRASE: PASSPHRASE, Kind.PIN: PIN, Kind.TOKEN: TOKEN, Kind.SAD: SAD, Kind.OTP: OTP}
WRONG = "frasa-salah-Sekali"


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


@pytest.fixture(autouse=True)
def silent(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Whatever a test does: no secret in a log, at any level, and none on the screen."""
    caplog.set_level(logging.DEBUG)
    yield
    told = "\n".join([record.getMessage() + str(record.exc_info or "") for record in caplog.records] + list(capfd.readouterr()))
    assert [trace for trace in (PIN, TOKEN, SAD, OTP, WRONG) if trace in told] == []


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
        assert [trace for trace in (PASSPHRASE, PIN, TOKEN, SAD, OTP, WRONG) if trace in whole] == []
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


# Files


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


def intact(pdf: bytes) -> bool:
    """Tell whether a signature's numbers are right, by OpenSSL and not by pyHanko."""
    signature = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures[-1]
    start, length, second, last = signature.byte_range
    folder = Path(os.environ["PYTEST_TMP"])
    (folder / "data").write_bytes(pdf[start:start + length] + pdf[second:second + last])
    (folder / "cms").write_bytes(signature.pkcs7_content)
    done = subprocess.run(
        [tool("openssl"), "cms", "-verify", "-inform", "DER", "-in", str(folder / "cms"), "-content", str(folder / "data"), "-binary",
         "-noverify", "-out", os.devnull], capture_output=True, check=False,
    )
    return done.returncode == 0


@pytest.fixture(autouse=True)
def folder_for_openssl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_TMP", str(tmp_path))


def test_elliptic_key_signs(desk: Desk, tmp_path: Path) -> None:
    [pdf] = signed(desk, Pem(*elliptic(desk, tmp_path)), level=Level.B_T)
    assert intact(pdf)


# Tokens


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


def test_token_signs_with_rsa(desk: Desk, token: str) -> None:
    purse = Purse()
    for pdf in signed(desk, Pkcs11(MODULE, token, "kepala"), purse, count=3):
        check(desk, pdf, desk.authority.certificate("kepala"))
        assert intact(pdf)
    assert purse.asked == [Need(Kind.PIN, "token dinas-contoh")]


def test_token_signs_with_an_elliptic_key(desk: Desk, token: str) -> None:
    [pdf] = signed(desk, Pkcs11(MODULE, token, "lengkung"), level=Level.B_T)
    assert intact(pdf)


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
    assert intact(pdf)


def test_token_without_its_package(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    assert told(desk, Pkcs11(MODULE, "t", "k")).endswith('memerlukan paket python-pkcs11; pasang dengan: pip install "bukusop[pkcs11]"')


# Remote signing


@dataclass
class CscService:
    """A small service that speaks what CSC API 1.0.4 says of three endpoints, and signs hashes."""

    desk: Desk
    fault: str = ""
    otp: str = "offline"
    batch: int = 10
    calls: Counter[str] = field(default_factory=Counter)
    sizes: list[int] = field(default_factory=list)
    allowed: dict[str, list[str]] = field(default_factory=dict)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[str]:
        app = web.Application()
        handlers = {
            "credentials/info": self.info, "credentials/sendOTP": self.send, "credentials/authorize": self.authorize,
            "signatures/signHash": self.sign,
        }
        for name, handler in handlers.items():
            app.router.add_post(f"/csc/v1/{name}", self.counted(name, handler))
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()

    def counted(self, name: str, handler: Callable[[dict[str, Any]], web.Response]) -> Any:
        async def handle(request: web.Request) -> web.Response:
            self.calls[name] += 1
            if request.headers.get("Authorization") != f"Bearer {TOKEN}":
                said = f"token {request.headers['Authorization']}"
                return web.json_response({"error": "invalid_token", "error_description": said}, status=401)
            body = await request.json()
            assert body["credentialID"] == "kredensial-7"
            if self.fault == f"hang {name}":
                await asyncio.sleep(30)
            if self.fault == f"redirect {name}":
                raise web.HTTPTemporaryRedirect(request.path)
            if self.fault == f"odd {name}":
                return web.json_response(["?"])
            return handler(body)

        return handle

    def info(self, _body: dict[str, Any]) -> web.Response:
        label = "kedaluwarsa" if self.fault == "expired" else "kepala"
        chain = [self.desk.authority.certificate(name) for name in (label, "penerbit")]
        return web.json_response({
            "cert": {"certificates": [base64.b64encode(one.dump()).decode() for one in chain]},
            "key": {"algo": ["1.2.840.113549.1.1.11", "1.2.840.113549.1.1.1"]}, "multisign": self.batch, "SCAL": "2",
            "PIN": {"presence": "true"}, "OTP": {"presence": "true" if self.otp else "false", "type": self.otp},
        })

    def send(self, _body: dict[str, Any]) -> web.Response:
        return web.json_response(None, status=200)

    def authorize(self, body: dict[str, Any]) -> web.Response:
        assert body["numSignatures"] == len(body["hash"])
        if body.get("PIN") != PIN:
            return web.json_response({"error": "invalid_pin", "error_description": f"PIN {body.get('PIN')} salah"}, status=400)
        if self.otp and body.get("OTP") != OTP:
            return web.json_response({"error": "invalid_otp", "error_description": "OTP"}, status=400)
        self.allowed[SAD] = body["hash"]
        return web.json_response({"SAD": SAD, "expiresIn": 60})

    def sign(self, body: dict[str, Any]) -> web.Response:
        assert body["SAD"] == SAD and body["hashAlgo"] == "2.16.840.1.101.3.4.2.1"
        assert SAD not in self.allowed or self.allowed[SAD] == body["hash"]
        self.sizes.append(len(body["hash"]))
        key = private_key(self.desk, "sekretaris" if self.fault == "other key" else "kepala")
        made = [key.sign(base64.b64decode(one), padding.PKCS1v15(), utils.Prehashed(hashes.SHA256())) for one in body["hash"]]
        return web.json_response({"signatures": [base64.b64encode(one).decode() for one in (made[:-1] if self.fault == "few" else made)]})


def remote(service: CscService, purse: Purse | None = None, count: int = 1, **settings: Any) -> list[Any]:
    """Sign documents at the same time by the service; what goes wrong is given in place of a document."""

    async def scenario() -> list[Any]:
        async with service.running() as url:
            source = Csc(url, "kredensial-7", **{"seconds": 20.0, **settings})
            async with open_signatory(source, purse or Purse(), bench(service.desk), None, lambda: NOW) as signatory:
                order = Order("ttd_kepala", "Kepala", "Pengesahan", "Contoh", Level.B_LTA)
                jobs = (signatory.sign(small_pdf((f"Naskah {number}",)), order) for number in range(count))
                return await asyncio.gather(*jobs, return_exceptions=True)

    try:
        results = asyncio.run(scenario())
    except SignError as error:
        results = [error]
    for result in results:
        if isinstance(result, BaseException):
            see_no_secret(result)
        else:
            assert [trace for trace in (PIN, TOKEN, SAD, OTP) if trace.encode() in result] == []
    return results


def test_csc_signs(desk: Desk) -> None:
    service, purse = CscService(desk), Purse()
    for pdf in remote(service, purse, count=2):
        check(desk, pdf, desk.authority.certificate("kepala"))
    assert service.calls == {"credentials/info": 1, "credentials/authorize": 2, "signatures/signHash": 2}
    assert purse.kinds == [Kind.TOKEN, Kind.PIN, Kind.OTP, Kind.PIN, Kind.OTP]


def test_csc_signs_a_batch_with_one_code(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csc, "LINGER", 0.5)
    service, purse = CscService(desk), Purse()
    for pdf in remote(service, purse, count=5, batch=3):
        check(desk, pdf, desk.authority.certificate("kepala"))
    assert service.sizes == [3, 2] and purse.kinds.count(Kind.OTP) == 2
    assert purse.asked[-1].of == "kredensial kredensial-7 (2 dokumen)"
    service = CscService(desk, batch=2)
    assert len(remote(service, count=4, batch=9)) == 4 and service.sizes == [2, 2]      # the service's own limit


def test_csc_sends_codes_where_it_must_be_asked(desk: Desk) -> None:
    service, purse = CscService(desk, otp="online"), Purse()
    remote(service, purse)
    assert service.calls["credentials/sendOTP"] == 1
    service, purse = CscService(desk, otp=""), Purse()
    remote(service, purse)
    assert purse.kinds == [Kind.TOKEN, Kind.PIN] and service.calls["credentials/sendOTP"] == 0


def test_csc_with_activation_data_at_hand(desk: Desk) -> None:
    service, purse = CscService(desk), Purse()
    [pdf] = remote(service, purse, sad=True)
    check(desk, pdf, desk.authority.certificate("kepala"))
    assert purse.kinds == [Kind.TOKEN, Kind.SAD] and service.calls["credentials/authorize"] == 0


@pytest.mark.parametrize(("fault", "words", "signs"), [
    ("expired", "habis masa berlakunya", 0),
    ("odd credentials/info", "keterangan kredensial yang tidak lengkap", 0),
    ("odd credentials/authorize", "tidak memberikan tanda tangan yang diminta", 0),
    ("odd signatures/signHash", "tidak memberikan tanda tangan yang diminta", 1),
    ("few", "tidak memberikan tanda tangan yang diminta", 1),
    ("other key", "tidak cocok dengan sertifikat kredensialnya", 1),
    ("redirect signatures/signHash", "menolak permintaan (307)", 1),
    ("hang signatures/signHash", "tidak menjawab dalam 2 detik; tidak dicoba ulang", 1),
])
def test_csc_faults(desk: Desk, fault: str, words: str, signs: int) -> None:
    service = CscService(desk, fault)
    [error] = remote(service, seconds=2.0)
    assert isinstance(error, SignError) and words in str(error) and service.calls["signatures/signHash"] == signs


@pytest.mark.parametrize(("kind", "words", "authorized"), [
    (Kind.TOKEN, "menolak token akses", 0), (Kind.PIN, "menolak PIN; tidak dicoba ulang", 1),
    (Kind.OTP, "menolak kode OTP; tidak dicoba ulang", 1),
])
def test_csc_wrong_secret_is_sent_once(desk: Desk, kind: Kind, words: str, authorized: int) -> None:
    service = CscService(desk)
    results = remote(service, Purse({kind: WRONG}), count=4)
    assert results and all(isinstance(error, CredentialError) and words in str(error) for error in results)
    assert service.calls["credentials/authorize"] == authorized and service.calls["signatures/signHash"] == 0


def test_csc_address(desk: Desk) -> None:
    assert "harus dipanggil dengan https" in told(desk, Csc("http://csc.contoh.example", "k"))
