"""Files -> a folder: only what changed is written, what no longer belongs is taken away; a reader never sees half a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bukusop.paths import write_whole
from bukusop.site.site import File


@dataclass(frozen=True, slots=True)
class Written:
    """What was done: names of files written, taken away, and how many there are."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    count: int


def write_files(folder: Path, files: Iterable[File], keep: frozenset[str] = frozenset()) -> Written:
    """Write files below a folder; `keep` are first folders in it that belong to somebody else. Raises OutputError."""
    wanted: dict[str, bytes] = {}
    for file in files:
        if file.path in wanted:
            raise ValueError(f"two files are called {file.path}")
        wanted[file.path] = file.data
    written = []
    for name, data in wanted.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != data:
            write_whole(path, data, durable=False)
            written.append(name)
    removed = []
    for path in sorted(folder.rglob("*"), reverse=True):
        name = path.relative_to(folder).as_posix()
        if name.split("/")[0] in keep:
            continue
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                path.rmdir()
        elif name not in wanted:
            path.unlink()
            removed.append(name)
    return Written(tuple(written), tuple(removed), len(wanted))
