"""Parts rendered side by side by an executor of any kind: processes of this machine, or a cluster.

Processes get the scene through a file of memory, a cluster is sent it once. A part that fails is named and hinders no
other; a process that dies is replaced, and its parts are tried alone.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, as_completed
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from bukusop.diagnostics import Fault
from bukusop.paths import OutputError
from bukusop.processes import Workers
from bukusop.render.parts import PartSpec, Rendered, render
from bukusop.render.scene import Scene

Done = Callable[[PartSpec, Rendered], None]
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
    return found


class PartsFailed(Fault):
    """Parts could not be rendered, which is a fault of ours; the text is a sentence for the user, the causes are kept."""

    def __init__(self, causes: Mapping[str, BaseException]) -> None:
        named = "; ".join(f"`{title}` ({type(cause).__name__}: {cause})" for title, cause in causes.items())
        super().__init__(f"bagian ini gagal dibuat: {named}. Bagian lain yang sudah selesai tersimpan")
        self.causes = dict(causes)


class WorkerDied(Exception):
    """The process that rendered a part died, twice."""

    def __init__(self) -> None:
        super().__init__("prosesnya mati di tengah jalan")


@dataclass(frozen=True, slots=True)
class Team:
    """Somebody to render parts: an executor, and the scene as its workers get it. `renew` gives a process of its own."""

    executor: Executor
    scene: Any
    renew: Callable[[], Executor] | None = None

    def submit(self, spec: PartSpec) -> Future[Rendered]:
        """Have a part rendered."""
        return self.executor.submit(_work, self.scene, spec)


def _work(scene: Scene | Held, spec: PartSpec) -> Rendered:
    return render(scene.scene() if isinstance(scene, Held) else scene, spec)


def team(workers: Workers, scene: Scene) -> Team:
    """Give the processes of this machine the scene; once only. Raises OutputError where there is no room for it."""
    data = pickle.dumps(scene)
    rest = memoryview(data)
    try:
        while rest:
            rest = rest[os.write(workers.file, rest) :]
    except OSError as error:
        raise OutputError(f"ingatan untuk proses tidak dapat ditulis: {error.strerror}") from error
    return Team(workers.pool, Held(workers.file, len(data)), lambda: workers.open(1))


def render_all(team: Team, specs: Sequence[PartSpec], done: Done, meanwhile: Callable[[], None]) -> None:
    """Render parts, and do something else `meanwhile`. Raises PartsFailed after everything that can be made is made."""
    failed: dict[str, BaseException] = {}
    died: list[PartSpec] = []
    waiting = {team.submit(spec): spec for spec in specs}
    meanwhile()
    for future in as_completed(waiting):
        spec = waiting[future]
        try:
            part = future.result()
        except BrokenExecutor:
            died.append(spec)
        except Exception as cause:
            failed[spec.title] = cause
        else:
            done(spec, part)
    for spec in sorted(died, key=list(specs).index):
        try:
            part = _alone(team, spec)
        except Exception as cause:
            failed[spec.title] = cause
        else:
            done(spec, part)
    if failed:
        raise PartsFailed(failed)


def _alone(team: Team, spec: PartSpec) -> Rendered:
    """Render a part whose process died, in a process of its own: perhaps it was another part's fault."""
    if team.renew is None:
        raise WorkerDied
    try:
        return replace(team, executor=team.renew()).submit(spec).result()
    except BrokenExecutor:
        raise WorkerDied from None
