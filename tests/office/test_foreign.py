"""SOPs of other agencies, drawn by hand: who does each step and where each answer leads."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from bukusop.diagnostics import Findings
from bukusop.load import SopDefaults, read_sop
from bukusop.office.drafting.draft import Draft
from bukusop.office.drafting.recognise import recognise
from bukusop.office.drafting.yamlfile import sop_yaml
from bukusop.office.foreign.wordfile import read_docx
from bukusop.paths import Project
from tests.conftest import tool
from tests.office.foreign import Do, Manner, Plan, Score, judge, word

SURAT = Plan(("Pemohon", "Petugas Loket", "Kasi Pelayanan", "Camat"), (
    Do((0,)), Do((1,), {"lengkap": 3, "tidak lengkap": 1}), Do((1,)), Do((2,), {"ya": 5, "tidak": 3}), Do((3,)), Do((1,)), Do((0,)),
))
RAPAT = Plan(("Kepala Dinas", "Sekretaris", "Kabid"), (
    Do((0,)), Do((1,)), Do((0, 1, 2)), Do((2,)), Do((0,), {"setuju": 6, "tolak": 4}), Do((1,)),
))
LANGSUNG = Plan(("Staf", "Kasubbag", "Kepala UPT"), (
    Do((0,)), Do((1,), {"Y": 5, "T": 3}), Do((0,)), Do((1,)), Do((2,), {"Y": 6, "T": 2}), Do((0,)),
))
LURUS = Plan(("Bendahara", "PPK", "PA"), (Do((0,)), Do((1,)), Do((2,)), Do((1,)), Do((0,))))

MANNERS = {
    "setda": (Manner(), (SURAT,)),
    "kecamatan-halaman": (Manner(hang="page", numbered=True, syarat="Persyaratan"), (SURAT,)),
    "dinas-paragraf": (Manner(hang="paragraph", counter=True, identity="colon"), (RAPAT,)),
    "kelurahan-vml": (Manner(kind="vml"), (LANGSUNG,)),
    "puskesmas-grup": (Manner(kind="group", hang="page"), (RAPAT,)),
    "badan-tanpa-gambar": (Manner(kind="marks"), (LURUS,)),
    "upt-tinggi-otomatis": (Manner(heights=False, whole=True), (LANGSUNG,)),
    "sekretariat-bersambung": (Manner(split=4, repeat=False, whole=True), (Plan(SURAT.actors, (
        Do((0,)), Do((1,), {"ya": 3, "tidak": 1}), Do((1,)), Do((2,)), Do((3,)), Do((2,), {"ya": 7, "tidak": 5}), Do((0,)))),)),
    "bagian-dua-prosedur": (Manner(caps=True), (Plan(LURUS.actors, LURUS.steps, "Prosedur Pengajuan"),
                                                Plan(RAPAT.actors, RAPAT.steps, "Prosedur Pembahasan"))),
    "satpol-baris-ujung": (Manner(ends=True, counter=True, numbered=True, identity="colon"), (RAPAT,)),
    "perpustakaan-kapsul": (Manner(caps=True, hang="page", whole=True, identity="lines"), (SURAT,)),
    "inspektorat-goyah": (Manner(jitter=1.6, hang="page"), (LANGSUNG,)),
}


def drafts(data: bytes, name: str = "lama.docx") -> list[Draft]:
    return recognise(read_docx(name, data))


def loads(draft: Draft, folder: Path) -> Findings:
    """Read a draft with the loader."""
    findings = Findings()
    path = folder / f"01-{draft.id}.yaml"
    path.write_text(sop_yaml(draft, "lama.docx"), encoding="utf-8")
    assert read_sop(Project(folder), path, "a", SopDefaults("kepala", "permenpan35", {}), findings) is not None
    return findings


@pytest.mark.parametrize("name", MANNERS)
def test_manner_is_read(name: str, tmp_path: Path) -> None:
    manner, plans = MANNERS[name]
    (draft,) = drafts(word(plans, manner, 7))
    score = judge(plans, draft)
    assert not loads(draft, tmp_path).failed
    assert score.unsaid == []
    assert score.actors[0] >= 0.95 * score.actors[1]
    assert draft.data["nama"] == "Pelayanan Surat Keterangan"
    assert draft.data["nomor"] == "01/SOP/CONTOH/2024"
    assert draft.data["tanggal"] == {"pembuatan": "5 Januari 2024", "efektif": "2 Februari 2024"}
    assert draft.data["kualifikasi_pelaksana"] == ["Teliti", "Jujur"]
    assert draft.data["pencatatan"] == "Buku register"


def total(change: dict[str, bytes] | None = None) -> Score:
    score = Score()
    for name, (manner, plans) in MANNERS.items():
        for seed in (1, 2, 3) if change is None else (1,):
            data = change[name] if change is not None else word(plans, manner, seed)
            found = drafts(data)
            if found:
                score.add(judge(plans, found[0]))
            else:
                score.unsaid.append(f"{name}: tidak terbaca")
    return score


def test_most_actors_and_branches_are_right_and_the_rest_is_said() -> None:
    score = total()
    assert score.actors[0] >= 0.95 * score.actors[1], score
    assert score.branches[0] >= 0.90 * score.branches[1], score
    assert score.unsaid == []


def test_the_same_after_libreoffice_has_rewritten_the_shapes(tmp_path: Path) -> None:
    source, target = tmp_path / "asal", tmp_path / "hasil"
    source.mkdir()
    for name, (manner, plans) in MANNERS.items():
        (source / f"{name}.docx").write_bytes(word(plans, manner, 1))
    subprocess.run([tool("soffice"), f"-env:UserInstallation=file://{tmp_path}/profil", "--headless", "--convert-to",
                    "docx:MS Word 2007 XML", "--outdir", str(target), *map(str, sorted(source.glob("*.docx")))],
                   check=True, capture_output=True, timeout=240)
    score = total({path.stem: path.read_bytes() for path in target.glob("*.docx")})
    assert score.actors[0] >= 0.95 * score.actors[1], score
    assert score.branches[0] >= 0.90 * score.branches[1], score


def test_several_sops_in_one_file() -> None:
    names = ("Pelayanan Surat Keterangan", "Legalisasi Dokumen", "Pengaduan Warga")
    found = drafts(word((SURAT,), Manner(), 5, names))
    assert [draft.data["nama"] for draft in found] == list(names)
    assert [draft.data["nomor"] for draft in found] == ["01/SOP/CONTOH/2024", "02/SOP/CONTOH/2024", "03/SOP/CONTOH/2024"]
    for draft in found:
        score = judge((SURAT,), draft)
        assert score.actors[0] == score.actors[1]
        assert score.branches[0] == score.branches[1]
