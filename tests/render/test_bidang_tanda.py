"""Signature fields before they are signed: each once, on its block, empty, tagged, without a font."""

import re
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from bukusop.model import Bagian, JenisBagian, Keputusan, Sop, Status, nama_paraf, nama_ttd
from bukusop.render import Scene, sheet
from bukusop.render.parts import copy
from bukusop.render.pdf import Box, Pages
from tests.assemble.structure_check import problems
from tests.conftest import tool
from tests.render.test_elektronik import PT, electronic, fields, file_of, made, own_file, small, spec_of, whole
from tests.render.test_profil import SHOWN


def in_mm(rectangle: Sequence[float], height_mm: float) -> Box:
    x0, y0, x1, y1 = (value * PT for value in rectangle)
    return Box(x0, height_mm - y1, x1, height_mm - y0)


def near(one: Box, other: Box, tolerance: float = 0.05) -> bool:
    pairs = ((one.x0, other.x0), (one.y0, other.y0), (one.x1, other.x1), (one.y1, other.y1))
    return all(abs(a - b) < tolerance for a, b in pairs)


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize("paraf", [False, True])
def test_fields_of_a_sheet_lie_on_their_boxes(name: str, paraf: bool) -> None:
    scene = electronic(name, paraf=("sekretaris", "kepala_dinas") if paraf else ())
    sop = scene.book.sop(SHOWN[name])
    assert sop
    laid = sheet(scene, sop)
    boxes = {key[1:]: (page, box) for page in range(len(laid.pages)) for key, box in laid.pages.boxes(page).items()}
    height = laid.pages.size(boxes[nama_ttd(sop.disahkan_oleh)][0])[1]
    found = fields(laid.pages.write(b"x" * 16))
    others = [nama_paraf(key) for key in ("sekretaris", "kepala_dinas") if key != sop.disahkan_oleh] if paraf else []
    assert set(found) == {nama_ttd(sop.disahkan_oleh), *others}, "nobody puts a paraf before his own signature"
    for field, rectangle in found.items():
        assert near(in_mm(rectangle, height), boxes[field][1]), field


def test_fields_of_a_decree_lie_on_their_boxes() -> None:
    scene = electronic(paraf=("sekretaris",), bidang="buku")
    text = copy(scene, spec_of(scene, "01-penetapan"))
    pages = Pages(text.html, text.css, scene.file)
    boxes = {key[1:]: box for page in range(len(pages)) for key, box in pages.boxes(page).items()}
    height = pages.size(0)[1]
    found = fields(pages.write(b"x" * 16))
    assert set(found) == {"ttd_kepala_dinas", "paraf_sekretaris"}
    for field, rectangle in found.items():
        assert near(in_mm(rectangle, height), boxes[field]), field
        assert rectangle[2] - rectangle[0] > 60
        assert rectangle[3] - rectangle[1] > 15


@pytest.mark.parametrize("paraf", [False, True])
def test_a_book_has_each_field_once(paraf: bool) -> None:
    assert set(fields(whole(paraf=paraf))) == {"ttd_kepala_dinas", *(["paraf_sekretaris"] if paraf else [])}


@pytest.mark.parametrize("kind", ["buku", "lembar"])
def test_fields_are_empty_tagged_signatures(kind: str) -> None:
    pdf = whole() if kind == "buku" else own_file(electronic(paraf=("sekretaris",)), SHOWN["permenpan35"])
    assert problems(pdf) == []
    with pikepdf.open(BytesIO(pdf)) as opened:
        form = opened.Root.AcroForm
        assert int(form.SigFlags) == 3
        assert set(form.keys()) == {"/Fields", "/SigFlags"}
        parents = dict(pikepdf.NumberTree(opened.Root.StructTreeRoot.ParentTree).items())
        widgets = {note.objgen for page in opened.pages for note in page.get("/Annots", ()) if note.Subtype == "/Widget"}
        assert {field.objgen for field in form.Fields} == widgets
        for field in form.Fields:
            assert (field.FT, int(field.F)) == ("/Sig", 132)
            assert not {"/V", "/AS", "/MK", "/Border", "/DA"} & set(field.keys())
            assert field.AP.N.read_bytes() == b""
            assert not field.AP.N.Resources.keys(), "no field holds a font"
            x0, y0, x1, y1 = field.Rect
            assert x0 < x1
            assert y0 < y1
            element = parents[int(field.StructParent)]
            assert (element.S, element.K.Type, element.K.Obj.objgen) == ("/Form", "/OBJR", field.objgen)
            lock = field.get("/Lock")
            assert (lock is not None) is str(field.T).startswith("ttd_")
            if lock is not None:
                assert lock.is_indirect
                assert (lock.Type, lock.Action, int(lock.P)) == ("/SigFieldLock", "/All", 1)


def test_fields_bring_no_font(tmp_path: Path) -> None:
    def fonts(scene: Scene) -> set[str]:
        path = file_of(own_file(scene, "surat-masuk"), tmp_path)
        lines = subprocess.run([tool("pdffonts"), str(path)], capture_output=True, check=True).stdout.decode().splitlines()[2:]
        return {re.sub(r"^[A-Z]{6}\+", "", line.split()[0]) for line in lines}

    scene = electronic(sop="surat-masuk", paraf=("sekretaris",))
    assert fonts(scene) == fonts(replace(scene, book=replace(scene.book, status=Status.BASAH)))


def test_where_a_book_is_signed() -> None:
    book = small()
    assert book.tempat_tanda() == Bagian(JenisBagian.KEPUTUSAN, "01-penetapan")
    other: Keputusan = replace(book.keputusan[0], pejabat="sekretaris")
    without = replace(book, keputusan=(other,))
    assert without.tempat_tanda() == Bagian(JenisBagian.SOP, book.sops[0].id)
    strangers: tuple[Sop, ...] = tuple(replace(sop, disahkan_oleh="sekretaris") for sop in book.sops)
    assert replace(without, sops=strangers).tempat_tanda() is None
    scene = electronic(bidang="buku")
    again = replace(scene, book=replace(scene.book, keputusan=(replace(scene.book.keputusan[0], pejabat="sekretaris"),)))
    assert fields(made(again, "01-penetapan")) == {}
    assert set(fields(made(again, scene.book.sops[0].id))) == {"ttd_kepala_dinas"}
    assert fields(made(again, scene.book.sops[1].id)) == {}
