"""Seven bad books: each a whole project with mistakes of several kinds in several files, all told in one run, word for word."""

import pytest

from tests.conftest import PROJECTS
from tests.load.findings import said


@pytest.mark.parametrize("name", [f"buruk-{number}" for number in range(1, 8)])
def test_bad_book_says_exactly_what_is_wrong(name: str, renew: bool) -> None:
    expected = PROJECTS / name / "expected.txt"
    text = said(PROJECTS / name)
    if renew:
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")
    files = {line.split(":")[0] for line in text.splitlines() if not line.startswith(" ")}
    assert len(files) >= 3, "a bad book has mistakes in several files"
