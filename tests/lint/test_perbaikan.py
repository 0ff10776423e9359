"""`--fix`: safe edits only, everything else in the file as it was, and nothing left to do the second time."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from bukusop.diagnostics import Fault
from bukusop.lint import Edit, repaired
from bukusop.paths import Project
from bukusop.pipeline import Fixed, check, fix

HERE = Path(__file__).parent
TODAY = date(2026, 3, 2)
CASES = sorted(path.name for path in (HERE / "perbaikan").iterdir() if path.is_dir())


def run(project: Project) -> Fixed:
    return fix(project, TODAY, lambda _: True)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_fix_changes_what_is_safe_and_nothing_else(case: str, ends: str, tmp_path: Path, renew: bool) -> None:
    """Each case is an overlay as in `aturan/`; `expected.diff` holds all that changes."""
    shutil.copytree(HERE / "dasar", tmp_path / "buku")
    shutil.copytree(HERE / "perbaikan" / case, tmp_path / "buku", dirs_exist_ok=True)
    for path in (tmp_path / "buku").rglob("*.yaml"):
        path.write_bytes(b"\xef\xbb\xbf" * (ends != "\n") + path.read_bytes().replace(b"\n", ends.encode()))
    project = Project((tmp_path / "buku").resolve())
    fixed = run(project)
    text = "".join(fixed.diffs.values())
    expected = HERE / "perbaikan" / case / "expected.diff"
    if renew and ends == "\n":
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")
    for name in fixed.diffs:
        raw = (project.root / name).read_bytes()
        assert raw.count(b"\r") == (raw.count(b"\n") if ends != "\n" else 0), "line ends stay"
        assert raw.startswith(b"\xef\xbb\xbf") == (ends != "\n"), "a byte order mark stays"
    assert run(project).diffs == {}, "idempotent"
    assert not fixed.checked.edits


def test_an_edit_that_spoils_a_file_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = "dasar-hukum"
    shutil.copytree(HERE / "dasar", tmp_path / "buku")
    shutil.copytree(HERE / "perbaikan" / case, tmp_path / "buku", dirs_exist_ok=True)
    project = Project((tmp_path / "buku").resolve())
    before = {path: path.read_bytes() for path in project.root.rglob("*") if path.is_file()}
    monkeypatch.setattr("bukusop.lint.repaired", lambda raw, _: b"nama: [\n" + raw)
    with pytest.raises(Fault, match="dikembalikan seperti semula"):
        run(project)
    assert {path: path.read_bytes() for path in project.root.rglob("*") if path.is_file()} == before


def test_fix_only_where_asked(tmp_path: Path) -> None:
    shutil.copytree(HERE / "dasar", tmp_path / "buku")
    shutil.copytree(HERE / "perbaikan" / "bulan-dan-spasi", tmp_path / "buku", dirs_exist_ok=True)
    project = Project((tmp_path / "buku").resolve())
    assert not fix(project, TODAY, lambda item: item.place.file.startswith("book/chapters/tidak-ada")).diffs
    assert check(project, TODAY).edits


def test_edits_count_a_line_end_as_one_character() -> None:
    raw = "﻿satu\r\ndua  tiga\r\nempat\n".encode()
    assert repaired(raw, [Edit("x", 8, 10, " "), Edit("x", 9, 10, "?"), Edit("x", 0, 4, "1")]) == "﻿1\r\ndua tiga\r\nempat\n".encode()
