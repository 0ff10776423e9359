"""Everything that pages depend on is in the key of their part: whatever is changed, either the key changes or the bytes do not."""

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bukusop import pipeline, render
from bukusop.cache import Identity
from bukusop.model import Pengesahan, Profil, Sop, Status
from bukusop.paths import Project
from bukusop.render import PartSpec, Scene, Templates
from tests.conftest import PROJECTS

IDENTITY = Identity("alat", "huruf")


@cache
def small() -> Scene:
    project = Project.at(PROJECTS / "kecil")
    book, _ = pipeline.read(project)
    return Scene(book, Templates.read(project.templates))


def spec_of(scene: Scene, id_: str) -> PartSpec:
    return next(spec for spec in render.plan(scene.book) if spec.id == id_)


def key(scene: Scene, id_: str) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(render.ingredients(scene, spec_of(scene, id_), IDENTITY).items()))


def sign(scene: Scene, id_: str) -> str:
    return render.Signs(scene, IDENTITY).of(spec_of(scene, id_))


@cache
def first_bytes(id_: str) -> bytes:
    return render.render(small(), spec_of(small(), id_)).pdf


CHOICES = (("kosong", "seperlunya", "huruf"), ("kapsul", "kapsul_kotak", "baris"), ("halaman_sendiri", "menyambung"))


def changed(value: Any) -> Any:
    """Give another value of the same type, or of the same choice."""
    for choice in CHOICES:
        if value in choice:
            return choice[(choice.index(value) + 1) % len(choice)]
    if isinstance(value, bool):
        return not value
    if isinstance(value, Enum):
        kinds = list(type(value))
        return kinds[(kinds.index(value) + 1) % len(kinds)]
    if isinstance(value, str):
        return f"{value} x"
    return value + 1 if isinstance(value, int | float) else value


def variants(value: Any) -> Iterator[tuple[str, Any]]:
    """Give a value with each of its leaves changed, one at a time."""
    if is_dataclass(value) and not isinstance(value, type):
        for item in fields(value):
            for name, other in variants(getattr(value, item.name)):
                yield f"{item.name}.{name}", replace(value, **{item.name: other})
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            for name, other in variants(item):
                yield f"{index}.{name}", (*value[:index], other, *value[index + 1 :])
    elif value is not None and not isinstance(value, bytes):
        other = changed(value)
        if other != value:
            yield "", other


def with_sop(scene: Scene, sop: Sop) -> Scene:
    return replace(scene, book=replace(scene.book, sops=tuple(sop if item.id == sop.id else item for item in scene.book.sops)))


def with_profil(scene: Scene, profil: Profil) -> Scene:
    book, known = scene.book, tuple(profil if item.nama == profil.nama else item for item in scene.book.semua_profil)
    main = profil if book.profil.nama == profil.nama else book.profil
    return replace(scene, book=replace(book, profil=main, semua_profil=known))


def check(scenes: Iterator[tuple[str, Scene]], id_: str) -> None:
    """Compare bytes where the key is the same; gives how many keys were the same."""
    before, seen = key(small(), id_), 0
    for name, scene in scenes:
        try:
            after = key(scene, id_)
        except Exception:  # a value that no source can give: nothing is rendered from it
            continue
        seen += 1
        assert after == before or not sign(small(), id_) or sign(scene, id_) != sign(small(), id_), f"{name}: the sign stands still"
        if after == before:
            assert render.render(scene, spec_of(scene, id_)).pdf == first_bytes(id_), name
    assert seen > 10


def test_every_value_of_an_sop() -> None:
    sop = next(item for item in small().book.sops if item.id == "surat-masuk")
    check(((name, with_sop(small(), other)) for name, other in variants(replace(sop, prosedur=()))), "sop-surat-masuk")
    steps = sop.prosedur[0].langkah
    for index in (0, len(steps) - 1):
        def scenes(index: int = index) -> Iterator[tuple[str, Scene]]:
            for name, other in variants(steps[index]):
                langkah = (*steps[:index], other, *steps[index + 1 :])
                yield name, with_sop(small(), replace(sop, prosedur=(replace(sop.prosedur[0], langkah=langkah),)))

        check(scenes(), "sop-surat-masuk")


