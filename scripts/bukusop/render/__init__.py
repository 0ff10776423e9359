"""`Book` -> part PDFs. Doors: jinja2, weasyprint, qrcode."""

from bukusop.render.cluster import cluster
from bukusop.render.contents import entries
from bukusop.render.estimates import Remembered
from bukusop.render.keeping import Kept, Measures, ingredients
from bukusop.render.measured import Measured
from bukusop.render.monev import Chosen, forms
from bukusop.render.parts import Jenis, PartSpec, Pressed, Rendered, donor, plan, render
from bukusop.render.prose import Entry
from bukusop.render.qr import modules as qr_modules
from bukusop.render.scene import Scene
from bukusop.render.sheet import Sheet, sheet, with_end_rows
from bukusop.render.signs import Signs
from bukusop.render.templates import SITE, Templates
from bukusop.render.text import cell as cell_html
from bukusop.render.workers import PartsFailed, Team, render_all, team

__all__ = [
    "SITE", "Chosen", "Entry", "Jenis", "Kept", "Measured", "Measures", "PartSpec", "PartsFailed", "Pressed", "Remembered", "Rendered",
    "Scene", "Sheet", "Signs", "Team", "Templates", "cell_html", "cluster", "donor", "entries", "forms", "ingredients", "plan",
    "qr_modules", "render", "render_all", "sheet", "team", "with_end_rows",
]
