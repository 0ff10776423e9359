"""The Open XML SDK's own validator, which shares no code with us: a file -> what is wrong with it by the schemas of Office."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

CHECKER = Path(sys.prefix) / "perkakas" / "node_modules" / "@xarsh" / "ooxml-validator-linux-x64" / "ooxml-validator"


def problems(path: Path) -> list[str]:
    """Give every problem as a line; none for a file that Office opens without repair."""
    assert CHECKER.is_file(), "ooxml-validator is missing: run make test once, it installs what the tests need"
    done = subprocess.run([CHECKER, path], capture_output=True, text=True, check=False, timeout=120)
    said = json.loads(done.stdout)
    found = [json.dumps(item) for item in said["errors"]]
    return found or ([] if said["ok"] else [done.stdout])
