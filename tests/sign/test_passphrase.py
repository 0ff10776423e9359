"""Where passphrases come from, and that they show nowhere else."""

from __future__ import annotations

import copy
import dataclasses
import json
import os
import pickle
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bukusop.sign.faults import CredentialError
from bukusop.sign.passphrase import (
    MAX_BYTES,
    Environment,
    Keyring,
    Kind,
    Need,
    Origin,
    Prompt,
    Secret,
    SecretFile,
    origin,
    provider,
    read_secret,
)

TEXT = "kuda-lumping 77 ß"
NEED = Need(Kind.PASSPHRASE, "berkas kunci kepala.p12")


@pytest.fixture
def secret_file(tmp_path: Path) -> Callable[..., SecretFile]:
    def write(data: bytes, mode: int = 0o600) -> SecretFile:
        path = tmp_path / "sandi.txt"
        path.unlink(missing_ok=True)
        path.write_bytes(data)
        path.chmod(mode)
        return SecretFile(path)

    return write


def read(where: Origin, ask: Callable[[str], str] | None = None, **environment: str) -> str:
    return read_secret(where, NEED, ask, environment).reveal()


def told(where: Origin, **environment: str) -> str:
    """Give what is said where a passphrase cannot be had: it names the place, and never the passphrase."""
    with pytest.raises(CredentialError) as caught:
        read(where, **environment)
    whole = "".join(traceback.format_exception(caught.value)) + repr(caught.value.__cause__) + repr(caught.value.__context__)
    assert TEXT not in whole and TEXT.encode().hex() not in whole
    return str(caught.value)


def test_secret_shows_nothing() -> None:
    secret = Secret(TEXT)

    @dataclasses.dataclass
    class Holder:
        secret: Secret

    shown = [
        str(secret), repr(secret), f"{secret}", f"{secret!r:>40}", "%s" % secret, repr([secret]), repr({"a": secret}), repr(Holder(secret)),  # noqa: UP031
        str(dataclasses.asdict(Holder(secret))), repr(copy.copy(secret)), repr(copy.deepcopy(secret)), json.dumps([secret], default=str),
        repr([getattr(secret, name, None) for name in dir(secret) if name != "reveal" and not name.startswith("_Secret")]),
    ]
    assert [text for text in shown if TEXT in text] == [] and secret.reveal() == TEXT
    assert all("(rahasia)" in text for text in shown[:-1])
    assert not hasattr(secret, "__dict__")
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(TypeError, match="rahasia"):
            pickle.dumps(secret, protocol)
    with pytest.raises(TypeError):
        json.dumps([secret])
    with pytest.raises(TypeError):
        hash(secret)


def test_secrets_are_equal_by_what_they_hold() -> None:
    assert Secret(TEXT) == Secret(TEXT) and Secret(TEXT) != Secret("lain") and Secret(TEXT) != TEXT
    assert Secret(TEXT) and not Secret("")


def test_prompt_asks_for_what_is_needed() -> None:
    asked: list[str] = []
    assert read(Prompt(), lambda question: (asked.append(question), TEXT)[1]) == TEXT
    assert asked == ["Frasa sandi untuk berkas kunci kepala.p12"]
    assert "tidak ada yang dapat ditanya" in told(Prompt())


def test_prompt_that_is_broken_off() -> None:
    def leave(_question: str) -> str:
        raise EOFError(TEXT)

    with pytest.raises(CredentialError, match="tidak diisi") as caught:
        read(Prompt(), leave)
    assert caught.value.__context__ is None


