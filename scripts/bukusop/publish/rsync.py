"""A server reached by ssh: rsync brings the new version beside the old one, the server's own sha256sum reads it back, one rename shows it.

In: a tree. Out: on the server the same folders as `versions` describes; unchanged files are hard links there and are not sent again.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bukusop.diagnostics import Refusal
from bukusop.publish.address import Address
from bukusop.publish.shell import Shell, open_shell
from bukusop.publish.target import Tell
from bukusop.publish.tree import Plan, Tree, compare, differences, some
from bukusop.publish.versions import LINK, STAGING, SUFFIX, Versions, versions

SURVEY = """
[ -d "$(dirname -- "$1")" ] || { echo 'tempat tiada'; exit 0; }
if [ -L "$1" ]; then printf 'tautan %s\\n' "$(readlink -- "$1")"; [ -d "$1/" ] || echo 'tempat putus'
elif [ -d "$1" ]; then [ -z "$(ls -A -- "$1")" ] || echo 'tempat isi'
elif [ -e "$1" ]; then echo 'tempat isi'; fi
[ ! -d "$1.versi" ] || ls -1A -- "$1.versi" | sed 's/^/versi /'
"""
DIGESTS = """
[ -d "$1" ] || exit 0
cd -- "$1" && find . ! -type d ! -type f -exec printf 'ganjil %s\\n' {} \\; && find . -type f -exec sha256sum {} +
"""
PREPARE = """
set -e
mkdir -p -- "$1.versi"; chmod 755 -- "$1.versi"
if [ -n "$2" ] && [ ! -d "$1.versi/.sedang" ]; then mv -- "$1.versi/$2" "$1.versi/.sedang"; fi
"""
FINISH = """
set -e
place=$1 name=$2; shift 2
for lama in "$@"; do rm -rf -- "$place.versi/$lama"; done
sync -f "$place.versi" 2>/dev/null || sync
mv -T -- "$place.versi/.sedang" "$place.versi/$name"
"""
SHOW = """
set -e
rm -f -- "$1.versi/.tautan"
ln -s -- "$2" "$1.versi/.tautan"
if [ -d "$1" ] && [ ! -L "$1" ]; then rmdir -- "$1"; fi
mv -T -f -- "$1.versi/.tautan" "$1"
"""
TIDY = """
place=$1; shift
for lama in "$@"; do rm -rf -- "$place.versi/$lama"; done
"""
SEND = ("--recursive", "--perms", "--chmod=D755,F644", "--checksum", "--delete", "--timeout=120")
_DIGEST = re.compile(r"^([0-9a-f]{64}) [ *]\./(.+)$")


@dataclass(frozen=True, slots=True)
class RsyncTarget:
    """A web root of a server."""

    address: Address

    def plan(self, tree: Tree) -> Plan:
        """Compare with the bytes that the server shows now, as it reads them itself."""
        with self._open() as shell:
            return compare(tree, _digests(shell, self._shown(_survey(shell))))

    def carry_out(self, plan: Plan, tell: Tell) -> None:
        """Send what changed, let the server read all of it back, show it."""
        place, tree = self.address.folder, plan.tree
        with self._open() as shell:
            found = _survey(shell)
            staged, name, total = f"{place}{SUFFIX}/{STAGING}", found.next(tree.digest), len(tree.files)
            if not (plan.empty and found.current):
                again = [leftover for leftover in found.leftover if leftover.endswith(tree.digest[:16])]
                shell.run(PREPARE, place, (again or [""])[-1])
                link = [f"--link-dest=../{found.current}"] if found.current else []
                tell(plan.same, total + 1, "pengiriman")
                shell.send(tree.folder, staged, [*SEND, *link])
                wrong = differences(tree.files, _digests(shell, staged))
                if wrong:
                    raise Refusal(
                        f"{some(wrong)}: isi di server tidak sama dengan aslinya; situs lama tetap ditampilkan, ulangi bukusop publish"
                    )
                tell(total, total + 1, "pemeriksaan")
                shell.run(FINISH, place, name, *found.leftover)
                self._show(shell, name)
                found = _survey(shell)
            shell.run(TIDY, place, STAGING, LINK, *found.outdated())
            tell(total + 1, total + 1, "selesai")

    def rollback(self) -> None:
        """Show the version before this one."""
        with self._open() as shell:
            before = _survey(shell).previous
            if not before:
                raise Refusal(f"{self.address}: tidak ada versi sebelumnya yang disimpan di server")
            self._show(shell, before)

    @contextmanager
    def _open(self) -> Iterator[Shell]:
        with open_shell(self.address) as shell:
            yield shell

    def _shown(self, found: Versions) -> str:
        return f"{self.address.folder}{SUFFIX}/{found.current}" if found.current else ""

    def _show(self, shell: Shell, name: str) -> None:
        place = self.address.folder
        shell.run(SHOW, place, f"{posixpath.basename(place)}{SUFFIX}/{name}")


def _survey(shell: Shell) -> Versions:
    """Read which versions the server has. Raises Refusal where the place is not ours."""
    place, names, current = shell.address.folder, [], ""
    for line in shell.run(SURVEY, place).splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "versi":
            names.append(rest)
        elif kind == "tautan":
            current = posixpath.basename(rest)
            if rest != f"{posixpath.basename(place)}{SUFFIX}/{current}":
                raise Refusal(f"{shell.address} adalah tautan ke {rest}, bukan buatan bukusop; pindahkan dahulu")
        elif line == "tempat putus":
            raise Refusal(f"{shell.address} adalah tautan ke folder yang tidak ada; hapus tautan itu dahulu")
        elif line == "tempat tiada":
            raise Refusal(f"{shell.address}: folder induknya tidak ada di server; buatlah dahulu")
        elif line == "tempat isi":
            raise Refusal(
                f"{shell.address} sudah ada dan bukan buatan bukusop; ganti namanya dahulu di server "
                f"(mv {posixpath.basename(place)} {posixpath.basename(place)}.lama), lalu terbitkan lagi"
            )
    return versions(names, current)


def _digests(shell: Shell, folder: str) -> dict[str, str]:
    """Let the server read all files of a folder and say their SHA-256; what is no plain file has none."""
    found: dict[str, str] = {}
    if not folder:
        return found
    for line in shell.run(DIGESTS, folder).splitlines():
        matched = _DIGEST.match(line)
        found[matched[2] if matched else line] = matched[1] if matched else ""
    return found
