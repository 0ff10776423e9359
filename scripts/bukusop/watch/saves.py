"""Files of the project -> "something was saved". The one door to watchfiles.

In: a project. Out: a signal per save, once the files have been quiet for a moment. Only files that can be a source count; output,
hidden folders and what editors leave behind do not. Where the system cannot watch, files are looked at several times a second.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

from watchfiles import Change, awatch

from bukusop.paths import Project

QUIET_MS = 25
"""A save counts once nothing more was written for this long: an editor writes a file in several steps."""
LONGEST_MS = 300
"""And no later than this after the first of many."""
LOOK_ROUND_MS = 1000
"""How often the project's top folder is looked at for new folders."""

SOURCES = frozenset({".yaml", ".yml", ".md", ".csv", ".png", ".jpg", ".jpeg", ".svg", ".html", ".css"})
_OUTSIDE = frozenset({"build", "venv", "env", "node_modules", "__pycache__"})


def is_source(change: Change, path: str) -> bool:
    """Whether a change can be one of the sources; a folder that went or came, which has no suffix, can."""
    name = Path(path).name
    if _left_by_editor(name) or "__pycache__" in path:
        return False
    suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122 - Path.suffix of "a." differs among versions
    return suffix in SOURCES or (suffix == "" and change is not Change.modified)


def _left_by_editor(name: str) -> bool:
    """Whether a name is of a file that an editor writes for itself: `.x.swp`, `x~`, `#x#`, `4913` of vim."""
    return name.startswith((".", "#", "~")) or name.endswith("~") or name.isdigit()


async def saves(project: Project, stop: asyncio.Event) -> AsyncIterator[None]:
    """Give a signal per save until `stop` is set."""
    polling = None
    while not stop.is_set():
        state = _top(project)
        folders = {name for name, time in state if not time}
        paths = [project.root / name for name in sorted(folders)]
        if not project.templates.is_relative_to(project.root):
            paths.append(project.templates)
        try:
            async for changes in awatch(
                *paths, watch_filter=is_source, debounce=LONGEST_MS, step=QUIET_MS, stop_event=stop, rust_timeout=LOOK_ROUND_MS,
                yield_on_timeout=True, force_polling=polling, ignore_permission_denied=True,
            ):
                now = _top(project)
                if changes or now != state:
                    yield None
                state = now
                if {name for name, time in now if not time} != folders:
                    break
        except (OSError, RuntimeError):   # the latter is the library's own word for what the system refused
            if polling:
                await asyncio.sleep(1)    # a folder went away between looking and watching
                yield None
            polling = True


def _top(project: Project) -> set[tuple[str, int]]:
    """Give the watched folders of the top folder, as (name, 0), and the sources that lie in it, as (name, time of saving)."""
    result = set()
    try:
        with os.scandir(project.root) as entries:
            for entry in entries:
                if _left_by_editor(entry.name) or entry.name in _OUTSIDE:
                    continue
                if entry.is_dir():
                    result.add((entry.name, 0))
                elif Path(entry.name).suffix.lower() in SOURCES:
                    result.add((entry.name, entry.stat().st_mtime_ns))
    except OSError:
        return result
    return result
