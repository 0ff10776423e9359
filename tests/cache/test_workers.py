"""A part that fails, or whose process dies, is named; all others are made and kept."""

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from bukusop import pipeline
from bukusop.paths import Project
from bukusop.render import Entry, PartsFailed, PartSpec, Rendered, Scene, render

MODULE = sys.modules["bukusop.render.workers"]
WHEN = pipeline.build_time({"SOURCE_DATE_EPOCH": "1770000000"})


def make(project: Project) -> pipeline.Made:
    return pipeline.make_book(project, WHEN, lambda *_: None, pipeline.How(2))


@pytest.mark.parametrize("kind", ["raises", "dies"])
def test_a_crash_names_the_part_and_loses_nothing(kind: str, project_copy: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    def spoilt(scene: Scene, spec: PartSpec, entries: Sequence[Entry] = ()) -> Rendered:
        if spec.id == "sop-surat-masuk":
            if kind == "dies":
                os._exit(9)
            raise ValueError("kotak terlalu kecil")
        return render(scene, spec, entries)

    project = Project.at(project_copy("kecil"))
    with monkeypatch.context() as patch:
        patch.setattr(MODULE, "render", spoilt)
        with pytest.raises(PartsFailed) as caught:
            make(project)
    title = next(sop.nama for sop in pipeline.read(project)[0].sops if sop.id == "surat-masuk")
    assert list(caught.value.causes) == [title]
    assert title in str(caught.value)
    assert not (project.build / "buku.pdf").exists()
    assert set(make(project).reasons) == {"sop-surat-masuk", "daftar-isi"}, "all others were kept"


def test_one_death_is_survived(project_copy: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    project = Project.at(project_copy("kecil"))
    whole = make(project).path.read_bytes()
    shutil.rmtree(project.build)
    mark = tmp_path / "sudah"

    def once(scene: Scene, spec: PartSpec, entries: Sequence[Entry] = ()) -> Rendered:
        if spec.id == "sop-surat-masuk" and not mark.exists():
            mark.touch()
            os._exit(9)
        return render(scene, spec, entries)

    monkeypatch.setattr(MODULE, "render", once)
    assert make(project).path.read_bytes() == whole
    assert mark.exists()
