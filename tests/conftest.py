"""Shared by all tests: `--renew` rewrites expectations (a person reads the diff), and copies of projects to work on."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECTS = ROOT / "tests" / "projects"
EPOCH = "1770000000"
"""The moment every test book says it was made at: 2 February 2026, 02:40:00 UTC."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew", action="store_true", help="write the expectations anew instead of comparing")


@pytest.fixture
def renew(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--renew"))


@pytest.fixture
def project_copy(tmp_path: Path) -> Callable[[str], Path]:
    """Copy a project of tests/projects to a folder of its own."""

    def copy(name: str) -> Path:
        target = tmp_path / name
        shutil.copytree(PROJECTS / name, target)
        return target

    return copy


@pytest.fixture(autouse=True)
def fixed_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)


def tool(name: str) -> str:
    """Give the path of a system tool; a test that needs it fails where it is missing, it does not skip."""
    found = shutil.which(name)
    assert found, f"{name} is missing: run make test once, it installs what the tests need"
    return found


def command() -> list[str]:
    """Give the command line of bukusop of this environment."""
    import sys

    return [sys.executable, "-m", "bukusop.cli"]


def environment(**more: str) -> dict[str, str]:
    """Give the environment for a command."""
    return {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, **more}
