"""`bukusop schema`: JSON Schema files for editors."""

from __future__ import annotations

from pathlib import Path

import click

from bukusop.cli.report import here, say
from bukusop.cli.wording import Command


@click.command("schema", cls=Command, help="Menulis berkas JSON Schema, agar editor melengkapi dan memeriksa saat mengetik.")
@click.option("--ke", default="docs/schema", metavar="FOLDER", help="Folder tujuan di dalam folder buku; bila tidak ditulis, docs/schema.")
@click.help_option("--help", "-h", help="Tampilkan bantuan ini.")
def command(ke: str) -> None:
    """Write the schemas."""
    from bukusop.pipeline import write_schemas

    for path in write_schemas(here(), Path(ke)):
        say(path)
