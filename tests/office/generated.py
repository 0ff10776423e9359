"""Made-up SOPs as an author would write them: a seed goes in, the mapping of a YAML file comes out. They load without an error."""

from __future__ import annotations

import random
from typing import Any

WORDS = (
    "surat", "permohonan", "berkas *asli*", "**wajib**", "***segera***", "daftar hadir", "a_b", "5 * 3", "=SUM(A1:A2)", "+62 21", "@dinas",
    "-",
    "[tautan](https://contoh.go.id)", "R&D", "&amp;", "50%", "“kutip”", "_x0041_", "\\*bintang\\*", "1.", "2)", "#", "a | b",
    "<nama>", "'apostrof",
    "*dua kata*", "Nomor;Tanggal", "ya: tidak", "é", "日本",
    "`kode`", "C:\\data\\", "1/2", "10.000,00", "**a *b* c**",
)
ACTORS = ("Staf Pelaksana", "Kepala Bidang", "Kepala Dinas", "Pemohon", "Bendahara; Pembantu", "Tim: Teknis", '"Loket"', "Sekretaris",
          "staf", "UPT")
ANSWERS = (("ya", "tidak"), ("lengkap", "tidak lengkap"), ("setuju", "tolak"), ("ya", "tidak", "perbaiki"), ("a; b", "c: d"),
           ('"ya"', "tidak"))
TIMES = ("", "30 Menit", "1 - 20 Hari Kerja", "N/A", "=1+1", "Menyesuaikan", "2", "1 Jam")


def make_source(seed: int) -> dict[str, Any]:
    """Make the SOP of a seed."""
    rng = random.Random(seed)
    result: dict[str, Any] = {"nomor": rng.choice(["", f"{seed}/SOP/2026", "=1", "+7"]), "nama": f"Penyusunan {words(rng, 3)} {seed}"}
    result["tanggal"] = {key: f"{rng.randint(1, 28)} {rng.choice(['Januari', 'Mei', 'Desember'])} {rng.randint(2020, 2026)}"
                         for key in ("pembuatan", "revisi", "efektif") if rng.random() < 0.6}
    for key, values in (("disahkan_oleh", ("", "camat", "sekretaris")), ("unit", ("", "UPT Pasar", "=UPT")),
                        ("profil", ("", "permenpan35")), ("waktu_total", ("", "2 hari kerja"))):
        result[key] = rng.choice(values)
    for key in ("dasar_hukum", "kualifikasi_pelaksana", "keterkaitan", "peralatan", "peringatan", "pencatatan"):
        result[key] = [f"Butir {text(rng)}" if key in ("dasar_hukum", "keterkaitan") else text(rng) for _ in range(rng.randint(0, 4))]
    parts = [_procedure(rng) for _ in range(rng.choice([1, 1, 1, 2, 3]))]
    if len(parts) == 1 and rng.random() < 0.8:
        return {**result, **parts[0]}
    return {**result, "prosedur": [{"judul": f"Bagian {index} {rng.choice(WORDS)}", **part} for index, part in enumerate(parts)]}


def words(rng: random.Random, most: int) -> str:
    """Make a line of words."""
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(1, most)))


def text(rng: random.Random) -> str:
    """Make a text: mostly a line, at times lists and paragraphs."""
    first = words(rng, 5)
    kind = rng.random()
    if kind < 0.7:
        return first
    lines = [words(rng, 3) for _ in range(rng.randint(1, 4))]
    if kind < 0.76:
        return "\n".join(f"- {line}" for line in lines)
    if kind < 0.82:
        return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, rng.randint(1, 3)))
    if kind < 0.88:
        return f"{first}\n\n{lines[0]}"
    if kind < 0.94:
        return "\\\n".join([first, *lines])
    return f"{first}\n- {lines[0]}\n  1. {lines[-1]}\n  2. akhir\n- tutup"


def _cell(rng: random.Random) -> Any:
    kind = rng.random()
    return "" if kind < 0.2 else text(rng) if kind < 0.7 else [text(rng) for _ in range(rng.randint(1, 4))]


def _procedure(rng: random.Random) -> dict[str, Any]:
    names = rng.sample(ACTORS, rng.randint(2, 6))
    if rng.random() < 0.1:
        names[1] = names[0]
    actors = {f"p{index}" if rng.random() < 0.8 else f"staf-{index}": name for index, name in enumerate(names)}
    count = rng.randint(2, 18)
    ids = [f"langkah-{index}" if rng.random() < 0.3 else "" for index in range(count)]
    capsules = {0: "mulai"} if rng.random() < 0.3 else {}
    if rng.random() < 0.3:
        capsules[count - 1] = "selesai"
    numbers = [str(sum(other not in capsules for other in range(index + 1))) if index not in capsules else "" for index in range(count)]
    targets = [name for pair in zip(ids, numbers, strict=True) for name in pair if name] + ["selesai"]
    steps = [_step(rng, list(actors), targets, index == count - 1, capsules.get(index, "")) for index in range(count)]
    return {"pelaksana": actors, "langkah": [{**({"id": id_} if id_ else {}), **step} for id_, step in zip(ids, steps, strict=True)]}


def _step(rng: random.Random, actors: list[str], targets: list[str], last: bool, capsule: str) -> dict[str, Any]:
    step: dict[str, Any] = {"kegiatan": "" if rng.random() < 0.05 else text(rng)}
    slots = 1 if capsule or rng.random() < 0.8 else rng.randint(2, 3)
    symbols = [_symbol(rng, actors, targets, last and slot == slots - 1, capsule) for slot in range(slots)]
    step |= symbols[0] if slots == 1 else {"simpul": symbols}
    for key in ("kelengkapan", "output", "keterangan"):
        step[key] = _cell(rng)
    return {**step, "waktu": rng.choice(TIMES)}


def _symbol(rng: random.Random, actors: list[str], targets: list[str], last: bool, capsule: str) -> dict[str, Any]:
    if capsule:
        return {"pelaksana": rng.choice(actors), "bentuk": capsule}
    if rng.random() < 0.3:
        known = targets if last else [*targets, "lanjut", "lanjut"]
        return {"pelaksana": rng.choice(actors), "keputusan": {label: rng.choice(known) for label in rng.choice(ANSWERS)}}
    joint = rng.sample(actors, min(len(actors), 1 if rng.random() < 0.8 else rng.randint(2, 3)))
    kind = {"bentuk": "proses"} if rng.random() < 0.2 else {}
    return {"pelaksana": joint, **kind, **({"ke": rng.choice(targets)} if rng.random() < 0.2 else {})}
