"""Rules on the identity of a sheet: its name, its dates, and the fields that must be filled. Numbers have a module of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bukusop.diagnostics import Place, Severity
from bukusop.lint.reading import Reading, Sheet
from bukusop.lint.rule import Remark, rule
from bukusop.load.quoting import shown
from bukusop.model import Status, Tanggal

_FIELDS = {
    "dasar_hukum": "dasar hukum", "kualifikasi_pelaksana": "kualifikasi pelaksana", "peralatan": "peralatan dan perlengkapan",
    "peringatan": "peringatan", "pencatatan": "pencatatan dan pendataan",
}
_NOTHING = re.compile(r"[\W_]*(?:n\W?a)?[\W_]*", re.IGNORECASE)
_IF = re.compile(r"\b(?:jika|apabila|bila|bilamana|manakala|kalau|dalam\s+hal)\b", re.IGNORECASE)
_THEN = re.compile(r"\bmaka\b", re.IGNORECASE)
_FIRST_YEAR = 2003


@rule("nama-ganda", Severity.ERROR)
def name_is_given_once(reading: Reading) -> Iterator[Remark]:
    """Satu nama hanya untuk satu SOP.

    Dasar: praktik: dua SOP bernama sama tidak dapat dibedakan dalam daftar induk, keterkaitan, dan laman pencarian.

    Perbaikan: bedakan namanya menurut objek atau tempatnya; bila isinya memang sama, hapus salah satu.
    """
    first = dict[str, Sheet]()
    for sheet in reading.sheets:
        key = " ".join(sheet.sop.nama.split()).casefold()
        if not key or sheet.source.doubts("nama"):
            continue
        other = first.setdefault(key, sheet)
        if other is not sheet:
            place = other.place("nama")
            yield Remark(sheet.place("nama"), f"nama SOP `{shown(sheet.sop.nama)}` sudah dipakai, lihat {place.file}:{place.line}")


@rule("tanggal-urut", Severity.ERROR)
def dates_are_in_order(reading: Reading) -> Iterator[Remark]:
    """Tanggal SOP berurutan: pembuatan, lalu revisi, lalu efektif.

    Dasar: PermenPAN-RB 35/2012: SOP dibuat dahulu, direvisi bila perlu, dan berlaku sejak disahkan; tidak ada SOP yang berlaku sebelum
    selesai dibuat.

    Perbaikan: periksa hari, bulan, dan tahun kedua tanggal, lalu betulkan yang keliru.
    """
    for sheet in reading.sheets:
        dates = sheet.sop.tanggal
        for later, day, earlier, before in (
            ("revisi", dates.revisi, "pembuatan", dates.pembuatan),
            ("efektif", dates.efektif, "pembuatan", dates.pembuatan),
            ("efektif", dates.efektif, "revisi", dates.revisi),
        ):
            if day and before and day < before:
                yield Remark(sheet.place("tanggal", later), f"tanggal {later} ({day}) lebih awal daripada tanggal {earlier} ({before})")
                if later == "efektif":
                    break


@rule("revisi-sama", Severity.WARNING)
def revision_is_later(reading: Reading) -> Iterator[Remark]:
    """Tanggal revisi pada terbitan pertama dikosongkan.

    Dasar: PermenPAN-RB 35/2012: tanggal revisi adalah tanggal SOP disahkan ulang setelah diubah; pada terbitan pertama belum ada.

    Perbaikan: hapus `revisi`, atau tulis tanggal perubahannya.

    Contoh: `tanggal: {pembuatan: 5 Januari 2026, revisi: 5 Januari 2026}` seharusnya `tanggal: {pembuatan: 5 Januari 2026}`
    """
    for sheet in reading.sheets:
        dates = sheet.sop.tanggal
        if dates.revisi and dates.revisi == dates.pembuatan:
            yield Remark(sheet.place("tanggal", "revisi"), f"tanggal revisi sama dengan tanggal pembuatan ({dates.revisi})")


@rule("tanggal-wajar", Severity.WARNING)
def dates_are_plausible(reading: Reading) -> Iterator[Remark]:
    """Tanggal SOP masuk akal terhadap hari ini dan tahun buku.

    Dasar: praktik: tahun yang salah ketik lolos dari pembacaan, tetapi membuat masa berlaku SOP dipertanyakan; SOP yang akan dicap basah
    tidak bertanggal efektif sesudah hari penandatanganan.

    Perbaikan: periksa tahunnya; tanggal yang belum diketahui dikosongkan saja.
    """
    for sheet in reading.sheets:
        dates = sheet.sop.tanggal
        for key, day in (("pembuatan", dates.pembuatan), ("revisi", dates.revisi), ("efektif", dates.efektif)):
            problem = _implausible(reading, key, day) if day else ""
            if problem:
                yield Remark(sheet.place("tanggal", key), f"tanggal {key} ({day}) {problem}")


def _implausible(reading: Reading, key: str, day: Tanggal) -> str:
    """Say what is wrong with a date; "" where nothing is."""
    today = Tanggal.of(reading.today)
    year = reading.book.tahun
    if day.tahun < _FIRST_YEAR:
        return f"sebelum tahun {_FIRST_YEAR}"
    if day > Tanggal(today.tahun + 1, today.bulan, today.hari):
        return f"lebih dari setahun sesudah hari ini ({today})"
    if day.tahun > year + 1 and not reading.manifest.doubts("tahun"):
        return f"jauh sesudah tahun buku ({year})"
    if key == "efektif" and day > today and reading.book.status is Status.BASAH:
        return f"belum tiba (hari ini {today}), padahal buku berstatus `basah`"
    return ""


@rule("isian-kosong", Severity.WARNING)
def fields_are_filled(reading: Reading) -> Iterator[Remark]:
    """Isian identitas SOP tidak dikosongkan.

    Dasar: PermenPAN-RB 35/2012: bagian identitas memuat dasar hukum, kualifikasi pelaksana, peralatan dan perlengkapan, peringatan, serta
    pencatatan dan pendataan; nomor dan tanggal pembuatan boleh menyusul hanya selama buku berstatus `draf`.

    Perbaikan: tulis isinya; peringatan menyebut akibat bila prosedur tidak dijalankan, pencatatan menyebut buku atau berkas tempat
    hasilnya dicatat.
    """
    for sheet in reading.sheets:
        for key, name in _FIELDS.items():
            items = [" ".join(text.split()) for text, _ in _items(sheet, key)]
            if all(_NOTHING.fullmatch(text[:40]) for text in items) and not sheet.source.doubts(key):
                said = next((f"hanya berisi `{shown(text)}`" for text in items if text), "kosong")
                yield Remark(_key(sheet, key), f"{name} SOP ini {said}", f"tulis isi `{key}`" if said == "kosong" else "")
        if reading.book.status is Status.DRAF:
            continue
        status = f"padahal buku berstatus `{reading.book.status}`"
        if not sheet.sop.nomor.strip() and not sheet.source.doubts("nomor"):
            yield Remark(_key(sheet, "nomor"), f"nomor SOP ini kosong, {status}", "tulis nomornya")
        if not sheet.sop.tanggal.pembuatan and not any(path[:1] == ("tanggal",) for path in sheet.source.doubtful):
            written = sheet.source.tree.get(("tanggal", "pembuatan"))
            if written is None or not isinstance(written.value, str) or not written.value.strip():     # a bad date is told already
                yield Remark(_key(sheet, "tanggal", "pembuatan"), f"tanggal pembuatan SOP ini kosong, {status}",
                             "tulis hari selesainya SOP ini disusun, misalnya `5 Januari 2026`")


def _items(sheet: Sheet, key: str) -> list[tuple[str, Place]]:
    """Give the texts of a field as they were typed, each with its place."""
    node = sheet.source.tree.get((key,))
    return [] if node is None else [(str(item.value), item.place) for item in node.scalars()]


def _key(sheet: Sheet, *path: str) -> Place:
    """Give the place of a key, of the deepest of those above it that is written, else of the sheet's name."""
    for length in range(len(path), 0, -1):
        if sheet.source.tree.get(path[:length]) is not None:
            return sheet.source.tree.key_at(path[:length])
    return sheet.place("nama")