@pytest.mark.parametrize("id_", ["sop-surat-masuk", "sop-penanganan-pengaduan", "sampul", "keputusan-01-penetapan"])
def test_every_value_of_the_profile(id_: str) -> None:
    profil = small().book.profil_of(small().book.sops[0]) if id_.startswith("sop-") else small().book.profil
    check(((name, with_profil(small(), other)) for name, other in variants(profil)), id_)


def test_every_template_file() -> None:
    for name, data in small().templates.files.items():
        files = small().templates.files | {name: data + b" "}
        if name.startswith("halaman/") or name in ("css/dasar.css", "css/lembar.css"):
            assert key(replace(small(), templates=Templates(files)), "sop-surat-masuk") != key(small(), "sop-surat-masuk"), name


def test_tool_and_fonts() -> None:
    spec = spec_of(small(), "sampul")
    found = [render.ingredients(small(), spec, identity) for identity in (IDENTITY, Identity("lain", "huruf"), Identity("alat", "lain"))]
    assert len({repr(item) for item in found}) == 3


LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 30"><rect width="60" height="30"/></svg>'


@cache
def about_to_be_signed() -> Scene:
    """The small book with everything that an electronic signing puts on its pages."""
    pictures = (*small().book.gambar, ("bsre.svg", LOGO))
    book = replace(small().book, status=Status.ELEKTRONIK, paraf=("sekretaris",), logo_tte="bsre.svg", gambar=pictures)
    own = tuple((sop.id, f"https://dinasuji.kabmisal.example/{sop.id}") for sop in book.sops)
    return replace(small(), book=book, sahan=Pengesahan(date(2026, 11, 21), "https://dinasuji.kabmisal.example/buku", False, "lembar", own))


def signings() -> Iterator[tuple[str, Scene]]:
    """Give other signings of the same book, each with one thing changed."""
    scene = about_to_be_signed()
    book, sahan = scene.book, scene.sahan
    assert sahan
    for name, value in (
        ("tanggal", date(2027, 1, 2)), ("alamat", "https://dinasuji.kabmisal.example/lain"), ("uji", True), ("bidang_tanda", "buku"),
        ("alamat_sop", sahan.alamat_sop[1:]), ("alamat_sop", tuple((sop, f"{address}x") for sop, address in sahan.alamat_sop)),
    ):
        yield name, replace(scene, sahan=replace(sahan, **{name: value}))
    for name, other in (
        ("paraf", ()), ("paraf", ("kepala_dinas", "sekretaris")), ("pengesah", "sekretaris"), ("logo_tte", ""), ("status", Status.BASAH),
        ("gambar", tuple((file, data.replace(b"60", b"61") if file == "bsre.svg" else data) for file, data in book.gambar)),
        *(("pejabat", people) for _, people in variants(book.pejabat)),
    ):
        yield name, replace(scene, book=replace(book, **{name: other}))
    yield "sahan", replace(scene, sahan=None)


@pytest.mark.parametrize("kind", ["lembar", "buku"])
@pytest.mark.parametrize("id_", ["sop-surat-masuk", "sop-peminjaman-ruang", "keputusan-01-penetapan", "naskah-kata-pengantar", "sampul"])
def test_every_value_of_a_signing(id_: str, kind: str) -> None:
    def of_kind(scene: Scene) -> Scene:
        return replace(scene, sahan=replace(scene.sahan, bidang_tanda=kind)) if scene.sahan else scene

    base = of_kind(about_to_be_signed())
    before, data = key(base, id_), render.render(base, spec_of(base, id_)).pdf
    kept, lost = set(), set()
    for name, scene in signings():
        other = scene if name == "bidang_tanda" else of_kind(scene)
        try:
            after = key(other, id_)
        except KeyError:  # an office holder whom no source names
            continue
        (kept if after == before else lost).add(name)
        if after == before:
            assert render.render(other, spec_of(other, id_)).pdf == data, name
    assert {"uji", "status"} <= lost
    assert "tanggal" in kept, "dates stand in the book"
    if id_ == "sop-surat-masuk":
        assert {"paraf", "logo_tte", "gambar", "pejabat", "alamat_sop" if kind == "lembar" else "alamat"} <= lost
    if id_ == "keputusan-01-penetapan":
        assert {"paraf", "logo_tte", "gambar", "pejabat", "alamat"} <= lost


