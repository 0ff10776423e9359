"""A hosting account with a password: what a cPanel host answers, on loopback. sshd cannot check passwords without being root."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import paramiko

from bukusop.publish.address import fingerprint


class _Door(paramiko.ServerInterface):
    def __init__(self, user: str, password: str) -> None:
        self.user, self.password = user, password

    def check_auth_password(self, username: str, password: str) -> int:
        return paramiko.AUTH_SUCCESSFUL if (username, password) == (self.user, self.password) else paramiko.AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:  # noqa: ARG002
        return paramiko.OPEN_SUCCEEDED

    def get_allowed_auths(self, username: str) -> str:  # noqa: ARG002
        return "password"


class _Files(paramiko.SFTPServerInterface):
    root = Path()
    renames = True
    left = None
    """Changes that are still made before the account takes no more; a list of one number, None for no end."""

    def _change(self, step, *arguments):
        if self.left is not None:
            self.left[0] -= 1
            if self.left[0] < 0:
                return paramiko.SFTP_FAILURE
        return self._done(step, *arguments)

    def _done(self, step, *arguments):
        try:
            found = step(*arguments)
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno or 0)
        return paramiko.SFTP_OK if found is None else found

    def _at(self, path: str) -> Path:
        return self.root / path.lstrip("/")

    def list_folder(self, path):
        return self._done(lambda: [paramiko.SFTPAttributes.from_stat(item.stat(), item.name) for item in self._at(path).iterdir()])

    def stat(self, path):
        return self._done(lambda: paramiko.SFTPAttributes.from_stat(self._at(path).stat()))

    lstat = stat

    def chattr(self, path, attr):
        return self._change(lambda: self._at(path).chmod(attr.st_mode & 0o777))

    def open(self, path, flags, attr):  # noqa: ARG002
        def opened():
            handle = paramiko.SFTPHandle(flags)
            mode = "r+b" if flags & (os.O_WRONLY | os.O_RDWR) else "rb"
            handle.readfile = handle.writefile = os.fdopen(os.open(self._at(path), flags | os.O_CLOEXEC, 0o644), mode)
            handle.stat = lambda: paramiko.SFTPAttributes.from_stat(os.fstat(handle.readfile.fileno()))
            return handle
        return self._change(opened) if flags & os.O_CREAT else self._done(opened)

    def remove(self, path):
        return self._change(self._at(path).unlink)

    def posix_rename(self, oldpath, newpath):
        return self._change(os.replace, self._at(oldpath), self._at(newpath)) if self.renames else paramiko.SFTP_OP_UNSUPPORTED

    def mkdir(self, path, attr):  # noqa: ARG002
        return self._change(self._at(path).mkdir)

    def rmdir(self, path):
        return self._change(self._at(path).rmdir)


@contextmanager
def hosting(
    folder: Path, user: str, password: str, *, renames: bool = True, left: list[float] | None = None,
) -> Iterator[tuple[int, str]]:
    """Run the account until the end of the block; give its port and its key's fingerprint."""
    key = paramiko.ECDSAKey.generate()
    files = type("Files", (_Files,), {"root": folder, "renames": renames, "left": left})
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            transport = paramiko.Transport(client)
            transport.add_server_key(key)
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, files)
            try:
                transport.start_server(server=_Door(user, password))
            except (EOFError, paramiko.SSHException):
                transport.close()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield int(listener.getsockname()[1]), fingerprint(key.asbytes())
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
