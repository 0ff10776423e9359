"""What a rendering depends on beside its sources: this tool's code, the libraries, and the fonts of the machine.

Libraries are known by the names of their installed distributions and of the shared libraries that set type; fonts by path, size
and time of change, which is how fontconfig itself knows them.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bukusop.cache.store import digest

FORMAT = "1"
"""Raised when entries of the cache change their form."""
_FONTS = ("/usr/share/fonts", "/usr/local/share/fonts", "/etc/fonts", "~/.local/share/fonts", "~/.fonts", "~/.config/fontconfig")
_APART = {"cli", "watch", "sign", "approval", "stats", "site", "publish", "office", "bootstrap.py"}
"""Rooms that show, start, sign or publish things, or write other formats, and put nothing on a page."""
_SHARED = ("libpango", "libharfbuzz", "libfontconfig", "libfreetype", "libfribidi")


@dataclass(frozen=True, slots=True)
class Identity:
    """Digests of the tool (code, libraries, format of the cache) and of the fonts."""

    alat: str
    huruf: str


@cache
def identify() -> Identity:
    """Look at this machine, once per process."""
    return Identity(digest(FORMAT, sys.version, *_code(), *_distributions(), *_shared_libraries()), digest(*_fonts()))


def _code() -> list[bytes]:
    package = Path(__file__).resolve().parents[1]
    pieces = []
    for path in sorted(package.rglob("*.py")):
        if path.relative_to(package).parts[0] in _APART:
            continue
        pieces += [str(path.relative_to(package)).encode(), path.read_bytes()]
    return pieces


def _distributions() -> list[str]:
    folders = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    return sorted(path.name for folder in folders for path in Path(folder).glob("*.dist-info"))


def _shared_libraries() -> list[str]:
    folders = [Path(folder) for folder in ("/usr/lib", "/usr/local/lib", *map(str, Path("/usr/lib").glob("*-linux-*")))]
    return sorted({path.name for folder in folders for name in _SHARED for path in folder.glob(f"{name}*.so.*")})


def _fonts() -> list[str]:
    found = []
    for name in _FONTS:
        for folder, folders, files in os.walk(Path(name).expanduser()):
            folders.sort()
            for file in sorted(files):
                path = os.path.join(folder, file)  # noqa: PTH118 - thousands of files: plain strings are quicker
                try:
                    state = os.stat(path)  # noqa: PTH116
                except OSError:
                    continue
                found.append(f"{path} {state.st_size} {state.st_mtime_ns}")
    return found
