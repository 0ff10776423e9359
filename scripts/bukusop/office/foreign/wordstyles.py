"""Styles and numberings of a Word document: whether a run is bold, how a paragraph is numbered.

In: the parts styles.xml and numbering.xml. Out: answers by style id and numId. Chains of styles are followed (ECMA-376, 17.7, 17.9).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from bukusop.office.foreign import nodes
from bukusop.office.foreign.nodes import Element, child, get, local, value

LISTS = {"bullet": "bullet", "decimal": "decimal", "decimalZero": "decimal", "lowerLetter": "letter", "upperLetter": "letter",
         "lowerRoman": "letter", "upperRoman": "letter", "ordinal": "decimal", "cardinalText": "decimal"}
LONGEST = 20
"""Styles that rest upon each other: a circle ends here."""


@dataclass(frozen=True, slots=True)
class Style:
    """A style: what it says itself (None: nothing), and on which it rests."""

    name: str
    based: str
    properties: Element | None
    paragraph: Element | None
    table: Element | None


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a numbering: "bullet", "decimal", "letter" or "" for none; its format and text ("%1.%2") as in the file."""

    style: str
    format: str
    text: str
    start: int


@dataclass(slots=True)
class Styles:
    """The styles of a document, by id."""

    by_id: dict[str, Style] = field(default_factory=dict)
    default: str = ""
    base: Element | None = None

    def chain(self, id_: str) -> list[Style]:
        """Give a style and those it rests upon."""
        found: list[Style] = []
        while id_ in self.by_id and len(found) < LONGEST:
            found.append(self.by_id[id_])
            id_ = found[-1].based
        return found

    def switch(self, name: str, run: Element | None, paragraph_style: str) -> bool:
        """Tell whether "b", "i" or "vanish" is on: what stands nearest to the run decides."""
        places = [run]
        places += [style.properties for style in self.chain(value(run, "rStyle"))]
        places += [style.properties for style in self.chain(paragraph_style or self.default)]
        places.append(self.base)
        for place in places:
            found = child(place, name) if place is not None else None
            if found is not None:
                return nodes.on(get(found, "val", "1"))
        return False

    def size(self, run: Element | None, paragraph_style: str) -> float:
        """Give the size of letters in points."""
        places = [run, *(style.properties for style in self.chain(paragraph_style or self.default)), self.base]
        for place in places:
            if found := value(place, "sz"):
                return nodes.number(found, 22.0) / 2
        return 11.0

    def name(self, id_: str) -> str:
        """Give a style's name, "" for the default one."""
        style = self.by_id.get(id_)
        return style.name if style is not None and id_ != self.default else ""


def read_styles(root: Element | None) -> Styles:
    """Read styles.xml; a document without it has none."""
    styles = Styles()
    for item in root if root is not None else ():
        if local(item) == "docDefaults":
            styles.base = child(item, "rPrDefault", "rPr")
        if local(item) != "style":
            continue
        id_ = get(item, "styleId")
        styles.by_id[id_] = Style(value(item, "name"), value(item, "basedOn"), child(item, "rPr"), child(item, "pPr"), child(item, "tblPr"))
        if get(item, "type") == "paragraph" and nodes.on(get(item, "default", "0")):
            styles.default = id_
    return styles


@dataclass(slots=True)
class Numbering:
    """The numberings of a document, and how far each has counted: paragraphs must be asked for in their order."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    family: dict[str, str] = field(default_factory=dict)
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    _counts: dict[str, Counter[int]] = field(default_factory=dict)

    def count(self, number: str, depth: int) -> tuple[Level | None, str]:
        """Count one paragraph on; give its level and the label that it shows ("2.", "a)"), "" for bullets and none."""
        level = self.levels.get(number, {}).get(depth)
        if level is None or not level.style:
            return None, ""
        counts = self._counts.setdefault(self.family.get(number, number), Counter())
        for place, start in self.restarts.pop(number, {}).items():
            counts[place] = start - self.levels[number][place].start if place in self.levels[number] else 0
        counts[depth] += 1
        for deeper in [place for place in counts if place > depth]:
            del counts[deeper]
        if level.style == "bullet":
            return level, ""
        label = level.text or f"%{depth + 1}."
        for place in range(9):
            if f"%{place + 1}" in label:
                known = self.levels[number].get(place, level)
                label = label.replace(f"%{place + 1}", _written(known.format, known.start + max(counts[place], 1) - 1))
        return level, label


    def shown(self, number: str, depth: int) -> int:
        """Give the number that the item counted last shows, 0 for bullets."""
        level = self.levels[number][depth]
        return level.start + self._counts[self.family.get(number, number)][depth] - 1 if level.style != "bullet" else 0


def _written(format_: str, count: int) -> str:
    if format_ in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 9)
        return letter.upper() if format_ == "upperLetter" else letter
    if format_ in ("lowerRoman", "upperRoman"):
        roman, left = "", min(max(count, 0), 3999)
        for worth, sign in ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
                            (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
            roman += sign * (left // worth)
            left %= worth
        return roman.upper() if format_ == "upperRoman" else roman
    return str(count)


def read_numbering(root: Element | None, styles: Styles) -> Numbering:
    """Read numbering.xml; a document without it has none."""
    numbering = Numbering()
    items = list(root) if root is not None else []
    abstracts = {get(item, "abstractNumId"): item for item in items if local(item) == "abstractNum"}
    concrete = {get(item, "numId"): item for item in items if local(item) == "num"}
    for number, item in concrete.items():
        id_ = value(item, "abstractNumId")
        for _ in range(LONGEST):
            link = value(abstracts.get(id_), "numStyleLink")
            style = next(iter(styles.chain(link)), None) if link else None
            other = value(style.paragraph, "numPr", "numId") if style is not None else ""
            if other not in concrete:
                break
            id_ = value(concrete[other], "abstractNumId")
        levels = {depth: level for depth, level in map(_level, abstracts.get(id_, ()))if level is not None}
        restarts: dict[int, int] = {}
        for override in item:
            if local(override) != "lvlOverride":
                continue
            depth = int(nodes.number(get(override, "ilvl")))
            levels |= {at: level for at, level in map(_level, override) if level is not None}
            if child(override, "startOverride") is not None:
                restarts[depth] = int(nodes.number(value(override, "startOverride"), 1.0))
        numbering.levels[number], numbering.family[number], numbering.restarts[number] = levels, id_, restarts
    return numbering


def _level(item: Element) -> tuple[int, Level | None]:
    if local(item) != "lvl":
        return 0, None
    format_ = value(item, "numFmt", default="decimal")
    start = int(nodes.number(value(item, "start"), 1.0))
    return int(nodes.number(get(item, "ilvl"))), Level(LISTS.get(format_, ""), format_, value(item, "lvlText"), start)
