"""Looking at XML of office files by local names: the same shape is `wps:wsp` in Word, `xdr:sp` in Excel and `a:sp` in a locked canvas."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

Element = Any
LONGEST = 10_000.0
UNDERSTOOD = {"wps", "wpg", "wpc", "wp14", "w14", "w15", "w16se", "a14", "v", "wpi", "x14", "xdr14", "wp", "a", "wne"}
"""Prefixes that a Choice may require for us to take it."""
DROPPED = {"del", "moveFrom", "delText", "instrText", "delInstrText", "Fallback", "pPr", "rPr", "sectPr", "tblPr", "tcPr", "trPr"}
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MM = {"pt": 25.4 / 72, "in": 25.4, "cm": 10.0, "mm": 1.0, "pc": 25.4 / 6, "pi": 25.4 / 6, "px": 25.4 / 96, "emu": 1 / 36000}


@lru_cache(maxsize=4096)
def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def local(element: Element) -> str:
    """Give an element's name without its namespace, "" for what is no element."""
    return _local(element.tag)


def prefixed(element: Element, namespace: str) -> bool:
    """Whether an element's namespace ends so ("vml", "main")."""
    return isinstance(element.tag, str) and element.tag.partition("}")[0].endswith(namespace)


def children(element: Element) -> Iterator[Element]:
    """Give children, of each alternative content one branch only: the first Choice that is understood, else Fallback."""
    for child in element:
        name = local(child)
        if name == "AlternateContent":
            yield from children(_branch(child))
        elif name:
            yield child


def _branch(alternatives: Element) -> Element:
    fallback: Element = ()
    for branch in alternatives:
        if local(branch) == "Choice" and set((branch.get("Requires") or "").split()) <= UNDERSTOOD:
            return branch
        if local(branch) == "Fallback":
            fallback = branch
    return fallback


def child(element: Element, *path: str) -> Element | None:
    """Give the first descendant by a path of local names, or None."""
    found = element
    for name in path:
        found = next((item for item in children(found) if local(item) == name), None)
        if found is None:
            return None
    return found


def within(element: Element | None, *path: str) -> Iterator[Element]:
    """Give the children of a descendant by path; there are none where it is not there."""
    found = child(element, *path) if element is not None else None
    return children(found) if found is not None else iter(())


def get(element: Element | None, name: str, default: str = "") -> str:
    """Give an attribute by its local name; an element that is not there has none."""
    if element is None:
        return default
    found = element.get(name)
    if found is None:
        found = next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), default)
    return str(found)


def value(element: Element | None, *path: str, default: str = "") -> str:
    """Give the `val` of a descendant by path, `default` where it is not there."""
    found = child(element, *path) if element is not None else None
    return get(found, "val", default) if found is not None else default


def number(text: str, default: float = 0.0) -> float:
    """Read a number, with "%" as hundredths; what is none is `default`."""
    match = re.match(r"\s*([-+]?\d*\.?\d+(?:[eE][-+]?\d{1,3})?)\s*(%?)", text or "")
    if match is None:
        return default
    found = float(match[1]) * (0.01 if match[2] else 1.0)
    return found if math.isfinite(found) else default


def length(text: str, unit: str = "pt") -> float:
    """Read a length in mm; `unit` is what a bare number counts in."""
    match = re.fullmatch(r"\s*([-+]?\d*\.?\d+(?:[eE][-+]?\d{1,2})?)\s*([a-z]*)\s*", text or "")
    return _tame(float(match[1]) * MM.get(match[2] or unit, MM["pt"])) if match else 0.0


def _tame(mm: float) -> float:
    """Keep a length within ten metres, so that sums of broken ones stay numbers."""
    return min(max(mm, -LONGEST), LONGEST)


def twips(text: str, default: float = 0.0) -> float:
    """Read a length of WordprocessingML in mm: a bare number counts twentieths of a point, strict files write units."""
    if re.fullmatch(r"\s*[-+]?\d+(\.\d+)?\s*", text or ""):
        return _tame(float(text) / 20 * MM["pt"])
    return length(text) if text else default


def emu(text: str) -> float:
    """Read a length of DrawingML in mm."""
    return length(text, "emu")


def on(text: str) -> bool:
    """Read a switch; one without a value is on."""
    return text.lower() not in ("0", "false", "off", "none", "f", "no")


def spoken(element: Element | None) -> str:
    """Give the words within an element: paragraphs as lines, deletions and instructions of fields left out."""
    lines: list[str] = []
    if element is not None:
        _speak(element, lines, [])
    return "\n".join(line for line in (" ".join(words.split()) for words in lines) if line)


def _speak(element: Element, lines: list[str], words: list[str]) -> None:
    for item in children(element):
        name = local(item)
        if name in DROPPED:
            continue
        if name == "p" and not prefixed(item, "math"):
            inner: list[str] = []
            _speak(item, lines, inner)
            lines.append("".join(inner))
        elif name == "t":
            words.append(item.text or "")
        elif name in ("tab", "br", "cr", "ptab"):
            words.append(" ")
        else:
            _speak(item, lines, words)
