"""TSA, OCSP and CRLs over HTTP on loopback, as an office's real services are reached; counts what is asked."""

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from aiohttp import web
from asn1crypto import tsp

from bukusop.sign.authority import Authority


class Services:
    """The services of an authority. `silent` services hang up without an answer."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.silent: set[str] = set()
        self.authority: Authority | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def handle(self, request: web.Request) -> web.Response:
        assert self.authority
        kind = request.path.strip("/").split("/")
        name = "tsa" if kind == ["tsa"] else kind[1]
        self.asked[name] += 1
        if name in self.silent:
            raise web.HTTPServiceUnavailable
        now = datetime.now(UTC)
        body = await request.read()
        if name == "tsa":
            answer = await self.authority.timestamper().async_request_tsa_response(tsp.TimeStampReq.load(body))
            return web.Response(body=answer.dump(), content_type="application/timestamp-reply")
        if name == "ocsp":
            return web.Response(body=self.authority.answer_ocsp(body, now), content_type="application/ocsp-response")
        return web.Response(body=self.authority.revocation_list(kind[2], now), content_type="application/pkix-crl")


@contextmanager
def serving() -> Iterator[Services]:
    """Serve in a thread until the context ends."""
    services, loop, ready = Services(), asyncio.new_event_loop(), threading.Event()

    async def start() -> None:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", services.handle)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        services.port = runner.addresses[0][1]
        ready.set()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(start())
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield services
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
