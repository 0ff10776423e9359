"""Figures -> JSON values, for other programs. The form is stable and grows only by new keys.

Top level: `tanggal` (the day of counting, ISO 8601), `judul`, `jumlah`, `bidang`, `sop`, `pelaksana`, `bulan`.

- `jumlah`: of the whole book: `sop`, `bidang`, `pelaksana` (different names), `langkah`, `keputusan`, `serah_terima`,
  `waktu_tidak_lengkap` (SOPs with a step whose time is not readable), `pemantauan_lewat`, `reviu_lewat`, `tanpa_tanggal_efektif`.
- `bidang[]`: `kunci`, `huruf`, `nama`, and `sop`, `langkah`, `pelaksana`, `keputusan`, `serah_terima`, `pemantauan_lewat`, `reviu_lewat`
  as numbers; `median_menit_utama`, `median_menit_terburuk` in minutes of work.
- `sop[]`: `id`, `nama`, `nomor`, `bidang` (a `kunci`), `prosedur`, `langkah`, `pelaksana`, `keputusan`, `serah_terima`,
  `waktu_utama`, `waktu_terburuk` (a time), `efektif` (a day or null), `umur_hari`, `umur_bulan` (null before it is in force),
  `pemantauan`, `reviu` (a due date, or null).
- `pelaksana[]`: `nama`, `sop`, `langkah`, `waktu` (a time); the heaviest load first.
- `bulan[]`: `bulan` ("2026-02"), `pemantauan`, `reviu`: how many SOPs are next due in it.
- A time: `teks` as people say it, `menit_kerja` (450 a working day), `lengkap` (false: a step has no readable time).
- A due date: `pertama`, `terakhir` (null or a day), `berikutnya`, `kali` (how often it has passed), `lewat` (true or false).
"""

from __future__ import annotations

from typing import Any

from bukusop.model.tempo import Tempo
from bukusop.model.waktu import Jumlah
from bukusop.stats.counts import BidangFigures, Figures, SopFigures


def plain(figures: Figures) -> dict[str, Any]:
    """Give figures as JSON values, as described above."""
    return {
        "tanggal": figures.hari.isoformat(), "judul": figures.judul, "jumlah": totals(figures),
        "bidang": [_bidang(item) for item in figures.bidang],
        "sop": [_sop(item) for item in figures.sop],
        "pelaksana": [
            {"nama": item.nama, "sop": item.sop, "langkah": item.langkah, "waktu": _time(item.waktu)} for item in figures.pelaksana
        ],
        "bulan": [
            {"bulan": item.bulan.isoformat()[:7], "pemantauan": item.pemantauan, "reviu": item.reviu} for item in figures.bulan
        ],
    }


def totals(figures: Figures) -> dict[str, int]:
    """Give the figures of the whole book."""
    sops = figures.sop
    return {
        "sop": len(sops), "bidang": len(figures.bidang), "pelaksana": len(figures.pelaksana),
        "langkah": sum(item.langkah for item in sops), "keputusan": sum(item.keputusan for item in sops),
        "serah_terima": sum(item.serah_terima for item in sops),
        "waktu_tidak_lengkap": sum(1 for item in sops if not item.waktu_utama.lengkap or not item.waktu_terburuk.lengkap),
        "pemantauan_lewat": sum(1 for item in sops if item.pemantauan and item.pemantauan.lewat),
        "reviu_lewat": sum(1 for item in sops if item.reviu and item.reviu.lewat),
        "tanpa_tanggal_efektif": sum(1 for item in sops if item.efektif is None),
    }


def _bidang(item: BidangFigures) -> dict[str, Any]:
    return {
        "kunci": item.kunci, "huruf": item.huruf, "nama": item.nama, "sop": item.sop, "langkah": item.langkah,
        "pelaksana": item.pelaksana, "keputusan": item.keputusan, "serah_terima": item.serah_terima,
        "median_menit_utama": round(item.menit_utama, 2), "median_menit_terburuk": round(item.menit_terburuk, 2),
        "pemantauan_lewat": item.pemantauan_lewat, "reviu_lewat": item.reviu_lewat,
    }


def _sop(item: SopFigures) -> dict[str, Any]:
    return {
        "id": item.id, "nama": item.nama, "nomor": item.nomor, "bidang": item.bidang, "prosedur": item.prosedur,
        "langkah": item.langkah, "pelaksana": item.pelaksana, "keputusan": item.keputusan, "serah_terima": item.serah_terima,
        "waktu_utama": _time(item.waktu_utama), "waktu_terburuk": _time(item.waktu_terburuk),
        "efektif": item.efektif.isoformat() if item.efektif else None, "umur_hari": item.umur_hari, "umur_bulan": item.umur_bulan,
        "pemantauan": _due(item.pemantauan), "reviu": _due(item.reviu),
    }


def _time(time: Jumlah) -> dict[str, Any]:
    return {"teks": str(time), "menit_kerja": round(time.menit_kerja(), 2), "lengkap": time.lengkap}


def _due(due: Tempo | None) -> dict[str, Any] | None:
    if due is None:
        return None
    return {
        "pertama": due.pertama.isoformat(), "terakhir": due.terakhir.isoformat() if due.terakhir else None,
        "berikutnya": due.berikutnya.isoformat(), "kali": due.kali, "lewat": due.lewat,
    }
