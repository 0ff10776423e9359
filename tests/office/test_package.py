"""Files made to hurt, or only spoilt: a sentence each, within bounds of time and memory, never a traceback."""

import random
import resource
import struct
import time
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from lxml import etree

from bukusop.diagnostics import Refusal
from bukusop.office.foreign.bounds import MEMORY, SECONDS, bounded
from bukusop.office.foreign.package import EXCEL, WORD, open_package, sniff
from bukusop.office.foreign.raw import RawDocument, RawLine, RawTable
from bukusop.office.foreign.wordfile import read_docx
from tests.office.packages import NAMES, cell, connector, docx, docx_parts, floating, group, packed, par, relations, row, run, shape, table

GOOD = docx(
    par("Judul") + table(row(cell("No"), cell("Kegiatan")), row(cell("1"), cell(par(
        floating(group(shape("rect", (0, 0, 5, 5), id_=2), connector("line", (0, 5, 5, 5), id_=3), box=(0, 0, 9, 9)), (0, 0), (9, 9)))))),
    styles='<w:style w:type="paragraph" w:styleId="A"><w:name w:val="A"/></w:style>')
VML = (
    '<w:r><w:pict><v:group style="position:absolute;margin-left:9pt;width:90pt;height:90pt" coordsize="9,9" coordorigin="1,1">'
    '<v:rect id="a" style="left:10;top:20;width:30;height:40;rotation:90"/><v:line from="1,2" to="30,40"/>'
    '<v:shape o:spt="34" adj="100,2" style="left:1;top:2;width:3;height:4;flip:x"/>'
    '<v:shape coordsize="100,100" path="m0,50l50,0,100,50,50,100xe" style="left:1;top:2;width:3;height:4"/></v:group></w:pict></w:r>')
CUSTOM = (
    '<a:custGeom><a:gdLst><a:gd name="q" fmla="*/ w 1 2"/></a:gdLst><a:pathLst><a:path w="9" h="9">{}</a:path></a:pathLst>'
    "</a:custGeom>")
