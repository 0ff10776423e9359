"""`bukusop xlsx [ID...]`: SOPs as a workbook to edit in Excel."""

from __future__ import annotations

import os
import time

import click

from bukusop.cli.report import count, here, say, show_usage, taken
from bukusop.cli.wording import Command

HELP = (
    "Menulis SOP sebagai buku kerja Excel, satu lembar tiap SOP: build/xlsx/sop.xlsx. Tanpa ID ditulis semua SOP. "
    "Hasil suntingannya dibawa kembali dengan `bukusop import`."
)


@click.command("xlsx", cls=Command, help=HELP, short_help="Menulis SOP sebagai buku kerja Excel: build/xlsx/sop.xlsx.")
@click.argument("ids", metavar="[ID]...", nargs=-1)
@click.help_option("--help", "-h", help="Tampilkan bantuan ini.")
def command(ids: tuple[str, ...]) -> None:
    """Write the workbook and say what was written."""
    from bukusop.pipeline.exchange import make_xlsx
    from bukusop.pipeline.sources import build_time

    start, project = time.monotonic(), here()
    made = make_xlsx(project, ids, build_time(os.environ))
    if len(made.findings):
        show_usage(f"Pemeriksaan naskah: {count(list(made.findings))}; baca dengan `bukusop check`.")
    say(f"{project.name(made.path)}: {made.sops} SOP, {taken(start)}")
