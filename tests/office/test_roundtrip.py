"""The 46 SOPs -> Word -> import -> the same SOPs, flow included."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bukusop import cache, render
from bukusop.diagnostics import Findings
from bukusop.load import SopDefaults, load_book, read_register, read_sop
from bukusop.model import Kaitan, Sop, plain
from bukusop.office.drafting.recognise import Known, recognise
from bukusop.office.drafting.yamlfile import sop_yaml
from bukusop.office.foreign.wordfile import read_docx
from bukusop.office.word.book import write_sheet
from bukusop.paths import Project
from tests.conftest import ROOT


def told(sop: Sop) -> Sop:
    """Give an SOP as its sheet tells it: actors by name, no ids of rows, no service standard, which is not printed."""
    procedures = []
    for procedure in sop.prosedur:
        names = {actor.kunci: actor.nama for actor in procedure.pelaksana}
        rows = tuple(
            replace(row, id="", simpul=tuple(
                replace(node, pelaksana=tuple(sorted(names[key] for key in node.pelaksana))) for node in row.simpul))
            for row in procedure.langkah
        )
        procedures.append(replace(procedure, pelaksana=tuple(replace(actor, kunci="") for actor in procedure.pelaksana), langkah=rows))
    return replace(sop, prosedur=tuple(procedures), waktu_total="", berkas="")


def test_all_sops_come_back_from_word(tmp_path: Path) -> None:
    project, findings = Project(ROOT), Findings()
    book = load_book(project, findings)
    assert book is not None
    store, identity = cache.store_of(Project(tmp_path)), cache.identify()
    scene = render.Scene(book, render.Templates.read(project.templates), links=False, estimates=render.Remembered(store, identity))
    measures = render.Measures(scene, store, identity)
    register = read_register(project, findings)
    known = Known.of(book, register, book.profil.lembar.ujung)
    default = SopDefaults(book.pengesah, book.profil.nama, register)
    ids = {sop.id for sop in book.sops}
    wrong = []
    for sop in book.sops:
        (draft,) = recognise(read_docx("x.docx", write_sheet(scene, sop, measures.of, datetime(2026, 2, 2))), known)
        path = tmp_path / f"01-{sop.id}.yaml"
        path.write_text(sop_yaml(draft), encoding="utf-8")
        read = read_sop(Project(tmp_path), path, sop.bidang, default, findings)
        assert read is not None
        found = replace(read[0], keterkaitan=tuple(
            Kaitan(sop=plain(item.teks)) if plain(item.teks) in ids else item for item in read[0].keterkaitan))
        if told(found) != told(sop):
            wrong.append(sop.id)
    assert wrong == []
    assert list(findings) == []
