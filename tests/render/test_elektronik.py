"""Pages of an electronically signed document, before they are signed: block, code, fields, notes; by profile, real and rehearsed."""

import pickle
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from bukusop import assemble, pipeline
from bukusop.diagnostics import Findings
from bukusop.load import load_book
from bukusop.load.profile import profile_names
from bukusop.model import Book, Pengesahan, Status, Tanggal, nama_paraf, nama_ttd
from bukusop.paths import Project
from bukusop.render import Entry, Jenis, PartSpec, Pressed, Scene, donor, entries, ingredients, plan, render, sheet
from bukusop.render.mark import REHEARSAL_NOTE, short_title
from bukusop.render.parts import copy
from bukusop.render.pdf import Box, Pages
from tests.cache.test_ingredients import IDENTITY
from tests.conftest import PROJECTS, tool
from tests.render.looking import check_picture, check_text, page_texts, picture
from tests.render.test_cells import words_on
from tests.render.test_profil import SHOWN, in_profile
from tests.vera import verapdf

HERE = Path(__file__).parent
DAY = date(2026, 11, 21)
WHEN = datetime.fromtimestamp(1770000000, UTC)
ADDRESS = "https://dinasuji.kabmisal.example/verifikasi/k7q2m4x9v3b8n5c6z1t0w2r4y7"
BLOCK = "Ditandatangani secara elektronik oleh:"
SENTENCE = "menggunakan sertifikat elektronik yang diterbitkan oleh Balai Sertifikasi Elektronik (BSrE), BSSN"
LAW = "UU ITE No. 11 Tahun 2008 Pasal 5 ayat 1"
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 30"><rect width="60" height="30" fill="#369"/></svg>'
PT = 25.4 / 72


def electronic(
    profile: str = "permenpan35", sop: str = "", *, uji: bool = False, paraf: Sequence[str] = (), bidang: str = "lembar",
    logo: bool = False, address: str = ADDRESS,
) -> Scene:
    """The small book with an SOP (and, for a whole book, everything) in a profile, about to be signed."""
    scene = in_profile(profile, sop or SHOWN[profile], Status.ELEKTRONIK)
    book = replace(scene.book, paraf=tuple(paraf))
    if bidang == "buku":
        main = next(item for item in book.semua_profil if item.nama == profile)
        book = replace(book, profil=main, sops=tuple(replace(item, profil=profile) for item in book.sops))
    if logo:
        book = replace(book, logo_tte="assets/logos/bsre.svg", gambar=(*book.gambar, ("assets/logos/bsre.svg", LOGO)))
    return replace(scene, book=book, links=bidang == "buku", sahan=Pengesahan(DAY, address, uji, bidang))


def spec_of(scene: Scene, key: str) -> PartSpec:
    return next(spec for spec in plan(scene.book) if spec.key == key)


def made(scene: Scene, key: str) -> bytes:
    return render(scene, spec_of(scene, key)).pdf


def own_file(scene: Scene, key: str) -> bytes:
    spec = replace(spec_of(scene, key), level=1)
    return pipeline.sheet_pdf(scene, assemble.press(spec, render(scene, spec)), WHEN, "SOP")


@cache
def whole(profile: str = "permenpan35", *, uji: bool = False, paraf: bool = True, logo: bool = False) -> bytes:
    """The small book as one file."""
    scene = electronic(profile, uji=uji, paraf=("sekretaris",) if paraf else (), bidang="buku", logo=logo)
    specs = plan(scene.book)
    parts = {spec.id: pressed(scene, spec) for spec in specs if spec.jenis is not Jenis.DAFTAR_ISI}
    contents = next(spec for spec in specs if spec.jenis is Jenis.DAFTAR_ISI)
    lines = entries(scene.book, specs, parts, pipeline.book.numbers(specs, parts, 1).label)
    parts[contents.id] = pressed(scene, contents, lines)
    bindery, target = assemble.Bindery(), BytesIO()
    for rank, spec in enumerate(specs):
        bindery.take(rank, parts[spec.id].data)
    pipeline.bind(bindery, target, scene.book, WHEN, donor)
    return target.getvalue()


