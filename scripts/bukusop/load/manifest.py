"""The manifest `book/book.yaml`: the office, its office holders, the bidang, and the list of parts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bukusop.diagnostics import Place, suggest
from bukusop.load.shapes import BookShape
from bukusop.load.source import Source
from bukusop.model import Bagian, Instansi, JenisBagian, Pejabat
from bukusop.paths import Project

_FIXED = {"sampul": JenisBagian.SAMPUL, "daftar_isi": JenisBagian.DAFTAR_ISI, "sop": JenisBagian.SOP}
_FOLDERS = {"keputusan": (JenisBagian.KEPUTUSAN, ".yaml"), "chapters": (JenisBagian.BAB, ".md")}


def office(_: Source, shape: BookShape, logo: str) -> Instansi:
    """Give the office; `logo` is the path of its logo in the project."""
    return Instansi(**{**shape.instansi.model_dump(), "logo": logo})


def office_holders(source: Source, shape: BookShape) -> tuple[Pejabat, ...]:
    """Give the office holders in the manifest's order."""
    if not shape.pejabat:
        source.error("wajib", ("pejabat",), "buku ini belum punya pejabat", "tambahkan paling sedikit pengesahnya")
    return tuple(Pejabat(kunci=key, **item.model_dump()) for key, item in shape.pejabat.items())


def sop_files(project: Project, source: Source, shape: BookShape) -> Iterator[tuple[Path, str]]:
    """Give every SOP file with its bidang, in the order of the book."""
    for index, item in enumerate(shape.bidang):
        folder = project.inside(Path("sops") / item.folder)
        if folder is None or not folder.is_dir() or "/" in item.folder:
            _once(source, ("bidang", index, "folder"), f"folder sops/{item.folder} tidak ada",
                  suggest(item.folder, [path.name for path in project.sops.glob("*/")]) or "buat foldernya, atau perbaiki namanya")
            continue
        for path in sorted(folder.glob("*.yaml")):
            if not path.name.startswith("."):
                yield path, item.folder
    named = {item.folder for item in shape.bidang}
    for folder in sorted(project.sops.glob("*/")):
        if folder.name not in named and any(folder.glob("*.yaml")):
            source.findings.warn("bidang", Place(project.name(folder)), "folder SOP ini tidak disebut di book/book.yaml, jadi tidak dicetak",
                                 "tambahkan di bawah `bidang:`")


def _once(source: Source, path: tuple[str | int, ...], message: str, hint: str) -> None:
    source.error("bidang", path, message, hint)


def parts(project: Project, source: Source, shape: BookShape) -> list[Bagian]:
    """Read the list of parts; what is not a part, or not a file, is an error at its line."""
    result: list[Bagian] = []
    for index, text in enumerate(shape.bagian):
        path = ("bagian", index)
        folder, _, file = text.partition("/")
        if text in _FIXED:
            result.append(Bagian(_FIXED[text]))
        elif folder in _FOLDERS and file.endswith(_FOLDERS[folder][1]) and "/" not in file:
            jenis, suffix = _FOLDERS[folder]
            if not (project.root / "book" / folder / file).is_file():
                known = [f"{folder}/{item.name}" for item in (project.root / "book" / folder).glob(f"*{suffix}")]
                source.error("berkas-tiada", path, f"berkas book/{text} tidak ada", suggest(text, known))
            else:
                result.append(Bagian(jenis, file.removesuffix(suffix)))
        else:
            source.error("bagian", path, f"bagian `{text}` tidak dikenal",
                         suggest(text, [*_FIXED, "keputusan/<berkas>.yaml", "chapters/<berkas>.md"]))
    for part in dict.fromkeys(result):
        if result.count(part) > 1:
            source.error("bagian", ("bagian",), f"bagian `{part.id or part.jenis}` disebut lebih dari sekali", "hapus salah satu")
    return result
