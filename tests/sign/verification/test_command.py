"""`bukusop verify`: exit codes, words, JSON as documented, roots and register of the project."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bukusop.cli.verify import command
from bukusop.diagnostics import UsageError
from bukusop.sign.levels import Level
from bukusop.sign.register import Entry, Register, Signer, write_register
from bukusop.sign.verification import verify
from tests.conftest import ROOT
from tests.sign.conftest import NOW, Desk
from tests.sign.verification import attacks
from tests.sign.verification.pages import small_pdf

DAY = "2026-02-03"


@pytest.fixture
def call(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Call the command in a folder that is a project, with the test authority trusted as that of rehearsals."""
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "book.yaml").write_text("")
    (tmp_path / "build" / "pki-uji").mkdir(parents=True)
    (tmp_path / "build" / "pki-uji" / "akar.pem").write_bytes((desk.authority.folder / "akar.pem").read_bytes())
    monkeypatch.chdir(tmp_path)
    files = {
        "sah.pdf": desk.signed(Level.B_LTA, paraf=True), "diubah.pdf": attacks.text_replaced(desk.signed(Level.B_LTA)),
        "biasa.pdf": small_pdf(), "rusak.pdf": b"bukan PDF",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)

    def call(*words: str) -> Result:
        return CliRunner().invoke(command, [*words, "--at", DAY], standalone_mode=False)

    return call


@pytest.mark.parametrize(("files", "code"), [
    (["sah.pdf"], 0), (["diubah.pdf"], 1), (["rusak.pdf"], 2), (["biasa.pdf"], 3), (["tidak-ada.pdf"], 2),
    (["sah.pdf", "biasa.pdf"], 3), (["biasa.pdf", "rusak.pdf", "sah.pdf"], 2), (["sah.pdf", "rusak.pdf", "diubah.pdf", "biasa.pdf"], 1),
])
def test_exit_code_is_that_of_the_gravest(call: Callable[..., Result], files: list[str], code: int) -> None:
    result = call(*files)
    assert result.exception is None
    assert result.return_value == code
    assert all(f"{name}: " in result.output for name in files)


def test_words_say_who_and_when(call: Callable[..., Result]) -> None:
    output = call("sah.pdf").output
    time = "2 Februari 2026 pukul 10.00.00 WIB, dibuktikan Stempel Waktu Uji Coba"
    for words in ("SAH: ", "Drs. Contoh Kepala, M.Si.", "UJI BUKAN BSrE", time, "akar Akar Uji Coba", "B-LTA", "seluruh berkas"):
        assert words in output, words


def test_json_is_as_documented(call: Callable[..., Result]) -> None:
    """Every key that is printed is described in the manual, and every key described is printed."""
    found: list[dict[str, Any]] = json.loads(call("--json", "sah.pdf", "rusak.pdf").output)
    assert [one["putusan"] for one in found] == ["sah", "tidak terbaca"]
    printed = {*found[0], *found[0]["tanda_tangan"][0]}
    section = (ROOT / "docs" / "verifikasi.md").read_text(encoding="utf-8").partition("## Bentuk JSON")[2]
    described = {name for row in re.findall(r"^\| (`.*?) \|", section, re.M) for name in re.findall(r"`(\w+)`", row)}
    assert printed == described
    assert found[0]["tanda_tangan"][0]["waktu_terbukti"] == NOW.isoformat()


def test_only_the_roots_named_are_trusted(call: Callable[..., Result], strangers: Any) -> None:
    assert call("sah.pdf", "--trust", str(strangers.folder / "akar.pem")).return_value == 3
    missing = call("sah.pdf", "--trust", "tidak-ada.pem")
    assert isinstance(missing.exception, UsageError)


def test_register_knows_who_must_have_signed(call: Callable[..., Result], desk: Desk, tmp_path: Path) -> None:
    """Of a document that is known, a file cut back to before the head's signature is not valid; that of a stranger is only what it is."""
    signed = desk.signed(Level.B_LTA, paraf=True)
    report = verify(signed, desk.trust, moment=NOW)
    holders = [one.holder for one in report.signatures if not one.archive and one.holder]
    signers = tuple(Signer("pengesah", "Kepala", holder.name, "", holder.sha256, NOW) for holder in holders)
    entry = Entry("0" * 26, "buku", "Buku", "1", "sah.pdf", date(2026, 2, 2), Level.B_LTA, True, report.sha256, report.size, 3, "", signers)
    write_register(tmp_path / "build" / "register.json", Register((entry,)))
    assert call("sah.pdf").return_value == 0
    (tmp_path / "build" / "sah.pdf").write_bytes(signed)
    everything = call()
    assert everything.return_value == 0 and "build/sah.pdf: SAH" in everything.output
    for end in attacks.ranges(signed)[0], attacks.ranges(signed)[1]:
        (tmp_path / "sah.pdf").write_bytes(signed[:end[2] + end[3]])
        assert call("sah.pdf").return_value == 1
    (tmp_path / "sah.pdf").write_bytes(small_pdf())
    assert call("sah.pdf").return_value == 1
    assert call("biasa.pdf").return_value == 3


def test_without_files_and_without_a_register_there_is_nothing_to_verify(call: Callable[..., Result]) -> None:
    assert isinstance(call().exception, UsageError)


def test_damaged_register_is_said(call: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "build" / "register.json").write_text("{")
    assert isinstance(call("sah.pdf").exception, UsageError)
