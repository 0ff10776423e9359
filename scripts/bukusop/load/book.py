"""A project folder -> one immutable `Book`, and every mistake in every source.

In: the manifest, the register, Keputusan, chapters, SOPs, profiles and images of one project. Out: the `Book`, or None with
findings. May fail: anything a person can mistype; never with an exception. Caches nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bukusop.diagnostics import Findings, Place, suggest
from bukusop.load import manifest
from bukusop.load.chapter import letter, read_chapter
from bukusop.load.images import read_image
from bukusop.load.keputusan import KeputusanDefaults, read_keputusan, source_file
from bukusop.load.profile import read_profile
from bukusop.load.shape import read_shape
from bukusop.load.shapes import BookShape, PeraturanShape
from bukusop.load.sop import SopDefaults, read_sop, sop_id
from bukusop.load.source import Source, roman
from bukusop.load.tree import read_text, read_yaml
from bukusop.model import (
    Bagian,
    Bidang,
    Blok,
    Book,
    Chapter,
    Daftar,
    Gambar,
    Heading,
    JenisBab,
    JenisBagian,
    Kaitan,
    Keputusan,
    Kutipan,
    Paragraf,
    Peraturan,
    Profil,
    Run,
    Sop,
    Status,
    TabelMarkdown,
    plain,
)
from bukusop.paths import Project


def load_book(project: Project, findings: Findings) -> Book | None:
    """Load a whole book; None where a source is wrong. Findings are of all files, not of the first that fails."""
    source = _manifest_source(project, findings)
    shape = read_shape(BookShape, source.tree, findings) if source else None
    register = read_register(project, findings)
    if source is None or shape is None:
        return None
    return _Loader(project, source, shape, register, findings).book()


def read_register(project: Project, findings: Findings) -> dict[str, Peraturan]:
    """Read `book/peraturan.yaml`; an empty register where there is none."""
    if not project.register.is_file():
        return {}
    text = read_text(project, project.register, findings)
    tree = read_yaml(text, project.name(project.register), findings) if text is not None else None
    if tree is None or tree.blank:
        return {}
    if not isinstance(tree.value, dict):
        findings.error("bentuk", tree.place, "daftar peraturan harus berupa isian `id: ...`", "lihat contoh di docs/panduan.md")
        return {}
    register = {}
    for key in tree.value:
        shape = read_shape(PeraturanShape, tree, findings, (key,)) if not tree.value[key][1].blank else None
        if shape:
            register[key] = Peraturan(id=key, **shape.model_dump())
    return register


def _manifest_source(project: Project, findings: Findings) -> Source | None:
    text = read_text(project, project.manifest, findings)
    name = project.name(project.manifest)
    tree = read_yaml(text, name, findings) if text is not None else None
    return Source(name, tree, findings) if tree else None


@dataclass(slots=True)
class _Loader:
    """Everything known while one book is loaded."""

    project: Project
    source: Source
    shape: BookShape
    register: dict[str, Peraturan]
    findings: Findings
    images: dict[str, bytes] = field(default_factory=dict)
    profiles: dict[str, Profil] = field(default_factory=dict)

    def book(self) -> Book | None:
        """Read all sources, then tie them together."""
        shape = self.shape
        profil = self.profile(shape.profil, self.source.place("profil"))
        pejabat = manifest.office_holders(self.source, shape)
        self.pejabat_known([(shape.pengesah, self.source.place("pengesah"))])
        instansi = manifest.office(self.source, shape, self.image(shape.instansi.logo, self.source, ("instansi", "logo")))
        sops = self.sops()
        parts = manifest.parts(self.project, self.source, shape)
        decrees = self.decrees(parts)
        chapters = self.chapters(parts)
        self.check_links(sops, decrees, chapters)
        if self.findings.failed or profil is None:
            return None
        ordered = {sop.id: sop for sop, _ in sops}
        known = self.related(ordered)
        return Book(
            judul=shape.judul, subjudul=shape.subjudul, tahun=shape.tahun, edisi=shape.edisi, instansi=instansi,
            pejabat=pejabat, bidang=self.groups(known), bagian=tuple(parts),
            keputusan=tuple(item for item, _, _ in decrees), chapters=tuple(item for item, _, _ in chapters),
            sops=known, profil=profil, semua_profil=tuple(self.profiles.values()), status=Status(shape.status),
            pembatas_bidang=shape.pembatas_bidang, verifikasi=shape.verifikasi, gambar=tuple(sorted(self.images.items())),
        )

    def profile(self, name: str, place: Place) -> Profil | None:
        """Read a profile once."""
        if name not in self.profiles:
            profil = read_profile(self.project, name, self.shape.kertas, place, self.findings)
            if profil is None:
                return None
            self.profiles[name] = profil
        return self.profiles[name]

    def pejabat_known(self, used: Iterable[tuple[str, Place]]) -> None:
        """Every key of an office holder must be in the manifest."""
        for key, place in used:
            if key not in self.shape.pejabat:
                self.findings.error("pejabat", place, f"pejabat `{key}` tidak ada di book/book.yaml",
                                    suggest(key, self.shape.pejabat))

    def image(self, name: str, source: Source, path: Sequence[str | int]) -> str:
        """Read an image that a source names; give its path in the project."""
        file = source_file(self.project, source, name, tuple(path))
        if file is None:
            return name
        key = self.project.name(file)
        if key not in self.images:
            data = read_image(self.project, file, source.place(*path), self.findings)
            if data is not None:
                self.images[key] = data
        return key

    def sops(self) -> list[tuple[Sop, Source]]:
        """Read every SOP, bidang by bidang in the manifest's order, by file name within."""
        default = SopDefaults(self.shape.pengesah, self.shape.profil, self.register)
        result: list[tuple[Sop, Source]] = []
        first: dict[str, str] = {}
        for path, bidang in manifest.sop_files(self.project, self.source, self.shape):
            name = self.project.name(path)
            if not sop_id(path):
                self.findings.error("nama-berkas", Place(name), "nama berkas SOP memuat huruf kecil, angka, dan tanda hubung saja",
                                    "contoh: `03-surat-masuk.yaml`")
            elif sop_id(path) in first:
                self.findings.error("id-ganda", Place(name), f"id `{sop_id(path)}` sudah dipakai oleh {first[sop_id(path)]}",
                                    "ganti nama salah satu berkas")
            first.setdefault(sop_id(path), name)
            read = read_sop(self.project, path, bidang, default, self.findings)
            if read is None:
                continue
            sop, source = read
            self.profile(sop.profil, source.place("profil"))
            self.pejabat_known([(sop.disahkan_oleh, source.place("disahkan_oleh"))])
            result.append(read)
        return result

    def decrees(self, parts: Sequence[Bagian]) -> list[tuple[Keputusan, tuple[tuple[Blok, Place], ...], Source]]:
        """Read the Keputusan named in the list of parts."""
        default = KeputusanDefaults(self.shape.pengesah, self.shape.instansi.tempat, self.register)
        result = []
        for part in parts:
            if part.jenis is JenisBagian.KEPUTUSAN:
                read = read_keputusan(self.project, self.project.root / "book" / "keputusan" / f"{part.id}.yaml", default, self.findings)
                if read:
                    result.append(read)
                    keputusan, _, source = read
                    used = [(keputusan.pejabat, source.place("pejabat"))]
                    if keputusan.salinan:
                        used.append((keputusan.salinan.pejabat, source.place("salinan")))
                    self.pejabat_known(used)
        return result

    def chapters(self, parts: Sequence[Bagian]) -> list[tuple[Chapter, tuple[tuple[Blok, Place], ...], Source]]:
        """Read the chapters named in the list of parts, and number the bab among them."""
        result, count = [], 0
        for part in parts:
            if part.jenis is not JenisBagian.BAB:
                continue
            path = self.project.chapters / f"{part.id}.md"
            read = read_chapter(self.project, path, self.shape.instansi.tempat, self.findings)
            if read is None:
                continue
            chapter, placed, source = read
            if chapter.jenis is JenisBab.BAB:
                count += 1
                chapter = replace(chapter, nomor=roman(count))
            if chapter.penutup:
                self.pejabat_known([(chapter.penutup.pejabat, source.place("penutup", "pejabat"))])
            isi = tuple(self.block_image(block, place, source) for block, place in placed)
            result.append((replace(chapter, isi=isi), placed, source))
        return result

    def block_image(self, block: Blok, place: Place, source: Source) -> Blok:
        """Read the image of a block that is one."""
        if not isinstance(block, Gambar):
            return block
        if not block.alt.strip():
            self.findings.error("alt", place, "gambar ini tidak punya teks pengganti",
                                "tulis uraian gambar di antara kurung siku: `![uraian gambar](berkas)`")
        if "://" in block.berkas:
            self.findings.error("di-luar", place, f"gambar `{block.berkas}` berada di luar folder buku", "simpan gambarnya di folder buku")
            return block
        here = Source(source.name, replace(source.tree, place=place, value=""), self.findings)
        return replace(block, berkas=self.image(block.berkas, here, ()))

    def check_links(
        self, sops: Sequence[tuple[Sop, Source]],
        decrees: Sequence[tuple[Keputusan, tuple[tuple[Blok, Place], ...], Source]],
        chapters: Sequence[tuple[Chapter, tuple[tuple[Blok, Place], ...], Source]],
    ) -> None:
        """Every link of a chapter or annex must lead somewhere."""
        ids = [sop.id for sop, _ in sops] or [sop_id(path) for path, _ in manifest.sop_files(self.project, self.source, self.shape)]
        names = [chapter.id for chapter, _, _ in chapters]
        for placed, anchors in (
            *((placed, [b.id for b, _ in placed if isinstance(b, Heading)]) for _, placed, _ in chapters),
            *((placed, [b.id for b, _ in placed if isinstance(b, Heading)]) for _, placed, _ in decrees),
        ):
            for block, place in placed:
                for run in runs_of(block):
                    problem = _link_problem(run.tautan, ids, names, anchors)
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


