"""A sheet of a stranger's workbook -> a RawDocument: tables and lines of text as they stand, with widths, heights and merged cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bukusop.model import Run
from bukusop.office.excel.sheetfile import Cell, Grid
from bukusop.office.foreign.raw import RawCell, RawDocument, RawParagraph, RawTable


def raw_sheet(grid: Grid, name: str, notes: Sequence[str] = ()) -> tuple[RawDocument, dict[int, tuple[int, int]]]:
    """Give a sheet's blocks: parts between empty rows, as tables where they have more than one column, else as paragraphs.

    Beside it, for whoever anchors shapes: row of the sheet -> (block, row in that block).
    """
    blocks: list[RawParagraph | RawTable] = []
    places: dict[int, tuple[int, int]] = {}
    by_row: dict[int, dict[tuple[int, int], Cell]] = {}
    for place, cell in grid.cells.items():
        by_row.setdefault(place[0], {})[place] = cell
    for first, last in _parts(grid):
        cells = {place: cell for row in range(first, last + 1) for place, cell in by_row.get(row, {}).items()}
        if len({column for _, column in cells}) == 1:
            for (row, _), cell in sorted(cells.items()):
                places[row] = (len(blocks), 0)
                blocks.extend(paragraphs(cell.runs))
        else:
            for row in range(first, last + 1):
                places[row] = (len(blocks), row - first)
            blocks.append(_table(grid, cells, first, last))
    return RawDocument(name, tuple(blocks), notes=(*notes, *grid.notes)), places


def _parts(grid: Grid) -> Iterator[tuple[int, int]]:
    """Give the stretches of rows between empty ones; a row that a merged cell reaches into is not empty."""
    first = last = -1
    reach: dict[int, int] = {}
    for (row, _), cell in grid.cells.items():
        reach[row] = max(reach.get(row, row), row + cell.span[0] - 1)
    for row in sorted(reach):
        if first < 0:
            first = row
        elif row > last + 1:
            yield first, last
            first = row
        last = max(last, reach[row])
    if first >= 0:
        yield first, last


def _table(grid: Grid, cells: dict[tuple[int, int], Cell], first: int, last: int) -> RawTable:
    columns = grid.columns
    found = tuple(
        RawCell(row - first, column, min(cell.span[0], last - row + 1), min(cell.span[1], columns - column), paragraphs(cell.runs))
        for (row, column), cell in sorted(cells.items())
    )
    return RawTable(
        found, last - first + 1, columns, tuple(grid.widths.get(column, grid.width) for column in range(columns)),
        tuple(grid.heights.get(row, grid.height) for row in range(first, last + 1)),
    )


def paragraphs(runs: Sequence[Run]) -> tuple[RawParagraph, ...]:
    """Cut a cell's runs where its lines end."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        for index, words in enumerate(run.teks.split("\n")):
            if index:
                lines.append([])
            if words:
                lines[-1].append(Run(words, run.tebal, run.miring, run.tautan))
    return tuple(RawParagraph(tuple(line)) for line in lines if "".join(run.teks for run in line).strip())
