"""The rules (lines) of a sheet's tables, drawn from where its cells are: lighter for the layout than borders, and all of one weight.

Cells are known by the ids that the template gives them: `_b-` a cell of the identity block, `_p-N-C-` the label and the text of
one of its paired boxes, `_h-`, `_a-`, `_k-`, `_n-` head cells of a procedure, `_r-`, `_sa-`, `_sb-` its rows and strips.
"""

from __future__ import annotations

from collections.abc import Mapping

from bukusop.render import pdf

RULE_MM = 0.176
"""Weight of every rule: 0.5 pt."""

Boxes = Mapping[str, pdf.Box]


def identity(canvas: pdf.Canvas, boxes: Boxes) -> None:
    """Draw the identity block of a page: every cell a box, a label and its text sharing one."""
    drawn: dict[str, pdf.Box] = {}
    for name, box in boxes.items():
        if name.startswith("_b-"):
            drawn[name] = box
        elif name.startswith("_p-"):
            key = name.rpartition("-")[0]
            other = drawn.get(key, box)
            drawn[key] = pdf.Box(min(box.x0, other.x0), min(box.y0, other.y0), max(box.x1, other.x1), max(box.y1, other.y1))
    for box in drawn.values():
        canvas.box(box)
    if drawn:
        canvas.stroke(RULE_MM)


def heads(boxes: Boxes, procedure: int) -> list[pdf.Box]:
    """Give the boxes of the head cells of a procedure's table: of both head rows, actors, and column numbers."""
    return [box for name, box in boxes.items() if name.startswith(tuple(f"_{kind}-{procedure}-" for kind in "hakn"))]


def table(canvas: pdf.Canvas, boxes: Boxes, procedures: int) -> None:
    """Draw the tables of steps of a page: head cells as boxes, rows and strips between full-height verticals."""
    for procedure in range(procedures):
        head = heads(boxes, procedure)
        kinds = tuple(f"_{kind}-{procedure}-" for kind in ("r", "sa", "sb"))
        rows = [box for name, box in boxes.items() if name.startswith(kinds)]
        if not head or not rows:
            continue
        for box in head:
            canvas.box(box)
        top, bottom = min(box.y0 for box in rows), max(box.y1 for box in rows)
        edges = sorted({round(edge, 3) for box in head for edge in (box.x0, box.x1)})
        for x in edges:
            canvas.move_to(x, top)
            canvas.line_to(x, bottom)
        for y in sorted({round(edge, 3) for box in rows for edge in (box.y0, box.y1)}):
            canvas.move_to(edges[0], y)
            canvas.line_to(edges[-1], y)
        canvas.stroke(RULE_MM)
