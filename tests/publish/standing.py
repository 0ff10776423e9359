"""What stands in a WordPress after a run; and texts that want to be more than words there."""

from __future__ import annotations

import hashlib
import urllib.request
from dataclasses import replace

from bukusop.model import Paragraf, Run, Sop
from tests.publish.office import Office
from tests.publish.wordpress import WordPress

LIST = "standar-operasional-prosedur"
HOSTILE = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[gallery ids=1]", "[embed]https://www.youtube.com/watch?v=1[/embed]",
    "https://www.youtube.com/watch?v=1", '"><svg/onload=alert(1)>', "<!-- wp:html --><script>1</script>", "-->", "&lt;script&gt;",
    "<!-- bukusop:daftar:" + "0" * 64 + " -->", "</td></tr></table><iframe src=//x>", "a & b's \"c\" %s $1 \\0 😀",
)


def pages(wp: WordPress) -> dict[str, dict[str, str]]:
    """Pages by slug, whatever their state; no slug stands twice."""
    found = [post for post in wp.posts() if post["post_type"] == "page" and post["post_status"] not in ("trash", "auto-draft")]
    by_slug = {post["post_name"]: post for post in found}
    assert len(by_slug) == len(found)
    return by_slug


def media(wp: WordPress) -> dict[str, dict[str, str]]:
    found = [post for post in wp.posts() if post["post_type"] == "attachment"]
    by_slug = {post["post_name"]: post for post in found}
    assert len(by_slug) == len(found)
    return by_slug


def hashes(wp: WordPress) -> list[str]:
    return sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in wp.uploads())


def signed(office: Office) -> list[str]:
    return sorted(leaf.sha256 for name, leaf in office.tree.files.items() if name.endswith(".pdf"))


def seen(address: str) -> str:
    with urllib.request.urlopen(address) as answer:
        return str(answer.read().decode())


def whole(wp: WordPress, office: Office) -> None:
    """Exactly one page per SOP, one list page, one file per PDF, each with its bytes; and a further run has nothing to do."""
    assert set(pages(wp)) == {LIST, *(f"sop-{sop.id}" for sop in office.book.sops)}
    assert {page["post_status"] for page in pages(wp).values()} == {"publish"}
    parent = pages(wp)[LIST]["ID"]
    assert {page["post_parent"] for slug, page in pages(wp).items() if slug != LIST} == {parent}
    assert len(media(wp)) == len(signed(office))
    assert hashes(wp) == signed(office)
    assert office.target(wp.url, wp.password).plan(office.tree).empty


def hostile_sop(sop: Sop, text: str) -> Sop:
    words = (Paragraf((Run(text, tautan="javascript:alert(1)"),)),)
    first = sop.prosedur[0]
    step = replace(first.langkah[1], kegiatan=words, keterangan=words, waktu=text, output=words)
    prosedur = replace(first, langkah=(first.langkah[0], step, *first.langkah[2:]), judul=text)
    return replace(sop, nama=text, nomor=text, unit=text, peringatan=(words,), prosedur=(prosedur, *sop.prosedur[1:]))
