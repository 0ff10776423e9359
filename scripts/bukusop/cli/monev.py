"""`bukusop monev [ID]`: the forms of monitoring and evaluation, of one SOP or of all."""

from __future__ import annotations

import os
import time

import click

from bukusop.cli.report import here, progress, show_made, taken
from bukusop.cli.wording import Command

HELP = (
    "Membuat formulir pemantauan (setiap enam bulan) dan evaluasi (setiap tahun) untuk diisi: build/monev.pdf, "
    "atau build/monev/ID.pdf untuk satu SOP, dengan satu baris tiap langkah."
)


@click.command("monev", cls=Command, help=HELP, short_help="Membuat formulir pemantauan dan evaluasi SOP: build/monev.pdf.")
@click.argument("id_", metavar="[ID]", required=False, default="")
@click.help_option("--help", "-h", help="Tampilkan bantuan ini.")
def command(id_: str) -> None:
    """Make the forms and say what was made."""
    from bukusop.pipeline import build_time, make_monev

    start = time.monotonic()
    project, when = here(), build_time(os.environ)
    with progress() as tell:
        made = make_monev(project, id_, when, tell)
    show_made(made.path, made.pages, made.findings, taken(start))
