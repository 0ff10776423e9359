"""The headers every page is served with, and the same as settings of web servers (Apache, nginx, hosting that reads `_headers`).

The policy lets a page use nothing but files of its own site: no script inside a page, no style inside a page, no other host. JSON-LD stands
in pages as a data block, which is never run, so it needs no hash. WebAssembly is what the search is written in.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from bukusop.site.site import File, Site

POLICY = (
    "default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
    "connect-src 'self'", "worker-src 'self'", "manifest-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
)
_HEADERS = {
    "Content-Security-Policy": "; ".join(POLICY),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
"""`no-cache`: a browser keeps what it has and asks whether it is still the same, so a withdrawn SOP is never shown as in force."""
_PDF = {
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Content-Disposition": "inline",
}
"""A PDF loads nothing by itself; the viewers of browsers are pages of their own, some of which a strict policy leaves blank."""
_TYPES = {"atom.xml": "application/atom+xml", "index.schema.json": "application/schema+json"}
_DENSE = "text/html text/css text/javascript application/json application/xml application/atom+xml image/svg+xml"
"""What is worth compressing; a PDF goes as it is."""


def headers(path: str = "") -> dict[str, str]:
    """Give the headers of a file of the website, by its path or address; without one, those of a page."""
    return {**_HEADERS, **_PDF} if path.lower().endswith(".pdf") else dict(_HEADERS)


def files(site: Site) -> Iterator[File]:
    """Give the settings for web servers; each serves the site, others ignore them."""
    folder = _folder(site.address)
    yield File("_headers", _plain_rules(folder).encode())
    yield File(".htaccess", _apache(folder).encode())
    yield File("nginx.conf", _nginx(folder).encode())


def _folder(address: str) -> str:
    """Give the folder of the host in which the site stands, as "/a/b" or "" for its root; nothing in it can end a line or a string."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return quote(parts.path.rstrip("/"), safe="/-._~%") if parts.scheme in ("http", "https") else ""


def _plain_rules(folder: str) -> str:
    """Write rules as Netlify and Cloudflare Pages read them. Rules for one path add up, so PDFs have the pages' policy too."""
    common = [f"  {name}: {value}" for name, value in _HEADERS.items()]
    return "\n".join([f"{folder}/*", *common, f"{folder}/berkas/*", "  Content-Disposition: inline", ""])


def _apache(folder: str) -> str:
    lines = [
        "# Dibuat oleh bukusop; dipakai Apache dan LiteSpeed (cPanel).", "AddDefaultCharset utf-8", f"ErrorDocument 404 {folder}/404.html",
        "<IfModule mod_mime.c>", "  AddType text/javascript .js", "  AddCharset utf-8 .html .css .js .json .xml .txt .svg", "</IfModule>",
        *(line for name, kind in _TYPES.items() for line in (f'<Files "{name}">', f"  ForceType {kind}", "</Files>")),
        "<IfModule mod_filter.c>", "  <IfModule mod_deflate.c>",
        f"    AddOutputFilterByType DEFLATE {_DENSE}", "  </IfModule>", "</IfModule>",
        "<IfModule mod_headers.c>", *(f'  Header always set {name} "{value}"' for name, value in _HEADERS.items()),
        r'  <FilesMatch "\.pdf$">', *(f'    Header always set {name} "{value}"' for name, value in _PDF.items()), "  </FilesMatch>",
        "</IfModule>",
    ]
    return "\n".join([*lines, ""])


def _nginx(folder: str) -> str:
    """Write a snippet to include in a `server` block; nginx inherits no header into a location that adds its own, so all are repeated."""
    def added(path: str) -> list[str]:
        return [f'    add_header {name} "{value}" always;' for name, value in headers(path).items()]

    lines = [
        "# Dibuat oleh bukusop; sisipkan ke dalam blok server: include /alamat/situs/nginx.conf;",
        "charset utf-8;",
        "charset_types text/css text/javascript application/javascript application/json application/xml application/atom+xml;",
        f"error_page 404 {folder}/404.html;", "gzip on;", f"gzip_types application/javascript {_DENSE.removeprefix('text/html ')};",
        f"location {folder}/ {{", "    index index.html;", *added(""), "}",
        f"location ~ ^{_quoted(folder)}/.*\\.pdf$ {{", *added(".pdf"), "}",
        *(line for name, kind in _TYPES.items() for line in (
            f"location = {folder}/{name} {{", "    types { }", f"    default_type {kind};", *added(""), "}")),
        f"location ~ ^{_quoted(folder)}/(nginx\\.conf|_headers|\\.htaccess)$ {{", "    return 404;", "}",
    ]
    return "\n".join([*lines, ""])


def _quoted(text: str) -> str:
    return text.replace(".", "\\.")
