"""Monitoring and evaluation: forms to be printed and filled in by hand, as parts like those of the book.

In: the scene, SOPs, the day the forms are made. Out: specs and their rendered parts. Form 1 (pemantauan, every six months) lies, with a row
per step of one SOP, or per SOP of many; form 2 (evaluasi, every year) stands, a page of statements per SOP. PermenPAN-RB 35/2012
asks for both; the columns of form 1 are those of its annex, the statements of form 2 are written after its criteria.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bukusop.model import Bidang, Prosedur, Simpul, Sop
from bukusop.model.dates import Tanggal
from bukusop.model.profile import Halaman
from bukusop.model.tempo import BULAN_PEMANTAUAN, BULAN_REVIU, Tempo, due_dates, falls_in, mulai_of
from bukusop.render import pdf, text
from bukusop.render.parts import PT_PER_MM, Jenis, Mark, PartSpec, Rendered
from bukusop.render.scene import Scene

PERNYATAAN = (
    "Kegiatan yang diatur masih diperlukan untuk melaksanakan tugas dan fungsi unit kerja.",
    "SOP sesuai dengan peraturan perundang-undangan yang berlaku, dan dasar hukumnya masih mutakhir.",
    "Tujuan dan hasil akhir prosedur jelas serta dapat diukur.",
    "Langkah-langkahnya mudah dipahami dan mudah dilaksanakan, juga oleh pelaksana yang baru.",
    "Urutan langkahnya efisien: tidak ada langkah yang berulang atau dapat digabungkan.",
    "Pembagian tugas antarpelaksana jelas dan tidak tumpang tindih.",
    "Setiap pelaksana menjalankan perannya sebagaimana tertulis dalam SOP.",
    "Waktu yang ditetapkan realistis dan dipenuhi dalam pelaksanaan sehari-hari.",
    "Kelengkapan, peralatan, dan perlengkapan yang disebut tersedia dan mencukupi.",
    "Output setiap langkah benar-benar dihasilkan dan dicatat sebagaimana ditentukan.",
    "SOP selaras dengan SOP lain yang berkaitan.",
    "SOP membantu mengatasi permasalahan dan meningkatkan mutu pelayanan kepada pengguna.",
)
"""What form 2 asks of every SOP, to be answered ya or tidak."""

MARGIN = (14.0, 15.0, 16.0, 18.0)
"""Margins of the standing form in mm: top, right, bottom, left; wider on the left, where forms are filed."""
SIZE = 9.5
"""Size of the forms' text in pt."""


@dataclass(frozen=True, slots=True)
class Baris:
    """A row of form 1; `kelompok` is the heading of a group where it is not empty, and the row then holds nothing else."""

    nomor: str = ""
    isi: str = ""
    rincian: str = ""
    kelompok: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """SOPs that forms are made for: those of form 1, those of form 2, and the day from which the next due dates are seen."""

    dipantau: tuple[Sop, ...]
    dievaluasi: tuple[Sop, ...]
    hari: date

    @classmethod
    def due_in(cls, sops: Sequence[Sop], month: date) -> Chosen:
        """Choose of these SOPs what falls due in a month, given by its first day."""
        def due(months: int) -> tuple[Sop, ...]:
            return tuple(sop for sop in sops if (start := mulai_of(sop)) and falls_in(start, months, month))

        return cls(due(BULAN_PEMANTAUAN), due(BULAN_REVIU), month)


def forms(scene: Scene, chosen: Chosen, *, single: bool) -> Iterator[tuple[PartSpec, Rendered]]:
    """Give form 1 for SOPs, then form 2 of each, in parts per bidang; `single` asks for the steps of one SOP."""
    sops, today = chosen.dipantau, chosen.hari
    yield _monitoring(scene, sops, today, single=single)
    for bidang in scene.book.bidang:
        mine = [sop for sop in chosen.dievaluasi if sop.bidang == bidang.kunci]
        if mine:
            yield _evaluation(scene, bidang, mine, today, level=1 if single else 2)


def _monitoring(scene: Scene, sops: Sequence[Sop], today: date, *, single: bool) -> tuple[PartSpec, Rendered]:
    profil = scene.book.profil
    spec = PartSpec("monev-pemantauan", Jenis.MONEV, "", "arab", 1, "Formulir Pemantauan Penerapan SOP")
    rows = list(_steps(sops[0]) if single else _list(scene, sops, today))
    sop = sops[0] if single else None
    html = _html(
        scene, spec, profil.lembar_halaman, "monev_pemantauan", baris=rows, sop=_head(scene, sop, today) if sop else None,
        pejabat=scene.book.pejabat_of(sop.disahkan_oleh if sop else scene.book.pengesah) if sop or scene.book.pengesah else None,
    )
    return spec, _rendered(scene, spec, html, {"_mulai": (1, spec.title)})


