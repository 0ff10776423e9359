"""Tables of a document -> procedures: their actors, their rows, and where on the paper each row and each actor's column lies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bukusop.office.drafting import wording
from bukusop.office.drafting.labels import column_of, folded
from bukusop.office.drafting.texts import is_own
from bukusop.office.foreign.raw import RawCell, RawParagraph, RawTable

TEXTS = ("kegiatan", "kelengkapan", "waktu", "output", "keterangan")
_COUNTER = re.compile(r"^\(?\d{1,2}\)?[.]?$")
_WORD_WIDTH, _LINE_HEIGHT = 1.7, 4.2
"""mm of a letter and of a line, where the file leaves heights to the layout."""


@dataclass(slots=True)
class Row:
    """A step as its row says it. `marks` are the words in the actors' columns; `source` the line of the table it begins in."""

    number: str
    texts: dict[str, list[RawParagraph]]
    marks: dict[int, str] = field(default_factory=dict)
    title: str = ""

    @property
    def kegiatan(self) -> str:
        """The words of its activity."""
        return wording.words(self.texts.get("kegiatan", ()))


@dataclass(frozen=True, slots=True)
class Head:
    """The columns of a steps table: the kind of each, the actor of each of the actors' columns, how many lines the head has."""

    kinds: tuple[str, ...]
    actors: tuple[str, ...]
    depth: int
    named: bool = True

    def actor_at(self, column: int) -> int:
        """Give the actor of a column, -1 for other columns."""
        spots = [index for index, kind in enumerate(self.kinds) if kind.startswith("pelaksana:")]
        return int(self.kinds[column][10:]) if column in spots else -1


@dataclass(slots=True)
class Part:
    """A stretch of one table that belongs to one procedure: its lines, and for each the step it shows (-1: none)."""

    block: int
    table: RawTable
    head: Head
    lines: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Procedure:
    """A procedure before its drawing is read. `left` are words of its tables that found no place."""

    title: str
    actors: list[str]
    rows: list[Row] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    named: bool = True


