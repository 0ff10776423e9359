"""What the desk shows -> a page on 127.0.0.1. The one door to aiohttp.

In: states, published by the loop. Out: the page, its events (server-sent), and the PDF of each part. Only GET; only for this
computer: bound to 127.0.0.1, and a request that names another host or comes from another site is refused. Nothing in an address is
ever a path: parts are looked up among those of the book, files of the page among three.
"""

from __future__ import annotations

import asyncio
import errno
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from bukusop.diagnostics import Finding, UsageError
from bukusop.watch.desk import Leaf, View

ADDRESS = "127.0.0.1"
PORTS = 21
"""Ports that are tried: the one asked for and the twenty after it."""
HEARTBEAT = 10.0
"""Seconds without news after which the page is told that we are still there."""

_HOSTS = {ADDRESS, "localhost"}
_PAGE = Path(__file__).resolve().parent / "page"
_FILES = {"/": ("page.html", "text/html"), "/pantau.css": ("page.css", "text/css"), "/pantau.js": ("page.js", "text/javascript")}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; img-src 'self' data:;"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_PDF_POLICY = "frame-ancestors 'self'"
"""A stricter one would forbid browsers' own PDF viewers to work."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class State:
    """A view, and whether the shown part is being made at this moment."""

    view: View
    working: bool


class Board:
    """The newest state, and everyone who waits for the next one. `want` is told which part someone chose."""

    def __init__(self, want: Callable[[str], None]) -> None:
        self._want = want
        self._leaves: dict[str, Leaf] = {}
        self._made: dict[str, tuple[float, float]] = {}
        self._state: State | None = None
        self._waiting: set[asyncio.Event] = set()
        self._closed = False

    def publish(self, state: State, seconds: float | None = None) -> None:
        """Show a state to everyone; `seconds` is how long its leaf took to make, None where it was at hand."""
        self._state = state
        leaf = state.view.leaf
        if leaf is not None:
            self._leaves[leaf.part] = leaf
            if seconds is not None:
                self._made[leaf.part] = (time.time(), seconds)
        self._notify()

    def close(self) -> None:
        """End all event streams."""
        self._closed = True
        self._notify()

    def _notify(self) -> None:
        for event in self._waiting:
            event.set()

    def leaf(self, part: str) -> Leaf | None:
        """Give the PDF of a part that was shown once."""
        return self._leaves.get(part)

    def choose(self, part: str) -> bool:
        """Turn to a part; False where the book has none of that id."""
        known = self._state is not None and any(item.id == part for item in self._state.view.parts)
        if known:
            self._want(part)
        return known

    async def follow(self) -> AsyncIterator[str | None]:
        """Give the state as JSON, then every newer one; None where nothing happened for a while."""
        news = asyncio.Event()
        self._waiting.add(news)
        try:
            news.set()
            while not self._closed:
                try:
                    await asyncio.wait_for(news.wait(), HEARTBEAT)
                except TimeoutError:
                    yield None
                    continue
                news.clear()
                if self._state is not None and not self._closed:
                    yield self.json(self._state)
        finally:
            self._waiting.discard(news)

    def json(self, state: State) -> str:
        """Give a state as the page reads it."""
        view, leaf = state.view, state.view.leaf
        made, seconds = self._made.get(leaf.part, (0.0, 0.0)) if leaf else (0.0, 0.0)
        return json.dumps({
            "book": view.book, "shown": view.shown, "working": state.working, "broken": view.broken, "fault": view.fault,
            "parts": [{"id": part.id, "title": part.title, "group": part.group} for part in view.parts],
            "leaf": {
                "part": leaf.part, "pages": leaf.pages, "version": leaf.version, "url": f"/lembar/{leaf.part}/{leaf.version}.pdf",
                "made": made, "seconds": round(seconds, 2),
            } if leaf else None,
            "findings": [_finding(item) for item in view.findings],
        }, ensure_ascii=False)


def _finding(item: Finding) -> dict[str, str]:
    return {"severity": str(item.severity), "place": str(item.place), "message": item.message, "hint": item.hint, "rule": item.rule}


@asynccontextmanager
async def serve(board: Board, port: int) -> AsyncIterator[str]:
    """Serve a board; give the page's address. Raises UsageError where no port is free."""
    runner = web.AppRunner(_app(board), access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        yield f"http://{ADDRESS}:{await _bind(runner, port)}/"
    finally:
        await runner.cleanup()


async def _bind(runner: web.AppRunner, port: int) -> int:
    last = min(port + PORTS - 1, 65535)
    for candidate in range(port, last + 1):
        try:
            await web.TCPSite(runner, ADDRESS, candidate).start()
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            continue
        return candidate
    other = port + 1000 if port < 60000 else 8765
    raise UsageError(f"port {port} sampai {last} tidak dapat dipakai; pilih yang lain, misalnya `--port {other}`")


def _app(board: Board) -> web.Application:
    app = web.Application(middlewares=[_guard], client_max_size=1024)
    pages = {path: ((_PAGE / name).read_bytes(), kind) for path, (name, kind) in _FILES.items()}

    async def page(request: web.Request) -> web.StreamResponse:
        body, kind = pages[request.path]
        return web.Response(body=body, content_type=kind, charset="utf-8")

    async def leaf(request: web.Request) -> web.StreamResponse:
        found = board.leaf(request.match_info["part"])
        if found is None:
            raise web.HTTPNotFound
        named = {"Content-Disposition": f'inline; filename="{found.part}.pdf"', "Content-Security-Policy": _PDF_POLICY}
        return web.Response(body=found.pdf, content_type="application/pdf", headers=named)

    async def choose(request: web.Request) -> web.StreamResponse:
        if not board.choose(request.match_info["part"]):
            raise web.HTTPNotFound
        return web.Response(status=204)

    async def events(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream; charset=utf-8", **_COMMON})
        await response.prepare(request)
        with suppress(ConnectionError):
            async for state in board.follow():
                await response.write(b": masih di sini\n\n" if state is None else f"event: keadaan\ndata: {state}\n\n".encode())
        return response

    for path in pages:
        app.router.add_get(path, page, allow_head=False)
    app.router.add_get("/lembar/{part}/{version}.pdf", leaf, allow_head=False)
    app.router.add_get("/lihat/{part}", choose, allow_head=False)
    app.router.add_get("/acara", events, allow_head=False)
    return app


_COMMON = {
    "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin", "Content-Security-Policy": _POLICY,
}
_REFUSALS = {
    403: "Alamat ini hanya untuk komputer ini sendiri.", 404: "Tidak ada halaman di alamat ini.", 405: "Halaman ini hanya dapat dibaca.",
}


@web.middleware
async def _guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what does not come from this computer's own browser, and put the strict headers on every answer."""
    try:
        ours = request.host.partition(":")[0].lower() in _HOSTS
        if not ours or request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            raise web.HTTPForbidden
        response = await handler(request)
    except web.HTTPException as error:
        response = web.Response(status=error.status, text=_REFUSALS.get(error.status, "Permintaan ini tidak dapat dilayani."))
    if not response.prepared:
        for name, value in _COMMON.items():
            response.headers.setdefault(name, value)
    return response
