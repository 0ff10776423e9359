"""Content streams: the text of marked sequences, and marked sequences made artifacts.

Works on the bytes WeasyPrint writes: operators are separated by white space, text is always in hexadecimal strings, and
there are no inline images, so that a pattern cannot match inside data. Anything unexpected gives None, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from pikepdf import Array, Object

from bukusop.assemble.parts import AssembleError

_MARK = re.compile(rb"/\w+\s*<<\s*/MCID\s+(\d+)\s*>>\s*BDC\b")
_SHOWN = re.compile(rb"\[[^\]]*\]\s*TJ\b|<[0-9A-Fa-f]*>\s*Tj\b")
_ARTIFACT = b"/Artifact <</Type /Pagination>> BDC"


def shown_text(content: bytes, mcids: Collection[int]) -> tuple[bytes, ...] | None:
    """Give the text operators of the marked sequences, in order of their MCIDs; None if one is missing or double."""
    found: dict[int, bytes] = {}
    for match in _MARK.finditer(content):
        mcid = int(match[1])
        if mcid in mcids:
            end = content.find(b"EMC", match.end())
            if mcid in found or end < 0:
                return None
            found[mcid] = b" ".join(_SHOWN.findall(content, match.end(), end))
    return tuple(found[mcid] for mcid in sorted(found)) if len(found) == len(set(mcids)) else None


def with_artifacts(content: bytes, mcids: Collection[int]) -> bytes | None:
    """Turn the marked sequences of these MCIDs into pagination artifacts; None if one is missing or double."""
    done: list[int] = []

    def mark(match: re.Match[bytes]) -> bytes:
        mcid = int(match[1])
        if mcid not in mcids:
            return match[0]
        done.append(mcid)
        return _ARTIFACT

    changed = _MARK.sub(mark, content)
    return changed if sorted(done) == sorted(set(mcids)) else None


def page_content(page: Object) -> bytes:
    """Give the decoded content of a page."""
    contents = page.get("/Contents")
    if contents is None:
        return b""
    if isinstance(contents, Array):
        return b"\n".join(stream.read_bytes() for stream in contents)
    return contents.read_bytes()


def replace_content(page: Object, content: bytes) -> None:
    """Put other content in place of a page's single content stream (its compression is left to the saving)."""
    if isinstance(page.Contents, Array):
        raise AssembleError("a part's page has several content streams: it does not come from WeasyPrint")
    page.Contents.write(content)
