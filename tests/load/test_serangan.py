"""What is no mistake of writing: odd files, links, names and sizes. Never a traceback, always a sentence with a file."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, command, environment
from tests.load import fuzz
from tests.load.findings import load, said

Copy = Callable[[str], Path]
SOP = "nama: Uji\npelaksana: {staf: Staf}\nlangkah:\n  - {kegiatan: Menulis, pelaksana: staf}\n"
COUNT = 125


@pytest.mark.parametrize("part", range(4))
def test_mutated_books_never_break_loading_checking_and_drawing(part: int) -> None:
    tried = fuzz.spread(COUNT, seed=20260202, first=part * COUNT, processes=1)
    assert tried.failures == []
    assert tried.count == COUNT
    assert tried.spoken > COUNT / 2, "most mutations are found"
    assert tried.drawn, "some SOPs still load, and are drawn"


def folder_as_source(project: Path) -> None:
    (project / "sops/a-layanan/05-surat.yaml").mkdir()


def link_out(project: Path) -> None:
    (project / "sops/a-layanan/05-surat.yaml").symlink_to("/etc/passwd")


def link_loop(project: Path) -> None:
    path = project / "sops/a-layanan/05-surat.yaml"
    path.symlink_to(path)


def link_nowhere(project: Path) -> None:
    (project / "sops/a-layanan/05-surat.yaml").symlink_to("tiada.yaml")


def pipe(project: Path) -> None:
    os.mkfifo(project / "sops/a-layanan/05-surat.yaml")


def folder_link_out(project: Path) -> None:
    (project / "sops/b-umum").rename(project / "sops/c-umum")
    (project / "sops/b-umum").symlink_to("/etc")


def no_sops(project: Path) -> None:
    (project / "sops").rename(project / "lain")


def no_manifest(project: Path) -> None:
    (project / "book/book.yaml").unlink()
    (project / "sops/b-umum/09-uji.yaml").write_text(SOP.replace("pelaksana: staf}", "pelaksana: stap}"))


def manifest_is_folder(project: Path) -> None:
    (project / "book/book.yaml").unlink()
    (project / "book/book.yaml").mkdir()


def register_loop(project: Path) -> None:
    (project / "book/peraturan.yaml").unlink()
    (project / "book/peraturan.yaml").symlink_to("peraturan.yaml")


def bad_names(project: Path) -> None:
    names = ("05-Surat Keluar.yaml", "06_surat.yaml", "07-.yaml", "08-surat.YAML", "09-surat.yml", "10-surat.yaml.txt", ".sembunyi.yaml")
    for name in names:
        (project / "sops/a-layanan" / name).write_text(SOP)


def long_names(project: Path) -> None:
    manifest = project / "book/book.yaml"
    text = manifest.read_text(encoding="utf-8").replace("a-layanan", "a" * 3000).replace("01-penetapan", "b" * 3000)
    manifest.write_text(text.replace("assets/lambang.svg", "c" * 3000), encoding="utf-8")


def huge(project: Path) -> None:
    with (project / "sops/a-layanan/05-surat.yaml").open("wb") as file:
        file.truncate(3_000_000_000)


def logo_link_out(project: Path) -> None:
    (project / "assets/lambang.svg").unlink()
    (project / "assets/lambang.svg").symlink_to("/etc/hostname")


def logo_huge(project: Path) -> None:
    with (project / "assets/lambang.svg").open("wb") as file:
        file.truncate(30_000_000)


def svg_deep(project: Path) -> None:
    head = '<svg xmlns="http://www.w3.org/2000/svg">'
    (project / "assets/lambang.svg").write_text(head + "<g>" * 200_000 + "</g>" * 200_000 + "</svg>")


def svg_multiplies(project: Path) -> None:
    head = '<svg xmlns="http://www.w3.org/2000/svg"><g id="a0"><path d="M0 0"/></g>'
    rows = "".join(f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, 12))
    (project / "assets/lambang.svg").write_text(f"{head}{rows}</svg>")


def many_wrong_keys(project: Path) -> None:
    (project / "sops/a-layanan/05-surat.yaml").write_text(SOP + "".join(f"{n}: x\n" for n in range(103)))


def many_values(project: Path) -> None:
    (project / "sops/a-layanan/05-surat.yaml").write_text(f"{SOP}peralatan:\n" + "- a\n" * 40_000)


def many_steps(project: Path) -> None:
    (project / "sops/a-layanan/05-surat.yaml").write_text(SOP + "  - {kegiatan: Menulis, pelaksana: staf}\n" * 200)


def long_chapter(project: Path) -> None:
    (project / "book/chapters/bab-1-pendahuluan.md").write_text("---\njudul: Panjang\n---\n\n" + "Kalimat pendek.\n\n" * 20_000)


def long_csv(project: Path) -> None:
    with (project / "book/keputusan/tim-penerapan.csv").open("a") as file:
        file.write("1.,a,b,c\n" * 3_000)


def long_csv_cell(project: Path) -> None:
    with (project / "book/keputusan/tim-penerapan.csv").open("a") as file:
        file.write(f"1.,{'a' * 30_000},b,c\n")


def many_bad_characters(project: Path) -> None:
    (project / "book/peraturan.yaml").write_text("a\u200b\n" * 500, encoding="utf-8")


def empty_group(project: Path) -> None:
    (project / "sops/c-arsip").mkdir()
    manifest = project / "book/book.yaml"
    text = manifest.read_text(encoding="utf-8").replace("bagian:\n", "  - {folder: c-arsip, nama: Arsip}\nbagian:\n")
    manifest.write_text(text, encoding="utf-8")


ATTACKS: dict[Callable[[Path], None], str] = {
    many_values: """\
