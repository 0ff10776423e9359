"""A fresh checkout -> a ready `.venv` and the system packages that rendering needs. Standard library only, run by any python3.

    python3 scripts/bukusop/bootstrap.py [--uji | --terbit]

Silent where everything is ready (a stamp in the environment says for what). Otherwise it says in one line each what it does;
what it may not install itself it names, with the command to type. Exit codes: 0 ready, 1 something is missing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "siap"
CHECKERS = ROOT / "tests" / "site" / "perkakas"
"""Names and versions of what checks the website in tests, for npm; installed into the environment, in a folder of the same name."""
LEAST = (3, 11)
KINDS = ("buku", "uji", "terbit")
"""What an environment may be ready for; each includes those before it."""

PACKAGES = {
    "libpango-1.0-0": "lib:libpango-1.0.so.0",
    "libpangoft2-1.0-0": "lib:libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "lib:libharfbuzz-subset.so.0",
    "fontconfig": "command:fc-list",
    "fonts-liberation": "font:Liberation Sans",
    "fonts-texgyre": "font:TeX Gyre Bonum",
}
"""Debian package -> how to see that what it brings is there."""
TEST_PACKAGES = {
    "poppler-utils": "command:pdftoppm",
    "qpdf": "command:qpdf",
    "default-jdk-headless": "command:javac",
    "openssl": "command:openssl",
    "libnss3-tools": "command:certutil",
    "softhsm2": "command:softhsm2-util",
    "faketime": "command:faketime",
    "openssh-server": "command:/usr/sbin/sshd",
    "rsync": "command:rsync",
    "chromium": "command:chromium",
    "npm": "command:npm",
    "libreoffice-writer-nogui": "file:/usr/lib/libreoffice/program/libswlo.so",
    "libreoffice-calc-nogui": "file:/usr/lib/libreoffice/program/libsclo.so",
}
PUBLISH_PACKAGES = {
    "php-cli": "command:php",
    "php-mysql": "php:mysqli",
    "php-xml": "php:dom",
    "php-gd": "php:gd",
    "php-curl": "php:curl",
    "php-mbstring": "php:mbstring",
    "mariadb-server-core": "command:mariadb-install-db",
    "mariadb-client-core": "command:my_print_defaults",
}
"""What a WordPress needs to run for a test: programs only, no service that would start with the machine."""
UNPACKED = ("wordpress", "php-getid3")
"""Debian packages that are only unpacked, into the environment: installed, they would bring a web server along."""


def main(arguments: list[str]) -> int:
    """Make everything ready; `--uji` adds what the tests need, `--terbit` also what tests of publishing to WordPress need."""
    publishing = "--terbit" in arguments
    testing = publishing or "--uji" in arguments
    wanted = _wanted("terbit" if publishing else "uji" if testing else "buku")
    if STAMP.is_file() and wanted in STAMP.read_text(encoding="utf-8").split():
        return 0
    packages = {**PACKAGES, **(TEST_PACKAGES if testing else {}), **(PUBLISH_PACKAGES if publishing else {})}
    missing = [name for name, sign in packages.items() if not _present(sign)]
    python = _python()
    if python is None:
        missing.append("python3-venv")
    if missing and not _install(missing):
        return 1
    python = python or _python()
    if python is None:
        print("Perlu Python 3.11 atau lebih baru beserta modul venv: sudo apt-get install python3 python3-venv")
        return 1
    return _environment(python, wanted)


def _wanted(kind: str) -> str:
    """Name the state of everything that decides what is installed."""
    sources = (ROOT / "pyproject.toml", ROOT / "scripts" / "constraints.txt", CHECKERS / "package-lock.json", Path(__file__))
    here = str(ROOT).encode()      # an environment that was copied along with its folder would run the old folder's code
    digest = hashlib.sha256(here + b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]
    return f"{kind}-{digest}"


def _present(sign: str) -> bool:
    kind, _, name = sign.partition(":")
    if kind == "command":
        return shutil.which(name) is not None
    if kind == "file":
        return Path(name).exists()
    if kind == "php":
        return shutil.which("php") is not None and name.encode() in subprocess.run(
            ["php", "-m"], capture_output=True, check=False,
        ).stdout.lower().split()
    if kind == "font":
        listed = shutil.which("fc-list") and subprocess.run(["fc-list", name], capture_output=True, check=False).stdout
        return bool(listed)
    import ctypes

    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _python() -> str | None:
    """Choose the interpreter: the distribution's, whose build is a quarter faster than a plain one (measured), else our own."""
    for candidate in ("/usr/bin/python3", sys.executable):
        check = f"import sys, venv, ensurepip; sys.exit(sys.version_info < {LEAST})"
        if Path(candidate).exists() and subprocess.run([candidate, "-c", check], capture_output=True, check=False).returncode == 0:
            return candidate
    return None


