"""Sheets in Word: the same pages as the PDF, rows and symbols where the layout measured them, every word there; as LibreOffice shows it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree

from bukusop.diagnostics import Findings
from bukusop.load import load_book
from bukusop.model import Daftar, Langkah, Paragraf, Pelaksana, Run, Sop, Teks
from bukusop.office.word import shapes
from bukusop.paths import Project
from bukusop.render import Measured, Scene, Templates, with_end_rows
from tests.conftest import PROJECTS, ROOT
from tests.office import sheets
from tests.office.sheets import Drawn, distance, from_line, plain
from tests.render.test_profil import SHOWN, in_profile

W = f"{{{shapes.W}}}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
WPC = "{http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
RULE_MM, SHAPE_MM = 0.6, 1.0


def scene_of(root: Path) -> Scene:
    project, findings = Project.at(root), Findings()
    book = load_book(project, findings)
    assert book is not None, [str(item) for item in findings]
    return Scene(book, Templates.read(project.templates), links=False)


def blocks(teks: Teks) -> Iterator[str]:
    """Every paragraph of a text, of lists as well."""
    for block in teks:
        if isinstance(block, Paragraf):
            yield "".join(run.teks for run in block.isi)
        elif isinstance(block, Daftar):
            for item in block.butir:
                yield from blocks(item)


def words_of(step: Langkah) -> list[str]:
    return [step.waktu, *(text for cell in (step.kegiatan, step.kelengkapan, step.output, step.keterangan) for text in blocks(cell))]


def rows_of(scene: Scene, sop: Sop) -> list[tuple[Langkah, ...]]:
    ends = scene.book.profil_of(sop).lembar.ujung == "baris"
    return [(with_end_rows(item) if ends else item).langkah for item in sop.prosedur]


def identity_of(scene: Scene, sop: Sop) -> list[str]:
    laws = [item.peraturan.sitasi if item.peraturan else "".join(blocks(item.teks)) for item in sop.dasar_hukum]
    others = [other.nama for item in sop.keterkaitan if (other := scene.book.sop(item.sop)) is not None]
    lists = (sop.kualifikasi_pelaksana, sop.peralatan, sop.peringatan, sop.pencatatan)
    pejabat = scene.book.pejabat_of(sop.disahkan_oleh)
    return [sop.nomor, *laws, *others, *(text for items in lists for item in items for text in blocks(item)), pejabat.nama, pejabat.nip]


def faults(scene: Scene, sop: Sop, measured: Measured, pages: Sequence[Drawn]) -> list[str]:
    """What the pages of LibreOffice show otherwise than ours."""
    found, steps = [], rows_of(scene, sop)
    drawn = {page.page - 1: page for page in measured.drawing.pages}
    whole = plain("".join(page.text for page in pages))
    found += [f"{sop.id}: {word!r}" for word in identity_of(scene, sop) if plain(word) not in whole]
    for number, page in enumerate(pages):
        text, chart, boxes = plain(page.text), drawn.get(number), measured.boxes(number)
        level = [line[0][1] for line in page.lines if len(line) == 2 and abs(line[0][1] - line[1][1]) < 0.05]
        for name, box in boxes.items():
            if name.startswith(("_r-", "_sa-", "_sb-", "_b-", "_h-")) and min((abs(box.y1 - y) for y in level), default=99.0) > RULE_MM:
                found.append(f"{sop.id} page {number}: no rule below {name}")
            if name.startswith("_r-"):
                index, row = map(int, name.split("-")[1:])
                found += [f"{sop.id} page {number}: {word!r}" for word in words_of(steps[index][row]) if plain(word) not in text]
        if chart is None:
            continue
        for symbol in chart.symbols:
            if min((distance(symbol.box, box) for box in page.boxes), default=99.0) > SHAPE_MM:
                found.append(f"{sop.id} page {number}: {symbol.id} is elsewhere")
        for edge in chart.edges:
            if min((max(from_line(point, line) for point in edge.points[:-1]) for line in page.lines), default=99.0) > SHAPE_MM:
                found.append(f"{sop.id} page {number}: {edge.source} -> {edge.target} runs elsewhere")
        found += [f"{sop.id} page {number}: answer {label.text}" for label in chart.labels if plain(label.text) not in text]
    return found


def check(scene: Scene, sops: Sequence[Sop], folder: Path) -> None:
    measured = sheets.measure(scene, sops)
    pages = sheets.read(sheets.converted(sheets.written(scene, sops, measured), folder))
    assert len(pages) == sum(len(item) for item in measured)
    found, start = [], 0
    for sop, item in zip(sops, measured, strict=True):
        found += faults(scene, sop, item, pages[start:start + len(item)])
        start += len(item)
    assert found == []


def test_the_example_book(tmp_path: Path) -> None:
    scene = scene_of(ROOT)
    check(scene, scene.book.sops, tmp_path)


def test_the_small_book(tmp_path: Path) -> None:
    scene = scene_of(PROJECTS / "kecil")
    check(scene, scene.book.sops, tmp_path)


@pytest.mark.parametrize("name", SHOWN)
def test_profile(name: str, tmp_path: Path) -> None:
    scene = in_profile(name, SHOWN[name])
    check(scene, [sop for sop in scene.book.sops if sop.id == SHOWN[name]], tmp_path)


def crowded(scene: Scene) -> tuple[Scene, Sop]:
    """Give an SOP with a step longer than a page, and with so many actors that their heads stand upright."""
    sop = scene.book.sops[0]
    procedure = sop.prosedur[0]
    long = tuple(Paragraf((Run(f"Kalimat nomor {number} dari uraian yang panjang sekali."),)) for number in range(1, 61))
    steps = [procedure.langkah[0], replace(procedure.langkah[1], kegiatan=long), *procedure.langkah[2:]]
    more = tuple(Pelaksana(f"tim{number}", f"Koordinator Pengadministrasian Kepegawaian {number}") for number in range(8))
    changed = replace(sop, prosedur=(replace(procedure, langkah=tuple(steps), pelaksana=(*procedure.pelaksana, *more)),))
    sops = tuple(changed if item.id == sop.id else item for item in scene.book.sops)
    return replace(scene, book=replace(scene.book, sops=sops)), changed


def test_a_step_longer_than_a_page_runs_on(tmp_path: Path) -> None:
    scene, sop = crowded(scene_of(PROJECTS / "kecil"))
    measured = sheets.measure(scene, [sop])
    pages = sheets.read(sheets.converted(sheets.written(scene, [sop], measured), tmp_path))
    assert abs(len(pages) - len(measured[0])) <= 1, "such a row fills its pages as the other program likes"
    shown = Counter(word for page in pages for word in page.text.split())
    assert (shown["Kalimat"], shown["panjang"], shown["sekali."]) == (60, 60, 60)


@pytest.fixture(scope="module")
def parts() -> tuple[Scene, list[Measured], etree._Element]:
    scene = scene_of(PROJECTS / "kecil")
    measured = sheets.measure(scene, scene.book.sops)
    data = sheets.written(scene, scene.book.sops, measured)
    assert data == sheets.written(scene, scene.book.sops, measured), "the same bytes each time"
    with ZipFile(BytesIO(data)) as package:
        return scene, measured, etree.fromstring(package.read("word/document.xml"))


def test_numbers_of_drawings_are_used_once(parts: tuple[Scene, list[Measured], etree._Element]) -> None:
    numbers = Counter(
        element.get("id") for element in parts[2].iter("{*}docPr", f"{WPS}cNvPr")
    )
    assert numbers
    assert [number for number, count in numbers.items() if count > 1] == []


def test_connectors_are_glued_to_the_right_sides(parts: tuple[Scene, list[Measured], etree._Element]) -> None:
    _, measured, document = parts
    canvases = list(document.iter(f"{WPC}wpc"))
    pages = [page for item in measured for page in item.drawing.pages]
    assert len(canvases) == len(pages)
    for canvas, page in zip(canvases, pages, strict=True):
        boxes = {shape.find(f"{WPS}cNvPr").get("id"): symbol.box for shape, symbol in zip(
            [shape for shape in canvas.iter(f"{WPS}wsp") if shape.find(f"{WPS}cNvSpPr") is not None], page.symbols, strict=False)}
        lines = [shape.find(f"{WPS}cNvCnPr") for shape in canvas.iter(f"{WPS}wsp") if shape.find(f"{WPS}cNvCnPr") is not None]
        assert len(lines) == len(page.edges)
        for line, edge in zip(lines, page.edges, strict=True):
            for tag, point in (("stCxn", edge.points[0]), ("endCxn", edge.points[-1])):
                glue = line.find(f"{A}{tag}")
                x0, y0, x1, y1 = boxes[glue.get("id")]
                x, y = (x0 + x1) / 2, (y0 + y1) / 2
                place = ((x, y0), (x0, y), (x, y1), (x1, y))[int(glue.get("idx"))]
                assert distance(place, point) < 0.01


def test_shapes_are_described(parts: tuple[Scene, list[Measured], etree._Element]) -> None:
    for anchor in parts[2].iter("{*}anchor"):
        assert anchor.find("{*}docPr").get("descr")
    kinds = {shape.get("prst") for shape in parts[2].iter(f"{A}prstGeom")}
    assert {"flowChartTerminator", "flowChartProcess", "flowChartDecision", "flowChartOffpageConnector"} <= kinds


def test_heads_repeat_and_rows_are_exact(parts: tuple[Scene, list[Measured], etree._Element]) -> None:
    heights = list(parts[2].iter(f"{W}trHeight"))
    assert {height.get(f"{W}hRule") for height in heights} == {"exact"}
    assert sum(1 for _ in parts[2].iter(f"{W}tblHeader")) >= 2 * sum(len(item.drawing.pages) for item in parts[1])


Point = tuple[float, float]


@pytest.mark.parametrize("points", [
    ((10, 10), (30, 10)), ((30, 10), (10, 10)), ((10, 40), (10, 20)), ((10, 10), (30, 10), (30, 50)), ((10, 10), (10, 30), (-5, 30)),
    ((10, 10), (30, 10), (30, 50), (10, 50)), ((10, 10), (10, 20), (40, 20), (40, 60)), ((10, 10), (10, 4), (40, 4), (40, 60), (35, 60)),
    ((10, 10), (30, 10), (30, 50), (20, 50), (20, 60)), ((10, 10), (10, 20), (40, 20), (40, 5), (20, 5), (20, 9)),
    ((10, 10), (-4, 10), (-4, 50), (60, 50), (60, 30), (40, 30)), ((10, 10), (10, 15), (10, 20), (30, 20)),
])
def test_preset_connectors_run_where_the_line_runs(points: tuple[Point, ...]) -> None:
    """Walk the preset's own path (ECMA-376, presetShapeDefinitions), turned and flipped, and compare its corners."""
    frame = shapes.connector(points)
    width, height, bends = frame.width, frame.height, [value / 100000 for value in frame.adjust]
    x1, y2, x3 = [*(bend * side for bend, side in zip(bends, (width, height, width), strict=False)), 0, 0, 0][:3]
    ways: dict[str, list[tuple[float, float]]] = {
        "straightConnector1": [(0, 0), (width, height)], "bentConnector2": [(0, 0), (width, 0), (width, height)],
        "bentConnector3": [(0, 0), (x1, 0), (x1, height), (width, height)],
        "bentConnector4": [(0, 0), (x1, 0), (x1, y2), (width, y2), (width, height)],
        "bentConnector5": [(0, 0), (x1, 0), (x1, y2), (x3, y2), (x3, height), (width, height)],
    }
    walked = []
    for x, y in ways[frame.preset]:
        dx, dy = (width - x if frame.flip_h else x) - width / 2, (height - y if frame.flip_v else y) - height / 2
        dx, dy = (-dy, dx) if frame.rotation else (dx, dy)
        walked.append(((frame.x + width / 2 + dx) / shapes.EMU, (frame.y + height / 2 + dy) / shapes.EMU))
    corners = [point for number, point in enumerate(points) if number in (0, len(points) - 1) or not (
        points[number - 1][0] == point[0] == points[number + 1][0] or points[number - 1][1] == point[1] == points[number + 1][1])]
    assert len(walked) == len(corners)
    assert max(distance(a, b) for a, b in zip(walked, corners, strict=True)) < 0.11
