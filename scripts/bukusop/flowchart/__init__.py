"""Flowcharts as pure geometry: procedures and the places of their rows go in, a drawing in mm comes out.

Four stages, each a module or a few: graph (`graph`: symbols and flows) -> pages (`pages`: breaks; `sections`, `seats`: what
is on each page) -> routes (`grid`, `paths`, `crossings`, `router`, `lanes`: which way every line takes) -> drawing
(`geometry`, `labels`, `ink`, `draw`: millimetres and shapes). Two writers put the drawing down: `svg` and `canvas`.
`gates` judges a finished drawing.
"""

from bukusop.flowchart.canvas import Canvas, paint
from bukusop.flowchart.chart import Chart, chart
from bukusop.flowchart.demand import Demand, estimate
from bukusop.flowchart.draw import draw
from bukusop.flowchart.drawing import Drawing, Edge, Label, PageDrawing, Shape, Symbol, to_json
from bukusop.flowchart.graph import Graph, Kind, Manner
from bukusop.flowchart.measures import LABEL_SIZE
from bukusop.flowchart.pages import Measured, PageRows, paginate_rows
from bukusop.flowchart.places import PagePlace, RowPlace

__all__ = [
    "LABEL_SIZE", "Canvas", "Chart", "Demand", "Drawing", "Edge", "Graph", "Kind", "Label", "Manner", "Measured", "PageDrawing",
    "PagePlace", "PageRows", "RowPlace", "Shape", "Symbol", "chart", "draw", "estimate", "paginate", "paint", "to_json",
]


def paginate(chart: Chart, measured: Measured) -> tuple[PageRows, ...]:
    """Choose the page breaks from measured heights; see `pages`."""
    return paginate_rows(chart.graphs, measured)
