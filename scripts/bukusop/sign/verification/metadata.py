"""Title and description of a file, before and after -> whether anything but dates and the program's name has changed."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from pyhanko.pdf_utils import generic

from bukusop.sign.verification.opening import FAULTS, entry

DATES = frozenset({"/ModDate", "/Producer"})
"""What programs that sign renew in the information dictionary (ISO 32000-2, 14.3.3)."""
_XMP, _PDF, _MM = "http://ns.adobe.com/xap/1.0/", "http://ns.adobe.com/pdf/1.3/", "http://ns.adobe.com/xap/1.0/mm/"
RENEWED = frozenset({f"{{{_XMP}}}ModifyDate", f"{{{_XMP}}}MetadataDate", f"{{{_PDF}}}Producer", f"{{{_MM}}}InstanceID"})
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


def same_information(before: Any, after: Any) -> bool:
    """Compare two information dictionaries."""
    if not isinstance(after, generic.DictionaryObject):
        return False
    old = before if isinstance(before, generic.DictionaryObject) else generic.DictionaryObject()
    keys = {*old, *after} - DATES
    return all(_words(entry(old, key)) == _words(entry(after, key)) for key in keys)


def _words(value: Any) -> Any:
    return str(value) if isinstance(value, (str, bytes)) else repr(value)


def same_metadata(before: Any, after: Any) -> bool:
    """Compare two XMP packets (ISO 16684-1), property by property. One that is added where none was changes what readers show."""
    try:
        return _properties(before) == _properties(after)
    except FAULTS:
        return False
    except ElementTree.ParseError:
        return False


def _properties(stream: Any) -> dict[str, list[str]]:
    data = bytes(stream.data)
    if b"<!" in data.replace(b"<!--", b""):
        raise ValueError("a document type has no place in XMP")
    found: dict[str, list[str]] = {}
    for description in ElementTree.fromstring(data).iter(f"{_RDF}Description"):
        for name, value in description.attrib.items():
            if name not in RENEWED and name != f"{_RDF}about":
                found.setdefault(name, []).append(value.strip())
        for child in description:
            if child.tag not in RENEWED:
                found.setdefault(child.tag, []).append(_flat(child))
    return {name: sorted(values) for name, values in found.items()}


def _flat(element: ElementTree.Element) -> str:
    """Give an element as one line, whatever its line breaks and prefixes."""
    inside = "".join(_flat(child) for child in element)
    attributes = "".join(f" {name}={value!r}" for name, value in sorted(element.attrib.items()))
    text = (element.text or "").strip()
    return f"<{element.tag}{attributes}>{text}{inside}" if inside or attributes else f"<{element.tag}>{text}"
