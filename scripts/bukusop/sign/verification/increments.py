"""One increment of a file, compared with the state before it -> what it adds, and what it may not do.

The rule is exact and positive: every object that an increment replaces must have a known role, and only the entries of that role may
differ. New objects are harmless by themselves, since nothing signed can lead to them (`references.py` sees to that). What is not known here
is left to pyHanko's difference analysis, which is slower by far. Attacks: Mladenov et al. 2021, "Shadow Attacks" and "Attacks on PDF
Certification"; rules of what may follow a signature: ISO 32000-2, 12.8.2.2 and ETSI EN 319 142-1, clause 5.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver

from bukusop.sign.verification.metadata import same_information, same_metadata
from bukusop.sign.verification.opening import FAULTS, Opened, entry
from bukusop.sign.verification.references import References

WIDGET = frozenset({
    "/Type", "/Subtype", "/FT", "/T", "/TU", "/V", "/F", "/Ff", "/Rect", "/P", "/AP", "/MK", "/Lock", "/SV", "/StructParent", "/M", "/NM",
    "/Border", "/BS", "/DA", "/Q",
})
"""Entries of a new signature field; one that acts (/A, /AA) is not accepted."""
STORE = frozenset({"/Type", "/Certs", "/OCSPs", "/CRLs", "/VRI"})
HIDDEN = 2
"""Annotation flag (ISO 32000-2, table 167)."""


@dataclass
class Step:
    """What an increment does: evidence, dates, signature fields filled or added (name -> can it be seen), faults, things not known."""

    revision: int
    evidence: bool = False
    dates: bool = False
    fields: dict[str, bool] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def compare(opened: Opened, revision: int, references: References) -> Step:
    """Compare an increment with the state before it."""
    comparison = _Comparison(opened, revision, references)
    try:
        comparison.run()
    except FAULTS as error:
        comparison.step.unknown.append(type(error).__name__)
    return comparison.step


class _Comparison:
    """Two states of a file, side by side."""

    def __init__(self, opened: Opened, revision: int, references: References) -> None:
        self.opened, self.references, self.step = opened, references, Step(revision)
        reader = opened.reader
        self.old: HistoricalResolver = reader.get_historical_resolver(revision - 1)
        self.new: HistoricalResolver = reader.get_historical_resolver(revision)
        self.refs = self.new.explicit_refs_in_revision()
        self.over = {ref for ref in self.refs if reader.xrefs.get_historical_ref(ref, revision - 1) is not None}
        self.fresh = self.refs - self.over
        self.signed = {found.name: found for found in opened.signatures if found.revision == revision and found.entire}
        self.added: set[generic.Reference] = set()

    def run(self) -> None:
        """Judge trailer, new objects, then every object that is replaced."""
        step, reader = self.step, self.opened.reader
        if self.new.refs_freed_in_revision():
            step.faults.append("ada bagian yang dihapus")
        if any(ref.generation for ref in self.fresh):
            step.faults.append("nomor objek lama dipakai lagi")
        for key in ("/Root", "/Encrypt"):
            if not same(_raw(self.old.trailer_view, key), _raw(self.new.trailer_view, key)):
                step.faults.append("susunan dokumen diganti")
        if reader.encrypted:
            step.unknown.append("terenkripsi")
            return
        if self.references.foreseen(self.fresh, step.revision):
            step.faults.append("isi yang semula kosong diisi kemudian")
        self._information()
        roles = self._roles()
        self._form()        # before pages: only what the form has gained may appear on them
        for ref in sorted(self.over, key=lambda ref: (int(ref.idnum), int(ref.generation))):
            before, after = self.old(ref), self.new(ref)
            if same(before, after):
                continue
            judge = roles.get(ref)
            if judge is None:
                judge = self._dictionary if type(before) is type(after) is generic.DictionaryObject else self._other
            judge(ref, before, after)

    def _roles(self) -> dict[generic.Reference, Any]:
        """Give who judges objects whose role follows from where they hang."""
        roles: dict[generic.Reference, Any] = {self.old.root_ref: self._catalog}
        for key, judge in (("/AcroForm", _allowed), ("/DSS", self._store), ("/Metadata", self._metadata)):
            place = _raw(self.old.root, key)
            if isinstance(place, generic.IndirectObject):
                roles[place.reference] = judge
        place = _raw(entry(self.old.root, "/AcroForm"), "/Fields")
        if isinstance(place, generic.IndirectObject):
            roles[place.reference] = _allowed      # `_form` has judged it
        place = _raw(self.old.trailer_view, "/Info")
        if isinstance(place, generic.IndirectObject):
            roles[place.reference] = _allowed      # `_information` has judged it
        return roles

    def _elsewhere(self, ref: generic.Reference) -> bool:
        """Whether metadata hangs anywhere but on the catalog: then it may be something else as well, such as the contents of a page."""
        reader = self.opened.reader
        written = 0
        for revision in range(reader.xrefs.total_revisions):
            state = reader.get_historical_resolver(revision)
            place = _raw(state.root, "/Metadata")
            if state.root_ref in state.explicit_refs_in_revision() and isinstance(place, generic.IndirectObject):
                written += place.reference == ref
        return self.references.count(ref) > written

    def _catalog(self, _ref: Any, before: Any, after: Any) -> None:
        differing = _differing(before, after) - {"/AcroForm", "/DSS", "/Extensions", "/Metadata"}
        if differing:
            self.step.faults.append(f"susunan dokumen diubah ({', '.join(sorted(differing))})")
        if not same(_raw(before, "/DSS"), _raw(after, "/DSS")):
            self._store(None, entry(before, "/DSS", generic.DictionaryObject()), entry(after, "/DSS"))
        if not same(_raw(before, "/Metadata"), _raw(after, "/Metadata")):
            self._metadata(None, entry(before, "/Metadata"), entry(after, "/Metadata"))

    def _store(self, _ref: Any, before: Any, after: Any) -> None:
        if type(after) is not generic.DictionaryObject or set(after) - STORE or type(before) is not generic.DictionaryObject:
            self.step.faults.append("tempat bukti (DSS) tidak tersusun semestinya")
            return
        self.step.evidence = True

    def _metadata(self, ref: generic.Reference | None, before: Any, after: Any) -> None:
        if ref is not None and self._elsewhere(ref):
            self.step.unknown.append("metadata")
        elif not same_metadata(before, after):
            self.step.faults.append("judul atau keterangan dokumen (XMP) diubah")
        else:
            self.step.dates = True

    def _information(self) -> None:
        before, after = (
            state(place.reference) if isinstance(place, generic.IndirectObject) else place
            for state in (self.old, self.new) for place in [_raw(state.trailer_view, "/Info")]
        )       # a trailer's own references would lead to the newest state
        if same(before, after) or after is None:
            return
        if not same_information(before, after):
            self.step.faults.append("judul atau keterangan dokumen diubah")
        else:
            self.step.dates = True

    def _form(self) -> None:
        """Judge the form: only signature fields may be added, behind those there are."""
        before, after = entry(self.old.root, "/AcroForm"), entry(self.new.root, "/AcroForm")
        if same(before, after) and _entries(before, "/Fields") == _entries(after, "/Fields"):
            return
        if type(after) is not generic.DictionaryObject:
            self.step.faults.append("formulir tanda tangan dibuang")
            return
        old = before if type(before) is generic.DictionaryObject else generic.DictionaryObject()
        differing = _differing(old, after) - {"/Fields", "/SigFlags"}
        if differing:
            self.step.unknown.append(f"formulir ({', '.join(sorted(differing))})")
        had, has = _entries(old, "/Fields"), _entries(after, "/Fields")
        if has[: len(had)] != had:
            self.step.faults.append("kolom tanda tangan dibuang atau diganti")
            return
        for one in has[len(had):]:
            self._new_field(one)

    def _new_field(self, one: Any) -> None:
        place = one.reference if isinstance(one, generic.IndirectObject) else None
        value = one.get_object()
        if place is None or place not in self.fresh or type(value) is not generic.DictionaryObject or entry(value, "/FT") != "/Sig":
            self.step.faults.append("kolom yang bukan tanda tangan ditambahkan")
            return
        if set(value) - WIDGET or entry(value, "/Type", "/Annot") != "/Annot" or entry(value, "/Subtype") != "/Widget":
            self.step.unknown.append("kolom tanda tangan dengan isi lain")
            return
        name, visible = str(entry(value, "/T", "")), shown(value)
        found = self.signed.get(name)
        if found is None or not self._holds(value, found):
            self.step.faults.append("kolom tanda tangan kosong ditambahkan" if "/V" not in value else "tanda tangan tambahan tidak utuh")
        elif found.archive and visible:
            self.step.faults.append("stempel waktu memuat gambar")
        else:
            self.added.add(place)
            self.step.fields[name] = visible

    def _holds(self, value: Any, found: Any) -> bool:
        """Whether a field holds that signature, one that came with this increment."""
        place = _raw(value, "/V")
        own = found.embedded.sig_field.raw_get("/V") if found.embedded is not None else None
        return isinstance(place, generic.IndirectObject) and place.reference in self.fresh and same(place, own)

    def _dictionary(self, ref: generic.Reference, before: Any, after: Any) -> None:
        if entry(before, "/Type") == "/Page":
            self._page(before, after)
        elif entry(before, "/FT") == "/Sig" and entry(before, "/Subtype", "/Widget") == "/Widget" and "/T" in before:
            self._field(before, after)
        else:
            self._other(ref, before, after)

    def _page(self, before: Any, after: Any) -> None:
        differing = _differing(before, after) - {"/Annots"}
        if differing:
            self.step.faults.append(f"halaman diubah ({', '.join(sorted(differing))})")
        self._annotations(_entries(before, "/Annots"), _entries(after, "/Annots"))

    def _annotations(self, had: list[Any], has: list[Any]) -> None:
        """Judge what hangs on a page: only fields that came with this increment, and were accepted, may be added."""
        more = [one for one in has if one not in had]
        if [one for one in has if one in had] != had:
            self.step.faults.append("catatan pada halaman dibuang atau dipindah")
        if any(not isinstance(one, generic.IndirectObject) or one.reference not in self.added for one in more):
            self.step.faults.append("sesuatu digambar atau ditempelkan di atas halaman")

    def _lists(self) -> set[generic.Reference]:
        """Give the annotation arrays of all pages that are objects of their own."""
        found, seen, nodes = set(), set(), [_raw(self.old.root, "/Pages")]
        while nodes:
            node = nodes.pop()
            if isinstance(node, generic.IndirectObject):
                if node.reference in seen:
                    continue
                seen.add(node.reference)
                node = self.old(node.reference)
            place = _raw(node, "/Annots")
            if isinstance(place, generic.IndirectObject):
                found.add(place.reference)
            nodes += _entries(node, "/Kids")
        return found

    def _field(self, before: Any, after: Any) -> None:
        name = str(entry(before, "/T"))
        found = self.signed.get(name)
        if "/V" in before:
            self.step.faults.append(f"tanda tangan pada {name} diganti")
        elif found is None or not self._holds(after, found):
            self.step.faults.append(f"tampilan kolom tanda tangan {name} diubah")
        elif _differing(before, after) - {"/V", "/AP", "/F", "/M", "/MK"}:
            self.step.faults.append(f"kolom tanda tangan {name} diubah")
        else:
            self.step.fields[name] = shown(after) and not same(_raw(before, "/AP"), _raw(after, "/AP"))

    def _other(self, ref: generic.Reference, before: Any, after: Any) -> None:
        kind = entry(before, "/Type", "") if isinstance(before, generic.DictionaryObject) else type(before).__name__
        if isinstance(before, generic.ArrayObject) and isinstance(after, generic.ArrayObject) and ref in self._lists():
            self._annotations(list(_items(before)), list(_items(after)))
        elif kind in ("/Pages", "/Catalog"):
            self.step.faults.append("halaman ditambah, dibuang, atau ditukar")
        elif isinstance(before, generic.StreamObject) or isinstance(after, generic.StreamObject):
            self.step.unknown.append(f"isi (objek {ref.idnum})")
        else:
            self.step.unknown.append(f"objek {ref.idnum} {kind}")


def _allowed(_ref: Any, _before: Any, _after: Any) -> None:
    """Objects that have been judged already."""


def shown(widget: Any) -> bool:
    """Whether a widget can be seen on its page."""
    try:
        left, bottom, right, top = (float(number) for number in widget["/Rect"])
        empty = left == right or bottom == top
    except FAULTS:
        empty = True
    flags = entry(widget, "/F", 0)
    return not empty and not (isinstance(flags, int) and flags & HIDDEN) and "/AP" in widget


def same(one: Any, other: Any) -> bool:
    """Whether two values are written alike; references are compared, not followed."""
    if isinstance(one, generic.IndirectObject) or isinstance(other, generic.IndirectObject):
        return (
            isinstance(one, generic.IndirectObject) and isinstance(other, generic.IndirectObject)
            and (one.idnum, one.generation) == (other.idnum, other.generation)
        )
    if type(one) is not type(other):
        return False
    if isinstance(one, generic.DictionaryObject):
        if isinstance(one, generic.StreamObject) and one.encoded_data != other.encoded_data:
            return False
        return one.keys() == other.keys() and all(same(one.raw_get(key), other.raw_get(key)) for key in one)
    if isinstance(one, generic.ArrayObject):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(_items(one), _items(other), strict=True))
    if isinstance(one, (generic.TextStringObject, generic.ByteStringObject)):
        return bool(one.original_bytes == other.original_bytes)
    return bool(one == other)


def _items(array: Any) -> Iterator[Any]:
    return (array.raw_get(index) for index in range(len(array)))


def _entries(owner: Any, key: str) -> list[Any]:
    """Give the entries of an array, references as such; none where there is no array."""
    value = entry(owner, key)
    return list(_items(value)) if isinstance(value, generic.ArrayObject) else []


def _raw(owner: Any, key: str) -> Any:
    return owner.raw_get(key) if isinstance(owner, generic.DictionaryObject) and key in owner else None


def _differing(before: Any, after: Any) -> set[str]:
    """Name the entries in which two dictionaries differ."""
    return {key for key in {*before, *after} if not same(_raw(before, key), _raw(after, key))}
