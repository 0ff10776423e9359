"""Ways through small procedures, a row per line: number of minutes, actors, where it goes. Rows count from 1 here as authors do."""

import random

import pytest

from bukusop.model import (
    Bentuk,
    Jawaban,
    Langkah,
    Prosedur,
    Simpul,
    Tujuan,
    ending,
    handoffs,
    main_path,
    path_time,
    reached,
    worst_path,
)

STRAIGHT = "5 a | 10 b | 15 b+c | 20 a"
BACK = "10 a | 20 b | 30 c ya:4 tidak:2 | 40 a"
"""A correction from row 3 to row 2."""
TWICE = "1 a | 2 b ya:3 tidak:1 | 4 c ya:4 tidak:2 | 8 a"
"""Two corrections, one within the reach of the other."""
FORK = "1 a ringan:4 berat:2 | 50 b | 50 b | 1 a"
"""The first answer jumps, the second is the long way."""
REPAIR = "1 a | 2 b ya:3 tidak:5 | 4 c | 8 d selesai | 16 e ke:1"
"""The correction is a row below the end."""
AHEAD = "1 a | 2 b ya:4 tidak:3 | 100 c ke:2 | 8 d"
"""The long answer only turns back: it is a correction, not the frame."""
AROUND = "1 a ke:3 | 2 b selesai | 4 c ke:2"
"""The end is above."""
ENDLESS = "1 a | 2 b | 4 c ke:2"
LOOP = "1 a | 2 b ya:1 tidak:2"
EARLY = "1 a tolak:selesai terima:2 | 30 b"
SKIP = "1 a pendek:3 panjang:2 | 60 b ke:4 | 2 c | 4 d ya:5 tidak:3 | 8 e"
"""The correction goes to a row that the longest way passes by."""


def procedure(text: str) -> Prosedur:
    rows = text.split(" | ")
    return Prosedur((), tuple(_row(index, row.split(), len(rows)) for index, row in enumerate(rows)))


def _row(index: int, words: list[str], rows: int) -> Langkah:
    following = Tujuan(index + 1) if index + 1 < rows else None
    actors, ways = tuple(words[1].split("+")), words[2:]
    if not ways:
        simpul = Simpul(actors, ke=following)
    elif len(ways) == 1:
        simpul = Simpul(actors, ke=_target(ways[0].removeprefix("ke:")))
    else:
        simpul = Simpul(actors, Bentuk.KEPUTUSAN, tuple(Jawaban(way.split(":")[0], _target(way.split(":")[1])) for way in ways))
    return Langkah(str(index + 1), (), (simpul,), waktu=f"{words[0]} menit")


def _target(word: str) -> Tujuan | None:
    return None if word == "selesai" else Tujuan(int(word) - 1)


def said(rows: tuple[int, ...]) -> str:
    return " ".join(str(row + 1) for row in rows)


@pytest.mark.parametrize(("text", "main", "worst", "minutes"), [
    (STRAIGHT, "1 2 3 4", "1 2 3 4", 50),
    (BACK, "1 2 3 4", "1 2 3 2 3 4", 150),
    (TWICE, "1 2 3 4", "1 2 1 2 3 2 3 4", 24),
    (FORK, "1 4", "1 2 3 4", 102),
    (REPAIR, "1 2 3 4", "1 2 5 1 2 3 4", 34),
    (AHEAD, "1 2 4", "1 2 3 2 4", 113),
    (AROUND, "1 3 2", "1 3 2", 7),
    (ENDLESS, "1 2 3", "1 2 3", 7),
    (LOOP, "1 2", "1 2 1 2 2", 8),
    (EARLY, "1", "1 2", 31),
    (SKIP, "1 3 4 5", "1 2 4 3 4 5", 79),
])
def test_main_and_worst_path(text: str, main: str, worst: str, minutes: float) -> None:
    prosedur = procedure(text)
    assert said(main_path(prosedur)) == main
    assert said(worst_path(prosedur)) == worst
    assert path_time(prosedur, worst_path(prosedur)).menit_kerja() == minutes


