"""A yardstick: `python -m tests.bench.elk [N] [WORKERS] [--all]` lets ELK's layered algorithm draw what we draw, and counts both.

N seeded hard cases (500) and every SOP of the book; each procedure is one chart on one page (see `tasks`). Both drawings go
through the same `counter`. The tables come out as Markdown (all counts go to build/bench/results.json); 500 take some 15 minutes
on two cores. `--all` also tries what is left out (see below). `--picture NAME ...` instead writes pictures of charts (names:
seeds, `seed.procedure`, or ids of SOPs) side by side to build/bench/. Needs node and npm; elkjs is installed from the lock
file beside `layout.mjs` into build/bench/, never into the tree. Not part of `make test`.

How ELK is asked. Rows are layers from top to bottom (`direction` DOWN, cycle breaking and layering INTERACTIVE with y given),
so rows keep their order and ways back are drawn upwards; the order of boxes in a row is kept by `semiInteractive`; sizes of
boxes and the least distance of lines are ours. ELK knows no lines inside a layer: a box and the one beside it that it leads
straight to stay in one layer, and their level line is put in afterwards, for nothing. It knows no joint steps either: their
lines are put in afterwards too, and flows attach to the nearest box. A line over that of a joint step is a crossing to any
reader, so it counts; since ELK could not see it, charts without joint steps have a table of their own. Answers have no labels
for ELK, ours keep room for theirs. Layouts are tried under three rules, and per chart the best that obeys the rule is taken:

- "sheet, our docks": columns kept, and lines leave and enter in the middle of the sides where ours do (`FIXED_POS`), as the
  rules of the flowchart ask (gate 4). The same task as ours, but for one thing: ELK cannot choose a side, so it is given the
  sides our router chose for itself, which favours us.
- "sheet, any dock": columns kept, but lines may leave and enter anywhere along the upper and lower sides, each at a place of
  its own. Easier than our task (gate 4 would fail), which favours ELK.
- "rows only": columns given up, boxes may stand anywhere in their row. No SOP sheet; it shows what columns cost.

How columns are kept. "fixed": node placement INTERACTIVE at given x; ELK then orders lines freely (fewest crossings) but packs
them to the left (many bends). "guides": in every layer a point per border between columns, with straight lines of high priority
from point to point, placed by NETWORK_SIMPLEX: straighter lines, but the guides sway the crossing count. "flexible": guides,
and places along a side chosen to straighten lines (`nodeFlexibility` PORT_POSITION). Guides cost ELK time that grows with
layers x borders, so they are tried up to the sizes in `_TRIALS`; "fixed" is always there. Tried and left out, for they were
never or hardly better: lanes as partitions (direction RIGHT, `partitioning`: a column becomes several layers and rows are lost,
or, kept with INTERACTIVE placement, bends are several times as many), guides of less weight or placed by BRANDES_KOEPF or
LINEAR_SEGMENTS (columns are not kept), crossing minimisation INTERACTIVE and MEDIAN_LAYER_SWEEP, a second run with the order of
a first, `mergeEdges` (lines of different flows lie on each other), `feedbackEdges`, other attachments of joint steps, boxes
beside each other as two layers, greater `thoroughness` of guides.
`layerChoiceConstraint` is not evaluated by elkjs. PORT_POSITION raises an exception at some charts; these are skipped.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from statistics import mean, median

from bukusop.flowchart import Manner
from bukusop.model import Prosedur

from .convert import Variant, from_elk, keeps_columns, keeps_rows, to_elk
from .counter import Count, Picture, count
from .tasks import Drawn, book_cases, hard_cases, prepare

ROOT = Path(__file__).resolve().parents[2]
SOURCE = Path(__file__).resolve().parent / "elk"
PLACE = ROOT / "build" / "bench"
CHUNK = 6

_FLEXIBLE = ("elk.layered.nodePlacement.networkSimplex.nodeFlexibility.default", "PORT_POSITION")
"""Lets docks move along their side to straighten lines."""


def _thorough(rounds: int) -> tuple[str, str]:
    return "elk.layered.thoroughness", str(rounds)


@dataclass(frozen=True, slots=True)
class Trial:
    """A variant, whether lines dock where ours do, and up to how many guides (layers x borders) it is tried."""

    variant: Variant
    strict: bool = False
    most: int = 100_000


_TRIALS = (
    Trial(Variant("fixed", "fixed", placement="INTERACTIVE", options=(_thorough(200),))),
    Trial(Variant("guides", "guides", options=(_thorough(3),)), most=300),
    Trial(Variant("flexible", "guides", options=(_FLEXIBLE, _thorough(4))), most=120),
    Trial(Variant("fixed", "fixed", "ours", placement="INTERACTIVE", options=(_thorough(200),)), strict=True),
    Trial(Variant("guides", "guides", "ours", options=(_thorough(3),)), strict=True, most=200),
    Trial(Variant("Brandes-Koepf", "free", placement="BRANDES_KOEPF")),
    Trial(Variant("network simplex", "free", options=(_FLEXIBLE,))),
)

_LEFT_OUT = (
    Trial(Variant("partitions", "partitions")),
    Trial(Variant("partitions, fixed", "partitions", placement="INTERACTIVE")),
    Trial(Variant("guides, Brandes-Koepf", "guides", placement="BRANDES_KOEPF"), most=200),
    Trial(Variant("guides, linear segments", "guides", placement="LINEAR_SEGMENTS"), most=200),
    Trial(Variant("guides, stacked", "guides", beside=False), most=200),
    Trial(Variant("merged", "fixed", "merged", placement="INTERACTIVE")),
    Trial(Variant("feedback", "fixed", placement="INTERACTIVE", options=(("elk.layered.feedbackEdges", "true"),))),
    Trial(Variant("our boxes", "fixed", placement="INTERACTIVE", chosen=True)),
    Trial(Variant("guides, thorough", "guides", options=(_thorough(20),)), most=200),
)

SHEET_DOCKS, SHEET, ROWS = "sheet, our docks", "sheet, any dock", "rows only"


@dataclass(frozen=True, slots=True)
class Found:
    """One layout by ELK: under which rules it counts, and what was counted."""

    rules: tuple[str, ...]
    variant: str
    count: Count
    time: float


@dataclass(frozen=True, slots=True)
class Result:
    """One chart: our count and time, and everything ELK found; `joint` says whether it has joint steps; `refused` counts exceptions."""

    name: str
    book: bool
    joint: bool
    ours: Count
    time: float
    found: tuple[Found, ...]
    refused: int


def install() -> None:
    """Install elkjs from the lock file, once."""
    PLACE.mkdir(parents=True, exist_ok=True)
    lock = (SOURCE / "package-lock.json").read_bytes()
    stamp = PLACE / "node_modules" / "installed.json"
    for name in ("package.json", "package-lock.json", "layout.mjs"):
        shutil.copyfile(SOURCE / name, PLACE / name)
    if not stamp.is_file() or stamp.read_bytes() != lock:
        subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=PLACE, check=True)
        stamp.write_bytes(lock)


def lay_out(drawn: Sequence[Drawn], trials: Sequence[Trial]) -> list[tuple[int, Trial, Picture | None, float]]:
    """Let ELK draw every task in every way that is worth it: (index, trial, picture or None if it raised, ms)."""
    jobs = [(index, trial) for index, one in enumerate(drawn) for trial in trials if _size(one) <= trial.most]
    graphs = (json.dumps(to_elk(drawn[i].task, trial.variant, drawn[i].picture)) for i, trial in jobs)
    command = ["node", "--stack-size=4000", "layout.mjs"]
    run = subprocess.run(command, cwd=PLACE, input="\n".join(graphs), capture_output=True, text=True, check=True)
    found = []
    for (index, trial), line in zip(jobs, run.stdout.splitlines(), strict=True):
        answer = json.loads(line)
        picture = from_elk(drawn[index].task, trial.variant, answer["graph"]) if "graph" in answer else None
        found.append((index, trial, picture, answer["ms"]))
    return found


def _size(drawn: Drawn) -> int:
    return (drawn.task.columns - 1) * len({level for level, _ in drawn.task.places.values()})


def _rules(drawn: Drawn, trial: Trial, picture: Picture) -> tuple[str, ...]:
    """Say which rules a layout obeys; one that obeys a stricter rule counts under the easier ones too."""
    if not keeps_rows(drawn.task, picture):
        return ()
    if not keeps_columns(drawn.task, picture):
        return (ROWS,)
    return (SHEET_DOCKS, SHEET, ROWS) if trial.strict else (SHEET, ROWS)


def compare(cases: Sequence[tuple[bool, str, Prosedur, Manner]], trials: Sequence[Trial] = _TRIALS) -> list[Result]:
    """Draw some charts both ways and count."""
    drawn = [prepare(*case[1:]) for case in cases]
    found: list[list[Found]] = [[] for _ in cases]
    refused = [0] * len(cases)
    for index, trial, picture, spent in lay_out(drawn, trials):
        if picture is None:
            refused[index] += 1
        else:
            rules = _rules(drawn[index], trial, picture)
            found[index].append(Found(rules, trial.variant.name, count(picture), spent))
    return [
        Result(case[1], case[0], bool(one.task.joints), count(one.picture), one.time, tuple(items), errors)
        for case, one, items, errors in zip(cases, drawn, found, refused, strict=True)
    ]


def by_crossings(found: Found) -> tuple[float, ...]:
    """Sort key: faultless, few crossings, few bends, short."""
    c = found.count
    return c.faults > 0, c.all_crossings, c.bends, c.length


def by_bends(found: Found) -> tuple[float, ...]:
    """Sort key: faultless, few bends, few crossings, short."""
    c = found.count
    return c.faults > 0, c.bends, c.all_crossings, c.length


def best(result: Result, rule: str, key: Callable[[Found], tuple[float, ...]]) -> Found | None:
    """Choose ELK's best layout of a chart under a rule."""
    return min((found for found in result.found if rule in found.rules), key=key, default=None)


