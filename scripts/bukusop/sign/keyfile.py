"""Keys in files: PKCS#12 and PEM in, a signer out; and what any certificate must be like to sign documents.

A key that does not fit its certificate and a certificate out of its time are refused: pyHanko would sign with either without a word.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from asn1crypto import pkcs12 as pkcs12_structure
from asn1crypto import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1, translate_pyca_cryptography_key_to_asn1
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from bukusop.sign.faults import CredentialError
from bukusop.sign.notary import DIGEST
from bukusop.sign.passphrase import Kind, Need, Secret, SecretProvider, why
from bukusop.sign.trust import read_certificates, utc_now

MIN_RSA_BITS = 2048
"""BSrE's own keys have this many; shorter ones no longer count as secure (ETSI TS 119 312)."""
MAX_KEY_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Pkcs12:
    """A key file with its certificate and chain (.p12, .pfx); `chain` names files with more certificates."""

    path: Path
    chain: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Pem:
    """A key and a certificate in files of their own, the key encrypted or not; the certificate's file may hold the chain as well."""

    key: Path
    certificate: Path
    chain: tuple[Path, ...] = ()


class KeySigner(signers.SimpleSigner):
    """Signs with a key that stays open: pyHanko reads it anew for each signature, which takes a hundred times as long as signing."""

    def __init__(self, private: PrivateKeyTypes, certificate: x509.Certificate, others: Iterable[x509.Certificate]) -> None:
        store = SimpleCertificateStore()
        store.register_multiple(others)
        super().__init__(
            signing_cert=certificate, signing_key=translate_pyca_cryptography_key_to_asn1(private), cert_registry=store,
        )
        self._private = private

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        """Sign; what is not plain RSA or ECDSA with our digest goes pyHanko's way."""
        if digest_algorithm == DIGEST and not self.prefer_pss:
            if isinstance(self._private, RSAPrivateKey):
                return self._private.sign(data, PKCS1v15(), hashes.SHA256())
            if isinstance(self._private, EllipticCurvePrivateKey):
                return self._private.sign(data, ECDSA(hashes.SHA256()))
        raw: bytes = super().sign_raw(data, digest_algorithm)
        return raw


def open_key(source: Pkcs12 | Pem, secrets: SecretProvider, now: datetime) -> KeySigner:
    """Open a key that lies in files, and check that it can sign. Raises CredentialError."""
    if isinstance(source, Pkcs12):
        private, found = _read_pkcs12(source.path, secrets)
        name = source.path.name
    else:
        private, found = _read_pem(source, secrets)
        name = source.key.name
    for path in source.chain:
        found += read_certificates(path)
    return _signer(private, found, name, now)


def pkcs12_signer(data: bytes, passphrase: Secret, name: str = "berkas kunci", now: datetime | None = None) -> KeySigner:
    """Open a PKCS#12 that is at hand; `name` is what sentences call it. Raises CredentialError."""
    return _signer(*_open_pkcs12(data, passphrase, name), name, now or utc_now())


def _signer(private: PrivateKeyTypes, found: tuple[x509.Certificate, ...], name: str, now: datetime) -> KeySigner:
    certificate = _fitting(private, found)
    if certificate is None:
        raise CredentialError(f"kunci di {name} tidak cocok dengan sertifikatnya; keduanya harus pasangan dari permohonan yang sama")
    if isinstance(private, RSAPrivateKey) and private.key_size < MIN_RSA_BITS:
        raise CredentialError(f"kunci di {name} hanya {private.key_size} bit; kunci RSA paling sedikit {MIN_RSA_BITS} bit")
    check_certificate(certificate, now)
    return KeySigner(private, certificate, (other for other in found if other is not certificate))


def check_certificate(certificate: x509.Certificate, now: datetime) -> None:
    """Refuse a certificate that cannot sign documents at this moment. Raises CredentialError."""
    name = common_name(certificate)
    if certificate.not_valid_after < now:
        day = certificate.not_valid_after.date().isoformat()
        raise CredentialError(f"sertifikat {name} habis masa berlakunya pada {day}; mintalah sertifikat baru kepada penerbitnya")
    if certificate.not_valid_before > now:
        day = certificate.not_valid_before.date().isoformat()
        raise CredentialError(f"sertifikat {name} baru berlaku mulai {day}; periksa jam komputer ini")
    usage = certificate.key_usage_value
    if usage is not None and not {"digital_signature", "non_repudiation"} & usage.native:
        raise CredentialError(f"sertifikat {name} bukan sertifikat untuk tanda tangan (penggunaan kuncinya lain)")


