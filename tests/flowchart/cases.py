"""Hard cases: a seed goes in, procedures and a page layout come out. Model values directly, no files."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bukusop.flowchart import Chart, Drawing, Manner, Measured, PagePlace, PageRows, RowPlace, chart, draw, paginate
from bukusop.model import Bentuk, Jawaban, Langkah, Pelaksana, Prosedur, Simpul, Tujuan

STRIP = 9.0
HEAD = 14.0
LABELS = (("ya", "tidak"), ("setuju", "tolak"), ("lengkap", "tidak lengkap"), ("ya", "tidak", "perbaiki"))


_WIDTHS = {" ": 278, "f": 333, "i": 278, "j": 278, "l": 278, "m": 889, "r": 389, "t": 333, "w": 778, "z": 500}
_WIDTHS |= dict.fromkeys("acekosvxy", 556) | {"o": 611}


def label_width(text: str) -> float:
    """Width in Liberation Sans Bold at 7.5 pt, mm."""
    return sum(_WIDTHS.get(letter, 611 if letter.islower() else 700) for letter in text) * 7.5 * 25.4 / 72 / 1000


@dataclass(frozen=True, slots=True)
class Case:
    """One hard case."""

    procedures: tuple[Prosedur, ...]
    manner: Manner
    seed: int


def make_case(seed: int) -> Case:
    """Make the case of a seed: usual charts and wild ones in turn."""
    rng = random.Random(seed)
    count = 1 if rng.random() < 0.85 else rng.randint(2, 3)
    wild = rng.random() < 0.5
    manner = Manner(rng.choice(["kapsul", "kapsul", "kapsul_kotak", "baris"]), rng.choice(["kosong", "huruf"]))
    parts = []
    for index in range(count):
        actors = rng.randint(2, 10)
        rows = rng.randint(2, 60 // count)
        maker = Maker(rng, wild, rng.uniform(0.1, 0.4), [f"a{i}" for i in range(actors)], rows)
        parts.append(maker.make(index, written=manner.ujung == "baris"))
    return Case(tuple(parts), manner, seed)


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes one procedure: `share` of its rows are decisions, `wild` ones lead anywhere."""

    rng: random.Random
    wild: bool
    share: float
    actors: Sequence[str]
    count: int

    def make(self, index: int, *, written: bool) -> Prosedur:
        column = self.rng.randrange(len(self.actors))
        rows: list[tuple[Simpul, ...]] = []
        for row in range(self.count):
            column = self._next(column)
            rows.append(self._row(row, column))
        if written:
            rows = [(Simpul(("a0",), Bentuk.MULAI, ke=Tujuan(1)),), *(_shift(row) for row in rows)]
            rows.append((Simpul((self.actors[column],), Bentuk.SELESAI),))
            rows[-2] = tuple(_finish(simpul, len(rows) - 1) for simpul in rows[-2])
        steps: list[Langkah] = []
        for symbols in rows:
            numbered = symbols[0].bentuk not in (Bentuk.MULAI, Bentuk.SELESAI)
            steps.append(Langkah(str(len(steps) + 1 - written) if numbered else "", (), symbols))
        actors = tuple(Pelaksana(key, f"Pelaksana {key}") for key in self.actors)
        return Prosedur(actors, tuple(steps), f"Bagian {index + 1}")

    def _next(self, column: int) -> int:
        count = len(self.actors)
        step = self.rng.choice([-1, 0, 1, 1]) if self.rng.random() < 0.7 else self.rng.randint(-count, count)
        return min(max(column + step, 0), count - 1)

    def _target(self, row: int) -> Tujuan | None:
        anywhere = self.rng.randint(0, self.count)
        near = [row - 1, row - 2, row - 3, row + 2, row + 3, anywhere]
        goal = max(anywhere if self.wild else self.rng.choice(near), 0)
        return Tujuan(goal) if goal < self.count else None

    def _onward(self, row: int) -> Tujuan | None:
        return Tujuan(row + 1) if row + 1 < self.count else None

    def _row(self, row: int, column: int) -> tuple[Simpul, ...]:
        rng, share, key, kind = self.rng, self.share, self.actors[column], self.rng.random()
        if kind < share:
            return (self._decision(row, key),)
        if kind < share + 0.07:
            other = key if rng.random() < 0.6 else rng.choice(self.actors)
            return (Simpul((key,), ke=Tujuan(row, 1)), self._decision(row, other))
        if kind < share + 0.14:
            group = tuple(rng.sample(list(self.actors), rng.randint(2, len(self.actors))))
            return (Simpul(group, ke=self._onward(row)),)
        if kind < share + 0.18:
            return (Simpul((key,), ke=Tujuan(row, 1)), Simpul((rng.choice(self.actors),), ke=self._onward(row)))
        if self.wild and kind > 0.95:
            return (Simpul((key,), ke=self._target(row)),)
        return (Simpul((key,), ke=self._onward(row)),)

    def _decision(self, row: int, key: str) -> Simpul:
        labels = self.rng.choice(LABELS[:2] if self.rng.random() < 0.7 else LABELS)
        answers = [Jawaban(labels[0], self._onward(row))]
        answers += [Jawaban(label, self._target(row)) for label in labels[1:]]
        return Simpul((key,), Bentuk.KEPUTUSAN, tuple(answers))


