"""A written website, served on this machine only, with the very headers that `policy` asks of web servers: to look at, no more."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from bukusop.diagnostics import UsageError
from bukusop.site.policy import headers

HOST = "127.0.0.1"
TYPES = {
    ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8", ".xml": "application/xml; charset=utf-8", ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".pdf": "application/pdf", ".wasm": "application/wasm",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
NAMES = {"atom.xml": "application/atom+xml; charset=utf-8"}
HIDDEN = {"_headers", ".htaccess", "nginx.conf"}
"""Settings for web servers, which those do not hand out either."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "bukusop", ""

    def __init__(self, folder: Path, *arguments: object) -> None:
        self.folder = folder
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def _answer(self, *, body: bool) -> None:
        host = self.headers.get("Host", "")     # other names that lead here may be somebody else's page (DNS rebinding)
        if host not in (f"{HOST}:{self.server.server_port}", f"localhost:{self.server.server_port}"):  # type: ignore[attr-defined]
            self._send(HTTPStatus.MISDIRECTED_REQUEST, b"", "text/plain; charset=utf-8", "", body=body)
            return
        raw = urlsplit(self.path).path
        path = find(self.folder, raw)
        if path is not None and path.is_dir():
            self._send(HTTPStatus.MOVED_PERMANENTLY, b"", "text/plain; charset=utf-8", "", body=body, location=quote(unquote(raw)) + "/")
        elif path is not None:
            name = path.relative_to(self.folder).as_posix()
            self._send(HTTPStatus.OK, path.read_bytes(), kind(name), name, body=body)
        else:
            lost = self.folder / "404.html"
            data = lost.read_bytes() if lost.is_file() else b""
            self._send(HTTPStatus.NOT_FOUND, data, TYPES[".html"], "404.html", body=body)

    def _send(self, status: HTTPStatus, data: bytes, content: str, name: str, *, body: bool, location: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", content)
        self.send_header("Content-Length", str(len(data)))
        if location:
            self.send_header("Location", location)
        for key, value in headers(name).items():
            self.send_header(key, value)
        self.end_headers()
        if body:
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing: the terminal belongs to whoever started the server."""


def kind(name: str) -> str:
    """Give the media type of a file by its name."""
    path = PurePosixPath(name)
    return NAMES.get(name) or TYPES.get(path.suffix.lower(), "application/octet-stream")


def find(folder: Path, address: str) -> Path | None:
    """Give the file of an address's path, or a folder that wants a slash at the end; None for what is not there or lies outside."""
    text = unquote(address)
    parts = text.split("/")[1:]
    if "\0" in text or "\\" in text or not text.startswith("/") or any(part in ("..", ".") for part in parts) or "" in parts[:-1]:
        return None
    path = folder.joinpath(*parts)
    try:
        resolved = path.resolve()
        if not resolved.is_relative_to(folder.resolve()) or path.name in HIDDEN:
            return None
        if text.endswith("/"):
            path = path / "index.html"
            return path if path.is_file() else None
        return path if path.is_file() or (path / "index.html").is_file() else None
    except (OSError, RuntimeError, ValueError):
        return None


def serving(folder: Path, port: int) -> ThreadingHTTPServer:
    """Open a server for a written website at 127.0.0.1 (`port` 0: any that is free). Raises UsageError where the port is taken."""
    try:
        server = ThreadingHTTPServer((HOST, port), partial(_Handler, folder))
    except OSError as error:
        raise UsageError(f"port {port} tidak dapat dipakai ({error.strerror}); pilih yang lain dengan --port") from error
    server.daemon_threads = True
    return server
