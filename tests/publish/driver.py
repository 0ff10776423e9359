"""Publish a folder in a process of its own, so that it can be killed: `python -m tests.publish.driver FOLDER TERBIT-AS-JSON [CALLS]`.

With CALLS the process kills itself before that call that changes a folder of this machine.
"""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from bukusop.model import Terbit
from bukusop.publish import read_tree
from bukusop.publish.opening import open_target

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


def main() -> None:
    folder, terbit = Path(sys.argv[1]), Terbit(**json.loads(sys.argv[2]))
    target = open_target(terbit, Path("/"), None, None, os.environ)      # type: ignore[arg-type]
    tree = read_tree(folder)
    if len(sys.argv) > 3:
        mortal(int(sys.argv[3]))
    target.carry_out(target.plan(tree), lambda *_: None)


if __name__ == "__main__":
    main()
