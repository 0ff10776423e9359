"""Medians, ratios and goals, as Markdown."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from statistics import median

from .measure import Sample

MB = 1e6
_UNEQUAL = (
    "Not equal, in the peers' favour: they draw no lines between symbols and no answers, no logo, no word DRAF, no page numbers in the "
    "daftar isi, nothing for PDF/UA, and only plain WeasyPrint writes PDF/A; their sources are made beforehand. LibreOffice's symbols are "
    "characters. In our favour: *one changed* and *nothing changed* remember earlier runs, and no peer does; plain WeasyPrint and "
    "LibreOffice use one core, ours all (CPU seconds show it)."
)
COLD, CHANGED, NOTHING = "bukusop, cold", "bukusop, one changed", "bukusop, nothing changed"


@dataclass
class Results:
    """Everything measured. `runs` by contender, a sample per round (None: failed); `many` by number of SOPs, then by case."""

    command: str
    sops: int
    rounds: int
    versions: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    pages: dict[str, int] = field(default_factory=dict)
    words: dict[str, int] = field(default_factory=dict)
    runs: dict[str, list[Sample | None]] = field(default_factory=dict)
    many: dict[int, dict[str, list[Sample]]] = field(default_factory=dict)
    beside: dict[int, list[Sample]] = field(default_factory=dict)
    """Cold builds of the book itself right before and after a cold build of many."""

    def as_json(self) -> dict[str, object]:
        """Give plain values; seconds and bytes."""
        return {
            "date": datetime.now(UTC).isoformat(timespec="seconds"), "command": self.command, "cores": os.cpu_count(), "sops": self.sops,
            "versions": self.versions, "missing": self.missing, "pages": self.pages, "words": self.words,
            "runs": {name: [sample and sample.as_json() for sample in samples] for name, samples in self.runs.items()},
            "many": {str(count): {name: [sample.as_json() for sample in samples] for name, samples in cases.items()}
                     for count, cases in self.many.items()},
            "beside": {str(count): [sample.as_json() for sample in samples] for count, samples in self.beside.items()},
        }


def markdown(results: Results) -> str:
    """Give the section for docs/benchmark.md."""
    lines = [
        "## Speed beside other ways to make the book", "",
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        + ", ".join(results.versions.values()) + f"; `{results.command}`. {results.sops} SOPs, medians of {results.rounds} "
        f"{'round' if results.rounds == 1 else 'rounds'}, interleaved, start of the process included. *largest* is the peak memory of "
        "the largest process, *tree* that of all processes at one moment (shared pages counted again). What each is given is told in "
        "`tests/bench/speed/content.py` and `peers.py`. *others* is how many cores the rest of the machine used meanwhile: above 0.1 the "
        "figures are disturbed, and those of contenders that use several cores most.", "", _UNEQUAL, "",
        "| contender | pages | words | wall, s | CPU, s | others, cores | largest, MB | tree, MB |", "|---|---|---|---|---|---|---|---|",
    ]
    for name, samples in results.runs.items():
        lines.append(_row(name, results, samples))
    lines += [f"| {name} | not run: {why} | | | | | | |" for name, why in results.missing.items()]
    lines += ["", *_ratios(results), "", *_many(results), *_goals(results)]
    return "\n".join(lines) + "\n"


def _row(name: str, results: Results, samples: Sequence[Sample | None]) -> str:
    good = [sample for sample in samples if sample]
    pages, words = results.pages.get(name, ""), results.words.get(name, "")
    if not good:
        return f"| {name} | {pages} | {words} | failed | | | | |"
    failed = "" if len(good) == len(samples) else f" ({len(samples) - len(good)} failed)"
    return f"| {name} | {pages} | {words} | {_figures(good)} |{failed}"


def _figures(samples: Sequence[Sample]) -> str:
    wall, cpu = _mid(samples, lambda item: item.wall), _mid(samples, lambda item: item.cpu)
    largest, tree = _mid(samples, lambda item: item.largest) / MB, _mid(samples, lambda item: item.tree) / MB
    others = _mid(samples, lambda item: item.others / item.wall)
    return f"{wall:.2f} | {cpu:.2f} | {others:.1f} | {largest:.0f} | {tree:.0f}"


def _mid(samples: Sequence[Sample], what: Callable[[Sample], float]) -> float:
    return median(what(sample) for sample in samples)


def _ratio(results: Results, ours: str, peer: str, what: Callable[[Sample], float]) -> tuple[float, float] | None:
    """Give the ratio of the medians, and the median of the ratios per round."""
    pairs = [(a, b) for a, b in zip(results.runs.get(ours, []), results.runs.get(peer, []), strict=False) if a and b]
    if not pairs:
        return None
    whole = median(what(a) for a, _ in pairs) / median(what(b) for _, b in pairs)
    return whole, median(what(a) / what(b) for a, b in pairs)


def _ratios(results: Results) -> list[str]:
    peers = [name for name in results.runs if not name.startswith("bukusop")]
    if not peers or COLD not in results.runs:
        return []
    head = " | ".join(f"{name}, {kind}" for name in peers for kind in ("wall", "CPU"))
    lines = ["Ours divided by the peer's: ratio of medians / median of the ratios per round.", "",
             f"| | {head} |", "|---" * (2 * len(peers) + 1) + "|"]
    for ours in (COLD, CHANGED, NOTHING):
        cells = []
        for peer in peers:
            for what in (_wall, _cpu):
                found = _ratio(results, ours, peer, what)
                cells.append(f"{found[0]:.2f} / {found[1]:.2f}" if found else "")
        lines.append(f"| {ours} | " + " | ".join(cells) + " |")
    return lines


def _wall(sample: Sample) -> float:
    return sample.wall


def _cpu(sample: Sample) -> float:
    return sample.cpu


def _many(results: Results) -> list[str]:
    if not results.many:
        return []
    lines = ["| book | pages | wall, s | CPU, s | others, cores | largest, MB | tree, MB |", "|---|---|---|---|---|---|---|"]
    for name in (COLD, CHANGED, NOTHING):
        good = [sample for sample in results.runs.get(name, []) if sample]
        if good:
            lines.append(f"| {results.sops} SOPs, {name.partition(', ')[2]} | {results.pages.get(name, '')} | {_figures(good)} |")
    for count, cases in results.many.items():
        for name, samples in cases.items():
            good = [sample for sample in samples if not sample.code]
            figures = _figures(good) if good else "failed | | | | "
            lines.append(f"| {count} SOPs, {name} | {results.pages.get(str(count), '')} | {figures} |")
    return [*lines, ""]


def _goals(results: Results) -> list[str]:
    lines = ["| goal | limit | measured | |", "|---|---|---|---|"]

    def goal(what: str, limit: str, reached: bool | None, measured: str) -> None:
        verdict = "not measured" if reached is None else "reached" if reached else "**not reached**"
        lines.append(f"| {what} | {limit} | {measured} | {verdict} |")

    for ours, peer, most in ((COLD, "plain WeasyPrint", 0.2), (COLD, "Chromium", 0.9), (COLD, "LibreOffice", 0.4), (CHANGED, "Typst", 0.9)):
        found = _ratio(results, ours, peer, _wall)
        goal(f"{ours}, against {peer}", f"<= {most}", found and max(found) <= most, f"{found[0]:.2f} / {found[1]:.2f}" if found else "")
    nothing = [sample for sample in results.runs.get(NOTHING, []) if sample]
    goal(NOTHING, "< 0.6 s", _mid(nothing, _wall) < 0.6 if nothing else None, f"{_mid(nothing, _wall):.2f} s" if nothing else "")
    cold = [sample for sample in results.runs.get(COLD, []) if sample]
    few = max((sample.largest for sample in cold), default=0) / MB
    goal(f"largest process, {results.sops} SOPs", "<= 300 MB", few <= 300 if cold else None, f"{few:.0f} MB" if cold else "")
    for count, cases in results.many.items():
        lines.extend(_many_goals(results, count, cases, few, goal))
    return lines


def _many_goals(
    results: Results, count: int, cases: Mapping[str, Sequence[Sample]], few: float, goal: Callable[[str, str, bool | None, str], None]
) -> list[str]:
    """Tell the goals of a book of many SOPs; `few` is the peak of the book itself, MB."""
    cold = list(cases.get("cold", ()))
    good = [sample for sample in cold if not sample.code]
    if count >= 1000:
        measured = f"{_mid(good, _wall):.0f} s, largest process {max(item.largest for item in good) / MB:.0f} MB" if good else "failed"
        goal(f"{count} SOPs, cold", "finishes", bool(good), measured)
        return []
    if not good:
        goal(f"{count} SOPs, cold", "finishes", False, "failed")
        return []
    peak = max(item.largest for samples in cases.values() for item in samples if not item.code) / MB
    goal(f"largest process, {count} SOPs", "<= 300 MB", peak <= 300, f"{peak:.0f} MB")
    growth = peak / few if few else None
    grown = None if growth is None else growth < 1.5
    goal(f"largest process, {count} against {results.sops} SOPs", "< 1.5", grown, f"{growth:.2f}" if growth else "")
    beside = [sample for sample in results.beside.get(count, []) if not sample.code]
    factor = count / results.sops * 1.05
    ratio = _mid(good, _wall) / _mid(beside, _wall) if beside else None
    goal(f"{count} against {results.sops} SOPs, cold", f"<= {factor:.1f}", None if ratio is None else ratio <= factor,
         f"{ratio:.2f}" if ratio else "")
    after = [sample for sample in cases.get("one changed", ()) if not sample.code]
    before = [sample for sample in results.runs.get(CHANGED, []) if sample]
    warm = _mid(after, _wall) / _mid(before, _wall) if after and before else None
    goal(f"{count} against {results.sops} SOPs, one changed", "<= 3", None if warm is None else warm <= 3, f"{warm:.2f}" if warm else "")
    return []
