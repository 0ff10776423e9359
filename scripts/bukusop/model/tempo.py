"""When an SOP is to be monitored and reviewed: a rhythm of months, counted from the day it took effect or was last revised.

PermenPAN-RB 35/2012: monitoring every six months, evaluation every year. No source tells that a monitoring was done, so what is
counted here is what has fallen due.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, date

from bukusop.model.dates import Tanggal
from bukusop.model.sop import Sop

BULAN_PEMANTAUAN = 6
"""Months from one monitoring to the next."""
BULAN_REVIU = 12
"""Months from one evaluation (review) to the next."""


@dataclass(frozen=True, slots=True)
class Tempo:
    """What falls due every so many months, seen from a day.

    - `pertama`: the first time after the SOP took effect or was revised;
    - `terakhir`: the last time before that day, None where none has passed yet;
    - `berikutnya`: the next time, that day included;
    - `kali`: how many times have passed.
    """

    pertama: date
    terakhir: date | None
    berikutnya: date
    kali: int

    @property
    def lewat(self) -> bool:
        """Whether at least one time has passed without a revision since."""
        return self.kali > 0


def day_of(tanggal: Tanggal | None) -> date | None:
    """Give a date of the sources as a day; None where it is none."""
    if tanggal is None or not (1 <= tanggal.bulan <= 12 and 1 <= tanggal.tahun <= MAXYEAR):
        return None
    return date(tanggal.tahun, tanggal.bulan, max(1, min(tanggal.hari, monthrange(tanggal.tahun, tanggal.bulan)[1])))


def efektif_of(sop: Sop) -> date | None:
    """Give the day an SOP took or will take effect."""
    return day_of(sop.tanggal.efektif)


def mulai_of(sop: Sop) -> date | None:
    """Give the day from which an SOP's months are counted: efektif, or the last revisi where that is later; None before it has efektif."""
    efektif, revisi = efektif_of(sop), day_of(sop.tanggal.revisi)
    return max(efektif, revisi) if efektif and revisi else efektif


def after(day: date, months: int) -> date:
    """Give the same day some months later; the month's last day where it has fewer days. Never beyond the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_between(start: date, end: date) -> int:
    """Count the whole months from one day to a later one; 0 where it is not later."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return max(0, months - (after(start, months) > end if months > 0 else 0))


def falls_in(start: date, months: int, month: date) -> bool:
    """Say whether something due every so many `months` from `start` is due in the month of a day."""
    passed = (month.year - start.year) * 12 + month.month - start.month
    return passed > 0 and passed % months == 0


def due_dates(sop: Sop, today: date) -> tuple[Tempo, Tempo] | None:
    """Give when an SOP is to be monitored and evaluated, seen from `today`; None where it has no tanggal efektif."""
    start = mulai_of(sop)
    return (tempo(start, BULAN_PEMANTAUAN, today), tempo(start, BULAN_REVIU, today)) if start else None


def tempo(start: date, months: int, today: date) -> Tempo:
    """Give what falls due every so many `months` from `start`, seen from `today`."""
    passed = months_between(start, today) // months
    if passed and after(start, passed * months) == today:      # due today is not overdue
        passed -= 1
    last = after(start, passed * months) if passed else None
    return Tempo(after(start, months), last, after(start, (passed + 1) * months), passed)
