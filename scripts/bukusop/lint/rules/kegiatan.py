"""Rules on the words of a step: an active verb first, and no subject."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bukusop.diagnostics import Place, Severity
from bukusop.lint.reading import Reading, Step, Table
from bukusop.lint.rule import Remark, rule
from bukusop.lint.verbs import active_form, is_active, is_passive
from bukusop.lint.words import ADVERBS, CAPSULES, OFFICE_WORDS, OPENERS
from bukusop.model import Bentuk, Daftar, plain

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NUMBERING = re.compile(r"^\s*(?:\d+[.)]|[a-zA-Z][.)]|[-*•])\s+")
_PREFIXES = frozenset({"me", "mem", "men", "meng", "meny", "menge", "ber"})
_BRACKETED = re.compile(r"^\([^()]*\)\s*(?=\w)")
_UNCLEAR = re.compile(r"\s+(?:yang|untuk|tidak|belum)\b.*$", re.DOTALL)
_SUBJECT = 8
"""A subject has fewer words than this."""


@rule("kegiatan-kata-kerja", Severity.WARNING)
def steps_begin_with_a_verb(reading: Reading) -> Iterator[Remark]:
    """Kegiatan diawali dengan kata kerja aktif.

    Dasar: praktik menurut PermenPAN-RB 35/2012: kegiatan dimulai dengan kata kerja aktif, sehingga jelas apa yang dikerjakan.

    Perbaikan: awali kegiatan dengan kata kerja berawalan me- atau ber-, misalnya `Menerima`, `Memeriksa`, `Menyusun`.

    Contoh: `Berkas diperiksa oleh petugas` seharusnya `Memeriksa berkas`; `Penyusunan laporan` seharusnya `Menyusun laporan`
    """
    for table in _tables(reading):
        names = _column_names(table)
        for step in table.steps:
            if all(symbol.bentuk in {Bentuk.MULAI, Bentuk.SELESAI} for symbol in step.langkah.simpul):
                continue
            for text, place in _sentences(step):
                words = _WORD.findall(text)
                if not words or _begins_well(text) or _without_subject(text, names) is not None:
                    continue
                first = words[0]
                verb = active_form(first.lower())
                told = "diawali kata kerja pasif" if is_passive(first.lower()) else "tidak diawali kata kerja aktif"
                hint = f"awali dengan `{verb[:1].upper()}{verb[1:]}`" if verb else ""
                yield Remark(place, f"kegiatan {step.name} {told}: `{first}`", hint)


@rule("kegiatan-pelaku", Severity.WARNING)
def steps_name_no_subject(reading: Reading) -> Iterator[Remark]:
    """Kegiatan tidak menyebut siapa pelakunya.

    Dasar: praktik menurut PermenPAN-RB 35/2012: pelaksana ditunjukkan oleh kolomnya; subjek yang ditulis lagi dapat berbeda dari
    kolom itu.

    Perbaikan: hapus pelakunya, sehingga kegiatan langsung diawali kata kerja.

    Contoh: `Petugas menerima berkas` seharusnya `Menerima berkas`
    """
    for table in _tables(reading):
        names = _column_names(table)
        for step in table.steps:
            for text, place in _sentences(step):
                found = None if _begins_well(text) else _without_subject(text, names)
                if found is not None:
                    subject, rest = found
                    yield Remark(place, f"kegiatan {step.name} diawali pelakunya: `{subject}`", f"tulis `{rest}`" if rest else "")


def _tables(reading: Reading) -> Iterator[Table]:
    for sheet in reading.sheets:
        yield from sheet.tables


def _column_names(table: Table) -> tuple[str, ...]:
    return tuple(actor.nama.strip().lower() for actor in table.prosedur.pelaksana if actor.nama.strip())


def _sentences(step: Step) -> Iterable[tuple[str, Place]]:
    """Give the activities of a step with their places: several where the cell is nothing but a list."""
    blocks = step.langkah.kegiatan
    node = step.source.tree.get((*step.path, "kegiatan"))
    several = node is not None and isinstance(node.value, list)
    if len(blocks) == 1 and isinstance(blocks[0], Daftar):
        pairs = [(plain(item), (index,) if several else ()) for index, item in enumerate(blocks[0].butir)]
    else:
        pairs = [(plain(blocks), (0,) if several else ())]
    return [(_NUMBERING.sub("", text).strip(), step.place("kegiatan", *path)) for text, path in pairs if text.strip()]


def _begins_well(text: str) -> bool:
    """Whether a sentence begins with an active verb, an adverb before it or a condition before it; a capsule's words do, too."""
    words = [found.lower() for found in _WORD.findall(_BRACKETED.sub("", text))[:3]]
    if not words:
        return True
    stem, hyphen, _ = words[0].partition("-")
    if stem in CAPSULES or is_active(stem) or (hyphen and stem in _PREFIXES):
        return True
    if words[0] in ADVERBS:
        return any(is_active(word) for word in words[1:])
    if words[0] == "secara" and any(is_active(word) for word in words[2:]):
        return True
    if words[0] in OPENERS:
        clauses = re.split(r",\s*(?:maka\s+)?|\bmaka\s+", text)[1:]
        return any(is_active(found[0].lower()) for clause in clauses if (found := _WORD.match(clause.strip())))
    return False


def _without_subject(text: str, names: tuple[str, ...]) -> tuple[str, str] | None:
    """Split a sentence that begins with its subject: the subject, and the rest from its verb on ("" where that is not clear)."""
    lower = text.lower()
    column = max((name for name in names if re.match(rf"{re.escape(name)}(?!\w)", lower)), key=len, default="")
    words = list(_WORD.finditer(text))
    if not words or not (column or words[0][0].lower() in OFFICE_WORDS):
        return None
    after = [word for word in words[:_SUBJECT] if word.start() >= len(column)][0 if column else 1 :]
    verb = next((word for word in after if is_active(word[0].lower())), None)
    if verb is None:
        return None
    subject, rest = text[: verb.start()].strip(" ,:-–—"), text[verb.start() :]
    bare = _UNCLEAR.sub("", subject)
    return text[: len(column)] if column else bare, rest[:1].upper() + rest[1:] if bare == subject else ""
