"""What Word dislikes and the schemas do not say: it mends such a file, shows it otherwise, or refuses it. A file -> what is wrong with it.

Only zipfile and lxml: no code is shared with the writer.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from posixpath import dirname, join, normpath

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"
_BLOCKS = (f"{W}p", f"{W}tbl", f"{W}sdt")
_STORIES = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_COMPAT = "http://schemas.microsoft.com/office/word"


def dislikes(data: bytes) -> list[str]:
    """Give what Word would dislike in a document, as sentences."""
    archive = zipfile.ZipFile(BytesIO(data))
    parts = {name: etree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith((".xml", ".rels"))}
    stories = {name: root for name, root in parts.items() if _STORIES.fullmatch(name)}
    found = [*_package(archive.namelist(), parts), *_numbers(parts, stories), *_styles(parts, stories), *_sections(parts)]
    found += _unique("docPr", [str(node.get("id")) for root in stories.values() for node in root.iter(f"{WP}docPr")])
    found += _unique("shape", [str(node.get("id")) for root in stories.values() for node in root.iter(f"{V}shape")])
    for name, root in stories.items():
        for check in (_fields, _hidden, _bookmarks, _tables, _drawings, _choices, _texts):
            found += [f"{name}: {line}" for line in check(root)]
    return found


def _unique(what: str, values: list[str]) -> list[str]:
    return [f"{what} {value} more than once" for value, times in Counter(values).items() if times > 1]


def _package(names: list[str], parts: dict[str, etree._Element]) -> Iterator[str]:
    types = parts["[Content_Types].xml"]
    known = {str(node.get("PartName")) for node in types} | {f".{node.get('Extension')}" for node in types if node.get("Extension")}
    for name in names:
        if name != "[Content_Types].xml" and f"/{name}" not in known and f".{name.rpartition('.')[2]}" not in known:
            yield f"{name} has no content type"
    for name, root in parts.items():
        if not name.endswith(".rels"):
            continue
        source = join(dirname(dirname(name)), name.rpartition("/")[2].removesuffix(".rels"))
        ids = {str(node.get("Id")) for node in root}
        for node in root:
            target = str(node.get("Target"))
            path = target.lstrip("/") if target.startswith("/") else normpath(join(dirname(source), target))
            if node.get("TargetMode") != "External" and path not in names:
                yield f"{name}: {target} is missing"
        nodes = parts[source].iter() if source in parts else ()
        asked = {value for node in nodes for key, value in node.attrib.items() if key.startswith(R)}
        yield from (f"{source}: relationship {key} is missing" for key in sorted(asked - ids))


def _numbers(parts: dict[str, etree._Element], stories: dict[str, etree._Element]) -> Iterator[str]:
    numbering = parts["word/numbering.xml"]
    kinds = [child.tag for child in numbering]
    if f"{W}num" in kinds and f"{W}abstractNum" in kinds[kinds.index(f"{W}num"):]:
        yield "numbering: a num stands before an abstractNum"
    abstract = {str(node.get(f"{W}abstractNumId")) for node in numbering.iter(f"{W}abstractNum")}
    nums = {str(node.get(f"{W}numId")) for node in numbering.iter(f"{W}num")}
    yield from _unique("num", [str(node.get(f"{W}numId")) for node in numbering.iter(f"{W}num")])
    for node in numbering.findall(f"{W}num/{W}abstractNumId"):
        if node.get(f"{W}val") not in abstract:
            yield f"numbering: abstractNum {node.get(f'{W}val')} is missing"
    for root in (*stories.values(), parts["word/styles.xml"]):
        asked = {str(node.get(f"{W}val")) for node in root.iter(f"{W}numId")} - {"0"}
        yield from (f"num {key} is missing" for key in sorted(asked - nums))


def _styles(parts: dict[str, etree._Element], stories: dict[str, etree._Element]) -> Iterator[str]:
    styles = parts["word/styles.xml"]
    ids = [str(node.get(f"{W}styleId")) for node in styles.iter(f"{W}style")]
    yield from _unique("style", ids)
    yield from _unique("name of a style", [str(node.get(f"{W}val")).lower() for node in styles.iterfind(f"{W}style/{W}name")])
    asked = [styles.iter(f"{W}{tag}") for tag in ("basedOn", "next", "link")]
    asked += [root.iter(f"{W}{tag}") for root in stories.values() for tag in ("pStyle", "rStyle", "tblStyle")]
    asked += [parts["word/numbering.xml"].iter(f"{W}pStyle")]
    missing = {str(node.get(f"{W}val")) for nodes in asked for node in nodes} - set(ids)
    yield from (f"style {key} is missing" for key in sorted(missing))


def _sections(parts: dict[str, etree._Element]) -> Iterator[str]:
    settings, document = parts["word/settings.xml"], parts["word/document.xml"]
    modes = [node.get(f"{W}val") for node in settings.iter(f"{W}compatSetting")
             if (node.get(f"{W}name"), node.get(f"{W}uri")) == ("compatibilityMode", _COMPAT)]
    if modes != ["15"]:
        yield f"compatibility mode {modes}: Word would lay the document out as an older one did"
    if document[0][-1].tag != f"{W}sectPr":
        yield "the body does not end with a section"
    kinds = {"default", "even"} if settings.find(f"{W}evenAndOddHeaders") is not None else {"default"}
    for number, section in enumerate(document.iter(f"{W}sectPr"), 1):
        for tag in ("pgSz", "pgMar"):
            if section.find(f"{W}{tag}") is None:
                yield f"section {number} has no {tag}"
        for place in ("header", "footer"):
            given = {str(node.get(f"{W}type")) for node in section.findall(f"{W}{place}Reference")}
            if given != kinds | ({"first"} if section.find(f"{W}titlePg") is not None else set()):
                yield f"section {number} has a {place} for {sorted(given)}, pages are {sorted(kinds)}"
        size = section.find(f"{W}pgSz")
        if size is not None:
            lying = int(str(size.get(f"{W}w"))) > int(str(size.get(f"{W}h")))
            if lying != (size.get(f"{W}orient") == "landscape"):
                yield f"section {number}: a printer would turn its page"
    for name, root in parts.items():
        if re.fullmatch(r"word/(header|footer)\d*\.xml", name) and root.find(f"{W}p") is None:
            yield f"{name} has no paragraph"


def _fields(root: etree._Element) -> Iterator[str]:
    for paragraphs in _stories_of_fields(root):
        stack: list[str] = []
        for node in paragraphs:
            kind = str(node.get(f"{W}fldCharType"))
            if node.tag == f"{W}instrText":
                if not stack or stack[-1] != "begin":
                    yield f"words of a field outside it: {node.text}"
            elif kind == "begin":
                stack.append("begin")
            elif not stack or (kind == "separate" and stack[-1] != "begin"):
                yield f"a field's {kind} without its beginning"
            elif kind == "separate":
                stack[-1] = "separate"
            else:
                stack.pop()
        yield from ("a field does not end" for _ in stack)


def _hidden(root: etree._Element) -> Iterator[str]:
    """Fields without a result: Word shows their code, unless it is hidden text."""
    for node in root.iter(f"{W}instrText"):
        if re.match(r"\s*(TC|XE|TA|RD)\b", node.text or "") and node.find(f"../{W}rPr/{W}vanish") is None:
            yield f"{node.text} would be read by everybody"
    for paragraph in {next(node.iterancestors(f"{W}p")) for node in root.iter(f"{W}vanish")}:
        seen = [node for node in paragraph.iter(f"{W}t") if next(node.iterancestors(f"{W}p")) is paragraph]
        if not seen and next(paragraph.iter(f"{W}drawing"), None) is not None:
            yield "a drawing hangs on a paragraph of which all is hidden: LibreOffice hides it too"


def _stories_of_fields(root: etree._Element) -> Iterator[list[etree._Element]]:
    """A field may run over paragraphs, but not out of a cell."""
    wanted = (f"{W}fldChar", f"{W}instrText")
    cells = list(root.iter(f"{W}tc"))
    for cell in cells:
        yield [node for node in cell.iter(*wanted) if next(node.iterancestors(f"{W}tc")) is cell]
    yield [node for node in root.iter(*wanted) if next(node.iterancestors(f"{W}tc"), None) is None]


def _bookmarks(root: etree._Element) -> Iterator[str]:
    starts = [str(node.get(f"{W}id")) for node in root.iter(f"{W}bookmarkStart")]
    ends = [str(node.get(f"{W}id")) for node in root.iter(f"{W}bookmarkEnd")]
    names = [str(node.get(f"{W}name")) for node in root.iter(f"{W}bookmarkStart")]
    yield from (*_unique("bookmark", starts), *_unique("bookmark's name", [name.lower() for name in names]))
    if sorted(starts) != sorted(ends):
        yield "bookmarks begin and end otherwise"
    yield from (f"Word cannot call a bookmark {name}" for name in names if not re.fullmatch(r"[A-Za-z_]\w{0,39}", name))


def _tables(root: etree._Element) -> Iterator[str]:
    for table in root.iter(f"{W}tbl"):
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        merged = [False] * columns
        for number, row in enumerate(table.findall(f"{W}tr"), 1):
            place = sum(_int(row, f"{W}trPr/{W}gridBefore"))
            now = list(merged)
            for cell in row.findall(f"{W}tc"):
                span = sum(_int(cell, f"{W}tcPr/{W}gridSpan")) or 1
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is not None and merge.get(f"{W}val") != "restart" and not all(merged[place:place + span] or [False]):
                    yield f"row {number}: a merged cell has nothing above it"
                now[place:place + span] = [merge is not None] * span
                place += span
                blocks = [child for child in cell if child.tag in _BLOCKS]
                if not blocks or blocks[-1].tag != f"{W}p":
                    yield f"row {number}: a cell does not end with a paragraph"
            if place + sum(_int(row, f"{W}trPr/{W}gridAfter")) != columns:
                yield f"row {number} has {place} columns of {columns}"
            merged = now[:columns]
        following = table.getnext()
        if following is None or following.tag == f"{W}tbl":
            yield "behind a table there is no paragraph: Word joins it with the next"


def _int(node: etree._Element, path: str) -> list[int]:
    return [int(str(found.get(f"{W}val"))) for found in node.findall(path)]


def _drawings(root: etree._Element) -> Iterator[str]:
    for drawing in (*root.iter(f"{WP}inline"), *root.iter(f"{WP}anchor")):
        asked = {"distT", "distB", "distL", "distR"}
        if drawing.tag == f"{WP}anchor":
            asked |= {"simplePos", "relativeHeight", "behindDoc", "locked", "layoutInCell", "allowOverlap"}
        yield from (f"a drawing has no {key}" for key in sorted(asked - {str(key) for key in drawing.attrib}))
        extent = drawing.find(f"{WP}extent")
        if extent is None or min(int(str(extent.get("cx"))), int(str(extent.get("cy")))) <= 0:
            yield "a drawing without size"
        shapes = {node.tag.partition("}")[0].rpartition("/")[2] for node in drawing.iter() if isinstance(node.tag, str)}
        choice = next(drawing.iterancestors(f"{MC}Choice"), None)
        if shapes & {"wordprocessingShape", "wordprocessingGroup", "wordprocessingCanvas"} and choice is None:
            yield "shapes of Word 2010 without a choice for older ones"


def _choices(root: etree._Element) -> Iterator[str]:
    for choice in root.iter(f"{MC}Choice"):
        for prefix in str(choice.get("Requires", "")).split() or [""]:
            if prefix not in choice.nsmap:
                yield f"a choice requires {prefix!r}, which is not declared"
    for key in root.get(f"{MC}Ignorable", "").split():
        if key not in root.nsmap:
            yield f"{key} may be ignored, but is not declared"


def _texts(root: etree._Element) -> Iterator[str]:
    for node in (*root.iter(f"{W}t"), *root.iter(f"{W}instrText")):
        text = node.text or ""
        if text != text.strip() and node.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
            yield f"the spaces around {text!r} are lost"
        if re.search(r"[\n\t\r]", text):
            yield f"{text!r} has a line break or a tab that Word does not show"
