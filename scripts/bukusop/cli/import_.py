"""`bukusop import FILE...`: SOPs from Word, Excel and their kin -> YAML files to look through."""

from __future__ import annotations

import os
from collections.abc import Sequence

import click

from bukusop.cli.report import count, here, say, show_findings, show_usage
from bukusop.cli.wording import Command
from bukusop.diagnostics import Findings, Severity

MOST_SHOWN = 12
"""Sentences of one kind shown of an SOP; all of them stand in its file."""


@click.command("import", cls=Command, help="Mengimpor SOP dari berkas Word, Excel, OpenDocument, Markdown, atau CSV menjadi berkas YAML.")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--bidang", metavar="FOLDER", default="",
              help="Folder bidang tujuan; bila tidak ditulis, menurut unit di berkas atau bidang pertama.")
@click.option("--profil", metavar="NAMA", default="", help="Profil format lembar; bila tidak ditulis, profil buku.")
@click.help_option("--help", "-h", help="Tampilkan bantuan ini.")
def command(files: tuple[str, ...], bidang: str, profil: str) -> None:
    """Import files and say what was read, guessed and left out."""
    from bukusop.pipeline.intake import import_files
    from bukusop.pipeline.sources import build_time

    intake = import_files(here(), files, bidang, profil, build_time(os.environ).date())
    for item in intake.made:
        say(f"{item.path}: {item.name}")
        say(f"  pasti: {'; '.join(item.read)}")
        _list("ditebak", item.guessed)
        _list("dilewati", item.left)
    errors = Findings()
    errors.extend(item for item in intake.findings if item.severity is Severity.ERROR)
    show_findings(errors)
    found = count(list(intake.findings))
    told = f"{found}; baca dengan `bukusop check`" if found else "tanpa temuan"
    say(f"{len(intake.made)} SOP diimpor. Pemeriksaan: {told}")
    if len(errors):
        show_usage("Ada kesalahan di berkas yang diimpor; perbaiki sebelum `make book`.")


def _list(word: str, sentences: Sequence[str]) -> None:
    """Print sentences of one kind, the first of them where there are many."""
    say(f"  {word}: {len(sentences) or 'tidak ada'}")
    for sentence in sentences[:MOST_SHOWN]:
        say(f"    - {sentence}")
    if len(sentences) > MOST_SHOWN:
        say(f"    - dan {len(sentences) - MOST_SHOWN} lagi, semuanya di dalam berkasnya")