def common_name(certificate: x509.Certificate) -> str:
    """Give the name a certificate bears."""
    found = certificate.subject.native.get("common_name", "tanpa nama")
    return found if isinstance(found, str) else str(found[0])


def _read_pkcs12(path: Path, secrets: SecretProvider) -> tuple[PrivateKeyTypes, tuple[x509.Certificate, ...]]:
    data = _read_file(path)
    try:
        whole = pkcs12_structure.Pfx.load(data, strict=True)["version"].native == "v3"
    except (ValueError, TypeError):
        whole = False
    if not whole:
        raise CredentialError(f"{path.name} bukan berkas kunci PKCS#12 (.p12, .pfx) yang utuh")
    return _open_pkcs12(data, secrets(Need(Kind.PASSPHRASE, f"berkas kunci {path.name}")), path.name)


def _open_pkcs12(data: bytes, passphrase: Secret, name: str) -> tuple[PrivateKeyTypes, tuple[x509.Certificate, ...]]:
    try:
        opened = pkcs12.load_pkcs12(data, passphrase.reveal().encode())
    except (ValueError, TypeError, UnsupportedAlgorithm):
        opened = None
    if opened is None:
        raise CredentialError(f"frasa sandi untuk {name} salah, atau berkas itu rusak")
    if opened.key is None:
        raise CredentialError(f"{name} tidak memuat kunci privat; ekspor ulang beserta kuncinya")
    found = [*([opened.cert] if opened.cert else []), *opened.additional_certs]
    return opened.key, tuple(translate_pyca_cryptography_cert_to_asn1(one.certificate) for one in found)


def _read_pem(source: Pem, secrets: SecretProvider) -> tuple[PrivateKeyTypes, tuple[x509.Certificate, ...]]:
    data = _read_file(source.key)
    name = source.key.name
    try:
        private = _load_key(data, None)
    except TypeError:               # so the library says that the key is encrypted
        private = None
    except (ValueError, UnsupportedAlgorithm) as error:
        raise CredentialError(f"{name} bukan berkas kunci (PEM atau DER) yang utuh") from error
    if private is None:
        passphrase = secrets(Need(Kind.PASSPHRASE, f"berkas kunci {name}"))
        try:
            private = _load_key(data, passphrase.reveal().encode())
        except (ValueError, TypeError, UnsupportedAlgorithm):
            private = None
    if private is None:
        raise CredentialError(f"frasa sandi untuk {name} salah, atau berkas itu rusak")
    return private, read_certificates(source.certificate)


def _load_key(data: bytes, passphrase: bytes | None) -> PrivateKeyTypes:
    load = serialization.load_pem_private_key if b"-----BEGIN" in data else serialization.load_der_private_key
    return load(data, passphrase)


def _read_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_KEY_BYTES + 1)
    except OSError as error:
        raise CredentialError(f"berkas kunci {path.name} tidak dapat dibaca: {why(error)}") from error
    if len(data) > MAX_KEY_BYTES:
        raise CredentialError(f"{path.name} terlalu besar untuk sebuah berkas kunci")
    return data


def _fitting(private: PrivateKeyTypes, found: Iterable[x509.Certificate]) -> x509.Certificate | None:
    """Give the certificate whose public key is that of a private key: the only proof that the two belong together."""
    spki = private.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return next((one for one in found if one.public_key.dump() == spki), None)


def signed_by(certificate: x509.Certificate, data: bytes, raw: bytes) -> bool:
    """Tell whether a raw signature over data is that of a certificate's key; kinds of keys other than RSA and EC are not judged here."""
    public = serialization.load_der_public_key(certificate.public_key.dump())
    try:
        if isinstance(public, RSAPublicKey):
            public.verify(raw, data, PKCS1v15(), hashes.SHA256())
        elif isinstance(public, EllipticCurvePublicKey):
            public.verify(raw, data, ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True
