"""The book as values: frozen, complete, free of files and libraries.

Glossary (term: meaning; where the rule comes from)

- SOP: Standar Operasional Prosedur; its sheet and symbols follow PermenPAN-RB 35/2012, lampiran bab II.
- identitas: the head block of a sheet, fields 1-13 of the same regulation.
- prosedur: one table of steps with its own actors; an SOP may hold several (practice).
- langkah: one numbered row of the table. kegiatan: what is done. pelaksana: who does it, one column per actor.
- simpul: one flowchart symbol of a step; bentuk: its kind (proses, keputusan, mulai, selesai).
- keputusan (of a step): a decision with two or three labelled answers (jawaban), each leading to a tujuan.
- mutu baku: the standard of a step: kelengkapan (what is needed), waktu (how long), output (what comes out).
- kapsul, kotak, belah ketupat, anak panah, segilima: the five symbols (terminator, process, decision, flow, off-page connector).
- dasar hukum, kualifikasi pelaksana, keterkaitan, peralatan, peringatan, pencatatan: the six fields below the identity.
- Keputusan: the decree (beschikking) that enacts the book; menimbang, mengingat, memperhatikan: its grounds;
  diktum: its numbered decisions (KESATU, KEDUA, ...); lampiran: its annexes; tembusan: copies to; salinan: certified copy.
- kop: the letterhead; pengesah: who signs; pejabat: an office holder; NIP: the 18-digit civil servant number; TTE: electronic signature.
- pengesahan: the approval by signature; paraf koordinasi: the initials of those who answer for a document before its head signs.
- profil: a format profile, the manner in which one agency writes all of this.
- bidang: the division of the dinas that owns a group of SOPs; lettered A, B, C ... in the master list.
"""

from bukusop.model.book import Bagian, Bidang, Book, Instansi, JenisBagian, Pejabat, Status
from bukusop.model.chapter import Blok, Chapter, Gambar, Heading, JenisBab, Kutipan, Penutup, Sisipan, TabelMarkdown
from bukusop.model.dates import BULAN, Tanggal
from bukusop.model.jalur import ending, handoffs, main_path, path_time, reached, row_actors, ways, worst_path
from bukusop.model.keputusan import Keputusan, Lampiran, Salinan, Tabel
from bukusop.model.legal import Peraturan, Sitasi
from bukusop.model.pengesahan import Pengesahan, nama_paraf, nama_ttd
from bukusop.model.profile import Profil
from bukusop.model.situs import Situs, Terbit
from bukusop.model.sop import (
    Bentuk,
    Jawaban,
    Kaitan,
    Langkah,
    Pelaksana,
    Prosedur,
    Simpul,
    Sop,
    TanggalSop,
    Tujuan,
)
from bukusop.model.text import Daftar, Paragraf, Run, Teks, plain
from bukusop.model.waktu import HARI_KERJA_MENIT, Jumlah, Satuan, Waktu, read_waktu, total

__all__ = [
    "BULAN",
    "HARI_KERJA_MENIT",
    "Bagian",
    "Bentuk",
    "Bidang",
    "Blok",
    "Book",
    "Chapter",
    "Daftar",
    "Gambar",
    "Heading",
    "Instansi",
    "Jawaban",
    "JenisBab",
    "JenisBagian",
    "Jumlah",
    "Kaitan",
    "Keputusan",
    "Kutipan",
    "Lampiran",
    "Langkah",
    "Paragraf",
    "Pejabat",
    "Pelaksana",
    "Pengesahan",
    "Penutup",
    "Peraturan",
    "Profil",
    "Prosedur",
    "Run",
    "Salinan",
    "Satuan",
    "Simpul",
    "Sisipan",
    "Sitasi",
    "Situs",
    "Sop",
    "Status",
    "Tabel",
    "TabelMarkdown",
    "Tanggal",
    "TanggalSop",
    "Teks",
    "Terbit",
    "Tujuan",
    "Waktu",
    "ending",
    "handoffs",
    "main_path",
    "nama_paraf",
    "nama_ttd",
    "path_time",
    "plain",
    "reached",
    "read_waktu",
    "row_actors",
    "total",
    "ways",
    "worst_path",
]
