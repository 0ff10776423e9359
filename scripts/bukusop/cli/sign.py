"""`bukusop sign`: the book and each SOP, electronically signed. `renew`: a fresh archive timestamp. `withdraw`: no longer in force."""

from __future__ import annotations

import getpass
import sys
import time
from datetime import date, datetime
from pathlib import Path

import click

from bukusop.cli.report import here, progress, say, taken
from bukusop.cli.wording import Command
from bukusop.diagnostics import UsageError
from bukusop.paths import alone

LEVELS = ["b-b", "b-t", "b-lt", "b-lta"]
REHEARSED = "UJI COBA: ditandatangani dengan identitas uji sekali pakai, tidak berlaku sebagai dokumen resmi."


def _day(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise UsageError(f"`{value}` bukan tanggal; tulis tahun-bulan-hari, misalnya 2026-11-23") from None


def _ask(what: str) -> str:
    """Ask for a secret on the terminal; nothing is shown while it is typed."""
    if not sys.stdin.isatty():
        raise UsageError(f"{what} perlu diketik, tetapi tidak ada terminal; tulis sumbernya di book/pengesahan.yaml")
    return getpass.getpass(f"{what}: ")


@click.command("sign", cls=Command, help="Menandatangani buku dan tiap SOP secara elektronik: build/sah/.")
@click.argument("ids", nargs=-1, metavar="[ID...]")
@click.option("--tanggal", callback=_day, metavar="TAHUN-BULAN-HARI", help="Tanggal pengesahan; bila tidak ditulis, hari ini.")
@click.option("--level", type=click.Choice(LEVELS), help="Tingkat PAdES; bila tidak ditulis, menurut book/pengesahan.yaml.")
@click.option("--jobs", type=click.IntRange(1, 64), metavar="N", help="Banyaknya proses untuk membuat halaman.")
@click.help_option("--help", "-h", help="Tampilkan bantuan ini.")
def command(ids: tuple[str, ...], tanggal: date | None, level: str | None, jobs: int | None) -> None:
    """Sign what is not signed yet or has changed, and say what was signed."""
    from bukusop.approval import Request, make_signed
    from bukusop.sign import Level

    start, project = time.monotonic(), here()
    today = datetime.now().astimezone().date()
    with alone(project, lambda: say("Buku ini sedang dibuat oleh perintah lain; menunggu giliran ...")), progress() as tell:
        made = make_signed(project, Request(today, ids, Level(level) if level else None, tanggal, jobs or 0), _ask, tell)
    if made.uji:
        say(REHEARSED)
    levels = ", ".join(sorted({entry.tingkat.label for entry in made.entries}))
    now = f"{len(made.entries)} dokumen ditandatangani ({levels})" if made.entries else "tidak ada yang perlu ditandatangani"
    before = f", {made.unchanged} sudah bertanda tangan dan tidak berubah" if made.unchanged else ""
    say(f"{project.name(made.folder)}: {now}{before}, {taken(start)}")


@click.command("renew", cls=Command, help="Menambah stempel waktu arsip baru pada dokumen bertanda tangan.")
@click.argument("files", nargs=-1, metavar="[BERKAS...]", type=click.Path(path_type=Path))
@click.help_option("--help", "-h", help="Tampilkan bantuan ini.")
def renew(files: tuple[Path, ...]) -> None:
    """Renew the archive timestamps of files, or of all documents in force."""
    from bukusop.approval import make_renewed

    start, project = time.monotonic(), here()
    with alone(project, lambda: say("Buku ini sedang dibuat oleh perintah lain; menunggu giliran ...")), progress() as tell:
        done = make_renewed(project, [Path.cwd() / file for file in files], _ask, tell)
    say(f"{len(done)} dokumen diperpanjang, {taken(start)}")


@click.command("withdraw", cls=Command, help="Mencabut dokumen bertanda tangan (ID SOP, atau buku); berkasnya tetap ada.")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.help_option("--help", "-h", help="Tampilkan bantuan ini.")
def withdraw(ids: tuple[str, ...]) -> None:
    """Mark documents as withdrawn."""
    from bukusop.approval import make_withdrawn

    project = here()
    with alone(project, lambda: say("Buku ini sedang dibuat oleh perintah lain; menunggu giliran ...")):
        for entry in make_withdrawn(project, ids):
            say(f"{entry.judul} ({entry.nomor or entry.tanggal}): dicabut. Terbitkan situs lagi agar laman verifikasinya menyebutnya.")
