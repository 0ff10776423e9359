"""Shared by the tests of signing: one throw-away authority per session, a bench at a fixed moment, and small signed files."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from pyhanko.sign.signers import SimpleSigner

from bukusop.sign.authority import PASSPHRASE, Authority, Person
from bukusop.sign.levels import Level
from bukusop.sign.notary import Bench, LocalSignatory, archive
from bukusop.sign.orders import Order
from bukusop.sign.trust import Evidence, Trust, context
from tests.sign.verification.pages import small_pdf

NOW = datetime(2026, 2, 2, 3, 0, tzinfo=UTC)
"""The moment at which every test file is signed; nothing in these tests depends on the machine's clock."""
DAY = timedelta(days=1)
YEAR = 365 * DAY


def everybody(now: datetime) -> list[Person]:
    """Give the people of the test authority: those who may sign, and one of every kind that may not."""
    since, until = now - 30 * DAY, now + 2 * YEAR
    return [
        Person("kepala", "Drs. Contoh Kepala, M.Si.", since, until, serial="19700101 199503 1 001"),
        Person("sekretaris", "Dra. Contoh Sekretaris", since, until),
        Person("kabid", "Ir. Contoh Kabid", since, until),
        Person("kedaluwarsa", "Contoh Kedaluwarsa", now - YEAR, now - 10 * DAY),
        Person("dicabut", "Contoh Dicabut", since, until, revoked=now - DAY),
        Person("dicabut-nanti", "Contoh Dicabut Nanti", since, until, revoked=now + 100 * DAY),
        Person("sendiri", "Contoh Sendiri", since, until, issuer="sendiri"),
        Person("peladen", "peladen.contoh.invalid", since, until, purpose="lain"),
    ]


@pytest.fixture
def silent(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Whatever a test does: none of its module's TRACES of secrets in a log, at any level, and none on the screen."""
    caplog.set_level(logging.DEBUG)
    yield
    told = "\n".join([record.getMessage() + str(record.exc_info or "") for record in caplog.records] + list(capfd.readouterr()))
    assert [trace for trace in request.module.TRACES if trace in told] == []


@dataclass(frozen=True)
class Desk:
    """An authority at a moment, and what is signed there."""

    authority: Authority
    now: datetime = NOW
    others: Authority | None = None

    @property
    def trust(self) -> Trust:
        return Trust((self.authority.root,))

    def at(self, moment: datetime) -> Desk:
        """The same desk at another time."""
        return Desk(self.authority, moment, self.others)

    def bench(self) -> Bench:
        """Timestamps and evidence of this moment; timestamps of another authority where the desk has one."""
        ocsps, crls = self.authority.evidence(self.now)
        evidence = Evidence(ocsps, crls)
        roots = (self.authority.root, self.others.root) if self.others else (self.authority.root,)
        chain = (*self.authority.chain, *(self.others.chain if self.others else ()))
        if self.others:
            more = self.others.evidence(self.now)
            evidence = Evidence([*ocsps, *more[0]], [*crls, *more[1]])
        trust = Trust(roots, chain)
        return Bench((self.others or self.authority).timestamper(self.now), lambda: context(trust, evidence, self.now))

    def sign(self, pdf: bytes, who: str, field: str, level: Level = Level.B_LTA) -> bytes:
        """Sign a field."""
        signatory = LocalSignatory(_signer(self.authority, who), self.bench())
        return asyncio.run(signatory.sign(pdf, Order(field, who, "Uji", "Contoh", level)))

    def renew(self, pdf: bytes) -> bytes:
        """Add evidence and an archive timestamp."""
        return asyncio.run(archive(pdf, self.bench()))

    def signed(self, level: Level = Level.B_LTA, *, paraf: bool = False, lock: bool = True) -> bytes:
        """Give the small file, signed by the head (and by the secretary before); each is made once."""
        return _signed(self, level, paraf, lock)


@cache
def _signer(authority: Authority, who: str) -> SimpleSigner:
    packed = authority.pkcs12(who, PASSPHRASE)
    return SimpleSigner.load_pkcs12_data(packed, [], PASSPHRASE.encode())


@cache
def _signed(desk: Desk, level: Level, paraf: bool, lock: bool) -> bytes:
    pdf = small_pdf(lock=lock)
    if paraf:
        pdf = desk.sign(pdf, "sekretaris", "ttd_sekretaris", Level.B_LT)
    return desk.sign(pdf, "kepala", "ttd_kepala", level)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """The authority that tests trust."""
    return Authority.create(tmp_path_factory.mktemp("pki"), everybody(NOW), NOW)


@pytest.fixture(scope="session")
def strangers(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Another authority, which nobody trusts."""
    people = [Person("kepala", "Orang Lain", NOW - DAY, NOW + YEAR)]
    return Authority.create(tmp_path_factory.mktemp("pki-lain"), people, NOW, organisation="UJI ORANG LAIN")


@pytest.fixture(scope="session")
def desk(authority: Authority) -> Desk:
    """Where test files are signed."""
    return Desk(authority)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any attempt to reach a host fails the test."""
    import socket

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    for name in ("create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, bytes], Path]:
    """Write a file into the test's own folder."""

    def write(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write
