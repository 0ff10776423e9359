"""`bukusop new sop ID`: a commented skeleton to start from."""

from __future__ import annotations

import click

from bukusop.cli.report import here, say
from bukusop.cli.wording import Group


@click.group("new", cls=Group, help="Membuat berkas baru untuk diisi.")
@click.help_option("--help", "-h", help="Tampilkan bantuan ini.")
def command() -> None:
    """Group of things that can be begun."""


@command.command("sop", help="Membuat kerangka SOP berkomentar di sops/BIDANG/.")
@click.argument("id_", metavar="ID")
@click.option("--bidang", metavar="FOLDER", help="Folder bidang; bila tidak ditulis, bidang pertama dalam buku.")
@click.option("--nama", metavar="NAMA", default="", help="Nama SOP.")
@click.help_option("--help", "-h", help="Tampilkan bantuan ini.")
def new_sop(id_: str, bidang: str | None, nama: str) -> None:
    """Write the skeleton of an SOP."""
    from bukusop.load import start_sop

    path = start_sop(here(), id_, bidang or "", nama)
    say(f"{path}: kerangka SOP siap diisi. Lihat hasilnya dengan `bukusop sop {id_}`.")
