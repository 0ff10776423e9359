"""A tiny web server for a finished site: folders with index.html, 404.html, and the headers that the office's server is told to send."""

from __future__ import annotations

import mimetypes
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

Headers = Callable[[str], Mapping[str, str]]
"""Path of a file -> the headers it is served with."""
TYPES = {".wasm": "application/wasm", ".js": "text/javascript", ".json": "application/json", ".xml": "application/xml"}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, mounts: Mapping[str, Path], headers: Headers, *rest: object) -> None:
        self.mounts, self.extra = mounts, headers
        super().__init__(*rest)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        prefix = next((item for item in sorted(self.mounts, key=len, reverse=True) if path.startswith(item)), None)
        if prefix is None:
            self._send(404, b"", "text/plain")
            return
        root, name = self.mounts[prefix], path.removeprefix(prefix)
        try:
            file = (root / name).resolve()
            file.is_dir()
        except (OSError, ValueError):       # longer than a name may be, or a null character in it
            file = Path("/")
        if not file.is_relative_to(root.resolve()):
            self._send(404, b"", "text/plain")
        elif file.is_dir() and name and not name.endswith("/"):
            self._send(301, b"", "text/plain", {"Location": f"{path}/"})
        elif (file / "index.html").is_file():
            self._send(200, (file / "index.html").read_bytes(), "text/html; charset=utf-8")
        elif file.is_file():
            kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            self._send(200, file.read_bytes(), f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        else:
            self._send(404, (root / "404.html").read_bytes(), "text/html; charset=utf-8")

    def _send(self, status: int, data: bytes, kind: str, more: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        own = {"Content-Type": kind, "Content-Length": str(len(data)), **(more or {})}
        for name, value in {**self.extra(urlsplit(self.path).path), **own}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving(mounts: Mapping[str, Path], headers: Headers) -> Iterator[str]:
    """Serve folders below path prefixes ("/", "/sop-daring/") at 127.0.0.1; give the address without a slash at the end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, mounts, headers))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
