"""WordPress's REST API: questions and orders over https -> JSON values, or a sentence that says what is wrong. Door of httpx.

Questions and orders that may be repeated are, with growing pauses; an order that makes something is never sent twice blindly: where
nobody knows whether it arrived, `Unsure` is raised and the caller looks. The password travels only to the site's own address.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from bukusop import __version__
from bukusop.diagnostics import Refusal
from bukusop.sign.passphrase import Secret

LOOPBACK = ("127.0.0.1", "localhost", "::1")
TRIES = 6
PAUSE, LONGEST_PAUSE = 0.5, 60.0
"""Seconds before the second try, doubled each time; the longest that a server may ask for by Retry-After."""
PATIENCE = httpx.Timeout(120.0, connect=15.0)
MAX_ANSWER = 64 << 20
"""Bytes of an answer: a hundred pages of the longest SOPs take a tenth."""
PER_PAGE = 50
UNTOLD = 0
"""Pages of a list whose number did not come along: some caches strip the header."""
_PASSING = {408, 425, 429, 500, 502, 503, 504}
_NOT_DONE = {425, 429}
"""What says that the order was not even looked at."""
_TOO_LARGE = {"rest_upload_file_too_big", "rest_upload_limited_space", "rest_upload_no_data", "rest_upload_unknown_error",
              "rest_upload_size_error"}

Params = Mapping[str, str | int]


class Unsure(Exception):
    """An order went out and nobody knows whether it was carried out; the text is a sentence."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, the fault's name (`rest_forbidden`, or ""), the JSON, how many pages of results there are."""

    status: int
    code: str
    data: Any
    pages: int
    retry_after: str
    location: str


def check_address(address: str) -> str:
    """Give the address of a site without a slash at its end. Raises Refusal for one that a password must not travel to."""
    parts = urlsplit(address.strip())
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.query or parts.fragment or "@" in parts.netloc:
        raise Refusal("`tujuan` WordPress harus alamat situsnya, misalnya https://dinas.contoh.go.id, tanpa nama pengguna dan tanpa `?`")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise Refusal(f"{address}: sandi aplikasi tidak dikirim lewat http, karena dapat dibaca di jalan; pakailah https")
    return address.strip().rstrip("/")


