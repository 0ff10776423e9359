"""The round trip through Word documents, for tests and the proof: model -> sheet -> .docx -> import -> YAML -> model."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from bukusop import render
from bukusop.diagnostics import Findings, Place
from bukusop.load import SopDefaults, load_book, profile_names, read_register, read_sop
from bukusop.load.profile import read_profile
from bukusop.model import Book, Daftar, Kaitan, Pejabat, Profil, Prosedur, Sop, Teks, plain
from bukusop.office.drafting.draft import Draft
from bukusop.office.drafting.recognise import Known, recognise
from bukusop.office.drafting.yamlfile import sop_yaml
from bukusop.office.foreign.wordfile import read_docx
from bukusop.office.word.book import write_sheet
from bukusop.paths import Project
from tests.conftest import PROJECTS, ROOT
from tests.office.excel import book_at, load_one
from tests.office.generated import make_source

WHEN = datetime(2026, 2, 2)
EXPECTED = ("ditebak: sel kegiatan kosong", "kepala halaman", "kaki halaman", 'gambar "Lambang')
"""Beginnings of what an import may say of our own sheets: cells that are empty, and what is no part of an SOP."""
HOLDERS = (Pejabat("camat", "Camat Contoh", "Rahayu Contoh", "Pembina", "19800101 200501 2 001"),
           Pejabat("sekretaris", "Sekretaris Dinas", "Budi Contoh, S.Sos."))
"""Who may approve a generated SOP beside the small book's own office holders."""
Measure = Callable[[Sop], render.Measured]


def told(sop: Sop, profil: Profil) -> Sop:
    """Give an SOP as its sheet tells it.

    Five things are on no paper: keys of actors (here a column is its place), the order in which an author names the actors of a joint
    step, ids of rows, the service standard, and days that the manner does not show. One looks like another: a field that is nothing but
    one numbered list, and a field with these items. The name of the manner is told to an import, not read by it.
    """
    days = replace(sop.tanggal, **{key: None for key in ("pembuatan", "revisi", "efektif") if key not in profil.lembar.tanggal})
    fields: Any = {key: _items(getattr(sop, key)) for key in ("kualifikasi_pelaksana", "peralatan", "peringatan", "pencatatan")}
    return replace(sop, prosedur=tuple(_procedure(item) for item in sop.prosedur), waktu_total="", berkas="", profil="", tanggal=days,
                   **fields)


def _items(items: tuple[Teks, ...]) -> tuple[Teks, ...]:
    only = items[0][0] if len(items) == 1 and len(items[0]) == 1 else None
    return only.butir if isinstance(only, Daftar) and only.gaya and only.mulai == 1 and len(only.butir) > 1 else items


def _procedure(procedure: Prosedur) -> Prosedur:
    columns = {actor.kunci: str(place) for place, actor in enumerate(procedure.pelaksana)}
    rows = tuple(
        replace(row, id="", simpul=tuple(
            replace(node, pelaksana=tuple(sorted(columns[key] for key in node.pelaksana))) for node in row.simpul))
        for row in procedure.langkah
    )
    return replace(procedure, pelaksana=tuple(replace(actor, kunci="") for actor in procedure.pelaksana), langkah=rows)


def differences(before: object, after: object, path: str = "") -> Iterator[str]:
    """Name what differs, down to single values."""
    if before == after:
        return
    fields = getattr(before, "__dataclass_fields__", None)
    if fields and type(before) is type(after):
        for name in fields:
            yield from differences(getattr(before, name), getattr(after, name), f"{path}.{name}" if path else name)
    elif isinstance(before, tuple) and isinstance(after, tuple) and len(before) == len(after):
        for n, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from differences(one, other, f"{path}[{n}]")
    else:
        yield f"{path}: {before!r} -> {after!r}"


