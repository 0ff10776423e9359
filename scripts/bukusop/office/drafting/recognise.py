"""A RawDocument -> drafts of the SOPs in it: the second of the two steps of an import.

Nothing is dropped silently: what was guessed bears a comment `ditebak: ...` at its place, words that found no place stand at the end.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bukusop.model import Book, Peraturan
from bukusop.office.drafting import flowread, flowwrite, wording
from bukusop.office.drafting.day import read_day
from bukusop.office.drafting.draft import Draft, Path, Value
from bukusop.office.drafting.labels import DATES, LISTS, folded, slug
from bukusop.office.drafting.links import Links
from bukusop.office.drafting.outside import MANY, lines, outside
from bukusop.office.drafting.places import SYMBOLS, Places
from bukusop.office.drafting.sheets import Reader, Sheet
from bukusop.office.drafting.steps import Procedure, add_row
from bukusop.office.drafting.texts import is_own
from bukusop.office.foreign.raw import RawDocument

_SHORT = re.compile(r"\(.*|[IVX]+\W?$|[^AEIOU]+$|(UPT|UPTD|IKM|UKM|UMKM|ASN|SOP|PPID|KTP|NIB|OSS|SPJ|IMB|PIRT|NIK|RKA|DPA|SKM)\b")
_SMALL = frozenset((
    "DAN", "ATAU", "PADA", "DI", "KE", "DARI", "UNTUK", "BAGI", "KARENA", "OLEH", "DENGAN", "YANG", "DALAM", "SERTA", "TERHADAP",
    "SEBAGAI", "TENTANG", "KEPADA", "ATAS",
))
_SECTION = re.compile(r"^\d+(\.\d+)+\.?\s+")


@dataclass(frozen=True, slots=True)
class Known:
    """What the project knows already: office holders, regulations, SOPs and bidang by their folded words; how capsules are drawn."""

    pejabat: Mapping[str, str] = field(default_factory=dict)
    pengesah: str = ""
    peraturan: Mapping[str, str] = field(default_factory=dict)
    sops: Mapping[str, str] = field(default_factory=dict)
    bidang: Mapping[str, str] = field(default_factory=dict)
    ends: str = "kapsul"
    dropped: frozenset[str] = frozenset()

    @classmethod
    def of(cls, book: Book, register: Mapping[str, Peraturan], ends: str) -> Known:
        """Gather what a book knows."""
        pejabat = {folded(word): item.kunci for item in book.pejabat for word in (item.nama, item.nip) if word}
        office = book.instansi
        lines = (office.nama, office.pemerintah, office.alamat, office.telepon, office.surel)
        own = {folded(word) for word in lines} | {folded(
            f"Telepon {office.telepon}, Surel {office.surel}, Laman {office.laman.partition('//')[2] or office.laman}")}
        return cls(
            pejabat, book.pengesah, {folded(item.sitasi): id_ for id_, item in register.items()},
            {folded(sop.nama): sop.id for sop in book.sops}, {folded(item.nama): item.kunci for item in book.bidang}, ends, frozenset(own),
        )


def recognise(document: RawDocument, known: Known | None = None) -> list[Draft]:
    """Give the SOPs of a document in their order; none where there is no table of steps."""
    known = known or Known()
    reader, around = Reader(document), list[str]()
    if len(told := lines(document, blocks := outside(reader))) > MANY:
        reader, around = Reader(document, blocks), told
    sheets = [sheet for sheet in reader.sheets if sheet.procedures or sheet.identity.fields]
    sheets = _with_orphans(list(sheets))
    procedures = [procedure for sheet in sheets for procedure in sheet.procedures]
    if not procedures:
        return []
    _capsule_rows(document, procedures)
    places = Places(document, procedures)
    _drawn_rows(places, procedures)
    links = Links(document, places)
    names = {folded(wording.words(sheet.identity.fields.get("nama", ()))): sheet for sheet in sheets}
    drafts = [_Drafting(document, sheet, known, places, links, names).draft(n == 0) for n, sheet in enumerate(sheets)]
    return [replace(drafts[0], around=tuple(around)), *drafts[1:]]


def _with_orphans(sheets: list[Sheet]) -> list[Sheet]:
    """Give the words of a sheet without procedures (a cover, a list) to the one after it."""
    result: list[Sheet] = []
    for sheet in sheets:
        before = result[-1] if result else None
        if before is not None and not before.procedures:
            named = bool(wording.words(sheet.identity.fields.get("nama", ())))
            for key, value in before.identity.fields.items():
                if not named:
                    sheet.identity.add(key, value)
                elif wording.words(value):
                    before.identity.left.append(f"{key}: {wording.words(value)}")
            sheet.identity.left = before.identity.left + sheet.identity.left
            result.pop()
        result.append(sheet)
    return result


def _capsule_rows(document: RawDocument, procedures: Sequence[Procedure]) -> None:
    """Make a step of an empty line in which a symbol hangs: rows Mulai and Selesai without a word."""
    for shape in document.shapes:
        if shape.kind not in SYMBOLS or shape.anchor.row < 0 or shape.frame == "page":
            continue
        for procedure in procedures:
            for part in procedure.parts:
                if part.block == shape.anchor.block and part.lines.get(shape.anchor.row) == -1 and shape.box[1] < 12:
                    add_row(procedure, part, shape.anchor.row)


def _drawn_rows(places: Places, procedures: Sequence[Procedure]) -> None:
    """Make a step of an empty line of our own sheets in which a symbol stands: an author may leave all cells of a row empty."""
    for symbol in places.symbols:
        for procedure in procedures:
            for part in procedure.parts:
                if part.block == symbol.block and part.lines.get(symbol.line) == -1 and is_own(
                        item for cell in part.table.cells if cell.row == symbol.line for item in cell.isi):
                    add_row(procedure, part, symbol.line)


class _Drafting:
    """The making of one draft."""

    def __init__(
        self, document: RawDocument, sheet: Sheet, known: Known, places: Places, links: Links, names: Mapping[str, Sheet]
    ) -> None:
        self.document, self.sheet, self.known, self.places, self.links, self.names = document, sheet, known, places, links, names
        self.data: dict[str, Value] = {}
        self.comments: list[tuple[Path, str]] = []
        self.read: list[str] = []
        self.left: list[str] = []
        self.sure = self.guessed = 0

    def draft(self, first: bool) -> Draft:
        """Write everything of one sheet; words of no sheet go to the first."""
        self._identity()
        self._procedures()
        self._left(first)
        name = str(self.data["nama"])
        guessed = [_sentence(path, text) for path, text in self.comments if text.startswith("ditebak")]
        unit = folded(wording.words(self.sheet.identity.fields.get("unit", ())))
        return Draft(
            self.data, slug(wording.clean(name)) or "sop", self.known.bidang.get(unit, ""),
            (*self.comments, *(((), text) for text in self.left)), tuple(self.read), tuple(guessed), tuple(self.left),
        )

    def _words(self, key: str) -> str:
        return wording.words(self.sheet.identity.fields.get(key, ()))

    def _note(self, path: Path, text: str) -> None:
        self.comments.append((path, text))

    def _identity(self) -> None:
        if self._words("nomor"):
            self.data["nomor"] = self._words("nomor")
        name = _SECTION.sub("", self._words("nama"))
        if not name:
            name = next(iter(self.sheet.identity.titles), "") or self.document.name.rpartition("/")[2].rpartition(".")[0] or "SOP"
            self._note(("nama",), "ditebak: nama SOP tidak tertulis di blok identitas")
        else:
            self.left += self.sheet.identity.titles
        spoken = self._written("nama", name)
        self.data["nama"] = spoken
        if spoken != name:
            self._note(("nama",), f"ditebak: ditulis dengan huruf besar, `{name}`")
        self._dates()
        self._holder()
        unit = self._words("unit")
        if unit and folded(unit) not in self.known.bidang:
            self.data["unit"] = self._written("unit", unit)
            if self.data["unit"] != unit:
                self._note(("unit",), f"ditebak: ditulis `{unit}`")
        for key in LISTS:
            items = wording.entries(self.sheet.identity.fields.get(key, ()))
            if key == "dasar_hukum":
                items = [self.known.peraturan.get(folded(item), item) for item in items]
            if key == "keterkaitan":
                items = [self._related(item) for item in items]
            if items:
                self.data[key] = items[0] if len(items) == 1 else list(items)
        told = [key for key in ("nomor", "nama", "tanggal", "disahkan_oleh", *LISTS) if key in self.data]
        self.read.append(f"identitas: {', '.join(told)}")

    def _related(self, item: str) -> str:
        name = re.sub(r"^sop\s+", "", folded(item))
        for word in (folded(item), name):
            if word in self.known.sops:
                return self.known.sops[word]
        return item

    def _written(self, key: str, text: str) -> str:
        """Give a name as people write it; our own sheets show capitals, and hold the words as they were written."""
        return text if is_own(self.sheet.identity.fields.get(key, ())) else _spoken(text)

    def _dates(self) -> None:
        days: dict[str, Value] = {}
        for key in DATES:
            text = self._words(key)
            if not re.search(r"\w", text):
                continue
            day, doubt = read_day(text)
            if day is None:
                self._note((), f"tanggal {key} tidak terbaca: {text}")
                self.left.append(f"tanggal {key}: {text}")
                self.comments.pop()
                continue
            days[key] = str(day)
            if doubt:
                self._note(("tanggal", key), f"ditebak: {doubt}")
        if days:
            self.data["tanggal"] = days

    def _holder(self) -> None:
        """Find who approves among the book's office holders by name or NIP; else keep the words."""
        paragraphs = self.sheet.identity.fields.get("disahkan_oleh", ())
        lines = [line for item in paragraphs if (line := wording.words((item,)))]
        if not lines:
            return
        whole = f" {folded(' '.join(lines))} "
        found = next((key for word, key in self.known.pejabat.items() if word and f" {word} " in whole), "")
        if found and found != self.known.pengesah:
            self.data["disahkan_oleh"] = found
        elif not found:
            self.left.append(f"disahkan oleh: {'; '.join(lines)}")

    def _procedures(self) -> None:
        procedures = self.sheet.procedures
        if not procedures:
            self._note((), "tabel langkah tidak ditemukan")
            return
        many = len(procedures) > 1 or bool(procedures[0].title)
        written: list[Value] = []
        for n, procedure in enumerate(procedures):
            path: Path = ("prosedur", n) if many else ()
            actors, steps = self._procedure(procedure, path)
            title = procedure.title
            if many and not title:
                title = f"Prosedur {n + 1}"
                self._note((*path, "judul"), "ditebak: prosedur ini tidak berjudul di berkas asal")
            if many:
                written.append({"judul": title, "pelaksana": actors, "langkah": steps})
            else:
                self.data.update({"pelaksana": actors, "langkah": steps})
        if many:
            self.data["prosedur"] = written
        self.read.append(f"{sum(len(item.rows) for item in procedures)} langkah, "
                         f"{sum(len(item.actors) for item in procedures)} kolom pelaksana; {self.sure} simbol pasti")

    def _procedure(self, procedure: Procedure, path: Path) -> tuple[Value, Value]:
        if not procedure.actors:
            procedure.actors = ["Pelaksana"]
            self._note((*path, "pelaksana"), "ditebak: nama pelaksana tidak tertulis di kepala tabel")
        keys = _keys(procedure.actors)
        blocks = {part.block for part in procedure.parts}
        symbols = [symbol for symbol in self.places.symbols if symbol.block in blocks and any(
            part.block == symbol.block and symbol.line in part.lines for part in procedure.parts)]
        flow = flowread.Flow(procedure, keys, symbols, self.links.links, self.known.ends)
        told = flowwrite.Writing(flow, (*path, "langkah")).told()
        self.comments += told.comments
        self.sure += told.sure
        self.guessed += told.guessed
        if not flow.known and len(procedure.rows) > 1:
            self._note((*path, "langkah"), "ditebak: tidak ada garis bagan alir yang terbaca; langkah dianggap berurutan"
                       if flow.drawn else "ditebak: tidak ada gambar bagan alir; langkah dianggap berurutan")
        self._marks(procedure)
        return dict(zip(keys, procedure.actors, strict=True)), told.steps

    def _marks(self, procedure: Procedure) -> None:
        """Keep words in actors' cells that are neither a mark nor an answer."""
        answers = {folded(link.label) for link in self.links.links}
        for row in procedure.rows:
            for text in row.marks.values():
                if len(text) > 2 and folded(text) not in answers:
                    self.left.append(f"di kolom pelaksana, langkah {row.number or '?'}: {text}")

    def _left(self, first: bool) -> None:
        own = {folded(str(self.data.get(key, ""))) for key in ("nama", "nomor", "unit")} | self.known.dropped
        own |= {folded(self._words("unit"))}
        self.left = [text for text in [*self.left, *self.sheet.identity.left] if folded(text) not in own and folded(text)]
        self.left += [text for procedure in self.sheet.procedures for text in procedure.left]
        if first:
            self.left += [f"tulisan di gambar: {text}" for text in self.links.loose]
            if self.places.strays:
                self.left.append(f"bingkai di sekeliling gambar bagan alir dilewati: {len(self.places.strays)}")
            self.left += list(self.document.notes)
        if self.sheet.identity.kop and not any(folded(line) in self.known.dropped for line in self.sheet.identity.kop):
            self.left.append(f"kop: {' / '.join(self.sheet.identity.kop)}")
        self.left = list(dict.fromkeys(self.left))


def _spoken(text: str) -> str:
    """Write a name in capitals as it is written elsewhere: UPT PENGELOLA DANA -> UPT Pengelola Dana."""
    if not text.isupper():
        return text
    return " ".join(
        word.lower() if word in _SMALL else word if _SHORT.match(word) else word.capitalize()
        for word in text.split()
    )


def _keys(names: Sequence[str]) -> list[str]:
    """Make a short key of each actor's name, each a different one."""
    keys: list[str] = []
    for name in names:
        key = slug(name, 20).replace("-", "_") or "pelaksana"
        number = 2
        while key in keys:
            key = f"{slug(name, 20).replace('-', '_') or 'pelaksana'}_{number}"
            number += 1
        keys.append(key)
    return keys


def _sentence(path: Path, text: str) -> str:
    """Write a comment for the report, with the step it speaks of."""
    step = next((index + 1 for key, index in itertools.pairwise(path) if key == "langkah" and isinstance(index, int)), 0)
    words = text.removeprefix("ditebak: ")
    return f"langkah {step}: {words}" if step else f"{path[0]}: {words}" if path else words
