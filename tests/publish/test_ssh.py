"""Servers that are reached by ssh: a real sshd on loopback, rsync and SFTP; changed, killed on the way, impostors."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bukusop.diagnostics import Refusal, UsageError
from bukusop.model import Terbit
from bukusop.publish import Plan, Target, Tree, account, read_tree
from bukusop.publish.opening import open_target
from tests.conftest import ROOT
from tests.publish.server import Sshd, Wire, sshd
from tests.publish.sites import NEW, OLD, seen, write

pytestmark = [pytest.mark.terbit, pytest.mark.xdist_group("sshd")]
KINDS = ["rsync", "sftp"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    with sshd(tmp_path_factory.mktemp("sshd")) as running:
        yield running


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a busy machine take its time to answer."""
    monkeypatch.setattr(account, "SECONDS", 120)


@pytest.fixture
def old(tmp_path: Path) -> Tree:
    return read_tree(write(tmp_path / "lama", OLD))


@pytest.fixture
def new(tmp_path: Path) -> Tree:
    return read_tree(write(tmp_path / "baru", NEW))


@pytest.fixture
def place(server: Sshd, tmp_path: Path) -> Path:
    """Give a place on the server that nobody used; its name wants quoting."""
    return server.www / f"{tmp_path.name} $(touch x) 'sop"


def setting(server: Sshd, place: Path, kind: str, **more: str | int) -> Terbit:
    values = {"port": server.port, "kunci": str(server.key), "sidik": server.fingerprint, **more}
    return Terbit("situs", kind, f"127.0.0.1:{place}", **values)      # type: ignore[arg-type]


def target(server: Sshd, place: Path, kind: str, **more: str | int) -> Target:
    return open_target(setting(server, place, kind, **more), Path("/"), None, None, os.environ)      # type: ignore[arg-type]


def publish(to: Target, tree: Tree) -> Plan:
    plan = to.plan(tree)
    to.carry_out(plan, lambda *_: None)
    return plan


@pytest.fixture(scope="module")
def lengths(server: Sshd, tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """Count the bytes that go to the server when a publication is not hindered."""
    folder, found = tmp_path_factory.mktemp("ukur"), {}
    old, new = read_tree(write(folder / "lama", OLD)), read_tree(write(folder / "baru", NEW))
    for kind in KINDS:
        place, wire = server.www / f"ukur {kind}", Wire(server.port)
        publish(target(server, place, kind), old)
        publish(target(server, place, kind, port=wire.port), new)
        found[kind] = wire.sent
        wire.close()
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_publish_change_publish_again_and_back(server: Sshd, place: Path, old: Tree, new: Tree, kind: str) -> None:
    to = target(server, place, kind)
    before = set(server.www.iterdir())
    plan = to.plan(old)
    assert (len(plan.new), plan.changed, plan.removed) == (len(OLD), (), ())
    assert set(server.www.iterdir()) == before, "a plan touches nothing"
    publish(to, old)
    assert seen(place) == OLD
    assert (place / "sop/surat/index.html").stat().st_mode & 0o777 == 0o644
    book = (place / "berkas/buku.pdf").stat()
    plan = publish(to, new)
    assert set(plan.changed) == {name for name in NEW if name in OLD and NEW[name] != OLD[name]}
    assert set(plan.new) == set(NEW) - set(OLD) and set(plan.removed) == set(OLD) - set(NEW)
    assert seen(place) == NEW and not (place / "sop/cuti").exists()
    assert (place / "berkas/buku.pdf").stat().st_ino == book.st_ino, "what did not change is not sent"
    assert to.plan(new).empty
    publish(to, new)
    to.rollback()
    assert seen(place) == OLD
    with pytest.raises(Refusal, match="tidak ada"):
        to.rollback()
    assert seen(place) == OLD
    publish(to, new)
    assert seen(place) == NEW
    assert not [path for path in server.www.rglob("x") if path.name == "x"], "nothing of a name was run"


@pytest.mark.parametrize("kind", KINDS)
def test_only_what_changed_goes_over_the_wire(server: Sshd, place: Path, old: Tree, new: Tree, kind: str) -> None:
    wire = Wire(server.port)
    to = target(server, place, kind, port=wire.port)
    publish(to, old)
    first, wire.sent = wire.sent, 0
    publish(to, new)
    assert first > 300_000 and 200_000 < wire.sent < 290_000      # the new 200 kB, not the old 300 kB
    wire.close()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.85, 0.93, 0.99])
