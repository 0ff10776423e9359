"""`bukusop publish`: the website goes to the targets of the manifest, and back again with `--rollback`."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from bukusop.cli.report import here, progress, say, show_usage, taken
from bukusop.cli.wording import Command
from bukusop.diagnostics import Refusal, UsageError, suggest
from bukusop.paths import Project, alone

if TYPE_CHECKING:
    from bukusop.model import Book, Terbit
    from bukusop.publish import Plan, Target, Tree

HELP = (
    "Membuat situs web lalu menerbitkannya ke tujuan yang ditulis pada `terbit` di book/book.yaml; tanpa TUJUAN: ke semuanya. "
    "Hanya situs yang semua PDF-nya terdaftar dan sah yang diterbitkan. "
    "Kode keluar: 0 terbit, 1 ada yang ditolak atau gagal, 2 salah tulis."
)
SHOWN = 20
"""Names of files that are listed of each kind of change."""


@click.command("publish", cls=Command, help=HELP, short_help="Menerbitkan situs web ke tujuan di book/book.yaml.")
@click.argument("names", metavar="[TUJUAN...]", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Tampilkan apa yang akan berubah; tidak ada yang disentuh di tujuan.")
@click.option("--rollback", is_flag=True, help="Tampilkan kembali terbitan sebelumnya.")
@click.option("--periksa-ulang", "thorough", is_flag=True, help="Baca ulang semua berkas di server SFTP, bukan ukurannya saja.")
@click.option("--uji-coba", "rehearsal", is_flag=True, help="Izinkan dokumen yang ditandatangani sebagai uji coba.")
@click.help_option("--help", "-h", help="Tampilkan bantuan ini.")
def command(names: Sequence[str], dry_run: bool, rollback: bool, thorough: bool, rehearsal: bool) -> int:
    """Publish to targets one after the other; one that fails hinders no other."""
    from bukusop import pipeline
    from bukusop.publish import open_target
    from bukusop.sign.register import read_register

    if dry_run and rollback:
        raise UsageError("pilih salah satu: --dry-run atau --rollback")
    project = here()
    book, _ = pipeline.read(project)
    chosen = choose(book, names)
    if rollback and len(chosen) > 1 and not names:
        raise UsageError(f"sebutkan tujuan yang dikembalikan: {', '.join(item.nama for item in chosen)}")
    register, failed = read_register(project.signed_register), 0
    targets: list[tuple[Terbit, Target]] = []
    for terbit in chosen:
        try:
            targets.append((terbit, open_target(terbit, project.root, book, register, os.environ, thorough=thorough)))
        except Refusal as error:        # its password is not to be had
            show_usage(f"{terbit.nama}: {error}")
            failed += 1
    tree = _tree(project, rehearsal) if targets and not rollback else None
    for terbit, target in targets:
        try:
            if tree is None:
                target.rollback()
                say(f"{terbit.nama}: terbitan sebelumnya ditampilkan kembali")
            else:
                _publish(terbit, target, tree, dry_run)
        except Refusal as error:
            show_usage(f"{terbit.nama}: {error}")
            failed += 1
    return 1 if failed else 0


def choose(book: Book, names: Sequence[str]) -> list[Terbit]:
    """Give the targets of these names, all where none is named. Raises UsageError."""
    known = {item.nama: item for item in book.terbit}
    if not known:
        raise UsageError(
            "belum ada tujuan; tulis `terbit` di book/book.yaml, misalnya `terbit: {situs: {jenis: folder, tujuan: /var/www/sop}}` "
            "(docs/penerbitan.md)"
        )
    for name in names:
        if name not in known:
            raise UsageError(f"tujuan `{name}` tidak ada di book/book.yaml; {suggest(name, known)}".strip("; "))
    return [known[name] for name in dict.fromkeys(names or known)]


def _tree(project: Project, rehearsal: bool) -> Tree:
    """Make the site, read it, and let it through the gate."""
    from bukusop.cli import site
    from bukusop.cli.verify import project_trust
    from bukusop.pipeline import build_time, make_publishable
    from bukusop.publish import read_tree

    start = time.monotonic()
    with alone(project, lambda: say("Buku ini sedang dibuat oleh perintah lain; menunggu giliran ...")):
        made, gate, left_out = make_publishable(project, build_time(os.environ), project_trust(project), rehearsal=rehearsal)
        for sentence in left_out:
            show_usage(f"Peringatan: {sentence}.")
        site.show(project, made, start)
        start, tree = time.monotonic(), read_tree(made.folder)
        with progress() as tell:
            count = gate.admit(tree, tell)
    say(f"{len(tree.files)} berkas, {count} PDF bertanda tangan diperiksa dan sah, {taken(start)}")
    if rehearsal:
        say("UJI COBA: dokumen dengan identitas uji sekali pakai ikut diterbitkan; situs ini tidak berlaku sebagai situs resmi.")
    return tree


def _publish(terbit: Terbit, target: Target, tree: Tree, dry_run: bool) -> None:
    start = time.monotonic()
    plan = target.plan(tree)
    if dry_run:
        show_plan(terbit, plan)
        return
    with progress() as tell:
        target.carry_out(plan, tell)
    change = f"{counts(plan)}, " if not plan.empty else "tidak ada yang berubah, "
    say(f"{terbit.nama}: {change}{taken(start)}")


def counts(plan: Plan) -> str:
    """Say how many files change."""
    return f"{len(plan.new)} baru, {len(plan.changed)} berubah, {len(plan.removed)} dihapus, {plan.same} tetap"


def show_plan(terbit: Terbit, plan: Plan) -> None:
    """List what would change."""
    for word, names in (("baru", plan.new), ("berubah", plan.changed), ("dihapus", plan.removed)):
        for name in names[:SHOWN]:
            say(f"{word:8} {name}")
        if len(names) > SHOWN:
            say(f"{word:8} dan {len(names) - SHOWN} lainnya")
    say(f"{terbit.nama}: akan ada {counts(plan)}; belum ada yang disentuh")
