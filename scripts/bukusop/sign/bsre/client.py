"""Speaks to an eSign Client Service: the state of an account, a one-time code, one signature per call, and never a call twice.

In: bytes and secrets. Out: bytes, or SignError with a sentence. Secrets are revealed for the length of a call; the service's own words are
shown only where they repeat nothing of what was sent.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from aiohttp import ClientSession, FormData

from bukusop.sign.bsre import fields
from bukusop.sign.bsre.wire import Answer, Request, Silence, call
from bukusop.sign.faults import CredentialError, RefusedError, SignError
from bukusop.sign.passphrase import Secret

SMALL = 1 << 20
"""Bytes of an answer that is not a document."""
GROWTH = 64 << 20
"""Bytes by which a signature may make a document grow: a real one takes some 60 kB."""
WORDS = 160
"""Characters of the service's own words that a sentence repeats."""


class LastingError(CredentialError):
    """A refusal that every further document would meet as well: wrong passphrase, account without a certificate, ..."""


class UnknownOutcomeError(SignError):
    """No answer: nobody here can tell whether the service has signed."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who calls, and for whom. `identity` is a NIK or an e-mail address: personal, so it is a secret here."""

    user: str = field(repr=False)
    password: Secret
    identity: Secret


@dataclass(frozen=True, slots=True)
class Pass:
    """What unlocks the key in the service: a passphrase, or a one-time code."""

    secret: Secret
    once: bool = False