_CHOICES = (
    (SHEET_DOCKS, "crossings", by_crossings), (SHEET_DOCKS, "bends", by_bends), (SHEET, "crossings", by_crossings),
    (SHEET, "bends", by_bends), (ROWS, "crossings", by_crossings), (ROWS, "bends", by_bends),
)


def report(title: str, results: Sequence[Result]) -> str:
    """Set the results as two Markdown tables."""
    lines = [
        f"### {title}: {len(results)} charts",
        "",
        "Median / 95th percentile / greatest per chart; mean crossings, and how many of them are over lines of joint steps.",
        "",
        "| drawing | crossings | mean | over joints | bends | length, mm | charts with faults | ms |",
        "|---|---|---|---|---|---|---|---|",
        _row("bukusop", [r.ours for r in results], [r.time for r in results]),
    ]
    shares = [
        "| bukusop against | charts | crossings: better, same, worse | not worse | bends: better, same, worse | not worse |",
        "|---|---|---|---|---|---|",
    ]
    worse: list[str] = []
    for rule, first, key in _CHOICES:
        pairs = [(r, found) for r in results if (found := best(r, rule, key)) is not None]
        if not pairs:
            continue
        name = f"ELK, {rule}, {first} first"
        lines.append(_row(name, [f.count for _, f in pairs], [f.time for _, f in pairs]))
        share = [_share([(getattr(r.ours, m), getattr(f.count, m)) for r, f in pairs]) for m in ("all_crossings", "bends")]
        shares.append(f"| {name} | {len(pairs)} | {share[0]} | {share[1]} |")
        measure = "all_crossings" if key is by_crossings else "bends"
        lost = [(getattr(r.ours, measure) - getattr(f.count, measure), r, f) for r, f in pairs if not f.count.faults]
        lost = sorted((item for item in lost if item[0] > 0), key=lambda item: (-item[0], item[1].name))
        named = ", ".join(f"{r.name} ({getattr(r.ours, measure)}:{getattr(f.count, measure)})" for _, r, f in lost[:12])
        chosen = ", ".join(f"{k} {n}" for k, n in Counter(f.variant for _, f in pairs).most_common())
        worse.append(f"- {name}: taken {chosen}. More {first} than ELK in {len(lost)} charts: {named or 'none'}.")
    refused = sum(r.refused for r in results)
    return "\n".join([*lines, "", *shares, "", *worse, "", f"ELK raised an exception in {refused} layouts, which were skipped."])


