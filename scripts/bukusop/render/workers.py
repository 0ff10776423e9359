"""Parts rendered side by side by an executor of any kind: processes of this machine, or a cluster.

Processes get the scene through a file of memory, without the tables of the SOPs, and each sheet with its own: so a process is no larger
for a large book. A cluster is sent the scene once, whole. A part that fails is named and hinders no other; so is one whose process dies.
"""

from __future__ import annotations

import gc
import os
import pickle
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, as_completed
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from bukusop.diagnostics import Fault
from bukusop.model import Book, Sop
from bukusop.paths import OutputError
from bukusop.processes import Died, Shifts, Workers, seldom_collect
from bukusop.render.parts import Jenis, PartSpec, Pressed, Rendered, donor, render
from bukusop.render.prose import Entry
from bukusop.render.scene import Scene

Press = Callable[[PartSpec, Rendered], bytes]
"""Makes of a rendered part what the book needs of it, in the process that rendered it."""

Done = Callable[[PartSpec, Pressed], None]
"""Told of every part as it is finished, in any order."""


@dataclass(frozen=True, slots=True)
class Held:
    """A scene in a file of memory, which worker processes have inherited: it is read once by each."""

    file: int
    size: int

    def scene(self) -> Scene:
        """Read the scene, or give it as it was read before."""
        return _read(self.file, self.size)


@lru_cache(1)
def _read(file: int, size: int) -> Scene:
    data = b""
    while len(data) < size:
        data += os.pread(file, size - len(data), len(data))
    found = pickle.loads(data)
    assert isinstance(found, Scene)
    seldom_collect()
    return found


_shifts = Shifts()
"""The work of this process, where it is one of `Workers`."""


class PartsFailed(Fault):
    """Parts could not be rendered, which is a fault of ours; the text is a sentence for the user, the causes are kept."""

    def __init__(self, causes: Mapping[str, BaseException]) -> None:
        named = "; ".join(f"`{title}` ({type(cause).__name__}: {cause})" for title, cause in causes.items())
        super().__init__(f"bagian ini gagal dibuat: {named}. Bagian lain yang sudah selesai tersimpan")
        self.causes = dict(causes)


@dataclass(frozen=True, slots=True)
class Team:
    """Somebody to render parts and press them: an executor, and the scene as its workers get it. `renew` gives a process of its own.

    `sheets` are the SOPs, by id, where the scene has only their names.
    """

    executor: Executor
    scene: Any
    press: Press
    renew: Callable[[], Executor] | None = None
    sheets: Mapping[str, Sop] = field(default_factory=dict)

    def submit(self, spec: PartSpec, entries: Sequence[Entry] = ()) -> Future[Pressed]:
        """Have a part rendered; `entries` are the lines of the daftar isi, for that part only."""
        sop = self.sheets.get(spec.key) if spec.jenis is Jenis.LEMBAR else None
        return self.executor.submit(_work, self.scene, self.press, spec, entries, sop)

    def donor(self, html: str) -> bytes:
        """Have the page rendered that lends its fonts."""
        try:
            return self.executor.submit(donor, html).result()
        except BrokenExecutor:
            return donor(html)


def _work(scene: Scene | Held, press: Press, spec: PartSpec, entries: Sequence[Entry], sop: Sop | None) -> Pressed:
    if not isinstance(scene, Held):
        return _part(scene, press, spec, entries)
    scene.scene()   # once, for all children of this process
    made: Pressed = _shifts.do(_held_part, scene, press, spec, entries, sop, alone=bool(entries))
    return made


def _held_part(held: Held, press: Press, spec: PartSpec, entries: Sequence[Entry], sop: Sop | None) -> Pressed:
    scene = held.scene()
    return _part(replace(scene, book=_with(scene.book, sop)) if sop else scene, press, spec, entries)


def _part(scene: Scene, press: Press, spec: PartSpec, entries: Sequence[Entry]) -> Pressed:
    gc.collect()    # of the part before: laid-out pages go round in circles, and would pile up to a hundred megabytes
    part = render(scene, spec, entries)
    return Pressed(part.id, part.pages, part.marks, press(spec, part), part.measured)


def _names_only(book: Book) -> Book:
    """Leave of the SOPs what other parts say of them: their names and numbers."""
    return replace(book, sops=tuple(
        replace(
            sop, prosedur=(), dasar_hukum=(), kualifikasi_pelaksana=(), keterkaitan=(), peralatan=(), peringatan=(), pencatatan=(),
        ) for sop in book.sops
    ))


def _with(book: Book, sop: Sop) -> Book:
    return replace(book, sops=tuple(sop if item.id == sop.id else item for item in book.sops))


def team(workers: Workers, scene: Scene, press: Press) -> Team:
    """Give the processes of this machine the scene; once only. Raises OutputError where there is no room for it."""
    data = pickle.dumps(replace(scene, book=_names_only(scene.book)))
    rest = memoryview(data)
    try:
        while rest:
            rest = rest[os.write(workers.file, rest) :]
    except OSError as error:
        raise OutputError(f"ingatan untuk proses tidak dapat ditulis: {error.strerror}") from error
    sheets = {sop.id: sop for sop in scene.book.sops}
    return Team(workers.pool, Held(workers.file, len(data)), press, lambda: workers.open(1), sheets)


def render_all(team: Team, specs: Iterable[PartSpec], done: Done, entries: Sequence[Entry] = ()) -> None:
    """Render parts, each as soon as `specs` names it. Raises PartsFailed after everything that can be made is made."""
    failed: dict[str, BaseException] = {}
    died: list[PartSpec] = []
    waiting: dict[Future[Pressed], PartSpec] = {}
    order: dict[str, int] = {}
    for spec in specs:
        order[spec.id] = len(order)
        try:
            waiting[team.submit(spec, entries)] = spec
        except BrokenExecutor:
            died.append(spec)
    for future in as_completed(list(waiting)):
        spec = waiting.pop(future)      # so that what it holds is let go of
        try:
            part = future.result()
        except BrokenExecutor:
            died.append(spec)
        except Exception as cause:
            failed[spec.title] = cause
        else:
            done(spec, part)
    for spec in sorted(died, key=lambda spec: order[spec.id]):
        try:
            part = _alone(team, spec, entries)
        except Exception as cause:
            failed[spec.title] = cause
        else:
            done(spec, part)
    if failed:
        raise PartsFailed(failed)


def _alone(team: Team, spec: PartSpec, entries: Sequence[Entry]) -> Pressed:
    """Render a part whose process died, in a process of its own: perhaps it was another part's fault."""
    if team.renew is None:
        raise Died
    try:
        return replace(team, executor=team.renew()).submit(spec, entries).result()
    except BrokenExecutor:
        raise Died from None
