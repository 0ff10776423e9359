"""The round trip through a workbook, for tests and the proof."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bukusop.diagnostics import Findings
from bukusop.load import SopDefaults, load_book, read_sop
from bukusop.model import Book, Sop
from bukusop.office.drafting.draft import Draft
from bukusop.office.drafting.yamlfile import sop_yaml
from bukusop.office.excel.workbook import read_workbook, write_workbook
from bukusop.paths import Project
from tests.conftest import PROJECTS
from tests.office.generated import make_source

WHEN = datetime(2026, 2, 2, tzinfo=UTC)


def book_at(root: Path) -> Book:
    """Load a book that has no errors."""
    findings = Findings()
    book = load_book(Project.at(root), findings)
    assert book is not None and not findings.failed, [str(item) for item in findings]
    return book


def drafts_of(data: bytes) -> list[Draft]:
    """Read a workbook that holds nothing but our own sheets."""
    drafts = [item for item in read_workbook(data, "sop.xlsx") if isinstance(item, Draft)]
    assert len(drafts) == len(read_workbook(data, "sop.xlsx"))
    return drafts


def load_one(text: str, id_: str, book: Book) -> tuple[Sop, list[str]]:
    """Load one SOP's text as a file of its own; give it and the errors."""
    with tempfile.TemporaryDirectory() as folder:
        project, findings = Project(Path(folder).resolve()), Findings()
        path = project.sops / "a-layanan" / f"01-{id_}.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
        register = {item.peraturan.id: item.peraturan for sop in book.sops for item in sop.dasar_hukum if item.peraturan}
        found = read_sop(project, path, "a-layanan", SopDefaults(book.pengesah, book.profil.nama, register), findings)
        assert found is not None, [str(item) for item in findings]
        return found[0], [str(item) for item in findings if item.severity == "error"]


def faults(seeds: range) -> list[str]:
    """Take generated SOPs through a workbook; tell those that are not what they were."""
    book, result = book_at(PROJECTS / "kecil"), []
    for first in range(seeds.start, seeds.stop, 50):
        batch = range(first, min(first + 50, seeds.stop))
        before = []
        for seed in batch:
            sop, errors = load_one(json.dumps(make_source(seed), ensure_ascii=False), f"buatan-{seed}", book)
            result += [f"seed {seed}: {error}" for error in errors]
            before.append(sop)
        drafts = drafts_of(write_workbook(replace(book, sops=tuple(before)), before, WHEN))
        for seed, sop, draft in zip(batch, before, drafts, strict=True):
            after, errors = load_one(sop_yaml(draft), draft.id, book)
            told = [text for _, text in draft.comments]
            if after != sop or errors or told:
                wrong = [name for name in Sop.__dataclass_fields__ if getattr(after, name) != getattr(sop, name)]
                result.append(f"seed {seed}: {', '.join(wrong)} {errors} {told}")
    return result
