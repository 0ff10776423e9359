"""A real WordPress for tests: MariaDB, PHP's own server and Debian's WordPress, each in a folder that is thrown away.

    python -m tests.publish.wordpress       a WordPress to look at, until Enter is pressed
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT, tool
from tests.publish.server import free_port

HERE = Path(__file__).resolve().parent
PLACES = (ROOT / ".venv" / "terbit" / "usr" / "share" / "wordpress", Path("/usr/share/wordpress"))
"""Where WordPress's files may be: unpacked by bootstrap.py, or installed."""
USER = "penerbit"
PATIENCE = 60.0


@dataclass(frozen=True)
class WordPress:
    """A running WordPress: its folder, address and an application password of `penerbit`, an editor."""

    root: Path
    url: str
    password: str

    def php(self, script: str, *arguments: str) -> str:
        """Run a script of `php/` inside WordPress and give what it prints."""
        return run_php(self.root, script, *arguments)

    def reset(self, **options: str) -> None:
        """Forget every page and file; options: `permalink` ("/%postname%/"; "" for none)."""
        self.php("reset", options.get("permalink", "/%postname%/"))
        shutil.rmtree(self.root / "wp-content" / "uploads", ignore_errors=True)

    def posts(self) -> list[dict[str, str]]:
        """Give every page and file of the database, whatever its state: ID, post_type, post_status, post_name, post_parent, ..."""
        found: list[dict[str, str]] = json.loads(self.php("posts"))
        return found

    def sql(self, statement: str) -> None:
        """Run a statement."""
        self.php("sql", statement)

    def uploads(self) -> list[Path]:
        """Give every uploaded file."""
        return sorted(path for path in (self.root / "wp-content" / "uploads").rglob("*") if path.is_file())


def run_php(root: Path, script: str, *arguments: str) -> str:
    """Run a script of `php/` in a WordPress."""
    done = subprocess.run(
        [tool("php"), "-d", "display_errors=stderr", str(HERE / "php" / f"{script}.php"), str(root), *arguments],
        capture_output=True, text=True, timeout=PATIENCE, check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def wait_for(what: str, process: subprocess.Popen[bytes], ready: Path | int) -> None:
    """Wait until a server's socket (a path, or a port of this machine) answers."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, f"{what} ended with {process.returncode}"
        with socket.socket(socket.AF_UNIX if isinstance(ready, Path) else socket.AF_INET) as knock:
            if knock.connect_ex(str(ready) if isinstance(ready, Path) else ("127.0.0.1", ready)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"{what} does not answer")


@contextmanager
def server(command: list[str], what: str, ready: Path | int, log: Path, **environment: str) -> Iterator[None]:
    """Run a server until the block ends."""
    with log.open("wb") as out, subprocess.Popen(
        command, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env={**os.environ, **environment}, start_new_session=True,
    ) as process:
        try:
            wait_for(what, process, ready)
            yield
        except AssertionError as error:
            raise AssertionError(f"{error}\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}") from error
        finally:
            end(process, signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                end(process, signal.SIGKILL)


def end(process: subprocess.Popen[bytes], how: signal.Signals) -> None:
    """End a server and its workers: they are a group of their own."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, how)


@contextmanager
def database(folder: Path) -> Iterator[Path]:
    """Run a MariaDB with a fresh data folder; gives its socket. It listens on no port and asks for no password."""
    data, channel = folder / "data", folder / "m.sock"
    user = ["--user=root"] if os.geteuid() == 0 else []
    made = subprocess.run(
        [tool("mariadb-install-db"), "--no-defaults", f"--datadir={data}", f"--tmpdir={folder}", "--skip-test-db",
         "--auth-root-authentication-method=normal", *user], capture_output=True, text=True, check=False,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    mariadbd = shutil.which("mariadbd", path=f"{os.environ['PATH']}:/usr/sbin") or tool("mariadbd")
    command = [
        mariadbd, "--no-defaults", f"--datadir={data}", f"--socket={channel}", f"--pid-file={folder / 'm.pid'}", f"--tmpdir={folder}",
        "--skip-networking", "--skip-grant-tables", "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=64M", *user,
    ]
    with server(command, "MariaDB", channel, folder / "mariadb.log"):
        yield channel


def unpack(folder: Path, url: str, channel: Path) -> Path:
    """Copy WordPress's files and write its settings and a theme of two files."""
    source = next((place for place in PLACES if (place / "wp-load.php").is_file()), None)
    assert source, "WordPress is missing: run make test-publish once, it gets what these tests need"
    root = folder / "wp"
    shutil.copytree(source, root, symlinks=True)
    for name in ("wp-config.php", ".htaccess"):
        (root / name).unlink(missing_ok=True)
    for path in [path for path in root.rglob("*") if path.is_symlink()]:
        target = (source / path.relative_to(root)).resolve()
        path.unlink()
        if target.is_dir():
            shutil.copytree(target, path)
        elif target.is_file():
            shutil.copy(target, path)
    settings = (HERE / "php" / "wp-config.php").read_text(encoding="utf-8")
    (root / "wp-config.php").write_text(settings.replace("@SOCKET@", str(channel)).replace("@URL@", url), encoding="utf-8")
    shutil.copytree(HERE / "php" / "uji", root / "wp-content" / "themes" / "uji")
    return root


@contextmanager
def wordpress() -> Iterator[WordPress]:
    """Run a WordPress that was just installed, at an address of this machine."""
    folder = Path(tempfile.mkdtemp(prefix="wp-"))
    try:
        with database(folder) as channel:
            port = free_port()
            url = f"http://127.0.0.1:{port}"
            root = unpack(folder, url, channel)
            password = run_php(root, "install", USER).strip()
            command = [
                tool("php"), "-d", "upload_max_filesize=64M", "-d", "post_max_size=64M", "-S", f"127.0.0.1:{port}", "-t", str(root),
                str(HERE / "php" / "router.php"),
            ]
            with server(command, "PHP", port, folder / "php.log", PHP_CLI_SERVER_WORKERS="3"):
                yield WordPress(root, url, password)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    began = time.monotonic()
    with wordpress() as found:
        print(f"{found.url} {USER} '{found.password}' {found.root} ({time.monotonic() - began:.1f} s)", flush=True)
        sys.stdin.readline()