def pressed(scene: Scene, spec: PartSpec, lines: Sequence[Entry] = ()) -> Pressed:
    part = render(scene, spec, lines)
    return Pressed(part.id, part.pages, part.marks, assemble.press(spec, part))


def fields(pdf: bytes) -> dict[str, Any]:
    with pikepdf.open(BytesIO(pdf)) as opened:
        form = opened.Root.get("/AcroForm")
        return {str(field.T): [float(value) for value in field.Rect] for field in form.Fields} if form is not None else {}


def file_of(pdf: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "x.pdf"
    path.write_bytes(pdf)
    return path


def codes(path: Path, page: int, dots: int = 120) -> list[str]:
    """Read the QR codes of a page (from 1) from its picture, as a telephone does."""
    command = [tool("pdftoppm"), "-r", str(dots), "-gray", "-f", str(page), "-l", str(page), "-singlefile", "-png", str(path)]
    with Image.open(BytesIO(subprocess.run(command, capture_output=True, check=True).stdout)) as image:
        return [found.text for found in zxingcpp.read_barcodes(image)]


@pytest.mark.parametrize("name", SHOWN)
def test_sheet_by_profile(name: str, renew: bool) -> None:
    texts = page_texts(made(electronic(name), SHOWN[name]))
    check_text(texts, HERE / "elektronik" / f"{name}.txt", renew=renew)
    assert texts.count(BLOCK) == 1
    assert SENTENCE in texts.replace("\n", " ")


@pytest.mark.parametrize("paraf", [False, True])
def test_decree(paraf: bool, tmp_path: Path, renew: bool) -> None:
    scene = electronic(paraf=("sekretaris",) if paraf else (), bidang="buku")
    pdf = made(scene, "01-penetapan")
    name = "keputusan-paraf" if paraf else "keputusan"
    texts = page_texts(pdf)
    check_text(texts, HERE / "elektronik" / f"{name}.txt", renew=renew)
    assert texts.count(BLOCK) == 3, "in the closing and at the end of both annexes"
    assert texts.count("Paraf koordinasi") == paraf
    closing = next(page for page in range(1, 9) if "Ditetapkan di" in texts.partition(f"=== {page} ===")[2].partition("\n=== ")[0])
    check_picture(picture(file_of(pdf, tmp_path), closing), HERE / "elektronik" / f"{name}.png", renew=renew)


def test_the_two_usual_wordings_are_among_the_shipped_profiles() -> None:
    found = {name: " ".join(electronic(name).book.semua_profil[-1].catatan_tte) for name in profile_names(Project.at(PROJECTS / "kecil"))}
    assert all(SENTENCE in text for text in found.values())
    assert {LAW in text for text in found.values()} == {True, False}


def test_codes_lead_to_the_address(tmp_path: Path) -> None:
    path = file_of(whole(), tmp_path)
    count = page_texts(path.read_bytes()).count(" ===\n")
    with_block = [page for page in range(1, count + 1) if BLOCK in words_of(path, page)]
    assert len(with_block) >= 7
    for page in with_block:
        assert codes(path, page) == [ADDRESS]


def words_of(path: Path, page: int) -> str:
    command = [tool("pdftotext"), "-f", str(page), "-l", str(page), "-layout", str(path), "-"]
    return " ".join(subprocess.run(command, capture_output=True, check=True).stdout.decode().split())


def test_each_sheet_has_its_own_address(tmp_path: Path) -> None:
    scene = electronic()
    own = tuple((sop.id, f"https://dinasuji.kabmisal.example/verifikasi/{sop.id}") for sop in scene.book.sops)
    scene = replace(scene, sahan=Pengesahan(DAY, "", False, "lembar", own))
    for sop, address in own[:2]:
        path = file_of(made(scene, sop), tmp_path)
        page = 1 + next(index for index in range(3) if BLOCK in words_of(path, index + 1))
        assert codes(path, page) == [address]


def test_a_code_has_its_quiet_zone_and_size(tmp_path: Path) -> None:
    scene = electronic()
    path = file_of(made(scene, SHOWN["permenpan35"]), tmp_path)
    with Image.open(BytesIO(subprocess.run(
        [tool("pdftoppm"), "-r", "300", "-gray", "-f", "1", "-l", "1", "-singlefile", "-png", str(path)], capture_output=True, check=True,
    ).stdout)) as opened:
        image = opened.convert("L")
        (found,) = zxingcpp.read_barcodes(image)
        corners = found.position
        x0, y0, x1, y1 = corners.top_left.x, corners.top_left.y, corners.bottom_right.x, corners.bottom_right.y
        module = (x1 - x0) / 37
        quiet = round(3.5 * module)
        around = image.crop((x0 - quiet, y0 - quiet, x1 + quiet, y1 + quiet))
        wide, high, band = around.width, around.height, quiet - 3
        for inner in ((0, 0, wide, band), (0, 0, band, high), (wide - band, 0, wide, high), (0, high - band, wide, high)):
            low, _ = around.crop(inner).getextrema()
            assert low == 255, "something stands in the quiet zone"
    assert 15.5 < (x1 - x0) / 300 * 25.4 < 20


LONG = {
    "jabatan": "Pelaksana Tugas Kepala Dinas Koperasi, Usaha Mikro, Perindustrian, dan Perdagangan Kabupaten Misal Tengah",
    "nama": "Prof. Dr. Ir. Misaliawati Rekananda Percobaanwijaya Andaiman, S.Sos., M.Si., M.Kom., Ph.D.",
    "pangkat": "Pembina Utama Madya (IV/d)", "nip": "19710101 199601 2 801",
}


def with_long_names(scene: Scene) -> Scene:
    head, *others = scene.book.pejabat
    people = (replace(head, **LONG), *(replace(item, jabatan=LONG["jabatan"]) for item in others))
    return replace(scene, book=replace(scene.book, pejabat=people))


def check_words_inside(path: Path, place: dict[str, tuple[int, Box]]) -> None:
    for name, (page, box) in place.items():
        for x0, y0, x1, y1, word in words_on(path, page + 1):
            if y1 - y0 > 15:
                continue    # the words across the page
            crosses = x0 < box.x1 - 0.1 and x1 > box.x0 + 0.1 and y0 < box.y1 - 0.6 and y1 > box.y0 + 0.6
            if crosses:
                inside = x0 >= box.x0 - 0.1 and x1 <= box.x1 + 0.1 and y0 >= box.y0 - 0.4 and y1 <= box.y1 + 0.4
                assert inside, f"{word} crosses the frame of {name}"


@pytest.mark.parametrize("uji", [False, True])
@pytest.mark.parametrize("name", SHOWN)
def test_long_names_stay_in_the_block_of_a_sheet(name: str, uji: bool, tmp_path: Path) -> None:
    scene = with_long_names(electronic(name, "surat-masuk", uji=uji, paraf=("sekretaris",), logo=True))
    sop = scene.book.sop("surat-masuk")
    assert sop
    laid = sheet(scene, sop)
    boxes = {key: (page, box) for page in range(len(laid.pages)) for key, box in laid.pages.boxes(page).items()}
    place = {key: value for key, value in boxes.items() if key.startswith(("_ttd", "_paraf"))}
    assert len(place) == 2
    page, block = place["_ttd_kepala_dinas"]
    cells = [box for key, (where, box) in boxes.items() if key.startswith("_b-") and key.endswith("-2") and where == page]
    assert any(cell.x0 <= block.x0 and block.x1 <= cell.x1 and cell.y0 <= block.y0 and block.y1 <= cell.y1 for cell in cells)
    path = file_of(laid.pages.write(b"x" * 16), tmp_path)
    check_words_inside(path, place)
    if not uji:
        assert codes(path, page + 1) == [ADDRESS]


def test_long_names_stay_in_the_block_of_a_decree(tmp_path: Path) -> None:
    scene = with_long_names(electronic(uji=True, paraf=("sekretaris",), bidang="buku"))
    text = copy(scene, spec_of(scene, "01-penetapan"))
    pages = Pages(text.html, text.css, scene.file)
    place = {key: (page, box) for page in range(len(pages)) for key, box in pages.boxes(page).items() if key.startswith(("_ttd", "_paraf"))}
    assert len(place) == 2
    check_words_inside(file_of(pages.write(b"x" * 16), tmp_path), place)


def test_many_parafs_have_room(tmp_path: Path) -> None:
    """Eight of them stand beside the closing, below the last diktum."""
    scene = electronic(bidang="buku")
    people = tuple(replace(scene.book.pejabat[1], kunci=f"p{n}", jabatan=f"Kepala Bidang Penyusunan dan Evaluasi {n}") for n in range(8))
    book = replace(scene.book, pejabat=(*scene.book.pejabat, *people), paraf=tuple(item.kunci for item in people))
    scene = replace(scene, book=book)
    text = copy(scene, spec_of(scene, "01-penetapan"))
    pages = Pages(text.html, text.css, scene.file)
    place = {key: (page, box) for page in range(len(pages)) for key, box in pages.boxes(page).items() if key.startswith("_paraf")}
    assert len(place) == 8
    page = place["_paraf_p0"][0]
    found = words_on(file_of(pages.write(b"x" * 16), tmp_path), page + 1)
    head = next(y0 for x0, y0, *_, word in found if word == "koordinasi")
    diktum = max(y1 for *_, y1, word in found if word == "ditetapkan.")
    assert head > diktum
    boxes = sorted(box.y0 for _, box in place.values())
    assert all(high - low > 6.5 for low, high in pairwise(boxes))


def test_a_rehearsal_says_so_on_every_page_and_in_every_block(tmp_path: Path) -> None:
    path = file_of(whole(uji=True, logo=True), tmp_path)
    count = page_texts(path.read_bytes()).count(" ===\n")
    assert count > 15
    across = page_texts(path.read_bytes()).split("\n=== ")
    across = ["", across[0].removeprefix("=== "), *across[1:]]
    for page in range(1, count + 1):
        words = words_of(path, page)
        assert REHEARSAL_NOTE in words, page
        assert across[page].partition(" ===\n")[2].startswith("UJI COBA\n"), "the words across the page are painted first"
        said = " ".join(across[page].split())
        assert said.count(BLOCK) + said.count("Dimuat dalam buku") == said.count("UJI COBA – tidak berlaku sebagai dokumen resmi"), page
    text = page_texts(path.read_bytes())
    assert "BSrE" not in text
    assert "Balai Sertifikasi" not in text
    assert b"#369" not in path.read_bytes()
    assert logo_pictures(whole(uji=True, logo=True)) == 0


def logo_pictures(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as opened:
        said = [str(item.get("/Alt", "")) for item in opened.objects if isinstance(item, pikepdf.Dictionary)]
    return sum(text.startswith("Logo penyelenggara") for text in said)


def test_the_logo_of_the_certification_body_stands_in_real_blocks_only() -> None:
    assert logo_pictures(whole(logo=True)) >= 6
    assert logo_pictures(whole()) == 0


@pytest.mark.parametrize("name", ["permenpan35", "setda", "kecamatan"])
def test_notes_stand_on_every_page_and_touch_nothing(name: str, tmp_path: Path) -> None:
    """Beside them are page numbers, catchwords and the text itself."""
    path = file_of(whole(name), tmp_path)
    notes = " ".join(electronic(name).book.semua_profil[-1].catatan_tte).split()
    count = page_texts(path.read_bytes()).count(" ===\n")
    for page in range(1, count + 1):
        found = words_on(path, page)
        assert SENTENCE in words_of(path, page), page
        first = max(y0 for _, y0, _, _, word in found if word == notes[0])
        small = [item for item in found if item[1] >= first - 0.2 and item[4] in notes]
        others = [item for item in found if item not in small]
        assert len(small) > 15, page
        for x0, y0, x1, y1, word in others:
            hit = [item[4] for item in small if x0 < item[2] and x1 > item[0] and y0 + 0.3 < item[3] and y1 - 0.3 > item[1]]
            assert not hit, f"page {page}: {word} lies on {hit}"


def test_an_office_holder_who_does_not_sign_this_file_is_not_said_to_have_signed() -> None:
    scene = electronic(bidang="buku", paraf=("sekretaris",))
    text = " ".join(page_texts(made(scene, "peminjaman-ruang")).split())
    assert scene.book.sop("peminjaman-ruang") != scene.book.sop("surat-masuk")
    assert BLOCK not in text
    assert "Dimuat dalam buku yang ditandatangani secara elektronik oleh Kepala Dinas Uji Kabupaten Misal." in text
    assert "Paraf" not in text
    own = " ".join(page_texts(made(electronic("buku-kabupaten"), "peminjaman-ruang")).split())
    assert BLOCK in own


def test_without_an_address_there_is_no_code(tmp_path: Path) -> None:
    path = file_of(made(electronic(address=""), SHOWN["permenpan35"]), tmp_path)
    assert BLOCK in words_of(path, 1)
    assert codes(path, 1) == []


@pytest.mark.parametrize("status", [Status.DRAF, Status.BASAH])
@pytest.mark.parametrize("key", ["surat-masuk", "01-penetapan", "kata-pengantar"])
def test_nothing_of_it_in_a_draft_or_on_paper(status: Status, key: str) -> None:
    scene = electronic(sop="surat-masuk", paraf=("sekretaris",), bidang="buku", logo=True)
    signing = replace(scene, book=replace(scene.book, status=status))
    plain = replace(scene, book=replace(scene.book, status=status, paraf=(), logo_tte="", pengesah=""), sahan=None)
    pdf = made(signing, key)
    assert pdf == made(plain, key)
    assert fields(pdf) == {}


def test_valid_archive_and_accessible(tmp_path: Path) -> None:
    book, lone = tmp_path / "buku.pdf", tmp_path / "sop.pdf"
    book.write_bytes(whole(logo=True))
    lone.write_bytes(own_file(electronic("kecamatan", uji=True, paraf=("sekretaris",)), "surat-masuk"))
    assert verapdf([book, lone], ["3a", "ua1"]) == []


def test_the_scene_goes_to_other_processes() -> None:
    scene = electronic("permenpan35")
    again = pickle.loads(pickle.dumps(scene))
    spec = spec_of(scene, SHOWN["permenpan35"])
    assert render(again, spec).pdf == render(scene, spec).pdf
    assert ingredients(again, spec, IDENTITY) == ingredients(scene, spec, IDENTITY)


def small() -> Book:
    findings = Findings()
    book = load_book(Project.at(PROJECTS / "kecil"), findings)
    assert book
    return book


def test_the_day_of_signing_fills_what_is_open_and_changes_nothing_else() -> None:
    book = small()
    first, *others = book.sops
    open_sop = replace(first, tanggal=replace(first.tanggal, efektif=None))
    open_decree = replace(book.keputusan[0], tanggal=None)
    signed = replace(book, sops=(open_sop, *others), keputusan=(open_decree,)).signed_on(DAY)
    today = Tanggal(2026, 11, 21)
    assert signed.sops[0].tanggal == replace(first.tanggal, efektif=today)
    assert signed.sops[1:] == tuple(others)
    assert signed.keputusan[0] == replace(book.keputusan[0], tanggal=today)
    assert book.signed_on(DAY) == book


def test_names() -> None:
    office = small().instansi
    assert short_title("Sekretaris Dinas Uji Kabupaten Misal", office) == "Sekretaris"
    assert short_title("Kepala Dinas Uji Kabupaten Misal", office) == "Kepala Dinas Uji Kabupaten Misal"
    assert short_title("Kepala Bidang Layanan", office) == "Kepala Bidang Layanan"
    assert (nama_ttd("plt.kepala"), nama_paraf("kabid")) == ("ttd_plt_kepala", "paraf_kabid")
    with pytest.raises(ValueError, match="sampul"):
        Pengesahan(DAY, ADDRESS, False, "sampul")
