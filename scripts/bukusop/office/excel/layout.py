"""The form of our own sheets in a workbook, for who writes them and who reads them."""

from __future__ import annotations

TITLE = "Lembar SOP"
GUIDE = "Petunjuk"
MEANS = "→ "
"""Begins what is only told beside a value, and not read again."""

HEADS = ("No", "ID", "Kegiatan", "Pelaksana", "Bentuk", "Keputusan", "Ke", "Kelengkapan", "Waktu", "Output", "Keterangan")
WIDTHS = (12, 18, 48, 26, 12, 26, 12, 34, 16, 30, 28)
NO, ID, ACT, WHO, SHAPE, DECISION, TO, NEEDS, TIME, OUTPUT, NOTE = range(len(HEADS))
TEXTS = {ACT: "kegiatan", NEEDS: "kelengkapan", OUTPUT: "output", NOTE: "keterangan"}
"""Columns of steps whose cells are texts with lists and emphasis."""

SOP_ID, BIDANG, PROCEDURE, ACTOR, CHECK = "ID", "Bidang", "Prosedur", "Pelaksana", "Periksa"
FIELDS: dict[str, tuple[str, ...]] = {
    "Nomor SOP": ("nomor",),
    "Nama SOP": ("nama",),
    "Tanggal Pembuatan": ("tanggal", "pembuatan"),
    "Tanggal Revisi": ("tanggal", "revisi"),
    "Tanggal Efektif": ("tanggal", "efektif"),
    "Disahkan oleh": ("disahkan_oleh",),
    "Unit Kerja": ("unit",),
    "Profil": ("profil",),
    "Waktu Total": ("waktu_total",),
}
LISTS = {
    "Dasar Hukum": "dasar_hukum",
    "Kualifikasi Pelaksana": "kualifikasi_pelaksana",
    "Keterkaitan": "keterkaitan",
    "Peralatan dan Perlengkapan": "peralatan",
    "Peringatan": "peringatan",
    "Pencatatan dan Pendataan": "pencatatan",
}

INSTRUCTIONS = (
    ("Buku kerja ini", "Tiap lembar sesudah ini memuat satu SOP. Ubah isinya di sini, "
     "lalu bawa kembali dengan `bukusop import BERKAS.xlsx`."),
    ("Identitas", "Label di kolom pertama jangan diubah; isinya di kolom Kegiatan. Isian yang lebih dari satu ditulis satu per baris: "
     "sisipkan baris di bawahnya dan kosongkan labelnya."),
    ("Keterangan →", "Teks yang diawali → hanya menjelaskan isi di sebelahnya (nama peraturan, judul SOP) dan tidak dibaca kembali."),
    ("Periksa", "Tingkat sebuah aturan pemeriksaan bagi SOP ini: nama aturan di kolom ID, tingkatnya di kolom Kegiatan, "
     "alasannya di kolom Pelaksana."),
    ("Pelaksana", "Satu baris tiap kolom pelaksana pada bagan, berurut dari kiri: kuncinya di kolom ID, judul kolomnya di kolom Kegiatan."),
    ("Langkah", "Satu baris tiap langkah. Baris boleh disisipkan dan dipindah; nomor hanya menjadi sebutan bagi kolom Keputusan dan Ke."),
    ("Pelaksana langkah", "Pilih dari daftar. Langkah bersama: beberapa pelaksana dipisah titik koma, misalnya `Staf; Kepala Bidang`."),
    ("Bentuk", "proses, keputusan, mulai, atau selesai; kosong berarti proses, atau keputusan bila kolom Keputusan berisi."),
    ("Keputusan", "Jawaban dan tujuannya, dipisah titik koma, misalnya `ya: lanjut; tidak: 1`. Tujuan: nomor langkah, ID langkah, "
     "`lanjut`, atau `selesai`."),
    ("Ke", "Langkah berikutnya bila bukan baris di bawahnya: nomor, ID, atau `selesai`."),
    ("Beberapa simbol", "Simbol kedua dan seterusnya pada langkah yang sama ditulis di baris bawahnya dengan tanda + di kolom No, "
     "misalnya kotak lalu belah ketupat."),
    ("Beberapa prosedur", "Tiap prosedur diawali baris Prosedur dengan judulnya, lalu baris-baris Pelaksana dan tabel langkahnya sendiri."),
    ("Teks", "Baris baru di dalam sel: Alt+Enter. Baris yang diawali `- ` atau `1. ` menjadi daftar. Tebal dan miring dipertahankan; "
     "tautan ditulis `[teks](alamat)`."),
    ("Rumus", "Teks yang diawali = + - @ disimpan sebagai teks. Rumus dibaca sebagai hasil terakhirnya, dan hal itu diberitahukan."),
    ("Kata berisi tanda", "Kata yang memuat titik koma atau titik dua diapit tanda kutip, misalnya `\"siap; lengkap\": lanjut`."),
)
