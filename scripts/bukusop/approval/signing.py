"""Electronic pages -> signed files that stood up to examination, noted in the register; and their renewal."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bukusop import sign
from bukusop.approval.documents import FOLDER, Document, Request, check_ready, chosen
from bukusop.approval.pages import Desk, Unsigned
from bukusop.diagnostics import Refusal, SourceError, UsageError
from bukusop.load import load_signing
from bukusop.model import nama_paraf, nama_ttd
from bukusop.paths import Project, write_whole
from bukusop.pipeline import Progress, read


class NotSigned(Refusal):
    """A document was not signed; those before it stand. The text names it and says why."""


@dataclass(frozen=True, slots=True)
class Signed:
    """What a call did: files signed now, and how many were signed before and had not changed."""

    entries: tuple[sign.Entry, ...]
    unchanged: int
    folder: Path
    uji: bool


def make_signed(project: Project, request: Request, secrets: sign.Ask, progress: Progress) -> Signed:
    """Sign what is not signed yet, or has changed since. Raises SourceError, UsageError, SignError, NotSigned."""
    book, findings = read(project)
    way = load_signing(project, book.pejabat, findings)
    if findings.failed:
        raise SourceError(findings)
    documents = chosen(book, request.ids)
    check_ready(book, documents)
    level = request.level or sign.Level(way.tingkat)
    desk = Desk(project, book, way, request, sign.read_register(project.signed_register))
    _check_rehearsal(desk, documents)
    waiting = [unsigned for unsigned in desk.unsigned(documents, progress) if not desk.stands(unsigned, level)]
    done: list[sign.Entry] = []
    if waiting:
        asyncio.run(_sign_all(desk, waiting, level, secrets, progress, done))
    return Signed(tuple(done), len(documents) - len(waiting), project.build / FOLDER, way.uji)


def _check_rehearsal(desk: Desk, documents: Sequence[Document]) -> None:
    """Refuse to put a rehearsal in the place of a document that was really signed."""
    real = [item.name for item in documents if (entry := desk.register.current(item.kunci)) and not entry.uji]
    if desk.way.uji and real:
        raise UsageError(
            f"{len(real)} dokumen sudah ditandatangani sungguhan ({real[0]}, ...), sedangkan book/pengesahan.yaml tidak ada, sehingga "
            "yang akan dibuat hanya uji coba; kembalikan berkas itu, atau berlatihlah pada salinan folder buku"
        )


def unsigned_documents(project: Project, request: Request) -> list[Unsigned]:
    """Make the electronic pages of documents without signing them: for measuring only, they are not to be written."""
    book, findings = read(project)
    way = load_signing(project, book.pejabat, findings)
    desk = Desk(project, book, way, request, sign.read_register(project.signed_register))
    return desk.unsigned(chosen(book, request.ids), lambda *_: None)


async def _sign_all(
    desk: Desk, waiting: Sequence[Unsigned], level: sign.Level, secrets: sign.Ask, progress: Progress, done: list[sign.Entry]
) -> None:
    """Sign documents one after the other; each is kept before the next is begun."""
    people = list(dict.fromkeys(pejabat for item in waiting for pejabat in item.document.signers))
    async with sign.open_office(desk.project.root, desk.way, people, desk.book.pejabat, len(waiting), secrets) as office:
        for number, unsigned in enumerate(waiting):
            progress(number, len(waiting), unsigned.document.name)
            try:
                entry = await _sign_one(desk, office, unsigned, level)
            except sign.SignError as error:
                stood = f"{number} dokumen sebelumnya sudah ditandatangani dan tetap berlaku; " if number else ""
                raise NotSigned(
                    f"dokumen {number + 1} dari {len(waiting)}, {unsigned.document.name}: {error}. {stood}"
                    "ulangi perintah ini untuk melanjutkan"
                ) from error
            done.append(entry)
        progress(len(waiting), len(waiting), "")


async def _sign_one(desk: Desk, office: sign.Office, unsigned: Unsigned, level: sign.Level) -> sign.Entry:
    """Sign one document by all its signers, examine the result, keep it and note it."""
    document, pdf = unsigned.document, unsigned.pdf
    head = document.signers[-1]
    for pejabat in document.signers:
        last = pejabat is head
        order = sign.Order(
            field=(nama_ttd if last else nama_paraf)(pejabat.kunci), name=pejabat.nama,
            reason=desk.way.alasan if last else "Paraf koordinasi", location=desk.book.instansi.tempat,
            level=level if last else min(level, sign.Level.B_LT, key=list(sign.Level).index),
        )
        pdf = await office.signatories[pejabat.kunci].sign(pdf, order)
    pinned = [office.pinned(item.kunci) for item in document.signers]
    # A service that may rewrite a file was checked by what it shows, when it came back; all others continue our bytes.
    base = b"" if office.rewriting & {item.kunci for item in document.signers} else unsigned.pdf
    report = await sign.examine(pdf, base, office.trust, office.evidence, pinned, level)
    people = [item for item in report.signatures if not item.archive]
    entry = sign.Entry(
        id=unsigned.id, kunci=document.kunci, judul=document.judul, nomor=document.nomor, berkas=document.berkas,
        tanggal=unsigned.tanggal, tingkat=level, uji=desk.way.uji, sha256=report.sha256, ukuran=len(pdf), halaman=unsigned.pages,
        sumber=unsigned.digest, penanda_tangan=tuple(
            sign.Signer(
                "pengesah" if pejabat is head else "paraf", pejabat.jabatan, pejabat.nama, pejabat.nip,
                found.holder.sha256 if found.holder else "", found.proven or found.claimed or datetime.now(UTC),
            )
            for pejabat, found in zip(document.signers, people, strict=True)
        ),
    )
    _keep_replaced(desk, document.berkas)
    write_whole(desk.project.build / document.berkas, pdf)
    desk.register = desk.register.with_signed(entry)
    sign.write_register(desk.project.signed_register, desk.register)
    return entry


def _keep_replaced(desk: Desk, name: str) -> None:
    """Keep the signed file that a new one takes the place of: whoever holds a copy may ask for it for years."""
    path = desk.project.build / name
    old = path.read_bytes() if path.is_file() else b""
    digest = hashlib.sha256(old).hexdigest()
    if old and desk.register.find(digest):
        write_whole(desk.project.build / FOLDER / "lama" / f"{path.stem}-{digest[:16]}.pdf", old)


def make_renewed(project: Project, paths: Sequence[Path], secrets: sign.Ask, progress: Progress) -> tuple[Path, ...]:
    """Add a fresh archive timestamp to signed files, of the register where no paths are given. Raises as `make_signed`.

    A file is replaced only by a renewed one that stands up to examination.
    """
    book, findings = read(project)
    way = load_signing(project, book.pejabat, findings)
    if findings.failed:
        raise SourceError(findings)
    register = sign.read_register(project.signed_register)
    files = list(paths) or [project.build / entry.berkas for entry in register.entries if entry.status == "berlaku"]
    if not files:
        raise UsageError("belum ada dokumen bertanda tangan; jalankan `make sign` lebih dahulu")

    async def renew_all() -> None:
        nonlocal register
        async with sign.open_office(project.root, way, [], book.pejabat, 0, secrets) as office:
            for number, file in enumerate(files):
                progress(number, len(files), file.name)
                try:
                    old = file.read_bytes()
                    new = await sign.archive(old, office.bench)
                    report = await sign.examine_renewed(new, old, office.trust, office.evidence)
                except OSError as error:
                    raise UsageError(f"{project.name(file)} tidak dapat dibaca: {error.strerror}") from error
                except sign.SignError as error:
                    raise NotSigned(f"{project.name(file)}: {error}") from error
                write_whole(file, new)
                entry = register.find(hashlib.sha256(old).hexdigest())
                if entry:
                    register = register.with_renewed(entry, report.sha256, len(new))
                    sign.write_register(project.signed_register, register)
            progress(len(files), len(files), "")

    asyncio.run(renew_all())
    return tuple(files)
