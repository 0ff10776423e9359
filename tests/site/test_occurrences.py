"""Who and what occurs where: names and slugs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bukusop.diagnostics import Findings
from bukusop.load import load_book
from bukusop.model import Book, Langkah, Paragraf, Peraturan, Prosedur, Run, Sitasi
from bukusop.paths import Project
from bukusop.site.occurrences import LONGEST_SLUG, actors, laws, slug, slugs
from tests.conftest import PROJECTS


@pytest.fixture(scope="module")
def book() -> Book:
    loaded = load_book(Project.at(PROJECTS / "kecil"), Findings())
    assert loaded is not None
    return loaded


def free(text: str) -> Sitasi:
    return Sitasi(teks=(Paragraf((Run(text),)),))


@pytest.mark.parametrize(("text", "expected"), [
    ("Kepala Dinas", "kepala-dinas"), ("  Café & Résumé ", "cafe-resume"), ("../../etc/passwd", "etc-passwd"),
    ("<script>alert(1)</script>", "script-alert-1-script"), ("北京", "lain"), ("", "lain"), ("..", "lain"), ("CON\0", "con"),
])
def test_slug_is_a_harmless_name(text: str, expected: str) -> None:
    assert slug(text, "lain") == expected


def test_slugs_are_short_and_all_different() -> None:
    found = slugs(["A b", "a-b", "a b 2", "a!b", "x " * 200, "x " * 201], "lain")
    assert found[:4] == ["a-b", "a-b-2", "a-b-2-2", "a-b-3"]
    assert len(set(found)) == len(found)
    assert all(len(item) <= LONGEST_SLUG + 4 for item in found)


def test_every_step_is_found_at_every_one_of_its_actors(book: Book) -> None:
    def names(prosedur: Prosedur, langkah: Langkah) -> set[str]:
        doing = {key for simpul in langkah.simpul for key in simpul.pelaksana}
        return {item.nama.casefold() for item in prosedur.pelaksana if item.kunci in doing}

    expected = sum(len(names(item, langkah)) for sop in book.sops for item in sop.prosedur for langkah in item.langkah)
    found = actors(book)
    assert sum(len(item.langkah) for actor in found.values() for item in actor.kegiatan) == expected > 0
    assert [actor.nama.casefold() for actor in found.values()] == sorted(actor.nama.casefold() for actor in found.values())


def test_spellings_of_one_name_are_one(book: Book) -> None:
    sop = book.sops[0]
    first = sop.prosedur[0].pelaksana[0]
    twin = replace(sop, id="kembar", prosedur=(replace(
        sop.prosedur[0], pelaksana=(replace(first, nama=f"  {first.nama.upper()} "), *sop.prosedur[0].pelaksana[1:])),))
    assert list(actors(replace(book, sops=(*book.sops, twin)))) == list(actors(book))


def test_regulations_stand_by_rank_and_know_who_cites_them(book: Book) -> None:
    high = Peraturan("uu-25-2009", "Undang-Undang", "25", 2009, "Pelayanan Publik")
    sops = tuple(
        replace(sop, dasar_hukum=(free("Peraturan Bupati tentang Loket"), free("peraturan  BUPATI tentang loket"), Sitasi(high)))
        for sop in book.sops
    )
    decrees = tuple(replace(item, mengingat=(Sitasi(high),), memperhatikan=()) for item in book.keputusan)
    found = laws(replace(book, sops=sops, keputusan=decrees))
    assert list(found) == ["uu-25-2009", "peraturan-bupati-tentang-loket"]
    assert [len(law.sops) for law in found.values()] == [len(book.sops)] * 2
    assert [len(law.keputusan) for law in found.values()] == [len(book.keputusan), 0]
