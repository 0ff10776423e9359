"""`Book` -> part PDFs. Doors: jinja2, weasyprint, qrcode."""

from bukusop.render.contents import entries
from bukusop.render.parts import Jenis, PartSpec, Rendered, donor, plan, render
from bukusop.render.prose import Entry
from bukusop.render.scene import Scene
from bukusop.render.sheet import Sheet, sheet
from bukusop.render.templates import Templates
from bukusop.render.workers import render_all, workers

__all__ = [
    "Entry", "Jenis", "PartSpec", "Rendered", "Scene", "Sheet", "Templates", "donor", "entries", "plan", "render", "render_all", "sheet",
    "workers",
]
