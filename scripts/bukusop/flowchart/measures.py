"""The constants of the drawing in one table: millimetres, and where each figure comes from.

Sources: "issue" is the contract of the flowchart (legible at 100 %), "practice" what careful hands do on real sheets.
"""

from __future__ import annotations

from typing import Final

LINE: Final = 0.75 * 25.4 / 72
"""Stroke width of every line and symbol: 0.75 pt (issue)."""

ARROW: Final = 2.0
"""Length of an arrowhead (issue: about 2 mm)."""
ARROW_HALF: Final = 0.62
"""Half the width of an arrowhead (practice)."""

BOX_WIDTH: Final = 12.0
"""Width of a box, a diamond and a capsule where the column has room (practice)."""
SYMBOL_LEAST_WIDTH: Final = 9.0
"""Least legible width of a symbol (issue); only a column too narrow for it makes it smaller."""
BOX_HEIGHT: Final = 6.0
DIAMOND_HEIGHT: Final = 8.0
CAPSULE_HEIGHT: Final = 5.5
"""Heights of box, diamond and capsule (practice)."""
CONNECTOR_WIDTH: Final = 7.0
CONNECTOR_HEIGHT: Final = 6.0
"""Size of a segilima (practice)."""
COLUMN_SHARE: Final = 0.75
"""Most of a column's width that a symbol may take, so that a line can pass beside it."""

LANE: Final = 1.5
"""Least distance of two lanes where room allows (issue)."""
LANE_MOST: Final = 2.2
"""Distance beyond which lanes are not spread further (practice)."""
SHOULDER: Final = ARROW + 0.8
"""Room between a symbol and the first lane beside it, so that an arrowhead fits (practice)."""
SHOULDER_BELOW: Final = 1.4
"""Room between a symbol and the first lane below it: a line leaves there, no arrowhead (practice)."""
BORDER: Final = 0.8
"""Room between a lane and the rule of the table (practice)."""

HOP: Final = 0.7
"""Radius of the arc by which one line hops over another (practice; half a lane at most)."""

LABEL_SIZE: Final = 7.5 * 25.4 / 72
"""Height of a label: the size of its letters, 7.5 pt (issue: at least 7 pt)."""
LABEL_GAP: Final = 0.45
"""Room between a label and the line or corner it stands beside."""
LABEL_CLEAR: Final = 0.2
"""Room kept between a label and foreign lines, symbols, labels and the edge of the area."""
LABEL_LETTER: Final = 1.42
"""Mean width of a bold letter of a label, for room that is asked for before a font is known."""
LABEL_COLUMN_MOST: Final = 22.0
"""Most an outer column is widened for the sake of its labels (practice)."""

COLUMN_LEAST: Final = 12.0
COLUMN_TYPICAL: Final = 16.0
COLUMN_MOST: Final = 26.0
"""Width of an actor column: never less, without need, and never more than this is asked for (practice)."""
ACTORS_MOST: Final = 150.0
"""Width all actor columns of a landscape sheet together are asked for at most (practice)."""

CONNECTORS_PER_CELL: Final = 2
"""Segilima side by side in one cell of a strip before neighbours are used."""
SLOT_REACH: Final = 0.46
"""How far from the middle of its cell a segilima stands at most, in symbol widths: below a half, where lanes begin."""