def _through(scene: render.Scene, sop: Sop, known: Known, measure: Measure | None = None) -> Draft:
    """Take a sheet to Word and back."""
    data = write_sheet(scene, sop, measure or (lambda item: render.Measured.of(render.sheet(scene, item))), WHEN)
    (draft,) = recognise(read_docx("sop.docx", data), known)
    return draft


def _said(draft: Draft) -> list[str]:
    return [f"{path}: {text}" for path, text in draft.comments if not text.startswith(EXPECTED)]


def faults(seeds: Iterable[int]) -> list[str]:
    """Take generated SOPs through documents of Word, in the manners of all profiles in turn; tell those that are not what they were."""
    project = Project.at(PROJECTS / "kecil")
    book, templates, known = book_at(project.root), render.Templates.read(project.templates), profiles(project)
    holders = {item.kunci: item for item in (*HOLDERS, *book.pejabat)}
    book = replace(book, pejabat=tuple(holders.values()), semua_profil=tuple(known.values()))
    result = []
    for seed in seeds:
        profil = list(known.values())[seed % len(known)]
        sop, errors = load_one(json.dumps(make_source(seed), ensure_ascii=False), f"buatan-{seed}", book)
        sop = replace(sop, profil=profil.nama)
        bidang = tuple(replace(item, sop=(sop.id,) if item.kunci == sop.bidang else ()) for item in book.bidang)
        scene = render.Scene(replace(book, sops=(sop,), bidang=bidang), templates, links=False)
        draft = _through(scene, sop, Known.of(replace(book, sops=()), {}, profil.lembar.ujung))
        after, more = load_one(sop_yaml(draft), sop.id, book)
        wrong = [*errors, *more, *differences(told(sop, profil), told(after, profil)), *_said(draft)]
        if wrong:
            result.append(f"seed {seed} ({profil.nama}): {'; '.join(wrong)}")
    return result


def profiles(project: Project) -> dict[str, Profil]:
    """Read all profiles of a project, by name."""
    findings = Findings()
    found = {name: read_profile(project, name, "", Place("uji"), findings) for name in profile_names(project)}
    assert not findings.failed, [str(item) for item in findings]
    return {name: item for name, item in found.items() if item is not None}


def in_manner(book: Book, profil: Profil) -> Book:
    """Give a book whose sheets all have one manner."""
    others = tuple(item for item in book.semua_profil if item.nama != profil.nama)
    return replace(book, sops=tuple(replace(sop, profil=profil.nama) for sop in book.sops), semua_profil=(*others, profil))


def changed(name: str, chosen: slice = slice(None), measures: Callable[[render.Scene], Measure] | None = None) -> list[str]:
    """Take SOPs of the model book through Word in the manner of a profile; tell those that are not what they were."""
    project, findings = Project(ROOT), Findings()
    book = load_book(project, findings)
    assert book is not None
    profil = profiles(project)[name]
    scene = render.Scene(in_manner(book, profil), render.Templates.read(project.templates), links=False)
    register = read_register(project, findings)
    known, default = Known.of(book, register, profil.lembar.ujung), SopDefaults(book.pengesah, book.profil.nama, register)
    ids, result = {sop.id for sop in book.sops}, []
    with tempfile.TemporaryDirectory() as folder:
        home = Project(Path(folder).resolve())
        for sop in scene.book.sops[chosen]:
            draft = _through(scene, sop, known, measures(scene) if measures else None)
            path = home.root / f"01-{sop.id}.yaml"
            path.write_text(sop_yaml(draft), encoding="utf-8")
            read = read_sop(home, path, sop.bidang, default, findings)
            assert read is not None
            after = replace(read[0], keterkaitan=tuple(
                Kaitan(sop=plain(item.teks)) if plain(item.teks) in ids else item for item in read[0].keterkaitan))
            wrong = [*differences(told(sop, profil), told(after, profil)), *_said(draft)]
            if wrong:
                result.append(f"{sop.id} ({name}): {'; '.join(wrong)}")
    return [*result, *(str(item) for item in findings)]
