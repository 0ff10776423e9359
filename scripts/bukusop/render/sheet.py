"""One SOP -> the pages of its sheet, flowchart included.

1. `flowchart.paginate` chooses the page breaks from guessed row heights (`guess`), and the sheet is laid out with them. 2. Where
the heights then measured ask for other breaks, it is laid out once more with those. 3. The flowchart is computed from where the rows then
are, and painted over the same layout as an artifact, with the table's rules; nothing is laid out a third time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import takewhile
from typing import Any

from markupsafe import Markup, escape

from bukusop import flowchart
from bukusop.model import Bentuk, JenisBagian, Langkah, Paragraf, Prosedur, Run, Simpul, Sitasi, Sop, Teks, Tujuan
from bukusop.model.profile import Profil
from bukusop.render import columns, guess, pdf, rules, text
from bukusop.render.scene import Scene
from bukusop.render.templates import css_string

STRIP_MM = 11.0
"""Height of a segilima strip: the symbol (6 mm), room for its arrow, and a gap to the rule."""
SLACK_MM = 0.3
"""Kept free at the foot of a page, so that rounding never pushes a row over."""
LABEL_PT = 7.5
"""Size of the answers beside a diamond."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A laid-out sheet, ready to be written."""

    pages: pdf.Pages
    drawing: flowchart.Drawing


def sheet(scene: Scene, sop: Sop) -> Sheet:
    """Lay out the sheet of an SOP and draw its flowchart."""
    return Layout.of(scene, sop).sheet()


def with_end_rows(prosedur: Prosedur) -> Prosedur:
    """Write the rows Mulai and Selesai where the manner wants them and the author wrote neither."""
    rows = list(prosedur.langkah)
    kinds = {simpul.bentuk for row in rows for simpul in row.simpul}
    if Bentuk.MULAI not in kinds:
        rows = [_shifted(row, 1) for row in rows]
        rows.insert(0, _end_row("Mulai", Bentuk.MULAI, rows[0].simpul[0].pelaksana[:1], Tujuan(1)))
    if Bentuk.SELESAI not in kinds:
        last = Tujuan(len(rows))
        rows = [replace(row, simpul=tuple(_ending(simpul, last) for simpul in row.simpul)) for row in rows]
        rows.append(_end_row("Selesai", Bentuk.SELESAI, rows[-1].simpul[-1].pelaksana[-1:], None))
    return replace(prosedur, langkah=tuple(rows))


def _end_row(word: str, bentuk: Bentuk, actor: tuple[str, ...], ke: Tujuan | None) -> Langkah:
    return Langkah(nomor="", kegiatan=(Paragraf((Run(word),)),), simpul=(Simpul(actor, bentuk, ke=ke),))


def _shifted(row: Langkah, by: int) -> Langkah:
    def move(target: Tujuan | None) -> Tujuan | None:
        return target and replace(target, langkah=target.langkah + by)

    return replace(row, simpul=tuple(
        replace(simpul, ke=move(simpul.ke), jawaban=tuple(replace(answer, ke=move(answer.ke)) for answer in simpul.jawaban))
        for simpul in row.simpul
    ))


def _ending(simpul: Simpul, last: Tujuan) -> Simpul:
    if simpul.bentuk is Bentuk.KEPUTUSAN:
        return replace(simpul, jawaban=tuple(replace(answer, ke=answer.ke or last) for answer in simpul.jawaban))
    return replace(simpul, ke=simpul.ke or last)


@dataclass(frozen=True, slots=True)
class _Break:
    """What happens before and after a row: a new page, strips for segilima."""

    page: bool = False
    above: bool = False
    below: bool = False
    tall: bool = False


Breaks = Mapping[tuple[int, int], _Break]


