"""Verification in a process of its own, with bounds of time and memory: a hostile file can end only that process.

The report comes back through a pipe as a pickle of our own values; the child is ours and reads no code from the file.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import multiprocessing
import os
import resource
import sys
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path

from bukusop.sign.register import Register
from bukusop.sign.trust import Evidence, Trust
from bukusop.sign.verdict import Expectation, Report
from bukusop.sign.verification.opening import LARGEST
from bukusop.sign.verification.verify import unreadable, verify_async

SECONDS = 60
MEMORY = 1024 * 1024 * 1024
PATIENCE = 10
"""Seconds to wait for one answer from the network."""


@dataclass(frozen=True)
class Task:
    """What to verify, and how."""

    pdf: bytes
    trust: Trust
    evidence: Evidence
    moment: datetime | None
    expected: Expectation | None
    online: bool


def verify_file(
    path: Path, trust: Trust, *, moment: datetime | None = None, register: Register | None = None, online: bool = False,
    seconds: int = SECONDS, memory: int = MEMORY,
) -> Report:
    """Verify a file within bounds, by what the register knows of it. Raises nothing: what cannot be read is a verdict."""
    pdf, reason = _read(path)
    if pdf is None:
        return unreadable(reason, "", 0)
    expected = register.expectation(hashlib.sha256(pdf).hexdigest(), path.absolute()) if register is not None else None
    return verify_bounded(pdf, trust, moment=moment, expected=expected, online=online, seconds=seconds, memory=memory)


def verify_bounded(
    source: Path | bytes, trust: Trust, *, evidence: Evidence = Evidence(), moment: datetime | None = None,  # noqa: B008
    expected: Expectation | None = None, online: bool = False, seconds: int = SECONDS, memory: int = MEMORY,
) -> Report:
    """Verify a file in a process of its own; `online` asks the issuers of certificates. Raises nothing: running too long is a verdict.

    `evidence` must hold no fetchers: they belong to the caller's event loop, which the child has not.
    """
    pdf, reason = _read(source)
    if pdf is None:
        return unreadable(reason, "", 0)
    digest = hashlib.sha256(pdf).hexdigest()
    start = multiprocessing.get_context("fork")
    here, there = start.Pipe(duplex=False)
    task = Task(pdf, trust, evidence, moment, expected, online)
    child = start.Process(target=_run, args=(there, task, seconds, memory), daemon=True)
    child.start()
    there.close()
    report = None
    try:
        if here.poll(seconds + 5):
            with contextlib.suppress(EOFError, OSError):
                report = here.recv()
    finally:
        here.close()
        child.kill()
        child.join()
    if isinstance(report, Report):
        return report
    limit = f"pemeriksaan berkas ini melewati batas {seconds} detik atau {memory // 1024 // 1024} MB, jadi dihentikan"
    return unreadable(limit, digest, len(pdf))


def _read(source: Path | bytes) -> tuple[bytes | None, str]:
    if isinstance(source, bytes):
        return source, ""
    try:
        if not source.is_file():
            return None, f"{source.name} tidak ada atau bukan berkas"
        if source.stat().st_size > LARGEST:
            return None, f"berkas lebih besar daripada {LARGEST // 1024 // 1024} MB, batas pemeriksaan"
        return source.read_bytes(), ""
    except OSError as error:
        return None, f"berkas tidak dapat dibaca: {error.strerror}"


def _run(there: Connection, task: Task, seconds: int, memory: int) -> None:
    """Verify in the child; whatever goes wrong here, it ends without a word and the parent says so."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    taken = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (taken + memory, taken + memory))
    sys.setrecursionlimit(1500)
    with contextlib.suppress(MemoryError, RecursionError), open(os.devnull, "w") as silence, contextlib.redirect_stderr(silence):  # noqa: PTH123
        there.send(asyncio.run(_verified(task)))
    os._exit(0)


async def _verified(task: Task) -> Report:
    if not task.online:
        return await verify_async(task.pdf, task.trust, evidence=task.evidence, moment=task.moment, expected=task.expected)
    import aiohttp
    from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend

    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE)) as session:
        backend = AIOHttpFetcherBackend(session, per_request_timeout=PATIENCE)
        evidence = Evidence(task.evidence.ocsps, task.evidence.crls, backend.get_fetchers())
        return await verify_async(task.pdf, task.trust, evidence=evidence, moment=task.moment, expected=task.expected)