def test_killed_on_the_way_the_old_site_is_whole_and_the_next_run_finishes(
    server: Sshd, place: Path, old: Tree, new: Tree, kind: str, share: float, lengths: dict[str, int],
) -> None:
    publish(target(server, place, kind), old)

    children: list[subprocess.Popen[str]] = []
    wire = Wire(server.port, int(lengths[kind] * share), lambda: children[0].send_signal(signal.SIGKILL))
    to = setting(server, place, kind, port=wire.port)
    values = {name: getattr(to, name) for name in Terbit.__dataclass_fields__}
    command = [sys.executable, "-m", "tests.publish.driver", str(new.folder), json.dumps(values)]
    children.append(subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True))
    _, words = children[0].communicate(timeout=60)
    wire.close()
    assert children[0].returncode == -signal.SIGKILL, words

    found = seen(place)
    if kind == "rsync":
        assert found in (OLD, NEW)
    else:
        for name, data in found.items():
            assert data in (OLD.get(name), NEW.get(name)), f"{name} is half a file"
        assert set(OLD) & set(NEW) <= set(found), "no page of both is missing"
        assert set(OLD) <= set(found) or all(found.get(name) == data for name, data in NEW.items()), "removed too early"
    publish(target(server, place, kind), new)
    assert seen(place) == NEW
    assert not (place / ".bukusop-baru").exists() and not (place.with_name(f"{place.name}.versi") / ".sedang").exists()
    target(server, place, kind).rollback()
    assert seen(place) == OLD


@pytest.mark.parametrize("kind", KINDS)
def test_a_line_that_breaks_is_a_sentence(server: Sshd, place: Path, old: Tree, new: Tree, kind: str) -> None:
    publish(target(server, place, kind), old)
    wire = Wire(server.port, 120_000)
    with pytest.raises(Refusal, match="sambungan terputus; situs lama tetap"):
        publish(target(server, place, kind, port=wire.port), new)
    wire.close()
    assert seen(place) == OLD
    publish(target(server, place, kind), new)
    assert seen(place) == NEW