def _row(name: str, counts: Sequence[Count], times: Sequence[float]) -> str:
    measures = [[getattr(c, m) for c in counts] for m in ("all_crossings", "bends", "length")]
    faulty = [sum(bool(getattr(c, m)) for c in counts) for m in ("through", "overlaid", "slanted")]
    faults = f"{sum(c.faults > 0 for c in counts)} (through boxes {faulty[0]}, overlaid {faulty[1]})"
    crossings, *others = measures
    joints = mean(c.over_joints for c in counts)
    cells = [_spread(crossings), f"{mean(crossings):.2f}", f"{joints:.2f}", *(_spread(m) for m in others)]
    return f"| {name} | {' | '.join(cells)} | {faults} | {_spread(times)} |"


def _spread(values: Sequence[float]) -> str:
    ordered = sorted(values)
    return f"{median(ordered):.4g} / {ordered[int(0.95 * (len(ordered) - 1))]:.0f} / {ordered[-1]:.0f}"


def _share(pairs: Sequence[tuple[int, int]]) -> str:
    better, same = sum(a < b for a, b in pairs), sum(a == b for a, b in pairs)
    return f"{better}, {same}, {len(pairs) - better - same} | {100 * (better + same) / len(pairs):.0f} %"


def draw_pictures(names: Sequence[str]) -> None:
    """Write charts side by side: ours, then ELK's best under each rule."""
    seeds = {int(name.partition(".")[0]) for name in names if name.partition(".")[0].isdecimal()}
    cases = [case for seed in sorted(seeds) for case in hard_cases(1, seed)]
    for case in (*cases, *book_cases(ROOT)):
        if case[0] in names:
            drawn = prepare(*case)
            choices: dict[str, tuple[tuple[float, ...], Picture]] = {}
            for _, trial, picture, spent in lay_out([drawn], _TRIALS):
                for rule in _rules(drawn, trial, picture) if picture else ():
                    key = by_crossings(Found((rule,), trial.variant.name, count(picture), spent)) if picture else ()
                    if picture and (rule not in choices or key < choices[rule][0]):
                        choices[rule] = (key, picture)
            shown = [("bukusop", drawn.picture), *((f"ELK, {rule}", picture) for rule, (_, picture) in choices.items())]
            (PLACE / f"{case[0]}.svg").write_text(_svg(shown), encoding="utf-8")


