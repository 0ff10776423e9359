"""The file as a whole: validators, properties, determinism, size, speed."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pydyf
import pytest
from pikepdf import Name, Stream

from bukusop.assemble import AssembleError, FolioStyle, OutlineEntry, Part, assemble, readback
from tests.assemble.sample_parts import METADATA, opened, render, render_donor, table
from tests.assemble.structure_check import problems
from tests.vera import verapdf


def test_validators_find_nothing(book: bytes, parts: list[Part], donor: bytes, tmp_path: Path) -> None:
    single = assemble(parts[3:4], donor, FolioStyle(), METADATA, elsewhere={"sop-02": ""})
    files = []
    for name, pdf in (("book", book), ("single", single)):
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(pdf)
        check = subprocess.run(["qpdf", "--check", files[-1]], capture_output=True, text=True, check=False)
        assert check.returncode == 0, check.stdout + check.stderr
        assert "WARNING" not in check.stdout + check.stderr
        assert problems(pdf) == []
    assert verapdf(files) == []


def test_same_input_gives_same_bytes(book: bytes, parts: list[Part], donor: bytes) -> None:
    assert assemble(parts, donor, FolioStyle(form="- {n} -"), METADATA) == book


def pictures(pdf: bytes, folder: Path) -> list[bytes]:
    """Paint all pages with poppler."""
    folder.mkdir()
    (folder / "in.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "72", folder / "in.pdf", folder / "page"], check=True)
    return [picture.read_bytes() for picture in sorted(folder.glob("page-*.ppm"))]


def test_pages_look_as_the_parts_do(parts: list[Part], donor: bytes, tmp_path: Path) -> None:
    bare = [replace(part, folio="tanpa", stamps=()) for part in parts]
    before = [picture for part in parts for picture in pictures(part.pdf, tmp_path / part.id)]
    assert pictures(assemble(bare, donor, FolioStyle(), METADATA), tmp_path / "buku") == before
    with_folios = pictures(assemble(parts, donor, FolioStyle(), METADATA), tmp_path / "berhalaman")
    assert [old != new for old, new in zip(before, with_folios, strict=True)] == [False, *[True] * 14, False]


def test_plain_file_has_no_object_streams(book: bytes) -> None:
    assert b"/ObjStm" not in book
    assert b"\nxref\n" in book


def test_properties_say_the_same_twice(book: bytes) -> None:
    pdf = opened(book)
    assert str(pdf.docinfo.Title) == METADATA.title
    assert str(pdf.docinfo.CreationDate) == "D:20260105083000+00'00'"
    assert str(pdf.docinfo.Producer).startswith("bukusop ")
    with pdf.open_metadata() as xmp:
        assert xmp["dc:title"] == METADATA.title
        assert xmp["dc:creator"] == [METADATA.author]
        assert xmp["dc:description"] == METADATA.subject
        assert xmp["pdf:Producer"] == str(pdf.docinfo.Producer)
        assert xmp["xmp:CreateDate"] == "2026-01-05T08:30:00+00:00"
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"], xmp["pdfuaid:part"]) == ("3", "A", "1")
    assert str(pdf.Root.Lang) == "id"
    assert pdf.Root.MarkInfo.Marked is True
    assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
    assert len(pdf.Root.OutputIntents) == 1


def test_naive_date_is_refused(parts: list[Part], donor: bytes) -> None:
    with pytest.raises(AssembleError, match="time zone"):
        assemble(parts, donor, FolioStyle(), replace(METADATA, created=METADATA.created.replace(tzinfo=None)))


def test_identifier_is_the_first_half_of_id(parts: list[Part], donor: bytes) -> None:
    ids = []
    for seed in (b"a", b"b", b"a"):
        pdf = opened(assemble(parts[5:], donor, FolioStyle(), replace(METADATA, identifier=seed)))
        ids.append(bytes(pdf.trailer.ID[0]))
    assert ids[0] == ids[2] != ids[1]


def test_equal_objects_are_stored_once(book: bytes) -> None:
    pdf = opened(book)
    streams = [obj for obj in pdf.objects if isinstance(obj, Stream)]
    assert len([stream for stream in streams if stream.get("/Subtype") == Name.Image]) == 1  # the logo of two parts
    profiles = [stream for stream in streams if "/N" in stream]
    assert len(profiles) == 1
    assert pdf.Root.OutputIntents[0].DestOutputProfile.objgen == profiles[0].objgen


def test_signature_field_survives(book: bytes) -> None:
    pdf = opened(book)
    form = pdf.Root.AcroForm
    assert int(form.SigFlags) == 3
    assert "/NeedAppearances" not in form
    (field,) = form.Fields
    assert (str(field.FT), str(field.T), int(field.F)) == ("/Sig", "ttd_kepala", 132)
    x1, y1, x2, y2 = (float(value) for value in field.Rect)
    assert x1 < x2
    assert y1 < y2
    assert field.objgen in [annotation.objgen for page in pdf.pages for annotation in page.obj.get("/Annots", ())]


@pytest.mark.parametrize("pdf", [b"", b"not a pdf"])
def test_what_is_no_pdf_is_refused(parts: list[Part], donor: bytes, pdf: bytes) -> None:
    with pytest.raises(AssembleError):
        assemble([replace(parts[5], pdf=pdf)], donor, FolioStyle(), METADATA)
    with pytest.raises(AssembleError):
        assemble(parts[5:], pdf, FolioStyle(), METADATA)


@pytest.mark.parametrize("part_id", ["", "a--b", "a#b"])
def test_ids_that_would_clash_with_names_are_refused(parts: list[Part], donor: bytes, part_id: str) -> None:
    with pytest.raises(AssembleError):
        assemble([replace(parts[5], id=part_id)], donor, FolioStyle(), METADATA)


def plain_objects(_document: object, pdf: pydyf.PDF) -> None:
    """Write names in the clear, so that copies of a part can be made by replacing its id."""
    write = pdf.write
    pdf.write = lambda *arguments: write(*arguments[:3], compress=False)


def test_forty_six_parts_are_joined_whole() -> None:
    rows = "<p>Undang-Undang tentang pelayanan.</p>" * 60
    head = '<h1 id="sop-00--a">SOP</h1><p><a href="bukusop:sop-00#a">Lihat</a></p>'
    body = f'{head}{rows}<div class="lebar">{table(20)}</div>'
    model = render(body, "", plain_objects)
    parts = []
    for number in range(46):
        name = f"sop-{number:02d}"
        pdf = model.replace(b"sop-00--", name.encode() + b"--").replace(b"bukusop:sop-00", b"bukusop:" + name.encode())
        parts.append(Part(name, pdf, "arab", (OutlineEntry(2, f"SOP {number}", 0, 70.0),)))
    donor = render_donor(parts[:1])
    book = assemble(parts, donor, FolioStyle(), METADATA)
    assert readback.page_count(readback.open_book(book)) >= 170
    assert problems(book) == []
