"""A server's shell and rsync, by the programs of this machine: lists of arguments here, quoted words there, the host's key checked.

In: an address, a script for sh with its arguments. Out: what it printed; or a Refusal with a sentence.
"""

from __future__ import annotations

import base64
import binascii
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bukusop.diagnostics import Refusal
from bukusop.publish.address import Address, fingerprint

SECONDS = 20
"""How long a server may take to answer at all."""
IDLE = 20
"""Seconds after which the one connection that all steps share ends by itself, where this run was killed."""
_KNOWN = (
    ("Host key verification failed", "kunci server tidak dikenal atau berubah; periksa dengan pengelola server, lalu tulis `sidik`-nya"),
    ("REMOTE HOST IDENTIFICATION HAS CHANGED", "kunci server berubah; periksa dengan pengelola server sebelum melanjutkan"),
    ("Permission denied (", "server menolak kunci atau akunnya; periksa `kunci` dan `pengguna`"),
    ("Connection refused", "server menolak sambungan; periksa alamat dan port"),
    ("Could not resolve hostname", "nama server tidak ditemukan"),
    ("timed out", "server tidak menjawab"),
    ("No space left on device", "ruang penyimpanan di server penuh"),
    ("Disk quota exceeded", "jatah penyimpanan di server habis"),
    ("Permission denied", "tidak ada izin menulis di folder server"),
    ("rsync: command not found", "rsync belum dipasang di server"),
    ("rsync: not found", "rsync belum dipasang di server"),
    ("sha256sum: not found", "server tidak punya sha256sum; pakai jenis sftp"),
    ("Connection closed", "sambungan terputus"),
    ("Connection reset", "sambungan terputus"),
    ("Broken pipe", "sambungan terputus"),
    ("connection unexpectedly closed", "sambungan terputus"),
)


@dataclass(frozen=True, slots=True)
class Shell:
    """An open way to a server. `options` are those of ssh."""

    address: Address
    options: tuple[str, ...]

    def run(self, script: str, *arguments: str) -> str:
        """Run a script with sh on the server; every word is quoted for the account's own shell."""
        command = shlex.join(["sh", "-c", script, "bukusop", *arguments])
        return self._call([_program("ssh"), *self.options, "--", self.address.host.strip("[]"), command])

    def send(self, folder: Path, target: str, options: Sequence[str]) -> None:
        """Send a folder with rsync; `target` is a folder of the server."""
        way = " ".join(_for_rsync(word) for word in [_program("ssh"), *self.options])
        self._call([
            _program("rsync"), "--protect-args", f"--rsh={way}", *options, "--", f"{folder}/", f"{self.address.host}:{target}/",
        ])

    def _call(self, command: list[str]) -> str:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        if done.returncode:
            raise Refusal(f"{self.address}: {_reason(done.stderr.decode(errors='replace'))}; situs lama tetap ditampilkan")
        return done.stdout.decode(errors="surrogateescape")


@contextmanager
def open_shell(address: Address) -> Iterator[Shell]:
    """Give a shell to a server whose key is the expected one: that of `sidik`, or of known_hosts. Raises Refusal."""
    options = ["-p", str(address.port), "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes", "-o", f"ConnectTimeout={SECONDS}",
               "-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=4", "-o", "ClearAllForwardings=yes", "-T"]
    if address.user:
        options += ["-l", address.user]
    if address.key is not None:
        options += ["-i", str(address.key), "-o", "IdentitiesOnly=yes"]
    with tempfile.TemporaryDirectory(prefix="bukusop-") as folder:
        if address.fingerprint:
            known = Path(folder) / "known_hosts"
            known.write_text(_expected(address), encoding="ascii")
            options += ["-o", f"UserKnownHostsFile={known}", "-o", "GlobalKnownHostsFile=/dev/null", "-o", "UpdateHostKeys=no",
                        "-o", "IgnoreUnknown=KnownHostsCommand", "-o", "KnownHostsCommand=none"]      # OpenSSH knows it since 8.5
        socket, log = Path(folder) / "s", Path(folder) / "log"
        way = [*options, "-o", f"ControlPath={socket}", "-o", "ControlMaster=no"]
        with log.open("wb") as words:       # a file: the one that stays in the background would hold a pipe open
            master = ["-o", f"ControlPath={socket}", "-o", "ControlMaster=yes", "-o", f"ControlPersist={IDLE}", "-N", "-f"]
            command = [_program("ssh"), *options, *master, "--", address.host.strip("[]")]
            done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=words, stderr=words, check=False)
        if done.returncode:
            raise Refusal(f"{address}: {_reason(log.read_text(errors='replace'))}; tidak ada yang dikirim")
        try:
            yield Shell(address, tuple(way))
        finally:
            subprocess.run([_program("ssh"), *way, "-O", "exit", "--", address.host.strip("[]")], capture_output=True, check=False)


def _expected(address: Address) -> str:
    """Ask the server for its keys and keep the one with the fingerprint; an impostor's has another."""
    command = [_program("ssh-keyscan"), "-T", str(SECONDS), "-p", str(address.port), "--", address.host.strip("[]")]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    seen = []
    for line in done.stdout.decode("ascii", "replace").splitlines():
        words = line.split()
        if line.startswith("#") or len(words) < 3:
            continue
        try:
            found = fingerprint(base64.b64decode(words[2], validate=True))
        except binascii.Error:
            continue
        if found == address.fingerprint:
            return line + "\n"
        seen.append(found)
    if not seen:
        raise Refusal(f"{address}: server tidak menjawab di port {address.port}")
    raise Refusal(
        f"{address}: kunci server bukan yang ditulis pada `sidik` (yang ada: {', '.join(seen)}); tidak ada yang dikirim. "
        "Periksa dengan pengelola server sebelum mengubah `sidik`"
    )


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise Refusal(f"program {name} belum ada di komputer ini; pasang dengan: sudo apt-get install openssh-client rsync")
    return found


def _for_rsync(word: str) -> str:
    """Quote a word for rsync's own reading of --rsh, which knows quotes, doubled within, and nothing else."""
    return "'" + word.replace("'", "''") + "'"


def _reason(text: str) -> str:
    """Say why a program failed, in words that are known or else in its own last ones."""
    for mark, sentence in _KNOWN:
        if mark in text:
            return sentence
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("rsync error")]
    return "".join(char for char in (lines[-1] if lines else "gagal tanpa penjelasan") if char.isprintable())[:300]
