"""One HTTP call to a signing service: sent once and never again, bounded in time and size, and silent about what it carries.

In: a request. Out: an `Answer`, or `Silence` with the reason in words. Nothing is raised for what a network does: the exceptions of
the HTTP library hold the headers of the request, and so its password.
"""

from __future__ import annotations

import ipaddress
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from aiohttp import (
    ClientConnectorCertificateError,
    ClientConnectorDNSError,
    ClientConnectorError,
    ClientConnectorSSLError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    FormData,
)

from bukusop.sign.faults import CredentialError

CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent. All but method and path may hold secrets, so only these are shown."""

    method: str
    url: str
    json: Any = None
    form: FormData | None = None
    headers: Mapping[str, str] | None = None

    def __repr__(self) -> str:
        return f"Request({self.method} {urlsplit(self.url).path})"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whole."""

    status: int
    body: bytes

    def data(self) -> Any:
        """Give the JSON of the body; None where it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    def __repr__(self) -> str:
        return f"Answer({self.status}, {len(self.body)} bytes)"


@dataclass(frozen=True, slots=True)
class Silence:
    """No answer; why, in words that follow "layanan". `sent` tells whether the service may have got the request."""

    reason: str
    sent: bool = True


def check_address(url: str) -> str:
    """Give a service's address without a slash at its end. Raises CredentialError for anything but https, or http on this machine."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
        parts = urlsplit("")
    if not host or parts.query or parts.fragment or port == 0:
        raise CredentialError("alamat layanan penandatanganan tidak benar; tulis misalnya https://esign.dinas.example")
    if parts.username is not None or parts.password is not None:
        raise CredentialError("alamat layanan penandatanganan memuat kata sandi; kata sandi tidak boleh ditulis di alamat")
    if parts.scheme == "https" or (parts.scheme == "http" and _is_here(host)):
        return url.rstrip("/")
    raise CredentialError(
        f"layanan penandatanganan di {host} harus dipanggil dengan https: frasa sandi tidak dikirim tanpa sandi jaringan "
        "(http hanya untuk layanan di komputer ini sendiri)"
    )


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@asynccontextmanager
async def session_or_own(session: ClientSession | None) -> AsyncIterator[ClientSession]:
    """Give the caller's session, or one of our own that is closed afterwards."""
    if session is not None:
        yield session
        return
    async with ClientSession(cookie_jar=DummyCookieJar(), trust_env=False) as own:
        yield own


async def call(session: ClientSession, request: Request, *, seconds: float, limit: int) -> Answer | Silence:
    """Send a request once.

    No redirects: a redirect would send file and passphrase once more, and elsewhere. A new connection each time: one that was kept
    open may have died meanwhile, and then nobody could tell whether the request arrived. aiohttp by itself repeats only requests that
    are harmless to repeat (RFC 9110 9.2.2: GET, not POST). `seconds` bounds the whole call, `limit` the body.
    """
    headers = {**(request.headers or {}), "Connection": "close", "Accept-Encoding": "identity"}
    try:
        async with session.request(
            request.method, request.url, json=request.json, data=request.form, headers=headers,
            allow_redirects=False, raise_for_status=False, timeout=ClientTimeout(total=seconds),
        ) as response:
            body = await _read(response, limit)
            if body is None:
                return Silence(f"menjawab dengan lebih dari {limit / (1 << 20):.0f} MB")
            return Answer(response.status, body)
    except TimeoutError:
        return Silence(f"tidak menjawab dalam {seconds:g} detik")
    except (ClientConnectorCertificateError, ClientConnectorSSLError):
        return Silence("memakai sertifikat TLS yang tidak dipercaya komputer ini", sent=False)
    except ClientConnectorError as error:
        reason = "namanya tidak dikenal" if isinstance(error, ClientConnectorDNSError) else "sambungan ditolak"
        return Silence(f"tidak dapat dihubungi ({reason})", sent=False)
    except (ClientError, OSError, ValueError) as error:
        return Silence(f"memutus sambungan ({type(error).__name__})")


async def _read(response: ClientResponse, limit: int) -> bytes | None:
    """Read a body of at most `limit` bytes; None for a longer one, which is not read to its end."""
    if response.content_length is not None and response.content_length > limit:
        return None
    parts, size = [], 0
    async for part in response.content.iter_chunked(CHUNK):
        size += len(part)
        if size > limit:
            return None
        parts.append(part)
    return b"".join(parts)
