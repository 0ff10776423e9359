"""Rules on the flow: steps that are never done, ways that never end, answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bukusop.diagnostics import Severity
from bukusop.lint.reading import Path, Reading, Step, Table
from bukusop.lint.rule import Remark, rule
from bukusop.load.quoting import shown
from bukusop.model import Bentuk, Jawaban, Tujuan, ending, reached, ways
from bukusop.model.jalur import all_ways, spread

_MOST_NAMED = 6
"""Steps that one message names."""


def sound_tables(reading: Reading) -> Iterator[Table]:
    """Give the procedures whose flow can be followed."""
    for sheet in reading.sheets:
        if sheet.sound:
            yield from sheet.tables


def symbol_path(step: Step, slot: int) -> Path:
    """Give where a symbol of a row is written: below `simpul`, or in the row itself."""
    return (*step.path, "simpul", slot) if step.source.tree.get((*step.path, "simpul")) is not None else step.path


def _rows(places: Iterable[Tujuan]) -> list[int]:
    return sorted({place.langkah for place in places})


def _named(table: Table, rows: list[int]) -> str:
    """Name rows as the table numbers them: "langkah 3, 4, dan 5"."""
    steps = table.steps
    names = [steps[row].langkah.nomor or steps[row].name for row in rows[:_MOST_NAMED] if row < len(steps)]
    if len(rows) > _MOST_NAMED:
        names.append(f"{len(rows) - _MOST_NAMED} langkah lain")
    if len(names) < 3:
        return f"langkah {' dan '.join(names)}"
    return f"langkah {', '.join(names[:-1])}, dan {names[-1]}"


@rule("tak-terjangkau", Severity.WARNING)
def every_step_is_reached(reading: Reading) -> Iterator[Remark]:
    """Setiap langkah dicapai dari langkah pertama.

    Dasar: praktik: langkah yang tidak dituju tidak akan pernah dikerjakan, padahal pembaca mengira wajib; biasanya `ke` atau jawaban
    sebuah keputusan salah nomor.

    Perbaikan: beri tujuan ke langkah itu, atau hapus langkahnya.

    Contoh: langkah 1 `ke: 3` melewati langkah 2; hapus `ke`, atau beri langkah 2 tujuan dari tempat lain
    """
    for table in sound_tables(reading):
        every = all_ways(table.prosedur)
        if not every:
            continue
        starts = [place for place in every if table.prosedur.langkah[place.langkah].simpul[place.simpul].bentuk is Bentuk.MULAI]
        known = spread([Tujuan(0), *starts], every)
        led = {way for place, out in every.items() if place not in known for way in out if way is not None and way != place}
        steps = table.steps
        for place in (*(place for place in every if place not in led), *every):
            if place in known:
                continue
            chain = spread([place], every) - known
            known |= chain
            step = steps[place.langkah]
            path = symbol_path(step, place.simpul)
            after = [row for row in _rows(chain) if row != place.langkah]
            ends = f", sehingga {_named(table, after)} juga tidak pernah dikerjakan" if after else ""
            yield Remark(step.source.place(*path), f"tidak ada langkah yang menuju ke {step.source.named(path)}{ends}")


@rule("tanpa-akhir", Severity.ERROR)
def a_procedure_ends(reading: Reading) -> Iterator[Remark]:
    """Setiap prosedur dapat selesai.

    Dasar: PermenPAN-RB 35/2012: bagan alir diakhiri simbol kapsul; prosedur yang tidak berakhir tidak mempunyai hasil maupun waktu
    penyelesaian.

    Perbaikan: hapus `ke` pada langkah terakhir, atau beri salah satu jawaban tujuan `selesai`.
    """
    for table in sound_tables(reading):
        come = reached(table.prosedur)
        if not come or come & ending(table.prosedur):
            continue
        last = max(come)
        step, way = table.steps[last.langkah], ways(table.prosedur.langkah[last.langkah].simpul[last.simpul])[0]
        path = symbol_path(step, last.simpul)
        key = next((key for key in ("ke", "keputusan") if step.source.tree.get((*path, key)) is not None), "kegiatan")
        back = f" kembali ke {_named(table, [way.langkah])}" if way else " berputar"
        yield Remark(step.source.place(*path, key), f"prosedur ini tidak pernah selesai: {step.source.named(step.path)}{back}, "
                                                    "dan tidak satu pun langkah yang dicapai mengakhirinya")


@rule("putaran", Severity.ERROR)
def loops_have_a_way_out(reading: Reading) -> Iterator[Remark]:
    """Setiap putaran mempunyai jalan keluar.

    Dasar: praktik: pekerjaan yang masuk ke putaran tanpa jalan keluar tidak pernah diselesaikan; putaran perbaikan keluar lewat jawaban
    sebuah keputusan.

    Perbaikan: beri salah satu langkah atau jawaban di dalam putaran itu tujuan ke luar.

    Contoh: langkah 5 `ke: 4` setelah langkah 4 berarti keduanya diulang terus; jadikan langkah 5 keputusan `{ya: lanjut, tidak: 4}`
    """
    for table in sound_tables(reading):
        come, end = reached(table.prosedur), ending(table.prosedur)
        if not come & end:
            continue
        every, told = all_ways(table.prosedur), set[Tujuan]()
        for place in sorted(come - end):
            if place in told:
                continue
            trap = spread([place], every)
            told |= trap
            step = table.steps[place.langkah]
            rows = _rows(trap)
            said = f"{_named(table, rows)} berputar tanpa jalan keluar" if len(rows) > 1 else f"{step.name} kembali ke dirinya sendiri"
            yield Remark(step.place(), f"{said}, sehingga prosedur tidak pernah selesai dari sana")


def _decisions(reading: Reading) -> Iterator[tuple[Table, Step, Tujuan, Path, tuple[Jawaban, ...]]]:
    """Give every decision: its table, row, symbol, where its answers are written, and the answers."""
    for table in sound_tables(reading):
        for step in table.steps:
            for slot, simpul in enumerate(step.langkah.simpul):
                if simpul.jawaban:
                    yield table, step, Tujuan(step.row, slot), (*symbol_path(step, slot), "keputusan"), simpul.jawaban


def _key(step: Step, path: Path, index: int) -> str:
    """Give the answer as it is written in the file: its label may have lost spaces since."""
    node = step.source.tree.get(path)
    keys = list(node.value) if node is not None and isinstance(node.value, dict) else []
    return keys[index] if index < len(keys) else ""


@rule("jawaban-sama", Severity.WARNING)
def answers_lead_apart(reading: Reading) -> Iterator[Remark]:
    """Setiap jawaban keputusan menuju langkah yang berbeda.

    Dasar: praktik: keputusan yang semua jawabannya bertujuan sama tidak memutuskan apa-apa; biasanya salah satu tujuannya salah tulis.

    Perbaikan: beri tiap jawaban tujuannya sendiri, atau jadikan langkah itu langkah biasa.

    Contoh: `{ya: lanjut, tidak: lanjut}` seharusnya `{ya: lanjut, tidak: 2}`
    """
    for table, step, _, path, answers in _decisions(reading):
        first = dict[Tujuan | None, Jawaban]()
        for index, answer in enumerate(answers):
            other = first.setdefault(answer.ke, answer)
            if other is not answer:
                target = _named(table, [answer.ke.langkah]) if answer.ke else "akhir prosedur"
                yield Remark(step.source.place(*path, _key(step, path, index)),
                             f"jawaban `{shown(other.label)}` dan `{shown(answer.label)}` pada {step.name} sama-sama menuju {target}")


@rule("jawaban-label", Severity.WARNING)
def answers_are_words(reading: Reading) -> Iterator[Remark]:
    """Setiap jawaban keputusan berupa kata, dan berbeda dari jawaban lain.

    Dasar: PermenPAN-RB 35/2012: belah ketupat bercabang menurut jawabannya; pembaca harus tahu cabang mana yang diikuti tanpa bertanya.

    Perbaikan: tulis jawabannya dengan kata: `ya`, `tidak`, `lengkap`, `ditolak`.

    Contoh: `{"?": lanjut, Ya: 3, ya: 5}` seharusnya `{belum pasti: lanjut, ya: 3}`
    """
    for _, step, _, path, answers in _decisions(reading):
        first = dict[str, str]()
        for index, answer in enumerate(answers):
            said = "".join(char for char in answer.label.casefold() if char.isalnum())
            place = step.source.tree.key_at((*path, _key(step, path, index)))
            if not any(char.isalpha() for char in said):
                yield Remark(place, f"jawaban `{shown(answer.label)}` pada {step.name} bukan kata")
                continue
            other = first.setdefault(said, answer.label)
            if other != answer.label:
                yield Remark(place, f"jawaban `{shown(other)}` dan `{shown(answer.label)}` pada {step.name} adalah kata yang sama")


@rule("jawaban-sendiri", Severity.WARNING)
def answers_lead_elsewhere(reading: Reading) -> Iterator[Remark]:
    """Jawaban keputusan tidak menuju keputusan itu sendiri.

    Dasar: praktik: keputusan yang diulang tanpa pekerjaan di antaranya akan dijawab sama; yang dimaksud biasanya langkah perbaikan
    sebelumnya.

    Perbaikan: tuju langkah yang memperbaiki berkasnya; bila pelaksana yang sama mengerjakan ulang, pisahkan pekerjaan dan keputusannya
    menjadi dua `simpul`.

    Contoh: pada langkah 3 `{ya: lanjut, tidak: 3}` seharusnya `{ya: lanjut, tidak: 2}`
    """
    for _, step, symbol, path, answers in _decisions(reading):
        for index, answer in enumerate(answers):
            if answer.ke == symbol:
                yield Remark(step.source.place(*path, _key(step, path, index)),
                             f"jawaban `{shown(answer.label)}` pada {step.name} menuju keputusan itu sendiri")
