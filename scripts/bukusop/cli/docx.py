"""`bukusop docx [ID]`: the book, or one sheet, for Word."""

from __future__ import annotations

import os
import time

import click

from bukusop.cli.report import count, here, progress, say, show_usage, taken
from bukusop.cli.wording import Command
from bukusop.paths import alone


@click.command("docx", cls=Command, help="Membuat buku untuk Word: build/docx/buku.docx; dengan ID satu lembar: build/docx/ID.docx.")
@click.argument("id_", metavar="[ID]", default="")
@click.help_option("--help", "-h", help="Tampilkan bantuan ini.")
def command(id_: str) -> None:
    """Write the document and say what was written."""
    from bukusop.pipeline import build_time
    from bukusop.pipeline.office import make_docx

    start = time.monotonic()
    project = here()
    with alone(project, lambda: say("Buku ini sedang dibuat oleh perintah lain; menunggu giliran ...")), progress() as tell:
        made = make_docx(project, id_, build_time(os.environ), tell)
    if len(made.findings):
        show_usage(f"Pemeriksaan naskah: {count(list(made.findings))}; baca dengan `bukusop check`.")
    say(f"{project.name(made.path)}: {made.sheets} lembar SOP, {taken(start)}")
