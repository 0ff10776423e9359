"""A throw-away certification authority in this process, for rehearsals and tests: no account, no network, no server.

In: a folder, and whom to issue certificates to. Out: certificates, keys, OCSP responses, CRLs, timestamps, for any moment. The
organisation of everything it issues reads "UJI BUKAN BSrE". Its keys lie unprotected in the folder: they protect nothing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from asn1crypto import crl, ocsp, tsp, x509
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig, PKIArchitecture, ServiceLabel
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.sign.timestamps import TimeStamper

from bukusop.paths import write_whole
from bukusop.sign.verdict import REHEARSAL_ORGANISATION

PASSPHRASE = "uji-coba"
"""Of every key file of the authority: a rehearsal asks for a passphrase like the real thing, and this one is no secret."""
POLICY = "2.999.1"
"""An example arc (ITU-T X.660): poppler trusts only certificates that name a policy, this one means nothing."""
CRL_PERIOD = "P30D"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody (or something) to certify.

    `label` names the files; `issuer` is "penerbit", "akar" or the label itself for a self-signed certificate; `purpose`: "tanda-tangan",
    "stempel-waktu" or "lain" (a certificate for web servers, which may not sign documents); `revoked` the moment of revocation.
    """

    label: str
    name: str
    since: datetime
    until: datetime
    issuer: str = "penerbit"
    purpose: str = "tanda-tangan"
    serial: str = ""
    revoked: datetime | None = None


class Authority:
    """Root "akar", issuing authority "penerbit", timestamp authority "stempel-waktu", OCSP responder, and the people given."""

    def __init__(self, folder: Path) -> None:
        """Open the authority that `create` has made in `folder`. Raises OSError or ValueError where there is none."""
        self.folder = folder
        plan = json.loads((folder / "pki.json").read_text(encoding="utf-8"))
        config = CertomancerConfig(plan, key_search_dir=str(folder), config_search_dir=str(folder))
        self._architecture: PKIArchitecture = config.get_pki_arch(ArchLabel("uji"))

    @classmethod
    def create(
        cls, folder: Path, people: Sequence[Person], now: datetime, *, years: int = 20, tsa_until: datetime | None = None,
        organisation: str = REHEARSAL_ORGANISATION, services: str = "http://uji.invalid",
    ) -> Authority:
        """Make keys and the plan of a new authority; certificates of root and issuer begin a year before `now`.

        `services` is the address that certificates name for OCSP and CRLs; nobody answers at the usual one.
        """
        since, until = now - timedelta(days=366), now + timedelta(days=365 * years)
        tsa = Person("stempel-waktu", "Stempel Waktu Uji Coba", since, tsa_until or until, "akar", "stempel-waktu")
        everyone = [*people, tsa]
        folder.mkdir(parents=True, exist_ok=True)
        for label in ("akar", "penerbit", "penjawab-ocsp", *(person.label for person in everyone)):
            _write_key(folder / f"{label}.key.pem")
        plan = _plan(everyone, since, until, organisation) | {"external-url-prefix": services}
        write_whole(folder / "pki.json", json.dumps(plan, indent=1).encode())
        authority = cls(folder)
        write_whole(folder / "akar.pem", _pem(authority.root))
        for person in everyone:
            write_whole(folder / f"{person.label}.pem", _pem(authority.certificate(person.label)))
            if person.purpose != "stempel-waktu" and person.issuer == "penerbit":
                _write_private(folder / f"{person.label}.p12", authority.pkcs12(person.label, PASSPHRASE))
        _write_private(folder / "frasa-sandi.txt", PASSPHRASE.encode() + b"\n")
        return authority

    @cached_property
    def root(self) -> x509.Certificate:
        """The root, to be trusted in rehearsals only."""
        return self.certificate("akar")

    def certificate(self, label: str) -> x509.Certificate:
        """Give a certificate. Raises KeyError-like errors of the library for an unknown label."""
        return self._architecture.get_cert(CertLabel(label))

    @cached_property
    def chain(self) -> tuple[x509.Certificate, ...]:
        """The certificates between people and root, and those of its services."""
        return tuple(self.certificate(label) for label in ("penerbit", "penjawab-ocsp", "stempel-waktu"))

    def pkcs12(self, label: str, passphrase: str) -> bytes:
        """Give key and chain of a person as PKCS#12."""
        data: bytes = self._architecture.package_pkcs12(CertLabel(label), password=passphrase.encode())
        return data

    def key(self, label: str) -> Path:
        """Give the file of a person's key, PEM without a passphrase."""
        return self.folder / f"{label}.key.pem"

    def answer_ocsp(self, request: bytes, at: datetime) -> bytes:
        """Answer an OCSP request, as the issuing authority's responder would over HTTP."""
        responder = self._architecture.service_registry.summon_responder(ServiceLabel("penerbit"), at_time=at)
        data: bytes = responder.build_ocsp_response(ocsp.OCSPRequest.load(request)).dump()
        return data

    def revocation_list(self, name: str, at: datetime) -> bytes:
        """Give the CRL of "akar" or "penerbit"."""
        data: bytes = self._architecture.service_registry.get_crl(ServiceLabel(name), at_time=at).dump()
        return data

    def timestamper(self, at: datetime | None = None) -> TimeStamper:
        """Give a timestamp authority whose clock stands at `at`, or goes with the machine's."""
        return _TimeStamper(self._architecture.service_registry.summon_timestamper(ServiceLabel("waktu"), at))

    def evidence(self, at: datetime) -> tuple[list[ocsp.OCSPResponse], list[crl.CertificateList]]:
        """Give what the services say at a moment: an OCSP response for every certificate of the issuing authority, all CRLs."""
        services = self._architecture.service_registry
        responder = services.summon_responder(ServiceLabel("penerbit"), at_time=at)
        issuer = self.certificate("penerbit")
        responses = []
        issued = next(specs for name, specs in self._architecture.enumerate_certs_by_issuer() if str(name) == "penerbit")
        for spec in issued:
            answer = responder.build_ocsp_response(_ask(self._architecture.get_cert(spec.label), issuer))
            if answer["response_status"].native == "successful":
                responses.append(answer)
        return responses, [services.get_crl(ServiceLabel(name), at_time=at) for name in ("akar", "penerbit")]


