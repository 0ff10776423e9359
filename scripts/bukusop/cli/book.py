"""`bukusop book`: the whole book."""

from __future__ import annotations

import os
import re
import time

import click

from bukusop.cache import recall
from bukusop.cli.report import here, progress, say, show_made, show_reasons, taken
from bukusop.cli.wording import Command
from bukusop.diagnostics import UsageError
from bukusop.paths import alone
from bukusop.processes import Workers, seldom_collect


def _address(_: click.Context, __: click.Parameter, value: str | None) -> str:
    """Read "dask://HOST:PORT"."""
    if value is None:
        return ""
    found = re.fullmatch(r"dask://([\w.-]+|\[[0-9a-fA-F:]+\]):(\d{1,5})/?", value)
    if found is None:
        raise UsageError(f"`{value}` bukan alamat gugus; tulis dask://HOST:PORT")
    return f"{found[1]}:{found[2]}"


@click.command("book", cls=Command, help="Membuat buku utuh: build/buku.pdf.")
@click.option("--jobs", type=click.IntRange(1, 64), metavar="N", help="Banyaknya proses; bila tidak ditulis, sebanyak inti prosesor.")
@click.option("--explain", is_flag=True, help="Sebutkan bagian yang dibuat lagi, dan sebabnya.")
@click.option("--executor", "cluster", callback=_address, metavar="ALAMAT", help="Serahkan pembuatan halaman ke gugus Dask: dask://HOST:PORT.")
@click.help_option("--help", "-h", help="Tampilkan bantuan ini.")
def command(jobs: int | None, explain: bool, cluster: str) -> None:
    """Make the book, unless nothing has changed since the last time, and say what was made."""
    start = time.monotonic()
    project = here()
    with alone(project, lambda: say("Buku ini sedang dibuat oleh perintah lain; menunggu giliran ...")):
        known = recall(project, project.build / "buku.pdf")
        if known is not None:
            show_made(known.path, known.pages, known.findings, "tidak ada yang berubah")
            return
        with Workers(jobs or 0) as workers:     # before the pipeline is imported, which takes as long
            from bukusop.pipeline import How, build_time, make_book

            seldom_collect()
            with progress() as tell:
                made = make_book(project, build_time(os.environ), tell, How(cluster=cluster, workers=workers))
    if explain:
        show_reasons(made.reasons)
    show_made(made.path, made.pages, made.findings, taken(start))
