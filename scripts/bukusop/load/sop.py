"""One SOP file -> one `Sop`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bukusop.diagnostics import Findings
from bukusop.load import flow
from bukusop.load.files import read_text
from bukusop.load.shape import check_shape
from bukusop.load.shapes import SopShape
from bukusop.load.source import Source, check_texts, texts
from bukusop.load.tree import read_yaml
from bukusop.model import Kaitan, Peraturan, Prosedur, Sop, TanggalSop
from bukusop.paths import Project

MOST_STEPS = 200
"""Steps of one SOP, whose chart on a web page is one piece (measured, every fourth a decision: 3 s, 180 MB; 400 steps: 10 s, 500 MB)."""
_STEM = re.compile(r"^(?:\d+-)?([a-z0-9]+(?:-[a-z0-9]+)*)$")


def sop_id(path: Path) -> str:
    """Give the id of an SOP: the file's stem without its leading number; "" where the name is not usable."""
    found = _STEM.match(path.stem)
    return found[1] if found else ""


@dataclass(frozen=True, slots=True)
class SopDefaults:
    """What an SOP takes from the book where it says nothing itself. `register` is None where it cannot be read."""

    pengesah: str
    profil: str
    register: Mapping[str, Peraturan] | None


def read_sop(
    project: Project, path: Path, bidang: str, default: SopDefaults, findings: Findings
) -> tuple[Sop, Source] | None:
    """Read one SOP; None where it cannot become one, with findings that say why."""
    name = project.name(path)
    text = read_text(project, path, findings)
    tree = read_yaml(text, name, findings) if text is not None else None
    if tree is None:
        return None
    checked = check_shape(SopShape, tree, findings)
    shape, source = checked.shape, Source(name, tree, findings, checked.doubtful)
    check_texts(source)
    prosedur = _procedures(source, shape)
    sop = Sop(
        id=sop_id(path), berkas=name, bidang=bidang, nomor=shape.nomor, nama=shape.nama, unit=shape.unit,
        disahkan_oleh=shape.disahkan_oleh or default.pengesah, profil=shape.profil or default.profil,
        tanggal=TanggalSop(
            source.date(shape.tanggal.pembuatan, "tanggal", "pembuatan"),
            source.date(shape.tanggal.revisi, "tanggal", "revisi"),
            source.date(shape.tanggal.efektif, "tanggal", "efektif"),
        ),
        dasar_hukum=source.citations(shape.dasar_hukum, default.register, "dasar_hukum"),
        kualifikasi_pelaksana=texts(shape.kualifikasi_pelaksana),
        keterkaitan=tuple(Kaitan(teks=item) for item in texts(shape.keterkaitan)),
        peralatan=texts(shape.peralatan), peringatan=texts(shape.peringatan), pencatatan=texts(shape.pencatatan),
        prosedur=prosedur, waktu_total=shape.waktu_total,
    )
    return sop, source


def _procedures(source: Source, shape: SopShape) -> tuple[Prosedur, ...]:
    if source.doubts("prosedur") or _too_long(source, shape):
        return ()
    if shape.prosedur:
        for key in ("pelaksana", "langkah"):
            if getattr(shape, key):
                source.error("prosedur", (key,), f"`{key}` tidak dapat ditulis bersama `prosedur`",
                             f"pindahkan `{key}` ke dalam salah satu butir `prosedur`")
        return tuple(
            flow.read_procedure(source, item.judul, item.pelaksana, item.langkah, ("prosedur", index))
            for index, item in enumerate(shape.prosedur)
            if _complete(source, item.pelaksana, item.langkah, ("prosedur", index))
        )
    if not _complete(source, shape.pelaksana, shape.langkah, ()):
        return ()
    return (flow.read_procedure(source, "", shape.pelaksana, shape.langkah, ()),)


def _too_long(source: Source, shape: SopShape) -> bool:
    """Tell where an SOP has more steps than a chart can have, all its procedures together."""
    paths: list[flow.Path] = [("langkah", row) for row in range(len(shape.langkah))]
    paths += [("prosedur", index, "langkah", row) for index, item in enumerate(shape.prosedur) for row in range(len(item.langkah))]
    if len(paths) > MOST_STEPS:
        source.error("besar", paths[MOST_STEPS], f"SOP ini berisi lebih dari {MOST_STEPS} langkah", "bagi menjadi beberapa SOP")
    return len(paths) > MOST_STEPS


def _complete(source: Source, actors: Mapping[str, str], steps: tuple[object, ...], path: flow.Path) -> bool:
    for key, value in (("pelaksana", actors), ("langkah", steps)):
        if not value:
            source.error("wajib", (*path, key), f"`{key}` belum ditulis{source.within(path)}", f"tambahkan `{key}:` beserta isinya")
    return bool(actors and steps)
