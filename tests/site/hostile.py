"""Fifty strings that try to run something, and books that hold one in every field a person may write.

The loader refuses some of them; here they are put straight into the values, past it, for the website must stand on its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from itertools import cycle
from typing import Any

from bukusop.model import Book
from bukusop.sign import Register
from bukusop.site import Site

FIRST = (
    "javascript:__xss=1",
    "JaVaScRiPt:__xss=1//",
    "java\tscript:__xss=1",
    "\x01javascript:__xss=1",
    "data:text/html,<script>parent.__xss=1</script>",
    "vbscript:msgbox(1)",
    "//jahat.example/%0d%0aSet-Cookie:x=1",
    "https://jahat.example/\"onclick=\"__xss=1",
)
"""These work, if at all, at the beginning of an address."""
ANYWHERE = (
    "<script>__xss=1</script>",
    "</script><script>__xss=1</script>",
    "</ScRiPt ><sCrIpT>__xss=1</sCrIpT >",
    "<img src=x onerror=__xss=1>",
    "\"><img src=x onerror=__xss=1>",
    "'><img src=x onerror=__xss=1>",
    "\" autofocus tabindex=1 onfocus=\"__xss=1",
    "' onmouseover='__xss=1' x='",
    "x onerror=__xss=1 src=x",
    "`onload=__xss=1`",
    "<svg onload=__xss=1>",
    "<svg><script>__xss=1</script></svg>",
    "</svg><svg/onload=__xss=1>",
    "<svg><animate onbegin=__xss=1 attributeName=x dur=1s>",
    "</title><script>__xss=1</script>",
    "</textarea><script>__xss=1</script>",
    "</style><script>__xss=1</script>",
    "</noscript><img src=x onerror=__xss=1>",
    "</template><img src=x onerror=__xss=1>",
    "</desc></title></svg><img src=x onerror=__xss=1>",
    "--><script>__xss=1</script><!--",
    "<!--><script>__xss=1</script>",
    "<![CDATA[<script>__xss=1</script>]]>",
    "]]><script>__xss=1</script>",
    "<?xml version='1.0'?><x:script xmlns:x='http://www.w3.org/1999/xhtml'>__xss=1</x:script>",
    "<!ENTITY x SYSTEM 'file:///etc/passwd'>&x;",
    "{{ 7*7 }}{% for x in ().__class__.__bases__ %}{{ x }}{% endfor %}",
    "${__xss=1}#{__xss=1}<%= __xss=1 %>",
    "{{constructor.constructor('__xss=1')()}}",
    "\",\"@type\":\"Jahat\",\"x\":\"</script><script>__xss=1</script>",
    "\\\"};__xss=1;//",
    "\\u003cscript\\u003e__xss=1\\u003c/script\\u003e",
    "\u2028__xss=1\u2029",
    "&lt;script&gt;__xss=1&lt;/script&gt;",
    "&#60;img src=x onerror=__xss=1&#62;",
    "\uff1cscript\uff1e__xss=1\uff1c/script\uff1e",
    "\u202e<tpircs>\u202c\u200b<script\u200b>__xss=1",
    "<\u0130mg src=x onerror=__xss=1>",
    "*{background:url(javascript:__xss=1)}@import'//jahat.example/x.css';",
    "<base href=//jahat.example/><meta http-equiv=refresh content='0;url=javascript:__xss=1'>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=__xss=1>",
    "<iframe srcdoc='<script>parent.__xss=1</script>'><object data='javascript:__xss=1'><mark onclick=__xss=1>",
)
HOSTILE = (*FIRST, *ANYWHERE)
TAMED = str.maketrans("<>\"'&`{}[]=", "()..+....._")
"""What makes a string hostile, made harmless; its length, its words and its numbers stay."""
KEYS = frozenset({
    "kunci", "id", "berkas", "disahkan_oleh", "profil", "semua_profil", "bagian", "pengesah", "paraf", "gambar", "terbit", "logo",
    "logo_tte", "warna", "gaya", "rata", "status",
})
"""Fields that name something else, or choose from a few words: the loader lets no free text into them."""
KEYS_WHERE_TEXT = frozenset({"bidang", "sop", "pelaksana", "pejabat"})
"""These hold keys where they are words, and whole values where they are not."""
ADDRESSES = frozenset({("Situs", "alamat"), ("Book", "verifikasi"), ("Instansi", "laman")})
"""The loader lets nothing into these but web addresses."""
FILLED = frozenset({
    ("Sop", "nomor"), ("Sop", "unit"), ("Sop", "waktu_total"), ("Langkah", "waktu"), ("Prosedur", "judul"), ("Peraturan", "lembaran"),
    ("Peraturan", "perubahan"), ("Peraturan", "oleh"), ("Pejabat", "pangkat"), ("Pejabat", "nip"), ("Situs", "pengantar"),
    ("Run", "tautan"),
})
"""These are filled even where the small project leaves them empty."""


def poisoned(value: Any, strings: Sequence[str], labels: Iterator[str]) -> Any:
    """Give the value with the strings in every field of free text below it; an answer's label has one of them at a time."""
    if isinstance(value, Enum):
        return value
    text = " ".join(strings)
    if isinstance(value, str):
        return text if value else value
    if isinstance(value, tuple):
        return tuple(poisoned(item, strings, labels) for item in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    kind, changed = type(value).__name__, {}
    for item in fields(value):
        old, place = getattr(value, item.name), (kind, item.name)
        words = isinstance(old, str) or (isinstance(old, tuple) and all(isinstance(part, str) for part in old))
        if place in ADDRESSES:
            changed[item.name] = f"https://situs.example/{text}"
        elif place in FILLED:
            changed[item.name] = text
        elif place == ("Jawaban", "label"):
            changed[item.name] = next(labels)
        elif item.name not in KEYS and not (words and item.name in KEYS_WHERE_TEXT):
            changed[item.name] = poisoned(old, strings, labels)
    return replace(value, **changed)


def infest(site: Site, strings: Sequence[str]) -> Site:
    """Put strings into every field of a website that a person may write: of its book, its regulations, and its register."""
    text, labels = " ".join(strings), cycle(strings)
    book: Book = poisoned(site.book, strings, labels)
    laws = {key: poisoned(law, strings, labels) for key, law in site.peraturan.items()}
    entries = tuple(
        replace(entry, judul=text, nomor=text, penanda_tangan=tuple(
            replace(signer, jabatan=text, nama=text, nip=text) for signer in entry.penanda_tangan
        )) for entry in site.register.entries
    )
    return replace(site, book=book, peraturan=laws, register=Register(entries))
