"""Where passphrases come from: a prompt, an environment variable named for it, a private file, a keyring; never arguments.

In: what is needed (`Need`) and where it is to be had (`Origin`). Out: a `Secret`, which shows itself to nobody who does not ask by
`reveal()`. This room prints nothing: the caller passes the function that asks a person.
"""

from __future__ import annotations

import errno
import hmac
import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NoReturn

from bukusop.sign.faults import CredentialError

MAX_BYTES = 4096
"""Nobody's passphrase is longer; a larger file is some other file."""
HIDDEN = "(rahasia)"


class Secret:
    """A text that appears in no log, error, cache or output by accident: only `reveal()` gives it, and it cannot be pickled."""

    __slots__ = ("__reveal",)
    __reveal: Callable[[], str]

    def __init__(self, text: str) -> None:
        self.__reveal = lambda: text        # a closure: nothing that walks over attributes meets the text

    def reveal(self) -> str:
        """Give the text; keep it no longer than the call it is needed for."""
        return self.__reveal()

    def __repr__(self) -> str:
        return HIDDEN

    def __str__(self) -> str:
        return HIDDEN

    def __format__(self, _spec: str) -> str:
        return HIDDEN

    def __bool__(self) -> bool:
        return bool(self.__reveal())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(self.reveal().encode(), other.reveal().encode())

    __hash__ = None     # type: ignore[assignment]

    def __copy__(self) -> Secret:
        return self

    def __deepcopy__(self, _memo: object) -> Secret:
        return self

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        raise TypeError("rahasia tidak boleh disimpan")


class Kind(StrEnum):
    """The secrets that signing knows; the values are the words of a prompt."""

    PASSPHRASE = "frasa sandi"
    PIN = "PIN"
    OTP = "kode OTP"
    TOKEN = "token akses"
    SAD = "data aktivasi tanda tangan (SAD)"
    IDENTITY = "NIK atau surel"
    PASSWORD = "kata sandi"

    @property
    def lasting(self) -> bool:
        """Whether it stays the same from one document to the next: a one-time code does not."""
        return self not in (Kind.OTP, Kind.SAD)


@dataclass(frozen=True, slots=True)
class Need:
    """A secret that is needed, and of what: "frasa sandi" of "berkas kunci kepala.p12"."""

    kind: Kind
    of: str

    @property
    def question(self) -> str:
        """What a prompt says."""
        return f"{self.kind.value[0].upper()}{self.kind.value[1:]} untuk {self.of}"


SecretProvider = Callable[[Need], Secret]
"""Gives a secret when it is needed. Raises CredentialError with a sentence where there is none."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """Ask the person at the machine."""


@dataclass(frozen=True, slots=True)
class Environment:
    """An environment variable, read only because its name was given: other processes of the same user can read it too."""

    name: str


@dataclass(frozen=True, slots=True)
class SecretFile:
    """A file that belongs to us and that only we may read; one newline at its end is dropped."""

    path: Path


@dataclass(frozen=True, slots=True)
class Keyring:
    """An entry of the desktop's keyring (package `keyring`)."""

    service: str
    user: str


Origin = Prompt | Environment | SecretFile | Keyring
KEYRING_SERVICE = "bukusop"


def origin(written: str, place: Callable[[str], Path]) -> Origin:
    """Turn what a setting says into an origin: tanya, lingkungan:NAMA, berkas:PATH or keyring:NAMA; `place` finds the file of a path.

    Raises CredentialError for anything else, without repeating it: somebody may have written the passphrase itself.
    """
    way, colon, name = written.partition(":")
    name = name.strip()
    match way.strip(), bool(colon and name):
        case "tanya", False if not colon:
            return Prompt()
        case "lingkungan", True:
            return Environment(name)
        case "berkas", True:
            return SecretFile(place(name))
        case "keyring", True:
            return Keyring(KEYRING_SERVICE, name)
    raise CredentialError(
        "tempat frasa sandi tidak dikenal; tulis tanya, lingkungan:NAMA, berkas:PATH, atau keyring:NAMA, dan jangan frasa sandinya sendiri"
    )


def read_secret(origin: Origin, need: Need, ask: Callable[[str], str] | None, environment: Mapping[str, str]) -> Secret:
    """Read one secret from where it is; `ask` puts a question to a person and gives the answer, None where nobody is there to ask.

    Raises CredentialError with a sentence that names the origin and never what was found there.
    """
    match origin:
        case Prompt():
            return _ask(need, ask)
        case Environment(name):
            return _from_environment(name, need, environment)
        case SecretFile(path):
            return _from_file(path, need)
        case Keyring(service, user):
            return _from_keyring(service, user, need)


