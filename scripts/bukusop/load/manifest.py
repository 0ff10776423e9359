"""The manifest `book/book.yaml`: the office, its office holders, the bidang, and the list of parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from bukusop.diagnostics import Findings, Place
from bukusop.load.files import is_file, is_folder, locate, read_text
from bukusop.load.quoting import shown
from bukusop.load.shape import check_shape, stand_in
from bukusop.load.shapes import BidangShape, BookShape, TerbitShape
from bukusop.load.source import Source, check_texts
from bukusop.load.tree import Node, read_yaml
from bukusop.model import Bagian, Instansi, JenisBagian, Pejabat, Situs, Terbit
from bukusop.paths import Project

_FIXED = {"sampul": JenisBagian.SAMPUL, "daftar_isi": JenisBagian.DAFTAR_ISI, "sop": JenisBagian.SOP}
_FOLDERS = {"keputusan": (JenisBagian.KEPUTUSAN, ".yaml"), "chapters": (JenisBagian.BAB, ".md")}
_FOLDER = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_-]*$")
_COLOUR = re.compile(r"^#[0-9a-fA-F]{6}$")
_SERVER = re.compile(r"^(\[[0-9A-Fa-f:.]+\]|[^:/\s]+):[^\s].*$")
_PRINT = re.compile(r"^SHA256:[A-Za-z0-9+/]{43}=?$")
_ALMOST = re.compile(r"\.(ya?ml)(\.txt)?$", re.IGNORECASE)


def read_manifest(project: Project, findings: Findings) -> tuple[Source, BookShape]:
    """Read the manifest. Where it is wrong, the folders stand in for it, so that every other source is checked all the same."""
    name = project.name(project.manifest)
    text = read_text(project, project.manifest, findings)
    tree = read_yaml(text, name, findings) if text is not None else None
    if tree is None:
        source, shape = Source(name, Node("", Place(name)), findings, frozenset({()})), stand_in(BookShape)
    else:
        checked = check_shape(BookShape, tree, findings)
        source, shape = Source(name, tree, findings, checked.doubtful), checked.shape
        check_texts(source)
    if shape.verifikasi and not shape.verifikasi.startswith(("https://", "http://")):
        source.error("alamat", ("verifikasi",), f"`verifikasi: {shown(shape.verifikasi)}` bukan alamat web", "awali dengan https://")
    return source, _by_folders(project, source, shape)


def _doubted(source: Source, key: str) -> bool:
    return any(path[:1] in ((), (key,)) for path in source.doubtful)


def _by_folders(project: Project, source: Source, shape: BookShape) -> BookShape:
    """Let what the folders hold stand for lists that are wrong."""
    more: dict[str, object] = {}
    if _doubted(source, "bidang"):
        more["bidang"] = tuple(BidangShape(folder=path.name, nama="?") for path in _folders(project) if _FOLDER.match(path.name))
    if _doubted(source, "bagian"):
        more["bagian"] = tuple(
            f"{folder}/{path.name}"
            for folder, (_, suffix) in _FOLDERS.items() for path in sorted((project.root / "book" / folder).glob(f"*{suffix}"))
        )
    return shape.model_copy(update=more)


def office(shape: BookShape, logo: str) -> Instansi:
    """Give the office; `logo` is the path of its logo in the project."""
    return Instansi(**{**shape.instansi.model_dump(), "logo": logo})


def office_holders(source: Source, shape: BookShape) -> tuple[Pejabat, ...]:
    """Give the office holders in the manifest's order."""
    if not shape.pejabat:
        source.error("wajib", ("pejabat",), "buku ini belum punya pejabat", "tambahkan paling sedikit pengesahnya")
    return tuple(Pejabat(kunci=key, **item.model_dump()) for key, item in shape.pejabat.items())


