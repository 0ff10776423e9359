"""Rules on the wording of a Keputusan: Menimbang, diktum, lampiran, and what they cite of one another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bukusop.diagnostics import Place, Severity
from bukusop.lint import numerals
from bukusop.lint.reading import Passage, Reading
from bukusop.lint.rule import Remark, rule
from bukusop.lint.stretches import Stretch, chapters, decrees, items
from bukusop.load import Source
from bukusop.model import Keputusan

SOP_NAMED = re.compile(r"\bSOP\b|\bstandard?\s+operasional\s+(?:dan\s+)?prosedur|\bstandard\s+operating\s+procedure", re.IGNORECASE)
_MARK = re.compile(r"^[\s*_]*(\(?(?:\d{1,2}|[a-zA-Z])[.)]|KE[A-Z]+(?:\s(?:BELAS|PULUH))?\s*[:.])\s+")
_NUMBERED_LINE = re.compile(r"^\s*\d{1,2}[.)]\s", re.MULTILINE)
_LABELS = tuple(numerals.diktum(number) for number in range(1, 100))
_LABEL = rf"(?:{'|'.join(sorted(_LABELS, key=len, reverse=True))})\b"
_AND = r"(?:\s*,)?(?:\s*(?:dan|atau|serta|dan/atau|s\.d\.|sampai\s+dengan))?"
_CITED_DIKTUM = re.compile(rf"\bdiktum\s+({_LABEL}(?:{_AND}\s+(?:diktum\s+)?{_LABEL})*)", re.IGNORECASE)
_CITED_LETTERS = re.compile(
    rf"\bdimaksud\s+(?:dalam|pada|di)\s+(huruf\s+[a-z]\b(?:{_AND}\s+(?:huruf\s+)?[a-z]\b(?!\.))*)", re.IGNORECASE)
_CITED_ANNEX = re.compile(rf"\b(?:[Ll]ampiran|LAMPIRAN)\b(?:\s+([IVX]+\b(?:{_AND}\s+(?:[Ll]ampiran\s+)?[IVX]+\b)*))?")
_OTHER = re.compile(
    r"\s+(?:dari\s+|pada\s+|dalam\s+)?(?:Keputusan(?!\s+ini)|Peraturan|Undang-Undang|Surat|Instruksi|Perda|Permen|Perbup)\b")
_NUMBER = re.compile(r"\bNomor\s+(\S+?)[,;]?(?:\s|$)")
_IN_FORCE = re.compile(r"\bmulai\s+berlaku\b|\bberlaku\s+(?:sejak|mulai|terhitung|pada\s+tanggal|efektif|surut)\b", re.IGNORECASE)
_AT_THE_TIME = re.compile(
    r"\b(?:pada\s+saat|sejak|setelah|dengan|sebelum)\s+(?:\S+\s+){0,3}?Keputusan\s+ini\s+mulai\s+berlaku", re.IGNORECASE)


@rule("menimbang-sop", Severity.WARNING)
def considerations_name_the_sop(reading: Reading) -> Iterator[Remark]:
    """Keputusan tentang SOP menimbang SOP itu.

    Dasar: UU 12/2011, lampiran II: konsiderans memuat pokok pikiran yang menjadi alasan penetapan; alasan yang tidak menyebut
    hal yang ditetapkan tidak mendukung Keputusannya.

    Perbaikan: tambahkan pertimbangan yang menyebut Standar Operasional Prosedur yang ditetapkan.

    Contoh: `bahwa untuk menjamin kepastian layanan perlu ditetapkan Standar Operasional Prosedur`
    """
    for keputusan, source in reading.decrees:
        said = items(source, "menimbang")
        if said and SOP_NAMED.search(keputusan.tentang) and not any(SOP_NAMED.search(item.text) for item in said):
            yield Remark(_start(reading, said[0]), "tidak satu pun pertimbangan menyebut SOP, padahal Keputusan ini tentang SOP")


@rule("menimbang-bahwa", Severity.WARNING)
def considerations_begin_with_bahwa(reading: Reading) -> Iterator[Remark]:
    """Setiap pertimbangan diawali kata "bahwa" dengan huruf kecil.

    Dasar: UU 12/2011, lampiran II: tiap pokok pikiran dirumuskan dalam kalimat yang diawali kata bahwa.

    Perbaikan: awali pertimbangan dengan `bahwa`.

    Contoh: `- Untuk menjamin kepastian layanan ...` seharusnya `- bahwa untuk menjamin kepastian layanan ...`
    """
    for _, source in reading.decrees:
        said = items(source, "menimbang")
        for index, item in enumerate(said):
            text = _MARK.sub("", item.text).lstrip(" \n*_\"“")
            if re.match(r"bahwa\b", text):
                continue
            name = f"pertimbangan {_letter(index)}" if len(said) > 1 else "pertimbangan ini"
            if re.match(r"bahwa\b", text, re.IGNORECASE):
                yield Remark(_start(reading, item), f"{name} diawali `{text[:5]}`, bukan `bahwa`", "tulis `bahwa` dengan huruf kecil")
            else:
                yield Remark(_start(reading, item), f"{name} diawali `{_begin(text)}`, bukan `bahwa`")


@rule("menimbang-nomor", Severity.WARNING)
def items_bear_no_typed_numbers(reading: Reading) -> Iterator[Remark]:
    """Butir Menimbang, Mengingat, diktum, dan tembusan ditulis tanpa nomor, huruf, atau label.

    Dasar: UU 12/2011, lampiran II: pertimbangan ditandai huruf a, b, c, dan dasar hukum ditandai angka; pertimbangan yang hanya
    satu tidak diberi huruf. Tata letak buku memberikannya, sehingga yang diketik tercetak dua kali.

    Perbaikan: hapus nomor, huruf, atau label yang diketik.

    Contoh: `- a. bahwa setiap layanan ...` seharusnya `- bahwa setiap layanan ...`
    """
    for _, source in reading.decrees:
        for key in ("menimbang", "mengingat", "memperhatikan", "diktum", "tembusan"):
            said = items(source, key)
            for item in said:
                found = _MARK.match(item.text)
                lines = len(_NUMBERED_LINE.findall(item.text))
                if found is None or (key == "diktum" and lines > 1):
                    continue
                mark = " ".join(found[1].split())
                hint = f"hapus `{mark}`; tata letak yang memberikannya"
                if key == "menimbang" and len(said) == 1:
                    hint = f"hapus `{mark}`; pertimbangan yang hanya satu tidak diberi huruf"
                if len(re.findall(r"^\s*\(?(?:\d{1,2}|[a-z])[.)]\s", item.text, re.MULTILINE)) > 1:
                    hint = f"tulis tiap butir `{key}` pada barisnya sendiri, diawali `- `, tanpa nomor"
                yield Remark(_start(reading, item), f"`{mark}` diketik di awal butir `{key}`", hint)


@rule("pertama-kesatu", Severity.ERROR)
def first_is_kesatu(reading: Reading) -> Iterator[Remark]:
    """Diktum pertama berlabel KESATU, bukan PERTAMA.

    Dasar: tata naskah dinas (Permendagri 1/2023; sebelumnya Permendagri 54/2009): diktum ditandai KESATU, KEDUA, KETIGA, dan seterusnya.

    Perbaikan: tulis KESATU.

    Contoh: `sebagaimana dimaksud dalam Diktum PERTAMA` seharusnya `sebagaimana dimaksud dalam Diktum KESATU`
    """
    for _, stretch in decrees(reading):
        key = stretch.passage.path[0] if stretch.passage else ""
        if key in ("menimbang", "memperhatikan", "diktum"):
            yield from _firsts(reading, stretch, re.compile(r"(?<![A-Z]\s)\b(PERTAMA)\b(?!\s+[A-Z]{2})|\b[Dd]iktum\s+(Pertama)\b"))
        else:
            yield from _firsts(reading, stretch, re.compile(r"\b(?:[Dd]iktum|DIKTUM)\s+(PERTAMA|Pertama)\b"))
    for stretch in chapters(reading):
        yield from _firsts(reading, stretch, re.compile(r"\b(?:[Dd]iktum|DIKTUM)\s+(PERTAMA|Pertama)\b"))


def _firsts(reading: Reading, stretch: Stretch, pattern: re.Pattern[str]) -> Iterator[Remark]:
    for found in pattern.finditer(stretch.text):
        group = 1 if found[1] else 2
        label = re.match(r"\s*:", stretch.text[found.end() :])
        if not stretch.text[: found.start()].strip(" *_") and label:
            message, hint = f"label `{found[group]}` diketik di awal diktum", "hapus labelnya; tata letak memberi label KESATU"
        else:
            message, hint = f"diktum pertama disebut `{found[group]}`, bukan `KESATU`", "tulis `Diktum KESATU`"
        yield Remark(stretch.place(reading, found.start(group), found[group]), message, hint)


@rule("diktum-berlaku", Severity.ADVICE)
def diktum_says_since_when(reading: Reading) -> Iterator[Remark]:
    """Salah satu diktum menyatakan sejak kapan Keputusan berlaku.

    Dasar: UU 30/2014 tentang Administrasi Pemerintahan, pasal 57: keputusan berlaku pada tanggal ditetapkan, kecuali ditentukan lain;
    praktik: diktum terakhir menyatakannya.

    Perbaikan: tambahkan diktum `Keputusan ini mulai berlaku pada tanggal ditetapkan.`
    """
    for _, source in reading.decrees:
        said = items(source, "diktum")
        if said and not any(_IN_FORCE.search(_AT_THE_TIME.sub("", item.text)) for item in said):
            yield Remark(_start(reading, said[-1]), "tidak satu pun diktum menyatakan sejak kapan Keputusan ini berlaku")


@rule("diktum-rujuk", Severity.ERROR)
def cited_diktum_exists(reading: Reading) -> Iterator[Remark]:
    """Diktum yang dirujuk harus ada.

    Dasar: UU 12/2011, lampiran II, mengenai pengacuan: yang diacu harus ada dan tepat.

    Perbaikan: sebut label diktum yang ada; periksa rujukan setiap kali diktum ditambah, dihapus, atau dipindahkan.

    Contoh: dalam Keputusan dengan tiga diktum, `sebagaimana dimaksud dalam Diktum KEEMPAT` tidak merujuk ke mana pun.
    """
    by_number = {_number(keputusan.nomor): (keputusan, source) for keputusan, source in reading.decrees if keputusan.nomor}
    sources = {keputusan.berkas: source for keputusan, source in reading.decrees}
    longest = max((len(items(source, "diktum")) for source in sources.values()), default=0)
    for own, stretch in [*decrees(reading), *((None, stretch) for stretch in chapters(reading))]:
        for found in _CITED_DIKTUM.finditer(stretch.text):
            there = _whole_decree(stretch.text[found.end() : found.end() + 400], by_number)
            here = len(items(sources[own.berkas], "diktum")) if own else longest
            count = here if there is None else there
            for label in re.finditer(_LABEL, found[1], re.IGNORECASE):
                number = _LABELS.index(" ".join(label[0].upper().split())) + 1
                if 0 < count < number:
                    yield Remark(stretch.place(reading, found.start(1) + label.start(), label[0]), f"diktum `{label[0]}` tidak ada",
                                 f"Keputusan itu berakhir dengan diktum {numerals.diktum(count)}")


def _whole_decree(rest: str, known: dict[str, tuple[Keputusan, Source]]) -> int | None:
    """Give how many diktum the Keputusan named behind a citation has, 0 where that is not of this book; None where none is named."""
    if not _OTHER.match(rest):
        return None
    number = _NUMBER.search(rest)
    if number is None or _number(number[1]) not in known:
        return 0
    return len(items(known[_number(number[1])][1], "diktum"))


def _number(text: str) -> str:
    return "".join(text.split()).casefold().rstrip(".,;")


@rule("lampiran-disebut", Severity.WARNING)
def annexes_are_named(reading: Reading) -> Iterator[Remark]:
    """Setiap lampiran disebut dalam diktum, dan lampiran yang disebut harus ada.

    Dasar: UU 12/2011, lampiran II: lampiran harus dinyatakan dalam batang tubuh sebagai bagian yang tidak terpisahkan.

    Perbaikan: sebut lampiran itu dalam diktum: `sebagaimana tercantum dalam Lampiran II yang merupakan bagian tidak terpisahkan
    dari Keputusan ini`.
    """
    for keputusan, source in reading.decrees:
        said = items(source, "diktum")
        if not said or source.doubts("lampiran"):
            continue
        known = [annex.nomor for annex in keputusan.lampiran]
        named = set[str]()
        for item in (*said, *items(source, "menimbang")):
            for found in _CITED_ANNEX.finditer(item.text):
                if _OTHER.match(item.text[found.end() :]):
                    continue
                cited = _romans(found[1] or "", known)
                if item.path[0] == "diktum":
                    named.update(cited or ["*"])
                yield from _wrong_annexes(reading, item, found, cited, known)
        for index, number in enumerate(known):
            if number not in named and named != {"*"} and not (named and not number):
                name = f"lampiran {number}".strip()
                yield Remark(source.place("lampiran", index, "judul"), f"{name} tidak disebut dalam diktum mana pun")


def _romans(text: str, known: list[str]) -> list[str]:
    """Give the numbers of annexes in "I, II, dan III" or "I sampai dengan Lampiran III"."""
    cited = re.findall(r"\b[IVX]+\b", text)
    if len(cited) == 2 and re.search(r"sampai|s\.d\.", text) and set(cited) <= set(known):
        return known[known.index(cited[0]) : known.index(cited[1]) + 1]
    return cited


def _wrong_annexes(
    reading: Reading, item: Passage, found: re.Match[str], cited: list[str], known: list[str]
) -> Iterator[Remark]:
    place = reading.spot(item, found.start(), found[0])
    if not known:
        before = item.text[max(0, found.start() - 40) : found.start()]
        if cited or re.search(r"(?:tercantum|dimuat|termuat|dimaksud|terlampir)\s+(?:dalam|pada|di)\s+$", before):
            yield Remark(place, f"`{found[0]}` disebut, padahal Keputusan ini tidak berlampiran",
                         "tambahkan `lampiran:`, atau hapus penyebutannya")
        return
    for number in cited:
        if known == [""]:
            yield Remark(place, f"`Lampiran {number}` disebut, padahal lampirannya hanya satu dan tidak bernomor", "tulis `Lampiran`")
        elif number not in known:
            yield Remark(place, f"`Lampiran {number}` tidak ada", f"lampiran Keputusan ini: {', '.join(known)}")


@rule("huruf-rujuk", Severity.WARNING)
def cited_letters_exist(reading: Reading) -> Iterator[Remark]:
    """Pertimbangan hanya merujuk huruf pertimbangan yang ada di atasnya.

    Dasar: UU 12/2011, lampiran II: pertimbangan terakhir merujuk pertimbangan sebelumnya,
    "berdasarkan pertimbangan sebagaimana dimaksud dalam huruf a dan huruf b".

    Perbaikan: sebut huruf semua pertimbangan yang mendahuluinya.

    Contoh: pada pertimbangan ketiga (c): `sebagaimana dimaksud dalam huruf a dan huruf b`
    """
    for _, source in reading.decrees:
        said = items(source, "menimbang")
        for index, item in enumerate(said):
            for found in _CITED_LETTERS.finditer(item.text):
                if _OTHER.match(item.text[found.end() :]):
                    continue
                for letter in re.finditer(r"(?<![\w.])[a-zA-Z]\b(?!\.)", found[1]):
                    cited = ord(letter[0].lower()) - 97
                    if cited < index:
                        continue
                    place = reading.spot(item, found.start(1) + letter.start(), letter[0])
                    yield Remark(place, _letter_fault(letter[0], cited, index, len(said)), _letters_before(index))


def _letter_fault(letter: str, cited: int, index: int, count: int) -> str:
    if count == 1:
        return f"huruf `{letter}` disebut, padahal pertimbangannya hanya satu dan tidak berhuruf"
    if cited >= count:
        return f"pertimbangan {_letter(index)} merujuk huruf `{letter}`, yang tidak ada"
    where = "adalah dirinya sendiri" if cited == index else "ada di bawahnya"
    return f"pertimbangan {_letter(index)} merujuk huruf `{letter}`, yang {where}"


def _letters_before(index: int) -> str:
    letters = [f"huruf {_letter(number)}" for number in range(index)]
    if len(letters) < 2:
        return f"tulis `{letters[0]}`" if letters else "hapus rujukan itu"
    comma = "," if len(letters) > 2 else ""
    return f"tulis `{', '.join(letters[:-1])}{comma} dan {letters[-1]}`"


def _letter(index: int) -> str:
    return chr(97 + index) if index < 26 else str(index + 1)


def _start(reading: Reading, item: Passage) -> Place:
    """Give the place of an item's first word."""
    first = item.text.split()[0]
    return reading.spot(item, item.text.index(first), first)


def _begin(text: str) -> str:
    return " ".join(text.split()[:3])
