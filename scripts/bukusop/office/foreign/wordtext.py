"""The words of a Word paragraph as runs, and the drawings that hang in it.

In: a `w:p`. Out: runs of the model (bold, italic, web and mail addresses), results of fields instead of their instructions, tracked
insertions in and deletions out; drawings in their order, unread.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from bukusop.model import Run
from bukusop.office.foreign.nodes import Element, child, children, get, local, prefixed, value
from bukusop.office.foreign.wordstyles import Styles

GONE = {"del", "moveFrom", "rPr", "pPr", "instrText", "delText", "delInstrText", "sdtPr", "sdtEndPr", "ruby", "rubyPr"}
SYMBOLS = {0xFC: "✓", 0xFB: "✗", 0xA8: "☐", 0x6F: "☐", 0xFE: "☑", 0xFD: "☒", 0xE0: "→", 0xDF: "←", 0xE1: "↑", 0xE2: "↓", 0xD8: "➢",
           0xB7: "•", 0xA7: "▪", 0x6C: "●", 0x6E: "■", 0x71: "❑", 0x76: "❖"}
"""Signs of Wingdings and Symbol that people use, by their low byte."""
LINKED = re.compile(r'HYPERLINK\s+"([^"]*)"')


@dataclass(slots=True)
class Field:
    """A complex field that is open: its instruction, and whether its result has begun."""

    instruction: str = ""
    result: bool = False


@dataclass(slots=True)
class Speech:
    """What a paragraph says so far; `fields` may stay open from one paragraph to the next (a table of contents does)."""

    styles: Styles
    links: dict[str, str]
    notes: Counter[str]
    fields: list[Field] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    drawings: list[Element] = field(default_factory=list)
    style: str = ""

    def say(self, text: str, properties: Element | None, link: str) -> None:
        """Add text; what a field only instructs is no text, and what is hidden is not shown."""
        if not text or any(not item.result for item in self.fields):
            return
        if self.styles.switch("vanish", properties, self.style):
            self.notes["teks tersembunyi dilewati: " + text[:60]] += 1
            return
        if not link and self.fields:
            found = LINKED.search(self.fields[-1].instruction)
            link = address(found[1]) if found else ""
        bold, italic = (self.styles.switch(name, properties, self.style) for name in ("b", "i"))
        last = self.runs[-1] if self.runs else None
        if last is not None and (last.tebal, last.miring, last.tautan) == (bold, italic, link):
            self.runs[-1] = Run(last.teks + text, bold, italic, link)
        else:
            self.runs.append(Run(text, bold, italic, link))


def address(target: str) -> str:
    """Give a link's address if it is one of the web or of mail; others mean nothing outside the file."""
    return target.strip() if re.match(r"(https?://|mailto:)[^\s\"<>]+$", target.strip(), re.IGNORECASE) else ""


def hear(paragraph: Element, speech: Speech, style: str) -> tuple[tuple[Run, ...], list[Element]]:
    """Give the runs and the drawings of one paragraph."""
    speech.runs, speech.drawings, speech.style = [], [], style
    _hear(paragraph, speech, None, "")
    return tuple(speech.runs), speech.drawings


def _hear(element: Element, speech: Speech, properties: Element | None, link: str) -> None:
    for item in children(element):
        name = local(item)
        if name in ("instrText", "fldChar"):
            _follow(item, name, speech)
        elif name in GONE:
            if name == "ruby":
                base = child(item, "rubyBase")
                _hear(base if base is not None else (), speech, properties, link)
        elif name == "r" and not prefixed(item, "math"):
            _hear(item, speech, child(item, "rPr"), link)
        elif name == "hyperlink":
            _hear(item, speech, properties, address(speech.links.get(get(item, "id"), "")) or link)
        elif name == "fldSimple":
            found = LINKED.search(get(item, "instr"))
            _hear(item, speech, properties, address(found[1]) if found else link)
        elif name in ("drawing", "pict", "object"):
            speech.drawings.append(item)
        elif name in ("footnoteReference", "endnoteReference", "commentReference"):
            continue
        else:
            text = _sign(item, name)
            if text is None:
                _hear(item, speech, properties, link)
            else:
                speech.say(text, properties, link)


def _sign(item: Element, name: str) -> str | None:
    """Give what a leaf of a run says; None for what is no leaf."""
    if name == "t":
        return str(item.text or "")
    if name in ("tab", "ptab"):
        return "\t"
    if name == "br":
        return "" if get(item, "type") in ("page", "column") else "\n"
    if name == "sym":
        code = int(get(item, "char") or "0", 16) if re.fullmatch(r"[0-9A-Fa-f]{1,6}", get(item, "char")) else 0
        return SYMBOLS.get(code & 0xFF, "•") if code >= 0xF000 or code < 0x20 else chr(code) if code < 0xD800 else "•"
    return {"cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": ""}.get(name)


def _follow(item: Element, name: str, speech: Speech) -> None:
    """Follow the beginning, instruction, result and end of complex fields."""
    kind = get(item, "fldCharType")
    if name == "instrText":
        if speech.fields and not speech.fields[-1].result:
            speech.fields[-1].instruction += item.text or ""
    elif kind == "begin":
        speech.fields.append(Field())
    elif kind == "separate" and speech.fields:
        speech.fields[-1].result = True
    elif kind == "end" and speech.fields:
        speech.fields.pop()
    if kind == "begin" and child(item, "ffData") is not None and value(item, "ffData", "checkBox", "default") == "1":
        speech.fields[-1].result = True
        speech.say("☑", None, "")
        speech.fields[-1].result = False