def initials(source: Source, shape: BookShape) -> tuple[str, ...]:
    """Give the keys of those who put their paraf: each an office holder, once, and not the one who signs."""
    sound = bool(shape.pejabat) and not source.doubts("pejabat")
    for index, key in enumerate(shape.paraf):
        path = ("paraf", index) if len(shape.paraf) > 1 or source.tree.get(("paraf", 0)) else ("paraf",)
        if key in shape.paraf[:index]:
            source.error("paraf", path, f"pejabat `{shown(key)}` pada `paraf` disebut lebih dari sekali", "hapus salah satu")
        elif key == shape.pengesah and not source.doubts("pengesah"):
            source.error("paraf", path, f"pengesah (`{shown(key)}`) tidak membubuhkan paraf: ia menandatangani", "hapus dari `paraf`")
        elif sound and key not in shape.pejabat:
            source.error("pejabat", path, f"pejabat `{shown(key)}` pada `paraf` tidak ada di book/book.yaml",
                         source.nearest(key, shape.pejabat))
    return shape.paraf


def website(source: Source, shape: BookShape) -> Situs:
    """Give the website; its address falls back to that of verification, then to the office's own."""
    written = shape.situs
    if written.alamat and not written.alamat.startswith(("https://", "http://")):
        source.error("alamat", ("situs", "alamat"), f"`alamat: {shown(written.alamat)}` bukan alamat web", "awali dengan https://")
    if written.warna and not _COLOUR.match(written.warna):
        source.error("warna", ("situs", "warna"), f"`{shown(written.warna)}` bukan warna",
                     "tulis enam angka heksadesimal, misalnya \"#14507a\"")
    fallback = shape.verifikasi.rstrip("/").rpartition("/")[0] if shape.verifikasi.rstrip("/").endswith("/verifikasi") else ""
    address = (written.alamat or fallback or shape.instansi.laman).rstrip("/")
    return Situs(address, written.warna if _COLOUR.match(written.warna) else Situs().warna, written.pengantar)


def targets(source: Source, shape: BookShape) -> tuple[Terbit, ...]:
    """Give the places of publication, in the manifest's order."""
    found = []
    for name, item in shape.terbit.items():
        path = ("terbit", name)
        port = int(item.port) if item.port.isdigit() and 0 < int(item.port) < 65536 else 0
        if item.port and not port:
            source.error("angka", (*path, "port"), f"`port: {shown(item.port)}` bukan nomor port", "tulis bilangan 1 sampai 65535")
        if item.rahasia and not item.rahasia.startswith(("lingkungan:", "keyring:", "berkas:")):
            source.error("rahasia", (*path, "rahasia"), "`rahasia` hanya boleh menyebut tempat kata sandi, bukan kata sandinya",
                         "tulis `lingkungan:NAMA`, `keyring:NAMA`, atau `berkas:ALAMAT`")
        _check_place(source, path, item)
        values = {**item.model_dump(), "port": port}
        found.append(Terbit(nama=name, **values))
    return tuple(found)


def _check_place(source: Source, path: tuple[str | int, ...], item: TerbitShape) -> None:
    """Find a target that its kind cannot reach."""
    place = shown(item.tujuan)
    if item.jenis in ("rsync", "sftp") and not _SERVER.match(item.tujuan):
        source.error("alamat", (*path, "tujuan"), f"`tujuan: {place}` bukan folder di server",
                     "tulis server:/folder, misalnya situs.contoh.go.id:/var/www/sop")
    if item.jenis == "wordpress" and not item.tujuan.startswith(("https://", "http://")):
        source.error("alamat", (*path, "tujuan"), f"`tujuan: {place}` bukan alamat web", "awali dengan https://")
    if item.sidik and not _PRINT.match(item.sidik):
        source.error("sidik", (*path, "sidik"), f"`sidik: {shown(item.sidik)}` bukan sidik kunci server",
                     "tulis SHA256:... seperti ditampilkan `ssh-keygen -l -f` untuk kunci server itu")
    if item.jenis == "rsync" and item.rahasia:
        source.error("rahasia", (*path, "rahasia"), "rsync memakai kunci ssh, bukan kata sandi",
                     "hapus `rahasia`, atau pakai `jenis: sftp`")


