"""Rules on the rows of a table: their numbers, how many there are, where they begin and end, and what they yield."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bukusop.diagnostics import Severity
from bukusop.lint.reading import Passage, Reading, Step, Table
from bukusop.lint.rule import Edit, Remark, rule
from bukusop.lint.rules.alur import sound_tables
from bukusop.load.quoting import shown
from bukusop.model import Bentuk, plain

MOST_STEPS = 12
"""Numbered rows that a sheet of one or two pages holds."""
FEWEST_SHEETS = 8
"""Tables below which a book has no habit of its own."""

_TYPED = re.compile(r"\s*([0-9]{1,2})[.)]\s+(\S+)")
_ITEM = re.compile(r"^([ \t]*)([0-9]{1,2})([.)])[ \t]+(\S+)", re.MULTILINE)
_NOTHING = ("", "-", "–", "—")


@dataclass(frozen=True, slots=True)
class _Typed:
    """A number that an author typed before a kegiatan, and the word after it."""

    step: Step
    number: int
    passage: Passage
    sign: str
    word: str


def _typed(step: Step) -> _Typed | None:
    """Find a number before the kegiatan of a row; a cell that holds a numbered list is none."""
    path = (*step.path, "kegiatan")
    node = step.source.tree.get(path)
    if node is None or not isinstance(node.value, str):
        return None
    found = _TYPED.match(node.value)
    if found is None or len(_ITEM.findall(node.value)) > 1:
        return None
    sign = found[0].strip().split()[0]
    return _Typed(step, int(found[1]), Passage(node.value, node.place, path), sign, found[2])


@rule("nomor-langkah", Severity.WARNING)
def rows_are_numbered_by_the_sheet(reading: Reading) -> Iterator[Remark]:
    """Nomor langkah tidak diketik di depan kegiatan.

    Dasar: PermenPAN-RB 35/2012: nomor langkah mempunyai kolom sendiri, dan lembar menomorinya berurutan; nomor yang diketik tercetak dua
    kali dan meloncat begitu ada langkah yang disisipkan atau dihapus.

    Perbaikan: hapus nomornya; rujukan antarlangkah memakai `id`.

    Contoh: `kegiatan: 7. Memeriksa berkas` seharusnya `kegiatan: Memeriksa berkas`
    """
    for sheet in reading.sheets:
        for table in sheet.tables:
            before: _Typed | None = None
            for step in table.steps:
                typed = _typed(step)
                if typed is None:
                    continue
                yield Remark(step.place("kegiatan"), f"nomor `{typed.sign}` diketik di depan kegiatan {step.name}{_strange(typed, before)}",
                             f"tulis mulai dari kata `{shown(typed.word)}`", _without(reading, typed))
                before = typed


def _strange(typed: _Typed, before: _Typed | None) -> str:
    """Say what else is wrong with a typed number: that it jumps, or is not the row's."""
    if before is not None and typed.number != before.number + 1:
        return f", dan meloncat dari {before.number} ke {typed.number}"
    return f", padahal barisnya bernomor {typed.step.langkah.nomor}" if typed.step.langkah.nomor not in ("", str(typed.number)) else ""


def _without(reading: Reading, typed: _Typed) -> tuple[Edit, ...]:
    """Give the edit that takes a number away, where what follows is a word: then nothing else in the file changes its meaning."""
    if not typed.word[0].isalpha():
        return ()
    return reading.edit(typed.passage, typed.passage.text.find(typed.sign), f"{typed.sign} {typed.word}", typed.word)


@rule("keputusan-tanpa-nomor", Severity.WARNING)
def decisions_are_numbered_too(reading: Reading) -> Iterator[Remark]:
    """Baris keputusan bernomor seperti baris lain.

    Dasar: praktik: keputusan adalah langkah yang dikerjakan seseorang; baris tanpa nomor tidak dapat dirujuk dan tampak seperti
    keterangan langkah sebelumnya.

    Perbaikan: hapus semua nomor yang diketik, maka lembar menomori setiap baris; atau beri nomor pada baris keputusan itu pula.
    """
    for sheet in reading.sheets:
        for table in sheet.tables:
            steps = [step for step in table.steps if step.langkah.nomor]
            bare = [step for step in steps if _typed(step) is None]
            if len(steps) - len(bare) < 2 or len(bare) > len(steps) // 2:
                continue
            for step in bare:
                if any(simpul.bentuk is Bentuk.KEPUTUSAN for simpul in step.langkah.simpul):
                    yield Remark(step.place("kegiatan"),
                                 f"kegiatan {step.name}, sebuah keputusan, tidak diberi nomor, padahal {len(steps) - len(bare)} baris lain "
                                 "dalam tabel ini diketik bernomor")


@rule("nomor-butir", Severity.WARNING)
def items_count_up(reading: Reading) -> Iterator[Remark]:
    """Butir bernomor di dalam satu isian dihitung berurutan.

    Dasar: praktik: nomor yang meloncat atau berulang menandakan butir yang hilang atau salah tempel, dan pada lembar nomornya
    dihitung ulang sehingga rujukan kepadanya keliru.

    Perbaikan: nomori ulang butirnya mulai dari nomor pertama; periksa apakah ada butir yang terhapus.

    Contoh: `1. Proposal`, `2. KTP`, `4. NPWP` seharusnya `1. Proposal`, `2. KTP`, `3. NPWP`
    """
    for passage in reading.passages:
        if passage.path and "\n" in passage.text:
            for items in _lists(passage.text):
                yield from _miscounted(reading, passage, items)


