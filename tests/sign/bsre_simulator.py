"""An eSign Client Service on this machine, which really signs, behaves as its manual says, and has every fault on order.

Written from the manual and not from the client's code: names stand here once more, so that a slip in `fields.py` shows.
"""

from __future__ import annotations

import asyncio
import base64
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from aiohttp import web
from PIL import Image
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference, TimestampDSSContentSettings
from pyhanko.stamp import StaticStampStyle

from bukusop.sign.authority import PASSPHRASE
from bukusop.sign.keyfile import pkcs12_signer
from bukusop.sign.notary import Bench
from bukusop.sign.passphrase import Secret
from tests.conftest import tool
from tests.sign.conftest import Desk
from tests.sign.verification.pages import small_pdf, text

USER, PASSWORD = "dinas-contoh", "sandi-akun-Layanan/7+"
NIK, EMAIL = "9999010101700001", "kepala@contoh.invalid"
KEY = "frasa Sandi \"Kepala\" ß&=1"
CODE = "48151623420815"
BASIC = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
STATUS_V2, TOTP_V2, SIGN_V2 = "/api/v2/user/check/status", "/api/v2/sign/get/totp", "/api/v2/sign/pdf"
STATUS_V1, SIGN_V1 = "/api/user/status/{nik}", "/api/sign/pdf"
HEIGHT = 842
SEALED = DSSContentSettings(
    include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_NEXT_TS,
    next_ts_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
)


@cache
def bench(desk: Desk) -> Bench:
    """Give the bench of a desk, made once: its evidence takes a while."""
    return desk.bench()


@cache
def signer(desk: Desk, who: str) -> signers.SimpleSigner:
    """Give the key of somebody, opened once."""
    return pkcs12_signer(desk.authority.pkcs12(who, PASSPHRASE), Secret(PASSPHRASE), who, desk.now)


