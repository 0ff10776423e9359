"""The command line: options -> one call -> exit code. The only place that prints. Doors: click, rich.

Exit codes: 0 good, 1 sources wrong, 2 wrong usage, 3 a fault of ours that was caught; one that was not shows a traceback.
"""

from __future__ import annotations

import io
import sys

import click

from bukusop import __version__
from bukusop.cli import book, check, docx, flow, import_, monev, new, publish, schema, sign, site, sop, stats, verify, watch, xlsx
from bukusop.cli.report import show_findings, show_usage
from bukusop.cli.wording import Group, refusal
from bukusop.diagnostics import Fault, Refusal, SourceError, UsageError
from bukusop.paths import OutputError


@click.group(cls=Group, help="Membuat Buku SOP sebuah dinas dari berkas teks.")
@click.version_option(__version__, "--version", message="bukusop %(version)s", help="Tampilkan versi.")
@click.help_option("--help", "-h", help="Tampilkan bantuan ini.")
def commands() -> None:
    """Group of all commands; each lives in a module of its own."""


for module in (book, check, sop, stats, monev, watch, sign, verify, site, publish, flow, new, schema, docx, import_, xlsx):
    commands.add_command(module.command)
commands.add_command(sign.renew)
commands.add_command(sign.withdraw)
commands.add_command(site.serve)


def main() -> None:
    """Run a command; findings and wrong usage become sentences here and nowhere else."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")       # a file may have a name that is no UTF-8
    try:
        code = commands.main(prog_name="bukusop", standalone_mode=False)
    except SourceError as error:
        show_findings(error.findings)
        sys.exit(1)
    except UsageError as error:
        show_usage(str(error))
        sys.exit(2)
    except (OutputError, Refusal) as error:
        show_usage(str(error))
        sys.exit(1)
    except Fault as error:
        show_usage(f"Kesalahan bukusop: {error}")
        sys.exit(3)
    except click.exceptions.Abort:
        show_usage("Dihentikan.")
        sys.exit(130)
    except click.ClickException as error:
        show_usage(refusal(error))
        sys.exit(2)
    except KeyboardInterrupt:
        show_usage("Dihentikan.")
        sys.exit(130)
    sys.exit(code if isinstance(code, int) else 0)

