"""One Markdown chapter -> one `Chapter`: front matter, numbered headings, blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bukusop.diagnostics import Findings, Place
from bukusop.load import markdown
from bukusop.load.shape import read_shape
from bukusop.load.shapes import ChapterShape
from bukusop.load.source import Source
from bukusop.load.tree import read_text, read_yaml
from bukusop.model import Blok, Chapter, Heading, JenisBab, Penutup
from bukusop.paths import Project

Placed = tuple[tuple[Blok, Place], ...]


def read_chapter(project: Project, path: Path, default_place: str, findings: Findings) -> tuple[Chapter, Placed, Source] | None:
    """Read a chapter; None where it cannot become one. The placed blocks let links and images be checked later."""
    name = project.name(path)
    text = read_text(project, path, findings)
    if text is None:
        return None
    lines = text.splitlines()
    if not lines or lines[0].strip() != "---" or "---" not in [line.strip() for line in lines[1:]]:
        findings.error("kepala", Place(name, 1, 1), "bab ini tidak punya kepala berkas",
                       "mulai berkas dengan `---`, `judul: ...`, lalu `---`")
        return None
    end = next(index for index, line in enumerate(lines[1:], 1) if line.strip() == "---")
    tree = read_yaml("\n".join(lines[1:end]) + "\n", name, findings, first_line=2)
    shape = read_shape(ChapterShape, tree, findings) if tree else None
    if tree is None or shape is None:
        return None
    source = Source(name, tree, findings)
    body = markdown.prose("\n".join(lines[end + 1 :]) + "\n", name, end + 2, findings)
    placed = number_headings(body)
    penutup = None
    if shape.penutup:
        date = source.date(shape.penutup.tanggal, "penutup", "tanggal")
        if date:
            penutup = Penutup(shape.penutup.tempat or default_place, date, shape.penutup.pejabat)
    chapter = Chapter(path.stem, name, shape.judul, JenisBab(shape.jenis), "", tuple(block for block, _ in placed), penutup)
    return chapter, placed, source


def number_headings(placed: Sequence[tuple[Blok, Place]]) -> Placed:
    """Give headings their labels (A., 1., a.: Tata Naskah Dinas) and ids that are unique in the chapter."""
    counts, seen = [0, 0, 0], dict[str, int]()
    result: list[tuple[Blok, Place]] = []
    for block, place in placed:
        if isinstance(block, Heading):
            level = block.tingkat - 1
            counts[level:] = [counts[level] + 1, *([0] * (2 - level))]
            number = counts[level]
            label = (letter(number), str(number), letter(number).lower())[level] + "."
            slug = re.sub(r"[^a-z0-9]+", "-", "".join(run.teks for run in block.isi).lower()).strip("-") or "bagian"
            seen[slug] = seen.get(slug, 0) + 1
            block = replace(block, label=label, id=slug if seen[slug] == 1 else f"{slug}-{seen[slug]}")
        result.append((block, place))
    return tuple(result)


def letter(number: int) -> str:
    """Give A, B, ... Z, AA, AB ... for 1, 2, ..."""
    result = ""
    while number:
        number, rest = divmod(number - 1, 26)
        result = chr(65 + rest) + result
    return result
