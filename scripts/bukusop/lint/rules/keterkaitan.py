"""Rules on keterkaitan: what one SOP says of its relations to others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bukusop.diagnostics import Place, Severity
from bukusop.lint.reading import Reading, Sheet
from bukusop.lint.rule import Remark, rule
from bukusop.lint.stretches import items, normal

_PREFIX = re.compile(r"^(?:sop|standar operasional prosedur)(?: (?:tentang|mengenai))? ")


def _name(text: str) -> str:
    """Give an SOP's name as it is compared: without "SOP" before it, without what stands in brackets."""
    return _PREFIX.sub("", normal(re.sub(r"\([^()]*\)", " ", text)))


def _names(reading: Reading) -> dict[str, Sheet]:
    return {name: sheet for sheet in reversed(reading.sheets) if (name := _name(sheet.sop.nama))}


def _related(sheet: Sheet, names: dict[str, Sheet], ids: frozenset[str]) -> Iterator[tuple[str, str, Place]]:
    """Give what is written in keterkaitan: the text, the id of the SOP it means ("" for one not of this book), its place."""
    for item in items(sheet.source, "keterkaitan"):
        text = item.text.strip()
        there = names.get(_name(text))
        yield text, text if text in ids else there.sop.id if there else "", item.place


def _all(reading: Reading) -> Iterator[tuple[Sheet, list[tuple[str, str, Place]]]]:
    names, ids = _names(reading), frozenset(sheet.sop.id for sheet in reading.sheets)
    for sheet in reading.sheets:
        yield sheet, list(_related(sheet, names, ids))


@rule("keterkaitan-diri", Severity.ERROR)
def sop_is_not_related_to_itself(reading: Reading) -> Iterator[Remark]:
    """SOP tidak berkaitan dengan dirinya sendiri.

    Dasar: PermenPAN-RB 35/2012: keterkaitan memberi penjelasan mengenai hubungan SOP yang bersangkutan dengan SOP lain.

    Perbaikan: hapus dari `keterkaitan`, atau ganti dengan SOP yang dimaksud.
    """
    for sheet, related in _all(reading):
        own = _name(sheet.sop.nama)
        for text, id_, place in related:
            if id_ == sheet.sop.id or (own and _name(text) == own):
                yield Remark(place, f"`{text}` adalah SOP ini sendiri")


@rule("keterkaitan-ganda", Severity.WARNING)
def related_sops_are_named_once(reading: Reading) -> Iterator[Remark]:
    """SOP yang berkaitan disebut satu kali.

    Dasar: praktik: butir yang sama dua kali biasanya salinan yang lupa diganti.

    Perbaikan: hapus salah satu, atau ganti dengan SOP yang dimaksud.
    """
    for _, related in _all(reading):
        first: dict[str, Place] = {}
        for text, id_, place in related:
            key = id_ or f" {_name(text)}"
            if key in first:
                yield Remark(place, f"`{text}` sudah disebut pada baris {first[key].line}")
            first.setdefault(key, place)


@rule("keterkaitan-timbal-balik", Severity.ADVICE)
def relations_go_both_ways(reading: Reading) -> Iterator[Remark]:
    """SOP yang saling berkaitan saling mencantumkan.

    Dasar: praktik: yang mengubah suatu SOP harus dapat melihat pada lembarnya SOP mana yang bergantung padanya.

    Perbaikan: tambahkan SOP ini pada `keterkaitan` SOP yang disebut, atau hapus penyebutannya.
    """
    every = list(_all(reading))
    named = {sheet.sop.id: {id_ for _, id_, _ in related} for sheet, related in every}
    sheets = {sheet.sop.id: sheet for sheet, _ in every}
    doubtful = {sheet.sop.id for sheet, _ in every if any(path[:1] in ((), ("keterkaitan",)) for path in sheet.source.doubtful)}
    for sheet, related in every:
        for text, id_, place in related:
            if id_ and id_ != sheet.sop.id and id_ not in doubtful and sheet.sop.id not in named[id_]:
                there = sheets[id_].place("keterkaitan")
                line = f":{there.line}" if there.line else ""
                yield Remark(place, f"SOP `{text}` tidak mencantumkan kembali SOP ini, lihat {there.file}{line}",
                             f"tambahkan `{sheet.sop.id}` pada `keterkaitan` di {there.file}, atau hapus `{text}` di sini")


@rule("keterkaitan-teks", Severity.ADVICE)
def sops_of_the_book_are_named_by_id(reading: Reading) -> Iterator[Remark]:
    """SOP dalam buku ini disebut dengan id-nya dalam keterkaitan.

    Dasar: praktik: id dicetak sebagai nama yang selalu mutakhir dan menjadi tautan; nama yang diketik tertinggal ketika SOP
    diganti namanya.

    Perbaikan: tulis id SOP itu, yaitu nama berkasnya tanpa nomor urut.

    Contoh: `SOP Pengelolaan Surat Masuk` seharusnya `surat-masuk`
    """
    for sheet, related in _all(reading):
        for text, id_, place in related:
            if id_ and id_ not in (text, sheet.sop.id):
                yield Remark(place, f"`{text}` adalah SOP dalam buku ini", f"tulis `{id_}`")
