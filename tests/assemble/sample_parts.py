"""Six small parts of a book, rendered with WeasyPrint, and the donor of their fonts."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

import pydyf
from pikepdf import Pdf
from weasyprint import HTML

from bukusop.assemble import Face, Metadata, OutlineEntry, Part, Stamp, donor_html, used_text

METADATA = Metadata(
    title="Buku SOP Dinas <Uji> & Coba",
    author="Dinas Uji",
    subject="Standar Operasional Prosedur",
    keywords="SOP, uji",
    created=datetime(2026, 1, 5, 8, 30, tzinfo=UTC),
    creator="bukusop",
    identifier=b"buku-uji",
)
FOLIO_FACE = Face("Liberation Sans")
HEAD = ["No", "Kegiatan", "Staf", "Kasubbag", "Waktu"]
CSS = """
@page { size: A4; margin: 25mm }
@page lebar { size: A4 landscape; margin: 15mm }
html { font-family: "Liberation Sans"; font-size: 11pt }
h1, h2 { font-family: "TeX Gyre Bonum" }
table { border-collapse: collapse; width: 100%; table-layout: fixed }
td, th { border: .5pt solid #333; padding: 3pt }
tr { break-inside: avoid }
img { width: 20mm; image-rendering: crisp-edges }
.lebar { page: lebar }
"""


_OPEN: list[Pdf] = []


def opened(pdf: bytes) -> Pdf:
    """Open a file for looking into; it stays open, for pikepdf's objects die with their file."""
    _OPEN.append(Pdf.open(BytesIO(pdf)))
    return _OPEN[-1]


def logo() -> str:
    """A picture of 8 by 8 pixels as a data URI."""
    rows = b"".join(b"\0" + bytes(((x * 30) % 256, (y * 30) % 256, 120)[c] for x in range(8) for c in range(3)) for y in range(8))
    chunks = b""
    for kind, data in (
        (b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ):
        chunks += struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n" + chunks).decode("ascii")


def render(body: str, css: str = "", finisher: Callable[..., None] | None = None) -> bytes:
    """Render one part as the renderer does."""
    head = f'<meta charset="utf-8"><title>Bagian</title><style>{CSS}{css}</style>'
    page = f'<!doctype html><html lang="id"><head>{head}</head><body>{body}</body></html>'
    return HTML(string=page).write_pdf(pdf_variant="pdf/a-3a", pdf_identifier=b"uji", finisher=finisher)


def table(rows: int, head: list[str] | None = None, extra: str = "") -> str:
    """A table of steps with a head that repeats on every page."""
    heads = "".join(f'<th scope="col">{text}</th>' for text in head or HEAD)
    lines = "".join(
        f'<tr><th scope="row">{row}</th><td>Petugas memeriksa berkas nomor {row} lalu mencatatnya di buku agenda.</td>'
        f"<td>proses</td><td></td><td>{row} menit</td></tr>"
        for row in range(1, rows + 1)
    )
    return f"<table{extra}><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>"


def signature_field(_document: object, pdf: pydyf.PDF) -> None:
    """Turn the check box into an empty signature field, as the renderer does for places to sign."""
    for item in pdf.objects:
        if not isinstance(item, pydyf.Dictionary):
            continue
        if item.get("Subtype") == "/Widget":
            appearance = next(iter(item["AP"]["N"].values()))
            pdf.objects[int(appearance.split()[0])].stream.clear()
            item |= {"FT": "/Sig", "AP": pydyf.Dictionary({"N": appearance}), "F": 132}
            for key in ("V", "AS", "MK", "Border"):
                item.pop(key, None)
        elif item.get("S") == "/Form" and len(item["K"]) == 1:
            item["K"] = item["K"][0]
    for key in ("NeedAppearances", "DR"):
        pdf.catalog["AcroForm"].pop(key, None)
    pdf.catalog["AcroForm"]["SigFlags"] = 3


def render_parts() -> list[Part]:
    """Render the six parts in the order of the book."""
    picture = f'<img alt="Lambang daerah" src="{logo()}">'
    footer = '@page { @top-right { content: "Kepala halaman " counter(page) } }'
    paragraphs = "<p>Prosedur ini berlaku untuk seluruh unit kerja, efisien dan efektif.</p>" * 40
    chapter = (
        '<h1 id="bab-1--judul">BAB I Pendahuluan</h1><ol><li>Umum</li><li>Maksud</li></ol>'
        f'<p>Lihat <a href="#bab-1--akhir">bagian akhir</a> dan <a href="https://contoh.go.id/">laman</a>.</p>{paragraphs}'
        '<h2 id="bab-1--akhir">Akhir</h2><p id="bab-1--tak-ditaut">Selesai.</p>'
    )
    two = (
        '<h1>SOP Dua</h1><p>Bagian\u00a0sempit, lihat <a href="bukusop:daftar-isi">daftar isi</a>.</p>'
        f'<section class="lebar"><h2 id="sop-02--prosedur">Prosedur</h2>{table(30)}</section>'
        '<p style="position: relative; height: 20mm">Disahkan oleh'
        '<input type="checkbox" name="ttd_kepala" title="Tanda tangan Kepala Dinas"'
        ' style="appearance: auto; width: 30mm; height: 15mm; border: none"></p>'
    )
    contents = (
        '<h1>Daftar isi</h1><p><a href="bukusop:bab-1">BAB I</a></p><p><a href="bukusop:sop-01">SOP Satu</a></p>'
        '<p><a href="bukusop:sop-02#prosedur">Prosedur SOP Dua</a></p>'
        '<p><a href="bukusop:sop-02#sop-02--prosedur">Lagi</a></p>'
    )
    one = (
        f'{picture}<h1>SOP Satu</h1><p>Lihat <a href="bukusop:sop-02">SOP Dua</a>.</p>'
        f'<div class="lebar"><section>{table(60)}</section></div>'
    )
    return [
        Part("sampul", render(f"<h1>BUKU SOP</h1>{picture}<p>Dinas Uji</p>"), "tanpa"),
        Part("daftar-isi", render(contents), "romawi", (OutlineEntry(1, "Daftar isi", 0, 71.0),)),
        Part(
            "bab-1",
            render(chapter, footer),
            "arab",
            (OutlineEntry(1, "BAB I Pendahuluan", 0, 71.0), OutlineEntry(2, "Akhir", 1, 300.0)),
        ),
        Part(
            "sop-01",
            render(one),
            "arab",
            (OutlineEntry(1, "SOP", 0, 71.0), OutlineEntry(2, "SOP Satu", 0, 71.0)),
            (Stamp(0, 524.4, 780.0, "bersambung", 8.0, "right"), Stamp(1, 42.5, 28.0, "SOP Satu", 8.0, "left")),
        ),
        Part(
            "sop-02",
            render(two, "", signature_field),
            "arab",
            (OutlineEntry(2, "SOP Dua", 0, 71.0), OutlineEntry(3, "Prosedur", 1, 40.0)),
        ),
        Part("penutup", render("<h1>Penutup</h1><p>Kata akhir.</p>"), "tanpa"),
    ]


def render_donor(parts: list[Part], folio_text: str = "- bersambung SOP Satu") -> bytes:
    """Render the donor from the parts' own needs."""
    html = donor_html([used_text(part.pdf) for part in parts], FOLIO_FACE, folio_text)
    return HTML(string=html).write_pdf(pdf_variant="pdf/a-3a", pdf_identifier=b"donor")
