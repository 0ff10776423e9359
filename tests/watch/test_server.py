"""The process as a person runs it: a page, events, PDFs, a mistake, Ctrl-C. Waits for what must come; measures no time."""

import http.client
import json
import re
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.conftest import command, environment

LONG = 120
NAME = "sops/b-umum/01-surat-masuk.yaml"


class Browser:
    """What a browser does, as far as it matters here."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._events = http.client.HTTPConnection("127.0.0.1", port, timeout=LONG)
        self._events.request("GET", "/acara")
        self._stream = self._events.getresponse()
        assert self._stream.status == 200

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, bytes, dict[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONG)
        connection.request(method, path, headers={key.replace("_", "-"): value for key, value in headers.items()})
        answer = connection.getresponse()
        result = answer.status, answer.read(), {key.lower(): value for key, value in answer.getheaders()}
        connection.close()
        return result

    def state(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Read events until one is as wanted."""
        while line := self._stream.readline():
            if line.startswith(b"data: "):
                found: dict[str, Any] = json.loads(line[6:])
                if not found["working"] and wanted(found):
                    return found
        raise AssertionError("the stream of events ended")


@contextmanager
def watching(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    process = subprocess.Popen(
        [*command(), "watch", "--no-open", *options], cwd=folder, env=environment(), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", process.stdout.readline())
        assert found
        yield process, int(found[1])
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_from_save_to_page_to_the_end(project_copy: Callable[[str], Path]) -> None:
    folder = project_copy("kecil")
    path = folder / NAME
    text = path.read_text(encoding="utf-8")
    with watching(folder) as (process, port):
        browser = Browser(port)
        status, body, headers = browser.get("/")
        assert status == 200
        assert b"<title>Pantau SOP</title>" in body
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
        assert browser.get("/pantau.js")[0] == browser.get("/pantau.css")[0] == 200
        browser.state(lambda found: found["leaf"] is not None)

        path.write_text(text.replace("kegiatan: ", "kegiatan: Segera ", 1), encoding="utf-8")
        first = browser.state(lambda found: found["shown"] == "sop-surat-masuk" and found["leaf"]["part"] == "sop-surat-masuk")
        status, old, headers = browser.get(first["leaf"]["url"])
        assert status == 200
        assert headers["content-type"] == "application/pdf"
        assert old.startswith(b"%PDF-1.7")

        path.write_text(text.replace("kegiatan: ", "kegiatan: Tidak segera ", 1), encoding="utf-8")
        second = browser.state(lambda found: found["leaf"]["url"] != first["leaf"]["url"])
        new = browser.get(second["leaf"]["url"])[1]
        assert new != old
        assert second["findings"] == []

        for word in ("Sangat", "Amat", "Kurang", "Segera"):     # faster than sheets are made: the last one counts
            path.write_text(text.replace("kegiatan: ", f"kegiatan: {word} ", 1), encoding="utf-8")
        browser.state(lambda found: found["leaf"]["url"] == first["leaf"]["url"])
        assert browser.get(first["leaf"]["url"])[1] == old
        path.write_text(text.replace("kegiatan: ", "kegiatan: Tidak segera ", 1), encoding="utf-8")
        browser.state(lambda found: found["leaf"]["url"] == second["leaf"]["url"])

        path.write_text(text.replace("\nnama:", "\nnamaa:", 1), encoding="utf-8")
        broken = browser.state(lambda found: found["broken"])
        assert broken["findings"][0]["place"].startswith(f"{NAME}:")
        assert "mungkin maksudnya `nama`?" in [item["hint"] for item in broken["findings"]]
        assert broken["leaf"]["url"] == second["leaf"]["url"]
        assert browser.get(broken["leaf"]["url"])[1] == new

        path.write_text(text, encoding="utf-8")
        browser.state(lambda found: not found["broken"])
        assert browser.get("/lihat/sampul")[0] == 204
        browser.state(lambda found: found["shown"] == "sampul" and found["leaf"] is not None)

        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=LONG)
        assert process.returncode == 0, errors
        assert errors == ""
        assert out.splitlines()[-1] == "Berhenti."
        assert re.search(r"^\d\d\.\d\d\.\d\d sop-surat-masuk: \d+ halaman, \d+,\d\d detik$", out, re.MULTILINE), out
        assert f" kesalahan di {NAME}" in out


def test_only_for_this_computer_and_nothing_but_the_book(project_copy: Callable[[str], Path]) -> None:
    folder = project_copy("kecil")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        busy = min(taken.getsockname()[1], 65_500)
        with watching(folder, "--port", str(busy)) as (process, port):
            assert port != taken.getsockname()[1], "a port that is taken is passed over"
            browser = Browser(port)
            browser.state(lambda found: found["leaf"] is not None)
            assert browser.get("/", Host="contoh.example")[0] == 403
            assert browser.get("/", Host=f"contoh.example:{port}")[0] == 403
            assert browser.get("/", Host=f"localhost:{port}")[0] == 200
            assert browser.get("/lihat/sampul", Sec_Fetch_Site="cross-site")[0] == 403
            assert browser.get("/", "POST")[0] == 405
            for path in ("/lihat/tidak-ada", "/lembar/tidak-ada/1.pdf", "/lembar/..%2F..%2Fbook%2Fbook.yaml/1.pdf", "/book/book.yaml",
                         "/../page.html", "/page.html"):
                status, body, _ = browser.get(path)
                assert (status, body.decode()) == (404, "Tidak ada halaman di alamat ini."), path
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=LONG)
            assert process.returncode == 0


def test_where_there_is_no_book(tmp_path: Path) -> None:
    done = subprocess.run([*command(), "watch"], cwd=tmp_path, capture_output=True, text=True, env=environment(), check=False)
    assert done.returncode == 2
    assert "tidak ada buku" in done.stderr