RICH = docx(
    par(run("a", "<w:b/>"), VML, properties='<w:pStyle w:val="A"/>') + "".join(
        par("butir", properties=f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>') for number in (1, 2))
    + table(row(cell("a", properties='<w:vMerge w:val="restart"/>'), cell("b", properties='<w:gridSpan w:val="2"/>'), properties=(
        '<w:tblHeader/><w:gridBefore w:val="1"/><w:trHeight w:val="99"/>')),
        row(cell(properties="<w:vMerge/>"), cell(table(row(cell("c"))), "d")),
        widths=(100, 200, 300))
    + par(floating(group(
        shape("", (0, 0, 5, 5), id_=2, turn=90, text="Ya", geometry=CUSTOM.format(
            '<a:moveTo><a:pt x="0" y="q"/></a:moveTo><a:lnTo><a:pt x="1" y="2"/></a:lnTo><a:close/>')),
        connector("bentConnector5", (0, 5, 5, 5), id_=3, start=2, end=2, adjust='<a:gd name="adj1" fmla="val 5"/>'),
        box=(0, 0, 9, 9), inner=(0, 0, 18, 18)), (1, 2), (9, 9))),
    styles='<w:style w:type="paragraph" w:styleId="A"><w:name w:val="A"/><w:basedOn w:val="A"/><w:rPr><w:sz w:val="20"/></w:rPr></w:style>',
    numbering='<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/></w:lvlOverride></w:num>',
    settings='<w:compat><w:compatSetting w:name="compatibilityMode" w:val="15"/></w:compat><o:rules><o:r type="connector" idref="#c">'
    '<o:proxy start="" idref="#a"/></o:r></o:rules>')
"""A file with some of everything, to be spoilt."""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)


def xlsx() -> bytes:
    sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return packed({
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{sheet}"><sheets/></workbook>'})


def changed(**parts: str | bytes | None) -> bytes:
    made = docx_parts(par("isi"))
    for name, body in parts.items():
        made["word/document.xml" if name == "document" else name] = body or ""
    return packed(made)


def zeros(size: int, name: str) -> bytes:
    made = docx_parts(par("isi"))
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, body in made.items():
            if part != name:
                archive.writestr(part, body)
        with archive.open(name, "w", force_zip64=True) as stream:
            for _ in range(size // 1_000_000):
                stream.write(bytes(1_000_000))
    return out.getvalue()


def large_xml(size: int) -> bytes:
    """Much XML that does not shrink much: a bomb it is not, too large it is."""
    words = random.Random(8)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for part, body in docx_parts("").items():
            if part != "word/document.xml":
                archive.writestr(part, body)
        with archive.open("word/document.xml", "w") as stream:
            stream.write(f"<w:document {NAMES}><w:body>".encode())
            piece = par("".join(words.choices("ab ", k=100_000))).encode()
            for _ in range(size // len(piece)):
                stream.write(piece)
            stream.write(b"</w:body></w:document>")
    return out.getvalue()


def granules(size: int) -> bytes:
    """Elements as small as can be, in an order that does not shrink as a bomb does: their tree takes twenty times as much."""
    words = random.Random(9)
    rows = ["".join(words.choices(("<a/>", "<b/>", "<c/>", "<d/>"), k=250_000)) for _ in range(2)]
    return "".join(words.choices(rows, k=size // 1_000_000)).encode()


def twice() -> bytes:
    out = BytesIO(GOOD)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("WORD/Document.xml", f"<w:document {NAMES}><w:body/></w:document>")
    return out.getvalue()


def locked_zip() -> bytes:
    data = bytearray(GOOD)
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        flags, = struct.unpack_from("<H", data, place + 8)
        struct.pack_into("<H", data, place + 8, flags | 1)
        place = data.find(b"PK\x01\x02", place + 4)
    return bytes(data)


def doctype(inside: str, use: str) -> bytes:
    return changed(document=f"<!DOCTYPE x [{inside}]><w:document {NAMES}><w:body>{par(use)}</w:body></w:document>")


LAUGHS = "".join(f'<!ENTITY a{index} "{f"&a{index - 1};" * 10 if index else "ha" * 10}">' for index in range(10))

BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "kosong.docx": (lambda: b"", "kosong"),
    "teks.docx": (lambda: b"Nomor SOP: 1\n" * 50, "isinya berkas teks biasa"),
    "acak.docx": (lambda: random.Random(1).randbytes(5000), "jenisnya tidak dikenal"),
    "sebenarnya-pdf.docx": (lambda: b"%PDF-1.7\n" + bytes(100), "isinya PDF; simpan sebagai dokumen Word (.docx)"),
    "sebenarnya-html.docx": (lambda: b"\xef\xbb\xbf<html><body><table></table></body></html>", "isinya halaman web (HTML)"),
    "sebenarnya-rtf.docx": (lambda: b"{\\rtf1\\ansi isi}", "isinya dokumen RTF (.rtf)"),
    "sebenarnya-gambar.docx": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(50), "isinya gambar"),
    "sebenarnya-xlsx.docx": (xlsx, "isinya buku kerja Excel (.xlsx); ganti nama akhirannya menjadi .xlsx"),
    "sebenarnya-docx.xlsx": (
        lambda: GOOD, "bukan buku kerja Excel (.xlsx): isinya dokumen Word (.docx); ganti nama akhirannya menjadi .docx"),
    "sebenarnya-doc.docx": (lambda: OLE + "WordDocument".encode("utf-16-le"), "ganti nama akhirannya menjadi .doc "),
    "sebenarnya-odt.docx": (lambda: packed({"mimetype": "application/vnd.oasis.opendocument.text"}), "ganti nama akhirannya menjadi .odt"),
    "arsip.docx": (lambda: packed({"a.txt": "isi"}), "isinya arsip ZIP biasa"),
    "xml.docx": (lambda: b'<?xml version="1.0"?><a/>', "isinya berkas XML"),
    "kata-sandi.docx": (lambda: OLE + "EncryptedPackage".encode("utf-16-le") + bytes(500), "dilindungi kata sandi"),
    "zip-terkunci.docx": (locked_zip, "dilindungi kata sandi"),
    "terpotong.docx": (lambda: GOOD[:-200], "terpotong atau rusak"),
    "bom.docx": (lambda: zeros(300_000_000, "word/media/a.bin"), "(bom ZIP), jadi tidak dibuka"),
    "bom-xml.docx": (lambda: zeros(300_000_000, "word/document.xml"), "(bom ZIP), jadi tidak dibuka"),
    "besar.docx": (lambda: large_xml(200_000_000), "MB XML (word/document.xml); batasnya 48 MB"),
    "nama-keluar.docx": (lambda: changed(**{"../../etc/passwd": "x"}), "menunjuk ke luar berkas"),
    "nama-keluar2.docx": (lambda: changed(**{"word\\..\\..\\a": "x"}), "menunjuk ke luar berkas"),
    "nama-mutlak.docx": (lambda: changed(**{"C:/a": "x"}), "menunjuk ke luar berkas"),
    "kembar.docx": (twice, "dua bagian bernama sama"),
    "entitas.docx": (lambda: doctype(LAUGHS, "&a9;"), "deklarasi DTD"),
    "entitas-luar.docx": (lambda: doctype('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"), "deklarasi DTD"),
    "xml-rusak.docx": (lambda: changed(document="<w:document><w:body>"), "bukan XML yang utuh"),
    "dalam.docx": (lambda: changed(document=f"<w:document {NAMES}>{'<w:p>' * 400}{'</w:p>' * 400}</w:document>"), "bukan XML yang utuh"),
    "butiran.docx": (
        lambda: changed(document=b"<w:document %s><w:body>%s</w:body></w:document>" % (NAMES.encode(), granules(44_000_000))),
        "tidak dapat dibaca dalam batas"),
    "tanpa-isi.docx": (lambda: changed(document=f"<w:document {NAMES}/>"), "tidak ada isinya"),
    "banyak-bagian.docx": (lambda: changed(**{f"a/{index}": "" for index in range(20_001)}), "batasnya 20000"),
    "tanpa-utama.docx": (lambda: packed({"[Content_Types].xml": "<Types/>", "word/styles.xml": "<a/>"}), "tidak lengkap"),
}


def read_bounded(name: str, data: bytes) -> RawDocument:
    return bounded(name, SECONDS, read_docx, name, data)


@pytest.mark.parametrize("name", BAD)
def test_bad_file_is_a_sentence(name: str) -> None:
    make, sentence = BAD[name]
    data = make()
    began = time.monotonic()
    with pytest.raises(Refusal) as caught:
        read_bounded(name, data)
    assert sentence in str(caught.value)
    assert str(caught.value).startswith(f"`{name}` ")
    assert "\n" not in str(caught.value)
    assert time.monotonic() - began < SECONDS + 1
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 < 1.2 * MEMORY


def test_a_good_file_comes_through_the_bound() -> None:
    found = read_bounded("baik.docx", GOOD)
    assert found == read_docx("baik.docx", GOOD)
    assert (len(found.blocks), len(found.shapes), len(found.lines)) == (2, 1, 1)


@pytest.mark.parametrize("suffix", [".docx", ".DOCM", ".dotx", ""])
def test_suffixes_of_word(suffix: str) -> None:
    assert open_package(f"a{suffix}", GOOD).kind == WORD


def test_kinds() -> None:
    assert (sniff(GOOD), sniff(xlsx()), open_package("a.xlsm", xlsx()).kind) == (WORD, EXCEL, EXCEL)
    with pytest.raises(Refusal, match="bukan dokumen Word"):
        read_docx("a", xlsx())


def test_macros_and_outside_things_are_told_and_never_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("no network")

    monkeypatch.setattr("socket.socket.connect", refuse)
    made = docx_parts(par("isi"))
    made["word/vbaProject.bin"] = b"\0" * 100
    made["word/_rels/document.xml.rels"] = relations(
        ("rId1", "attachedTemplate", "http://contoh.test/a.dotm"), ("rId2", "image", "\\\\server\\a.png"),
        ("rId3", "hyperlink", "http://contoh.test/"), external=True)
    assert read_docx("a.docm", packed(made)).notes == (
        "makro di dalam berkas diabaikan (tidak dijalankan, tidak dibaca)",
        "rujukan ke berkas luar diabaikan, tidak diambil: http://contoh.test/a.dotm",
        "rujukan ke berkas luar diabaikan, tidak diambil: \\\\server\\a.png")


def test_backslashes_in_names_are_slashes() -> None:
    made = {name.replace("/", "\\"): body for name, body in docx_parts(par("isi")).items()}
    assert len(read_docx("a.docx", packed(made)).blocks) == 1


def hang(seconds: int) -> int:
    time.sleep(seconds)
    return seconds


def grow(size: int) -> int:
    return len(bytearray(size))


def fail() -> None:
    raise ZeroDivisionError


def test_bounds_of_time_and_memory() -> None:
    assert bounded("a.docx", 5, grow, 1000) == 1000
    began = time.monotonic()
    with pytest.raises(Refusal, match="dalam batas 1 detik"):
        bounded("a.docx", 1, hang, 30)
    assert time.monotonic() - began < 3
    with pytest.raises(Refusal, match="1024 MB memori"):
        bounded("a.docx", 5, grow, 2 * MEMORY)
    with pytest.raises(Refusal, match=r"kesalahan program \(ZeroDivisionError, test_package\.py:\d+\)"):
        bounded("a.docx", 5, fail)


def judged(data: bytes) -> RawDocument | None:
    """Read in this process: whatever is no Refusal fails the test."""
    began = time.monotonic()
    try:
        return read_docx("uji.docx", data)
    except Refusal as refusal:
        assert str(refusal).startswith("`uji.docx` ")
        return None
    finally:
        assert time.monotonic() - began < SECONDS


def test_truncated_at_200_places() -> None:
    for index in range(200):
        assert judged(GOOD[: len(GOOD) * index // 200]) is None


def test_500_files_with_flipped_bytes() -> None:
    dice = random.Random(20)
    for index in range(500):
        data = bytearray(RICH if index % 2 else GOOD)
        for _ in range(dice.randint(1, 4)):
            data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        judged(bytes(data))


XML = ("word/document.xml", "word/styles.xml", "word/numbering.xml", "word/settings.xml")
LIKELY = b"0123456789-.e"


def spoilt(body: bytes, dice: random.Random) -> bytes:
    """Change a few characters: mostly digits, so that the XML stays whole and its numbers do not."""
    begin = body.index(b">", body.index(b"xmlns"))
    places = [index for index in range(begin, len(body)) if body[index: index + 1].isdigit()]
    result = bytearray(body)
    for _ in range(dice.randint(1, 4)):
        if dice.random() < 0.8:
            result[dice.choice(places)] = dice.choice(LIKELY)
        else:
            result[dice.randrange(begin, len(body))] = dice.choice(LIKELY + b'abcwvpx<>/="')
    return bytes(result)


def cut(body: bytes, dice: random.Random) -> bytes:
    """Take elements and attributes away, double elements, put them elsewhere."""
    root = etree.fromstring(body)
    for _ in range(dice.randint(1, 6)):
        items = list(root.iter())[2:]
        if not items:
            break
        item = dice.choice(items)
        what = dice.random()
        if what < 0.4 and item.attrib:
            item.attrib.pop(dice.choice(list(item.attrib)))
        elif what < 0.6:
            item.attrib.update({key: dice.choice(("", "x", "-1", "9" * 400, "nan", "1e999")) for key in item.attrib})
        elif what < 0.8:
            dice.choice(items).append(etree.fromstring(etree.tostring(item)))
        else:
            item.getparent().remove(item)
    return bytes(etree.tostring(root))


@pytest.mark.parametrize("harm", [spoilt, cut])
def test_500_documents_spoilt_before_they_are_packed(harm: Callable[[bytes, random.Random], bytes]) -> None:
    """The checksums of a zip hide the XML from flipped bytes."""
    with zipfile.ZipFile(BytesIO(RICH)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    dice, read = random.Random(21), 0
    for index in range(500):
        name = XML[0] if index % 2 else dice.choice(XML[1:])
        found = judged(packed({**parts, name: harm(parts[name], dice)}))
        read += found is not None
        for item in (*found.shapes, *found.lines) if found else ():
            points = item.points if isinstance(item, RawLine) else (item.box[:2], item.box[2:])
            assert all(abs(value) <= 100_000 for point in points for value in point)
        for block in found.blocks if found else ():
            assert not isinstance(block, RawTable) or all(0 <= width <= 10_000 for width in (*block.widths, *block.heights))
    assert read > 200
