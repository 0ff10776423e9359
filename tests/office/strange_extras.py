"""What stands around the drawing: identity, table heads, legends, letterheads, stamps and signatures."""

import io

from PIL import Image, ImageDraw

from .strange_ink import EMU, Inkwell, Mark, free
from .strange_pages import Cell, Row, Sheet, table_xml
from .strange_stories import Story

LAW = ("Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik", "Peraturan Bupati Rekaan Nomor 8 Tahun 2021 tentang Tata Kerja")


def _fields(number: int, story: Story) -> list[tuple[str, str]]:
    return [("Nomor SOP", f"{number + 11:02}/SOP/REKA/2024"), ("Tanggal Pembuatan", "4 Maret 2024"), ("Tanggal Revisi", "-"),
            ("Tanggal Efektif", "18 Maret 2024"),
            ("Disahkan oleh", "Kepala Kantor\n\n\nDrs. Rekaan Semata, M.Si.\nNIP. 19700101 199501 1 999"),
            ("Nama SOP", story.nama)]


def identity(sheet: Sheet, story: Story, number: int, new_page: bool) -> None:
    """Put the sheet with the fields, on a page of its own."""
    if new_page:
        sheet.say("", new_page=True)
    fields = _fields(number, story)
    half = sheet.width / 2
    kop = "PEMERINTAH KABUPATEN REKAAN\nKANTOR SEGALA URUSAN"
    rows = []
    for at, (label, value) in enumerate(fields):
        words = sheet.words(kop if at == 0 else "", bold=True, align="center")
        first = Cell([words], merge="continue" if at else "restart", valign="center")
        rows.append(Row([first, Cell([sheet.words(label)]), Cell([sheet.words(value, bold=label == "Nama SOP")])]))
    sheet.put(rows, [half, 40, half - 40])
    law = "\n".join(f"{one}. {text}" for one, text in enumerate(LAW, 1))
    pairs = [("Dasar Hukum", "Kualifikasi Pelaksana", law, "1. Memahami tugasnya"),
             ("Keterkaitan", "Peralatan/Perlengkapan", "SOP Surat Masuk", "1. Komputer\n2. Alat tulis"),
             ("Peringatan", "Pencatatan dan Pendataan", "Apabila SOP tidak dijalankan, maka pelayanan terhambat.",
              "Disimpan sebagai arsip")]
    rows = []
    for left, right, one, two in pairs:
        rows += [Row([Cell([sheet.words(left, bold=True)]), Cell([sheet.words(right, bold=True)])]),
                 Row([Cell([sheet.words(one)]), Cell([sheet.words(two)])])]
    sheet.put(rows, [half, half])


def identity_rows(sheet: Sheet, story: Story, columns: int) -> list[Row]:
    """Give the fields as rows of the steps table itself; the legal basis is a table within its cell."""
    say = sheet.words
    rest = columns - 5
    kop = "PEMERINTAH KOTA REKAAN\nBADAN SERBA NEKA"
    rows = [Row([Cell([say(kop if at == 0 else "", bold=True, align="center")], 2, "continue" if at else "restart", "center"),
                 Cell([say(label)], 3), Cell([say(": " + value)], rest)])
            for at, (label, value) in enumerate(_fields(29, story)) if label != "Disahkan oleh"]
    law = [Row([Cell([say(f"{one}.")]), Cell([say(text)])]) for one, text in enumerate(LAW, 1)]
    rows += [
        Row([Cell([say("Dasar Hukum", bold=True)], 5), Cell([say("Kualifikasi Pelaksana", bold=True)], rest)]),
        Row([Cell([say("")], 5, nested=table_xml(law, [8, 110], 0, "nil"), nested_height=2 * say("x").height(100)),
             Cell([say("Teliti dan jujur")], rest)]),
    ]
    return rows


