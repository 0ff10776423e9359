"""`bukusop monev [ID]`: the forms of monitoring and evaluation, of one SOP or of all."""

from __future__ import annotations

import os
import re
import time
from datetime import date

import click

from bukusop.cli.report import here, progress, show_made, taken
from bukusop.cli.wording import Command
from bukusop.diagnostics import UsageError

HELP = (
    "Membuat formulir pemantauan (setiap enam bulan) dan evaluasi (setiap tahun) untuk diisi: build/monev.pdf, "
    "atau build/monev/ID.pdf untuk satu SOP, dengan satu baris tiap langkah."
)


def _month(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
    """Read "2026-08" as the first day of that month."""
    if value is None:
        return None
    found = re.fullmatch(r"([1-9][0-9]{3})-(0[1-9]|1[0-2])", value)
    if found is None:
        raise UsageError(f"`{value}` bukan bulan; tulis tahun dan bulannya, misalnya 2026-08")
    return date(int(found[1]), int(found[2]), 1)


@click.command("monev", cls=Command, help=HELP, short_help="Membuat formulir pemantauan dan evaluasi SOP: build/monev.pdf.")
@click.argument("id_", metavar="[ID]", required=False, default="")
@click.option("--bulan", "month", callback=_month, metavar="TAHUN-BULAN",
              help="Hanya SOP yang jatuh tempo pada bulan itu, misalnya 2026-08.")
@click.help_option("--help", "-h", help="Tampilkan bantuan ini.")
def command(id_: str, month: date | None) -> None:
    """Make the forms and say what was made."""
    from bukusop.pipeline import build_time, make_monev

    start = time.monotonic()
    project, when = here(), build_time(os.environ)
    with progress() as tell:
        made = make_monev(project, id_, when, tell, month)
    show_made(made.path, made.pages, made.findings, taken(start))
