"""Profile files -> `Profil`: a profile may name another as its base and say only what differs."""

from __future__ import annotations

import re
from pathlib import Path

from bukusop.diagnostics import Findings, Place
from bukusop.load.files import read_text
from bukusop.load.quoting import nearest, shown
from bukusop.load.shape import check_shape
from bukusop.load.shapes import HalamanShape, LembarShape, ProfilShape
from bukusop.load.source import Source
from bukusop.load.tree import Node, read_yaml
from bukusop.model import Profil
from bukusop.model.profile import Folio, GayaKeputusan, Halaman, Huruf, Label, Legenda, Lembar
from bukusop.paths import Project

PAPER = {"a4": (210.0, 297.0), "f4": (210.0, 330.0), "f4-215": (215.0, 330.0), "legal": (215.9, 355.6), "letter": (215.9, 279.4)}
"""Paper sizes in mm, portrait. F4 is sold as 210 x 330 and 215 x 330 (both measured in real documents)."""

COLUMNS = ("no", "kegiatan", "pelaksana", "kelengkapan", "waktu", "output", "keterangan")
MARGINS = 4
MOST_MARGIN = 140.0
"""Two opposite margins together, mm: the least paper is 210 mm wide."""
MOST_WIDTH = 240.0
"""All columns of words together, mm: the least sheet is 279.4 mm wide, and actors need theirs."""
LEAST_TYPE, MOST_TYPE = 4.0, 30.0
"""Sizes of type in pt."""


def read_profile(project: Project, name: str, kertas: str, place: Place, findings: Findings) -> Profil | None:
    """Read a profile by name; `kertas` (empty or a key of PAPER) overrides its paper. None and findings where it cannot be read.

    `place` is where the profile is asked for.
    """
    tree = _merged(project, name, place, findings, ())
    checked = check_shape(ProfilShape, tree, findings) if tree else None
    if tree is None or checked is None:
        return None
    shape, source = checked.shape, Source(tree.place.file, tree, findings, checked.doubtful)
    sound = _check(source, shape)
    if checked.doubtful or not sound:
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
        catatan_kaki=tuple(item for item in shape.catatan_kaki if item), catatan_tte=tuple(item for item in shape.catatan_tte if item),
    )


def _check(source: Source, shape: ProfilShape) -> bool:
    """Check what no single key can tell: margins that leave room, columns that have widths, words in braces that are known."""
    before = len(source.findings)
    for key, page in (("prosa", shape.prosa), ("lembar_halaman", shape.lembar_halaman)):
        if len(page.margin) != MARGINS:
            source.error("margin", (key, "margin"), f"`margin` pada `{key}` berisi {len(page.margin)} angka, seharusnya empat",
                         "tulis atas, kanan, bawah, kiri dalam mm, misalnya `[25, 25, 25, 30]`")
        elif max(page.margin[0] + page.margin[2], page.margin[1] + page.margin[3]) > MOST_MARGIN:
            source.error("margin", (key, "margin"), f"`margin` pada `{key}` tidak menyisakan ruang untuk isi",
                         f"jumlah margin yang berhadapan paling besar {MOST_MARGIN:.0f} mm")
    for key in ("ukuran_prosa", "ukuran_keputusan", "ukuran_lembar"):
        size = getattr(shape.huruf, key)
        if not LEAST_TYPE <= size <= MOST_TYPE:
            source.error("angka", ("huruf", key), f"`{key}` harus antara {LEAST_TYPE:.0f} dan {MOST_TYPE:.0f} pt", "contoh: `11,5`")
    _check_columns(source, shape.lembar)
    patterns: tuple[tuple[tuple[str | int, ...], str, tuple[str, ...]], ...] = (
        (("folio", "bentuk"), shape.folio.bentuk, ("n",)),
        (("keputusan", "nomor_halaman"), shape.keputusan.nomor_halaman, ("n",)),
        (("lembar", "nomor_seksi"), shape.lembar.nomor_seksi, ("bab", "bidang", "urut")),
        (("lembar", "kepala_berjalan"), shape.lembar.kepala_berjalan, ("pemerintah", "daerah", "dinas", "judul")),
        *(
            (("catatan_kaki", index), item, ("nomor", "pemerintah", "daerah", "dinas", "judul"))
            for index, item in enumerate(shape.catatan_kaki)
        ),
    )
    for path, text, words in patterns:
        rest = re.sub("|".join(f"{{{word}}}" for word in words), "", text)
        if "{" in rest or "}" in rest:
            wrong = (re.findall(r"\{[^{}]*\}?|\}", rest) or ["{"])[0]
            source.error("pola", path, f"`{shown(wrong)}` tidak dikenal{source.within(path)}",
                         f"yang dikenal: {', '.join(f'`{{{word}}}`' for word in words)}")
    return len(source.findings) == before


