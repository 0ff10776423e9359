"""`python -m tests.proof`: every section at full count, seeded; a table in `docs/proof.md`; exit code 1 where one fails.

    python -m tests.proof                 all sections
    python -m tests.proof bagan sumber    some
"""

import sys
import time
from collections.abc import Callable
from datetime import date
from importlib.metadata import version

from tests.conftest import ROOT
from tests.proof import bagan, buku, henti, sifat, sumber, tanda
from tests.proof.outcome import Outcome

SECTIONS: dict[str, Callable[[], Outcome]] = {
    "bagan": bagan.run, "sifat": sifat.run, "sumber": sumber.run, "buku": buku.run, "tanda": tanda.run,
    "henti": henti.run,
}


def main(names: list[str]) -> int:
    outcomes: list[Outcome] = []
    for name, run in SECTIONS.items():
        if names and name not in names:
            continue
        start = time.monotonic()
        outcome = run()
        outcomes.append(outcome)
        print(f"{'ok  ' if outcome.good else 'GAGAL'} {outcome.title} ({time.monotonic() - start:.0f} s)", flush=True)
        print("\n".join(f"     {line}" for line in outcome.failures[:20]), flush=True)
    if not names:
        libraries = ", ".join(f"{name} {version(name)}" for name in ("weasyprint", "pikepdf", "pypdf", "pydantic", "pyhanko"))
        made = f"Made by `make proof` on {date.today().isoformat()}, Python {sys.version.split()[0]}, {libraries}."
        head = f"# Proof\n\n{made} Seeds are fixed.\n"
        text = "\n".join([head, *(outcome.markdown() for outcome in outcomes)])
        (ROOT / "docs" / "proof.md").write_text(text, encoding="utf-8")
    return 0 if all(outcome.good for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
