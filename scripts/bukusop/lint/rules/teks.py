"""Rules on the writing of texts: leftovers of a template, capitals, spaces, the ends of list items."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from bukusop.diagnostics import Place, Severity
from bukusop.lint.prose import DATES, in_table, is_item, marker, prose
from bukusop.lint.reading import Passage, Reading
from bukusop.lint.rule import Edit, Remark, rule
from bukusop.model import BULAN

_LETTER = r"[^\W\d_]"
_BLANK = r"isi|isian|isilah|diisi|tulis|tuliskan|sebutkan|nama|tanggal|nomor|jabatan|jumlah|instansi|tempat|alamat"
_LEFT_OVER = re.compile(
    rf"\bTODO\b|\bTBD\b|(?<![\w.])x{{3,}}(?!\w)|(?<!\w)X{{4,}}(?!\w)|\.{{5,}}|…{{2,}}|_{{3,}}|\b[Ll]orem ipsum\b"
    rf"|\[(?i:{_BLANK})\b[^\]\[\n]*\](?![(:])|<(?i:{_BLANK})\b[^<>\n]*>|\bNama Jelas\b|\bNama SOP Baru\b")
_SIGNS = ("TODO", "TBD", "xxx", "XXXX", ".....", "……", "___", "orem ipsum", "Nama Jelas", "Nama SOP Baru")
_BRACKETED = re.compile(rf"[\[<](?i:{_BLANK})\b")
_WHOLE = re.compile(r"^(?:\((?:contoh|isi di sini|nama jelas|diisi)\)|nama jelas|\.{3,}|…)$", re.IGNORECASE)
_RULE_LINE = re.compile(r"^\s*_{3,}\s*$")

_ITEMS = frozenset({"kegiatan", "kelengkapan", "output"})
_FIELDS = _ITEMS | {"peringatan", "keterangan", "kualifikasi_pelaksana", "peralatan", "pencatatan"}
_LOWER_NAME = re.compile(rf"^(?:{_LETTER}-|{_LETTER}*[A-Z0-9]|{_LETTER}+\.{_LETTER})")
_BEFORE_WORDS = "\"'“‘( "
_CAPITALS = 4
_LONG_WORDS = 4.2
"""Letters per word from which words in capitals are no row of abbreviations."""
_DAYS = "senin|selasa|rabu|kamis|jumat|sabtu|minggu"
_SMALL = [f" {name.lower()}" for name in (*BULAN, *_DAYS.split("|"))]
_SMALL_NAME = re.compile(rf"(?:\b\d{{1,2}}|\bbulan)\s+({'|'.join(BULAN).lower()})\b|\bhari\s+({_DAYS})\b")

_GAP = re.compile(
    rf"(?P<double>(?<=\S)(?:[ \t]{{2,}}|\t)(?=[^\s,;:!?.]|\.\.))"
    rf"|(?P<before>(?<=[\w)\]\"”’%*])[ \t]+(?=[,;!?](?:\s|$)|:(?=\s*$|\s+\D)|\.(?:\s|$)))"
    rf"|(?P<around>(?<=[\w)\]\"”’%*])[ \t]+(?=[,;]{_LETTER}))"
    rf"|(?P<after>(?<={_LETTER})(?=[,;]{_LETTER}))")
_MAYBE_GAP = re.compile(rf"[ \t](?=[ \t,;:!?.])|\t|[,;](?={_LETTER})")
_TOLD = {"double": "spasi ganda", "before": "spasi sebelum tanda baca", "around": "spasi sebelum, bukan sesudah tanda baca",
         "after": "tidak ada spasi sesudah tanda baca"}

_ABBREVIATED = re.compile(rf"(?:\b(?:dll|dsb|dst|dkk|no|hlm|tbk)|(?:^|[\s.(]){_LETTER})\.$|\.\.$", re.IGNORECASE)
_JOINED = re.compile(r"[;,]\s+(?:dan|atau|dan/atau|serta|maupun)$")
_INNER_END = re.compile(r"[.!?]\s+[A-Z(]")
_MAJORITY = 0.75
_ENOUGH = 5


@rule("sisa-templat", Severity.ERROR)
def nothing_is_left_of_a_template(reading: Reading) -> Iterator[Remark]:
    """Tidak ada isian contoh yang tertinggal.

    Dasar: praktik: titik-titik, `xxx`, atau `[isi ...]` berarti naskah belum selesai; naskah seperti itu tidak boleh ditandatangani.

    Perbaikan: ganti dengan isi yang sebenarnya, atau hapus isian itu.

    Contoh: `nomor: ...../SOP/DU/2026` seharusnya `nomor: 07/SOP/DU/2026`
    """
    files = frozenset(
        name for name, text in reading.texts.items() if any(sign in text for sign in _SIGNS) or _BRACKETED.search(text)
    )
    for passage, text in prose(reading):
        if len(text) < 30 and _WHOLE.match(text.strip()):
            yield Remark(passage.place, f"isian contoh `{text.strip()}` belum diganti")
        elif passage.place.file in files and not (not passage.path and _RULE_LINE.match(text)):
            for found in _LEFT_OVER.finditer(text):
                shown = found[0] if len(found[0]) <= 30 else f"{found[0][:27]}..."
                yield Remark(reading.spot(passage, found.start(), found[0]), f"sisa templat `{shown}` belum diganti")


@rule("huruf-awal", Severity.ADVICE)
def texts_begin_with_a_capital(reading: Reading) -> Iterator[Remark]:
    """Kegiatan, kelengkapan, output, dan peringatan diawali huruf kapital.

    Dasar: praktik: setiap isian tabel berdiri sendiri dan ditulis seragam; butir satu daftar diawali dengan cara yang sama.

    Perbaikan: tulis huruf pertamanya dengan huruf kapital. Istilah asing yang dicetak *miring* dan nama seperti `e-KTP` dibiarkan.

    Contoh: `output: surat tugas` seharusnya `output: Surat tugas`
    """
    for field in _fields(reading):
        key = field[0].key
        lines = [(passage, line, start) for passage in field for line, start in _lines(passage)]
        small = [(passage, line, start) for passage, line, start in lines if _is_small(line)]
        if not small or (key not in _ITEMS and key != "peringatan" and len(small) == len(lines)):
            continue
        for passage, line, start in small:
            items = [other for other, _ in _lines(passage) if is_item(other)]
            if is_item(line) and not is_item(passage.text) and not any(map(_is_capital, items)):
                continue   # a list that goes on from the sentence above it
            words = line[marker(line) :].lstrip(_BEFORE_WORDS)
            word = words.split()[0]
            place = reading.spot(passage, start + len(line) - len(words), word)
            yield Remark(place, f"`{key}` diawali huruf kecil: `{word}`", f"tulis `{word[:1].upper()}{word[1:]}`")


def _fields(reading: Reading) -> Iterable[Sequence[Passage]]:
    """Give the fields of SOPs that hold sentences and names: the texts of one list together."""
    found = defaultdict[tuple[object, ...], list[Passage]](list)
    for passage in reading.passages:
        if passage.path and passage.key in _FIELDS and passage.place.file.startswith("sops/"):
            path = passage.path if isinstance(passage.path[-1], str) else passage.path[:-1]
            found[(passage.place.file, *path)].append(passage)
    return found.values()


def _lines(passage: Passage) -> list[tuple[str, int]]:
    """Give the first line of a text and those that begin a list item, with their places in it."""
    if "\n" not in passage.text:
        return [(passage.text, 0)]
    found, start = list[tuple[str, int]](), 0
    for line in passage.text.split("\n"):
        if line.strip() and (not found or is_item(line)):
            found.append((line, start))
        start += len(line) + 1
    return found


def _is_small(line: str) -> bool:
    text = line[marker(line) :].strip()
    words = text.removeprefix("**").lstrip(_BEFORE_WORDS)
    if not words[:1].islower() or _LEFT_OVER.match(text) or _WHOLE.match(text):
        return False
    return _LOWER_NAME.match(words.split(maxsplit=1)[0]) is None


def _is_capital(line: str) -> bool:
    """Whether a line begins with a capital as a sentence does; abbreviations and formulas begin so everywhere."""
    words = line[marker(line) :].removeprefix("**").lstrip(_BEFORE_WORDS)
    return words[:1].isupper() and (words[1:2].islower() or words[1:2] == " ")


@rule("huruf-besar", Severity.ADVICE)
def capitals_have_their_place(reading: Reading) -> Iterator[Remark]:
    """Huruf kapital dipakai seperlunya, tetapi selalu pada nama bulan dan hari.

    Dasar: Ejaan Bahasa Indonesia yang Disempurnakan: huruf kapital dipakai pada huruf pertama kalimat dan nama diri, termasuk nama
    bulan dan hari. Judul dikapitalkan oleh profil format bila perlu, bukan oleh penulis.

    Perbaikan: tulis kalimat dengan huruf kecil biasa; tulis nama bulan dan hari dengan huruf pertama kapital.

    Contoh: `MENYUSUN LAPORAN KEUANGAN BULANAN` seharusnya `Menyusun laporan keuangan bulanan`; `5 januari 2026` seharusnya `5 Januari 2026`
    """
    files = frozenset(name for name, text in reading.texts.items() if any(word in text for word in _SMALL))
    for passage, text in prose(reading):
        key = passage.key
        if (key in _FIELDS or passage.path == ("nama",)) and text.isupper() and passage.place.file.startswith("sops/"):
            words = re.findall(rf"{_LETTER}+", text)
            if len(words) >= _CAPITALS and sum(map(len, words)) / len(words) >= _LONG_WORDS:
                sentence = " ".join(passage.text.split())
                yield Remark(passage.place, f"`{key}` seluruhnya ditulis dengan huruf kapital: `{sentence[:40]}`",
                             f"tulis `{sentence.capitalize()}`" if len(sentence) <= 80 and key != "nama" else "")
        if passage.place.file in files:
            for found in _SMALL_NAME.finditer(text):
                number = 1 if found[1] else 2
                word, start = found[number], found.start(number)
                kind = "bulan" if number == 1 else "hari"
                edits = reading.edit(passage, start, word, word.capitalize())
                told = f"nama {kind} `{word}` diawali huruf kecil"
                yield Remark(reading.spot(passage, start, word), told, f"tulis `{word.capitalize()}`", edits)


@rule("spasi", Severity.ADVICE)
def spaces_stand_where_they_belong(reading: Reading) -> Iterator[Remark]:
    """Spasi ditulis satu, sesudah tanda baca, dan tidak di akhir baris.

    Dasar: Ejaan Bahasa Indonesia yang Disempurnakan; spasi berlebih merusak perataan kalimat pada lembar yang dicetak.

    Perbaikan: hapus spasi yang berlebih, dan beri satu spasi sesudah koma dan titik koma. `check --fix` dapat mengerjakannya.

    Contoh: `surat masuk ,surat keluar` seharusnya `surat masuk, surat keluar`
    """
    for passage, text in prose(reading):
        if _MAYBE_GAP.search(text) is None or in_table(passage) or passage.key in DATES:
            continue
        start = 0
        for line in text.split("\n"):
            begin = marker(line)
            for found in _GAP.finditer(line, begin):
                if found.start() > begin:
                    yield _gap(reading, passage, start, line, found)
            start += len(line) + 1
    for name, text in reading.texts.items():
        if " \n" in text or "\t\n" in text or text[-1:] in {" ", "\t"}:
            yield from _trailing(reading, name, text)


def _gap(reading: Reading, passage: Passage, offset: int, line: str, found: re.Match[str]) -> Remark:
    kind = found.lastgroup or "double"
    at, end = found.span()
    instead = {"double": " ", "before": "", "around": f"{line[end : end + 1]} ", "after": f"{line[end : end + 1]} "}[kind]
    end += kind in {"around", "after"}
    left = re.search(r"\S+\s*$", line[:at])
    right = re.match(r"\S+", line[end:])
    begin, finish = left.start() if left else at, end + (right.end() if right else 0)
    window = line[begin:finish]
    place, edits = reading.spot(passage, offset + begin, window), tuple[Edit, ...]()
    for edit in reading.edit(passage, offset + begin, window, ""):
        if reading.texts[edit.file][edit.start : edit.end] == window:
            first = edit.start + at - begin
            place = reading.place_of(edit.file, first)
            edits = (Edit(edit.file, first, first + end - at, instead),)
    shown = " ".join(passage.text[offset + begin : offset + finish].split())
    return Remark(place, f"{_TOLD[kind]} pada `{shown}`", "", edits)


def _trailing(reading: Reading, name: str, text: str) -> Iterator[Remark]:
    """Find space at the ends of lines, but for the two spaces that break a line in Markdown."""
    texts = (item.text for item in reading.passages if item.place.file == name and "  \n" in item.text)
    broken = {line.strip() for text in texts for line in text.split("\n")}
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.rstrip(" \t")
        extra = line[len(bare) :]
        meant = bool(bare.strip()) and extra.startswith("  ") and (name.endswith(".md") or bare.strip() in broken)
        if extra and not meant:
            edit = Edit(name, start + len(bare), start + len(line), "")
            yield Remark(Place(name, number, len(bare) + 1), "spasi di akhir baris", "", (edit,))
        start += len(line) + 1


@rule("akhir-butir", Severity.ADVICE)
def items_end_alike(reading: Reading) -> Iterator[Remark]:
    """Butir satu daftar berakhir seragam, dan isian tabel tanpa titik.

    Dasar: praktik: kegiatan, kelengkapan, dan output bukan kalimat lengkap, sehingga tidak diakhiri titik atau titik koma; yang
    diikuti adalah kebiasaan terbanyak dalam buku itu sendiri.

    Perbaikan: samakan akhir butir ini dengan butir lainnya.

    Contoh: `[Surat tugas, Daftar hadir;]` seharusnya `[Surat tugas, Daftar hadir]`
    """
    fields = [(field, [(item, *end, _ending(end[0])) for item in field for end in _ends(item)]) for field in _fields(reading)]
    usual = _usual((field[0].key, ends[0][3]) for field, ends in fields if len(ends) == 1 and not _INNER_END.search(field[0].text))
    for field, ends in fields:
        key = field[0].key
        if len(ends) == 1:
            passage, line, start, end = ends[0]
            if key in usual and end is not None and end != usual[key] and not _INNER_END.search(passage.text):
                told = f"`{key}` {_said(end)}, sedangkan yang lain dalam buku ini {_said(usual[key])}"
                yield _differing(reading, passage, line, start, told)
            continue
        if _one_sentence([line for _, line, *_ in ends], [end for *_, end in ends], field):
            continue
        counts = Counter(end for *_, end in ends if end is not None)
        common = max(counts, key=lambda end: (counts[end], end == ""), default="")
        for number, (passage, line, start, end) in enumerate(ends, 1):
            closing = number == len(ends) and common in {";", ","} and end == "."
            if end is not None and end != common and not closing and not _INNER_END.search(line[marker(line) :]):
                told = f"butir {number} `{key}` {_said(end)}, sedangkan butir lainnya {_said(common)}"
                yield _differing(reading, passage, line, start, told)


def _one_sentence(lines: Sequence[str], ends: Sequence[str | None], field: Sequence[Passage]) -> bool:
    """Whether items are parts of one sentence: a sign after each, the last closing as its cell does, after "dan" or words above."""
    *before, last = ends
    if last not in {"", "."} or set(before) not in ({";"}, {","}):
        return False
    hanging = len(field) == 1 and not is_item(field[0].text) and field[0].text.split("\n")[0].rstrip().endswith(":")
    return hanging or _JOINED.search(lines[-2].rstrip()) is not None


def _ends(passage: Passage) -> list[tuple[str, int]]:
    """Give the last line of a text; of each item where it holds a list."""
    items, last, start = list[tuple[str, int]](), list[tuple[str, int]](), 0
    for line in passage.text.split("\n"):
        if is_item(line):
            items.append((line, start))
        elif line.strip() and items and line[:1].isspace():
            items[-1] = (line, start)
        elif line.strip():
            last = [(line, start)]
        start += len(line) + 1
    return items or last


def _ending(line: str) -> str | None:
    """Give the sign at the end of a line; None where it says nothing: an abbreviation, or a colon before a list."""
    words = line.rstrip().rstrip("*_")
    if words.endswith(":") or (words.endswith(".") and _ABBREVIATED.search(words)):
        return None
    joined = _JOINED.search(words)
    words = words[: joined.start() + 1] if joined else words
    return words[-1] if words[-1:] in {".", ";", ","} else ""


def _usual(ends: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    """Give for each field the ending that most of the book has, where there is such a one."""
    counts = defaultdict[str, Counter[str]](Counter)
    for key, end in ends:
        if key in _ITEMS and end is not None:
            counts[key][end] += 1
    return {
        key: best for key, counted in counts.items() for best, number in counted.most_common(1)
        if counted.total() >= _ENOUGH and number >= _MAJORITY * counted.total()
    }


def _said(end: str) -> str:
    return {".": "diakhiri titik", ";": "diakhiri titik koma", ",": "diakhiri koma"}.get(end, "tidak diakhiri tanda baca")


def _differing(reading: Reading, passage: Passage, line: str, start: int, message: str) -> Remark:
    words = line.split()
    last = words[-1] if words else ""
    return Remark(reading.spot(passage, start + line.rfind(last), last), message)
