"""`bukusop stats`: figures of the book, as a table, as JSON, or as a page with plots."""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import date
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bukusop.cli.report import here, say, taken
from bukusop.cli.wording import Command

if TYPE_CHECKING:
    from bukusop.model.tempo import Tempo
    from bukusop.stats import Figures

WIDTH = 170
"""Columns of a table that is not shown on a terminal."""
HELP = (
    "Menghitung isi buku: langkah, serah terima, waktu, beban pelaksana, umur, serta jatuh tempo pemantauan dan reviu. "
    "Bentuknya text (tabel di layar), json, atau html (build/statistik.html, dengan grafik)."
)


@click.command("stats", cls=Command, help=HELP, short_help="Menghitung isi buku: waktu, beban pelaksana, jatuh tempo reviu.")
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", metavar="BENTUK",
              help="text (bawaan), json, atau html.")
@click.help_option("--help", "-h", help="Tampilkan bantuan ini.")
def command(form: str) -> None:
    """Count, and print the figures or say where they are."""
    from bukusop.pipeline import build_time, statistics, write_statistics

    start, project, today = time.monotonic(), here(), build_time(os.environ).date()
    if form == "html":
        say(f"{project.name(write_statistics(project, today))}: {taken(start)}")
        return
    figures = statistics(project, today)
    if form == "json":
        from bukusop.stats import plain

        click.echo(json.dumps(plain(figures), ensure_ascii=False, indent=1))
        return
    console = Console(highlight=False, width=None if sys.stdout.isatty() else WIDTH)
    for table in _tables(figures):
        console.print(table)
        console.print()
    say(_summary(figures))


def _tables(figures: Figures) -> list[Table]:
    from bukusop.stats import age_words, time_words, work_words

    words = ("Jalur utama", "Jalur terburuk", "Umur", "Pemantauan", "Reviu")
    sops = _table("Per SOP", ("SOP", "Langkah", "Pelaksana", "Keputusan", "Serah"), words)
    for bidang in figures.bidang:
        mine = [item for item in figures.sop if item.bidang == bidang.kunci]
        if mine:
            sops.add_row(Text(f"{bidang.huruf}. {bidang.nama}", style="bold"))
        for item in mine:
            sops.add_row(
                Text(item.nama), str(item.langkah), str(item.pelaksana), str(item.keputusan), str(item.serah_terima),
                time_words(item.waktu_utama), time_words(item.waktu_terburuk), age_words(item), _due(item.pemantauan), _due(item.reviu),
            )
    groups = _table("Per bidang", ("Bidang", "SOP", "Langkah", "Pelaksana", "Keputusan", "Serah"), ("Median utama", "Median terburuk"))
    for group in figures.bidang:
        groups.add_row(
            Text(f"{group.huruf}. {group.nama}"), str(group.sop), str(group.langkah), str(group.pelaksana), str(group.keputusan),
            str(group.serah_terima), work_words(group.menit_utama), work_words(group.menit_terburuk),
        )
    actors = _table("Beban pelaksana", ("Pelaksana", "SOP", "Langkah"), ("Waktu",))
    for load in figures.pelaksana:
        actors.add_row(Text(load.nama), str(load.sop), str(load.langkah), time_words(load.waktu))
    return [sops, groups, actors]


def _table(title: str, numbers: tuple[str, ...], words: tuple[str, ...]) -> Table:
    """Begin a table whose first column is a name, then numbers, then words."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for place, name in enumerate(numbers):
        table.add_column(name, justify="right" if place else "left", no_wrap=bool(place))
    for name in words:
        table.add_column(name)
    return table


def _due(due: Tempo | None) -> Text:
    """Say when something is next due; `!` marks what has passed before."""
    if due is None:
        return Text("–")
    return Text(f"{_day(due.berikutnya)}{f' !{due.kali}' if due.lewat else ''}", style="red" if due.lewat else "")


def _day(day: date) -> str:
    return f"{day.day:02}-{day.month:02}-{day.year}"


def _summary(figures: Figures) -> str:
    from bukusop.stats import totals

    found = totals(figures)
    return (
        f"{found['sop']} SOP, {found['langkah']} langkah, {found['pelaksana']} pelaksana; "
        f"lewat jatuh tempo: pemantauan {found['pemantauan_lewat']}, reviu {found['reviu_lewat']} (tanda !N: sudah jatuh tempo N kali); "
        f"waktu tidak lengkap: {found['waktu_tidak_lengkap']}"
    )
