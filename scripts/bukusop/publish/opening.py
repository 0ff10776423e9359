"""A line of the manifest -> a target. The only place that knows all kinds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bukusop.diagnostics import UsageError
from bukusop.model import Book, Terbit
from bukusop.paths import Project, outside
from bukusop.publish.address import read_address
from bukusop.publish.folder import FolderTarget
from bukusop.publish.secret import read_password
from bukusop.publish.target import Target
from bukusop.render import Templates
from bukusop.sign import Register


def open_target(
    terbit: Terbit, root: Path, book: Book, register: Register, environment: Mapping[str, str], *, thorough: bool = False,
) -> Target:
    """Open a target; nothing is connected yet. Paths count from the project's folder `root`. Raises UsageError, CredentialError.

    `thorough` makes SFTP read every file of the server, as the other kinds always do.
    """
    match terbit.jenis:
        case "folder":
            return _folder(terbit, root)
        case "rsync":
            from bukusop.publish.rsync import RsyncTarget

            if terbit.rahasia:
                raise UsageError(f"terbit {terbit.nama}: rsync memakai kunci ssh, bukan kata sandi; hapus `rahasia`, atau pakai jenis sftp")
            return RsyncTarget(read_address(terbit, root))
        case "sftp":
            from bukusop.publish.sftp import SftpTarget

            return SftpTarget(read_address(terbit, root), read_password(terbit, root, environment), thorough)
        case "wordpress":
            from bukusop.publish.wordpress import WordPressTarget

            secret = read_password(terbit, root, environment)
            if secret is None:
                raise UsageError(f"terbit {terbit.nama}: WordPress memerlukan sandi aplikasi; tulis tempatnya pada `rahasia`")
            return WordPressTarget(terbit, book, register, Templates.of_site(Project.at(root).templates), secret)
    raise UsageError(f"terbit {terbit.nama}: jenis {terbit.jenis} tidak dikenal")


def _folder(terbit: Terbit, root: Path) -> FolderTarget:
    """Give the folder target. A folder that holds the project, or lies in what is published, would swallow itself."""
    written = outside(root, terbit.tujuan)
    place = written.parent.resolve() / written.name
    site = root / "build" / "site"
    if not written.name or written.name in (".", "..") or place in (root, *root.parents) or place.is_relative_to(site):
        raise UsageError(f"terbit {terbit.nama}: {terbit.tujuan} tidak dapat menjadi `tujuan`; sebutkan folder situs di web server ini")
    return FolderTarget(place)
