"""Drafts as YAML: what a person would write, read back as it was, comments at their lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bukusop.diagnostics import Findings
from bukusop.load.tree import read_yaml
from bukusop.office.drafting.draft import Draft
from bukusop.office.drafting.wording import clean
from bukusop.office.drafting.yamlfile import sop_yaml
from tests.conftest import ROOT

SOPS = sorted((ROOT / "sops").glob("*/*.yaml"))


def back(text: str) -> Any:
    findings = Findings()
    tree = read_yaml(text, "x.yaml", findings)
    assert list(findings) == []
    assert tree is not None
    return tree.data()


def stripped(value: object) -> object:
    """Give a value as the loader takes it: without the line end of a block."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return [stripped(item) for item in value]
    return {key: stripped(item) for key, item in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize("path", SOPS, ids=lambda path: path.stem)
def test_every_example_comes_back(path: Path) -> None:
    data = back(path.read_text(encoding="utf-8"))
    assert stripped(back(sop_yaml(Draft(data)))) == stripped(data)


LETTERS = st.characters(blacklist_categories=("Cs", "Cc", "Co", "Cn"))
HOSTILE = st.text(LETTERS, max_size=200).map(lambda text: " ".join(clean(text).split()))


@given(st.lists(HOSTILE.filter(bool), min_size=1, max_size=4), HOSTILE.filter(bool))
def test_any_words_come_back(items: list[str], name: str) -> None:
    data: dict[str, Any] = {
        "nama": name, "peralatan": list(items), "pelaksana": {"a": name},
        "langkah": [{"kegiatan": items[0], "pelaksana": "a", "keputusan": {items[0]: "lanjut", "lain": "1"}, "output": list(items)}],
    }
    assert stripped(back(sop_yaml(Draft(data), name))) == stripped(data)


def test_comments_stand_above_their_line_and_the_rest_at_the_end() -> None:
    step = {"kegiatan": "B", "pelaksana": "a", "keputusan": {"ya": "lanjut"}}
    data: dict[str, Any] = {"nama": "A", "tanggal": {"efektif": "5 Januari 2026"}, "langkah": [step]}
    text = sop_yaml(Draft(data, comments=(
        (("tanggal", "efektif"), "ditebak: bulan"), (("langkah", 0, "keputusan"), "ditebak: garis"), (("tidak", "ada"), "lepas\nbaris"),
    )), "lama.docx")
    assert text == """\
# Diimpor dari lama.docx. Baris bertanda `ditebak` perlu diperiksa.
nama: A
# ditebak: bulan
tanggal: {efektif: 5 Januari 2026}
langkah:
  - kegiatan: B
    pelaksana: a
    # ditebak: garis
    keputusan: {ya: lanjut}

# Tulisan dari berkas asal yang belum mendapat tempat:
#   lepas baris
"""
