"""Rules on the form of the chapters: headings, images, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from bukusop.diagnostics import Place, Severity
from bukusop.lint.reading import Reading
from bukusop.lint.rule import Remark, rule
from bukusop.lint.stretches import Stretch, chapters, normal
from bukusop.model import Blok, Gambar, Heading

_SAYS_NOTHING = re.compile(
    r"(?:(?:sebuah|ini|file|berkas)\s+)?(?:gambar|image|img|foto|photo|picture|ilustrasi|bagan|diagram|grafik|logo|tabel|screenshot|"
    r"tangkapan layar|untitled|tanpa judul)(?:\s+(?:\d+|ini))?")
_SHORTEST_ALT = 8
_ADDRESS = re.compile(r"(?:https?://|\bwww\.)[^\s<>()\[\]|*`“”\"]+", re.IGNORECASE)
_INSECURE = re.compile(r"\]\(\s*<?(http://[^\s()<>]+)", re.IGNORECASE)


def _blocks(reading: Reading) -> Iterator[list[tuple[Blok, Place]]]:
    """Give the blocks of each chapter and each annex of prose."""
    for _, prose, _ in reading.sources.chapters:
        yield list(prose.blocks)
    for _, proses, _ in reading.sources.decrees:
        yield from (list(prose.blocks) for prose in proses)


@rule("gambar-alt", Severity.ADVICE)
def images_are_described(reading: Reading) -> Iterator[Remark]:
    """Teks pengganti gambar menguraikan isi gambarnya.

    Dasar: UU 8/2016 tentang Penyandang Disabilitas (hak atas informasi), dan PDF/UA: pembaca layar membacakan teks pengganti
    kepada pembaca yang tidak melihat gambarnya.

    Perbaikan: tulis apa yang terlihat dan apa artinya, dalam satu kalimat pendek.

    Contoh: `![Gambar](daur.svg)` seharusnya `![Empat tahap yang dihubungkan anak panah menjadi daur](daur.svg)`
    """
    for blocks in _blocks(reading):
        for block, place in blocks:
            if not isinstance(block, Gambar) or not block.alt.strip():
                continue
            alt, file = normal(block.alt), PurePosixPath(block.berkas)
            if _SAYS_NOTHING.fullmatch(alt) or alt in (normal(file.stem), normal(file.name)):
                message = f"teks pengganti `{block.alt}` tidak menguraikan gambarnya"
            elif sum(letter.isalpha() for letter in alt) < _SHORTEST_ALT:
                message = f"teks pengganti `{block.alt}` terlalu pendek untuk menguraikan gambarnya"
            else:
                continue
            yield Remark(Place(place.file, place.line, place.column + 2), message)


@rule("tautan-mentah", Severity.ADVICE)
def addresses_are_links(reading: Reading) -> Iterator[Remark]:
    """Alamat web ditulis sebagai tautan, dan memakai https.

    Dasar: praktik: alamat yang diketik begitu saja tidak dapat diklik dan terpotong di ujung baris; laman http tidak terlindung
    dan makin banyak peramban yang menolaknya.

    Perbaikan: tulis `[nama laman](https://alamat)`.

    Contoh: `lihat https://jdih.kabcontoh.example` seharusnya `lihat [laman JDIH](https://jdih.kabcontoh.example)`
    """
    for stretch in chapters(reading):
        for found in _ADDRESS.finditer(stretch.text):
            before, after = stretch.text[max(0, found.start() - 2) : found.start()], stretch.text[found.end() :]
            address = found[0].rstrip(".,;:!?'")
            if before.endswith(("](", "(<", "<")) or re.match(r"[^\[\]]{0,80}\]\(", after) or before.endswith("`"):
                continue
            secure = re.sub(r"^(?:https?://)?", "https://", address, flags=re.IGNORECASE)
            yield Remark(stretch.place(reading, found.start(), address), f"alamat `{address}` diketik tanpa tautan",
                         f"tulis `[nama laman]({secure})`")
    cells = (Stretch(item.text, item.place.file, item) for item in reading.passages if item.path and "](" in item.text)
    for stretch in (*chapters(reading), *cells):
        for found in _INSECURE.finditer(stretch.text):
            yield Remark(stretch.place(reading, found.start(1), found[1]), f"tautan `{found[1]}` tidak memakai https",
                         f"tulis `https{found[1][4:]}`, setelah mencobanya")


@rule("judul-bab", Severity.ADVICE)
def headings_are_in_order(reading: Reading) -> Iterator[Remark]:
    """Judul di dalam satu bab tidak berulang, dan tingkatnya turun satu demi satu.

    Dasar: praktik: daftar isi dengan dua judul yang sama tidak dapat dipakai mencari; tingkat yang dilompati membuat penomoran
    (A., 1., a.) janggal, dan PDF/UA melarangnya.

    Perbaikan: beri judul yang membedakan isinya; di bawah `##` pakai `###`, di bawah `###` pakai `####`.
    """
    for blocks in _blocks(reading):
        first: dict[str, Place] = {}
        level = 0
        for block, place in blocks:
            if not isinstance(block, Heading):
                continue
            text = " ".join("".join(run.teks for run in block.isi).split())
            marks = "#" * (block.tingkat + 1)
            if block.tingkat > level + 1:
                fitting = "#" * (level + 2)
                yield Remark(place, f"tingkat judul `{text}` melompat: `{marks}` tanpa `{fitting}` di atasnya", f"tulis `{fitting} {text}`")
            level = block.tingkat
            key = normal(text)
            if key in first:
                yield Remark(place, f"judul `{text}` sudah dipakai dalam bab ini, lihat baris {first[key].line}")
            elif key:
                first[key] = place
