"""One of our own sheets, as people gave it back -> a draft: the way back of `sheetwrite`.

Rows may have been put in, taken out or moved: what the targets name is the number that stands in the column No, whatever its row has
become. What cannot be understood stays in the draft as a comment at its line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bukusop.load.source import cell
from bukusop.office.drafting.draft import Draft, Path, Value
from bukusop.office.drafting.labels import slug
from bukusop.office.excel import layout as form
from bukusop.office.excel.notation import MORE, pairs_of, words_of
from bukusop.office.excel.sheetfile import Grid
from bukusop.office.excel.textcells import typed
from bukusop.office.marks import single, written

SHAPES = {
    "proses": "", "kotak": "", "keputusan": "keputusan", "belah ketupat": "keputusan", "mulai": "mulai", "selesai": "selesai",
    "berakhir": "selesai", "awal": "mulai", "akhir": "selesai",
}
_OTHERS = (form.SOP_ID, form.BIDANG, form.PROCEDURE, form.ACTOR, form.CHECK)
_LABELS = {label.casefold(): label for label in (*form.FIELDS, *form.LISTS, *_OTHERS)}
Row = dict[int, str]
"""The words of a sheet's row by column of our form."""


def columns_of(grid: Grid) -> dict[int, int]:
    """Give where the columns of our form stand in a sheet; empty where it is not one of ours."""
    titled = any(grid.text(row, column) == form.TITLE for row in range(1, 6) for column in range(3))
    found = {grid.text(0, column).casefold(): column for column in range(min(grid.columns, 60)) if grid.text(0, column)}
    places = {index: found[head.casefold()] for index, head in enumerate(form.HEADS) if head.casefold() in found}
    return places if titled and {form.NO, form.ACT, form.WHO} <= set(places) else {}


@dataclass(slots=True)
class _Symbol:
    """One row of the steps table: a symbol, the first of its step or a further one."""

    who: str
    shape: str
    decision: str
    to: str
    row: int


@dataclass(slots=True)
class _Step:
    number: str
    id: str
    texts: dict[str, Value]
    waktu: str
    symbols: list[_Symbol]


@dataclass(slots=True)
class _Procedure:
    judul: str = ""
    actors: dict[str, str] = field(default_factory=dict)
    steps: list[_Step] = field(default_factory=list)


