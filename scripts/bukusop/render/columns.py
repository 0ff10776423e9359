"""How wide each column of a table of steps is, and whether the actors' heads stand upright. Pure arithmetic, mm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bukusop.model import Pelaksana
from bukusop.model.profile import Lembar

ACTOR_MOST = 22.0
"""An actor column grows to this width while there is room; wider only separates a row from its words."""
ACTORS_MOST = 0.40
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
    """Widths in mm, in the order of the profile: one for every column, and one for every actor."""

    widths: tuple[tuple[str, float], ...]
    actor: float
    upright: bool
    head_height: float

    def of(self, name: str) -> float:
        """Give the width of a column that is not pelaksana."""
        return dict(self.widths)[name]


def share(lembar: Lembar, actors: Sequence[Pelaksana], least: float, room: float, size: float) -> Columns:
    """Share `room` mm: actors get at least `least` mm each; the text columns what the profile says, more, or less.

    `size` is the size of the sheet's type in pt.
    """
    count = len(actors)
    least = min(least, max(ACTOR_LEAST, ACTORS_MOST * room / count))
    wish = dict(lembar.lebar)
    text = {name: wish[name] for name in lembar.kolom if name != "pelaksana"}
    elastic = [name for name in text if name not in ("no", "waktu")]
    spare = room - sum(text.values()) - count * least
    actor = least
    if spare > 0:
        grow = min(spare, count * max(0.0, ACTOR_MOST - least))
        actor += grow / count
        spare -= grow
    total = sum(text[name] for name in elastic)
    give = max(spare, -(1 - TEXT_LEAST) * total)
    for name in elastic:
        text[name] += give * text[name] / total
    actor = (room - sum(text.values())) / count
    upright, height = _heads(lembar, actors, actor, size)
    return Columns(tuple(text.items()), actor, upright, height)


def _heads(lembar: Lembar, actors: Sequence[Pelaksana], width: float, size: float) -> tuple[bool, float]:
    mm = size * 0.94 * CHARACTER * 25.4 / 72
    inner = width - 1.2
    names = [f"{index}. {actor.nama}" if lembar.pelaksana_bernomor else actor.nama for index, actor in enumerate(actors, 1)]
    longest = max((len(word) * mm for name in names for word in name.split()), default=0.0)
    lines = max((len(name) * mm / max(inner, 1.0) for name in names), default=0.0)
    upright = lembar.pelaksana_tegak and (longest > HEAD_WORD * inner or lines > HEAD_LINES)
    across = max(1, int(inner / (size * 0.94 * 1.1 * 25.4 / 72)))
    height = max((max(len(name) * mm / across * 1.25, *(len(word) * mm for word in name.split())) for name in names), default=0.0)
    return upright, min(46.0, max(18.0, height + 4.0))
