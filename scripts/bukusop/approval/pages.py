"""Documents -> electronic pages, each with the day it was or will be signed on; compared with what the register knows."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from io import BytesIO

from bukusop import assemble, cache, render, sign
from bukusop.approval.documents import Document, Request
from bukusop.model import Book, Pengesahan, Status
from bukusop.model.penandatanganan import Penandatanganan
from bukusop.paths import Project
from bukusop.pipeline import Progress, bind, kept_donor, render_parts, sheet_pdf, with_contents
from bukusop.processes import Workers


@dataclass(frozen=True, slots=True)
class Unsigned:
    """Electronic pages, not yet signed: they never leave memory."""

    document: Document
    tanggal: date
    id: str
    pdf: bytes
    pages: int

    @property
    def digest(self) -> str:
        """What tells whether anything changed."""
        return hashlib.sha256(self.pdf).hexdigest()


@dataclass(slots=True)
class Desk:
    """What the documents of one call share."""

    project: Project
    book: Book
    way: Penandatanganan
    request: Request
    register: sign.Register

    def unsigned(self, documents: Sequence[Document], progress: Progress) -> list[Unsigned]:
        """Make the electronic pages of all documents, each with the date it was or will be signed on."""
        sheets = [item for item in documents if item.sop]
        found: dict[str, Unsigned] = {}
        for tanggal in sorted({self._date(item) for item in sheets}):
            found |= self._sheets([item for item in sheets if self._date(item) == tanggal], tanggal, progress)
        changed = [found[item.kunci].document for item in sheets if not self._same(found[item.kunci])]
        anew = [item for item in changed if self._date(item) != self._today]
        if anew:
            found |= self._sheets(anew, self._today, progress)
        dates = {item.sop.id: found[item.kunci].tanggal for item in sheets if item.sop}
        for item in documents:
            if item.sop is None:
                made = self._book(item, self._date(item), dates, progress)
                if not self._same(made) and made.tanggal != self._today:
                    made = self._book(item, self._today, dates, progress)
                found[item.kunci] = made
        return [found[item.kunci] for item in documents]

    def stands(self, unsigned: Unsigned, level: sign.Level) -> bool:
        """Whether a signed file of just these pages is there already, signed as asked."""
        entry = self.register.current(unsigned.document.kunci)
        if entry is None or not self._same(unsigned) or entry.uji != self.way.uji or not entry.tingkat.reaches(level):
            return False
        if self.way.uji and not {item.sertifikat for item in entry.penanda_tangan} <= sign.rehearsal_certificates(self.project.root):
            return False
        if self.request.tanggal and entry.tanggal != self.request.tanggal:
            return False
        try:
            data = (self.project.build / entry.berkas).read_bytes()
        except OSError:
            return False
        return hashlib.sha256(data).hexdigest() == entry.sha256

    @property
    def _today(self) -> date:
        return self.request.tanggal or self.request.today

    def _date(self, document: Document) -> date:
        """Give the day it was signed on, where it was; else the day asked for, or today."""
        entry = self.register.current(document.kunci)
        return entry.tanggal if entry and not self.request.tanggal and entry.uji == self.way.uji else self._today

    def _same(self, unsigned: Unsigned) -> bool:
        entry = self.register.current(unsigned.document.kunci)
        return entry is not None and entry.sumber == unsigned.digest and entry.uji == self.way.uji

    def id_of(self, document: Document) -> str:
        """Give the id of a document: it changes with its number and dates, so that an earlier edition keeps its own."""
        folder = self.project.build / sign.REHEARSAL if self.way.uji else self.project.root / "book"
        key = sign.read_key(folder / "kunci-verifikasi")
        if document.sop is None:
            return sign.document_id(key, ("buku", str(self.book.tahun), self.book.edisi))
        dates = document.sop.tanggal
        return sign.document_id(key, ("sop", document.sop.id, document.nomor, str(dates.pembuatan or ""), str(dates.revisi or "")))

    def address_of(self, document: Document) -> str:
        """Give the address that the QR of a document leads to."""
        return f"{self.book.alamat_verifikasi}/{self.id_of(document)}"

    def _sheets(self, documents: Sequence[Document], tanggal: date, progress: Progress) -> dict[str, Unsigned]:
        """Make SOPs as files of their own, signed on one day."""
        book = replace(self.book.signed_on(tanggal), status=Status.ELEKTRONIK)
        addresses = tuple((item.sop.id, self.address_of(item)) for item in documents if item.sop)
        sahan = Pengesahan(tanggal, "", self.way.uji, "lembar", addresses)
        scene, kept, store = self._scene(book, sahan)
        wanted = {item.sop.id: item for item in documents if item.sop}
        specs = [
            replace(spec, level=1) for spec in render.plan(book) if spec.jenis is render.Jenis.LEMBAR and spec.key in wanted
        ]
        parts = {spec.id: part for spec in specs if (part := kept.find(spec))}

        def done(spec: render.PartSpec, part: render.Pressed) -> None:
            kept.keep(spec, part)
            parts[spec.id] = part
            progress(len(parts), len(specs), spec.title)

        missing = [spec for spec in specs if spec.id not in parts]
        if missing:
            with Workers(self.request.jobs) as workers:
                render.render_all(render.team(workers, scene, assemble.press), missing, done)
        found = {}
        for spec in specs:
            document = wanted[spec.key]
            data = sheet_pdf(scene, parts[spec.id].data, _moment(tanggal), document.judul, store)
            found[document.kunci] = Unsigned(document, tanggal, self.id_of(document), data, parts[spec.id].pages)
        return found

    def _book(self, document: Document, tanggal: date, dates: Mapping[str, date], progress: Progress) -> Unsigned:
        """Make the whole book; its SOPs bear the days on which they were signed."""
        known = {sop.id: entry.tanggal for sop in self.book.sops if (entry := self.register.current(f"sop/{sop.id}"))}
        book = replace(self.book.signed_on(tanggal, {**known, **dates}), status=Status.ELEKTRONIK)
        scene, kept, store = self._scene(book, Pengesahan(tanggal, self.address_of(document), self.way.uji, "buku"))
        specs = render.plan(book)
        bindery, target = assemble.Bindery(), BytesIO()
        with Workers(self.request.jobs) as workers:
            team = render.team(workers, scene, assemble.press)
            parts = render_parts(kept, team, specs, bindery, progress)
            parts = with_contents(kept, team, book, specs, parts, bindery)
            bind(bindery, target, book, _moment(tanggal), kept_donor(store, team.donor))
        return Unsigned(document, tanggal, self.id_of(document), target.getvalue(), sum(part.pages for part in parts.values()))

    def _scene(self, book: Book, sahan: Pengesahan) -> tuple[render.Scene, render.Kept, cache.Store]:
        identity, store = cache.identify(), cache.store_of(self.project)
        templates = render.Templates.read(self.project.templates)
        scene = render.Scene(book, templates, links=sahan.bidang_tanda == "buku", estimates=render.Remembered(store, identity), sahan=sahan)
        return scene, render.Kept(store, scene, identity), store


def _moment(day: date) -> datetime:
    """Give the moment that an unsigned file says it was made at: noon, so that it is this day in every zone of Indonesia."""
    return datetime.combine(day, time(5), UTC)
