"""The whole example book: valid by veraPDF, and the same bytes on another path."""

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bukusop import pipeline
from bukusop.paths import Project
from tests.conftest import ROOT
from tests.proof.outcome import Outcome
from tests.vera import verapdf

WHEN = datetime.fromtimestamp(1770000000, UTC)


def run() -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        first = _made(Path(folder) / "satu", jobs=2)
        second = _made(Path(folder) / "folder dua", jobs=1)
        same = first.read_bytes() == second.read_bytes()
        sheets = [pipeline.make_sop(Project.at(first.parents[1]), name, WHEN).path for name in ("cuti", "renstra", "inventarisasi-aset")]
        failures = verapdf([first, *sheets], ["3a", "ua1"])
        size = first.stat().st_size
    if not same:
        failures.append("two builds of the same sources differ")
    figures = [
        ("files judged by veraPDF, PDF/A-3a and PDF/UA-1", f"the book ({size / 1e6:.1f} MB) and {len(sheets)} sheets"),
        ("rules broken", str(len(failures) - (not same))),
        ("same bytes on another path, other number of processes", "yes" if same else "no"),
    ]
    return Outcome("The example book", figures, failures)


def _made(folder: Path, jobs: int) -> Path:
    for name in ("book", "sops", "templates", "assets"):
        shutil.copytree(ROOT / name, folder / name)
    return pipeline.make_book(Project.at(folder), WHEN, lambda *_: None, pipeline.How(jobs)).path
