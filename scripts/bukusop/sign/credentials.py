"""Keys to sign with: where each lies (`Source`), and one way to open them all.

In: a source, a provider of secrets and the bench of a batch. Out: a `Signatory`, for as long as the context lasts. A key is opened once
for a whole batch; what cannot work is said here, before any document is touched: a wrong passphrase, a key that does not fit its
certificate, a certificate that has expired or may not sign documents.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from aiohttp import ClientSession

from bukusop.sign.bsre import Bsre, open_bsre
from bukusop.sign.bsre.wire import session_or_own
from bukusop.sign.csc import Csc, open_remote
from bukusop.sign.keyfile import Pem, Pkcs12, open_key, pkcs12_signer
from bukusop.sign.notary import Bench, LocalSignatory
from bukusop.sign.orders import Signatory
from bukusop.sign.passphrase import SecretProvider
from bukusop.sign.token import Pkcs11, open_token
from bukusop.sign.trust import utc_now

__all__ = ["Bsre", "Csc", "Pem", "Pkcs11", "Pkcs12", "Source", "open_signatory", "pkcs12_signer"]

Source = Pkcs12 | Pem | Pkcs11 | Csc | Bsre


@asynccontextmanager
async def open_signatory(
    source: Source, secrets: SecretProvider, bench: Bench, session: ClientSession | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> AsyncIterator[Signatory]:
    """Open whoever signs. Raises CredentialError, or SignError of a service, with a sentence that holds no secret."""
    now = clock()
    match source:
        case Pkcs12() | Pem():
            yield LocalSignatory(open_key(source, secrets, now), bench)
        case Pkcs11():
            with open_token(source, secrets, now) as token:
                await token.try_out()
                yield LocalSignatory(token, bench)
        case Csc():
            async with session_or_own(session) as own:
                yield LocalSignatory(await open_remote(source, secrets, own, now), bench)
        case Bsre():
            async with open_bsre(source, secrets, bench, session, clock) as signatory:
                yield signatory
