"""The peers: how each is installed, what it is given, and the command that is timed.

Every peer writes a tagged PDF, as ours is; none is asked for PDF/UA. What is not timed: making the HTML, the Typst source and the DOCX.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from abc import ABC, abstractmethod
from importlib.metadata import version
from pathlib import Path

from . import as_docx, as_html, as_typst
from .content import Content

_APT_S = 1200
_PIP_S = 600


class Missing(Exception):
    """A peer cannot be run here; the text says why."""


class Peer(ABC):
    """One peer. `folder` is its own place for sources, profile and output."""

    key = ""
    title = ""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)

    @property
    def pdf(self) -> Path:
        """The file it writes."""
        return self.folder / "book.pdf"

    @abstractmethod
    def install(self) -> str:
        """Make it ready, installing it where it is missing; give its version. Raises Missing."""

    @abstractmethod
    def prepare(self, content: Content) -> None:
        """Write what it is given."""

    @abstractmethod
    def command(self) -> list[str]:
        """Give the command that makes the PDF."""


class PlainWeasyPrint(Peer):
    """One HTML document and one call of `write_pdf`, in the project's environment."""

    key = "weasyprint"
    title = "plain WeasyPrint"

    def install(self) -> str:
        return f"WeasyPrint {version('weasyprint')}"

    def prepare(self, content: Content) -> None:
        (self.folder / "book.html").write_text(as_html.html(content), "utf-8")

    def command(self) -> list[str]:
        program = (
            "import pathlib, sys, weasyprint\n"
            "weasyprint.HTML(string=pathlib.Path(sys.argv[1]).read_text('utf-8')).write_pdf(sys.argv[2], pdf_variant='pdf/a-3a')"
        )
        return [sys.executable, "-c", program, str(self.folder / "book.html"), str(self.pdf)]


class Chromium(Peer):
    """The same HTML, printed by a headless browser with a profile of its own."""

    key = "chromium"
    title = "Chromium"

    def install(self) -> str:
        return _said([_apt("chromium", "chromium"), "--version"])

    def prepare(self, content: Content) -> None:
        (self.folder / "book.html").write_text(as_html.html(content), "utf-8")

    def command(self) -> list[str]:
        return [
            "chromium", "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={self.folder / 'profile'}", "--no-first-run",
            "--no-pdf-header-footer", f"--print-to-pdf={self.pdf}", (self.folder / "book.html").as_uri(),
        ]


class LibreOffice(Peer):
    """A DOCX of the same content, converted with a profile of its own."""

    key = "libreoffice"
    title = "LibreOffice"

    def install(self) -> str:
        return _said([_apt("soffice", "libreoffice-writer-nogui", "libreoffice-writer"), "--version"])

    def prepare(self, content: Content) -> None:
        try:
            as_docx.write(content, self.folder / "book.docx")
        except ImportError as error:
            raise Missing(f"python-docx is missing: {error}") from error

    def command(self) -> list[str]:
        return [
            "soffice", "--headless", f"-env:UserInstallation={(self.folder / 'profile').as_uri()}", "--convert-to",
            'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}', "--outdir", str(self.folder),
            str(self.folder / "book.docx"),
        ]


class Typst(Peer):
    """A Typst source of the same content, compiled from scratch in a fresh process."""

    key = "typst"
    title = "Typst"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.venv = folder.parent.parent / "venv"

    @property
    def python(self) -> Path:
        """The interpreter of the environment of its own."""
        return self.venv / "bin" / "python"

    def install(self) -> str:
        ask = [str(self.python), "-c", "import typst; from importlib.metadata import version; print('Typst', version('typst'))"]
        if not self.python.exists() or subprocess.run(ask, capture_output=True, check=False).returncode:
            told(f"installing typst from PyPI into {self.venv}")
            _install([sys.executable, "-m", "venv", str(self.venv)], _PIP_S)
            _install([str(self.python), "-m", "pip", "install", "--quiet", "typst"], _PIP_S)
        return _said(ask)

    def prepare(self, content: Content) -> None:
        (self.folder / "book.typ").write_text(as_typst.typst(content), "utf-8")

    def command(self) -> list[str]:
        program = "import sys, typst\ntypst.compile(sys.argv[1], output=sys.argv[2])"
        return [str(self.python), "-c", program, str(self.folder / "book.typ"), str(self.pdf)]


PEERS: tuple[type[Peer], ...] = (PlainWeasyPrint, Chromium, LibreOffice, Typst)


def told(text: str) -> None:
    """Say how far we are, on stderr."""
    print(text, file=sys.stderr, flush=True)


def _apt(program: str, *packages: str) -> str:
    """Give a system program, installed from the first package that has it. Raises Missing."""
    for package in packages:
        if shutil.which(program):
            break
        told(f"{program} is missing: installing the Debian package {package}")
        try:
            _install(["apt-get", "install", "-y", "--no-install-recommends", package], _APT_S)
        except Missing as error:
            told(str(error))
    found = shutil.which(program)
    if not found:
        raise Missing(f"`{program}` is missing and could not be installed (as root: apt-get install {packages[0]})")
    return found


def _install(command: list[str], seconds: int) -> None:
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=seconds, check=False, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Missing(f"`{' '.join(command)}`: {error}") from error
    if done.returncode:
        raise Missing(f"`{' '.join(command)}` failed: {done.stderr.strip()[-300:]}")


def _said(command: list[str]) -> str:
    """Give the first line a program prints. Raises Missing."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Missing(f"`{' '.join(command)}`: {error}") from error
    if done.returncode or not done.stdout.strip():
        raise Missing(f"`{' '.join(command)}` failed: {done.stderr.strip()[-300:]}")
    return done.stdout.strip().splitlines()[0]
