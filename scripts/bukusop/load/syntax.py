"""What libyaml says of a broken file -> one sentence for its author, at the line where the mistake was made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import yaml

from bukusop.load.quoting import shown


@dataclass(frozen=True, slots=True)
class Complaint:
    """A sentence, a hint, and where: line and column from 0."""

    message: str
    hint: str
    line: int
    column: int


_BEGINS = ("isian yang diawali {0} harus diapit tanda kutip", "apit seluruh teks dengan tanda kutip ganda")
_KNOWN = (
    # what libyaml says; what it means; hint; whether the mistake is where libyaml began (context) rather than where it stopped
    ("mapping values are not allowed", "ada titik dua di tempat yang tidak semestinya",
     "teks yang memuat `: ` diapit tanda kutip, misalnya \"Catatan: segera\"; kunci disejajarkan dengan kunci di atasnya", False),
    ("could not find expected ':'", "baris ini bukan `kunci: isi`", "periksa titik dua dan spasi di awal baris", True),
    ("did not find expected key", "baris ini tidak sejajar dengan baris di atasnya", "samakan spasi di awal baris dengan kunci di atasnya",
     False),
    ("did not find expected '-'", "baris ini tidak sejajar dengan baris di atasnya", "samakan spasi di awal baris dengan kunci di atasnya",
     False),
    ("did not find expected ',' or ']'", "kurung siku `[` di sini tidak ditutup, atau koma di dalamnya kurang",
     "tutup daftar dengan `]`; teks yang memuat kurung atau koma diapit tanda kutip", True),
    ("did not find expected ',' or '}'", "kurung kurawal `{` di sini tidak ditutup, atau koma di dalamnya kurang",
     "tutup isian dengan `}`; teks yang memuat kurung atau koma diapit tanda kutip", True),
    ("found unexpected end of stream", "tanda kutip di sini tidak ditutup", "tutup teks dengan tanda kutip yang sama", True),
    ("found unexpected document indicator", "tanda kutip di sini tidak ditutup", "tutup teks dengan tanda kutip yang sama", True),
    ("did not find expected <document start>", "ada tulisan yang bukan bagian dari susunan berkas",
     "periksa spasi di awal baris, dan kurung atau kutip penutup di atasnya", False),
    ("found unknown escape", "garis miring terbalik `\\` di dalam kutip ganda", "pakai kutip tunggal, atau tulis `\\\\`", False),
    ("did not find expected alphabetic or numeric", *_BEGINS, True),
    ("did not find expected comment or line break", *_BEGINS, True),
    ("block sequence entries are not allowed", "tanda `-` tidak boleh di sini", "tulis daftar pada baris baru di bawah kuncinya", False),
    ("did not find expected node content", "isian kurang di dalam kurung", "hapus koma yang berlebih, atau tulis \"\" untuk isian kosong",
     False),
    ("found character that cannot start", *_BEGINS, False),
)
_TAB = re.compile(r"^ *\t\s*")
_NO_SPACE = re.compile(r"^\s*(?:- +)*([^\s:\"'\[\]{}#&*!|>%@`-][^\s:]*):[^\s/]")
_NO_SPACE_DASH = re.compile(r"^\s*-(?=[^\s-])")
_CURLY = re.compile("[“”‘’]")


def complaint(error: yaml.MarkedYAMLError, lines: Sequence[str]) -> Complaint:
    """Say what is wrong: first by the look of the line, then by what libyaml says."""
    problem = error.problem or ""
    message, hint, begin = next(((m, h, b) for start, m, h, b in _KNOWN if start in problem),
                                ("susunan YAML tidak terbaca", "bandingkan dengan contoh di docs/panduan.md", False))
    mark = (error.context_mark if begin else error.problem_mark) or error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    stopped = error.problem_mark.line if error.problem_mark else line
    for number in dict.fromkeys((line, stopped, stopped - 1)):
        if 0 <= number < len(lines) and (seen := _by_look(lines[number], number, column if number == line else 0, problem)):
            return seen
    if "mapping values" in problem and stopped > 0 and (found := _NO_SPACE.match(lines[stopped - 1])):
        return _needs_space(found, stopped - 1)
    if line >= len(lines) or not lines[line].strip():      # libyaml stops after the last line: point to its end
        line = max((index for index, text in enumerate(lines[: line + 1]) if text.strip()), default=0)
        column = len(lines[line].rstrip())
    sign = lines[line][column : column + 1]
    return Complaint(message.replace("{0}", "tanda kutip terbalik" if sign == "`" else f"`{sign}`"), hint, line, column)


def _by_look(text: str, line: int, column: int, problem: str) -> Complaint | None:
    tab = text.find("\t")
    if _TAB.match(text) or ("cannot start" in problem and text[column : column + 1] == "\t"):
        return Complaint("ada tab di awal baris", "ganti setiap tab dengan dua spasi", line, tab)
    if text.lstrip(" ").startswith("\u00a0"):
        return Complaint("awal baris ini memakai spasi khusus (U+00A0), bekas salinan dari Word", "ganti dengan spasi biasa",
                         line, text.index("\u00a0"))
    curly = _CURLY.search(text)
    if curly and "mapping values" in problem:
        return Complaint("tanda kutip lengkung tidak mengapit teks bagi YAML", "ganti “ dan ” dengan \" yang lurus", line, curly.start())
    if "could not find" in problem:
        if found := _NO_SPACE.match(text):
            return _needs_space(found, line)
        if found := _NO_SPACE_DASH.match(text):
            return Complaint("sesudah tanda `-` perlu spasi", "tulis `- ...`", line, found.end() - 1)
    return _out_of_line(text, line, column) if "expected key" in problem or "expected '-'" in problem else None


def _needs_space(found: re.Match[str], line: int) -> Complaint:
    return Complaint(f"sesudah `{shown(found[1])}:` perlu spasi", f"tulis `{shown(found[1])}: ...`", line, found.end() - 2)


def _out_of_line(text: str, line: int, column: int) -> Complaint | None:
    """Tell what libyaml calls a missing key or item by what stands there."""
    before, here = text[:column].rstrip(), text[column:]
    if before.endswith(("\"", "'")):
        return Complaint("ada tulisan sesudah tanda kutip penutup", "apit seluruh teks dengan kutip lain, misalnya '\"Segera\" dikirim'",
                         line, column)
    if before.endswith(("]", "}")):
        return Complaint("ada tulisan sesudah kurung penutup", "apit seluruh teks dengan tanda kutip, misalnya \"[Penting] Surat\"",
                         line, column)
    if here.startswith(":"):
        return Complaint("tidak ada kunci di depan titik dua", "tulis `kunci: isi`", line, column)
    if here.startswith("-"):
        return Complaint("butir daftar ini tidak sejajar dengan butir di atasnya", "samakan letak tanda `-`", line, column)
    return None
