"""Rules on spelling: months, frequent misspellings, doubled words, reduplication."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator

from bukusop.diagnostics import Severity
from bukusop.lint.prose import CITATIONS, DATES, blot, in_table, prose
from bukusop.lint.reading import Passage, Reading
from bukusop.lint.rule import Remark, rule
from bukusop.lint.words import FUNCTION_WORDS, MISSPELT, MONTHS, MONTHS_ALONE, REDUPLICATED
from bukusop.model import BULAN

_LETTERS = r"[^\W\d_]"
_DATE = re.compile(rf"[0-9](?<!\d\d\d)\s+({_LETTERS}+)\.?\s+\d{{4}}\b")
_ALONE = re.compile(rf"\b(?:{'|'.join(sorted(MONTHS_ALONE))})\b", re.IGNORECASE)
_MONTHS = {name.lower(): number for number, name in enumerate(BULAN)}
_ITALIC = re.compile(r"(?<![*\w])\*(?![*\s])[^*\n]+\*(?!\*)|(?<![_\w])_(?![_\s])[^_\n]+_(?![_\w])")
_CITED = re.compile(r"\bTahun\s+\d{4}\s+tentang\b[^.;]*")
_FIRM = re.compile(r"\b(?:CV|PT|UD)\.?(?:\s+[A-Z][\w-]*)+")
"""The name of a firm, which it spells itself."""
_DOUBLED = re.compile(rf"(?<![\w-])({_LETTERS}{{2,}})(\s+)(\1)(?![\w-])", re.IGNORECASE)
_LAST_WORD = re.compile(rf"(?<![\w-])({_LETTERS}{{2,}})\s*$")
_FIRST_WORD = re.compile(rf"\s*({_LETTERS}{{2,}})(?![\w-])")
_TWO = re.compile(rf"(?<![\w./-])({_LETTERS}{{4,}})2(nya|an)?(?![\w/-]|\.\w)")
_DASHED = re.compile(rf"(?<![\w-])({_LETTERS}{{3,}})(?:\s+[-–—]\s*|[–—]\s*|-\s+)(\1{_LETTERS}{{0,4}})(?![\w-])", re.IGNORECASE)
_LINKED = re.compile(r"[2–—-](?:(?<=[a-z]2)(?!\w)|(?<=[a-z]2)(?=nya|an)|(?<=\w\s[-–—])|(?<=\w[–—])|(?<=\w[–—-])(?=\s))")
"""What all of these have in common."""
_UNITS = frozenset({"meter", "kilometer", "sentimeter"})

_WORDS_OF = {wrong: tuple(wrong.split()) for wrong in MISSPELT}
_SINGLE = frozenset(wrong for wrong, words in _WORDS_OF.items() if len(words) == 1)
_SEVERAL = tuple((wrong, words) for wrong, words in _WORDS_OF.items() if len(words) > 1)


def _files(reading: Reading, pattern: re.Pattern[str]) -> frozenset[str]:
    """Give the files in which a pattern is found at all: only their passages need a closer look."""
    return frozenset(name for name, text in reading.texts.items() if pattern.search(text))


@rule("bulan", Severity.ERROR)
def months_are_spelt_right(reading: Reading) -> Iterator[Remark]:
    """Nama bulan ditulis menurut ejaan bahasa Indonesia.

    Dasar: Kamus Besar Bahasa Indonesia; tanggal pada naskah dinas menentukan keberlakuan, sehingga tidak boleh meragukan.

    Perbaikan: tulis nama bulan yang benar: Januari, Februari, Maret, April, Mei, Juni, Juli, Agustus, September, Oktober, November,
    Desember. `check --fix` dapat menggantinya.

    Contoh: `12 Pebruari 2026` seharusnya `12 Februari 2026`; `Nopember` seharusnya `November`
    """
    files = frozenset(name for name, words in prose(reading).words.items() if not words.isdisjoint(MONTHS_ALONE)) | frozenset(
        name for name, text in reading.texts.items() if any(word.lower() not in _MONTHS for word in _DATE.findall(text))
    )
    for passage in (*(passage for passage, _ in prose(reading).of(files)), *_since(reading)):
        told = set[int]()
        for found in (*_DATE.finditer(passage.text), *_ALONE.finditer(passage.text)):
            group = found.re.groups
            word, start = found[group], found.start(group)
            numbers = _meant(word.lower(), passage.key in DATES)
            if not numbers or start in told:
                continue
            told.add(start)
            right = [BULAN[number].upper() if word.isupper() else BULAN[number] for number in numbers]
            edits = reading.edit(passage, start, word, right[0]) if len(right) == 1 else ()
            hint = "tulis " + " atau ".join(f"`{name}`" for name in right)
            yield Remark(reading.spot(passage, start, word), f"nama bulan `{word}` salah tulis", hint, edits)


def _since(reading: Reading) -> Iterator[Passage]:
    """Give the dates of the register."""
    register = reading.sources.register
    if register is None or not isinstance(register.tree.value, dict):
        return
    for name, (_, entry) in register.tree.value.items():
        node = entry.get(("sejak",))
        if node is not None and isinstance(node.value, str) and node.value.strip():
            yield Passage(node.value, node.place, (name, "sejak"))


def _meant(word: str, in_field: bool) -> list[int]:
    """Give the months that a word may mean; none where it is a month, or no month at all. In a field an abbreviation is one, too."""
    if word in _MONTHS:
        return []
    if word in MONTHS:
        return [MONTHS[word]]
    if in_field and len(word) >= 3 and (short := [number for name, number in _MONTHS.items() if name.startswith(word)]):
        return short
    near = difflib.get_close_matches(word, _MONTHS, n=2, cutoff=0.8) if word not in {"menit", "mesin"} else []
    return [_MONTHS[name] for name in near]


@rule("ejaan", Severity.WARNING)
def words_are_spelt_right(reading: Reading) -> Iterator[Remark]:
    """Kata yang sering salah tulis ditulis menurut ejaan baku.

    Dasar: Peraturan Presiden Nomor 63 Tahun 2019 tentang Penggunaan Bahasa Indonesia; Ejaan Bahasa Indonesia yang Disempurnakan dan
    Kamus Besar Bahasa Indonesia. Yang diperiksa hanya daftar pendek kata yang paling sering keliru.

    Perbaikan: tulis bentuk bakunya. Judul peraturan, nama badan usaha (CV, PT, UD), dan kata asing yang dicetak *miring* tidak diperiksa.

    Contoh: `Menganalisa resiko` seharusnya `Menganalisis risiko`; `diatas` seharusnya `di atas`
    """
    suspect = {name: wrong for name, words in prose(reading).words.items() if (wrong := _misspelt(words))}
    if not suspect:
        return
    patterns = {name: _pattern(wrong) for name, wrong in suspect.items()}
    for passage, text in prose(reading).of(suspect):
        if passage.key in CITATIONS or (passage.path[:1] == ("pejabat",) and passage.key == "nama"):
            continue
        for found in patterns[passage.place.file].finditer(blot(_FIRM, blot(_CITED, blot(_ITALIC, text)))):
            right = MISSPELT.get(" ".join(found[0].lower().replace("-", " ").split()))
            if right is not None:
                place = reading.spot(passage, found.start(), found[0])
                yield Remark(place, f"`{' '.join(found[0].split())}` bukan ejaan baku", f"tulis `{_like(found[0], right)}`")


def _misspelt(words: frozenset[str]) -> frozenset[str]:
    """Give the misspelt words that may stand in a file of these words."""
    return (words & _SINGLE) | {wrong for wrong, parts in _SEVERAL if words.issuperset(parts)}


def _pattern(wrong: Iterable[str]) -> re.Pattern[str]:
    """Give a pattern of these words; several words may have a line break or a hyphen between them, but for the prefix `di`."""
    forms = ((r"\s+" if words[0] == "di" else r"[\s-]+").join(map(re.escape, words)) for words in (_WORDS_OF[word] for word in wrong))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(forms, key=len, reverse=True))})(?![\w'’])", re.IGNORECASE)


def _like(word: str, right: str) -> str:
    """Write a word with the capitals of another."""
    if word.isupper():
        return right.upper()
    return right[:1].upper() + right[1:] if word[:1].isupper() else right


@rule("kata-ganda", Severity.WARNING)
def words_are_not_doubled(reading: Reading) -> Iterator[Remark]:
    """Kata tidak tertulis dua kali berturut-turut.

    Dasar: praktik: kata yang tertulis dua kali adalah sisa penyuntingan; kata ulang ditulis dengan tanda hubung (Ejaan Bahasa
    Indonesia yang Disempurnakan).

    Perbaikan: hapus salah satu, atau beri tanda hubung bila memang kata ulang.

    Contoh: `surat yang yang ditandatangani` seharusnya `surat yang ditandatangani`; `masing masing` seharusnya `masing-masing`
    """
    before: Passage | None = None
    for passage, text in prose(reading).of(_files(reading, _DOUBLED)):
        if in_table(passage):
            before = None
            continue
        if before is not None and (place := _across(reading, before, passage)):
            yield place
        before = None if passage.path else passage
        for found in _DOUBLED.finditer(text):
            if remark := _doubled(found[1], found[3]):
                yield Remark(reading.spot(passage, found.start(), found[0]), *remark)


def _across(reading: Reading, before: Passage, passage: Passage) -> Remark | None:
    """Look at a word at the end of a line and at the begin of the next one."""
    if passage.path or before.place.file != passage.place.file or before.place.line + 1 != passage.place.line:
        return None
    last, first = _LAST_WORD.search(before.text), _FIRST_WORD.match(passage.text)
    if last is None or first is None or last[1].lower() != first[1].lower() or before.text.lstrip().startswith("#"):
        return None
    said = _doubled(last[1], first[1])
    return Remark(reading.spot(passage, first.start(1), first[1]), *said) if said else None


def _doubled(first: str, second: str) -> tuple[str, str] | None:
    word = first.lower()
    if word in FUNCTION_WORDS:
        return f"kata `{second}` tertulis dua kali berturut-turut", f"hapus salah satu `{second}`"
    if word in REDUPLICATED:
        return f"kata ulang `{first} {second}` ditulis tanpa tanda hubung", f"tulis `{first}-{second}`"
    if second[:1].isupper() or len(word) < 3:
        return None
    return f"kata `{second}` tertulis dua kali berturut-turut", f"hapus salah satu, atau tulis `{first}-{second}` bila memang kata ulang"


@rule("tanda-hubung", Severity.ADVICE)
def reduplication_has_its_hyphen(reading: Reading) -> Iterator[Remark]:
    """Kata ulang ditulis lengkap dengan tanda hubung tanpa spasi.

    Dasar: Ejaan Bahasa Indonesia yang Disempurnakan: unsur kata ulang dihubungkan dengan tanda hubung; angka 2 bukan tanda ulang.

    Perbaikan: tulis kedua kata dengan tanda hubung di antaranya, tanpa spasi.

    Contoh: `surat2` seharusnya `surat-surat`; `masing - masing` seharusnya `masing-masing`
    """
    for passage, text in prose(reading).of(_files(reading, _LINKED)):
        if in_table(passage) or passage.key in {"nomor", "waktu", "alamat"}:
            continue
        for found in _TWO.finditer(text):
            word = found[1]
            if word.lower() not in _UNITS and word[1:].islower():
                told = f"kata ulang `{found[0]}` ditulis dengan angka 2"
                yield Remark(reading.spot(passage, found.start(), found[0]), told, f"tulis `{word}-{word.lower()}{found[2] or ''}`")
        for found in _DASHED.finditer(text):
            if not found[1].isupper():
                told = f"tanda hubung pada kata ulang `{' '.join(found[0].split())}` diapit spasi atau terlalu panjang"
                yield Remark(reading.spot(passage, found.start(), found[0]), told, f"tulis `{found[1]}-{found[2]}`")
