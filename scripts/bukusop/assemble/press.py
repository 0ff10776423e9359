"""What a rendered part becomes before it leaves the process that rendered it: a fragment, ready for binding.

So the work is done side by side, and kept with the part. Fork-friendly and small to import: workers load this before their
first part (`warm`).
"""

from __future__ import annotations

from bukusop.assemble.parts import OutlineEntry, Part, Stamp
from bukusop.assemble.preparation import prepare
from bukusop.render.parts import PartSpec, Rendered
from bukusop.render.pdf import warm as warm_engine

CATCHWORD = 11.0
"""Size of the kata penyambung in pt."""


def press(spec: PartSpec, part: Rendered) -> bytes:
    """Make a rendered part ready for binding."""
    return prepare(Part(
        id=spec.id, pdf=part.pdf, folio=spec.folio,
        outline=tuple(OutlineEntry(mark.level, f"{mark.label} {mark.title}".strip(), mark.page, mark.y) for mark in part.marks),
        stamps=tuple(Stamp(word.page, word.x, word.y, word.text, CATCHWORD, "right") for word in part.catchwords),
        continued_tables=part.continued_tables,
    ))


def warm() -> None:
    """Load what the first part would have to wait for: the engine, the fonts, and what is imported above."""
    warm_engine()