def test_sftp_rollback_that_was_killed_is_finished(server: Sshd, place: Path, old: Tree, new: Tree) -> None:
    to = target(server, place, "sftp")
    publish(to, old)
    publish(to, new)
    real, calls = account.Account.rename, []

    def broken(self: account.Account, source: str, name: str) -> None:
        calls.append(name)
        if len(calls) == 4:
            raise OSError("cut")
        real(self, source, name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(account.Account, "rename", broken)
        with pytest.raises(Refusal):
            to.rollback()
    assert seen(place) not in (OLD, NEW)
    to.rollback()
    assert seen(place) == OLD


def test_sftp_interrupted_publication_can_be_taken_back(server: Sshd, place: Path, old: Tree, new: Tree) -> None:
    to = target(server, place, "sftp")
    publish(to, old)
    real, shown = account.Account.rename, []

    def broken(self: account.Account, source: str, name: str) -> None:
        if name in NEW:
            shown.append(name)
            if len(shown) == 4:
                raise OSError("cut")
        real(self, source, name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(account.Account, "rename", broken)
        with pytest.raises(Refusal, match="situs lama tetap bekerja"):
            publish(to, new)
    assert shown[0].startswith(("aset/", "berkas/")) and seen(place) not in (OLD, NEW)
    to.rollback()
    assert seen(place) == OLD


@pytest.mark.parametrize("kind", KINDS)
def test_an_impostor_gets_nothing(server: Sshd, place: Path, old: Tree, kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    wrong = "SHA256:" + "A" * 43
    with pytest.raises(Refusal, match="kunci server bukan yang ditulis"):
        publish(target(server, place, kind, sidik=wrong), old)
    monkeypatch.setenv("HOME", str(tmp_path))
    if kind == "sftp":      # ssh itself asks the account's database for the home folder, not the environment
        with pytest.raises(Refusal, match="belum dikenal"):
            publish(target(server, place, kind, sidik=""), old)
        (tmp_path / ".ssh").mkdir()
        (tmp_path / ".ssh" / "known_hosts").write_text(server.known_hosts)
        publish(target(server, place, kind, sidik=""), old)
        other = (server.key.parent / "stranger.pub").read_text()
        (tmp_path / ".ssh" / "known_hosts").write_text(f"[127.0.0.1]:{server.port} {other}")
        with pytest.raises(Refusal, match="berubah dari yang ada di known_hosts"):
            publish(target(server, place, kind, sidik=""), old)
    else:
        with pytest.raises(Refusal, match="tidak dikenal atau berubah"):
            publish(target(server, place, kind, sidik=""), old)
    publish(target(server, place, kind, sidik=server.other_fingerprint), old)     # any of its keys will do
    assert seen(place) == OLD


@pytest.mark.parametrize("kind", KINDS)
def test_refused_keys_and_silent_servers(server: Sshd, place: Path, old: Tree, kind: str) -> None:
    with pytest.raises(Refusal, match="server menolak kunci"):
        publish(target(server, place, kind, kunci=str(server.key.with_name("stranger"))), old)
    with pytest.raises(Refusal, match=r"menolak sambungan|tidak menjawab"):
        publish(target(server, place, kind, port=1), old)
    with pytest.raises(Refusal, match="tidak ada di server"):
        publish(target(server, place / "tiada" / "sop", kind), old)
    for wrong in ("tanpa-titik-dua", "-oProxyCommand=x:/www", "server:", "server:../x", "a b:/www"):
        with pytest.raises(UsageError):
            open_target(Terbit("situs", kind, wrong), Path("/"), None, None, {})      # type: ignore[arg-type]
    with pytest.raises(UsageError):
        open_target(Terbit("situs", kind, "server:/www", pengguna="-lroot"), Path("/"), None, None, {})      # type: ignore[arg-type]


@pytest.mark.parametrize("kind", KINDS)
def test_a_place_of_somebody_else_is_left_alone(server: Sshd, place: Path, old: Tree, kind: str) -> None:
    theirs = {"index.html": b"milik orang", "lain.html": b"lain"}
    write(place, theirs)
    with pytest.raises(Refusal, match="bukan"):
        publish(target(server, place, kind), old)
    assert seen(place) == theirs
    (place / "index.html").unlink()
    if kind == "sftp":      # what is theirs stays beside what is ours
        publish(target(server, place, kind), old)
        assert seen(place) == {**OLD, "lain.html": b"lain"}


def test_sftp_heals_what_was_deleted_or_cut_on_the_server(server: Sshd, place: Path, old: Tree) -> None:
    to = target(server, place, "sftp")
    publish(to, old)
    (place / "berkas/sop/surat.pdf").unlink()
    (place / "index.html").write_bytes(b"")
    plan = publish(to, old)
    assert (plan.new, plan.changed) == (("berkas/sop/surat.pdf",), ("index.html",))
    assert seen(place) == OLD


def test_bytes_that_were_spoilt_on_the_way_are_noticed(
    server: Sshd, place: Path, old: Tree, new: Tree, monkeypatch: pytest.MonkeyPatch,
) -> None:
    from io import BytesIO

    from bukusop.publish import rsync, shell

    by_sftp, by_rsync = target(server, place, "sftp"), target(server, place.with_name(f"{place.name} r"), "rsync")
    publish(by_sftp, old)
    publish(by_rsync, old)
    real_write, real_send = account.Account.write, shell.Shell.send

    def write_spoilt(self: account.Account, path: str, data: BytesIO) -> None:
        spoilt = data.read()
        real_write(self, path, BytesIO(spoilt[:-1] + b"?" if spoilt.startswith(b"%PDF") else spoilt))

    def send_spoilt(self: shell.Shell, folder: Path, there: str, options: list[str]) -> None:
        real_send(self, folder, there, options)
        path = Path(there) / "berkas/sop/surat.pdf"
        path.write_bytes(path.read_bytes()[:-1] + b"?")

    with monkeypatch.context() as patch:
        patch.setattr(account.Account, "write", write_spoilt)
        patch.setattr(rsync.Shell, "send", send_spoilt)
        for to in (by_sftp, by_rsync):
            with pytest.raises(Refusal, match=r"berkas/.*tidak sama dengan aslinya"):
                publish(to, new)
    assert seen(place) == OLD == seen(place.with_name(f"{place.name} r"))
    for to in (by_sftp, by_rsync):
        publish(to, new)
    assert seen(place) == NEW == seen(place.with_name(f"{place.name} r"))
