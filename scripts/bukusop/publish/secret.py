"""Where the password of a target is: `lingkungan:NAMA`, `keyring:NAMA` or `berkas:PATH` -> a `Secret`, read when it is needed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bukusop.model import Terbit
from bukusop.paths import outside
from bukusop.sign.passphrase import Kind, Need, Secret, origin, read_secret


def read_password(terbit: Terbit, root: Path, environment: Mapping[str, str]) -> Secret | None:
    """Read the password (or the passphrase of the key) of a target; None where it names none. Raises CredentialError."""
    if not terbit.rahasia:
        return None
    kind = Kind.PASSPHRASE if terbit.kunci else Kind.PASSWORD
    place = origin(terbit.rahasia, lambda name: outside(root, name))
    return read_secret(place, Need(kind, f"terbit {terbit.nama}"), None, environment)
