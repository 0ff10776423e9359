"""Book and register -> a static website: pages for people, data for machines, search without a server.

    site          what every page is made with
    shelf         files that can be downloaded: signed ones, documents for Word
    occurrences   who and what occurs where
    home          first page, page of what is not found, style sheet and logo (`colours`, `logo`)
    sheets        a page per SOP, with its flowchart (`chart`) and its steps (`anchors`)
    people        pages per pelaksana, per dasar hukum
    verification  a page per signed document, and the page that checks a PDF in the visitor's browser; signed PDFs and the public
                  register (`published`, `entries`)
    feeds         index.json (`schema`), JSON-LD (`linked`), sitemap, Atom; whole addresses (`addresses`)
    policy        headers for the server
    write         files -> folder
    search        the search page, and the index it asks, made over the written pages (put in order by `settling`)
    serving       the written website on this machine, with the headers of `policy`
"""

from collections.abc import Iterator

from bukusop.site import feeds, home, people, policy, search, sheets, verification
from bukusop.site.search import index
from bukusop.site.serving import serving
from bukusop.site.shelf import at_hand, fill_shelf
from bukusop.site.site import File, Site
from bukusop.site.verification import problems
from bukusop.site.write import Written, write_files

__all__ = ["File", "Site", "Written", "at_hand", "files", "fill_shelf", "index", "problems", "serving", "write_files"]

MODULES = (home, sheets, people, verification, feeds, policy, search)


def files(site: Site) -> Iterator[File]:
    """Give every file of the website, but for the search index; the sitemap comes last, because it names the others by whole addresses."""
    paths = []
    for module in MODULES:
        for file in module.files(site):
            paths.append(file.path)
            yield file
    if site.address:
        yield feeds.sitemap(site, paths)