class SheetReader:
    """Reads one sheet, row after row."""

    def __init__(self, grid: Grid, columns: Mapping[int, int]) -> None:
        self.grid, self.columns = grid, columns
        self.fields: dict[str, Value] = {}
        self.dates: dict[str, Value] = {}
        self.checks: dict[str, Value] = {}
        self.id = self.bidang = self.list = ""
        self.procedures = [_Procedure()]
        self.in_steps = False
        self.comments: list[tuple[Path, str]] = []
        self.guessed: list[str] = []
        self.left: list[str] = list(grid.notes)

    def read(self) -> Draft:
        """Read the whole sheet."""
        self._rows()
        return self.draft({}, f"lembar `{self.grid.title}`")

    def table(self, judul: str, grid: Grid, actors: Mapping[str, str]) -> None:
        """Read a table of steps that stands alone, with the actors that act in it."""
        self._begin(judul)
        self.procedures[-1].actors.update(actors)
        self.grid, self.in_steps = grid, True
        self._rows(first=0)

    def _rows(self, first: int = 1) -> None:
        strangers = self._strangers()
        for row in sorted({row for row, _ in self.grid.cells if row >= first}):
            words = {index: self.grid.text(row, column) for index, column in self.columns.items()}
            self.left += strangers.get(row, [])
            if any(words.values()) and words.get(form.NO) != form.TITLE:
                self._row(row, words)

    def draft(self, data: Mapping[str, Value], source: str) -> Draft:
        """Give what was read as a draft; `data` is what is known from elsewhere."""
        known: dict[str, Value] = {"tanggal": self.dates, **self.fields, **data}
        flow = self._flow()
        result = {
            key: known[key] for key in ("nomor", "nama", "tanggal", "disahkan_oleh", "unit", "profil", *form.LISTS.values(), "waktu_total")
            if known.get(key)
        }
        if self.checks:
            flow["periksa"] = self.checks
        steps = sum(len(item.steps) for item in self.procedures)
        self.comments += [((), text) for text in self.left]
        return Draft(
            {**result, **flow}, self.id or slug(str(result.get("nama", ""))), self.bidang, tuple(self.comments),
            (f"identitas dan {steps} langkah dari {source}",), tuple(self.guessed), tuple(self.left),
        )

    def _strangers(self) -> dict[int, list[str]]:
        """Find what stands beside the form, by row."""
        known, result = set(self.columns.values()), dict[int, list[str]]()
        for (row, column), found in self.grid.cells.items():
            if column not in known:
                result.setdefault(row, []).append(f"di luar kolom (baris {row + 1}): {' '.join(found.text.split())}")
        return result

    def _row(self, row: int, words: Row) -> None:
        label = _LABELS.get(words[form.NO].rstrip(" :").casefold(), "")
        if words[form.NO] == form.HEADS[form.NO] and words[form.ACT] == form.HEADS[form.ACT]:
            self.in_steps = True
        elif label == form.PROCEDURE:
            self._begin(words[form.ACT])
            self._rest(row, words, {form.NO, form.ACT})
        elif label == form.ACTOR:
            self._actor(row, words)
        elif label == form.CHECK and words.get(form.ID):
            level: dict[str, Value] = {"tingkat": words[form.ACT]}
            self.checks[words[form.ID]] = {**level, "alasan": words[form.WHO]} if words[form.WHO] else level
            self._rest(row, words, {form.NO, form.ID, form.ACT, form.WHO})
        elif self.in_steps:
            self._step(row, words)
        elif label or (self.list and not words[form.NO]):
            self._field(row, words, label)
        else:
            self._rest(row, words, set())

    def _rest(self, row: int, words: Row, known: set[int]) -> None:
        """Keep the words of a row that have no place in it."""
        stray = [text for column, text in words.items() if text and column not in known and not text.startswith(form.MEANS.strip())]
        if stray:
            self.left.append(f"tanpa tempat (baris {row + 1}): {' | '.join(' '.join(text.split()) for text in stray)}")

    def _begin(self, judul: str) -> None:
        self.in_steps, self.list = False, ""
        last = self.procedures[-1]
        if last.actors or last.steps or last.judul:
            self.procedures.append(_Procedure())
        self.procedures[-1].judul = " ".join(judul.split())

    def _actor(self, row: int, words: Row) -> None:
        if self.in_steps:
            self._begin("")
        self.list = ""
        actors = self.procedures[-1].actors
        name = " ".join(words[form.ACT].split())
        if not name and not words.get(form.ID):
            return
        key = words.get(form.ID, "") or _free(slug(name) or "pelaksana", actors)
        if key in actors:
            self.left.append(f"kunci pelaksana `{key}` ditulis dua kali (baris {row + 1}): {name}")
            return
        actors[key] = name or key
        self._rest(row, words, {form.NO, form.ID, form.ACT})

    def _field(self, row: int, words: Row, label: str) -> None:
        if label:
            self.list = form.LISTS.get(label, "")
        if self.list:
            text = self._text(row, form.ACT)
            items = self.fields.setdefault(self.list, [])
            if text and isinstance(items, list):
                items.append(text)
        elif label == form.SOP_ID:
            self.id = words[form.ACT]
        elif label == form.BIDANG:
            self.bidang = words[form.ACT]
        elif words[form.ACT]:
            path = form.FIELDS[label]
            (self.dates if len(path) > 1 else self.fields)[path[-1]] = words[form.ACT]
        self._rest(row, words, {form.NO, form.ACT})

    def _markdown(self, row: int, column: int) -> str:
        found = self.grid.cells.get((row, self.columns.get(column, -1)))
        return typed(found.runs) if found else ""

    def _text(self, row: int, column: int) -> str:
        """Give a cell as one text."""
        markdown = self._markdown(row, column)
        teks = cell((markdown,)) if markdown else ()
        text = single(teks)
        return text if cell((text.strip(),)) == teks else markdown

    def _texts(self, row: int, column: int) -> Value:
        """Give a cell as one text, or as a list of texts where it is a list."""
        markdown = self._markdown(row, column)
        teks = cell((markdown,)) if markdown else ()
        items = written(teks)
        if cell(items) != teks:
            return markdown
        return items[0] if len(items) == 1 else list(items)

    def _step(self, row: int, words: Row) -> None:
        steps = self.procedures[-1].steps
        symbol = _Symbol(words[form.WHO], words.get(form.SHAPE, ""), words.get(form.DECISION, ""), words.get(form.TO, ""), row)
        number = words[form.NO].rstrip(".")
        capsule = symbol.shape.casefold() in ("mulai", "selesai")
        further = number == MORE or (not number and not words[form.ACT] and bool(symbol.who) and not capsule)
        if further and steps:
            steps[-1].symbols.append(symbol)
            self._rest(row, words, {form.NO, form.WHO, form.SHAPE, form.DECISION, form.TO})
            return
        texts = {key: self._texts(row, column) for column, key in form.TEXTS.items()}
        steps.append(_Step(number, words.get(form.ID, ""), texts, words.get(form.TIME, ""), [symbol]))

    def _flow(self) -> dict[str, Value]:
        """Give the procedures as the author's format has them."""
        procedures = [item for item in self.procedures if item.actors or item.steps] or [_Procedure()]
        if len(procedures) == 1 and not procedures[0].judul:
            return self._procedure(procedures[0], ())
        listed: list[Value] = []
        for index, item in enumerate(procedures):
            judul = item.judul or f"Prosedur {index + 1}"
            if not item.judul:
                self._guess(("prosedur", index, "judul"), "judul prosedur ini tidak tertulis")
            listed.append({"judul": judul, **self._procedure(item, ("prosedur", index))})
        return {"prosedur": listed}

    def _procedure(self, item: _Procedure, path: Path) -> dict[str, Value]:
        names = _Numbers(item.steps)
        steps: list[Value] = [self._one(item, step, names, (*path, "langkah", index)) for index, step in enumerate(item.steps)]
        if names.moved:
            self.guessed.append("nomor langkah di kolom No tidak berurut; tujuan mengikuti nomor yang tertulis")
        return {"pelaksana": dict(item.actors), "langkah": steps}

    def _one(self, item: _Procedure, step: _Step, names: _Numbers, path: Path) -> Value:
        result: dict[str, Value] = {"id": step.id} if step.id else {}
        result["kegiatan"] = step.texts["kegiatan"] or ""
        symbols = [self._symbol(item, symbol, names, path) for symbol in step.symbols]
        if len(symbols) == 1:
            result |= symbols[0]
        else:
            result["simpul"] = list[Value](symbols)
        for key, value in (("kelengkapan", step.texts["kelengkapan"]), ("waktu", step.waktu), ("output", step.texts["output"]),
                           ("keterangan", step.texts["keterangan"])):
            if value:
                result[key] = value
        return result

    def _symbol(self, item: _Procedure, symbol: _Symbol, names: _Numbers, path: Path) -> dict[str, Value]:
        keys = [self._who(item, word, path) for word in words_of(symbol.who)]
        result: dict[str, Value] = {}
        if keys:
            result["pelaksana"] = keys[0] if len(keys) == 1 else list[Value](keys)
        else:
            self._guess(path, f"pelaksana langkah ini kosong (baris {symbol.row + 1})")
        shape = SHAPES.get(symbol.shape.casefold())
        if shape is None and symbol.shape:
            self._guess(path, f"bentuk `{symbol.shape}` tidak dikenal, dibaca sebagai proses (baris {symbol.row + 1})")
        answers = pairs_of(symbol.decision) if symbol.decision else {}
        if answers is None:
            self._guess(path, f"keputusan tidak terbaca (baris {symbol.row + 1}): {symbol.decision}")
        if shape and not answers:
            result["bentuk"] = shape
        if answers:
            result["keputusan"] = {label: names.target(to) for label, to in answers.items()}
        to = words_of(symbol.to)
        if to:
            result["ke"] = names.target(to[0])
        if len(to) > 1:
            self._guess(path, f"lebih dari satu tujuan di kolom Ke (baris {symbol.row + 1}): {symbol.to}")
        return result

    def _who(self, item: _Procedure, word: str, path: Path) -> str:
        """Give the key of an actor; one that is not listed is added."""
        if word in item.actors:
            return word
        folded = " ".join(word.split()).casefold()
        for key, name in item.actors.items():
            if folded in (name.casefold(), key.casefold()):
                return key
        key = _free(slug(word) or "pelaksana", item.actors)
        item.actors[key] = " ".join(word.split()) or key
        self._guess((*path, "pelaksana"), f"pelaksana `{word}` tidak ada di daftar Pelaksana, ditambahkan sebagai `{key}`")
        return key

    def _guess(self, path: Path, text: str) -> None:
        self.comments.append((path, text))
        self.guessed.append(text)


class _Numbers:
    """Numbers as they stand in the sheet -> numbers as they will be counted."""

    def __init__(self, steps: Sequence[_Step]) -> None:
        self.now: dict[str, str] = {}
        seen: dict[str, list[str]] = {}
        count = 0
        for step in steps:
            if all(SHAPES.get(symbol.shape.casefold()) in ("mulai", "selesai") and not symbol.decision for symbol in step.symbols):
                continue
            count += 1
            if step.number:
                seen.setdefault(step.number, []).append(str(count))
        ids = {step.id for step in steps if step.id}
        self.now = {number: places[0] for number, places in seen.items() if len(places) == 1 and number not in ids}
        self.moved = any(number.isdigit() and number != place for number, place in self.now.items())

    def target(self, text: str) -> str:
        """Give a target as the author's format has it."""
        folded = text.casefold()
        return folded if folded in ("lanjut", "selesai") else self.now.get(text, text)


def _free(key: str, taken: Mapping[str, str]) -> str:
    number, result = 1, key
    while result in taken:
        number += 1
        result = f"{key}-{number}"
    return result
