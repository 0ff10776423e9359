"""Rules on the numbers and dates of the Keputusan."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bukusop.diagnostics import Severity
from bukusop.lint.reading import Reading, Sheet
from bukusop.lint.rule import Remark, rule
from bukusop.lint.rules.keputusan import SOP_NAMED
from bukusop.load import Source
from bukusop.model import Keputusan
from bukusop.model.tempo import day_of, efektif_of

_MONTHS = "XII|XI|X|IX|VIII|VII|VI|V|IV|III|II|I"
_YEAR = r"(?:19|20)\d{2}"
_SLOT = re.compile(r"\{[^{}]*\}|\*")
_FEWEST = 3
"""From fewer numbers than this no pattern is inferred."""
_A_YEAR = 366
_HINT = "periksa garis miring, singkatan dinas, dan tahunnya pada buku agenda Keputusan"


@rule("nomor-keputusan-ganda", Severity.ERROR)
def numbers_are_unique(reading: Reading) -> Iterator[Remark]:
    """Setiap Keputusan mempunyai nomor sendiri.

    Dasar: praktik kearsipan: nomor adalah satu-satunya tanda pengenal naskah dinas; dua Keputusan dengan satu nomor tidak dapat dirujuk.

    Perbaikan: periksa buku agenda Keputusan, lalu perbaiki nomor yang salah.
    """
    first: dict[str, Source] = {}
    for keputusan, source in reading.decrees:
        number = "".join(keputusan.nomor.split()).casefold()
        if not number or source.doubts("nomor"):
            continue
        if number in first:
            there = first[number].place("nomor")
            yield Remark(source.place("nomor"), f"nomor `{keputusan.nomor}` sudah dipakai Keputusan lain, lihat {there.file}:{there.line}")
        first.setdefault(number, source)


@rule("nomor-keputusan-pola", Severity.WARNING)
def numbers_follow_the_pattern(reading: Reading) -> Iterator[Remark]:
    """Nomor Keputusan mengikuti pola, dan tahunnya adalah tahun penetapan.

    Dasar: tata naskah dinas instansi, yang dapat ditulis sebagai `pola_nomor_keputusan` pada book/book.yaml; tanpa itu dipakai pola
    yang paling banyak dipakai apabila buku memuat tiga Keputusan atau lebih.

    Perbaikan: samakan nomor dengan polanya dan tahunnya dengan tanggal penetapan. Isian pola: `{urut}`, `{unit}`, `{bulan}`, `{tahun}`,
    dan `*` untuk kode klasifikasi.

    Contoh: `pola_nomor_keputusan: "*/{urut:3}/{unit}/{tahun}"` cocok dengan `000.8.3.3/021/DKUMP/2026`
    """
    numbered = [(keputusan, source) for keputusan, source in reading.decrees if keputusan.nomor and not source.doubts("nomor")]
    pattern = reading.sources.shape.pola_nomor_keputusan
    shape: re.Pattern[str] | None = None
    if pattern and not reading.manifest.doubts("pola_nomor_keputusan"):
        shape, wrong = _compiled(pattern, reading.book.instansi.singkatan)
        if wrong:
            yield Remark(reading.manifest.place("pola_nomor_keputusan"), f"isian `{wrong}` pada `pola_nomor_keputusan` tidak dikenal",
                         "pilih {urut}, {unit}, {bulan}, {tahun}, atau *")
    usual = "" if pattern else _usual([_manner(keputusan.nomor) for keputusan, _ in numbered])
    for keputusan, source in numbered:
        number = keputusan.nomor.strip()
        if shape is not None and not shape.fullmatch(number):
            yield Remark(source.place("nomor"), f"nomor `{number}` tidak mengikuti pola `{pattern}`", _HINT)
        elif usual and _manner(number) != usual:
            yield Remark(source.place("nomor"), f"nomor `{number}` tidak seperti nomor Keputusan lain, yang berpola `{usual}`", _HINT)
        elif (year := _wrong_year(keputusan)) is not None:
            yield Remark(source.place("nomor"), f"nomor `{number}` menyebut tahun {year}, padahal ditetapkan {keputusan.tanggal}",
                         "periksa tahun pada nomor dan pada tanggal penetapan")


def _compiled(pattern: str, unit: str) -> tuple[re.Pattern[str] | None, str]:
    """Turn a pattern into an expression; None and the slot that is not known."""
    result, at = "", 0
    for found in _SLOT.finditer(pattern):
        result += re.escape(pattern[at : found.start()])
        name, _, width = found[0].strip("{}").partition(":")
        known = {"*": r"[^/\s]+", "unit": re.escape(unit), "tahun": _YEAR, "bulan": f"(?:{_MONTHS})"}
        if name == "urut" and re.fullmatch("[1-9]?", width):
            result += rf"[0-9]{{{width or 1},}}"
        elif name in known and not width:
            result += known[name]
        else:
            return None, found[0]
        at = found.end()
    return re.compile(result + re.escape(pattern[at:])), ""


def _manner(number: str) -> str:
    """Give how a number is built, as a pattern: `000.8.3.3/021/DKUMP/2026` -> `*/{urut}/DKUMP/{tahun}`."""
    kinds = ((_YEAR, "{tahun}"), (r"[0-9]+", "{urut}"), (r"[0-9]+(?:[.-][0-9]+)+", "*"), (_MONTHS, "{bulan}"))
    parts = (part.strip() for part in number.split("/"))
    return "/".join(next((name for shape, name in kinds if re.fullmatch(shape, part)), part) for part in parts)


def _usual(manners: list[str]) -> str:
    """Give the manner of most numbers; "" where there are few, or none prevails."""
    if len(manners) < _FEWEST:
        return ""
    manner, count = Counter(manners).most_common(1)[0]
    return manner if count * 2 > len(manners) else ""


def _wrong_year(keputusan: Keputusan) -> str | None:
    years = [part.strip() for part in keputusan.nomor.split("/") if re.fullmatch(_YEAR, part.strip())]
    if not years or keputusan.tanggal is None or str(keputusan.tanggal.tahun) in years:
        return None
    return years[-1]


@rule("tanggal-keputusan", Severity.WARNING)
def decree_is_dated_with_its_sops(reading: Reading) -> Iterator[Remark]:
    """Keputusan penetapan SOP bertanggal sebelum atau sama dengan tanggal efektif SOP-nya.

    Dasar: PermenPAN-RB 35/2012: tanggal efektif adalah tanggal SOP mulai berlaku; SOP tidak dapat berlaku sebelum ditetapkan.

    Perbaikan: samakan tanggal penetapan Keputusan dengan tanggal efektif SOP.
    """
    for keputusan, source in reading.decrees:
        day = day_of(keputusan.tanggal)
        if day is None:
            continue
        place = source.place("penetapan", "tanggal")
        if day.toordinal() > reading.today.toordinal() + _A_YEAR:
            yield Remark(place, f"tanggal penetapan `{keputusan.tanggal}` lebih dari setahun di muka", "periksa tahunnya")
            continue
        if not enacts(keputusan):
            continue
        dated = [(sheet, efektif) for sheet in reading.sheets if (efektif := efektif_of(sheet.sop)) is not None]
        early = [sheet for sheet, efektif in dated if efektif < day]
        if early:
            yield Remark(place, f"SOP sudah efektif sebelum ditetapkan `{keputusan.tanggal}`: {_listed(early)}")
        late = [sheet for sheet, efektif in dated if not sheet.sop.tanggal.revisi and efektif.toordinal() > day.toordinal() + _A_YEAR]
        if late:
            yield Remark(place, f"SOP baru efektif lebih dari setahun sesudah ditetapkan `{keputusan.tanggal}`: {_listed(late)}")


def enacts(keputusan: Keputusan) -> bool:
    """Whether a Keputusan enacts SOPs, and does not only form the team that writes them."""
    text = keputusan.tentang
    return bool(SOP_NAMED.search(text)) and not re.search(r"\b(?:tim|pencabutan|pedoman)\b", text, re.IGNORECASE)


def _listed(sheets: list[Sheet]) -> str:
    first = sheets[0]
    place = first.place("tanggal", "efektif")
    more = f" dan {len(sheets) - 1} SOP lain" if len(sheets) > 1 else ""
    return f"`{first.sop.nama}` ({first.sop.tanggal.efektif}, lihat {place.file}:{place.line}){more}"
