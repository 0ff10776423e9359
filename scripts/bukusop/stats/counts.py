"""What can be counted in a book on a day. Pure: (Book, day) -> frozen values; nothing is read, nothing can fail.

- Steps are numbered rows; rows that hold only a capsule are not counted. Decisions are diamonds.
- Times and hand-offs are those of `model.jalur`: of the main path, and of the worst (every correction once). An SOP with several
  procedures has the sum of them. A total is incomplete (`lengkap` False) where a step has no readable time.
- The load of an actor is counted over the whole book, each step once with its longest time; a joint step counts for each of its actors.
  Names that differ only in case or spaces are one actor.
- What falls due is counted by `model.tempo`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bukusop.model import Bentuk, Bidang, Book, Langkah, Sop
from bukusop.model.jalur import handoffs, main_path, path_time, row_actors, worst_path
from bukusop.model.tempo import Tempo, after, due_dates, efektif_of, months_between
from bukusop.model.waktu import HARI_KERJA_MENIT, Jumlah, Satuan, Waktu, read_waktu, total

MONTHS_AHEAD = 12
"""Months after the present one in which what falls due is told apart."""


@dataclass(frozen=True, slots=True)
class SopFigures:
    """An SOP. `umur_hari` and `umur_bulan` are None before it is in force; the two `Tempo` where it has no tanggal efektif."""

    id: str
    nama: str
    nomor: str
    bidang: str
    prosedur: int
    langkah: int
    pelaksana: int
    keputusan: int
    serah_terima: int
    waktu_utama: Jumlah
    waktu_terburuk: Jumlah
    efektif: date | None
    umur_hari: int | None
    umur_bulan: int | None
    pemantauan: Tempo | None
    reviu: Tempo | None


@dataclass(frozen=True, slots=True)
class BidangFigures:
    """A bidang: sums over its SOPs; times are the median of its SOPs in minutes of work."""

    kunci: str
    huruf: str
    nama: str
    sop: int
    langkah: int
    pelaksana: int
    keputusan: int
    serah_terima: int
    menit_utama: float
    menit_terburuk: float
    pemantauan_lewat: int
    reviu_lewat: int


@dataclass(frozen=True, slots=True)
class ActorLoad:
    """What one actor has to do in the whole book: in how many SOPs, how many steps, how long."""

    nama: str
    sop: int
    langkah: int
    waktu: Jumlah


@dataclass(frozen=True, slots=True)
class Month:
    """How many SOPs are next due in a month, given by its first day."""

    bulan: date
    pemantauan: int
    reviu: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The whole book, on the day `hari`. `bulan` begins with the month of that day; actors are sorted by load, the heaviest first."""

    hari: date
    judul: str
    sop: tuple[SopFigures, ...]
    bidang: tuple[BidangFigures, ...]
    pelaksana: tuple[ActorLoad, ...]
    bulan: tuple[Month, ...]


def count(book: Book, today: date) -> Figures:
    """Count a book, seen from a day."""
    sops = tuple(_sop(sop, today) for bidang in book.bidang for sop in book.sops if sop.bidang == bidang.kunci)
    groups = tuple(_bidang(bidang, [sop for sop in book.sops if sop.bidang == bidang.kunci], sops) for bidang in book.bidang)
    return Figures(today, book.judul, sops, groups, _loads(book.sops), _months(sops, today))


def time_words(time: Jumlah) -> str:
    """Say a total; `tidak lengkap` where a step has no readable time."""
    if time.lengkap:
        return str(time)
    return f"{time} (tidak lengkap)" if time.bagian else "tidak lengkap"


def age_words(item: SopFigures) -> str:
    """Say how long an SOP has been in force: `1 tahun 3 bulan`, `12 hari`; that it is not yet, or that nobody knows."""
    if item.umur_hari is None or item.umur_bulan is None:
        return "belum berlaku" if item.efektif else "tanpa tanggal efektif"
    years, months = divmod(item.umur_bulan, 12)
    said = [f"{number} {unit}" for number, unit in ((years, "tahun"), (months, "bulan")) if number]
    return " ".join(said) or f"{item.umur_hari} hari"


def work_words(minutes: float) -> str:
    """Say minutes of work in the unit that reads best: `45 menit`, `3,5 jam`, `12 hari kerja`."""
    if minutes >= HARI_KERJA_MENIT:
        return f"{_figure(minutes / HARI_KERJA_MENIT)} hari kerja"
    if minutes >= 60:
        return f"{_figure(minutes / 60)} jam"
    return f"{_figure(minutes)} menit"


