"""A `Signatory` whose key lies with BSrE: documents go to the eSign Client Service, and come back examined.

In: the service's settings, secrets, the bench. Out: signed documents at the level ordered. After a refusal that would repeat itself (a
wrong passphrase above all) nothing more is sent: accounts lock after few wrong ones.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

from aiohttp import ClientSession
from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore, collect_validation_info

from bukusop.sign.bsre import fields
from bukusop.sign.bsre.client import GROWTH, Account, EsignClient, LastingError, Pass, UnknownOutcomeError
from bukusop.sign.bsre.placement import Visible, box_of, coordinates, placement_of
from bukusop.sign.bsre.reply import Accepted, ExpectedSigner, Terms, accept
from bukusop.sign.bsre.wire import check_address, session_or_own
from bukusop.sign.faults import CredentialError, EvidenceError, RefusedError
from bukusop.sign.levels import Level
from bukusop.sign.notary import Bench, archive, faults_told, open_to_add
from bukusop.sign.orders import Order
from bukusop.sign.passphrase import Kind, Need, Secret, SecretProvider, why
from bukusop.sign.trust import utc_now


@dataclass(frozen=True, slots=True)
class Bsre:
    """An eSign Client Service and how it is used.

    - `user` is the service account (HTTP Basic); its password, the signer's NIK or e-mail and passphrase are asked for as secrets;
    - `signer`: who must have signed what comes back; `version` 2 (JSON) or 1 (form);
    - `totp`: a one-time code in place of the passphrase, asked for once per `documents` documents;
    - `visible`: a picture in the page; None leaves the signature invisible, because the artwork is ours;
    - `rewritten` (`tulis_ulang`): a file that the service has written anew is accepted where all its pages look the same;
    - `seconds` bounds a call, `growth` the bytes by which a document may grow.
    """

    url: str
    user: str = field(repr=False)
    signer: ExpectedSigner
    version: int = 2
    totp: bool = False
    documents: int = 1
    visible: Visible | None = None
    rewritten: bool = False
    seconds: float = 60.0
    growth: int = GROWTH


@asynccontextmanager
async def open_bsre(
    source: Bsre, secrets: SecretProvider, bench: Bench, session: ClientSession | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> AsyncIterator[BsreSignatory]:
    """Open the service: see that its account may sign. Raises SignError before anything is signed."""
    if source.version not in fields.VERSIONS:
        raise CredentialError(f"versi layanan eSign {source.version} tidak dikenal; pilih 2 atau 1")
    if not source.signer.known:
        raise CredentialError("tulis siapa penanda tangannya (sertifikat, NIP, atau nama), agar balasan layanan dapat diperiksa")
    if source.visible is not None and source.rewritten:
        raise CredentialError("tanda tangan yang tampak tidak dapat digabung dengan tulis_ulang")
    url = check_address(source.url)
    password = secrets(Need(Kind.PASSWORD, f"akun {source.user} di layanan eSign"))
    identity = secrets(Need(Kind.IDENTITY, "penanda tangan di layanan eSign"))
    async with session_or_own(session) as own:
        account = Account(source.user, password, identity)
        client = EsignClient(own, url, fields.VERSIONS[source.version], account, source.seconds, source.growth)
        await client.check_state()
        yield BsreSignatory(source, client, secrets, bench, clock)


class BsreSignatory:
    """Signs by the service. The certificate is known once a document was accepted."""

    def __init__(
        self, source: Bsre, client: EsignClient, secrets: SecretProvider, bench: Bench, clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._source, self._client, self._secrets, self._bench, self._clock = source, client, secrets, bench, clock
        self._certificate: x509.Certificate | None = None
        self._refusal = ""
        self._turn = asyncio.Lock()
        self._code: Secret | None = None
        self._code_left = 0
        self._code_turn = asyncio.Lock()

    @property
    def certificate(self) -> x509.Certificate | None:
        """The certificate of the documents signed so far."""
        return self._certificate

    async def sign(self, pdf: bytes, order: Order) -> bytes:
        """Have a document signed, examine what comes back, and lift it to the level ordered. Raises SignError; never tries twice.

        The first document goes alone, so that a wrong passphrase is said once and not as often as documents wait.
        """
        if order.level.reaches(Level.B_LTA) and self._bench.timestamper is None:
            raise EvidenceError(f"tingkat {order.level.label} memerlukan layanan stempel waktu (TSA); tulis alamatnya di pengesahan.tsa")
        async with nullcontext() if self._certificate is not None else self._turn:
            if self._refusal:
                raise LastingError(self._refusal)
            accepted = await self._signed(pdf, order)
        return await self._lifted(accepted, order.level)

    async def _signed(self, pdf: bytes, order: Order) -> Accepted:
        appearance, picture, terms = self._terms(pdf, order)
        since = self._clock()
        try:
            key = await self._key()
            reply = await self._client.sign(pdf, appearance, picture, key)
            accepted = await accept(pdf, reply, terms, self._bench, since, self._clock())
        except LastingError as error:
            self._refusal = str(error)
            raise
        except (RefusedError, UnknownOutcomeError) as error:
            if self._certificate is None:       # nothing has gone well yet: do not send a whole batch the same way
                self._refusal = str(error)
            raise
        self._certificate = accepted.certificate
        return accepted

    def _terms(self, pdf: bytes, order: Order) -> tuple[dict[str, Any], bytes | None, Terms]:
        """Give what the service is told about the look of a signature, its picture, and what the reply must then be like."""
        names, visible = self._client.names, self._source.visible
        words = {key: text for key, text in ((names.reason, order.reason), (names.location, order.location)) if text}
        if visible is None:
            return {names.appearance: names.invisible, **words}, None, Terms(self._source.signer, None, self._source.rewritten)
        place = visible.placement or placement_of(pdf, order.field)
        try:
            picture = visible.picture.read_bytes()
        except OSError as error:
            raise CredentialError(f"gambar tanda tangan {visible.picture.name} tidak dapat dibaca: {why(error)}") from error
        appearance = {names.appearance: names.visible, **coordinates(pdf, place, names), **words}
        return appearance, picture, Terms(self._source.signer, (place.page, box_of(pdf, place)))

    async def _key(self) -> Pass:
        """Give the passphrase, or a one-time code: one for as many documents as the service was told."""
        who = f"penanda tangan di layanan eSign ({self._source.user})"
        if not self._source.totp:
            return Pass(self._secrets(Need(Kind.PASSPHRASE, who)))
        async with self._code_turn:
            if self._code is None or not self._code_left:
                await self._client.request_code(self._source.documents)
                self._code = self._secrets(Need(Kind.OTP, who))
                self._code_left = self._source.documents
            self._code_left -= 1
            return Pass(self._code, once=True)

    async def _lifted(self, accepted: Accepted, level: Level) -> bytes:
        """Add what the level ordered has and the reply lacks.

        B-LTA: evidence and an archive timestamp over everything, unless the reply ends in one. B-LT: evidence is merged into what the
        reply brings, which costs little and is surer than judging whether the service's own is complete. B-T and B-B: the reply as it
        is; it has a timestamp in any case.
        """
        if level.reaches(Level.B_LTA) and not accepted.archived:
            return await archive(accepted.pdf, self._bench)
        if level is Level.B_LT:
            return await _with_evidence(accepted, self._bench)
        return accepted.pdf


async def _with_evidence(accepted: Accepted, bench: Bench) -> bytes:
    """Add the evidence of the certificates that made a signature. Raises EvidenceError or RefusedError."""
    with faults_told():
        signatures = PdfFileReader(BytesIO(accepted.pdf), strict=True).embedded_regular_signatures
        found = next((item for item in signatures if item.field_name == accepted.field), None)
        if found is None:
            raise RefusedError("tanda tangan dari layanan tidak ditemukan lagi")
        context = bench.context()
        paths = await collect_validation_info(found, context)
        writer = open_to_add(accepted.pdf)
        DocumentSecurityStore.supply_dss_in_writer(writer, None, paths=paths, validation_context=context)
        output = BytesIO()
        writer.write(output)
    return output.getvalue()
