"""The resident state: sources -> parts that changed -> the shown part as PDF, and the last good result of every part seen.

In: a project and, again and again, "something was saved". Out: a `View`, whole and immutable. Synchronous, without a network.
May fail: never with an exception; wrong sources become findings, a fault of ours becomes a sentence. Not for two threads at once.
"""

from __future__ import annotations

import hashlib
import re
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from bukusop import assemble, cache, lint, pipeline, render
from bukusop.diagnostics import Finding, Findings, SourceError
from bukusop.load import Readings
from bukusop.model import Book, Chapter, Keputusan, Sop
from bukusop.paths import OutputError, Project, write_whole
from bukusop.watch.changes import Signs, looks_different, own_sources, read_signs

FAULT_FILE = "pantau-kesalahan.txt"
"""Where in the output folder the details of a fault of ours are written."""
FRONT = "Naskah buku"
"""The heading, in the list of parts, of everything that belongs to no bidang."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part that can be shown, and the heading it stands under in the list."""

    id: str
    title: str
    group: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part as a PDF by itself. `version` names the bytes, `sign` what they were made from."""

    part: str
    pdf: bytes
    pages: int
    version: str
    sign: str


@dataclass(frozen=True, slots=True)
class View:
    """What there is to see. `broken`: the sources are wrong and `leaf` is the last good one. `fault`: a sentence on a fault of ours."""

    book: str
    shown: str
    parts: tuple[Part, ...]
    leaf: Leaf | None
    findings: tuple[Finding, ...]
    broken: bool
    fault: str


@dataclass(frozen=True, slots=True)
class _Known:
    """The book as it was when its sources were last good."""

    scene: render.Scene
    specs: dict[str, render.PartSpec]
    signs: Signs


class Desk:
    """One project, kept at hand. `clock` gives the time that a PDF says it was made at."""

    def __init__(self, project: Project, clock: Callable[[], datetime]) -> None:
        self._project = project
        self._clock = clock
        self._identity = cache.identify()
        self._known: _Known | None = None
        self._leaves: dict[str, Leaf] = {}
        self._findings: tuple[Finding, ...] = ()
        self._broken = False
        self._unexamined: tuple[Readings, Findings] | None = None
        self._fault = ""
        self._shown = ""

    def reload(self) -> tuple[str, ...]:
        """Read the sources; turn to a part that changed where the shown one did not. Gives the parts known to have changed."""
        self._fault = ""
        try:
            readings, findings = pipeline.read_sources(self._project)
            book = readings.book
            scene = render.Scene(book, self._templates(), links=False)
            specs = {spec.id: spec for spec in render.plan(book) if spec.jenis is not render.Jenis.DAFTAR_ISI}
            changed = self._take(_Known(scene, specs, read_signs(scene, list(specs.values()))))
        except SourceError as error:
            self._findings, self._broken, self._unexamined = tuple(error.findings), True, None
            return ()
        except Exception as error:  # a resident process outlives its own mistakes
            self._fault = self._explain(error, "membaca naskah")
            return ()
        self._findings, self._broken, self._unexamined = tuple(findings), False, (readings, findings)
        return changed

    def examine(self) -> bool:
        """Try the rules on what was read last, once; tell whether that was done. Slower than reading: for a pause."""
        if self._unexamined is None:
            return False
        readings, findings = self._unexamined
        self._unexamined = None
        try:
            examined = lint.examine(self._project, readings, findings, self._clock().date())
        except Exception as error:  # a resident process outlives its own mistakes
            self._fault = self._explain(error, "memeriksa naskah")
        else:
            findings.extend(examined.findings)
            self._findings = tuple(findings)
        return True

    def _templates(self) -> render.Templates:
        """Read the templates; those at hand serve as long as they are the same, so that they need not be parsed again."""
        found = render.Templates.read(self._project.templates)
        kept = self._known.scene.templates if self._known else None
        return kept if kept and kept.files == found.files else found

    def _take(self, now: _Known) -> tuple[str, ...]:
        """Take over a new state of the book and choose what to show: at first the part saved last; then the same as before
        where it changed, else a new sheet, else the first part that changed."""
        before, self._known = self._known, now
        if before is None:
            self._shown = self._latest(now)
            return tuple(now.specs)
        self._leaves = {id_: leaf for id_, leaf in self._leaves.items() if id_ in now.specs}
        changed = [id_ for id_ in now.specs if before.signs.own.get(id_) != now.signs.own[id_]]
        if self._shown in changed or self._differs(before, now, self._shown):
            return tuple(dict.fromkeys((self._shown, *changed)))
        if not changed:
            changed = [next((id_ for id_ in now.specs if id_ != self._shown and self._differs(before, now, id_)), "")]
            changed = [id_ for id_ in changed if id_]
        new = [id_ for id_ in changed if id_ not in before.specs and now.specs[id_].jenis is render.Jenis.LEMBAR]
        if changed:
            self._shown = (new or changed)[0]
        elif self._shown not in now.specs:
            self._shown = self._latest(now)
        return tuple(changed)

    def _differs(self, before: _Known, now: _Known, part: str) -> bool:
        """Whether a part, whose own source is the same, looks different; where it does not, its result is good for now, too."""
        if part not in before.specs or part not in now.specs or before.signs.common == now.signs.common:
            return False
        try:
            different = looks_different((before.scene, before.specs[part]), (now.scene, now.specs[part]), self._identity)
        except Exception:  # a template that is or was broken: the making of the part says so, or makes it anew
            different = True
        if different:
            return True
        leaf = self._leaves.get(part)
        if leaf is not None and leaf.sign == before.signs.of(part):
            self._leaves[part] = replace(leaf, sign=now.signs.of(part))
        return False

    def _latest(self, now: _Known) -> str:
        """Give the part whose own file was saved last: the first SOP where several were saved at the same moment."""
        files = {(type(item), item.id): item.berkas for item in own_sources(now.scene.book)}
        kinds = {render.Jenis.LEMBAR: Sop, render.Jenis.NASKAH: Chapter, render.Jenis.KEPUTUSAN: Keputusan}

        def saved(spec: render.PartSpec) -> tuple[float, bool]:
            file, moment = files.get((kinds.get(spec.jenis, Book), spec.key)), 0.0
            if file:
                with suppress(OSError):
                    moment = (self._project.root / file).stat().st_mtime
            return moment, spec.jenis is render.Jenis.LEMBAR

        return max(now.specs.values(), key=saved).id if now.specs else ""

    def show(self, part: str) -> bool:
        """Turn to a part; False where there is none of that id."""
        known = self._known is not None and part in self._known.specs
        if known:
            self._shown = part
        return known

    def refresh(self) -> bool:
        """Make the shown part unless it is at hand already; whether it was made."""
        known, leaf = self._known, self._leaves.get(self._shown)
        if known is None or self._shown not in known.specs:
            return False
        spec, sign = known.specs[self._shown], known.signs.of(self._shown)
        if leaf is not None and leaf.sign == sign:
            return False
        try:
            self._leaves[spec.id] = _leaf(known.scene, replace(spec, level=1), sign, self._clock())
        except Exception as error:  # see above
            self._fault = self._explain(error, f"membuat lembar “{spec.title}”")
            return False
        return True

    def leaf(self, part: str) -> Leaf | None:
        """Give the last good result of a part."""
        return self._leaves.get(part)

    def view(self) -> View:
        """Give what there is to see now."""
        known = self._known
        book = known.scene.book if known else None
        parts = tuple(Part(spec.id, spec.title, _group(known.scene.book, spec)) for spec in known.specs.values()) if known else ()
        return View(
            f"{book.judul} {book.instansi.nama}" if book else "", self._shown, parts, self._leaves.get(self._shown), self._findings,
            self._broken, self._fault,
        )

    def _explain(self, error: Exception, work: str) -> str:
        """Write the details of a fault to a file; give the sentence for the user."""
        name = self._project.build / FAULT_FILE
        where = f" Rinciannya disimpan di {self._project.name(name)}; sampaikan berkas itu kepada pengelola alat."
        try:
            write_whole(name, "".join(traceback.format_exception(error)).encode())
        except OutputError:
            where = ""
        return (
            f"Alat ini gagal {work} ({type(error).__name__}). Bila Anda baru mengubah isi folder templates, periksa lagi"
            f" perubahan itu.{where}"
        )


def _leaf(scene: render.Scene, spec: render.PartSpec, sign: str, when: datetime) -> Leaf:
    made = render.render(scene, spec)
    pdf = _steady(pipeline.sheet_pdf(scene, assemble.press(spec, made), when, spec.title), spec.id)
    return Leaf(spec.id, pdf, made.pages, hashlib.sha256(pdf).hexdigest()[:16], sign)


def _steady(pdf: bytes, part: str) -> bytes:
    """Give every version of a part the same first half of /ID: by it Firefox knows a document again, and keeps page and zoom."""
    name = hashlib.sha256(part.encode()).hexdigest()[:32]
    return re.sub(rb"(/ID \[<)[0-9a-f]{32}(> ?<[0-9a-f]{32}>\])(?=[^/]*startxref)", rb"\g<1>" + name.encode() + rb"\2", pdf)


def _group(book: Book, spec: render.PartSpec) -> str:
    if spec.jenis not in (render.Jenis.LEMBAR, render.Jenis.PEMBATAS):
        return FRONT
    sop = book.sop(spec.key)
    bidang = book.bidang_of(sop) if sop else next(item for item in book.bidang if item.kunci == spec.key)
    return f"{bidang.huruf}. {bidang.nama}"
