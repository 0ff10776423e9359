"""What a sheet of an SOP has beside its table of steps: a cover, the identity block, the legend of the symbols."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree

from bukusop.flowchart import Kind
from bukusop.model import Paragraf, Run, Sop, Status, Teks
from bukusop.office.word import shapes
from bukusop.office.word.document import Document
from bukusop.office.word.grid import Cell
from bukusop.office.word.sheettext import Look, Writer, line, plain, text_of
from bukusop.office.word.xml import twips
from bukusop.render import Scene
from bukusop.render.lines import MM_PER_PT, count_lines
from bukusop.render.pdf import Box
from bukusop.render.sheet import Layout

_PAD = (0.9, 1.6, 0.1, 2.0)
"""Kept free in a cell of the identity; less to the right and below than in the PDF, for letters a little wider."""
_SYMBOLS = {"kapsul": Kind.TERMINATOR, "kotak": Kind.PROCESS, "belah-ketupat": Kind.DECISION, "segilima": Kind.CONNECTOR}
_SYMBOL_MM = {"kapsul": (5.6, 2.6), "kotak": (5.4, 2.6), "belah-ketupat": (6.4, 3.4), "anak-panah": (6.0, 2.6), "segilima": (3.2, 3.0)}


class Head:
    """Writes the parts of one sheet that are not its steps."""

    def __init__(self, document: Document, scene: Scene, layout: Layout) -> None:
        self._document, self._scene, self._layout = document, scene, layout
        self._writer = Writer(document)
        self._size = layout.profil.huruf.ukuran_lembar

    @property
    def _unit(self) -> str:
        sop = self._layout.sop
        return sop.unit or self._scene.book.bidang_of(sop).nama

    def _logo(self, width: float, after: float) -> str:
        office = self._scene.book.instansi
        run = self._document.picture(office.logo, width_mm=width, alt=f"Lambang {office.daerah}")
        return line(Look(self._size, line=0, align="center", after=after), etree.tostring(run, encoding="unicode"))

    def cover(self) -> str:
        """Make the cover sheet."""
        office, sop = self._scene.book.instansi, self._layout.sop
        parts = [
            line(Look(1, line=1, before=12), ""), self._logo(26, 5), plain(Look(14, caps=True, align="center"), office.pemerintah),
            plain(Look(17, bold=True, caps=True, align="center"), office.nama),
        ]
        if self._unit:
            parts.append(plain(Look(13, caps=True, before=1, align="center"), self._unit))
        title = Look(19, line=1.4, bold=True, caps=True, align="center")
        indent = f'<w:ind w:left="{twips(20)}" w:right="{twips(20)}"/>'
        parts += [
            _spaced(plain(Look(19, line=1.4, bold=True, align="center", before=15), "STANDAR OPERASIONAL PROSEDUR"), indent),
            _spaced(plain(title, sop.nama), indent), plain(Look(13, before=6, align="center"), sop.nomor),
            _ruled(plain(Look(9.5, before=14, align="center"), office.alamat)), plain(Look(9.5, align="center"), self._scene.contact),
        ]
        return "".join(parts)

    def identity(self, boxes: Mapping[str, Box]) -> list[Cell]:
        """Give the cells of the identity that are on a page."""
        cells = []
        rows = self._layout.identity()
        for number, row in enumerate(rows, 1):
            for place, box in ((place, boxes.get(f"_b-{number}-{place}")) for place in range(3)):
                if box is not None:
                    cells.append(Cell(box.x0, box.y0, box.x1, box.y1, self._field(row, place, box), (_PAD[0], 0.3, 0.1, 0.5)
                                      if place == 1 else _PAD))
        if (box := boxes.get("_b-kop")) is not None:
            cells.append(Cell(box.x0, box.y0, box.x1, box.y1, self._kop(), (0.3, 2, 0.3, 2), middle=True))
        if (box := boxes.get("_b-unit")) is not None:
            cells.append(Cell(box.x0, box.y0, box.x1, box.y1, self._kop_line(9.5, self._unit), (0.3, 2, 0.1, 2), middle=True))
        return cells + self._pairs(boxes)

    def _field(self, row: Mapping[str, Any], place: int, box: Box) -> str:
        width = box.x1 - box.x0 - 4
        if place == 0:
            return plain(Look(self._size, width=width), row["label"])
        if place == 1:
            return plain(Look(self._size, align="center"), ":")
        if row["kelas"] == "sah":
            return self._approval(box)
        if row["kelas"] == "nama":
            return self._name(row["isi"])
        return plain(Look(self._size, width=width), row["isi"])

    def _name(self, shown: str) -> str:
        """Write the name as the author does, in letters that show as capitals where the manner has them."""
        name, caps = self._layout.sop.nama, self._layout.profil.lembar.huruf_besar
        number = shown.removesuffix(name.upper() if caps else name)
        return plain(Look(1.08 * self._size, bold=True, caps=caps), number + name)

    def _kop_line(self, size: float, words: str, *, bold: bool = False, before: float = 0.0) -> str:
        return plain(Look(size, bold=bold, caps=True, align="center", before=before), words)

    def _kop(self) -> str:
        office = self._scene.book.instansi
        parts = [self._logo(15, 1.5), self._kop_line(9, office.pemerintah), self._kop_line(10.5, office.nama, bold=True)]
        if self._layout.profil.lembar.sel_unit == "kop":
            parts.append(self._kop_line(9.5, self._unit, before=1))
        return "".join(parts)

    def _approval(self, box: Box) -> str:
        """Who approves, with room for a signature: a document that can still be edited never shows an electronic one."""
        pejabat = self._scene.book.pejabat_of(self._layout.sop.disahkan_oleh)
        high = self._size * MM_PER_PT * 1.25
        more = [words for words in (pejabat.pangkat, f"NIP {pejabat.nip}" if pejabat.nip else "") if words]
        above = count_lines(pejabat.jabatan, (box.x1 - box.x0 - 4) / (self._size * MM_PER_PT), hyphens=False)
        wanted = 21.0 if self._scene.book.status is Status.BASAH else 14.0
        room = max(0.0, min(wanted, box.y1 - box.y0 - 1.8 - high * (above + 1 + len(more))))
        look = Look(self._size, align="center")
        name = plain(Look(self._size, bold=True, underline=True, align="center", before=room), pejabat.nama)
        return plain(look, pejabat.jabatan) + name + "".join(plain(look, words) for words in more)

    def _fields(self) -> list[Sequence[Teks]]:
        sop = self._layout.sop
        laws = [text_of(item.peraturan.sitasi) if item.peraturan else item.teks for item in sop.dasar_hukum]
        return [laws, sop.kualifikasi_pelaksana, self._related(sop), sop.peralatan, sop.peringatan, sop.pencatatan]

    def _related(self, sop: Sop) -> list[Teks]:
        found: list[Teks] = []
        for item in sop.keterkaitan:
            other = self._scene.book.sop(item.sop) if item.sop else None
            if other is None:
                found.append(item.teks)
            else:
                words = Run(f"SOP {other.nama}", tautan=f"sop:{other.id}" if self._scene.links else "")
                found.append((Paragraf((words,)),))
        return found

    def _pairs(self, boxes: Mapping[str, Box]) -> list[Cell]:
        cells = []
        labels, fields = self._layout.pair_labels(), self._fields()
        for number in range(3):
            for side in range(2):
                label, words = (boxes.get(f"_p-{number + 1}-{side}-{part}") for part in "ab")
                if label is None or words is None:
                    continue
                width = words.x1 - words.x0 - 4
                look = Look(self._size, width=width, numbered=1.7, bulleted=1.6)
                content = plain(Look(self._size, bold=True, after=0.3), labels[2 * number + side])
                content += self._writer.box(fields[2 * number + side], look)
                cells.append(Cell(label.x0, label.y0, label.x1, words.y1, content, _PAD))
        return cells

    def legend(self, before: float) -> str:
        """Make the legend, `before` mm below what stands above."""
        legend = self._layout.profil.lembar.legenda
        if legend is None:
            return ""
        parts = []
        for name, words in self._layout.legend():
            number = self._document.next_id()
            picture = shapes.symbol_run(_SYMBOLS.get(name), _SYMBOL_MM[name], f"Simbol {name.replace('-', ' ')}", number)
            parts.append(picture + words_run(f"\u00a0\u00a0{words}\u2003\u2003", self._size))
        heading = plain(Look(self._size, bold=True, before=before), f"{legend.judul}:")
        return heading + line(Look(self._size, line=0), "".join(parts))


def words_run(words: str, size: float) -> str:
    """Make a run of plain words."""
    paragraph = plain(Look(size), words)
    return paragraph[paragraph.index("<w:r>"):].removesuffix("</w:p>")


def _spaced(paragraph: str, indent: str) -> str:
    return paragraph.replace("<w:jc ", f"{indent}<w:jc ", 1)


def _ruled(paragraph: str) -> str:
    return paragraph.replace("<w:spacing ", '<w:pBdr><w:top w:val="single" w:sz="8" w:space="8" w:color="000000"/></w:pBdr><w:spacing ', 1)