def _check_columns(source: Source, shape: LembarShape) -> None:
    path = ("lembar", "kolom")
    for name in ("kegiatan", "pelaksana"):
        if name not in shape.kolom:
            source.error("kolom", path, f"kolom `{name}` tidak boleh tidak ada", f"tambahkan `{name}` ke `kolom`")
    for key, names in (("kolom", shape.kolom), ("tanggal", shape.tanggal)):
        for index, name in enumerate(names):
            if name in names[:index]:
                source.error("kolom", ("lembar", key, index), f"`{name}` disebut dua kali pada `{key}`", "hapus salah satu")
    known = [name for name in COLUMNS if name != "pelaksana"]
    for name in shape.lebar:
        if name not in known:
            source.error("kolom", ("lembar", "lebar", name), f"`{shown(name)}` bukan kolom yang dapat diberi lebar",
                         source.nearest(name, known))
    for name in shape.kolom:
        if name != "pelaksana" and name not in shape.lebar:
            source.error("kolom", ("lembar", "lebar"), f"kolom `{name}` belum diberi lebar", f"tambahkan `{name}: 20` (mm)")
    if sum(shape.lebar.values()) > MOST_WIDTH:
        source.error("kolom", ("lembar", "lebar"), "jumlah lebar kolom tidak menyisakan ruang untuk pelaksana",
                     f"paling besar {MOST_WIDTH:.0f} mm untuk semua kolom bersama-sama")


def _page(shape: HalamanShape, kertas: str, *, landscape: bool) -> Halaman:
    width, height = PAPER[kertas or shape.kertas]
    top, right, bottom, left = shape.margin
    return Halaman(*((height, width) if landscape else (width, height)), (top, right, bottom, left))


def profile_names(project: Project) -> list[str]:
    """Give the names of the profiles of this project."""
    return sorted(path.stem for path in (project.templates / "profil").glob("*.yaml"))


def _merged(project: Project, name: str, place: Place, findings: Findings, above: tuple[str, ...]) -> Node | None:
    """Read a profile's tree over that of its base; `above` are the profiles that led here."""
    known = profile_names(project)
    if name not in known:
        findings.error("profil", place, f"profil `{shown(name)}` tidak ada", nearest(name, known))
        return None
    if name in above:
        findings.error("profil", place, f"profil `{name}` menjadi dasar bagi dirinya sendiri", "hapus atau ganti `dasar`")
        return None
    path: Path = project.templates / "profil" / f"{name}.yaml"
    text = read_text(Project(project.templates.parent), path, findings)
    tree = read_yaml(text, path.relative_to(project.templates.parent).as_posix(), findings) if text is not None else None
    if tree is None:
        return None
    base = tree.get(("dasar",))
    missing = [key for key, value in ProfilShape.model_fields.items() if value.is_required() and tree.get((key,)) is None]
    if base is None or not base.value:
        if not missing:
            return tree
        names = ", ".join(f"`{key}`" for key in missing)
        findings.error("profil", tree.place, f"profil ini tidak menyebut `dasar`, padahal belum memuat {names}",
                       "tambahkan `dasar: permenpan35`, lalu tulis yang berbeda saja")
        return None
    if not isinstance(base.value, str):
        findings.error("bentuk", base.place, "`dasar` harus berupa nama satu profil", "contoh: `dasar: permenpan35`")
        return None
    under = _merged(project, base.value, base.place, findings, (*above, name))
    return _overlay(under, tree) if under else None


def _overlay(base: Node, over: Node) -> Node:
    """Lay one mapping over another; everything else is replaced whole."""
    if not (isinstance(base.value, dict) and isinstance(over.value, dict)):
        return over
    merged = dict(base.value)
    for key, (place, node) in over.value.items():
        merged[key] = (place, _overlay(merged[key][1], node) if key in merged else node)
    return Node(merged, over.place)
