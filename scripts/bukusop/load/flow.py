"""Steps as written -> rows with resolved symbols: who, which shape, and where the flow goes from there.

Explicit targets always win; without one a step leads to the next row, and the last row ends the procedure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bukusop.load.quoting import shown
from bukusop.load.shapes import LangkahShape, SimpulShape
from bukusop.load.source import Source, cell
from bukusop.model import Bentuk, Jawaban, Langkah, Pelaksana, Prosedur, Simpul, Tujuan

Path = tuple[str | int, ...]
END = "selesai"
NEXT = "lanjut"
MOST_ANSWERS = 3
"""A diamond has four corners; the flow comes in at one."""


@dataclass(frozen=True, slots=True)
class _Raw:
    """A symbol as written, with its place in the source."""

    shape: SimpulShape
    path: Path


def read_procedure(
    source: Source, judul: str, actors: Mapping[str, str], steps: Sequence[LangkahShape], path: Path
) -> Prosedur:
    """Resolve one procedure; `path` is where `pelaksana` and `langkah` stand in the source."""
    raws = [_symbols(source, step, (*path, "langkah", index)) for index, step in enumerate(steps)]
    numbers = _numbers(raws)
    targets = _Targets(source, steps, numbers, _end(raws), path)
    rows = []
    for index, (step, symbols) in enumerate(zip(steps, raws, strict=True)):
        simpul = tuple(_symbol(source, targets, raw, actors, index, slot, len(symbols)) for slot, raw in enumerate(symbols))
        rows.append(Langkah(
            nomor=numbers[index], id=step.id, kegiatan=cell(step.kegiatan), simpul=simpul,
            kelengkapan=cell(step.kelengkapan), waktu=step.waktu, output=cell(step.output), keterangan=cell(step.keterangan),
        ))
    return Prosedur(tuple(Pelaksana(key, name) for key, name in actors.items()), tuple(rows), judul)


def _symbols(source: Source, step: LangkahShape, path: Path) -> list[_Raw]:
    if source.doubts(*path, "simpul"):
        return []
    if step.simpul:
        for key in ("pelaksana", "bentuk", "keputusan", "ke"):
            if getattr(step, key):
                source.error("simpul", (*path, key), f"`{key}` tidak ditulis di samping `simpul`{source.within(path)}",
                             f"pindahkan `{key}` ke dalam butir `simpul`")
        return [_Raw(shape, (*path, "simpul", index)) for index, shape in enumerate(step.simpul)]
    if not step.pelaksana:
        source.error("wajib", (*path, "pelaksana"), f"`pelaksana` belum ditulis{source.within(path)}", "tambahkan baris `pelaksana: ...`")
        return []
    return [_Raw(SimpulShape(pelaksana=step.pelaksana, bentuk=step.bentuk, keputusan=step.keputusan, ke=step.ke), path)]


def _numbers(raws: Sequence[Sequence[_Raw]]) -> list[str]:
    numbers, count = [], 0
    for symbols in raws:
        if symbols and all(raw.shape.bentuk in (Bentuk.MULAI, Bentuk.SELESAI) for raw in symbols):
            numbers.append("")
        else:
            count += 1
            numbers.append(str(count))
    return numbers


def _end(raws: Sequence[Sequence[_Raw]]) -> Tujuan | None:
    """Give the last capsule `selesai` that the author wrote: what the target `selesai` then means."""
    ends = [Tujuan(row, slot) for row, symbols in enumerate(raws) for slot, raw in enumerate(symbols) if raw.shape.bentuk == END]
    return ends[-1] if ends else None


class _Targets:
    """What a target may be called, and the row it means."""

    def __init__(
        self, source: Source, steps: Sequence[LangkahShape], numbers: Sequence[str], end: Tujuan | None, path: Path
    ) -> None:
        self.source, self.rows, self.end, self.path = source, len(steps), end, path
        self.actors_doubtful = source.doubts(*path, "pelaksana")
        self.sure = not any(source.doubts(*path, "langkah", index, "id") for index in range(len(steps)))
        self.known: dict[str, int] = {number: index for index, number in enumerate(numbers) if number}
        for index, step in enumerate(steps):
            if not step.id:
                continue
            if step.id in (NEXT, END) or step.id.isdigit():
                source.error("id", (*path, "langkah", index, "id"), f"`{shown(step.id)}` tidak boleh menjadi id langkah",
                             "pakai kata lain, misalnya `periksa`")
            elif step.id in self.known:
                source.error("id-ganda", (*path, "langkah", index, "id"),
                             f"id `{shown(step.id)}` sudah dipakai oleh {self._first(step.id)}", "beri id yang berbeda")
            else:
                self.known[step.id] = index

    def _first(self, id_: str) -> str:
        return self.source.named((*self.path, "langkah", self.known[id_]))

    def resolve(self, text: str, row: int, slot: int, slots: int, path: Path) -> Tujuan | None:
        if text == END:
            return self.end
        if text in (NEXT, ""):
            if slot + 1 < slots:
                return Tujuan(row, slot + 1)
            if row + 1 < self.rows:
                return Tujuan(row + 1)
            if text == NEXT:
                self.source.error("tujuan", path, f"`lanjut`{self._of(path)} tidak menuju ke mana pun, karena ini baris terakhir",
                                  "tulis `selesai`, atau nomor/id langkah")
            return None
        if text in self.known:
            return Tujuan(self.known[text])
        if self.sure:
            self.source.error("tujuan", path, f"tujuan `{shown(text)}`{self._of(path)} tidak ada", self._nearest(text))
        return None

    def _of(self, path: Path) -> str:
        """Name the answer or key that holds a target, and its step."""
        return self.source.within(path if isinstance(path[-1], str) else (*path, "ke"))

    def _nearest(self, text: str) -> str:
        """Guess the id that was meant; a number that is too high is told the highest."""
        ids = [*(name for name in self.known if not name.isdigit()), NEXT, END]
        if text.isdigit():
            return f"langkah terakhir bernomor {max((int(name) for name in self.known if name.isdigit()), default=0)}"
        hint = self.source.nearest(text, ids)
        return hint if hint.startswith("mungkin") else f"tulis nomor langkah, atau salah satu dari: {', '.join(ids)}"


def _symbol(
    source: Source, targets: _Targets, raw: _Raw, actors: Mapping[str, str], row: int, slot: int, slots: int
) -> Simpul:
    shape, path = raw.shape, raw.path
    for index, actor in enumerate(shape.pelaksana):
        if actor not in actors and not targets.actors_doubtful:
            source.error("pelaksana", (*path, "pelaksana", index),
                         f"pelaksana `{shown(actor)}`{source.within(path)} tidak ada di daftar `pelaksana`",
                         next((f"tulis kuncinya, `{key}`" for key, name in actors.items() if name.lower() == actor.lower()), "")
                         or source.nearest(actor, actors))
        elif actor in shape.pelaksana[:index]:
            source.error("pelaksana", (*path, "pelaksana", index), f"pelaksana `{shown(actor)}` disebut dua kali{source.within(path)}",
                         "hapus salah satu")
    if shape.keputusan or shape.bentuk == "keputusan":
        return _decision(source, targets, raw, row, slot, slots)
    bentuk = Bentuk(shape.bentuk or "proses")
    if bentuk is Bentuk.SELESAI:
        if shape.ke:
            source.error("tujuan", (*path, "ke"), f"`ke`{source.within(path)} tidak ada artinya: simbol `selesai` tidak menuju ke mana pun",
                         "hapus `ke`")
        return Simpul(shape.pelaksana, bentuk)
    where = (*path, "ke") if shape.ke else path
    return Simpul(shape.pelaksana, bentuk, ke=targets.resolve(shape.ke, row, slot, slots, where))


def _decision(source: Source, targets: _Targets, raw: _Raw, row: int, slot: int, slots: int) -> Simpul:
    shape, path = raw.shape, raw.path
    where = source.within(path)
    if shape.bentuk not in ("", Bentuk.KEPUTUSAN):
        source.error("simpul", (*path, "bentuk"), f"`bentuk: {shape.bentuk}` tidak dapat bersama `keputusan`{where}", "hapus `bentuk`")
    if shape.ke:
        source.error("tujuan", (*path, "ke"), f"`ke` tidak dipakai bersama `keputusan`{where}", "tulis tujuan pada tiap jawaban")
    if not 2 <= len(shape.keputusan) <= MOST_ANSWERS:
        source.error("jawaban", (*path, "keputusan"), f"keputusan{where} memerlukan dua atau tiga jawaban, bukan {len(shape.keputusan)}",
                     "contoh: `keputusan: {ya: lanjut, tidak: 1}`")
    if len(shape.pelaksana) > 1:
        source.error("jawaban", (*path, "pelaksana"), f"keputusan{where} hanya boleh punya satu pelaksana",
                     "tulis pembahasan bersama dan keputusannya sebagai dua `simpul`")
    answers = tuple(
        Jawaban(label.strip(), targets.resolve(to.strip(), row, slot, slots, (*path, "keputusan", label)))
        for label, to in shape.keputusan.items()
    )
    return Simpul(shape.pelaksana, Bentuk.KEPUTUSAN, answers)
