"""A project folder -> what loading says of it, as text."""

from pathlib import Path

from bukusop.diagnostics import Findings
from bukusop.load import load_book
from bukusop.model import Book
from bukusop.paths import Project


def load(folder: Path) -> tuple[Book | None, Findings]:
    """Load the book of a project folder."""
    findings = Findings()
    return load_book(Project(folder.resolve()), findings), findings


def said(folder: Path) -> str:
    """Give every finding as the user reads it; one rule always: a book comes out exactly when no finding is an error."""
    book, findings = load(folder)
    assert (book is None) == findings.failed
    return "".join(f"{item}\n" for item in findings)