def _install(packages: list[str]) -> bool:
    """Install system packages where we may, else say what to type."""
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    command = [*sudo, "apt-get", "install", "-y", "--no-install-recommends", *packages]
    may = shutil.which("apt-get") and (
        not sudo or (shutil.which("sudo") and subprocess.run([*sudo, "true"], capture_output=True, check=False).returncode == 0)
    )
    if may:
        print(f"Memasang paket sistem: {' '.join(packages)}", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for step in ([*sudo, "apt-get", "update", "-qq"], command):
            done = subprocess.run(step, capture_output=True, text=True, env=environment, check=False)
        if done.returncode == 0:
            return True
        print(done.stderr.strip()[-400:])
    print(f"Perlu paket sistem, pasang lebih dahulu: sudo apt-get install {' '.join(packages)}")
    return False


def _environment(python: str, wanted: str) -> int:
    """Make the virtual environment with the pinned versions."""
    kept = STAMP.read_text(encoding="utf-8").split() if STAMP.is_file() else []
    kind, _, digest = wanted.partition("-")
    kinds = KINDS[: KINDS.index(kind) + 1]
    if not all(item.endswith(digest) for item in kept) or not (ENVIRONMENT / "bin" / "python").exists():
        kept = []
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        print("Menyiapkan lingkungan Python di .venv", flush=True)
        subprocess.run([python, "-m", "venv", str(ENVIRONMENT)], check=True)
    if kind == "terbit" and f"uji-{digest}" not in kept and _environment(python, f"uji-{digest}"):
        return 1
    if kind == "terbit":
        return _unpacked() or _stamped(kinds, digest)
    print("Memasang pustaka Python", flush=True)
    target = f"{ROOT}[dev]" if kind == "uji" else str(ROOT)
    pip = [str(ENVIRONMENT / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run(
        [*pip, "--constraint", str(ROOT / "scripts" / "constraints.txt"), "--editable", target],
        capture_output=True, text=True, check=False,
    )
    if done.returncode:
        print(done.stderr.strip()[-1200:])
        print("Pustaka Python tidak dapat dipasang; periksa sambungan jaringan, lalu ulangi.")
        return 1
    if kind == "uji" and not _checkers():
        return 1
    return _stamped(kinds, digest)


def _stamped(kinds: tuple[str, ...], digest: str) -> int:
    """Note what is ready."""
    STAMP.write_text("".join(f"{kind}-{digest}\n" for kind in kinds), encoding="utf-8")
    return 0


def _unpacked() -> int:
    """Unpack WordPress into the environment."""
    target = ENVIRONMENT / "terbit"
    shutil.rmtree(target, ignore_errors=True)
    print("Mengambil WordPress untuk uji penerbitan", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        command = ["apt-get", "download", "-qq", *UNPACKED]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode and os.geteuid() == 0:       # nobody has asked yet what there is
            subprocess.run(["apt-get", "update", "-qq"], capture_output=True, check=False)
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        packages = sorted(Path(folder).glob("*.deb"))
        unpacked = [subprocess.run(["dpkg-deb", "-x", str(path), str(target)], check=False).returncode for path in packages]
    if done.returncode or len(packages) != len(UNPACKED) or any(unpacked):
        print(done.stderr.strip()[-400:])
        print(f"Paket Debian tidak dapat diambil: {' '.join(UNPACKED)}; periksa sambungan jaringan, lalu ulangi.")
        return 1
    return 0


def _checkers() -> bool:
    """Install the checkers of the website exactly as their lock file says."""
    target = ENVIRONMENT / CHECKERS.name
    target.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(CHECKERS / name, target / name)
    print("Memasang pemeriksa situs web", flush=True)
    command = ["npm", "ci", "--silent", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=target, capture_output=True, text=True, check=False)
    if done.returncode:
        print((done.stderr or done.stdout).strip()[-1200:])
        print("Pemeriksa situs web tidak dapat dipasang dengan npm; periksa sambungan jaringan, lalu ulangi.")
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
