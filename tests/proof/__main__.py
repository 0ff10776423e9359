"""`python -m tests.proof`: every section at full count, seeded; tables in `docs/proof.md`; exit code 1 where one fails.

    python -m tests.proof                 all sections
    python -m tests.proof bagan sumber    some
"""

import sys
import time
from collections.abc import Callable
from datetime import date
from importlib.metadata import version

from tests.conftest import ROOT
from tests.proof import bagan, buku, excel, henti, sifat, sumber, tanda, word
from tests.proof.outcome import Outcome

SECTIONS: dict[str, Callable[[], Outcome]] = {
    "bagan": bagan.run, "sifat": sifat.run, "sumber": sumber.run, "buku": buku.run, "tanda": tanda.run,
    "henti": henti.run, "excel": excel.run, "word": word.run,
}


PAGE = ROOT / "docs" / "proof.md"


def write(outcomes: list[Outcome]) -> None:
    """Put sections into the page, each with the day it was measured; those that did not run stay as they are."""
    libraries = ", ".join(f"{name} {version(name)}" for name in ("weasyprint", "pikepdf", "pypdf", "pydantic", "pyhanko"))
    head = f"# Proof\n\nMade by `make proof`, Python {sys.version.split()[0]}, {libraries}. Seeds are fixed.\n"
    found = {part.split("\n", 1)[0]: part for part in PAGE.read_text(encoding="utf-8").split("\n## ")[1:]}
    for outcome in outcomes:
        text = outcome.markdown().strip().removeprefix("## ")
        title, _, rest = text.partition("\n")
        found[title] = f"{title}\n\nMeasured on {date.today().isoformat()}.\n{rest}"
    PAGE.write_text(head + "".join(f"\n## {part.strip()}\n" for part in found.values()), encoding="utf-8")


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
    write(outcomes)
    return 0 if all(outcome.good for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
