"""`bukusop sop ID`: one sheet as its own PDF."""

from __future__ import annotations

import os
import time

import click

from bukusop.cli.report import here, show_made, taken
from bukusop.cli.wording import Command


@click.command("sop", cls=Command, help="Membuat satu lembar SOP sebagai PDF tersendiri: build/sop/ID.pdf.")
@click.argument("id_", metavar="ID")
@click.help_option("--help", "-h", help="Tampilkan bantuan ini.")
def command(id_: str) -> None:
    """Make one sheet and say what was made."""
    from bukusop.pipeline import build_time, make_sop

    start = time.monotonic()
    made = make_sop(here(), id_, build_time(os.environ))
    show_made(made.path, made.pages, made.findings, taken(start))
