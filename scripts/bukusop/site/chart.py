"""A procedure -> its flowchart as a picture for a web page: one tall drawing by `flowchart`, put into values that a template writes as SVG.

Nothing here is markup: paths are strings of numbers, words are the source's own and are escaped by the template. Lengths are mm,
which the page shows at `SCALE` pixels each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from bukusop import flowchart
from bukusop.flowchart import LABEL_SIZE, Label, PageDrawing, PagePlace, RowPlace, Shape
from bukusop.model import Pelaksana, Prosedur

SCALE = 4.6
"""Pixels of one mm: the words beside a diamond, 7.5 pt on paper, are then 12 px high."""
COLUMN_MM, NAME_MM, ROW_MM = 22.0, 34.0, 13.0
"""Least width of an actor's column, the most that it is widened for a long word of a name, and the least height of a row."""
STEP_MM = 9.0
"""Width of the column of step numbers, a picture of its own that stays in sight while the chart is moved sideways."""
HEAD_SIZE, HEAD_LINE, HEAD_LINES, HEAD_PAD, EDGE = 2.65, 3.3, 6, 1.4, 0.8
"""Letters of an actor's name, distance of its lines, the most of them, and the room around and beside it: mm."""
LONG = 12
"""A chart of more rows shows the actors' names at its foot once more."""
SHEET_MM = (270.0, 158.0)
"""Room on a printed page (A4, landscape) for the chart with its head: width and height. It is cut between rows to fit."""

