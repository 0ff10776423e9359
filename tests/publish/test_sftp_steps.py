"""SFTP, stopped before every single change on the server: no page is ever missing, the next run finishes, rollback restores."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import inf
from pathlib import Path

import pytest

from bukusop.diagnostics import Refusal
from bukusop.model import Terbit
from bukusop.publish import Target, Tree, read_tree
from bukusop.publish.opening import open_target
from bukusop.publish.sftp import SftpTarget
from tests.publish.hosting import hosting
from tests.publish.sites import NEW, OLD, seen, write

SMALL_OLD = {name: data[:500] for name, data in OLD.items()}
SMALL_NEW = {name: data[:500] for name, data in NEW.items()}


@dataclass
class Account:
    """An account, and how many changes it still takes."""

    folder: Path
    left: list[float]
    target: Target
    old: Tree
    new: Tree

    def publish(self, tree: Tree) -> None:
        self.target.carry_out(self.target.plan(tree), lambda *_: None)

    def dies(self, after: float, tree: Tree | None) -> bool:
        """Publish a tree, or roll back, with so many changes left; say whether that was too few."""
        self.left[0] = after
        try:
            if tree is None:
                self.target.rollback()
            else:
                self.publish(tree)
        except Refusal:
            return True
        finally:
            self.left[0] = inf
        return False


@pytest.fixture
def account(tmp_path: Path) -> Iterator[Account]:
    left = [inf]
    old, new = read_tree(write(tmp_path / "lama", SMALL_OLD)), read_tree(write(tmp_path / "baru", SMALL_NEW))
    (tmp_path / "akun").mkdir()
    with hosting(tmp_path / "akun", "dinas", "x", left=left) as (port, sidik):
        terbit = Terbit("hosting", "sftp", "127.0.0.1:www", pengguna="dinas", port=port, sidik=sidik, rahasia="lingkungan:S")
        yield Account(tmp_path / "akun" / "www", left, open_target(terbit, tmp_path, None, None, {"S": "x"}), old, new)  # type: ignore[arg-type]


def whole(found: dict[str, bytes]) -> None:
    """See that a visitor of either site finds every page of both, none of them half."""
    for name, data in found.items():
        assert data in (SMALL_OLD.get(name), SMALL_NEW.get(name)), f"{name} is neither old nor new"
    assert set(SMALL_OLD) & set(SMALL_NEW) <= set(found)
    if not set(SMALL_OLD) <= set(found):
        assert all(found.get(name) == data for name, data in SMALL_NEW.items()) or all(
            found.get(name) == data for name, data in SMALL_OLD.items()
        ), "something is gone before everything new is there"


@pytest.mark.terbit
def test_publication_stopped_before_each_of_its_changes(account: Account) -> None:
    account.publish(account.old)
    steps, shown = 0, set()
    while account.dies(steps, account.new):
        found = seen(account.folder)
        whole(found)
        shown.add(found == SMALL_OLD)
        if steps % 2 and (account.folder / ".bukusop-terbit.json").read_text().find('"menuju": null') < 0:
            account.target.rollback()       # what was half published is taken back ...
            assert seen(account.folder) == SMALL_OLD
        account.publish(account.new)        # ... or finished
        assert seen(account.folder) == SMALL_NEW, steps
        assert not (account.folder / ".bukusop-baru").exists()
        account.target.rollback()
        assert seen(account.folder) == SMALL_OLD, steps
        steps += 1
    assert steps > 60 and shown == {True, False}


@pytest.mark.terbit
def test_rollback_stopped_before_each_of_its_changes(account: Account) -> None:
    account.publish(account.old)
    account.publish(account.new)
    steps = 0
    while account.dies(steps, None):
        found = seen(account.folder)
        if steps % 2:
            account.publish(account.new)
            assert seen(account.folder) == SMALL_NEW, steps
            account.target.rollback()
        elif found != SMALL_OLD:        # else only the last tidying was stopped
            account.target.rollback()
        assert seen(account.folder) == SMALL_OLD, steps
        account.publish(account.new)
        assert seen(account.folder) == SMALL_NEW, steps
        steps += 1
    assert steps > 10


def test_three_editions_are_kept(account: Account, tmp_path: Path) -> None:
    for edition in range(7):
        account.publish(read_tree(write(tmp_path / "situs", {"index.html": f"{edition}".encode(), "tetap.html": b"tetap"})))
    for edition in (5, 4, 3):
        account.target.rollback()
        assert seen(account.folder) == {"index.html": f"{edition}".encode(), "tetap.html": b"tetap"}
    with pytest.raises(Refusal, match="tidak ada terbitan sebelumnya"):
        account.target.rollback()


def test_damage_of_the_same_size_is_found_where_everything_is_read(account: Account) -> None:
    account.publish(account.old)
    name = "berkas/sop/surat.pdf"
    path = account.folder / name
    path.write_bytes(b"?" * path.stat().st_size)
    assert account.target.plan(account.old).empty
    assert isinstance(account.target, SftpTarget)
    account.target = replace(account.target, thorough=True)
    assert account.target.plan(account.old).changed == (name,)
    account.publish(account.old)
    assert seen(account.folder) == SMALL_OLD
    account.publish(account.new)
    account.target.rollback()
    assert seen(account.folder) == SMALL_OLD


def test_any_order_of_publications_deaths_and_rollbacks(account: Account, tmp_path: Path) -> None:
    chance, trees = random.Random(7), []
    for number in range(4):
        files = {f"laman-{page}/index.html": f"{number} {page}".encode() for page in range(6) if chance.random() < 0.7}
        trees.append(({**files, "index.html": f"{number}".encode()}, read_tree(write(tmp_path / f"situs-{number}", {
            **files, "index.html": f"{number}".encode(),
        }))))
    for _ in range(40):
        files, tree = chance.choice(trees)
        if chance.random() < 0.2:
            account.dies(chance.randrange(20), None)
        elif not account.dies(chance.choice([inf, chance.randrange(60)]), tree):
            assert seen(account.folder) == files
    files, tree = trees[0]
    account.publish(tree)
    assert seen(account.folder) == files
