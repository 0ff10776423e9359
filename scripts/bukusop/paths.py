"""Where things are in a project, and how files come into being: whole or not at all.

Every path that a source names goes through `Project.inside`, so that nothing outside the project folder is ever read.
"""

from __future__ import annotations

import errno
import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

MAX_SOURCE_BYTES = 4_000_000
"""A source larger than this is refused: the longest real SOP seen is below 60 kB."""


class OutputError(Exception):
    """A file could not be written (disk full, no permission); what was there before is untouched. The text is a sentence."""


@dataclass(frozen=True, slots=True)
class Project:
    """A project folder (absolute, links resolved)."""

    root: Path

    @classmethod
    def at(cls, folder: Path) -> Project:
        """Open the project that `folder` is in: the nearest folder upwards with `book/book.yaml`, else `folder` itself."""
        start = folder.resolve()
        for candidate in (start, *start.parents):
            if (candidate / "book" / "book.yaml").is_file():
                return cls(candidate)
        return cls(start)

    @property
    def manifest(self) -> Path:
        """The book's manifest."""
        return self.root / "book" / "book.yaml"

    @property
    def register(self) -> Path:
        """The register of regulations."""
        return self.root / "book" / "peraturan.yaml"

    @property
    def chapters(self) -> Path:
        """The folder of the chapters."""
        return self.root / "book" / "chapters"

    @property
    def sops(self) -> Path:
        """The folder of the SOPs, one folder per bidang below it."""
        return self.root / "sops"

    @property
    def templates(self) -> Path:
        """The project's own templates; those shipped with the package serve where this folder is missing."""
        own = self.root / "templates"
        return own if own.is_dir() else shipped_templates()

    @property
    def build(self) -> Path:
        """The output folder."""
        return self.root / "build"

    @property
    def signed_register(self) -> Path:
        """The register of signed documents."""
        return self.build / "register.json"

    def name(self, path: Path) -> str:
        """Give a path as the user knows it: relative to the project, with forward slashes."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.name

    def inside(self, path: Path) -> Path | None:
        """Resolve a path (relative to the root); None if it, links followed, lies outside the project.

        Raises RuntimeError where links go round in a circle, OSError where a name is too long for the system.
        """
        resolved = (self.root / path).resolve()
        return resolved if resolved.is_relative_to(self.root) else None


def outside(root: Path, written: str) -> Path:
    """Give the file or folder that a setting names: keys and places of publication lie outside the project, so ~ and absolute paths may."""
    try:
        return root / Path(written).expanduser()
    except RuntimeError:        # ~somebody whom this machine does not know
        return root / written


def shipped_templates() -> Path:
    """Give the templates that come with the package: in the wheel beside the code, in a checkout at the top level."""
    package = Path(__file__).resolve().parent
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent.parent / "templates"


def write_whole(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Write a file so that it appears whole or not at all; see `writing`."""
    with writing(path, durable=durable) as file:
        file.write(data)


@contextmanager
def writing(path: Path, *, durable: bool = True) -> Iterator[BinaryIO]:
    """Give a file to write to, which appears at `path` whole or not at all: temporary name in the same folder, sync, rename.

    Not `durable` leaves out the sync, for what can be made again. Raises OutputError, with a sentence for the user, where it
    cannot be written; the file that was there stays, as it does where the writer raises anything.
    """
    name = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            if durable:
                os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException as error:
        if name:
            Path(name).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise OutputError(f"{path} tidak dapat ditulis: {_REASONS.get(error.errno or 0, error.strerror)}") from error
        raise


_REASONS = {
    errno.ENOSPC: "ruang penyimpanan penuh", errno.EDQUOT: "jatah penyimpanan habis", errno.EFBIG: "berkas melebihi batas ukuran",
    errno.EACCES: "tidak ada izin menulis di sana", errno.EROFS: "penyimpanan hanya dapat dibaca",
    errno.ENOTDIR: "foldernya bukan folder", errno.EISDIR: "di sana sudah ada folder bernama sama",
}


@contextmanager
def alone(project: Project, waiting: Callable[[], None]) -> Iterator[None]:
    """Be the only run that makes files in `build/`: another one is waited for, after `waiting` was called once.

    Removes what a run that was killed has left half written. Where there is no book, nothing is done. Raises OutputError where
    `build/` cannot be made.
    """
    if not project.manifest.is_file():
        yield
        return
    try:
        project.build.mkdir(parents=True, exist_ok=True)
        lock = os.open(project.build / ".kunci", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise OutputError(f"{project.build} tidak dapat ditulis: {_REASONS.get(error.errno or 0, error.strerror)}") from error
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(lock, fcntl.LOCK_EX)
        for path in project.build.glob(f".*.pdf.{'?' * 8}"):
            path.unlink(missing_ok=True)
        yield
    finally:
        os.close(lock)
