"""Small parts rendered once per test session, and the book made of them."""

from __future__ import annotations

import pytest

from bukusop.assemble import FolioStyle, Part, assemble
from tests.assemble.sample_parts import METADATA, render_donor, render_parts


@pytest.fixture(scope="session")
def parts() -> list[Part]:
    return render_parts()


@pytest.fixture(scope="session")
def donor(parts: list[Part]) -> bytes:
    return render_donor(parts)


@pytest.fixture(scope="session")
def book(parts: list[Part], donor: bytes) -> bytes:
    return assemble(parts, donor, FolioStyle(form="- {n} -"), METADATA)