def runs_of(block: Blok) -> Iterable[Run]:
    """Give every run of text in a block."""
    if isinstance(block, Paragraf | Heading):
        yield from block.isi
    elif isinstance(block, Daftar):
        for item in block.butir:
            for inner in item:
                yield from runs_of(inner)
    elif isinstance(block, Kutipan):
        for inner in block.isi:
            yield from runs_of(inner)
    elif isinstance(block, TabelMarkdown):
        for row in (block.kepala, *block.baris):
            for cell in row:
                yield from cell


def _link_problem(target: str, sops: Sequence[str], chapters: Sequence[str], anchors: Sequence[str]) -> tuple[str, str] | None:
    if not target or target.startswith(("https://", "http://", "mailto:", "tel:")):
        return None
    kind, _, name = target.partition(":")
    if kind == "sop":
        return None if name in sops else (f"tautan ke SOP `{name}`, yang tidak ada dalam buku ini", suggest(name, sops))
    if kind == "bab":
        return None if name in chapters else (f"tautan ke bab `{name}`, yang tidak ada dalam buku ini", suggest(name, chapters))
    if target.startswith("#"):
        return None if target[1:] in anchors else (f"tautan ke judul `{target}`, yang tidak ada dalam bab ini", suggest(target[1:], anchors))
    return (f"tautan `{target}` tidak menuju ke mana pun dalam buku",
            "tulis `sop:<id>`, `bab:<nama berkas>`, `#judul`, atau alamat https://")


