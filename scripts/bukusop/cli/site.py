"""`bukusop site`: the website. `bukusop serve`: the same, shown on this machine as a web server would."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import click

from bukusop.cli.report import count, here, say, show_usage, taken
from bukusop.cli.wording import Command
from bukusop.paths import Project, alone

if TYPE_CHECKING:
    from bukusop.pipeline import SiteMade

PORT = 8080


@click.command("site", cls=Command, help="Membuat situs web statis: build/site/.")
@click.help_option("--help", "-h", help="Tampilkan bantuan ini.")
def command() -> None:
    """Make the website and say what was written."""
    make(here())


@click.command("serve", cls=Command, help="Membuat situs web lalu menampilkannya di komputer ini; Ctrl-C untuk berhenti.")
@click.option("--port", type=click.IntRange(1, 65535), default=PORT, metavar="N", help=f"Port laman; bila tidak ditulis, {PORT}.")
@click.help_option("--help", "-h", help="Tampilkan bantuan ini.")
def serve(port: int) -> None:
    """Make the website, then serve it until Ctrl-C."""
    from bukusop.site import serving

    project = here()
    make(project)
    with serving(project.build / "site", port) as server:
        say(f"Situs tampil di http://127.0.0.1:{server.server_port}/. Tekan Ctrl-C untuk berhenti.")
        try:
            server.serve_forever(poll_interval=0.2)
        except KeyboardInterrupt:
            say("Berhenti.")


def make(project: Project) -> None:
    """Make the website and say so."""
    from bukusop.pipeline import build_time, make_site

    start = time.monotonic()
    with alone(project, lambda: say("Buku ini sedang dibuat oleh perintah lain; menunggu giliran ...")):
        made = make_site(project, build_time(os.environ))
    show(project, made, start)


def show(project: Project, made: SiteMade, start: float) -> None:
    """Say what was made since `start`; warnings become sentences before the last line."""
    for warning in made.warnings:
        show_usage(f"Peringatan: {warning}.")
    if len(made.findings):
        show_usage(f"Pemeriksaan naskah: {count(list(made.findings))}; baca dengan `bukusop check`.")
    removed = f", {len(made.removed)} dihapus" if made.removed else ""
    say(f"{project.name(made.folder)}: {made.count} berkas, {len(made.written)} ditulis{removed}, {taken(start)}")