class _TimeStamper(TimeStamper):
    """The authority's timestamp service, asked in this process."""

    def __init__(self, service: Any) -> None:
        super().__init__(include_nonce=True)     # type: ignore[no-untyped-call]
        self._service = service

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return self._service.request_tsa_response(req)


def _ask(certificate: x509.Certificate, issuer: x509.Certificate) -> ocsp.OCSPRequest:
    """Make an OCSP request for one certificate (RFC 6960)."""
    subject = ocsp.CertId({
        "hash_algorithm": {"algorithm": "sha1"}, "issuer_name_hash": issuer.subject.sha1,
        "issuer_key_hash": issuer.public_key.sha1, "serial_number": certificate.serial_number,
    })
    return ocsp.OCSPRequest({"tbs_request": {"request_list": [{"req_cert": subject}]}})


def _plan(people: Sequence[Person], since: datetime, until: datetime, organisation: str) -> dict[str, Any]:
    """Give the authority's plan as certomancer reads it."""
    labels = ["akar", "penerbit", "penjawab-ocsp", *(person.label for person in people)]
    names = {"akar": "Akar Uji Coba", "penerbit": "Penerbit Uji Coba", "penjawab-ocsp": "Penjawab OCSP Uji Coba"}
    entities: dict[str, dict[str, str]] = {label: {"common-name": names[label]} for label in names}
    for person in people:
        entities[person.label] = {"common-name": person.name} | ({"serial-number": person.serial} if person.serial else {})
    certs: dict[str, Any] = {
        "akar": {"issuer": "akar", "validity": _validity(since, until), "profiles": [{"id": "simple-ca", "params": {"crl-repo": "akar"}}]},
        "penerbit": {
            "issuer": "akar", "validity": _validity(since, until),
            "profiles": [{"id": "simple-ca", "params": {"max-path-len": 0, "crl-repo": "penerbit", "ocsp-service": "penerbit"}}],
        },
        "penjawab-ocsp": {"issuer": "penerbit", "validity": _validity(since, until), "profiles": ["ocsp-responder"]},
        **{person.label: _certificate(person) for person in people},
    }
    return {
        "external-url-prefix": "http://uji.invalid",
        "keysets": {"uji": {"keys": {label: {"path": f"{label}.key.pem"} for label in labels}}},
        "pki-architectures": {"uji": {
            "keyset": "uji", "entity-defaults": {"country-name": "ID", "organization-name": organisation},
            "entities": entities, "certs": certs, "services": {
                "ocsp": {"penerbit": {"for-issuer": "penerbit", "responder-cert": "penjawab-ocsp", "signing-key": "penjawab-ocsp"}},
                "crl-repo": {
                    name: {"for-issuer": name, "signing-key": name, "simulated-update-schedule": CRL_PERIOD}
                    for name in ("akar", "penerbit")
                },
                "time-stamping": {"waktu": {"signing-key": "stempel-waktu", "signing-cert": "stempel-waktu"}},
            },
        }},
    }