@rule("peringatan-kalimat", Severity.WARNING)
def warnings_say_what_follows(reading: Reading) -> Iterator[Remark]:
    """Peringatan ditulis sebagai kalimat "jika ... maka ...".

    Dasar: PermenPAN-RB 35/2012: peringatan menjelaskan kemungkinan yang terjadi bila prosedur dijalankan atau tidak dijalankan, dan pada
    umumnya memakai kata "jika/apabila ... maka ...".

    Perbaikan: sebut keadaannya sesudah "apabila", lalu akibatnya sesudah "maka".

    Contoh: `Harus teliti.` seharusnya `Apabila berkas tidak diteliti, maka izin dapat terbit untuk pemohon yang tidak berhak.`
    """
    for sheet in reading.sheets:
        for text, place in _items(sheet, "peringatan"):
            if _NOTHING.fullmatch(text[:40]) or sheet.source.doubts("peringatan"):
                continue
            condition = _IF.search(text)
            if condition is None:
                lack = "tidak memuat kata `apabila` atau `jika`" if _THEN.search(text) else "bukan kalimat `apabila ... maka ...`"
            elif not _THEN.search(text, condition.end()):
                lack = f"memuat `{' '.join(condition[0].lower().split())}`, tetapi tidak menyebut akibatnya dengan kata `maka`"
            else:
                continue
            yield Remark(place, f"peringatan `{shown(text)}` {lack}")
