"""Tables typed by hand: of chapters, of annexes, of their CSV files, each cell with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bukusop.diagnostics import Place
from bukusop.lint.reading import Reading
from bukusop.load import Source
from bukusop.model import Keputusan, Run, TabelMarkdown, plain


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; `place(row, column)` is where a cell is written, `within(row)` what must be added to that place in words."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    place: Callable[[int, int], Place]
    within: Callable[[int], str] = lambda _: ""

    def column(self, row: int, column: int) -> str:
        """Give a cell; "" where the row is too short."""
        return self.rows[row][column] if column < len(self.rows[row]) else ""


def grids(reading: Reading) -> Iterator[Grid]:
    """Give every table of the book."""
    for _, prose, _ in reading.sources.chapters:
        yield from (_of_markdown(reading, block, place) for block, place in prose.blocks if isinstance(block, TabelMarkdown))
    for keputusan, proses, source in reading.sources.decrees:
        for prose in proses:
            yield from (_of_markdown(reading, block, place) for block, place in prose.blocks if isinstance(block, TabelMarkdown))
        yield from _of_annexes(keputusan, source)


def _of_markdown(reading: Reading, table: TabelMarkdown, begin: Place) -> Grid:
    rows = tuple(tuple(_text(cell) for cell in row) for row in table.baris)
    lines = reading.texts.get(begin.file, "").split("\n")

    def place(row: int, column: int) -> Place:
        number = begin.line + 2 + row       # a head, and the line below it
        line = lines[number - 1] if number <= len(lines) else ""
        cells = line.strip().removeprefix("|").split("|")
        shift = len(line) - len(line.lstrip()) + line.lstrip().startswith("|")
        at = shift + sum(len(cell) + 1 for cell in cells[:column])
        own = cells[column] if column < len(cells) else ""
        return Place(begin.file, number, at + len(own) - len(own.lstrip()) + 1)

    return Grid(tuple(_text(cell) for cell in table.kepala), rows, place)


def _of_annexes(keputusan: Keputusan, source: Source) -> Iterator[Grid]:
    for index, annex in enumerate(keputusan.lampiran):
        if annex.tabel is None or source.doubts("lampiran", index, "tabel"):
            continue
        path = ("lampiran", index, "tabel")
        file = source.tree.get((*path, "csv"))
        rows = tuple(tuple(plain(cell) for cell in row) for row in annex.tabel.baris)
        if file is None or not isinstance(file.value, str) or not file.value:
            yield Grid(annex.tabel.kolom, rows, lambda row, column, path=path: source.place(*path, "baris", row, column))  # type: ignore[misc]
        else:
            yield _of_csv(annex.tabel.kolom, rows, source.place(*path, "csv"), file.value)


def _of_csv(head: tuple[str, ...], rows: tuple[tuple[str, ...], ...], place: Place, name: str) -> Grid:
    return Grid(head, rows, lambda *_: place, lambda row: f" (baris isi ke-{row + 1} dalam {name})")


def _text(runs: tuple[Run, ...]) -> str:
    return " ".join("".join(run.teks for run in runs).split())