sops/a-layanan/05-surat.yaml:29990:3: error: berkas ini berisi lebih dari 30000 isian [besar]
    bagi menjadi beberapa berkas
""",
    many_steps: """\
sops/a-layanan/05-surat.yaml:204:5: error: SOP ini berisi lebih dari 200 langkah [besar]
    bagi menjadi beberapa SOP
""",
    long_chapter: """\
book/chapters/bab-1-pendahuluan.md:4:1: error: naskah ini lebih panjang dari 200000 huruf [besar]
    bagi menjadi beberapa bab
""",
    long_csv: """\
book/keputusan/tim-penerapan.csv:2002: error: tabel ini lebih dari 2000 baris [besar]
    bagi menjadi beberapa lampiran
""",
    long_csv_cell: """\
book/keputusan/tim-penerapan.csv:6:1: error: ada sel yang terlalu panjang pada baris ini [panjang]
    periksa tanda kutip yang tidak ditutup
""",
    many_bad_characters: "".join(f"""\
book/peraturan.yaml:{line}:2: error: ada karakter yang tidak kelihatan (U+200B) [kendali]
    hapus karakter itu, lalu ketik ulang bagian di sekitarnya
""" for line in range(1, 22)),
    empty_group: """\
book/book.yaml:31:14: peringatan: folder sops/c-arsip belum berisi SOP [bidang]
    tambahkan SOP, atau hapus bidang ini
""",
    folder_as_source: """\
sops/a-layanan/05-surat.yaml: error: berkas tidak dapat dibaca (itu folder, bukan berkas) [berkas-baca]
    ganti dengan berkas biasa
""",
    link_out: """\
sops/a-layanan/05-surat.yaml: error: berkas ini berada di luar folder buku [di-luar]
    pindahkan ke dalam folder buku
""",
    link_loop: """\
sops/a-layanan/05-surat.yaml: error: berkas tidak dapat dibaca (tautan simbolisnya berputar) [berkas-baca]
    ganti dengan berkas biasa
""",
    link_nowhere: """\
sops/a-layanan/05-surat.yaml: error: berkas tidak ada [berkas-tiada]
    periksa namanya; huruf besar dan kecil berbeda
""",
    pipe: """\
sops/a-layanan/05-surat.yaml: error: berkas tidak dapat dibaca (bukan berkas biasa) [berkas-baca]
    ganti dengan berkas biasa
""",
    folder_link_out: """\
book/book.yaml:30:14: error: folder sops/b-umum berada di luar folder buku [di-luar]
    pindahkan ke dalam folder buku
""",
    no_sops: """\
book/book.yaml:29:14: error: folder sops/a-layanan tidak ada [bidang]
    buat foldernya, atau perbaiki namanya
book/book.yaml:30:14: error: folder sops/b-umum tidak ada [bidang]
    buat foldernya, atau perbaiki namanya
""",
    no_manifest: """\
book/book.yaml: error: berkas tidak ada [berkas-tiada]
    periksa namanya; huruf besar dan kecil berbeda
sops/b-umum/09-uji.yaml:4:36: error: pelaksana `stap` pada langkah 1 tidak ada di daftar `pelaksana` [pelaksana]
    mungkin maksudnya `staf`?
""",
    manifest_is_folder: """\
book/book.yaml: error: berkas tidak dapat dibaca (itu folder, bukan berkas) [berkas-baca]
    ganti dengan berkas biasa
""",
    register_loop: """\
book/peraturan.yaml: error: berkas tidak dapat dibaca (tautan simbolisnya berputar) [berkas-baca]
    ganti dengan berkas biasa
""",
    bad_names: """\
sops/a-layanan/05-Surat Keluar.yaml: error: nama berkas SOP hanya boleh memuat huruf kecil, angka, dan tanda hubung [nama-berkas]
    contoh: `03-surat-masuk.yaml`
