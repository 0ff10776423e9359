"""What the loader tells is described, and what is described is told: its names are read from its code."""

import ast
from pathlib import Path

from bukusop.diagnostics import Severity
from bukusop.lint import RULES

LOAD = Path(__file__).resolve().parents[2] / "scripts" / "bukusop" / "load"
TELLERS = {"error": Severity.ERROR, "refuse": Severity.ERROR, "warn": Severity.WARNING, "PydanticCustomError": Severity.ERROR}


def told(code: str) -> set[tuple[str, Severity]]:
    """Every name with which something is told, and how bad that is."""
    found = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
            teller = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if teller in TELLERS:
                found.add((node.args[0].value, TELLERS[teller]))
    return found


def worst() -> dict[str, Severity]:
    everything = set().union(*(told(path.read_text(encoding="utf-8")) for path in LOAD.glob("*.py")))
    return {name: Severity.ERROR if (name, Severity.ERROR) in everything else Severity.WARNING for name, _ in everything}


def test_what_the_loader_tells_is_described_and_nothing_else() -> None:
    described = {name: rule.severity for name, rule in RULES.items() if rule.check is None}
    assert described == worst()


def test_a_new_name_is_seen() -> None:
    code = 'source.error("baru", (), "x")\nself.refuse("lain", place, "x")\nfindings.warn("w", place)\nraise PydanticCustomError("k", "x")'
    assert {name for name, _ in told(code)} == {"baru", "lain", "w", "k"}


def test_described_rules_belong_to_one_group() -> None:
    assert {rule.group for rule in RULES.values() if rule.check is None} == {"susunan"}
