"""Keys in a token or smart card (PKCS#11): its label and PIN in, a signer out, for as long as the context lasts.

The door of `pkcs11`, which the extra [pkcs11] brings; without it a sentence says so.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pyhanko.sign import signers

from bukusop.sign.faults import CredentialError
from bukusop.sign.keyfile import check_certificate, signed_by
from bukusop.sign.notary import DIGEST, plain
from bukusop.sign.passphrase import Kind, Need, SecretProvider
from bukusop.sign.trust import read_certificates


@dataclass(frozen=True, slots=True)
class Pkcs11:
    """A token or smart card, by the library of its maker (`module`) and its own label.

    `key` is the label of the private key, `certificate` that of the certificate, where it is another one.
    """

    module: Path
    token: str
    key: str
    certificate: str = ""
    chain: tuple[Path, ...] = ()


@contextmanager
def open_token(source: Pkcs11, secrets: SecretProvider, now: datetime) -> Iterator[TokenSigner]:
    """Open a token for as long as the context lasts. The PIN is tried once: tokens lock after few wrong ones. Raises CredentialError."""
    try:
        import pkcs11
    except ImportError:
        raise CredentialError('token PKCS#11 memerlukan paket python-pkcs11; pasang dengan: pip install "bukusop[pkcs11]"') from None
    where = f"token {source.token}"
    if not source.module.is_file():
        raise CredentialError(f"pustaka PKCS#11 {source.module} untuk {where} tidak ditemukan; pasang perangkat lunak dari penerbit token")
    with token_faults_told(where):
        slots = pkcs11.lib(str(source.module)).get_slots(token_present=True)
        token = next((found for found in (slot.get_token() for slot in slots) if found.label == source.token), None)
    if token is None:
        raise CredentialError(f"{where} tidak ditemukan; pasang tokennya dan periksa labelnya")
    own_pad = pkcs11.TokenFlag.PROTECTED_AUTHENTICATION_PATH in token.flags
    pin = None if own_pad else secrets(Need(Kind.PIN, where))
    with token_faults_told(where):
        session = token.open(user_pin=pin.reveal() if pin is not None else pkcs11.PROTECTED_AUTH)
    try:
        yield TokenSigner(session, source, where, now)
    finally:
        with suppress(pkcs11.PKCS11Error):
            session.close()


class TokenSigner(signers.Signer):
    """Signs in a token, one signature at a time: a token has one operation under way, whatever we wait for elsewhere."""

    def __init__(self, session: Any, source: Pkcs11, where: str, now: datetime) -> None:
        from pyhanko.sign.pkcs11 import PKCS11Signer

        self._where = where
        self._turn = asyncio.Lock()
        self._token = PKCS11Signer(
            session, cert_label=source.certificate or source.key, key_label=source.key, other_certs_to_pull=None,
            ca_chain=[one for path in source.chain for one in read_certificates(path)],
        )
        with token_faults_told(where):
            certificate = self._token.signing_cert
        check_certificate(certificate, now)
        # SoftHSM and most cards hash nothing for ECDSA
        self._token.use_raw_mechanism = certificate.public_key.algorithm == "ec"
        super().__init__(signing_cert=certificate, cert_registry=self._token.cert_registry)

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """Sign in the token. Raises CredentialError."""
        async with self._turn:
            with token_faults_told(self._where):
                raw: bytes = await self._token.async_sign_raw(data, digest_algorithm, dry_run)
        return raw

    async def try_out(self) -> None:
        """Sign something of no meaning: a key that does not fit its certificate shows in no other way. Raises CredentialError."""
        data = b"bukusop: uji pasangan kunci dan sertifikat"
        if not signed_by(self.signing_cert, data, await self.async_sign_raw(data, DIGEST)):
            raise CredentialError(f"kunci di {self._where} tidak cocok dengan sertifikatnya; periksa label kunci dan sertifikat")


@contextmanager
def token_faults_told(where: str) -> Iterator[None]:
    """Turn what a token refuses into sentences."""
    from pkcs11 import exceptions as known

    try:
        yield
    except (known.PinIncorrect, known.PinInvalid, known.PinLenRange):
        fault = f"PIN untuk {where} salah; tidak dicoba lagi, karena token terkunci setelah beberapa kali salah"
    except known.PinLocked:
        fault = f"{where} terkunci karena PIN salah berulang kali; hubungi penerbitnya untuk membukanya"
    except (known.DeviceRemoved, known.TokenNotPresent, known.SessionHandleInvalid):
        fault = f"{where} dicabut atau tidak terpasang"
    except known.PKCS11Error as error:
        lost = "with label" in str(error)       # pyHanko's words for none, or several, of that name
        fault = f"{where} tidak memuat tepat satu kunci dan sertifikat berlabel itu; periksa label" if lost else (
            f"{where} tidak dapat dipakai: {plain(error)}"
        )
    else:
        return
    raise CredentialError(fault)
