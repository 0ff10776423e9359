"""Rules on office holders: the form and the sense of a NIP, and office holders that sign nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bukusop.diagnostics import Place, Severity
from bukusop.lint.grids import grids
from bukusop.lint.reading import Reading
from bukusop.lint.rule import Remark, rule
from bukusop.load.quoting import shown
from bukusop.model import BULAN

_HEAD = re.compile(r"(?:(?:no|nomor)\W*)?(?:nip|ni\W?pppk|nip\W*pppk)\W*", re.IGNORECASE)
_BEFORE = re.compile(r"^\s*(?:NI\W?PPPK|NIP)\W*(?=\d|$)", re.IGNORECASE)
_AMONG = re.compile(r"\bNIP\b\W*([0-9][0-9 .\-]*)", re.IGNORECASE)
_SLIPS = str.maketrans("OoIlB", "00118")
_DIGITS = 18
_YOUNGEST, _OLDEST, _OLDEST_PPPK = 15, 58, 64


@dataclass(frozen=True, slots=True)
class _Nip:
    """A NIP as it was written; `whose` is who bears it, `where` what is said of its place beyond the line."""

    text: str
    place: Place
    whose: str
    where: str = ""

    @property
    def digits(self) -> str:
        return "".join(self.text.split())

    @property
    def sound(self) -> bool:
        return re.fullmatch(r"[0-9]{18}", self.digits) is not None


def _nips(reading: Reading) -> Iterator[_Nip]:
    """Give every NIP of the book: those of the manifest, and of the tables in which a column is headed NIP."""
    for item in reading.book.pejabat:
        path = ("pejabat", item.kunci, "nip")
        if item.nip.strip() and not reading.manifest.doubts(*path):
            yield _Nip(_BEFORE.sub("", item.nip).strip(), reading.manifest.place(*path), item.nama)
    yield from _nips_of_tables(reading)


def _nips_of_tables(reading: Reading) -> Iterator[_Nip]:
    for grid in grids(reading):
        for column, head in enumerate(grid.head):
            if "NI" not in head.upper():
                continue
            for row in range(len(grid.rows)):
                text = grid.column(row, column).strip()
                if not _HEAD.fullmatch(head.strip()):
                    among = _AMONG.search(text)
                    text = among[1].strip(" .-") if among else ""
                if any(char.isalnum() for char in text):
                    yield _Nip(_BEFORE.sub("", text).strip(), grid.place(row, column), "", grid.within(row))


@rule("nip-bentuk", Severity.ERROR)
def nip_has_its_form(reading: Reading) -> Iterator[Remark]:
    """NIP terdiri atas 18 angka.

    Dasar: Peraturan Kepala BKN 22/2007: NIP berisi 8 angka tanggal lahir, 6 angka tahun dan bulan pengangkatan, 1 angka jenis kelamin, dan
    3 angka nomor urut.

    Perbaikan: salin NIP dari surat keputusan kepegawaian, boleh dengan spasi pemisah.

    Contoh: `19700101 19950 1 901` seharusnya `19700101 199501 1 901`
    """
    for nip in _nips(reading):
        if nip.sound:
            continue
        count = sum(1 for char in nip.digits if char in "0123456789")
        strange = next((char for char in nip.digits if char not in "0123456789"), "")
        said = f"memuat `{shown(strange)}`" if strange else f"berisi {count} angka, seharusnya {_DIGITS}"
        meant = re.sub(r"[.\-/,_]", "", nip.digits).translate(_SLIPS)
        hint = f"mungkin maksudnya `{_printed(meant)}`?" if re.fullmatch(r"[0-9]{18}", meant) else ""
        yield Remark(nip.place, f"NIP `{shown(nip.text)}`{_of(nip)} {said}", hint)


def _printed(digits: str) -> str:
    return f"{digits[:8]} {digits[8:14]} {digits[14]} {digits[15:]}"


def _of(nip: _Nip) -> str:
    return f" milik {shown(nip.whose)}" if nip.whose else nip.where


@rule("nip-wajar", Severity.WARNING)
def nip_makes_sense(reading: Reading) -> Iterator[Remark]:
    """Setiap bagian NIP masuk akal, dan satu NIP hanya milik satu orang.

    Dasar: Peraturan Kepala BKN 22/2007 tentang susunan NIP; pada PPPK angka bulan pengangkatan diganti 21 dan seterusnya.

    Perbaikan: cocokkan dengan surat keputusan kepegawaian: tanggal lahir, tahun dan bulan pengangkatan, jenis kelamin (1 pria, 2 wanita),
    nomor urut.
    """
    for nip in _nips(reading):
        if nip.sound:
            for problem in _problems(nip.digits, reading.today):
                yield Remark(nip.place, f"NIP `{shown(nip.text)}`{_of(nip)}: {problem}")
    first = dict[str, _Nip]()
    for nip in _nips(reading):
        if not nip.whose or not nip.sound:
            continue
        other = first.setdefault(nip.digits, nip)
        if _person(other.whose) != _person(nip.whose):
            yield Remark(nip.place, f"NIP `{shown(nip.text)}` milik {shown(nip.whose)} sama dengan NIP {shown(other.whose)}, lihat"
                         f" {other.place.file}:{other.place.line}", "periksa NIP kedua pejabat")


def _person(name: str) -> str:
    """Give a name by which a person is known again: without titles after a comma, signs and capitals."""
    return "".join(char for char in name.partition(",")[0].casefold() if char.isalnum())


def _problems(digits: str, today: date) -> Iterator[str]:
    """Give what is not plausible in the 18 digits; of the birth and the appointment the first thing only."""
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
    since, code = int(digits[8:12]), int(digits[12:14])
    contract = 21 <= code <= 29
    born = _day(year, month, day)
    if born is None:
        yield f"tanggal lahir `{digits[:8]}` tidak ada dalam kalender"
    elif born >= today:
        yield f"tanggal lahir `{digits[:8]}` belum tiba"
    if not contract and not 1 <= code <= 12:
        yield f"bulan pengangkatan `{digits[12:14]}` bukan 01 sampai dengan 12"
    elif (since, 1 if contract else code) > (today.year, today.month):
        yield f"pengangkatan {since if contract else f'{BULAN[code - 1]} {since}'} belum tiba"
    elif born is not None and born < today:
        age = since - year - (0 if contract or code >= month else 1)
        oldest = _OLDEST_PPPK if contract else _OLDEST
        if not _YOUNGEST <= age <= oldest:
            said = f"umur saat diangkat {age} tahun" if age >= 0 else "diangkat sebelum lahir"
            yield f"{said} (lahir {year}, diangkat {since}), seharusnya {_YOUNGEST} sampai dengan {oldest} tahun"
    if digits[14] not in "12":
        yield f"angka jenis kelamin `{digits[14]}` bukan 1 atau 2"
    if digits[15:] == "000":
        yield "nomor urut `000` tidak dipakai"


def _day(year: int, month: int, day: int) -> date | None:
    """Give the day of a calendar, None where there is none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


@rule("pejabat-tak-dipakai", Severity.ADVICE)
def office_holders_sign(reading: Reading) -> Iterator[Remark]:
    """Pejabat dalam manifes menandatangani sesuatu.

    Dasar: praktik: pejabat yang tersisa dari buku lama mudah terpakai keliru pada SOP berikutnya.

    Perbaikan: hapus pejabat itu dari book/book.yaml, atau sebut kuncinya pada `disahkan_oleh`, `paraf`, `salinan`, atau `penutup`.
    """
    book = reading.book
    if reading.manifest.findings.failed:
        return      # whoever signs what could not be read is not known
    used = {book.pengesah, *book.paraf, *(sop.disahkan_oleh for sop in book.sops)}
    for keputusan in book.keputusan:
        used |= {keputusan.pejabat, *([keputusan.salinan.pejabat] if keputusan.salinan else [])}
    used |= {chapter.penutup.pejabat for chapter in book.chapters if chapter.penutup}
    for item in book.pejabat:
        if item.kunci not in used:
            yield Remark(reading.manifest.tree.key_at(("pejabat", item.kunci)),
                         f"pejabat `{shown(item.kunci)}` ({shown(item.nama)}) tidak menandatangani apa pun dalam buku ini")
