"""A project per rule: `tests/lint/aturan/RULE/` lies over the clean book `tests/lint/dasar/`, whose files it replaces or adds to.

`expected.txt` holds every finding, as the user reads it; a near miss beside each, marked with the word "hampir", says nothing.
"""

import shutil
from datetime import date
from pathlib import Path

import pytest

from bukusop.lint import RULES
from bukusop.lint.catalogue import FIXED
from bukusop.paths import Project
from bukusop.pipeline import check

HERE = Path(__file__).parent
CASES = sorted(path.name for path in (HERE / "aturan").iterdir() if path.is_dir())
TODAY = date(2026, 3, 2)


def project(case: str, folder: Path) -> Project:
    shutil.copytree(HERE / "dasar", folder / case)
    if (HERE / "aturan" / case).exists():
        shutil.copytree(HERE / "aturan" / case, folder / case, dirs_exist_ok=True)
    return Project((folder / case).resolve())


@pytest.mark.parametrize("case", CASES)
def test_rule_finds_its_mistake_and_nothing_else(case: str, tmp_path: Path, renew: bool) -> None:
    checked = check(project(case, tmp_path), TODAY)
    findings = list(checked.findings)
    text = "".join(f"{item}\n" for item in findings)
    expected = HERE / "aturan" / case / "expected.txt"
    if renew:
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")
    assert {item.rule for item in findings} == {case}
    assert all(item.place.line for item in findings), "every finding has its line"
    assert bool(checked.edits) == (case in FIXED), "the list of rules says which mend what they find"
    near = [path for path in (HERE / "aturan" / case).rglob("*") if path.is_file() and "hampir" in path.read_text(encoding="utf-8")]
    assert near, "a near miss stands beside the mistake"


def test_every_rule_has_its_project() -> None:
    assert sorted(name for name, rule in RULES.items() if rule.check is not None) == CASES


def test_the_clean_book_is_clean(tmp_path: Path) -> None:
    assert [str(item) for item in check(project("bersih", tmp_path), TODAY).findings] == []
