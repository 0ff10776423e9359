"""Rules on the numbers of SOPs: their pattern, numbers given twice, and the running number through the book."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bukusop.diagnostics import Severity
from bukusop.lint.pattern import Pattern, Unusable, deviation, infer_pattern, read_pattern, running_number
from bukusop.lint.reading import Reading, Sheet
from bukusop.lint.rule import Remark, rule
from bukusop.load.quoting import shown

_HINT = "yang dapat dipakai: {urut}, {urut:2}, {unit}, {tahun}, {bulan}, {bidang}, dan teks biasa, misalnya `{urut:2}/SOP/{unit}/{tahun}`"


def _numbered(reading: Reading) -> list[Sheet]:
    return [sheet for sheet in reading.sheets if sheet.sop.nomor.strip() and not sheet.source.doubts("nomor")]


def _pattern(reading: Reading) -> Pattern | None:
    """Give the office's pattern, else the one that most numbers follow; raises `Unusable`."""
    manifest = reading.manifest
    if reading.sources.shape.pola_nomor:
        pattern = read_pattern(reading.sources.shape.pola_nomor)
        unsure = {"unit"} if manifest.doubts("instansi", "singkatan") else set[str]()
        if any(path[:1] in ((), ("bidang",)) for path in manifest.doubtful):
            unsure.add("bidang")
        return None if pattern.kinds & unsure else pattern
    return infer_pattern([(" ".join(sheet.sop.nomor.split()), sheet.sop.bidang) for sheet in _numbered(reading)])


def _patterns(reading: Reading) -> dict[str, Pattern]:
    """Give the pattern of each bidang: the book's, or its own, where none of its numbers follows that and most follow another.

    A unit (UPT) that files on its own has such numbers; as many words as in the book's pattern are a slip in it. Raises `Unusable`.
    """
    usual = _pattern(reading)
    if usual is None:
        return {}
    written = dict[str, list[tuple[str, str]]]()
    for sheet in _numbered(reading):
        written.setdefault(sheet.sop.bidang, []).append((" ".join(sheet.sop.nomor.split()), sheet.sop.bidang))
    words, result = _known(reading), dict[str, Pattern]()
    for bidang, numbers in written.items():
        known = words.get(bidang, {})
        own = None if reading.sources.shape.pola_nomor else infer_pattern(numbers)
        apart = own is not None and len(own.words(known)) != len(usual.words(known))
        result[bidang] = own if own and apart and not any(usual.match(number, known) for number, _ in numbers) else usual
    return result


def _known(reading: Reading) -> dict[str, dict[str, str]]:
    """Give, per bidang, the words that {unit} and {bidang} stand for."""
    unit = reading.book.instansi.singkatan
    return {item.kunci: {"unit": unit, "bidang": item.huruf} for item in reading.book.bidang}


def _years(reading: Reading, sheet: Sheet) -> list[int]:
    """Give the years that a number may bear, the likeliest first: those of its dates, in a sheet not yet in force the book's too."""
    dates = sheet.sop.tanggal
    written = [day.tahun for day in (dates.efektif, dates.pembuatan, dates.revisi) if day]
    return written if dates.efektif or reading.manifest.doubts("tahun") else [reading.book.tahun, *written]


