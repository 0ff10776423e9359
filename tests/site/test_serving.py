"""`bukusop serve`: what it hands out, what it does not, and with which headers."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from bukusop.diagnostics import UsageError
from bukusop.site import serving
from bukusop.site.policy import headers
from tests.conftest import PROJECTS, command, environment


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("laman") / "site"
    files = {
        "index.html": "beranda", "404.html": "tidak ada", "sop/cuti/index.html": "cuti", "berkas/buku.pdf": "%PDF", "atom.xml": "<feed/>",
        "pagefind/wasm.id.pagefind": "x", "pagefind/x.wasm": "x", "aset/x.js": "x", "_headers": "x", ".htaccess": "x", "nginx.conf": "x",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (folder.parent / "rahasia.txt").write_text("rahasia")
    (folder / "keluar.txt").symlink_to(folder.parent / "rahasia.txt")
    server = serving(folder, 0)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def ask(port: int, path: str, method: str = "GET", **more: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest(method, path, skip_host="Host" in more)
    for name, value in more.items():
        connection.putheader(name, value)
    connection.endheaders()
    response = connection.getresponse()
    return response, response.read()


@pytest.mark.parametrize(("path", "data", "kind"), [
    ("/", b"beranda", "text/html; charset=utf-8"), ("/sop/cuti/", b"cuti", "text/html; charset=utf-8"),
    ("/?q=a%2F..", b"beranda", "text/html"), ("/berkas/buku.pdf", b"%PDF", "application/pdf"),
    ("/pagefind/x.wasm", b"x", "application/wasm"), ("/aset/x.js", b"x", "text/javascript"),
    ("/pagefind/wasm.id.pagefind", b"x", "application/octet-stream"), ("/atom.xml", b"<feed/>", "application/atom+xml"),
])
def test_files_go_out_with_type_and_policy(port: int, path: str, data: bytes, kind: str) -> None:
    response, body = ask(port, path)
    assert (response.status, body) == (200, data)
    assert (response.getheader("Content-Type") or "").startswith(kind)
    for name, value in headers(path.partition("?")[0]).items():
        assert response.getheader(name) == value


@pytest.mark.parametrize("path", [
    "/../rahasia.txt", "/%2e%2e/rahasia.txt", "/sop/%2e%2e/%2e%2e/rahasia.txt", "/..%2frahasia.txt", "/..%5crahasia.txt",
    "//rahasia.txt", "/keluar.txt", "/sop/", "/sop", "/aset/", "/aset", "/_headers", "/.htaccess", "/nginx.conf", "/tidak/ada",
    "/index.html/", "/%00", "/" + "a" * 5000, "*",
])
def test_nothing_else_goes_out(port: int, path: str) -> None:
    response, body = ask(port, path)
    assert (response.status, body) == (404, b"tidak ada")
    assert "default-src 'none'" in (response.getheader("Content-Security-Policy") or "")


def test_folder_without_its_slash_is_sent_to_it(port: int) -> None:
    response, _ = ask(port, "/sop/cuti")
    assert (response.status, response.getheader("Location")) == (301, "/sop/cuti/")


def test_head_gives_no_body_and_other_hosts_get_nothing(port: int) -> None:
    response, body = ask(port, "/", "HEAD")
    assert (response.status, response.getheader("Content-Length"), body) == (200, "7", b"")
    assert ask(port, "/", Host="jahat.example")[0].status == 421
    assert ask(port, "/", "POST")[0].status == 501


def test_taken_port_is_a_sentence(port: int, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=f"port {port} tidak dapat dipakai"):
        serving(tmp_path, port)


def test_command_serves_until_it_is_stopped(tmp_path: Path) -> None:
    folder = tmp_path / "kecil"
    shutil.copytree(PROJECTS / "kecil", folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    with subprocess.Popen(
        [*command(), "serve", "--port", str(number)], cwd=folder, env=environment(), stdout=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509 - a shell's background job ignores it
    ) as server:
        assert server.stdout is not None
        lines = [server.stdout.readline(), server.stdout.readline()]
        assert lines[1] == f"Situs tampil di http://127.0.0.1:{number}/. Tekan Ctrl-C untuk berhenti.\n", lines
        response, body = ask(number, "/sop/surat-masuk/")
        assert response.status == 200
        assert b"Pengelolaan Surat Masuk" in body
        server.send_signal(signal.SIGINT)
        assert server.stdout.read() == "Berhenti.\n"
    assert server.returncode == 0
