"""`Book` -> part PDFs. Doors: jinja2, weasyprint, qrcode."""

from bukusop.render.cluster import cluster
from bukusop.render.contents import entries
from bukusop.render.estimates import Remembered
from bukusop.render.keeping import Kept, ingredients
from bukusop.render.monev import Chosen, forms
from bukusop.render.parts import Jenis, PartSpec, Pressed, Rendered, donor, plan, render
from bukusop.render.prose import Entry
from bukusop.render.scene import Scene
from bukusop.render.sheet import Sheet, sheet
from bukusop.render.signs import Signs
from bukusop.render.templates import Templates
from bukusop.render.workers import PartsFailed, Team, render_all, team

__all__ = [
    "Chosen", "Entry", "Jenis", "Kept", "PartSpec", "PartsFailed", "Pressed", "Remembered", "Rendered", "Scene", "Sheet", "Signs", "Team",
    "Templates", "cluster", "donor", "entries", "forms", "ingredients", "plan", "render", "render_all", "sheet", "team",
]
