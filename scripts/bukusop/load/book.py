"""A project folder -> one immutable `Book`, and every mistake in every source.

In: the manifest, the register, Keputusan, chapters, SOPs, profiles and images of one project. Out: the `Book`, or None with
findings. May fail: anything a person can mistype; never with an exception. Caches nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bukusop.diagnostics import Findings, Place
from bukusop.load import manifest, markdown
from bukusop.load.chapter import letter, read_chapter
from bukusop.load.files import is_file, read_text
from bukusop.load.images import read_image
from bukusop.load.keputusan import KeputusanDefaults, read_keputusan
from bukusop.load.profile import read_profile
from bukusop.load.quoting import nearest, shown
from bukusop.load.shape import read_shape
from bukusop.load.shapes import BookShape, PeraturanShape
from bukusop.load.sop import SopDefaults, read_sop, sop_id
from bukusop.load.source import Source, cell_links, check_texts, roman
from bukusop.load.tree import Node, read_yaml
from bukusop.model import (
    Bagian,
    Bidang,
    Blok,
    Book,
    Chapter,
    Gambar,
    Heading,
    JenisBab,
    JenisBagian,
    Kaitan,
    Keputusan,
    Peraturan,
    Profil,
    Sop,
    Status,
    plain,
)
from bukusop.paths import Project

SOP_ID = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
"""What stands in `keterkaitan` and looks so is meant as the id of an SOP; free text has capitals and spaces."""


@dataclass(frozen=True, slots=True)
class Readings:
    """A book with the sources it was read from, so that more can be said of them; `shape` is the manifest as written.

    The book is as good as can be had: stand-ins fill what is wrong, which the sources call doubtful. `register` is None where there
    is no register, or none that can be read.
    """

    book: Book
    shape: BookShape
    manifest: Source
    register: Source | None
    peraturan: Mapping[str, Peraturan]
    sheets: tuple[tuple[Sop, Source], ...]
    decrees: tuple[tuple[Keputusan, tuple[markdown.Prose, ...], Source], ...]
    chapters: tuple[tuple[Chapter, markdown.Prose, Source], ...]


def load_book(project: Project, findings: Findings) -> Book | None:
    """Load a whole book; None where a source is wrong. Findings are of all files, not of the first that fails."""
    readings = load_readings(project, findings)
    return None if readings is None or findings.failed else readings.book


def load_readings(project: Project, findings: Findings) -> Readings | None:
    """Load a book with its sources; None where not even a stand-in can be had, for want of a profile."""
    source, shape = manifest.read_manifest(project, findings)
    tree, register = _register(project, findings)
    return _Loader(project, source, shape, register, findings).readings(tree)


def read_register(project: Project, findings: Findings) -> dict[str, Peraturan]:
    """Read `book/peraturan.yaml`; an empty register where there is none."""
    return _register(project, findings)[1] or {}


def _register(project: Project, findings: Findings) -> tuple[Source | None, dict[str, Peraturan] | None]:
    """Read the register; None where there is one that cannot be read, so that no id can be said to be unknown."""
    if not is_file(project.register) and not project.register.is_symlink():
        return None, {}
    name = project.name(project.register)
    text = read_text(project, project.register, findings)
    tree = read_yaml(text, name, findings) if text is not None else None
    if tree is None:
        return None, None
    if tree.blank:
        return None, {}
    if not isinstance(tree.value, dict):
        findings.error("bentuk", tree.place, "daftar peraturan harus berupa isian `id: ...`",
                       "contoh: `uu-25-2009:`, lalu `jenis: ...`, `nomor: ...`, `tahun: ...`, `tentang: ...` menjorok di bawahnya")
        return None, None
    source = Source(name, tree, findings)
    check_texts(source)
    register, doubtful = {}, set[tuple[str | int, ...]]()
    for key in tree.value:
        shape = read_shape(PeraturanShape, tree, findings, (key,))
        if shape is None:
            doubtful.add((key,))
            register[key] = Peraturan(key, "?", "?", 2000, "?")
        else:
            register[key] = Peraturan(id=key, **{**shape.model_dump(), "sejak": source.date(shape.sejak, key, "sejak")})
    return replace(source, doubtful=frozenset(doubtful)), register


@dataclass(slots=True)
class _Loader:
    """Everything known while one book is loaded."""

    project: Project
    source: Source
    shape: BookShape
    register: dict[str, Peraturan] | None
    findings: Findings
    images: dict[str, bytes | None] = field(default_factory=dict)
    profiles: dict[str, Profil | None] = field(default_factory=dict)

    def readings(self, register: Source | None) -> Readings | None:
        """Read all sources, then tie them together."""
        shape, source = self.shape, self.source
        profil = self.profile(shape.profil, source, "profil")
        pejabat = manifest.office_holders(source, shape)
        self.check_holder(shape.pengesah, source, "pengesah")
        paraf = manifest.initials(source, shape)
        instansi = manifest.office(shape, self.image(shape.instansi.logo, source, ("instansi", "logo")))
        logo_tte = self.image(shape.logo_tte, source, ("logo_tte",)) if shape.logo_tte else ""
        sops = self.sops()
        parts = manifest.parts(self.project, source, shape)
        decrees = self.decrees(parts)
        chapters = self.chapters(parts)
        paths = manifest.sop_paths(self.project, shape)
        ids = None if paths is None else [sop_id(path) for path in paths]
        self.check_links(ids, manifest.chapter_names(self.project, shape, parts), sops, decrees, chapters)
        if profil is None:
            return None
        known = self.related({sop.id: sop for sop, _ in sops})
        book = Book(
            judul=shape.judul, subjudul=shape.subjudul, tahun=shape.tahun, edisi=shape.edisi, instansi=instansi,
            pejabat=pejabat, bidang=self.groups(known), bagian=tuple(parts),
            keputusan=tuple(item for item, _, _ in decrees), chapters=tuple(item for item, _, _ in chapters),
            sops=known, profil=profil, semua_profil=tuple(item for item in self.profiles.values() if item), status=Status(shape.status),
            pembatas_bidang=shape.pembatas_bidang, verifikasi=shape.verifikasi,
            gambar=tuple(sorted((name, data) for name, data in self.images.items() if data is not None)),
            pengesah=shape.pengesah, paraf=paraf, logo_tte=logo_tte, situs=manifest.website(source, shape),
            terbit=manifest.targets(source, shape),
        )
        sheets = {sop.id: source for sop, source in sops}
        return Readings(book, shape, source, register, self.register or {}, tuple((sop, sheets[sop.id]) for sop in known),
                        tuple(decrees), tuple(chapters))

    def profile(self, name: str, source: Source, *path: str) -> Profil | None:
        """Read a profile once; where it is bad, that is told where it was first asked for."""
        if name not in self.profiles:
            if source.doubts(*path):
                return None
            self.profiles[name] = read_profile(self.project, name, self.shape.kertas, source.place(*path), self.findings)
        return self.profiles[name]

    def check_holder(self, key: str, source: Source, *path: str) -> None:
        """Every key of an office holder must be in the manifest."""
        if self.shape.pejabat and key not in self.shape.pejabat and source.wrote(*path) and not self.source.doubts("pejabat"):
            source.error("pejabat", path, f"pejabat `{shown(key)}` pada `{path[-1]}` tidak ada di book/book.yaml",
                         source.nearest(key, self.shape.pejabat))

    def image(self, name: str, source: Source, path: tuple[str | int, ...]) -> str:
        """Read an image that a source names; give its path in the project."""
        file = source.file(self.project, name, path)
        if file is None:
            return name
        key = self.project.name(file)
        if key not in self.images:
            self.images[key] = read_image(self.project, file, source.place(*path), self.findings)
        return key

    def sops(self) -> list[tuple[Sop, Source]]:
        """Read every SOP, bidang by bidang in the manifest's order, by file name within."""
        default = SopDefaults(self.shape.pengesah, self.shape.profil, self.register)
        result: list[tuple[Sop, Source]] = []
        first: dict[str, str] = {}
        for path, bidang in manifest.sop_files(self.project, self.source, self.shape):
            name, id_ = self.project.name(path), sop_id(path)
            if not id_:
                self.findings.error("nama-berkas", Place(name), "nama berkas SOP hanya boleh memuat huruf kecil, angka, dan tanda hubung",
                                    "contoh: `03-surat-masuk.yaml`")
            elif id_ in first:
                self.findings.error("id-ganda", Place(name), f"id `{id_}` sudah dipakai oleh {first[id_]}", "ganti nama salah satu berkas")
            first.setdefault(id_, name)
            read = read_sop(self.project, path, bidang, default, self.findings)
            if read is None:
                continue
            sop, source = read
            self.profile(sop.profil, source, "profil")
            self.check_holder(sop.disahkan_oleh, source, "disahkan_oleh")
            result.append(read)
        return result

    def decrees(self, parts: Sequence[Bagian]) -> list[tuple[Keputusan, tuple[markdown.Prose, ...], Source]]:
        """Read the Keputusan named in the list of parts."""
        default = KeputusanDefaults(self.shape.pengesah, self.shape.instansi.tempat, self.register)
        result = []
        for part in parts:
            if part.jenis is not JenisBagian.KEPUTUSAN:
                continue
            read = read_keputusan(self.project, self.project.root / "book" / "keputusan" / f"{part.id}.yaml", default, self.findings)
            if read is None:
                continue
            keputusan, prose, source = read
            self.check_holder(keputusan.pejabat, source, "pejabat")
            if keputusan.salinan:
                self.check_holder(keputusan.salinan.pejabat, source, "salinan")
            lampiran = tuple(
                replace(annex, isi=self.with_images(body)) if annex.isi else annex
                for annex, body in zip(keputusan.lampiran, prose, strict=True)
            )
            result.append((replace(keputusan, lampiran=lampiran), prose, source))
        return result

    def chapters(self, parts: Sequence[Bagian]) -> list[tuple[Chapter, markdown.Prose, Source]]:
        """Read the chapters named in the list of parts, and number the bab among them."""
        result, count = [], 0
        for part in parts:
            if part.jenis is not JenisBagian.BAB:
                continue
            path = self.project.chapters / f"{part.id}.md"
            read = read_chapter(self.project, path, self.shape.instansi.tempat, self.findings)
            if read is None:
                continue
            chapter, prose, source = read
            if chapter.jenis is JenisBab.BAB:
                count += 1
                chapter = replace(chapter, nomor=roman(count))
            if chapter.penutup:
                self.check_holder(chapter.penutup.pejabat, source, "penutup", "pejabat")
            result.append((replace(chapter, isi=self.with_images(prose)), prose, source))
        return result

    def with_images(self, prose: markdown.Prose) -> tuple[Blok, ...]:
        """Read the images among some blocks."""
        return tuple(self.block_image(block, place) if isinstance(block, Gambar) else block for block, place in prose.blocks)

    def block_image(self, block: Gambar, place: Place) -> Gambar:
        """Read the image of a block."""
        if not block.alt.strip():
            self.findings.error("alt", place, "gambar ini tidak punya teks pengganti",
                                "tulis uraian gambar di antara kurung siku: `![uraian gambar](berkas)`")
        return replace(block, berkas=self.image(block.berkas, Source(place.file, Node("", place), self.findings), ()))

    def check_links(
        self, sops: Sequence[str] | None, chapters: Sequence[str], sheets: Sequence[tuple[Sop, Source]],
        decrees: Sequence[tuple[Keputusan, tuple[markdown.Prose, ...], Source]], bab: Sequence[tuple[Chapter, markdown.Prose, Source]],
    ) -> None:
        """Every link must lead somewhere: to an SOP, a bab, a heading of the same text, or the web."""
        texts = [*((prose,) for _, prose, _ in bab), *(prose for _, prose, _ in decrees)]
        for pieces in texts:
            anchors = [block.id for piece in pieces for block, _ in piece.blocks if isinstance(block, Heading)]
            for piece in pieces:
                self.check_targets(piece.links, sops, chapters, anchors)
        for source in (*(source for _, source in sheets), *(source for _, _, source in decrees)):
            self.check_targets(cell_links(source), sops, chapters, ())
        for sop, source in sheets:
            for index, kaitan in enumerate(sop.keterkaitan):
                text = plain(kaitan.teks)
                if sops is not None and SOP_ID.match(text) and text not in sops:
                    source.error("tautan", ("keterkaitan", index), f"SOP `{shown(text)}` pada `keterkaitan` tidak ada dalam buku ini",
                                 source.nearest(text, sops) or "SOP di luar buku ini ditulis dengan nama lengkapnya")

    def check_targets(
        self, links: Iterable[tuple[str, Place]], sops: Sequence[str] | None, chapters: Sequence[str], anchors: Sequence[str]
    ) -> None:
        """Find the links that lead nowhere."""
        for target, place in links:
            problem = _link_problem(target, sops, chapters, anchors)
            if problem:
                self.findings.error("tautan", place, problem[0], problem[1])

    def related(self, sops: dict[str, Sop]) -> tuple[Sop, ...]:
        """Turn keterkaitan that are ids into links."""
        def link(kaitan: Kaitan) -> Kaitan:
            text = plain(kaitan.teks)
            return Kaitan(sop=text) if text in sops else kaitan

        return tuple(replace(sop, keterkaitan=tuple(link(item) for item in sop.keterkaitan)) for sop in sops.values())

    def groups(self, sops: Sequence[Sop]) -> tuple[Bidang, ...]:
        """Give the bidang with the ids of their SOPs."""
        return tuple(
            Bidang(item.folder, letter(number), item.nama, tuple(sop.id for sop in sops if sop.bidang == item.folder))
            for number, item in enumerate(self.shape.bidang, 1)
        )


def _link_problem(
    target: str, sops: Sequence[str] | None, chapters: Sequence[str], anchors: Sequence[str]
) -> tuple[str, str] | None:
    """Say why a link leads nowhere, with a hint; `sops` is None where it cannot be said which SOPs there are."""
    if target.lower().startswith(("https://", "http://", "mailto:", "tel:")):
        return None
    kind, _, name = target.partition(":")
    if kind == "sop" and name:
        known = sops is None or name in sops
        return None if known else (f"tautan ke SOP `{shown(name)}`, yang tidak ada dalam buku ini", nearest(name, sops or ()))
    if kind == "bab" and name:
        return None if name in chapters else (f"tautan ke bab `{shown(name)}`, yang tidak ada dalam buku ini", nearest(name, chapters))
    if target.startswith("#"):
        return None if target[1:] in anchors else (f"tautan ke judul `{shown(target)}`, yang tidak ada di sini",
                                                   nearest(target[1:], anchors) or "tautan ke judul hanya berlaku dalam bab yang sama")
    message = f"tautan `{shown(target)}` tidak menuju ke mana pun" if target else "tautan ini kosong"
    return message, "tulis `sop:<id>`, `bab:<nama berkas>`, `#judul`, atau alamat https://"