def grid(table: RawTable) -> list[list[RawCell | None]]:
    """Give the cell at every place of a table."""
    places: list[list[RawCell | None]] = [[None] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        for row in range(cell.row, min(cell.row + cell.rows, table.rows)):
            for column in range(cell.column, min(cell.column + cell.columns, table.columns)):
                places[row][column] = cell
    return places


def line_cells(row: Sequence[RawCell | None]) -> list[RawCell]:
    """Give the cells of a line, each once, from left to right."""
    found: list[RawCell] = []
    for cell in row:
        if cell is not None and (not found or found[-1] is not cell):
            found.append(cell)
    return found


def head_at(places: Sequence[Sequence[RawCell | None]], row: int) -> Head | None:
    """Read the head that begins in a line; None where there is none."""
    cells = [cell for cell in line_cells(places[row]) if cell.row == row]
    named = [column_of(wording.words(cell.isi)) for cell in cells]
    if "kegiatan" not in named or len({name for name in named if name}) < 2 or len(cells) < 3:
        return None
    depth = max(cell.rows for cell in cells)
    kegiatan = next(cell for cell, name in zip(cells, named, strict=True) if name == "kegiatan")
    if depth == 1 and row + 1 < len(places):
        below = places[row + 1][kegiatan.column]
        grouped = any(name in ("pelaksana", "mutu") and cell.columns > 1 for cell, name in zip(cells, named, strict=True))
        if grouped and below is not None and not wording.words(below.isi):
            depth = 2
    while row + depth < len(places) and depth < 4 and _still_head(places[row + depth], kegiatan.column):
        depth += 1
    return _columns(places, row, depth)


def _still_head(line: Sequence[RawCell | None], kegiatan: int) -> bool:
    cell = line[kegiatan]
    names = [column_of(wording.words(item.isi)) for item in line_cells(line)]
    return (cell is None or not wording.words(cell.isi)) and len({"waktu", "output", "kelengkapan"} & set(names)) >= 2


def _columns(places: Sequence[Sequence[RawCell | None]], row: int, depth: int) -> Head | None:
    kinds: list[str] = []
    actors: list[str] = []
    owner: dict[int, int] = {}
    width = len(places[row])
    known = [[column_of(wording.words(cell.isi)) if cell else "" for cell in (places[line][column] for line in range(row, row + depth))]
             for column in range(width)]
    group = any("pelaksana" in names for names in known)
    for column in range(width):
        names = known[column]
        label = next((name for name in reversed(names) if name and name not in ("pelaksana", "mutu")), "")
        cells = [places[line][column] for line in range(row, row + depth)]
        texts = [(cell, wording.words(cell.isi)) for cell in cells if cell is not None]
        own = next(((cell, text) for cell, text in reversed(texts) if text and not column_of(text)), None)
        inside = "pelaksana" in names
        if label and not (inside and own):
            kinds.append("" if label in kinds else label)
        elif own is not None and (inside or (not group and "mutu" not in names)):
            if id(own[0]) not in owner:
                owner[id(own[0])] = len(actors)
                actors.append(_actor(own[1]))
            kinds.append(f"pelaksana:{owner[id(own[0])]}")
        elif inside:
            kinds.append("siapa")
        else:
            kinds.append("")
    if not actors and "siapa" in kinds:
        return Head(tuple(kinds), (), depth, named=False)
    return Head(tuple(kinds), tuple(actors), depth) if actors else None


def _actor(text: str) -> str:
    """Take the number from an actor's head: "1. Kepala Dinas", "(2) Sekretaris"."""
    return re.sub(r"^\s*\(?\d{1,2}[.)]\s*", "", text)


def is_counter(cells: Iterable[RawCell]) -> bool:
    """Whether a line only counts the columns: (1) (2) (3)."""
    texts = [text for cell in cells if (text := wording.words(cell.isi))]
    figures = [int(re.sub(r"\D", "", text)) for text in texts if _COUNTER.match(text)]
    return len(texts) >= 3 and len(figures) == len(texts) and figures == sorted(figures) and figures[0] <= 2


def add_lines(procedure: Procedure, part: Part, places: Sequence[Sequence[RawCell | None]], first: int, last: int) -> None:
    """Read the lines `first` to `last` (exclusive) of a table into a procedure."""
    procedure.parts.append(part)
    kegiatan = part.head.kinds.index("kegiatan")
    before: RawCell | None = None
    for line in range(first, last):
        cells = line_cells(places[line])
        if is_counter(cells) or not cells:
            continue
        texts = _texts(part.head, places[line], line)
        number = wording.words(texts.pop("no", ()))
        marks = _marks(part.head, places[line], line)
        own = places[line][kegiatan]
        goes_on = own is not None and own is before
        empty = not number and not any(wording.words(value) for value in texts.values())
        ours = is_own(texts.get("kegiatan", ()))
        if procedure.rows and not ours and (goes_on or (not empty and not number and not wording.words(texts.get("kegiatan", ())))):
            _join(procedure.rows[-1], texts, marks)
            part.lines[line] = len(procedure.rows) - 1
        elif empty and not marks:
            part.lines[line] = -1
        else:
            procedure.rows.append(Row(number.rstrip("."), texts, marks))
            part.lines[line] = len(procedure.rows) - 1
        before = own


def add_row(procedure: Procedure, part: Part, line: int) -> Row:
    """Add a step of which only the drawing tells: a capsule in an empty line. The rows after it move."""
    after = [index for at, index in part.lines.items() if at < line and index >= 0]
    place = max(after) + 1 if after else min((i for i in part.lines.values() if i >= 0), default=len(procedure.rows))
    row = Row("", _texts(part.head, grid(part.table)[line], line))
    procedure.rows.insert(place, row)
    for other in procedure.parts:
        other.lines = {at: index + 1 if index >= place else index for at, index in other.lines.items()}
    part.lines[line] = place
    return row


def _texts(head: Head, row: Sequence[RawCell | None], line: int) -> dict[str, list[RawParagraph]]:
    texts: dict[str, list[RawParagraph]] = {}
    seen: set[int] = set()
    for kind, cell in zip(head.kinds, row, strict=False):
        if cell is not None and cell.row == line and id(cell) not in seen and kind and not kind.startswith("pelaksana:"):
            texts.setdefault(kind, []).extend(cell.isi)
            seen.add(id(cell))
    return texts


def _marks(head: Head, row: Sequence[RawCell | None], line: int) -> dict[int, str]:
    marks: dict[int, str] = {}
    for column, cell in enumerate(row[: len(head.kinds)]):
        actor = head.actor_at(column)
        if actor >= 0 and cell is not None and cell.row == line and (text := wording.words(cell.isi)) and cell.column == column:
            marks[actor] = f"{marks.get(actor, '')} {text}".strip()
    return marks


def _join(row: Row, texts: dict[str, list[RawParagraph]], marks: dict[int, str]) -> None:
    for key, value in texts.items():
        row.texts.setdefault(key, []).extend(value)
    for actor, text in marks.items():
        row.marks[actor] = f"{row.marks.get(actor, '')} {text}".strip()


def edges(table: RawTable) -> list[float]:
    """Give the left edge of every column and the right edge of the last, mm from the table's left."""
    widths = table.widths if len(table.widths) == table.columns else tuple(260 / table.columns for _ in range(table.columns))
    result = [0.0]
    for width in widths:
        result.append(result[-1] + width)
    return result


def tops(table: RawTable) -> tuple[list[float], bool]:
    """Give the top of every line and the foot of the last, mm from the table's top, and whether the file says all of them."""
    heights = list(table.heights) if len(table.heights) == table.rows else [0.0] * table.rows
    known = all(height > 0 for height in heights)
    across = edges(table)
    guessed = [_LINE_HEIGHT] * table.rows
    for cell in table.cells:
        if cell.rows == 1 and cell.row < table.rows:
            room = max(across[min(cell.column + cell.columns, table.columns)] - across[cell.column] - 3, 5)
            lines = sum(max(1, -(-int(len(wording.words((item,))) * _WORD_WIDTH) // int(room))) for item in cell.isi)
            told = sum(item.high for item in cell.isi) if all(item.high for item in cell.isi) else 0.0
            guessed[cell.row] = max(guessed[cell.row], told or 2 + lines * _LINE_HEIGHT)
    result = [0.0]
    for row, height in enumerate(heights):
        result.append(result[-1] + (height or guessed[row]))
    return result, known


def same_actors(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two heads name the same actors."""
    return [folded(name) for name in one] == [folded(name) for name in other]
