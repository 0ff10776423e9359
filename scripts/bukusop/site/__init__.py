"""Book and register -> a static website: pages for people, data for machines, search without a server.

    site          what every page is made with
    home          first page
    sheets        a page per SOP, with its flowchart (`chart`) and its steps
    people        pages per pelaksana, per dasar hukum
    verification  a page per signed document, and the page that checks a PDF in the visitor's browser
    feeds         index.json, JSON-LD, sitemap, Atom
    policy        headers for the server
    write         files -> folder
    search        the index that search runs on, made over the written pages
"""

from collections.abc import Iterator

from bukusop.site.site import File, Site
from bukusop.site.write import Written, write_files

__all__ = ["File", "Site", "Written", "files", "write_files"]


def files(site: Site) -> Iterator[File]:
    """Give every file of the website, but for the search index."""
    yield from ()
