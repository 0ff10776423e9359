"""`bukusop import`: files appear under the next number, nothing is overwritten, refusals write nothing."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.conftest import command, environment
from tests.office.foreign import Manner, word
from tests.office.test_foreign import SURAT


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*command(), "import", *words], cwd=folder, env=environment(), capture_output=True, text=True, check=False)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted((folder / "sops").rglob("*.yaml"))}


def test_two_sops_become_two_files_and_a_second_run_two_more(project_copy: Callable[[str], Path]) -> None:
    folder = project_copy("kecil")
    before = files(folder)
    (folder / "lama.docx").write_bytes(word((SURAT,), Manner(), 3, ("Legalisasi Surat", "Pengaduan Warga")))
    done = run(folder, "lama.docx")
    assert done.returncode == 0, done.stderr
    after = files(folder)
    new = [name for name in after if name not in before]
    assert sorted(name.rpartition("/")[2].partition("-")[2] for name in new) == ["legalisasi-surat.yaml", "pengaduan-warga.yaml"]
    assert all(after[name] == before[name] for name in before)
    for word_ in ("pasti:", "ditebak:", "dilewati:", "2 SOP diimpor"):
        assert word_ in done.stdout
    again = run(folder, "lama.docx")
    assert "2 SOP diimpor" in again.stdout
    assert all(files(folder)[name] == after[name] for name in after)
    assert len(files(folder)) == len(after) + 2


def test_refusals_write_nothing(project_copy: Callable[[str], Path]) -> None:
    folder = project_copy("kecil")
    before = files(folder)
    (folder / "baik.docx").write_bytes(word((SURAT,), Manner(), 3))
    (folder / "rusak.docx").write_bytes((folder / "baik.docx").read_bytes()[:3000])
    (folder / "catatan.txt").write_text("halo", encoding="utf-8")
    for words, code, told in (
        (("baik.docx", "rusak.docx"), 1, "rusak"), (("tiada.docx",), 1, "tidak ada"),
        (("catatan.txt",), 1, "jenis berkas ini tidak dikenal"),
        (("baik.docx", "--bidang", "zz"), 2, "folder sops/zz tidak ada"), (("baik.docx", "--profil", "zz"), 2, "profil `zz` tidak ada"),
    ):
        done = run(folder, *words)
        assert (done.returncode, told in done.stderr, "Traceback" in done.stderr) == (code, True, False), done.stderr
        assert files(folder) == before


def test_document_without_a_table_is_refused(project_copy: Callable[[str], Path]) -> None:
    import docx

    folder = project_copy("kecil")
    document = docx.Document()
    document.add_paragraph("Surat biasa tanpa tabel.")
    document.save(str(folder / "surat.docx"))
    done = run(folder, "surat.docx")
    assert done.returncode == 1
    assert "surat.docx: tidak ada SOP di dalamnya" in done.stderr
