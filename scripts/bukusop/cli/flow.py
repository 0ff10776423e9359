"""`bukusop flow ID`: the flowchart of one SOP by itself, as SVG or as geometry."""

from __future__ import annotations

import click

from bukusop.cli.report import here, say
from bukusop.cli.wording import Command


@click.command("flow", cls=Command, help="Menggambar bagan alir satu SOP tersendiri: SVG per halaman, atau geometri dalam mm.")
@click.argument("id_", metavar="ID")
@click.option("--svg", "form", flag_value="svg", default=True, help="Tulis build/flow/ID-HALAMAN.svg (bawaan).")
@click.option("--json", "form", flag_value="json", help="Cetak geometri ke layar sebagai JSON.")
@click.help_option("--help", "-h", help="Tampilkan bantuan ini.")
def command(id_: str, form: str) -> None:
    """Draw the flowchart and say where it is, or print its geometry."""
    from bukusop.pipeline import flow_json, write_flow

    if form == "json":
        click.echo(flow_json(here(), id_), nl=False)
        return
    for name in write_flow(here(), id_):
        say(name)
