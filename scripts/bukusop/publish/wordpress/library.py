"""What of ours stands on a WordPress site: pages by their marker, files of the media library by the SHA-256 in their description.

In: an open `Api`. Out: a `Library` of values, read anew for every run: nothing is remembered on this machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from bukusop.publish.wordpress.api import Api
from bukusop.publish.wordpress.content import digest_of, read_marker

PAGE_FIELDS = "id,slug,status,parent,link,title.raw,content.raw"
MEDIA_FIELDS = "id,slug,source_url,description"
CHUNK = 20
"""Slugs asked for at once: the address stays short."""
_FILE_MARKER = re.compile(r"bukusop:(?:buku|sop/[A-Za-z0-9._-]{1,200}):([0-9a-f]{64})\b")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the site; `key` is "" where it is not ours, `edited` whether somebody changed our text since."""

    id: int
    key: str
    slug: str
    status: str
    parent: int
    link: str
    title: str
    text: str
    edited: bool


@dataclass(frozen=True, slots=True)
class Medium:
    """A file of the media library; `sha256` is what its description says, "" where it is not ours."""

    id: int
    slug: str
    url: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Library:
    """Everything of ours, and pages of others at addresses that we want. Lists are oldest first."""

    pages: Mapping[str, Sequence[Page]]
    strangers: Sequence[Page]
    media: Mapping[str, Sequence[Medium]]

    def page(self, key: str) -> Page | None:
        """Give the page of a key."""
        return next(iter(self.pages.get(key, ())), None)


def read_library(api: Api, slugs: Sequence[str], files: Sequence[str]) -> Library:
    """Read what is there; `slugs` are the pages' and `files` the files' we want. Raises Refusal."""
    pages = sorted(_pages(api, [{"search": "bukusop:"}, *_chunks(slugs)]), key=lambda page: page.id)
    media = sorted(_media(api, [{"search": "bukusop:"}, *_chunks(files)]), key=lambda medium: medium.id)
    return Library(
        _grouped((page.key, page) for page in pages if page.key),
        [page for page in pages if not page.key and page.slug in set(slugs)],
        _grouped((medium.sha256, medium) for medium in media if medium.sha256),
    )


def find_page(api: Api, slug: str, key: str) -> dict[str, Any] | None:
    """Look for our page at an address."""
    found = api.every("pages", {"slug": slug, "status": "any", "context": "edit", "_fields": PAGE_FIELDS})
    return next((item for item in found if page_of(item).key == key), None)


def find_medium(api: Api, slug: str, sha256: str) -> dict[str, Any] | None:
    """Look for our file by its slug."""
    found = api.every("media", {"slug": slug, "context": "edit", "_fields": MEDIA_FIELDS})
    return next((item for item in found if medium_of(item).sha256 == sha256), None)


def page_of(item: Mapping[str, Any]) -> Page:
    """Read a page from JSON."""
    text = _raw(item, "content")
    key, digest, body = read_marker(text)
    return Page(
        _number(item, "id"), key, str(item.get("slug", "")), str(item.get("status", "")), _number(item, "parent"),
        str(item.get("link", "")), _raw(item, "title"), text, bool(key) and digest != digest_of(body),
    )


def medium_of(item: Mapping[str, Any]) -> Medium:
    """Read a file of the media library from JSON."""
    found = _FILE_MARKER.search(_raw(item, "description"))
    return Medium(_number(item, "id"), str(item.get("slug", "")), str(item.get("source_url", "")), found[1] if found else "")


def _pages(api: Api, questions: Iterable[Mapping[str, str]]) -> Iterator[Page]:
    seen = set[int]()
    for question in questions:
        for item in api.every("pages", {**question, "status": "any", "context": "edit", "_fields": PAGE_FIELDS}):
            page = page_of(item)
            if page.id not in seen:
                seen.add(page.id)
                yield page


def _media(api: Api, questions: Iterable[Mapping[str, str]]) -> Iterator[Medium]:
    seen = set[int]()
    for question in questions:
        for item in api.every("media", {**question, "context": "edit", "_fields": MEDIA_FIELDS}):
            medium = medium_of(item)
            if medium.id not in seen:
                seen.add(medium.id)
                yield medium


def _chunks(slugs: Sequence[str]) -> list[dict[str, str]]:
    return [{"slug": ",".join(slugs[start : start + CHUNK])} for start in range(0, len(slugs), CHUNK)]


def _grouped(items: Iterable[tuple[str, _T]]) -> dict[str, list[_T]]:
    found: dict[str, list[_T]] = {}
    for key, item in items:
        found.setdefault(key, []).append(item)
    return found


def _raw(item: Mapping[str, Any], field: str) -> str:
    value = item.get(field)
    return str(value.get("raw", "")) if isinstance(value, dict) else ""


def _number(item: Mapping[str, Any], field: str) -> int:
    value = item.get(field)
    return value if isinstance(value, int) else 0