class Layout:
    """The passes over one sheet."""

    def __init__(self, scene: Scene, sop: Sop, profil: Profil, chart: flowchart.Chart) -> None:
        self.scene, self.sop, self.profil, self.chart = scene, sop, profil, chart
        page = profil.lembar_halaman
        room = page.lebar - page.margin[1] - page.margin[3]
        self.columns = [
            columns.share(profil.lembar, item.pelaksana, chart.column_widths(index), room, profil.huruf.ukuran_lembar)
            for index, item in enumerate(sop.prosedur)
        ]
        self.covers = 1 if profil.lembar.sampul else 0
        self.css = scene.templates.css("dasar", "lembar")

    @classmethod
    def of(cls, scene: Scene, sop: Sop) -> Layout:
        """Begin with an SOP of a book."""
        profil = scene.book.profil_of(sop)
        profil = replace(profil, lembar_halaman=scene.page(profil, profil.lembar_halaman, scene.sheet_notes(profil, sop)))
        prosedur = tuple(with_end_rows(item) if profil.lembar.ujung == "baris" else item for item in sop.prosedur)
        chart = flowchart.chart(prosedur, flowchart.Manner(profil.lembar.ujung, profil.lembar.segilima), scene.estimates)
        return cls(scene, replace(sop, prosedur=prosedur), profil, chart)

    def sheet(self) -> Sheet:
        """Lay out with the page breaks that are guessed, and again if those that are measured are others; draw."""
        breaks = self._breaks(self._guessed())
        pages = self._pages(breaks)
        measured = self._breaks(self._measured(pages))
        if measured != breaks:
            pages = self._pages(measured)
        places = self._places(pages)
        drawing = flowchart.draw(self.chart, places, self._label_width)
        for number in range(len(pages)):
            pages.paint_with(number, None, partial(rules.identity, boxes=pages.boxes(number)))
        for number, drawn in zip((place.page for place in places), drawing.pages, strict=True):
            self._paint(pages, number - 1, drawn)
        self.scene.draft_mark(pages, self.profil.huruf.lembar)
        return Sheet(pages, drawing)

    def _label_width(self, word: str) -> float:
        return pdf.words(word, self.profil.huruf.lembar, LABEL_PT).width

    def _pages(self, breaks: Breaks) -> pdf.Pages:
        return pdf.Pages(self.html(breaks), self.css, self.scene.file)

    def html(self, breaks: Breaks) -> str:
        """Give the HTML of the sheet with its page breaks."""
        scene, sop, profil = self.scene, self.sop, self.profil
        lembar, part = profil.lembar, f"sop-{sop.id}"
        unit = sop.unit or scene.book.bidang_of(sop).nama
        values = scene.common(part, profil, profil.lembar_halaman, sop.nama, scene.sheet_notes(profil, sop))
        values.update(
            huruf=profil.huruf.lembar, ukuran=profil.huruf.ukuran_lembar, sop=sop, unit=unit, sampul=lembar.sampul,
            unit_kop=lembar.sel_unit == "kop", unit_sendiri=lembar.sel_unit == "sendiri", titik_dua=lembar.kolom_titik_dua,
            pejabat=scene.book.pejabat_of(sop.disahkan_oleh), identitas=self.identity(), pasangan=self._pairs(),
            prosedur=[self._procedure(index, breaks) for index in range(len(sop.prosedur))], strip_mm=STRIP_MM,
            legenda=lembar.legenda, legenda_butir=self.legend(), tanda=scene.tanda(JenisBagian.SOP, sop.id, sop.disahkan_oleh),
            kepala_berjalan=Markup(css_string(scene.fill(lembar.kepala_berjalan))) if lembar.kepala_berjalan else "",
        )
        return scene.templates.html("lembar", **values)

    def title(self) -> str:
        """Give the name of the SOP as the sheet prints it, with its section number where the manner has one."""
        lembar = self.profil.lembar
        name = self.sop.nama.upper() if lembar.huruf_besar else self.sop.nama
        return f"{section_number(self.scene, self.sop)} {name}".strip() if lembar.nomor_seksi else name

    def identity(self) -> list[dict[str, Any]]:
        """Give the rows of the identity: label, value and class of each."""
        sop, label, lembar = self.sop, self.profil.label, self.profil.lembar
        rows = [{"label": label.nomor, "isi": sop.nomor, "kelas": ""}]
        for name in lembar.tanggal:
            date = getattr(sop.tanggal, name)
            rows.append({"label": getattr(label, f"tanggal_{name}"), "isi": str(date) if date else "", "kelas": ""})
        rows.append({"label": label.disahkan_oleh, "isi": "", "kelas": "sah"})
        rows.append({"label": label.nama, "isi": self.title(), "kelas": "nama"})
        if lembar.identitas_bernomor:
            for number, row in enumerate(rows, 2):
                row["label"] = f"{number}. {row['label']}"
        return rows

    def _pairs(self) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        sop = self.sop
        link = self.scene.linker(f"sop-{sop.id}")
        fields = {
            "dasar_hukum": [_citation(item, link) for item in sop.dasar_hukum],
            "kualifikasi_pelaksana": self._items(sop.kualifikasi_pelaksana),
            "keterkaitan": [self._related(item.sop, item.teks) for item in sop.keterkaitan],
            "peralatan": self._items(sop.peralatan),
            "peringatan": self._items(sop.peringatan),
            "pencatatan": self._items(sop.pencatatan),
        }
        boxes = [{"label": words, "isi": items} for words, items in zip(self.pair_labels(), fields.values(), strict=True)]
        return list(zip(boxes[0::2], boxes[1::2], strict=True))

    def pair_labels(self) -> list[str]:
        """Give the labels of the paired boxes: left, right, left, ..."""
        label = self.profil.label
        names = [label.dasar_hukum, label.kualifikasi_pelaksana, label.keterkaitan, label.peralatan, label.peringatan, label.pencatatan]
        if self.profil.lembar.identitas_bernomor:
            start = len(self.profil.lembar.tanggal) + 4
            order = [*range(0, 6, 2), *range(1, 6, 2)]
            return [f"{start + order.index(place)}. {name}" for place, name in enumerate(names)]
        return names

    def _items(self, items: Sequence[Teks]) -> list[Markup]:
        return [text.cell(item, self.scene.linker(f"sop-{self.sop.id}")) for item in items]

    def _related(self, key: str, teks: Teks) -> Markup:
        other = self.scene.book.sop(key) if key else None
        if other is None:
            return text.cell(teks)
        name = escape(f"SOP {other.nama}")
        return Markup('<a href="bukusop:sop-%s">%s</a>') % (other.id, name) if self.scene.links else name

    def legend(self) -> list[tuple[str, str]]:
        """Give the symbols of the legend, each with its word."""
        legend = self.profil.lembar.legenda
        if legend is None:
            return []
        return [("kapsul", legend.mulai_selesai), ("kotak", legend.proses), ("belah-ketupat", legend.keputusan),
                ("anak-panah", legend.panah), ("segilima", legend.segilima)]

    def _procedure(self, index: int, breaks: Breaks) -> dict[str, Any]:
        prosedur, cols, lembar, label = self.sop.prosedur[index], self.columns[index], self.profil.lembar, self.profil.label
        count = len(prosedur.pelaksana)
        widths = [width for name in lembar.kolom for width in (cols.actors if name == "pelaksana" else (cols.of(name),))]
        top, second = self.head(index)
        return {
            "urut": index, "banyak": count, "susunan": lembar.kolom, "judul": prosedur.judul,
            "judul_tabel": lembar.judul_tabel if index == 0 else "", "kepala": top, "kepala_dua": second,
            "tinggi_kepala": cols.head_height, "lebar_kolom": widths, "lebar_tabel": sum(widths),
            "nomor_kolom": [f"({number})" for number in range(1, len(widths) + 1)] if lembar.baris_nomor_kolom else [],
            "putus": breaks.get((index, 0), _Break()).page, "label": label,
            "baris": [self._row(index, row, breaks.get((index, row), _Break())) for row in range(len(prosedur.langkah))],
        }

    def head(self, index: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Give the cells of both rows of a table's head."""
        prosedur, cols, lembar, label = self.sop.prosedur[index], self.columns[index], self.profil.lembar, self.profil.label
        quality = [name for name in lembar.kolom if name in ("kelengkapan", "waktu", "output")]
        top: list[dict[str, Any]] = []
        second: list[dict[str, Any]] = []
        for name in lembar.kolom:
            if name == "pelaksana":
                top.append({"judul": label.pelaksana, "rentang": len(prosedur.pelaksana), "turun": False})
                for number, actor in enumerate(prosedur.pelaksana, 1):
                    head = f"{number}. {actor.nama}" if lembar.pelaksana_bernomor else actor.nama
                    second.append({"judul": head, "pelaksana": True, "tegak": cols.upright, "lebar": cols.actors[number - 1]})
            elif name in quality:
                if name == quality[0]:
                    top.append({"judul": label.mutu_baku, "rentang": len(quality), "turun": False})
                second.append({"judul": getattr(label, name), "pelaksana": False, "tegak": False, "lebar": cols.of(name)})
            else:
                top.append({"judul": getattr(label, name), "rentang": 1, "turun": True})
        return top, second

    def _row(self, index: int, row: int, cut: _Break) -> dict[str, Any]:
        langkah = self.sop.prosedur[index].langkah[row]
        link = self.scene.linker(f"sop-{self.sop.id}")
        return {
            "urut": row, "nomor": f"{langkah.nomor}." if langkah.nomor else "", "tinggi_mm": round(self.chart.row_height(index, row), 3),
            "uraian": self.chart.describe(index, row), "putus": cut.page and row > 0, "strip_atas": cut.above,
            "strip_bawah": cut.below, "tinggi": cut.tall,
            "sel": {
                "kegiatan": text.cell(langkah.kegiatan, link), "kelengkapan": text.cell(langkah.kelengkapan, link),
                "waktu": langkah.waktu, "output": text.cell(langkah.output, link), "keterangan": text.cell(langkah.keterangan, link),
            },
        }

    @property
    def _own_page(self) -> bool:
        return self.profil.lembar.tabel == "halaman_sendiri"

    def _breaks(self, measured: flowchart.Measured) -> Breaks:
        """Have the page breaks chosen for these heights."""
        breaks: dict[tuple[int, int], _Break] = {}
        for rows in flowchart.paginate(self.chart, measured):
            if not rows.rows:
                continue
            first, last = rows.rows[0], rows.rows[-1]
            breaks[first] = replace(breaks.get(first, _Break()), page=not rows.first, above=rows.strip_above, tall=rows.tall)
            breaks[last] = replace(breaks.get(last, _Break()), below=rows.strip_below)
        return {row: item for row, item in breaks.items() if item != _Break()}

    def _room(self) -> tuple[float, float]:
        """Give the foot of the page, and the height of its area."""
        page = self.profil.lembar_halaman
        bottom = page.tinggi - page.margin[2]
        return bottom, bottom - page.margin[0] - SLACK_MM

    def _measured(self, pages: pdf.Pages) -> flowchart.Measured:
        """Measure the rows where they are now."""
        found = [pages.boxes(number) for number in range(self.covers, len(pages))]
        bottom, room = self._room()
        identity = max((box["_identitas"].y1 for box in found if "_identitas" in box), default=self.profil.lembar_halaman.margin[0])
        spills = "_identitas" in found[1] if len(found) > 1 else False
        return flowchart.Measured(
            rows=tuple(
                tuple(_height(found, f"_r-{index}-{row}") for row in range(len(item.langkah)))
                for index, item in enumerate(self.sop.prosedur)
            ),
            heads=tuple(self._head_height(found, index) for index in range(len(self.sop.prosedur))),
            titles=tuple(_height(found, f"_j-{index}") for index in range(len(self.sop.prosedur))),
            first_room=0.0 if self._own_page or spills else max(0.0, bottom - identity - SLACK_MM),
            room=room, strip=STRIP_MM, tail=_height(found, "_legenda"),
        )

    def _guessed(self) -> flowchart.Measured:
        """Guess what `_measured` will find."""
        bottom, room = self._room()
        words = guess.Words(self.scene, self.sop, self.profil, self.columns, self.title())
        top = self.profil.lembar_halaman.margin[0] + words.identity()
        return flowchart.Measured(
            rows=tuple(
                tuple(max(words.row(index, row), self.chart.row_height(index, row)) for row in range(len(item.langkah)))
                for index, item in enumerate(self.sop.prosedur)
            ),
            heads=tuple(words.head(index) for index in range(len(self.sop.prosedur))),
            titles=tuple(words.subheading(index) for index in range(len(self.sop.prosedur))),
            first_room=0.0 if self._own_page or top > bottom else bottom - top - SLACK_MM,
            room=room, strip=STRIP_MM, tail=words.legend(),
        )

    def _head_height(self, found: Sequence[Mapping[str, pdf.Box]], index: int) -> float:
        for boxes in found:
            heads = rules.heads(boxes, index)
            if heads:
                return max(box.y1 for box in heads) - min(box.y0 for box in heads)
        return 0.0

    def _places(self, pages: pdf.Pages) -> list[flowchart.PagePlace]:
        """Give where the rows, columns and strips are in the final layout."""
        places = []
        for number in range(self.covers, len(pages)):
            boxes = pages.boxes(number)
            rows = [
                flowchart.RowPlace(index, row, boxes[name].y0, boxes[name].y1)
                for index, item in enumerate(self.sop.prosedur) for row in range(len(item.langkah))
                if (name := f"_r-{index}-{row}") in boxes
            ]
            if not rows:
                continue
            edges = []
            for index, item in enumerate(self.sop.prosedur):
                heads = [boxes[name] for actor in range(len(item.pelaksana) + 8) if (name := f"_a-{index}-{actor}") in boxes]
                edges.append((*(box.x0 for box in heads), heads[-1].x1) if heads and any(r.procedure == index for r in rows) else ())
            above = next(((box.y0, box.y1) for name, box in boxes.items() if name.startswith("_sa-")), None)
            below = next(((box.y0, box.y1) for name, box in boxes.items() if name.startswith("_sb-")), None)
            places.append(flowchart.PagePlace(number + 1, tuple(edges), tuple(rows), above, below))
        return places

    def _paint(self, pages: pdf.Pages, number: int, drawn: flowchart.PageDrawing) -> None:
        boxes = pages.boxes(number)
        font = self.profil.huruf.lembar

        def above(canvas: pdf.Canvas) -> None:
            rules.table(canvas, boxes, len(self.sop.prosedur))
            flowchart.paint(drawn, canvas)
            for label in (*drawn.labels, *drawn.letters):
                canvas.box(pdf.Box(*label.box))
                canvas.fill("white")    # no rule of the table runs through a word
                canvas.words(pdf.words(label.text, font, LABEL_PT), label.box[0], label.box[1])

        pages.paint_with(number, None, above)


def _height(found: Sequence[Mapping[str, pdf.Box]], name: str) -> float:
    """Give the height of an element, its fragments added up where it runs over a page."""
    return sum(boxes[name].y1 - boxes[name].y0 for boxes in found if name in boxes)


def _citation(item: Sitasi, link: text.Linker) -> Markup:
    return escape(item.peraturan.sitasi) if item.peraturan else text.cell(item.teks, link)


def section_number(scene: Scene, sop: Sop) -> str:
    """Give the section number of an SOP by the pattern of its profile, with {bab} {bidang} {urut} as numbers."""
    pattern = scene.book.profil_of(sop).lembar.nomor_seksi
    bidang = scene.book.bidang_of(sop)
    numbered = {chapter.id for chapter in scene.book.chapters if chapter.nomor}
    before = takewhile(lambda part: part.jenis is not JenisBagian.SOP, scene.book.bagian)
    bab = sum(1 for part in before if part.id in numbered)
    order = [item.kunci for item in scene.book.bidang].index(bidang.kunci) + 1
    return scene.fill(pattern, bab=str(bab), bidang=str(order), urut=str(bidang.sop.index(sop.id) + 1))