@dataclass
class Simulator:
    """The service: `fault` names what is wrong with it; `calls` counts requests by path, `seen` keeps what sign calls said."""

    desk: Desk
    fault: str = ""
    state: str = "ISSUE"
    strangers: Desk | None = None
    calls: Counter[str] = field(default_factory=Counter)
    seen: list[dict[str, Any]] = field(default_factory=list)
    codes: dict[str, int] = field(default_factory=dict)
    signed: int = 0

    @asynccontextmanager
    async def running(self) -> AsyncIterator[str]:
        """Serve, and give the address."""
        app = web.Application(client_max_size=256 << 20, middlewares=[self._door])
        app.router.add_post(STATUS_V2, self._status)
        app.router.add_post(TOTP_V2, self._totp)
        app.router.add_post(SIGN_V2, self._sign_json)
        app.router.add_get(STATUS_V1, self._status)
        app.router.add_post(SIGN_V1, self._sign_form)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()

    @property
    def sign_calls(self) -> int:
        return self.calls[SIGN_V2] + self.calls[SIGN_V1]

    @web.middleware
    async def _door(self, request: web.Request, handler: Any) -> web.StreamResponse:
        path = request.match_info.route.resource.canonical if request.match_info.route.resource else request.path
        self.calls[path] += 1
        if request.headers.get("Authorization") != BASIC:
            return web.json_response({"error": "Unauthorized"}, status=401)
        answer: web.StreamResponse = await handler(request)
        return answer

    async def _status(self, request: web.Request) -> web.Response:
        who = {"nik": request.match_info["nik"]} if request.method == "GET" else await request.json()
        if who not in ({"nik": NIK}, {"email": EMAIL}):
            return web.json_response({"status": "NOT_REGISTERED", "message": "tidak terdaftar"})
        return web.json_response({"status": self.state, "message": "keterangan"})

    async def _totp(self, request: web.Request) -> web.Response:
        body = await request.json()
        assert body.get("nik") == NIK and isinstance(body.get("data"), int), body
        self.codes[CODE] = body["data"]
        return web.json_response({"time": 12, "message": "OTP dikirim"})

    async def _sign_json(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.seen.append({key: value for key, value in body.items() if key != "file"})
        assert isinstance(body["file"], list) and len(body["file"]) == 1
        refusal = await self._refused(request, body)
        if refusal is not None:
            return refusal
        look = body["signatureProperties"]
        assert isinstance(look, list) and len(look) == 1
        box = None
        if look[0]["tampilan"] == "VISIBLE":
            assert base64.b64decode(look[0]["imageBase64"]).startswith(b"\x89PNG")
            x, y, w, h = (look[0][key] for key in ("originX", "originY", "width", "height"))
            box = (look[0]["page"], (x, HEIGHT - y - h, x + w, HEIGHT - y))
        match self.fault:
            case "json":
                return web.json_response({"time": 900, "berkas": "?"})
            case "base64":
                return web.json_response({"time": 900, "file": ["%%%"]})
            case "html":
                return web.Response(text="<html>ramai sekali</html>", content_type="text/html")
        pdf = await self._made(base64.b64decode(body["file"][0]), box)
        return web.json_response({"time": 900, "file": [base64.b64encode(pdf).decode()]})

    async def _sign_form(self, request: web.Request) -> web.StreamResponse:
        body: dict[str, Any] = {}
        async for part in await request.multipart():        # type: ignore[union-attr]
            body[part.name] = bytes(await part.read()) if part.filename else (await part.read()).decode()    # type: ignore[union-attr,index]
        assert not request.query_string, "secrets in an address end up in logs"
        self.seen.append({key: value for key, value in body.items() if key != "file"})
        refusal = await self._refused(request, body)
        if refusal is not None:
            return refusal
        box = None
        if body["tampilan"] == "visible":
            assert body["image"] == "true" and body["imageTTD"].startswith(b"\x89PNG")
            x, y, w, h = (float(body[key]) for key in ("xAxis", "yAxis", "width", "height"))
            box = (int(body["page"]), (x, y, w, h) if self.fault == "corner" else (x, y, x + w, y + h))
        pdf = await self._made(body["file"], box)
        return web.Response(body=pdf, content_type="application/pdf", headers={"id_dokumen": "abc"})

    async def _refused(self, request: web.Request, body: dict[str, Any]) -> web.StreamResponse | None:
        """Answer in the ways in which a service does not sign."""
        if self.fault == "hang":
            await asyncio.sleep(30)
        if self.fault == "drop":
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if self.fault == "redirect":
            raise web.HTTPTemporaryRedirect(request.path)
        if self.fault == "large":
            answer = web.StreamResponse()
            await answer.prepare(request)
            with suppress(ConnectionError):
                for _ in range(400):
                    await answer.write(b"{" + b" " * (1 << 16))
            return answer
        codes = {"unregistered": (400, 2011, "User tidak terdaftar"), "uncertified": (400, 2021, "User tidak memiliki sertifikat"),
                 "broken": (500, 0, "Internal Server Error"), "odd": (422, 2099, "Tanda tangan ke-3 gagal diproses")}
        if self.fault in codes:
            status, code, words = codes[self.fault]
            return web.json_response({"error": words} | ({"status_code": code} if code else {}), status=status)
        if self.fault == "echo":
            return web.json_response({"error": f"gagal untuk {body}", "status_code": 2098}, status=400)
        if body.get("nik") != NIK and body.get("email") != EMAIL:
            return web.json_response({"error": "User tidak terdaftar", "status_code": 2011}, status=400)
        if not self._unlocked(body):
            return web.json_response({"error": "Passphrase anda salah", "status_code": 2031}, status=400)
        return None

    def _unlocked(self, body: dict[str, Any]) -> bool:
        if "totp" in body:
            left = self.codes.get(body["totp"], 0)
            self.codes[body["totp"]] = left - 1
            return left > 0
        return bool(body.get("passphrase") == KEY)

    async def _made(self, sent: bytes, box: tuple[int, tuple[float, ...]] | None) -> bytes:
        """Give what is sent back: a signed document, or what a fault makes of it."""
        self.signed += 1
        match self.fault:
            case "garbage":
                return b"ini bukan PDF" * 20
            case "unsigned":
                return sent
            case "truncated":
                return (await self._sign(sent))[: len(sent) + 5000]
            case "other":
                return await self._sign(small_pdf(("Naskah lain sama sekali",)))
            case "replaced":
                return await self._sign(sent + shifted(small_pdf(("Naskah pengganti",)), len(sent)))
            case "page":
                return await self._sign(sent, page=True)
            case "title":
                return await self._sign(sent, title=True)
            case "two":
                return await self._sign(await self._sign(sent, "esc_1"), "esc_2")
            case "stranger":
                return await self._sign(sent, who="sekretaris")
            case "untrusted":
                assert self.strangers is not None
                return await self._sign(sent, desk=self.strangers)
            case "untrusted-time":
                assert self.strangers is not None
                return await self._sign(sent, clock=self.strangers)
            case "no-timestamp":
                return await self._sign(sent, clock=None)
            case "old-time":
                return await self._sign(sent, clock=self.desk.at(self.desk.now.replace(year=self.desk.now.year - 1)))
            case "bare":
                return await self._sign(sent, evidence=False)
            case "plain":
                return await self._sign(sent, kind=SigSeedSubFilter.ADOBE_PKCS7_DETACHED)
            case "damaged":
                pdf = await self._sign(sent)
                return pdf[: len(sent)] + pdf[len(sent):].replace(b"/Type /Catalog", b"/Type /Katalog").replace(b"endobj", b"endxxx")
            case "revoked":
                return await self._sign(sent, who="dicabut")
            case "overlay":
                return await self._sign(sent, box=(1, (60, 690, 400, 730)))
            case "later-page":
                return changed_page(await self._sign(sent))
            case "spoiled":
                pdf = await self._sign(sent)
                return pdf[:400] + bytes([pdf[400] ^ 1]) + pdf[401:]
            case "flipped":
                pdf = await self._sign(sent)
                assert pdf.count(b"(BSrE)") == 1
                return pdf.replace(b"(BSrE)", b"(BSrA)")
            case "rewritten":
                return await self._sign(rewritten(sent))
            case "rewritten-page":
                return await self._sign(rewritten(changed_page(sent)))
            case "archived":
                return await self._sign(sent, archived=True)
            case "corner" | "":
                return await self._sign(sent, box=box)
            case "elsewhere":
                assert box is not None
                return await self._sign(sent, box=(box[0], tuple(number + 30 for number in box[1])))
        raise AssertionError(f"no such fault: {self.fault}")

    async def _sign(
        self, pdf: bytes, name: str = "esc_1770001234567", who: str = "kepala", *, desk: Desk | None = None, clock: Desk | str | None = "",
        box: tuple[int, tuple[float, ...]] | None = None, page: bool = False, title: bool = False, archived: bool = False,
        evidence: bool = True, kind: SigSeedSubFilter = SigSeedSubFilter.PADES,
    ) -> bytes:
        """Sign as BSrE does: PAdES B-LT, an approval signature in a field of its own, a timestamp, evidence in a further revision."""
        desk = desk or self.desk
        judged = desk if clock in ("", None) else clock
        assert isinstance(judged, Desk)
        writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=True)
        if page:
            change_page(writer)
        if title:
            writer.set_info(generic.DictionaryObject({generic.pdf_name("/Title"): generic.pdf_string("Judul lain")}))
        lasting = judged is desk and clock is not None and who != "dicabut" and evidence
        metadata = signers.PdfSignatureMetadata(
            field_name=name, md_algorithm="sha256", subfilter=kind, reason="BSrE", embed_validation_info=lasting, use_pades_lta=archived,
            validation_context=bench(desk).context() if lasting else None, dss_settings=SEALED if archived else DSSContentSettings(),
        )
        stamp = None
        if box is not None:
            stamp = StaticStampStyle(background=PdfImage(Image.new("RGB", (8, 8), "red")), border_width=0)
        place = SigFieldSpec(name) if box is None else SigFieldSpec(name, on_page=box[0] - 1, box=box[1])     # type: ignore[arg-type]
        timestamper = None if clock is None else bench(judged).timestamper
        output = await signers.PdfSigner(
            metadata, signer(desk, who), timestamper=timestamper, stamp_style=stamp, new_field_spec=place,
        ).async_sign_pdf(writer)
        return bytes(output.getbuffer())


def change_page(writer: IncrementalPdfFileWriter) -> None:
    """Put other words on the first page."""
    page = writer.find_page_for_modification(0)[0].get_object()
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=text("Drs. Penyusup, M.Si.")))
    writer.update_container(page)


def changed_page(pdf: bytes) -> bytes:
    """Give a file with an increment that puts other words on its first page."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=True)
    change_page(writer)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def shifted(pdf: bytes, by: int) -> bytes:
    """Give a file as it must be to stand behind so many other bytes, with no link to what is there."""
    pdf = re.sub(rb"(?m)^(\d{10}) 00000 n", lambda found: b"%010d 00000 n" % (int(found[1]) + by), pdf)
    return re.sub(rb"startxref\n(\d+)", lambda found: b"startxref\n%d" % (int(found[1]) + by), pdf)


def rewritten(pdf: bytes) -> bytes:
    """Give a file as a tool writes it anew: other bytes, equal pages."""
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder) / "a.pdf", Path(folder) / "b.pdf"
        old.write_bytes(pdf)
        subprocess.run([tool("qpdf"), "--object-streams=disable", "--static-id", str(old), str(new)], check=True)
        return new.read_bytes()
