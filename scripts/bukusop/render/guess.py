"""Heights guessed from the words, so that the first layout of a sheet mostly has the right page breaks already.

Words are broken into lines as `lines.py` says. A guess decides nothing: rows are measured in the layout, and where the breaks
then come out otherwise, the sheet is laid out once more. Lengths are mm.
"""

from __future__ import annotations

from collections.abc import Sequence

from bukusop.model import Daftar, JenisBagian, Paragraf, Profil, Run, Sop, Status, Teks
from bukusop.render.columns import Columns
from bukusop.render.lines import MM_PER_PT, count_lines
from bukusop.render.scene import Scene

LINE = 1.25
"""Height of a line, in em (`dasar.css`)."""
_BOLD = 1.07
"""Width of bold words against plain ones."""
_NUMBERED, _BULLETED = 1.3, 0.9
"""Indent of lists in a row, in em (`lembar.css`)."""
_TTE_MM, _PARAF_MM = 24.0, 9.0
"""Height of the block of an electronic signature, and of the boxes for paraf below it (`dasar.css`, `lembar.css`)."""


def lines_of(teks: Teks, width: float) -> int:
    """Count the lines of a cell whose words have `width` em."""
    total = 0
    for block in teks:
        if isinstance(block, Paragraf):
            bold = _BOLD if block.isi and all(run.tebal for run in block.isi) else 1.0
            for text in "".join(run.teks for run in block.isi).split("\n"):
                total += count_lines(text, width / bold)
        elif isinstance(block, Daftar):
            total += sum(lines_of(item, width - (_NUMBERED if block.gaya else _BULLETED)) for item in block.butir)
    return total


def lines_of_list(items: Sequence[Teks], width: float, indent: float) -> int:
    """Count the lines of the items of an identity box: numbered where there are several."""
    return sum(lines_of(item, width - (indent if len(items) > 1 else 0.0)) for item in items)


class Words:
    """The words of one sheet, for which heights are guessed; `em` is the size of its type, `line` the height of a line."""

    def __init__(self, scene: Scene, sop: Sop, profil: Profil, columns: Sequence[Columns], title: str) -> None:
        self._scene, self._sop, self._profil, self._columns, self._title = scene, sop, profil, columns, title
        self._em = profil.huruf.ukuran_lembar * MM_PER_PT
        self._line = LINE * self._em

    def row(self, index: int, row: int) -> float:
        """Guess the height that the words of a row need; cells have 0.9 mm above and below, 1.2 mm beside."""
        langkah, cols = self._sop.prosedur[index].langkah[row], self._columns[index]
        cells: dict[str, Teks] = {
            "kegiatan": langkah.kegiatan, "kelengkapan": langkah.kelengkapan, "output": langkah.output,
            "keterangan": langkah.keterangan, "waktu": _text(langkah.waktu),
        }
        names = [name for name in self._profil.lembar.kolom if name in cells]
        return self._line * max((lines_of(cells[name], (cols.of(name) - 2.4) / self._em) for name in names), default=1) + 1.8

    def head(self, index: int) -> float:
        """Guess the height of a table head: its type is 0.94 em, bold."""
        cols, size = self._columns[index], 0.94 * self._em
        if cols.upright:
            return LINE * size + 1.4 + cols.head_height + 1.4
        names = [item.nama for item in self._sop.prosedur[index].pelaksana]
        lines = [count_lines(name, (width - 1.2) / size / _BOLD) for name, width in zip(names, cols.actors, strict=True)]
        return LINE * size * (1 + max(lines, default=1)) + 2.8

    def subheading(self, index: int) -> float:
        """Guess the height of the name of a procedure."""
        return 2.5 + 1.05 * self._line if self._sop.prosedur[index].judul else 0.0

    def legend(self) -> float:
        """Guess the height of the legend."""
        return 2.5 + 3 * self._line if self._profil.lembar.legenda else 0.0

    def identity(self) -> float:
        """Guess the height of the identity: rows of dates and names, then three pairs of boxes; cells have 2 mm beside."""
        page, sop = self._profil.lembar_halaman, self._sop
        width = page.lebar - page.margin[1] - page.margin[3]
        half = (width / 2 - 4) / self._em
        laws = [item.teks or _text(item.peraturan.sitasi if item.peraturan else "") for item in sop.dasar_hukum]
        others = [item.teks or _text(f"SOP {other.nama}" if (other := self._scene.book.sop(item.sop)) else "") for item in sop.keterkaitan]
        pairs = ((laws, sop.kualifikasi_pelaksana), (others, sop.peralatan), (sop.peringatan, sop.pencatatan))
        boxes = sum(self._line * (1 + max(1, *(lines_of_list(items, half, 1.7) for items in pair))) + 2.1 for pair in pairs)
        rows = (len(self._profil.lembar.tanggal) + 1) * (self._line + 1.8)
        sign = (21.0 if self._scene.book.status is Status.BASAH else 14.0) + 4 * self._line + 1.8
        tanda = self._scene.tanda(JenisBagian.SOP, sop.id, sop.disahkan_oleh)
        if tanda:
            sign = 2 * self._line + _TTE_MM + (_PARAF_MM if tanda.paraf else 0.0)
        name = 1.08 * self._line * count_lines(self._title, (0.43 * width - 4) / self._em / 1.15) + 1.8
        return 3.0 + boxes + rows + sign + name


def _text(words: str) -> Teks:
    return (Paragraf((Run(words),)),)
