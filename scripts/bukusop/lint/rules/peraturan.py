"""Rules on the register of regulations, book/peraturan.yaml: what an entry says of itself and of the others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bukusop.diagnostics import Place, Severity, suggest
from bukusop.lint.basis import bases, entries
from bukusop.lint.citation import Citation, Key, full, read_citation, registered
from bukusop.lint.reading import Reading
from bukusop.lint.rule import Remark, rule
from bukusop.load import Source
from bukusop.load.quoting import shown
from bukusop.model import Peraturan

_ID = re.compile(r"^[a-z]{2,}(-[a-z0-9]+)+$")
_FIGURES = re.compile(r"-(?P<nomor>[0-9]{1,4})-(?P<tahun>[0-9]{4})$")
_NUMBER_AND_YEAR = re.compile(r"\bNomor\s+([^\s,;()]+)\s+Tahun\s+([0-9]{4})\b")
_GAZETTE_YEAR = re.compile(r"\bTahun\s+([0-9]{4})\b")
_KINDS = {"uu": "undang-undang", "pp": "peraturan pemerintah", "perpres": "peraturan presiden"}
_GAZETTED = frozenset({*_KINDS.values(), "peraturan pemerintah pengganti undang-undang"})


@rule("peraturan-status", Severity.ERROR)
def entry_is_consistent(reading: Reading) -> Iterator[Remark]:
    """Isian sebuah peraturan di book/peraturan.yaml tidak saling bertentangan.

    Dasar: praktik: semua SOP dan Keputusan mengambil sitasi dari daftar ini, sehingga satu isian yang keliru tercetak di banyak tempat.

    Perbaikan: cocokkan isian dengan naskah resminya di jdih.go.id atau JDIH instansi yang menerbitkannya.
    """
    source, first = reading.sources.register, dict[Key, Peraturan]()
    if source is None:
        return
    for entry in entries(reading):
        yield from _status(entry, source, reading.peraturan)
        yield from _identity(entry, source)
        key = registered(entry).key
        if key is None:
            continue
        other = first.setdefault(key, entry)
        if other is not entry:
            line = source.tree.key_at((other.id,)).line
            yield Remark(
                _key(source, entry), f"`{entry.id}` adalah peraturan yang sama dengan `{other.id}` di baris {line}",
                "hapus salah satu, dan pakai satu id itu di seluruh buku",
            )


def _status(entry: Peraturan, source: Source, register: Mapping[str, Peraturan]) -> Iterator[Remark]:
    if entry.status == "berlaku":
        key = next((key for key in ("oleh", "sejak") if source.tree.get((entry.id, key)) is not None and getattr(entry, key)), "")
        if key:
            yield Remark(
                source.place(entry.id, key), f"`{entry.id}` berstatus berlaku, tetapi `{key}` diisi",
                f"tulis `status: diubah` atau `status: dicabut`, atau hapus `{key}`",
            )
        return
    if not entry.oleh:
        yield Remark(
            source.place(entry.id, "status"), f"`{entry.id}` berstatus {entry.status}, tetapi `oleh` tidak diisi",
            f"tulis `oleh: ...`, id atau sitasi peraturan yang {_verb(entry)}nya",
        )
        return
    place, by = source.place(entry.id, "oleh"), register.get(entry.oleh)
    if by is None and _ID.match(entry.oleh):
        yield Remark(
            place, f"`{shown(entry.oleh)}` pada `oleh` tidak ada di book/peraturan.yaml",
            suggest(entry.oleh, register) or "daftarkan peraturan itu, atau tulis sitasinya lengkap",
        )
    elif by is not None and by.id == entry.id:
        yield Remark(place, f"`{entry.id}` {entry.status} oleh dirinya sendiri", f"tulis peraturan lain yang {_verb(entry)}nya")
    else:
        newer = (registered(by) if by.jenis != "?" else None) if by else read_citation(entry.oleh)
        if newer is not None and _older(newer, registered(entry)):
            yield Remark(
                place, f"`{entry.id}` {entry.status} oleh peraturan yang lebih tua, `{shown(newer.short)}`",
                f"periksa `oleh`: peraturan yang {_verb(entry)} selalu lebih baru",
            )
    if entry.sejak is not None and entry.sejak.tahun < entry.tahun:
        yield Remark(
            source.place(entry.id, "sejak"), f"`{entry.id}` {entry.status} sejak {entry.sejak}, sebelum tahun penetapannya ({entry.tahun})",
            "periksa `sejak` dan `tahun`",
        )


def _verb(entry: Peraturan) -> str:
    return "mengubah" if entry.status == "diubah" else "mencabut"


def _older(item: Citation, than: Citation) -> bool:
    """Whether a regulation is surely older: numbers run on only within one jenis and year."""
    if not item.tahun or item.tahun != than.tahun:
        return 0 < item.tahun < than.tahun
    return item.jenis == than.jenis and item.nomor.isdecimal() and than.nomor.isdecimal() and int(item.nomor[:9]) < int(than.nomor[:9])


def _identity(entry: Peraturan, source: Source) -> Iterator[Remark]:
    """Compare the figures of an id with what stands below it: `uu-25-2009` with nomor 25, tahun 2009."""
    found, kind = _FIGURES.search(entry.id), _KINDS.get(entry.id.partition("-")[0])
    if kind and kind != full(entry.jenis) and full(entry.jenis) in _KINDS.values():
        yield Remark(
            source.place(entry.id, "jenis"), f"jenis `{shown(entry.jenis)}` tidak sesuai dengan id `{entry.id}`",
            "perbaiki id atau `jenis`",
        )
    if found is None:
        return
    if int(found["tahun"]) != entry.tahun:
        yield Remark(
            source.place(entry.id, "tahun"), f"tahun {entry.tahun} tidak sesuai dengan id `{entry.id}`", "perbaiki id atau `tahun`",
        )
    elif int(found["nomor"]) not in {int(figures[:9]) for figures in re.findall("[0-9]+", entry.nomor)}:
        yield Remark(
            source.place(entry.id, "nomor"), f"nomor {shown(entry.nomor)} tidak sesuai dengan id `{entry.id}`", "perbaiki id atau `nomor`",
        )


@rule("peraturan-tak-dipakai", Severity.ADVICE)
def entry_is_used(reading: Reading) -> Iterator[Remark]:
    """Peraturan yang terdaftar dikutip dalam buku.

    Dasar: praktik: daftar yang memuat peraturan yang tidak dipakai lebih sulit dijaga tetap benar.

    Perbaikan: kutip peraturan itu pada SOP atau Keputusan yang berdasarkan padanya, atau hapus dari book/peraturan.yaml.
    """
    source = reading.sources.register
    if source is None:
        return
    named, keys = {item.oleh for item in entries(reading)}, set[Key]()
    for basis in bases(reading, "mengingat", "dasar_hukum", "memperhatikan"):
        for item in basis.items:
            if item.peraturan is not None:
                named.add(item.peraturan.id)
            elif item.key is not None:
                keys.add(item.key)
    unused = [item for item in entries(reading) if item.id not in named and registered(item).key not in keys]
    if not unused:
        return
    written = {found.groups() for name, text in reading.texts.items() if name != source.name for found in _NUMBER_AND_YEAR.finditer(text)}
    for entry in unused:
        if (entry.nomor, str(entry.tahun)) not in written:
            yield Remark(_key(source, entry), f"`{entry.id}` tidak dikutip di mana pun dalam buku ini")


@rule("peraturan-lembaran", Severity.ADVICE)
def gazette_is_given(reading: Reading) -> Iterator[Remark]:
    """Undang-Undang, Peraturan Pemerintah, dan Peraturan Presiden dikutip dalam Keputusan dengan Lembaran Negaranya.

    Dasar: UU 12/2011, lampiran II: dalam dasar hukum dicantumkan Lembaran Negara dan Tambahan Lembaran Negara di antara tanda kurung.

    Perbaikan: isi `lembaran` di book/peraturan.yaml menurut naskah resminya.

    Contoh: `lembaran: Lembaran Negara Republik Indonesia Tahun 2009 Nomor 112, Tambahan Lembaran Negara Republik Indonesia Nomor 5038`
    """
    source, cited = reading.sources.register, dict[str, Place]()
    if source is None:
        return
    for basis in bases(reading, "mengingat"):
        for item in basis.items:
            if item.peraturan is not None:
                cited.setdefault(item.peraturan.id, item.place)
    for entry in entries(reading):
        if not entry.lembaran:
            if entry.id in cited and full(entry.jenis) in _GAZETTED:
                place = cited[entry.id]
                yield Remark(_key(source, entry), f"`lembaran` pada `{entry.id}` kosong, padahal dikutip di {place.file}:{place.line}")
            continue
        year = next((int(year) for year in _GAZETTE_YEAR.findall(entry.lembaran) if abs(int(year) - entry.tahun) > 1), 0)
        if year:
            yield Remark(
                source.place(entry.id, "lembaran"),
                f"`lembaran` pada `{entry.id}` menyebut tahun {year}, padahal peraturannya tahun {entry.tahun}",
                "periksa nomor dan tahun lembarannya",
            )


def _key(source: Source, entry: Peraturan) -> Place:
    return source.tree.key_at((entry.id,))
