"""`bukusop book`: the whole book."""

from __future__ import annotations

import os
import time

import click

from bukusop.cli.report import here, progress, show_made
from bukusop.cli.wording import Command


@click.command("book", cls=Command, help="Membuat buku utuh: build/buku.pdf.")
@click.option("--jobs", type=click.IntRange(1, 64), metavar="N", help="Banyaknya proses; bila tidak ditulis, sebanyak inti prosesor.")
@click.help_option("--help", "-h", help="Tampilkan bantuan ini.")
def command(jobs: int | None) -> None:
    """Make the book and say what was made."""
    from bukusop.pipeline import build_time, make_book

    start = time.monotonic()
    with progress() as tell:
        made = make_book(here(), build_time(os.environ), tell, jobs or 0)
    show_made(made, time.monotonic() - start)
