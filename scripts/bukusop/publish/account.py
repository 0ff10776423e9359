"""An SFTP account: who the server is, who we are, and files that are read, written and renamed there. Door of paramiko.

In: an address and a secret. Out: `Account`; every failure is a Refusal with a sentence that holds no secret.
"""

from __future__ import annotations

import hashlib
import logging
import posixpath
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from io import BytesIO
from typing import BinaryIO

import paramiko

from bukusop.diagnostics import Refusal
from bukusop.publish.address import Address, fingerprint
from bukusop.sign.passphrase import Secret

SECONDS = 20
KINDS = (
    ("ssh-ed25519",),
    ("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"),
    ("rsa-sha2-512", "rsa-sha2-256"),
)
"""Kinds of host keys, each asked for by itself: a server shows one of its keys only, and `sidik` may be of another."""
logging.getLogger("paramiko").addHandler(logging.NullHandler())     # its tracebacks are told in our own words


class _OtherKeyError(paramiko.SSHException):
    """The server has a key that was not expected."""


class _Pinned(paramiko.MissingHostKeyPolicy):
    """Lets only the key with the fingerprint pass; it is asked before anything about us is told."""

    def __init__(self, expected: str) -> None:
        self.expected = expected

    def missing_host_key(self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey) -> None:  # noqa: ARG002
        """Compare fingerprints."""
        found = fingerprint(key.asbytes())
        if found != self.expected:
            raise _OtherKeyError(found)


@dataclass(frozen=True, slots=True)
class Account:
    """An open SFTP session in a folder of the server; every path counts from there. Methods raise OSError; `session` has the words."""

    sftp: paramiko.SFTPClient
    folder: str
    made: set[str] = field(default_factory=set)

    def place(self, path: str) -> str:
        """Give the path on the server."""
        return posixpath.join(self.folder, path)

    def read(self, path: str) -> bytes:
        """Read a file whole. Raises FileNotFoundError."""
        into = BytesIO()
        self.sftp.getfo(self.place(path), into)
        return into.getvalue()

    def digest(self, path: str) -> str:
        """Read a file through and give its SHA-256; "" where there is none."""
        sink = _Sink()
        try:
            self.sftp.getfo(self.place(path), sink)     # type: ignore[arg-type]
        except FileNotFoundError:
            return ""
        return sink.digest.hexdigest()

    def write(self, path: str, data: BinaryIO) -> None:
        """Write a file under its own name; folders are made."""
        self.make_folder(posixpath.dirname(path))
        self.sftp.putfo(data, self.place(path), confirm=False)
        self.sftp.chmod(self.place(path), 0o644)

    def write_whole(self, path: str, data: bytes) -> None:
        """Write a file so that it appears whole or not at all."""
        self.write(f"{path}.unggah", BytesIO(data))
        self.rename(f"{path}.unggah", path)

    def rename(self, old: str, new: str) -> None:
        """Rename over what is there, in one step."""
        self.make_folder(posixpath.dirname(new))
        self.sftp.posix_rename(self.place(old), self.place(new))

    def make_folder(self, path: str) -> None:
        """Make a folder and those above it, where they are not there."""
        if path in self.made:
            return
        if path:
            self.make_folder(posixpath.dirname(path))
        try:
            self.sftp.stat(self.place(path))
        except FileNotFoundError:
            self.sftp.mkdir(self.place(path), 0o755)
        self.made.add(path)

    def remove(self, path: str) -> None:
        """Remove a file, if it is there."""
        with suppress(FileNotFoundError):
            self.sftp.remove(self.place(path))

    def remove_folder(self, path: str) -> None:
        """Remove a folder of ours with all that is in it."""
        for name, folder, _ in self.list(path):
            if folder:
                self.remove_folder(f"{path}/{name}")
            else:
                self.remove(f"{path}/{name}")
        self.remove_empty(path)

    def remove_empty(self, path: str) -> bool:
        """Remove a folder that has nothing in it; say whether it is gone."""
        self.made.discard(path)
        try:
            self.sftp.rmdir(self.place(path))
        except FileNotFoundError:
            return True
        except OSError:
            return False
        return True

    def list(self, path: str) -> list[tuple[str, bool, int]]:
        """List a folder: name, whether it is a folder, size; nothing where it is not there."""
        try:
            found = self.sftp.listdir_attr(self.place(path))
        except FileNotFoundError:
            return []
        return [(item.filename, stat.S_ISDIR(item.st_mode or 0), item.st_size or 0) for item in found]


class _Sink:
    """A file that keeps only the digest of what is written to it."""

    def __init__(self) -> None:
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        """Take bytes."""
        self.digest.update(data)
        return len(data)