_NARROW, _WIDE = set("fijlrtI.,:;'|!()[]/- "), set("mwMW%@&—")
_MANNERS = {"baris": "baris", "kapsul_kotak": "kapsul_kotak"}


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text: its middle, its baseline."""

    x: float
    y: float
    teks: str


@dataclass(frozen=True, slots=True)
class Lane:
    """An actor's column: left edge, width, the actor's place among all of the SOP, and the outlines of his symbols."""

    x: float
    lebar: float
    pelaksana: int
    simbol: str


@dataclass(frozen=True, slots=True)
class Step:
    """A row: middle, top and height, the printed number ("" for none) and the anchor of the row in the table."""

    y: float
    atas: float
    tinggi: float
    nomor: str
    jangkar: str


@dataclass(frozen=True, slots=True)
class Piece:
    """What one printed page shows of a chart: the rows, from where, how high."""

    langkah: tuple[Step, ...]
    atas: float
    tinggi: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A flowchart ready to be written. `kisi`, `garis`, `panah` are path data of the table's rules, the flow lines, the arrowheads."""

    lebar: float
    tinggi: float
    kepala: float
    uraian: str
    nama: tuple[Words, ...]
    lajur: tuple[Lane, ...]
    langkah: tuple[Step, ...]
    kisi: str
    garis: str
    panah: str
    jawaban: tuple[Words, ...]

    @property
    def piksel(self) -> tuple[float, float, float]:
        """Width of the drawing, height, and width of the column of numbers in CSS pixels."""
        return round(self.lebar * SCALE, 1), round(self.tinggi * SCALE, 1), round(STEP_MM * SCALE, 1)

    @property
    def potongan(self) -> tuple[Piece, ...]:
        """The chart in pieces for paper, of about equal height."""
        whole = sum(step.tinggi for step in self.langkah)
        room = SHEET_MM[1] / self.skala - self.kepala
        share = whole / max(1, -(-whole // room))
        pieces: list[list[Step]] = []
        for step in self.langkah:
            used = sum(item.tinggi for item in pieces[-1]) if pieces else 0.0
            if not pieces or used + step.tinggi > room or used + step.tinggi / 2 > share:
                pieces.append([])
            pieces[-1].append(step)
        return tuple(Piece(tuple(item), item[0].atas, round(sum(step.tinggi for step in item), 2)) for item in pieces)

    @property
    def skala(self) -> float:
        """Millimetres on paper of one mm: less where the chart is wider than the page."""
        return min(1.0, SHEET_MM[0] / (self.lebar + STEP_MM))


def figure(
    prosedur: Prosedur, ujung: str, pelaksana: Sequence[int], jangkar: Sequence[str],
    estimates: Callable[[flowchart.Graph], flowchart.Demand] = flowchart.estimate,
) -> Figure:
    """Draw a procedure.

    `ujung` is how the profile draws the ends; `pelaksana` gives for every column the actor's place among all of the SOP, `jangkar`
    for every row its anchor; `estimates` as in `flowchart.chart`.
    """
    chart = flowchart.chart([prosedur], flowchart.Manner(_MANNERS.get(ujung, "kapsul")), estimates)
    words = [max((_width(word, HEAD_SIZE) for word in item.nama.split()), default=0.0) + 2 * EDGE for item in prosedur.pelaksana]
    widths = [max(COLUMN_MM, width, min(NAME_MM, name)) for width, name in zip_longest(chart.column_widths(0), words, fillvalue=0.0)]
    edges = _sums(0.0, widths)
    names = [_wrapped(item.nama, width - 2 * EDGE + 0.01) for item, width in zip(prosedur.pelaksana, widths, strict=False)]
    head = max((len(lines) for lines in names), default=0) * HEAD_LINE + 2 * HEAD_PAD
    tops = _sums(head, [max(ROW_MM, chart.row_height(0, row)) for row in range(len(prosedur.langkah))])
    rows = tuple(RowPlace(0, row, tops[row], tops[row + 1]) for row in range(len(prosedur.langkah)))
    foot = head if len(rows) > LONG else 0.0
    drawing = flowchart.draw(chart, [PagePlace(1, (edges,), rows)], label_width)
    page = drawing.pages[0]
    plain = page.shapes[: len(page.shapes) - len(page.symbols)]
    return Figure(
        lebar=edges[-1], tinggi=tops[-1] + foot, kepala=head, uraian=_described(chart, prosedur),
        nama=_heads(names, edges, 0.0, head) + (_heads(names, edges, tops[-1], head) if foot else ()),
        lajur=_lanes(prosedur.pelaksana, pelaksana, edges, page),
        langkah=tuple(
            Step((tops[row] + tops[row + 1]) / 2, tops[row], tops[row + 1] - tops[row], item.nomor, jangkar[row])
            for row, item in enumerate(prosedur.langkah)
        ),
        kisi=_rules(edges, [*tops, tops[-1] + foot] if foot else tops),
        garis=path(shape for shape in plain if shape.width), panah=path(shape for shape in plain if not shape.width),
        jawaban=tuple(_words(label) for label in (*page.labels, *page.letters)),
    )


def label_width(word: str) -> float:
    """Give the width in mm of an answer beside a diamond, in whatever bold sans-serif the visitor has: a little too much of it."""
    return _width(word, LABEL_SIZE) * 1.04


def path(shapes: Iterable[Shape]) -> str:
    """Give shapes as the data of one SVG path, in steps of 0.01 mm relative to the last point."""
    return "".join(_strokes(shape) for shape in shapes)


def _strokes(shape: Shape) -> str:
    parts, x, y = list[str](), 0, 0
    for name, *values in shape.commands:
        points = [round(value * 100) for value in values]
        if name == "M":
            parts.append(f"M{_pair(points[0], points[1])}")
        elif name == "Z":
            parts.append("z")
        elif name == "L":
            dx, dy = points[0] - x, points[1] - y
            parts.append(f"l{_pair(dx, dy)}" if dx and dy else f"v{_number(dy)}" if dy else f"h{_number(dx)}")
        else:
            pairs = [_pair(a - x, b - y) for a, b in zip(points[::2], points[1::2], strict=True)]
            parts.append("c" + _together(pairs))
        if points:
            x, y = points[-2], points[-1]
    return "".join(parts)


def _pair(x: int, y: int) -> str:
    return _together([_number(x), _number(y)])


def _together(numbers: Sequence[str]) -> str:
    """Join numbers; a minus sign is separator enough."""
    return numbers[0] + "".join(item if item.startswith("-") else f" {item}" for item in numbers[1:])


def _number(hundredths: int) -> str:
    whole, rest = divmod(abs(hundredths), 100)
    digits = f"{whole or ''}.{rest:02}".rstrip("0") if rest else str(whole)
    return f"-{digits}" if hundredths < 0 else digits


def _sums(start: float, sizes: Iterable[float]) -> tuple[float, ...]:
    found = [start]
    for size in sizes:
        found.append(round(found[-1] + size, 2))
    return tuple(found)


def _lanes(actors: Sequence[Pelaksana], places: Sequence[int], edges: Sequence[float], page: PageDrawing) -> tuple[Lane, ...]:
    drawn: dict[str, list[Shape]] = {}
    for symbol, shape in zip(page.symbols, page.shapes[len(page.shapes) - len(page.symbols):], strict=True):
        drawn.setdefault(symbol.actor, []).append(shape)
    return tuple(
        Lane(edges[column], round(edges[column + 1] - edges[column], 2), places[column], path(drawn.get(actor.kunci, ())))
        for column, actor in enumerate(actors)
    )


def _rules(edges: Sequence[float], tops: Sequence[float]) -> str:
    right, bottom = round(edges[-1] * 100), round(tops[-1] * 100)
    level = "".join(f"M0 {_number(round(y * 100))}h{_number(right)}" for y in tops[:-1])
    return level + "".join(f"M{_number(round(x * 100))} 0v{_number(bottom)}" for x in edges[1:-1])


def _heads(names: Sequence[Sequence[str]], edges: Sequence[float], top: float, height: float) -> tuple[Words, ...]:
    found = list[Words]()
    for column, lines in enumerate(names):
        first = top + (height - (len(lines) - 1) * HEAD_LINE) / 2 + 0.36 * HEAD_SIZE
        middle = round((edges[column] + edges[column + 1]) / 2, 2)
        found += [Words(middle, round(first + line * HEAD_LINE, 2), words) for line, words in enumerate(lines)]
    return tuple(found)


def _words(label: Label) -> Words:
    x0, y0, x1, y1 = label.box
    return Words(round((x0 + x1) / 2, 2), round(y1 - 0.24 * (y1 - y0), 2), label.text)


def _wrapped(name: str, room: float) -> list[str]:
    """Break a name into lines of `room` mm, a word that is too long by a hyphen; what is too much is left out, with an ellipsis."""
    lines = [""]
    for word in name.split():
        tried = f"{lines[-1]} {word}".strip()
        if _width(tried, HEAD_SIZE) <= room:
            lines[-1] = tried
        else:
            lines += _cut(word, room)
    lines = [line for line in lines if line]
    return lines if len(lines) <= HEAD_LINES else [*lines[: HEAD_LINES - 1], "…"]


def _cut(word: str, room: float) -> list[str]:
    """Cut a word into pieces of `room` mm, all but the last with a hyphen; no more of them than are shown."""
    pieces, rest = list[str](), word
    while _width(rest, HEAD_SIZE) > room and len(rest) > 1 and len(pieces) <= HEAD_LINES:
        size = 1
        while _width(rest[: size + 1] + "-", HEAD_SIZE) <= room:
            size += 1
        pieces.append(rest[:size] + "-")
        rest = rest[size:]
    return [*pieces, rest]


def _width(word: str, size: float) -> float:
    """Estimate the width of bold sans-serif letters `size` mm high."""
    return size * sum(_share(letter) for letter in word)


def _share(letter: str) -> float:
    if letter in _NARROW:
        return 0.36
    if letter in _WIDE:
        return 0.93
    if letter > "\u2e80":
        return 1.05
    return 0.72 if letter.isupper() else 0.6


def _described(chart: flowchart.Chart, prosedur: Prosedur) -> str:
    """Say the whole chart in words, row by row."""
    said = []
    for row, item in enumerate(prosedur.langkah):
        words = chart.describe(0, row)
        said.append(f"Langkah {item.nomor}, {words}" if item.nomor else words)
    return " ".join(said)
