"""Where the password of a target is: `env:NAME`, `keyring:NAME` or `file:PATH` -> a `Secret`, read when it is needed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bukusop.diagnostics import UsageError
from bukusop.model import Terbit
from bukusop.sign.passphrase import KEYRING_SERVICE, Environment, Keyring, Kind, Need, Origin, Secret, SecretFile, read_secret


def read_password(terbit: Terbit, root: Path, environment: Mapping[str, str]) -> Secret | None:
    """Read the password (or the passphrase of the key) of a target; None where it names none. Raises UsageError, CredentialError."""
    if not terbit.rahasia:
        return None
    kind = Kind.PASSPHRASE if terbit.kunci else Kind.PASSWORD
    return read_secret(_origin(terbit, root), Need(kind, f"terbit {terbit.nama}"), None, environment)


def _origin(terbit: Terbit, root: Path) -> Origin:
    way, _, name = terbit.rahasia.partition(":")
    match way, bool(name):
        case "env", True:
            return Environment(name)
        case "file", True:
            return SecretFile(root / Path(name).expanduser())
        case "keyring", True:
            return Keyring(KEYRING_SERVICE, name)
    raise UsageError(f"terbit {terbit.nama}: `rahasia` ditulis env:NAMA, keyring:NAMA, atau file:ALAMAT, bukan kata sandinya")