class Api:
    """One site, one account."""

    def __init__(
        self, address: str, user: str, secret: Secret, sleep: Callable[[float], None] = time.sleep, timeout: httpx.Timeout = PATIENCE,
    ) -> None:
        self.address = check_address(address)
        self._user, self._secret, self._sleep = user, secret, sleep
        loopback = urlsplit(self.address).hostname in LOOPBACK
        self._client = httpx.Client(
            timeout=timeout, trust_env=not loopback, headers={"User-Agent": f"bukusop/{__version__}", "Accept": "application/json"},
        )
        self._pretty = True

    def close(self) -> None:
        """Let the connections go."""
        self._client.close()

    def open(self, rights: tuple[str, ...]) -> None:
        """See that this is the site that was meant, and that the account has these rights there. Raises Refusal."""
        home = self._discover()
        here, there = urlsplit(self.address), urlsplit(home)
        if (here.hostname, here.path.rstrip("/")) != (there.hostname, there.path.rstrip("/")):
            raise Refusal(f"{self.address} adalah situs lain: WordPress di sana menyebut alamatnya {shown(home)}; perbaiki `tujuan`")
        me = self.get("users/me", {"context": "edit"})
        owned = me.get("capabilities", {}) if isinstance(me, dict) else {}
        missing = [name for name in rights if not owned.get(name)]
        if missing:
            raise Refusal(f"{self.address}: pengguna {self._user} tidak berhak {', '.join(missing)}; beri peran Editor (Penyunting)")

    def get(self, route: str, params: Params | None = None) -> Any:
        """Ask. Raises Refusal."""
        return self._settled("GET", route, params).data

    def every(self, route: str, params: Params) -> Iterator[dict[str, Any]]:
        """Ask for a list, however long. Raises Refusal."""
        page = 1
        while True:
            answer = self._tried("GET", route, {**params, "per_page": PER_PAGE, "page": page, "orderby": "id", "order": "asc"}, again=True)
            if page > 1 and answer.code == "rest_post_invalid_page_number":
                return
            if answer.status >= HTTPStatus.MULTIPLE_CHOICES:
                raise self._refusal(answer, route)
            if not isinstance(answer.data, list):
                raise self._strange(route)
            yield from (item for item in answer.data if isinstance(item, dict))
            if page >= answer.pages and not (answer.pages == UNTOLD and len(answer.data) == PER_PAGE):
                return
            page += 1

    def change(self, route: str, data: Mapping[str, Any]) -> dict[str, Any]:
        """Change something that is there: may be said twice. Raises Refusal."""
        return self._object(self._settled("POST", route, None, json=dict(data)), route)

    def delete(self, route: str, *, force: bool = True) -> None:
        """Take away what we put there, for good or into the bin. Raises Refusal; that it is gone already is as good."""
        params = {"_method": "DELETE", **({"force": "true"} if force else {})}      # some hosting lets no other method through than POST
        answer = self._tried("POST", route, params, again=True)
        if answer.status not in (HTTPStatus.OK, HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
            raise self._refusal(answer, route)

    def make(self, route: str, find: Callable[[], dict[str, Any] | None], **body: Any) -> dict[str, Any]:
        """Make something: `find` looks for it where nobody knows whether an order was carried out. Raises Refusal."""
        for turn in range(TRIES):
            try:
                answer = self._tried("POST", route, None, again=False, **body)
            except Unsure as doubt:
                if turn == TRIES - 1:
                    raise Refusal(str(doubt)) from None
                self._sleep(PAUSE * 2 ** turn)
                found = find()
                if found is not None:
                    return found
                continue
            if answer.status >= HTTPStatus.BAD_REQUEST:
                raise self._refusal(answer, route)
            return self._object(answer, route)
        raise AssertionError

    def digest(self, url: str, most: int) -> str:
        """Download a public file and give its SHA-256; "" where it is not there or longer than `most`. The password does not go along."""
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in LOOPBACK:
            raise Refusal(f"{shown(url)}: berkas di pustaka media tidak beralamat https; perbaiki alamat situs di Pengaturan > Umum")
        for turn in range(TRIES):
            try:
                with self._client.stream("GET", url, headers={"Cache-Control": "no-cache"}, follow_redirects=True) as found:
                    if found.status_code in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
                        return ""
                    if found.status_code == HTTPStatus.OK:
                        return _digest(found, most)
                    reason = f"menjawab {found.status_code}"
            except httpx.HTTPError as error:
                reason = _why(error)
            self._sleep(min(PAUSE * 2 ** turn, LONGEST_PAUSE))
        raise Refusal(f"{shown(url)} tidak dapat dibaca kembali: {reason}")

    def _discover(self) -> str:
        """Find the way to the API, by its pretty address or without; give the site's own address. Raises Refusal."""
        answer = None
        for self._pretty in (True, False):
            answer = self._tried("GET", "", None, again=True, prefix="")
            if answer.status in (301, 302, 307, 308):
                raise Refusal(f"{self.address} mengalihkan ke {shown(answer.location)}; tulis alamat akhirnya pada `tujuan`")
            if isinstance(answer.data, dict) and "wp/v2" in (answer.data.get("namespaces") or ()):
                return str(answer.data.get("home") or answer.data.get("url") or "")
            if answer.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN) and answer.code:
                raise self._refusal(answer, "")
        raise Refusal(
            f"{self.address} tidak menjawab sebagai WordPress (REST API, {answer.status if answer else 0}): periksa `tujuan`, atau "
            "nyalakan REST API yang dimatikan pengaya keamanan"
        )

    def _settled(self, method: str, route: str, params: Params | None, **body: Any) -> Answer:
        answer = self._tried(method, route, params, again=True, **body)
        if answer.status >= HTTPStatus.MULTIPLE_CHOICES:
            raise self._refusal(answer, route)
        return answer

    def _tried(
        self, method: str, route: str, params: Params | None, again: bool, prefix: str = "wp/v2/", **body: Any,
    ) -> Answer:
        """Send until there is an answer that stays. Raises Refusal, or Unsure for an order that must not be sent `again`."""
        reason = ""
        for turn in range(TRIES):
            pause = PAUSE * 2 ** turn
            try:
                answer = self._sent(method, prefix + route, params, body)
            except httpx.HTTPError as error:
                reason = f"{self.address} {_why(error)}"
                if not (again or isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)):
                    raise Unsure(reason) from None
            else:
                if answer.status not in _PASSING or answer.code in _TOO_LARGE:
                    return answer
                reason = f"{self.address} menjawab {answer.status}"
                if not again and answer.status not in _NOT_DONE:
                    raise Unsure(reason)
                pause = max(pause, float(answer.retry_after) if answer.retry_after.isdigit() else 0.0)
            if turn < TRIES - 1:
                self._sleep(min(pause, LONGEST_PAUSE))
        raise Refusal(f"{reason}, sampai {TRIES} kali dicoba; jalankan lagi nanti, yang sudah terunggah tidak diunggah ulang")

    def _sent(self, method: str, route: str, params: Params | None, body: Mapping[str, Any]) -> Answer:
        url = f"{self.address}/wp-json/{route}" if self._pretty else f"{self.address}/"
        asked = {**({} if self._pretty else {"rest_route": f"/{route}"}), **(params or {})}
        login = httpx.BasicAuth(self._user, self._secret.reveal())
        with opened(body) as ready, self._client.stream(method, url, params=asked, auth=login, **ready) as found:
            data = b"".join(_limited(found, MAX_ANSWER))
            header = found.headers.get
            pages = header("X-WP-TotalPages", "")
            value = _json(data)
            code = value.get("code") if isinstance(value, dict) and found.status_code >= HTTPStatus.BAD_REQUEST else ""
            code = code if isinstance(code, str) and re.fullmatch(r"[a-z0-9_]{1,60}", code) else ""
            count = int(pages) if pages.isdigit() else UNTOLD
            return Answer(found.status_code, code, value, count, header("Retry-After", ""), header("Location", ""))

    def _object(self, answer: Answer, route: str) -> dict[str, Any]:
        if not isinstance(answer.data, dict) or not isinstance(answer.data.get("id"), int):
            raise self._strange(route)
        return answer.data

    def _strange(self, route: str) -> Refusal:
        return Refusal(f"{self.address}: jawaban WordPress untuk {route or 'REST API'} tidak terbaca; matikan pesan galat PHP di situs itu")

    def _refusal(self, answer: Answer, route: str) -> Refusal:
        """Say why it was refused: by status and the fault's name, never in the server's own words."""
        named = f" ({answer.status}{', ' + answer.code if answer.code else ''})"
        if answer.status == HTTPStatus.UNAUTHORIZED:
            return Refusal(
                f"{self.address} menolak pengguna {self._user}{named}: sandi aplikasinya salah, dicabut, atau tidak sampai ke WordPress; "
                "buat yang baru di Pengguna > Profil > Sandi Aplikasi (perlu https, dan server web yang meneruskan header Authorization)"
            )
        if answer.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE or answer.code in _TOO_LARGE:
            return Refusal(
                f"{self.address}: berkas melewati batas unggah situs itu{named}; naikkan upload_max_filesize dan post_max_size "
                "(dan batas server webnya)"
            )
        if answer.status == HTTPStatus.FORBIDDEN:
            return Refusal(
                f"{self.address}: pengguna {self._user} tidak diizinkan melakukan itu{named}; beri peran Editor (Penyunting), dan periksa "
                "pengaya keamanan"
            )
        if answer.status == HTTPStatus.NOT_FOUND:
            return Refusal(f"{self.address}: {route} tidak ada di REST API situs itu{named}; mungkin dimatikan pengaya keamanan")
        if answer.location:
            return Refusal(f"{self.address} mengalihkan ke {shown(answer.location)}; tulis alamat akhirnya pada `tujuan`")
        return Refusal(f"{self.address}: WordPress menolak {route}{named}")


