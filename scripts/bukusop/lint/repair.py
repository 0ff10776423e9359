"""Safe edits -> the new text of a file, with everything else in it as it was: comments, layout, line ends, a byte order mark."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from bukusop.lint.rule import Edit

_MARK = "\ufeff"


def repaired(raw: bytes, edits: Iterable[Edit]) -> bytes:
    """Apply edits, which count a line's end as one character, to the bytes of a UTF-8 file. Of edits that overlap the first is made."""
    text = raw.decode("utf-8")
    mark, text = (_MARK, text[1:]) if text.startswith(_MARK) else ("", text)
    where = _originals(text)
    newline = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    pieces, at = [mark], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        start, end = where[edit.start], where[edit.end]
        if start < at:
            continue
        pieces += [text[at:start], edit.text.replace("\n", newline)]
        at = end
    return "".join([*pieces, text[at:]]).encode("utf-8")


def _originals(text: str) -> range | list[int]:
    """Give for every character of the text with newlines as one character (and its end) where it is in the text itself."""
    if "\r" not in text:
        return range(len(text) + 1)
    found = [index for index, char in enumerate(text) if not (char == "\n" and index and text[index - 1] == "\r")]
    return [*found, len(text)]


def difference(name: str, before: bytes, after: bytes) -> str:
    """Show what has changed in a file, as a unified diff."""
    old, new = (data.decode("utf-8").removeprefix(_MARK).replace("\r\n", "\n").splitlines(keepends=True) for data in (before, after))
    lines = difflib.unified_diff(old, new, f"a/{name}", f"b/{name}", n=1)
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)