@dataclass(frozen=True, slots=True)
class EsignClient:
    """One service. `url` has passed `wire.check_address`; `seconds` bounds a call, `growth` a signed document."""

    session: ClientSession = field(repr=False)
    url: str
    names: fields.Names
    account: Account
    seconds: float = 60.0
    growth: int = GROWTH

    async def check_state(self) -> None:
        """See that the account may sign. Raises SignError, with a sentence per state."""
        who = self._who()
        if self.names is fields.V1:
            path = self.names.status.format(nik=quote(self.account.identity.reveal(), safe=""))
            answer = await self._call(Request("GET", self.url + path, headers=self._auth()), SMALL, who)
        else:
            answer = await self._call(Request("POST", self.url + self.names.status, json=who, headers=self._auth()), SMALL, who)
        data = answer.data()
        state = next((data[key] for key in fields.STATE_KEYS if isinstance(data, dict) and isinstance(data.get(key), str)), "")
        if state == fields.MAY_SIGN:
            return
        if state in fields.STATES:
            raise LastingError(f"akun BSrE penanda tangan tidak dapat menandatangani: {fields.STATES[state]}")
        shown = f" ({state})" if re.fullmatch(r"[A-Z_]{1,40}", state) else ""
        raise LastingError(f"status akun BSrE penanda tangan tidak dikenal{shown}; hanya ISSUE yang boleh menandatangani")

    async def request_code(self, documents: int) -> None:
        """Have the service send a one-time code for so many documents to the signer. Raises SignError."""
        if not self.names.otp:
            raise CredentialError("layanan eSign v1 tidak mengenal kode OTP; pakai frasa sandi, atau versi 2")
        body = {**self._who(), self.names.documents: documents}
        await self._call(Request("POST", self.url + self.names.otp, json=body, headers=self._auth()), SMALL, body)

    async def sign(self, pdf: bytes, appearance: Mapping[str, Any], picture: bytes | None, key: Pass) -> bytes:
        """Have one document signed: sent once, whatever happens. `appearance` is what `fields` calls things. Raises SignError."""
        secrets = {**self._who(), (self.names.code if key.once else self.names.passphrase): key.secret.reveal()}
        url = self.url + self.names.sign
        if self.names is fields.V1:
            request = Request("POST", url, form=self._form(pdf, appearance, picture, secrets), headers=self._auth())
        else:
            shown = dict(appearance) if picture is None else {**appearance, self.names.image: _base64(picture)}
            body = {**secrets, self.names.properties: [shown], self.names.file: [_base64(pdf)]}
            request = Request("POST", url, json=body, headers=self._auth())
        limit = len(pdf) + self.growth
        if self.names is fields.V1:
            return (await self._call(request, limit, secrets, signing=True)).body
        answer = await self._call(request, limit * 4 // 3 + SMALL, secrets, signing=True)
        return _file_in(answer.data(), self.names.file)

    def _form(self, pdf: bytes, appearance: Mapping[str, Any], picture: bytes | None, secrets: Mapping[str, str]) -> FormData:
        """Make the form of version 1: everything in the body, nothing in the address, where servers would log it."""
        form = FormData()
        form.add_field(self.names.file, pdf, filename="dokumen.pdf", content_type="application/pdf")
        for name, value in {**secrets, **appearance}.items():
            form.add_field(name, str(value))
        if picture is not None:
            form.add_field(*fields.IMAGE_FLAG)
            form.add_field(self.names.image, picture, filename="tanda-tangan.png", content_type="image/png")
        return form

    def _who(self) -> dict[str, str]:
        identity = self.account.identity.reveal()
        return {self.names.email if "@" in identity and self.names.email else self.names.nik: identity}

    def _auth(self) -> dict[str, str]:
        """Give the header of HTTP Basic (RFC 7617)."""
        return {"Authorization": "Basic " + _base64(f"{self.account.user}:{self.account.password.reveal()}".encode())}

    async def _call(self, request: Request, limit: int, sent: Mapping[str, Any], *, signing: bool = False) -> Answer:
        """Call once; give the answer of a service that agrees. Raises SignError with a sentence."""
        answer = await call(self.session, request, seconds=self.seconds, limit=limit)
        if isinstance(answer, Silence):
            if signing and answer.sent:
                raise UnknownOutcomeError(
                    f"layanan eSign {answer.reason}; tidak dicoba ulang, dan tidak diketahui apakah dokumen sudah ditandatangani di sana"
                )
            raise SignError(f"layanan eSign {answer.reason}; periksa alamat dan jaringan")
        if answer.status == 200 and _code(answer.data() if answer.body[:1] in (b"{", b"[") else None) not in fields.CODES:
            return answer
        raise _refusal(answer, [*(str(value) for value in sent.values()), self.account.password.reveal(), self.account.identity.reveal()])


def _refusal(answer: Answer, secrets: list[str]) -> SignError:
    """Say why a service refuses, and whether the next document would be refused as well."""
    data = answer.data()
    code = _code(data)
    if code in fields.CODES:
        return LastingError(f"layanan eSign menolak: {fields.CODES[code]} (kode {code})")
    number = f"kode {code}, HTTP {answer.status}" if code else f"HTTP {answer.status}"
    kind = LastingError if answer.status in fields.LASTING_STATUSES else SignError
    if answer.status in fields.STATUSES:
        return kind(f"layanan eSign menolak: {fields.STATUSES[answer.status]} ({number})")
    words = _words(data, answer.body, secrets)
    return kind(f"layanan eSign menolak permintaan ({number}){': ' + words if words else ''}")


def _code(data: Any) -> int:
    found = next((data[key] for key in fields.CODE_KEYS if key in data), 0) if isinstance(data, dict) else 0
    try:
        return int(found)
    except (TypeError, ValueError):
        return 0


def _words(data: Any, body: bytes, secrets: list[str]) -> str:
    """Give the service's own words, unless its answer repeats a secret in whatever guise; long numbers are masked: a NIK has 16 digits."""
    said = next((data[key] for key in fields.WORD_KEYS if isinstance(data, dict) and isinstance(data.get(key), str)), "")
    whole = body.decode("utf-8", "replace").casefold()
    for secret in filter(None, secrets):
        guises = {secret, quote(secret), json.dumps(secret)[1:-1], _base64(secret.encode())}
        if any(guise.casefold() in whole or guise.casefold() in said.casefold() for guise in guises):
            return ""
    return re.sub(r"\d{6,}", "...", " ".join(said.split()))[:WORDS]


def _file_in(data: Any, key: str) -> bytes:
    """Give the one document of an answer. Raises RefusedError."""
    found = data.get(key) if isinstance(data, dict) else None
    found = found[0] if isinstance(found, list) and len(found) == 1 else found
    if isinstance(found, str):
        try:
            return base64.b64decode(found, validate=True)
        except (binascii.Error, ValueError):
            found = None
    raise RefusedError("jawaban layanan eSign tidak memuat satu dokumen seperti yang diharapkan; dokumen itu tidak diterima")


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
