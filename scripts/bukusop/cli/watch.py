"""`bukusop watch`: stay, make anew what a saved file touches, and show it in the browser."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING

import click

from bukusop.cli.report import here, say
from bukusop.cli.wording import Command
from bukusop.diagnostics import Severity, UsageError

if TYPE_CHECKING:
    from bukusop.watch import Round

PORT = 8765


@click.command("watch", cls=Command, help="Memantau naskah dan menampilkan lembar yang berubah di peramban; Ctrl-C untuk berhenti.")
@click.option("--port", type=click.IntRange(1, 65535), default=PORT, metavar="N", help=f"Port laman; bila tidak ditulis, {PORT}.")
@click.option("--open/--no-open", "open_", default=None, help="Buka peramban dengan sendirinya, atau jangan.")
@click.help_option("--help", "-h", help="Tampilkan bantuan ini.")
def command(port: int, open_: bool | None) -> None:
    """Watch until Ctrl-C; a line per round."""
    import asyncio
    import webbrowser

    from bukusop.pipeline import build_time
    from bukusop.watch import reside

    project = here()
    if not project.manifest.is_file():
        raise UsageError("di folder ini tidak ada buku (book/book.yaml tidak ditemukan); jalankan perintah ini di folder buku Anda")
    build_time(os.environ)

    def ready(address: str) -> None:
        say(f"Lembar tampil di {address} dan berganti setiap kali naskah disimpan. Tekan Ctrl-C untuk berhenti.")
        if _has_screen() if open_ is None else open_:
            webbrowser.open(address)

    asyncio.run(reside(project, port, lambda: build_time(os.environ), ready, _tell))
    say("Berhenti.")


def _has_screen() -> bool:
    """Whether a browser can be opened that is not a text browser in this very terminal."""
    screen = sys.platform != "linux" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    return screen and sys.stdout.isatty()


def _tell(round_: Round) -> None:
    say(f"{time.strftime('%H.%M.%S')} {sentence(round_)}")


def sentence(round_: Round) -> str:
    """Say in one line how a round ended."""
    view = round_.view
    if view.fault:
        return view.fault
    if view.broken:
        files = Counter(item.place.file for item in view.findings if item.severity is Severity.ERROR)
        more = f" dan {len(files) - 1} berkas lain" if len(files) > 1 else ""
        return f"{files.total()} kesalahan di {next(iter(files), '')}{more}; lihat laman"
    warnings = sum(1 for item in view.findings if item.severity is Severity.WARNING)
    tail = f"; {warnings} peringatan" if warnings else ""
    if not round_.made or view.leaf is None:
        return f"tidak ada lembar yang berubah{tail}"
    taken = f"{round_.seconds:.2f}".replace(".", ",")
    return f"{view.shown}: {view.leaf.pages} halaman, {taken} detik{tail}"
