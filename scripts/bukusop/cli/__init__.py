"""The command line: options -> one call -> exit code. The only place that prints. Doors: click, rich.

Exit codes: 0 good, 1 sources wrong, 2 wrong usage; anything else is a fault of ours and shows a traceback.
"""

from __future__ import annotations

import sys

import click

from bukusop import __version__
from bukusop.cli import book, new, schema, sop
from bukusop.cli.report import show_findings, show_usage
from bukusop.diagnostics import SourceError, UsageError


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, help="Membuat Buku SOP sebuah dinas dari berkas teks.")
@click.version_option(__version__, "--version", message="bukusop %(version)s", help="Tampilkan versi.")
@click.help_option("--help", "-h", help="Tampilkan bantuan ini.")
def commands() -> None:
    """Group of all commands; each lives in a module of its own."""


for module in (book, sop, new, schema):
    commands.add_command(module.command)


def main() -> None:
    """Run a command; findings and wrong usage become sentences here and nowhere else."""
    try:
        code = commands.main(standalone_mode=False)
    except SourceError as error:
        show_findings(error.findings)
        sys.exit(1)
    except UsageError as error:
        show_usage(str(error))
        sys.exit(2)
    except click.exceptions.Abort:
        show_usage("Dihentikan.")
        sys.exit(130)
    except click.ClickException as error:
        show_usage(_indonesian(error))
        sys.exit(2)
    except KeyboardInterrupt:
        show_usage("Dihentikan.")
        sys.exit(130)
    sys.exit(code if isinstance(code, int) else 0)


def _indonesian(error: click.ClickException) -> str:
    hint = "Ketik `bukusop --help` untuk daftar perintah."
    if isinstance(error, click.NoSuchOption):
        return f"Pilihan `{error.option_name}` tidak dikenal. {hint}"
    if isinstance(error, click.MissingParameter):
        name = error.param.human_readable_name if error.param else ""
        return f"{name} belum ditulis. {hint}"
    if isinstance(error, click.BadParameter):
        name = error.param.human_readable_name if error.param else ""
        return f"Isi {name} tidak dapat dipakai. {hint}"
    if isinstance(error, click.UsageError) and "No such command" in error.message:
        return f"Perintah {error.message.rpartition('command')[2].strip(' .')} tidak dikenal. {hint}"
    return f"{hint} ({error.format_message()})" if not isinstance(error, click.UsageError) else hint
