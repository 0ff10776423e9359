"""Processes that are started, and get ready, before anybody knows what they will have to do.

Standard library only, so that a command can start them before it imports anything itself.
"""

from __future__ import annotations

import gc
import os
from concurrent.futures import Executor, ProcessPoolExecutor
from importlib import import_module
from multiprocessing import get_context
from types import TracebackType

READY = "bukusop.assemble.press:warm"
"""What a process that renders does before its first part, as "module:function"."""
QUIET = 20_000
"""Objects between two looks for garbage: layout makes millions, nearly none of them in circles (measured: 6 % of the time)."""


def seldom_collect() -> None:
    """Look for garbage seldom, and never at what there is already: reading the sources of a big book takes half the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(QUIET)


def _get_ready(ready: str) -> None:
    module, _, function = ready.partition(":")
    getattr(import_module(module), function)()
    seldom_collect()


def _nothing() -> None:
    """Make a process start."""


class Workers:
    """Processes of this machine, and a file of memory by which they are handed one large value. Used with `with`."""

    def __init__(self, jobs: int, ready: str = READY) -> None:
        """Start the first; `jobs` at most, 0 for as many as there are cores. `ready` is called in each."""
        self._ready = ready
        self._pools: list[Executor] = []
        self.file = os.memfd_create("bukusop")
        self.pool = self.open(jobs or len(os.sched_getaffinity(0)))
        self.pool.submit(_nothing)

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for pool in self._pools:
            pool.shutdown(wait=False, cancel_futures=True)
        os.close(self.file)

    def open(self, count: int) -> Executor:
        """Give another pool of such processes."""
        context = get_context("fork")
        self._pools.append(ProcessPoolExecutor(count, mp_context=context, initializer=_get_ready, initargs=(self._ready,)))
        return self._pools[-1]
