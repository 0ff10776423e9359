"""Saves -> the desk -> the page, until told to stop.

One making at a time, in a thread, so that the page is always answered; a save that comes meanwhile makes one more round
afterwards, however many there were. What happened is told to a callback.
"""

from __future__ import annotations

import asyncio
import gc
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bukusop.paths import Project
from bukusop.watch.desk import Desk, View
from bukusop.watch.saves import saves
from bukusop.watch.server import Board, State, serve

PATIENCE = 1.5
"""Seconds that the end waits for a making that is under way."""
PAUSE = 1.0
"""Seconds without a save after which there is time to tidy up."""
MOST_UNTIDIED = 20
"""Rounds after which memory is tidied even without a pause."""


@dataclass(frozen=True, slots=True)
class Round:
    """A round that is over: what there is to see now, whether the shown part was made, and the seconds from save to result."""

    view: View
    made: bool
    seconds: float


class Resident:
    """The loop around a desk."""

    def __init__(self, project: Project, clock: Callable[[], datetime], tell: Callable[[Round], None]) -> None:
        self._project = project
        self._desk = Desk(project, clock)
        self._tell = tell
        self._stop = asyncio.Event()
        self._wake = asyncio.Event()
        self._saved_at: float | None = None
        self._wanted = ""
        self._work: asyncio.Future[View] | None = None
        self.board = Board(self.want)

    def stop(self) -> None:
        """End the loop as soon as possible."""
        self._stop.set()
        self._wake.set()

    def want(self, part: str) -> None:
        """Turn to a part that someone chose on the page."""
        self._wanted = part
        self._wake.set()

    def saved(self) -> None:
        """Note that something was saved."""
        self._saved_at = self._saved_at or time.monotonic()
        self._wake.set()

    async def run(self, port: int, ready: Callable[[str], None]) -> None:
        """Serve, watch and make until stopped. `ready` is given the page's address."""
        async with serve(self.board, port) as address:
            ready(address)
            watching = asyncio.create_task(self._watch())
            watching.add_done_callback(lambda _: self.stop())   # it ends by itself only where it failed
            self.saved()
            try:
                with suppress(Stopped):
                    await self._rounds()
            finally:
                self.board.close()
                watching.cancel()
                ending: list[asyncio.Future[None] | asyncio.Future[View]] = [watching]
                if self._work is not None:
                    ending.append(self._work)
                await asyncio.wait(ending, timeout=PATIENCE)
        if watching.done() and not watching.cancelled():
            watching.result()

    async def _watch(self) -> None:
        async for _ in saves(self._project, self._stop):
            self.saved()

    async def _rounds(self) -> None:
        since, settled = 0, False
        gc.disable()    # a tenth of the time of a making: what it leaves behind is looked through in the pause after it
        while not self._stop.is_set():
            try:
                await asyncio.wait_for(self._wake.wait(), PAUSE if since else None)
            except TimeoutError:
                await self._examine()
                gc.collect()
                since = 0
                if not settled:
                    gc.freeze()     # libraries and fonts stay: they need not be looked through again
                    settled = True
                continue
            self._wake.clear()
            if self._stop.is_set():
                return
            await self._round()
            since += 1
            if since == MOST_UNTIDIED:
                gc.collect()
                since = 0

    async def _examine(self) -> None:
        """Try the rules in a pause: their findings come a moment after the page they are about."""
        told = False

        def examine() -> View:
            nonlocal told
            told = self._desk.examine()
            return self._desk.view()

        view = await self._in_thread(examine)
        if told:
            self.board.publish(State(view, working=False))

    async def _round(self) -> None:
        """Do what has come up since the last round: read what was saved, turn to what was chosen, make the shown part."""
        start, wanted = self._saved_at, self._wanted
        self._saved_at, self._wanted = None, ""
        began = start or time.monotonic()

        def read() -> View:
            if start is not None:
                self._desk.reload()
            if wanted:
                self._desk.show(wanted)
            return self._desk.view()

        made = False

        def make() -> View:
            nonlocal made
            made = self._desk.refresh()
            return self._desk.view()

        view = await self._in_thread(read)
        self.board.publish(State(view, working=True))
        view = await self._in_thread(make)
        seconds = time.monotonic() - began
        self.board.publish(State(view, working=False), seconds if made else None)
        if start is not None or made:
            self._tell(Round(view, made, seconds))

    async def _in_thread(self, work: Callable[[], View]) -> View:
        """Do work in a thread that dies with the process, so that an end need not wait for it."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[View] = loop.create_future()

        def deliver(result: View | None, error: BaseException | None) -> None:
            if future.done():
                return
            if result is not None:
                future.set_result(result)
            else:
                future.set_exception(error or RuntimeError())

        def run() -> None:
            result, error = None, None
            try:
                result = work()
            except BaseException as caught:  # handed over, not swallowed
                error = caught
            with suppress(RuntimeError):    # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(deliver, result, error)

        threading.Thread(target=run, name="bukusop-watch", daemon=True).start()
        self._work = future
        stopped = asyncio.ensure_future(self._stop.wait())
        try:
            both: list[asyncio.Future[View] | asyncio.Future[Literal[True]]] = [future, stopped]
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopped.cancel()
        if not future.done():
            raise Stopped
        return future.result()


class Stopped(Exception):
    """The process was told to end while something was being made."""


async def reside(
    project: Project, port: int, clock: Callable[[], datetime], ready: Callable[[str], None], tell: Callable[[Round], None]
) -> None:
    """Watch a project and show it until SIGINT or SIGTERM. Raises UsageError where no port is free."""
    resident = Resident(project, clock, tell)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, resident.stop)
    await resident.run(port, ready)
