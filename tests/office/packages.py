"""Office files made by hand, part by part: the smallest package that shows one thing."""

import io
import zipfile

NAMES = " ".join(f'xmlns:{key}="{uri}"' for key, uri in {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wp14": "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "wpc": "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w10": "urn:schemas-microsoft-com:office:word",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}.items())
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SECTION = (
    '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="0" w:footer="0" w:gutter="0"/></w:sectPr>')
"""A4 across, margins of 20 mm."""
EMU = 36000
INK = '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
LINE = f'<a:ln w="9525">{INK}</a:ln>'


def packed(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def relations(*items: tuple[str, str, str], external: bool = False) -> str:
    mode = ' TargetMode="External"' if external else ""
    rows = "".join(f'<Relationship Id="{id_}" Type="{OFFICE}/{type_}" Target="{target}"{mode}/>' for id_, type_, target in items)
    return f'<Relationships xmlns="{RELS}">{rows}</Relationships>'


def docx_parts(body: str, *, section: str = SECTION, **parts: str) -> dict[str, str | bytes]:
    """The parts of a .docx; `parts` are more by name (`styles`, `numbering`, `settings`, `footnotes`), their content without root."""
    roots = {"styles": "styles", "numbering": "numbering", "settings": "settings", "footnotes": "footnotes", "header1": "hdr"}
    types = {"header1": "header"}
    made: dict[str, str | bytes] = {
        "[Content_Types].xml":
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>',
        "_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}{section}</w:body></w:document>",
    }
    made |= {f"word/{name}.xml": f"<w:{roots[name]} {NAMES}>{inside}</w:{roots[name]}>" for name, inside in parts.items()}
    if parts:
        made["word/_rels/document.xml.rels"] = relations(
            *((f"rId{index}", types.get(name, name), f"{name}.xml") for index, name in enumerate(parts, 1)))
    return made


def docx(body: str, *, section: str = SECTION, **parts: str) -> bytes:
    return packed(docx_parts(body, section=section, **parts))


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def par(*inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(item if item.startswith('<') else run(item) for item in inside)}</w:p>"


def cell(*inside: str, properties: str = "") -> str:
    content = "".join(item if item.startswith("<w:") else par(item) for item in inside or ("<w:p/>",))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str, widths: tuple[int, ...] = (), properties: str = "") -> str:
    """A table; widths in twips."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def shape(preset: str, box: tuple[float, float, float, float], *, id_: int = 0, text: str = "", more: str = "", line: str = LINE,
          textbox: bool = False, geometry: str = "", turn: int = 0, flip: str = "") -> str:
    """A wps:wsp; the box is x, y, width, height in mm."""
    x, y, width, height = (round(value * EMU) for value in box)
    words = f"<wps:txbx><w:txbxContent>{par(text)}</w:txbxContent></wps:txbx>" if text else ""
    named = f'<wps:cNvPr id="{id_}" name="s{id_}"/>' if id_ else ""
    geometry = geometry or f'<a:prstGeom prst="{preset}"><a:avLst/></a:prstGeom>'
    return (
        f'<wps:wsp>{named}<wps:cNvSpPr txBox="{int(textbox)}"/>'
        f'<wps:spPr><a:xfrm rot="{turn * 60000}" {flip}><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        f'{geometry}{line}</wps:spPr>{more}{words}<wps:bodyPr/></wps:wsp>')


def connector(preset: str, box: tuple[float, float, float, float], *, id_: int = 0, start: int = 0, end: int = 0, flip: str = "",
              turn: int = 0, adjust: str = "", tail: str = "triangle") -> str:
    x, y, width, height = (round(value * EMU) for value in box)
    glue = (f'<a:stCxn id="{start}" idx="2"/>' if start else "") + (f'<a:endCxn id="{end}" idx="0"/>' if end else "")
    return (
        f'<wps:wsp><wps:cNvPr id="{id_}" name="c{id_}"/><wps:cNvCnPr>{glue}</wps:cNvCnPr>'
        f'<wps:spPr><a:xfrm rot="{turn * 60000}" {flip}><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        f'<a:prstGeom prst="{preset}"><a:avLst>{adjust}</a:avLst></a:prstGeom><a:ln w="9525">{INK}<a:tailEnd type="{tail}"/></a:ln>'
        f"</wps:spPr><wps:bodyPr/></wps:wsp>")


def group(*inside: str, box: tuple[float, float, float, float], inner: tuple[float, float, float, float] = (), tag: str = "wgp") -> str:
    x, y, width, height = (round(value * EMU) for value in box)
    cx, cy, cw, ch = (round(value * EMU) for value in inner or (0, 0, *box[2:]))
    return (
        f'<wpg:{tag}><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/>'
        f'<a:chOff x="{cx}" y="{cy}"/><a:chExt cx="{cw}" cy="{ch}"/></a:xfrm></wpg:grpSpPr>{"".join(inside)}</wpg:{tag}>')


def floating(inside: str, at: tuple[float, float], size: tuple[float, float], *, across: str = "column", down: str = "paragraph",
             id_: int = 1, cell_bound: bool = True, fallback: str = "") -> str:
    """A run with a floating drawing (an alternative, as Word writes it); places in mm."""
    uri = "wordprocessing" + {"wpg": "Group", "wpc": "Canvas", "wps": "Shape"}[inside[1:4]]
    (x, y), (width, height) = ((round(a * EMU), round(b * EMU)) for a, b in (at, size))
    drawing = (
        f'<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{id_}" behindDoc="0" locked="0" '
        f'layoutInCell="{int(cell_bound)}" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="{across}"><wp:posOffset>{x}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="{down}"><wp:posOffset>{y}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="{id_}" name="d{id_}"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/{uri}">{inside}'
        f"</a:graphicData></a:graphic></wp:anchor></w:drawing>")
    back = f"<mc:Fallback><w:pict>{fallback}</w:pict></mc:Fallback>" if fallback else ""
    return f'<w:r><mc:AlternateContent><mc:Choice Requires="{inside[1:4]}">{drawing}</mc:Choice>{back}</mc:AlternateContent></w:r>'


def inline(inside: str, size: tuple[float, float], id_: int = 1) -> str:
    width, height = (round(value * EMU) for value in size)
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{id_}" name="d{id_}"/><a:graphic><a:graphicData uri="x">{inside}</a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>")


def pict(inside: str) -> str:
    return f"<w:r><w:pict>{inside}</w:pict></w:r>"
