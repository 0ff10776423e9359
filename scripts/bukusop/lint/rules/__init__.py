"""The rules, a module per subject; importing this registers them all, in this order."""

from bukusop.lint.rules import (
    alur,
    buku,
    ejaan,
    hukum,
    identitas,
    kegiatan,
    keputusan,
    keterkaitan,
    langkah,
    naskah,
    nomor,
    pejabat,
    pelaksana,
    penetapan,
    peraturan,
    seragam,
    serah,
    susunan,
    teks,
    waktu,
)

__all__ = [
    "alur", "buku", "ejaan", "hukum", "identitas", "kegiatan", "keputusan", "keterkaitan", "langkah", "naskah", "nomor",
    "pejabat", "pelaksana", "penetapan", "peraturan", "seragam", "serah", "susunan", "teks", "waktu",
]
