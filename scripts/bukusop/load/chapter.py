"""One Markdown chapter -> one `Chapter`: front matter, numbered headings, blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bukusop.diagnostics import Findings, Place
from bukusop.load import markdown
from bukusop.load.files import read_text
from bukusop.load.shape import check_shape, stand_in
from bukusop.load.shapes import ChapterShape
from bukusop.load.source import Source
from bukusop.load.tree import Node, read_yaml
from bukusop.model import Blok, Chapter, Heading, JenisBab, Penutup
from bukusop.paths import Project

Placed = tuple[tuple[Blok, Place], ...]
LONGEST_ID = 80
_NAME = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")


def read_chapter(project: Project, path: Path, default_place: str, findings: Findings) -> tuple[Chapter, markdown.Prose, Source] | None:
    """Read a chapter; None where it cannot become one. The prose lets links and images be checked later."""
    name = project.name(path)
    text = read_text(project, path, findings)
    if text is None:
        return None
    check_name(path, name, findings)
    lines = text.split("\n")
    ends = [index for index, line in enumerate(lines) if line.strip() == "---"]
    if lines[0].strip() != "---" or len(ends) < 2:
        findings.error("kepala", Place(name, 1, 1), "bab ini tidak punya kepala berkas",
                       "mulai berkas dengan tiga baris: `---`, `judul: ...`, dan `---`")
        begin, tree = int(lines[0].strip() == "---"), None
    else:
        begin = ends[1] + 1
        tree = read_yaml("\n".join(lines[1 : ends[1]]) + "\n", name, findings, first_line=2)
    source, shape = _head(name, tree, findings)
    prose = markdown.prose("\n".join(lines[begin:]) + "\n", name, begin + 1, findings)
    prose = replace(prose, blocks=number_headings(prose.blocks, {}))
    if tree is not None and not any(line.strip() for line in lines[begin:]):
        findings.warn("kosong", Place(name, begin + 1), "bab ini belum berisi", "tulis isinya di bawah kepala berkas")
    penutup = None
    if shape.penutup:
        date = source.date(shape.penutup.tanggal, "penutup", "tanggal")
        if date:
            penutup = Penutup(shape.penutup.tempat or default_place, date, shape.penutup.pejabat)
    isi = tuple(block for block, _ in prose.blocks)
    return Chapter(path.stem, name, shape.judul, JenisBab(shape.jenis), "", isi, penutup), prose, source


def _head(name: str, tree: Node | None, findings: Findings) -> tuple[Source, ChapterShape]:
    if tree is None:
        return Source(name, Node("", Place(name, 1, 1)), findings, frozenset({()})), stand_in(ChapterShape)
    checked = check_shape(ChapterShape, tree, findings)
    return Source(name, tree, findings, checked.doubtful), checked.shape


def check_name(path: Path, name: str, findings: Findings) -> None:
    """The name of a chapter or Keputusan is part of addresses in the book."""
    if not _NAME.match(path.stem):
        findings.error("nama-berkas", Place(name), "nama berkas hanya boleh memuat huruf kecil, angka, dan tanda hubung",
                       "contoh: `bab-1-pendahuluan.md` atau `01-penetapan.yaml`")


def number_headings(placed: Sequence[tuple[Blok, Place]], seen: dict[str, int]) -> Placed:
    """Give headings their labels (A., 1., a.: Tata Naskah Dinas) and ids that are unique among all that `seen` knows."""
    counts = [0, 0, 0]
    result: list[tuple[Blok, Place]] = []
    for written, place in placed:
        block = written
        if isinstance(block, Heading):
            level = block.tingkat - 1
            counts[level:] = [counts[level] + 1, *([0] * (2 - level))]
            number = counts[level]
            label = (letter(number), str(number), letter(number).lower())[level] + "."
            block = replace(block, label=label, id=_slug("".join(run.teks for run in block.isi), seen))
        result.append((block, place))
    return tuple(result)


def _slug(text: str, seen: dict[str, int]) -> str:
    """Give the id of a heading; `seen` counts the ids already given."""
    slug = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:LONGEST_ID] or "bagian"
    result = slug
    while result in seen:
        seen[slug] += 1
        result = f"{slug}-{seen[slug]}"
    seen[result] = 1
    return result


def letter(number: int) -> str:
    """Give A, B, ... Z, AA, AB ... for 1, 2, ..."""
    result = ""
    while number:
        number, rest = divmod(number - 1, 26)
        result = chr(65 + rest) + result
    return result
