"""Written pages -> the index that the search page asks (Pagefind), and that page itself. Door: pagefind_bin.

Pagefind's own program reads the pages (a process of its own, a tenth of a second) and writes pieces of a few kilobytes, of which a browser
fetches only those that hold its words. It knows Indonesian: it finds `pengajuan` by `mengajukan`. Same pages, same bytes.
Title and number are searched as what they are; where the page says them they bear `data-pagefind-ignore`, so that no excerpt repeats them.
"""

from __future__ import annotations

import hashlib
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from bukusop.paths import OutputError, write_whole
from bukusop.site.settling import settle
from bukusop.site.site import File, Site
from bukusop.site.write import write_files

FOLDER = "pagefind"
MARK = b"data-pagefind-body"
"""What a page bears on the part of it that is searched; pages without it are not."""
ENTRY = "pagefind-entry.json"
UNUSED = (
    "pagefind-ui.css", "pagefind-ui.js", "pagefind-modular-ui.css", "pagefind-modular-ui.js", "pagefind-component-ui.css",
    "pagefind-component-ui.js", "pagefind-highlight.js", "wasm.unknown.pagefind",
)
"""Interfaces that come with Pagefind: ours is `templates/site/cari.js`. And the program for pages in no known language."""
UNSEARCHED = (
    ".keadaan", ".pesan", ".tanpa-cetak", "dt", "h2", "thead", "caption", ".kata", 'a[href*="verifikasi/"]',
    ".identitas dd:not([data-pagefind-meta])", '[data-pagefind-meta="jenis:Pelaksana"] .pengantar',
)
"""Notices and labels: their words stand on every page and would find them all."""
_PATIENCE = 120
"""Seconds after which the program is taken to hang; 46 SOPs take 0.1 s."""


def files(site: Site) -> Iterator[File]:
    """Give the search page and its script. Without a script the page is the list of all SOPs."""
    groups = [
        {"nama": next(item for item in site.book.bidang if item.kunci == key).nama, "sop": list(sops)}
        for key, sops in groupby(site.book.sops, key=lambda sop: sop.bidang)
    ]
    yield site.page(
        "cari", "cari", "Cari SOP", f"Cari prosedur di {site.book.instansi.nama} menurut nama, langkah, formulir, pelaksana, atau nomor.",
        kelompok=groups,
    )
    yield File("aset/cari.js", site.templates.file("site/cari.js"))


def index(folder: Path) -> None:
    """Bring the search index of a written website up to date: nothing is done where no searched page changed. Raises OutputError."""
    stamp = folder.parent / ".simpanan" / "pencarian"
    wanted = _digest(folder)
    if (folder / FOLDER / ENTRY).is_file() and stamp.is_file() and stamp.read_text(encoding="ascii", errors="replace") == wanted:
        return
    stamp.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="bukusop-") as place:
        _run(folder, Path(place) / FOLDER)
        settle(Path(place) / FOLDER, ENTRY)
        found = [path for path in sorted(Path(place, FOLDER).rglob("*")) if path.is_file() and path.name not in UNUSED]
        found.sort(key=lambda path: path.name == ENTRY)      # it names the others, so it is written when they are there
        write_files(folder / FOLDER, (File(path.relative_to(Path(place, FOLDER)).as_posix(), path.read_bytes()) for path in found))
    write_whole(stamp, wanted.encode(), durable=False)


def _run(folder: Path, target: Path) -> None:
    """Run the program; neither settings of the folder nor of the environment have a say. Raises OutputError."""
    from pagefind_bin import get_executable

    command = [
        str(get_executable()), "--site", str(folder.resolve()), "--output-path", str(target), "--force-language", "id", "--quiet",
        "--exclude-selectors", ", ".join(UNSEARCHED),
    ]
    try:
        done = subprocess.run(
            command, cwd=target.parent, env={}, capture_output=True, text=True, errors="replace", timeout=_PATIENCE, check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise OutputError(f"indeks pencarian tidak dapat dibuat: {error}") from error
    if done.returncode or not (target / ENTRY).is_file():
        said = " ".join((done.stderr or done.stdout).split())[-300:]
        raise OutputError(f"indeks pencarian tidak dapat dibuat: {said or 'tidak ada halaman yang dapat dicari'}")


def _digest(folder: Path) -> str:
    """Give the digest of all searched pages and of what makes the index of them."""
    from importlib.metadata import version

    digest = hashlib.sha256(f"{version('pagefind_bin')} {UNUSED} {UNSEARCHED}".encode())
    for path in sorted(folder.rglob("*.html")):
        data = path.read_bytes()
        if MARK in data:
            digest.update(f"\0{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()
