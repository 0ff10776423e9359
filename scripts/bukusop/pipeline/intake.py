"""Old SOPs in office files -> YAML files of the project: read, recognise, write, read again with the loader, examine."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from bukusop.diagnostics import Findings, Refusal, UsageError, suggest
from bukusop.load import load_readings, profile_names, read_register, sop_id
from bukusop.paths import MAX_SOURCE_BYTES, Project, write_whole
from bukusop.pipeline.review import check

if TYPE_CHECKING:
    from bukusop.office.drafting.draft import Draft, Value
    from bukusop.office.drafting.recognise import Known
    from bukusop.office.foreign.raw import RawDocument

READ = (".docx", ".docm", ".xlsx", ".xlsm", ".md", ".markdown", ".csv")
MOST_BYTES = 100_000_000
"""A larger file is refused unread."""
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Imported:
    """One SOP that was written: its file, and what was read for certain, guessed and left out, in sentences."""

    path: str
    name: str
    read: tuple[str, ...]
    guessed: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Intake:
    """What an import made, what files could not be read (sentences), and what loader and rules say of the new files."""

    made: tuple[Imported, ...]
    findings: Findings


def import_files(project: Project, names: Sequence[str], folder: str, profil: str, today: date) -> Intake:
    """Write a YAML file for every SOP in office files; all files are read before anything is written.

    `folder` is the bidang ("" for what the file says, else the first), `profil` the manner of the sheets ("" for the book's). Raises
    UsageError where there is no such bidang or profile, Refusal where a file cannot be read or holds no SOP. Nothing is written then.
    """
    from bukusop.office.drafting.recognise import Known
    from bukusop.office.drafting.yamlfile import sop_yaml

    readings = load_readings(project, Findings())
    folders = [item.kunci for item in readings.book.bidang] if readings else sorted(path.name for path in project.sops.glob("*/"))
    if not folders:
        raise UsageError("di sini tidak ada buku: tidak ada folder bidang di sops/")
    if folder and folder not in folders:
        raise UsageError(f"folder sops/{folder} tidak ada; {suggest(folder, folders)}".strip("; "))
    known = Known()
    if readings is not None:
        profiles = {item.nama: item for item in readings.book.semua_profil}
        ends = profiles[profil].lembar.ujung if profil in profiles else readings.book.profil.lembar.ujung
        known = Known.of(readings.book, read_register(project, Findings()), ends)
    if profil:
        _check_profile(project, profil)
    drafts: list[tuple[str, Draft]] = []
    around: dict[Path, str] = {}
    for name in names:
        found = _drafts(Path(name), known)
        if not found:
            raise Refusal(f"{name}: tidak ada SOP di dalamnya; yang dicari adalah tabel dengan kolom Kegiatan dan Pelaksana")
        found = _without(project, found, PurePath(name).stem, around)
        drafts += [(PurePath(name).name, replace(draft, data={**draft.data, **({"profil": profil} if profil else {})})) for draft in found]
    taken = {sop_id(path) for path in project.sops.glob("*/*.yaml")}
    plans = []
    ids = _ids([draft for _, draft in drafts], taken)
    for (origin, draft), id_ in zip(_related(drafts, ids), ids, strict=True):
        home = folder or (draft.bidang if draft.bidang in folders else folders[0])
        text = sop_yaml(draft, origin).encode()
        if len(text) > MAX_SOURCE_BYTES:
            raise Refusal(f"{origin}: SOP `{draft.data.get('nama', id_)}` terlalu besar untuk satu berkas; bagi dahulu berkas asalnya")
        plans.append((home, id_, text, draft))
    for path, words in around.items():
        write_whole(path, words.encode())
    made = tuple(_write(project, home, id_, text, draft) for home, id_, text, draft in plans)
    return Intake(made, _examined(project, made, today))


def _without(project: Project, drafts: Sequence[Draft], stem: str, around: dict[Path, str]) -> list[Draft]:
    """Put the words of a file that are of none of its SOPs into `around`, whole, under a name that is free; the first draft says where."""
    first = drafts[0]
    if not first.around:
        return list(drafts)
    number, path = 2, project.build / "impor" / f"{stem}.md"
    while path.exists() or path in around:
        number, path = number + 1, project.build / "impor" / f"{stem}-{number}.md"
    around[path] = "\n\n".join(first.around) + "\n"
    told = f"{len(first.around)} baris di luar lembar SOP (sampul, keputusan, bab) disimpan utuh di {project.name(path)}"
    return [replace(first, comments=(*first.comments, ((), told)), left=(told, *first.left), around=()), *drafts[1:]]


def _check_profile(project: Project, profil: str) -> None:
    names = profile_names(project)
    if profil not in names:
        raise UsageError(f"profil `{profil}` tidak ada; {suggest(profil, names)}".strip("; "))


def _drafts(path: Path, known: Known) -> list[Draft]:
    """Read a file of any kind that can be. A stranger's bytes are understood in a process of its own, bounded in time and memory."""
    from bukusop.office.foreign.bounds import SECONDS, bounded
    from bukusop.office.foreign.convert import converted

    data, name = converted(_bytes(path), path.name)
    if PurePath(name).suffix.lower() not in READ:
        raise Refusal(f"{path}: jenis berkas ini tidak dikenal; yang dapat diimpor: .docx, .xlsx, .doc, .odt, .rtf, .xls, .ods, .md, .csv")
    return bounded(path.name, SECONDS, _understood, name, data, known)


def _understood(name: str, data: bytes, known: Known) -> list[Draft]:
    from bukusop.office.drafting.draft import Draft
    from bukusop.office.drafting.recognise import recognise
    from bukusop.office.excel.workbook import read_workbook
    from bukusop.office.foreign.wordfile import read_docx
    from bukusop.office.plaintables import read_plain

    kind = PurePath(name).suffix.lower()
    raw: Sequence[Draft | RawDocument] = (
        read_workbook(data, name) if kind in (".xlsx", ".xlsm") else
        [read_docx(name, data)] if kind in (".docx", ".docm") else read_plain(data, name)
    )
    return [draft for item in raw for draft in ([item] if isinstance(item, Draft) else recognise(item, known))]


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise Refusal(f"{path}: {'ini bukan berkas' if path.exists() else 'berkas ini tidak ada'}")
        if path.stat().st_size > MOST_BYTES:
            raise Refusal(f"{path}: berkas ini lebih besar dari {MOST_BYTES // 1_000_000} MB; bagi dahulu")
        return path.read_bytes()
    except OSError as error:
        raise Refusal(f"{path}: berkas ini tidak dapat dibaca ({error.strerror})") from error


def _ids(drafts: Sequence[Draft], taken: set[str]) -> list[str]:
    """Give every draft an id of its own."""
    ids: list[str] = []
    for draft in drafts:
        ids.append(_free(draft.id, taken | set(ids)))
    return ids


def _related(drafts: Sequence[tuple[str, Draft]], ids: Sequence[str]) -> list[tuple[str, Draft]]:
    """Write keterkaitan that name an SOP of the same import as its id."""
    known = {str(draft.data.get("nama", "")).casefold(): id_ for (_, draft), id_ in zip(drafts, ids, strict=True)}

    def linked(value: Value) -> Value:
        if isinstance(value, str):
            return known.get(value.casefold().removeprefix("sop ").strip(), value)
        return [linked(item) for item in value] if isinstance(value, list) else value

    return [
        (origin, replace(draft, data={key: linked(value) if key == "keterkaitan" else value for key, value in draft.data.items()}))
        for origin, draft in drafts
    ]


def _free(id_: str, taken: set[str]) -> str:
    """Give an id that no SOP has: the draft's own, else with a number."""
    own = id_ if _ID.fullmatch(id_) else "sop"
    number, chosen = 2, own
    while chosen in taken:
        chosen, number = f"{own}-{number}", number + 1
    return chosen


def _write(project: Project, home: str, id_: str, text: bytes, draft: Draft) -> Imported:
    """Write one file under the next number of its bidang; a file that is there is never touched."""
    used = [path.name.partition("-")[0] for path in (project.sops / home).glob("*.yaml")]
    number = max((int(part) for part in used if part.isdigit()), default=0) + 1
    path = project.sops / home / f"{number:02}-{id_}.yaml"
    if path.exists():
        raise Refusal(f"{project.name(path)} sudah ada; tidak ditimpa")
    write_whole(path, text)
    return Imported(project.name(path), str(draft.data.get("nama", id_)), draft.read, draft.guessed, draft.left)


def _examined(project: Project, made: Sequence[Imported], today: date) -> Findings:
    """Read the new files with the loader and examine them; give what is said of them."""
    findings, own = Findings(), {item.path for item in made}
    findings.extend(item for item in check(project, today).findings if item.place.file in own)
    return findings
