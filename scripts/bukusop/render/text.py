"""Text values -> HTML. Everything from a source is escaped here; nothing else makes HTML of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from markupsafe import Markup, escape

from bukusop.model import (
    Blok,
    Daftar,
    Gambar,
    Heading,
    Kutipan,
    Paragraf,
    Run,
    Sisipan,
    TabelMarkdown,
    Teks,
)

Linker = Callable[[str], str]
"""A link target of a source -> the address in the part's HTML; "" to print the words without a link."""


def no_links(_: str) -> str:
    """Print every link as plain words: a sheet that is a file of its own has nowhere to lead to."""
    return ""


def runs(items: Iterable[Run], link: Linker = no_links) -> Markup:
    """Give the HTML of runs."""
    parts = []
    for run in items:
        text = _unbroken(run.teks).replace("\n", Markup("<br>"))
        if run.tebal:
            text = Markup("<b>%s</b>") % text
        if run.miring:
            text = Markup("<i>%s</i>") % text
        if run.tautan and (address := link(run.tautan)):
            text = Markup('<a href="%s">%s</a>') % (address, text)
        parts.append(text)
    return Markup("").join(parts)


_NUMBER = re.compile(r"[\w.]+(?:/[\w.]+){2,}")
"""The number of a document, such as 05/SOP/DKUMP/2026: never broken over a line."""
LONGEST_UNBROKEN = 30
"""A longer number is left to break, so that it cannot leave its cell."""


def _unbroken(value: str) -> Markup:
    result, end = Markup(""), 0
    for found in _NUMBER.finditer(value):
        if len(found[0]) <= LONGEST_UNBROKEN:
            result += escape(value[end : found.start()]) + Markup('<span class="utuh">%s</span>') % found[0]
            end = found.end()
    return result + escape(value[end:])


def cell(teks: Teks, link: Linker = no_links, *, web: bool = False) -> Markup:
    """Give the HTML of a cell: a lone paragraph bears no <p>, which keeps the page light.

    `web` is for a browser, under a policy that forbids style attributes.
    """
    if len(teks) == 1 and isinstance(teks[0], Paragraf):
        return runs(teks[0].isi, link)
    return Markup("").join(_block(item, link, web=web) for item in teks)


def blocks(items: Iterable[Blok], link: Linker = no_links) -> Markup:
    """Give the HTML of blocks that need nothing but themselves."""
    return Markup("").join(_block(item, link) for item in items)


def _block(block: Blok, link: Linker, *, web: bool = False) -> Markup:
    if isinstance(block, Paragraf):
        return Markup("<p>%s</p>") % runs(block.isi, link)
    if isinstance(block, Daftar):
        items = Markup("").join(Markup("<li>%s</li>") % cell(item, link, web=web) for item in block.butir)
        if web and block.gaya:
            return Markup('<ol type="%s" start="%d">%s</ol>') % (block.gaya, block.mulai, items)
        if not block.gaya:
            return Markup("<ul>%s</ul>") % items
        start = Markup(' style="counter-reset:list-item %d"') % (block.mulai - 1) if block.mulai != 1 else Markup("")
        return Markup("<ol%s>%s</ol>") % (start, items)
    if isinstance(block, Kutipan):
        return Markup("<blockquote>%s</blockquote>") % blocks(block.isi, link)
    if isinstance(block, TabelMarkdown):
        return _table(block, link)
    if isinstance(block, Gambar):
        caption = Markup("<figcaption>%s</figcaption>") % block.keterangan if block.keterangan else Markup("")
        return Markup('<figure><img src="gambar:%s" alt="%s">%s</figure>') % (block.berkas, block.alt, caption)
    if isinstance(block, Heading | Sisipan):
        raise TypeError(f"{type(block).__name__} needs its chapter")
    raise TypeError(block)


def _table(table: TabelMarkdown, link: Linker) -> Markup:
    def align(index: int) -> Markup:
        where = table.rata[index] if index < len(table.rata) else ""
        return Markup(' style="text-align:%s"') % where if where else Markup("")

    head = Markup("").join(Markup('<th scope="col">%s</th>') % runs(item, link) for item in table.kepala)
    body = Markup("").join(
        Markup("<tr>%s</tr>") % Markup("").join(
            Markup("<td%s>%s</td>") % (align(index), runs(item, link)) for index, item in enumerate(row)
        )
        for row in table.baris
    )
    cols = Markup("").join(Markup('<col style="width:%.1f%%">') % width for width in widths(table))
    return Markup('<table class="prosa"><colgroup>%s</colgroup><thead><tr>%s</tr></thead><tbody>%s</tbody></table>') % (cols, head, body)


def widths(table: TabelMarkdown) -> list[float]:
    """Share the width by the longest words and the amount of text, in percent: the layout itself must be a fixed one."""
    def length(items: tuple[Run, ...]) -> int:
        return sum(len(run.teks) for run in items)

    def longest(items: tuple[Run, ...]) -> int:
        return max((len(word) for run in items for word in run.teks.split()), default=1)

    columns = list(zip(table.kepala, *table.baris, strict=False))
    least = [max(longest(item) for item in column) + 4 for column in columns]
    wish = [max(low, min(60, sum(length(item) for item in column) / len(column) + 4)) for low, column in zip(least, columns, strict=True)]
    total = sum(wish)
    return [100 * width / total for width in wish]
