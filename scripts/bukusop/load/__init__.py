"""Sources -> `Book`, with a finding for every mistake. Doors: yaml, pydantic, markdown-it-py, Pillow."""

from bukusop.load.book import load_book, read_register
from bukusop.load.pengesahan import load_signing
from bukusop.load.profile import profile_names
from bukusop.load.schema import schemas
from bukusop.load.skeleton import start_sop
from bukusop.load.sop import SopDefaults, read_sop, sop_id

__all__ = ["SopDefaults", "load_book", "load_signing", "profile_names", "read_register", "read_sop", "schemas", "sop_id", "start_sop"]
