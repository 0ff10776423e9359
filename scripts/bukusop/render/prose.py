"""Everything of the book that is not a sheet -> HTML: cover, Keputusan, chapters, dividers, daftar isi."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from bukusop.model import (
    Bidang,
    Blok,
    Chapter,
    Heading,
    JenisBagian,
    Keputusan,
    Lampiran,
    Run,
    Sisipan,
    Sitasi,
    Tabel,
    Teks,
)
from bukusop.render import text
from bukusop.render.scene import Scene
from bukusop.render.templates import css_string

DIKTUM = (
    "KESATU", "KEDUA", "KETIGA", "KEEMPAT", "KELIMA", "KEENAM", "KETUJUH", "KEDELAPAN", "KESEMBILAN", "KESEPULUH", "KESEBELAS",
    "KEDUA BELAS", "KETIGA BELAS", "KEEMPAT BELAS", "KELIMA BELAS", "KEENAM BELAS", "KETUJUH BELAS", "KEDELAPAN BELAS",
    "KESEMBILAN BELAS", "KEDUA PULUH",
)
"""Labels of a diktum, as the Tata Naskah Dinas writes them: never PERTAMA."""

WORD_PERCENT = 1.6
"""Share of a portrait page's width, in percent, that a character of a column's head takes at most."""

COVER_TOP = 4.0
"""Distance in mm of the notes on the cover from the address above them."""

SYMBOLS = (
    ("kapsul", "Kapsul", "terminator", "Menandai awal dan akhir suatu prosedur."),
    ("kotak", "Kotak", "process", "Menandai kegiatan yang dilaksanakan oleh pelaksana pada kolomnya."),
    ("belah-ketupat", "Belah ketupat", "decision", "Menandai pengambilan keputusan; tiap jawaban ditulis di samping garisnya."),
    ("anak-panah", "Anak panah", "arrow", "Menunjukkan arah proses dari satu kegiatan ke kegiatan berikutnya."),
    ("segilima", "Segilima", "off-page connector", "Menghubungkan bagan alir dengan bagian lain pada halaman yang berbeda."),
)
"""The five symbols of PermenPAN-RB 35/2012."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the daftar isi: its manner (a class of the style sheet), number or letter before the title, the part
    (with #anchor), page as printed."""

    gaya: str
    label: str
    judul: str
    bagian: str
    halaman: str


def cover(scene: Scene, part: str) -> str:
    """Give the HTML of the book's cover."""
    profil = scene.book.profil
    values = scene.common(part, profil, profil.prosa, scene.book.judul, top=COVER_TOP)
    return scene.templates.html("sampul", **values, huruf=profil.huruf.prosa, ukuran=profil.huruf.ukuran_prosa)


def divider(scene: Scene, part: str, bidang: Bidang) -> str:
    """Give the HTML of the page before the sheets of a bidang."""
    profil = scene.book.profil
    link = scene.linker(part)
    sops = [text.runs((Run(sop.nama, tautan=f"sop:{sop.id}"),), link) for sop in scene.book.sops if sop.bidang == bidang.kunci]
    values = scene.common(part, profil, profil.lembar_halaman, bidang.nama)
    daerah = scene.book.instansi.daerah
    return scene.templates.html(
        "pembatas", **values, huruf=profil.huruf.prosa, ukuran=profil.huruf.ukuran_prosa, bidang=bidang, sops=sops, daerah=daerah,
    )


def contents(scene: Scene, part: str, entries: Sequence[Entry]) -> str:
    """Give the HTML of the daftar isi."""
    profil = scene.book.profil
    values = scene.common(part, profil, profil.prosa, "Daftar Isi")
    return scene.templates.html(
        "daftar_isi", **values, huruf=profil.huruf.prosa, ukuran=profil.huruf.ukuran_prosa, entri=entries,
    )


def chapter(scene: Scene, part: str, bab: Chapter) -> str:
    """Give the HTML of a chapter."""
    profil = scene.book.profil
    values = scene.common(part, profil, profil.prosa, bab.judul)
    pejabat = scene.book.pejabat_of(bab.penutup.pejabat) if bab.penutup else None
    tanda = scene.tanda(JenisBagian.BAB, bab.id, bab.penutup.pejabat, main=False) if bab.penutup else None
    return scene.templates.html(
        "bab", **values, huruf=profil.huruf.prosa, ukuran=profil.huruf.ukuran_prosa, bab=bab, pejabat=pejabat, tanda=tanda,
        isi=body(scene, part, bab.isi[:-1] if bab.penutup else bab.isi),
        akhir=body(scene, part, bab.isi[-1:]) if bab.penutup else "",
    )


def body(scene: Scene, part: str, isi: Sequence[Blok]) -> Markup:
    """Give the HTML of a chapter's blocks; headings begin at h2 below the chapter's title."""
    link = scene.linker(part)
    parts = []
    for block in isi:
        if isinstance(block, Heading):
            tag = f"h{block.tingkat + 1}"
            parts.append(Markup('<%s id="%s--%s"><span class="label">%s</span> %s</%s>') % (
                Markup(tag), part, block.id, block.label, text.runs(block.isi, link), Markup(tag)))
        elif isinstance(block, Sisipan):
            parts.append(_symbols() if block.nama == "simbol" else master_list(scene, part))
        else:
            parts.append(text.blocks((block,), link))
    return Markup("").join(parts)


def _named(title: str, foreign: str) -> Markup:
    return Markup("%s (<i>%s</i>)") % (title, foreign)


def _symbols() -> Markup:
    rows = Markup("").join(
        Markup('<tr><td class="tengah">%d.</td><td class="tengah"><img src="templat:simbol/%s.svg" alt="Simbol %s"></td>'
               "<td>%s</td><td>%s</td></tr>") % (number, name, name.replace("-", " "), _named(title, foreign), meaning)
        for number, (name, title, foreign, meaning) in enumerate(SYMBOLS, 1)
    )
    return Markup(
        '<table class="prosa simbol"><colgroup><col style="width:8%%"><col style="width:18%%"><col style="width:30%%"><col></colgroup>'
        '<thead><tr><th scope="col">No.</th><th scope="col">Simbol</th><th scope="col">Nama</th><th scope="col">Arti</th></tr></thead>'
        "<tbody>%s</tbody></table>") % rows


def master_list(scene: Scene, part: str) -> Markup:
    """Give the master list: NO | NAMA SOP | NOMOR SOP, grouped by bidang, numbers running through (practice of printed books)."""
    link = scene.linker(part)
    groups, number = [], 0
    for bidang in scene.book.bidang:
        rows = [Markup('<tr class="kelompok"><td colspan="3">%s. %s</td></tr>') % (bidang.huruf, bidang.nama)]
        for sop in (item for item in scene.book.sops if item.bidang == bidang.kunci):
            number += 1
            name = text.runs((Run(sop.nama, tautan=f"sop:{sop.id}"),), link)
            nomor = text.runs((Run(sop.nomor),))
            rows.append(Markup('<tr><td class="tengah">%d.</td><td>%s</td><td>%s</td></tr>') % (number, name, nomor))
        # A group's name never stands alone at the foot of a page: it shares a body with the first row.
        # The last rows of a group keep together too.
        groups.extend(_bodies(rows))
    return Markup(
        '<table class="prosa induk"><colgroup><col style="width:9%%"><col><col style="width:31%%"></colgroup>'
        '<thead><tr><th scope="col">NO.</th><th scope="col">NAMA SOP</th><th scope="col">NOMOR SOP</th></tr></thead>%s</table>'
    ) % Markup("").join(groups)


def _bodies(rows: Sequence[Markup]) -> list[Markup]:
    """Give table bodies of which the first and the last hold two rows that never part."""
    cuts = [rows[:2], *([row] for row in rows[2:-2]), rows[max(2, len(rows) - 2) :]]
    return [Markup('<tbody class="utuh-baris">%s</tbody>') % Markup("").join(part) for part in cuts if part]


def decree(scene: Scene, part: str, keputusan: Keputusan) -> str:
    """Give the HTML of a Keputusan with its annexes."""
    profil, book = scene.book.profil, scene.book
    gaya = profil.keputusan
    top = scene.decree_top(profil)
    values = scene.common(part, profil, profil.prosa, f"Keputusan tentang {keputusan.tentang}", top=top)
    grounds = [
        ("menimbang", gaya.label_menimbang, _items(keputusan.menimbang), "huruf"),
        ("mengingat", gaya.label_mengingat, _citations(keputusan.mengingat), "angka"),
        ("memperhatikan", gaya.label_memperhatikan, _citations(keputusan.memperhatikan), "angka"),
    ]
    before, _, after = gaya.nomor_halaman.partition("{n}")
    return scene.templates.html(
        "keputusan", **values, huruf=profil.huruf.keputusan, ukuran=profil.huruf.ukuran_keputusan, keputusan=keputusan,
        pejabat=book.pejabat_of(keputusan.pejabat), konsideran=[ground for ground in grounds if ground[2]],
        diktum=[(diktum_label(index), text.cell(isi)) for index, isi in enumerate(keputusan.diktum)],
        tembusan=[text.cell(isi) for isi in keputusan.tembusan],
        salinan=book.pejabat_of(keputusan.salinan.pejabat) if keputusan.salinan else None,
        nomor_halaman=Markup(f"{css_string(before)} counter(page) {css_string(after)}"),
        lampiran=[_annex(scene, part, item) for item in keputusan.lampiran],
        tanda=scene.tanda(JenisBagian.KEPUTUSAN, keputusan.id, keputusan.pejabat),
        tanda_lampiran=scene.tanda(JenisBagian.KEPUTUSAN, keputusan.id, keputusan.pejabat, main=False),
    )


def diktum_label(index: int) -> str:
    """Give the label of a diktum, counted from 0."""
    return DIKTUM[index] if index < len(DIKTUM) else f"KE-{index + 1}"


def _items(items: Sequence[Teks]) -> list[Markup]:
    """End every item with a semicolon: the rule of Menimbang and Mengingat."""
    return [text.cell(item) + ";" for item in items]


def _citations(items: Sequence[Sitasi]) -> list[Markup]:
    return [(escape(item.peraturan.sitasi_lengkap) if item.peraturan else text.cell(item.teks)) + ";" for item in items]


def _annex(scene: Scene, part: str, annex: Lampiran) -> dict[str, object]:
    if annex.daftar_sop:
        isi = master_list(scene, part)
    elif annex.tabel:
        isi = _table(annex.tabel)
    else:
        isi = body(scene, part, annex.isi)
    return {"nomor": annex.nomor, "judul": annex.judul, "lanskap": annex.lanskap, "isi": isi}


def _table(table: Tabel) -> Markup:
    cols = Markup("").join(Markup('<col style="width:%.1f%%">') % width for width in widths(table))
    head = Markup("").join(Markup('<th scope="col">%s</th>') % name for name in table.kolom)
    rows = Markup("").join(
        Markup("<tr>%s</tr>") % Markup("").join(Markup("<td>%s</td>") % text.cell(item) for item in row) for row in table.baris
    )
    return Markup('<table class="prosa"><colgroup>%s</colgroup><thead><tr>%s</tr></thead><tbody>%s</tbody></table>') % (cols, head, rows)


def widths(table: Tabel) -> list[float]:
    """Share the width as the author says, in percent, but let no word of a column's head be too wide for it."""
    total = sum(table.lebar) or 1.0
    least = [max((len(word) for word in name.split()), default=0) * WORD_PERCENT + 3 for name in table.kolom]
    share = [max(low, 100 * width / total) for low, width in zip(least, table.lebar, strict=True)]
    return [100 * width / sum(share) for width in share]


def heading_entries(bab: Chapter) -> list[tuple[str, str, str]]:
    """Give label, title and anchor of the first-level headings of a chapter."""
    return [
        (block.label, "".join(run.teks for run in block.isi), block.id)
        for block in bab.isi if isinstance(block, Heading) and block.tingkat == 1
    ]

