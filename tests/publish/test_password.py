"""A hosting account with a password: where it comes from, and that nobody else sees it."""

import os
import traceback
from pathlib import Path

import pytest

from bukusop.diagnostics import Refusal
from bukusop.model import Terbit
from bukusop.publish import read_tree
from bukusop.publish.opening import open_target
from bukusop.sign.faults import CredentialError
from tests.publish.hosting import hosting
from tests.publish.sites import NEW, OLD, seen, write

SECRET = "s3kali-Rahasia-%&$"


def publish(terbit: Terbit, root: Path, site: Path, environment: dict[str, str]) -> None:
    target = open_target(terbit, root, None, None, environment)      # type: ignore[arg-type]
    target.carry_out(target.plan(read_tree(site)), lambda *_: None)


def test_password_from_environment_or_private_file(tmp_path: Path) -> None:
    account = tmp_path / "akun"
    (account / "public_html").mkdir(parents=True)
    (tmp_path / "sandi").write_text(f"{SECRET}\n")
    (tmp_path / "sandi").chmod(0o600)
    with hosting(account, "dinas", SECRET) as (port, sidik):
        place = {"jenis": "sftp", "tujuan": "127.0.0.1:public_html", "pengguna": "dinas", "port": port, "sidik": sidik}
        publish(Terbit("hosting", **place, rahasia="lingkungan:SANDI"), tmp_path, write(tmp_path / "lama", OLD), {"SANDI": SECRET})
        assert seen(account / "public_html") == OLD
        publish(Terbit("hosting", **place, rahasia="berkas:sandi"), tmp_path, write(tmp_path / "baru", NEW), {})
        assert seen(account / "public_html") == NEW


def test_wrong_password_is_a_sentence_without_it(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    site = write(tmp_path / "situs", OLD)
    with hosting(tmp_path, "dinas", "lain") as (port, sidik), pytest.raises(Refusal, match="server menolak kata sandi") as caught:
        terbit = Terbit("hosting", "sftp", "127.0.0.1:www", pengguna="dinas", port=port, sidik=sidik, rahasia="lingkungan:SANDI")
        publish(terbit, tmp_path, site, {"SANDI": SECRET})
    told = "".join(traceback.format_exception(caught.value)) + caplog.text
    assert SECRET not in told and SECRET not in repr(terbit)
    assert not (tmp_path / "www").exists()


def test_impostor_never_hears_the_password(tmp_path: Path) -> None:
    site = write(tmp_path / "situs", OLD)
    heard: list[str] = []
    from tests.publish import hosting as room

    class Listening(room._Door):
        def check_auth_password(self, username: str, password: str) -> int:
            heard.append(password)
            return super().check_auth_password(username, password)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(room, "_Door", Listening)
        with hosting(tmp_path, "dinas", SECRET) as (port, sidik):
            wrong = "SHA256:" + "B" * 43
            terbit = Terbit("hosting", "sftp", "127.0.0.1:www", pengguna="dinas", port=port, sidik=wrong, rahasia="lingkungan:S")
            with pytest.raises(Refusal, match=f"yang ada: {sidik}".replace("+", r"\+")):
                publish(terbit, tmp_path, site, {"S": SECRET})
    assert heard == []


@pytest.mark.parametrize(("rahasia", "sentence"), [
    ("lingkungan:TIADA", "variabel lingkungan TIADA"), ("berkas:terbuka", "chmod 600"), ("berkas:tiada", "tidak ada"),
])
def test_secrets_that_cannot_be_had(tmp_path: Path, rahasia: str, sentence: str) -> None:
    (tmp_path / "terbuka").write_text(SECRET)
    (tmp_path / "terbuka").chmod(0o644)
    with pytest.raises(Refusal, match=sentence) as caught:
        open_target(Terbit("hosting", "sftp", "host:www", rahasia=rahasia), tmp_path, None, None, {})      # type: ignore[arg-type]
    assert SECRET not in str(caught.value)


def test_a_secret_in_the_wrong_place_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(CredentialError) as caught:
        open_target(Terbit("hosting", "sftp", "host:www", rahasia=SECRET), tmp_path, None, None, dict(os.environ))      # type: ignore[arg-type]
    assert SECRET not in str(caught.value)


def test_a_server_that_cannot_rename_in_one_step_is_refused_before_anything_is_shown(tmp_path: Path) -> None:
    site, account = write(tmp_path / "situs", OLD), tmp_path / "akun"
    account.mkdir()
    with hosting(account, "dinas", SECRET, renames=False) as (port, sidik), pytest.raises(Refusal, match="posix-rename"):
        terbit = Terbit("hosting", "sftp", "127.0.0.1:www", pengguna="dinas", port=port, sidik=sidik, rahasia="lingkungan:S")
        publish(terbit, tmp_path, site, {"S": SECRET})
    assert seen(account / "www") == {}
