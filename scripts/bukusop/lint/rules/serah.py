"""Rules on who does what after whom: the columns of actors, joint steps, and how the work passes between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from bukusop.diagnostics import Severity
from bukusop.lint.reading import Reading, Table
from bukusop.lint.rule import Remark, rule
from bukusop.lint.rules.alur import sound_tables, symbol_path
from bukusop.load.quoting import shown
from bukusop.model import main_path, row_actors

MOST_ACTORS = 8
"""Columns that a landscape sheet holds without crowding."""
MOST_ALTERNATIONS = 4
LEAST_GAIN = 3
"""Hand-offs to the left that another order of columns must save, and a third of them, before it is advised."""


@rule("pelaksana-tak-dipakai", Severity.WARNING)
def every_column_is_used(reading: Reading) -> Iterator[Remark]:
    """Setiap kolom pelaksana dipakai sedikitnya oleh satu langkah.

    Dasar: PermenPAN-RB 35/2012: kolom pelaksana memuat mereka yang menjalankan prosedur; kolom kosong menyempitkan kolom lain dan
    menimbulkan pertanyaan tentang tugasnya.

    Perbaikan: hapus pelaksana itu dari daftar `pelaksana`, atau tulis langkah yang dikerjakannya.
    """
    for table in sound_tables(reading):
        used = {actor for langkah in table.prosedur.langkah for actor in row_actors(langkah)}
        for actor in table.prosedur.pelaksana:
            if actor.kunci not in used:
                yield Remark(table.source.tree.key_at((*table.path, "pelaksana", actor.kunci)),
                             f"pelaksana `{shown(actor.nama)}` mempunyai kolom, tetapi tidak mengerjakan satu langkah pun")


@rule("pelaksana-banyak", Severity.ADVICE)
def columns_are_few(reading: Reading) -> Iterator[Remark]:
    """Satu prosedur melibatkan paling banyak delapan pelaksana.

    Dasar: praktik: lembar SOP lanskap yang lazim memuat dua sampai delapan kolom pelaksana; lebih dari itu kolomnya terlalu sempit dan
    tanggung jawabnya kabur.

    Perbaikan: gabungkan pelaksana yang tugasnya sama, atau bagi prosedurnya menjadi dua.
    """
    for table in sound_tables(reading):
        count = len(table.prosedur.pelaksana)
        if count > MOST_ACTORS:
            yield Remark(table.source.tree.key_at((*table.path, "pelaksana")),
                         f"prosedur ini melibatkan {count} pelaksana, lebih dari {MOST_ACTORS}")


@rule("bersama-satu", Severity.ADVICE)
def joint_steps_have_several(reading: Reading) -> Iterator[Remark]:
    """Langkah bersama dikerjakan oleh lebih dari satu pelaksana.

    Dasar: praktik: `pelaksana: [a]` berbentuk daftar seperti langkah bersama, padahal hanya menyebut satu; sering kali pelaksana
    kedua terlupa.

    Perbaikan: tulis `pelaksana: a` tanpa kurung, atau lengkapi pelaksana lainnya.

    Contoh: `pelaksana: [petugas]` seharusnya `pelaksana: petugas`, atau `pelaksana: [petugas, kabid]`
    """
    for table in sound_tables(reading):
        for step in table.steps:
            for slot in range(len(step.langkah.simpul)):
                path = (*symbol_path(step, slot), "pelaksana")
                node = step.source.tree.get(path)
                if node is not None and isinstance(node.value, list) and len(node.value) == 1:
                    yield Remark(node.place, f"{step.name} ditulis sebagai langkah bersama, tetapi pelaksananya hanya "
                                             f"`{shown(node.value[0].data())}`")


@rule("pelaksana-urut", Severity.ADVICE)
def columns_follow_the_flow(reading: Reading) -> Iterator[Remark]:
    """Kolom pelaksana diurutkan menurut alurnya.

    Dasar: praktik: bila kolom mengikuti urutan pertama kali pelaksana bekerja, anak panah mengalir ke kanan bawah dan bagan mudah
    diikuti; yang dihitung ialah serah terima ke kiri sepanjang jalur utama.

    Perbaikan: susun daftar `pelaksana` menurut urutan pertama kali mereka mengerjakan sesuatu.
    """
    for table in sound_tables(reading):
        rows = main_path(table.prosedur)
        written = [actor.kunci for actor in table.prosedur.pelaksana]
        better = _by_appearance(table, rows)
        now, then = (_leftward(table, rows, {key: index for index, key in enumerate(order)}) for order in (written, better))
        if now - then >= max(LEAST_GAIN, now / 3):
            yield Remark(table.source.tree.key_at((*table.path, "pelaksana")),
                         f"urutan kolom pelaksana membuat alur {now} kali berbalik ke kiri; dengan urutan lain cukup {then} kali",
                         f"urutkan: {', '.join(better)}")


def _by_appearance(table: Table, rows: Sequence[int]) -> list[str]:
    """Give the actors in the order in which the usual way first comes to them, then the others from top to bottom."""
    known = [actor.kunci for actor in table.prosedur.pelaksana]
    order = dict[str, None]()
    for row in (*rows, *range(len(table.prosedur.langkah))):
        for simpul in table.prosedur.langkah[row].simpul:
            order.update(dict.fromkeys(actor for actor in simpul.pelaksana if actor in known))
    return list(order | dict.fromkeys(known))


def _leftward(table: Table, rows: Sequence[int], column: Mapping[str, int]) -> int:
    """Count the hand-offs from one row to the next that go to the left; a joint step stands in its leftmost column."""
    columns = [min((column[actor] for actor in row_actors(table.prosedur.langkah[row]) if actor in column), default=-1) for row in rows]
    columns = [place for place in columns if place >= 0]
    return sum(after < before for before, after in pairwise(columns))


@rule("bolak-balik", Severity.ADVICE)
def work_does_not_ping_pong(reading: Reading) -> Iterator[Remark]:
    """Pekerjaan tidak bolak-balik di antara dua pelaksana.

    Dasar: praktik: setiap serah terima menambah waktu tunggu; empat kali berturut-turut di antara dua orang yang sama biasanya dapat
    dijadikan satu langkah bersama. Prosedur yang memang hanya mempunyai dua pelaksana tidak dihitung.

    Perbaikan: gabungkan langkah yang berurutan pada satu pelaksana, atau jadikan langkah bersama.
    """
    for table in sound_tables(reading):
        if len(table.prosedur.pelaksana) <= 2:
            continue
        names = {actor.kunci: actor.nama for actor in table.prosedur.pelaksana}
        turns = _turns(table)
        start = 0
        while start < len(turns):
            end = start + 1
            while end < len(turns) and (end - start < 2 or turns[end][0] == turns[end - 2][0]):
                end += 1
            pair = [next(iter(turns[index][0])) for index in (start, start + 1)] if end - start > 1 else []
            if end - start > MOST_ALTERNATIONS and all(len(turns[index][0]) == 1 for index in (start, start + 1)):
                first, last = table.steps[turns[start][1]], table.steps[turns[end - 1][2]]
                said = " dan ".join(f"`{shown(names.get(key, key))}`" for key in pair)
                yield Remark(first.place("pelaksana"),
                             f"dari {first.name} sampai {last.name} pekerjaan {end - start - 1} kali berpindah antara {said}")
            start = max(start + 1, end - 1)


def _turns(table: Table) -> list[tuple[frozenset[str], int, int]]:
    """Give the usual way as turns: the actors, and the first and last row that they do before the work passes on."""
    turns = list[tuple[frozenset[str], int, int]]()
    done = [(row_actors(table.prosedur.langkah[row]), row) for row in main_path(table.prosedur)]
    for actors, group in groupby(done, key=lambda item: item[0]):
        rows = [row for _, row in group]
        if actors:
            turns.append((actors, rows[0], rows[-1]))
    return turns
