"""Citations of regulations: text as people write it -> jenis, nomor, tahun, judul; and the order in which they are listed.

The order is that of UU 12/2011, article 7 and 8; within a rank by time (lampiran II, "Dasar Hukum").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from bukusop.model import Peraturan

MOST_READ = 3000
"""Characters of a text that are looked at: no citation is longer."""

_ABBREVIATIONS = (
    (r"(?<!negara )\brepublik indonesia\b|\bri\b", ""),
    (r"\bundang\s*-?\s*undang\b", "undang-undang"),
    (r"^uud\b", "undang-undang dasar"),
    (r"^uu\b", "undang-undang"),
    (r"^perp?pu\b", "peraturan pemerintah pengganti undang-undang"),
    (r"^pp\b", "peraturan pemerintah"),
    (r"^(per|kep|in)pres\b", r"\1 presiden"),
    (r"^perda\b", "peraturan daerah"),
    (r"^(per|kep)gub\b", r"\1 gubernur"),
    (r"^(per|kep)bup\b", r"\1 bupati"),
    (r"^(per|kep)wa(?:l|li|lkot|ko)\b", r"\1 wali kota"),
    (r"^(per|kep)men\s*-?\s*(?=pan)", r"\1 menteri "),
    (r"^(per|kep)mendagri\b", r"\1 menteri dalam negeri"),
    (r"^pmk\b", "peraturan menteri keuangan"),
    (r"^(per|kep)menkeu\b", r"\1 menteri keuangan"),
    (r"^(per|kep)menkes\b", r"\1 menteri kesehatan"),
    (r"^(per|kep)mendag\b", r"\1 menteri perdagangan"),
    (r"^(per|kep)menperin\b", r"\1 menteri perindustrian"),
    (r"^(per|kep)menkop\s*-?\s*(ukm)?\b", r"\1 menteri koperasi dan usaha kecil dan menengah"),
    (r"^(per|kep)menkumham\b", r"\1 menteri hukum dan hak asasi manusia"),
    (r"^(per|kep)men\b", r"\1 menteri"),
    (r"^perban\b", "peraturan badan"),
    (r"^perka\b", "peraturan kepala"),
    (r"^se\b", "surat edaran"),
    (r"^per (?=presiden|gubernur|bupati|wali|menteri)", "peraturan "),
    (r"^kep (?=presiden|gubernur|bupati|wali|menteri)", "keputusan "),
    (r"^in (?=presiden)", "instruksi "),
    (r"\bwalikota\b", "wali kota"),
    (r"\bmenteri negara\b", "menteri"),
    (r"\bpan\s*(-|dan|&|\s)?\s*rb\b|\bpanrb\b|(?<=menteri )pan\b", "pendayagunaan aparatur negara dan reformasi birokrasi"),
    (r"\bbkn\b", "badan kepegawaian negara"),
    (r"\bbpom\b", "badan pengawas obat dan makanan"),
    (r"\blkpp\b", "lembaga kebijakan pengadaan barang/jasa pemerintah"),
    (r"\banri\b", "arsip nasional"),
    (r"\bkab\b\.?", "kabupaten"),
    (r"\bprov\b\.?", "provinsi"),
    ("&", "dan"),
)
_EXPANSIONS = tuple((re.compile(pattern), full) for pattern, full in _ABBREVIATIONS)

_KNOWN = re.compile(
    r"(undang-undang|peraturan (bersama|pemerintah|presiden|menteri|badan|kepala|lembaga|komisi|daerah|gubernur|bupati|wali kota|bank|"
    r"otoritas|mahkamah|kepolisian|kejaksaan|jaksa|dewan|direktur|sekretaris|arsip|desa|ombudsman|panglima)|per(men|ka)\w+|qanun|"
    r"ketetapan (mpr|majelis)|tap mpr|instruksi (presiden|menteri|gubernur|bupati|wali kota)|surat edaran|"
    r"keputusan (bersama|presiden|menteri|gubernur|bupati|wali kota|kepala|badan|lembaga|direktur|sekretaris|camat|ketua|komisi))\b",
)
"""What a text begins with, written in full, that cites a regulation: not "Peraturan lain yang terkait"."""

_RANKS = (
    ("Undang-Undang Dasar", r"undang-undang dasar"),
    ("Ketetapan MPR", r"ketetapan (mpr|majelis)|tap mpr"),
    ("Undang-Undang", r"undang-undang|peraturan pemerintah pengganti undang-undang"),
    ("Peraturan Pemerintah", r"peraturan pemerintah(?! daerah)"),
    ("Peraturan Presiden", r"peraturan presiden"),
    ("Keputusan atau Instruksi Presiden", r"(keputusan|instruksi) presiden"),
    ("Peraturan Menteri", r"peraturan (bersama )?menteri|permen\w+"),
    ("Peraturan Badan atau Lembaga", r"peraturan (kepala )?(badan|lembaga|kepolisian|arsip)|peraturan (komisi|kejaksaan)"),
    ("Peraturan Daerah Provinsi", r"peraturan daerah (provinsi|khusus|istimewa|daerah istimewa)|qanun aceh"),
    ("Peraturan Gubernur", r"peraturan gubernur"),
    ("Peraturan Daerah Kabupaten/Kota", r"peraturan daerah (kabupaten|kota)|qanun (kabupaten|kota)"),
    ("Peraturan Bupati/Wali Kota", r"peraturan (bupati|wali kota)"),
    ("Keputusan Menteri", r"keputusan (bersama )?(menteri|direktur jenderal|kepala (lembaga|kepolisian))"
                          r"|keputusan kepala badan (kepegawaian negara|pengawas|pusat)"),
    ("Keputusan Kepala Daerah", r"keputusan (gubernur|bupati|wali kota)"),
    ("Keputusan Kepala Dinas", r"keputusan (kepala|sekretaris|camat|direktur)"),
    ("Surat Edaran", r"surat edaran"),
)
"""Jenis in their order. What is not here (Bank Indonesia, Mahkamah Agung, a Perda without its region) is not held against the order."""
RANK_NAMES = tuple(name for name, _ in _RANKS)
_RANKED = tuple(re.compile(rf"({pattern})\b") for _, pattern in _RANKS)

_PERPRES, _KEPPRES, _PERMEN, _BADAN, _KEPMEN = (
    RANK_NAMES.index(name)
    for name in (
        "Peraturan Presiden", "Keputusan atau Instruksi Presiden", "Peraturan Menteri", "Peraturan Badan atau Lembaga", "Keputusan Menteri",
    )
)
_WAYS: tuple[dict[int, float], ...] = tuple(
    {_KEPPRES: president, _BADAN: agency, _KEPMEN: minister}
    for president in (_PERPRES, _KEPPRES)
    for agency in (_PERMEN, _BADAN)
    for minister in (_KEPMEN, _PERMEN, _PERMEN + 0.5, _BADAN, _BADAN + 0.5)
)
"""The law leaves open whether Keputusan Presiden and Peraturan Badan stand among their equals or behind them, and where the older,
regulating Keputusan Menteri stand (article 8 and 100): each of these is right."""

_NUMBER = re.compile(r"\b(?P<word>nomor|nomer|nmr|no)\b(?P<dot>\.?)\s*:?\s*(?P<number>[^\s,;()]*[^\s,;().])", re.IGNORECASE)
_YEAR = re.compile(r"\b(?P<word>tahun|thn|th)\b(?P<dot>\.?)\s*(?P<year>(?:1[6-9]|2[01])[0-9]{2})\b", re.IGNORECASE)
_SLASH = re.compile(r"(?P<number>\b[0-9]{1,4})\s*/\s*(?P<year>(?:19|20)[0-9]{2})\b(?!/)")
_ENDS_IN_YEAR = re.compile(r"[/.-](?P<year>(?:19|20)[0-9]{2})$")
_ABOUT = re.compile(r"\b(?P<word>tentang|ttg|mengenai|perihal|hal)\b\.?\s*", re.IGNORECASE)
_INSIDE = re.compile(r"^(pasal|bab|huruf|ayat|ketentuan|lampiran)\b.{0,120}?(?=\b(undang|peraturan|uud?|pp)\b)", re.IGNORECASE)
_TAIL = re.compile(
    r"\s*(\((tambahan )?(lembaran|berita) .*|,?\s*(sebagaimana|yang) (telah )?((beberapa kali|terakhir),? )*(diubah|dicabut|diganti)\b.*)$",
    re.IGNORECASE,
)
"""What follows the title: the gazette in brackets, and amendments."""
_SHORT = re.compile(
    r"^(uud?|perp?pu|pp|perpres|keppres|inpres|perda|per(gub|bup|wal\w*)|kep(gub|bup|wal\w*|men\w*)|permen[\w-]*|pmk|per(ka|ban)|se)\b",
    re.IGNORECASE,
)

Key = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Citation:
    """A regulation as it is cited. `jenis` is written in full and small, for comparing; `written` is it as it was typed.

    `nomor` is empty and `tahun` 0 where there is none; `faults` say in which ways the text departs from the usual form. `part` is the
    article that is cited, before it; `tail` what follows the title: gazette, amendments.
    """

    jenis: str
    nomor: str
    tahun: int
    judul: str
    written: str
    faults: tuple[str, ...] = ()
    part: str = ""
    tail: str = ""

    @property
    def key(self) -> Key | None:
        """What identifies the regulation; None where that is not known."""
        return (self.jenis, self.nomor.lower(), self.tahun) if self.nomor and self.tahun and not self.part else None

    @property
    def rank(self) -> int | None:
        """Its place in the order of regulations; None where that is not known."""
        return rank_of(self.jenis)

    @property
    def short(self) -> str:
        """Jenis, number and year."""
        return self.usual.partition(" tentang ")[0]

    @property
    def usual(self) -> str:
        """The usual form; dots stand for what is not known."""
        if self.jenis == "undang-undang dasar":
            return f"{self.part} Undang-Undang Dasar Negara Republik Indonesia Tahun 1945".strip()
        return " ".join(f"{self.part} {self._form(full_name(self.written))}{self.tail}".split())

    @property
    def wording(self) -> str:
        """The usual form with the jenis as it was typed, without article and tail: what is compared between places."""
        return self._form(self.written)

    def _form(self, name: str) -> str:
        year = "" if _year_within(self.nomor) and not self.jenis.startswith("undang") else f" Tahun {self.tahun or '...'}"
        return f"{name} Nomor {self.nomor or '...'}{year} tentang {self.judul or '...'}"


def registered(item: Peraturan) -> Citation:
    """Give a regulation of the register as a citation."""
    return Citation(full(item.jenis), " ".join(item.nomor.split()), item.tahun, item.tentang, item.jenis)


@lru_cache(maxsize=4096)
def read_citation(text: str) -> Citation | None:
    """Read a citation, tolerant of how people shorten it; None for what is not a regulation."""
    words = " ".join(text[:MOST_READ].split()).strip(" .;,")
    inside = _INSIDE.match(words)
    part = inside[0].strip() if inside else ""
    words = words[inside.end() :] if inside else words
    if not _KNOWN.match(full(words[:120])):
        return None
    if full(words[:60]).startswith("undang-undang dasar"):
        return Citation("undang-undang dasar", "1945", 1945, "", words, tuple(_misnamed(words)), part)
    core = _TAIL.sub("", words)
    words, tail = core, words[len(core) :]
    about = _ABOUT.search(words)
    head, judul = (words[: about.start()], words[about.end() :].strip(" .;,")) if about else (words, "")
    written, nomor, tahun, faults = _head(head)
    if not about:
        faults.append("tidak ada `tentang` dan judulnya")
    elif about["word"] != "tentang" and not (about["word"] in {"hal", "perihal"} and full(written).startswith("surat edaran")):
        faults.append(f"`{about['word']}` seharusnya `tentang`")
    elif not judul:
        faults.append("tidak ada judul sesudah `tentang`")
    return Citation(full(written), nomor, tahun, judul, written, (*_misnamed(written), *faults), part, tail)


def _misnamed(written: str) -> Iterator[str]:
    short = _SHORT.match(written)
    if short:
        yield f"`{short[0]}` adalah singkatan"
    elif written.startswith("Undang-undang"):
        yield "`Undang-undang` seharusnya `Undang-Undang`"
    elif written[:1].islower():
        yield f"`{written}` tidak diawali huruf besar"


def _head(head: str) -> tuple[str, str, int, list[str]]:
    """Read what stands before the title: jenis, number, year, and faults of the form."""
    number, year, slash = _NUMBER.search(head), _YEAR.search(head), _SLASH.search(head)
    ends = [found.start() for found in (number, year) if found]
    faults: list[str] = []
    if number:
        nomor, tahun = number["number"], int(year["year"]) if year else 0
        if number["word"] + number["dot"] != "Nomor":
            faults.append(f"`{number['word']}{number['dot']}` seharusnya `Nomor`")
        within = _ENDS_IN_YEAR.search(nomor)
        if not tahun and within:
            tahun = int(within["year"])
            if nomor[: within.start()].isdigit() and not full(head[:60]).startswith(("keputusan", "surat edaran")):
                faults.append(f"`{nomor}` seharusnya `{nomor[: within.start()]} Tahun {tahun}`")
                nomor = nomor[: within.start()]
        elif not tahun and not re.search(r"[/.]", nomor):
            faults.append("tidak ada `Tahun`")
    elif slash:
        nomor, tahun = slash["number"], int(slash["year"])
        ends.append(slash.start())
        faults.append(f"`{slash[0]}` seharusnya `Nomor {nomor} Tahun {tahun}`")
    else:
        figure = re.search(r"\b[0-9]{1,4}\b", head[: year.start()] if year else head)
        nomor, tahun = figure[0] if figure else "", int(year["year"]) if year else 0
        ends += [figure.start()] if figure else []
        faults.append("tidak ada kata `Nomor`" if figure else "tidak ada nomornya")
        if not year:
            faults.append("tidak ada tahunnya")
    if year and year["word"] + year["dot"] != "Tahun":
        faults.append(f"`{year['word']}{year['dot']}` seharusnya `Tahun`")
    return head[: min(ends, default=len(head))].strip(" ,.:"), nomor, tahun, faults


def _year_within(nomor: str) -> bool:
    return re.search(r"[/.]", nomor) is not None


@lru_cache(maxsize=4096)
def full(jenis: str) -> str:
    """Write a jenis in full, in small letters, without "Republik Indonesia"."""
    words = " ".join(jenis.lower().split())
    for pattern, instead in _EXPANSIONS:
        words = " ".join(pattern.sub(instead, words).split())
    return words


def full_name(jenis: str) -> str:
    """Write a jenis in full with capitals; as it was typed where nothing is shortened."""
    name = full(jenis)
    if name == " ".join(jenis.lower().split()) and jenis[:1].isupper() and not jenis.startswith("Undang-undang"):
        return jenis
    return re.sub(r"[^\W\d_]+", lambda found: found[0] if found[0] in {"dan", "atas", "di"} else found[0].capitalize(), name)


@lru_cache(maxsize=1024)
def rank_of(jenis: str) -> int | None:
    """Give the rank of a jenis as `full` writes it."""
    return next((rank for rank, pattern in enumerate(_RANKED) if pattern.match(jenis)), None)


def arranged(items: Sequence[Citation]) -> list[int]:
    """Give the indices of citations of known rank and year in their right order; of the orders that are right the nearest one."""
    as_written = list(range(len(items)))
    orders: list[list[int]] = []
    for way in _WAYS:
        orders.append(_arranged(items, way))
        if orders[-1] == as_written:
            return as_written
    return min(orders, key=lambda order: sum(1 for index, item in enumerate(order) if index != item))


def _arranged(items: Sequence[Citation], way: dict[int, float]) -> list[int]:
    def rank(index: int) -> tuple[float, int]:
        own = items[index].rank or 0
        return way.get(own, own), items[index].tahun

    order: list[int] = []
    for _, group in groupby(sorted(range(len(items)), key=rank), key=rank):
        order += _numbered(items, list(group))
    return order


def _numbered(items: Sequence[Citation], group: Sequence[int]) -> Iterator[int]:
    """Sort those of one rank and year by number, each jenis among its own: numbers of two ministries say nothing of time."""
    queues: dict[str, list[int]] = {}
    for index in group:
        queues.setdefault(items[index].jenis, []).append(index)
    waiting = {jenis: iter(_by_number(items, queue)) for jenis, queue in queues.items()}
    for index in group:
        yield next(waiting[items[index].jenis])


def _by_number(items: Sequence[Citation], queue: Sequence[int]) -> Sequence[int]:
    figures = {index: re.match(r"[0-9]{1,9}", items[index].nomor) for index in queue}
    numbers = {index: int(found[0]) for index, found in figures.items() if found}
    return sorted(queue, key=numbers.__getitem__) if len(numbers) == len(queue) else queue
