"""Keys in a remote signing service that speaks the API of the Cloud Signature Consortium: only hashes travel, never documents.

In: address, credential, secrets. Out: a signer. Written against CSC API 1.0.4.0, as far as pyHanko goes.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import ClientSession
from pyhanko.sign import signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.csc_signer import (
    CSCAuthorizationInfo,
    CSCAuthorizationManager,
    CSCCredentialInfo,
    CSCServiceSessionInfo,
    CSCSigner,
    fetch_certs_in_csc_credential,
)

from bukusop.sign.bsre.wire import Answer, Request, Silence, call, check_address
from bukusop.sign.faults import CredentialError, SignError
from bukusop.sign.keyfile import check_certificate, signed_by
from bukusop.sign.passphrase import Kind, Need, SecretProvider

MAX_CSC_BYTES = 4 << 20
"""Of an answer of a CSC service: certificates and signatures, never documents."""
LINGER = 2.0
"""Seconds without another document after which a batch that is not full is signed as it is."""


@dataclass(frozen=True, slots=True)
class Csc:
    """A remote signing service that speaks the API of the Cloud Signature Consortium (1.0.4); an access token is asked for.

    - `batch`: how many documents one authorization (one OTP) covers, where they are signed at the same time;
    - `sad`: the signature activation data is asked for as such; else PIN and OTP are, as the service says it wants them.
    """

    url: str
    credential: str
    batch: int = 1
    sad: bool = False
    seconds: float = 60.0


async def open_remote(source: Csc, secrets: SecretProvider, session: ClientSession, now: datetime) -> signers.Signer:
    """Ask a CSC service for the certificate of a credential; what is signed is authorized when it is signed. Raises SignError."""
    where = f"kredensial {source.credential}"
    token = secrets(Need(Kind.TOKEN, where))
    door = _CscDoor(session, source.seconds)
    info = CSCServiceSessionInfo(check_address(source.url), source.credential, oauth_token=token.reveal())
    try:
        credential = await fetch_certs_in_csc_credential(door, info, timeout=int(source.seconds))     # type: ignore[arg-type]
    except (SigningError, IndexError, TypeError, AttributeError):
        credential = None
    if credential is None:
        raise SignError("layanan CSC menjawab dengan keterangan kredensial yang tidak lengkap")
    check_certificate(credential.signing_cert, now)
    size = max(1, min(source.batch, credential.max_batch_size))
    return _CscSigner(door, _CscAuthorization(info, credential, door, secrets, source), size)


class _CscDoor:
    """What pyHanko takes for a session: one call, bounded, never redirected nor repeated, its faults in sentences."""

    def __init__(self, session: ClientSession, seconds: float) -> None:
        self._session = session
        self._seconds = seconds

    @asynccontextmanager
    async def post(self, url: str, *, headers: dict[str, str], json: Any, **_unused: object) -> AsyncIterator[_CscDoor._Data]:
        yield self._Data(await self.ask(url, headers, json))

    async def ask(self, url: str, headers: dict[str, str], json: Any) -> Any:
        """Call an endpoint and give its JSON. Raises SignError."""
        answer = await call(
            self._session, Request("POST", url, json=json, headers=headers), seconds=self._seconds, limit=MAX_CSC_BYTES,
        )
        if isinstance(answer, Silence):
            raise SignError(f"layanan CSC {answer.reason}; tidak dicoba ulang")
        data = answer.data()
        if answer.status in (200, 204):
            return data
        raise CredentialError(_csc_refusal(answer, data))

    @dataclass(frozen=True, slots=True)
    class _Data:
        """The JSON of an answer, given as aiohttp gives it."""

        data: Any

        async def json(self) -> Any:
            """Give it."""
            return self.data


def _csc_refusal(answer: Answer, data: Any) -> str:
    """Say why a CSC service refuses: by its error code (CSC API 1.0.4, 10.1), never by its own words, which may repeat what was sent."""
    code = data.get("error") if isinstance(data, dict) else None
    code = code if isinstance(code, str) and re.fullmatch(r"[a-z_]{1,40}", code) else ""
    if answer.status == 401 or code == "invalid_token":
        return "layanan CSC menolak token akses; token itu salah atau sudah kedaluwarsa"
    if code in ("invalid_pin", "invalid_otp"):
        return f"layanan CSC menolak {'PIN' if code == 'invalid_pin' else 'kode OTP'}; tidak dicoba ulang, karena kredensial dapat terkunci"
    return f"layanan CSC menolak permintaan ({answer.status}{', ' + code if code else ''})"


class _CscAuthorization(CSCAuthorizationManager):
    """Gets a batch authorized: with data that was given, or with the PIN and OTP that the service wants for these very hashes."""

    def __init__(
        self, info: CSCServiceSessionInfo, credential: CSCCredentialInfo, door: _CscDoor, secrets: SecretProvider, source: Csc,
    ) -> None:
        super().__init__(info, credential)
        self._door, self._secrets, self._source = door, secrets, source
        self.fault: SignError | None = None

    async def authorize_signature(self, hash_b64s: list[str]) -> CSCAuthorizationInfo:
        """Get one batch authorized; none after a fault: a wrong PIN is not sent twice. Raises SignError."""
        if self.fault is not None:
            raise type(self.fault)(str(self.fault))
        where = f"kredensial {self._source.credential} ({len(hash_b64s)} dokumen)"
        if self._source.sad:
            return CSCAuthorizationInfo(self._secrets(Need(Kind.SAD, where)).reveal())
        pin = otp = None
        if self._wants("PIN"):
            pin = self._secrets(Need(Kind.PIN, f"kredensial {self._source.credential}")).reveal()
        if self._wants("OTP"):
            if self._says("OTP", "type") == "online":
                await self._ask("credentials/sendOTP", {"credentialID": self._source.credential})
            otp = self._secrets(Need(Kind.OTP, where)).reveal()
        data = await self._ask("credentials/authorize", self.format_csc_auth_request(pin=pin, otp=otp, hash_b64s=hash_b64s))
        return self.parse_csc_auth_response(data if isinstance(data, dict) else {})

    async def _ask(self, endpoint: str, data: dict[str, Any]) -> Any:
        url = self.csc_session_info.endpoint_url(endpoint)
        return await self._door.ask(url, self.auth_headers, data)

    def _wants(self, what: str) -> bool:
        return self._says(what, "presence") == "true"

    def _says(self, what: str, field: str) -> str:
        found = self.credential_info.response_data.get(what)
        return str(found.get(field, "")).lower() if isinstance(found, dict) else ""


class _CscSigner(CSCSigner):
    """Signs by the service, in batches; a batch that fails is not tried again, nor is another one after it."""

    def __init__(self, door: _CscDoor, authorization: _CscAuthorization, size: int) -> None:
        super().__init__(door, authorization, batch_size=size)      # type: ignore[arg-type]
        self._authorization = authorization
        self._timer: asyncio.TimerHandle | None = None
        self._late: set[asyncio.Task[None]] = set()

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """Sign by the service. Raises SignError."""
        raw = b""
        if not dry_run and self._authorization.fault is None:
            self._wait_for_more()
        if self._authorization.fault is None:
            with suppress(SigningError):
                raw = await super().async_sign_raw(data, digest_algorithm, dry_run)
        if (fault := self._authorization.fault) is not None and not raw:
            raise type(fault)(str(fault))
        if not dry_run and not signed_by(self.signing_cert, data, raw):
            raise SignError("tanda tangan dari layanan CSC tidak cocok dengan sertifikat kredensialnya; dokumen tidak ditandatangani")
        return raw

    async def commit(self) -> None:
        """Have the batch signed; whoever waits for it learns of a fault by `async_sign_raw`."""
        try:
            await super().commit()      # type: ignore[no-untyped-call]
        except SignError as error:
            self._authorization.fault = type(error)(str(error))
        except SigningError:
            self._authorization.fault = SignError("layanan CSC tidak memberikan tanda tangan yang diminta; tidak dicoba ulang")

    def _wait_for_more(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(LINGER, self._commit_late)

    def _commit_late(self) -> None:
        task = asyncio.get_running_loop().create_task(self.commit())
        self._late.add(task)
        task.add_done_callback(self._late.discard)
