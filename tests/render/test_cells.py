"""Nothing leaves its cell, no row splits that need not: hard sheets, measured on the page."""

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from bukusop.model import Daftar, Langkah, Paragraf, Pelaksana, Prosedur, Run, Simpul, Sop, Status, Tujuan
from bukusop.render import Scene, Sheet, sheet
from tests.conftest import tool
from tests.render.test_profil import SHOWN, in_profile

PT = 25.4 / 72
LONG = (
    "Mempertanggungjawabkan", "pengadministrasian-pertanggungjawaban", "ketidakberkesinambunganpelaksanaan",
    "Rekomendasi/Persetujuan/Penolakan/Pengembalian", "https://dinas.example/satu/alamat/yang/sangat/panjang/sekali?dan=lagi",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
)


def hard_sop(base: Sop, actors: int, rows: int, long_row: int = -1) -> Sop:
    """An SOP with long words in every cell, many actors with long names, and maybe a row taller than a page."""
    names = ("Pengadministrasi Umum", "Kepala Subbagian Kepegawaian", "Pejabat Penatausahaan Barang", "Sekretaris", "Bupati")
    people = tuple(Pelaksana(f"p{n}", f"{names[n % 5]} {n + 1}") for n in range(actors))
    steps = []
    for row in range(rows):
        word = LONG[row % len(LONG)]
        text = (Paragraf((Run(f"Menyiapkan {word} dan {word.lower()} lainnya"),)),)
        tall = (Daftar(tuple((Paragraf((Run(f"Butir ke-{n} {word}"),)),) for n in range(90))),) if row == long_row else text
        steps.append(Langkah(
            nomor=str(row + 1), kegiatan=text, kelengkapan=tall, waktu="1 - 20 Hari Kerja", output=text, keterangan=text,
            simpul=(Simpul((people[row % actors].kunci,), ke=Tujuan(row + 1) if row + 1 < rows else None),),
        ))
    return replace(base, prosedur=(Prosedur(people, tuple(steps)),))


def laid_out(profile: str, actors: int, rows: int, long_row: int = -1) -> tuple[Scene, Sop, Sheet]:
    scene = in_profile(profile, SHOWN[profile], Status.BASAH)
    base = scene.book.sop(SHOWN[profile])
    assert base
    sop = hard_sop(base, actors, rows, long_row)
    return scene, sop, sheet(scene, sop)


def words_on(pdf: Path, page: int) -> list[tuple[float, float, float, float, str]]:
    """Give the visible words of a page (from 1) with their boxes in mm."""
    command = [tool("pdftotext"), "-bbox", "-f", str(page), "-l", str(page), str(pdf), "-"]
    text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    found = re.findall(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>', text)
    boxes = [(*(float(value) * PT for value in item[:4]), item[4]) for item in found]
    return [box for box in boxes if box[3] - box[1] > 1.0]     # the sentences for screen readers are 1 pt high


@pytest.mark.parametrize("profile", SHOWN)
@pytest.mark.parametrize("actors", [2, 7, 10])
def test_words_stay_in_their_cells(profile: str, actors: int, tmp_path: Path) -> None:
    _, _, made = laid_out(profile, actors, 7)
    boxes = [made.pages.boxes(page) for page in range(len(made.pages))]
    pdf = tmp_path / "x.pdf"
    pdf.write_bytes(made.pages.write(b"x" * 16))
    seen = 0
    for page, found in enumerate(boxes):
        heads = [box for name, box in found.items() if name.startswith(("_h-", "_k-", "_a-"))]
        rows = [box for name, box in found.items() if name.startswith("_r-")]
        if not rows:
            continue
        edges = sorted({round(edge, 2) for box in heads for edge in (box.x0, box.x1)})
        for x0, y0, x1, y1, word in words_on(pdf, page + 1):
            if not any(row.y0 - 0.5 <= y0 and y1 <= row.y1 + 0.5 for row in rows):
                continue
            left = max(edge for edge in edges if edge <= x0 + 0.3)
            right = min(edge for edge in edges if edge > left + 0.1)
            assert x1 <= right + 0.2, f"{word} leaves its cell on page {page + 1}: {x1:.1f} > {right:.1f}"
            seen += 1
    assert seen > 50


@pytest.mark.parametrize("profile", SHOWN)
def test_rows_do_not_split(profile: str) -> None:
    _, _, made = laid_out(profile, 4, 16)
    for row in range(16):
        assert sum(f"_r-0-{row}" in made.pages.boxes(page) for page in range(len(made.pages))) == 1


def test_a_row_taller_than_a_page_splits_and_loses_nothing(tmp_path: Path) -> None:
    _, _, made = laid_out("permenpan35", 4, 5, long_row=2)
    pages = [page for page in range(len(made.pages)) if "_r-0-2" in made.pages.boxes(page)]
    assert len(pages) > 1
    pdf = tmp_path / "x.pdf"
    pdf.write_bytes(made.pages.write(b"x" * 16))
    text = subprocess.run([tool("pdftotext"), str(pdf), "-"], capture_output=True, check=True).stdout.decode()
    for number in range(90):
        assert re.search(rf"ke-{number}\b", text), number


def test_table_head_repeats_on_every_page() -> None:
    _, _, made = laid_out("permenpan35", 5, 20)
    tables = [page for page in range(len(made.pages)) if any(name.startswith("_r-") for name in made.pages.boxes(page))]
    assert len(tables) > 2
    for page in tables:
        assert {"_h-0-0", "_a-0-0", "_a-0-4"} <= set(made.pages.boxes(page))
