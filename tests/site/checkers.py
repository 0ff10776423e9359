"""What checks a page: axe-core for accessibility, the Nu checker for HTML and CSS, and a walk along all links."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import unquote, urldefrag, urljoin
from urllib.request import urlopen

from tests.conftest import tool

MODULES = Path(sys.prefix) / "perkakas" / "node_modules"
"""Where bootstrap.py puts what npm brings."""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]


@cache
def axe_script() -> str:
    return (MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


AXE_RUN = """async (tags) => {
  const found = await axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']});
  const why = node => (node.any[0] || node.all[0] || node.none[0] || {}).message;
  return found.violations.flatMap(item => item.nodes.slice(0, 3).map(node => `${item.id}: ${node.html.slice(0, 140)}: ${why(node)}`));
}"""

UNKNOWN_TO_NU = ("Property “paint-order” doesn't exist",)
"""Newer than the style sheets that the checker knows."""


def nu_faults(folder: Path, names: Sequence[str]) -> list[str]:
    """Give the errors that the Nu checker finds in files of a folder (HTML, CSS and SVG by their suffix)."""
    command = [
        tool("java"), "-Xss8m", "-XX:TieredStopAtLevel=1", "-jar", str(MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"),
        "--exit-zero-always", "--errors-only", "--format", "json", "--also-check-css", "--also-check-svg", *names,
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    found = json.loads(done.stderr)["messages"]
    return [
        f"{item['url'].rpartition(folder.name + '/')[2]}:{item.get('lastLine', 0)}: {item['message']} « {item.get('extract', '')[:120]!r}"
        for item in found if not any(part in item["message"] for part in UNKNOWN_TO_NU)
    ]


LOADED = {
    "img": ("src", "srcset"), "script": ("src",), "iframe": ("src",), "source": ("src", "srcset"), "use": ("href", "xlink:href"),
    "image": ("href", "xlink:href"), "embed": ("src",), "object": ("data",), "video": ("src",), "audio": ("src",),
}
"""Attributes by which a page loads something of its own accord; `link` depends on its `rel`."""


@dataclass
class Page(HTMLParser):
    """What a page links to, what it loads, which anchors it has; `shape` are its elements, `drawn` the kinds of those inside a drawing."""

    text: str
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    shape: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    drawn: set[tuple[str, tuple[str, ...]]] = field(default_factory=set)
    attributes: list[tuple[str, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.inside = 0
        self.feed(self.text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if self.inside:
            self.drawn.add((tag, tuple(sorted(values))))
        else:
            self.shape.append((tag, tuple(sorted(values))))
        self.inside += tag == "svg"
        self.attributes += [(tag, name, value) for name, value in values.items()]
        if values.get("id"):
            assert values["id"] not in self.anchors, f"two elements are called {values['id']}"
            self.anchors.add(values["id"])
        if tag in ("a", "area") and "href" in values:
            self.links.append(values["href"])
        if tag == "form" and "action" in values:
            self.links.append(values["action"])
        if tag == "link" and "canonical" not in values.get("rel", ""):
            (self.links if "alternate" in values.get("rel", "") else self.loads).append(values["href"])
        self.loads += [values[name].split()[0] for name in LOADED.get(tag, ()) if values.get(name)]

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag == "svg"


def _get(url: str) -> tuple[int, str, bytes]:
    try:
        with urlopen(url, timeout=30) as answer:
            return answer.status, answer.headers.get_content_type(), answer.read()
    except HTTPError as error:
        return error.code, "", b""


def walk(start: str) -> tuple[dict[str, Page | None], list[str]]:
    """Follow every link from an address, never out of its folder; give the pages by address, and what is broken.

    Anchors must exist; nothing may be loaded from, and no relative link may lead, outside the folder.
    """
    pages: dict[str, Page | None] = {}
    broken: list[str] = []
    wanted: list[tuple[str, str]] = [(start, "")]
    anchors: list[tuple[str, str, str]] = []
    while wanted:
        url, source = wanted.pop()
        if url in pages:
            continue
        status, kind, data = _get(url)
        pages[url] = None
        if status != 200:
            broken.append(f"{source}: {url} gives {status}")
        if kind != "text/html":
            continue
        page = pages[url] = Page(data.decode())
        for link, loaded in [*((item, False) for item in page.links), *((item, True) for item in page.loads)]:
            if link.startswith(("mailto:", "tel:", "data:")):
                continue
            target, anchor = urldefrag(urljoin(url, link))
            if target.startswith(start):
                target = target.partition("?")[0]
                wanted.append((target, url))
                if anchor:
                    anchors.append((url, target, unquote(anchor)))
            elif loaded or not link.startswith(("https://", "http://")):
                broken.append(f"{url}: {link} leads out of the site")
    for url, target, anchor in anchors:
        found = pages[target]
        if found is not None and anchor not in found.anchors:
            broken.append(f"{url}: {target} has no #{anchor}")
    return pages, broken
