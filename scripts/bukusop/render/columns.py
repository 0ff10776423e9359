"""How wide each column of a table of steps is, and whether the actors' heads stand upright. Pure arithmetic, mm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bukusop.model import Pelaksana
from bukusop.model.profile import Lembar

ACTOR_MOST = 22.0
"""An actor column grows to this width while there is room; wider only separates a row from its words."""
ACTORS_MOST = 0.41
"""Share of the table that the actors' columns take at most for the sake of wide answers (which can be set in two lines) ..."""
ACTOR_LEAST = 15.0
"""... but never below this width, where symbols and lanes still have room."""
TEXT_LEAST = 0.62
"""A column of words gives way to the actors down to this share of its width in the profile, and no further."""
CHARACTER = 0.56
"""Mean advance of a bold sans-serif character in em (measured on Liberation Sans over the actors' names of the field)."""
HEAD_LINES = 3.6
"""More lines than this (estimated) in an actor's head: all heads are turned upright."""
HEAD_WORD = 1.45
"""A word so many times wider than its column would be cut into three: all heads are turned upright."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Widths in mm, in the order of the profile: one for every column of words, and one for every actor."""

    widths: tuple[tuple[str, float], ...]
    actors: tuple[float, ...]
    upright: bool
    head_height: float

    def of(self, name: str) -> float:
        """Give the width of a column that is not pelaksana."""
        return dict(self.widths)[name]


def share(lembar: Lembar, actors: Sequence[Pelaksana], least: Sequence[float], room: float, size: float) -> Columns:
    """Share `room` mm: every actor gets at least its `least` mm; the text columns what the profile says, more, or less.

    `size` is the size of the sheet's type in pt.
    """
    wish = dict(lembar.lebar)
    text = {name: wish[name] for name in lembar.kolom if name != "pelaksana"}
    elastic = [name for name in text if name not in ("no", "waktu")]
    widths = _modest(least, ACTORS_MOST * room)
    spare = room - sum(text.values()) - sum(widths)
    if spare > 0:
        level = _level(widths, spare)
        spare += sum(widths)
        widths = [max(width, level) for width in widths]
        spare -= sum(widths)
    total = sum(text[name] for name in elastic)
    give = max(spare, -(1 - TEXT_LEAST) * total)
    for name in elastic:
        text[name] += give * text[name] / total
    scale = (room - sum(text.values())) / sum(widths)
    widths = [width * scale for width in widths]
    upright, height = heads(lembar, actors, widths, size)
    return Columns(tuple(text.items()), tuple(widths), upright, height)


def _modest(least: Sequence[float], most: float) -> list[float]:
    """Keep the actors' columns together to `most` mm: the widest give way first, none below `ACTOR_LEAST`."""
    widths = list(least)
    while (excess := sum(widths) - most) > 0.01:
        wide = [index for index, width in enumerate(widths) if width > ACTOR_LEAST + 0.01]
        if not wide:
            break
        top = max(widths)
        highest = [index for index in wide if widths[index] > top - 0.01]
        below = max([ACTOR_LEAST, *(width for width in widths if width < top - 0.01)])
        cut = min(excess / len(highest), top - below)
        for index in highest:
            widths[index] -= cut
    return widths


def _level(widths: Sequence[float], spare: float) -> float:
    """Give the width to which `spare` mm raise the narrowest columns, at most `ACTOR_MOST`."""
    low, high = min(widths), ACTOR_MOST
    for _ in range(40):
        middle = (low + high) / 2
        if sum(max(0.0, middle - width) for width in widths) <= spare:
            low = middle
        else:
            high = middle
    return low


def heads(lembar: Lembar, actors: Sequence[Pelaksana], widths: Sequence[float], size: float) -> tuple[bool, float]:
    """Tell whether the actors' heads stand upright in columns of these widths, and how high they are then."""
    mm = size * 0.94 * CHARACTER * 25.4 / 72
    inner = min(widths) - 1.2
    names = [f"{index}. {actor.nama}" if lembar.pelaksana_bernomor else actor.nama for index, actor in enumerate(actors, 1)]
    longest = max((len(word) * mm for name in names for word in name.split()), default=0.0)
    lines = max((len(name) * mm / max(inner, 1.0) for name in names), default=0.0)
    upright = lembar.pelaksana_tegak and (longest > HEAD_WORD * inner or lines > HEAD_LINES)
    across = max(1, int(inner / (size * 0.94 * 1.1 * 25.4 / 72)))
    height = max((max(len(name) * mm / across * 1.25, *(len(word) * mm for word in name.split())) for name in names), default=0.0)
    return upright, min(46.0, max(18.0, height + 4.0))
