"""Seconds per signature for the example book beside a bare call of the library, and 46 SOPs in one batch.

    python -m tests.bench.signing [--rounds 5]

Contenders are interleaved (A B C A B C ...). *bare* is pyHanko's own `sign_pdf` with the same key, timestamp authority and evidence;
*ours* is what `make sign` calls; *examination* is what every file goes through before it is kept. Writes its part of docs/benchmark.md.
"""

import asyncio
import gc
import io
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter

from bukusop import sign
from bukusop.approval import Request, unsigned_documents
from bukusop.diagnostics import Findings
from bukusop.load import load_book, load_signing
from bukusop.paths import Project
from tests.conftest import ROOT

HEAD = "## Signing"


def main(arguments: list[str]) -> None:
    rounds = int(arguments[arguments.index("--rounds") + 1]) if "--rounds" in arguments else 5
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "buku"
        for name in ("book", "sops", "templates", "assets"):
            shutil.copytree(ROOT / name, root / name)
        lines = [*_single(Project.at(root), rounds), *_batch(root)]
    text = "\n".join(lines) + "\n"
    print(text)
    page = ROOT / "docs" / "benchmark.md"
    before, _, after = page.read_text(encoding="utf-8").partition(f"{HEAD}\n")
    rest = after[after.index("\n## ") + 1 :] if "\n## " in after else ""
    page.write_text(before.rstrip() + "\n\n" + text + ("\n" + rest if rest else ""), encoding="utf-8")


def _single(project: Project, rounds: int) -> list[str]:
    pdf = unsigned_documents(project, Request(date(2026, 11, 2), ("buku",)))[0].pdf
    findings = Findings()
    book = load_book(project, findings)
    assert book
    way = load_signing(project, book.pejabat, findings)
    head = book.pejabat_of(book.pengesah)
    measured: dict[str, list[float]] = {}

    async def run() -> None:
        async with sign.open_office(project.root, way, [head], book.pejabat, 1, lambda _: "") as office:
            for _ in range(rounds + 1):
                for level in (sign.Level.B_B, sign.Level.B_LTA):
                    order = sign.Order(f"ttd_{head.kunci}", head.nama, "Pengesahan", "Contoh", level)
                    for name, seconds in (await _times(office, head.kunci, pdf, order)).items():
                        measured.setdefault(f"{name} {level.label}", []).append(seconds)

    asyncio.run(run())
    median = {name: statistics.median(values[1:]) for name, values in measured.items()}     # the first round warms up
    rows = []
    for level in ("B-B", "B-LTA"):
        bare, ours, examined = median[f"bare {level}"], median[f"ours {level}"], median[f"examination {level}"]
        rows.append(f"| {level} | {bare:.2f} | {ours:.2f} | {ours / bare:.2f} | {examined:.2f} |")
    return [
        HEAD, "",
        f"{date.today().isoformat()}, 2 cores, Python {sys.version.split()[0]}, pyHanko {version('pyhanko')}; `make bench-sign`. "
        f"The example book, {len(pdf) / 1e6:.1f} MB, signed by a rehearsal key (RSA 2048) with timestamps and evidence made in the same "
        f"process; medians of {rounds} rounds, interleaved, after one to warm up.", "",
        "| level | bare pyHanko, s | ours, s | ratio (goal 1.3) | examination before it is kept, s |", "|---|---|---|---|---|", *rows, "",
    ]


async def _times(office: sign.Office, head: str, pdf: bytes, order: sign.Order) -> dict[str, float]:
    signatory = office.signatories[head]
    clock = [time.perf_counter()]

    def lap() -> None:
        clock.append(time.perf_counter())
        gc.collect()
        clock.append(time.perf_counter())

    lap()
    await _bare(pdf, order, signatory, office.bench)
    lap()
    signed = await signatory.sign(pdf, order)
    lap()
    await sign.examine(signed, pdf, office.trust, office.evidence, [""], order.level)
    lap()
    return {"bare": clock[3] - clock[2], "ours": clock[5] - clock[4], "examination": clock[7] - clock[6]}


async def _bare(pdf: bytes, order: sign.Order, signatory: sign.Signatory, bench: sign.Bench) -> None:
    long_term = order.level is sign.Level.B_LTA
    metadata = signers.PdfSignatureMetadata(
        field_name=order.field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, name=order.name, reason=order.reason,
        location=order.location, embed_validation_info=long_term, validation_context=bench.context() if long_term else None,
        use_pades_lta=long_term,
    )
    assert isinstance(signatory, sign.LocalSignatory)
    await signers.async_sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(pdf)), metadata, signatory.signer, timestamper=bench.timestamper if long_term else None,
        existing_fields_only=True,
    )


def _batch(root: Path) -> list[str]:
    command = [sys.executable, "-m", "bukusop.cli"]
    subprocess.run([*command, "book"], cwd=root, check=True, capture_output=True)
    rows = []
    for name, arguments in (("46 SOPs and the book, B-LTA", ["sign"]), ("again, nothing changed", ["sign"]), ("verify all 47", ["verify"])):
        seconds, peak = _timed([*command, *arguments], root)
        rows.append(f"| {name} | {seconds:.1f} | {peak:.0f} |")
    return ["| batch | wall, s | largest process, MB |", "|---|---|---|", *rows]


def _timed(command: list[str], folder: Path) -> tuple[float, float]:
    watch: Callable[[], float] = time.perf_counter
    code = "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); " \
           "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(done.returncode)"
    start = watch()
    done = subprocess.run([sys.executable, "-c", code, *command], cwd=folder, check=True, capture_output=True, text=True)
    return watch() - start, int(done.stdout) / 1024


if __name__ == "__main__":
    main(sys.argv[1:])
