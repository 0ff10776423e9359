"""Rules on law: how regulations are cited. The register of regulations has its own in `peraturan.py`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate

from bukusop.diagnostics import Place, Severity
from bukusop.lint.basis import Cited, bases, by_key, named
from bukusop.lint.citation import RANK_NAMES, Citation, Key, arranged, read_citation
from bukusop.lint.reading import Reading
from bukusop.lint.reordering import reordered
from bukusop.lint.rule import Remark, rule
from bukusop.load.quoting import shown
from bukusop.model import Peraturan, Tanggal

LISTS = ("mengingat", "dasar_hukum")
ALL_LISTS = (*LISTS, "memperhatikan")


@rule("dasar-hukum-urut", Severity.WARNING)
def basis_is_in_order(reading: Reading) -> Iterator[Remark]:
    """Dasar hukum disusun menurut tingkatnya, lalu menurut tahun dan nomornya.

    Dasar: UU 12/2011, pasal 7, pasal 8, dan lampiran II: urutan dasar hukum mengikuti tata urutan peraturan perundang-undangan, dan pada
    tingkat yang sama menurut waktu penetapannya.

    Perbaikan: susun mulai dari UUD 1945, Undang-Undang, Peraturan Pemerintah, Peraturan Presiden, Peraturan Menteri atau Badan, Peraturan
    Daerah, lalu Peraturan Kepala Daerah; yang setingkat dari tahun yang paling lama.

    Contoh: `[permenpan-35-2012, uu-25-2009]` seharusnya `[uu-25-2009, permenpan-35-2012]`
    """
    for basis in bases(reading, *LISTS):
        known = [(item, item.citation) for item in basis.items if item.citation and item.citation.rank is not None and item.citation.tahun]
        order = arranged([citation for _, citation in known])
        rank = {index: place for place, index in enumerate(order)}
        highest = list(accumulate((rank[index] for index in range(len(order))), max))
        first = next((index for index in range(len(order)) if rank[index] < highest[index]), None)
        if first is None:
            continue
        before = min((index for index in range(first) if rank[index] > rank[first]), key=rank.__getitem__)
        item, other = known[first][0], known[before][0]
        edits = reordered(reading, basis.source, basis.key, order) if len(known) == len(basis.items) else ()
        yield Remark(
            item.place,
            f"{item.name} pada `{basis.key}` seharusnya ditulis sebelum {other.name}{_line(other.place, item.place)}",
            _why(known[first][1], known[before][1]), edits,
        )


def _why(item: Citation, other: Citation) -> str:
    if item.rank is not None and other.rank is not None and item.rank < other.rank:
        return f"{RANK_NAMES[item.rank]} lebih dahulu daripada {RANK_NAMES[other.rank]}; urutkan menurut tingkat, tahun, lalu nomor"
    return "peraturan yang setingkat diurutkan menurut tahun, lalu nomor, dari yang paling lama"


def _line(place: Place, beside: Place, word: str = "") -> str:
    return "" if place.line == beside.line else f" ({word}baris {place.line})"


@rule("sitasi-bentuk", Severity.WARNING)
def citation_has_the_usual_form(reading: Reading) -> Iterator[Remark]:
    """Peraturan dikutip dengan bentuk lazim: jenis Nomor n Tahun t tentang judul.

    Dasar: UU 12/2011, lampiran II: dasar hukum ditulis lengkap dengan jenis, nomor, tahun, dan judulnya; singkatan membuat peraturan sulit
    ditelusuri.

    Perbaikan: tulis jenis tanpa singkatan, `Nomor`, `Tahun`, dan `tentang` disertai judul, atau daftarkan di book/peraturan.yaml dan tulis
    id-nya.

    Contoh: `UU No. 25/2009` seharusnya `Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik`
    """
    register = by_key(reading)
    for item in _free(reading, *LISTS):
        citation = item.citation
        if citation is not None and citation.faults and citation.key not in register:
            yield Remark(
                item.place, f"sitasi `{shown(item.text)}` tidak memakai bentuk lazim: {', '.join(citation.faults)}",
                f"tulis `{citation.usual}`",
            )


@rule("sitasi-ganda", Severity.WARNING)
def regulation_is_cited_once(reading: Reading) -> Iterator[Remark]:
    """Satu peraturan hanya dikutip sekali dalam satu daftar.

    Dasar: praktik penyusunan naskah dinas: daftar dasar hukum memuat setiap peraturan satu kali.

    Perbaikan: hapus salah satunya; bila ada di book/peraturan.yaml, pertahankan id-nya.
    """
    for basis in bases(reading, *ALL_LISTS):
        first: dict[Key, Cited] = {}
        for item in basis.items:
            key = item.key
            if key is None:
                continue
            if key not in first:
                first[key] = item
                continue
            where = _line(first[key].place, item.place, "juga di ")
            yield Remark(item.place, f"{item.name} ditulis dua kali pada `{basis.key}`{where}")


@rule("sitasi-beragam", Severity.WARNING)
def regulation_is_cited_alike(reading: Reading) -> Iterator[Remark]:
    """Peraturan yang sama dikutip dengan cara yang sama di seluruh buku.

    Dasar: praktik: bila sitasinya beragam, perubahan atau pencabutan peraturan itu terlewat di sebagian SOP.

    Perbaikan: daftarkan peraturan itu di book/peraturan.yaml, lalu tulis id-nya di setiap SOP dan Keputusan.
    """
    register = by_key(reading)
    unregistered: dict[Key, list[Cited]] = {}
    for item in _free(reading, *ALL_LISTS):
        citation, key = item.citation, item.key
        if citation is None or key is None:
            continue
        entry = register.get(key)
        if entry is None and not citation.faults:
            unregistered.setdefault(key, []).append(item)
        elif entry is not None and entry.status != "dicabut":
            yield Remark(
                item.place, f"{item.name} ditulis sebagai teks, padahal terdaftar di book/peraturan.yaml sebagai `{entry.id}`",
                f"tulis `{entry.id}`",
            )
    for items in unregistered.values():
        yield from _unlike(items)


def _unlike(items: Sequence[Cited]) -> Iterator[Remark]:
    """Compare the wordings of one regulation with the most frequent one, of equals the first."""
    wordings = Counter(_wording(item) for item in items)
    if len(wordings) < 2:
        return
    usual = max(wordings, key=wordings.__getitem__)
    model = next(item for item in items if _wording(item) == usual)
    for item in items:
        if _wording(item) != usual:
            yield Remark(
                item.place, f"{item.name} ditulis lain daripada di tempat lain, lihat {_where(model.place)}", f"tulis `{usual}`",
            )


def _wording(item: Cited) -> str:
    return item.citation.wording if item.citation else item.text


@rule("peraturan-dicabut", Severity.ERROR)
def cited_regulation_is_in_force(reading: Reading) -> Iterator[Remark]:
    """Peraturan yang sudah dicabut tidak dapat menjadi dasar hukum.

    Dasar: UU 30/2014, pasal 8 dan pasal 9: setiap keputusan dan tindakan pemerintahan harus berdasarkan peraturan perundang-undangan; yang
    sudah dicabut tidak lagi menjadi dasar.

    Perbaikan: ganti dengan peraturan yang mencabutnya, lalu periksa apakah langkah-langkahnya masih sesuai.
    """
    register = by_key(reading)
    for basis in bases(reading, *LISTS):
        for item in basis.items:
            entry = item.peraturan or (register.get(item.key) if item.key else None)
            if entry is None or entry.status != "dicabut":
                continue
            by = reading.peraturan.get(entry.oleh)
            instead = "" if by is None and read_citation(entry.oleh) is None else f"ganti dengan `{entry.oleh}`"
            if by is not None and by.status == "dicabut":
                instead = ""
            yield Remark(item.place, f"{item.name} pada `{basis.key}` {_revoked(entry, by, reading.today)}", instead)


def _revoked(entry: Peraturan, by: Peraturan | None, today: date) -> str:
    """Say by what and since when: "sudah dicabut dengan Undang-Undang Nomor 20 Tahun 2023 sejak 31 Oktober 2023"."""
    name = named(by.sitasi if by else entry.oleh)
    coming = _coming(entry, today)
    words = ["akan dicabut" if coming else "sudah dicabut"]
    words += [f"dengan {name}"] if name else []
    words += [f"{'mulai' if coming else 'sejak'} {entry.sejak}"] if entry.sejak else []
    return " ".join(words)


def _coming(entry: Peraturan, today: date) -> bool:
    return entry.sejak is not None and entry.sejak > Tanggal.of(today)


@rule("peraturan-diubah", Severity.ADVICE)
def amendment_is_cited(reading: Reading) -> Iterator[Remark]:
    """Keputusan menyebut perubahan dari peraturan yang dikutipnya.

    Dasar: UU 12/2011, lampiran II: peraturan yang telah diubah dikutip beserta perubahannya, "sebagaimana telah diubah dengan ...".

    Perbaikan: isi `perubahan` peraturan itu di book/peraturan.yaml; teksnya tercetak dalam setiap Keputusan yang mengutipnya.

    Contoh: `perubahan: sebagaimana telah diubah dengan Undang-Undang Nomor 1 Tahun 2024 tentang ...`
    """
    for basis in bases(reading, "mengingat"):
        for item in basis.items:
            entry = item.peraturan
            if entry is None or entry.status != "diubah" or entry.perubahan or _coming(entry, reading.today):
                continue
            by = reading.peraturan.get(entry.oleh)
            name = f" dengan {named(by.sitasi if by else entry.oleh)}" if entry.oleh else ""
            yield Remark(
                item.place, f"{item.name} sudah diubah{name}, tetapi perubahannya tidak disebut dalam Keputusan ini",
                f"isi `perubahan` pada `{entry.id}` di book/peraturan.yaml: `sebagaimana telah diubah dengan ...`",
            )


def _free(reading: Reading, *keys: str) -> Iterator[Cited]:
    """Give the citations that are free text."""
    for basis in bases(reading, *keys):
        yield from (item for item in basis.items if item.peraturan is None)


def _where(place: Place) -> str:
    return f"{place.file}:{place.line}"

