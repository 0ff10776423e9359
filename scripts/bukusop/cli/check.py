"""`bukusop check`: the sources, read like a strict reviewer."""

from __future__ import annotations

import os
import sys

import click

from bukusop.cli.report import here, show_findings
from bukusop.cli.wording import Command


@click.command("check", cls=Command, help="Memeriksa naskah seperti peneliti yang teliti.")
@click.help_option("--help", "-h", help="Tampilkan bantuan ini.")
def command() -> None:
    """Check the book, and say what was found."""
    from bukusop.pipeline import build_time, check

    checked = check(here(), build_time(os.environ).date())
    show_findings(checked.findings)
    sys.exit(1 if checked.findings.failed else 0)
