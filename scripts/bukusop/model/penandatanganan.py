"""How documents are signed: level, timestamp service, trusted roots, and by which key each office holder signs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kunci:
    """The key of one office holder, as `book/pengesahan.yaml` describes it; which fields count depends on `sumber`.

    - `sumber`: pkcs12 | pem | pkcs11 | csc | bsre;
    - `berkas`, `sertifikat`, `rantai`, `modul` are paths as written (absolute, from the home folder with ~, or relative to the project);
    - `frasa_sandi`: where the passphrase comes from: tanya, lingkungan:NAMA, berkas:PATH, keyring:NAMA; `pengguna_sandi` likewise the
      password of the service account; `nik` likewise the NIK or e-mail, which is personal and never stands in a source;
    - `penanda`: what the certificate's subject must contain (NIP or name), where no certificate is pinned.
    """

    sumber: str
    berkas: str = ""
    sertifikat: str = ""
    rantai: tuple[str, ...] = ()
    modul: str = ""
    token: str = ""
    label: str = ""
    alamat: str = ""
    versi: int = 2
    kredensial: str = ""
    pengguna: str = ""
    pengguna_sandi: str = "tanya"
    nik: str = "tanya"
    totp: bool = False
    tulis_ulang: bool = False
    penanda: str = ""
    frasa_sandi: str = "tanya"


@dataclass(frozen=True, slots=True)
class Penandatanganan:
    """The whole of it; `kunci` by key of the office holder. Without any key documents are signed for rehearsal."""

    tingkat: str = "b-lta"
    tsa: str = ""
    akar: tuple[str, ...] = ()
    rantai: tuple[str, ...] = ()
    alasan: str = "Pengesahan"
    batas_waktu: float = 60.0
    kunci: tuple[tuple[str, Kunci], ...] = ()

    @property
    def uji(self) -> bool:
        """Whether this is a rehearsal, with a throw-away identity."""
        return not self.kunci

    def kunci_of(self, pejabat: str) -> Kunci | None:
        """Give the key of an office holder."""
        return dict(self.kunci).get(pejabat)