def _svg(pictures: Sequence[tuple[str, Picture]]) -> str:
    parts, x, height = [], 5.0, 0.0
    for title, picture in pictures:
        points = [p for line in picture.lines for p in line.points] + [b[i : i + 2] for b in picture.boxes.values() for i in (0, 2)]
        left, top = min(p[0] for p in points), min(p[1] for p in points)
        wide, high = max(p[0] for p in points) - left, max(p[1] for p in points) - top
        c = count(picture)
        words = f"{title}: {c.all_crossings} crossings, {c.bends} bends, {c.faults} faults"
        parts.append(f'<text x="{x}" y="5" font-size="3.4">{words}</text><g transform="translate({x - left} {9 - top})">')
        for box in picture.boxes.values():
            size = f'x="{box[0]}" y="{box[1]}" width="{box[2] - box[0]}" height="{box[3] - box[1]}"'
            parts.append(f'<rect {size} fill="#fe9" stroke="black" stroke-width=".3"/>')
        for a, b in picture.joints:
            parts.append(f'<path d="M{a[0]} {a[1]}L{b[0]} {b[1]}" stroke="#888" stroke-width=".9" fill="none"/>')
        for index, line in enumerate(picture.lines):
            path = "L".join(f"{px} {py}" for px, py in line.points)
            colour = f"hsl({index * 67 % 360} 90% 38%)"
            parts.append(f'<path d="M{path}" stroke="{colour}" stroke-width=".4" fill="none" marker-end="url(#a)"/>')
        parts.append("</g>")
        x, height = x + max(wide, 75.0) + 12, max(height, high)
    arrow = '<marker id="a" markerWidth="6" markerHeight="4" refX="5" refY="2" orient="auto"><path d="M0 0L5 2L0 4z"/></marker>'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {x} {height + 14}" width="{5 * x}" height="{5 * (height + 14)}">'
    return head + f'<defs>{arrow}</defs><rect width="100%" height="100%" fill="white"/>' + "".join(parts) + "</svg>"


def main(arguments: Sequence[str]) -> None:
    """Compare, or draw pictures."""
    install()
    if arguments and arguments[0] == "--picture":
        draw_pictures(arguments[1:])
        return
    numbers = [int(word) for word in arguments if word != "--all"]
    number, workers = (*numbers, *(500, 2)[len(numbers) :])
    trials = _TRIALS + (_LEFT_OUT if "--all" in arguments else ())
    cases = [(False, *case) for case in hard_cases(number)] + [(True, *case) for case in book_cases(ROOT)]
    chunks = [cases[start : start + CHUNK] for start in range(0, len(cases), CHUNK)]
    with ProcessPoolExecutor(workers) as pool:
        results = []
        for done, chunk in enumerate(pool.map(partial(compare, trials=trials), chunks), 1):
            results += chunk
            print(f"\r{done}/{len(chunks)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    raw = json.dumps([asdict(result) for result in results])
    (PLACE / "results.json").write_text(raw, encoding="utf-8")
    hard = [result for result in results if not result.book]
    if hard:
        print(report(f"Hard cases (seeds 0 to {number - 1})", hard), end="\n\n")
        print(report("Of these, without joint steps", [result for result in hard if not result.joint]), end="\n\n")
    print(report("SOPs of the book", [result for result in results if result.book]))


if __name__ == "__main__":
    main(sys.argv[1:])