@contextmanager
def session(address: Address, secret: Secret | None) -> Iterator[Account]:
    """Open an account and close it again. Whatever goes wrong, on the way or within, becomes a Refusal."""
    client = _connect(address, secret)
    try:
        sftp = client.open_sftp()
        channel = sftp.get_channel()
        if channel is not None:
            channel.settimeout(120)
        yield Account(sftp, address.folder)
    except (OSError, EOFError, paramiko.SSHException) as error:
        raise Refusal(f"{address}: {_broken(error)}; situs lama tetap bekerja, ulangi bukusop publish untuk menyelesaikannya") from None
    finally:
        client.close()


def _connect(address: Address, secret: Secret | None) -> paramiko.SSHClient:
    seen: list[str] = []
    for kinds in KINDS if address.fingerprint else ((),):
        client = paramiko.SSHClient()
        if address.fingerprint:
            client.set_missing_host_key_policy(_Pinned(address.fingerprint))
        else:
            client.load_system_host_keys()
            client.set_missing_host_key_policy(paramiko.RejectPolicy())
        others = [kind for group in KINDS for kind in group if kinds and kind not in kinds]
        try:
            client.connect(
                address.host.strip("[]"), port=address.port, username=address.user or None, timeout=SECONDS, banner_timeout=SECONDS,
                auth_timeout=SECONDS, disabled_algorithms={"keys": others} if others else None, **_proof(address, secret),  # type: ignore[arg-type]
            )
        except _OtherKeyError as error:
            client.close()
            seen.append(str(error))
        except (OSError, EOFError, paramiko.SSHException, ValueError) as error:
            client.close()
            if isinstance(error, paramiko.ssh_exception.IncompatiblePeer) and address.fingerprint:
                continue        # it has no key of this kind
            raise Refusal(f"{address}: {_unreached(address, error, secret)}") from None
        else:
            return client
    raise Refusal(
        f"{address}: kunci server bukan yang ditulis pada `sidik` (yang ada: {', '.join(seen) or 'tidak ada yang dikenal'}); "
        "tidak ada yang dikirim. Periksa dengan pengelola server sebelum mengubah `sidik`"
    )


def _proof(address: Address, secret: Secret | None) -> dict[str, object]:
    """Say how we prove who we are: with the key (the secret opens it), with the password, or with what the ssh agent holds."""
    if address.key is not None:
        return {"key_filename": str(address.key), "passphrase": secret.reveal() if secret else None, "allow_agent": False,
                "look_for_keys": False}
    if secret is not None:
        return {"password": secret.reveal(), "allow_agent": False, "look_for_keys": False}
    return {}


def _unreached(address: Address, error: Exception, secret: Secret | None) -> str:
    """Say why there is no session."""
    match error:
        case paramiko.BadHostKeyException():
            return "kunci server berubah dari yang ada di known_hosts; periksa dengan pengelola server sebelum melanjutkan"
        case paramiko.PasswordRequiredException():
            return "berkas kunci ini bersandi; sebutkan tempat frasa sandinya pada `rahasia`"
        case paramiko.AuthenticationException():
            with_what = "kunci" if address.key else "kata sandi" if secret else "kunci agen ssh"
            return f"server menolak {with_what} atau akun {address.user or '(tanpa nama)'}; periksa `pengguna`, `kunci`, dan `rahasia`"
        case TimeoutError():
            return "server tidak menjawab"
        case socket.gaierror():
            return "nama server tidak ditemukan"
        case paramiko.ssh_exception.NoValidConnectionsError() | ConnectionError():
            return "server menolak sambungan; periksa alamat dan port"
        case paramiko.SSHException() if "not found in known_hosts" in str(error):
            return "server ini belum dikenal; tulis `sidik`-nya, atau sambungkan sekali dengan ssh supaya tercatat di known_hosts"
        case ValueError() | paramiko.SSHException() if address.key:
            return "sambungan tidak dapat dibuka; berkas kunci rusak, frasa sandinya salah, atau server memutus"
        case _:
            return "sambungan ssh tidak dapat dibuka"


def _broken(error: Exception) -> str:
    """Say why a session broke off."""
    match error:
        case PermissionError():
            return "tidak ada izin menulis di folder server"
        case FileNotFoundError():
            return "folder induk `tujuan` tidak ada di server, atau berkasnya diubah orang lain sementara ini"
        case TimeoutError() | EOFError() | ConnectionError() | paramiko.SSHException():
            return "sambungan terputus"
        case OSError() if "closed" in str(error):
            return "sambungan terputus"
        case OSError() if "unsupported" in str(error).lower():
            return "server SFTP ini tidak dapat mengganti nama berkas dalam satu langkah (posix-rename)"
        case _:
            return "server menolak sebuah langkah (mungkin ruang penyimpanannya penuh)"
