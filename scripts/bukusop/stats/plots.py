"""Bars -> inline SVG. The one door to pygal.

Why pygal: alive (3.1.3, 2026), pure Python, 130 kB, and its one dependency is pinned here anyway; matplotlib with numpy, or
vl-convert, weigh 35 to 40 MB. What it writes for a browser with scripts (a date, its own style sheet, a script, tooltips, ids) is
taken out of its tree, so that the same figures are the same bytes, several plots stand on one page, and the page's style sheet
paints them light or dark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

import pygal
from pygal.etree import etree
from pygal.style import Style

WIDTH = 940
"""Units of the drawing's width; it is scaled to the page."""
BAR, GROUP, FRAME = 10, 8, 62
"""Units of height: of a bar, between two groups of bars, and of title and axis."""
HEIGHT = 320
"""Units of height of a plot whose bars stand."""
FONT = 12
"""Size of labels in units; the page's style sheet says the same."""
LABEL = 46
"""Characters of a label; the table beside the plot has it whole."""
_NUMBER = re.compile(r"[0-9]+\.[0-9]+")
_FORGOTTEN = {"defs", "desc", "title"}
_OVERLAYS = {"plot overlay", "plot text-overlay", "plot tooltip-overlay", "titles", "legends"}


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot: groups of bars, one bar of each series in a group. `judul` and `uraian` are for those who do not see it.

    `sumbu` are the ticks of the axis of values (value, words); with `log` the axis is logarithmic and begins at the first of them.
    """

    id: str
    judul: str
    uraian: str
    label: tuple[str, ...]
    deret: tuple[tuple[str, tuple[float, ...]], ...]
    kata: Callable[[float], str]
    sumbu: tuple[tuple[float, str], ...]
    log: bool = False
    tegak: bool = False


def draw(plot: Plot) -> str:
    """Draw a plot as an SVG element that needs nothing but the page's style sheet (classes `color-0`, `color-1`, `guide`, `axis`)."""
    etree.to_etree()        # pygal would take lxml where it is installed
    chart, floor = _chart(plot), plot.sumbu[0][0] if plot.sumbu else 0
    order = range(len(plot.label)) if plot.tegak else range(len(plot.label) - 1, -1, -1)      # pygal draws groups from below
    chart.x_labels = [_short(plot.label[index]) for index in order]
    chart.y_labels = [{"value": value, "label": words} for value, words in plot.sumbu]
    titles: list[list[str]] = []
    for name, values in plot.deret:
        shown = [index for index in order if values[index] > 0 or not plot.log]
        chart.add(name, [max(values[index], floor) if index in set(shown) else None for index in order])
        titles.append([f"{plot.label[index]}, {name}: {plot.kata(values[index])}" for index in shown])
    root = chart.render_tree()
    _strip(root)
    for group in root.iter("g"):
        kind = group.get("class", "").split()
        if kind[:1] == ["series"]:
            _name_bars(group, titles[int(kind[1].removeprefix("serie-"))])
    _introduce(root, plot)
    return ElementTree.tostring(root, encoding="unicode")


def _chart(plot: Plot) -> Any:
    style = Style(font_family="sans-serif", label_font_size=FONT, major_label_font_size=FONT, title_font_size=FONT)
    values = [value for value, _ in plot.sumbu]
    high = max([*values, *(value for _, row in plot.deret for value in row)], default=1)
    kind = pygal.Bar if plot.tegak else pygal.HorizontalBar
    return kind(
        js=(), style=style, no_prefix=True, width=WIDTH, height=_height(plot), show_legend=False, logarithmic=plot.log, margin=8,
        margin_right=40,
        range=(values[0] if values else 0, high), zero=values[0] if values and plot.log else 0, spacing=4,
        x_label_rotation=0, show_x_guides=not plot.tegak, show_y_guides=plot.tegak,
    )


def _height(plot: Plot) -> int:
    return HEIGHT if plot.tegak else FRAME + max(2, len(plot.label)) * (GROUP + BAR * len(plot.deret))


def _short(text: str) -> str:
    return text if len(text) <= LABEL else f"{text[: LABEL - 1].rstrip()}…"


def _introduce(root: ElementTree.Element, plot: Plot) -> None:
    """Say what the drawing is, for those who do not see it."""
    name, text = f"{plot.id}-judul", f"{plot.id}-uraian"
    root.attrib.clear()
    root.attrib.update({
        "id": plot.id, "class": "grafik", "viewBox": f"0 0 {WIDTH} {_height(plot)}", "role": "img", "aria-labelledby": f"{name} {text}",
    })
    for at, (tag, key, said) in enumerate((("title", name, plot.judul), ("desc", text, plot.uraian))):
        element = ElementTree.Element(tag, {"id": key})
        element.text = said
        root.insert(at, element)


def _name_bars(series: ElementTree.Element, titles: Sequence[str]) -> None:
    """Give every bar the words that a browser shows to who points at it."""
    for bar, words in zip([group for group in series.iter("g") if group.get("class") == "bar"], titles, strict=True):
        ElementTree.SubElement(bar, "title").text = words


def _strip(parent: ElementTree.Element) -> None:
    """Take out what is not drawn, and the digits that nobody sees."""
    for child in list(parent):
        if not isinstance(child.tag, str) or child.tag in _FORGOTTEN or child.get("class") in _OVERLAYS:
            parent.remove(child)
            continue
        for key in ("id", "rx", "ry"):
            child.attrib.pop(key, None)
        for key, value in child.attrib.items():
            if key != "class":
                child.set(key, _NUMBER.sub(lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), value))
        if child.tag == "rect" and child.get("class") != "background":
            child.set("class", "batang")
        _strip(child)
