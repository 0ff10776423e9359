"""Stage 1, graph: procedures go in; symbols stacked in cells, flows between them and capsules at the ends come out.

Nothing here knows a millimetre. A node is one symbol, or of a joint step one symbol in each of several columns. Rows, levels
and columns count from 0; a level is the place of a symbol in the stack of its row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bukusop.model import Bentuk, Prosedur, Simpul, Tujuan


class Kind(StrEnum):
    """What a symbol is, in the words of the geometry's JSON: kapsul, kotak, belah ketupat, segilima."""

    TERMINATOR = "terminator"
    PROCESS = "process"
    DECISION = "decision"
    CONNECTOR = "connector"


@dataclass(frozen=True, slots=True)
class Manner:
    """How a format profile draws: `ujung` is kapsul, kapsul_kotak or baris; `segilima` is kosong, seperlunya
    (letters where several pairs meet at one break) or huruf."""

    ujung: str = "kapsul"
    segilima: str = "kosong"


@dataclass(frozen=True, slots=True)
class Node:
    """One symbol; `role` is "mulai" or "selesai" for a capsule, else empty. `columns` are sorted."""

    row: int
    level: int
    kind: Kind
    columns: tuple[int, ...]
    role: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """An arrow from node to node (indices); `label` is the answer of a decision."""

    source: int
    target: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Graph:
    """One procedure. `levels` says how many symbols are stacked in each row (at least 1), `steps` the printed numbers."""

    actors: tuple[str, ...]
    names: tuple[str, ...]
    steps: tuple[str, ...]
    levels: tuple[int, ...]
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]


_KINDS = {
    Bentuk.MULAI: Kind.TERMINATOR,
    Bentuk.SELESAI: Kind.TERMINATOR,
    Bentuk.PROSES: Kind.PROCESS,
    Bentuk.KEPUTUSAN: Kind.DECISION,
}


def build_graph(prosedur: Prosedur, manner: Manner) -> Graph:
    """Find symbols, flows and ends of one procedure. Never fails: a target that does not exist means the end."""
    nodes, places = _read_symbols(prosedur)
    exits = _read_exits(prosedur, nodes, places)
    flows = [Flow(source, target, label) for source, target, label in exits if target is not None]
    open_ends = [(source, label) for source, target, label in exits if target is None]
    opened, head = _open(nodes, manner)
    closed, tail = _close(opened, open_ends, manner)
    return _stack(prosedur, closed, [*head, *flows, *tail])


def _read_symbols(prosedur: Prosedur) -> tuple[list[Node], dict[Tujuan, int]]:
    columns = {actor.kunci: column for column, actor in reversed(list(enumerate(prosedur.pelaksana)))}
    nodes: list[Node] = []
    places: dict[Tujuan, int] = {}
    for row, langkah in enumerate(prosedur.langkah):
        for index, simpul in enumerate(langkah.simpul):
            places[Tujuan(row, index)] = len(nodes)
            spread = sorted({columns[key] for key in simpul.pelaksana if key in columns}) or [0]
            role = simpul.bentuk.value if simpul.bentuk in (Bentuk.MULAI, Bentuk.SELESAI) else ""
            nodes.append(Node(row, 0, _KINDS[simpul.bentuk], tuple(spread), role))
    return nodes, places


def _read_exits(
    prosedur: Prosedur, nodes: Sequence[Node], places: dict[Tujuan, int]
) -> list[tuple[int, int | None, str]]:
    """Every way out as (source, target, label); target None is the end, or the written Selesai where there is one."""
    ends = [index for index, node in enumerate(nodes) if node.role == "selesai"]
    exits: list[tuple[int, int | None, str]] = []
    source = 0
    for row, langkah in enumerate(prosedur.langkah):
        written = next((end for end in ends if nodes[end].row >= row), ends[-1] if ends else None)
        for simpul in langkah.simpul:
            for label, ke in _ways_out(simpul):
                target = places.get(ke, written) if ke is not None else written
                exits.append((source, target, label))
            source += 1
    return exits


