"""A WordPress site as a target: signed PDFs in the media library, a page per SOP, a list page; each found again and updated in place.

Order of work, so that visitors meet nothing half done: files first (each read back), then the SOPs' pages, the list page last. A run that
was killed leaves work for the next one, which looks at what is there: nothing is remembered on this machine, nothing is made twice.
Files of older editions stay in the library; pages of SOPs that left the book stay and say so.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from bukusop.diagnostics import Refusal
from bukusop.model import Book, Terbit
from bukusop.publish.target import Tell
from bukusop.publish.tree import Plan, Tree, some
from bukusop.publish.wordpress.api import Api
from bukusop.publish.wordpress.content import LIST_KEY, LIST_SLUG, LIST_TITLE, Content, Draft, marked, slug_of, slugged
from bukusop.publish.wordpress.library import (
    Library,
    Medium,
    Page,
    find_medium,
    find_page,
    medium_of,
    page_of,
    read_library,
)
from bukusop.render import Templates
from bukusop.sign import Entry, Register
from bukusop.sign.passphrase import Secret

RIGHTS = (
    "upload_files", "edit_posts", "edit_others_posts", "edit_pages", "edit_others_pages", "edit_published_pages", "publish_pages",
    "delete_pages",
)
"""What the account must be allowed to do; an Editor is."""
STUB = "<!-- wp:paragraph -->\n<p>Daftar ini sedang disiapkan.</p>\n<!-- /wp:paragraph -->\n"


@dataclass(frozen=True, slots=True)
class Document:
    """A signed PDF of the site: its place here, and what the register says of it."""

    entry: Entry
    path: Path
    sha256: str
    size: int

    @property
    def slug(self) -> str:
        """Its slug in the media library: sop-ID-DIGEST."""
        name = "buku-sop" if self.entry.kunci == "buku" else self.entry.kunci.replace("/", "-")
        return f"{slugged(name)}-{self.sha256[:12]}"


@dataclass(frozen=True, slots=True)
class Work:
    """What a page is and is to be; `status` is the one to set, `why` a word for people."""

    draft: Draft
    page: Page | None
    status: str
    waiting: bool = False
    why: str = ""

    def needed(self, parent: int) -> bool:
        """Whether the page is not yet as it is to be."""
        page = self.page
        if page is None:
            return True
        same = (page.text.strip(), page.title, page.parent, page.status) == (self.draft.text.strip(), self.draft.title, parent, self.status)
        return not same and not self.waiting


@dataclass
class WordPressTarget:
    """One site. `secret` is an application password; `sleep` waits between tries."""

    terbit: Terbit
    book: Book
    register: Register
    templates: Templates
    secret: Secret
    sleep: Callable[[float], None] = time.sleep
    _sound: dict[int, str] = field(default_factory=dict)

    def plan(self, tree: Tree) -> Plan:
        """Say which files and pages would be new and which would change; nothing is touched."""
        documents = self._documents(tree)
        with self._api() as api:
            library = self._read(api, documents)
            here = self._media(api, library, documents)
        content = self._content({sha: medium.url for sha, medium in here.items()})
        list_page = library.page(LIST_KEY)
        parent = list_page.id if list_page else 0
        works = self._pages(content, library)
        links = {work.draft.key: _link(work) for work in works}
        gone = self._gone(content, library, links)
        links.update((work.draft.key, _link(work)) for work in gone)
        works += [*gone, self._list_work(content, list_page, gone, links)]
        new = [f"pustaka media: {item.slug}.pdf" for item in documents if item.sha256 not in here]
        new += [f"halaman: {work.draft.slug}" for work in works if work.page is None]
        changed = [f"halaman: {work.page.slug}{work.why}" for work in works if work.page and work.needed(_parent(work, parent))]
        return Plan(tree, tuple(new), tuple(changed), (), len(documents) + len(works) - len(new) - len(changed))

    def carry_out(self, plan: Plan, tell: Tell) -> None:
        """Put files and pages where they belong."""
        documents = self._documents(plan.tree)
        total = len(documents) + len(self.book.sops) + 1
        with self._api() as api:
            library = self._read(api, documents)
            here = self._media(api, library, documents)
            for done, document in enumerate(documents, 1):
                if document.sha256 not in here:
                    here[document.sha256] = self._upload(api, document, library.media.get(document.sha256, ()))
                tell(done, total, f"{document.slug}.pdf")
            content = self._content({sha: medium.url for sha, medium in here.items()})
            stub = Draft(LIST_KEY, LIST_SLUG, LIST_TITLE, marked(LIST_KEY, STUB))
            list_page = library.page(LIST_KEY) or self._make(api, stub, "draft", 0)
            kept, links = {list_page.id}, dict[str, str]()
            works = self._pages(content, library)
            for done, work in enumerate(works, len(documents) + 1):
                page = self._put(api, work, list_page.id)
                kept.add(page.id)
                links[work.draft.key] = page.link
                tell(done, total, work.draft.slug)
            gone = self._gone(content, library, links)
            for work in gone:
                page = self._put(api, work, list_page.id)
                kept.add(page.id)
                links[work.draft.key] = page.link
            self._put(api, self._list_work(content, list_page, gone, links), 0)
            self._tidy(api, documents, here, kept)
            tell(total, total, LIST_SLUG)

    def rollback(self) -> NoReturn:
        """Refuse: WordPress itself keeps what every page said before."""
        raise Refusal(
            "WordPress menyimpan sendiri riwayat tiap halaman; buka halamannya lalu Revisi, dan pilih isinya. "
            "Berkas PDF edisi lama tetap ada di pustaka media"
        )

    @contextmanager
    def _api(self) -> Iterator[Api]:
        if not self.terbit.pengguna:
            raise Refusal("`pengguna` WordPress belum ditulis di manifes")
        api = Api(self.terbit.tujuan, self.terbit.pengguna, self.secret, self.sleep)
        try:
            api.open(RIGHTS)
            yield api
        finally:
            api.close()

    def _content(self, media: Mapping[str, str]) -> Content:
        return Content(self.book, self.register, self.templates, media)

    def _documents(self, tree: Tree) -> list[Document]:
        """Give the signed PDFs of the site, each once. Raises Refusal for one that the register does not know."""
        found: dict[str, Document] = {}
        for name, leaf in tree.files.items():
            if not name.lower().endswith(".pdf"):
                continue
            entry = self.register.find(leaf.sha256)
            if entry is None:
                raise Refusal(f"{name} tidak ada di daftar dokumen bertanda tangan; tidak diterbitkan")
            found.setdefault(leaf.sha256, Document(entry, tree.folder / name, leaf.sha256, leaf.size))
        return list(found.values())

    def _read(self, api: Api, documents: Sequence[Document]) -> Library:
        """Read what is there. Raises Refusal where pages that are not ours stand at our addresses."""
        keys = [LIST_KEY, *(f"sop/{sop.id}" for sop in self.book.sops)]
        library = read_library(api, [slug_of(key) for key in keys], [item.slug for item in documents])
        ours = {slug_of(key) for key in keys if key in library.pages}
        taken = sorted({page.slug for page in library.strangers} - ours)
        if taken:
            raise Refusal(
                f"{self.terbit.tujuan}: halaman {some(taken)} sudah ada dan bukan buatan bukusop (atau penandanya terhapus), jadi tidak "
                "ditimpa; ganti slug halaman itu atau hapus, lalu terbitkan lagi"
            )
        return library

    def _media(self, api: Api, library: Library, documents: Sequence[Document]) -> dict[str, Medium]:
        """Give the files that stand in the library byte for byte."""
        found = {}
        for document in documents:
            for medium in library.media.get(document.sha256, ()):
                if self._is_sound(api, medium, document):
                    found[document.sha256] = medium
                    break
        return found

    def _is_sound(self, api: Api, medium: Medium, document: Document) -> bool:
        """Read a file of the library back, once in a run."""
        if medium.id not in self._sound:
            self._sound[medium.id] = api.digest(medium.url, document.size)
        return self._sound[medium.id] == document.sha256

    def _upload(self, api: Api, document: Document, unsound: Sequence[Medium]) -> Medium:
        """Put a file into the library and read it back; those of ours that turned out to be damaged make room first."""
        for medium in unsound:
            api.delete(f"media/{medium.id}")
        kunci, digest = document.entry.kunci, document.sha256
        fields = {
            "slug": document.slug, "title": self._content({}).title(document.entry.judul),
            "description": f"Dokumen bertanda tangan elektronik. SHA-256: {digest}. bukusop:{kunci}:{digest}",
        }
        made = api.make(
            "media", lambda: find_medium(api, document.slug, digest), upload=(document.path, f"{document.slug}.pdf", fields),
        )
        medium = medium_of(made)
        if not self._is_sound(api, medium, document):
            api.delete(f"media/{medium.id}")
            raise Refusal(
                f"{document.slug}.pdf sampai di {self.terbit.tujuan} dengan isi yang berbeda dan sudah dihapus lagi; matikan pengaya yang "
                "mengubah berkas unggahan"
            )
        return medium

    def _tidy(self, api: Api, documents: Sequence[Document], here: Mapping[str, Medium], kept: AbstractSet[int]) -> None:
        """Take away second copies: an order of a run that was killed may have been carried out after we looked."""
        library = self._read(api, documents)
        for digest, media in library.media.items():
            for medium in media:
                if digest in here and medium.id != here[digest].id:
                    api.delete(f"media/{medium.id}")
        for pages in library.pages.values():
            for page in pages:
                if page.id not in kept:
                    api.delete(f"pages/{page.id}", force=False)

    def _pages(self, content: Content, library: Library) -> list[Work]:
        """Give the pages of the book's SOPs."""
        return [self._work(content.sop(sop), library.page(f"sop/{sop.id}")) for sop in self.book.sops]

    def _gone(self, content: Content, library: Library, links: Mapping[str, str]) -> list[Work]:
        """Give the pages of SOPs that left the book."""
        known = {LIST_KEY, *(f"sop/{sop.id}" for sop in self.book.sops)}
        pages = [library.pages[key][0] for key in sorted(set(library.pages) - known)]
        return [self._work(content.gone(page.key, page.title, page.text, links), page, " (tidak lagi dalam buku)") for page in pages]

    def _list_work(self, content: Content, page: Page | None, gone: Sequence[Work], links: Mapping[str, str]) -> Work:
        left = [(work.draft.title, links.get(work.draft.key, "")) for work in gone]
        return self._work(content.list_page(links, left), page)

    def _work(self, draft: Draft, page: Page | None, why: str = "") -> Work:
        """Say what becomes of a page: drafts first where that is asked for, and what a person chose as its status stays."""
        konsep = self.terbit.konsep
        if page is None or page.status == "draft":
            return Work(draft, page, "draft" if konsep else "publish", why=why)
        if konsep and page.status == "publish":
            return Work(draft, page, page.status, waiting=True)
        return Work(draft, page, page.status, why=why or (" (disunting di WordPress, dikembalikan)" if page.edited else ""))

    def _put(self, api: Api, work: Work, parent: int) -> Page:
        """Make a page or change it, or leave it where it is as it should be."""
        if work.page is None:
            return self._make(api, work.draft, work.status, parent)
        if not work.needed(parent):
            return work.page
        data = {"title": work.draft.title, "content": work.draft.text, "status": work.status, "parent": parent}
        return page_of(api.change(f"pages/{work.page.id}", data))

    def _make(self, api: Api, draft: Draft, status: str, parent: int) -> Page:
        data: dict[str, Any] = {
            "slug": draft.slug, "title": draft.title, "content": draft.text, "status": status, "parent": parent, "comment_status": "closed",
            "ping_status": "closed",
        }
        def find() -> dict[str, Any] | None:
            return find_page(api, draft.slug, draft.key)

        made = page_of(api.make("pages", find, json=data))
        if made.slug == draft.slug:
            return made
        api.delete(f"pages/{made.id}", force=False)       # the address was taken: by an order of a killed run, or by what we may not see
        found = find()
        if found is None:
            raise Refusal(f"{self.terbit.tujuan}: alamat {draft.slug} sudah dipakai tulisan atau berkas lain di situs itu; ganti slugnya")
        return page_of(found)


def _link(work: Work) -> str:
    """Give the address that a page has and keeps; a draft that is published gets another."""
    return work.page.link if work.page and work.page.status == work.status else ""


def _parent(work: Work, parent: int) -> int:
    return 0 if work.draft.key == LIST_KEY else parent
