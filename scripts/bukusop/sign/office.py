"""Who signs here: office holders and the settings of `book/pengesahan.yaml` in, signatories with shared trust and evidence out.

Without settings everybody signs for rehearsal, with certificates of a throw-away authority in `build/pki-uji/`.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend

from bukusop.model import Pejabat
from bukusop.model.penandatanganan import Kunci, Penandatanganan
from bukusop.paths import outside
from bukusop.sign.authority import PASSPHRASE, Authority, Person
from bukusop.sign.bsre.reply import ExpectedSigner
from bukusop.sign.credentials import Bsre, Csc, Pem, Pkcs11, Pkcs12, Source, open_signatory, pkcs12_signer
from bukusop.sign.faults import CredentialError
from bukusop.sign.notary import Bench, LocalSignatory
from bukusop.sign.orders import Signatory
from bukusop.sign.passphrase import Kind, Origin, Prompt, Secret, SecretProvider, origin, provider
from bukusop.sign.trust import Evidence, Trust, context, read_certificates, utc_now

Ask = Callable[[str], str]
"""Asks a person for a secret, naming what is asked for; nothing is shown while they type."""
REHEARSAL = "pki-uji"
REHEARSAL_YEARS = 10


@dataclass(frozen=True, slots=True)
class Office:
    """Signatories by key of the office holder, and what their signatures are judged by; `rewriting` are those whose service may rewrite."""

    signatories: Mapping[str, Signatory]
    bench: Bench
    trust: Trust
    evidence: Evidence
    rewriting: frozenset[str] = frozenset()

    def pinned(self, kunci: str) -> str:
        """Give the SHA-256 of the certificate an office holder signs with; "" where only the signed file will tell."""
        certificate = self.signatories[kunci].certificate
        return certificate.sha256.hex() if certificate else ""


@asynccontextmanager
async def open_office(
    root: Path, way: Penandatanganan, people: Sequence[Pejabat], everybody: Sequence[Pejabat], documents: int, ask: Ask
) -> AsyncIterator[Office]:
    """Open the keys of `people` for a number of documents; each secret is asked for once. `root` is the project's folder, `everybody` all
    its office holders, each of whom gets a certificate for rehearsal.

    Raises CredentialError or EvidenceError with a sentence.
    """
    if way.uji:
        yield _rehearsal(root / "build" / REHEARSAL, people, everybody)
        return
    missing = [item.jabatan for item in people if way.kunci_of(item.kunci) is None]
    if missing:
        raise CredentialError(f"kunci untuk {', '.join(missing)} belum ditulis di book/pengesahan.yaml")
    trust = read_trust(root, way)
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=way.batas_waktu)))
        backend = AIOHttpFetcherBackend(session, per_request_timeout=int(way.batas_waktu))
        stack.push_async_callback(backend.close)
        evidence = Evidence(fetchers=backend.get_fetchers())
        bench = Bench(_timestamper(way, session), lambda: context(trust, evidence))
        signatories = {}
        for item in people:
            kunci = way.kunci_of(item.kunci)
            assert kunci is not None
            signer = _expected(root, kunci)
            source = _source(root, kunci, signer, way.batas_waktu, documents)
            signatory = await stack.enter_async_context(open_signatory(source, _secrets(root, kunci, ask), bench, session))
            if signatory.certificate and signer.known and not signer.is_met_by(signatory.certificate):
                raise CredentialError(f"kunci untuk {item.jabatan} bukan milik penanda tangan yang ditulis di book/pengesahan.yaml")
            signatories[item.kunci] = signatory
        rewriting = frozenset(holder for holder, kunci in way.kunci if kunci.tulis_ulang)
        yield Office(signatories, bench, trust, evidence, rewriting)


def read_trust(root: Path, way: Penandatanganan) -> Trust:
    """Read the certificates that the office trusts, and those that help to build chains. Raises CredentialError."""
    roots = tuple(item for name in way.akar for item in read_certificates(outside(root, name)))
    return Trust(roots, tuple(item for name in way.rantai for item in read_certificates(outside(root, name))))


def rehearsal_trust(root: Path) -> Trust | None:
    """Give the trust of rehearsals, where there was one."""
    path = root / "build" / REHEARSAL / "akar.pem"
    return Trust(read_certificates(path)) if path.is_file() else None


def rehearsal_certificates(root: Path) -> frozenset[str]:
    """Give the SHA-256 of all certificates of the throw-away authority; none where it is gone, and what it signed cannot be judged."""
    paths = sorted((root / "build" / REHEARSAL).glob("*.pem"))
    return frozenset(item.sha256.hex() for path in paths if not path.name.endswith(".key.pem") for item in read_certificates(path))


def _timestamper(way: Penandatanganan, session: aiohttp.ClientSession) -> TimeStamper | None:
    if not way.tsa:
        return None
    return HTTPTimeStamper(way.tsa, https=way.tsa.startswith("https://"), timeout=way.batas_waktu, session=session)


def rehearse(folder: Path, everybody: Sequence[Pejabat], now: datetime) -> Authority:
    """Open the throw-away authority of a project, made anew where it is missing, damaged, or does not know everybody."""
    try:
        authority = Authority(folder)
        known = all((folder / f"{item.kunci}.p12").is_file() for item in everybody)
        fresh = authority.certificate("stempel-waktu").not_valid_after > now + timedelta(days=30)
        if known and fresh:
            return authority
    except (OSError, ValueError, KeyError, AttributeError):
        pass
    since, until = now - timedelta(days=1), now + timedelta(days=365 * REHEARSAL_YEARS // 2)
    people = [Person(item.kunci, item.nama, since, until, serial="".join(filter(str.isdigit, item.nip))) for item in everybody]
    return Authority.create(folder, people, now, years=REHEARSAL_YEARS)


def _rehearsal(folder: Path, people: Sequence[Pejabat], everybody: Sequence[Pejabat]) -> Office:
    now = utc_now()
    authority = rehearse(folder, everybody, now)
    trust = Trust((authority.root,), authority.chain)
    evidence = Evidence(*authority.evidence(now))
    bench = Bench(authority.timestamper(), lambda: context(trust, evidence))
    signatories: dict[str, Signatory] = {
        item.kunci: LocalSignatory(pkcs12_signer((folder / f"{item.kunci}.p12").read_bytes(), Secret(PASSPHRASE)), bench) for item in people
    }
    return Office(signatories, bench, trust, evidence)


def _source(root: Path, kunci: Kunci, signer: ExpectedSigner, seconds: float, documents: int) -> Source:
    """Turn a setting into a source of keys; `documents` are to be signed."""
    chain = tuple(outside(root, name) for name in kunci.rantai)
    match kunci.sumber:
        case "pkcs12":
            return Pkcs12(outside(root, kunci.berkas), chain)
        case "pem":
            return Pem(outside(root, kunci.berkas), outside(root, kunci.sertifikat), chain)
        case "pkcs11":
            return Pkcs11(outside(root, kunci.modul), kunci.token, kunci.label, chain=chain)
        case "csc":
            return Csc(kunci.alamat, kunci.kredensial, sad=kunci.totp, seconds=seconds)
    return Bsre(
        kunci.alamat, kunci.pengguna, signer, version=kunci.versi, totp=kunci.totp, documents=documents, rewritten=kunci.tulis_ulang,
        seconds=seconds,
    )


def _expected(root: Path, kunci: Kunci) -> ExpectedSigner:
    """Give by what the signer's certificate is known: a pinned one, or marks in its subject."""
    pinned = [item.sha256.hex() for item in read_certificates(outside(root, kunci.sertifikat))[:1]] if kunci.sertifikat else []
    return ExpectedSigner(tuple(pinned), (kunci.penanda,) if kunci.penanda else ())


def _secrets(root: Path, kunci: Kunci, ask: Ask) -> SecretProvider:
    """Read each secret from where the setting says it is."""
    def at(written: str) -> Origin:
        return origin(written, lambda name: outside(root, name))

    key = at(kunci.frasa_sandi)
    origins = {Kind.PASSPHRASE: key, Kind.PIN: key, Kind.PASSWORD: at(kunci.pengguna_sandi), Kind.TOKEN: at(kunci.pengguna_sandi),
               Kind.IDENTITY: at(kunci.nik), Kind.OTP: Prompt(), Kind.SAD: Prompt()}
    return provider(origins, ask, os.environ)