def sop_files(project: Project, source: Source, shape: BookShape) -> list[tuple[Path, str]]:
    """Give every SOP file with its bidang, in the order of the book. Finds bidang without a folder, and files that are in none."""
    result: list[tuple[Path, str]] = []
    first: dict[str, int] = {}
    for index, item in enumerate(shape.bidang):
        path = ("bidang", index, "folder")
        folder = locate(project, Path("sops") / item.folder) if _FOLDER.match(item.folder) else None
        if item.folder in first:
            source.error("bidang", path, f"folder `{shown(item.folder)}` sudah dipakai oleh bidang {first[item.folder] + 1}",
                         "beri tiap bidang foldernya sendiri")
            continue
        first[item.folder] = index
        if not _FOLDER.match(item.folder):
            source.error("bidang", path, f"`{shown(item.folder)}` bukan nama folder di bawah sops/",
                         "tulis nama foldernya saja: huruf, angka, dan tanda hubung")
        elif folder is None:
            source.error("di-luar", path, f"folder sops/{shown(item.folder)} berada di luar folder buku", "pindahkan ke dalam folder buku")
        elif not is_folder(folder):
            source.error("bidang", path, f"folder sops/{shown(item.folder)} tidak ada",
                         source.nearest(item.folder, [entry.name for entry in _folders(project)])
                         or "buat foldernya, atau perbaiki namanya")
        else:
            files = [entry for entry in sorted(folder.glob("*.yaml")) if not entry.name.startswith(".")]
            result.extend((entry, item.folder) for entry in files)
            if not files:
                source.warn("bidang", path, f"folder sops/{item.folder} belum berisi SOP", "tambahkan SOP, atau hapus bidang ini")
    _check_unread(project, source, shape)
    return result


def _folders(project: Project) -> list[Path]:
    """Give the folders below `sops/`; not those that are links to elsewhere."""
    return [path for path in sorted(project.sops.glob("*/")) if not path.name.startswith(".") and locate(project, path) is not None]


def sop_paths(project: Project, shape: BookShape) -> list[Path] | None:
    """Give the SOP files that a link may mean: those of the bidang, or all where a bidang is wrong; None where nothing can be said."""
    sound = _bidang_sound(project, shape)
    folders = [project.sops / item.folder for item in shape.bidang] if sound else _folders(project)
    paths = [path for folder in folders for path in sorted(folder.glob("*.yaml"))]
    return paths if sound or paths else None


def _bidang_sound(project: Project, shape: BookShape) -> bool:
    names, known = [item.folder for item in shape.bidang], {path.name for path in _folders(project)}
    return len(set(names)) == len(names) and all(_FOLDER.match(name) and name in known for name in names)


def chapter_names(project: Project, shape: BookShape, found: Sequence[Bagian]) -> list[str]:
    """Give the bab that a link may mean: those of the book, or all files where the list of parts is wrong."""
    if len(found) < len(shape.bagian):
        return [path.stem for path in sorted(project.chapters.glob("*.md"))]
    return [part.id for part in found if part.jenis is JenisBagian.BAB]


