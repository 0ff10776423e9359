"""The small book, counted: JSON and text against golden files; what is unreadable, empty or wrong."""

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bukusop import pipeline
from bukusop.diagnostics import SourceError
from bukusop.model import Book
from bukusop.paths import Project
from bukusop.stats import count, plain, time_words, totals, work_words
from tests.conftest import PROJECTS, command, environment
from tests.render.looking import check_text

HERE = Path(__file__).parent
TODAY = date(2026, 11, 21)


def small() -> Book:
    return pipeline.read(Project(PROJECTS / "kecil"))[0]


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([*command(), *arguments], cwd=folder, capture_output=True, text=True, env=environment(), check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def with_line(folder: Path, old: str, new: str) -> Path:
    """Replace a line of the SOP `legalisasi`."""
    path = next(folder.glob("sops/*/*legalisasi*.yaml"))
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return folder


def test_json(project_copy: Callable[[str], Path], renew: bool) -> None:
    done = run(project_copy("kecil"), "stats", "--format", "json")
    assert done.returncode == 0, done.stderr
    json.loads(done.stdout)
    check_text(done.stdout, HERE / "kecil.json", renew=renew)


def test_text(project_copy: Callable[[str], Path], renew: bool) -> None:
    done = run(project_copy("kecil"), "stats")
    assert done.returncode == 0, done.stderr
    check_text("\n".join(line.rstrip() for line in done.stdout.splitlines()) + "\n", HERE / "kecil.txt", renew=renew)


def test_later_more_is_due() -> None:
    early, late = plain(count(small(), date(2026, 2, 2))), plain(count(small(), TODAY))
    assert early["jumlah"]["pemantauan_lewat"] == 0
    assert late["jumlah"]["pemantauan_lewat"] == late["jumlah"]["sop"] - late["jumlah"]["tanpa_tanggal_efektif"] > 0
    assert {key: value for key, value in early["jumlah"].items() if not key.endswith("lewat")} == {
        key: value for key, value in late["jumlah"].items() if not key.endswith("lewat")}


def test_sums_agree() -> None:
    figures = count(small(), TODAY)
    found = totals(figures)
    for name in ("langkah", "keputusan", "serah_terima"):
        assert sum(getattr(item, name) for item in figures.bidang) == found[name]
    assert sum(item.sop for item in figures.bidang) == found["sop"] == len(small().sops)
    assert sum(load.langkah for load in figures.pelaksana) >= found["langkah"]     # a joint step counts for each
    assert len(figures.bulan) == 13


def test_unreadable_time_is_said(project_copy: Callable[[str], Path]) -> None:
    folder = with_line(project_copy("kecil"), "waktu: 15 Menit", "waktu: sesempatnya saja")
    item = next(item for item in count(pipeline.read(Project(folder))[0], TODAY).sop if "legalisasi" in item.id)
    assert not item.waktu_utama.lengkap
    assert time_words(item.waktu_utama) == "20 menit (tidak lengkap)"


def test_two_spellings_of_an_actor_are_one(project_copy: Callable[[str], Path]) -> None:
    folder = with_line(project_copy("kecil"), "petugas: Petugas Layanan", "petugas: PETUGAS  layanan")
    names = [load.nama for load in count(pipeline.read(Project(folder))[0], TODAY).pelaksana]
    assert len([name for name in names if name.casefold().split() == ["petugas", "layanan"]]) == 1
    assert len(names) == len(count(small(), TODAY).pelaksana)


@pytest.mark.parametrize("bare", ["sops", "bidang", "prosedur", "tanggal"])
def test_what_is_missing_is_counted_as_none(bare: str) -> None:
    book = small()
    if bare == "sops":
        book = replace(book, sops=())
    elif bare == "bidang":
        book = replace(book, sops=(), bidang=())
    else:
        empty = {"prosedur": ()} if bare == "prosedur" else {"tanggal": type(book.sops[0].tanggal)()}
        book = replace(book, sops=tuple(replace(sop, **empty) for sop in book.sops))
    found, whole = plain(count(book, TODAY))["jumlah"], plain(count(small(), TODAY))["jumlah"]
    assert found["sop"] == len(book.sops)
    assert found["langkah"] == (whole["langkah"] if bare == "tanggal" else 0)
    assert found["tanpa_tanggal_efektif"] == {"prosedur": whole["tanpa_tanggal_efektif"], "tanggal": whole["sop"]}.get(bare, 0)


def test_wrong_sources(project_copy: Callable[[str], Path]) -> None:
    folder = with_line(project_copy("kecil"), "\nnama:", "\nnamaa:")
    done = run(folder, "stats", "--format", "html")
    assert done.returncode == 1
    assert "mungkin maksudnya `nama`?" in done.stderr
    assert not (folder / "build" / "statistik.html").exists()
    with pytest.raises(SourceError):
        pipeline.statistics(Project(folder), TODAY)


def test_wrong_format(project_copy: Callable[[str], Path]) -> None:
    done = run(project_copy("kecil"), "stats", "--format", "xml")
    assert done.returncode == 2
    assert "--format" in done.stderr


@pytest.mark.parametrize(("minutes", "words"), [
    (0, "0 menit"), (45, "45 menit"), (90, "1,5 jam"), (450, "1 hari kerja"), (1000, "2,2 hari kerja"),
])
def test_work_words(minutes: float, words: str) -> None:
    assert work_words(minutes) == words
