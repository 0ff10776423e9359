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
_XML = "{http://www.w3.org/XML/1998/namespace}"
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


def _properties(stream: Any) -> tuple[Any, ...]:
    """Give what a packet says, however it is written."""
    data = bytes(stream.data)
    if b"<!" in data.replace(b"<!--", b""):
        raise ValueError("a document type has no place in XMP")
    tree = ElementTree.fromstring(data).find(f".//{_RDF}RDF")
    if tree is None:
        raise ValueError("no RDF")
    found = [pair for description in tree for pair in _pairs(description) if pair[0] not in RENEWED]
    return tuple(sorted(found, key=repr))


def _pairs(resource: ElementTree.Element) -> list[tuple[str, Any]]:
    """Give the properties of a resource: attributes and elements say the same (RDF/XML, 2.5)."""
    short = [(name, value.strip()) for name, value in resource.attrib.items() if not name.startswith((_RDF, _XML))]
    return [*short, *((child.tag, _value(child)) for child in resource)]


def _value(element: ElementTree.Element) -> Any:
    """Give the value of a property: words, a list, or a resource, which may be nested or abbreviated (RDF/XML, 2.11)."""
    children = list(element)
    if element.get(f"{_RDF}resource") is not None:
        return element.get(f"{_RDF}resource")
    if element.get(f"{_RDF}parseType") == "Resource" or any(not name.startswith((_RDF, _XML)) for name in element.attrib):
        return tuple(sorted(_pairs(element), key=repr))
    if len(children) == 1 and children[0].tag == f"{_RDF}Description":
        return tuple(sorted(_pairs(children[0]), key=repr))
    if len(children) == 1 and children[0].tag in (f"{_RDF}Seq", f"{_RDF}Bag", f"{_RDF}Alt"):
        return children[0].tag, tuple((item.get(f"{_XML}lang"), _value(item)) for item in children[0])
    words = (element.text or "").strip()
    return words if not children else (words, tuple((child.tag, _value(child)) for child in children))
