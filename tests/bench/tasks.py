"""The tasks of the comparison: procedures go in; the graph both have to draw, and our drawing of it, come out.

Every procedure is one task on one page as tall as it needs to be: page breaks are ours alone, so nobody draws them here. Rows
are as low and columns as narrow as our own chart asks for; text, which makes real rows higher, is left out.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bukusop.diagnostics import Findings
from bukusop.flowchart import Manner, PagePlace, RowPlace, chart, draw
from bukusop.flowchart.graph import Graph
from bukusop.load import load_book
from bukusop.model import Prosedur
from bukusop.paths import Project
from bukusop.render.sheet import with_end_rows

from ..flowchart.cases import label_width, make_case
from .counter import Box, Line, Picture


@dataclass(frozen=True, slots=True)
class Flow:
    """An arrow between two boxes, of which joint steps have several: the nearest two, and those our drawing chose."""

    near: tuple[str, str]
    chosen: tuple[str, str]
    label: str


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be drawn. `places` says of every box its level (counted from the top) and column."""

    name: str
    columns: int
    places: dict[str, tuple[int, int]]
    rows: dict[str, int]
    sizes: dict[str, tuple[float, float]]
    joints: tuple[tuple[str, str], ...]
    flows: tuple[Flow, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A task, our picture of it, and how long that took, ms."""

    task: Task
    picture: Picture
    time: float


def hard_cases(count: int, first: int = 0) -> Iterator[tuple[str, Prosedur, Manner]]:
    """Give the procedures of seeded hard cases, each with a name."""
    for seed in range(first, first + count):
        case = make_case(seed)
        for index, prosedur in enumerate(case.procedures):
            yield f"{seed}.{index + 1}" if len(case.procedures) > 1 else str(seed), prosedur, case.manner


def book_cases(root: Path) -> Iterator[tuple[str, Prosedur, Manner]]:
    """Give the procedures of the book's SOPs, each as its profile draws it."""
    findings = Findings()
    book = load_book(Project.at(root), findings)
    if book is None:
        raise SystemExit("the book of this project cannot be read")
    for sop in book.sops:
        lembar = book.profil_of(sop).lembar
        for index, prosedur in enumerate(sop.prosedur):
            name = f"{sop.id}.{index + 1}" if len(sop.prosedur) > 1 else sop.id
            yield name, with_end_rows(prosedur) if lembar.ujung == "baris" else prosedur, Manner(lembar.ujung, lembar.segilima)


def prepare(name: str, prosedur: Prosedur, manner: Manner) -> Drawn:
    """Draw a procedure our way, on one page, and describe the task for others."""
    sheet = chart([prosedur], manner)
    graph = sheet.graphs[0]
    width = sheet.column_width(0)
    y, rows = 10.0, []
    for row in range(len(graph.steps)):
        rows.append(RowPlace(0, row, y, y + sheet.row_height(0, row)))
        y = rows[-1].bottom
    columns = tuple(10 + i * width for i in range(len(graph.actors) + 1))
    start = time.perf_counter()
    drawing = draw(sheet, [PagePlace(1, (columns,), tuple(rows))], label_width)
    spent = 1000 * (time.perf_counter() - start)
    (page,) = drawing.pages
    boxes = {symbol.id: symbol.box for symbol in page.symbols}
    lines = tuple(Line(edge.source, edge.target, edge.points) for edge in page.edges if not edge.joint)
    joints = tuple((edge.source, edge.target) for edge in page.edges if edge.joint)
    drawn_joints = tuple((edge.points[0], edge.points[-1]) for edge in page.edges if edge.joint)
    return Drawn(_describe(name, graph, boxes, lines, joints), Picture(boxes, lines, drawn_joints), spent)


def _describe(
    name: str, graph: Graph, boxes: dict[str, Box], lines: tuple[Line, ...], joints: tuple[tuple[str, str], ...]
) -> Task:
    bases = [sum(graph.levels[:row]) for row in range(len(graph.levels))]
    places: dict[str, tuple[int, int]] = {}
    rows: dict[str, int] = {}
    names: list[dict[int, str]] = []
    for node in graph.nodes:
        stem = f"p1r{node.row + 1}s{node.level + 1}c"
        names.append({column: f"{stem}{column + 1}" for column in node.columns})
        for column, box in names[-1].items():
            places[box] = (bases[node.row] + node.level, column)
            rows[box] = node.row
    if set(places) != set(boxes):
        raise ValueError(f"{name}: boxes drawn are not the boxes of the graph")
    flows = []
    for flow, line in zip(graph.flows, lines, strict=True):
        source, target = names[flow.source], names[flow.target]
        if line.source not in source.values() or line.target not in target.values():
            raise ValueError(f"{name}: lines drawn are not the flows of the graph")
        _, out, into = min((abs(a - b), a, b) for a in source for b in target)
        flows.append(Flow((source[out], target[into]), (line.source, line.target), flow.label))
    sizes = {key: (box[2] - box[0], box[3] - box[1]) for key, box in boxes.items()}
    return Task(name, len(graph.actors), places, rows, sizes, joints, tuple(flows))