sops/a-layanan/06_surat.yaml: error: nama berkas SOP hanya boleh memuat huruf kecil, angka, dan tanda hubung [nama-berkas]
    contoh: `03-surat-masuk.yaml`
sops/a-layanan/07-.yaml: error: nama berkas SOP hanya boleh memuat huruf kecil, angka, dan tanda hubung [nama-berkas]
    contoh: `03-surat-masuk.yaml`
sops/a-layanan/08-surat.YAML: peringatan: berkas ini tidak dibaca, jadi tidak dicetak [nama-berkas]
    nama berkas SOP berakhiran `.yaml`
sops/a-layanan/09-surat.yml: peringatan: berkas ini tidak dibaca, jadi tidak dicetak [nama-berkas]
    nama berkas SOP berakhiran `.yaml`
sops/a-layanan/10-surat.yaml.txt: peringatan: berkas ini tidak dibaca, jadi tidak dicetak [nama-berkas]
    nama berkas SOP berakhiran `.yaml`
""",
    long_names: f"""\
book/book.yaml:10:9: error: berkas `{"c" * 59}…` tidak ada [berkas-tiada]
    periksa namanya; huruf besar dan kecil berbeda
book/book.yaml:29:14: error: folder sops/{"a" * 59}… tidak ada [bidang]
    yang dikenal: a-layanan, b-umum
book/book.yaml:33:5: error: berkas book/keputusan/{"b" * 49}… tidak ada [berkas-tiada]
    yang dikenal: keputusan/01-penetapan.yaml, chapters/bab-1-pendahuluan.md, chapters/bab-2-sop.md, chapters/kata-pengantar.md
""",
    huge: """\
sops/a-layanan/05-surat.yaml: error: berkas lebih besar dari 4 MB [besar]
    perkecil, atau bagi menjadi beberapa berkas
""",
    logo_link_out: """\
book/book.yaml:10:9: error: `assets/lambang.svg` berada di luar folder buku [di-luar]
    pindahkan ke dalam folder buku
""",
    logo_huge: """\
book/book.yaml:10:9: error: gambar `assets/lambang.svg` lebih besar dari 20 MB [besar]
    perkecil, atau bagi menjadi beberapa berkas
""",
    svg_deep: """\
book/book.yaml:10:9: error: `assets/lambang.svg` bersusun terlalu dalam [gambar-rusak]
    ganti dengan PNG, JPEG, atau SVG yang utuh
""",
    svg_multiplies: """\
book/book.yaml:10:9: error: `assets/lambang.svg` terlalu rumit [gambar-rusak]
    ganti dengan PNG, JPEG, atau SVG yang utuh
""",
}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_attack_is_told_in_a_sentence(attack: Callable[[Path], None], project_copy: Copy) -> None:
    project = project_copy("kecil")
    attack(project)
    assert said(project) == ATTACKS[attack]


def test_unreadable_file_is_told(project_copy: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    project = project_copy("kecil")

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)     # a test run as root could read any file
    text = said(project)
    assert text.startswith("book/book.yaml: error: berkas tidak dapat dibaca (izinnya tidak ada) [berkas-baca]\n    periksa izin berkas\n")


def test_errors_of_shape_are_counted_beyond_a_hundred(project_copy: Copy) -> None:
    project = project_copy("kecil")
    many_wrong_keys(project)
    _, findings = load(project)
    assert len(findings) == 101
    assert any("masih ada 3 kesalahan sejenis" in item.message for item in findings)


@pytest.mark.parametrize("key", ["[key]", "1", "__class__", "model_fields", "a.b", "kunci dengan spasi", "𝒦", "<b>"])
def test_odd_keys_are_only_unknown(key: str, project_copy: Copy) -> None:
    project = project_copy("kecil")
    (project / "sops/a-layanan/05-surat.yaml").write_text(f"{SOP}{key!r}: x\n", encoding="utf-8")
    _, findings = load(project)
    assert "kunci-asing" in [item.rule for item in findings]
    assert {(item.place.line, item.place.column) for item in findings} == {(5, 1)}


def test_command_shows_no_traceback(project_copy: Copy) -> None:
    project = project_copy("kecil")
    no_manifest(project)
    (project / "sops/a-layanan/01-legalisasi-salinan.yaml").write_bytes(b"\xff\xfe\x00")
    result = subprocess.run(
        [*command(), "book"], cwd=project, env=environment(PYTHONPATH=str(ROOT / "scripts")), capture_output=True, text=True, check=False,
    )
    said_all = result.stdout + result.stderr
    assert result.returncode == 1
    assert "Traceback" not in said_all
    assert "sops/b-umum/09-uji.yaml:4:36: error: pelaksana `stap`" in said_all
    assert "sops/a-layanan/01-legalisasi-salinan.yaml:1:1: error: berkas tersimpan sebagai UTF-16" in said_all