def _check_unread(project: Project, source: Source, shape: BookShape) -> None:
    """Warn of files that look like sources and are not read: they would be missing from the book without a word."""
    named = {item.folder for item in shape.bidang}
    sound = _bidang_sound(project, shape) and not _doubted(source, "bidang")
    for folder in _folders(project):
        name = project.name(folder)
        if folder.name not in named and any(folder.glob("*.yaml")) and sound:
            source.findings.warn("bidang", Place(name), "folder SOP ini tidak disebut di book/book.yaml, jadi tidak dicetak",
                                 f"tambahkan `- {{folder: {shown(folder.name)}, nama: ...}}` di bawah `bidang:`")
        for entry in sorted(folder.glob("*")):
            if entry.suffix != ".yaml" and not entry.name.startswith(".") and _ALMOST.search(entry.name):
                source.findings.warn("nama-berkas", Place(project.name(entry)), "berkas ini tidak dibaca, jadi tidak dicetak",
                                     "nama berkas SOP berakhiran `.yaml`")
            elif is_folder(entry) and any(entry.glob("*.yaml")):
                source.findings.warn("bidang", Place(project.name(entry)), "folder di dalam folder bidang tidak dibaca",
                                     f"pindahkan SOP-nya ke {name}/")
    for entry in sorted(project.sops.glob("*.yaml")):
        source.findings.warn("nama-berkas", Place(project.name(entry)), "SOP ini tidak berada dalam folder bidang, jadi tidak dicetak",
                             "pindahkan ke dalam salah satu folder di bawah sops/")


def parts(project: Project, source: Source, shape: BookShape) -> list[Bagian]:
    """Read the list of parts; what is not a part, or not a file, is an error at its line."""
    result: list[Bagian] = []
    if not shape.bagian:
        source.error("wajib", ("bagian",), "`bagian` tidak boleh kosong", "contoh: `bagian: [sampul, daftar_isi, sop]`")
        return result
    for index, text in enumerate(shape.bagian):
        part = _part(project, source, text, ("bagian", index))
        if part in result:
            source.error("bagian", ("bagian", index), f"bagian `{shown(text)}` disebut lebih dari sekali", "hapus salah satu")
        elif part:
            result.append(part)
    for part, name in _unused(project, result):
        if len(result) == len(shape.bagian) and not _doubted(source, "bagian"):
            source.findings.warn("bagian", Place(f"book/{name}"), "berkas ini tidak disebut di book/book.yaml, jadi tidak dicetak",
                                 f"tambahkan `- {shown(name)}` di bawah `bagian:`{'' if part.id else ', atau hapus berkasnya'}")
    if shape.bidang and Bagian(JenisBagian.SOP) not in result and not _doubted(source, "bagian"):
        source.error("bagian", ("bagian",), "`sop` belum disebut dalam `bagian`, jadi tidak ada SOP yang dicetak", "tambahkan `- sop`")
    return result


def _part(project: Project, source: Source, text: str, path: tuple[str | int, ...]) -> Bagian | None:
    folder, _, file = text.partition("/")
    if text in _FIXED:
        return Bagian(_FIXED[text])
    if folder not in _FOLDERS or "/" in file or not file.endswith(_FOLDERS[folder][1]) or file.startswith("."):
        source.error("bagian", path, f"bagian `{shown(text)}` tidak dikenal",
                     source.nearest(text, [*_FIXED, *_files(project), "keputusan/<berkas>.yaml", "chapters/<berkas>.md"]))
        return None
    jenis, suffix = _FOLDERS[folder]
    if not is_file(project.root / "book" / folder / file):
        source.error("berkas-tiada", path, f"berkas book/{shown(text)} tidak ada",
                     source.nearest(text, _files(project)) or "periksa namanya; huruf besar dan kecil berbeda")
        return None
    return Bagian(jenis, file.removesuffix(suffix))


def _files(project: Project) -> list[str]:
    """Give the Keputusan and chapters that there are, as the list of parts names them."""
    return [
        f"{folder}/{path.name}"
        for folder, (_, suffix) in _FOLDERS.items()
        for path in sorted((project.root / "book" / folder).glob(f"*{suffix}")) if not path.name.startswith(".")
    ]


def _unused(project: Project, used: Sequence[Bagian]) -> Iterator[tuple[Bagian, str]]:
    for name in _files(project):
        folder, _, file = name.partition("/")
        jenis, suffix = _FOLDERS[folder]
        part = Bagian(jenis, file.removesuffix(suffix))
        if part not in used:
            yield part, name