def _ways_out(simpul: Simpul) -> list[tuple[str, Tujuan | None]]:
    if simpul.bentuk is Bentuk.SELESAI:
        return []
    if simpul.bentuk is Bentuk.KEPUTUSAN:
        return [(answer.label, answer.ke) for answer in simpul.jawaban[:3]]
    return [("", simpul.ke)]


def _open(nodes: list[Node], manner: Manner) -> tuple[list[Node], list[Flow]]:
    """Let the first symbol become the capsule, or put one above it, unless the source writes Mulai."""
    if not nodes or manner.ujung == "baris" or any(node.role == "mulai" for node in nodes):
        return nodes, []
    first = nodes[0]
    alone = sum(1 for node in nodes if not node.role) == 1
    if manner.ujung == "kapsul" and first.kind is Kind.PROCESS and len(first.columns) == 1 and not alone:
        return [replace(first, kind=Kind.TERMINATOR, role="mulai"), *nodes[1:]], []
    capsule = Node(first.row, -1, Kind.TERMINATOR, first.columns[:1], "mulai")
    return [*nodes, capsule], [Flow(len(nodes), 0)]


def _close(
    nodes: list[Node], open_ends: Sequence[tuple[int, str]], manner: Manner
) -> tuple[list[Node], list[Flow]]:
    """Let the last symbol become the capsule, or put one below it to which every open end leads."""
    if not open_ends:
        return nodes, []
    written = [index for index, node in enumerate(nodes) if node.level >= 0]
    last = written[-1]
    natural = [(source, label) for source, label in open_ends if source == last and not label]
    jumps = len(open_ends) > len(natural)
    if manner.ujung == "baris" and not jumps:
        return nodes, []
    node = nodes[last]
    fit = node.kind is Kind.PROCESS and len(node.columns) == 1 and not node.role and len(written) > 1
    if manner.ujung == "kapsul" and fit and not jumps:
        return [*nodes[:last], replace(node, kind=Kind.TERMINATOR, role="selesai"), *nodes[last + 1 :]], []
    capsule = Node(node.row, 1, Kind.TERMINATOR, node.columns[-1:], "selesai")
    return [*nodes, capsule], [Flow(source, len(nodes), label) for source, label in open_ends]


def _stack(prosedur: Prosedur, nodes: Sequence[Node], flows: Sequence[Flow]) -> Graph:
    """Give every node its level: one below the other, side by side where a box leads straight to another column."""
    direct = {(flow.source, flow.target) for flow in flows if not flow.label}
    placed = list(nodes)
    levels: list[int] = []
    for row in range(len(prosedur.langkah)):
        # An automatic capsule has level -1 (above) or 1 (below); written symbols have 0 and keep their order.
        here = sorted((i for i, node in enumerate(nodes) if node.row == row), key=lambda i: (nodes[i].level, i))
        level, before = -1, -1
        for index in here:
            automatic = nodes[index].level != 0 or (before >= 0 and nodes[before].level != 0)
            beside = before >= 0 and (before, index) in direct and not automatic
            peers = [placed[i] for i in here if i < index and placed[i].level == level and beside]
            if not (beside and peers and all(_apart(peer, nodes[index]) for peer in peers)):
                level += 1
            placed[index] = replace(nodes[index], level=level)
            before = index
        levels.append(max(level + 1, 1))
    return Graph(
        tuple(actor.kunci for actor in prosedur.pelaksana) or ("",),
        tuple(actor.nama for actor in prosedur.pelaksana) or ("",),
        tuple(langkah.nomor for langkah in prosedur.langkah),
        tuple(levels),
        tuple(placed),
        tuple(flows),
    )


def _apart(one: Node, other: Node) -> bool:
    """Whether two symbols of one level leave each other's columns, and those between a joint step's boxes, free."""
    return one.columns[-1] < other.columns[0] or other.columns[-1] < one.columns[0]
