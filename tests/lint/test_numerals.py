"""Numbers in words are read as they are written."""

import re

import pytest

from bukusop.lint import numerals
from bukusop.render.prose import DIKTUM


@pytest.mark.parametrize(("number", "words"), [
    (1, "satu"), (10, "sepuluh"), (11, "sebelas"), (12, "dua belas"), (20, "dua puluh"), (46, "empat puluh enam"), (100, "seratus"),
    (111, "seratus sebelas"), (360, "tiga ratus enam puluh"), (1000, "seribu"), (1999, "seribu sembilan ratus sembilan puluh sembilan"),
])
def test_words(number: int, words: str) -> None:
    assert numerals.words(number) == words
    assert numerals.value(words.upper()) == number


def test_every_number_is_read_back() -> None:
    assert [numerals.value(numerals.words(number)) for number in range(2000)] == list(range(2000))


def test_labels_are_those_that_are_printed() -> None:
    assert tuple(numerals.diktum(number) for number in range(1, len(DIKTUM) + 1)) == DIKTUM


@pytest.mark.parametrize(("text", "number", "other"), [
    ("46 (empat puluh enam) SOP", 46, None), ("46 (empat puluh lima) SOP", 46, 45), ("empat puluh enam SOP", 46, None),
    ("Keempat puluh enam SOP", 46, None), ("2 (lihat lampiran) SOP", 2, None), ("seluruh SOP", None, None), ("1.046 SOP", None, None),
    ("dua dua SOP", None, None),
])
def test_counts(text: str, number: int | None, other: int | None) -> None:
    found = re.search(rf"{numerals.COUNT}\s+SOP", text, re.IGNORECASE)
    assert (numerals.counted(found) if found else None) == number
    assert (numerals.disagreement(found) if found else None) == other