@contextmanager
def opened(body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Open the file of an upload anew for every try: `upload` is its path, name and fields of the form."""
    if "upload" not in body:
        yield dict(body)
        return
    path, name, fields = body["upload"]
    with Path(path).open("rb") as file:
        yield {"data": fields, "files": {"file": (name, file, "application/pdf")}}


def shown(text: str) -> str:
    """Give a stranger's text so that it can stand in a sentence."""
    return "".join(char for char in text if char.isprintable())[:120]


def _limited(found: httpx.Response, most: int) -> Iterator[bytes]:
    size = 0
    for block in found.iter_bytes():
        size += len(block)
        if size > most:
            raise httpx.ReadError("too long")
        yield block


def _digest(found: httpx.Response, most: int) -> str:
    digest, size = hashlib.sha256(), 0
    for block in found.iter_bytes():
        size += len(block)
        if size > most:
            return ""
        digest.update(block)
    return digest.hexdigest()


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except ValueError:
        return None


def _why(error: httpx.HTTPError) -> str:
    """Say what happened on the way, without the request that it happened to."""
    if isinstance(error, httpx.TimeoutException):
        return "tidak menjawab pada waktunya"
    if isinstance(error, httpx.ConnectError):
        if "CERTIFICATE" in str(error).upper() or "SSL" in str(error).upper():
            return "tidak dapat dipercaya: sertifikat https-nya tidak sah"
        return "tidak dapat dihubungi"
    return "memutus sambungan"