@rule("nomor-pola", Severity.WARNING)
def number_follows_pattern(reading: Reading) -> Iterator[Remark]:
    """Nomor SOP mengikuti pola penomoran dinas.

    Dasar: praktik tata naskah dinas: semua nomor SOP satu instansi bersusunan sama, agar dapat dicari dan diurutkan; PermenPAN-RB 35/2012
    meminta nomor SOP ditulis menurut tata naskah dinas yang berlaku.

    Perbaikan: tulis nomor menurut `pola_nomor` di book/book.yaml; tanpa `pola_nomor` dipakai pola yang diikuti kebanyakan SOP, atau
    pola bidang itu sendiri bila nomor-nomornya bersusunan lain. Tahun dalam nomor sama dengan tahun tanggal pembuatan atau tanggal
    efektif.

    Contoh: `46SOP/DKUMP/2026` seharusnya `46/SOP/DKUMP/2026`
    """
    try:
        patterns = _patterns(reading)
    except Unusable as problem:
        written = shown(reading.sources.shape.pola_nomor)
        yield Remark(reading.manifest.place("pola_nomor"), f"pola nomor `{written}` tidak dapat dipakai: {problem}", _HINT)
        return
    words = _known(reading)
    for sheet in _numbered(reading) if patterns else ():
        number, known, pattern = " ".join(sheet.sop.nomor.split()), words.get(sheet.sop.bidang, {}), patterns[sheet.sop.bidang]
        values, years = pattern.match(number, known), _years(reading, sheet)
        if values is not None and not years:
            continue
        if values is None:
            found = deviation(pattern, number, known, {"tahun": str(years[0])} if years else {})
            yield Remark(sheet.place("nomor"), f"nomor `{shown(number)}` tidak mengikuti pola `{pattern}`: {found.said}",
                         f"mungkin maksudnya `{shown(found.meant)}`?" if found.meant else "")
        elif "tahun" in values and int(values["tahun"]) not in years:
            meant = pattern.fill({**values, "tahun": str(years[0])}, known)
            yield Remark(sheet.place("nomor"), f"tahun {values['tahun']} dalam nomor `{shown(number)}` (pola `{pattern}`) berbeda dari"
                         f" tahun tanggalnya, {_listed(years)}", f"mungkin maksudnya `{meant}`?" if meant else "")


def _listed(years: Sequence[int]) -> str:
    return " atau ".join(str(year) for year in sorted(set(years)))


@rule("nomor-ganda", Severity.ERROR)
def number_is_given_once(reading: Reading) -> Iterator[Remark]:
    """Satu nomor hanya untuk satu SOP.

    Dasar: PermenPAN-RB 35/2012: nomor adalah identitas SOP; dua SOP bernomor sama tidak dapat dirujuk dan diarsipkan dengan pasti.

    Perbaikan: beri salah satu SOP nomor lain yang belum dipakai.
    """
    first = dict[str, Sheet]()
    for sheet in _numbered(reading):
        key = "".join(sheet.sop.nomor.split()).casefold()
        other = first.setdefault(key, sheet)
        if other is not sheet:
            yield Remark(sheet.place("nomor"), f"nomor `{shown(sheet.sop.nomor)}` sudah dipakai SOP \"{shown(other.sop.nama)}\","
                         f" lihat {_line(other)}")


def _line(sheet: Sheet) -> str:
    place = sheet.place("nomor")
    return f"{place.file}:{place.line}"


@dataclass(frozen=True, slots=True)
class _Count:
    """A sheet of a series with its running number; None where that cannot be told."""

    sheet: Sheet
    value: int | None
    year: str
    pattern: Pattern


