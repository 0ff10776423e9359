"""A yardstick of speed: `python -m tests.bench.speed [--rounds N] [--quick] [--only NAME ...] [--many 460 4600]`.

`bukusop book` beside peers that draw the same content, taken from the loaded book (`content`): plain WeasyPrint and Chromium from one HTML
document, LibreOffice from a DOCX, Typst from its own source (`peers`). All run in one go, one after the other and round after round, so
that what else the machine does falls on all; a run of each before the first round is not counted (it fills the caches of fonts, byte
code and profiles, and gives the pages). Ours runs on a copy of the project: cold (no `build/`), one word of one SOP changed, nothing
changed. `--many` multiplies the SOPs. A Markdown section goes to stdout, raw numbers to build/bench/speed.json, progress to stderr.

What is not equal. In the peers' favour: no lines between symbols, no answers, no logo, no word DRAF, no page numbers in the daftar isi, no
PDF/UA (see `content`); their sources are made beforehand; only plain WeasyPrint writes PDF/A. In ours: "one changed" and "nothing changed"
have a memory of earlier runs, the peers have none; plain WeasyPrint and LibreOffice use one core, ours all there are (CPU seconds show it).
Not part of `make test`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pikepdf

from bukusop import __version__, pipeline
from bukusop.paths import Project

from .content import content
from .measure import Sample, run
from .ours import Copy
from .peers import PEERS, Missing, Peer, told
from .report import CHANGED, COLD, NOTHING, Results, markdown

ROOT = Path(__file__).resolve().parents[3]
PLACE = ROOT / "build" / "bench"
PEER_S = 900.0
"""A peer that takes longer has failed."""
NAMES = ("bukusop", *(peer.key for peer in PEERS))


def main() -> int:
    """Measure and print."""
    options = _options()
    PLACE.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="speed-", dir=PLACE))
    try:
        results = _measure(options, folder)
    finally:
        if options.keep:
            told(f"kept: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    (PLACE / "speed.json").write_text(json.dumps(results.as_json(), indent=1), "utf-8")
    print(markdown(results))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.speed", description="Time `bukusop book` beside peers.")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="rounds that are counted (3)")
    parser.add_argument("--quick", action="store_true", help="one round, nothing many: to see that all runs")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES, metavar="NAME", help=f"of {', '.join(NAMES)}")
    parser.add_argument("--many", nargs="*", type=int, default=[460], metavar="SOPS", help="sizes of bigger books (460); 4600 takes long")
    parser.add_argument("--many-rounds", type=int, default=1, metavar="N", help="rounds of the bigger books (1)")
    parser.add_argument("--keep", action="store_true", help="keep the temporary folder, to look at the files")
    options = parser.parse_args()
    if options.quick:
        options.rounds, options.many = 1, []
    return options


def _measure(options: argparse.Namespace, folder: Path) -> Results:
    book, _ = pipeline.read(Project.at(ROOT))
    arguments = " ".join(sys.argv[1:])
    results = Results(f"python -m tests.bench.speed {arguments}".strip(), len(book.sops), options.rounds)
    results.versions["bukusop"] = f"bukusop {__version__}"
    copy = Copy(ROOT, folder / "bukusop") if "bukusop" in options.only else None
    peers = _ready(options, folder, results)
    given = content(book)
    contenders: list[tuple[str, Callable[[], Sample], Path]] = []
    if copy:
        contenders += [(COLD, copy.cold, copy.pdf), (CHANGED, copy.changed, copy.pdf), (NOTHING, copy.build, copy.pdf)]
    for peer in peers:
        try:
            peer.prepare(given)
        except Missing as error:
            results.missing[peer.title] = str(error)
            continue
        contenders.append((peer.title, lambda peer=peer: _run(peer), peer.pdf))  # type: ignore[misc]
    for name, measured, pdf in contenders:
        _counted(name, "before the first round", measured, pdf)
        _read(results, name, pdf)
    for number in range(options.rounds):
        for name, measured, pdf in contenders:
            sample = _counted(name, f"round {number + 1}", measured, pdf)
            results.runs.setdefault(name, []).append(sample)
    for count in options.many if copy else ():
        _many(results, count, options.many_rounds, copy, folder)
    return results


def _ready(options: argparse.Namespace, folder: Path, results: Results) -> list[Peer]:
    peers = []
    for kind in PEERS:
        if kind.key not in options.only:
            continue
        peer = kind(folder / kind.key)
        try:
            results.versions[peer.title] = peer.install()
            peers.append(peer)
        except Missing as error:
            told(str(error))
            results.missing[peer.title] = " ".join(str(error).split()).replace("|", "/")
    return peers


def _run(peer: Peer) -> Sample:
    peer.pdf.unlink(missing_ok=True)
    return run(peer.command(), peer.folder, os.environ, PEER_S)


def _counted(name: str, when: str, measured: Callable[[], Sample], pdf: Path) -> Sample | None:
    """Run once and say what came out; None where it failed."""
    try:
        sample = measured()
    except OSError as error:
        told(f"{when}: {name} FAILED: {error}")
        return None
    memory = f"largest {sample.largest / 1e6:.0f} MB, tree {sample.tree / 1e6:.0f} MB"
    told(f"{when}: {name}: {sample.wall:.2f} s wall, {sample.cpu:.2f} s CPU (others {sample.others:.2f}), {memory}")
    if sample.code or not pdf.is_file():
        told(f"{when}: {name} FAILED ({sample.code}): {sample.words}")
        return None
    return sample


def _read(results: Results, name: str, pdf: Path) -> None:
    """Note pages and words of a file, where it is there."""
    if not pdf.is_file():
        return
    with pikepdf.open(pdf) as document:
        results.pages[name] = len(document.pages)
    if shutil.which("pdftotext"):
        text = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=False).stdout
        results.words[name] = len(text.split())
    told(f"{name}: {results.pages[name]} pages, {results.words.get(name, 0)} words")


def _many(results: Results, wanted: int, rounds: int, small: Copy | None, folder: Path) -> None:
    """Time a book of about `wanted` SOPs; below a thousand also after one change, and beside cold builds of the book itself."""
    assert small
    copy = Copy(ROOT, folder / f"many-{wanted}")
    count = copy.multiply(wanted)
    cases = results.many.setdefault(count, {})
    big = count >= 1000
    for number in range(1 if big else rounds):
        for name, measured in (("cold", copy.cold), ("one changed", copy.changed), ("nothing changed", copy.build)):
            if big and name != "cold":
                break
            if name == "cold" and not big:
                _beside(results, count, small, "before")
            told(f"{count} SOPs, {name}: running" + (", this may take half an hour" if big else ""))
            sample = measured()
            cases.setdefault(name, []).append(sample)
            told(f"{count} SOPs, round {number + 1}, {name}: {sample.wall:.1f} s wall, largest {sample.largest / 1e6:.0f} MB"
                 + (f" FAILED ({sample.code}): {sample.words}" if sample.code else ""))
            if name == "cold" and not big:
                _beside(results, count, small, "after")
    if copy.pdf.is_file():
        with pikepdf.open(copy.pdf) as document:
            results.pages[str(count)] = len(document.pages)
    shutil.rmtree(copy.folder, ignore_errors=True)


def _beside(results: Results, count: int, small: Copy, when: str) -> None:
    """Time the book itself right before or after a bigger one, so that both meet the same machine."""
    sample = _counted(COLD, f"{when} {count} SOPs", small.cold, small.pdf)
    if sample:
        results.beside.setdefault(count, []).append(sample)


if __name__ == "__main__":
    sys.exit(main())
