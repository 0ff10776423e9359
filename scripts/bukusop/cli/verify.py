"""`bukusop verify FILE...`: is a PDF genuine? A verdict in words, or as JSON (`docs/verifikasi.md` describes it)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bukusop.cli.report import here, say
from bukusop.cli.wording import Command
from bukusop.diagnostics import UsageError
from bukusop.paths import Project

if TYPE_CHECKING:
    from bukusop.sign.trust import Trust
    from bukusop.sign.verdict import Report, SignatureReport

HELP = (
    "Memeriksa keaslian PDF bertanda tangan elektronik: siapa, kapan, utuh atau tidak, dan apa dasarnya. "
    "Tanpa BERKAS: semua dokumen yang berlaku menurut register proyek ini. "
    "Kode keluar: 0 sah, 1 tidak sah, 2 tidak terbaca, 3 tidak dapat dipastikan; dari beberapa berkas yang terburuk (1, 2, 3, 0)."
)


@click.command("verify", cls=Command, help=HELP)
@click.argument("files", metavar="[BERKAS...]", nargs=-1, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Cetak hasilnya sebagai JSON.")
@click.option("--trust", "roots", metavar="PEM", multiple=True, type=click.Path(path_type=Path),
              help="Sertifikat akar yang dipercaya; boleh diulang. Tanpa ini: akar proyek ini.")
@click.option("--online", is_flag=True, help="Tanyakan status sertifikat ke penerbitnya lewat jaringan.")
@click.option("--at", "day", metavar="TAHUN-BULAN-HARI", type=click.DateTime(["%Y-%m-%d"]),
              help="Nilai seolah-olah pada akhir hari itu.")
@click.help_option("--help", "-h", help="Tampilkan bantuan ini.")
def command(files: Sequence[Path], as_json: bool, roots: Sequence[Path], online: bool, day: datetime | None) -> int:
    """Verify files and say what was found; the exit code is that of the gravest verdict."""
    from bukusop.sign.faults import SignError
    from bukusop.sign.register import read_register
    from bukusop.sign.verdict import Verdict, worst
    from bukusop.sign.verification import verify_file

    moment = day.replace(hour=23, minute=59, second=59).astimezone() if day is not None else None
    try:
        trust, register = _trust(roots), read_register(here().signed_register)
    except SignError as error:      # not exit code 1: nothing is said about any file
        raise UsageError(str(error)) from error
    files = files or [_shown(here().build / entry.berkas) for entry in register.entries if entry.status == "berlaku"]
    if not files:
        raise UsageError("belum ada dokumen bertanda tangan di proyek ini; sebutkan berkas PDF-nya, atau jalankan make sign dahulu")
    results = [(path, verify_file(path, trust, moment=moment, register=register, online=online)) for path in files]
    if as_json:
        click.echo(json.dumps([plain(path, report) for path, report in results], ensure_ascii=False, indent=1))
    else:
        for path, report in results:
            say(f"{path}: {report.summary}")
            for line in lines(report) if len(results) == 1 or report.verdict is not Verdict.SAH else ():
                say(line)
        if len(results) > 1:
            good = sum(report.verdict is Verdict.SAH for _, report in results)
            say(f"{len(results)} berkas diperiksa, {good} sah")
        if any(report.rehearsed for _, report in results):
            say("UJI COBA: ada yang ditandatangani dengan identitas uji sekali pakai, yang tidak berlaku sebagai dokumen resmi.")
    return worst(report.verdict for _, report in results).exit_code


def _trust(roots: Sequence[Path]) -> Trust:
    """Give the roots named, or else those of the project."""
    from bukusop.sign.trust import Trust, read_certificates

    if roots:
        return Trust(tuple(certificate for path in roots for certificate in read_certificates(path)))
    return project_trust(here())


def project_trust(project: Project) -> Trust:
    """Give the roots of a project: its settings, and the throw-away authority of rehearsals."""
    from bukusop.diagnostics import Findings
    from bukusop.load import load_signing
    from bukusop.sign.office import read_trust, rehearsal_trust
    from bukusop.sign.trust import Trust

    own = read_trust(project.root, load_signing(project, (), Findings()))
    rehearsal = rehearsal_trust(project.root)
    return Trust((*own.roots, *(rehearsal.roots if rehearsal else ())), own.others)


def _shown(path: Path) -> Path:
    """Give a path as short as it can be from here."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def lines(report: Report) -> Iterator[str]:
    """Give what is behind a verdict as lines of words."""
    for reason in report.reasons[1:]:
        yield f"  juga: {reason}"
    for number, one in enumerate(report.signatures, 1):
        yield from _lines(number, one)


def _lines(number: int, one: SignatureReport) -> Iterator[str]:
    from bukusop.sign.verification.sentences import date, time

    who = one.holder
    yield f"  {number}. {'Stempel waktu arsip' if one.archive else 'Tanda tangan'} {one.field}: {one.verdict}"
    if who is not None:
        yield f"     nama      : {who.name}{f', {who.organisation}' if who.organisation else ''}"
        yield f"     penerbit  : {who.issuer}{f', akar {who.root}' if who.root else ' (akarnya tidak dipercaya)'}"
    if one.proven is not None:
        yield f"     waktu     : {time(one.proven)}, dibuktikan {one.stamped_by or 'stempel waktu'}"
    elif one.claimed is not None:
        yield f"     waktu     : {time(one.claimed)}, menurut penanda tangan sendiri"
    if one.level is not None:
        yield f"     tingkat   : {one.level.label}"
    yield f"     mencakup  : {'seluruh berkas' if one.whole else 'berkas sampai saat itu'}"
    for reason in one.reasons:
        yield f"     - {reason}"
    if one.lapsed is not None:
        yield f"     - bukti jangka panjang berlaku sampai {date(one.lapsed)}"


def plain(path: Path, report: Report) -> dict[str, Any]:
    """Give a report as JSON values; the form is documented and grows only by new keys."""
    return {
        "berkas": str(path), "putusan": report.verdict.value, "ringkasan": report.summary, "alasan": list(report.reasons),
        "uji_coba": report.rehearsed, "sha256": report.sha256, "ukuran": report.size, "halaman": report.pages,
        "tanda_tangan": [_plain(one) for one in report.signatures],
    }


def _plain(one: SignatureReport) -> dict[str, Any]:
    who = one.holder
    return {
        "kolom": one.field, "jenis": "stempel waktu arsip" if one.archive else "tanda tangan", "putusan": one.verdict.value,
        "alasan": list(one.reasons), "nama": who.name if who else "", "organisasi": who.organisation if who else "",
        "nomor_seri_subjek": who.serial if who else "", "penerbit": who.issuer if who else "", "akar": who.root if who else "",
        "sertifikat_sha256": who.sha256 if who else "", "waktu_diakui": _moment(one.claimed), "waktu_terbukti": _moment(one.proven),
        "dibuktikan_oleh": one.stamped_by, "utuh": one.intact, "mencakup_seluruh_berkas": one.whole, "tambahan": list(one.changes),
        "tambahan_diizinkan": one.allowed, "rantai_dipercaya": one.trusted, "dicabut": _moment(one.revoked),
        "tingkat": one.level.value if one.level else None, "sah_ketika_dibuat": one.valid_then, "sah_sekarang": one.valid_now,
        "bukti_berlaku_sampai": _moment(one.lapsed),
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