@pytest.mark.parametrize(("text", "come", "end"), [
    (STRAIGHT, "1 2 3 4", "1 2 3 4"), (AROUND, "1 2 3", "1 2 3"), (ENDLESS, "1 2 3", ""), (LOOP, "1 2", ""),
    ("1 a ke:3 | 2 b | 4 c", "1 3", "1 2 3"), ("1 a ya:2 tidak:3 | 1 b ke:2 | 1 c", "1 2 3", "1 3"),
])
def test_reached_and_ending(text: str, come: str, end: str) -> None:
    prosedur = procedure(text)
    assert said(tuple(place.langkah for place in sorted(reached(prosedur)))) == come
    assert said(tuple(place.langkah for place in sorted(ending(prosedur)))) == end


@pytest.mark.parametrize(("text", "number"), [(STRAIGHT, 3), (BACK, 3), ("1 a | 1 a | 1 a", 0), ("1 a+b | 1 b+a", 0), ("1 a+b | 1 a", 1)])
def test_handoffs(text: str, number: int) -> None:
    prosedur = procedure(text)
    assert handoffs(prosedur, main_path(prosedur)) == number


def test_symbols_of_one_row_are_one_row() -> None:
    check = Simpul(("a",), Bentuk.KEPUTUSAN, (Jawaban("ya", Tujuan(1)), Jawaban("tidak", Tujuan(0))))
    rows = (Langkah("1", (), (Simpul(("a",), ke=Tujuan(0, 1)), check), waktu="5 menit"), Langkah("2", (), (Simpul(("b",)),), waktu="1 jam"))
    prosedur = Prosedur((), rows)
    assert main_path(prosedur) == (0, 1)
    assert worst_path(prosedur) == (0, 0, 1)
    assert str(path_time(prosedur, worst_path(prosedur))) == "1 jam 10 menit"


def test_a_capsule_takes_no_time_and_an_empty_cell_is_told() -> None:
    capsule, step = Langkah("", (), (Simpul(("a",), Bentuk.MULAI, ke=Tujuan(1)),)), Langkah("1", (), (Simpul(("a",)),))
    assert path_time(Prosedur((), (capsule,)), (0,)).lengkap
    assert not path_time(Prosedur((), (capsule, step)), (0, 1)).lengkap


def test_nothing_is_no_way() -> None:
    for prosedur in (Prosedur((), ()), Prosedur((), (Langkah("1", (), ()),))):
        assert main_path(prosedur) == worst_path(prosedur) == ()
        assert reached(prosedur) == ending(prosedur) == frozenset()


def test_any_tangle_is_walked_to_an_end() -> None:
    chance = random.Random(35)
    for _ in range(300):
        count = chance.randint(1, 9)
        rows = []
        for _ in range(count):
            ways = [str(chance.randint(1, count)) if chance.random() < 0.9 else "selesai" for _ in range(chance.choice((0, 0, 1, 2, 3)))]
            rows.append(f"{chance.randint(1, 60)} a " + (" ".join(f"j:{way}" for way in ways) if len(ways) > 1 else " ".join(ways)))
        prosedur = procedure(" | ".join(row.strip() for row in rows))
        main, worst = main_path(prosedur), worst_path(prosedur)
        assert main[0] == worst[0] == 0
        assert len(main) <= count
        assert len(worst) <= count + 3 * count * count
        assert {*main, *worst} <= {place.langkah for place in reached(prosedur)}


def test_a_thousand_decisions_take_no_time() -> None:
    text = " | ".join("1 a" if index == 0 else f"1 a ya:{index + 2} tidak:1" for index in range(1000)) + " | 1 a"
    prosedur = procedure(text)
    assert len(main_path(prosedur)) == 1001
    assert path_time(prosedur, worst_path(prosedur)).menit_kerja() == 1001 + sum(range(2, 1001))
