# ruff: noqa: ARG002 - the interface is the library's
"""With fetchers, evidence comes from the issuers: what the file lacks, and what it cannot know. The issuers here are in this process."""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from datetime import timedelta
from typing import Any

import pytest
from asn1crypto import crl, ocsp, x509
from pyhanko_certvalidator.fetchers.api import CertificateFetcher, CRLFetcher, Fetchers, OCSPFetcher

from bukusop.sign.authority import Authority
from bukusop.sign.levels import Level
from bukusop.sign.trust import Evidence, utc_now
from bukusop.sign.verdict import Verdict
from bukusop.sign.verification import verify, verify_async
from tests.sign.conftest import Desk, everybody


class _Answers(OCSPFetcher):
    def __init__(self, desk: Desk) -> None:
        self.asked: list[int] = []
        self._answers = {}
        for answer in desk.authority.evidence(desk.now)[0]:
            single = answer["response_bytes"]["response"].parsed["tbs_response_data"]["responses"][0]
            self._answers[single["cert_id"]["serial_number"].native] = answer

    async def fetch(self, cert: Any, authority: Any) -> ocsp.OCSPResponse:
        self.asked.append(cert.serial_number)
        return self._answers[cert.serial_number]

    def fetched_responses(self) -> Iterable[ocsp.OCSPResponse]:
        return [self._answers[number] for number in self.asked]

    def fetched_responses_for_cert(self, cert: Any) -> Iterable[ocsp.OCSPResponse]:
        return [self._answers[cert.serial_number]] if cert.serial_number in self.asked else []


class _Lists(CRLFetcher):
    def __init__(self, desk: Desk) -> None:
        self._lists = desk.authority.evidence(desk.now)[1]

    async def fetch(self, cert: Any, *, use_deltas: bool = True) -> Iterable[crl.CertificateList]:
        return self._lists

    def fetched_crls(self) -> Iterable[crl.CertificateList]:
        return self._lists

    def fetched_crls_for_cert(self, cert: Any) -> Iterable[crl.CertificateList]:
        return self._lists


class _Nothing(CertificateFetcher):
    async def fetch_cert_issuers(self, cert: Any) -> AsyncGenerator[x509.Certificate, None]:
        return
        yield

    async def fetch_crl_issuers(self, certificate_list: Any) -> AsyncGenerator[x509.Certificate, None]:
        return
        yield

    def fetched_certs(self) -> Iterable[x509.Certificate]:
        return []


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    now = (utc_now() - timedelta(minutes=5)).replace(microsecond=0)
    people = [*everybody(now)]
    return Desk(Authority.create(tmp_path_factory.mktemp("pki-daring"), people, now), now)


def _verified(desk: Desk, pdf: bytes) -> tuple[Verdict, list[int]]:
    answers = _Answers(desk)
    evidence = Evidence(fetchers=Fetchers(answers, _Lists(desk), _Nothing()))
    return asyncio.run(verify_async(pdf, desk.trust, evidence=evidence)).verdict, answers.asked


def test_what_the_file_lacks_is_fetched(today: Desk) -> None:
    """The timestamp authority of these tests names no list of revoked certificates, so only the signer's status is asked for."""
    pdf = today.signed(Level.B_T)
    assert verify(pdf, today.trust).verdict is Verdict.TIDAK_PASTI
    verdict, asked = _verified(today, pdf)
    assert today.authority.certificate("kepala").serial_number in asked
    assert verdict in (Verdict.SAH, Verdict.TIDAK_PASTI)


def test_a_revocation_that_the_file_does_not_know_is_seen(today: Desk) -> None:
    """Signed with evidence of a time before the revocation was noted; the issuer now says that it reaches back."""
    early = today.at(today.now - timedelta(days=2))
    pdf = Desk(today.authority, today.now).signed(Level.B_LT)
    assert _verified(today, pdf)[0] is Verdict.SAH
    signed = _as_of(today, early)
    assert verify(signed, today.trust).verdict is Verdict.SAH
    assert _verified(today, signed)[0] is Verdict.TIDAK_SAH


def _as_of(today: Desk, early: Desk) -> bytes:
    """Sign as somebody whose certificate was revoked yesterday, with the evidence of the day before, and a clock of today."""
    from bukusop.sign.notary import Bench, LocalSignatory
    from bukusop.sign.orders import Order
    from bukusop.sign.trust import Trust, context
    from tests.sign.conftest import _signer
    from tests.sign.verification.pages import small_pdf

    evidence = Evidence(*early.authority.evidence(early.now))
    trust = Trust((today.authority.root,), today.authority.chain)
    bench = Bench(today.authority.timestamper(today.now), lambda: context(trust, evidence, today.now))
    signatory = LocalSignatory(_signer(today.authority, "dicabut"), bench)
    return asyncio.run(signatory.sign(small_pdf(), Order("ttd_kepala", "dicabut", "Uji", "Contoh", Level.B_LT)))
