"""A web root of this machine: one rename, the old version beside it, killed at every step."""

import os
import signal
from pathlib import Path

import pytest

from bukusop.diagnostics import Refusal, UsageError
from bukusop.model import Terbit
from bukusop.publish import Target, Tree, read_tree
from bukusop.publish.opening import open_target
from tests.publish.mortal import mortal
from tests.publish.sites import NEW, OLD, seen, write


def target(place: Path, root: Path = Path("/")) -> Target:
    return open_target(Terbit("situs", "folder", str(place)), root, None, None, {})      # type: ignore[arg-type]


def publish(place: Path, tree: Tree) -> None:
    to = target(place)
    to.carry_out(to.plan(tree), lambda *_: None)


def dies(place: Path, tree: Tree, calls: int) -> bool:
    """Publish in a process that kills itself before a change; say whether it did."""
    child = os.fork()
    if not child:
        mortal(calls)
        publish(place, tree)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


@pytest.fixture
def old(tmp_path: Path) -> Tree:
    return read_tree(write(tmp_path / "lama", OLD))


@pytest.fixture
def new(tmp_path: Path) -> Tree:
    return read_tree(write(tmp_path / "baru", NEW))


def kept(place: Path) -> list[str]:
    return sorted(path.name[:4] for path in place.with_name(f"{place.name}.versi").iterdir())


def test_publish_change_publish_again_and_back(tmp_path: Path, old: Tree, new: Tree) -> None:
    place = tmp_path / "www" / "sop"
    place.parent.mkdir()
    plan = target(place).plan(old)
    assert (len(plan.new), plan.changed, plan.removed, plan.same) == (len(OLD), (), (), 0)
    assert not any(place.parent.iterdir()), "a plan touches nothing"
    publish(place, old)
    assert place.is_symlink() and seen(place) == OLD and kept(place) == ["0001"]
    plan = target(place).plan(new)
    assert set(plan.new) == set(NEW) - set(OLD) and set(plan.removed) == set(OLD) - set(NEW)
    assert set(plan.changed) == {name for name in NEW if name in OLD and NEW[name] != OLD[name]}
    same = place.resolve() / "berkas/buku.pdf"
    publish(place, new)
    assert seen(place) == NEW and kept(place) == ["0001", "0002"]
    assert same.samefile(place / "berkas/buku.pdf"), "what did not change is not copied"
    assert (place / "index.html").stat().st_mode & 0o777 == 0o644 and place.resolve().stat().st_mode & 0o777 == 0o755
    assert target(place).plan(new).empty
    target(place).rollback()
    assert seen(place) == OLD
    with pytest.raises(Refusal, match="tidak ada versi sebelumnya"):
        target(place).rollback()
    publish(place, new)
    assert seen(place) == NEW and kept(place) == ["0001", "0002"]


def test_three_versions_are_kept(tmp_path: Path) -> None:
    place, site = tmp_path / "sop", tmp_path / "situs"
    for edition in range(7):
        publish(place, read_tree(write(site, {"index.html": f"{edition}".encode()})))
    assert kept(place) == ["0004", "0005", "0006", "0007"]
    for edition in (5, 4, 3):
        target(place).rollback()
        assert (place / "index.html").read_text() == str(edition)
    with pytest.raises(Refusal):
        target(place).rollback()


def test_killed_before_every_change_the_old_site_is_whole_and_the_next_run_finishes(tmp_path: Path, old: Tree, new: Tree) -> None:
    place = tmp_path / "www" / "sop"
    place.parent.mkdir()
    publish(place, old)
    deaths, shown = 0, set()
    while dies(place, new, deaths):
        found = seen(place)
        assert found in (OLD, NEW), deaths
        shown.add(found == NEW)
        publish(place, new)
        assert seen(place) == NEW
        assert ".sedang" not in kept(place) and ".tautan" not in kept(place)
        publish(place, old)      # and back again for the next death
        deaths += 1
    assert deaths >= 30 and shown == {True, False}


@pytest.mark.parametrize("files", [{"index.html": b"milik orang"}])
def test_a_folder_of_somebody_else_is_refused(tmp_path: Path, old: Tree, files: dict[str, bytes]) -> None:
    place = write(tmp_path / "sop", files)
    with pytest.raises(Refusal, match="bukan buatan bukusop"):
        publish(place, old)
    assert seen(place) == files
    place = tmp_path / "kosong"
    place.mkdir()
    publish(place, old)
    assert seen(place) == OLD


def test_places_that_cannot_be(tmp_path: Path, old: Tree) -> None:
    with pytest.raises(Refusal, match="buatlah dahulu"):
        publish(tmp_path / "tiada" / "sop", old)
    for wrong in (tmp_path, tmp_path.parent, tmp_path / "build" / "site", tmp_path / "build" / "site" / "x"):
        with pytest.raises(UsageError):
            target(wrong, tmp_path)
    with pytest.raises(Refusal, match="buatlah dahulu"):
        publish(Path("~tidak-dikenal/www/sop"), old)
    (tmp_path / "tautan").symlink_to("/etc")
    with pytest.raises(Refusal, match="bukan buatan bukusop"):
        publish(tmp_path / "tautan", old)


def test_bytes_that_were_spoilt_on_the_way_are_noticed(tmp_path: Path, old: Tree, new: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    from bukusop.publish import folder

    place = tmp_path / "sop"
    publish(place, old)

    def spoil(source: Path, path: Path) -> None:
        path.write_bytes(source.read_bytes()[:-1] + b"?")

    with monkeypatch.context() as patch:
        patch.setattr(folder, "_copy", spoil)
        with pytest.raises(Refusal, match="tidak sama dengan aslinya"):
            publish(place, new)
    assert seen(place) == OLD
    publish(place, new)
    assert seen(place) == NEW


def test_full_disk(tmp_path: Path, old: Tree, new: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    from bukusop.publish import folder

    place = tmp_path / "sop"
    publish(place, old)

    def full(_source: Path, path: Path) -> None:
        raise OSError(28, os.strerror(28), str(path))

    monkeypatch.setattr(folder, "_copy", full)
    with pytest.raises(Refusal, match="situs lama tetap ditampilkan"):
        publish(place, new)
    assert seen(place) == OLD


def test_a_link_in_the_site_is_refused(tmp_path: Path) -> None:
    site = write(tmp_path / "situs", {"index.html": b"x"})
    (site / "rahasia").symlink_to("/etc/passwd")
    with pytest.raises(Refusal, match="bukan berkas biasa"):
        read_tree(site)
