"""A process that kills itself before a change that it makes to a folder: what a power cut does, at every point there is."""

import os
import signal
from typing import Any

CHANGES = ("link", "rename", "replace", "symlink", "rmdir", "unlink", "mkdir", "open")


def mortal(calls: int) -> None:
    """Let this process die before the given change."""
    left = [calls]

    def wrap(name: str) -> None:
        real = getattr(os, name)

        def changed(*arguments: Any, **options: Any) -> Any:
            if name != "open" or (len(arguments) > 1 and arguments[1] & os.O_CREAT):
                left[0] -= 1
                if left[0] < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
            return real(*arguments, **options)

        setattr(os, name, changed)

    for name in CHANGES:
        wrap(name)
