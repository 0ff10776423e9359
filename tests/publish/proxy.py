"""A reverse proxy between us and a server: counts requests, and can hold, drop, answer or delay those that a test names."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


@dataclass
class Proxy:
    """What passes, and what happens to it.

    `before` and `after` are called with the number of the request (from 1) and its line ("POST /wp-json/wp/v2/pages"): before it goes on
    to the server, and when the answer is back. They may wait; what they return, if anything, is sent to the client instead: a status with
    headers, or "drop" for a connection that is cut. `stripped` are headers (in small letters) that do not come through.
    """

    url: str = ""
    lines: list[str] = field(default_factory=list)
    stripped: frozenset[str] = frozenset()
    before: Callable[[int, str], Reply] = lambda _number, _line: None
    after: Callable[[int, str], Reply] = lambda _number, _line: None

    @property
    def orders(self) -> list[str]:
        """The requests that were not questions."""
        return [line for line in self.lines if not line.startswith("GET ")]


Reply = str | tuple[int, dict[str, str]] | None


def handler(server: str, proxy: Proxy) -> type[BaseHTTPRequestHandler]:
    there = urlsplit(server)
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def pass_on(self) -> None:
            with lock:
                proxy.lines.append(f"{self.command} {self.path}")
                number = len(proxy.lines)
            line = proxy.lines[number - 1]
            body = self.body()
            if self.reply(proxy.before(number, line)):
                return
            connection = http.client.HTTPConnection(there.hostname or "", there.port, timeout=60)
            headers = {name: value for name, value in self.headers.items() if name.lower() not in ("transfer-encoding", "connection")}
            connection.request(self.command, self.path, body, {**headers, "Content-Length": str(len(body))} if body else headers)
            answer = connection.getresponse()
            data = answer.read()
            connection.close()
            if self.reply(proxy.after(number, line)):
                return
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in {"transfer-encoding", "connection", "content-length", "keep-alive", *proxy.stripped}:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_DELETE = do_PUT = pass_on

        def body(self) -> bytes:
            if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
                pieces = []
                while size := int(self.rfile.readline(), 16):
                    pieces.append(self.rfile.read(size))
                    self.rfile.readline()
                self.rfile.readline()
                return b"".join(pieces)
            return self.rfile.read(int(self.headers.get("Content-Length", "0")))

        def reply(self, reply: Reply) -> bool:
            if reply is None:
                return False
            self.close_connection = True
            if isinstance(reply, tuple):
                self.send_response(reply[0])
                for name, value in {**reply[1], "Content-Length": "0", "Connection": "close"}.items():
                    self.send_header(name, value)
                self.end_headers()
            return True

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@contextmanager
def proxied(server: str) -> Iterator[Proxy]:
    """Run a proxy in front of a server."""
    proxy = Proxy()
    with ThreadingHTTPServer(("127.0.0.1", 0), handler(server, proxy)) as listener:
        proxy.url = f"http://127.0.0.1:{listener.server_port}"
        listener.daemon_threads = True
        thread = threading.Thread(target=listener.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield proxy
        finally:
            listener.shutdown()
            thread.join()
