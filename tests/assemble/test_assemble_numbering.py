import pytest

from bukusop.assemble import AssembleError, number_pages
from bukusop.assemble.numbering import roman


def test_each_series_runs_through_the_book() -> None:
    numbers = number_pages([("sampul", "tanpa", 1), ("isi", "romawi", 2), ("bab", "arab", 2), ("sekat", "tanpa", 1), ("sop", "arab", 1)])
    assert numbers.labels == ("i", "ii", "iii", "1", "2", "3", "4")
    assert [page.printed for page in numbers.pages] == [False, True, True, True, True, False, True]
    assert dict(numbers.starts) == {"sampul": 0, "isi": 1, "bab": 3, "sekat": 5, "sop": 6}
    assert numbers.label("isi", 1) == "iii"


@pytest.mark.parametrize(
    ("folios", "labels"),
    [
        (["tanpa"], ("1",)),
        (["tanpa", "romawi"], ("i", "ii")),
        (["tanpa", "arab"], ("i", "1")),
        (["arab", "romawi", "tanpa"], ("1", "i", "2")),
    ],
)
def test_pages_without_a_printed_number_belong_to_a_series(folios: list[str], labels: tuple[str, ...]) -> None:
    assert number_pages([(str(index), folio, 1) for index, folio in enumerate(folios)]).labels == labels


def test_roman() -> None:
    assert [roman(number) for number in (1, 4, 9, 14, 40, 99, 1994)] == [
        "i",
        "iv",
        "ix",
        "xiv",
        "xl",
        "xcix",
        "mcmxciv",
    ]
    with pytest.raises(ValueError, match="0"):
        roman(0)


@pytest.mark.parametrize("parts", [[("a", "latin", 1)], [("a", "arab", 1), ("a", "arab", 1)], [("a", "arab", 0)]])
def test_impossible_parts_are_refused(parts: list[tuple[str, str, int]]) -> None:
    with pytest.raises(AssembleError):
        number_pages(parts)
