"""A small office to publish: a signed project, and the folder of its website as far as WordPress needs it.

    python -m tests.publish.office PROJECT ADDRESS [konsep]      publish once; the password is in BUKUSOP_UJI_SANDI
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from bukusop import pipeline
from bukusop.model import Book, Terbit
from bukusop.paths import Project
from bukusop.publish import Plan, Tree, read_tree
from bukusop.publish.wordpress import WordPressTarget
from bukusop.render.templates import SITE, Templates
from bukusop.sign import Register, read_register
from bukusop.sign.passphrase import Secret
from tests.conftest import PROJECTS, ROOT, command, environment
from tests.publish.wordpress import USER

PASSWORD = "BUKUSOP_UJI_SANDI"


@dataclass(frozen=True)
class Office:
    """A signed project in a folder of its own."""

    root: Path

    @property
    def book(self) -> Book:
        return pipeline.read(Project.at(self.root))[0]

    @property
    def register(self) -> Register:
        return read_register(self.root / "build" / "register.json")

    @property
    def tree(self) -> Tree:
        return read_tree(self.root / "build" / "site")

    def target(
        self, url: str, password: str, *, konsep: bool = False, sleep: Callable[[float], None] = lambda _: None, book: Book | None = None,
    ) -> WordPressTarget:
        terbit = Terbit(nama="dinas", jenis="wordpress", tujuan=url, pengguna=USER, rahasia=f"lingkungan:{PASSWORD}", konsep=konsep)
        templates = Templates.read(ROOT / "templates", SITE)
        return WordPressTarget(terbit, book or self.book, self.register, templates, Secret(password), sleep)

    def sign(self) -> None:
        """Sign as a rehearsal, and lay the website's PDFs out; what was signed before moves to `berkas/lama`."""
        before = {entry.sha256: entry for entry in self.register.entries}
        there = {path: path.read_bytes() for path in (self.root / "build" / "site").rglob("*.pdf")}
        done = subprocess.run([*command(), "sign"], cwd=self.root, capture_output=True, text=True, check=False, env=environment())
        assert done.returncode == 0, done.stdout + done.stderr
        shelf = self.root / "build" / "site" / "berkas"
        shutil.rmtree(shelf, ignore_errors=True)
        shutil.copytree(self.root / "build" / "sah", shelf)
        now = {leaf.sha256 for leaf in read_tree(self.root / "build" / "site").files.values()}
        for path, data in there.items():
            entry = next((entry for entry in before.values() if entry.berkas.endswith(path.relative_to(shelf).as_posix())), None)
            if entry and entry.sha256 not in now:
                old = shelf / "lama" / f"{entry.id}.pdf"
                old.parent.mkdir(exist_ok=True)
                old.write_bytes(data)
        (self.root / "build" / "site" / "index.html").write_text("<!doctype html>", encoding="utf-8")


def opened(folder: Path) -> Office:
    """Make a small signed office in a folder that is not there yet."""
    shutil.copytree(PROJECTS / "kecil", folder)
    office = Office(folder)
    office.sign()
    return office


def copied(office: Office, folder: Path) -> Office:
    """Copy an office, so that it can be changed."""
    shutil.copytree(office.root, folder)
    return Office(folder)


def publish(office: Office, url: str, password: str, *, konsep: bool = False, book: Book | None = None) -> Plan:
    """Publish once, and give what was planned."""
    target, tree = office.target(url, password, konsep=konsep, book=book), office.tree
    plan = target.plan(tree)
    target.carry_out(plan, lambda *_: None)
    return plan


def without(book: Book, id_: str) -> Book:
    """Give a book that no longer holds an SOP."""
    bidang = tuple(replace(item, sop=tuple(name for name in item.sop if name != id_)) for item in book.bidang)
    return replace(book, sops=tuple(sop for sop in book.sops if sop.id != id_), bidang=bidang)


if __name__ == "__main__":
    publish(Office(Path(sys.argv[1])), sys.argv[2], os.environ[PASSWORD], konsep="konsep" in sys.argv[3:])
