"""Rules on time: how long steps take, and whether together they keep the promise of `waktu_total`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bukusop.diagnostics import Severity
from bukusop.lint.reading import Reading, Sheet, Step
from bukusop.lint.rule import Remark, rule
from bukusop.load.quoting import shown
from bukusop.model import HARI_KERJA_MENIT, Jumlah, Satuan, Waktu, main_path, path_time, read_waktu, worst_path

LONGEST_STEP = 60
"""Working days that a single step takes at most before one should look again."""
LONGEST_PATH = 250
"""Working days of a year."""

_SHORT = {"mnt": "menit", "min": "menit", "jm": "jam", "hr": "hari", "hk": "hari kerja", "mgg": "minggu", "bln": "bulan",
          "thn": "tahun", "th": "tahun", "'": "menit", "’": "menit", "′": "menit"}
_WRITTEN = re.compile(r"(?<![^\W\d_])(?:hari\s+kerja|menit|jam|hari|minggu|bulan|tahun)(?![^\W\d_])", re.IGNORECASE)
_ABBREVIATED = re.compile(
    rf"(?<=[0-9½¼¾⅓⅔ ])((?!min\b\.?\s*[0-9])(?:{'|'.join(key for key in _SHORT if key.isalpha())})(?![^\W\d_])\.?|['’′])", re.IGNORECASE)
"""A unit written short; `min. 30 menit` is no unit."""
_DAILY = re.compile(r"[x×]\s*24\b", re.IGNORECASE)
"""`2 x 24 jam` is read as days, without being written so."""


def _steps(sheet: Sheet) -> Iterator[Step]:
    """Give the rows of a sheet whose time can be read as it was typed."""
    for table in sheet.tables:
        for step in table.steps:
            if not step.source.doubts(*step.path, "waktu"):
                yield step


def _times(sheet: Sheet) -> Iterator[tuple[Step, str, Waktu | None]]:
    """Give the rows with a time: the row, what was typed, and what was understood."""
    for step in _steps(sheet):
        text = step.langkah.waktu.strip()
        if text:
            yield step, text, read_waktu(text)


@rule("waktu-kosong", Severity.WARNING)
def every_step_has_a_time(reading: Reading) -> Iterator[Remark]:
    """Setiap langkah mempunyai waktu.

    Dasar: PermenPAN-RB 35/2012: mutu baku memuat waktu penyelesaian setiap langkah; UU 25/2009 pasal 21: standar pelayanan memuat
    jangka waktu penyelesaian.

    Perbaikan: tulis lamanya, misalnya `30 Menit` atau `1 - 3 Hari Kerja`; bila memang tidak tentu, tulis `Menyesuaikan`.
    """
    for sheet in reading.sheets:
        for step in _steps(sheet):
            if step.langkah.nomor and not step.langkah.waktu.strip():
                yield Remark(step.place("waktu"), f"waktu {step.name} kosong")


@rule("waktu-tak-terbaca", Severity.WARNING)
def times_are_understood(reading: Reading) -> Iterator[Remark]:
    """Waktu ditulis dengan angka dan satuan yang dikenal.

    Dasar: praktik: `segera` atau `secepatnya` tidak dapat diukur, dan waktu tanpa satuan dapat dibaca menit, jam, atau hari.

    Perbaikan: tulis angka dan satuannya: menit, jam, hari, hari kerja, minggu, bulan, atau tahun; `Menyesuaikan` bila tidak tentu.

    Contoh: `waktu: secepatnya` seharusnya `waktu: 1 Hari`
    """
    for sheet in reading.sheets:
        for step, text, time in _times(sheet):
            if time is None:
                lack = " karena tidak bersatuan" if text.replace(",", "").replace(".", "").isdecimal() else ""
                yield Remark(step.place("waktu"), f"waktu `{shown(text)}` pada {step.name} tidak dapat dihitung{lack}")


@rule("waktu-campur", Severity.WARNING)
def a_time_has_one_unit(reading: Reading) -> Iterator[Remark]:
    """Satu langkah memakai satu satuan waktu.

    Dasar: praktik: `1 hari/2 jam` menyisakan pertanyaan mana yang berlaku, dan satu hari bukan sekian jam yang sama bagi setiap pembaca.

    Perbaikan: pilih satu satuan; kedua batas dapat ditulis sebagai rentang. Jam dan menit boleh bersama: `1 jam 30 menit`.

    Contoh: `1 hari/2 jam` seharusnya `2 - 7 jam`
    """
    for sheet in reading.sheets:
        for step, text, time in _times(sheet):
            if time is not None and time.satuan_lain:
                units = " dan ".join(f"`{unit}`" for unit in (*reversed(time.satuan_lain), time.satuan))
                yield Remark(step.place("waktu"), f"waktu `{shown(text)}` pada {step.name} mencampur {units}")


@rule("waktu-rentang", Severity.ERROR)
def ranges_go_upwards(reading: Reading) -> Iterator[Remark]:
    """Rentang waktu naik, dan waktu lebih dari nol.

    Dasar: praktik: `5 - 2 hari` atau `0 menit` salah ketik; lembar yang ditandatangani dengan itu tidak dapat dipakai menilai kinerja.

    Perbaikan: periksa angkanya; tulis yang tercepat dahulu, lalu yang terlama.
    """
    for sheet in reading.sheets:
        for step, text, time in _times(sheet):
            if time is None or time.kata:
                continue
            if time.paling_lama < time.paling_cepat:
                yield Remark(step.place("waktu"), f"rentang waktu `{shown(text)}` pada {step.name} berakhir sebelum permulaannya")
            elif time.paling_lama <= 0:
                yield Remark(step.place("waktu"), f"waktu `{shown(text)}` pada {step.name} tidak ada lamanya",
                             "tulis lamanya, atau `N/A` bila langkah itu tidak memerlukan waktu")


@rule("waktu-hari", Severity.ADVICE)
def days_are_of_one_kind(reading: Reading) -> Iterator[Remark]:
    """Satu SOP memakai hari, atau hari kerja, tidak keduanya.

    Dasar: praktik: tenggat UU 30/2014 dihitung dalam hari kerja; waktu yang sebagian memakai hari kalender menimbulkan sengketa tentang
    kapan tenggatnya jatuh.

    Perbaikan: pakai `hari kerja` di seluruh SOP, kecuali peraturannya menyebut hari kalender.
    """
    for sheet in reading.sheets:
        found: dict[Satuan, list[tuple[Step, str]]] = {Satuan.HARI: [], Satuan.HARI_KERJA: []}
        for step, text, time in _times(sheet):
            for unit in (time.satuan, *time.satuan_lain) if time is not None and not _DAILY.search(text) else ():
                if unit in found:
                    found[unit].append((step, text))
        less, more = sorted(found, key=lambda unit: (len(found[unit]), unit))
        if found[less]:
            (step, text), (other, _) = found[less][0], found[more][0]
            yield Remark(step.place("waktu"), f"`{shown(text)}` pada {step.name} dihitung dalam {less}, sedangkan {len(found[more])} "
                                              f"langkah lain dalam {more}, di antaranya {other.name}",
                             f"tulis {more}, bila memang itu maksudnya")


@rule("waktu-huruf", Severity.ADVICE)
def units_are_written_alike(reading: Reading) -> Iterator[Remark]:
    """Satuan waktu ditulis lengkap, dan seragam dalam satu tabel.

    Dasar: praktik: lembar resmi tidak memakai singkatan `mnt` atau `15'`, dan `Menit` di samping `menit` tampak belum diperiksa.

    Perbaikan: tulis satuannya lengkap, dengan huruf besar atau kecil yang sama di seluruh tabel.
    """
    for sheet in reading.sheets:
        for table in sheet.tables:
            manners: dict[str, Counter[str]] = {}
            written: list[tuple[Step, str]] = []
            for step in table.steps:
                text = step.langkah.waktu
                short = _ABBREVIATED.search(text) if read_waktu(text) else None
                if short is not None and not step.source.doubts(*step.path, "waktu"):
                    full = _SHORT[short[0].rstrip(".").lower()]
                    yield Remark(step.place("waktu"), f"satuan `{short[0]}` pada waktu {step.name} disingkat", f"tulis `{full}`")
                for found in _WRITTEN.finditer(text):
                    unit = " ".join(found[0].split())
                    manners.setdefault(unit.lower(), Counter())[unit] += 1
                    written.append((step, unit))
            told = set[str]()
            for step, unit in written:
                usual, count = manners[unit.lower()].most_common(1)[0]
                if unit != usual and unit not in told:
                    told.add(unit)
                    yield Remark(step.place("waktu"), f"satuan `{unit}` pada {step.name} ditulis `{usual}` pada {count} langkah lain",
                                 f"tulis `{usual}`")


@rule("waktu-total-terbaca", Severity.ERROR)
def the_promise_is_understood(reading: Reading) -> Iterator[Remark]:
    """Waktu total ditulis sebagai angka dan satuan.

    Dasar: UU 25/2009 pasal 21: standar pelayanan menyebut jangka waktu penyelesaian; yang tidak terbaca tidak dapat dibandingkan dengan
    langkah-langkahnya.

    Perbaikan: tulis misalnya `waktu_total: 5 hari kerja`, atau hapus barisnya.
    """
    for sheet in reading.sheets:
        text = sheet.sop.waktu_total.strip()
        time = read_waktu(text)
        if text and not sheet.source.doubts("waktu_total") and (time is None or time.kata or time.paling_lama <= 0):
            yield Remark(sheet.place("waktu_total"), f"`waktu_total: {shown(text)}` tidak dapat dihitung")


@rule("waktu-total", Severity.WARNING)
def steps_keep_the_promise(reading: Reading) -> Iterator[Remark]:
    """Jumlah waktu langkah pada jalur utama tidak melebihi waktu total.

    Dasar: UU 25/2009 pasal 21: jangka waktu penyelesaian adalah janji kepada masyarakat; prosedur yang jumlahnya lebih lama melanggarnya
    sejak awal. Yang dihitung ialah waktu terlama setiap langkah; satu hari kerja 7,5 jam (Perpres 21/2023), satu minggu 5, satu bulan 21,
    dan satu tahun 250 hari kerja. Bila SOP memuat beberapa prosedur, yang terlama yang dibandingkan.

    Perbaikan: percepat langkah yang terlama, atau tulis waktu total yang dapat dipenuhi.
    """
    for sheet in reading.sheets:
        promised = read_waktu(sheet.sop.waktu_total)
        if promised is None or promised.kata or promised.paling_lama <= 0 or not sheet.sound:
            continue
        totals = [(path_time(item, main_path(item)), item) for item in sheet.sop.prosedur]
        if not totals:
            continue
        usual, prosedur = max(totals, key=lambda item: item[0].menit_kerja())
        if usual.menit_kerja() <= promised.menit_kerja():
            continue
        worst = path_time(prosedur, worst_path(prosedur))
        more = f", bahkan {worst} bila semua perbaikan terjadi sekali" if worst.menit_kerja() > usual.menit_kerja() else ""
        yield Remark(sheet.place("waktu_total"), f"langkah-langkah pada jalur utama memerlukan {_least(usual)}, melebihi waktu total "
                                                 f"`{shown(sheet.sop.waktu_total)}`{more}")


def _least(total: Jumlah) -> str:
    return str(total) if total.lengkap else f"sedikitnya {total}"


@rule("waktu-janggal", Severity.ADVICE)
def times_are_plausible(reading: Reading) -> Iterator[Remark]:
    """Satu langkah paling lama 60 hari kerja, dan satu prosedur paling lama setahun.

    Dasar: praktik: langkah yang berbulan-bulan biasanya memuat beberapa pekerjaan, atau salah satuan; prosedur yang lebih dari setahun
    tidak dapat dinilai pada evaluasi tahunan.

    Perbaikan: periksa satuannya; bagi langkah itu, atau pisahkan masa menunggu pihak luar dari waktu kerja.
    """
    for sheet in reading.sheets:
        for step, text, time in _times(sheet):
            if time is not None and time.menit_kerja() > LONGEST_STEP * HARI_KERJA_MENIT:
                yield Remark(step.place("waktu"), f"waktu `{shown(text)}` pada {step.name} lebih dari {LONGEST_STEP} hari kerja")
        for table in sheet.tables if sheet.sound else ():
            usual = path_time(table.prosedur, main_path(table.prosedur))
            if usual.menit_kerja() > LONGEST_PATH * HARI_KERJA_MENIT:
                yield Remark(table.source.tree.key_at((*table.path, "langkah")),
                             f"langkah-langkah pada jalur utama memerlukan {_least(usual)}, lebih dari setahun")
