"""A real sshd on loopback, of the current user and with keys of its own; and a wire to it that can be cut after so many bytes."""

import contextlib
import os
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import tool

CONFIG = """
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_ed25519
HostKey {folder}/host_rsa
PidFile {folder}/sshd.pid
AuthorizedKeysFile {folder}/authorized_keys
StrictModes no
UsePAM no
PasswordAuthentication {password}
KbdInteractiveAuthentication no
PermitRootLogin {root}
Subsystem sftp internal-sftp
MaxStartups 100
LogLevel ERROR
"""
PATIENT = "PerSourcePenalties no\n"
"""From OpenSSH 9.8 on an address is shut out for a while whose connections end early, as ours do on purpose; older ones do not know it."""


@dataclass
class Sshd:
    """A server: its port, the fingerprints of its keys, the private key that it lets in, the folder it serves."""

    port: int
    fingerprint: str
    other_fingerprint: str
    key: Path
    www: Path
    known_hosts: str


def key_pair(path: Path, kind: str = "ed25519", passphrase: str = "") -> str:
    """Make a key and give its fingerprint."""
    keygen = tool("ssh-keygen")
    subprocess.run([keygen, "-q", "-t", kind, "-N", passphrase, "-f", str(path)], check=True)
    done = subprocess.run([keygen, "-l", "-f", f"{path}.pub"], check=True, capture_output=True, text=True)
    return done.stdout.split()[1]


def free_port() -> int:
    """Give a port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextmanager
def sshd(folder: Path, *, password: bool = False) -> Iterator[Sshd]:
    """Run a server until the end of the block."""
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)      # where root's sshd wants an empty folder
    host, other = key_pair(folder / "host_ed25519"), key_pair(folder / "host_rsa", "rsa")
    key_pair(folder / "id")
    key_pair(folder / "stranger")
    (folder / "authorized_keys").write_bytes((folder / "id.pub").read_bytes())
    port, www = free_port(), folder / "www"
    www.mkdir()
    yes = "yes" if password else "no"
    root = "yes" if password else "prohibit-password"
    (folder / "config").write_text(CONFIG.format(port=port, folder=folder, password=yes, root=root) + PATIENT)
    program = next((path for path in ("/usr/sbin/sshd", "/usr/bin/sshd") if Path(path).exists()), None) or tool("sshd")
    if subprocess.run([program, "-t", "-f", str(folder / "config")], stderr=subprocess.DEVNULL, check=False).returncode:
        (folder / "config").write_text((folder / "config").read_text().replace(PATIENT, ""))
    process = subprocess.Popen([program, "-D", "-e", "-f", str(folder / "config")], stderr=(folder / "log").open("wb"))
    try:
        _await(lambda: _listens(port), process)
        known = f"[127.0.0.1]:{port} {(folder / 'host_ed25519.pub').read_text()}"
        yield Sshd(port, host, other, folder / "id", www, known)
    finally:
        process.terminate()
        process.wait(10)


def _listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
        return True
    return False


def _await(ready: Callable[[], bool], process: "subprocess.Popen[bytes]") -> None:
    for _ in range(200):
        if ready():
            return
        assert process.poll() is None, "sshd ended"
        time.sleep(0.02)
    raise AssertionError("sshd does not listen")


class Wire:
    """A way to the server that counts the bytes towards it; when `budget` is spent it calls `cut` once, and lets nothing more through."""

    def __init__(self, port: int, budget: int | None = None, cut: Callable[[], None] = lambda: None) -> None:
        self.sent, self.budget, self.cut = 0, budget, cut
        self._lock, self._ended, self._server_port = threading.Lock(), threading.Event(), port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Let nobody in any more."""
        self._ended.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._server_port))
                threading.Thread(target=self._pass, args=(client, server, True), daemon=True).start()
                threading.Thread(target=self._pass, args=(server, client, False), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, counted: bool) -> None:
        with contextlib.suppress(OSError), source, target:
            while data := source.recv(4096):
                if counted and self._spend(len(data)):
                    for end in (source, target):        # closing alone would wait for whoever still listens there
                        end.shutdown(socket.SHUT_RDWR)
                    return
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)

    def _spend(self, count: int) -> bool:
        with self._lock:
            self.sent += count
            if self.budget is None or self.sent <= self.budget:
                return self._ended.is_set()
            if not self._ended.is_set():
                self._ended.set()
                self.cut()
            return True
