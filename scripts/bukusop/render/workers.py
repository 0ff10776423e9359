"""Parts rendered side by side, in processes that hold the book; the result is in book order, whatever was done first."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager

from bukusop.render.parts import PartSpec, Rendered, render
from bukusop.render.scene import Scene

Tell = Callable[[int, str], None]
"""Parts done, and the title of the one just done ("" before the first)."""

_scene: Scene | None = None


def _start(scene: Scene) -> None:
    global _scene  # noqa: PLW0603 - a worker process holds the one book it was started for
    _scene = scene


def _work(spec: PartSpec) -> Rendered:
    assert _scene is not None
    return render(_scene, spec)


@contextmanager
def workers(scene: Scene, jobs: int) -> Iterator[Executor]:
    """Give processes that hold the book; as many as there are cores where `jobs` is 0."""
    count = jobs or len(os.sched_getaffinity(0))
    with ProcessPoolExecutor(count, initializer=_start, initargs=(scene,)) as pool:
        yield pool


def render_all(pool: Executor, specs: Sequence[PartSpec], tell: Tell) -> dict[str, Rendered]:
    """Render parts; give them by id, in the order of `specs`."""
    tell(0, "")
    waiting = {pool.submit(_work, spec): spec for spec in specs}
    done: dict[str, Rendered] = {}
    for future in as_completed(waiting):
        done[waiting[future].id] = future.result()
        tell(len(done), waiting[future].title)
    return {spec.id: done[spec.id] for spec in specs}