def _certificate(person: Person) -> dict[str, Any]:
    plan: dict[str, Any] = {"issuer": person.issuer, "validity": _validity(person.since, person.until)}
    if person.revoked:
        plan["revocation"] = {"revoked-since": _moment(person.revoked), "reason": "key_compromise"}
    usage = ["digital_signature"] if person.purpose == "stempel-waktu" else ["digital_signature", "non_repudiation"]
    extended = {"stempel-waktu": "time_stamping", "lain": "server_auth"}.get(person.purpose, "email_protection")
    if person.purpose == "lain":
        usage = ["key_encipherment"]
    plan["extensions"] = [
        {"id": "key_usage", "critical": True, "smart-value": {"schema": "key-usage", "params": usage}},
        {"id": "extended_key_usage", "critical": person.purpose == "stempel-waktu", "value": [extended]},
    ]
    if person.purpose == "tanda-tangan":      # without these two poppler calls a signer untrusted
        plan["extensions"] += [
            {"id": "certificate_policies", "value": [{"policy_identifier": POLICY}]},
            {"id": "basic_constraints", "critical": True, "value": {"ca": False}},
        ]
        if person.issuer == "penerbit":
            plan["extensions"] += [
                _services("crl_distribution_points", "crl-dist-url", "crl-repo-names"),
                _services("authority_information_access", "aia-urls", "ocsp-responder-names"),
            ]
    return plan


def _services(extension: str, schema: str, parameter: str) -> dict[str, Any]:
    """Name the issuer's services in a certificate; nobody ever asks there, the answers are made in this process."""
    return {"id": extension, "smart-value": {"schema": schema, "params": {parameter: ["penerbit"]}}}


def _validity(since: datetime, until: datetime) -> Mapping[str, str]:
    return {"valid-from": _moment(since), "valid-to": _moment(until)}


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")


def _pem(certificate: x509.Certificate) -> bytes:
    from asn1crypto import pem

    data: bytes = pem.armor("CERTIFICATE", certificate.dump())
    return data


def _write_key(path: Path) -> None:
    """Make a key: RSA 2048 as BSrE's; equal data gives equal signatures, so an authority opened again has the same certificates."""
    key = rsa.generate_private_key(65537, 2048)
    _write_private(path, key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption(),
    ))


def _write_private(path: Path, data: bytes) -> None:
    """Write a file that only its owner may read, from its first byte on."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
