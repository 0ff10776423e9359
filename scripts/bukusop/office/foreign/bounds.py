"""Work on strangers' files in a process of its own, bounded in time and memory: a hostile file can end only that process.

In: a function of a module, its arguments. Out: what it returns, through a pipe; or a Refusal with a sentence. Nothing else is raised.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import resource
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import ParamSpec, TypeVar

from bukusop.diagnostics import Refusal

SECONDS = 10
MEMORY = 1024 * 1024 * 1024
"""Bytes that the process may hold in all."""
DEPTH = 3000
"""Nested calls: enough for tables within text boxes within tables, and far below what a stack of 8 MB holds."""

P = ParamSpec("P")
T = TypeVar("T")


def bounded(name: str, seconds: int, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Give what `work` returns; `name` is the file as the user knows it. Raises Refusal: its own, or that a bound was passed."""
    start = multiprocessing.get_context("fork")
    here, there = start.Pipe(duplex=False)
    child = start.Process(target=_run, args=(there, seconds, lambda: work(*args, **kwargs)), daemon=True)
    child.start()
    there.close()
    answer: tuple[str, object] = ("", None)
    try:
        if here.poll(seconds):
            with contextlib.suppress(EOFError, OSError):
                answer = here.recv()
    finally:
        here.close()
        child.kill()
        child.join()
    how, value = answer
    if how == "done":
        return value  # type: ignore[return-value]
    if how == "refused":
        raise Refusal(str(value))
    if how == "broken":
        hint = "Buka dengan aplikasi kantor, simpan ulang, lalu coba lagi"
        raise Refusal(f"`{name}` tidak dapat dibaca: isinya tidak wajar, atau ini kesalahan program ({value}). {hint}")
    limit = f"{seconds} detik atau {MEMORY // 1024 // 1024} MB memori"
    raise Refusal(f"`{name}` tidak dapat dibaca dalam batas {limit}, jadi pembacaannya dihentikan; pecah berkasnya menjadi beberapa bagian")


def _where(error: Exception) -> str:
    """Name an error and the line of ours where it came up, for whoever is told of it."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f", {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace is not None else ""
    return f"{type(error).__name__}{place}"


def _run(there: Connection, seconds: int, work: Callable[[], object]) -> None:
    """Work in the child. What passes a bound ends without a word, and the parent says so."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(seconds + 1)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds + 1, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pages = [int(word) * os.sysconf("SC_PAGE_SIZE") for word in Path("/proc/self/statm").read_text(encoding="ascii").split()[:2]]
    limit = pages[0] + max(MEMORY - pages[1], MEMORY // 4)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    sys.setrecursionlimit(DEPTH)
    gc.disable()
    with contextlib.suppress(MemoryError, OSError), open(os.devnull, "w") as silence, contextlib.redirect_stderr(silence):  # noqa: PTH123
        try:
            answer: tuple[str, object] = ("done", work())
        except Refusal as refusal:
            answer = ("refused", str(refusal))
        except MemoryError:
            os._exit(1)
        except Exception as error:
            answer = ("broken", _where(error))
        there.send(answer)
    os._exit(0)
