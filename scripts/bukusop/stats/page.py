"""Figures -> one HTML page: every plot as an inline SVG, and the same figures as tables. Nothing else is needed to read it.

Plots are drawn by pygal (`plots.py` says why it was chosen, and alone imports it: only when a page is made). The page is
`templates/laman/statistik.html`, which escapes every text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from bukusop.model import BULAN, Book
from bukusop.model.dates import Tanggal
from bukusop.model.waktu import HARI_KERJA_MENIT
from bukusop.render import Templates
from bukusop.stats.counts import Figures, SopFigures, age_words, time_words, work_words
from bukusop.stats.plain import totals

MOST_BARS = 60
"""SOPs in one plot: those with the greatest figures; the table has all."""
MOST_ACTORS = 20
"""Actors in a plot."""
TIMES = (
    (1, "1 menit"), (15, "15 menit"), (60, "1 jam"), (450, "1 hari"), (2250, "1 minggu"), (9450, "1 bulan"), (28350, "3 bulan"),
    (112500, "1 tahun"), (1125000, "10 tahun"), (11250000, "100 tahun"),
)
"""Ticks of an axis of time, in minutes of work (`model.waktu`)."""
MOST_TICKS = 6
"""Spaces between ticks of an axis of numbers."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A plot as the template wants it: the SVG, the names of its series, and whether only some are shown."""

    svg: str
    deret: tuple[str, ...]
    sebagian: bool


def statistics_page(templates: Templates, book: Book, figures: Figures) -> str:
    """Give the page as HTML text."""
    return templates.page(
        "statistik", book=book, instansi=book.instansi, hari=_words(figures.hari), jumlah=totals(figures), angka=figures,
        grafik=_plots(figures), waktu=time_words, menit=work_words, umur=age_words, tanggal=_words, bulan=_month, banyak=MOST_BARS,
        banyak_pelaksana=MOST_ACTORS,
    )


def _words(day: date) -> str:
    return str(Tanggal.of(day))


def _month(day: date) -> str:
    return f"{BULAN[day.month - 1]} {day.year}"


def _plots(figures: Figures) -> dict[str, Drawn]:
    """Draw everything that has at least one bar."""
    actors, months = figures.pelaksana[:MOST_ACTORS], figures.bulan
    heavy = sorted(figures.pelaksana, key=lambda load: -load.waktu.menit_kerja())[:MOST_ACTORS]
    size, unit = _unit(heavy[0].waktu.menit_kerja() if heavy else 0.0)
    people = len(figures.pelaksana) > MOST_ACTORS
    result = {
        "waktu": _of_sops(
            figures, "waktu", "Waktu per SOP", "dalam menit kerja, sumbu logaritmik", ("jalur utama", "jalur terburuk"),
            lambda item: (item.waktu_utama.menit_kerja(), item.waktu_terburuk.menit_kerja()), log=True),
        "langkah": _of_sops(
            figures, "langkah", "Langkah dan keputusan per SOP", "banyaknya langkah dan keputusan", ("langkah", "keputusan"),
            lambda item: (item.langkah, item.keputusan)),
        "serah": _of_sops(
            figures, "serah", "Serah terima per SOP", "berapa kali pekerjaan berpindah pelaksana pada jalur utama", ("serah terima",),
            lambda item: (item.serah_terima,)),
        "beban": _drawn(
            "beban", "Beban pelaksana menurut langkah", "banyaknya langkah dalam seluruh buku", [load.nama for load in actors],
            (("langkah", [load.langkah for load in actors]),), people),
        "beban-waktu": _drawn(
            "beban-waktu", "Beban pelaksana menurut waktu", f"jumlah waktu langkah dalam seluruh buku, dalam {unit}",
            [load.nama for load in heavy], (("waktu", [load.waktu.menit_kerja() / size for load in heavy]),), people,
            words=lambda value: work_words(value * size), unit=unit),
        "bulan": _drawn(
            "bulan", "Jatuh tempo per bulan", "banyaknya SOP yang jatuh tempo reviu dan pemantauan",
            [f"{BULAN[item.bulan.month - 1][:3]} {item.bulan.year}" for item in months],
            (("reviu", [item.reviu for item in months]), ("pemantauan", [item.pemantauan for item in months])), upright=True),
    }
    return {name: plot for name, plot in result.items() if plot is not None}


def _of_sops(
    figures: Figures, id_: str, title: str, what: str, series: Sequence[str], values: Callable[[SopFigures], Sequence[float]], *,
    log: bool = False,
) -> Drawn | None:
    """Draw a plot of SOPs, the greatest figure first."""
    shown = sorted(figures.sop, key=lambda item: (-max(values(item)), item.nama))[:MOST_BARS]
    rows = [(name, [values(item)[number] for item in shown]) for number, name in enumerate(series)]
    return _drawn(id_, title, what, [item.nama for item in shown], rows, len(figures.sop) > MOST_BARS, log=log)


def _drawn(
    id_: str, title: str, what: str, labels: Sequence[str], series: Sequence[tuple[str, Sequence[float]]], some: bool = False, *,
    log: bool = False, upright: bool = False, words: Callable[[float], str] | None = None, unit: str = "",
) -> Drawn | None:
    from bukusop.stats.plots import Plot, draw

    values = [value for _, row in series for value in row if value > 0]
    if not values:
        return None
    most = max((value, label) for _, row in series for value, label in zip(row, labels, strict=True))
    words = words or (work_words if log else _number)
    told = f"Diagram batang: {what}; {len(labels)} kelompok. Terbesar: {most[1]} ({words(most[0])}). Semua angka ada pada tabel."
    plot = Plot(
        id_, title, told, tuple(labels), tuple((name, tuple(row)) for name, row in series), words,
        _times(min(values), max(values)) if log else _ticks(max(values), unit), log=log, tegak=upright,
    )
    return Drawn(draw(plot), tuple(name for name, _ in series), some)


def _number(value: float) -> str:
    return str(round(value))


def _times(low: float, high: float) -> tuple[tuple[float, str], ...]:
    """Give the ticks from the last one below what is shown; at least two."""
    first = max((number for number, (value, _) in enumerate(TIMES[:-1]) if value <= low), default=0)
    last = max((number for number, (value, _) in enumerate(TIMES) if value <= high), default=0)
    return TIMES[first : max(last, first + 1) + 1]


def _unit(minutes: float) -> tuple[int, str]:
    """Choose the unit for an axis that reaches so far, with its minutes of work."""
    return next(((size, name) for size, name in ((HARI_KERJA_MENIT, "hari kerja"), (60, "jam")) if minutes > 2 * size), (1, "menit"))


def _ticks(high: float, unit: str) -> tuple[tuple[float, str], ...]:
    """Give round numbers from 0 to what is shown."""
    step = next(step * 10**power for power in range(12) for step in (1, 2, 5) if step * 10**power * MOST_TICKS >= high)
    return tuple((value, f"{value} {unit}".strip()) for value in range(0, ceil(high / step) * step + 1, step))
