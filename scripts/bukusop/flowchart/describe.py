"""The flowchart in words: one row goes in, an Indonesian sentence for each of its symbols comes out (for screen readers)."""

from __future__ import annotations

from bukusop.flowchart.graph import Flow, Graph, Kind, Node


def describe_row(graph: Graph, row: int) -> str:
    """Say what the actor cells of a row show, e.g. "Staf: keputusan; ya ke langkah 5, tidak ke langkah 2."."""
    order = sorted(
        (node.level, node.columns, index) for index, node in enumerate(graph.nodes) if node.row == row
    )
    return " ".join(_describe(graph, index) for _, _, index in order)


def _describe(graph: Graph, index: int) -> str:
    node = graph.nodes[index]
    flows = [flow for flow in graph.flows if flow.source == index]
    who = _join([graph.names[column] for column in node.columns])
    if node.kind is Kind.DECISION:
        answers = ", ".join(f"{flow.label} {_where(graph, node, flow)}".strip() for flow in flows)
        return f"{who}: keputusan; {answers}." if answers else f"{who}: keputusan."
    what = node.role or ("proses bersama" if len(node.columns) > 1 else "proses")
    jumps = [_where(graph, node, flow) for flow in flows if not _follows(graph, node, flow)]
    return f"{who}: {what}, lalu {', '.join(jumps)}." if jumps else f"{who}: {what}."


def _follows(graph: Graph, node: Node, flow: Flow) -> bool:
    """Whether the arrow only leads on: to the next symbol of the row, or to the first one of the next row."""
    target = graph.nodes[flow.target]
    if target.row == node.row:
        return target.level >= node.level and flow.target != flow.source
    later = [other for other in graph.nodes if other.row > node.row]
    return bool(later) and target == min(later, key=lambda other: (other.row, other.level, other.columns))


def _where(graph: Graph, node: Node, flow: Flow) -> str:
    target = graph.nodes[flow.target]
    step = graph.steps[target.row]
    alone = sum(1 for other in graph.nodes if other.row == target.row) == 1
    if target.role == "selesai" and not (step and alone):
        return "selesai"
    if flow.source == flow.target:
        return "kembali ke langkah ini"
    if target.row == node.row:
        return "ke keputusan di langkah ini" if target.kind is Kind.DECISION else "ke proses di langkah ini"
    if not step:
        return f"ke {target.role or 'baris berikutnya'}"
    return f"ke langkah {step}"


def _join(names: list[str]) -> str:
    if len(names) < 3:
        return " dan ".join(names)
    return f"{', '.join(names[:-1])}, dan {names[-1]}"
