"""The list of rules is current, long enough, and each rule says what it must."""

import re
from pathlib import Path

from bukusop.lint import RULES, catalogue
from bukusop.lint.catalogue import GROUPS
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "aturan.md"


def test_the_page_is_current(renew: bool) -> None:
    if renew:
        PAGE.write_text(catalogue(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == catalogue()


def test_there_are_at_least_forty_rules() -> None:
    assert sum(rule.check is not None for rule in RULES.values()) >= 40


def test_rules_are_named_and_grouped() -> None:
    for rule in RULES.values():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name), rule.name
        assert rule.group in GROUPS, rule.name
        assert rule.title.endswith("."), rule.name


def test_every_module_is_small() -> None:
    for path in Path(ROOT / "scripts" / "bukusop" / "lint").rglob("*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, path
