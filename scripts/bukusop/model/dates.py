"""Dates as Indonesian offices write them: day, month name, year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

BULAN = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)


@dataclass(frozen=True, slots=True, order=True)
class Tanggal:
    """A calendar day; compares by time."""

    tahun: int
    bulan: int
    hari: int

    @classmethod
    def of(cls, day: date) -> Tanggal:
        """Give a day of the calendar."""
        return cls(day.year, day.month, day.day)

    def __str__(self) -> str:
        return f"{self.hari} {BULAN[self.bulan - 1]} {self.tahun}"

    @property
    def iso(self) -> str:
        """ISO 8601, as PDF metadata and websites want it."""
        return f"{self.tahun:04}-{self.bulan:02}-{self.hari:02}"
