"""Keys at a remote service (CSC): a small service of our own that really signs."""

from __future__ import annotations

import asyncio
import base64
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, utils

from bukusop.sign import csc
from bukusop.sign.credentials import Csc, open_signatory
from bukusop.sign.faults import CredentialError, SignError
from bukusop.sign.levels import Level
from bukusop.sign.orders import Order
from bukusop.sign.passphrase import Kind
from tests.sign.bsre_simulator import bench
from tests.sign.conftest import NOW, Desk
from tests.sign.purse import (
    OTP,
    PIN,
    SAD,
    TOKEN,
    TRACES,
    WRONG,
    Purse,
    check,
    private_key,
    see_no_secret,
    told,
)
from tests.sign.verification.pages import small_pdf

__all__ = ["TRACES"]
pytestmark = pytest.mark.usefixtures("silent")


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
