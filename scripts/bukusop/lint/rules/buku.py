"""Rules on the book as a whole: what it promises of itself, lists typed by hand, the office's name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import chain

from bukusop.diagnostics import Severity
from bukusop.lint import numerals
from bukusop.lint.grids import Grid, grids
from bukusop.lint.pattern import alike
from bukusop.lint.reading import Reading, Sheet
from bukusop.lint.rule import Remark, rule
from bukusop.lint.rules.penetapan import enacts
from bukusop.lint.stretches import Stretch, chapters, decrees, normal
from bukusop.model import Bidang, Chapter, JenisBagian

_SUBJECT_CHAPTERS = re.compile(
    r"\b(?:terdiri\s+(?:atas|dari)|tersusun\s+(?:atas|dari)|(?:ter|di)bagi\s+(?:atas|menjadi|dalam|ke\s+dalam)|memuat|meliputi|berisi"
    rf"|disusun\s+dalam|mencakup)\s+(?:sebanyak\s+)?{numerals.COUNT}\s+bab\b", re.IGNORECASE)
_FOREIGN = re.compile(
    r"Undang-Undang|Peraturan|Permen|Perda|Perbup|Perwali|Pergub|Perpres|\bUU\b|\bPP\b|Keputusan|Lampiran|Pedoman|dokumen|laporan|"
    r"RPJMD|RKPD|Renstra|Renja", re.IGNORECASE)
_BAB = re.compile(r"\bBAB\s+([IVXLC]+)\b")
_LINE_HEAD = re.compile(r"[\s>*+\-\d.)|\[_(]*")
_DESCRIBES = re.compile(
    r"\s*(?:$|[.,:;(–—\n]|\b(?:menguraikan|memuat|berisi|membahas|menjelaskan|menerangkan|menyajikan|mencakup|meliputi|merupakan)\b)")
_SMALL_WORDS = {"dan", "atau", "serta", "di", "dalam", "dari", "untuk", "pada", "yang", "bagi", "dengan", "ke", "terhadap", "tentang"}
_SOPS = re.compile(rf"{numerals.COUNT}\s+(?:(?:buah|judul|dokumen|lembar)\s+)?(?:SOP|Standar\s+Operasional\s+Prosedur)\b", re.IGNORECASE)
_ALL = re.compile(
    r"(?:\bbuku\s+ini\s+(?:memuat|berisi|menghimpun|mencakup|menyajikan|terdiri\s+(?:atas|dari))(?:\s+sebanyak)?|\bseluruh(?:nya)?)\s*$",
    re.IGNORECASE)
_ENACTED = re.compile(r"\b(?:sebanyak|menetapkan|berjumlah|sejumlah)\s*$", re.IGNORECASE)
_OF_SOME = re.compile(
    r"^\s*(?:(?:pada|dari|untuk|milik|di)\s+)?(?:Bidang|Subbag|Seksi|UPT|Sekretariat|kelompok|unit|setiap|masing|tiap|baru|lama|perubahan)",
    re.IGNORECASE)
_SAID_BEFORE = re.compile(r"^\s*(?:tersebut|itu\b|(?:yang\s+)?(?:telah|sudah|belum|akan|masih|di\w{3,}|pertama|terakhir)\b)", re.IGNORECASE)
_THIS_BOOK = re.compile(r"\bbuku\s+ini\s+\w+(?:\s+(?:atas|dari))?(?:\s+sebanyak)?\s*$", re.IGNORECASE)
_OF_BIDANG = re.compile(r"(?:[:(–—]|,?\s(?:sebanyak|memuat|memiliki|mempunyai|berjumlah|terdiri\s(?:atas|dari)))\s*$", re.IGNORECASE)
_IN_THIS = re.compile(r"^\s*(?:yang\s+\w+\s+)?(?:di\s+)?(?:dalam|pada)\s+buku\s+ini", re.IGNORECASE)


def _whole(reading: Reading, jenis: JenisBagian) -> bool:
    """Whether all parts of a kind could be read: else their number says nothing."""
    if reading.manifest.doubts("bagian"):
        return False
    if jenis is JenisBagian.BAB:
        return len(reading.chapters) == sum(part.jenis is jenis for part in reading.book.bagian)
    return bool(reading.sheets) and not any(name.startswith("sops/") for name in reading.unread) and not reading.manifest.doubts("bidang")


@rule("jumlah-bab", Severity.ERROR)
def chapters_are_as_promised(reading: Reading) -> Iterator[Remark]:
    """Jumlah, nomor, dan judul bab yang disebut sama dengan bab yang ada.

    Dasar: praktik: sistematika ditulis lebih dahulu dan tertinggal ketika bab ditambah, dihapus, atau diganti judulnya.

    Perbaikan: samakan kalimat atau daftar itu dengan bab buku ini.

    Contoh: `Isi pokoknya terdiri atas lima bab` seharusnya `terdiri atas empat bab` dalam buku yang memuat BAB I sampai dengan BAB IV.
    """
    known = {chapter.nomor: chapter for chapter, _ in reading.chapters if chapter.nomor}
    if not known or not _whole(reading, JenisBagian.BAB):
        return
    for stretch in chain(chapters(reading), (stretch for _, stretch in decrees(reading))):
        for found in _SUBJECT_CHAPTERS.finditer(stretch.text):
            yield from _chapter_count(reading, stretch, found, len(known))
        for found in _BAB.finditer(stretch.text):
            remark = _chapter_named(stretch, found, known)
            if remark is not None:
                yield Remark(stretch.place(reading, found.start(), found[0]), *remark)


def _chapter_count(reading: Reading, stretch: Stretch, found: re.Match[str], count: int) -> Iterator[Remark]:
    said, before = numerals.counted(found), stretch.before(found.start())
    if said is None or (_FOREIGN.search(before) and not re.search(r"\bbuku\b", before, re.IGNORECASE)):
        return
    words = found["angka"] or found["kata"]
    place = stretch.place(reading, found.start("angka" if found["angka"] else "kata"), words)
    other = numerals.disagreement(found)
    if said != count:
        yield Remark(place, f"disebut {said} bab, padahal buku ini memuat {count} bab", f"tulis `{numerals.words(count)} bab`")
    elif other is not None:
        yield Remark(place, f"angka dan hurufnya berbeda: `{said} ({found['huruf']})`", f"tulis `{numerals.with_words(said)}`")


def _chapter_named(stretch: Stretch, found: re.Match[str], known: Mapping[str, Chapter]) -> tuple[str, str] | None:
    """Say what is wrong with a chapter that is named: it is not there, has another title, or a link leads to another."""
    text, chapter = stretch.text, known.get(found[1])
    line_begin = text.rfind("\n", 0, found.start()) + 1
    listed = stretch.passage is None and bool(_LINE_HEAD.fullmatch(text, line_begin, found.start()))
    if chapter is None:
        around = stretch.before(found.start()) + stretch.after(found.end())
        own = listed or (stretch.passage is None and not _FOREIGN.search(around)) or re.match(r"\s+Buku\b", text[found.end() :])
        return (f"`{found[0]}` tidak ada dalam buku ini", f"bab terakhir ialah BAB {list(known)[-1]}") if own else None
    rest = text[found.end() : found.end() + 300]
    link = re.match(r"([^\[\]]*)\]\(bab:([^()\s]+)\)", rest) if "[" in text[line_begin : found.start()] else None
    if link:
        there = next((other for other in known.values() if other.id == link[2]), None)
        if there is not None and there.nomor != chapter.nomor:
            return f"tautan `{found[0]}` menuju BAB {there.nomor}", f"tulis `BAB {there.nomor}`, atau ganti `bab:{link[2]}`"
    title = _title(rest, link, text[line_begin : found.start()]) if listed or link else ""
    if title and normal(title) != normal(chapter.judul):
        return f"`{found[0]}` disebut berjudul `{title}`, padahal judulnya `{chapter.judul}`", f"tulis `{chapter.judul}`"
    return None


def _title(rest: str, link: re.Match[str] | None, before: str) -> str:
    """Give the title written behind "BAB I" in a list; "" where none is, or where its end is not sure."""
    if link:
        return " ".join(link[1].strip(" \n:.–—-").split())
    bold = re.match(r"([^*\n]*)\*\*", rest) if "**" in before else None
    if bold:
        return bold[1].strip(" :.–—-")
    words = re.match(r"[\s:.–—-]*((?:[^\W\d_][\w-]*,?[ \n]+)*[^\W\d_][\w-]*)?", rest)
    kept: list[str] = []
    for word in words[1].split() if words and words[1] else []:
        if not word[0].isupper() and word not in _SMALL_WORDS:
            break
        kept.append(word)
    while kept and kept[-1] in _SMALL_WORDS:
        kept.pop()
    if not kept or not kept[0][0].isupper() or words is None:
        return ""
    ended = re.match(r"\s+".join(re.escape(word) for word in kept), rest[words.start(1) :])
    return " ".join(kept).rstrip(",") if ended and _DESCRIBES.match(rest[words.start(1) + ended.end() :]) else ""


@rule("jumlah-sop", Severity.ERROR)
def sops_are_as_promised(reading: Reading) -> Iterator[Remark]:
    """Jumlah SOP yang disebut sama dengan jumlah SOP yang ada, dan angka sama dengan hurufnya.

    Dasar: praktik: jumlah dalam Keputusan dan kata pengantar tertinggal ketika SOP ditambah atau dihapus; Keputusan yang menyebut
    jumlah lain dapat dipersoalkan.

    Perbaikan: tulis jumlah SOP yang ada.

    Contoh: `46 (empat puluh lima) SOP` seharusnya `46 (empat puluh enam) SOP`
    """
    if not _whole(reading, JenisBagian.SOP):
        return
    groups = {normal(bidang.nama): bidang for bidang in reading.book.bidang if normal(bidang.nama)}
    enacting = [keputusan.berkas for keputusan, _ in reading.decrees if enacts(keputusan)]
    for stretch in chain(chapters(reading), (stretch for _, stretch in decrees(reading))):
        for found in _SOPS.finditer(stretch.text):
            said = numerals.counted(found)
            if said is None:
                continue
            decree = stretch.passage is not None and [stretch.file] == enacting and stretch.passage.path[0] == "diktum"
            expected, whose = _expected(reading, stretch, found, groups, decree)
            group = "angka" if found["angka"] else "kata"
            place = stretch.place(reading, found.start("ke") if found["ke"] else found.start(group), (found["ke"] or "") + found[group])
            other = numerals.disagreement(found)
            if expected is not None and said != expected:
                yield Remark(place, f"disebut {said} SOP, padahal {whose} memuat {expected} SOP",
                             f"tulis `{numerals.with_words(expected)} SOP`")
            elif other is not None:
                yield Remark(place, f"angka dan hurufnya berbeda: `{said} ({found['huruf']}) SOP`",
                             f"tulis `{numerals.with_words(said)} SOP`")
    for grid in grids(reading):
        yield from _counted_rows(grid, groups, len(reading.sheets))


def _expected(
    reading: Reading, stretch: Stretch, found: re.Match[str], groups: Mapping[str, Bidang], decree: bool
) -> tuple[int | None, str]:
    """Give how many SOPs there are of what a number speaks of, and its name; None where that is not sure."""
    before, after = stretch.before(found.start()), stretch.after(found.end())
    if _OF_SOME.match(after) or (_SAID_BEFORE.match(after) and not _THIS_BOOK.search(before)):
        return None, ""
    of = _OF_BIDANG.search(before)
    near = normal(before[: of.start()] if of else before)
    for name, bidang in groups.items():
        if of and near.endswith(name):
            return len(bidang.sop), bidang.nama
    if any(re.search(rf"\b{re.escape(name)}\b", near) for name in groups):
        return None, ""
    whole = _ALL.search(before) or (decree and _ENACTED.search(before)) or (found["ke"] and _IN_THIS.match(after))
    return (len(reading.sheets), "buku ini") if whole else (None, "")


def _counted_rows(grid: Grid, groups: Mapping[str, Bidang], total: int) -> Iterator[Remark]:
    """Compare a column "Jumlah SOP" beside the names of bidang."""
    wanted = re.compile(r"\bjumlah\b.*\b(?:SOP|prosedur)\b", re.IGNORECASE)
    column = next((index for index, name in enumerate(grid.head) if wanted.search(name)), None)
    if column is None:
        return
    for index, row in enumerate(grid.rows):
        cell = grid.column(index, column)
        own = next((groups[name] for name in map(normal, row) if name in groups), None)
        last = any(normal(name) in ("jumlah", "total", "jumlah seluruhnya") for name in row)
        expected = len(own.sop) if own else total if last else None
        if expected is not None and re.fullmatch(r"[0-9]{1,4}", cell) and int(cell) != expected:
            whose = own.nama if own else "buku ini"
            yield Remark(grid.place(index, column), f"disebut {int(cell)} SOP, padahal {whose} memuat {expected} SOP{grid.within(index)}",
                         f"tulis `{expected}`")


@rule("daftar-induk", Severity.ERROR)
def typed_lists_agree_with_the_sheets(reading: Reading) -> Iterator[Remark]:
    """Nama dan nomor SOP dalam tabel yang diketik sama dengan lembarnya.

    Dasar: praktik: daftar induk yang diketik tidak ikut berubah ketika lembar SOP diubah; auditor membandingkan keduanya.

    Perbaikan: samakan dengan lembar SOP, atau ganti tabelnya dengan `[[daftar-sop]]` (dalam Keputusan: `daftar_sop: ya`), yang selalu
    sama dengan lembarnya.
    """
    numbers = {_code(sheet.sop.nomor): sheet for sheet in reversed(reading.sheets) if sheet.sop.nomor}
    names = {normal(sheet.sop.nama): sheet for sheet in reversed(reading.sheets)}
    for grid in grids(reading):
        codes = _column(grid, numbers, _code, r"\bnomor\b.*\b(?:SOP|prosedur)\b")
        titles = _column(grid, names, normal, r"\b(?:nama|judul)\b.*\b(?:SOP|prosedur)\b")
        if codes is None or titles is None or codes == titles:
            continue
        for index in range(len(grid.rows)):
            code, title = grid.column(index, codes), grid.column(index, titles)
            by_code, by_title = numbers.get(_code(code)), names.get(normal(title))
            if by_code is not None and title and normal(title) != normal(by_code.sop.nama):
                yield Remark(grid.place(index, titles), f"`{title}` bukan nama SOP nomor `{code}`{grid.within(index)}, "
                             f"lihat {_where(by_code, 'nama')}", f"tulis `{by_code.sop.nama}`")
            elif by_code is None and by_title is not None and code and by_title.sop.nomor:
                yield Remark(grid.place(index, codes), f"`{code}` bukan nomor SOP `{title}`{grid.within(index)}, "
                             f"lihat {_where(by_title, 'nomor')}", f"tulis `{by_title.sop.nomor}`")


def _column(grid: Grid, known: Collection[str], read: Callable[[str], str], head: str) -> int | None:
    """Give the column half of whose cells are known, else the one whose head says what it holds."""
    hits = Counter(column for row in grid.rows for column, cell in enumerate(row) if read(cell) in known)
    best = max(hits, key=lambda column: hits[column], default=None)
    if best is not None and hits[best] * 2 >= len(grid.rows):
        return best
    return next((index for index, name in enumerate(grid.head) if re.search(head, name, re.IGNORECASE)), best)


def _code(text: str) -> str:
    return "".join(text.split()).casefold()


def _where(sheet: Sheet, key: str) -> str:
    place = sheet.place(key)
    return f"{place.file}:{place.line}"


@rule("kop-beragam", Severity.WARNING)
def office_is_written_in_one_way(reading: Reading) -> Iterator[Remark]:
    """Nama dinas ditulis sama di seluruh buku.

    Dasar: nama perangkat daerah ditetapkan dengan peraturan daerah; Keputusan dengan nama yang lain menyebut dinas yang lain.

    Perbaikan: tulis nama dinas tepat seperti `instansi.nama` pada book/book.yaml.

    Contoh: `Dinas Koperasi, Usaha Mikro, dan Perindustrian` apabila namanya `Dinas Koperasi, Usaha Mikro dan Perindustrian`
    """
    name = " ".join(reading.book.instansi.nama.split())
    words = [word for word in normal(name).split() if word not in ("dan", "serta")]
    if len(words) < 2 or reading.manifest.doubts("instansi"):
        return
    gap = r"[\s,/–-]+(?:(?:dan|serta|&)\s+)?"
    loose = re.compile(rf"\b{gap.join(re.escape(word) for word in words)}\b", re.IGNORECASE)
    similar = re.compile(rf"\b{re.escape(words[0])}(?:{gap}[^\W\d_]+){{{len(words) - 1}}}", re.IGNORECASE)
    files = {reading.manifest.name, *(chapter.berkas for chapter, _ in reading.chapters)}
    heads = (Stretch(item.text, item.place.file, item) for item in reading.passages
             if item.path and item.place.file in files and item.path[0] != "instansi")
    for stretch in chain(heads, (stretch for _, stretch in decrees(reading)), chapters(reading)):
        yield from _other_names(reading, stretch, name, words, (loose, similar))


def _other_names(
    reading: Reading, stretch: Stretch, name: str, words: Sequence[str], patterns: tuple[re.Pattern[str], re.Pattern[str]]
) -> Iterator[Remark]:
    loose, similar = patterns
    for found in similar.finditer(stretch.text):
        written = " ".join(found[0].split())
        if written.casefold() == name.casefold():
            continue
        own = [word for word in normal(written).split() if word not in ("dan", "serta")]
        near = loose.fullmatch(found[0]) is not None or (len(name) >= 12 and own != list(words) and _near(own, words))
        if near:
            place = stretch.place(reading, found.start(), found[0])
            yield Remark(place, f"nama dinas ditulis `{written}`, bukan `{name}`", f"tulis `{name}`")


def _near(own: Sequence[str], words: Sequence[str]) -> bool:
    """Whether all words but one are the same, and that one differs by one or two letters of at least six."""
    unlike = [(left, right) for left, right in zip(own, words, strict=False) if left != right]
    if len(own) != len(words) or len(unlike) != 1:
        return False
    left, right = unlike[0]
    return len(right) >= 6 and alike(left, right)
