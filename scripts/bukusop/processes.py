"""Processes that are started, and get ready, before anybody knows what they will have to do.

Standard library only, so that a command can start them before it imports anything itself.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from importlib import import_module
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any

READY = "bukusop.assemble.press:warm"
"""What a process that renders does before its first part, as "module:function"."""
QUIET = 20_000
"""Objects between two looks for garbage: layout makes millions, nearly none of them in circles (measured: 6 % of the time)."""

SHIFT = 40
"""Pieces of work that one process does before another takes its place: layout in C keeps half a megabyte of each for good, and gives
none of it back (measured: 382 MB after 230 sheets, 200 MB so)."""
_PR_SET_PDEATHSIG = 1


def seldom_collect() -> None:
    """Look for garbage seldom, and never at what there is already: reading the sources of a big book takes half the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(QUIET)


def _end_with(parent: int) -> None:
    """Have this process killed when its parent ends in whatever way: a killed command must not leave others waiting for work.

    The kernel means the thread that forked (prctl(2), PR_SET_PDEATHSIG): `Workers` are started by one that lasts.
    """
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _get_ready(ready: str, parent: int) -> None:
    _end_with(parent)
    module, _, function = ready.partition(":")
    getattr(import_module(module), function)()
    seldom_collect()


def _nothing() -> None:
    """Make a process start."""


class Died(Exception):
    """The process that did a piece of work died of it, and the one that tried it again."""

    def __init__(self) -> None:
        super().__init__("prosesnya mati di tengah jalan")


class Shifts:
    """Work done in a child of this process, which is replaced after `SHIFT` pieces: it grows, its parent stays as it is.

    The child is forked, so it has whatever this process has when the first piece is asked for. Only for a process without threads.
    """

    def __init__(self) -> None:
        self._child = 0
        self._line: Connection | None = None
        self._left = 0

    def do(self, work: Callable[..., Any], *args: Any, alone: bool = False) -> Any:
        """Give what `work` returns, or raise what it raises; both travel pickled. Raises Died.

        `alone` gives the piece a child of its own: one that needs much memory.
        """
        for _ in range(2):
            if alone or not self._left:
                self.end()
                self._begin()
            try:
                value, error = self._ask(work, args)
            except (EOFError, OSError):
                self.end()
                continue
            self._left = 0 if alone else self._left - 1
            if error is not None:
                raise error
            return value
        raise Died

    def end(self) -> None:
        """Send the child home, if there is one."""
        if self._line is not None:
            self._line.close()
            os.waitpid(self._child, 0)
            self._line, self._left = None, 0

    def _begin(self) -> None:
        mine, theirs = Pipe()
        parent = os.getpid()
        self._child = os.fork()
        if not self._child:
            mine.close()
            _end_with(parent)
            _serve(theirs)
        theirs.close()
        self._line, self._left = mine, SHIFT

    def _ask(self, work: Callable[..., Any], args: tuple[Any, ...]) -> tuple[Any, BaseException | None]:
        assert self._line is not None
        self._line.send((work, args))
        answer: tuple[Any, BaseException | None] = self._line.recv()
        return answer


def _serve(line: Connection) -> None:
    """Do pieces of work until nobody asks for more; never return."""
    code = 1
    try:
        while True:
            try:
                work, args = line.recv()
            except EOFError:
                code = 0
                break
            try:
                answer: tuple[Any, BaseException | None] = (work(*args), None)
            except Exception as error:
                answer = (None, error)
            line.send(answer)
    finally:
        os._exit(code)


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
        context, own = get_context("fork"), (self._ready, os.getpid())
        self._pools.append(ProcessPoolExecutor(count, mp_context=context, initializer=_get_ready, initargs=own))
        return self._pools[-1]
