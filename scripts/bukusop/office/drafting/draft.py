"""A draft of an SOP: what an import hands on to be written as a YAML file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Value = str | list["Value"] | dict[str, "Value"]
"""What the author's format is made of: texts, lists and mappings; nothing else."""
Path = tuple[str | int, ...]
"""Keys and indices from the top: `("langkah", 2, "waktu")`."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One SOP with the keys of `SopShape`, all values texts in the author's Markdown.

    `comments` are sentences for the line of a value (path `()`: the end of the file); `id` and `bidang` are what the source says they
    are, "" where it does not. `read`, `guessed` and `left` are sentences for the closing report. `around` are the lines of a document
    that belong to none of its SOPs, where they are many: the first draft has them.
    """

    data: Mapping[str, Value]
    id: str = ""
    bidang: str = ""
    comments: tuple[tuple[Path, str], ...] = ()
    read: tuple[str, ...] = field(default=())
    guessed: tuple[str, ...] = field(default=())
    left: tuple[str, ...] = field(default=())
    around: tuple[str, ...] = field(default=())
