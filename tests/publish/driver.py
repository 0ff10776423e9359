"""Publish a folder in a process of its own, so that it can be killed: `python -m tests.publish.driver FOLDER TERBIT-AS-JSON`."""

import json
import os
import sys
from pathlib import Path

from bukusop.model import Terbit
from bukusop.publish import read_tree
from bukusop.publish.opening import open_target


def main() -> None:
    folder, terbit = Path(sys.argv[1]), Terbit(**json.loads(sys.argv[2]))
    target = open_target(terbit, Path("/"), None, None, os.environ)      # type: ignore[arg-type]
    target.carry_out(target.plan(read_tree(folder)), lambda *_: None)


if __name__ == "__main__":
    main()
