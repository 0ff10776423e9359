"""Values keep what was typed: nothing becomes a truth value, a number, a date or nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bukusop.model import plain
from tests.load.findings import load

TYPED = ["no", "No", "yes", "on", "off", "ya", "tidak", "true", "False", "null", "NULL", "~", "012", "0o14", "0x1F", "1_000", "1e3", "+1",
         "1.0", "1,5", ".5", ".inf", ".nan", "1:30", "12:30:45", "2026-01-05", "2026-01-05 10:00:00", "=", "<<", "5 %", "a#b", "(a) b"]
SOP = """nomor: {0}
nama: {0}
unit: {0}
kualifikasi_pelaksana: [{0}]
peralatan: {0}
pelaksana: {{{0}: {0}, b: B}}
langkah:
  - id: {0}x
    kegiatan: {0}
    pelaksana: {0}
    keputusan: {{{0}: lanjut, b: {0}x}}
    waktu: {0}
    output: [{0}, {0}]
    keterangan: {0}
  - {{kegiatan: Menutup, pelaksana: b}}
"""


@pytest.mark.parametrize("typed", TYPED)
def test_value_keeps_what_was_typed(typed: str, project_copy: Callable[[str], Path]) -> None:
    project = project_copy("kecil")
    quoted = f"'{typed}'" if "," in typed else typed
    (project / "sops" / "a-layanan" / "09-kasus.yaml").write_text(SOP.format(quoted).replace(f"{quoted}x", f"'{typed}x'"), encoding="utf-8")
    book, findings = load(project)
    assert [str(item) for item in findings] == []
    assert book is not None
    sop = book.sop("kasus")
    assert sop is not None
    step = sop.prosedur[0].langkah[0]
    assert (sop.nomor, sop.nama, sop.unit, step.waktu, step.id) == (typed, typed, typed, typed, f"{typed}x")
    assert [plain(item) for item in (*sop.kualifikasi_pelaksana, *sop.peralatan, step.kegiatan, step.keterangan)] == [typed] * 4
    assert plain(step.output, "|") == f"{typed}|{typed}"
    assert [(actor.kunci, actor.nama) for actor in sop.prosedur[0].pelaksana] == [(typed, typed), ("b", "B")]
    assert step.simpul[0].pelaksana == (typed,)
    assert step.simpul[0].jawaban[0].label == typed


def test_numbers_of_the_manifest_are_numbers(project_copy: Callable[[str], Path]) -> None:
    book, _ = load(project_copy("kecil"))
    assert book is not None
    assert (book.tahun, book.pembatas_bidang, book.pejabat[0].nip) == (2026, True, "19710101 199601 2 801")
