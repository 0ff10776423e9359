"""The list of all rules as a page for users, made from the docstrings: `docs/aturan.md`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from bukusop.lint.rule import RULES, Rule

GROUPS = {
    "examine": "Pengecualian", "identitas": "Identitas", "nomor": "Nomor", "pejabat": "Pejabat", "pelaksana": "Pelaksana",
    "kegiatan": "Kegiatan", "teks": "Kata dan tanda baca", "ejaan": "Ejaan", "seragam": "Keseragaman tulisan", "hukum": "Dasar hukum",
    "peraturan": "Daftar peraturan", "alur": "Alur", "langkah": "Langkah", "serah": "Serah terima", "waktu": "Waktu",
    "keputusan": "Keputusan", "penetapan": "Nomor dan tanggal Keputusan", "buku": "Buku secara utuh", "naskah": "Naskah bab",
    "keterkaitan": "Keterkaitan", "susunan": "Susunan berkas",
}
"""Headings by the module that holds the rules, in the order of the page."""
_INTRODUCTION = """# Aturan pemeriksaan naskah

Daftar ini dibuat dari keterangan pada tiap aturan; ubahlah di sana, bukan di sini. `bukusop check` memeriksa semuanya, `bukusop check
--explain ATURAN` menerangkan satu di antaranya.

Tingkatnya tiga: **error** (pasti salah), **peringatan** (hampir pasti salah; ikut menggagalkan dengan `--strict`), dan **saran** (patut
dilihat lagi). Tingkat sebuah aturan dapat diubah untuk seluruh buku di `book/book.yaml`, atau untuk satu SOP di berkasnya:

```yaml
periksa:
  langkah-banyak: {tingkat: peringatan}
  keterkaitan-timbal-balik: {tingkat: mati, alasan: kaitan hanya dicatat pada SOP yang memulai}
```

Satu baris dikecualikan dengan komentar, di belakangnya atau di atasnya, selalu dengan alasan: `# abaikan: nama-aturan - alasannya`. Dalam
naskah Markdown komentarnya berdiri sendiri sebagai paragraf, dan berlaku untuk judul, paragraf, daftar, atau tabel sesudahnya:
`[//]: # (abaikan: nama-aturan - alasannya)`. Pengecualian yang tidak lagi menutupi temuan apa pun juga disebut. Yang bertanda (perbaikan)
dibetulkan oleh `bukusop check --fix`.
"""
FIXED = frozenset({"bulan", "spasi", "huruf-besar", "dasar-hukum-urut", "nomor-langkah", "nomor-butir"})
"""Rules whose findings come with safe edits."""


def catalogue() -> str:
    """Give the page, as Markdown."""
    order = list(GROUPS)
    rules = sorted(RULES.values(), key=lambda rule: order.index(rule.group))
    lines = [_INTRODUCTION]
    for group, members in groupby(rules, key=lambda rule: rule.group):
        lines.append(f"## {GROUPS[group]}\n")
        for rule in sorted(members, key=lambda rule: rule.name):
            lines.append("\n".join(_described(rule)) + "\n")
    return "\n".join(lines)


def _described(rule: Rule) -> Iterator[str]:
    mark = " (perbaikan)" if rule.name in FIXED else ""
    yield f"### `{rule.name}`: {rule.severity}{mark}\n"
    yield f"{rule.title}\n"
    yield f"- Dasar: {rule.basis}"
    yield f"- Perbaikan: {rule.remedy}"
    if rule.example:
        yield f"- Contoh: {' '.join(rule.example.split())}"
