"""Where words of prose may be parted: optional hyphens, where the PDF would part them, in words that may come to the end of a line.

Word parts words by itself only where its tools for Indonesian are installed; LibreOffice, where a dictionary is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bukusop.model import Run
from bukusop.office.word.styles import Style
from bukusop.render.lines import MM_PER_PT, hyphen_places

SOFT = "\u00ad"
_WIDTHS = {"TeX Gyre Bonum": 1.10, "Liberation Serif": 0.91, "TeX Gyre Termes": 0.91}
"""Widths of fonts against that which `hyphen_places` knows: about, so that lines of theirs are looked for more widely."""
_TRIALS = (0.97, 1.0, 1.03)
_BOLD = 1.08
_LONG, _EDGE = 9, 4
"""Letters of a word that is parted, and of the least part (`hyphenate-limit-chars` of `dasar.css`)."""
_FILL, _FILL_EM = "l", 0.222
"""A narrow letter that stands for the indent of a first line, and its width."""


@dataclass(frozen=True, slots=True)
class Line:
    """The lines of a paragraph, in em of the font that `hyphen_places` knows: how wide (one guess or more), how much less the first."""

    widths: tuple[float, ...]
    first: float


def line_of(style: Style, font: str, room: float) -> Line | None:
    """Give the lines of a style in a column of `room` mm, which the style's own indents make narrower; None where no word is parted."""
    width = room - style.left - style.right
    if not style.hyphens or width <= 0:
        return None
    scale = _WIDTHS.get(style.font or font)
    em = style.size * MM_PER_PT * (scale or 1.0) * (_BOLD if style.bold else 1.0)
    return Line(tuple(width / em * trial for trial in (_TRIALS if scale else (1.0,))), max(0.0, style.first / em))


def softened(runs: Sequence[Run], line: Line | None) -> list[str]:
    """Give the words of each run, with the optional hyphens of its paragraph."""
    words = [run.teks for run in runs]
    if line is None:
        return words
    text = "".join(words)
    fill = round(line.first / _FILL_EM)
    places = {place - fill for width in line.widths for place in hyphen_places(_FILL * fill + text, width)}
    whole = [(found.start(), found.end()) for found in re.finditer(r"\w+", text)]
    good = sorted(place for place in places for a, b in whole if b - a >= _LONG and a + _EDGE <= place <= b - _EDGE)
    made, start = [], 0
    for part in words:
        cuts = [place - start for place in good if start < place < start + len(part)]
        made.append(SOFT.join(part[a:b] for a, b in zip((0, *cuts), (*cuts, len(part)), strict=True)))
        start += len(part)
    return made