def provider(
    origins: Mapping[Kind, Origin], ask: Callable[[str], str] | None, environment: Mapping[str, str], default: Origin | None = None,
) -> SecretProvider:
    """Make a provider that reads each lasting secret once, however many documents need it; one-time codes are read anew.

    A kind without an origin comes from `default`, or from a prompt.
    """
    known: dict[Need, Secret] = {}

    def give(need: Need) -> Secret:
        if need in known:
            return known[need]
        secret = read_secret(origins.get(need.kind, default or Prompt()), need, ask, environment)
        if need.kind.lasting:
            known[need] = secret
        return secret

    return give


def _ask(need: Need, ask: Callable[[str], str] | None) -> Secret:
    if ask is None:
        raise CredentialError(
            f"{need.kind.value} untuk {need.of} diperlukan, tetapi tidak ada yang dapat ditanya; sebutkan berkas, gantungan kunci "
            "(keyring), atau variabel lingkungannya"
        )
    try:
        return Secret(ask(need.question))
    except EOFError:
        pass        # said below, where the answer that broke off hangs on no exception
    raise CredentialError(f"{need.kind.value} untuk {need.of} tidak diisi")


def _from_environment(name: str, need: Need, environment: Mapping[str, str]) -> Secret:
    found = environment.get(name)
    if not found:
        raise CredentialError(f"variabel lingkungan {name} ({need.kind.value} untuk {need.of}) kosong atau tidak ada")
    return Secret(found)


def _from_file(path: Path, need: Need) -> Secret:
    """Read a private file; what is judged is the opened file itself, so that nobody can put another in its place meanwhile."""
    where = f"berkas {path.name} ({need.kind.value} untuk {need.of})"
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            _check_private(os.fstat(handle), where, path.name)
            data = os.read(handle, MAX_BYTES + 1)
        finally:
            os.close(handle)
    except OSError as error:
        raise CredentialError(f"{where} tidak dapat dibaca: {why(error)}") from error
    if len(data) > MAX_BYTES:
        raise CredentialError(f"{where} lebih besar daripada {MAX_BYTES} bita; ini bukan berkas frasa sandi")
    text = _decoded(data)
    if text is None:
        raise CredentialError(f"{where} bukan teks UTF-8")
    text = text.removesuffix("\n").removesuffix("\r")
    if not text:
        raise CredentialError(f"{where} kosong")
    return Secret(text)


def why(error: OSError) -> str:
    """Say why a file cannot be read."""
    known = {errno.ENOENT: "berkas itu tidak ada", errno.EACCES: "tidak ada izin membacanya", errno.ELOOP: "itu pautan simbolis"}
    return known.get(error.errno or 0, error.strerror or type(error).__name__)


def _decoded(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None         # the error itself would carry the bytes of the passphrase


def _check_private(found: os.stat_result, where: str, name: str) -> None:
    """Refuse what others own or may read. Raises CredentialError."""
    if not stat.S_ISREG(found.st_mode):
        raise CredentialError(f"{where} bukan berkas biasa")
    if found.st_uid != os.geteuid():
        raise CredentialError(f"{where} milik pengguna lain; buatlah berkas milik Anda sendiri")
    if found.st_mode & 0o077:
        raise CredentialError(f"{where} dapat dibaca orang lain; jalankan: chmod 600 {name}")


def _from_keyring(service: str, user: str, need: Need) -> Secret:
    try:
        import keyring
        import keyring.errors
    except ImportError:
        keyring = None      # type: ignore[assignment]
    if keyring is None:
        raise CredentialError('gantungan kunci memerlukan paket keyring; pasang dengan: pip install "bukusop[keyring]"')
    try:
        found = keyring.get_password(service, user)
    except (keyring.errors.KeyringError, OSError) as error:
        reason = type(error).__name__
    else:
        if found:
            return Secret(found)
        reason = ""
    if reason:
        raise CredentialError(f"gantungan kunci tidak dapat dibuka ({reason}); buka dahulu, atau pakai berkas atau prompt")
    raise CredentialError(
        f"gantungan kunci tidak memuat {need.kind.value} untuk {need.of}; simpan dengan: keyring set {service} {user}"
    )
