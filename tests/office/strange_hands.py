"""SOP documents as the typists of many agencies draw them: lines not glued, shapes afloat; with what a human reads off them.

Written without looking at the reader. `documents()` gives name, bytes and truth; the same bytes for the same seed.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from . import strange_extras as extras
from . import strange_stories as told
from .strange_ink import Inkwell, Mark, Point, backwards, bent, free, straight, straights
from .strange_lines import Chart, Grid, Node, Way
from .strange_pages import PAD, Cell, Para, Row, Sheet, face, lines
from .strange_stories import Step, Story

PLAIN = {"box": "rect", "diamond": "diamond", "capsule": "roundRect", "pentagon": "flowChartOffpageConnector"}
FLOW = {"box": "flowChartProcess", "diamond": "flowChartDecision", "capsule": "flowChartTerminator",
        "pentagon": "flowChartOffpageConnector"}


@dataclass(frozen=True)
class Hand:
    """The manner of one agency: paper, table, symbols and lines."""

    size: tuple[float, float] = (297, 210)
    margins: tuple[float, float, float, float] = (15, 14, 15, 12)
    font: str = "Arial"
    pt: float = 8
    compat: int = 15
    widths: tuple[float, ...] = (9, 58, 24, 30, 17, 28, 24)
    """No, Kegiatan, one actor, Kelengkapan, Waktu, Output, Keterangan."""
    indent: float | None = 0
    row: float = 16.5
    rule: str = "atLeast"
    head: str = "two"
    turned: bool = False
    labels: str = "boxes"
    ends: str = "alone"
    sym: Point = (13, 7)
    shapes: dict[str, str] = field(default_factory=lambda: FLOW)
    fill: str = ""
    pen: Callable[..., list[Mark]] = straights
    pen_back: Callable[..., list[Mark]] = straights
    main: str = "side"
    slant: bool = False
    gap: float = 0.0
    wobble: float = 0.0
    shift: tuple[float, ...] = ()
    place: str = "cell"
    twin: bool = False
    split: tuple[int, ...] = ()
    letters: str = ""
    unit: str = " Menit"
    ink: tuple[int, str] = (12700, "000000")
    legend: bool = False
    frame: bool = False
    blank: bool = False
    identity: str = "table"
    caption: str = ""


@dataclass
class Page:
    """One page of a steps table: its cells and the paragraph above or below that shapes hang on."""

    anchor: Para
    below: Para
    cells: dict[tuple[int, int], Cell]
    grid: Grid
    tops: tuple[float, float]


class Desk:
    """Writes one document in the manner of one hand."""

    def __init__(self, hand: Hand, seed: int) -> None:
        self.hand, self.rng = hand, random.Random(seed)
        self.ink = Inkwell(*hand.ink)
        self.sheet = Sheet(hand.size, hand.margins, hand.font, hand.pt, hand.compat)

    def write(self, stories: Sequence[Story]) -> bytes:
        for number, story in enumerate(stories):
            if self.hand.identity == "table":
                extras.identity(self.sheet, story, number, new_page=number > 0)
            self.procedure(story)
        return self.sheet.save()

    def widths(self, story: Story) -> list[float]:
        no, kegiatan, actor, *rest = self.hand.widths
        room = self.sheet.width - actor * len(story.actors)
        scale = min(1, room / sum((no, kegiatan, *rest)))
        return [no * scale, kegiatan * scale, *[actor] * len(story.actors), *(width * scale for width in rest)]

    def procedure(self, story: Story) -> None:
        hand, last = self.hand, len(story.steps)
        bounds = [0, *hand.split, last + 1]
        pages = [self._page(story, [row for row in range(low + (number > 0), high + 1)
                                    if 1 <= row <= last or (hand.ends == "rows" and row in (0, last + 1))])
                 for number, (low, high) in enumerate(pairwise(bounds))]
        chart = Chart(story, [page.grid for page in pages], hand.ends, hand.sym, hand.main, hand.slant, hand.letters, hand.shift,
                      lines(" ", 10, hand.pt, hand.font) * hand.pt * 1.149 * 25.4 / 72 if hand.place == "inline" else None).draw()
        for number, page in enumerate(pages):
            self._ink(page, [node for node in chart.nodes if node.page == number], [way for way in chart.ways if way.source.page == number])

    def _page(self, story: Story, numbers: list[int]) -> Page:
        hand, widths = self.hand, self.widths(story)
        one_table = hand.identity == "inside"
        anchor = self.sheet.say(hand.caption, bold=True, new_page=not one_table)
        rows = extras.identity_rows(self.sheet, story, len(widths)) if one_table else []
        rows += extras.head_rows(self.sheet, story, hand.head, hand.turned)
        before, cells = len(rows), {}
        for number in numbers:
            step = story.steps[number - 1] if 1 <= number <= len(story.steps) else None
            row = self._row(story, number, step)
            rows.append(row)
            cells |= {(number, col): row.cells[2 + col] for col in range(len(story.actors))}
        tops = self.sheet.put(rows, widths, hand.indent)
        left = self.sheet.left(widths, hand.indent)
        edges = tuple(left + sum(widths[:2 + col]) for col in range(len(story.actors) + 1))
        grid = Grid(edges, {number: (tops[before + at], tops[before + at + 1] - tops[before + at]) for at, number in enumerate(numbers)})
        below = self.sheet.say("")
        if hand.legend:
            extras.legend(self.sheet, self.ink, hand.shapes)
        return Page(anchor, below, cells, grid, (tops[0], tops[-1]))

    def _row(self, story: Story, number: int, step: Step | None) -> Row:
        hand, say = self.hand, self.sheet.words
        if step is None:
            words = ["", "Mulai" if number == 0 else "Selesai", *[""] * (len(story.actors) + 4)]
            return Row([Cell([say(text)]) for text in words], 11)
        stack = 1 + step.both + (hand.ends == "same" and number in (1, len(story.steps)))
        stack += number in hand.split or number - 1 in hand.split
        least = max(hand.row, stack * (hand.sym[1] + 5.5) + 2) if stack > 1 else hand.row
        minutes = step.minutes if step.minutes != "0" else "30"
        cells = [Cell([say(str(number) + "." * (hand.head == "two"), align="center")]), Cell([say(step.kegiatan)])]
        cells += [Cell([say(""), *[say("", align="center")] * (hand.place == "inline")]) for _ in story.actors]
        cells += [Cell([say(part) for part in step.needs.split(", ")]), Cell([say(minutes + hand.unit, align="center")]),
                  Cell([say(step.output)]), Cell([say("")])]
        return Row(cells, least, hand.rule)

    def _ink(self, page: Page, nodes: list[Node], ways: list[Way]) -> None:
        hand = self.hand
        drawn: list[tuple[Mark, tuple[int, int]]] = []
        inline: list[tuple[Mark, tuple[int, int]]] = []
        for node in nodes:
            mark = Mark(node.x - node.w / 2, node.y - node.h / 2, node.w, node.h, hand.shapes[node.kind], "Flowchart", fill=hand.fill,
                        words=node.words or " " * hand.blank)
            (inline if hand.place == "inline" else drawn).append((mark, (node.row, node.col)))
        for way in ways:
            home, back = (way.source.row, way.source.col), way.goal.y < way.source.y
            pen = hand.pen_back if back else hand.pen
            drawn += [(mark, home) for mark in pen(self.scribble(way.points), way.head)]
            if way.label and hand.labels == "boxes":
                drawn.append((self._label(way), home))
            elif way.label:
                self._said(page, way)
        if hand.frame:
            left, right = page.grid.edges[0] - sum(hand.widths[:2]) - 1.5, page.grid.edges[-1] + sum(hand.widths[3:]) + 1.5
            drawn.append((Mark(left, page.tops[0] - 1.5, right - left, page.tops[1] - page.tops[0] + 3, "rect", "Rectangle"), (-1, -1)))
        for mark, (row, col) in inline:
            page.cells[row, col].paras[1] = Para("", align="center", pt=hand.pt, font=hand.font, ink=[self.ink.inline(mark)])
        self._place(page, drawn)

    def _place(self, page: Page, drawn: list[tuple[Mark, tuple[int, int]]]) -> None:
        hand, margins = self.hand, self.hand.margins
        if hand.place == "group":
            marks = [mark for mark, _ in drawn]
            boxes = [mark for mark in marks if mark.words]
            rest = [mark for mark in marks if not mark.words]
            page.anchor.ink.append(self.ink.group(rest, (margins[0], page.anchor.y), ("column", "paragraph"), 1.25, nested=boxes))
            return
        for mark, home in drawn:
            if hand.place in ("cell", "vml", "inline") and home in page.cells:
                row, col = home
                origin = (page.grid.edges[col] + PAD, page.grid.rows[row][0])
                ink, rel = page.cells[home].ink, ("column", "paragraph")
            else:
                ink = (page.below if hand.place == "below" else page.anchor).ink
                by_margin = ((margins[0], margins[1]), ("margin", "margin"))
                origin, rel = {"page": ((0.0, 0.0), ("page", "page")), "below": by_margin, "margin": by_margin}.get(
                    hand.place, ((margins[0], page.anchor.y), ("column", "paragraph")))
            if hand.place in ("vml", "vml-para"):
                as_line = mark.geom == "straightConnector1" and (hand.place == "vml-para" or self.rng.random() < 0.6)
                ink.append(self.ink.vml(mark, origin, rel, as_line=as_line))
            else:
                ink.append(self.ink.anchored(mark, origin, rel, twin=hand.twin, behind=home == (-1, -1)))

    def scribble(self, points: Sequence[Point]) -> list[Point]:
        """Lead a line as a hand does: short of its goal, not quite where it should be."""
        hand, result = self.hand, [list(point) for point in points]
        for one, two in pairwise(result):
            axis = 1 if abs(one[1] - two[1]) < 0.01 else 0 if abs(one[0] - two[0]) < 0.01 else None
            if axis is not None and hand.wobble:
                drift = self.rng.uniform(-hand.wobble, hand.wobble)
                one[axis] += drift
                two[axis] += drift
        for end, inner, room in ((result[0], result[1], hand.gap * 0.6), (result[-1], result[-2], hand.gap)):
            length = max(abs(end[0] - inner[0]) + abs(end[1] - inner[1]), 0.01)
            for axis in (0, 1):
                end[axis] += (inner[axis] - end[axis]) / length * min(room, length / 4)
        return [(x, y) for x, y in result]

    def _label(self, way: Way) -> Mark:
        x, y = way.points[0]
        w, h = max(lines_width(way.label), 5) + 1, 4.2
        left, top = {"L": (x - w - 0.2, y - h - 0.3), "R": (x + 0.2, y - h - 0.3),
                     "B": (x - w + 0.2 if way.points[1][0] > x + 3 and len(way.points) == 2 else x + 0.6, y - 0.3)}[way.leaves]
        if self.hand.place.startswith("vml"):           # text boxes of old kept their wide margins
            left, top, w, h = left - 2.6, top - 1.3, w + 5.2, h + 2.6
        return Mark(left, top, w, h, "rect", "Text Box", line=False, words=way.label, pt=7.5)

    def _said(self, page: Page, way: Way) -> None:
        """Type an answer into a cell, as far down as the line it belongs to."""
        (row, col), (_, y) = (way.source.row, way.source.col), way.points[0]
        beside = (row, col + {"L": -1, "R": 1, "B": 0}[way.leaves])
        cell = page.cells.get(beside, page.cells[row, col])
        align = {"L": "right", "R": "left", "B": "right"}[way.leaves]
        tall = self.hand.pt * 1.149 * 25.4 / 72
        room = y - page.grid.rows[row][0]
        at = max(int(room / tall) - 1, 0) if way.leaves != "B" else int(room / tall + 0.3)
        while len(cell.paras) <= at:
            cell.paras.append(self.sheet.words(""))
        cell.paras[at].text, cell.paras[at].align, cell.paras[at].bold = way.label, align, True


def lines_width(text: str) -> float:
    """Give the width in which a label stands on one line."""
    return face("Sans").getlength(text) / 1000 * 7.5 * 25.4 / 72 * 1.12


def returns(points: Sequence[Point], head: bool = True) -> list[Mark]:
    """A return as separate lines whose ends run past each other a little; the last alone has a head."""
    result = []
    legs = list(pairwise(points))
    for number, ((x1, y1), (x2, y2)) in enumerate(legs):
        past = 0.8 if number < len(legs) - 1 else 0
        length = max(abs(x2 - x1) + abs(y2 - y1), 0.01)
        end = (x2 + (x2 - x1) / length * past, y2 + (y2 - y1) / length * past)
        result.append(straight((x1, y1), end, head and number == len(legs) - 1))
    return result


def level_elbows(points: Sequence[Point], head: bool = True) -> list[Mark]:
    """Elbows that set out level, separate lines for all else: what Word 2003 could do without turning a shape."""
    return bent(points, head) if abs(points[0][1] - points[1][1]) < 0.01 else straights(points, head)


def plain_lines(points: Sequence[Point], head: bool = True) -> list[Mark]:
    return straights(points, head, "line")


SHORT = (9, 64, 26, 32, 17, 30, 24)
HANDS: dict[str, tuple[Hand, tuple[Story, ...]]] = {
    "a-word2016": (Hand(twin=True, ends="same", slant=True, gap=0.7, wobble=0.4, fill="FFFFFF", widths=SHORT), (told.KERAMAIAN,)),
    "b-page": (Hand(place="page", ends="rows", shapes=PLAIN, row=12.5, sym=(12, 6), wobble=0.5, font="Times New Roman", pt=9, compat=14,
                    widths=(9, 52, 22, 30, 17, 28, 20), caption="URAIAN PROSEDUR"), (told.PERPUSTAKAAN,)),
    "c-vml": (Hand(place="vml-para", ends="alone", pen=level_elbows, pen_back=straights, compat=12, indent=None, widths=SHORT, gap=0.4),
              (told.TERA, told.CUKAI)),
    "d-group": (Hand(place="group", ends="same", pen=bent, pen_back=bent, main="bottom", split=(4,), row=20,
                     widths=(9, 52, 24, 28, 17, 26, 20), fill="FFFFFF", ink=(9525, "41719C")), (told.PERPUSTAKAAN, told.ARSIP)),
    "e-inline": (Hand(place="inline", ends="alone", gap=0.6, wobble=0.3, row=18, rule="exact", widths=SHORT, shapes=PLAIN), (told.BIBIT,)),
    "f-elbows": (Hand(place="para", ends="rows", pen=bent, pen_back=returns, main="bottom", wobble=0.3, widths=(9, 66, 30, 34, 17, 32, 24)),
                 (told.RUANG, told.ARSIP)),
    "g-narrow": (Hand(place="cell", ends="alone", turned=True, shapes=PLAIN, sym=(6.4, 4.6), gap=1.5, wobble=0.25, shift=(1, -0.8, 0.4),
                      row=13, widths=(8, 56, 11, 34, 16, 30, 22), pt=7.5, indent=None), (told.HIBAH, told.BENCANA)),
    "h-pages": (Hand(place="cell", twin=True, ends="same", split=(6,), letters="A", row=18, widths=(9, 50, 26, 30, 17, 28, 18), pen=free,
                     pen_back=straights, gap=0.5), (told.KIOS,)),
    "i-heads": (Hand(place="below", ends="same", head="three", unit="", slant=True, pen=plain_lines, pen_back=plain_lines, row=13,
                     sym=(12, 6), blank=True, wobble=0.5, widths=(9, 56, 22, 28, 16, 26, 22), fill="DEEAF6", ink=(6350, "1F4D78"), pt=7.5),
                (told.BEASISWA, told.KERAMAIAN)),
    "j-typed": (Hand(place="cell", ends="rows", labels="cell", row=20, sym=(11, 6.5), widths=(9, 60, 27, 32, 17, 30, 22), pen_back=free),
                (told.AMBULANS,)),
    "k-joint": (Hand(place="cell", twin=True, ends="alone", wobble=0.3, gap=0.8, main="bottom", pen=backwards, pen_back=backwards,
                     widths=(9, 56, 23, 32, 17, 28, 20)), (told.BENCANA,)),
    "l-onetable": (Hand(place="cell", ends="none", identity="inside", head="two", row=13, sym=(12, 6), shapes=PLAIN, pen=bent,
                        pen_back=straights, widths=(9, 56, 24, 32, 17, 28, 24), pt=7.5), (told.LEMBUR,)),
    "m-f4": (Hand(size=(330, 215), margins=(18, 26, 15, 12), place="page", ends="alone", row=14.5, sym=(13, 6.5), legend=True, frame=True,
                  widths=(10, 64, 25, 34, 18, 32, 20), indent=2, gap=0.5, wobble=0.4), (told.MAGANG,)),
    "n-three": (Hand(place="margin", ends="alone", head="three", unit=" menit", pen=free, pen_back=free, main="bottom", fill="FFFFFF",
                     shapes=PLAIN, widths=(9, 60, 27, 32, 17, 30, 22), font="Times New Roman", pt=9, row=17), (told.TERNAK,)),
    "o-vmlcells": (Hand(place="vml", ends="same", pen=straights, pen_back=backwards, compat=12, widths=SHORT, shapes=PLAIN, gap=0.8,
                        wobble=0.3, font="Times New Roman", pt=9), (told.CUKAI, told.TERA)),
}


def documents(seed: int = 7) -> Iterator[tuple[str, bytes, list[dict[str, object]]]]:
    """Give every strange document: its name, its bytes, and the truth of each SOP in it."""
    for number, (name, (hand, stories)) in enumerate(HANDS.items()):
        desk = Desk(hand, seed * 100 + number)
        if name == "m-f4":
            extras.letterhead(desk.sheet, desk.ink)
        yield name, desk.write(stories), [story.truth() for story in stories]