def test_environment_is_read_by_name_only(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(Environment("SANDI_KEPALA"), SANDI_KEPALA=TEXT) == TEXT
    monkeypatch.setenv("SANDI_KEPALA", TEXT)        # of this process, which was not given
    for environment in ({}, {"SANDI_KEPALA": ""}, {"SANDI": TEXT}):
        assert told(Environment("SANDI_KEPALA"), **environment).startswith("variabel lingkungan SANDI_KEPALA")


@pytest.mark.parametrize(("data", "expected"), [
    (TEXT.encode() + b"\n", TEXT), (TEXT.encode(), TEXT), (TEXT.encode() + b"\r\n", TEXT), (b"a\n\n", "a\n"), (b" a b \n", " a b "),
    ("é".encode() * 2048, "é" * 2048),
])
def test_file_gives_its_text_less_one_newline(secret_file: Callable[..., SecretFile], data: bytes, expected: str) -> None:
    assert read(secret_file(data)) == expected


def test_file_for_owner_only(secret_file: Callable[..., SecretFile]) -> None:
    assert read(secret_file(TEXT.encode(), 0o400)) == TEXT
    for mode in (0o640, 0o604, 0o620, 0o602, 0o601, 0o610, 0o644, 0o666):
        assert told(secret_file(TEXT.encode(), mode)).endswith("dapat dibaca orang lain; jalankan: chmod 600 sandi.txt"), oct(mode)


def test_file_of_somebody_else(secret_file: Callable[..., SecretFile], monkeypatch: pytest.MonkeyPatch) -> None:
    where = secret_file(TEXT.encode())
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert "milik pengguna lain" in told(where)


def test_file_that_is_none(secret_file: Callable[..., SecretFile], tmp_path: Path) -> None:
    link, pipe = tmp_path / "pautan", tmp_path / "pipa"
    link.symlink_to(secret_file(TEXT.encode()).path)
    os.mkfifo(pipe, 0o600)
    cases = {
        link: "pautan simbolis", pipe: "bukan berkas biasa", tmp_path: "bukan berkas biasa",
        tmp_path / "tiada": "tidak dapat dibaca: berkas itu tidak ada",
    }
    for path, words in cases.items():
        assert words in told(SecretFile(path)), path
    assert "kosong" in told(secret_file(b"\n")) and "kosong" in told(secret_file(b""))
    assert "bukan teks UTF-8" in told(secret_file(TEXT.encode() + b"\xff"))
    assert "bukan berkas frasa sandi" in told(secret_file(b"x" * (MAX_BYTES + 1)))


@pytest.fixture
def purse() -> Any:
    """A keyring in memory."""
    import keyring
    from keyring.backend import KeyringBackend
    from keyring.errors import KeyringLocked

    class Memory(KeyringBackend):
        priority = 1        # type: ignore[assignment]
        entries: dict[tuple[str, str], str] = {}    # noqa: RUF012
        locked = False

        def get_password(self, service: str, username: str) -> str | None:
            if self.locked:
                raise KeyringLocked(TEXT)
            return self.entries.get((service, username))

        def set_password(self, service: str, username: str, password: str) -> None:
            self.entries[service, username] = password

        def delete_password(self, service: str, username: str) -> None:
            del self.entries[service, username]

    before, memory = keyring.get_keyring(), Memory()
    keyring.set_keyring(memory)
    yield memory
    keyring.set_keyring(before)


def test_keyring(purse: Any) -> None:
    purse.set_password("bukusop", "kepala", TEXT)
    assert read(Keyring("bukusop", "kepala")) == TEXT
    assert "keyring set bukusop kabid" in told(Keyring("bukusop", "kabid"))
    purse.locked = True
    assert "tidak dapat dibuka (KeyringLocked)" in told(Keyring("bukusop", "kepala"))


def test_keyring_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "keyring", None)
    assert 'pip install "bukusop[keyring]"' in told(Keyring("bukusop", "kepala"))


def test_provider_asks_once_for_what_lasts_and_each_time_for_codes() -> None:
    asked: list[str] = []
    give = provider({Kind.PASSPHRASE: Environment("A")}, lambda question: (asked.append(question), str(len(asked)))[1], {"A": TEXT})
    assert [give(NEED).reveal() for _ in range(3)] == [TEXT] * 3 and asked == []
    assert [give(Need(Kind.PIN, "token")).reveal() for _ in range(2)] == ["1", "1"]
    assert give(Need(Kind.PIN, "token lain")).reveal() == "2"
    assert [give(Need(Kind.OTP, "kredensial")).reveal() for _ in range(2)] == ["3", "4"]
    assert provider({}, None, {"B": TEXT}, Environment("B"))(NEED).reveal() == TEXT


def test_settings_name_places_and_nothing_else(tmp_path: Path) -> None:
    places = {
        "tanya": Prompt(), "lingkungan:SANDI": Environment("SANDI"), "berkas: ~/a b.txt": SecretFile(tmp_path / "~/a b.txt"),
        "keyring:kepala": Keyring("bukusop", "kepala"),
    }
    for written, expected in places.items():
        assert origin(written, lambda name: tmp_path / name) == expected
    for written in (TEXT, "", "lingkungan", "lingkungan:", "berkas:", "tanya:x", "env:SANDI", "Berkas:x"):
        with pytest.raises(CredentialError) as caught:
            origin(written, Path)
        assert TEXT not in str(caught.value)