def head_rows(sheet: Sheet, story: Story, kind: str, turned: bool) -> list[Row]:
    """Give the head of the steps table: two rows, or three with units in them and a row of column numbers."""
    say, count = sheet.words, len(story.actors)

    def cell(text: str, span: int = 1, merge: str = "", turn: bool = False) -> Cell:
        return Cell([say(text, bold=True, align="center")], span, merge, "center", turn)
    three = kind == "three"
    ends = [("No", ""), ("Uraian Prosedur" if three else "Kegiatan", ""), ("Ket." if three else "Keterangan", "")]
    actors = [cell(f"{at}. {name}" if three else name, turn=turned) for at, name in enumerate(story.actors, 1)]
    base = [cell("Persyaratan / Kelengkapan" if three else "Kelengkapan"), cell("Waktu\n(menit)" if three else "Waktu"), cell("Output")]
    rows = [
        Row([cell(ends[0][0], merge="restart"), cell(ends[1][0], merge="restart"), cell("PELAKSANA" if three else "Pelaksana", count),
             cell("MUTU BAKU" if three else "Mutu Baku", 3), cell(ends[2][0], merge="restart")], head=True),
        Row([cell("", merge="continue"), cell("", merge="continue"), *actors, *base, cell("", merge="continue")],
            30 if turned else 0, head=True),
    ]
    if three:
        rows.append(Row([cell(f"({at})") for at in range(1, count + 7)], head=True))
    return rows


def legend(sheet: Sheet, ink: Inkwell, shapes: dict[str, str]) -> None:
    """Put the meaning of the symbols under the table, each drawn in line with its words; then a signature over a stamp."""
    for kind, words in (("capsule", "Mulai / berakhir"), ("box", "Proses"), ("diamond", "Keputusan")):
        para = sheet.say(f"   : {words}", pt=7)
        para.ink.append(ink.inline(Mark(0, 0, 9, 4.2, shapes[kind], "Legenda")))
    width, y = sheet.size[0], sheet.y
    squiggle = [(width - 62 + x, y - 4 + 3 * ((x * 7) % 5 - 2) / 2) for x in range(0, 26, 3)]
    para.ink.append(ink.anchored(free(squiggle, False)[0], (0, 0), ("page", "page")))
    para.ink.append(picture(sheet, Mark(width - 75, y - 10, 16, 16, "rect", "Cap"), next(ink.numbers)))


def letterhead(sheet: Sheet, ink: Inkwell) -> None:
    """Put a logo and a rule into the page header."""
    line = Mark(sheet.margins[0], 22, sheet.width, 0, "straightConnector1", "Garis Kop", points=((0, 0), (1, 0)))
    section = sheet.document.sections[0]
    section.header.paragraphs[0].add_run().add_picture(_stamp(), height=12 * EMU)
    section.header.paragraphs[0].add_run("   PEMERINTAH PROVINSI REKAAN - DINAS ANEKA RUPA")
    sheet.header.append(ink.anchored(line, (0, 0), ("page", "page")))
    box = Mark(sheet.size[0] - 60, 6, 42, 8, "rect", "Kotak", words="DOKUMEN TERKENDALI")
    sheet.header.append(ink.anchored(box, (0, 0), ("page", "page")))


def _stamp() -> io.BytesIO:
    image = Image.new("RGB", (64, 64), "white")
    ImageDraw.Draw(image).ellipse((4, 4, 60, 60), outline="blue", width=4)
    out = io.BytesIO()
    image.save(out, "PNG")
    out.seek(0)
    return out


def picture(sheet: Sheet, mark: Mark, number: int) -> str:
    """Give a run with a floating picture."""
    rel, _ = sheet.document.part.get_or_add_image(_stamp())
    size = f'cx="{round(mark.w * EMU)}" cy="{round(mark.h * EMU)}"'
    return (
        '<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="114300" distR="114300" simplePos="0" relativeHeight="251659264" '
        'behindDoc="1" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{round(mark.x * EMU)}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{round(mark.y * EMU)}</wp:posOffset></wp:positionV><wp:extent {size}/>'
        f'<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/><wp:docPr id="{number}" name="Picture {number}"/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="0" name="cap.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{rel}"/>'
        f'<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>')