def test_another_address_makes_no_other_sheet_anew() -> None:
    scene = about_to_be_signed()
    assert scene.sahan
    (first, address), *others = scene.sahan.alamat_sop
    other = replace(scene, sahan=replace(scene.sahan, alamat_sop=((first, f"{address}x"), *others)))
    sheets = [spec for spec in render.plan(scene.book) if spec.jenis is render.Jenis.LEMBAR]
    assert {spec.key for spec in sheets if key(scene, spec.id) != key(other, spec.id)} == {first}


@pytest.mark.parametrize("scene", [small, about_to_be_signed], ids=["draf", "elektronik"])
def test_every_file_that_is_fetched(scene: Callable[[], Scene], monkeypatch: pytest.MonkeyPatch) -> None:
    """What WeasyPrint asks for while it renders is what the key holds the bytes of."""
    fetched: set[str] = set()
    own = Scene.file

    def spy(self: Scene, address: str) -> bytes:
        fetched.add(address)
        return own(self, address)

    seen = 0
    for spec in render.plan(scene().book):
        if spec.jenis is render.Jenis.DAFTAR_ISI:
            continue
        found = render.ingredients(scene(), spec, IDENTITY)
        fetched.clear()
        with monkeypatch.context() as patch:
            patch.setattr(Scene, "file", spy)
            render.render(scene(), spec)
        assert fetched <= set(found), spec.id
        seen += len(fetched)
    assert seen > 0, "the small book names files"


def test_a_longer_chapter_makes_no_other_part_anew(project_copy: Callable[[str], Path]) -> None:
    project = Project.at(project_copy("kecil"))
    when = pipeline.build_time({"SOURCE_DATE_EPOCH": "1770000000"})
    pipeline.make_book(project, when, lambda *_: None)
    path = next(path for path in project.chapters.glob("*.md") if re.search(r"bab-1|pendahuluan", path.name))
    path.write_text(path.read_text(encoding="utf-8") + "\n\nParagraf yang ditambahkan. " * 150, encoding="utf-8")
    reasons = pipeline.make_book(project, when, lambda *_: None).reasons
    assert set(reasons) == {f"naskah-{path.stem}", "daftar-isi"}


def test_the_sign_of_a_sheet() -> None:
    """Whatever changes in the rest of the book and shows on a sheet changes the sheet's sign; the inside of other SOPs does not."""
    scene, id_ = small(), "sop-surat-masuk"
    assert sign(scene, id_)
    assert not sign(scene, "sampul")
    book = scene.book
    for name, other in variants(replace(book, sops=(), gambar=(), profil=book.profil, semua_profil=())):
        now = replace(scene, book=replace(other, sops=book.sops, semua_profil=book.semua_profil, gambar=book.gambar))
        try:
            after = key(now, id_)
        except Exception:  # a value that no source can give
            continue
        assert after == key(scene, id_) or sign(now, id_) != sign(scene, id_), name
    other_sop = next(sop for sop in book.sops if f"sop-{sop.id}" != id_)
    renamed, inside = replace(other_sop, nama="Nama lain"), replace(other_sop, prosedur=(), peringatan=())
    assert sign(with_sop(scene, renamed), id_) != sign(scene, id_)
    assert sign(with_sop(scene, inside), id_) == sign(scene, id_)
    assert key(with_sop(scene, inside), id_) == key(scene, id_)
    files = scene.templates.files
    looking = Templates(files | {"halaman/lembar.html": files["halaman/lembar.html"] + b"{{ book.sops[0].nama }}"})
    assert not sign(replace(scene, templates=looking), id_), "a template that looks into other SOPs"
    other_tool = render.Signs(scene, Identity("lain", "huruf")).of(spec_of(scene, id_))
    assert len({sign(scene, id_), sign(replace(scene, links=False), id_), other_tool}) == 3
