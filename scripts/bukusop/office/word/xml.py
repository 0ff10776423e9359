"""WordprocessingML elements, written shortly: `el("w:p", el("w:r", ...), {"w:val": "x"})`; lengths in the units that Word wants."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

from lxml import etree

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "xml": "http://www.w3.org/XML/1998/namespace",
    "wpc": "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp14": "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing",
}
Element = Any
"""An lxml element (lxml comes without types)."""

EMU_PER_MM = 36000
TWIPS_PER_MM = 1440 / 25.4
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DECLARED = {prefix: address for prefix, address in NAMESPACES.items() if prefix != "xml"}
_NAMES: dict[str, str] = {}


def name(short: str) -> str:
    """Give the full name of `w:p`; a name without prefix stays as it is."""
    found = _NAMES.get(short)
    if found is None:
        prefix, _, local = short.partition(":")
        found = _NAMES[short] = f"{{{NAMESPACES[prefix]}}}{local}" if local else short
    return found


def text(tag: str, words: str) -> Element:
    """Make an element whose text keeps its spaces."""
    return el(tag, {"xml:space": "preserve"}, words)


def el(tag: str, *inside: Element | str | dict[str, str] | None) -> Element:
    """Make an element of attributes (dictionaries), children and text, in this order; None is passed over."""
    made = etree.Element(name(tag), nsmap=_DECLARED)
    for item in inside:
        if item is None:
            continue
        if isinstance(item, dict):
            for key, value in item.items():
                made.set(name(key), value)
        elif isinstance(item, str):
            made.text = (made.text or "") + _FORBIDDEN.sub("", item)
        else:
            made.append(item if item.getparent() is None else deepcopy(item))     # an element has one parent; others get their own
    return made


def val(tag: str, value: str | int) -> Element:
    """Make `<tag w:val="value"/>`."""
    return el(tag, {"w:val": str(value)})


def root(tag: str) -> Element:
    """Make the root of a part, with all prefixes declared."""
    return etree.Element(name(tag), nsmap=_DECLARED)


def twips(mm: float) -> str:
    """Give mm in twentieths of a point."""
    return str(round(mm * TWIPS_PER_MM))


def emu(mm: float) -> str:
    """Give mm in the unit of DrawingML."""
    return str(round(mm * EMU_PER_MM))
