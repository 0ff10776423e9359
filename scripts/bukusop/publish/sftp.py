"""A web root that is reached by SFTP only (cPanel): no symbolic link, no shell. Files are brought in whole, one rename each.

    .bukusop-terbit.json          what is shown: `isi` (path -> SHA-256); `menuju` while a publication is under way
    .bukusop-baru/KEY             what is uploaded and read back, before anything is shown; kept by a run that was killed
    .bukusop-lama/0003/PATH       what edition 3 had at paths that edition 4 changed, for --rollback; with the list `daftar.json`

Order: upload all -> read all back -> put the old aside -> say `menuju` -> rename assets and PDFs, then pages, then lists -> remove
-> say `isi`.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from bukusop.diagnostics import Refusal
from bukusop.publish.account import Account, session
from bukusop.publish.address import Address
from bukusop.publish.target import Tell
from bukusop.publish.tree import Leaf, Plan, Tree, compare, some
from bukusop.sign.passphrase import Secret

STATE, FRESH, OLD, LIST = ".bukusop-terbit.json", ".bukusop-baru", ".bukusop-lama", "daftar.json"
PRIVATE = b"Require all denied\n"
"""Put beside what is not for visitors, for servers that read .htaccess."""
FORMAT = 1
KEPT = 3
LAST = ("index.html", "index.json", "register.json", "sitemap.xml", "atom.xml")
"""What leads to everything else is shown last."""


@dataclass(frozen=True, slots=True)
class State:
    """What the server says of itself: `shown` after the last publication that ended, `towards` what one that was killed was making."""

    edition: int = 0
    shown: Mapping[str, str] | None = None
    towards: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class SftpTarget:
    """A folder of a hosting account."""

    address: Address
    secret: Secret | None
    thorough: bool = False
    """Whether the plan reads every file of the server, and does not go by sizes."""

    def plan(self, tree: Tree) -> Plan:
        """Compare with what the server has; files whose state is not certain are read."""
        with session(self.address, self.secret) as account:
            state = _read_state(account)
            return compare(tree, _found(account, state, tree, thorough=self.thorough))

    def carry_out(self, plan: Plan, tell: Tell) -> None:
        """Upload, read back, show; see the order above."""
        tree = plan.tree
        wanted = {name: leaf.sha256 for name, leaf in tree.files.items()}
        with session(self.address, self.secret) as account:
            state = _read_state(account)
            there = _found(account, state, tree)
            there.update((name, "") for name in plan.changed if there.get(name) == wanted[name])       # damage that only a reading finds
            plan = compare(tree, there)
            if not plan.empty:
                _upload(account, tree, (*plan.new, *plan.changed), tell)
                _put_aside(account, state, there, (*plan.changed, *plan.removed))
            if not plan.empty or state.towards is not None:
                _write_state(account, State(state.edition, state.shown, wanted))
                for name in sorted((*plan.new, *plan.changed), key=_rank):
                    account.rename(f"{FRESH}/{_key(name, wanted[name])}", name)
                _remove(account, plan.removed)
                state = State(state.edition + 1, wanted)
                _write_state(account, state)
            account.remove(f"{STATE}.unggah")
            account.remove_folder(FRESH)
            _forget(account, state.edition - KEPT)

    def rollback(self) -> None:
        """Put back what was put aside; may follow a rollback or a publication that was killed."""
        with session(self.address, self.secret) as account:
            state = _read_state(account)
            before = state.edition if state.towards is not None else state.edition - 1
            aside = f"{OLD}/{before:04}"
            old = _read_list(account, f"{aside}/{LIST}")
            if old is None:
                raise Refusal(f"{self.address}: tidak ada terbitan sebelumnya yang disimpan di server")
            there = {**(state.shown or {}), **(state.towards or {})}
            _write_state(account, State(before, old, there))
            different = sorted((name for name, sha256 in old.items() if there.get(name) != sha256 or state.towards is not None), key=_rank)
            kept = _names(account, aside)
            for name in different:
                if name in kept:
                    account.rename(f"{aside}/{name}", name)
                elif account.digest(name) != old[name]:
                    raise Refusal(f"{self.address}: {name} dari terbitan sebelumnya tidak ada lagi di server; terbitkan lagi saja")
            _remove(account, sorted(name for name in there if name not in old))
            _write_state(account, State(before, old))
            account.remove_folder(aside)
            account.remove_folder(FRESH)


def _rank(name: str) -> tuple[int, str]:
    """Order what is shown: assets and PDFs, then pages, then what leads to them."""
    return 2 if name in LAST else 1 if name.endswith(".html") else 0, name


def _key(name: str, sha256: str) -> str:
    """Name an upload by its content and where it goes: the next run knows it again."""
    return f"{sha256}-{hashlib.sha256(name.encode()).hexdigest()[:16]}"


def _read_state(account: Account) -> State:
    try:
        data = account.read(STATE)
    except FileNotFoundError:
        return State()
    try:
        found = json.loads(data)
        if found["format"] != FORMAT:
            raise ValueError
        return State(int(found["terbitan"]), _list(found["isi"]), _list(found["menuju"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refusal(f"{STATE} di server rusak atau dari versi lain; pindahkan isi folder itu dahulu, lalu terbitkan lagi") from None


def _list(found: object) -> Mapping[str, str] | None:
    """Take a list of files as the server has it; nobody leads us out of the folder with it. Raises ValueError."""
    if found is None:
        return None
    if not isinstance(found, dict):
        raise ValueError("no list of files")
    for name, sha256 in found.items():
        if not isinstance(sha256, str) or name.startswith("/") or {"", ".", ".."} & set(name.split("/")):
            raise ValueError("not a list of files")
    return found


def _write_state(account: Account, state: State) -> None:
    towards = dict(state.towards) if state.towards is not None else None
    text = json.dumps({"format": FORMAT, "terbitan": state.edition, "isi": dict(state.shown or {}), "menuju": towards}, ensure_ascii=False)
    account.write_whole(STATE, text.encode())


def _found(account: Account, state: State, tree: Tree, *, thorough: bool = False) -> dict[str, str]:
    """Say what stands at the paths of ours, by SHA-256.

    What somebody deleted or cut since is seen by its size; what a killed run left is read, and everything where that is asked for.
    """
    ours = {**(state.shown or {}), **(state.towards or {})}
    sizes = _sizes(account, {posixpath.dirname(name) for name in (*ours, *tree.files)})
    strangers = sorted(name for name in tree.files if name not in ours and name in sizes)
    if strangers:
        raise Refusal(
            f"{account.folder} sudah berisi {some(strangers)} yang bukan dari bukusop; pindahkan dahulu, supaya tidak ada yang tertimpa"
        )
    there: dict[str, str] = {}
    for name, sha256 in ours.items():
        if name not in sizes:
            continue
        leaf = tree.files.get(name)
        sure = not thorough and (state.towards is None or (state.shown or {}).get(name) == state.towards.get(name))
        same_size = leaf is None or leaf.sha256 != sha256 or leaf.size == sizes[name]
        there[name] = sha256 if sure and same_size else account.digest(name)
    return there


def _sizes(account: Account, folders: Iterable[str]) -> dict[str, int]:
    """List the files of folders, with their sizes."""
    found: dict[str, int] = {}
    missing: set[str] = set()
    for folder in sorted(folders):
        if any(folder.startswith(f"{gone}/") for gone in missing):
            continue
        items = account.list(folder)
        if not items:
            missing.add(folder)
        found.update({posixpath.join(folder, name): size for name, is_folder, size in items if not is_folder})
    return found


def _upload(account: Account, tree: Tree, names: Sequence[str], tell: Tell) -> None:
    """Bring files to the server under names nobody asks for, each read back; those of a killed run need not come again."""
    done = {name for name, _, _ in account.list(FRESH)}
    if ".htaccess" not in done:
        account.write(f"{FRESH}/.htaccess", BytesIO(PRIVATE))
    for count, name in enumerate(names, 1):
        leaf = tree.files[name]
        key = _key(name, leaf.sha256)
        if key not in done:
            with (tree.folder / name).open("rb") as file:
                account.write(f"{FRESH}/{key}.unggah", file)
            _check(account, f"{FRESH}/{key}.unggah", name, leaf)
            account.rename(f"{FRESH}/{key}.unggah", f"{FRESH}/{key}")
        tell(count, len(names), name)


def _check(account: Account, path: str, name: str, leaf: Leaf) -> None:
    if account.digest(path) != leaf.sha256:
        account.remove(path)
        raise Refusal(f"{name}: isi di server tidak sama dengan aslinya; situs lama tetap ditampilkan, ulangi bukusop publish")


def _put_aside(account: Account, state: State, there: Mapping[str, str], names: Iterable[str]) -> None:
    """Copy what will be replaced or removed, so that --rollback finds it; a path that is already put aside stays as it is."""
    if state.shown is None:
        return
    aside = f"{OLD}/{state.edition:04}"
    kept = _names(account, aside)
    if not kept:
        account.write(f"{OLD}/.htaccess", BytesIO(PRIVATE))
    for name in names:
        if name in kept or name not in state.shown or there[name] != state.shown[name]:
            continue
        data = account.read(name)
        if hashlib.sha256(data).hexdigest() == state.shown[name]:
            account.write_whole(f"{aside}/{name}", data)
    account.write_whole(f"{aside}/{LIST}", json.dumps(dict(state.shown), ensure_ascii=False).encode())


def _names(account: Account, folder: str) -> set[str]:
    """Give the paths of the files below a folder of ours, counted from it."""
    found: set[str] = set()
    for name, is_folder, _ in account.list(folder):
        if is_folder:
            found |= {f"{name}/{below}" for below in _names(account, f"{folder}/{name}")}
        elif not name.endswith(".unggah"):
            found.add(name)
    return found


def _read_list(account: Account, path: str) -> Mapping[str, str] | None:
    try:
        return _list(json.loads(account.read(path)))
    except (FileNotFoundError, ValueError):
        return None


def _remove(account: Account, names: Iterable[str]) -> None:
    """Remove files, and the folders that are empty then."""
    for name in names:
        account.remove(name)
        folder = posixpath.dirname(name)
        while folder and account.remove_empty(folder):
            folder = posixpath.dirname(folder)


def _forget(account: Account, before: int) -> None:
    """Let go of what was put aside for editions before one."""
    for name, is_folder, _ in account.list(OLD):
        if is_folder and name.isdigit() and int(name) < before:
            account.remove_folder(f"{OLD}/{name}")
