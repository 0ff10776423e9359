"""Whole addresses for machines: of pages, of signed files; and the state of an SOP in the words the site uses."""

from __future__ import annotations

from urllib.parse import quote

from bukusop.model import Sop
from bukusop.sign import Entry
from bukusop.site.site import Site


def page_url(site: Site, path: str) -> str:
    """Give the whole address of a page or file by its path from the root ("sop/surat-masuk/", "")."""
    return f"{site.address}/{quote(path)}"


def signed_path(site: Site, entry: Entry) -> str:
    """Give the path at which a signed document is downloaded; "" where its bytes are not at hand."""
    return site.pdfs.get(entry.sha256, "")


def status_of(site: Site, sop: Sop) -> str:
    """Give the state of an SOP: as its newest signed edition says, "belum_ditandatangani" where there is none."""
    editions = site.editions(sop)
    return "berlaku" if f"sop/{sop.id}" in site.current else editions[0].status if editions else "belum_ditandatangani"