@rule("nomor-urut", Severity.WARNING)
def numbers_run_on(reading: Reading) -> Iterator[Remark]:
    """Nomor urut SOP berlanjut tanpa lompatan, menurut urutan dalam buku.

    Dasar: praktik: daftar induk diurutkan menurut nomor; nomor yang terlompati menimbulkan pertanyaan SOP mana yang hilang.

    Perbaikan: pakai nomor yang terlewat, atau susun ulang berkasnya (angka di depan nama berkas) agar urut menurut nomor.
    """
    try:
        usual, patterns = _pattern(reading), _patterns(reading)
    except Unusable:
        return
    if usual is None or "urut" not in usual.kinds:
        return
    words = _known(reading)
    counts = [_count(sheet, patterns.get(sheet.sop.bidang, usual), words.get(sheet.sop.bidang, {})) for sheet in reading.sheets]
    ways = [_series(counts, bidang=bidang, year=year) for bidang, year in ((False, False), (True, False), (False, True), (True, True))]
    series = min(ways, key=_breaks)
    if _breaks(series) > max(2, len(counts) // 2):
        return      # the numbers are not those of a series: they come from a register of letters, perhaps
    whole = not any(name.startswith("sops/") for name in reading.unread)     # else a number may be in what could not be read
    for line in series:
        yield from _disorder(line)
        if whole:
            yield from _gaps(line)


def _count(sheet: Sheet, pattern: Pattern, known: Mapping[str, str]) -> _Count:
    number = " ".join(sheet.sop.nomor.split())
    values = pattern.match(number, known) or {}
    return _Count(sheet, running_number(pattern, number, known) if number else None, values.get("tahun", ""), pattern)


def _series(counts: Sequence[_Count], *, bidang: bool, year: bool) -> list[list[_Count]]:
    series = dict[tuple[Pattern, str, str], list[_Count]]()
    for item in counts:
        series.setdefault((item.pattern, item.sheet.sop.bidang if bidang else "", item.year if year else ""), []).append(item)
    return list(series.values())


def _breaks(series: Sequence[Sequence[_Count]]) -> int:
    """Count where series do not go on by one, and those that do not begin with 1."""
    total = 0
    for line in series:
        values = [item.value for item in line if item.value is not None]
        total += sum(1 for before, value in pairwise(values) if value != before + 1)
        total += bool(values and values[0] != 1)
    return total


def _disorder(line: Sequence[_Count]) -> Iterator[Remark]:
    """Tell of the numbers that come too early or too late, or twice: those outside the longest run that rises."""
    told = [(item, item.value) for item in line if item.value is not None]
    rising = _rising([value for _, value in told])
    homes = {value: item for index, (item, value) in enumerate(told) if index in rising}
    before: tuple[_Count, int] | None = None
    for index, (item, value) in enumerate(told):
        if index in rising:
            before = (item, value)
            continue
        place, home = item.sheet.place("nomor"), homes.get(value)
        if home is not None:
            if _plain(home) != _plain(item):
                yield Remark(place, f"nomor urut {value} sudah dipakai SOP \"{shown(home.sheet.sop.nama)}\", lihat {_line(home.sheet)}")
        elif before is not None and before[1] > value:
            yield Remark(place, f"nomor urut {value} berada sesudah nomor urut {before[1]} dalam buku, lihat {_line(before[0].sheet)}")
        else:
            after, other = next((told[at] for at in range(index, len(told)) if at in rising), told[-1])
            yield Remark(place, f"nomor urut {value} berada sebelum nomor urut {other} dalam buku, lihat {_line(after.sheet)}")


def _plain(item: _Count) -> str:
    return "".join(item.sheet.sop.nomor.split()).casefold()


def _rising(values: Sequence[int]) -> set[int]:
    """Give the indices of the longest run that rises, of equally long ones that which begins earliest; n log n, from the end."""
    tops, ends, after = list[int](), list[int](), dict[int, int]()
    for index in range(len(values) - 1, -1, -1):
        at = bisect_left(tops, -values[index])
        after[index] = ends[at - 1] if at else -1
        tops[at : at + 1], ends[at : at + 1] = [-values[index]], [index]
    rising, index = set[int](), ends[-1] if ends else -1
    while index >= 0:
        rising.add(index)
        index = after[index]
    return rising


def _gaps(line: Sequence[_Count]) -> Iterator[Remark]:
    """Tell of the numbers that no SOP has, at the one after them; an SOP between whose number cannot be told may have one of them."""
    at = dict[int, int]()
    for index, item in enumerate(line):
        if item.value is not None:
            at.setdefault(item.value, index)
    values = sorted(at)
    for before, value in pairwise(values):
        between = line[min(at[before], at[value]) : max(at[before], at[value])]
        unknown = sum(1 for item in between if item.value is None)
        if value - before - 1 > unknown:
            missing = f"{before + 1}" if value == before + 2 else f"{before + 1} sampai dengan {value - 1}"
            yield Remark(line[at[value]].sheet.place("nomor"), f"nomor urut melompat dari {before} ke {value}: {missing} tidak ada dalam"
                         f" buku, lihat {_line(line[at[before]].sheet)}")