def _lists(text: str) -> Iterator[list[re.Match[str]]]:
    """Give the numbered lists of a text, each as its items: a list goes on over deeper lines, and ends at other text or a new 1."""
    open_: dict[int, list[re.Match[str]]] = {}
    at = 0
    for line in text.split("\n"):
        item = _ITEM.match(text, at)
        at += len(line) + 1
        depth = len(line) - len(line.lstrip())
        if not line.strip():
            continue
        for other in [other for other in open_ if other > depth or (other == depth and (item is None or item[2] == "1"))]:
            if item is not None and other == depth and all(found[2] == "1" for found in open_[other]):
                continue
            yield open_.pop(other)
        if item is not None:
            open_.setdefault(depth, []).append(item)
    yield from open_.values()


def _miscounted(reading: Reading, passage: Passage, items: list[re.Match[str]]) -> Iterator[Remark]:
    """Say where a list stops counting up, with the edits that number it anew; Markdown's 1. 1. 1. is meant so."""
    if len(items) < 2 or all(item[2] == "1" for item in items):
        return
    begin = int(items[0][2])
    wrong = [(number, item) for number, item in enumerate(items, begin) if int(item[2]) != number]
    if not wrong:
        return
    edits = list[Edit]()
    for number, item in wrong:
        edits += reading.edit(passage, item.start(2), f"{item[2]}{item[3]} {item[4]}", f"{number}{item[3]} {item[4]}")
    number, item = wrong[0]
    said = f"meloncat dari {number - 1} ke {item[2]}" if int(item[2]) > number else f"{item[2]} ditulis lagi sesudah {number - 1}"
    yield Remark(reading.spot(passage, item.start(2), f"{item[2]}{item[3]} {item[4]}"), f"nomor butir {said}",
                 f"butir `{shown(item[4])} ...` bernomor {number}; periksa apakah ada butir yang hilang",
                 tuple(edits) if len(edits) == len(wrong) else ())


@rule("langkah-banyak", Severity.ADVICE)
def steps_are_few(reading: Reading) -> Iterator[Remark]:
    """Satu prosedur memuat paling banyak dua belas langkah.

    Dasar: praktik: SOP yang ditandatangani umumnya muat dalam dua halaman; prosedur yang panjang biasanya memuat dua pekerjaan,
    atau merinci cara kerja yang seharusnya menjadi instruksi kerja.

    Perbaikan: bagi menjadi dua SOP yang saling terkait, atau gabungkan langkah berurutan dari pelaksana yang sama.
    """
    for sheet in reading.sheets:
        for table in sheet.tables:
            count = sum(1 for langkah in table.prosedur.langkah if langkah.nomor)
            if count > MOST_STEPS:
                yield Remark(table.source.tree.key_at((*table.path, "langkah")),
                             f"prosedur ini memuat {count} langkah, lebih dari {MOST_STEPS}")


@rule("mulai-selesai", Severity.ADVICE)
def ends_are_drawn_alike(reading: Reading) -> Iterator[Remark]:
    """Prosedur mempunyai satu permulaan, dan kapsul mulai serta selesai ditulis seragam.

    Dasar: PermenPAN-RB 35/2012: bagan alir mempunyai satu kapsul mulai. Kapsul di kedua ujung digambar sendiri menurut profil, sehingga
    baris Mulai dan Selesai yang hanya ada pada sebagian kecil SOP (kurang dari seperempat) membuat buku tidak seragam. SOP dengan profil
    yang memang memakai baris itu, misalnya kota-upt, tidak disebut.

    Perbaikan: hapus baris Mulai dan Selesai; satukan permulaan yang lebih dari satu.
    """
    tables = list(sound_tables(reading))
    used, known = {sheet.source.name: sheet.sop.profil for sheet in reading.sheets}, {item.nama: item for item in reading.book.semua_profil}
    capsules = [row for table in tables if (row := _capsule(table)) is not None]
    if len(tables) >= FEWEST_SHEETS and len(capsules) * 4 < len(tables):
        for step in capsules:
            profil = used[step.source.name]
            if profil in known and known[profil].lembar.ujung == "baris":
                continue
            yield Remark(step.place("kegiatan"), f"baris `{shown(plain(step.langkah.kegiatan)) or 'Mulai'}` hanya ada pada {len(capsules)} "
                                                 f"dari {len(tables)} prosedur, padahal profil `{profil}` menggambar kapsulnya sendiri")
    for table in tables:
        starts = [step for step in table.steps for simpul in step.langkah.simpul if simpul.bentuk is Bentuk.MULAI]
        for step in starts[1:]:
            yield Remark(step.place("kegiatan"), f"{step.name} memuat kapsul `mulai` lagi, sesudah {starts[0].name}",
                         "satu prosedur dimulai di satu tempat")


def _capsule(table: Table) -> Step | None:
    """Give the first row of a table that is only a capsule."""
    return next((step for step in table.steps if step.langkah.simpul and not step.langkah.nomor), None)


@rule("output-kosong", Severity.ADVICE)
def steps_yield_something(reading: Reading) -> Iterator[Remark]:
    """Setiap langkah menyebut kelengkapan atau output.

    Dasar: PermenPAN-RB 35/2012: mutu baku setiap langkah meliputi kelengkapan, waktu, dan output; tanpa keduanya tidak ada yang dapat
    diperiksa sesudah langkah itu dikerjakan.

    Perbaikan: tulis `output`: berkas, catatan, atau keadaan yang ada sesudah langkah itu selesai.
    """
    for sheet in reading.sheets:
        for table in sheet.tables:
            for step in table.steps:
                cells = (step.langkah.kelengkapan, step.langkah.output)
                doubtful = any(step.source.doubts(*step.path, key) for key in ("kelengkapan", "output"))
                if step.langkah.nomor and not doubtful and all(plain(cell).strip() in _NOTHING for cell in cells):
                    yield Remark(step.place("kegiatan"), f"{step.name} tidak menyebut kelengkapan maupun output")
