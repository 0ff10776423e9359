"""Profile files -> `Profil`: a profile may name another as its base and say only what differs."""

from __future__ import annotations

from pathlib import Path

from bukusop.diagnostics import Findings, Place, suggest
from bukusop.load.shape import read_shape
from bukusop.load.shapes import HalamanShape, ProfilShape
from bukusop.load.tree import Node, read_text, read_yaml
from bukusop.model import Profil
from bukusop.model.profile import Folio, GayaKeputusan, Halaman, Huruf, Label, Legenda, Lembar
from bukusop.paths import Project

PAPER = {"a4": (210.0, 297.0), "f4": (210.0, 330.0), "f4-215": (215.0, 330.0), "legal": (215.9, 355.6), "letter": (215.9, 279.4)}
"""Paper sizes in mm, portrait. F4 is sold as 210 x 330 and 215 x 330 (both measured in real documents)."""

MAX_BASES = 8


def read_profile(project: Project, name: str, kertas: str, place: Place, findings: Findings) -> Profil | None:
    """Read a profile by name; `kertas` overrides its paper. None and findings where it cannot be read.

    `place` is where the profile is asked for.
    """
    tree = _merged(project, name, place, findings, 0)
    shape = read_shape(ProfilShape, tree, findings) if tree else None
    if shape is None:
        return None
    if kertas and kertas not in PAPER:
        findings.error("pilihan", place, f"kertas `{kertas}` tidak dikenal", suggest(kertas, PAPER))
        return None
    lembar, legenda = shape.lembar, shape.legenda
    return Profil(
        nama=name, keterangan=shape.keterangan,
        prosa=_page(shape.prosa, kertas, landscape=False), lembar_halaman=_page(shape.lembar_halaman, kertas, landscape=True),
        huruf=Huruf(**shape.huruf.model_dump()), label=Label(**shape.label.model_dump()),
        lembar=Lembar(**{
            **lembar.model_dump(), "lebar": tuple(lembar.lebar.items()),
            "legenda": Legenda(**legenda.model_dump(exclude={"tampil"})) if legenda.tampil else None,
        }),
        keputusan=GayaKeputusan(**shape.keputusan.model_dump()), folio=Folio(**shape.folio.model_dump()),
        catatan_kaki=shape.catatan_kaki, catatan_tte=shape.catatan_tte,
    )


def _page(shape: HalamanShape, kertas: str, *, landscape: bool) -> Halaman:
    width, height = PAPER[kertas or shape.kertas]
    top, right, bottom, left = (*shape.margin, 20.0, 20.0, 20.0, 20.0)[:4]
    return Halaman(*((height, width) if landscape else (width, height)), (top, right, bottom, left))


def profile_names(project: Project) -> list[str]:
    """Give the names of the profiles of this project."""
    return sorted(path.stem for path in (project.templates / "profil").glob("*.yaml"))


def _merged(project: Project, name: str, place: Place, findings: Findings, depth: int) -> Node | None:
    known = profile_names(project)
    if name not in known:
        findings.error("profil", place, f"profil `{name}` tidak ada", suggest(name, known))
        return None
    path: Path = project.templates / "profil" / f"{name}.yaml"
    shown = path.relative_to(project.templates.parent).as_posix()
    text = read_text(Project(project.templates.parent), path, findings)
    tree = read_yaml(text, shown, findings) if text is not None else None
    if tree is None or not isinstance(tree.value, dict) or "dasar" not in tree.value:
        return tree
    base_name = str(tree.value["dasar"][1].value)
    if depth >= MAX_BASES:
        findings.error("profil", tree.at(("dasar",)), "profil saling merujuk sebagai `dasar`", "hapus salah satu `dasar`")
        return None
    base = _merged(project, base_name, tree.at(("dasar",)), findings, depth + 1)
    return _overlay(base, tree) if base else None


def _overlay(base: Node, over: Node) -> Node:
    """Lay one mapping over another; everything else is replaced whole."""
    if not (isinstance(base.value, dict) and isinstance(over.value, dict)):
        return over
    merged = dict(base.value)
    for key, (place, node) in over.value.items():
        merged[key] = (place, _overlay(merged[key][1], node) if key in merged else node)
    return Node(merged, over.place)