def _shift(row: tuple[Simpul, ...]) -> tuple[Simpul, ...]:
    """Make room for a written row Mulai above."""

    def move(goal: Tujuan | None) -> Tujuan | None:
        return goal and Tujuan(goal.langkah + 1, goal.simpul)

    return tuple(
        Simpul(s.pelaksana, s.bentuk, tuple(Jawaban(a.label, move(a.ke)) for a in s.jawaban), move(s.ke)) for s in row
    )


def _finish(simpul: Simpul, last: int) -> Simpul:
    """Let open ends of the last step lead to the written Selesai."""
    answers = tuple(Jawaban(a.label, a.ke or Tujuan(last)) for a in simpul.jawaban)
    ke = None if simpul.jawaban else simpul.ke or Tujuan(last)
    return Simpul(simpul.pelaksana, simpul.bentuk, answers, ke)


def lay_out(
    sheet: Chart, seed: int, *, room: float = 150.0, first_room: float = 60.0, squeeze: float = 1.0
) -> list[PagePlace]:
    """Lay a chart out as the renderer would: rows at least as high as asked, pages as paginated. `squeeze` below 1 is mean."""
    rng = random.Random(seed * 7 + 1)
    heights = tuple(
        tuple(squeeze * max(sheet.row_height(p, r), rng.uniform(9, 28)) for r in range(len(graph.steps)))
        for p, graph in enumerate(sheet.graphs)
    )
    titles = tuple(0.0 if p == 0 else 8.0 for p in range(len(heights)))
    measured = Measured(heights, (HEAD,) * len(heights), titles, first_room, room, STRIP)
    widths = [squeeze * sheet.column_width(p) for p in range(len(heights))]
    places: list[PagePlace] = []
    for page in paginate(sheet, measured):
        top = 200.0 - (first_room if page.first else room)
        places.extend(_place(sheet, measured, page, widths, top))
    return [replace(place, page=number + 1) for number, place in enumerate(places)]


def _place(
    sheet: Chart, measured: Measured, page: PageRows, widths: Sequence[float], top: float
) -> Iterator[PagePlace]:
    """Put rows below each other; a row higher than the page is cut in two."""
    here = {p for p, _ in page.rows}
    columns = tuple(
        tuple(100 + i * widths[p] for i in range(len(graph.actors) + 1)) if p in here else ()
        for p, graph in enumerate(sheet.graphs)
    )
    y, shown = top, -1
    rows: list[RowPlace] = []
    above = None
    for p, r in page.rows:
        if p != shown:
            y += measured.heads[p] + (measured.titles[p] if r == 0 else 0.0)
            if page.strip_above and not rows:
                above, y = (y, y + STRIP), y + STRIP
            shown = p
        rows.append(RowPlace(p, r, y, y + measured.rows[p][r]))
        y = rows[-1].bottom
    if page.tall:
        end = top + measured.room
        yield PagePlace(0, columns, (replace(rows[0], bottom=end),), above)
        yield PagePlace(0, columns, (replace(rows[0], top=top, bottom=top + max(y - end, 20.0)),))
    else:
        yield PagePlace(0, columns, tuple(rows), above, (y, y + STRIP) if page.strip_below else None)


def draw_case(seed: int, **layout: float) -> tuple[Chart, Drawing]:
    """Draw the case of a seed."""
    case = make_case(seed)
    sheet = chart(case.procedures, case.manner)
    return sheet, draw(sheet, lay_out(sheet, seed, **layout), label_width)
