"""Due dates: the rhythm of months, at the ends of months and of the calendar."""

from datetime import date

import pytest

from bukusop.model import Sop, Tanggal, TanggalSop
from bukusop.model.tempo import Tempo, after, day_of, months_between, mulai_of, tempo


@pytest.mark.parametrize(("start", "months", "today", "expected"), [
    ("2026-02-02", 6, "2026-02-02", "2026-08-02 - 2026-08-02 0"),
    ("2026-02-02", 6, "2026-08-01", "2026-08-02 - 2026-08-02 0"),
    ("2026-02-02", 6, "2026-08-02", "2026-08-02 - 2026-08-02 0"),       # due today: not overdue
    ("2026-02-02", 6, "2026-08-03", "2026-08-02 2026-08-02 2027-02-02 1"),
    ("2026-02-02", 6, "2027-02-02", "2026-08-02 2026-08-02 2027-02-02 1"),
    ("2026-02-02", 12, "2029-05-05", "2027-02-02 2029-02-02 2030-02-02 3"),
    ("2025-08-31", 6, "2026-02-28", "2026-02-28 - 2026-02-28 0"),       # February has no 31st
    ("2025-08-31", 6, "2026-03-01", "2026-02-28 2026-02-28 2026-08-31 1"),
    ("2024-02-29", 12, "2025-03-01", "2025-02-28 2025-02-28 2026-02-28 1"),
    ("2026-06-01", 6, "2026-02-02", "2026-12-01 - 2026-12-01 0"),       # not yet in force
    ("9999-12-31", 6, "2026-02-02", "9999-12-31 - 9999-12-31 0"),
])
def test_tempo(start: str, months: int, today: str, expected: str) -> None:
    found = tempo(date.fromisoformat(start), months, date.fromisoformat(today))
    assert f"{found.pertama} {found.terakhir or '-'} {found.berikutnya} {found.kali}" == expected
    assert found.lewat is (found.kali > 0)


@pytest.mark.parametrize(("start", "end", "months"), [
    ("2026-01-31", "2026-02-28", 1), ("2026-01-31", "2026-02-27", 0), ("2026-03-01", "2026-02-01", 0), ("2024-02-02", "2026-02-02", 24),
])
def test_months(start: str, end: str, months: int) -> None:
    assert months_between(date.fromisoformat(start), date.fromisoformat(end)) == months


def test_every_day_of_four_years_agrees_with_counting() -> None:
    start = date(2023, 12, 31)
    for number in range(1461):
        today = date.fromordinal(start.toordinal() + number)
        times = [after(start, 6 * count) for count in range(1, 12)]
        last = [day for day in times if day < today]
        assert tempo(start, 6, today) == Tempo(times[0], last[-1] if last else None, times[len(last)], len(last))


def sop(**days: Tanggal) -> Sop:
    return Sop("a", "a.yaml", "b", "A", (), "k", "p", tanggal=TanggalSop(**days))


def test_where_counting_begins() -> None:
    old, new = Tanggal(2025, 1, 2), Tanggal(2026, 3, 4)
    assert mulai_of(sop(pembuatan=new)) is None
    assert mulai_of(sop(revisi=new)) is None
    assert mulai_of(sop(efektif=old)) == date(2025, 1, 2)
    assert mulai_of(sop(efektif=old, revisi=new)) == mulai_of(sop(efektif=new, revisi=old)) == date(2026, 3, 4)


@pytest.mark.parametrize("tanggal", [Tanggal(2026, 13, 1), Tanggal(0, 1, 1), Tanggal(10000, 1, 1), None])
def test_what_is_no_day(tanggal: Tanggal | None) -> None:
    assert day_of(tanggal) is None
