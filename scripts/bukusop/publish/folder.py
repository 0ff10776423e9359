"""A web root of this machine: the new version beside the old one, shown by one rename of a symbolic link.

In: a tree. Out: `<tujuan>` -> `<tujuan>.versi/NNNN-digest`; see `versions`. Unchanged files are hard links: a version costs what changed.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from bukusop.diagnostics import Refusal
from bukusop.publish.target import Tell
from bukusop.publish.tree import Leaf, Plan, Tree, compare, differences, leaf_of, some
from bukusop.publish.versions import LINK, STAGING, SUFFIX, Versions, versions


@dataclass(frozen=True, slots=True)
class FolderTarget:
    """A web root: `place` is the path that the web server shows, a symbolic link of ours."""

    place: Path

    @property
    def shelf(self) -> Path:
        """The folder of all versions."""
        return self.place.with_name(self.place.name + SUFFIX)

    def plan(self, tree: Tree) -> Plan:
        """Compare with the bytes that are shown now."""
        try:
            return compare(tree, {name: leaf.sha256 for name, leaf in _leaves(self._shown(self._versions())).items()})
        except OSError as error:
            raise _refusal(self.place, error) from error

    def carry_out(self, plan: Plan, tell: Tell) -> None:
        """Make the new version, read it back, show it."""
        try:
            found = self._versions()
            if plan.empty and found.current:
                self._tidy(found)
                return
            self._stage(plan.tree, found, tell)
            name = found.next(plan.tree.digest)
            staged = self.shelf / STAGING
            wrong = differences(plan.tree.files, {path: leaf.sha256 for path, leaf in _leaves(staged).items()})
            if wrong:
                raise Refusal(f"{some(wrong)}: isi yang tertulis tidak sama dengan aslinya; situs lama tetap ditampilkan")
            for leftover in found.leftover:
                shutil.rmtree(self.shelf / leftover)
            staged.rename(self.shelf / name)
            _sync(self.shelf)
            self._show(name)
            self._tidy(self._versions())
        except OSError as error:
            raise _refusal(self.place, error) from error

    def rollback(self) -> None:
        """Show the version before this one."""
        try:
            before = self._versions().previous
            if not before:
                raise Refusal(f"{self.place}: tidak ada versi sebelumnya yang disimpan")
            self._show(before)
        except OSError as error:
            raise _refusal(self.place, error) from error

    def _versions(self) -> Versions:
        """Read what is there. Raises Refusal where the place is a folder of its own with something in it."""
        if not self.place.parent.is_dir():
            raise Refusal(f"folder {self.place.parent} tidak ada; buatlah dahulu")
        names = [path.name for path in self.shelf.iterdir()] if self.shelf.is_dir() else []
        if self.place.is_symlink():
            target = self.place.readlink()
            if target.parent.name != self.shelf.name or not self.place.is_dir():
                raise Refusal(f"{self.place} adalah tautan ke {target}, bukan buatan bukusop; pindahkan dahulu")
            return versions(names, target.name)
        if self.place.exists() and (not self.place.is_dir() or any(self.place.iterdir())):
            raise Refusal(
                f"{self.place} sudah ada dan bukan buatan bukusop; ganti namanya dahulu (mv {self.place.name} {self.place.name}.lama), "
                "lalu terbitkan lagi"
            )
        return versions(names, "")

    def _shown(self, found: Versions) -> Path | None:
        return self.shelf / found.current if found.current else None

    def _stage(self, tree: Tree, found: Versions, tell: Tell) -> None:
        """Fill the folder of the new version; what a killed run has left in it is used or taken away."""
        staged, shown = self.shelf / STAGING, self._shown(found)
        there, old = _leaves(staged), _leaves(shown)
        staged.mkdir(parents=True, exist_ok=True)
        for name in [*there, *_links(staged)]:
            if there.get(name) != tree.files.get(name):
                (staged / name).unlink()
        for folder in sorted((path for path in staged.rglob("*") if path.is_dir()), reverse=True):
            if not any(folder.iterdir()):
                folder.rmdir()
        for done, (name, leaf) in enumerate(tree.files.items(), 1):
            if there.get(name) != leaf:
                path = staged / name
                path.parent.mkdir(parents=True, exist_ok=True)
                if shown and old.get(name) == leaf:
                    os.link(shown / name, path)
                else:
                    _copy(tree.folder / name, path)
            tell(done, len(tree.files), name)
        for folder in [self.shelf, staged, *(path for path in staged.rglob("*") if path.is_dir())]:
            folder.chmod(0o755)
            _sync(folder)

    def _show(self, name: str) -> None:
        """Let visitors see a version: one rename."""
        link = self.shelf / LINK
        link.unlink(missing_ok=True)
        link.symlink_to(Path(self.shelf.name) / name)
        if self.place.is_dir() and not self.place.is_symlink():
            self.place.rmdir()      # empty, as `_versions` saw
        link.replace(self.place)
        _sync(self.place.parent)

    def _tidy(self, found: Versions) -> None:
        for name in found.outdated():
            shutil.rmtree(self.shelf / name)
        shutil.rmtree(self.shelf / STAGING, ignore_errors=True)


def _leaves(folder: Path | None) -> dict[str, Leaf]:
    """Read all plain files below a folder; none where it is not there."""
    if folder is None or not folder.is_dir():
        return {}
    return {path.relative_to(folder).as_posix(): leaf_of(path) for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.is_symlink()}


def _links(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_symlink()]


def _copy(source: Path, path: Path) -> None:
    """Copy the bytes, and see that they are on the disk."""
    with source.open("rb") as reading, path.open("wb") as writing:
        shutil.copyfileobj(reading, writing, 1 << 20)
        writing.flush()
        os.fsync(writing.fileno())
    path.chmod(0o644)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _refusal(place: Path, error: OSError) -> Refusal:
    return Refusal(f"{place}: {error.strerror or type(error).__name__} ({error.filename or place}); situs lama tetap ditampilkan")
