"""The chart of a sheet: its graphs, and what they ask of the table before anything is laid out (mm)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bukusop.flowchart.demand import Demand, estimate
from bukusop.flowchart.describe import describe_row
from bukusop.flowchart.graph import Graph, Manner, build_graph
from bukusop.model import Prosedur


@dataclass(frozen=True, slots=True)
class Chart:
    """All procedures of one sheet as graphs, with their demands."""

    manner: Manner
    graphs: tuple[Graph, ...]
    demands: tuple[Demand, ...]

    def row_height(self, p: int, r: int) -> float:
        """Give the least height in mm of the actor cells of row r of procedure p."""
        return self.demands[p].rows[r]

    def column_width(self, p: int) -> float:
        """Give a width in mm at which every actor column of procedure p has room for its lines and labels."""
        return max(self.demands[p].columns)

    def column_widths(self, p: int) -> tuple[float, ...]:
        """Give the least width in mm of each actor column of procedure p; outer columns may need more for their answers."""
        return self.demands[p].columns

    def describe(self, p: int, r: int) -> str:
        """Say in Indonesian what row r of procedure p shows, for a screen reader."""
        return describe_row(self.graphs[p], r)


def chart(prosedur: Sequence[Prosedur], manner: Manner, estimates: Callable[[Graph], Demand] = estimate) -> Chart:
    """Turn the procedures of one sheet into a chart; `estimates` may remember what `estimate` gave for the same graph."""
    graphs = tuple(build_graph(item, manner) for item in prosedur)
    return Chart(manner, graphs, tuple(estimates(graph) for graph in graphs))