def _evaluation(scene: Scene, bidang: Bidang, sops: Sequence[Sop], today: date, level: int) -> tuple[PartSpec, Rendered]:
    title = "Formulir Evaluasi SOP"
    whole = title if level == 1 else f"{title}: {bidang.nama}"
    spec = PartSpec(f"monev-evaluasi-{bidang.kunci}", Jenis.MONEV, bidang.kunci, "arab", 1, whole)
    page = replace(scene.book.profil.prosa, margin=MARGIN)
    heads = [{**_head(scene, sop, today), "pejabat": scene.book.pejabat_of(sop.disahkan_oleh)} for sop in sops]
    html = _html(scene, spec, page, "monev_evaluasi", sops=heads, pernyataan=PERNYATAAN)
    marks = {f"_mulai-{number}": (level, title if level == 1 else sop.nama) for number, sop in enumerate(sops, 1)}
    if level > 1:
        marks = {spec.id: (1, whole), **marks}
    return spec, _rendered(scene, spec, html, marks)


def _html(scene: Scene, spec: PartSpec, page: Halaman, name: str, **more: Any) -> str:
    profil = scene.book.profil
    values = scene.common(spec.id, profil, page, spec.title, ())
    return scene.templates.html(name, **{**values, "kertas": page, "huruf": profil.huruf.lembar, "ukuran": SIZE, **more})


def _rendered(scene: Scene, spec: PartSpec, html: str, marks: Mapping[str, tuple[int, str]]) -> Rendered:
    """Lay out a form; `marks` gives the elements that the outline names, with level and title."""
    pages = pdf.Pages(html, scene.templates.css("dasar", "keputusan", "monev"), scene.file)
    wanted, found = dict(marks), list[Mark]()
    continued: list[int] = []
    before: set[str] = set()
    for number in range(len(pages)):
        boxes = pages.boxes(number)
        tables = {name for name in boxes if name.startswith("_t-")}
        if tables & before:
            continued.append(number)
        before = tables
        for name in [name for name in wanted if name in boxes]:
            level, title = wanted.pop(name)
            found.append(Mark(level, "", title, "", number, boxes[name].y0 * PT_PER_MM))
    identifier = hashlib.sha256(spec.id.encode()).digest()[:16]
    return Rendered(spec.id, pages.write(identifier), len(pages), tuple(found), continued_tables=tuple(continued))


def _head(scene: Scene, sop: Sop, today: date) -> dict[str, Any]:
    """Give what the head of a form says of an SOP; a date that is not known is empty, and is written in by hand."""
    due = due_dates(sop, today)
    return {
        "nama": sop.nama, "nomor": sop.nomor, "unit": sop.unit or scene.book.bidang_of(sop).nama,
        "efektif": str(sop.tanggal.efektif or ""), "revisi": str(sop.tanggal.revisi or ""),
        "pemantauan": _due(due[0]) if due else "", "evaluasi": _due(due[1]) if due else "",
    }


def _due(due: Tempo) -> str:
    last = f" (sebelumnya {_words(due.terakhir)})" if due.terakhir else ""
    return f"{_words(due.berikutnya)}{last}"


def _words(day: date) -> str:
    return str(Tanggal.of(day))


def _list(scene: Scene, sops: Sequence[Sop], today: date) -> Iterator[Baris]:
    """Give a row per SOP, grouped by bidang; numbers run through, as in the master list."""
    number = 0
    for bidang in scene.book.bidang:
        mine = [sop for sop in sops if sop.bidang == bidang.kunci]
        if mine:
            yield Baris(kelompok=f"{bidang.huruf}. {bidang.nama}")
        for sop in mine:
            number += 1
            due = due_dates(sop, today)
            notes = (sop.nomor, f"jatuh tempo {_words(due[0].berikutnya)}" if due else "belum mempunyai tanggal efektif")
            yield Baris(f"{number}.", sop.nama, "; ".join(note for note in notes if note))


def _steps(sop: Sop) -> Iterator[Baris]:
    """Give a row per numbered step, under the headings of the procedures where there are several."""
    for number, prosedur in enumerate(sop.prosedur, 1):
        if len(sop.prosedur) > 1:
            yield Baris(kelompok=prosedur.judul or f"Prosedur {number}")
        for langkah in prosedur.langkah:
            if langkah.nomor:
                notes = (_actors(prosedur, langkah.simpul), langkah.waktu)
                yield Baris(f"{langkah.nomor}.", text.cell(langkah.kegiatan), "; ".join(note for note in notes if note))


def _actors(prosedur: Prosedur, simpul: Sequence[Simpul]) -> str:
    names = {pelaksana.kunci: pelaksana.nama for pelaksana in prosedur.pelaksana}
    keys = dict.fromkeys(kunci for item in simpul for kunci in item.pelaksana)
    return ", ".join(names.get(kunci, kunci) for kunci in keys)
