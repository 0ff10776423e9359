"""Our own runs: a copy of the project, a change of one word, and the same book with many times the SOPs."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

from .measure import Sample, run

EPOCH = "1770000000"
_PARTS = ("scripts", "templates", "book", "sops", "assets")
_ACTIVITY = re.compile(r"^(?P<before>\s*(?:- )?kegiatan: )(?P<word>[A-Z][a-z]+)(?P<after> \w.*)$", re.MULTILINE)
_NUMBER = re.compile(r"^nomor: (.+)$", re.MULTILINE)
_NAME = re.compile(r"^nama: ((?:>-?\n)?.+(?:\n +.+)*)$", re.MULTILINE)
_ACTOR = re.compile(r"^(?P<head> *(?:- )?pelaksana:\n +[\w-]+: )(?P<name>[^\n]+)$", re.MULTILINE)
_STEM = re.compile(r"^(\d+)-(.+)$")
_WORDS = ("Menyiapkan", "Memastikan", "Menyampaikan", "Melaksanakan", "Menuntaskan", "Menjalankan", "Mengerjakan", "Menangani")


class Copy:
    """A copy of the project in a folder, run with this interpreter. The code is copied too, so that work on it does not disturb."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        for part in _PARTS:
            shutil.copytree(root / part, folder / part, symlinks=True)
        self.changes = 0

    @property
    def pdf(self) -> Path:
        """The book."""
        return self.folder / "build" / "buku.pdf"

    @property
    def sources(self) -> list[Path]:
        """The files of all SOPs, in order."""
        return sorted((self.folder / "sops").rglob("*.yaml"))

    def build(self) -> Sample:
        """Time `bukusop book`, start of the process included."""
        env = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "PYTHONPATH": str(self.folder / "scripts")}
        return run([sys.executable, "-m", "bukusop.cli", "book"], self.folder, env)

    def cold(self) -> Sample:
        """Time it with nothing in `build/`."""
        shutil.rmtree(self.folder / "build", ignore_errors=True)
        return self.build()

    def changed(self) -> Sample:
        """Change one word of one step of one SOP, to a word that was never there, then time it."""
        files = self.sources
        path = files[(self.changes * 17 + 3) % len(files)]
        word = f"{_WORDS[self.changes % len(_WORDS)]}{'' if self.changes < len(_WORDS) else self.changes}"
        text, count = _ACTIVITY.subn(lambda found: f"{found['before']}{word}{found['after']}", path.read_text("utf-8"), count=1)
        assert count == 1, f"{path} has no plain activity to change"
        path.write_text(text, "utf-8")
        self.changes += 1
        return self.build()

    def multiply(self, wanted: int) -> int:
        """Copy every SOP until there are about `wanted` (whole copies of the book's SOPs); give how many there are.

        The copies have ids, numbers and names of their own, and another name of the first actor: what is remembered of a flowchart must
        not serve its copies. What they are related to stays the SOPs of the book.
        """
        files = self.sources
        times = max(1, round(wanted / len(files)))
        for path in files:
            text = path.read_text("utf-8")
            found = _STEM.match(path.stem)
            assert found, path
            for copy in range(2, times + 1):
                more = _NUMBER.sub(lambda hit, n=copy: f"nomor: {_renumbered(hit[1], n)}", text, count=1)  # type: ignore[misc]
                more = _NAME.sub(lambda hit, n=copy: f"nama: {_numbered(hit[1], f'Ke-{n}')}", more, count=1)  # type: ignore[misc]
                more, actors = _ACTOR.subn(lambda hit, n=copy: hit["head"] + _numbered(hit["name"], str(n)), more)  # type: ignore[misc]
                assert actors, f"{path} has no actor to rename"
                (path.parent / f"{found[1]}{copy:03}-{found[2]}-ke-{copy}.yaml").write_text(more, "utf-8")
        return len(files) * times


def _renumbered(number: str, copy: int) -> str:
    """01/SOP/DKUMP/2026 -> 01.2/SOP/DKUMP/2026."""
    return re.sub(r"^(['\"]?)(\w+)", rf"\g<1>\g<2>.{copy}", number, count=1)


def _numbered(value: str, word: str) -> str:
    """Add a word to a YAML value, quoted, folded or plain."""
    quote = value[-1] if value[-1] in "'\"" and value[0] == value[-1] else ""
    return f"{value.removesuffix(quote)} {word}{quote}" if quote else f"{value} {word}"
