"""Sources -> `Book`, with a finding for every mistake. Doors: yaml, pydantic, markdown-it-py, Pillow."""

from bukusop.load.book import Readings, load_book, load_readings, read_register
from bukusop.load.files import UNTYPED, read_text
from bukusop.load.pengesahan import load_signing
from bukusop.load.profile import profile_names
from bukusop.load.schema import schemas
from bukusop.load.skeleton import start_sop
from bukusop.load.sop import SopDefaults, read_sop, sop_id
from bukusop.load.source import Source
from bukusop.load.tree import Node

__all__ = [
    "UNTYPED", "Node", "Readings", "SopDefaults", "Source", "load_book", "load_readings", "load_signing", "profile_names", "read_register",
    "read_sop", "read_text", "schemas", "sop_id", "start_sop",
]