def _figure(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0").replace(".", ",")


def _sop(sop: Sop, today: date) -> SopFigures:
    main = [main_path(item) for item in sop.prosedur]
    efektif = efektif_of(sop)
    pemantauan, reviu = due_dates(sop, today) or (None, None)
    valid = efektif if efektif and efektif <= today else None
    return SopFigures(
        id=sop.id, nama=sop.nama, nomor=sop.nomor, bidang=sop.bidang, prosedur=len(sop.prosedur), langkah=len(_steps(sop)),
        pelaksana=len(_actors([sop])), keputusan=_decisions(sop),
        serah_terima=sum(handoffs(item, rows) for item, rows in zip(sop.prosedur, main, strict=True)),
        waktu_utama=_sum(path_time(item, rows) for item, rows in zip(sop.prosedur, main, strict=True)),
        waktu_terburuk=_sum(path_time(item, worst_path(item)) for item in sop.prosedur),
        efektif=efektif, umur_hari=(today - valid).days if valid else None, umur_bulan=months_between(valid, today) if valid else None,
        pemantauan=pemantauan, reviu=reviu,
    )


def _steps(sop: Sop) -> list[Langkah]:
    return [langkah for prosedur in sop.prosedur for langkah in prosedur.langkah if langkah.nomor]


def _decisions(sop: Sop) -> int:
    rows = (langkah for prosedur in sop.prosedur for langkah in prosedur.langkah)
    return sum(1 for langkah in rows for simpul in langkah.simpul if simpul.bentuk is Bentuk.KEPUTUSAN)


def _name(text: str) -> str:
    """Give what two spellings of one name have in common."""
    return " ".join(text.casefold().split())


def _actors(sops: Iterable[Sop]) -> set[str]:
    return {_name(actor.nama) for sop in sops for prosedur in sop.prosedur for actor in prosedur.pelaksana}


def _sum(items: Iterable[Jumlah]) -> Jumlah:
    amounts, complete = dict.fromkeys(Satuan, 0.0), True
    for item in items:
        complete = complete and item.lengkap
        for unit, amount in item.bagian:
            amounts[unit] += amount
    return Jumlah(tuple((unit, amount) for unit, amount in amounts.items() if amount > 0), complete)


def _bidang(bidang: Bidang, sops: Sequence[Sop], figures: Sequence[SopFigures]) -> BidangFigures:
    mine = [item for item in figures if item.bidang == bidang.kunci]

    def middle(time: Callable[[SopFigures], Jumlah]) -> float:
        return _median(sorted(time(item).menit_kerja() for item in mine))

    return BidangFigures(
        bidang.kunci, bidang.huruf, bidang.nama, len(mine), sum(item.langkah for item in mine), len(_actors(sops)),
        sum(item.keputusan for item in mine), sum(item.serah_terima for item in mine),
        middle(lambda item: item.waktu_utama), middle(lambda item: item.waktu_terburuk),
        sum(1 for item in mine if item.pemantauan and item.pemantauan.lewat), sum(1 for item in mine if item.reviu and item.reviu.lewat),
    )


def _median(values: Sequence[float]) -> float:
    """Give the middle of sorted values; 0 where there are none."""
    middle = len(values) // 2
    return sum(values[(len(values) - 1) // 2 : middle + 1]) / (1 if len(values) % 2 else 2) if values else 0.0


def _loads(sops: Iterable[Sop]) -> tuple[ActorLoad, ...]:
    spelled: dict[str, str] = {}
    where: dict[str, set[str]] = {}
    steps: dict[str, int] = {}
    times: dict[str, list[Waktu | None]] = {}
    for sop in sops:
        for prosedur in sop.prosedur:
            names = {actor.kunci: actor.nama for actor in prosedur.pelaksana}
            for langkah in prosedur.langkah:
                keys = {_name(names[kunci]): names[kunci] for kunci in sorted(row_actors(langkah)) if kunci in names}
                for key, name in keys.items() if langkah.nomor else ():
                    spelled.setdefault(key, name)
                    where.setdefault(key, set()).add(sop.id)
                    steps[key] = steps.get(key, 0) + 1
                    times.setdefault(key, []).append(read_waktu(langkah.waktu))
    loads = [ActorLoad(name, len(where[key]), steps[key], total(times[key])) for key, name in spelled.items()]
    return tuple(sorted(loads, key=lambda load: (-load.langkah, -load.waktu.menit_kerja(), load.nama)))


def _months(sops: Sequence[SopFigures], today: date) -> tuple[Month, ...]:
    first = today.replace(day=1)

    def due(items: Iterable[Tempo | None], month: date) -> int:
        return sum(1 for item in items if item and item.berikutnya.replace(day=1) == month)

    months = [after(first, number) for number in range(MONTHS_AHEAD + 1)]
    return tuple(Month(month, due((s.pemantauan for s in sops), month), due((s.reviu for s in sops), month)) for month in months)
